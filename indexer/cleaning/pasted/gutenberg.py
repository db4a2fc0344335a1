"""Which part of a text of Project Gutenberg is the book?

The frame around it says what the book is called, who wrote it and in which language, and at length what may be done
with it. The day it gives is that of the file.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from indexer.cleaning.pasted.known import Known
from indexer.model.articles import Removal

__all__ = ["Framed", "framed"]

_NAME: Final = "PROJECT GUTENBERG"
_FURTHEST: Final = 30_000
"""Characters of a text in which the book begins; the frame of the nineties was long."""
_START: Final = re.compile(
    r"^[ \t]*\*{2,5}\s?START(?:\*{2}|\s)[^\n]{0,20}PROJECT GUTENBERG[^\n]{0,300}(?:\n[^\n*]{1,300}){0,2}?\*{3}[^\n]*$",
    re.MULTILINE,
)
_SMALL_PRINT: Final = re.compile(r"^[ \t]*\*END[* ]THE SMALL PRINT![^\n*]{0,100}\*[^\n]*\*END\*[^\n]*$", re.MULTILINE)
"""What was above the books of the nineties."""
_HEADLINE: Final = re.compile(
    r"^[ \t*]*(?:The )?Project Gutenberg(?:'s)?(?: E-?text)?(?: of|,| E-?text,?) (?P<title>[^\n*]{1,200}?)"
    r"(?:,? by (?P<author>[^\n*,]{2,80}))?[ \t*]*$",
    re.MULTILINE | re.IGNORECASE,
)
"""The line that says what a book is that has no fields."""
_END: Final = re.compile(
    r"^[ \t]*(?:\*{2,5}\s?END(?:\*{2}|\s)[^\n]{0,20}PROJECT GUTENBERG|End of (?:the |this )?Project "
    r"Gutenberg\b)[^\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD: Final = re.compile(
    r"^(?P<name>Title|Author|Language|Translator|Editor):[ ]{1,9}(?P<value>[^\n]{1,300}(?:\n[ ]{4,}[^\n]{1,300})*)",
    re.MULTILINE,
)
_PRODUCED: Final = re.compile(
    r"\s*(?:(?:E-?text )?(?:Produced|prepared|Transcribed|Scanned) by|This (?:e-?text|ebook|file) was "
    r"(?:produced|prepared|transcribed))\b"
    r"[^\n]*(?:\n[^\n]+){0,6}(?=\n\s*\n)",
    re.IGNORECASE,
)


class Framed(NamedTuple):
    """What the frame says, the lines that it takes from the top, and how many lines remain with the book."""

    known: Known
    taken: int
    end: int


def framed(text: str, first: int) -> Framed | None:
    """Return what is known of a text of Project Gutenberg, whose first line is number `first`; None for any other."""
    head = text[:_FURTHEST]
    if _NAME not in head.upper():
        return None
    start = _START.search(head) or _SMALL_PRINT.search(head)
    if start is None:
        return None
    begin = start.end()
    if produced := _PRODUCED.match(text, begin):
        begin = produced.end()
    end = _END.search(text, begin)
    stop = end.start() if end else len(text)
    found = {field["name"]: field["value"] for field in _FIELD.finditer(head, 0, start.start())}
    fields = {name: " ".join(value.split()) for name, value in found.items()}
    if "Title" not in fields and (headline := _HEADLINE.search(head, 0, start.start())):
        fields = {"Title": headline["title"].strip(), "Author": (headline["author"] or "").strip()} | fields
    taken, last = text.count("\n", 0, begin) + 1, text.count("\n", 0, stop)
    authors = [line.strip() for line in found.get("Author", fields.get("Author", "")).split("\n")]
    removed = [*_paragraphs(text[:begin], first), *_paragraphs(text[stop:], first + last)]
    known = Known(
        fields.get("Title", ""),
        tuple(author for author in authors if author.lower() not in {"", "various", "anonymous", "unknown"}),
        removed=tuple(removed),
        language=fields.get("Language", ""),
    )
    return Framed(known, taken, last)


def _paragraphs(text: str, first: int) -> list[Removal]:
    """Return the paragraphs of a part of the frame as what was removed."""
    found: list[Removal] = []
    parts: list[str] = []
    for number, line in enumerate((*text.split("\n"), ""), first):
        if line.strip():
            parts.append(line.strip())
        elif parts:
            found.append(Removal("licence", " ".join(parts), number - len(parts)))
            parts = []
    return found
