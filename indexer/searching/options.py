"""How is a query to be read, and which of its hits are wanted?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from indexer import arguments
from indexer.errors import UsageError
from indexer.model.choices import SNIPPET_LENGTH

if TYPE_CHECKING:
    from indexer.querying import Mode

__all__ = ["ORDERS", "Order", "SearchOptions", "options_of", "snippet_length_of"]

Order: TypeAlias = Literal["relevance", "passages", "newest", "oldest", "path"]
"""In which order hits are: by their articles' relevance, their own, or by day or path of their articles."""

ORDERS: tuple[Order, ...] = ("relevance", "passages", "newest", "oldest", "path")

_MODES: tuple[Mode, ...] = ("any", "all")


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How a query is to be read and its hits to be chosen.

    `limit` hits are given (None: all), after the first `offset`; at most `per_article` of one article (0: as many as
    match). `mode` says whether a passage must have all plain words or any. `since` and `until` are the first and last
    day of publication, both included; with either, articles without a date are left out. With `literal`, the query is
    only words. Of articles that are nearly the same only the best hit's is shown, unless `duplicates` are asked for.
    `order` is by the articles' relevance, by that of single passages, or by day or path of the articles; with `expand`,
    articles that are like the most relevant ones rise (soft feedback). A snippet takes at most `snippet_length` columns
    on one line; with 0, hits have no text, no snippet and no highlights: where many are wanted, most of the time is
    saved. With `explain`, hits say what their scores are the sum of.
    """

    limit: int | None = 10
    offset: int = 0
    per_article: int = 2
    mode: Mode = "any"
    literal: bool = False
    since: date | None = None
    until: date | None = None
    duplicates: bool = False
    snippet_length: int = SNIPPET_LENGTH
    order: Order = "relevance"
    expand: bool = False
    explain: bool = False


def options_of(
    today: date | None,
    mode: object,
    literal: object,
    since: object = None,
    until: object = None,
    *,
    limit: object = None,
    offset: object = 0,
    per_article: object = 0,
    duplicates: object = False,
    snippets: object = True,
    snippet_length: object = SNIPPET_LENGTH,
    order: object = "relevance",
    expand: object = False,
    explain: object = False,
) -> SearchOptions:
    """The options that a caller's arguments are; "last week" counts from `today`. Raises UsageError for those that
    mean nothing, DateSyntaxError where `since` or `until` is not a date."""
    options = SearchOptions(
        limit=None if limit is None else arguments.number_of("limit", limit),
        offset=arguments.number_of("offset", offset),
        per_article=arguments.number_of("per_article", per_article),
        mode=arguments.choice_of("mode", mode, _MODES),
        literal=arguments.flag_of("literal", literal),
        since=arguments.first_day_of("since", since, today),
        until=arguments.last_day_of("until", until, today),
        duplicates=arguments.flag_of("duplicates", duplicates),
        snippet_length=snippet_length_of(snippets, snippet_length),
        order=arguments.choice_of("order", order, ORDERS),
        expand=arguments.flag_of("expand", expand),
        explain=arguments.flag_of("explain", explain),
    )
    if options.since and options.until and options.since > options.until:
        raise UsageError(
            f"since {options.since} is later than until {options.until}: no day is in between",
            hint="since is the first day, until the last",
        )
    return options


def snippet_length_of(snippets: object, length: object) -> int:
    """The most columns of a snippet, 0 where there are to be none."""
    checked = arguments.number_of("snippet_length", length, 1)
    return checked if arguments.flag_of("snippets", snippets) else 0
