"""Which segments does one commit of the index consist of?

A list of segments, each with the documents of it that are deleted. `commits` makes the next commit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import ranges
from indexer.engine.format.container import SectionReader
from indexer.engine.segment import SUFFIX

if TYPE_CHECKING:
    from indexer.engine.segment.segment import Segment

__all__ = ["SegmentEntry", "deleted_documents", "deleted_ranges", "files_of", "open_segments", "opened_segments"]


class SegmentEntry(NamedTuple):
    """A segment of a commit: its name, its number of documents, and the bytes of its file; how many documents are
    deleted, and the files that say which, each with its bytes."""

    name: str
    documents: int
    size: int
    deleted: int = 0
    deletions: tuple[tuple[str, int], ...] = ()

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted


def deleted_ranges(folder: Path, entry: SegmentEntry) -> NDArray[np.int64]:
    """The deleted documents of a segment as ranges, shape (ranges, 2): the first, and the one behind the last; in the
    order of the files, within a file ascending. A segment has fewer documents than bytes. Raises DamagedIndexError and
    OSError."""
    pieces = [np.zeros((0, 2), np.int64)]
    for name, _ in entry.deletions:
        file = SectionReader(folder / name)
        found = file.array("ranges").astype(np.int64)
        file.close()
        # Checked before anything of these sizes is made: whoever wrote the file may have written any number.
        if len(found) % 2 or (np.diff(found, prepend=0, append=min(entry.documents, entry.size)) < 0).any():
            raise file.damaged("it has documents that its segment has not")
        pieces.append(found.reshape(-1, 2))
    return np.concatenate(pieces)


def deleted_documents(folder: Path, entry: SegmentEntry) -> NDArray[np.bool_] | None:
    """For each document of the segment, whether it is deleted; None where none is."""
    if not entry.deletions:
        return None
    begins, ends = deleted_ranges(folder, entry).T
    flags = np.zeros(entry.documents, np.bool_)
    flags[ranges(begins, ends - begins)] = True
    return flags


def open_segments(folder: Path, entries: Sequence[SegmentEntry]) -> list[Segment]:
    """Open the segments of a commit for reading. Raises DamagedIndexError and OSError."""
    from indexer.engine.segment.segment import Segment  # a run that finds nothing changed opens none

    opened: list[Segment] = []
    try:
        for entry in entries:
            opened.append(Segment(folder, entry.name, deleted_documents(folder, entry)))  # noqa: PERF401 - see below
    except BaseException:
        for segment in opened:
            segment.close()
        raise
    return opened


@contextmanager
def opened_segments(folder: Path, entries: Sequence[SegmentEntry]) -> Iterator[list[Segment]]:
    """The segments that `open_segments` opens, until the block ends."""
    segments = open_segments(folder, entries)
    try:
        yield segments
    finally:
        for segment in segments:
            segment.close()


def files_of(entries: Sequence[SegmentEntry]) -> dict[str, int]:
    """The files that these segments consist of, and their bytes."""
    sizes = {f"{entry.name}{SUFFIX}": entry.size for entry in entries}
    return sizes | {name: size for entry in entries for name, size in entry.deletions}
