"""Which lines are on the pages of a PDF, and where?

PDFium gives the characters of a page in the order in which they were drawn, which is nearly always that of reading,
with line breaks of its own. A line is measured along the page as it is read: from the top, and from where its script
begins.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Line", "lines_of"]

# A line break as PDFium writes it; where a word is broken there is no break, but this mark in place of the hyphen.
_LINE: Final = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_HYPHEN_MARKS: Final = "\ufffe\x02"
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# The blank between words of two directions is drawn on either side of the pair.
_CHANGE_OF_DIRECTION: Final = re.compile(
    "(?<=[a-zA-Z])(?=[\u05d0-\u05ea\u0620-\u064a])|(?<=[\u05d0-\u05ea\u0620-\u064a\u064b-\u0652])(?=[a-zA-Z])"
)
_SAME_LINE: Final = 0.5
"""Of the size of its characters; a line that is raised by less continues the one before it."""
_OBLIQUE: Final = 4
_SKEWED: Final = 0.15
"""Of a quarter turn; what is written at such an angle to the page is a stamp or a watermark."""
_NUMBERED: Final = re.compile(r"(\d{1,4})\s+(?=\S)")
_WORD: Final = re.compile(r"\S+")
_MUCH_HIGHER: Final = 2.5
"""Times the size of the line before it: what is so high is a mark that is drawn over the page."""
_HIGH: Final = 1.8
"""Times the size of the line behind it: a letter that reaches over several lines, and is not part of one."""
_BLANK: Final = 0.1
"""Of the size of its characters; a narrower gap is not a blank."""


class Line(NamedTuple):
    """A line of text on `page` (from 1), in points.

    `start` and `end` ascend in the direction of reading. `top` is how far its baseline is below an arbitrary line, the
    same for all of a page. `size` is that of its characters. Where `broken`, its last word goes on in the next line,
    and a hyphen was behind it. `lead` is a number at its beginning that is wide apart from the `rest`, which starts
    there, as numbers in a margin are.
    """

    text: str
    page: int
    start: float
    end: float
    top: float
    size: float
    broken: bool = False
    lead: str = ""
    rest: float = 0.0


def lines_of(page: Any, number: int) -> list[Line]:
    """Return the lines of a pypdfium2 page, in the order in which they were drawn. Those that are at an angle to most
    others, such as stamps in the margin, are left out."""
    textpage = page.get_textpage()
    try:
        placed = list(_placed_lines(textpage, number))
    finally:
        textpage.close()
    if not placed:
        return []
    ((main, _),) = Counter(turn for turn, _ in placed).most_common(1)
    return _joined([line for turn, line in placed if turn == main])


def _placed_lines(textpage: Any, number: int) -> Iterator[tuple[int, Line]]:
    """Yield each line with the quarter turns by which it is rotated."""
    text = textpage.get_text_range()
    at = _Characters(textpage)
    for match in _LINE.finditer(text):
        written = match[0]
        broken = written[-1] in _HYPHEN_MARKS
        inner = written.rstrip(_HYPHEN_MARKS).strip()
        if not inner:
            continue
        first = match.start() + written.index(inner)
        if _RIGHT_TO_LEFT.search(inner):
            if repaired := at.repaired(inner, first):
                yield from _line(at, repaired, first, first + len(inner) - 1, number, broken=broken, backward=True)
            continue
        *before, last = _of_one_size(at, inner, first)
        for place, piece in before:
            yield from _line(at, piece, place, place + len(piece) - 1, number, broken=False)
        yield from _line(at, last[1], last[0], last[0] + len(last[1]) - 1, number, broken=broken)


def _of_one_size(at: _Characters, text: str, first: int) -> list[tuple[int, str]]:
    """Return the parts of a line, which begins at the place `first`, that are about as large each: a high capital or a
    watermark that is drawn over a line is none of it."""
    one, other = at.size(first), at.size(first + len(text) - 1)
    if max(one, other) < _HIGH * min(one, other):
        return [(first, text)]
    parts: list[list[int]] = []
    size = 0.0
    for word in _WORD.finditer(text):
        now = at.size(first + word.start())
        if parts and max(now, size) < _HIGH * min(now, size):
            parts[-1][1] = word.end()
        else:
            parts.append([word.start(), word.end()])
        size = now
    return [(first + begin, text[begin:end]) for begin, end in parts]


def _line(
    at: _Characters, text: str, first: int, last: int, number: int, *, broken: bool, backward: bool = False
) -> Iterator[tuple[int, Line]]:
    """Yield the line of a `text` between two places, with its turns, unless it is oblique."""
    turn = at.turn(first)
    if turn == _OBLIQUE:
        return
    (one, two), (three, four) = at.extent(first, turn), at.extent(last, turn)
    start, end = min(one, three), max(two, four)
    if backward:
        start, end = -end, -start
    size = sorted(at.size(place) for place in (first, (first + last) // 2, last))[1]
    lead, rest = "", 0.0
    if not backward and (numbered := _NUMBERED.match(text)):
        place = at.extent(first + numbered.end(), turn)[0]
        if place - at.extent(first + len(numbered[1]) - 1, turn)[1] > size:
            lead, rest = numbered[1], place
    yield turn, Line(text, number, start, end, at.top(first, turn), size, broken, lead, rest)


class _Characters:
    """Where the characters of a page's text are. Places are indices into that text."""

    def __init__(self, textpage: Any) -> None:
        import ctypes

        from pypdfium2 import raw

        self._raw = raw
        self._page = textpage.raw
        self._box = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x = ctypes.c_double()
        self._y = ctypes.c_double()

    def turn(self, place: int) -> int:
        """Return by how many quarter turns the character is rotated, 0 to 3, or that it is oblique."""
        angle: float = self._raw.FPDFText_GetCharAngle(self._page, self._index(place))
        turns = max(angle, 0.0) / (math.pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < _SKEWED else _OBLIQUE

    def extent(self, place: int, turn: int) -> tuple[float, float]:
        """Return where the character begins and ends along its line, from left to right."""
        box = self._box
        self._raw.FPDFText_GetLooseCharBox(self._page, self._index(place), box)
        return ((box.left, box.right), (-box.top, -box.bottom), (-box.right, -box.left), (box.bottom, box.top))[turn]

    def top(self, place: int, turn: int) -> float:
        """Return how far the character's baseline is down the page."""
        self._raw.FPDFText_GetCharOrigin(self._page, self._index(place), self._x, self._y)
        return (-self._y.value, -self._x.value, self._y.value, self._x.value)[turn]

    def size(self, place: int) -> float:
        """Return the size of the character's font as it appears on the page."""
        index = self._index(place)
        matrix = self._matrix
        self._raw.FPDFText_GetMatrix(self._page, index, matrix)
        scale = math.hypot(matrix.c, matrix.d)
        return float(self._raw.FPDFText_GetFontSize(self._page, index) * scale)

    def repaired(self, text: str, first: int) -> str:
        """Return `text`, a line with letters written from right to left that begins at the place `first`, as it is
        spelled.

        PDFium turns the drawn characters around, and so the letters too that one glyph stands for. What it has no
        letter for, it guesses.
        """
        indices = [self._index(place) for place in range(first, first + len(text))]
        known = [
            (character, index)
            for character, index in zip(text, indices, strict=True)
            if self._raw.FPDFText_HasUnicodeMapError(self._page, index) != 1
        ]
        pieces: list[str] = []
        for _, glyph in groupby(known, lambda pair: self._glyph(pair[1])):
            letters = "".join(character for character, _ in glyph)
            pieces.append(letters[::-1] if _RIGHT_TO_LEFT.search(letters) else letters)
        return " ".join(_CHANGE_OF_DIRECTION.sub(" ", "".join(pieces)).split())

    def _glyph(self, index: int) -> tuple[float, ...]:
        """Return the box of the character: all letters of one glyph have the same."""
        box = self._box
        if not self._raw.FPDFText_GetLooseCharBox(self._page, index, box) or box.right <= box.left:
            return (float(index),)
        return (box.left, box.right, box.top)

    def _index(self, place: int) -> int:
        return int(self._raw.FPDFText_GetCharIndexFromTextIndex(self._page, place))


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return `lines`, those that continue each other on the same height as one: PDFium breaks at raised letters and
    between the cells of a table."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else line
        height = _SAME_LINE * max(line.size, before.size)
        is_capital = len(before.text) <= 2 and before.size >= _HIGH * line.size
        if (
            joined
            and not is_capital
            and line.size < _MUCH_HIGHER * before.size
            and abs(line.top - before.top) < height
            and line.start > before.end - height
            and not before.broken
        ):
            # A raised mark behind a number is none of its digits.
            marked = before.text[-1].isdigit() and line.text[0].isdigit()
            glue = "" if line.start - before.end < _BLANK * line.size and not marked else " "
            is_lead = before.text.isdecimal() and len(before.text) < 5 and line.start - before.end > line.size
            joined[-1] = before._replace(
                lead=before.text if is_lead else before.lead,
                rest=line.start if is_lead else before.rest,
                text=before.text + glue + line.text,
                end=line.end,
                size=max(before.size, line.size),
                broken=line.broken,
            )
        else:
            joined.append(line)
    return joined
