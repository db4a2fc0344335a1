"""How is a file of JSON lines read? Every line is one article; a line in error does not spoil the others.

A file of that name may as well be one document of JSON, on many lines: where its first line is none by itself, it is
read as one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from indexer.errors import SourceError
from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading.content import Stream
from indexer.reading.encoding.texts import Texts
from indexer.reading.formats.record import draft_of
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

__all__ = ["pieces"]

_FRAME = frozenset("[]")
"""Lines of a list that has each of its records on one."""


def pieces(begin: Callable[[], Stream]) -> Iterator[Reading]:
    """Yield the article of each line, or what is wrong with it."""
    texts = Texts(begin)
    if (whole := _document(texts)) is not None:
        yield whole
        return
    # Not splitlines: JSON strings may contain the other characters that it takes for line breaks.
    for number, line in enumerate(texts.lines(MAX_SIZE), 1):
        if line is None:
            problem = Problem(number, Cause.TOO_LARGE, detail=f"more than {readable_size(MAX_SIZE)}")
            yield Reading((), texts.encoding, (problem,))
        elif (text := line.strip("\x1e \t\r").removesuffix(",")) and text not in _FRAME:
            found = _record(text, number)
            drafts, problems = ((), (found,)) if isinstance(found, Problem) else ((found,), ())
            yield Reading(drafts, texts.encoding, problems)


def _document(texts: Texts) -> Reading | None:
    """Return what is in a file whose first line is not a record, but the beginning of a document; None of any other."""
    first = next((line for line in texts.lines(MAX_SIZE) if line is None or line.strip()), None)
    if first is None or not _begins_document(first.strip()):
        return None
    pieces, size = [], 0
    for piece in texts.pieces():
        pieces.append(piece)
        size += len(piece)
        if size > MAX_SIZE:
            return None
    from indexer.reading.formats.json_document import read_text  # few files need it

    try:
        return read_text("".join(pieces), texts.encoding)
    except SourceError:
        return None


def _begins_document(line: str) -> bool:
    """Whether a line is a list, or not JSON by itself, though it begins like JSON."""
    if line.startswith("["):
        return True
    if not line.startswith("{"):
        return False
    try:
        json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return not line.endswith("}")
    return False


def _record(line: str, number: int) -> Draft | Problem:
    """Return the article on a line, or what is wrong with it."""
    try:
        draft = draft_of(json.loads(line, strict=False), line=number)
    except json.JSONDecodeError as error:
        return Problem(number, f"not valid JSON: {error.msg}, column {error.colno}")
    except RecursionError:
        return Problem(number, "not valid JSON: nested too deeply")
    except ValueError:  # Python reads no integer of more than 4,300 digits
        return Problem(number, "not valid JSON: a number is too long")
    return draft or Problem(number, "no text in this record")
