"""How is a file of JSON lines read? Every line is one article; a line in error does not spoil the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading.content import Stream
from indexer.reading.encoding.texts import Texts
from indexer.reading.formats.record import draft_of
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

__all__ = ["pieces"]


def pieces(begin: Callable[[], Stream]) -> Iterator[Reading]:
    """Yield the article of each line, or what is wrong with it."""
    texts = Texts(begin)
    # Not splitlines: JSON strings may contain the other characters that it takes for line breaks.
    for number, line in enumerate(texts.lines(MAX_SIZE), 1):
        if line is None:
            problem = Problem(number, Cause.TOO_LARGE, detail=f"more than {readable_size(MAX_SIZE)}")
            yield Reading((), texts.encoding, (problem,))
        elif line.strip():
            found = _record(line, number)
            drafts, problems = ((), (found,)) if isinstance(found, Problem) else ((found,), ())
            yield Reading(drafts, texts.encoding, problems)


def _record(line: str, number: int) -> Draft | Problem:
    """Return the article on a line, or what is wrong with it."""
    try:
        draft = draft_of(json.loads(line), line=number)
    except json.JSONDecodeError as error:
        return Problem(number, f"not valid JSON: {error.msg}, column {error.colno}")
    except RecursionError:
        return Problem(number, "not valid JSON: nested too deeply")
    except ValueError:  # Python reads no integer of more than 4,300 digits
        return Problem(number, "not valid JSON: a number is too long")
    return draft or Problem(number, "no text in this record")
