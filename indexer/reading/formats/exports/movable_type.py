"""Which posts are in an export of Movable Type, whose form other blogs use too, and what does each say of itself?

Lines of `KEY: value` are above each, sections follow that a line of five strokes ends (`BODY:`, `EXTENDED BODY:`), and
one of eight ends the post. Comments and what only the program reads are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.reading.formats.exports.entry import Entry, parts

__all__ = ["entries", "is_export"]

_BEGINS: Final = re.compile(r"\A[\ufeff\s]{0,9}(?:[A-Z][A-Z ]{2,30}:[^\n]*\n|[ \t\r]*\n){1,40}?-----[ \t\r]*\nBODY:")
_POST_END: Final = re.compile(r"-{8}\s*")
_SECTION_END: Final = re.compile(r"-{5}\s*")
_FIELD: Final = re.compile(r"(?P<key>[A-Z][A-Z ]{2,30}):(?: (?P<value>.*))?")
_DAY: Final = re.compile(r"(\d\d)/(\d\d)/(\d{4})\b")
"""Month, day and year, always in this order."""
_TEXTS: Final = frozenset({"BODY", "EXTENDED BODY"})


def is_export(text: str) -> bool:
    """Whether a `text` begins as such an export does."""
    return _BEGINS.match(text) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the posts in the `lines` of an export, in order."""
    for numbers in parts(lines, _POST_END.fullmatch):
        said: dict[str, str] = {}
        body: dict[int, str] = {}
        key = ""
        is_head = True
        for number in numbers:
            line = lines[number].rstrip()
            if _SECTION_END.fullmatch(line):
                key, is_head = "", False
            elif (is_head or not key) and (field := _FIELD.fullmatch(line)):
                key = field["key"]
                if is_head:
                    said.setdefault(key, (field["value"] or "").strip())
            elif key in _TEXTS:
                body[number] = lines[number]
        entry = Entry(
            title=said.get("TITLE", ""),
            authors=tuple(filter(None, [said.get("AUTHOR", "")])),
            published=_DAY.sub(r"\3-\1-\2", said.get("DATE", "")),
            body=body,
            markup=True,
        )
        if entry.title or entry.has_text:
            yield entry
