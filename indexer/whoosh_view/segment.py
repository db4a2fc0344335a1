"""What does Whoosh's table of contents say of a segment?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.engine.segment import SUFFIX
from indexer.quiet import quiet
from indexer.whoosh_view.refusing import refuse

with quiet():
    from whoosh.codec import base

__all__ = ["ArraySegment", "PassageSegment"]


class ArraySegment(base.Segment):  # type: ignore[misc]
    """What Whoosh pickles of a segment that its writer wrote: its name, its number of documents, and which of them are
    deleted."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._documents = 0
        self._deleted: set[int] = set()

    def codec(self) -> Any:
        """The codec that reads it."""
        from indexer.whoosh_view.codec import ArrayCodec  # it imports this module

        return ArrayCodec()

    def should_assemble(self) -> bool:
        """False: its files are containers already."""
        return False

    def postings_file(self) -> str:
        """The name of the file that has the terms and postings."""
        return str(self.make_filename(SUFFIX))

    def documents_file(self) -> str:
        """The name of the file that has stored values, lengths and term vectors."""
        return str(self.make_filename(".doc"))

    def column_file(self, field: str) -> str:
        """The name of the file that has the column of a field."""
        return str(self.make_filename(f".{field}.col"))

    @property
    def documents(self) -> int:
        """Number of documents, deleted ones included."""
        return self._documents

    def doc_count_all(self) -> int:
        """Number of documents, deleted ones included."""
        return self._documents

    def set_doc_count(self, doccount: int) -> None:
        """Note the number of documents."""
        self._documents = doccount

    def deleted_count(self) -> int:
        """Number of deleted documents."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted documents."""
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or as not deleted."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted


class PassageSegment(ArraySegment):
    """What Whoosh pickles of a segment of the product's index, which Whoosh programs can read and not write.

    Readers ask the reader of its documents how many there are; writers, and nobody else, ask the segment, the first
    thing they do, and are refused.
    """

    @classmethod
    def of(cls, indexname: str, name: str, documents: int, deleted: Iterable[int]) -> PassageSegment:
        """Whoosh's object for a segment that the engine wrote, by its name, how many documents it has, and which of
        them are deleted."""
        segment = cls(indexname)
        segment.segid = segment.name = name
        segment._documents = documents
        segment._deleted = set(deleted)
        return segment

    def doc_count_all(self) -> int:
        """Raise IndexingError."""
        refuse()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Raise IndexingError."""
        refuse()
