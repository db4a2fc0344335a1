"""How did the score of a hit come about?

In the order of articles, as the sum of the stages of ranking, the first of them word by word. Elsewhere, as the sum of
what each word of the query adds to the score of the passage: its weight, which says how rare it is, times a share that
grows with its frequency in the passage and falls with the passage's length.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.engine import queries
from indexer.engine.search.matches import Matches
from indexer.engine.searcher import Match
from indexer.model.hits import Contribution
from indexer.querying import Query, compile_query
from indexer.querying.tree import AllOf, AndMaybe, AndNot, AnyLeaf, AnyOf, Node, Nothing, Weighted
from indexer.ranking import PassageBM25
from indexer.ranking.articles import DECIMALS, RankedArticles
from indexer.ranking.words import QueryWord
from indexer.searching.open_index import OpenIndex

__all__ = ["Explainer"]

_LEAST = 10.0**-DECIMALS
"""Scores are rounded to so much; what is smaller is not named."""


class Explainer:
    """Explains the scores of the hits of one query.

    `ranked` are the articles that were scored again by `words`; None where passages have their own scores.
    """

    def __init__(
        self, opened: OpenIndex, query: Query, words: Sequence[QueryWord], ranked: RankedArticles | None
    ) -> None:
        self._opened = opened
        self._root = opened.inflections.added_to(query).root
        self._words = words
        self._ranked = ranked
        self._found: dict[tuple[Node, float], Matches] = {}

    def of(self, match: Match) -> tuple[Contribution, ...]:
        """What the score of a match is the sum of, in the order in which it was added; without what adds nothing."""
        parts = None if self._ranked is None else self._of_article(match, self._ranked)
        if parts is None:
            parts = list(self._of_node(self._root, 1.0, match.document) or ())
            rest = match.score - sum(part.score for part in parts)
            # Scores are rounded: only more than that is said.
            if abs(rest) >= _LEAST * (len(parts) + 1):
                parts.append(Contribution("behind", "", rest))
        return tuple(part for part in parts if abs(part.score) >= _LEAST)

    def _of_article(self, match: Match, ranked: RankedArticles) -> list[Contribution] | None:
        """The stages of ranking of a match's article; None where the match has another score."""
        article = int(self._opened.collection.articles.of(np.array([match.document]))[0])
        places = np.flatnonzero(ranked.articles == article)
        if not len(places) or abs(float(ranked.scores[places[0]]) - match.score) >= _LEAST:
            return None
        place = int(places[0])
        stages = ranked.stages
        parts = [
            self._of_word(word, article, float(score))
            for word, score in zip(self._words, stages.words[:, place], strict=True)
        ]
        parts += [
            Contribution("pairs", "", float(stages.pairs[place])),
            Contribution("passage", "", float(stages.passage[place])),
            Contribution("title_only", "", float(stages.title_only[place])),
            Contribution("neighbours", "", float(stages.neighbours[place])),
            Contribution("feedback", "", float(stages.feedback[place])),
        ]
        return parts

    def _of_word(self, word: QueryWord, article: int, score: float) -> Contribution:
        """What a word adds to an article's score."""
        collection = self._opened.collection
        total = int(collection.article_postings(word.term, np.array([article])).frequencies.sum())
        having = collection.articles.frequency("text", word.term)
        return Contribution("word", word.label or word.term.decode("utf-8", "replace"), score, total, having)

    def _of_node(  # noqa: PLR0911 - a branch for each kind of node
        self, node: Node | None, weight: float, document: int
    ) -> list[Contribution] | None:
        """What each leaf adds to the score of a document's passage; None where the passage does not match."""
        match node:
            case AllOf(parts):
                found = [self._of_node(part, weight, document) for part in parts]
                return None if None in found else [one for part in found for one in part or ()]
            case AnyOf(parts):
                some = [part for one in parts if (part := self._of_node(one, weight, document)) is not None]
                return [one for part in some for one in part] if some else None
            case AndMaybe(base, also):
                needed = self._of_node(base, weight, document)
                return None if needed is None else needed + (self._of_node(also, weight, document) or [])
            case AndNot(base, excluded):
                if any(self._of_node(part, weight, document) is not None for part in excluded):
                    return None
                return [] if base is None else self._of_node(base, weight, document)
            case Weighted(inner, factor):
                return self._of_node(inner, weight * factor, document)
            case Nothing() | None:
                return None
            case _:
                return self._of_leaf(node, weight, document)

    def _of_leaf(self, leaf: AnyLeaf, weight: float, document: int) -> list[Contribution] | None:
        """What a leaf adds to the score of a document's passage; None where the passage does not have it."""
        compiled = compile_query(Query("", Weighted(leaf, weight)))
        found = self._found.get((leaf, weight))
        if found is None:
            found = self._found[leaf, weight] = self._opened.searcher.matches(compiled)
        place = int(np.searchsorted(found.documents, document))
        if place == len(found.documents) or found.documents[place] != document:
            return None
        if isinstance(compiled, queries.Constant):  # a filter
            return []
        score = float(found.scores[place])
        if not isinstance(compiled, queries.Term):
            return [Contribution("word", leaf.source, score)]
        field, term = compiled.field, compiled.term
        having = self._opened.searcher.frequency(field, term)
        tf = int(self._opened.collection.tf(field, term, np.array([document]))[0])
        scorer = PassageBM25(self._opened.reader.header.statistics).scorer(field, term, having)
        return [Contribution("word", leaf.source, score, tf, having, scorer.factor * compiled.boost)]
