"""Which documents of the whole collection are the best for a query?

Where a query asks for any of several words, most documents with common ones cannot be among the best, and are never
scored: terms are taken from the one that can score most to the one that can score least, and once the least of the
best so far is more than all that is left can give, only documents already met are looked up further (MaxScore; Turtle
and Flood 1995, "Query evaluation: strategies and optimizations").
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, distinct
from indexer.engine.queries import (
    AllOf,
    AndMaybe,
    AndNot,
    AnyOf,
    Constant,
    Expansion,
    Nothing,
    Phrase,
    Query,
    Term,
)
from indexer.engine.search.evaluation import Evaluator, Matches, TermScorer
from indexer.engine.search.expansion import expand
from indexer.engine.search.multi_segment import MultiSegmentReader
from indexer.engine.search.scoring import Scorer, Weighting
from indexer.engine.segment.segment import Segment
from indexer.engine.statistics import document_frequency

__all__ = ["Match", "Searcher"]

DECIMALS = 6
"""Scores that are equal to so many places count as equal: the last bits of a sum say nothing."""

_SLACK = 2 * 10.0**-DECIMALS
_COLUMN = 64
_NO_DOCUMENTS, _NO_SCORES = np.zeros(0, np.int64), np.zeros(0)


class Match(NamedTuple):
    """A document that was found: its number in the collection, its score, and the name of its group."""

    document: int
    score: float
    group: bytes


class Searcher:
    """Searches several segments as one collection; the documents of each are numbered from where those of the segment
    before end."""

    def __init__(self, segments: Sequence[Segment], weighting: Weighting) -> None:
        self.segments = tuple(segments)
        self._weighting = weighting
        self._evaluators = [Evaluator(segment, self._scorer) for segment in segments]
        self._joined = Evaluator(MultiSegmentReader(self.segments), self._scorer)
        self._offsets = bounds_of([segment.documents for segment in self.segments]).tolist()
        self._scorers: dict[tuple[str, bytes], Scorer | None] = {}
        self._scratch = np.zeros(0)

    def frequency(self, name: str, term: bytes) -> int:
        """How many live documents have the term in the field."""
        return document_frequency(self.segments, name, term)

    def expand(self, name: str, expansion: Expansion) -> set[bytes]:
        """The terms of the field that are meant; some may be of deleted documents only."""
        found: set[bytes] = set()
        for segment in self.segments:
            field = segment.field(name)
            if field is not None:
                found.update(map(field.term, expand(field, expansion)))
        return found

    def stored(self, document: int) -> bytes:
        """The stored bytes of a document."""
        place = self._place(document)
        return self.segments[place].stored[document - self._offsets[place]]

    def matches(self, query: Query) -> Matches:
        """All documents that match, with their scores, rounded."""
        found = [(offset, evaluator.matches(query)) for offset, evaluator in self._evaluators_for(query)]
        if not found:
            return Matches(_NO_DOCUMENTS, _NO_SCORES)
        documents = np.concatenate([part.documents + np.int64(offset) for offset, part in found])
        return Matches(documents, np.round(np.concatenate([part.scores for _, part in found]), DECIMALS))

    def count(self, query: Query) -> int:
        """How many documents match."""
        return sum(int(np.count_nonzero(evaluator.mask(query))) for _, evaluator in self._evaluators_for(query))

    def top(self, query: Query, limit: int | None, *, per_group: int = 0) -> list[Match]:
        """The `limit` best matches (None: all), the best first, and of each group at most `per_group` (0: all).

        Where scores are equal, the name of the group decides, then the document's place in it.
        """
        wanted = limit
        while True:
            found = self._best(query, wanted)
            chosen = list(_of_each_group(found, per_group))
            if limit is None or wanted is None or len(chosen) >= limit or len(found) < wanted:
                return [Match(*match) for match, _ in chosen[:limit]]
            wanted *= 4

    def _best(self, query: Query, limit: int | None) -> list[tuple[tuple[int, float, bytes], tuple[int, int]]]:
        """The `limit` best matches, each with its segment and group."""
        least = -np.inf
        parts: list[Matches] = []
        for offset, evaluator in self._evaluators_for(query):
            found = self._best_of(evaluator, query, limit, least)
            parts.append(Matches(found.documents + np.int64(offset), np.round(found.scores, DECIMALS)))
            if limit is not None and 0 < limit <= len(found.scores):
                least = max(least, _kth_largest(found.scores, limit))
        if not parts:
            return []
        documents, scores = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        if limit is not None and len(scores) > limit:
            kept = scores >= (_kth_largest(scores, limit) if limit else np.inf)
            documents, scores = documents[kept], scores[kept]
        rows = [row for place in range(len(self.segments)) for row in self._rows(place, documents, scores, limit)]
        rows.sort(key=lambda row: (-row[0][1], row[0][2], row[0][0]))
        return rows[:limit]

    def _rows(
        self, place: int, documents: NDArray[np.int64], scores: NDArray[np.float64], limit: int | None
    ) -> Iterator[tuple[tuple[int, float, bytes], tuple[int, int]]]:
        """The best of the documents that are in one segment."""
        offset = self._offsets[place]
        mine = (documents >= offset) & (documents < self._offsets[place + 1])
        if not mine.any():
            return
        documents, scores = documents[mine], scores[mine]
        articles = self.segments[place].articles
        groups = articles.of(documents - offset)
        if limit is not None and len(documents) > limit:
            order = np.lexsort((documents, articles.ranks()[groups], -scores))[:limit]
            documents, scores, groups = documents[order], scores[order], groups[order]
        for document, score, group in zip(documents.tolist(), scores.tolist(), groups.tolist(), strict=True):
            yield (document, score, articles.name(group)), (place, group)

    def _evaluators_for(self, query: Query) -> list[tuple[int, Evaluator]]:
        """What evaluates the query, and where the documents of each begin: the segments joined, if that will do."""
        if self.segments and _is_of_words(query):
            return [(0, self._joined)]
        order = sorted(range(len(self.segments)), key=lambda place: -self.segments[place].documents)
        return [(self._offsets[place], self._evaluators[place]) for place in order]

    def _best_of(self, evaluator: Evaluator, query: Query, limit: int | None, least: float) -> Matches:
        """The matches, but those that are not among the `limit` best; nor need those be there that score less than
        `least`."""
        words = _any_words(query) if limit else None
        if words is None or limit is None:
            matches = evaluator.matches(query)
        else:
            terms, boost, required, excluded = words
            allowed = None if evaluator.segment.deleted is None else ~evaluator.segment.deleted
            bonus = 0.0
            for condition in required:
                mask = evaluator.mask(condition)
                allowed = mask if allowed is None else allowed & mask
                bonus += condition.score
            for unwanted in excluded:
                mask = evaluator.mask(unwanted)
                allowed = ~mask if allowed is None else allowed & ~mask
            posted = [found for term in terms if (found := evaluator.posted(term)) is not None]
            matches = self._any_of(evaluator, posted, boost, allowed, limit, (least - bonus) / boost - _SLACK)
            if bonus:
                matches = Matches(matches.documents, matches.scores + bonus)
        if limit is not None and len(matches.scores) > limit:
            enough = _kth_largest(matches.scores, limit) - _SLACK if limit else np.inf
            kept = matches.scores >= enough
            matches = Matches(matches.documents[kept], matches.scores[kept])
        return matches

    def _any_of(
        self,
        evaluator: Evaluator,
        terms: Sequence[TermScorer],
        boost: float,
        allowed: NDArray[np.bool_] | None,
        limit: int,
        least: float,
    ) -> Matches:
        """The best documents that have any of the terms."""
        if not terms:
            return Matches(np.zeros(0, np.int64), np.zeros(0))
        bounds = [posted.most for posted in terms]
        order = sorted(range(len(terms)), key=lambda i: -bounds[i])
        rest = sum(bounds)
        sums = self._sums(evaluator.segment.documents)
        met: list[NDArray[Any]] = []  # documents, each once, whose scores so far are in `sums`
        documents, scores = _NO_DOCUMENTS, _NO_SCORES  # those of the first term, as long as it is the only one
        try:
            for at, index in enumerate(order):
                if rest < least:
                    order = order[at:]
                    break
                new = terms[index].postings.documents
                gained = terms[index].scores()
                if allowed is not None:
                    here = allowed[new]
                    new, gained = new[here], gained[here]
                rest -= bounds[index]
                if at == 0:
                    documents, scores = new, gained
                    best = gained
                else:
                    if at == 1:
                        sums[documents] = scores
                        met.append(documents)
                    before = sums[new]
                    best = before + gained
                    sums[new] = best
                    met.append(new[before == 0])
                if rest > 0 and len(best) >= limit:
                    least = max(least, _kth_largest(best, limit) - _SLACK)
            else:
                order = []
            if met:
                documents = np.concatenate(met)
                scores = sums[documents]
            return self._refined(terms, order, bounds, Matches(documents, scores), limit, least, boost)
        finally:
            for piece in met:
                sums[piece] = 0.0

    def _refined(
        self,
        terms: Sequence[TermScorer],
        left: Sequence[int],
        bounds: Sequence[float],
        met: Matches,
        limit: int,
        least: float,
        boost: float,
    ) -> Matches:
        """The best of the documents `met`, with their scores for all terms but those `left`."""
        documents, scores = met
        rest = sum(bounds[index] for index in left)
        for index in (*left, None):
            kept = scores + rest >= least if rest else scores >= least
            documents, scores = documents[kept], scores[kept]
            if len(scores) > limit:
                least = max(least, _kth_largest(scores, limit) - _SLACK)
                kept = scores + rest >= least
                documents, scores = documents[kept], scores[kept]
            if index is None:
                break
            order = np.argsort(documents)
            documents = documents[order]
            scores = scores[order] + terms[index].scores_in(documents)
            rest -= bounds[index]
        documents = distinct(documents)
        exact = np.zeros(len(documents))
        for posted in terms:  # in the query's order, so that the sum is the same to the last bit in any segment
            exact += posted.scores_in(documents)
        return Matches(documents, exact * boost)

    def _sums(self, documents: int) -> NDArray[np.float64]:
        """A zero for each of so many documents; whoever changes some puts them back."""
        if len(self._scratch) < documents:
            self._scratch = np.zeros(documents)
        return self._scratch

    def _scorer(self, field: str, term: bytes) -> Scorer | None:
        key = field, term
        if key not in self._scorers:
            scored = any(found.lengths is not None for s in self.segments if (found := s.field(field)) is not None)
            self._scorers[key] = self._weighting.scorer(field, term, self.frequency(field, term)) if scored else None
        return self._scorers[key]

    def _place(self, document: int) -> int:
        return bisect_right(self._offsets, document) - 1


def _kth_largest(values: NDArray[np.float64], k: int) -> float:
    """The k-th largest of at least k values."""
    width = len(values) // _COLUMN
    if width > 4 * k:
        # The k-th largest of the columns' maxima is no larger, and most values are less than that.
        maxima = values[: width * _COLUMN].reshape(_COLUMN, width).max(axis=0)
        values = values[values >= np.partition(maxima, -k)[-k]]
    return float(np.partition(values, -k)[-k])


def _is_of_words(query: Query) -> bool:
    """Whether there are only words and phrases to look up."""
    match query:
        case Term() | Phrase() | Nothing():
            return True
        case AnyOf(parts) | AllOf(parts):
            return all(map(_is_of_words, parts))
        case AndMaybe(one, other) | AndNot(one, other):
            return _is_of_words(one) and _is_of_words(other)
        case Constant(inner):
            return _is_of_words(inner)
    return False


def _any_words(
    query: Query,
) -> tuple[Sequence[Term], float, Sequence[Constant], Sequence[Query]] | None:
    """The query as words of which any will do, a boost, conditions that must hold and conditions that must not; None
    where it is none such."""
    match query:
        case Term():
            return (query,), 1.0, (), ()
        case AnyOf(parts, boost) if all(isinstance(part, Term) for part in parts) and boost > 0:
            return parts, boost, (), ()  # type: ignore[return-value]
        case AndNot(base, excluded):
            inner = _any_words(base)
            return inner and (*inner[:3], (*inner[3], excluded))
        case AllOf(parts, 1.0):
            required = [part for part in parts if isinstance(part, Constant)]
            others = [part for part in parts if not isinstance(part, Constant)]
            inner = _any_words(others[0]) if len(others) == 1 else None
            return inner and (inner[0], inner[1], (*inner[2], *required), inner[3])
    return None


def _of_each_group(
    matches: Sequence[tuple[Any, tuple[int, int]]], per_group: int
) -> Iterator[tuple[Any, tuple[int, int]]]:
    """The matches in order, at most `per_group` of each group."""
    taken: Counter[tuple[int, int]] = Counter()
    for match in matches:
        taken[match[1]] += 1
        if not per_group or taken[match[1]] <= per_group:
            yield match
