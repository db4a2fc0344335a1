"""How much may still come out of one file?

A small file can hold any number of bytes: compressed, in archives in archives, or as holes. All that is made of it, at
whatever depth, is counted together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from indexer.errors import SourceError
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

__all__ = ["LIMIT", "MOST_MEMBERS", "Budget", "require_few_entries", "spend", "spending"]

LIMIT: Final = 500 * 2**20
"""Bytes that may come out of one file beyond its own: as many as a large archive of texts has."""

_TIMES: Final = 50
"""Bytes that may come out of a file that is read piece by piece, for each of its own: it takes no more memory, and
records that are much alike are compressed to a fiftieth."""

MOST_MEMBERS: Final = 200_000
"""Files in an archive: as many as a large collection has. Each takes memory and time, even if it is empty."""

_ZIP_ENTRY: Final = b"PK\x01\x02"
"""What each entry of a ZIP archive's directory begins with."""

_FEWEST_BYTES: Final = 100
"""Bytes of a mailbox or a web archive that are enough for one more file in it."""


class Budget:
    """The bytes and files that may still come out of one file of `size` bytes, which is `sequential` or not; or of a
    record of such a file, with the file's own budget `around` it."""

    def __init__(self, size: int, *, sequential: bool = False, around: Budget | None = None) -> None:
        self._around = around
        self._most = max(LIMIT, _TIMES * size) if sequential else LIMIT
        self._bytes = self._most
        self._most_members = MOST_MEMBERS + size // _FEWEST_BYTES
        self._members = self._most_members

    @property
    def spent(self) -> tuple[int, int]:
        """The bytes and the files that came out."""
        return self._most - self._bytes, self._most_members - self._members

    def spend(self, size: int) -> None:
        """Count bytes that came out; raises SourceError ("too large") once they are more than there were."""
        if self._around is not None:
            self._around.spend(size)
        self._bytes -= size
        self.require()

    def count_members(self, count: int = 1) -> None:
        """Count files that came out; raises SourceError ("too large") once they are more than there were."""
        if self._around is not None:
            self._around.count_members(count)
        self._members -= count
        self.require()

    def require(self) -> None:
        """Raises SourceError ("too large") where more was spent than there was."""
        if self._bytes < 0:
            raise SourceError(Cause.TOO_LARGE, detail=f"more than {readable_size(self._most)} in it")
        if self._members < 0:
            raise SourceError(Cause.TOO_LARGE, detail=f"more than {self._most_members} files in it")


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """While the block runs, all that is spent comes from this budget."""
    token = _CURRENT.set(budget)
    try:
        yield budget
    finally:
        _CURRENT.reset(token)


def spend(size: int) -> None:
    """Spend bytes of the file that is read now; raises SourceError as `Budget.spend` does."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.spend(size)


def require_few_entries(archive: bytes) -> None:
    """Raises SourceError ("too large") where a ZIP archive has more files than `MOST_MEMBERS`, before its directory is
    read: that takes memory for each."""
    if archive.count(_ZIP_ENTRY) > MOST_MEMBERS:
        raise SourceError(Cause.TOO_LARGE, detail=f"more than {MOST_MEMBERS} files in it")
