"""Does the hyphen at the end of a line belong to the word?

The document itself is asked: what it writes elsewhere as one word, or with a hyphen within a line, is written so here.
Where it does not say, two halves that are words of the document by themselves keep their hyphen, and so do words that
begin compounds more often than they are cut (`well-known`); all others lose it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Final

__all__ = ["Hyphens", "hyphens_shown"]

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’‐][^\W_]+)*+")
# What may be a half of a word, with all that hyphens join to it: mother-in of mother-in-law.
_LAST: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[-‐][^\W\d_]+)*\Z")
_FIRST: Final = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_SHORTEST_HALF: Final = 3
_HYPHENS: Final = "-‐\u00ad"
# Between the halves are the marks of what a mail quotes, too.
_DIVIDED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]++[-‐\u00ad] *+\n[\s>]*+[^\W_]++")
# What is a hyphen only where a line ends: the soft hyphen, and the sign that text recognition writes for it.
_LAST_ON_LINE: Final = re.compile(r"(?<=[^\W\d_])[\u00ad\u00ac](?=[ \t\r]*\n)")
_BEGINS_COMPOUNDS: Final = frozenset(
    "all anti best cross eighty ever ex far fifty first forty free full half hard high ill kind last long low mid much"
    " multi new ninety non often old one once open part post pre pro pseudo quasi quick second self semi seventy short"
    " single sixty slow small so third thirty three twenty two ultra vice well whole wide would".split()
)
_LINKS_PARTS: Final = frozenset(
    "a am an and at auf aux by da de del der des di do du en for in la le les of on or out sous sur the to up".split()
)
"""Words between two hyphens in compounds, such as mother-in-law, Aix-en-Provence, Frankfurt-am-Main."""


def hyphens_shown(text: str) -> str:
    """Return `text` with hyphens for those characters that show as hyphens at the ends of its lines."""
    return _LAST_ON_LINE.sub("-", text) if "\u00ad" in text or "\u00ac" in text else text


class Hyphens:
    """Joins what was broken at the ends of lines, by the words of a text's unbroken parts."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = lines

    @classmethod
    def of_text(cls, text: str) -> Hyphens:
        """What a text says in its lines, but for words that are divided at the end of one."""
        return cls(_DIVIDED.sub("\n", whole) for whole in (text,))  # not before the first word is asked for

    @cached_property
    def _words(self) -> Counter[str]:
        return Counter(word.casefold().replace("‐", "-") for line in self._lines for word in _WORD.findall(line))

    def joined(self, upper: str, lower: str) -> str:
        """Return the text of two lines of which the first, written here without its hyphen, ends within a word."""
        upper = upper.rstrip(_HYPHENS)
        before, after = _LAST.search(upper[-80:]), _FIRST.match(lower)
        if before is None or after is None:
            return f"{upper}-{lower}"
        return f"{upper}{lower}" if self.is_one_word(before[0], after[0]) else f"{upper}-{lower}"

    def is_one_word(self, one: str, two: str) -> bool:
        """Whether `one`, at the end of a line, and `two`, at the beginning of the next, are a word without a hyphen.

        Each may have hyphens within it; what is asked is whether there is one between them.
        """
        one, two = one.replace("‐", "-"), two.replace("‐", "-")
        if not two[0].islower():
            # Anglo-Saxon, but HYPHEN-ATION.
            return one.isupper() and two.isupper() and len(one) > 1
        one, two = one.casefold(), two.casefold()
        before, _, last = one.rpartition("-")
        first, _, behind = two.partition("-")
        for upper, lower in dict.fromkeys(((one, two), (last, first))):
            together, apart = self._words[upper + lower], self._words[f"{upper}-{lower}"]
            if together or apart:
                return together >= apart
        if (before and last in _LINKS_PARTS) or (behind and first in _LINKS_PARTS):
            return False
        if last in _BEGINS_COMPOUNDS:
            return False
        halves_are_words = min(len(last), len(first)) >= _SHORTEST_HALF and self._words[last] and self._words[first]
        return not halves_are_words
