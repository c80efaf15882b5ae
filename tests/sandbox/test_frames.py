"""Frames on a socket: one deadline for a whole frame, and only the announced kinds and sizes."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.frames import HEADER, MAGIC, Frame, Gone, Kind, TooLate, Wire
from autograder.sandbox.limits import LIMITS
from autograder.sandbox.wire import ProtocolError

SMALL = replace(LIMITS, meta_bytes=100, data_bytes=1000)


@pytest.fixture
def ends():
    first, second = socket.socketpair()
    yield first, second
    first.close()
    second.close()


def soon(seconds=0.2):
    return time.monotonic() + seconds


@pytest.mark.parametrize("kind", list(Kind))
def test_a_frame_arrives_as_it_was_sent(ends, kind):
    frame = Frame(kind, 7, b"null", b"1234")
    Wire(ends[0]).send(frame, soon())
    assert Wire(ends[1]).receive(soon()) == frame


def test_no_kind_of_frame_is_a_verdict():
    assert {kind.name for kind in Kind} == {
        "HELLO", "CALL", "GET", "SET", "RESULT", "ERROR", "CALLBACK", "CB_RESULT", "CB_ERROR", "BYE",
    }  # fmt: skip


def test_the_header_has_24_bytes():
    assert HEADER.size == 24


def test_a_large_frame_arrives_while_the_other_end_reads(ends):
    frame = Frame(Kind.RESULT, 1, b"null", bytes(8 << 20))
    sender = threading.Thread(target=Wire(ends[0]).send, args=(frame, soon(10)))
    sender.start()
    assert Wire(ends[1]).receive(soon(10)).data == frame.data
    sender.join()


@pytest.mark.parametrize("sent", [0, 1, 23, 24, 27, 30])
def test_half_a_frame_is_too_late(ends, sent):
    whole = HEADER.pack(MAGIC, Kind.RESULT, 1, 4, 4) + b"null1234"
    ends[0].sendall(whole[:sent])
    with pytest.raises(TooLate):
        Wire(ends[1]).receive(soon(0.05))


def test_a_frame_that_trickles_is_too_late(ends):
    stop = threading.Event()

    def trickle():
        for byte in HEADER.pack(MAGIC, Kind.RESULT, 1, 90, 0) + b" " * 90:
            ends[0].send(bytes([byte]))
            if stop.wait(0.02):
                return

    writer = threading.Thread(target=trickle)
    writer.start()
    with pytest.raises(TooLate):
        Wire(ends[1]).receive(soon(0.2))
    stop.set()
    writer.join()


def test_an_end_that_does_not_read_is_too_late(ends):
    with pytest.raises(TooLate):
        Wire(ends[0]).send(Frame(Kind.CALL, 1, b"null", bytes(8 << 20)), soon(0.05))


@pytest.mark.parametrize("sent", [b"", b"half", HEADER.pack(MAGIC, Kind.RESULT, 1, 4, 0)])
def test_an_end_that_closes_is_gone(ends, sent):
    ends[0].sendall(sent)
    ends[0].close()
    with pytest.raises(Gone):
        Wire(ends[1]).receive(soon())


def test_closing_wakes_up_who_waits(ends):
    wire = Wire(ends[0])
    timer = threading.Timer(0.05, wire.close)
    timer.start()
    with pytest.raises(Gone):
        wire.receive(soon(10))
    timer.join()


@pytest.mark.parametrize(
    "header",
    [
        b"\0" * 24, b"GET / HTTP/1.1\r\nHost: xyz", HEADER.pack(b"agf0", 5, 1, 0, 0), HEADER.pack(MAGIC, 0, 1, 0, 0),
        HEADER.pack(MAGIC, 11, 1, 0, 0), HEADER.pack(MAGIC, 5, 1, 101, 0), HEADER.pack(MAGIC, 5, 1, 0, 1001),
        HEADER.pack(MAGIC, 5, 1, 2**32 - 1, 2**64 - 1),
    ],
)  # fmt: skip
def test_headers_that_are_none_or_announce_too_much_are_refused(ends, header):
    ends[0].sendall(header)
    with pytest.raises(ProtocolError):
        Wire(ends[1], SMALL).receive(soon())


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_noise_is_refused_or_ends(noise):
    first, second = socket.socketpair()
    first.sendall(noise)
    first.close()
    with second, pytest.raises((ProtocolError, Gone)):
        Wire(second, SMALL).receive(soon())
