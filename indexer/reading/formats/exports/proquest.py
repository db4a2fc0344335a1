"""Which articles are in a text that ProQuest exported, and what does each say of itself?

A stroke is above each, then its title, and labels: `Author:`, `Publication info:`, `Full text:`, `Document URL:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from indexer.reading.formats.exports.entry import SEMICOLON, Entry, closing, label_name, parts, rest_of

__all__ = ["entries", "is_export"]

_STROKE: Final = re.compile(r"\s*_{20,}\s*")
_STROKE_SIGN: Final = re.compile(r"^[ \t]*_{20,}[ \t\r]*$", re.MULTILINE)
_SIGN: Final = re.compile(r"^[ \t]*ProQuest document ID:", re.MULTILINE)
_COUNT: Final = re.compile(r"\s*Document \d{1,6} of \d{1,6}\s*", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"(?P<name>author|publication info|abstract|full text|links|subject|title|publication title|publication date"
    r"|publication year|publication subject|section|pages|first page|volume|issue|number of pages|column|year|dateline"
    r"|publisher|place of publication|country of publication|issn|isbn|source type|language of publication"
    r"|document type|proquest document id|document url|copyright|last updated|database|location|people|credit"
    r"|company / organization|business indexing term|identifier / keyword|classification|illustration|caption"
    r"|accession number|document feature|references|cited by)\s?:(?:\s+(?P<value>\S.*))?",
    re.IGNORECASE,
)
_name: Final = partial(label_name, _LABEL)
_FULL: Final = "full text"
_ABSTRACT: Final = "abstract"
_ID: Final = "proquest document id"
_ADDRESS: Final = re.compile(r"https?://\S+\s*")
_DAY_OF_INFO: Final = re.compile(r"\.?\s*(\d{1,2} [A-Z][a-z]{2} \d{4})\b")


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such an export."""
    stroke = _STROKE_SIGN.search(text) if "ProQuest document ID:" in text else None
    return stroke is not None and _SIGN.search(text, stroke.end()) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the articles in the `lines` of an export, in order."""
    found = (_entry(lines, numbers) for numbers in parts(lines, _STROKE.fullmatch))
    yield from filter(None, found)


def _entry(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the article on the lines of these `numbers`, or None where there is neither a label nor a text."""
    if not any(_name(lines[number]) == _ID for number in numbers):
        return rest_of(lines, numbers)
    full = next((number for number in numbers if _name(lines[number]) == _FULL), numbers.stop)
    abstract = next((number for number in range(numbers.start, full) if _name(lines[number]) == _ABSTRACT), full)
    texts = [range(begin, _end(lines, range(begin, end))) for begin, end in ((abstract, full), (full, numbers.stop))]
    head, said = _said(lines, range(numbers.start, abstract))
    for before, after in ((texts[0].stop, full), (texts[1].stop, numbers.stop)):
        said = _said(lines, range(before, after))[1] | said
    bodies = (_body(lines, text) for text in reversed(texts))
    info = said.get("publication info", "")
    day = _DAY_OF_INFO.search(info)
    return Entry(
        title=said.get("title") or " ".join(head),
        authors=tuple(filter(None, SEMICOLON.split(said.get("author", "")))),
        published=said.get("publication date") or (day[1] if day else ""),
        site=(said.get("publication title") or info).partition(";")[0],
        language=said.get("language of publication", ""),
        url=said.get("document url", ""),
        body=next((body for body in bodies if any(map(str.strip, body.values()))), {}),
    )


def _end(lines: Sequence[str], numbers: range) -> int:
    """Return where a text ends whose label is on the first of these `numbers`: at the labels that close it. Where there
    are none, there is no text."""
    return min(closing(lines, numbers[1:], _name, _goes_on), default=numbers.stop)


def _goes_on(_line: str, below: str) -> bool:
    """Whether the line `below` one with a label is more of its value: an address, or a line that is set in."""
    return below[0].isspace() or _ADDRESS.match(below) is not None


def _body(lines: Sequence[str], numbers: range) -> dict[int, str]:
    """Return a text whose label is on the first of these `numbers`, if there is any."""
    body = {number: lines[number] for number in numbers}
    if body and (label := _LABEL.fullmatch(lines[numbers.start].strip())):
        body[numbers.start] = label["value"] or ""
    return body


def _said(lines: Sequence[str], numbers: range) -> tuple[list[str], dict[str, str]]:
    """Return the lines above the first label, and what the labels on these lines say, by their names."""
    head: list[str] = []
    said: dict[str, str] = {}
    name = ""
    for number in numbers:
        line = lines[number].strip()
        if label := _LABEL.fullmatch(line):
            name = label["name"].lower()
            said.setdefault(name, label["value"] or "")
        elif name:
            said[name] = f"{said[name]} {line}".strip()
        elif line and not _COUNT.fullmatch(line):
            head.append(line)
    return head, said
