"""Which queries ask only for words, so that the best matches are found without scoring most of the others?"""

from __future__ import annotations

from typing import NamedTuple

from indexer.engine.queries import (
    AllOf,
    AndMaybe,
    AndNot,
    AnyOf,
    Constant,
    Nothing,
    Phrase,
    Query,
    Term,
)

__all__ = ["AnyWord", "FilteredTerm", "any_word", "is_of_words"]


class FilteredTerm(NamedTuple):
    """Documents that have `term` and match all `conditions`, scored by the term alone."""

    term: Term
    conditions: tuple[Query, ...] = ()


class AnyWord(NamedTuple):
    """Documents that have any of `terms`, match all of `required` and none of `excluded`.

    Their score is `boost` times the sum of the terms', and what the `required` conditions add.
    """

    terms: tuple[FilteredTerm, ...]
    boost: float = 1.0
    required: tuple[Constant, ...] = ()
    excluded: tuple[Query, ...] = ()


def any_word(query: Query) -> AnyWord | None:
    """The query as one for any of several words; None where it is not."""
    match query:
        case Term():
            return AnyWord((FilteredTerm(query),))
        case AnyOf(parts, boost) if boost > 0:
            terms = tuple(map(_filtered_term, parts))
            return AnyWord(tuple(term for term in terms if term), boost) if all(terms) else None
        case AndNot(base, excluded):
            inner = any_word(base)
            return inner and inner._replace(excluded=(*inner.excluded, excluded))
        case AllOf(parts, 1.0):
            required = tuple(part for part in parts if isinstance(part, Constant))
            others = [part for part in parts if not isinstance(part, Constant)]
            inner = any_word(others[0]) if len(others) == 1 else None
            return inner and inner._replace(required=(*inner.required, *required))
    return None


def _filtered_term(query: Query) -> FilteredTerm | None:
    """The query as a term and conditions that add nothing to its score; None where it is not.

    A word that is looked up in the articles of one language alone is one.
    """
    if isinstance(query, Term):
        return FilteredTerm(query)
    inner = any_word(query) if isinstance(query, AllOf) else None
    if inner is None or len(inner.terms) != 1 or inner.boost != 1.0 or inner.excluded:
        return None
    if any(condition.score for condition in inner.required):
        return None
    (term,) = inner.terms
    return term._replace(conditions=(*term.conditions, *(condition.query for condition in inner.required)))


def is_of_words(query: Query) -> bool:
    """Whether only words and phrases are looked up."""
    match query:
        case Term() | Phrase() | Nothing():
            return True
        case AnyOf(parts) | AllOf(parts):
            return all(map(is_of_words, parts))
        case AndMaybe(one, other) | AndNot(one, other):
            return is_of_words(one) and is_of_words(other)
        case Constant(inner):
            return is_of_words(inner)
    return False
