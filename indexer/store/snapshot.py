"""How is a commit of the index opened for reading?

A reader opens the newest commit and keeps it: what it has open stays readable after a writer has removed it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from indexer.engine.generations import open_segments
from indexer.engine.statistics import values_of
from indexer.errors import DamagedIndexError, NoIndexError
from indexer.store.clusters import Clusters
from indexer.store.damage import damage_reported, refusal
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder, swap_note
from indexer.store.manifest import Header, read_header
from indexer.store.names import manifest_path, newest_generation
from indexer.store.tables import Tables

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment

__all__ = [
    "IndexReader",
    "open_reader",
    "read_newest",
    "require_readable",
    "size_of",
    "state_of",
    "unsettled_files",
]

_ATTEMPTS = 20
"""How often to try to open a commit while a writer replaces it."""

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class IndexReader:
    """One commit of the index, open for reading; it stays as it is while others write.

    `state` tells it from other commits; `files` are the entries of all files; `duplicates` is None where no two
    articles are nearly the same.
    """

    folder: IndexFolder
    header: Header
    segments: Sequence[Segment]
    state: tuple[int, ...]
    files: KnownFiles
    duplicates: Clusters | None = None

    def count_values(self, name: str) -> dict[str, int]:
        """How many live passages have each value of a field that holds whole values, such as `language`; the most
        frequent first."""
        with damage_reported(self.folder.path):
            counts = values_of(self.segments, name).items()
            return {term.decode(): count for term, count in sorted(counts, key=lambda pair: (-pair[1], pair[0]))}

    def close(self) -> None:
        """Close the commit's files."""
        for segment in self.segments:
            segment.close()
        self.files.close()
        if self.duplicates is not None:
            self.duplicates.close()


@contextlib.contextmanager
def open_reader(folder: IndexFolder) -> Iterator[IndexReader]:
    """Open the newest commit for reading. Writers are never waited for.

    Raises NoIndexError, DamagedIndexError, IndexFormatError and StorageError.
    """
    reader = _newest(folder, _opened)
    try:
        yield reader
    finally:
        reader.close()


def require_readable(folder: IndexFolder) -> None:
    """Raise what `open_reader` does where the newest commit is not complete: a writer must not build on it."""
    _newest(folder, _complete)


def read_newest(folder: IndexFolder) -> Header:
    """The manifest of the newest commit; raises as `open_reader` does."""
    return _newest(folder, lambda folder, state: read_header(manifest_path(folder.path, state[0])))


def unsettled_files(folder: IndexFolder, header: Header) -> set[str]:
    """The files that are to be read again, since other lines recur on their site than when they were indexed."""
    entries = header.tables_of("unsettled")
    if not entries:
        return set()
    with damage_reported(folder.path):
        tables = Tables(folder.path, entries)
        paths = {os.fsdecode(key) for key in tables.live().keys}
        tables.close()
    return paths


def state_of(folder: IndexFolder) -> tuple[int, ...]:
    """A value that changes with every commit and rebuild; () where there is no index. Raises StorageError."""
    for _ in range(_ATTEMPTS):
        listed = _inode(folder.path)
        generation = newest_generation(folder.path)
        if generation is None:
            if listed != _inode(folder.path):
                continue  # another index was put in the place of the folder while it was listed
            return ()
        try:
            status = os.lstat(manifest_path(folder.path, generation))
        except FileNotFoundError:
            continue  # a writer has replaced this commit since the folder was listed
        except OSError as error:
            raise refusal(folder.path, error) from error
        return generation, status.st_ino, status.st_mtime_ns
    return ()


def _inode(path: Path) -> int | None:
    try:
        return os.lstat(path).st_ino
    except OSError:
        return None


def size_of(folder: IndexFolder) -> int:
    """The size of the index's files in bytes."""
    size = 0
    with damage_reported(folder.path), os.scandir(folder.path) as files:
        for file in files:
            with contextlib.suppress(FileNotFoundError):  # a writer may just have removed it
                size += file.stat().st_size if file.is_file() else 0
    return size


def _newest(folder: IndexFolder, read: Callable[[IndexFolder, tuple[int, ...]], _Read]) -> _Read:
    """What `read` gives of the newest commit, whose state it is given; tried again where a writer replaces that commit
    meanwhile."""
    for attempt in range(_ATTEMPTS):
        state = state_of(folder)
        if not state:
            if os.path.lexists(swap_note(folder.path)):
                time.sleep(0.01)
                continue
            break
        try:
            with damage_reported(folder.path):
                return read(folder, state)
        except DamagedIndexError:
            if state == state_of(folder) or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.01)
    folder.require()
    raise NoIndexError(f"no index at {folder.path}")


def _opened(folder: IndexFolder, state: tuple[int, ...]) -> IndexReader:
    # The state is that of the manifest which is read: a later one would hide from this reader that it is outdated.
    header = _complete(folder, state)
    clusters = header.tables_of("clusters")
    with contextlib.ExitStack() as opened:
        segments = open_segments(folder.path, header.segments)
        for segment in segments:
            opened.callback(segment.close)
        files = KnownFiles(folder.path, header.tables_of("files"))
        opened.callback(files.close)
        duplicates = Clusters(Tables(folder.path, clusters)) if clusters else None
        opened.pop_all()  # all are open: whoever has the reader closes them
        return IndexReader(folder, header, segments, state, files, duplicates)


def _complete(folder: IndexFolder, state: tuple[int, ...]) -> Header:
    """The manifest of a commit all of whose files are there, as long as they were written."""
    header = read_header(manifest_path(folder.path, state[0]))
    _require_files(folder, header.data_files)
    live = sum(entry.live for entry in header.segments)
    if live != header.passages:
        raise DamagedIndexError(
            f"the index cannot be read: {folder.path} has {live} passages instead of {header.passages}"
        )
    return header


def _require_files(folder: IndexFolder, sizes: Mapping[str, int]) -> None:
    """Raise DamagedIndexError unless all these files exist and are as long as they were written."""
    for name, size in sizes.items():
        try:
            found = os.lstat(folder.path / name)
        except FileNotFoundError:
            raise DamagedIndexError(f"the index cannot be read: {folder.path / name} is missing") from None
        if not stat.S_ISREG(found.st_mode):
            raise DamagedIndexError(f"the index cannot be read: {folder.path / name} is not a regular file")
        if found.st_size != size:
            raise DamagedIndexError(
                f"the index cannot be read: {folder.path / name} has {found.st_size} bytes instead of {size}"
            )
