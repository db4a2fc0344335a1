"""Which passages are in a Kindle's `My Clippings.txt`, from which book is each, and what is in a notebook of one book?

Below a line with the book's title, and its author in brackets, one says where and when it was marked; the passage
follows, and a line of ten equals signs ends it. Bookmarks have no passage and are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from indexer.model.drafts import Draft
from indexer.reading.formats.exports.entry import SEMICOLON, Entry, parts, rest_of

__all__ = ["entries", "is_export", "notebook"]

_END: Final = "=========="
_YEAR: Final = re.compile(r"\d{4}")
_TIME: Final = re.compile(r"\d{1,2}[:.]\d\d")
_FEWEST_MARKED: Final = 0.9
"""The share of the entries that say where and when, for a file to be one of clippings: people write into theirs."""
_BOOK: Final = re.compile(r"(?P<title>.+?)\s*\((?P<author>[^()]{1,200}|[^()]{0,100}\([^()]{1,60}\)[^()]{0,40})\)\s*")

_NOTEBOOK: Final = re.compile(
    r"<(?P<tag>div|h[1-6])\b[^<>]{0,200}\bclass=['\"](?P<name>bookTitle|authors|sectionHeading|noteText)['\"][^<>]{0,200}>"
    r"(?P<said>[^<]*(?:<(?!/?(?:div|h[1-6])\b)[^<]*)*)",
    re.IGNORECASE,
)


def notebook(page: str) -> Draft | None:
    """Return the passages and notes that a Kindle exported of one book as a `page`, with the headings of its chapters;
    None where it is another page."""
    said: dict[str, str] = {}
    blocks: list[str] = []
    for found in _NOTEBOOK.finditer(page):
        name, text = found["name"], found["said"].strip()
        said.setdefault(name, text)
        if text and name in {"sectionHeading", "noteText"}:
            tag = "h2" if name == "sectionHeading" else "p"
            blocks.append(f"<{tag}>{text}</{tag}>")
    if "bookTitle" not in said or "noteText" not in said:
        return None
    title, author = (html.unescape(said.get(name, "")) for name in ("bookTitle", "authors"))
    return Draft(
        "document", "\n".join(blocks), title=title, authors=tuple(filter(None, SEMICOLON.split(author))), lined=False
    )


def is_export(text: str) -> bool:
    """Whether a `text` has the signs of such a file."""
    if f"\n{_END}" not in text:
        return False
    lines = text.split("\n")
    *ended, _ = parts(lines, _is_end)
    heads = [_head(lines, numbers) for numbers in ended]
    return len(list(filter(None, heads))) >= max(1, _FEWEST_MARKED * len(heads))


def entries(lines: Sequence[str]) -> Iterator[Entry]:
    """Yield the passages in the `lines` of a file, in order."""
    found = (_entry(lines, numbers) for numbers in parts(lines, _is_end))
    yield from filter(None, found)


def _head(lines: Sequence[str], numbers: range) -> tuple[int, int] | None:
    """Return the lines with the book, and with where and when something was marked, or None where they are not the
    first."""
    filled = list(islice((number for number in numbers if lines[number].strip()), 2))
    return (filled[0], filled[1]) if len(filled) == 2 and _is_marked(lines[filled[1]].strip()) else None


def _is_marked(line: str) -> bool:
    """Whether a `line` says where and when something was marked; a day with its year and a time are last in all
    languages."""
    where, _, when = line.rpartition("|")
    return where.startswith("-") and _YEAR.search(when) is not None and _TIME.search(when) is not None


def _is_end(line: str) -> bool:
    return line.strip() == _END


def _entry(lines: Sequence[str], numbers: range) -> Entry | None:
    """Return the passage on the lines of these `numbers`, or None where there is none."""
    head = _head(lines, numbers)
    if head is None:
        return rest_of(lines, numbers)
    book = lines[head[0]].strip().lstrip("\ufeff")
    named = _BOOK.fullmatch(book)
    entry = Entry(
        title=named["title"] if named else book,
        authors=tuple(SEMICOLON.split(named["author"])) if named else (),
        published=lines[head[1]].rpartition("|")[2].strip(),
        body={number: lines[number] for number in range(head[1] + 1, numbers.stop) if lines[number].strip()},
    )
    return entry if entry.has_text else None
