"""What if the system stops, fails or lies at one of the things that a process does to files?

The layer is between the process and the system: it counts every event that changes files below a folder (opening
for writing, writing, syncing, renaming, removing, making and exchanging), and at one of them it does what it is told.
"""

from __future__ import annotations

import builtins
import fcntl
import io
import mmap
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, TypeAlias

__all__ = ["Action", "Fault", "Layer", "counted"]

Action: TypeAlias = Literal["count", "kill", "kill all", "power", "ENOSPC", "EIO", "short", "drop"]
"""Only count; end this process; end the whole session; the same, losing all that was not synced; fail with an error;
write only a part; say that it is done, and do nothing."""

_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_NUMBER: Final = struct.Struct("<Q")


class Fault(NamedTuple):
    """What is to be done at which event, counted from 1. Processes that share a `counter`, a file, count together."""

    action: Action
    event: int
    folder: str
    counter: str


def counted(counter: str | os.PathLike[str]) -> int:
    """How many events there were."""
    return int(_NUMBER.unpack(Path(counter).read_bytes())[0])


class Layer:
    """The layer of one process. `install` puts it between this process and the system, for the rest of its life."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._folder = os.fsencode(os.path.realpath(fault.folder)) + b"/"
        self._paths: dict[int, bytes] = {}  # of open descriptors
        self._synced: dict[tuple[int, int], int] = {}  # size of each file, by device and inode, when last synced
        self._counter = os.open(fault.counter, os.O_RDWR | os.O_CREAT, 0o666)
        if os.fstat(self._counter).st_size == 0:
            os.truncate(self._counter, _NUMBER.size)
        self._number = mmap.mmap(self._counter, _NUMBER.size)
        self._one_thread = threading.Lock()  # a lock on a file does not hold between threads of one process
        self._kill = os.kill

    def install(self) -> None:
        """Take the place of the functions that change files."""
        real_open, real_io_open, real_close = os.open, io.open, os.close

        def open_descriptor(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
            if flags & _WRITES and self._is_ours(path):
                self._event("open", path)
            descriptor = real_open(path, flags, mode, **more)
            if flags & _WRITES and self._is_ours(path):
                self._opened(descriptor, path)
            return descriptor

        def close(fd: int) -> None:
            self._paths.pop(fd, None)
            real_close(fd)

        def open_file(file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **more: Any) -> Any:
            known = isinstance(file, int) and file in self._paths
            if not any(letter in mode for letter in "wxa+") or not (known or self._is_ours(file)):
                return real_io_open(file, mode, buffering, *rest, **more)
            if not known:
                self._event("open", file)
            raw = _Raw(file, mode.replace("b", "").replace("t", ""), layer=self)
            if not known:
                self._opened(raw.fileno(), file)
            return raw if buffering == 0 else io.BufferedWriter(raw)

        os.open, os.close = open_descriptor, close
        io.open = builtins.open = open_file
        for name in ("rename", "replace", "unlink", "remove", "mkdir", "rmdir", "truncate"):
            self._wrap(name)
        self._wrap_sync()
        self._wrap_exchange()

    def write(self, raw: _Raw, data: Any) -> int:
        """Write to a file, as the system would."""
        octets = memoryview(data).cast("B")
        done = self._event("write", b"", lambda: raw.really_write(octets[: len(octets) // 2]))
        if not done:
            return len(octets)
        if done == "short" and len(octets) > 1:
            return raw.really_write(octets[: len(octets) // 2])
        return raw.really_write(octets)

    def _wrap(self, name: str) -> None:
        real = getattr(os, name)

        def call(path: Any, *rest: Any, **more: Any) -> Any:
            if self._is_ours(path) and not self._event(name, path):
                return None
            return real(path, *rest, **more)

        setattr(os, name, call)

    def _wrap_sync(self) -> None:
        real = os.fsync

        def sync(fd: Any) -> None:
            if not self._event("fsync", self._paths.get(fd, b"")):
                return
            real(fd)
            status = os.fstat(fd)
            self._synced[status.st_dev, status.st_ino] = status.st_size

        os.fsync = sync

    def _wrap_exchange(self) -> None:
        from indexer.store import swap

        real = swap._exchanged_at_once

        def exchanged(new: Path, old: Path) -> bool:
            return not self._event("exchange", new) or real(new, old)

        swap._exchanged_at_once = exchanged

    def _is_ours(self, path: Any) -> bool:
        try:
            return not isinstance(path, int) and os.path.abspath(os.fsencode(path)).startswith(self._folder)
        except TypeError:
            return False

    def _opened(self, descriptor: int, path: Any) -> None:
        self._paths[descriptor] = os.fsencode(path)
        status = os.fstat(descriptor)
        self._synced.setdefault((status.st_dev, status.st_ino), 0 if status.st_size == 0 else status.st_size)

    def _event(self, kind: str, path: Any, partly: Callable[[], object] = lambda: None) -> str:
        """Count an event, and do at it what is to be done; "" where the event itself is to be left out. A write is done
        `partly` before the process ends."""
        with self._one_thread:
            fcntl.lockf(self._counter, fcntl.LOCK_EX)
            number = _NUMBER.unpack(self._number[:])[0] + 1
            self._number[:] = _NUMBER.pack(number)
            fcntl.lockf(self._counter, fcntl.LOCK_UN)
        fault = self._fault
        if number != fault.event or fault.action == "count":
            return kind
        if fault.action in {"kill", "kill all", "power"}:
            partly()
            if fault.action == "power":
                self._lose()
            self._number.flush()
            self._kill(0 if fault.action == "kill all" else os.getpid(), signal.SIGKILL)
        if fault.action == "drop":
            return ""
        if fault.action == "short":
            return "short"
        import errno

        code = getattr(errno, fault.action)
        raise OSError(code, os.strerror(code), os.fsdecode(path) or None)

    def _lose(self) -> None:
        """Lose what was written and not synced, as a power cut does on a file system that keeps names in order."""
        truncate = io.FileIO.truncate
        for place, _, names in os.walk(self._folder):
            for name in names:
                path = os.path.join(place, name)
                status = os.lstat(path)
                size = self._synced.get((status.st_dev, status.st_ino))
                if size is not None and size < status.st_size:
                    with io.FileIO(path, "r+") as file:
                        truncate(file, size)


class _Raw(io.FileIO):
    """A file whose writes go through the layer."""

    def __init__(self, file: Any, mode: str, layer: Layer) -> None:
        super().__init__(file, mode)
        self._layer = layer

    def write(self, data: Any) -> int:
        return self._layer.write(self, data)

    def really_write(self, data: Any) -> int:
        return super().write(data) or 0


def of_environment() -> None:
    """Install the layer that the environment asks for."""
    text = os.environ.get("TORTURE")
    if text:
        action, event, folder, counter = text.split("|")
        Layer(Fault(action, int(event), folder, counter)).install()  # type: ignore[arg-type]


if sys.platform == "win32":
    raise ImportError("signals and locks here are those of Unix")
