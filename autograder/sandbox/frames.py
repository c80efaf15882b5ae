"""Frames on a socket: a fixed header, a tree, buffers. One deadline covers a whole frame."""

from __future__ import annotations

import contextlib
import math
import select
import socket
import struct
import time
from dataclasses import dataclass
from enum import IntEnum

from autograder.sandbox.limits import LIMITS, Limits
from autograder.sandbox.wire import ProtocolError

MAGIC = b"agf1"
HEADER = struct.Struct("<4sBxxxIIQ")
CHUNK = 1 << 18
AHEAD = 1 << 13
FOREVER = math.inf
LONGEST_WAIT = 3600.0


class Kind(IntEnum):
    """What a frame is for. None carries a verdict."""

    HELLO = 1
    CALL = 2
    GET = 3
    SET = 4
    RESULT = 5
    ERROR = 6
    CALLBACK = 7
    CB_RESULT = 8
    CB_ERROR = 9
    BYE = 10


KINDS = frozenset(Kind)


class TooLate(Exception):
    """The deadline passed before a whole frame had come or gone."""


class Gone(Exception):
    """The other end is closed."""


@dataclass(frozen=True)
class Frame:
    """One frame, not yet decoded."""

    kind: Kind
    seq: int
    meta: bytes
    data: bytes


class Wire:
    """One end of a connection.

    Parameters
    ----------
    sock : socket
        A connected stream; it is made non-blocking.
    ahead : bool
        Whether a little more may be read than was asked for: not where open files come between the frames.
    """

    def __init__(self, sock: socket.socket, limits: Limits = LIMITS, *, ahead: bool = False) -> None:
        sock.setblocking(False)
        self.sock = sock
        self.limits = limits
        self.most_ahead = AHEAD if ahead else 0
        self.rest = b""

    def send(self, frame: Frame, deadline: float = FOREVER) -> None:
        """Send a frame.

        Raises
        ------
        TooLate
            If the other end does not take it in time.
        Gone
            If the other end is closed.
        """
        head = HEADER.pack(MAGIC, frame.kind, frame.seq, len(frame.meta), len(frame.data))
        if len(frame.data) <= CHUNK:
            self.write(head + frame.meta + frame.data, deadline)
            return
        self.write(head + frame.meta, deadline)
        self.write(frame.data, deadline)

    def write(self, data: bytes, deadline: float) -> None:
        """Write all of `data`."""
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[self.sock.send(rest[:CHUNK]) :]
            except BlockingIOError:
                self.wait(deadline, writing=True)
            except OSError as error:
                raise Gone(str(error)) from None

    def receive(self, deadline: float = FOREVER) -> Frame:
        """Receive a frame.

        Raises
        ------
        TooLate
            If it is not there in time, and in whole.
        Gone
            If the other end is closed.
        ProtocolError
            If its header is none, or announces more than is allowed.
        """
        magic, kind, seq, meta_size, data_size = HEADER.unpack(self.read(HEADER.size, deadline))
        if magic != MAGIC or kind not in KINDS:
            raise ProtocolError("a header that is none")
        if meta_size > self.limits.meta_bytes or data_size > self.limits.data_bytes:
            raise ProtocolError("a frame that is too large")
        return Frame(Kind(kind), seq, self.read(meta_size, deadline), self.read(data_size, deadline))

    def read(self, size: int, deadline: float) -> bytes:
        """Read exactly `size` bytes; memory grows with what really comes, not with what was announced."""
        parts = [self.rest[:size]]
        self.rest = self.rest[size:]
        missing = size - len(parts[0])
        while missing:
            try:
                part = self.sock.recv(max(min(missing, CHUNK), self.most_ahead))
            except BlockingIOError:
                self.wait(deadline)
                continue
            except OSError as error:
                raise Gone(str(error)) from None
            if not part:
                raise Gone("closed")
            if time.monotonic() > deadline:
                raise TooLate
            parts.append(part[:missing])
            self.rest = part[missing:]
            missing -= len(parts[-1])
        return b"".join(parts)

    def wait(self, deadline: float, writing: bool = False) -> None:
        """Wait until the socket can be used, or the deadline has passed."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLate
        try:
            ready = ready_within(self.sock, left, writing)
        except (OSError, ValueError) as error:  # closed from another thread
            raise Gone(str(error)) from None
        if not ready and left < LONGEST_WAIT:
            raise TooLate

    def close(self) -> None:
        """Close this end, waking up whoever waits for it."""
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


def ready_within(sock: socket.socket, seconds: float, writing: bool) -> bool:
    """Tell whether a socket can be used within some seconds; `select` would know only the first 1024 files."""
    seconds = min(seconds, LONGEST_WAIT)
    if not hasattr(select, "poll"):
        return any(select.select([] if writing else [sock], [sock] if writing else [], [], seconds))
    poll = select.poll()
    poll.register(sock, select.POLLOUT if writing else select.POLLIN)
    return bool(poll.poll(math.ceil(seconds * 1000)))
