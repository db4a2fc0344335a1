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
from indexer.ranking.collection import ArticleCollection, Places
from indexer.ranking.words import Pair

__all__ = ["proximity_scores"]

_WEIGHT = 0.1
"""Of either count, beside 1 for a word: the best of those tried on five judged collections."""

_WINDOW = 8


def proximity_scores(
    collection: ArticleCollection, pairs: Sequence[Pair], articles: NDArray[np.int64], norms: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The scores of the pairs in each of the articles, ascending, summed; shape (articles,)."""
    scores = np.zeros(len(articles))
    places: dict[bytes, Places] = {}
    for pair in dict.fromkeys(pairs):
        if pair.first == pair.second:
            continue
        for term in pair[:2]:
            if term not in places:
                places[term] = collection.places(term, articles)
        first, second = places[pair.first], places[pair.second]
        if len(first.places) and len(second.places):
            for weight, tf in ((pair.weight, _side_by_side(first, second)), (1.0, _near(first, second))):
                scores += weight * _WEIGHT * _bm25(collection, tf, norms)
    return scores


def _side_by_side(first: Places, second: Places) -> NDArray[np.int64]:
    """How many places of a term have the other one behind them, in each article."""
    return _counts(first, is_among(first.places + 1, second.places))


def _near(first: Places, second: Places) -> NDArray[np.int64]:
    """How many places of the rarer of two terms have the other one less than `_WINDOW` away, in each article."""
    rare, other = (first, second) if len(first.places) <= len(second.places) else (second, first)
    after = np.minimum(np.searchsorted(other.places, rare.places), len(other.places) - 1)
    before = np.maximum(after - 1, 0)
    near = (np.abs(other.places[after] - rare.places) < _WINDOW) | (
        np.abs(other.places[before] - rare.places) < _WINDOW
    )
    return _counts(rare, near)


def _counts(places: Places, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of the places in each article are chosen."""
    ends = np.cumsum(places.sizes)
    found = np.searchsorted(ends, np.flatnonzero(chosen), "right")
    return np.bincount(found, minlength=len(ends))


def _bm25(collection: ArticleCollection, tf: NDArray[np.int64], norms: NDArray[np.float64]) -> NDArray[np.float64]:
    having, live = int(np.count_nonzero(tf)), max(1, collection.articles.live)
    weight = np.log(1 + (live - having + 0.5) / (having + 0.5))
    scores: NDArray[np.float64] = weight * (K1 + 1) * tf / (tf + norms)
    return scores
