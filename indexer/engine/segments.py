"""How do passages become a segment on disk?

Each process that indexes has a `SegmentBuilder` of its own and writes whole segments; nothing of them is seen by a reader until
`commits.commit` names them in the table of contents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.quiet import quiet

with quiet():
    from whoosh.codec.whoosh3 import W3Codec
    from whoosh.index import FileIndex
    from whoosh.writing import SegmentWriter

__all__ = ["SegmentBuilder"]

MEMORY_MB = 128
"""Postings held in memory before a sorted run of them is written to a temporary file."""


class SegmentBuilder:
    """Collects documents and writes them as one segment of an index whose lock the caller's run holds."""

    def __init__(self, index: FileIndex) -> None:
        # Compound files would be written twice; the files of a segment are few.
        self._writer = SegmentWriter(index, _lk=False, limitmb=MEMORY_MB, compound=False, codec=W3Codec())
        self.documents = 0

    def add(self, values: Mapping[str, Any]) -> None:
        """Add one document; `values` are its fields, as `schema.document` gives them."""
        self._writer.add_document(**values)
        self.documents += 1

    def add_segment(self, reader: Any) -> None:
        """Add the live documents of another segment, given Whoosh's reader of it."""
        self._writer.add_reader(reader)
        self.documents += reader.doc_count()

    @property
    def schema(self) -> Any:
        """The schema that the segment is written with."""
        return self._writer.schema

    def finish(self) -> Any:
        """Write the segment out and return Whoosh's object for it, ready to be committed, or None where it is empty."""
        if not self.documents:
            self.discard()
            return None
        # Whoosh's `commit` would also write a table of contents and empty the temporary folder that other builders share.
        return self._writer._finalize_segment()

    def discard(self) -> None:
        """Give the segment up. What it has on disk is cleared away by the next commit."""
        self._writer._close_segment()
