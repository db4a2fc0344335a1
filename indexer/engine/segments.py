"""How do passages become a segment on disk?

Each process that indexes has a `SegmentBuilder` of its own and writes whole segments; nothing of them is seen by a
reader until `commits.commit` names them in the table of contents.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from indexer.quiet import quiet

with quiet():
    from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, _lenfield
    from whoosh.index import FileIndex
    from whoosh.util.numeric import byte_to_length
    from whoosh.writing import PostingPool, SegmentWriter

__all__ = ["SegmentBuilder"]

MOST_POSTINGS = 1_000_000
"""Postings held in memory (about 250 bytes each) before a sorted run of them is written to a temporary file."""


class SegmentBuilder:
    """Collects documents and writes them as one segment of an index whose lock the caller's run holds."""

    def __init__(self, index: FileIndex) -> None:
        self._writer = _Writer(index)
        self.documents = 0

    @property
    def schema(self) -> Any:
        """The schema that the segment is written with."""
        return self._writer.schema

    def add(self, values: Mapping[str, Any]) -> None:
        """Add one document; `values` are its fields, as `schema.document` gives them."""
        self._writer.add_document(**values)
        self.documents += 1

    def add_segment(self, reader: Any) -> None:
        """Add the live documents of another segment, given Whoosh's reader of it."""
        self._writer.add_reader(reader)
        self.documents += reader.doc_count()

    def finish(self) -> Any:
        """Write the segment out and return Whoosh's object for it, ready to be committed, or None where it is empty."""
        if not self.documents:
            self.discard()
            return None
        # Whoosh's `commit` would also write a table of contents, and empty the folder that all builders share.
        return self._writer._finalize_segment()

    def discard(self) -> None:
        """Give the segment up. What it has on disk is cleared away by the next commit."""
        self._writer._close_segment()


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer without two of its costs: it would look up each posting's document length in a file, and estimate
    each posting's size. What it writes is the same."""

    def __init__(self, index: FileIndex) -> None:
        # Compound files would be written twice; the files of a segment are few.
        super().__init__(index, _lk=False, compound=False, codec=W3Codec())
        self.pool = _Pool(self._tempstorage, self.newsegment)

    def per_document_reader(self) -> Any:
        return _Lengths(super().per_document_reader())


class _Pool(PostingPool):  # type: ignore[misc]
    """Postings to be sorted, counted instead of measured."""

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        self.fieldnames.add(item[0])
        self.current.append(item)
        if len(self.current) >= MOST_POSTINGS:
            self.save()


class _Lengths:
    """The lengths of a segment's documents, each field's read once."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._tables: dict[str, list[int]] = {}

    def doc_field_length(self, document: int, name: str) -> int:
        table = self._tables.get(name)
        if table is None:
            column = self._reader._cached_reader(_lenfield(name), LENGTHS_COLUMN)
            count = self._reader.doc_count_all()
            table = [byte_to_length(byte) for byte in column] if column is not None else [0] * count
            self._tables[name] = table
        return table[document]

    def close(self) -> None:
        self._reader.close()
