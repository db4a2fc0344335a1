"""Who may write to the index, and who is writing?

One process at a time, held to it by a lock of the system on the file that Whoosh's writers lock too. The lock falls
with the process that holds it. A note beside it, `writer.json`, says which process that is; it is only ever shown.
"""

from __future__ import annotations

import errno
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from indexer.errors import LockedIndexError
from indexer.random_names import random_hex
from indexer.store.damage import refusals_reported
from indexer.store.names import HOLDER, LOCK, create_file

__all__ = ["FileLock", "Waiting", "acquire", "held", "writer_of"]

Waiting: TypeAlias = Callable[[str], object]
"""Is told, in a sentence, what a writer begins to wait for."""

_POLL = 0.1
"""Seconds between two attempts to get the lock."""


class FileLock:
    """A lock on a file, held by one process at a time; the same system calls as Whoosh's `FileLock`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def acquire(self) -> bool:
        """Take the lock, or return False where another has it. Raises OSError."""
        descriptor = os.open(self.path, os.O_CREAT | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in {errno.EAGAIN, errno.EACCES, errno.EDEADLK}:
                return False
            raise
        self._descriptor = descriptor
        current = False
        try:
            with suppress(FileNotFoundError):
                current = os.path.samestat(os.fstat(descriptor), os.lstat(self.path))
        finally:
            if not current:
                self.release()  # the index was replaced meanwhile, and its lock with it
        return current

    def release(self) -> None:
        """Let the lock go."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)  # with which the system drops the lock


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def acquire(
    folder: Path, wait: float, waiting: Waiting | None = None, enough: Callable[[], bool] = lambda: False
) -> FileLock | None:
    """The lock of the index in `folder`, held; or None when `enough` has come true, before or while waiting for it.

    Waits up to `wait` seconds; `waiting` is called once, before it waits, with what it waits for. Raises
    LockedIndexError, which says who holds the index and since when, and StorageError.
    """
    with refusals_reported(folder):
        lock = FileLock(folder / LOCK)
        until = time.monotonic() + wait
        while not enough():
            if lock.acquire():
                if not enough():
                    return lock
                lock.release()
                break
            if time.monotonic() >= until:
                raise LockedIndexError(f"the index is being written to{_holder(folder)}: {folder}")
            if waiting is not None:
                waiting(f"the index is being written to{_holder(folder)}: waiting up to {wait:g} s")
                waiting = None
            time.sleep(min(_POLL, max(wait, 0.001)))
    return None


@contextmanager
def held(folder: Path, wait: float = 0.0, waiting: Waiting | None = None) -> Iterator[None]:
    """Be the only writer of the index in `folder` while the block runs; raises as `acquire` does."""
    lock = acquire(folder, wait, waiting)
    note: os.stat_result | None = None
    try:
        with refusals_reported(folder):
            holder = {
                "pid": os.getpid(),
                "host": platform.node(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            note = _write_note(folder, json.dumps(holder).encode())
        yield
    finally:
        with suppress(OSError):
            if note is not None and os.path.samestat(note, os.lstat(folder / HOLDER)):
                (folder / HOLDER).unlink()
        if lock is not None:
            lock.release()


def _write_note(folder: Path, text: bytes) -> os.stat_result:
    temporary = folder / f"{HOLDER}.{random_hex()}.tmp"
    create_file(temporary, text, durable=False)  # no writer outlives a power cut, and waiting for a disk takes long
    temporary.replace(folder / HOLDER)
    return os.lstat(folder / HOLDER)


def writer_of(folder: Path) -> str:
    """Which process writes to the index, as "process 7 on host since …"; "" where none does. No lock is touched: a
    process of this host that has ended without removing its note is told by its number."""
    try:
        holder = _note_of(folder)
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    if holder.host == platform.node() and not _is_running(holder.pid):
        return ""
    return str(holder)


class _Holder(NamedTuple):
    pid: int
    host: str
    since: datetime

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host} since {self.since:%Y-%m-%d %H:%M:%S}"


def _note_of(folder: Path) -> _Holder:
    """What the note says. Raises OSError, ValueError, KeyError and TypeError where there is none."""
    holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
    return _Holder(int(holder["pid"]), holder["host"], datetime.fromisoformat(holder["since"]).astimezone())


def _is_running(process: int) -> bool:
    if os.name == "nt" or process <= 0:
        return process > 0  # where to ask would be to end it, the note is believed
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # it is another user's
    return True


def _holder(folder: Path) -> str:
    try:
        return f" by {_note_of(folder)}"
    except (OSError, ValueError, KeyError, TypeError):
        return " by another process"
