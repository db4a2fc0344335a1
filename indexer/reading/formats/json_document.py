"""How is a JSON file read? It is one article, or a list of them, or an object that has such a list."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

from indexer.errors import SourceError
from indexer.model import Draft, Problem, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.format import Format
from indexer.reading.formats.record import draft_of

__all__ = ["FORMAT"]

_LISTS = ("articles", "items", "results", "data", "documents")

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")

_Placed: TypeAlias = tuple[int, object]  # the offset at which a value begins, and the value


def _read(data: bytes) -> Reading:
    text, encoding = decode(data)
    if not text.strip():
        return Reading((), encoding)
    try:
        records = _records(text)
    except json.JSONDecodeError as error:
        detail = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise SourceError("not valid JSON", detail=detail) from None
    except RecursionError:
        raise SourceError("not valid JSON", detail="nested too deeply") from None
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise SourceError("not valid JSON", detail="a number is too long") from None
    drafts: list[Draft] = []
    problems: list[Problem] = []
    line, counted = 1, 0
    for offset, record in records:
        line, counted = line + text.count("\n", counted, offset), offset
        if draft := draft_of(record, line=line):
            drafts.append(draft)
        else:
            problems.append(Problem(line, "no text in this record"))
    return Reading(tuple(drafts), encoding, tuple(problems))


def _records(text: str) -> list[_Placed]:
    """Return the records of a whole file; raises what json.loads raises."""
    start = _past_blanks(text, 0)
    if text.startswith("[", start):
        records, end = _array(text, start)
    elif text.startswith("{", start):
        document, lists, end = _object(text, start)
        has_text = draft_of(document, line=1) is not None
        records = [(start, document)] if has_text else next(filter(None, lists), [(start, document)])
    else:
        value, end = _DECODER.raw_decode(text, start)
        records = [(start, value)]
    end = _past_blanks(text, end)
    if end < len(text):
        message = "Extra data"
        raise json.JSONDecodeError(message, text, end)
    return records


def _array(text: str, start: int) -> tuple[list[_Placed], int]:
    """Read the array that begins at `start`; returns its members and the offset behind it."""
    members: list[_Placed] = []
    offset = _past_blanks(text, start + 1)
    while not text.startswith("]", offset):
        if members:
            offset = _past(",", text, offset)
        value, end = _DECODER.raw_decode(text, offset)
        members.append((offset, value))
        offset = _past_blanks(text, end)
    return members, offset + 1


def _object(text: str, start: int) -> tuple[dict[str, object], list[list[_Placed]], int]:
    """Read the object that begins at `start`; returns it without lists of records, these, and the offset behind it."""
    members: dict[str, object] = {}
    lists: list[list[_Placed]] = []
    offset = _past_blanks(text, start + 1)
    first = True
    while not text.startswith("}", offset):
        if not first:
            offset = _past(",", text, offset)
        first = False
        _expect('"', text, offset)
        key, end = _DECODER.raw_decode(text, offset)
        offset = _past(":", text, _past_blanks(text, end))
        if key in _LISTS and text.startswith("[", offset):
            records, end = _array(text, offset)
            lists.append(records)
        else:
            members[key], end = _DECODER.raw_decode(text, offset)
        offset = _past_blanks(text, end)
    return members, lists, offset + 1


def _past(mark: str, text: str, offset: int) -> int:
    """Return the offset behind `mark` and the blanks after it."""
    _expect(mark, text, offset)
    return _past_blanks(text, offset + 1)


def _expect(mark: str, text: str, offset: int) -> None:
    if not text.startswith(mark, offset):
        message = f"Expecting '{mark}'"
        raise json.JSONDecodeError(message, text, offset)


def _past_blanks(text: str, offset: int) -> int:
    blanks = _BLANK.match(text, offset)
    return blanks.end() if blanks else offset


FORMAT = Format("json", (".json",), _read)
