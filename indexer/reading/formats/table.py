"""How is a table of comma- or tab-separated values read? Its first row names the columns; each other row is a record.

What the columns are called is as free as in any record; a table without a column for text or title is refused.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from indexer.errors import SourceError
from indexer.model import Draft, Problem, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats.record import draft_of, is_for_text

__all__ = ["read"]

_DELIMITERS = ",;\t|"
_NONE = "\x1f"
_LONGEST_CELL = 2**31 - 1  # the most that the library can count to on every system
_SAID = re.compile(r"\s*\"?sep=(?P<delimiter>[^\w\"\s]|\t)\"?\s*", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*+"')


def read(data: bytes) -> Reading:
    """The article of each row."""
    text, encoding = decode(data)
    if not text.strip():
        return Reading((), encoding)
    rows = _rows(text)
    _, header = next(rows, (0, []))
    if not any(map(is_for_text, header)):
        raise SourceError("no column with text", detail=_listed(header))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for line, row in rows:
        if draft := draft_of(dict(zip(header, row, strict=False)), line=line):
            drafts.append(draft)
        else:
            problems.append(Problem(line, "no text in this record"))
    return Reading(tuple(drafts), encoding, tuple(problems))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every row that is not empty, and the line it begins on.

    What a row has more cells than the first belongs to its last: a delimiter that should have been in quotes.
    """
    text = text.replace("\r\n", "\n")
    lines = text.replace("\r", " " if "\n" in text else "\n").split("\n")
    begin = next((number for number, line in enumerate(lines) if line.strip()), 0)
    # How Excel is told, by a first line of its own, which delimiter follows.
    said = _SAID.fullmatch(lines[begin])
    begin += said is not None
    delimiter = said["delimiter"] if said else _delimiter(lines[begin])
    rows = csv.reader((line + "\n" for line in lines[begin:]), delimiter=delimiter)
    width = 0
    while True:
        first = begin + rows.line_num + 1
        try:
            row = _next(rows)
        except csv.Error as error:
            raise SourceError("damaged table", detail=f"{error}, line {first}") from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            width = width or len(row)
            yield first, [*row[: width - 1], delimiter.join(row[width - 1 :])] if len(row) > width else row


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
