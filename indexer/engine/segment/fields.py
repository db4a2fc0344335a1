"""Which fields does a segment have whose postings are those of something else: of articles, or of another field?"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import batches, bounds_of, ranges
from indexer.engine.cache import LruCache
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader
from indexer.engine.segment.dictionary import Dictionary
from indexer.engine.segment.posting_list import PostingList
from indexer.engine.segment.terms import KEPT_BYTES, Terms

__all__ = ["ArticleTerms", "Field", "PartForms", "Parts", "SurfaceForms"]

Parts: TypeAlias = Literal["all", "own", "common"]
"""In which parts of a document words are looked for: in all, in those of the document alone, or in those that it has
with all documents of its article, as the title."""

_TOKENS = 1 << 18
"""Tokens that are looked at together."""

_TOKENS_OF_ONE = 2500
"""To look one word up (0.1 ms, among 100,000 passages) takes as long as to look at so many tokens of all words together
(40 ns each)."""


class ArticleTerms(Dictionary):
    """A field that is the same in all documents of an article: its postings are kept by article."""

    def __init__(self, sections: SectionReader, name: str, articles: ArticleReader) -> None:
        super().__init__(sections, name, articles)
        self.by_article = Terms(sections, name, articles.count, articles)
        self._lengths: NDArray[Any] | None = None
        self._kept: LruCache[PostingList] = LruCache(KEPT_BYTES)

    @property
    def lengths(self) -> NDArray[Any] | None:
        """The documents' lengths, or None where they do not count."""
        if self._lengths is None and self.by_article.lengths is not None:
            self._lengths = np.repeat(self.by_article.lengths, self.articles.sizes)
        return self._lengths

    def having(self) -> NDArray[np.bool_]:
        """For each document, whether it has any term."""
        return np.repeat(self.by_article.having(), self.articles.sizes)

    def frequency(self, number: int) -> int:
        """How many documents, deleted ones too, have the term."""
        articles = self.by_article.postings(number).documents
        return int(self.articles.sizes[articles].sum(dtype=np.int64))

    def article_frequency(self, number: int) -> int:
        """How many articles, deleted ones too, have the term."""
        return self.by_article.frequency(number)

    def collection_frequency(self, number: int) -> int:
        """How often the term occurs in all articles, deleted ones too."""
        return self.by_article.collection_frequency(number)

    def postings(self, number: int) -> PostingList:
        """The postings of the term with this number."""
        known = self._kept.get(number)
        if known is not None:
            return known
        own = self.by_article.postings(number)
        sizes = self.articles.sizes
        mine = sizes[own.documents]
        documents = ranges(self.articles.starts[own.documents], mine).astype(np.uint32)
        frequencies = None if own.frequencies is None else np.repeat(own.frequencies, mine)
        weights = None if own.weights is None else np.repeat(own.weights, mine)
        found = PostingList(len(documents), documents, frequencies, weights=weights, levels=own.levels)
        return self._kept.put(number, found, found.size)

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the term's are a part: its own."""
        return self.postings(number)

    def positions(self, number: int, documents: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the term in `documents`, ascending, that all have it, one document after the other; and how
        many there are in each."""
        return self.by_article.positions(number, self.articles.of(documents))


class SurfaceForms(Dictionary):
    """A field whose terms are the forms of another's: their postings are picked out of those of their stems."""

    def __init__(self, sections: SectionReader, name: str, stems: Terms) -> None:
        super().__init__(sections, name, stems.articles)
        self.lengths: NDArray[Any] | None = sections.array(f"{name}.lengths") if f"{name}.lengths" in sections else None
        self._stems = stems
        self._kept: LruCache[PostingList] = LruCache(KEPT_BYTES)

    def postings(self, number: int) -> PostingList:
        """The postings of the word with this number."""
        known = self._kept.get(number)
        if known is None:
            documents = self.stem_postings(number).documents
            _, sizes = self.positions(number, documents)
            having = sizes > 0
            known = PostingList(int(np.count_nonzero(having)), documents[having], sizes[having])
            self._kept.put(number, known, known.size)
        return known

    def article_frequency(self, number: int) -> int:
        """How many articles, deleted ones too, have the word."""
        return self._articles_among(self.postings(number).documents)

    def collection_frequency(self, number: int) -> int:
        """How often the word occurs in all documents, deleted ones too; a word of a part that weighs more counts
        once."""
        return int(self.postings(number).tf.sum(dtype=np.int64))

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the word's are a part: its stem's."""
        return self._stems.postings(self._stem(number))

    def positions(self, number: int, documents: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """The positions of the word in `documents`, ascending, that all have its stem, one document after the other;
        and how many there are in each."""
        stem = self._stem(number)
        tokens, sizes = self._stems.tokens(stem, documents)
        positions = self._stems.positions_of(stem, tokens)
        owners = np.repeat(np.arange(len(sizes)), sizes)
        mine = self._tokens(positions, owners)
        forms = self._stems.forms_of(stem, tokens)
        if forms is not None:
            mine &= forms == self.sections.slice(f"{self.name}.form", number, number + 1)
        return positions[mine], np.bincount(owners[mine], minlength=len(sizes))

    def shared(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """The number of each word's stem, and which of its forms the word is."""
        return self.sections.array(f"{self.name}.stems"), self.sections.array(f"{self.name}.form")

    def form_places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of an array that has the forms of one stem after those of another: where those of each stem begin and the
        last end, and the place of each word."""
        stems, forms = (array.astype(np.int64) for array in self.shared())
        sizes = np.ones(self._stems.count, np.int64)
        np.maximum.at(sizes, stems, forms + 1)
        begins = bounds_of(sizes)
        return begins, begins[stems] + forms

    def _tokens(self, positions: NDArray[Any], owners: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of a stem's tokens count, given their positions and documents: one of those in the same place, which
        are there where a part weighs more than 1."""
        first = np.ones(len(positions), np.bool_)
        first[1:] = (positions[1:] != positions[:-1]) | (owners[1:] != owners[:-1])
        return first

    def _stem(self, number: int) -> int:
        return int(self.sections.slice(f"{self.name}.stems", number, number + 1)[0])


class PartForms(SurfaceForms):
    """The words that are in some parts of the documents only: in their own, or in those that they have in common with
    all documents of their article, whose stems the field `common` has.

    Words are numbered as in all parts, so that some numbers are of words that do not occur: see `occurring`.
    """

    def __init__(self, sections: SectionReader, name: str, stems: Terms, parts: Parts, common: ArticleTerms) -> None:
        super().__init__(sections, name, stems)
        self._is_common = parts == "common"
        self._common = common
        self._everywhere: NDArray[np.bool_] | None = None
        if self._is_common:
            self.lengths = common.lengths
        elif self.lengths is not None and common.lengths is not None:
            self.lengths = self.lengths - common.lengths

    def frequency(self, number: int) -> int:
        """How many documents, deleted ones too, have the word."""
        return self.postings(number).count

    def find(self, term: bytes) -> int:
        """The number of the word `term`, or -1 where it does not occur."""
        number = super().find(term)
        return number if number >= 0 and self.frequency(number) else -1

    def occurring(self, numbers: range | list[int]) -> range | list[int]:
        """Those of these words that occur in any document, deleted ones too."""
        words = np.asarray(numbers, np.int64)
        there = self._are_in_common(words)
        doubtful = np.flatnonzero(there)
        if not self._is_common:  # what is in no common part is somewhere in another
            there = np.ones(len(words), np.bool_)
        if self._everywhere is None and len(doubtful) * _TOKENS_OF_ONE > self._stems.token_count:
            self._everywhere = self._occurring_at_all()
        if self._everywhere is not None:
            there[doubtful] = self._everywhere[words[doubtful]]
        else:
            there[doubtful] = [self.frequency(number) > 0 for number in words[doubtful].tolist()]
        found: list[int] = words[there].tolist()
        return found

    def stem_postings(self, number: int) -> PostingList:
        """Postings of which the word's are a part: its stem's, in parts of the kind where all are in these."""
        if not self._is_common:
            return super().stem_postings(number)
        found = self._common.find(self._stems.term(self._stem(number)))
        return self._common.postings(found) if found >= 0 else PostingList(0, np.zeros(0, np.int64), None)

    def _are_in_common(self, words: NDArray[np.int64]) -> NDArray[np.bool_]:
        """For each of some words, whether its stem is in any common part."""
        stems, places = np.unique(self.shared()[0][words], return_inverse=True)
        if not len(stems):
            return np.zeros(0, np.bool_)
        terms = list(map(self._stems.term, stems.tolist()))
        first, last = self._common.at_least(terms[0]), self._common.at_least(terms[-1] + b"\0")
        there = set(self._common.terms(range(first, last)))
        found: NDArray[np.bool_] = np.array([term in there for term in terms])[places]
        return found

    def _tokens(self, positions: NDArray[Any], owners: NDArray[np.int64]) -> NDArray[np.bool_]:
        """As for all parts, but of tokens in the same place only, or of others only."""
        first = super()._tokens(positions, owners)
        repeated = np.zeros(len(first), np.bool_)
        repeated[:-1] = ~first[1:]
        return first & (repeated if self._is_common else ~repeated)

    def _occurring_at_all(self) -> NDArray[np.bool_]:
        """For each word, whether it occurs in any document."""
        begins, places = self.form_places()
        seen = np.zeros(int(begins[-1]), np.bool_)
        for stems in batches(bounds_of(self._stems.token_counts()), _TOKENS):
            slab = self._stems.slab(stems)
            owners = np.repeat(np.arange(len(slab.documents)), slab.frequencies)
            mine = self._tokens(slab.positions, owners)
            of_stems = np.repeat(begins[stems.start : stems.stop], slab.places)[mine]
            seen[of_stems + slab.forms[mine]] = True
        found: NDArray[np.bool_] = seen[places]
        return found


Field: TypeAlias = Terms | ArticleTerms | SurfaceForms
"""A field of a segment."""
