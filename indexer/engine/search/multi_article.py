"""The articles of several segments as one collection, numbered through.

An article's documents are neighbours, so that what is known of documents becomes known of articles by summing runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, distinct, ranges
from indexer.engine.cache import LruCache
from indexer.engine.segment.segment import Segment

__all__ = ["ArticleColumn", "HashedVectors", "MultiSegmentArticles"]

_KEPT_BYTES = 1 << 22
_KEPT_VECTORS = 1 << 24
"""Term vectors that are kept, in bytes: those of about 14,000 articles."""

_ENTRY = 256
"""Bytes that a frequency which is kept takes about, its key included."""

_VECTOR_BYTES = 500
"""Bytes that a term vector which is kept takes beside its numbers, about: two arrays, a tuple, a key and an entry."""


class ArticleColumn(NamedTuple):
    """The values of all articles in a column: entry i says that the article `owners[i]` has the value
    `vocabulary[ordinals[i]]`; no two entries are equal. `owners` and `ordinals` are of shape (entries,)."""

    owners: NDArray[np.int64]
    ordinals: NDArray[np.int64]
    vocabulary: tuple[str, ...]


class HashedVectors(NamedTuple):
    """The term vectors of several articles, one after the other: those of article i are from `starts[i]` to
    `starts[i + 1]`. `terms` identify the terms, int64; `tf` is how often each occurs; both of shape (entries,)."""

    starts: NDArray[np.int64]
    terms: NDArray[np.int64]
    tf: NDArray[np.uint8]


_Vector = tuple[NDArray[np.int64], NDArray[np.uint8]]
"""The terms of one article, and how often each occurs, as `HashedVectors` has them."""

_NO_TERMS, _NO_TF = np.zeros(0, np.int64), np.zeros(0, np.uint8)


class MultiSegmentArticles:
    """The articles of `segments`; those of each segment are numbered from where those of the segment before end."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._frequencies: LruCache[int] = LruCache(_KEPT_BYTES)
        self._vectors: dict[str, LruCache[_Vector]] = {}
        self._article_offsets = bounds_of([segment.articles.count for segment in segments])
        offsets = bounds_of([segment.documents for segment in segments])
        self.count = int(self._article_offsets[-1])
        self.starts = np.concatenate(
            [
                segment.articles.starts[:-1].astype(np.int64) + offset
                for segment, offset in zip(segments, offsets[:-1].tolist(), strict=True)
            ]
            + [offsets[-1:]]
        )
        deleted = [segment.articles.deleted for segment in segments]
        self.deleted: NDArray[np.bool_] | None = None
        if any(one is not None for one in deleted):
            self.deleted = np.concatenate(
                [
                    np.zeros(segment.articles.count, np.bool_) if one is None else one
                    for segment, one in zip(segments, deleted, strict=True)
                ]
            )
        self.live = self.count - (0 if self.deleted is None else int(np.count_nonzero(self.deleted)))

    def of(self, documents: NDArray[Any]) -> NDArray[np.int64]:
        """The article of each document."""
        return np.searchsorted(self.starts, documents, "right") - 1

    def located(self, article: int) -> tuple[int, int]:
        """The place of the segment that has an article, and its number there."""
        place = int(np.searchsorted(self._article_offsets, article, "right")) - 1
        return place, article - int(self._article_offsets[place])

    def documents_of(self, articles: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The documents of several articles, those of one after those of another, and where those of each begin;
        shapes (documents,) and (articles,)."""
        sizes = self.starts[articles + 1] - self.starts[articles]
        return ranges(self.starts[articles], sizes), bounds_of(sizes)[:-1]

    def names(self, articles: NDArray[np.int64]) -> list[bytes]:
        """The names of articles."""
        owners = (np.searchsorted(self._article_offsets, articles, "right") - 1).tolist()
        return [
            self._segments[place].articles.name(article - int(self._article_offsets[place]))
            for place, article in zip(owners, articles.tolist(), strict=True)
        ]

    def values(self, column: str, articles: NDArray[np.int64]) -> list[list[str]]:
        """The values that each of several articles has in a column."""
        owners = (np.searchsorted(self._article_offsets, articles, "right") - 1).tolist()
        columns = [segment.articles.values(column) for segment in self._segments]
        found = []
        for place, article in zip(owners, articles.tolist(), strict=True):
            own = columns[place]
            begin, end = own.starts[article - int(self._article_offsets[place]) :][:2].tolist()
            found.append([own.vocabulary[ordinal] for ordinal in own.ordinals[begin:end].tolist()])
        return found

    def column(self, name: str) -> ArticleColumn:
        """The values of all articles in a column."""
        numbers: dict[str, int] = {}
        owners, ordinals = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for segment, offset in zip(self._segments, self._article_offsets[:-1].tolist(), strict=True):
            own = segment.articles.values(name)
            known = np.array([numbers.setdefault(value, len(numbers)) for value in own.vocabulary], np.int64)
            owners.append(np.repeat(np.arange(segment.articles.count), np.diff(own.starts)) + offset)
            ordinals.append(known[own.ordinals])
        joined = np.concatenate(owners) * max(1, len(numbers)) + np.concatenate(ordinals)
        return ArticleColumn(*np.divmod(distinct(joined), max(1, len(numbers))), tuple(numbers))

    def sums(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many documents of each article a mask of all documents has; shape (count,)."""
        if not self.count:
            return np.zeros(0, np.int64)
        return np.add.reduceat(mask, self.starts[:-1], dtype=np.int64)

    def numbers(self, column: str) -> NDArray[np.int64]:
        """The numbers of all articles in a column; shape (count,)."""
        parts = [segment.articles.numbers(column).astype(np.int64) for segment in self._segments]
        return np.concatenate([np.zeros(0, np.int64), *parts])

    def frequency(self, field: str, term: bytes) -> int:
        """How many live articles have the term in the field."""
        known = self._frequencies.get((field, term))
        return self._frequencies.put((field, term), self._counted(field, term), _ENTRY) if known is None else known

    def _counted(self, field: str, term: bytes) -> int:
        total = 0
        for segment in self._segments:
            found = segment.field(field)
            number = -1 if found is None else found.find(term)
            if found is None or number < 0:
                continue
            total += found.article_frequency(number)
            if segment.deleted is not None:
                documents = found.postings(number).documents
                gone = segment.articles.of(documents[segment.deleted[documents]])
                total -= int(np.count_nonzero(gone[1:] != gone[:-1])) + min(1, len(gone))
        return total

    def vectors(self, articles: NDArray[np.int64], field: str) -> HashedVectors:
        """The term vectors of several articles, in the order given. A term is identified alike in all of them."""
        kept = self._vectors.setdefault(field, LruCache(_KEPT_VECTORS))
        numbers = articles.tolist()
        vectors = list(map(kept.get, numbers))
        missing = [place for place, vector in enumerate(vectors) if vector is None]
        if missing:
            for place, vector in zip(missing, self._read_vectors(articles[missing], field), strict=True):
                vectors[place] = vector
                kept.put(numbers[place], vector, _VECTOR_BYTES + vector[0].nbytes + vector[1].nbytes)
        terms, tf = zip(*vectors, strict=True) if vectors else ((), ())
        starts = bounds_of(list(map(len, terms)))
        return HashedVectors(starts, np.concatenate((_NO_TERMS, *terms)), np.concatenate((_NO_TF, *tf)))

    def _read_vectors(self, articles: NDArray[np.int64], field: str) -> Iterator[_Vector]:
        """The term vectors of several articles, each a copy of its own."""
        owners = np.searchsorted(self._article_offsets, articles, "right") - 1
        bounds = [0, *(np.flatnonzero(owners[1:] != owners[:-1]) + 1).tolist(), len(owners)]
        for begin, end in pairwise(bounds):  # a run of articles of one segment
            place = int(owners[begin])
            segment = self._segments[place]
            starts, terms, tf = segment.articles.vectors(articles[begin:end] - self._article_offsets[place], field)
            own = segment.field(field)
            numbers = terms.astype(np.int64)
            if len(self._segments) > 1 and own is not None:
                numbers = own.hashes_of(numbers).view(np.int64)
            for first, last in pairwise(starts.tolist()):
                yield numbers[first:last].copy(), tf[first:last].copy()
