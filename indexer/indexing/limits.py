"""How much memory and time may one file take?

Files come from strangers, and a small one can ask for any amount of both. Limits hold in worker processes, which can
be ended: what a library does in C cannot be interrupted otherwise.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from indexer import reading
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides
from indexer.model.choices import MAX_SIZE

__all__ = ["DEFAULT_MEMORY", "DEFAULT_SECONDS", "LONGEST_TICK", "Limits", "is_harmless"]

DEFAULT_MEMORY = 2 * 2**30
"""Bytes. The largest file that is read by default (50 MB) takes at most 700 MB as any format, and a segment 300 MB."""

DEFAULT_SECONDS = 120.0
"""The slowest files of real collections, long PDFs, take ten seconds each."""

_TIMED_BYTES = 10 * 2**20
"""A larger file has as much time again for each of so many bytes: the slowest format, PDF, is read at 2 MB a second."""

_HARMLESS_BYTES = 2**17
"""What takes time that grows with the square of its size takes less than a second up to here."""

LONGEST_TICK = 2.0
"""Seconds that count at most between two looks at a process: the whole program may have been stopped in between."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of memory that a worker process may take beyond what it takes when it starts, and seconds that it may read
    a file, and again for each 10 MB of it; 0 for no limit."""

    memory: int = DEFAULT_MEMORY
    seconds: float = DEFAULT_SECONDS

    @classmethod
    def from_arguments(cls, memory: int | None, seconds: float | None) -> Limits | None:
        """The limits that were asked for; None where none was, so that the usual ones hold."""
        if memory is None and seconds is None:
            return None
        return cls(DEFAULT_MEMORY if memory is None else memory, DEFAULT_SECONDS if seconds is None else seconds)

    def seconds_for(self, size: int) -> float:
        """The seconds that a file of so many bytes may take."""
        return self.seconds * (1 + size / _TIMED_BYTES) if self.seconds else float("inf")

    def exceeded(self, size: int, bytes_out: int, seconds: float, all_seconds: float) -> str:
        """What is exceeded by `seconds` at one thing, such as a record, in a file of `size` bytes out of which
        `bytes_out` have come, decompressed, and by `all_seconds` at the file; "" where nothing is."""
        most = self.seconds_for(min(size, MAX_SIZE))
        if seconds > most:
            return _seconds(most) + (" for a record" if size > MAX_SIZE else "")
        most = self.seconds_for(max(size, bytes_out))
        return _seconds(most) if all_seconds > most else ""

    def impose(self) -> None:
        """Limit the memory of this process, where the system can; it leaves no memory image behind if it crashes."""
        try:
            import resource
        except ImportError:  # Windows
            return
        _lower(resource.RLIMIT_CORE, 0)
        if self.memory:
            _lower(resource.RLIMIT_DATA, _taken() + self.memory)


def _seconds(count: float) -> str:
    written = f"{count:.0f}" if count >= 10 else f"{count:.1f}".removesuffix(".0") if count >= 1 else f"{count:.1g}"
    return f"more than {written} second{'' if written == '1' else 's'}"


def is_harmless(known: reading.Format | None, path: str, size: int, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether a file of `size` bytes is so small, and the format that is `known` so plain, that no limit is needed to
    read it where these `overrides` hold."""
    if overrides.name_parts:
        return False
    return size <= _HARMLESS_BYTES and known is not None and known.plain and not reading.is_compressed(path)


def _lower(kind: int, most: int) -> None:
    import resource

    _, hard = resource.getrlimit(kind)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (most, hard))


def _taken() -> int:
    """The bytes of memory that this process has of its own; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
