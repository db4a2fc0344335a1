"""How does Whoosh read and write the engine's postings?

    index.writer(codec=ArrayCodec())

writes them from any schema, into a folder or into memory; what was written says itself how it is read.
"""

from __future__ import annotations

from typing import Any

from indexer.engine.segment.segment import Segment
from indexer.quiet import quiet
from indexer.whoosh_view.documents import ArrayDocumentReader, ArrayDocumentWriter
from indexer.whoosh_view.passages import PassageReader
from indexer.whoosh_view.postings import ArrayFieldWriter, WrittenPostings
from indexer.whoosh_view.reading import ArrayTermsReader
from indexer.whoosh_view.segment import ArraySegment, PassageSegment
from indexer.whoosh_view.storages import folder_of

with quiet():
    from whoosh.codec import base

__all__ = ["ArrayCodec"]


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """A codec for any Whoosh index, whose postings are arrays."""

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> ArrayDocumentWriter:
        """Takes stored values, lengths, columns and term vectors."""
        return ArrayDocumentWriter(storage, segment)

    def field_writer(self, storage: Any, segment: ArraySegment) -> ArrayFieldWriter:
        """Takes the postings."""
        return ArrayFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """The terms and postings of a segment."""
        if isinstance(segment, PassageSegment):
            return ArrayTermsReader(_opened(storage, segment))
        return ArrayTermsReader(WrittenPostings(storage, segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> Any:
        """Stored values, lengths, columns and term vectors of a segment's documents."""
        if isinstance(segment, PassageSegment):
            return PassageReader(segment, _opened(storage, segment))
        return ArrayDocumentReader(storage, segment)

    def column_filename(self, segment: ArraySegment, fieldname: str) -> str:
        """The name of the file of a column, which `whoosh.sorting.add_sortable` writes itself."""
        return segment.column_file(fieldname)

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """A segment about to be written."""
        return ArraySegment(indexname)


def _opened(storage: Any, segment: PassageSegment) -> Segment:
    folder = folder_of(storage)
    if folder is None:
        raise TypeError(f"an index of indexer is opened in its folder, not in {storage!r}")
    return Segment(folder, segment.segment_id())
