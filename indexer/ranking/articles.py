"""Which articles come first?

Passages find the candidates. The best of them are scored again, stage by stage: by the article's own words, by pairs of
neighbours, by its best passage; then their neighbours' scores are mixed in, and, if wanted, what the best of them have
in common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import TITLE_WEIGHT
from indexer.engine.search.maxscore import kth_largest
from indexer.ranking.collection import ArticleCollection
from indexer.ranking.evidence import article_scores
from indexer.ranking.feedback import with_feedback
from indexer.ranking.proximity import proximity_scores
from indexer.ranking.smoothing import smoothed
from indexer.ranking.words import Pair, QueryWord

__all__ = ["DECIMALS", "RESCORED", "RESCORED_EXPANDED", "RankedArticles", "Stages", "rank_articles"]

RESCORED = 300
"""Articles that are scored again, the best by their best passage: to score all of them changes nothing on five judged
collections."""

RESCORED_EXPANDED = 1000
"""As many with feedback, which finds articles that have few of the query's words."""

DECIMALS = 6
"""Scores that agree to so many places are equal, as those of passages are."""

_PASSAGE_SHARE = 0.2
"""Of the best passage's score in an article's."""

_TITLE_ONLY = 0.8
"""What an article's score is multiplied by where the query's words are in its title alone: the text says nothing of
them. It changes no figure on judged collections by more than .001."""

Languages = Callable[[NDArray[np.int64]], "NDArray[np.bytes_] | None"]
"""Gives the languages of articles."""


class Stages(NamedTuple):
    """How the scores of articles came about, each stage an array of shape (articles,) but `words`, which is (words,
    articles). The score is the sum of all stages."""

    words: NDArray[np.float64]
    pairs: NDArray[np.float64]
    passage: NDArray[np.float64]
    title_only: NDArray[np.float64]
    neighbours: NDArray[np.float64]
    feedback: NDArray[np.float64]


class RankedArticles(NamedTuple):
    """Articles with their scores, the best first, and which stages made them.

    `in_body` are those of the documents asked about that have a word of the query in their own text.
    """

    articles: NDArray[np.int64]
    scores: NDArray[np.float64]
    stages: Stages
    in_body: NDArray[np.bool_]


def rank_articles(
    collection: ArticleCollection,
    words: Sequence[QueryWord],
    pairs: Sequence[Pair],
    documents: NDArray[np.int64],
    scores: NDArray[np.float64],
    *,
    languages: Languages | None = None,
    others: bool = False,
    expand: bool = False,
) -> RankedArticles:
    """Rank the articles of the best matching `documents`, whose passages have these `scores`.

    Where something that is not a word scores too (`others`), the best passage counts in full. At most `RESCORED`
    articles are given, with `expand` `RESCORED_EXPANDED`; equal ones are in no particular order.
    """
    candidates, begins = collection.runs(documents)
    best = np.maximum.reduceat(scores, begins) if len(begins) else scores
    most = RESCORED_EXPANDED if expand else RESCORED
    if len(candidates) > most:
        kept = np.flatnonzero(best >= kth_largest(best, most))  # all that are equal, so that no order decides
        candidates, best = candidates[kept], best[kept]
    norms = collection.length_norms[candidates]
    by_language = languages(candidates) if languages and any(word.language for word in words) else None
    evidence = article_scores(collection, words, candidates, by_language)
    near = proximity_scores(collection, pairs, candidates, norms)
    passage = best if others or not words else _PASSAGE_SHARE * best
    sums = evidence.scores.sum(axis=0) + near + passage
    title_only = np.where(evidence.in_body | (not words), 0.0, (_TITLE_ONLY - 1) * sums)
    before = sums + title_only
    after = smoothed(collection, candidates, before) if words else before
    final = with_feedback(collection, candidates, after, norms) if expand and words else after
    stages = Stages(evidence.scores, near, passage, title_only, after - before, final - after)
    final = np.round(final, DECIMALS)
    order = np.argsort(-final, kind="stable")
    inside = _in_body(collection, words, documents)
    return RankedArticles(candidates[order], final[order], Stages(*(stage[..., order] for stage in stages)), inside)


def _in_body(
    collection: ArticleCollection, words: Sequence[QueryWord], documents: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """For each of `documents`, ascending, whether it has any of the words in its body, not in its title alone."""
    found = np.zeros(len(documents), np.bool_)
    for term in {word.term for word in words}:
        in_title = collection.tf("title", term, documents)
        found |= collection.tf("text", term, documents) > TITLE_WEIGHT * in_title
    return found
