"""How is JSON read as programs and people write it?

Line breaks and tabs are in strings as they are, a comma is behind the last member, a document is the argument of a
call; and a file has several documents, one behind the other, each on its line or on many. What is left out is replaced
by blanks, so that every value is where it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from indexer.errors import SourceError
from indexer.model.drafts import Problem

__all__ = ["DECODER", "Series", "document_in", "series_in", "value_of"]

DECODER: Final = json.JSONDecoder(strict=False)
"""Takes line breaks and tabs in strings, too."""
_EXTRA: Final = "Extra data"
"""What the library says where something is behind a document."""
_BETWEEN: Final = re.compile(r"[ \t\r\n,\x1e]*")
"""What is between documents: blanks, commas, and the mark of JSON text sequences (RFC 7464)."""
_CALL: Final = re.compile(r"\s*[A-Za-z_$][\w.$]{0,60}\((?=\s*[\[{])")
_CALLED: Final = re.compile(r"\)\s*;?\s*\Z")
_LAST_COMMA: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|,(?=\s*[\]}])', re.DOTALL)
_MOST_BROKEN: Final = 100
"""Documents with an error in them behind which a file is not read on, since each may be read to the end. As of rows of
a table."""


class Series(NamedTuple):
    """The records of a file that has several, each with its line, and what is wrong with others."""

    documents: tuple[tuple[int, object], ...]
    problems: tuple[Problem, ...]


def value_of(text: str) -> Any:
    """Return the value that a text is; raises SourceError ("not valid JSON")."""
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        detail = f"{error.msg}, line {error.lineno}, column {error.colno}"
        raise SourceError("not valid JSON", detail=detail) from None
    except RecursionError:
        raise SourceError("not valid JSON", detail="nested too deeply") from None
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise SourceError("not valid JSON", detail="a number is too long") from None


def document_in(text: str) -> tuple[object, str]:
    """Return the document that a file is, and its text without what JSON does not allow; raises SourceError ("not valid
    JSON")."""
    try:
        return value_of(text), text
    except SourceError as error:
        repaired = _without_last_commas(_without_call(text))
        if repaired == text:
            raise
        try:
            return value_of(repaired), repaired
        except SourceError:
            raise error from None


def series_in(text: str) -> Series | None:
    """Return the records of a text that has several; None of one that begins with none, has one alone, or other
    values."""
    documents: list[tuple[int, object]] = []
    problems: list[Problem] = []
    line = 1
    counted = 0
    for offset, value in _values(text):
        line += text.count("\n", counted, offset)
        counted = offset
        if isinstance(value, SourceError):
            if not documents or len(problems) >= _MOST_BROKEN:
                return None
            problems.append(Problem(line, "not valid JSON", detail=value.detail))
        elif isinstance(value, dict):
            documents.append((line, value))
        else:
            return None
    return Series(tuple(documents), tuple(problems)) if len(documents) > 1 else None


def _values(text: str) -> Iterator[tuple[int, object]]:
    """Yield each document in a text, and where it begins; behind an error, the next line that begins with one."""
    offset = _past(text, 0)
    while offset < len(text):
        try:
            value, end = DECODER.raw_decode(text, offset)
        except (ValueError, RecursionError) as error:
            yield offset, SourceError("not valid JSON", detail=getattr(error, "msg", "nested too deeply"))
            end = text.find("\n{", offset) + 1 or len(text)
        else:
            yield offset, value
        offset = _past(text, end)


def _past(text: str, offset: int) -> int:
    between = _BETWEEN.match(text, offset)
    return between.end() if between else offset


def _without_call(text: str) -> str:
    """Return the argument of a call, as pages have JSON read from other sites."""
    call = _CALL.match(text)
    behind = _CALLED.search(text[-100:]) if call else None
    if call is None or behind is None:
        return text
    end = len(text) - len(behind[0])
    return re.sub(r"\S", " ", call[0]) + text[call.end() : end] + re.sub(r"\S", " ", behind[0])


def _without_last_commas(text: str) -> str:
    """Return JSON without commas behind the last members of lists and objects."""
    return _LAST_COMMA.sub(lambda match: " " if match[0] == "," else match[0], text)
