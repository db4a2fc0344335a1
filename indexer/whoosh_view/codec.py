"""How does Whoosh read and write the engine's segments?

    index.writer(codec=ArrayCodec())

writes them from any schema whose fields hold terms, frequencies or positions; what was written says itself how it is
read.
"""

from __future__ import annotations

from typing import Any

from indexer.engine.segment.segment import Segment
from indexer.quiet import quiet
from indexer.whoosh_view.reading import ArrayDocumentReader, ArrayTermsReader
from indexer.whoosh_view.segment import ArraySegment
from indexer.whoosh_view.writing import ArrayDocumentWriter, ArrayFieldWriter, Draft, DraftReader, folder_of

with quiet():
    from whoosh.codec import base

__all__ = ["ArrayCodec"]


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Whoosh's way to segments whose postings are arrays."""

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> ArrayDocumentWriter:
        """What takes stored values, lengths and columns."""
        segment.draft = Draft(storage, segment)
        return ArrayDocumentWriter(segment.draft)

    def field_writer(self, storage: Any, segment: ArraySegment) -> ArrayFieldWriter:
        """What takes the postings, and writes the segment when it is closed."""
        if segment.draft is None:
            raise ValueError("postings are written after the documents of their segment are begun")
        return ArrayFieldWriter(segment.draft)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTermsReader:
        """The terms and postings of a segment."""
        return ArrayTermsReader(Segment(folder_of(storage), segment.segment_id()))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> Any:
        """Lengths, stored values and columns of a segment's documents."""
        if segment.draft is not None:
            return DraftReader(segment.draft)
        return ArrayDocumentReader(storage, segment, Segment(folder_of(storage), segment.segment_id()))

    def new_segment(self, storage: Any, indexname: str) -> ArraySegment:
        """A segment about to be written."""
        return ArraySegment(indexname)
