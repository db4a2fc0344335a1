"""Which terms does each article have in a field, one after the other?

Postings say which articles have a term; a forward index says which terms an article has. It is made of the postings of
a field that is kept by article, and they are made of it, where articles get other terms without being analysed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, ranges
from indexer.engine.segment.fields import ArticleTerms
from indexer.engine.segment.segment import Segment

__all__ = ["Beginning", "ForwardIndex", "forward_index"]


class Beginning(NamedTuple):
    """Terms that come in the place of the first ones of an article, so many of them: `less`."""

    less: int
    terms: Sequence[bytes]


class ForwardIndex(NamedTuple):
    """The terms of each article in a field.

    `terms` are the different ones, in any order, and each token is the number of one of them: `tokens` has those of all
    articles, one article after the other, int64; `sizes` says how many each article has, int64, shape (articles,).
    """

    terms: Sequence[bytes]
    tokens: NDArray[np.int64]
    sizes: NDArray[np.int64]

    @classmethod
    def of_single_terms(cls, terms: Sequence[bytes]) -> ForwardIndex:
        """Of articles that have one term each, in this order."""
        numbers = {term: number for number, term in enumerate(dict.fromkeys(terms))}
        tokens = np.fromiter(map(numbers.__getitem__, terms), np.int64, len(terms))
        return cls(list(numbers), tokens, np.ones(len(terms), np.int64))

    def with_beginnings(self, beginnings: Sequence[Beginning], chosen: NDArray[np.int64]) -> ForwardIndex:
        """The same with other beginnings: `chosen` has the number of each article's, or -1 where it stays as it is."""
        every = [*beginnings, Beginning(0, ())]  # which -1 chooses
        terms = list(self.terms)
        numbers = {term: number for number, term in enumerate(terms)}
        first: list[int] = []
        for beginning in every:
            for term in beginning.terms:
                if term not in numbers:
                    numbers[term] = len(terms)
                    terms.append(term)
                first.append(numbers[term])
        begins = bounds_of([len(beginning.terms) for beginning in every])
        more = np.diff(begins)[chosen]
        less = np.minimum(np.array([beginning.less for beginning in every], np.int64)[chosen], self.sizes)
        kept = self.sizes - less
        at = bounds_of(more + kept)
        tokens = np.empty(at[-1], np.int64)
        tokens[ranges(at[:-1], more)] = np.array(first, np.int64)[ranges(begins[:-1][chosen], more)]
        tokens[ranges(at[:-1] + more, kept)] = self.tokens[ranges(bounds_of(self.sizes)[:-1] + less, kept)]
        return ForwardIndex(terms, tokens, more + kept)


def forward_index(segment: Segment, name: str) -> ForwardIndex:
    """The forward index of a field that is kept by article; without terms where there is no such field."""
    field = segment.field(name)
    if not isinstance(field, ArticleTerms):
        return ForwardIndex((), np.zeros(0, np.int64), np.zeros(segment.articles.count, np.int64))
    terms = field.by_article
    postings = terms.slab(range(terms.count))
    articles = np.repeat(postings.documents, postings.frequencies)
    order = np.lexsort((postings.positions, articles))
    tokens = np.repeat(np.arange(terms.count), postings.places)[order]
    return ForwardIndex(
        list(terms.terms(range(terms.count))), tokens, np.bincount(articles, minlength=segment.articles.count)
    )
