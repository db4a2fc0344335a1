"""How is a file of JSON lines read? Every line is one article; a line in error does not spoil the others."""

from __future__ import annotations

import json

from indexer.model import Draft, Problem, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats.record import draft_of

__all__ = ["read"]


def read(data: bytes) -> Reading:
    """The article of each line."""
    text, encoding = decode(data)
    drafts: list[Draft] = []
    problems: list[Problem] = []
    # Not splitlines: JSON strings may contain the other characters that it takes for line breaks.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            draft = draft_of(json.loads(line), line=number)
        except json.JSONDecodeError as error:
            problems.append(Problem(number, f"not valid JSON: {error.msg}, column {error.colno}"))
        except RecursionError:
            problems.append(Problem(number, "not valid JSON: nested too deeply"))
        except ValueError:  # Python reads no integer of more than 4,300 digits
            problems.append(Problem(number, "not valid JSON: a number is too long"))
        else:
            if draft:
                drafts.append(draft)
            else:
                problems.append(Problem(number, "no text in this record"))
    return Reading(tuple(drafts), encoding, tuple(problems))
