"""How is the arithmetic of a score laid out for a person?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from indexer.cli.numbers import many
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from indexer.model.hits import Contribution, Stage

__all__ = ["explained"]

_NAMES: Final[Mapping[Stage, str]] = {
    "pairs": "words of the query that are neighbours, near each other in the article",
    "passage": "its best passage",
    "title_only": "the words are in the title alone",
    "neighbours": "articles like it",
    "feedback": "what the best articles have in common",
    "behind": "not among the articles that were scored as a whole",
}
_WIDEST = 24
"""Columns of the widest word behind which what is known of it is in one column."""


def explained(score: float, parts: Sequence[Contribution]) -> Iterator[str]:
    """A line with the score, then one for each part of the sum."""
    yield f"score {score:.4f}" + (" =" if parts else "")
    widest = max((min(width_of(part.label), _WIDEST) for part in parts), default=0)
    for part in parts:
        known = ", ".join(_known(part))
        gap = " " * max(0, widest - width_of(part.label))
        text = f"{part.label}{gap}  {known}" if known else part.label or _NAMES[part.stage]
        yield f"{part.score:>+11.4f}  {text}".rstrip()


def _known(part: Contribution) -> Iterator[str]:
    """What is known of a word."""
    unit = "article" if part.weight is None else "passage"
    if part.weight:
        yield f"{part.weight:.4f} × {part.score / part.weight:.4f}"
    if part.occurrences is not None:
        yield f"frequency {part.occurrences:,} in the {unit}"
    if part.having is not None:
        yield f"in {many(part.having, unit)}"
