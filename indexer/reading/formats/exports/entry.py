"""What is one article of an export that holds several?"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from indexer.model.drafts import Draft
from indexer.text.dates import find_date

__all__ = [
    "BYLINE",
    "FEWEST_WORDS_ABOVE",
    "SEMICOLON",
    "Entry",
    "closing",
    "document_draft",
    "is_day",
    "is_rights",
    "label_name",
    "lines_of",
    "parts",
    "rest_of",
    "text_draft",
]

BYLINE: Final = re.compile(r"\A\s*(?:by|von|par|por|di)\s+(?=\S)", re.IGNORECASE)
"""What is before the names in a line that says who wrote an article."""
SEMICOLON: Final = re.compile(r"\s?;\s?")
"""What parts the names of several authors."""
FEWEST_WORDS_ABOVE: Final = 12
"""Words above the head of an article with which they are a text; those of a section and an edition are fewer."""

_LONGEST_DAY: Final = 60
"""Characters of a line that says the day."""
_FEWEST_WORDS: Final = 40
"""Words of a part of an export with which it is read although some of its lines are about the export."""
_OF_EXPORT: Final = re.compile(
    r"\s*(?:Contact us at:|Database copyright\b|Terms and Conditions\b|Search Summary\s*\Z|Page \d{1,6} of \d{1,6}\s*\Z"
    r"|User Name:|Job Number:)",
    re.IGNORECASE,
)
"""How lines begin that are about the export itself, and not about an article in it."""
_BLOCK_END: Final = re.compile(r"</(?:p|h[1-6]|li|td|tr|div|blockquote)>\s*|<br\s{0,3}/?>\s*|\n+", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{1,2000}>")
_SPACES: Final = re.compile(r"\s+")
_WORD: Final = re.compile(r"\w")
_RIGHTS: Final = re.compile(
    r"\s*(?:(?:copyright\b|©|\(c\))(?:.{0,100}\b(?:19|20)\d\d\b.{0,200}|[^.!?]{0,80}\.?)"
    r"|all rights reserved\b.{0,80}|alle Rechte vorbehalten\b.{0,80})\s*",
    re.IGNORECASE,
)
"""A sentence that begins with `Copyright` is longer, and names no year near its beginning."""


@dataclass(slots=True)
class Entry:
    """An article of an export: what is said of it, and the `body`, its text by the numbers of the lines that it is on,
    from 0 on and ascending. It is `markup` where it is HTML as a blog's editor has it."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    body: dict[int, str] = field(default_factory=dict)
    markup: bool = False

    @property
    def has_text(self) -> bool:
        """Whether there is more than empty lines."""
        return any(line.strip() for line in self.body.values())


def parts(lines: Sequence[str], is_end: Callable[[str], object]) -> Iterator[range]:
    """Yield the line numbers of each part of an export: the lines up to one for which `is_end` is true, which belongs
    to none, and last those after the last such line."""
    begin = 0
    for number, line in enumerate(lines):
        if is_end(line):
            yield range(begin, number)
            begin = number + 1
    yield range(begin, len(lines))


def label_name(labels: re.Pattern[str], line: str) -> str:
    """Return the name of that of the `labels` with which a `line` begins, in small letters, or ""."""
    label = labels.fullmatch(line.strip())
    return label["name"].lower() if label else ""


def closing(
    lines: Sequence[str],
    numbers: range,
    is_label: Callable[[str], object],
    goes_on: Callable[[str, str], object],
) -> Iterator[int]:
    """Yield the numbers of the lines with a label that end a part, the last first: below each is nothing but its own
    value and further labels.

    A value has no empty line in it, and `goes_on` says of a label's line whether the next one can be more of its value.
    What begins like a label in the middle of a text is not among them.
    """
    below = ""
    for number in reversed(numbers):
        line = lines[number]
        if is_label(line):
            if below and not goes_on(line, below):
                return
            yield number
            below = ""
        elif line.strip():
            below = line
        elif below:
            return


def rest_of(lines: Sequence[str], numbers: Sequence[int]) -> Entry | None:
    """Return the lines of an export that no label describes as an article of their own, so that no text is lost; None
    where they hold nothing but what the export says of itself."""
    body = {number: lines[number] for number in numbers}
    texts = [line for line in body.values() if _WORD.search(line)]
    articles = [line for line in texts if not (_OF_EXPORT.match(line) or is_rights(line))]
    words = sum(len(line.split()) for line in texts)
    is_own = len(articles) < len(texts) and words < _FEWEST_WORDS
    return Entry(body=body) if articles and not is_own else None


def is_day(line: str) -> bool:
    """Whether a line is a day and little else, such as `January 5, 2015 Monday`."""
    return len(line) <= _LONGEST_DAY and any(char.isdigit() for char in line) and find_date(line) is not None


def is_rights(line: str) -> bool:
    """Whether a line says who has the rights."""
    return _RIGHTS.fullmatch(line) is not None


def lines_of(content: str) -> list[str]:
    """Return the lines of a document that is written as HTML, one of text for each of its paragraphs."""
    return [html.unescape(_SPACES.sub(" ", _TAG.sub("", part))).strip() for part in _BLOCK_END.split(content)]


def text_draft(entry: Entry) -> Draft:
    """Return an `entry` of a text: on the lines that it has there, with empty ones for what is not its text."""
    filled = [number for number, line in entry.body.items() if line.strip()]
    first, last = (filled[0], filled[-1]) if filled else (0, -1)
    content = "\n".join(entry.body.get(number, "") for number in range(first, last + 1))
    if entry.markup:
        from indexer.reading.formats.blog_export import article_html  # few exports need it

        return _draft("document", article_html(content or entry.title), entry, first + 1)
    return _draft("text", content or entry.title, entry, first + 1)


def document_draft(entry: Entry) -> Draft:
    """Return an `entry` of a document, whose lines are its paragraphs."""
    content = _paragraphs(entry.body.values()) or _paragraphs([entry.title])
    return _draft("document", content, entry, 1)


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{html.escape(text, quote=False)}</p>\n" for text in texts if text.strip())


def _draft(kind: Literal["text", "document"], content: str, entry: Entry, line: int) -> Draft:
    return Draft(
        kind,
        content,
        line,
        title=entry.title,
        authors=entry.authors,
        published=entry.published,
        site=entry.site,
        language=entry.language,
        url=entry.url,
        lined=kind == "text",
    )
