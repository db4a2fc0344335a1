"""How near are neighbours of the query to each other in an article?

Pairs of neighbouring query words are counted as if each were a word: side by side and in order, and within 8 words in
any order (the sequential dependence model of Metzler and Croft 2005, with BM25 in place of a language model). Of
how many articles have a pair, only the best few hundred are asked, which changes nothing that could be measured.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import is_among
from indexer.ranking.bm25 import K1
from indexer.ranking.collection import ArticleCollection, Chosen
from indexer.ranking.words import Pair

__all__ = ["proximity_scores"]

_WEIGHT = 0.1
"""Of either count, beside 1 for a word: the best of those tried on five judged collections."""

_WINDOW = 8
_WIDTH = 1 << 20
"""More than any position in a document, so that places of different documents are never near."""


def proximity_scores(
    collection: ArticleCollection, pairs: Sequence[Pair], chosen: Chosen, norms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The scores of the pairs in each article, summed; shape (articles,)."""
    scores = np.zeros(len(chosen.articles))
    places: dict[bytes, NDArray[np.int64]] = {}
    for pair in dict.fromkeys(pairs):
        if pair.first == pair.second:
            continue
        for term in pair[:2]:
            if term not in places:
                places[term] = _places(collection, term, chosen)
        first, second = places[pair.first], places[pair.second]
        if len(first) and len(second):
            side_by_side = first[is_among(first + 1, second)]
            for weight, found in ((pair.weight, side_by_side), (1.0, _near(first, second))):
                scores += weight * _WEIGHT * _bm25(collection, found, chosen, norms)
    return scores


def _places(collection: ArticleCollection, term: bytes, chosen: Chosen) -> NDArray[np.int64]:
    """Where the term occurs: document times `_WIDTH`, plus the position. Titles count in the first document only."""
    owners, positions = collection.occurrences("text", term, chosen)
    places: NDArray[np.int64] = owners * _WIDTH + positions
    return places


def _near(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """The places of the rarer of two terms that have the other less than `_WINDOW` away."""
    rare, other = (first, second) if len(first) <= len(second) else (second, first)
    after = np.minimum(np.searchsorted(other, rare), len(other) - 1)
    before = np.maximum(after - 1, 0)
    near = (np.abs(other[after] - rare) < _WINDOW) | (np.abs(other[before] - rare) < _WINDOW)
    places: NDArray[np.int64] = rare[near]
    return places


def _bm25(
    collection: ArticleCollection, places: NDArray[np.int64], chosen: Chosen, norms: NDArray[np.float64]
) -> NDArray[np.float64]:
    tf = np.bincount(chosen.owners[places // _WIDTH], minlength=len(norms))
    having, live = int(np.count_nonzero(tf)), max(1, collection.articles.live)
    weight = np.log(1 + (live - having + 0.5) / (having + 0.5))
    scores: NDArray[np.float64] = weight * (K1 + 1) * tf / (tf + norms)
    return scores
