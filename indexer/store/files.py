"""What did each file look like when it was indexed, and what became of it?

Its entry is a row of sorted tables (`tables`), under its path as stored.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.reasons import Cause, Reason
from indexer.store.damage import damage_reported
from indexer.store.tables import LiveRows, Row, TableEntry, Tables

__all__ = ["FILE_COLUMNS", "FileEntry", "KnownFiles", "Partial", "digest_number", "file_changes"]

_COLUMNS: Final = ("size", "mtime_ns", "articles", "passages", "flags", "digest_high", "digest_low", "identity")
FILE_COLUMNS: Final = len(_COLUMNS)
"""The numbers in each row."""

_FAILED, _EXTERNAL, _MORE, _DIGEST, _OUTDATED, _PARTIAL = 1, 2, 4, 8, 16, 32
_DIGEST_HALVES: Final = struct.Struct("<qq")


class Partial(NamedTuple):
    """How far a sequential file is read that is not read to its end.

    `records`, `bytes` and `members` are those of reading.StreamPosition. The first `articles` of the file, with so
    many `passages`, are of this reading, and all after them, if there are any, of one before. `unnamed` articles are
    no part of the file; with `named`, some are parts that have names. So many `problems` were found; with `again`, some
    of what could not be read may be readable the next time.
    """

    records: int
    bytes: int
    members: int
    articles: int
    passages: int
    unnamed: int
    named: bool
    problems: int
    again: bool


class FileEntry(NamedTuple):
    """One file: how it looked when it was last read, and what became of it.

    `mtime_ns` is 0 where it must not be trusted: the file changed at about the moment it was looked at. `reason` says
    why the file is not in the index (None where it is), `failed` whether that is an error. Where it has articles all
    the same, these are of an earlier state, since the present one could not be read; `problems` are parts that
    could not be read, `passed_over` the first of those that are in no supported format, each with the reason. `digest`
    is "" where the file was never read, and for articles that come from no file (`external`), which no run over sources
    adds or removes. `identity` is as in Source. `outdated` says that what became of the file may be otherwise with the
    settings that the index has now, so that it is to be read again. `partial` says how far a file is read that is not
    read to its end; the next run goes on there.
    """

    size: int = 0
    mtime_ns: int = 0
    digest: str = ""
    articles: int = 0
    passages: int = 0
    reason: Reason | None = None
    failed: bool = False
    problems: tuple[str, ...] = ()
    external: bool = False
    passed_over: tuple[tuple[str, Reason], ...] = ()
    identity: int = 0
    outdated: bool = False
    partial: Partial | None = None

    @property
    def is_duplicate(self) -> bool:
        """Whether the file is not in the index because another has the same bytes."""
        return self.reason is not None and self.reason.cause is Cause.DUPLICATE

    @property
    def is_unreadable(self) -> bool:
        """Whether the system did not let the file be read."""
        return self.reason is not None and self.reason.cause is Cause.UNREADABLE

    @property
    def original(self) -> str:
        """The path of the file that has the same bytes, where the file is a duplicate; else ""."""
        return self.reason.detail if self.reason is not None and self.is_duplicate else ""


class KnownFiles:
    """The entries of all files of a commit."""

    def __init__(self, folder: Path, entries: Sequence[TableEntry]) -> None:
        self._folder = folder
        self._tables = Tables(folder, entries, FILE_COLUMNS)

    def __getitem__(self, path: str) -> FileEntry:
        found = self.get(path)
        if found is None:
            raise KeyError(path)
        return found

    def __len__(self) -> int:
        return len(self._live.keys)

    def __iter__(self) -> Iterator[str]:
        """All paths, by their bytes."""
        return iter(self.paths)

    def get(self, path: str) -> FileEntry | None:
        """The entry of a file, or None where it is not known. Reads a few pages."""
        if "_live" in self.__dict__:  # all was read for something else
            return self.get_all([path]).get(path)
        with damage_reported(self._folder):
            row = self._tables.get(os.fsencode(path))
            return None if row is None else _entry_of(row)

    def get_all(self, paths: Iterable[str]) -> dict[str, FileEntry]:
        """The entries of those of some files that are known."""
        with damage_reported(self._folder):
            keys = [os.fsencode(path) for path in paths]
            found = self._live.rows_of(keys) if "_live" in self.__dict__ else self._tables.get_all(keys)
            return {os.fsdecode(key): _entry_of(row) for key, row in found.items()}

    def entry(self, number: int) -> FileEntry:
        """The entry of a file by its place among `paths`."""
        numbers = tuple(int(column[number]) for column in self._live.numbers)
        return _entry_of(Row(self._live.values[number] if numbers[4] & _MORE else b"", numbers))

    @cached_property
    def paths(self) -> list[str]:
        """The paths of all files as stored, by their bytes."""
        joined = b"\n".join(self._live.keys)
        if joined.isascii() and joined.count(b"\n") == max(0, len(self._live.keys) - 1):
            return joined.decode("ascii").split("\n") if joined else [""] * len(self._live.keys)
        return [os.fsdecode(key) for key in self._live.keys]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The size of each file in bytes."""
        return self._live.numbers[0]

    @property
    def times(self) -> NDArray[np.int64]:
        """The modification time of each file in ns; 0 where it must not be trusted."""
        return self._live.numbers[1]

    @property
    def articles(self) -> NDArray[np.int64]:
        """How many articles each file has."""
        return self._live.numbers[2]

    @property
    def passages(self) -> NDArray[np.int64]:
        """How many passages each file has."""
        return self._live.numbers[3]

    @property
    def digests(self) -> NDArray[np.int64]:
        """The first 8 bytes of each file's digest as a number; 0 where it was never read."""
        return self._live.numbers[5]

    @property
    def identities(self) -> NDArray[np.int64]:
        """What the system calls each file, whatever its path; 0 where that is not known."""
        return self._live.numbers[7]

    @property
    def external(self) -> NDArray[np.bool_]:
        """Whether each is an article that comes from no file."""
        return (self._live.numbers[4] & _EXTERNAL) > 0

    @property
    def failed(self) -> NDArray[np.bool_]:
        """Whether each could not be read completely."""
        return (self._live.numbers[4] & _FAILED) > 0

    @property
    def outdated(self) -> NDArray[np.bool_]:
        """Whether each is to be read again, as the index has had other settings since."""
        return (self._live.numbers[4] & _OUTDATED) > 0

    @property
    def partial(self) -> NDArray[np.bool_]:
        """Whether each is not read to its end."""
        return (self._live.numbers[4] & _PARTIAL) > 0

    @property
    def notable(self) -> NDArray[np.bool_]:
        """Whether there is anything to say of each file: a reason, a problem, a part that was passed over, or that it
        is not read to its end."""
        return (self._live.numbers[4] & (_FAILED | _MORE)) > 0

    def close(self) -> None:
        """Close the tables' files."""
        self._tables.close()

    @cached_property
    def _live(self) -> LiveRows:
        return self._tables.live()


def file_changes(changes: Mapping[str, FileEntry | None]) -> dict[bytes, Row | None]:
    """Changed entries as rows of the tables; None where a file is to be forgotten."""
    return {os.fsencode(path): None if entry is None else _row_of(entry) for path, entry in changes.items()}


def digest_number(digest: str) -> int:
    """The first 8 bytes of a digest as the number that `KnownFiles.digests` has."""
    return int.from_bytes(bytes.fromhex(digest)[:8], "little", signed=True)


def _row_of(entry: FileEntry) -> Row:
    more: list[Any] = [entry.reason, entry.problems, entry.passed_over, entry.partial]
    while more and not more[-1]:
        more.pop()
    flags = entry.failed * _FAILED + entry.external * _EXTERNAL + bool(more) * _MORE + bool(entry.digest) * _DIGEST
    flags += entry.outdated * _OUTDATED + (entry.partial is not None) * _PARTIAL
    high, low = _DIGEST_HALVES.unpack(bytes.fromhex(entry.digest)) if entry.digest else (0, 0)
    value = json.dumps(more, separators=(",", ":")).encode("ascii") if more else b""
    return Row(value, (entry.size, entry.mtime_ns, entry.articles, entry.passages, flags, high, low, entry.identity))


def _entry_of(row: Row) -> FileEntry:
    size, mtime_ns, articles, passages, flags, high, low, identity = row.numbers
    more: list[Any] = json.loads(row.value) if flags & _MORE else []
    more += [None, (), (), None][len(more) :]
    reason, problems, passed_over, partial = more
    digest = _DIGEST_HALVES.pack(high, low).hex()
    return FileEntry(
        size,
        mtime_ns,
        digest if flags & _DIGEST else "",
        articles,
        passages,
        None if reason is None else Reason.stored(reason),
        bool(flags & _FAILED),
        tuple(problems),
        bool(flags & _EXTERNAL),
        tuple((part, Reason.stored(why)) for part, why in passed_over),
        identity,
        bool(flags & _OUTDATED),
        None if partial is None else Partial(*partial),
    )
