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

__all__ = ["LIMIT", "MOST_MEMBERS", "Budget", "budget_of_one_file", "require_few_entries", "spend"]

LIMIT: Final = 500 * 2**20
"""Bytes that may come out of one file beyond its own: as many as a large archive of texts has."""

MOST_MEMBERS: Final = 200_000
"""Files in an archive: as many as a large collection has. Each takes memory and time, even if it is empty."""

_ZIP_ENTRY: Final = b"PK\x01\x02"
"""What each entry of a ZIP archive's directory begins with."""

_FEWEST_BYTES: Final = 100
"""Bytes of a mailbox or a web archive that are enough for one more file in it."""


class Budget:
    """The bytes and files that may still come out of one file of `size` bytes."""

    def __init__(self, size: int) -> None:
        self._bytes = LIMIT
        self._members = MOST_MEMBERS + size // _FEWEST_BYTES

    def spend(self, size: int) -> None:
        """Count bytes that came out; raises SourceError ("too large") once they are more than there were."""
        self._bytes -= size
        self.require()

    def count_member(self) -> None:
        """Count a file that came out; raises SourceError ("too large") once they are more than there were."""
        self._members -= 1
        self.require()

    def require(self) -> None:
        """Raises SourceError ("too large") where more was spent than there was."""
        if self._bytes < 0:
            raise SourceError(Cause.TOO_LARGE, detail=f"more than {readable_size(LIMIT)} in it")
        if self._members < 0:
            raise SourceError(Cause.TOO_LARGE, detail=f"more than {MOST_MEMBERS} files in it")


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget_of_one_file(size: int) -> Iterator[Budget]:
    """While the block runs, all that is spent comes from one new budget."""
    budget = Budget(size)
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
