"""Single keys from a terminal, without waiting for them and without Enter."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Protocol, TextIO

SPECIAL = ("\x00", "\xe0")


class Keys(Protocol):
    """Where keys come from; a context, so that the terminal is left as it was."""

    def __enter__(self) -> Keys: ...

    def __exit__(self, *error: Any) -> None: ...

    def pressed(self) -> str:
        """Return the keys that were pressed since the last call."""


class NoKeys:
    """No keyboard: a pipe or a log."""

    def __enter__(self) -> NoKeys:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def pressed(self) -> str:
        """Return nothing."""
        return ""


class PosixKeys:
    """Keys of a terminal on Linux and macOS; Ctrl-C goes on to interrupt."""

    def __init__(self, stream: TextIO) -> None:
        self.file = stream.fileno()

    def __enter__(self) -> PosixKeys:
        import termios
        import tty

        self.before = termios.tcgetattr(self.file)
        tty.setcbreak(self.file)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        import termios

        termios.tcsetattr(self.file, termios.TCSADRAIN, self.before)

    def pressed(self) -> str:
        """Return the keys that were pressed since the last call; `q` if the terminal has gone."""
        import os
        import select

        found = ""
        while select.select([self.file], [], [], 0)[0]:
            read = os.read(self.file, 64)
            if not read:
                return found + "q"
            found += read.decode("utf-8", "replace")
        return found


class WindowsKeys(NoKeys):
    """Keys of a Windows console; arrows and function keys, which come as two characters, mean nothing here."""

    def pressed(self) -> str:
        """Return the keys that were pressed since the last call."""
        import msvcrt

        console: Any = msvcrt
        found = ""
        while console.kbhit():
            key = console.getwch()
            if key not in SPECIAL:
                found += key
            elif console.kbhit():  # the other half; the letter à comes alone
                console.getwch()
        return found


def keys_of(stream: TextIO) -> Keys:
    """Choose how keys are read from a stream."""
    if not stream.isatty():
        return NoKeys()
    return WindowsKeys() if sys.platform == "win32" else PosixKeys(stream)
