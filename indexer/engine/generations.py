"""What does one generation of the index consist of?

A list of segments, each with the documents of it that are deleted. `commits` makes the next generation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.format.container import SectionReader
from indexer.engine.segment.segment import SUFFIX, Segment

__all__ = ["SegmentEntry", "deleted_documents", "files_of", "open_segments"]


class SegmentEntry(NamedTuple):
    """A segment of a generation: its name, documents, the bytes of its file; how many documents are deleted, and the
    file that says which, with its bytes ("" where none are)."""

    name: str
    documents: int
    size: int
    deleted: int = 0
    deletions: str = ""
    deletions_size: int = 0

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - self.deleted


def deleted_documents(folder: Path, entry: SegmentEntry) -> NDArray[np.bool_] | None:
    """For each document of the segment, whether it is deleted; None where none is."""
    if not entry.deletions:
        return None
    packed = SectionReader(folder / entry.deletions).array("deleted")
    return np.unpackbits(packed, count=entry.documents).view(np.bool_)


def open_segments(folder: Path, entries: Sequence[SegmentEntry]) -> list[Segment]:
    """Open the segments of a generation for reading. Raises DamagedIndexError and OSError."""
    return [Segment(folder, entry.name, deleted_documents(folder, entry)) for entry in entries]


def files_of(entries: Sequence[SegmentEntry]) -> dict[str, int]:
    """The files that these segments consist of, and their bytes."""
    sizes = {f"{entry.name}{SUFFIX}": entry.size for entry in entries}
    return sizes | {entry.deletions: entry.deletions_size for entry in entries if entry.deletions}
