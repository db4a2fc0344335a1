"""What has to be known of a text before any query's words are looked for in it?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import sentences
from indexer.text.widths import has_wide, width_of

__all__ = ["ShownText", "spaced"]

# Letters and what else may be in a word; the signs of typography are not.
_NOT_ASCII = re.compile("[^\\s\\x00-\\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122]")
_SIGN = re.compile(r"[\W_]")
_ASCII_SIGNS = dict.fromkeys((code for code in range(128) if not chr(code).isalnum()), " ")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\.[^\W\d_]")


class ShownText:
    """A passage or a title that is shown, with what every query needs of it computed once.

    `keeps_places` says whether every character keeps its place in lower case. `beyond_ascii` are the pieces between
    spaces, where each begins and ends, that have letters which are not ASCII. `has_initials` says whether there may be
    initials such as E.U. in any other. `spaced` is the text as the function of that name gives it, behind a space.
    `start` and `end` are those of the text without the white space around it.
    """

    __slots__ = (
        "_has_wide",
        "_sentences",
        "beyond_ascii",
        "end",
        "has_initials",
        "keeps_places",
        "spaced",
        "start",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.start = len(text) - len(text.lstrip())
        self.end = len(text.rstrip())
        self.keeps_places = text.isascii() or len(text.lower()) == len(text)
        self.spaced = f" {spaced(text)}"
        self.has_initials = _INITIALS.search(text) is not None
        self.beyond_ascii: Sequence[tuple[int, int]] = () if text.isascii() else _pieces_beyond_ascii(text)
        self._sentences: list[int] | None = None
        self._has_wide: bool | None = False if text.isascii() else None

    @property
    def sentences(self) -> list[int]:
        """Where its sentences begin."""
        if self._sentences is None:
            self._sentences = [start for start, _ in sentences(self.text)]
        return self._sentences

    def characters_in(self, columns: int) -> int:
        """How many of its characters take so many columns of a terminal, about: half as many where all are wide."""
        if self._has_wide is None:
            self._has_wide = has_wide(self.text)
        if not self._has_wide:
            return columns
        return max(1, columns * len(self.text) // max(1, width_of(self.text)))


def spaced(text: str) -> str:
    """The text in lower case, with a space for every sign: all that may part words, and what may be within them."""
    lowered = text.lower()
    return lowered.translate(_ASCII_SIGNS) if lowered.isascii() else _SIGN.sub(" ", lowered)


def _pieces_beyond_ascii(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    letter = _NOT_ASCII.search(text)
    while letter:
        start, end = text.rfind(" ", 0, letter.start()) + 1, text.find(" ", letter.start())
        pieces.append((start, end if end >= 0 else len(text)))
        letter = _NOT_ASCII.search(text, pieces[-1][1])
    return pieces
