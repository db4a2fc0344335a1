"""How does a command behave for someone who sits at a terminal?

`run_in_terminal` runs a program whose streams are a pseudo-terminal of a given size, as a shell would, and gives back
what appeared on the screen, the exit code, and the terminal's modes before and after.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from conftest import heed_ctrl_c

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Session", "plain", "run_in_terminal", "stray_controls"]

_SEQUENCES = re.compile(
    "\x1b\\[[0-9;?]*[A-Za-z]"  # CSI: colours, cursor
    "|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)"  # OSC: hyperlinks, titles
)
_OUR_OWN = re.compile("\x1b\\[[0-9;]*m")
# C0 but the tab and the line break, C1, and the marks that reorder the text around them.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Session:
    """What the program wrote to the terminal, its exit code, and the terminal's modes (`termios`) before and after."""

    output: str
    code: int
    modes_before: list[Any]
    modes_after: list[Any]


def run_in_terminal(
    arguments: Sequence[str | bytes],
    *,
    cwd: str | os.PathLike[str],
    env: Mapping[str, str],
    rows: int = 24,
    columns: int = 80,
    stdout: IO[bytes] | None = None,
    stderr: IO[bytes] | None = None,
    interrupt: Callable[[str], bool] | None = None,
    typed: Callable[[str], bytes] | None = None,
    timeout: float = 120.0,
) -> Session:
    """Run a program in a pseudo-terminal of `rows` by `columns`.

    `stdout` or `stderr` may be a file that this stream goes to instead. When `interrupt` says so of what has been
    written so far, Ctrl-C is typed, once; the terminal shows `^C` for it some time after, which the program did not
    write, and which is left out. Or else `typed` gives, again and again, the keys to type after what has been written.
    Raises TimeoutError, and kills the program, after `timeout` seconds.
    """
    master, slave = pty.openpty()
    try:
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        before = termios.tcgetattr(slave)
        process = subprocess.Popen(
            arguments,
            cwd=cwd,
            env=dict(env),
            stdin=slave,
            stdout=stdout or slave,
            stderr=stderr or slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - only so does Ctrl-C reach the program and its children
        )
    finally:
        os.close(slave)  # the program alone has it now, so that reading ends when it does
    try:
        keys = typed or _interrupting(interrupt)
        output = _converse(process, master, keys, time.monotonic() + timeout)
        if interrupt is not None:
            output = output.replace("^C", "", 1)
        return Session(output, process.wait(timeout), before, termios.tcgetattr(master))
    finally:
        os.close(master)


def _take_terminal() -> None:
    heed_ctrl_c()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _interrupting(interrupt: Callable[[str], bool] | None) -> Callable[[str], bytes]:
    """Gives Ctrl-C, once, when it is time."""
    left = [] if interrupt is None else [interrupt]

    def typed(written: str) -> bytes:
        if not left or not left[0](written):
            return b""
        left.clear()
        return b"\x03"

    return typed


def _converse(process: subprocess.Popen[bytes], master: int, typed: Callable[[str], bytes], until: float) -> str:
    """Read what the program writes until it has ended, and type keys when it is time."""
    written = bytearray()
    while time.monotonic() < until:
        ready, _, _ = select.select([master], [], [], 0.05)
        if ready:
            try:
                written += os.read(master, 65536)
            except OSError as error:
                if error.errno != errno.EIO:  # Linux's way to say that nobody has the terminal open any more
                    raise
                return _text(written)
        if keys := typed(_text(written)):
            os.write(master, keys)
    process.kill()
    process.wait()
    message = f"still running; so far it wrote:\n{_text(written)}"
    raise TimeoutError(message)


def _text(written: bytes | bytearray) -> str:
    """What was written, with the line breaks as the program wrote them: the terminal puts CR before LF."""
    return written.decode("utf-8", "replace").replace("\r\n", "\n")


def plain(text: str) -> str:
    """`text` as it can be read on the screen: without colours, links and movements of the cursor."""
    return _SEQUENCES.sub("", text)


def stray_controls(text: str) -> list[str]:
    """The control characters in `text` beyond tabs, line breaks and colours."""
    return _CONTROLS.findall(_OUR_OWN.sub("", text))
