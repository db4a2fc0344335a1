"""Which articles are in an export of LexisNexis or Nexis Uni, and what does each say of itself?

The older form has `1 of 250 DOCUMENTS` above each article, and labels in capitals; the newer one ends each with `End of
Document`. In both, paper and day are above the text, one below the other, and more labels are below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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

__all__ = ["entries", "is_export"]

_COUNT: Final = re.compile(
    r"\s*(?:Document \d{1,6} of \d{1,6}|Dokument \d{1,6} von \d{1,6}|\d{1,6} of \d{1,6} DOCUMENTS?)\s*"
)
_COUNT_SIGN: Final = re.compile(r"^[ \t\f]*\d{1,6} of \d{1,6} DOCUMENTS?[ \t\r]*$", re.MULTILINE)
_END: Final = re.compile(r"\s*End of Document\s*", re.IGNORECASE)
_END_SIGN: Final = re.compile(r"^[ \t]*Load-?Date:.{0,2000}?^[ \t]*End of Document[ \t\r]*$", re.MULTILINE | re.DOTALL)
_ABOVE: Final = (
    "BYLINE SECTION LENGTH DATELINE HIGHLIGHT HEADLINE SERIES EDITION TITLE AUTHOR COLUMN RUBRIK AUTOR LÄNGE"
)
_BELOW: Final = (
    "URL SUBJECT LANGUAGE LOAD-DATE GRAPHIC PUBLICATION-TYPE JOURNAL-CODE DOCUMENT-TYPE ORGANIZATION ORGANISATION"
    " COUNTRY STATE CITY GEOGRAPHIC PERSON COMPANY TICKER INDUSTRY NOTES CORRECTION CORRECTION-DATE UPDATE"
    " ACC-NO SPRACHE CLASSIFICATION COPYRIGHT"
)
_LABEL: Final = re.compile(
    rf"\s*(?P<name>{'|'.join([*_ABOVE.split(), *_BELOW.split()])}):(?:\s+(?P<value>\S.*))?", re.IGNORECASE
)
_BELOW_NAMES: Final = frozenset(_BELOW.split())
_LAST_NEWER: Final = "Load-Date"
"""The label below the text that every article has in the newer form, where the others are behind a heading."""
_CLASSIFICATION: Final = re.compile(r"\s*Classification\s*", re.IGNORECASE)
_OF_COVER: Final = re.compile(r"\s*(?:Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|Content Type)\b")
"""Lines of the page in front of the first article that says what was looked for."""
_LONGEST_TITLE: Final = 3
"""Lines."""
_SHORTEST_FULL: Final = 50
"""Characters of a line that was broken because the next word had no room; exports break at 70 to 80."""
_HIGHLIGHT: Final = "HIGHLIGHT:"
_BODY: Final = re.compile(r"\s*Body:?\s*", re.IGNORECASE)
_HELPING: Final = re.compile(r"\b(?:contributed|reporting|compiled|edited|translated)\b", re.IGNORECASE)


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such an export."""
    if "okument 1 von " in text and "\nLÄNGE:" in text:
        return True
    return (" DOCUMENT" in text and _COUNT_SIGN.search(text) is not None) or (
        "nd of Document" in text and _END_SIGN.search(text) is not None
    )


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the articles in the `lines` of an export, in order."""
    for numbers in parts(lines, _is_between):
        yield from filter(None, _entries(lines, numbers))


def _is_between(line: str) -> bool:
    return (_COUNT.fullmatch(line) or _END.fullmatch(line)) is not None


def _entries(lines: Sequence[str], numbers: range) -> Iterator[Entry | None]:
    """Yield the article on the lines of these `numbers`, and before it a text above its head."""
    first = next((number for number in numbers if _LABEL.fullmatch(lines[number])), None)
    if first is None:
        yield rest_of(lines, numbers)
        return
    begin = _begin(lines, range(first, numbers.stop))
    end = _end(lines, range(begin, numbers.stop), is_newer=lines[begin - 1].strip() == "Body")
    said = _said(lines, range(first, begin)) | _said(lines, range(end, numbers.stop))
    head = [number for number in range(numbers.start, first) if _is_said(lines[number])]
    headline = said.get("HEADLINE") or said.get("TITLE") or ""
    title, site, published, above_head = _headed(lines, head, headline)
    if sum(len(lines[number].split()) for number in above_head) >= FEWEST_WORDS_ABOVE:
        yield rest_of(lines, above_head)
    above = next((number for number in range(first, begin) if _is_highlight(lines[number])), first)
    standfirst = {above: said["HIGHLIGHT"]} if said.get("HIGHLIGHT") else {}
    yield Entry(
        title=title,
        authors=_people(said.get("BYLINE") or said.get("AUTHOR") or said.get("AUTOR") or ""),
        published=published or said.get("LOAD-DATE", ""),
        site=site,
        language=(said.get("LANGUAGE") or said.get("SPRACHE") or "").partition(";")[0],
        url=said.get("URL", ""),
        body=standfirst | {number: lines[number] for number in range(begin, end)},
    )


def _begin(lines: Sequence[str], numbers: range) -> int:
    """Return where the text begins behind the labels, of which the first is on the first of these `numbers`: below the
    line `Body`, or at a line without a label behind an empty one."""
    for number in numbers:
        if _BODY.fullmatch(lines[number]):
            return number + 1
        is_new = number > numbers.start and not lines[number - 1].strip()
        if is_new and _is_said(lines[number]) and not _LABEL.fullmatch(lines[number]):
            return number
    return numbers.stop


def _end(lines: Sequence[str], numbers: range, *, is_newer: bool) -> int:
    """Return where the text on the lines of these `numbers` ends: where the labels below it begin, which are in
    capitals, or behind a heading in the newer form. A paragraph may begin with `Update:` too."""
    end = next(_headings(lines, numbers), numbers.stop)
    for number in closing(lines, numbers, _is_below, _goes_on):
        label = _LABEL.fullmatch(lines[number])
        name = label["name"] if label else ""
        if name == _LAST_NEWER or (not is_newer and (not label or name.isupper())):
            end = min(number, end)
    return end


def _headings(lines: Sequence[str], numbers: range) -> Iterator[int]:
    """Yield where `Classification` is above a label, the last first."""
    below = ""
    for number in reversed(numbers):
        if _CLASSIFICATION.fullmatch(lines[number]) and _LABEL.fullmatch(below):
            yield number
        below = lines[number] if lines[number].strip() else below


def _is_below(line: str) -> bool:
    """Whether a `line` can be below a text: it has a label, or says whose the rights are."""
    label = _LABEL.fullmatch(line)
    return label["name"].upper() in _BELOW_NAMES if label else is_rights(line)


def _goes_on(line: str, below: str) -> bool:
    """Whether the line `below` one with a label is more of its value: it is set in, or the one above it is full."""
    label = _LABEL.fullmatch(line)
    is_full = label is not None and (not label["value"] or len(line.strip()) >= _SHORTEST_FULL)
    return is_full or below[0].isspace()


def _is_highlight(line: str) -> bool:
    return line.lstrip()[: len(_HIGHLIGHT)].upper() == _HIGHLIGHT


def _is_said(line: str) -> bool:
    return line.strip() != "" and not is_rights(line)


def _said(lines: Sequence[str], numbers: range) -> dict[str, str]:
    """Return what the labels on these lines say, by their names; an empty line ends it."""
    said: dict[str, list[str]] = {}
    name = ""
    for number in numbers:
        label = _LABEL.fullmatch(lines[number])
        if label:
            name = label["name"].upper()
            said.setdefault(name, [label["value"] or ""])
        elif not lines[number].strip() or _BODY.fullmatch(lines[number]):
            name = ""
        elif name:
            said[name].append(lines[number].strip())
    return {name: " ".join(values).strip() for name, values in said.items()}


def _headed(lines: Sequence[str], head: Sequence[int], headline: str) -> tuple[str, str, str, list[int]]:
    """Return title, paper and day from the lines above the labels, and which of them are something else: the paper is
    above the day; the title is first of all, or behind the day as the last paragraph, if no label gave a `headline`."""
    cover = max((place for place, number in enumerate(head) if _OF_COVER.match(lines[number])), default=-1)
    head = head[cover + 1 :]
    day = next((place for place in range(len(head) - 1, 0, -1) if is_day(lines[head[place]].strip())), None)
    origin = [] if day is None else [head[day - 1], head[day]]
    if headline:
        title = []
    elif day is None:
        title = [*head]
    else:
        title = _last_paragraph(head[: day - 1]) or _last_paragraph(head[day + 1 :])
    site, published = (lines[number].strip() for number in origin) if origin else ("", "")
    others = [] if cover >= 0 else [number for number in head if number not in {*title, *origin}]
    return headline or " ".join(lines[number].strip() for number in title), site, published, others


def _last_paragraph(numbers: Sequence[int]) -> list[int]:
    """Return those of the `numbers` of lines that follow each other up to the last."""
    found: list[int] = []
    for number in reversed(numbers):
        if found and (found[0] - number > 1 or len(found) == _LONGEST_TITLE):
            break
        found.insert(0, number)
    return found


def _people(byline: str) -> tuple[str, ...]:
    """Return the names in a byline, without what is said of those who helped."""
    name = BYLINE.sub("", byline, count=1)
    return tuple(part.strip() for part in name.split(";") if part.strip() and not _HELPING.search(part))
