"""Which words head any article and name none?

Kickers, printed above a headline to say what kind of article follows, and the headings of usual sections.
"""

from __future__ import annotations

import re

from indexer.cleaning.rules.phrases import phrases
from indexer.text import fold

__all__ = ["is_kicker", "is_label", "is_section"]

_KICKERS = frozenset(map(fold, phrases("kickers")))
_SECTIONS = frozenset(map(fold, phrases("sections")))
_LONGEST = 30
_EDGES = " :|•-–—"
_PARTS = re.compile(r"\s?[|/>›·•]\s?|\s&\s")
_MOST_LABEL_WORDS = 2
_LONGEST_LABEL = 45
_LETTER = re.compile(r"[^\W\d_]")


def is_kicker(line: str) -> bool:
    """Whether the whole line is such a word: "Exclusive", "Analysis"; or several: "Science & Environment"."""
    if len(line) > _LONGEST:
        return False
    word = fold(line.strip(_EDGES))
    return word in _KICKERS or all(part in _KICKERS for part in _PARTS.split(word))


def is_label(line: str) -> bool:
    """Whether the whole line is so short that it can be the name of a section, whatever it is: "Ferries", "US | Maine".

    A line of other signs than letters can be part of a menu, as an address can.
    """
    if len(line) > _LONGEST_LABEL:
        return line.startswith(("https://", "http://")) and " " not in line
    if not _LETTER.search(line):
        return True
    if line.endswith((".", "?", "!", "”", '"')):
        return False
    return "://" in line or all(part.count(" ") < _MOST_LABEL_WORDS for part in _PARTS.split(line.strip(_EDGES)))


def is_section(line: str) -> bool:
    """Whether the whole line is the heading of a usual section: "Introduction", "Key takeaways"."""
    return len(line) <= _LONGEST and fold(line.strip(_EDGES)) in _SECTIONS
