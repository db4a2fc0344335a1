"""What is said beside the results of a query, so that nothing of it is dropped silently?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypedDict

from indexer.cli.console import Console
from indexer.cli.numbers import many

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model import SearchResult
    from indexer.querying import Mode

__all__ = ["MatchOptions", "notes_of", "say_what_is_missing", "without_hits"]


class MatchOptions(TypedDict):
    """What decides which passages match, as arguments of the methods of `Index`."""

    mode: Mode
    literal: bool
    since: str | None
    until: str | None


def say_what_is_missing(console: Console, index: Index, result: SearchResult) -> None:
    """Say what of a query no passage has, and which passages are left out."""
    writer = index.writer()
    if writer:
        console.say(f"the index is being written to by {writer}: what is found may not be all")
    for note in notes_of(result, unfinished=bool(writer)):
        console.say(note)


def without_hits(index: Index, text: str | None, asked: MatchOptions) -> SearchResult:
    """What a search for the same, or for everything (None), finds and does not find, without its hits."""
    from indexer.searching.hits import EVERYTHING

    if text is None:
        text, asked = EVERYTHING, {**asked, "literal": False}
    return index.search(text, limit=0, **asked)


def notes_of(result: SearchResult, *, unfinished: bool = False) -> Iterator[str]:
    """What of a query no passage has, and which passages are left out, in sentences. An `unfinished` index is still
    being written to."""
    if result.undated:
        yield f"{many(result.undated, 'more matching passage has', 'more matching passages have')} no date"
    for text, suggestions in result.missing.items():
        quoted = text if '"' in text else f'"{text}"'
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        yield f"no passage {'so far ' if unfinished else ''}has {quoted}{meant}"
