"""What did the author write?"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Article",
    "BlockKind",
    "BlockSpan",
    "LineSpan",
    "Passage",
    "Precision",
    "Removal",
    "Verdict",
]


class Removal(NamedTuple):
    """A line that cleaning took out of the text, and the rule that did it, or would have where a person keeps it.
    `line` is its line in the source file, 0 where that has no lines; `by` the rule of a person's that decided, or
    ""."""

    rule: str
    text: str
    line: int
    by: str = ""


class Verdict(NamedTuple):
    """What cleaning decided of a block of a source: `rule` is the one that took it out, or "" where it was kept, and
    `reason` says why, or "". `line` is its line in the source file, 0 where that has no lines; `by` the rule of a
    person's that decided it otherwise than the cleaner, or ""."""

    text: str
    rule: str
    reason: str
    line: int
    by: str = ""


class LineSpan(NamedTuple):
    """The lines of the source file, `first` to `last`, that an article's cleaned text comes from, beginning at offset
    `start` of the text."""

    start: int
    first: int
    last: int


Precision: TypeAlias = Literal["day", "month", "year"]
"""How much of a date is known; the rest of it is that of the month's or year's first day."""

BlockKind = Literal["paragraph", "heading", "item", "row", "quote", "preformatted"]
"""What a part of a text is. A `quote` is what the author quotes by setting it apart, a `row` one of a table."""


class BlockSpan(NamedTuple):
    """What begins at offset `start` of an article's cleaned text."""

    start: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """What the author wrote: the cleaned text and what is known about it.

    `text` is paragraphs separated by a blank line (list items and table rows by a line break), without title, byline
    and captions. `spans` says on which lines of the source file each part of `text` is, by ascending `start`.
    `path` names where the article comes from; for articles that come from no file any string that is unique will do.
    `part` says where in its file it is, as in `Draft`.
    `section` is the part of its site that it appeared in, `description` what the site says of it in a sentence or two,
    `modified` the day of its last change. `precision` says how much of `published` is known, `pages` on
    which pages of a printed document each part of `text` is. `blocks` says what the
    text is made of, by ascending `start`; it is empty where that is not known. `key` is the id that the record gives
    itself which the article was read from, as in `Draft`. `removed` is what cleaning took out, and `kept` what it would
    have taken out but for a person's rules. `sender` is whom a mail is from and `recipients` whom it is
    to, copies included, as its header names them; of Usenet posts the newsgroups.
    """

    text: str
    title: str = ""
    kicker: str = ""
    authors: tuple[str, ...] = ()
    published: date | None = None
    site: str = ""
    language: str = ""
    url: str = ""
    captions: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    spans: tuple[LineSpan, ...] = ()
    path: str = ""
    part: str = ""
    modified: date | None = None
    section: str = ""
    description: str = ""
    blocks: tuple[BlockSpan, ...] = ()
    precision: Precision = "day"
    pages: tuple[LineSpan, ...] = ()
    key: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    kept: tuple[Removal, ...] = ()

    def told(self, language: str, path: str) -> Article:
        """Return the article with the language of its text and the path of its file.

        Every article is told both; `dataclasses.replace` takes more than twice as long.
        """
        values = [*_values(self)]
        values[_LANGUAGE], values[_PATH] = language, path
        return Article(*values)


_values = attrgetter(*Article.__slots__)
_LANGUAGE, _PATH = map(Article.__slots__.index, ("language", "path"))


@dataclass(frozen=True, slots=True)
class Passage:
    """`article.text[start:end]`: a few whole sentences, the unit that is indexed and found.

    The passages of an article follow each other without gap or overlap. `first_line` and `last_line` are the lines
    of the source file that it is on, or None where the article has no lines.
    """

    ordinal: int
    start: int
    end: int
    text: str
    first_line: int | None = None
    last_line: int | None = None
    first_page: int | None = None
    last_page: int | None = None
