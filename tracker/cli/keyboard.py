"""Keys and lines from a terminal: a key counts as soon as it is pressed, and nothing typed ahead is lost."""

from __future__ import annotations

import os
import sys
import termios
import tty

from tracker.errors import ReviewError

_CONTROL_C = "\x03"
_CONTROL_D = "\x04"


def key() -> str:
    """The next key; empty where the terminal is gone or Control-D is pressed. Control-C is a KeyboardInterrupt."""
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        # By default what was typed ahead would be thrown away.
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        pressed = os.read(descriptor, 1).decode("ascii", "replace")
    except OSError:
        return ""
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
    if pressed == _CONTROL_C:
        raise KeyboardInterrupt
    return "" if pressed == _CONTROL_D else pressed


def line(prompt: str) -> str:
    """A line that is typed after the prompt; empty where nothing is, or the terminal is gone."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    descriptor = sys.stdin.fileno()
    typed = bytearray()
    try:
        while (piece := os.read(descriptor, 1)) not in {b"", b"\n", b"\r"}:
            typed += piece
    except OSError:
        return ""
    return typed.decode("utf-8", "replace").strip()


def must_be_there() -> None:
    """Raise ReviewError where standard input or output is no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise ReviewError("there is no terminal to press keys at; --list shows what waits, --file takes decisions")
