"""How is a table of comma- or tab-separated values read? Its first row names the columns; each other row is a record.

What the columns are called is as free as in any record; a table without a column for text or title is refused.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from indexer.errors import SourceError
from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Problem, Reading
from indexer.reading.content import Stream
from indexer.reading.encoding.texts import Texts
from indexer.reading.formats.record import declares, draft_of, is_for_text
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

__all__ = ["pieces"]

_DELIMITERS = ",;\t|"
_NONE = "\x1f"
_LONGEST_CELL = 2**31 - 1  # the most that the library can count to on every system
_SAID = re.compile(r"\s*\"?sep=(?P<delimiter>[^\w\"\s]|\t)\"?\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*+"')
_MOST_ABOVE = 8
"""Lines in which the names of the columns are looked for: above them are a title, a day and who exported it."""
_LONGEST_NAMES = 10_000
"""Characters of the names of the columns, so far as one is looked for that is for text."""
_MOST_UNREADABLE = 100
"""Rows that are too long, or that the library refuses, behind which a table is not read on: behind the first line of
each it is read again, so that each may take as long as reading `MAX_SIZE` characters. Chosen, not measured."""


def pieces(begin: Callable[[], Stream]) -> Iterator[Reading]:
    """Yield the article of each row, or what is wrong with it. Raises SourceError where no column is for text."""
    texts = Texts(begin)
    header: Sequence[str] | None = None
    for row in _rows(texts):
        if isinstance(row, Problem):
            yield Reading((), texts.encoding, (row,))
            continue
        line, cells = row
        if header is None:
            header = cells
            if not any(map(is_for_text, header)):
                raise SourceError("no column with text", detail=_listed(header))
        elif draft := draft_of(dict(zip(header, cells, strict=False)), line=line):
            yield Reading((draft,), texts.encoding)
        else:
            yield Reading((), texts.encoding, (Problem(line, "no text in this record"),))


class _TooLongError(Exception):
    """A row goes on and on: a quotation mark is missing, or one too many."""


class _Lines(Iterator[str]):
    """The lines of a table for the library; those of the `row` that is being read can be given again. `number` is that
    of the last one given."""

    def __init__(self, lines: Iterator[str | None]) -> None:
        self.number = 0
        self.row: list[str] = []
        self._lines = lines
        self._again: deque[str] = deque()
        self._size = 0

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.number += 1
        self.row.append(line or "")
        self._size += len(line or "")
        if line is None or self._size > MAX_SIZE:
            raise _TooLongError
        return line + "\n"

    def following(self) -> str:
        """The next line that is not blank; "" where all are."""
        for line in self._lines:
            self.number += 1
            self.row.append(line or "")
            if line and line.strip():
                return line
        return ""

    def begin_row(self) -> None:
        """Forget the lines before."""
        self.row.clear()
        self._size = 0

    def back(self, kept: int = 0) -> None:
        """Go back to behind the first lines of the row, as many as are to be `kept`."""
        again = self.row[kept:]
        self._again.extendleft(reversed(again))
        self.number -= len(again)
        self.begin_row()


def _rows(texts: Texts) -> Iterator[tuple[int, list[str]] | Problem]:
    """Yield every row that is not empty, and the line it begins on; or what is wrong with a row.

    What a row has more cells than the first belongs to its last: a delimiter that should have been in quotes. Behind
    the first line of a row that is too long, the table is read on.
    """
    source = _Lines(_plain_lines(texts))
    first = source.following()
    # How Excel is told, by a first line of its own, which delimiter follows.
    said = _SAID.fullmatch(first)
    if said:
        source.begin_row()
        first = source.following()
    names = _names(source, first)
    delimiter = said["delimiter"] if said else _delimiter(names)
    width = 0
    unreadable = 0
    rows = csv.reader(source, delimiter=delimiter)
    while True:
        source.begin_row()
        begin = source.number + 1
        try:
            row = _next(rows)
        except (csv.Error, _TooLongError) as error:
            unreadable += 1
            if unreadable > _MOST_UNREADABLE:
                raise SourceError("damaged table", detail=f"more than {_MOST_UNREADABLE} rows cannot be read") from None
            if isinstance(error, csv.Error):
                yield Problem(begin, "damaged table", detail=str(error))
            else:
                yield Problem(begin, Cause.TOO_LARGE, detail=f"more than {readable_size(MAX_SIZE)}")
            source.back(kept=1)
            rows = csv.reader(source, delimiter=delimiter)
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            width = width or len(row)
            yield begin, [*row[: width - 1], delimiter.join(row[width - 1 :])] if len(row) > width else row


def _names(source: _Lines, first: str) -> str:
    """Return the line that names the columns, and go back to it: the `first`, or the one behind a title of the table
    that names several as records do, one of them for text."""
    line = first
    for _ in range(_MOST_ABOVE):
        names = [name.strip(' "') for name in line[:_LONGEST_NAMES].split(_delimiter(line))]
        if any(map(is_for_text, names)) and (line is first or sum(map(declares, names)) > 1):
            source.back(kept=len(source.row) - 1)
            return line
        line = source.following()
    source.back()
    return first


def _plain_lines(texts: Texts) -> Iterator[str | None]:
    """Yield the lines, which a line feed ends or, in files of old, a carriage return; None for one that is too long."""
    if not texts.has("\n"):
        yield from texts.lines(MAX_SIZE, "\r")
        return
    lines = texts.lines(MAX_SIZE)
    line = next(lines)
    for following in lines:
        yield None if line is None else line.removesuffix("\r").replace("\r", " ")
        line = following
    yield None if line is None else line.replace("\r", " ")


def _next(rows: Iterator[list[str]]) -> list[str] | None:
    """Return the next row, its cells of any length: the limit is the whole process's, and is put back."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        return next(rows, None)
    finally:
        csv.field_size_limit(limit)


def _delimiter(header: str) -> str:
    """Return what is between the columns' names: whatever there is the most of outside of quotes. A single column
    has no delimiter, whatever its cells hold."""
    bare = _QUOTED.sub("", header)
    most = max(_DELIMITERS, key=bare.count)
    return most if most in bare else _NONE


def _listed(header: Sequence[str]) -> str:
    """Return the columns that there are, for a person to see what is wrong."""
    names = ", ".join(name.strip() for name in header[:8])
    return f"the columns are {names[:200]}" + (", …" if len(header) > 8 else "")
