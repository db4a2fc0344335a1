"""Which passages are in a Kindle's `My Clippings.txt`, and from which book is each?

Below a line with the book's title, and its author in brackets, one says where and when it was marked; the passage
follows, and a line of ten equals signs ends it. Bookmarks have no passage and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.reading.formats.exports.entry import Entry, parts, rest_of

__all__ = ["entries", "is_export"]

_END: Final = "=========="
_SIGN: Final = re.compile(r"\A\ufeff?[^\n]{1,400}\n-[ \t][^\n]{0,300}\|[^\n]{0,300}\n", re.MULTILINE)
_BOOK: Final = re.compile(r"(?P<title>.+?)\s*\((?P<author>[^()]{1,200}|[^()]{0,100}\([^()]{1,60}\)[^()]{0,40})\)\s*")
_PEOPLE: Final = re.compile(r"\s?;\s?")


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such a file."""
    return f"\n{_END}" in text and _SIGN.match(text.replace("\r\n", "\n", 2)) is not None


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the passages in the `lines` of a file, in order."""
    found = (_entry(lines, numbers) for numbers in parts(lines, _is_end))
    yield from filter(None, found)


def _is_end(line: str) -> bool:
    return line.strip() == _END


def _entry(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the passage on the lines of these `numbers`, or None where there is none."""
    filled = [number for number in numbers if lines[number].strip()]
    marked = lines[filled[1]].strip() if len(filled) > 2 else ""
    if not marked.startswith("-") or "|" not in marked:
        return rest_of(lines, numbers)
    book = lines[filled[0]].strip().lstrip("\ufeff")
    named = _BOOK.fullmatch(book)
    return Entry(
        title=named["title"] if named else book,
        authors=tuple(_PEOPLE.split(named["author"])) if named else (),
        published=marked.rpartition("|")[2].strip(),
        body={number: lines[number] for number in filled[2:]},
    )
