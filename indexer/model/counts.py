"""How many matches, or words, are there of each kind?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = [
    "FacetCount",
    "Facets",
    "TermCount",
    "Timeline",
]


class FacetCount(NamedTuple):
    """A value, and how many of the matching articles, and of their matching passages, have it."""

    value: str
    articles: int
    passages: int


class TermCount(NamedTuple):
    """A word, folded, how many passages and articles have it, and how often it occurs in all of them."""

    term: str
    passages: int
    articles: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many matches have each value of something, such as the authors; the most frequent value first.

    `articles` and `passages` are all that match, `without` those of them that have no value. An article with several
    values, such as two authors, counts for each of them.
    """

    query: str
    by: str
    counts: tuple[FacetCount, ...]
    articles: int
    passages: int
    without: FacetCount


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many matches are of each month or year (`by`), from the first to the last that has any, one after the other.

    Months are written `2019-02`, years `2019`. `articles` and `passages` are all that match, `undated` those of them
    that have no date.
    """

    query: str
    by: Literal["month", "year"]
    counts: tuple[FacetCount, ...]
    articles: int
    passages: int
    undated: FacetCount
