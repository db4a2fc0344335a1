"""How do passages become a segment on disk?

Each process that indexes has a `SegmentBuilder` of its own and writes whole segments; nothing of them is seen by a
reader until `commits.commit` names them in the table of contents.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from indexer.quiet import quiet

with quiet():
    from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3Codec, _lenfield
    from whoosh.index import FileIndex
    from whoosh.util.numeric import byte_to_length
    from whoosh.writing import PostingPool, SegmentWriter

__all__ = ["SegmentBuilder"]

MOST_POSTINGS = 2_000_000
"""Postings held in memory (about 100 bytes each) before a sorted run of them is written to a temporary file."""

_COMPRESSION = 3
_FEW = 4


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
        # Closing writes out what is left, which may be the very thing that failed.
        with suppress(Exception):
            self._writer._close_segment()


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer, writing the same files with less work.

    Whoosh makes a tuple of each posting, sorts them, and takes each through a dozen calls that look up its document's
    length and check its types. Here postings are collected term by term, where documents come in order by themselves,
    and handed to Whoosh's block writer a block at a time. Only what does not fit into memory goes Whoosh's way.
    """

    def __init__(self, index: FileIndex) -> None:
        # Compound files would be written twice; the files of a segment are few.
        super().__init__(index, _lk=False, compound=False, codec=W3Codec())
        self.pool = _Pool(self._tempstorage, self.newsegment)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        lengths = _Lengths(self.per_document_reader())
        if self.pool.runs:
            self.fieldwriter.add_postings(self.schema, lengths, self.pool.iter_postings())
        else:
            for name, terms in sorted(self.pool.terms.items()):
                self.fieldwriter.start_field(name, self.schema[name])
                table = lengths.table(name)
                for term in sorted(terms):
                    self._write_term(term, terms[term], table)
                self.fieldwriter.finish_field()
        self.fieldwriter.close()
        lengths.close()

    def _write_term(self, term: bytes, postings: _Postings, table: list[int]) -> None:
        self.fieldwriter.start_term(term)
        blocks = self.fieldwriter._postwriter
        # Compressing a few bytes only makes them more.
        blocks._compression = _COMPRESSION if len(postings.documents) > _FEW else 0
        for start in range(0, len(postings.documents), blocks._blocklimit):
            if start:
                blocks._write_block()
            end = start + blocks._blocklimit
            documents = postings.documents[start:end]
            block_lengths = [table[number] for number in documents]
            blocks._ids = array("I", documents)
            blocks._weights = array("f", postings.weights[start:end])
            blocks._values = [value for value in postings.values[start:end] if value]
            blocks._maxweight = max(blocks._weights)
            blocks._minlength = min(filter(None, block_lengths), default=None)
            blocks._maxlength = max(block_lengths)
        self.fieldwriter.finish_term()


class _Postings(NamedTuple):
    """The postings of one term: document numbers, ascending, their weights and encoded positions."""

    documents: list[int]
    weights: list[float]
    values: list[bytes]


class _Pool(PostingPool):  # type: ignore[misc]
    """Postings by field and term; a sorted run of them is written to a temporary file when they become too many."""

    def __init__(self, storage: Any, segment: Any) -> None:
        super().__init__(storage, segment)
        self.terms: dict[str, dict[bytes, _Postings]] = {}
        self._count = 0

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        name, term, document, weight, value = item
        terms = self.terms.get(name)
        if terms is None:
            terms = self.terms[name] = {}
            self.fieldnames.add(name)
        postings = terms.get(term)
        if postings is None:
            postings = terms[term] = _Postings([], [], [])
        postings.documents.append(document)
        postings.weights.append(weight)
        postings.values.append(value)
        self._count += 1
        if self._count >= MOST_POSTINGS:
            self.save()

    def save(self) -> None:
        self.current = [
            (name, term, *posting)
            for name, terms in self.terms.items()
            for term, postings in terms.items()
            for posting in zip(*postings, strict=True)
        ]
        self.terms, self._count = {}, 0
        super().save()

    def items(self, maxfiles: int = 128) -> Any:
        self.save()
        return super().items(maxfiles)


class _Lengths:
    """The lengths of a segment's documents, each field's read once."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._tables: dict[str, list[int]] = {}

    def table(self, name: str) -> list[int]:
        """The length of the field in each document."""
        table = self._tables.get(name)
        if table is None:
            column = self._reader._cached_reader(_lenfield(name), LENGTHS_COLUMN)
            count = self._reader.doc_count_all()
            table = [byte_to_length(byte) for byte in column] if column is not None else [0] * count
            self._tables[name] = table
        return table

    def doc_field_length(self, document: int, name: str) -> int:
        """The length of the field in one document."""
        return self.table(name)[document]

    def close(self) -> None:
        """Close what the lengths were read from."""
        self._reader.close()
