"""Which articles are in a text that ProQuest exported, and what does each say of itself?

A stroke is above each, then its title, and labels: `Author:`, `Publication info:`, `Full text:`, `Document URL:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.reading.formats.exports.entry import Entry, parts, rest_of

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
_FULL: Final = "full text"
_DAY_OF_INFO: Final = re.compile(r"\.?\s*(\d{1,2} [A-Z][a-z]{2} \d{4})\b")
_INITIALS: Final = re.compile(r"\s?;\s?")


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
    said: dict[str, str] = {}
    head: list[str] = []
    texts: dict[str, dict[int, str]] = {"abstract": {}, _FULL: {}}
    name = ""
    for number in numbers:
        line = lines[number]
        label = _LABEL.fullmatch(line.strip())
        if label:
            name = label["name"].lower()
            line = label["value"] or ""
            said.setdefault(name, line)
        if name in texts:
            texts[name][number] = line
        elif not name and line.strip() and not _COUNT.fullmatch(line):
            head.append(line.strip())
        elif not label and line.strip() and name:
            said[name] = f"{said[name]} {line.strip()}".strip()
    if "proquest document id" not in said:
        return rest_of(lines, numbers)
    info = said.get("publication info", "")
    day = _DAY_OF_INFO.search(info)
    return Entry(
        title=said.get("title") or " ".join(head),
        authors=tuple(filter(None, _INITIALS.split(said.get("author", "")))),
        published=said.get("publication date") or (day[1] if day else ""),
        site=(said.get("publication title") or info).partition(";")[0],
        language=said.get("language of publication", ""),
        url=said.get("document url", ""),
        body=next((text for text in (texts[_FULL], texts["abstract"]) if any(map(str.strip, text.values()))), {}),
    )
