"""Which documents of the whole collection are the best for a query?

Where a query asks for any of several words, `search.maxscore` finds the best without scoring most of the others. For
all other queries every match is scored, once, however many of the best are then asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise, repeat
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of
from indexer.engine.cache import LruCache
from indexer.engine.format.articles import ArticleReader
from indexer.engine.queries import Expansion, Query
from indexer.engine.search.evaluation import Evaluator, FoundWords
from indexer.engine.search.expansion import expand
from indexer.engine.search.matches import Matches
from indexer.engine.search.maxscore import DECIMALS, SLACK, MaxScore, kth_largest
from indexer.engine.search.multi_segment import MultiSegmentReader
from indexer.engine.search.scoring import Scorer, Weighting
from indexer.engine.search.word_queries import AnyWord, any_word, is_of_words
from indexer.engine.segment.segment import Segment
from indexer.engine.statistics import document_frequency

__all__ = ["Match", "Ranking", "Searcher"]

_SPARE = 2
"""How many times as many matches are looked for at first as are wanted, where only so many of each group count."""


_KEPT_BYTES = 8 * 2**20
"""Scorers of terms that are kept, in bytes, and as many bytes of document frequencies."""

_SCORER_BYTES = 400
"""A scorer or frequency with its key, about: three floats and a tuple, a field and a term, and their entry."""


class Match(NamedTuple):
    """A document that was found: its number in the collection, its score, the place of its segment among all, and the
    number of its article among the `articles` of that segment."""

    document: int
    score: float
    segment: int
    article: int
    articles: ArticleReader

    @property
    def group(self) -> bytes:
        """The name of its article."""
        return self.articles.name(self.article)


class Ranking:
    """The matches of one query in order: best first, where scores are equal by the name of the group, then by the
    document's place in it. They are found as they are asked for."""

    def __init__(self, searcher: Searcher, query: Query) -> None:
        self._searcher = searcher
        self._words = any_word(query)
        self._parts = searcher.evaluators_for(query)
        self._query = query
        self._everything: Matches | None = None
        self._found: list[FoundWords] | None = None
        self._mask: NDArray[np.bool_] | None = None

    def count(self) -> int:
        """How many documents match."""
        if self._words is None:
            return len(self._all().documents)
        found = self._found_words(self._words)
        if any(len(one.scorers) > 1 for one in found):  # what is looked up is kept for `count_in`
            return int(np.count_nonzero(self._matching()))
        return sum([one.total() for one in found])

    def count_in(self, ranges: Iterable[range]) -> int:
        """How many documents match of those in the ranges, which are apart."""
        matching = self._matching()
        return sum([matching[one.start : one.stop].tobytes().count(1) for one in ranges])

    def _found_words(self, words: AnyWord) -> list[FoundWords]:
        """The words of the query in each part of the collection, looked up once."""
        if self._found is None:
            self._found = [part.find_words(words) for _, part in self._parts]
        return self._found

    def _matching(self) -> NDArray[np.bool_]:
        """For each document, whether it matches."""
        if self._mask is None:
            if self._words is not None:
                found = self._found_words(self._words)
                offsets = [offset for offset, _ in self._parts]
                self._mask = self._searcher.in_all(zip(offsets, [one.mask() for one in found], strict=True))
            else:
                self._mask = np.zeros(self._searcher.documents, np.bool_)
                self._mask[self._all().documents] = True
        return self._mask

    def each(self, limit: int | None, per_group: int) -> Iterator[Match]:
        """The matches in order, at most `per_group` of each group (0: all). More than `limit` can be taken, but are
        found only then."""
        wanted = limit if limit is None or not per_group else _SPARE * limit
        taken: dict[tuple[int, int], int] = {}
        left: NDArray[np.bool_] | None = None  # for each document, whether it may follow
        while True:
            found = self._first(wanted, left)
            for match in found:
                place = match.segment, match.article
                taken[place] = count = taken.get(place, 0) + 1
                if not per_group or count <= per_group:
                    yield match
            if wanted is None or len(found) < wanted or not wanted:
                return
            if left is None:
                left = np.ones(self._searcher.documents, np.bool_)
            left[[match.document for match in found]] = False
            for match in found:
                if per_group and taken[match.segment, match.article] >= per_group:
                    documents = self._searcher.documents_of(match)
                    left[documents.start : documents.stop] = False

    def _first(self, limit: int | None, left: NDArray[np.bool_] | None) -> list[Match]:
        """The `limit` best matches, or all; only of the documents that are `left`."""
        if self._words is not None and limit:
            documents, scores = self._best(self._words, limit, left)
        else:
            documents, scores = self._all()
            if left is not None:
                kept = left[documents]
                documents, scores = documents[kept], scores[kept]
        if limit is not None and len(scores) > limit:
            kept = scores >= (kth_largest(scores, limit) if limit else np.inf)
            documents, scores = documents[kept], scores[kept]
        return self._searcher.in_order(documents, scores, limit)

    def all(self) -> Matches:
        """All matches, by ascending number."""
        return self._all()

    def best(self, limit: int) -> Matches:
        """The `limit` best matches and those that score as much as the last of them; by ascending number."""
        documents, scores = self._all() if self._words is None else self._best(self._words, limit, None)
        if len(scores) > limit:
            kept = scores >= kth_largest(scores, limit)
            documents, scores = documents[kept], scores[kept]
        return Matches(documents, scores)

    def _all(self) -> Matches:
        """All matches, by ascending number."""
        if self._everything is None:
            self._everything = _joined((offset, part.matches(self._query)) for offset, part in self._parts)
        return self._everything

    def _best(self, words: AnyWord, limit: int, left: NDArray[np.bool_] | None) -> Matches:
        """The `limit` best matches and perhaps some more, by ascending number; only of the documents `left`."""
        least = -np.inf
        parts: list[tuple[int, Matches]] = []
        bonus = sum(condition.score for condition in words.required)
        for (offset, _), own in zip(self._parts, self._found_words(words), strict=True):
            allowed = own.allowed
            if left is not None:
                mine = left[offset : offset + own.documents]
                allowed = mine if allowed is None else mine & allowed
            found = self._searcher.max_score.best(
                own.scorers,
                own.documents,
                limit,
                allowed=allowed,
                boost=words.boost,
                least=(least - bonus) / words.boost - SLACK,
            )
            if bonus:
                found = Matches(found.documents, found.scores + bonus)
            parts.append((offset, found))
            if len(self._parts) > 1 and len(found.scores) >= limit:
                least = max(least, kth_largest(found.scores, limit))
        return _joined(parts)


class Searcher:
    """Searches several segments as one collection; the documents of each are numbered from where those of the segment
    before end.

    What it looks up is kept for the next query, within bounds. One object serves one thread.
    """

    def __init__(self, segments: Sequence[Segment], weighting: Weighting) -> None:
        self.segments = tuple(segments)
        self.max_score = MaxScore()
        self._weighting = weighting
        self._evaluators = [Evaluator(segment, self._scorer) for segment in segments]
        self.joined = MultiSegmentReader(self.segments)
        self._joined = Evaluator(self.joined, self._scorer)
        self._offsets = bounds_of([segment.documents for segment in self.segments]).tolist()
        self._frequencies: LruCache[int] = LruCache(_KEPT_BYTES)
        self._scorers: LruCache[tuple[Scorer | None]] = LruCache(_KEPT_BYTES)

    @property
    def documents(self) -> int:
        """How many documents there are, deleted ones too."""
        return int(self._offsets[-1])

    def offset_of(self, segment: int) -> int:
        """The number in the collection of the first document of a segment."""
        return int(self._offsets[segment])

    def documents_of(self, match: Match) -> range:
        """The documents of the match's article."""
        inside = match.articles.documents_of(match.article)
        offset = self._offsets[match.segment]
        return range(offset + inside.start, offset + inside.stop)

    def frequency(self, name: str, term: bytes) -> int:
        """How many live documents have the term in the field."""
        known = self._frequencies.get((name, term))
        if known is None:
            known = document_frequency(self.segments, name, term)
            self._frequencies.put((name, term), known, _SCORER_BYTES)
        return known

    def expand(self, name: str, expansion: Expansion) -> set[bytes]:
        """The terms of the field that are meant; some may be of deleted documents only."""
        found: set[bytes] = set()
        for segment in self.segments:
            field = segment.field(name)
            if field is not None:
                found.update(field.terms(expand(field, expansion)))
        return found

    def located(self, document: int) -> tuple[Segment, int]:
        """The segment that has a document, and its number there."""
        place = bisect_right(self._offsets, document) - 1
        return self.segments[place], document - self._offsets[place]

    def matches(self, query: Query) -> Matches:
        """All documents that match, with their scores, rounded."""
        parts = ((offset, evaluator.matches(query)) for offset, evaluator in self.evaluators_for(query))
        return _joined(parts)

    def count(self, query: Query) -> int:
        """How many documents match."""
        return sum(evaluator.count(query) for _, evaluator in self.evaluators_for(query))

    def mask(self, query: Query) -> NDArray[np.bool_]:
        """For each document, whether it matches; shape (documents,). Scores are not computed where they need not be."""
        return self.in_all((offset, evaluator.mask(query)) for offset, evaluator in self.evaluators_for(query))

    def in_all(self, masks: Iterable[tuple[int, NDArray[np.bool_]]]) -> NDArray[np.bool_]:
        """The masks of parts of the collection, each with the number of its first document, as one of all."""
        parts = list(masks)
        if len(parts) == 1:
            return parts[0][1]
        found = np.zeros(self.documents, np.bool_)
        for offset, mine in parts:
            found[offset : offset + len(mine)] = mine
        return found

    def rank(self, query: Query) -> Ranking:
        """The matches of a query in order, to be found as they are asked for."""
        return Ranking(self, query)

    def top(self, query: Query, limit: int | None, *, per_group: int = 0) -> list[Match]:
        """The `limit` best matches (None: all) in order, and of each group at most `per_group` (0: all)."""
        found: list[Match] = []
        if limit == 0:
            return found
        for match in self.rank(query).each(limit, per_group):
            found.append(match)
            if len(found) == limit:
                break
        return found

    def evaluators_for(self, query: Query) -> list[tuple[int, Evaluator]]:
        """What evaluates the query, and where the documents of each begin: the segments joined, if that will do."""
        if self.segments and is_of_words(query):
            return [(0, self._joined)]
        order = sorted(range(len(self.segments)), key=lambda place: -self.segments[place].documents)
        return [(self._offsets[place], self._evaluators[place]) for place in order]

    def match(self, document: int, score: float) -> Match:
        """A document as a match."""
        place = bisect_right(self._offsets, document) - 1
        articles = self.segments[place].articles
        number = int(articles.of(np.array([document - self._offsets[place]]))[0])
        return Match(document, score, place, number, articles)

    def in_order(self, documents: NDArray[np.int64], scores: NDArray[np.float64], limit: int | None) -> list[Match]:
        """The `limit` best of these documents (None: all), which are ascending, in the order of a ranking."""
        found: list[Match] = []
        bounds = np.searchsorted(documents, self._offsets).tolist()
        for place, segment in enumerate(self.segments):
            own, marks = documents[bounds[place] : bounds[place + 1]], scores[bounds[place] : bounds[place + 1]]
            if not len(own):
                continue
            numbers = segment.articles.of(own - self._offsets[place])
            order = np.lexsort((segment.articles.ranks()[numbers], -marks))[:limit]  # documents are so already
            found += map(
                Match,
                own[order].tolist(),
                marks[order].tolist(),
                repeat(place),
                numbers[order].tolist(),
                repeat(segment.articles),
            )
        if len(self.segments) > 1:
            found = _merged(found)
        return found[:limit]

    def _scorer(self, field: str, term: bytes) -> Scorer | None:
        key = field, term
        known = self._scorers.get(key)
        if known is None:
            scored = any(found.lengths is not None for s in self.segments if (found := s.field(field)) is not None)
            known = (self._weighting.scorer(field, term, self.frequency(field, term)) if scored else None,)
            self._scorers.put(key, known, _SCORER_BYTES)
        return known[0]


def _joined(parts: Iterable[tuple[int, Matches]]) -> Matches:
    """The matches of several collections with the numbers that the documents have in all, ascending; scores rounded.

    The documents of each come with what is to be added to their numbers.
    """
    found = [
        Matches(part.documents + np.int64(offset), np.round(part.scores, DECIMALS))
        for offset, part in sorted(parts, key=itemgetter(0))
    ]
    if not found:
        return Matches(np.zeros(0, np.int64), np.zeros(0))
    return found[0] if len(found) == 1 else Matches(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _merged(found: list[Match]) -> list[Match]:
    """The matches of several segments, each in order, in one order. Names are read only where scores are equal."""
    found.sort(key=attrgetter("score"), reverse=True)
    if not any(one.score == other.score and one.segment != other.segment for one, other in pairwise(found)):
        return found
    merged: list[Match] = []
    for _, group in groupby(found, key=attrgetter("score")):
        tied = list(group)
        if len({match.segment for match in tied}) > 1:
            tied.sort(key=attrgetter("group", "document"))
        merged += tied
    return merged
