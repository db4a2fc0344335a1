"""How does a segment of the engine stand in Whoosh's table of contents?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from indexer.engine.generations import SegmentEntry, deleted_documents
from indexer.quiet import quiet

with quiet():
    from whoosh.codec import base

if TYPE_CHECKING:
    from indexer.whoosh_view.writing import Draft

__all__ = ["ArraySegment"]


class ArraySegment(base.Segment):  # type: ignore[misc]
    """What Whoosh pickles of a segment: its name, its number of documents, and those that are deleted.

    While Whoosh's writer collects documents for it, `draft` has them.
    """

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self.draft: Draft | None = None
        self._documents = 0
        self._deleted: set[int] = set()

    @classmethod
    def of(cls, folder: Path, indexname: str, entry: SegmentEntry) -> ArraySegment:
        """Whoosh's object for a segment that the engine wrote."""
        segment = cls(indexname)
        segment.segid = segment.name = entry.name  # not made of the index's name: Whoosh removes files of such names
        segment._documents = entry.documents
        deleted = deleted_documents(folder, entry)
        if deleted is not None:
            segment._deleted = set(np.flatnonzero(deleted).tolist())
        return segment

    def codec(self) -> Any:
        """The codec that reads it."""
        from indexer.whoosh_view.codec import ArrayCodec  # it imports this module

        return ArrayCodec()

    def should_assemble(self) -> bool:
        """Never: it is one file already."""
        return False

    def doc_count_all(self) -> int:
        """How many documents there are, deleted ones too."""
        return self._documents

    def set_doc_count(self, doccount: int) -> None:
        """Note how many documents there are."""
        self._documents = doccount

    def deleted_count(self) -> int:
        """How many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted documents."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted
