"""Which articles are in an export of Factiva, and what does each say of itself?

Each ends with `Document` and its number. What is said of it is on lines with a code (`HD`, `BY`, `PD`) or, without
them, in the same order: headline, byline, `1,043 words`, day, time, paper, its code, edition, page, language, rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.reading.formats.exports.entry import BYLINE, Entry, is_day, is_rights, parts, rest_of
from indexer.text.language_tags import language_tag

__all__ = ["entries", "is_export"]

_END: Final = re.compile(r"\s*(?:AN\s+)?Document (?=\w{0,30}\d{8})[A-Z][A-Za-z0-9]{14,34}\s*")
_END_SIGN: Final = re.compile(
    r"^[ \t]*(?:AN[ \t]+)?Document (?=\w{0,30}\d{8})[A-Z][A-Za-z0-9]{14,34}[ \t\r]*$", re.MULTILINE
)
_WORDS: Final = re.compile(r"\s*(?:\d{1,3}(?:[,.\s]\d{3})*|\d+) (?:words|Wörter|mots|palabras|parole|palavras)\s*")
_CODE: Final = re.compile(
    r"\s{0,2}(?P<code>SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD|CT|RF|CO|IN|NS|RE|IPD|IPC|PUB|AN|ART|CLM)"
    r"(?:\s+(?P<value>\S.*))?\s*"
)
_OF_TEXT: Final = frozenset({"LP", "TD"})
_TIME: Final = re.compile(r"\s*\d{1,2}:\d\d(?:\s?[AaPp][Mm])?\s*")
_SHORTEST_LANGUAGE: Final = 5
"""Characters of the name of a language; codes of papers are shorter."""
_LONGEST_HEAD: Final = 10
"""Lines from the words' number to that of the rights, at most."""


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such an export."""
    return "Document " in text and _END_SIGN.search(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the articles in the `lines` of an export, in order."""
    for numbers in parts(lines, _END.fullmatch):
        if entry := _by_codes(lines, numbers) or _by_order(lines, numbers) or rest_of(lines, numbers):
            yield entry


def _by_codes(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the article whose lines have codes, or None where they have none."""
    said: dict[str, list[str]] = {}
    body: dict[int, str] = {}
    code = ""
    for number in numbers:
        found = _CODE.fullmatch(lines[number])
        if found:
            code = found["code"]
        text = (found["value"] or "") if found else lines[number].strip()
        if code in _OF_TEXT:
            body[number] = text
        elif text:
            said.setdefault(code, []).append(text)
    if not {"HD", "PD"} <= said.keys():
        return None
    value = {name: " ".join(parts) for name, parts in said.items()}
    author = BYLINE.sub("", value.get("BY", ""), count=1)
    return Entry(
        title=value["HD"],
        authors=(author,) if author else (),
        published=value["PD"],
        site=value.get("SN", ""),
        language=value.get("LA", ""),
        body=body,
    )


def _by_order(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the article whose lines say what they are by their order, or None where no number of words is there."""
    counted = next((number for number in numbers if _WORDS.fullmatch(lines[number])), None)
    if counted is None:
        return None
    above = [lines[number].strip() for number in range(numbers.start, counted) if lines[number].strip()]
    author = ""
    if len(above) > 1 and BYLINE.match(above[-1]):
        author = BYLINE.sub("", above.pop(), count=1)
    head = [number for number in range(counted + 1, numbers.stop) if lines[number].strip()][:_LONGEST_HEAD]
    published = site = language = ""
    last = counted
    for number in head:
        line = lines[number].strip()
        if not published:
            if is_day(line):
                published, last = line, number
        elif not site:
            site, last = ("" if _TIME.fullmatch(line) else line), number
        elif is_rights(line):
            last = number
            break
        elif len(line) >= _SHORTEST_LANGUAGE and language_tag(line):
            language, last = line, number
    return Entry(
        title=max(above, key=lambda line: line.count(" "), default=""),
        authors=(author,) if author else (),
        published=published,
        site=site,
        language=language,
        body={number: lines[number] for number in range(last + 1, numbers.stop)},
    )
