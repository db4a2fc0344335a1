"""Which articles are in a text that EBSCOhost exported, and what does each say of itself?

`Record: N` is above each, then labels, each with its values on the lines below it or behind it; the last of them is
`Database:`. Below that is the text, where the export has it, up to a notice of copyright; else the abstract is the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from indexer.reading.formats.exports.entry import BYLINE, SEMICOLON, Entry, label_name, parts, rest_of

__all__ = ["entries", "is_export"]

_RECORD: Final = re.compile(r"\s*Record: \d{1,6}\s*")
_RECORD_SIGN: Final = re.compile(
    r"^[ \t]*Record: \d{1,6}[ \t\r]*\n\s*(?:Title|Authors?|Section|Source)\s?:", re.MULTILINE
)
_DATABASE_SIGN: Final = re.compile(r"^[ \t]*Database:", re.MULTILINE)
_LABEL: Final = re.compile(
    r"\s*(?P<name>title|authors?|source|document type|publication type|subjects?|subject terms|abstract"
    r"|author-supplied keywords|keywords|geographic terms|company/entity|people|naics/industry codes"
    r"|full text word count|issn|isbn|doi|language|author affiliations|reviews & products|publisher information"
    r"|copyright|accession number|persistent link to this record\s*\(permalink\)|cut and paste|database|section"
    r"|images?|lexile)\s?:(?:\s+(?P<value>\S.*))?\s*",
    re.IGNORECASE,
)
_name: Final = partial(label_name, _LABEL)
_DAY: Final = re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})\b")
_MONTH: Final = re.compile(r"\b(?P<month>[A-Z][a-z]{2})(?:\d{1,2},)?\s?(?P<year>(?:19|20)\d\d)\b")
_RIGHTS: Final = re.compile(r"\s*Copyright of .{1,300} is the property of ", re.IGNORECASE)
_STROKE: Final = re.compile(r"\s*~{6,}\s*")
_LONGEST_BYLINE: Final = 12
"""Words."""


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such an export."""
    record = _RECORD_SIGN.search(text) if "Record: " in text else None
    return record is not None and _DATABASE_SIGN.search(text, record.end()) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the articles in the `lines` of an export, in order."""
    yield from filter(None, (_entry(lines, numbers) for numbers in parts(lines, _RECORD.fullmatch)))


def _entry(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the article on the lines of these `numbers`; one of which nothing is said where no database is named."""
    last = next((number for number in numbers if _name(lines[number]) == "database"), None)
    if last is None:
        return rest_of(lines, numbers)
    said: dict[str, dict[int, str]] = {}
    name = ""
    for number in range(numbers.start, last):
        label = _LABEL.fullmatch(lines[number])
        name = label["name"].lower() if label else name
        value = (label["value"] or "") if label else lines[number].strip()
        if value:
            said.setdefault(name, {})[number] = value
    begin = _below(lines, range(last, numbers.stop))
    end = next((number for number in range(begin, numbers.stop) if _RIGHTS.match(lines[number])), numbers.stop)
    text = {number: lines[number] for number in range(begin, _without_byline(lines, range(begin, end)))}
    has_text = any(map(str.strip, text.values()))
    source = " ".join(said.get("source", {}).values())
    named = said.get("authors") or said.get("author") or {}
    return Entry(
        title=" ".join(said.get("title", {}).values()).removesuffix("."),
        authors=tuple(filter(None, (name for line in named.values() for name in SEMICOLON.split(line)))),
        published=_published(source),
        site=source.partition(". ")[0],
        language=" ".join(said.get("language", {}).values()),
        body=text if has_text else said.get("abstract", {}),
    )


def _without_byline(lines: Sequence[str], numbers: range) -> int:
    """Return where the text on the lines of these `numbers` ends: above a stroke with nothing but a byline below."""
    filled = [number for number in numbers if lines[number].strip()][-2:]
    strokes = [number for number in filled if _STROKE.fullmatch(lines[number])]
    if not strokes:
        return numbers.stop
    last = lines[filled[-1]]
    is_byline = BYLINE.match(last) and len(last.split()) <= _LONGEST_BYLINE
    return strokes[0] if strokes[0] == filled[-1] or is_byline else numbers.stop


def _below(lines: Sequence[str], numbers: range) -> int:
    """Return where the text begins below the label on the first of these `numbers`, its value, and what follows it of
    labels with a value on their line."""
    label = _LABEL.fullmatch(lines[numbers.start])
    begin = numbers.start + 1
    if label and not label["value"]:
        begin = next((number + 1 for number in numbers[1:] if lines[number].strip()), numbers.stop)
    while begin < numbers.stop and (not lines[begin].strip() or _name(lines[begin]) == "section"):
        begin += 1
    return begin


def _published(source: str) -> str:
    """Return the day or the month that a `source` names; its days are written as in America."""
    if day := _DAY.search(source):
        return f"{day['year']}-{day['month']:0>2}-{day['day']:0>2}"
    month = _MONTH.search(source)
    return f"{month['month']} {month['year']}" if month else ""
