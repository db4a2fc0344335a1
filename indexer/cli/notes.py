"""What is said beside the results of a query, so that nothing of it is dropped silently?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from indexer.cli.console import Console
from indexer.cli.numbers import many

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model.hits import SearchResult
    from indexer.querying import Mode
    from indexer.searching.options import Order

__all__ = [
    "HitOptions",
    "MatchOptions",
    "notes_of",
    "say_what_else_matches",
    "say_what_is_missing",
    "say_what_was_found",
    "without_hits",
]


class MatchOptions(TypedDict):
    """What decides which passages match, as arguments of the methods of `Index`."""

    mode: Mode
    literal: bool
    since: str | None
    until: str | None


class HitOptions(TypedDict):
    """What decides which hits are shown of what matches, as arguments of `Index.search`."""

    per_article: int
    duplicates: bool
    offset: int
    order: Order
    expand: bool
    explain: bool


def say_what_was_found(console: Console, index: Index, result: SearchResult) -> None:
    """Say how many hits there are, and how many more are not shown, for which reason."""
    if result.hits:
        first, last = result.hits[0].rank, result.hits[-1].rank
        ranks = str(first) if first == last else f"{first}–{last}"
        console.say(f"{ranks} of {many(result.total, 'matching passage')}")
    elif result.total:
        console.say(f"no more hits: {result.total} passages match")
    else:
        console.say("nothing found" if result.missing or not index.is_empty() else "the index is empty")
    if result.more:
        console.say(f"{many(result.more, 'more hit')} in articles already shown: --per-article 0")
    duplicates = sum(len(hit.duplicates) for hit in result.hits)
    if duplicates:
        console.say(f"{many(duplicates, 'article is', 'articles are')} nearly the same: --duplicates show")


def say_what_else_matches(console: Console, index: Index, result: SearchResult, options: MatchOptions) -> None:
    """Where nothing was found, though each word is in some passage, say how much would be, with other options."""
    if result.total or result.missing:
        return
    dated = " and ".join(name for name, day in (("--since", options["since"]), ("--until", options["until"])) if day)
    if dated:
        undated: MatchOptions = {**options, "since": None, "until": None}
        _say_how_many(console, f"without {dated}", index.search(result.query, limit=0, **undated))
    if options["mode"] == "all":
        any_: MatchOptions = {**options, "mode": "any"}
        _say_how_many(console, "with any of the words (--any)", index.search(result.query, limit=0, **any_))


def _say_how_many(console: Console, how: str, result: SearchResult) -> None:
    if result.total:
        console.say(f"{how}: {many(result.total, 'matching passage')}")


def say_what_is_missing(console: Console, index: Index, result: SearchResult) -> None:
    """Say what of a query no passage has, and which passages are left out."""
    writer = index.writer()
    if writer:
        console.say(f"the index is being written to by {writer}: what is found may not be all")
    for note in notes_of(result, unfinished=bool(writer)):
        console.say(note)


def without_hits(index: Index, text: str | None, options: MatchOptions) -> SearchResult:
    """What a search for the same, or for everything (None), finds and does not find, without its hits."""
    from indexer.searching.hits import EVERYTHING

    if text is None:
        text, options = EVERYTHING, {**options, "literal": False}
    return index.search(text, limit=0, **options)


def notes_of(result: SearchResult, *, unfinished: bool = False) -> Iterator[str]:
    """What of a query no passage has, and which passages are left out, in sentences. An `unfinished` index is still
    being written to."""
    if result.undated:
        yield f"{many(result.undated, 'more matching passage has', 'more matching passages have')} no date"
    for text, suggestions in result.missing.items():
        quoted = text if '"' in text else f'"{text}"'
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        yield f"no passage {'so far ' if unfinished else ''}has {quoted}{meant}"
