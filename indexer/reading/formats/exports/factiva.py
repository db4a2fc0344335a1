"""Which articles are in an export of Factiva, and what does each say of itself?

Each ends with `Document` and its number. What is said of it is on lines with a code (`HD`, `BY`, `PD`) or, without
them, in the same order: headline, byline, `1,043 words`, day, time, paper, its code, edition, page, language, rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from indexer.reading.formats.exports.entry import (
    BYLINE,
    FEWEST_WORDS_ABOVE,
    Entry,
    closing,
    is_day,
    is_rights,
    parts,
    rest_of,
)
from indexer.text.language_tags import language_tag

__all__ = ["entries", "is_export"]

_NUMBERED: Final = r"Document (?=\w{0,30}\d{8})[A-Z][A-Za-z0-9]{14,34}"
_END: Final = re.compile(rf"\s*(?:AN\s+)?{_NUMBERED}\s*")
_END_SIGN: Final = re.compile(rf"^[ \t]*(?:AN[ \t]+)?{_NUMBERED}[ \t\r]*$", re.MULTILINE)
_WORDS: Final = re.compile(r"\s*(?:\d{1,3}(?:[,.\s]\d{3})*|\d+) (?:words|Wörter|mots|palabras|parole|palavras)\s*")
_VALUE: Final = r"(?P<gap>\s+)?(?(gap)(?P<value>\S.*)?)\s*"
_CODE: Final = re.compile(rf"\s{{0,4}}(?P<code>CLM|SE|HD|BY|CR|WC|PD|ET|SN|SC|ED|PG|VOL|LA|CY|LP|TD){_VALUE}")
"""The codes above the text, and the two in it: the first paragraph and the rest."""
_FIRST: Final = re.compile(r"\s{0,4}(?:CLM|SE|HD)(?:\s+\S.*)?\s*")
"""The codes that are first of all."""
_OF_TEXT: Final = frozenset({"LP", "TD"})
_ORDER: Final = ("ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN")
"""The codes behind the text, in the order of exports."""
_BEHIND: Final = re.compile(rf"\s{{0,4}}(?P<code>{'|'.join(_ORDER)}){_VALUE}")
_WIDE: Final = re.compile(r"\s{2,}|\t")
_LISTED: Final = frozenset({"CO", "IN", "NS", "RE"})
_TERM: Final = re.compile(r"\S{1,20} : \S")
"""What the values of these codes begin with: a code of Factiva's and what it means, `gcat : Political News`."""
_TIME: Final = re.compile(r"\s*\d{1,2}:\d\d(?:\s?[AaPp][Mm])?\s*")
_SHORTEST_LANGUAGE: Final = 5
"""Characters of the name of a language; codes of papers are shorter."""
_LONGEST_ABOVE: Final = 4
"""Lines above the number of words at most: column, section, headline and byline."""
_LONGEST_HEAD: Final = 10
"""Lines from the words' number to that of the rights, at most."""


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such an export."""
    return "Document " in text and _END_SIGN.search(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the articles in the `lines` of an export, in order."""
    for numbers in parts(lines, _END.fullmatch):
        first = next((number for number in numbers if _FIRST.fullmatch(lines[number])), numbers.stop)
        if coded := _by_codes(lines, range(first, numbers.stop)):
            yield from filter(None, (rest_of(lines, range(numbers.start, first)), coded))
        else:
            yield from filter(None, _by_order(lines, numbers))


def _by_codes(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the article whose lines have codes, or None where they have none."""
    said: dict[str, list[str]] = {}
    body: dict[int, str] = {}
    code = ""
    is_wide = True
    end = numbers.stop
    for number in numbers:
        if number == end:
            break
        found = _head_code(lines[number], code, is_wide=is_wide)
        text = lines[number].strip()
        if found:
            text = found["value"] or ""
            if code != "LP" and found["code"] in _OF_TEXT:
                end = _end(lines, range(number + 1, numbers.stop), is_wide=is_wide)
            elif found["value"]:
                is_wide = is_wide and _is_shaped(found, is_wide=True)
            code = found["code"]
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


def _head_code(line: str, before: str, *, is_wide: bool) -> re.Match[str] | None:
    """Return the code with which a `line` begins that is not behind the text; `before` is the last one above it."""
    found = _CODE.fullmatch(line)
    if before in _OF_TEXT:
        is_rest = found is not None and before == "LP" and found["code"] == "TD"
        return found if found and is_rest and _is_shaped(found, is_wide=is_wide) else None
    return found or _closing_code(line, is_wide=is_wide)


def _closing_code(line: str, *, is_wide: bool) -> re.Match[str] | None:
    """Return the code with which a `line` begins as those behind a text do."""
    found = _BEHIND.fullmatch(line)
    return found if found and _is_shaped(found, is_wide=is_wide) else None


def _is_shaped(code: re.Match[str], *, is_wide: bool) -> bool:
    """Whether a line with a `code` is written as exports write it: the code alone, or several blanks before its value;
    one where the head has one (not `is_wide`), as in documents, whose blanks are one."""
    if not code["value"] or _WIDE.fullmatch(code["gap"]):
        return True
    return not is_wide and (code["code"] not in _LISTED or _TERM.match(code["value"]) is not None)


def _end(lines: Sequence[str], numbers: range, *, is_wide: bool) -> int:
    """Return where the text on the lines of these `numbers` ends: at the first of the codes that close it."""
    shaped = partial(_closing_code, is_wide=is_wide)

    def goes_on(line: str, below: str) -> bool:
        found = _BEHIND.fullmatch(line)
        if found is None or found["value"]:
            return below[0].isspace()
        return found["code"] not in _LISTED or _TERM.match(below.strip()) is not None

    end, place = numbers.stop, len(_ORDER)
    for number in closing(lines, numbers, shaped, goes_on):
        found = shaped(lines[number])
        if found is None or _ORDER.index(found["code"]) >= place:
            break
        end, place = number, _ORDER.index(found["code"])
    return end


def _by_order(lines: Sequence[str], numbers: range) -> Iterator[Entry | None]:
    """Yield the article whose lines say what they are by their order, and before it a text above its head; where no
    number of words is there, all of it without a word of what it is."""
    counted = next((number for number in numbers if _WORDS.fullmatch(lines[number])), None)
    if counted is None:
        yield rest_of(lines, numbers)
        return
    filled = [number for number in range(numbers.start, counted) if lines[number].strip()]
    if sum(len(lines[number].split()) for number in filled[:-_LONGEST_ABOVE]) >= FEWEST_WORDS_ABOVE:
        yield rest_of(lines, filled[:-_LONGEST_ABOVE])
    above = [lines[number].strip() for number in filled[-_LONGEST_ABOVE:]]
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
    yield Entry(
        title=max(above, key=lambda line: line.count(" "), default=""),
        authors=(author,) if author else (),
        published=published,
        site=site,
        language=language,
        body={number: lines[number] for number in range(last + 1, numbers.stop)},
    )
