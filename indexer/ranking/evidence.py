"""How relevant is an article, by its own words?

Relevance is the article's, not a passage's (see "The recipe" in the architecture page): the passages' frequencies are
summed, and a title counts once. A word as it was typed counts more than the other forms of its stem.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct, is_among
from indexer.ranking.bm25 import K1, term_weight
from indexer.ranking.collection import ArticleCollection, WordScores
from indexer.ranking.words import QueryWord

__all__ = ["Evidence", "article_scores"]

EXACT_WEIGHT = 0.25
"""What the form as typed adds, as a share of its own BM25. Of 0, 0.25 and 0.4, 0.25 was the best on five judged
collections (nDCG@10 .5729, .5745, .5726)."""

_ENTRY = 500
"""Bytes that the scores of a word take beside their arrays, about."""


class Evidence(NamedTuple):
    """The scores of each word in each article, shape (words, articles), and for each article whether any word occurs
    in its body, not in the title alone, shape (articles,)."""

    scores: NDArray[np.float64]
    in_body: NDArray[np.bool_]


def article_scores(
    collection: ArticleCollection,
    words: Sequence[QueryWord],
    articles: NDArray[np.int64],
    languages: NDArray[np.bytes_] | None,
) -> Evidence:
    """BM25 of each word in each of the articles; document frequencies are counted in articles.

    `languages` are those of the articles, for words that count in one language only.
    """
    scores = np.zeros((len(words), len(articles)))
    in_body = np.zeros(len(articles), np.bool_)
    for row, word in enumerate(words):
        found = _word_scores(collection, word, articles)
        if not len(found.articles):
            continue
        places = np.minimum(np.searchsorted(found.articles, articles), len(found.articles) - 1)
        there = found.articles[places] == articles
        in_body |= there & found.in_body[places]
        mine = there * found.scores[places]
        if word.language and languages is not None:
            mine *= languages == word.language
        scores[row] = mine * word.weight
    return Evidence(scores, in_body)


def _word_scores(collection: ArticleCollection, word: QueryWord, asked: NDArray[np.int64]) -> WordScores:
    """The scores of a word in all articles that have it, or at least in those asked for, as if it counted once."""
    key = word.term, word.exact
    known = collection.word_scores.get(key)
    if known is not None:
        return known
    among = asked if collection.is_in_too_many(word.term, asked) else None
    articles, tf, in_body = collection.article_postings(word.term, among)
    scores = _bm25(collection, "text", word.term, articles, tf)
    if word.exact:
        having, typed = collection.typed_postings(word.exact, word.term, among)
        if not is_among(having, articles).all():  # no form of the stem that is looked for
            every = distinct(np.concatenate((articles, having)))
            at = np.searchsorted(every, articles)
            scores, in_body = _spread(scores, at, len(every)), _spread(in_body, at, len(every))
            articles = every
        scores[np.searchsorted(articles, having)] += EXACT_WEIGHT * _bm25(
            collection, "text_words", word.exact, having, typed
        )
    found = WordScores(articles, scores, in_body)
    return found if among is not None else collection.word_scores.put(key, found, _ENTRY + 17 * len(articles))


def _spread(values: NDArray[Any], places: NDArray[np.int64], size: int) -> NDArray[Any]:
    """The values at their places among so many, 0 at all others."""
    spread = np.zeros(size, values.dtype)
    spread[places] = values
    return spread


def _bm25(
    collection: ArticleCollection, field: str, term: bytes, articles: NDArray[np.int64], tf: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The scores of a term in articles that have it so often."""
    live = max(1, collection.articles.live)
    weight = term_weight(min(collection.articles.frequency(field, term), live), live)
    return weight * (K1 + 1) * tf / (tf + collection.length_norms[articles])
