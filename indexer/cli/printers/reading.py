"""How are passages of an article laid out for a person who reads them?

In lines of the terminal, with the lines of the file in front on which the passages begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from indexer.cli.printers.layout import Piece, lines_of, pieces_of
from indexer.text.widths import width_of

if TYPE_CHECKING:
    from indexer.model.articles import Passage

__all__ = ["ReadingLine", "reading_lines"]


class ReadingLine(NamedTuple):
    """One line: the line of the file on which the first passage begins that begins in it; the ordinal of the passage
    that its text is of; the white space before it, and its text."""

    number: int | None
    ordinal: int
    indent: str
    pieces: list[Piece]


class _Stretch(NamedTuple):
    """A line of an article's text, or the part of it that is of one passage: from where to where, and the passage."""

    start: int
    end: int
    passage: Passage


def reading_lines(
    passages: Sequence[Passage], ranges: Sequence[tuple[int, int]], columns: int | None, mark: int, *, apart: bool
) -> Iterator[ReadingLine]:
    """The text of passages that follow each other, in lines of at most `columns` (None: as long as they are).

    `ranges` are the matches, as offsets into the text from the first passage on; signs around them take `mark` columns
    on either side. If passages are to be `apart`, each begins a line of its own.
    """
    text = "".join(passage.text for passage in passages)
    begins = _begins(passages)
    for start, end, passage in _stretches(text, passages, apart=apart):
        line = text[start:end].rstrip()
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
        indent = line[: len(line) - len(line.lstrip())]
        if columns is None:
            lines = [[(len(indent), len(line))]] if line else []
        else:
            indent = indent.expandtabs()[: columns // 2]
            lines = _wrapped(line, columns, indent, inside, mark)
        for words in lines:
            number = next((begins[at] for at in range(start + words[0][0], start + words[-1][1]) if at in begins), None)
            yield ReadingLine(number, passage.ordinal, indent, pieces_of(line, words, inside))
        if not lines:
            yield ReadingLine(None, passage.ordinal, "", [])


def _begins(passages: Sequence[Passage]) -> dict[int, int]:
    """On which line of the file passages begin, by where the first word of each is in their text."""
    begins: dict[int, int] = {}
    at = 0
    for passage in passages:
        if passage.first_line is not None and passage.text.strip():
            begins[at + len(passage.text) - len(passage.text.lstrip())] = passage.first_line
        at += len(passage.text)
    return begins


def _stretches(text: str, passages: Sequence[Passage], *, apart: bool) -> Iterator[_Stretch]:
    """The lines of a text without the breaks between them."""
    ends: list[int] = []
    for passage in passages:
        ends.append((ends[-1] if ends else 0) + len(passage.text))
    start = at = 0
    whole = len(text.rstrip())
    while start < whole:
        while ends[at] <= start:
            at += 1
        end = text.find("\n", start, whole)
        end = whole if end < 0 else end
        if apart and ends[at] < end:
            yield _Stretch(start, ends[at], passages[at])
            start = ends[at]
        else:
            yield _Stretch(start, end, passages[at])
            start = end + 1


def _wrapped(
    line: str, columns: int, indent: str, ranges: Sequence[tuple[int, int]], mark: int
) -> list[list[tuple[int, int]]]:
    """The words of a line in lines of at most `columns`; one that fits is left as it is."""
    if width_of(line.expandtabs()) + 2 * mark * len(ranges) <= columns:
        return [[(len(line) - len(line.lstrip()), len(line))]] if line else []
    return lines_of(line, columns - len(indent), ranges, mark)
