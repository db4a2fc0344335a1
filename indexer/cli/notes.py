"""What is said beside the results of a query, so that nothing of it is dropped silently?"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from indexer.cli.console import Console

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model import SearchResult
    from indexer.querying import Mode

__all__ = ["MatchOptions", "say_what_is_missing"]


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
    if result.undated:
        console.say(
            f"{result.undated} more matching {'passage has' if result.undated == 1 else 'passages have'} no date"
        )
    for text, suggestions in result.missing.items():
        quoted = text if '"' in text else f'"{text}"'
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        console.say(f"no passage {'so far ' if writer else ''}has {quoted}{meant}")
