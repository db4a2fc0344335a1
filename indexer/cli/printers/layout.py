"""How is a text laid out in lines, and which parts of each are matches?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.text.widths import width_of

__all__ = ["Line", "Piece", "lines_of", "pieces_of"]

_WORDS = re.compile(r"\S+")

Line = list[tuple[int, int]]
"""Where the words of one line begin and end in the text."""


class Piece(NamedTuple):
    """A part of a line, and whether it is a match."""

    text: str
    marked: bool


def lines_of(text: str, columns: int, ranges: Sequence[tuple[int, int]] = (), mark: int = 0) -> list[Line]:
    """The words of `text` in lines of at most `columns`, at least 2, with one space between words.

    A word wider than a line is divided. `ranges` are marked by signs that take `mark` columns on either side.
    """
    lines: list[Line] = []
    used = 0
    for start, end in _breakable(text, columns):
        gap = int(bool(lines) and text[start - 1].isspace())
        size = width_of(text[start:end])
        if mark:
            size += mark * sum((start <= first < end) + (start < last <= end) for first, last in ranges)
        if not lines or used + gap + size > columns:
            lines.append([])
            used, gap = 0, 0
        lines[-1].append((start, end))
        used += gap + size
    return lines


def pieces_of(text: str, line: Line, ranges: Sequence[tuple[int, int]]) -> list[Piece]:
    """A line of `text`, divided where a match begins or ends."""
    pieces: list[Piece] = []
    before = line[0][0] if line else 0
    for start, end in line:
        if start > before:
            _add(pieces, " ", any(first < start and last > before for first, last in ranges))
        at = start
        for first, last in ranges:
            if first < end and last > start:
                _add(pieces, text[at : max(first, at)], False)
                _add(pieces, text[max(first, at) : min(last, end)], True)
                at = min(last, end)
        _add(pieces, text[at:end], False)
        before = end
    return pieces


def _add(pieces: list[Piece], text: str, marked: bool) -> None:
    """Put a part behind the others, with the last of them if that is a match, or none, as well."""
    if not text:
        return
    if pieces and pieces[-1].marked == marked:
        pieces[-1] = Piece(pieces[-1].text + text, marked)
    else:
        pieces.append(Piece(text, marked))


def _breakable(text: str, columns: int) -> Iterator[tuple[int, int]]:
    """The words of `text`; those wider than a line, as runs of Japanese are, character by character."""
    for word in _WORDS.finditer(text):
        start, end = word.span()
        if width_of(word[0]) <= (columns if word[0].isascii() else columns // 2):
            yield start, end
        else:
            yield from ((at, at + 1) for at in range(start, end))
