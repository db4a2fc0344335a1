"""Which words head any article and name none?

Kickers, printed above a headline to say what kind of article follows, and the headings of usual sections.
"""

from __future__ import annotations

from indexer.cleaning.rules.phrases import phrases
from indexer.text import fold

__all__ = ["is_kicker", "is_section"]

_KICKERS = frozenset(map(fold, phrases("kickers")))
_SECTIONS = frozenset(map(fold, phrases("sections")))
_LONGEST = 30
_EDGES = " :|•-–—"


def is_kicker(line: str) -> bool:
    """Whether the whole line is such a word: "Exclusive", "Analysis"."""
    return len(line) <= _LONGEST and fold(line.strip(_EDGES)) in _KICKERS


def is_section(line: str) -> bool:
    """Whether the whole line is the heading of a usual section: "Introduction", "Key takeaways"."""
    return len(line) <= _LONGEST and fold(line.strip(_EDGES)) in _SECTIONS
