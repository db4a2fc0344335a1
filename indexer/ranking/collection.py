"""The articles of an open index as ranking sees them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import TITLE_WEIGHT
from indexer.arrays import ranges
from indexer.engine.cache import LruCache
from indexer.engine.search.multi_article import MultiSegmentArticles
from indexer.engine.search.multi_segment import MultiSegmentField, MultiSegmentReader
from indexer.engine.segment.segment import Segment
from indexer.ranking.bm25 import K1, B

__all__ = ["ArticleCollection", "ArticlePostings", "Places", "WordScores"]


_KEPT_BYTES = 32 * 2**20
"""What is kept of words that queries had, in bytes: their scores in articles, and as many bytes of their places."""

_WIDTH = 1 << 20
"""More than any position in a document, so that places in different documents are never near."""

_ALWAYS = 1 << 15
_OF_MANY = 8
"""What a word scores in all articles, and all its places, are found at once and kept where it is in few documents, or
many of them are asked for."""


class ArticlePostings(NamedTuple):
    """The articles that have a word, ascending, how often each has it, what is in the title counted once, and whether
    it is anywhere but in the title; all of shape (articles,)."""

    articles: NDArray[np.int64]
    frequencies: NDArray[np.int64]
    in_body: NDArray[np.bool_]


class WordScores(NamedTuple):
    """The articles that have a word, ascending, what each scores for it, and whether it is anywhere but in the title;
    all of shape (articles,)."""

    articles: NDArray[np.int64]
    scores: NDArray[np.float64]
    in_body: NDArray[np.bool_]


class Places(NamedTuple):
    """Where a word is in some articles, ascending: a place is its document times more than any position, plus the
    position. `sizes` says how many there are in each of the articles."""

    places: NDArray[np.int64]
    sizes: NDArray[np.int64]


class ArticleCollection:
    """The live articles of one commit, with what their scores are made from. Nothing is read before it is needed."""

    def __init__(self, segments: Sequence[Segment], reader: MultiSegmentReader) -> None:
        self.word_scores: LruCache[WordScores] = LruCache(_KEPT_BYTES)
        """The scores of words, by word."""
        self._segments = segments
        self._reader = reader
        self._places: LruCache[NDArray[np.int64]] = LruCache(_KEPT_BYTES)

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
    def length_norms(self) -> NDArray[np.float64]:
        """What is added to a frequency below the line of BM25: K1 (1 - B + B length / average); shape (articles,)."""
        return K1 * (1 - B) + (K1 * B / self.average_length) * self.lengths.astype(np.float64)

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """The article of each document; shape (documents,)."""
        return np.repeat(np.arange(self.articles.count), np.diff(self.articles.starts))

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

    def tf(self, field: str, term: bytes, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """How often a term occurs in each of `documents`, ascending."""
        found = self._find(field, term)
        if found is None:
            return np.zeros(len(documents), np.int64)
        its_field, number = found
        return its_field.postings(number).tf_in(documents).astype(np.int64)

    def runs(self, documents: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that documents, ascending, are passages of, and where among these those of each begin."""
        owners = self.owners[documents]
        begins = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1]))[: len(owners)])
        return owners[begins], begins

    def is_in_too_many(self, term: bytes, articles: NDArray[np.int64]) -> bool:
        """Whether a stem is in so many documents that to look at those of these articles alone takes less time."""
        found = self._find("text", term)
        if found is None:
            return False
        count = found[0].postings(found[1]).count
        return count > _ALWAYS and count > _OF_MANY * int(self._sizes(articles).sum())

    def article_postings(self, term: bytes, among: NDArray[np.int64] | None = None) -> ArticlePostings:
        """The articles that have a stem in the field `text`: all, or those `among` these, ascending."""
        documents, tf = self._having("text", term, among)
        articles, begins = self.runs(documents)
        first, sizes = self.articles.starts[articles], self._sizes(articles)
        in_title = self.tf("title", term, first) * TITLE_WEIGHT
        frequencies = np.add.reduceat(tf, begins, dtype=np.int64) - (sizes - 1) * in_title
        return ArticlePostings(articles, frequencies, np.maximum.reduceat(tf, begins) > in_title)

    def typed_postings(
        self, word: bytes, stem: bytes, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that have a word as it is typed, all or those `among` these, ascending, and how often each has
        it, what is in the title counted once."""
        documents, tf = self._having("text_words", word, among)
        articles, begins = self.runs(documents)
        frequencies = np.add.reduceat(tf, begins, dtype=np.int64)
        first, sizes = self.articles.starts[articles], self._sizes(articles)
        repeated = np.flatnonzero((self.tf("title", stem, first) > 0) & (sizes > 1))
        if len(repeated):  # every passage of these has the title's
            first = first[repeated]
            owners, positions = self.positions("text_words", word, first)
            in_titles = owners[positions < self.title_lengths(first)[owners]]
            frequencies[repeated] -= (sizes[repeated] - 1) * np.bincount(in_titles, minlength=len(repeated))
        return articles, frequencies

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

    def places(self, term: bytes, articles: NDArray[np.int64]) -> Places:
        """Where a stem is in these articles, which must be ascending; what is in a title counts in the first document
        only, and once."""
        found = self._find("text", term)
        if found is None:
            return Places(np.zeros(0, np.int64), np.zeros(len(articles), np.int64))
        starts = self.articles.starts
        known = self._places.get(term)
        if known is None:
            if self.is_in_too_many(term, articles):
                known = self._places_in(term, ranges(starts[articles], self._sizes(articles)))
            else:
                known = self._places_in(term, found[0].postings(found[1]).documents)
                self._places.put(term, known, known.nbytes)
        begins = np.searchsorted(known, starts[articles] * _WIDTH)
        sizes = np.searchsorted(known, starts[articles + 1] * _WIDTH) - begins
        return Places(known[ranges(begins, sizes)], sizes)

    def _having(
        self, field: str, term: bytes, articles: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """The documents that have a term, all or those of these articles, ascending, and how often each has it."""
        found = self._find(field, term)
        if found is None:
            return np.zeros(0, np.int64), np.zeros(0, np.uint8)
        its_field, number = found
        postings = its_field.postings(number)
        if articles is None:
            return postings.documents, postings.tf
        documents = ranges(self.articles.starts[articles], self._sizes(articles))
        tf = postings.tf_in(documents)
        having = np.flatnonzero(tf)
        return documents[having], tf[having]

    def _places_in(self, term: bytes, documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """The places of a stem in documents."""
        owners, positions = self.positions("text", term, documents)
        mine = documents[owners]
        kept = (self.articles.starts[self.owners[mine]] == mine) | (positions >= self.title_lengths(mine))
        places: NDArray[np.int64] = mine[kept] * _WIDTH + positions[kept]
        return places

    def _sizes(self, articles: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many documents each of these articles has."""
        starts = self.articles.starts
        sizes: NDArray[np.int64] = starts[articles + 1] - starts[articles]
        return sizes

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
