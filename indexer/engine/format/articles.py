"""How is what the documents of one article share kept: its name, its record, its columns, its keys?

Documents that follow each other and have the same name of a group are one article. The order of the names is kept too,
so that an article is found by its name, and ties between documents are broken, without reading the names.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.documents import ArticleEntry
from indexer.engine.format.blobs import Blobs, BlobsWriter
from indexer.engine.format.blocks import BlockReader, BlockWriter
from indexer.engine.format.columns import (
    NumberColumns,
    NumberColumnsWriter,
    ValueColumn,
    ValueColumns,
    ValueColumnsWriter,
)
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.engine.format.keys import Keys, KeysWriter
from indexer.engine.format.marks import Marks, MarksWriter
from indexer.engine.format.vectors import TermVector, TermVectors, VectorReader

__all__ = ["ArticleReader", "ArticleWriter", "write_names"]

_RECORD_BLOCK = 1 << 13  # bytes: a hit needs one record, and a block of 32 KiB takes four times as long to unpack


class ArticleWriter:
    """Writes the articles of a segment, one after the other."""

    def __init__(self, sections: SectionWriter) -> None:
        self._sections = sections
        self.count = 0
        """How many articles there are so far."""
        self._names: list[bytes] = []
        self._starts = array("Q")
        self._records = BlockWriter(sections, "article_records", _RECORD_BLOCK, held=True)
        self._numbers = NumberColumnsWriter(sections, "article_numbers")
        self._values = ValueColumnsWriter(sections, "article_values")
        self._keys = KeysWriter(sections)
        self._marks = MarksWriter(sections)
        self._blobs = BlobsWriter(sections)

    def add(self, name: bytes, start: int, entry: ArticleEntry | None) -> None:
        """Add an article whose first document has the number `start`."""
        if entry is not None:
            self._skip()
            self._records.add(entry.stored)
            self._numbers.add(entry.numbers)
            self._values.add(entry.values)
            self._keys.add(entry.keys)
            self._marks.add(entry.marks)
            self._blobs.add(entry.blobs)
        self._names.append(name)
        self._starts.append(start)
        self.count += 1

    def _skip(self) -> None:
        """Let everything know of the articles so far, of which the last may have come without an entry."""
        for part in (self._records, self._numbers, self._values, self._keys, self._marks, self._blobs):
            part.skip_to(self.count)

    def copy(self, reader: ArticleReader, deleted: NDArray[np.bool_] | None, documents: int) -> None:
        """Add the articles of another segment that have a document which is not `deleted`.

        `documents` is how many documents there are before them.
        """
        self._skip()
        kept: NDArray[np.bool_] | None = None
        sizes = np.diff(reader.starts.astype(np.int64))
        names = reader.names()
        if deleted is not None:
            sizes = np.add.reduceat(~deleted, reader.starts[:-1], dtype=np.int64)
            kept = sizes > 0
            sizes = sizes[kept]
            names = [name for name, mine in zip(names, kept.tolist(), strict=True) if mine]
        self._records.copy(reader.records, kept)
        self._numbers.copy(reader.number_columns, kept)
        self._values.copy(reader.value_columns, kept)
        self._keys.copy(reader.key_columns, kept)
        self._marks.copy(reader.mark_columns, kept)
        self._blobs.copy(reader.blob_columns, kept)
        self._names += names
        self._starts.frombytes((bounds_of(sizes)[:-1] + documents).tobytes())
        self.count += len(names)

    def finish(self, documents: int) -> NDArray[np.uint32] | None:
        """Write everything, after the last of so many `documents`; return the article of each of them, or None where
        each is an article of its own."""
        self._skip()
        starts = np.append(np.frombuffer(self._starts, np.uint64), np.uint64(documents)).astype(np.uint32)
        self._sections.add("article_starts", starts)
        write_names(self._sections, self._names)
        self._names, self._starts = [], array("Q")
        self._records.finish()
        self._numbers.finish()
        self._values.finish()
        self._keys.finish()
        self._marks.finish()
        self._blobs.finish()
        return None if self.count == documents else np.repeat(np.arange(self.count, dtype=np.uint32), np.diff(starts))


def write_names(sections: SectionWriter, names: Sequence[bytes]) -> None:
    """Write the names of all articles, and their order."""
    sections.add("article_names", np.frombuffer(b"".join(names), np.uint8))
    sections.add("article_names_at", narrowed(bounds_of(list(map(len, names)))))
    sections.add("article_order", np.array(sorted(range(len(names)), key=names.__getitem__), np.uint32))


class ArticleReader:
    """Reads the articles of a segment, which are numbered from 0; `count` is how many there are, deleted ones too.

    The segment has so many `documents`; `deleted_documents` gives for each of them whether it is deleted, or None where
    none is. Where articles do not follow each other, DamagedIndexError is raised: arrays of as many documents as they
    seem to have would take all memory.
    """

    def __init__(
        self, sections: SectionReader, documents: int, deleted_documents: Callable[[], NDArray[np.bool_] | None]
    ) -> None:
        self.count = sections.length("article_starts") - 1
        self.records = BlockReader(sections, "article_records", self.count)
        self.number_columns = NumberColumns(sections, "article_numbers", self.count)
        self.value_columns = ValueColumns(sections, "article_values", self.count)
        self.key_columns = Keys(sections, self.count)
        self.mark_columns = Marks(sections, self.count)
        self.blob_columns = Blobs(sections, self.count)
        self._sections = sections
        self._documents = documents
        self._starts: NDArray[np.uint32] | None = None
        self._vectors = VectorReader(sections, self.count)
        self._deleted_documents = deleted_documents
        self._ranks: NDArray[np.uint32] | None = None

    @property
    def starts(self) -> NDArray[np.uint32]:
        """The first document of each article, and the number of all documents; shape (count + 1,)."""
        if self._starts is None:
            starts = self._sections.array("article_starts")
            if starts[0] or starts[-1] != self._documents or (starts[1:] <= starts[:-1]).any():
                raise self._sections.damaged("article_starts: the articles do not follow each other")
            self._starts = starts
        return self._starts

    @property
    def sizes(self) -> NDArray[np.uint32]:
        """How many documents each article has; shape (count,)."""
        starts = self.starts
        return starts[1:] - starts[:-1]

    @property
    def deleted(self) -> NDArray[np.bool_] | None:
        """For each article, whether all of its documents are deleted; None where no document is."""
        deleted = self._deleted_documents()
        if deleted is None or not self.count:
            return None
        return np.logical_and.reduceat(deleted, self.starts[:-1])

    def of(self, documents: NDArray[Any]) -> NDArray[np.int64]:
        """The article of each of `documents`."""
        starts = self.starts
        if self.count == int(starts[-1]):
            return documents.astype(np.int64)
        # Of the same kind as the starts: these would all be converted otherwise.
        return starts.searchsorted(documents.astype(starts.dtype), "right") - 1

    def article_of(self, document: int) -> int:
        """The article of one document. Only what a binary search needs is read."""
        articles = range(self.count)
        return bisect_right(articles, document, key=lambda article: self.documents_of(article).start) - 1

    def documents_of(self, article: int) -> range:
        """The documents of an article."""
        if self._starts is not None:
            return range(int(self._starts[article]), int(self._starts[article + 1]))
        start, end = self._sections.slice("article_starts", article, article + 2).tolist()
        if not start < end <= self._documents:
            raise self._sections.damaged(f"article_starts: article {article} has the documents from {start} to {end}")
        return range(start, end)

    def name(self, article: int) -> bytes:
        """The name of an article."""
        begin, end = self._sections.slice("article_names_at", article, article + 2).tolist()
        return self._sections.slice("article_names", begin, end).tobytes()

    def names(self) -> list[bytes]:
        """The names of all articles, by their numbers."""
        at = self._sections.array("article_names_at").tolist()
        octets = self._sections.array("article_names").tobytes()
        return [octets[begin:end] for begin, end in pairwise(at)]

    def ranks(self) -> NDArray[np.uint32]:
        """The place of each article's name in the order of all names of the segment."""
        if self._ranks is None:
            order = self._sections.array("article_order")
            ranks = np.empty(len(order), np.uint32)
            ranks[order] = np.arange(len(order), dtype=np.uint32)
            self._ranks = ranks
        return self._ranks

    def find(self, prefix: bytes) -> Iterator[int]:
        """The articles whose names begin with `prefix`, by name. Only what a binary search needs is read."""
        at = bisect_left(range(self.count), prefix, key=lambda rank: self.name(self._ordered(rank)))
        while at < self.count:
            article = self._ordered(at)
            if not self.name(article).startswith(prefix):
                return
            yield article
            at += 1

    def record(self, article: int) -> bytes:
        """The stored bytes of an article."""
        return self.records[article]

    def numbers(self, column: str) -> NDArray[Any]:
        """The numbers of a column, shape (count,); zeros where there is no such column."""
        return self.number_columns.number(column)

    def numbers_at(self, column: str, articles: NDArray[Any]) -> NDArray[Any]:
        """The numbers that some articles have in a column."""
        return self.number_columns.at(column, articles)

    def number(self, column: str, article: int) -> int:
        """The number that one article has in a column."""
        return self.number_columns.one(column, article)

    def values(self, column: str) -> ValueColumn:
        """The values of all articles in a column."""
        return self.value_columns.values(column)

    def find_keys(self, name: str, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that have any of several keys or marks: the places of the keys, ascending, and the article of
        each, both of shape (pairs,); deleted articles too."""
        if name in self.mark_columns.names:
            return self.mark_columns.find(name, keys)
        return self.key_columns.find_keys(name, keys)

    def keys(self, name: str, article: int) -> NDArray[np.uint64]:
        """The keys of an article, in the order given."""
        return self.key_columns.keys(name, article)

    def blob(self, name: str, article: int) -> bytes:
        """The bytes of this name that belong to an article; none where it has none."""
        return self.blob_columns.blob(name, article)

    def blob_rows(self, name: str, articles: NDArray[Any]) -> NDArray[np.uint8]:
        """The blobs of several articles, of one length, as rows; zeros for articles that have none."""
        return self.blob_columns.rows_of(name, articles)

    def vector(self, article: int, field: str = "text") -> TermVector:
        """The heaviest terms of an article in a field."""
        return self._vectors.vector(field, article)

    def vectors(self, articles: NDArray[Any], field: str = "text") -> TermVectors:
        """The heaviest terms of several articles in a field."""
        return self._vectors.vectors(field, articles)

    def _ordered(self, rank: int) -> int:
        return int(self._sections.slice("article_order", rank, rank + 1)[0])
