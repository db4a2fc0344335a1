"""What has to be known of a text before any query's words are looked for in it?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.text import sentences
from indexer.text.widths import has_wide, width_of

__all__ = ["ShownText", "ascii_runs"]

# Letters and what else may be in a word; the signs of typography are not.
_NOT_ASCII = re.compile("[^\\s\\x00-\\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122]")
# Letters and digits of ASCII in lower case, and a space for everything else.
_RUNS = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
# A letter, a full stop and a letter, searched for by the full stop; before the first is no other.
_INITIALS = re.compile(r"\.(?<=[^\W\d_]\.)(?<!\w..)[^\W\d_]")


class ShownText:
    """A passage or a title that is shown, with what every query needs of it computed once.

    `beyond_ascii` are the pieces between spaces, where each begins and ends, that have letters which are not ASCII.
    `runs` are the runs of letters and digits in all others, as the function `ascii_runs` gives them, each one character
    further on than in the text, with a space before and behind all. `has_initials` says whether there may be initials
    such as E.U. in the text. `start` and `end` are those of the text without the white space around it.
    """

    __slots__ = (
        "_has_wide",
        "_sentences",
        "beyond_ascii",
        "end",
        "has_initials",
        "runs",
        "start",
        "text",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.start = len(text) - len(text.lstrip())
        self.end = len(text.rstrip())
        self.has_initials = _INITIALS.search(text) is not None
        self.beyond_ascii: Sequence[tuple[int, int]] = () if text.isascii() else _pieces_beyond_ascii(text)
        self.runs = f" {ascii_runs(_blanked(text, self.beyond_ascii))} "
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


def ascii_runs(text: str) -> str:
    """The letters and digits of ASCII in a text, in lower case and at their places, and a space for everything else."""
    return text.encode("ascii", "replace").translate(_RUNS).decode("ascii")


def _blanked(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in place of the pieces, which are ascending."""
    kept: list[str] = []
    last = 0
    for start, end in pieces:
        kept += text[last:start], " " * (end - start)
        last = end
    return "".join([*kept, text[last:]]) if pieces else text


def _pieces_beyond_ascii(text: str) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    letter = _NOT_ASCII.search(text)
    while letter:
        start, end = text.rfind(" ", 0, letter.start()) + 1, text.find(" ", letter.start())
        pieces.append((start, end if end >= 0 else len(text)))
        letter = _NOT_ASCII.search(text, pieces[-1][1])
    return pieces
