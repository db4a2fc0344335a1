"""How are counts laid out for a person: in columns, and as bars?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from indexer.cli.console import safe_line
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from indexer.model.counts import FacetCount

__all__ = ["bars", "table"]

_PARTS = " ▏▎▍▌▋▊▉"
"""The eighths of a column that a bar may end with."""
_GAP = 3
"""Months or years without a match, one after the other, from which on they are one line."""


def table(by: str, counts: Sequence[FacetCount]) -> Iterator[str]:
    """A line of headings, then one line for each value."""
    if counts:
        yield f"{'articles':>9} {'passages':>9}  {by}"
    for value, articles, passages in counts:
        yield f"{articles:>9,} {passages:>9,}  {safe_line(value)}"


def bars(by: str, counts: Sequence[FacetCount], width: int, encoding: str) -> Iterator[str]:
    """A line of headings, then one line for each month or year, with a bar as long as its articles are many, in all at
    most `width` columns. Of many without a match in a row, there is one line."""
    if not counts:
        return
    most = max(count.articles for count in counts)
    size = max(width_of(count.value) for count in counts)
    yield f"{by:<{size}} {'articles':>9} {'passages':>9}"
    room = max(1, width - size - 22)
    empty: list[FacetCount] = []
    for count in counts:
        if not count.articles:
            empty.append(count)
            continue
        yield from _without_bars(empty, size)
        empty = []
        bar = _bar(count.articles / most * room, encoding)
        yield f"{count.value:<{size}} {count.articles:>9,} {count.passages:>9,}  {bar}"


def _without_bars(empty: Sequence[FacetCount], size: int) -> Iterator[str]:
    if len(empty) >= _GAP:
        yield f"{'…':<{size}} {0:>9} {0:>9}"
        return
    for count in empty:
        yield f"{count.value:<{size}} {0:>9} {0:>9}"


def _bar(length: float, encoding: str) -> str:
    """A bar of so many columns, at least the shortest that is seen."""
    eighths = max(1, round(length * 8))
    bar = "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
    try:
        bar.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "#" * max(1, round(length))
    return bar
