"""What can be asked of the engine?

Queries are plain values. Every one matches documents and gives each a score; what is said of a score below is before
it is multiplied by the query's `boost`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

__all__ = [
    "AllOf",
    "AndMaybe",
    "AndNot",
    "AnyOf",
    "Callback",
    "Constant",
    "Expansion",
    "Fuzzy",
    "MatchAll",
    "MultiPhrase",
    "Nothing",
    "Phrase",
    "Prefix",
    "Query",
    "Range",
    "Regex",
    "Term",
    "Terms",
    "Way",
]


class Term(NamedTuple):
    """Documents that have `term` in the field, scored by the weighting."""

    field: str
    term: bytes
    boost: float = 1.0


class Phrase(NamedTuple):
    """Documents that have the terms in this order, each at most `distance` positions behind the one before; scored as
    the sum of its terms, wherever these are."""

    field: str
    terms: tuple[bytes, ...]
    distance: int = 1
    boost: float = 1.0


class Way(NamedTuple):
    """One term of each slot in this order, each at most as many positions behind the one before as `distances` says of
    it. A slot is a field with a term, or with an expansion, of which any term will do; the fields have the same words
    at the same positions."""

    slots: tuple[tuple[str, bytes | Expansion], ...]
    distances: tuple[int, ...]


class MultiPhrase(NamedTuple):
    """Documents that have their words in any of these ways. The score is the sum of all terms of the slots that the
    document has, each once, however many ways it is in (Lucene's MultiPhraseQuery, with expansions and alternatives).
    """

    ways: tuple[Way, ...]
    boost: float = 1.0


class Prefix(NamedTuple):
    """Terms that begin with these bytes."""

    prefix: bytes


class Regex(NamedTuple):
    """Terms that the regular expression `pattern` matches: the whole term, or only its beginning where it need not be
    `whole`; all of them begin with `prefix`."""

    pattern: str
    prefix: bytes = b""
    whole: bool = True


class Fuzzy(NamedTuple):
    """Terms at most `distance` edits (a character inserted, deleted or replaced) from `text`, whose first `shared`
    characters are those of `text`."""

    text: str
    distance: int
    shared: int = 0


class Range(NamedTuple):
    """Terms from `first` to `last`, both included, or all `below` the last one; None is an open end."""

    first: bytes | None = None
    last: bytes | None = None
    below: bool = False


Expansion: TypeAlias = Prefix | Regex | Fuzzy | Range
"""Which terms of a field are meant."""


class Terms(NamedTuple):
    """Documents that have any of several terms of the field, scored as the sum of them."""

    field: str
    expansion: Expansion
    boost: float = 1.0


class MatchAll(NamedTuple):
    """All documents, or those that have anything in the field; each scores 1."""

    field: str | None = None
    boost: float = 1.0


class Nothing(NamedTuple):
    """No document."""


class AllOf(NamedTuple):
    """Documents that match every part, scored as their sum."""

    parts: tuple[Query, ...]
    boost: float = 1.0


class AnyOf(NamedTuple):
    """Documents that match at least one part, scored as the sum of those that match."""

    parts: tuple[Query, ...]
    boost: float = 1.0


class AndMaybe(NamedTuple):
    """Documents that match `base`, scored as the sum with `also` where that matches too."""

    base: Query
    also: Query


class AndNot(NamedTuple):
    """Documents that match `base` and not `excluded`, scored as `base`."""

    base: Query
    excluded: Query


class Constant(NamedTuple):
    """Documents that match `query`, each with the same score."""

    query: Query
    score: float = 1.0


class Callback(NamedTuple):
    """Documents that something else has found: of each segment, ascending, with their scores."""

    found: Callable[[Any], Any]


Query: TypeAlias = (
    Term | Phrase | MultiPhrase | Terms | MatchAll | Nothing | AllOf | AnyOf | AndMaybe | AndNot | Constant | Callback
)
