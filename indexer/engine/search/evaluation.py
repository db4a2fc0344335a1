"""Which documents of a segment match a query, and with what score?

Here every match is scored, over whole arrays; `top` finds the best without scoring all where it can. Both give
documents that are not deleted, by ascending number, and scores that do not depend on how the collection is cut into
segments: the parts of a sum are added in the query's order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import distinct, is_among
from indexer.engine.cache import LruCache
from indexer.engine.queries import (
    AllOf,
    AndMaybe,
    AndNot,
    AnyOf,
    Callback,
    Constant,
    MatchAll,
    MultiPhrase,
    Nothing,
    Phrase,
    Query,
    Term,
    Terms,
)
from indexer.engine.search.expansion import expand
from indexer.engine.search.matches import NO_MATCHES, Matches, boosted, union, where, with_bonus
from indexer.engine.search.multi_segment import MultiSegmentField, MultiSegmentReader
from indexer.engine.search.phrases import documents_of, slot_of, within_distance
from indexer.engine.search.scoring import Scorer
from indexer.engine.search.term_scorer import TermScorer
from indexer.engine.search.word_queries import AnyWord, FilteredTerm, any_word
from indexer.engine.segment.fields import ArticleTerms, Field
from indexer.engine.segment.posting_list import PostingList
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms as OwnTerms

__all__ = ["Evaluator", "FoundWords", "Scorers"]

Scorers = Callable[[str, bytes], Scorer | None]
"""The scorer of a term of a field; None where the frequency itself is the score."""

_KEPT_BYTES = 64 * 2**20
"""Postings of terms that are kept, in bytes, and as many bytes of masks of conditions."""


class FoundWords(NamedTuple):
    """What a segment, or several joined, of so many `documents` have of a query for any of several words.

    `scorers` are those of the terms that are there; `allowed` says for each document whether the conditions let it
    match, None where all do. It must not be changed.
    """

    documents: int
    scorers: Sequence[TermScorer]
    allowed: NDArray[np.bool_] | None

    def mask(self) -> NDArray[np.bool_]:
        """For each document, whether it matches."""
        found = np.zeros(self.documents, np.bool_)
        for scorer in self.scorers:
            _mark(found, scorer.postings)
        if self.allowed is not None:
            found &= self.allowed
        return found

    def total(self) -> int:
        """How many documents match."""
        if len(self.scorers) > 1:
            return int(np.count_nonzero(self.mask()))
        if not self.scorers:
            return 0
        postings = self.scorers[0].postings
        return postings.count if self.allowed is None else int(np.count_nonzero(self.allowed[postings.documents]))


class Evaluator:
    """Evaluates queries over one segment, or several joined, in which there are only words and phrases to look up.

    `scorers` gives the scorer of a term, for the collection as a whole.
    """

    def __init__(self, segment: Segment | MultiSegmentReader, scorers: Scorers) -> None:
        self.segment = segment
        self.live: NDArray[np.bool_] | None = None if segment.deleted is None else ~segment.deleted
        self._scorers = scorers
        self._posted: LruCache[TermScorer] = LruCache(_KEPT_BYTES)
        self._conditions: LruCache[NDArray[np.bool_]] = LruCache(_KEPT_BYTES)

    def matches(self, query: Query) -> Matches:  # noqa: C901, PLR0911 - a branch for each kind of query
        """All documents that match."""
        match query:
            case Term():
                posted = self.posted(query)
                return NO_MATCHES if posted is None else self._all(posted)
            case Phrase():
                return self._phrase(query)
            case MultiPhrase():
                return self._multi_phrase(query)
            case Terms():
                return self._terms(query)
            case MatchAll():
                documents = self._every(query.field)
                return Matches(documents, np.full(len(documents), query.boost))
            case AnyOf():
                return boosted(union([self.matches(part) for part in query.parts], self.segment.documents), query.boost)
            case AllOf():
                return boosted(self._all_of(query.parts), query.boost)
            case AndMaybe(base, also):
                return with_bonus(self.matches(base), self.matches(also))
            case AndNot(base, excluded):
                return where(self.matches(base), self.mask(excluded), wanted=False)
            case Constant(inner, score):
                documents = self.matches(inner).documents
                return Matches(documents, np.full(len(documents), score))
            case Callback(found):
                given: Matches = found(self.segment)
                return given
            case Nothing():
                return NO_MATCHES
        raise TypeError(f"not a query: {query!r}")

    def mask(self, query: Query) -> NDArray[np.bool_]:  # noqa: C901 - as above
        """For each document of the segment, whether it matches; scores are not computed where they need not be."""
        words = any_word(query)
        if words is not None:
            return self.find_words(words).mask()
        found = np.zeros(self.segment.documents, np.bool_)
        match query:
            case Terms():
                for _, number, field in self._expanded(query):
                    _mark(found, field.postings(number))
                if self.live is not None:
                    found &= self.live
            case AnyOf():
                for part in query.parts:
                    found |= self.mask(part)
            case AllOf():
                found[:] = bool(query.parts)
                for part in query.parts:
                    found &= self.mask(part)
            case AndNot(base, excluded):
                return self.mask(base) & ~self.mask(excluded)
            case Constant(inner, _) | AndMaybe(inner, _):
                return self.mask(inner)
            case _:
                found[self.matches(query).documents] = True
        return found

    def condition(self, query: Query) -> NDArray[np.bool_]:
        """The mask of a query that others are limited by; kept, so it must not be changed."""
        key = repr(query)  # as tuples, queries of different kinds may be equal
        known = self._conditions.get(key)
        if known is None:
            known = self.mask(query)
            known.setflags(write=False)
            self._conditions.put(key, known, known.nbytes)
        return known

    def count(self, query: Query) -> int:
        """How many documents match."""
        words = any_word(query)
        return int(np.count_nonzero(self.mask(query))) if words is None else self.find_words(words).total()

    def find_words(self, words: AnyWord) -> FoundWords:
        """What there is of a query that was read as one for any of several words."""
        scorers = [found for term in words.terms if (found := self._filtered(term)) is not None]
        return FoundWords(self.segment.documents, scorers, self._allowed(words))

    def _allowed(self, words: AnyWord) -> NDArray[np.bool_] | None:
        """For each document, whether the conditions let it match; None where all do. It must not be changed."""
        allowed = self.live
        for condition in words.required:
            mask = self.condition(condition.query)
            allowed = mask if allowed is None else allowed & mask
        for excluded in words.excluded:
            mask = ~self.condition(excluded)
            allowed = mask if allowed is None else allowed & mask
        return allowed

    def _filtered(self, filtered: FilteredTerm) -> TermScorer | None:
        """The term's postings in the documents that match its conditions, or None where the segment has none of it.

        Each is scored as in all documents that have the term.
        """
        term, conditions = filtered
        if not conditions:
            return self.posted(term)
        key = term, repr(conditions)
        known = self._posted.get(key)
        if known is None:
            whole = self.posted(term)
            if whole is None:
                return None
            allowed = self.condition(conditions[0])
            for condition in conditions[1:]:
                allowed = allowed & self.condition(condition)
            known = whole.within(allowed)
            self._posted.put(key, known, known.size)
        return known

    def posted(self, term: Term) -> TermScorer | None:
        """The term's postings, or None where the segment has none of it."""
        known = self._posted.get(term)
        if known is not None:
            return known
        field = self.segment.field(term.field)
        number = -1 if field is None else field.find(term.term)
        if field is None or number < 0:
            return None
        known = TermScorer(field.postings(number), self._scorers(term.field, term.term), field.lengths, term.boost)
        return self._posted.put(term, known, known.size)

    def _all(self, posted: TermScorer) -> Matches:
        documents, tf = posted.postings.documents, posted.postings.tf
        if self.live is not None:
            live = self.live[documents]
            documents, tf = documents[live], tf[live]
        return Matches(documents, posted.score(tf, documents))

    def _expanded(self, query: Terms) -> list[tuple[bytes, int, Field]]:
        """The terms that are meant and are there, each with its number and field."""
        field = self.segment.field(query.field)
        if field is None:
            return []
        if isinstance(field, MultiSegmentField):
            raise TypeError("the terms of joined segments are not in order")
        numbers = expand(field, query.expansion)
        if isinstance(numbers, range):
            field.load(numbers)
        return [(term, number, field) for number, term in zip(numbers, field.terms(numbers), strict=True) if term]

    def _terms(self, query: Terms) -> Matches:
        parts = []
        for term, number, field in self._expanded(query):
            parts.append(
                self._all(
                    TermScorer(field.postings(number), self._scorers(query.field, term), field.lengths, query.boost)
                )
            )
        return union(parts, self.segment.documents)

    def _every(self, name: str | None) -> NDArray[np.int64]:
        live = np.ones(self.segment.documents, np.bool_) if self.live is None else self.live.copy()
        if name is not None:
            field = self.segment.field(name)
            having = np.zeros(self.segment.documents, np.bool_)
            if field is not None and field.lengths is not None:
                having = field.lengths > 0
            elif isinstance(field, OwnTerms | ArticleTerms):
                having = field.having()
            live &= having
        return np.flatnonzero(live)

    def _all_of(self, parts: Sequence[Query]) -> Matches:
        """The documents that match all parts: found from the rarest on, and scored in the order of the parts."""
        found = [self.posted(part) if isinstance(part, Term) else self.matches(part) for part in parts]
        if not found or None in found:
            return NO_MATCHES
        lists = sorted(
            (one.postings for one in found if isinstance(one, TermScorer)), key=lambda postings: postings.count
        )
        sets = sorted((one.documents for one in found if isinstance(one, Matches)), key=len)
        if lists and (not sets or lists[0].count < len(sets[0])):
            documents = lists.pop(0).documents
            if self.live is not None:
                documents = documents[self.live[documents]]
        else:
            documents = sets.pop(0)
        for others in sets:
            documents = documents[is_among(documents, others)]
        for postings in lists:
            documents = documents[postings.tf_in(documents) > 0]
        scores = np.zeros(len(documents))
        for one in found:
            if isinstance(one, TermScorer):
                scores += one.scores_in(documents)
            elif one is not None:
                scores += one.scores[np.searchsorted(one.documents, documents)]
        return Matches(documents, scores)

    def _phrase(self, query: Phrase) -> Matches:
        field = self.segment.field(query.field)
        if field is None or not query.terms:
            return NO_MATCHES
        numbers = [field.find(term) for term in query.terms]
        if min(numbers) < 0:
            return NO_MATCHES
        lists = {number: field.stem_postings(number) for number in numbers}
        ordered = sorted(lists.values(), key=lambda postings: postings.count)
        documents = ordered[0].documents
        if self.live is not None:
            documents = documents[self.live[documents]]
        for postings in ordered[1:]:
            if not len(documents):
                return NO_MATCHES
            documents = documents[postings.tf_in(documents) > 0]
        if not len(documents):
            return NO_MATCHES
        found = {number: field.positions(number, documents) for number in lists}
        owners = np.arange(len(documents))
        placed = {number: (np.repeat(owners, sizes), positions) for number, (positions, sizes) in found.items()}
        kept = within_distance([placed[number] for number in numbers], [query.distance] * (len(numbers) - 1))
        documents = documents[kept]
        scores = np.zeros(len(documents))
        for term, number in zip(query.terms, numbers, strict=True):
            weights = lists[number].weights
            tf = found[number][1][kept] if weights is None else lists[number].tf_in(documents)
            scorer = self._scorers(query.field, term)
            scores += TermScorer(lists[number], scorer, field.lengths, 1.0).score(tf, documents)
        return Matches(documents, scores * query.boost)

    def _multi_phrase(self, query: MultiPhrase) -> Matches:
        if isinstance(self.segment, MultiSegmentReader):
            raise TypeError("the terms of joined segments are not in order")
        slots = {slot: slot_of(self.segment, *slot) for way in query.ways for slot in way.slots}
        found = []
        for way in query.ways:
            there = [slot for one in way.slots if (slot := slots[one])]
            if len(there) == len(way.slots):
                found.append(documents_of(self.segment, there, way.distances))
        documents = distinct(np.concatenate(found)) if found else NO_MATCHES.documents
        if not len(documents):
            return NO_MATCHES
        terms = {
            (slot.name, term): (slot.field, number)
            for slot in slots.values()
            if slot
            for term, number in zip(slot.terms, slot.numbers, strict=True)
        }
        scores = np.zeros(len(documents))
        for (name, term), (field, number) in terms.items():
            scorer = TermScorer(field.postings(number), self._scorers(name, term), field.lengths, query.boost)
            scores += scorer.scores_in(documents)
        return Matches(documents, scores)


def _mark(found: NDArray[np.bool_], postings: PostingList) -> None:
    if postings.dense is not None and postings.dense.itemsize == 1:
        found |= postings.dense.view(np.bool_)
    else:
        found[postings.documents] = True
