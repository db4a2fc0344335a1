"""The articles of an open index as ranking sees them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import TITLE_WEIGHT
from indexer.engine.search.multi_article import MultiSegmentArticles
from indexer.engine.search.multi_segment import MultiSegmentField, MultiSegmentReader
from indexer.engine.segment.segment import Segment

__all__ = ["ArticleCollection", "Chosen"]


class Chosen(NamedTuple):
    """Some articles, ascending, and their documents.

    `documents` are those of one article after those of another, `begins` where those of each article begin among them,
    `sizes` how many each article has, `owners` the place of each document's article among `articles`. `documents` and
    `owners` are of shape (documents,), the others of shape (articles,).
    """

    articles: NDArray[np.int64]
    documents: NDArray[np.int64]
    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]
    owners: NDArray[np.int64]

    def sums(self, values: NDArray[Any]) -> NDArray[np.int64]:
        """The sum of the documents' values in each article."""
        return np.add.reduceat(values, self.begins, dtype=np.int64) if len(self.begins) else np.zeros(0, np.int64)

    def totals(self, places: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sum in each article of the values that the documents at these places have; all others have none."""
        totals = np.bincount(self.owners[places], values, minlength=len(self.articles))
        return totals.astype(np.int64)


class ArticleCollection:
    """The live articles of one commit, with what their scores are made from. Nothing is read before it is needed."""

    def __init__(self, segments: Sequence[Segment], reader: MultiSegmentReader) -> None:
        self._segments = segments
        self._reader = reader

    @cached_property
    def articles(self) -> MultiSegmentArticles:
        """The articles, numbered through."""
        return MultiSegmentArticles(self._segments)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The length of each article in words, its title counted `TITLE_WEIGHT` times, and once for the whole of it."""
        text = self._lengths("text")
        starts = self.articles.starts
        sizes = np.diff(starts)
        if not len(sizes):
            return np.zeros(0, np.int64)
        title = self._lengths("title")[starts[:-1]].astype(np.int64)
        lengths: NDArray[np.int64] = np.add.reduceat(text, starts[:-1], dtype=np.int64)
        lengths -= (sizes - 1) * TITLE_WEIGHT * title
        return lengths

    @cached_property
    def average_length(self) -> float:
        """The mean length of the live articles; 1 where there are none."""
        deleted = self.articles.deleted
        lengths = self.lengths if deleted is None else self.lengths[~deleted]
        return float(lengths.mean()) if len(lengths) and lengths.any() else 1.0

    @cached_property
    def name_ranks(self) -> NDArray[np.int64]:
        """The place of each article's name in the order of all names; shape (articles,)."""
        names = self.articles.names(np.arange(self.articles.count))
        ranks = np.empty(len(names), np.int64)
        ranks[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
        return ranks

    def title_lengths(self, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """The words in the title of each document's article."""
        return self._lengths("title")[documents].astype(np.int64)

    def field(self, name: str) -> MultiSegmentField | None:
        """A field of all segments."""
        return self._reader.field(name)

    def choose(self, articles: NDArray[np.int64]) -> Chosen:
        """These articles, which must be ascending, with their documents."""
        documents, begins = self.articles.documents_of(articles)
        sizes = np.diff(np.append(begins, len(documents)))
        return Chosen(articles, documents, begins, sizes, np.repeat(np.arange(len(articles)), sizes))

    def tf(self, field: str, term: bytes, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often a term occurs in each of `documents`, ascending."""
        found = self._find(field, term)
        if found is None:
            return np.zeros(len(documents), np.int64)
        its_field, number = found
        return its_field.postings(number).tf_in(documents).astype(np.int64)

    def having(
        self, field: str, term: bytes, documents: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of those of `documents`, ascending, that have a term, and how often each has it."""
        found = self._find(field, term)
        if found is None:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        its_field, number = found
        tf = its_field.postings(number).tf_in(documents)
        places = np.flatnonzero(tf > 0)
        return places, tf[places].astype(np.int64)

    def positions(
        self, field: str, term: bytes, documents: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every occurrence of a term in `documents`, ascending: the place of the document among them, and the position.

        An occurrence that counts several times, as one in a title does, is given once.
        """
        found = self._find(field, term)
        nothing = np.zeros(0, np.int64)
        if found is None:
            return nothing, nothing
        its_field, number = found
        having = np.flatnonzero(its_field.stem_postings(number).tf_in(documents) > 0)
        if not len(having):
            return nothing, nothing
        positions, sizes = its_field.positions(number, documents[having])
        owners = np.repeat(having, sizes)
        positions = positions.astype(np.int64)
        first = np.ones(len(positions), np.bool_)
        first[1:] = (positions[1:] != positions[:-1]) | (owners[1:] != owners[:-1])
        return owners[first], positions[first]

    def occurrences(self, field: str, term: bytes, chosen: Chosen) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every occurrence of a term in the chosen articles, as `positions` has it, but those in a title once only."""
        owners, positions = self.positions(field, term, chosen.documents)
        is_first = chosen.begins[chosen.owners[owners]] == owners
        kept = is_first | (positions >= self.title_lengths(chosen.documents[owners]))
        return owners[kept], positions[kept]

    def frequencies(self, field: str, term: bytes, chosen: Chosen, in_title: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How often a term of a field in which every occurrence counts alike occurs in each of the chosen articles, in
        a title once only; `in_title` says of which articles the title may have it."""
        counts = chosen.totals(*self.having(field, term, chosen.documents))
        repeated = np.flatnonzero(in_title & (counts > 0) & (chosen.sizes > 1))
        if len(repeated):  # every passage of these has the title's
            first = chosen.documents[chosen.begins[repeated]]
            owners, positions = self.positions(field, term, first)
            in_titles = owners[positions < self.title_lengths(first)[owners]]
            counts[repeated] -= (chosen.sizes[repeated] - 1) * np.bincount(in_titles, minlength=len(repeated))
        return counts

    def _find(self, field: str, term: bytes) -> tuple[MultiSegmentField, int] | None:
        """A field, and the number of a term in it; None where there is no such term."""
        found = self.field(field)
        number = -1 if found is None else found.find(term)
        return None if found is None or number < 0 else (found, number)

    def _lengths(self, field: str) -> NDArray[Any]:
        """The length of each document; not a copy, of which a large collection would have one for every word."""
        found = self.field(field)
        if found is None or found.lengths is None:
            return np.zeros(int(self.articles.starts[-1]), np.uint8)
        return found.lengths
