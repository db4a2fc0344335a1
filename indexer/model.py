"""What passes between the rooms?

    Source ─reading─▶ Draft ─cleaning─▶ Article ─passages─▶ Passage ─engine─▶ index
                                                       query ─searching─▶ SearchResult of Hits

Every value is frozen: a room returns a new one and never changes what it was given.
Offsets are character offsets (Python string indices), half-open; line numbers count from 1, inclusive at both ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from indexer.address import Address
from indexer.reasons import Reason

__all__ = [
    "MAX_SIZE",
    "SNIPPET_LENGTH",
    "Article",
    "BlockKind",
    "BlockSpan",
    "Contribution",
    "Draft",
    "Duplicate",
    "Extractor",
    "FacetCount",
    "Facets",
    "Hit",
    "IndexPreview",
    "IndexReport",
    "LineSpan",
    "Member",
    "Missing",
    "Passage",
    "Precision",
    "Problem",
    "Reading",
    "Removal",
    "SearchResult",
    "Snippet",
    "Source",
    "Stage",
    "TermCount",
    "Timeline",
    "Verdict",
]


MAX_SIZE = 50 * 2**20
"""Bytes of the largest file that is read where nothing else is asked for; and bytes, or characters, of the largest
mail, page, line or row that is read out of a stream, or file out of a TAR archive, whatever is asked for. Chosen: as
any format, a file of this size is read in less memory than a process may take."""

SNIPPET_LENGTH = 240
"""Columns of a snippet, on one line, where no other length is asked for: three lines of a terminal."""

Extractor: TypeAlias = Literal["own", "best"]
"""Who finds the text of a web page: our own extractor, or that and others, of which the best is kept."""

Missing: TypeAlias = Literal["gone", "emptied", "left_out"]
"""How a source is missing of which nothing was removed: all of it is gone, or much of what was in it is; or `include`
and `exclude` leave much of it out."""


class Source(NamedTuple):
    """A file as it was when it was last looked at.

    `path` is absolute; `size` in bytes; `mtime_ns` nanoseconds since the epoch. `identity` is what the system calls the
    file, whatever its path: a number made of its device and inode, 0 where it has none.
    """

    path: str
    size: int
    mtime_ns: int
    identity: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it: decoded, but with all its noise, and what the file itself declares about it.

    `kind` says how `content` is written: "document" is HTML too, but all of it is the author's. `line` is the line of
    the source file on which `content` starts; where `one_line` is true the whole content comes from that one line (a
    JSON record), and its own line breaks are not the file's; where `lined` is false the file has no lines that a person
    could look up, as in a PDF; where it is `paged`, the lines of `content` are then its pages. `sent` is true of what a
    program sent, a mail or a feed, which adds lines of its own. `published` and `language` are as declared, not yet
    read.

    `part` is where in its file the article is, as it is written behind the file's path: "" for all of it, "!/a/b.html"
    for a file in an archive, "#12" for the twelfth of a mailbox. Lines are then those of the part. `key` is the id that
    a record gives itself, "" where it gives none. `article` is given where the file holds an article that was exported
    from an index: it was cleaned before, and only its place is still to be said. `sender` and `recipients` are those
    of a mail, as `name <address>`.
    """

    kind: Literal["text", "markdown", "html", "document"]
    content: str
    line: int = 1
    one_line: bool = False
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    part: str = ""
    lined: bool = True
    sent: bool = False
    paged: bool = False
    key: str = ""
    article: Article | None = None
    sender: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file, still to be read: `part` as in `Draft`, and a `name` whose end tells its format.

    `url` is where it was fetched from, if the container says so.
    """

    part: str
    name: str
    data: bytes
    url: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a file that was not read, while the rest was.

    `line` is its line, 0 where only its `part` is known. `reason` is a `Cause`, or else a short phrase that says what
    is wrong with the content. `failed` is false where that is a matter of course, such as a picture in an archive.
    """

    line: int
    reason: str
    part: str = ""
    failed: bool = True
    detail: str = ""

    def __str__(self) -> str:
        """Where in its file it is, and the reason."""
        place = " ".join(filter(None, (self.part, f"line {self.line}" if self.line else "")))
        return f"{place}: {self.as_reason}" if place else str(self.as_reason)

    @property
    def as_reason(self) -> Reason:
        """The reason as the index stores it."""
        return Reason.of(self.reason, self.detail)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file's bytes hold: its articles in order, the encoding of the first of them, and what was unreadable.

    `members` are the files inside it, which may be made one by one as they are asked for; `reading.read` has read them
    all, and leaves none.
    """

    drafts: tuple[Draft, ...] = ()
    encoding: str = "utf-8"
    problems: tuple[Problem, ...] = ()
    members: Iterable[Member | Problem] = ()


@dataclass(frozen=True, slots=True)
class Removal:
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


@dataclass(frozen=True, slots=True)
class LineSpan:
    """The lines of the source file, `first` to `last`, that an article's cleaned text comes from, beginning at offset
    `start` of the text."""

    start: int
    first: int
    last: int


Precision: TypeAlias = Literal["day", "month", "year"]
"""How much of a date is known; the rest of it is that of the month's or year's first day."""

BlockKind = Literal["paragraph", "heading", "item", "row", "quote", "preformatted"]
"""What a part of a text is. A `quote` is what the author quotes by setting it apart, a `row` one of a table."""


@dataclass(frozen=True, slots=True)
class BlockSpan:
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


@dataclass(frozen=True, slots=True)
class Snippet:
    """The part of a passage that shows why it matched, and where in it the matching words are.

    `highlights` are ranges of offsets into `text`, ascending and apart. `start` is the offset of the snippet in the
    passage.
    """

    text: str
    highlights: tuple[tuple[int, int], ...] = ()
    start: int = 0


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that is nearly the same as that of a hit: the same story saved twice, or taken over from an agency.

    `article` is its id; `path`, `source` and `part` are as in `Hit`.
    """

    article: str
    path: str
    source: str
    part: str

    @property
    def address(self) -> Address:
        """Where the article is: in its file, or under the path that it was added with."""
        return Address(self.source or self.path, self.part)


Stage: TypeAlias = Literal["word", "pairs", "passage", "title_only", "neighbours", "feedback", "behind"]
"""Where in ranking a part of a score is added: a word of the query in the article, or in the passage where that has its
own score; words that are neighbours; the article's best passage; what is taken off where the title alone has the words;
the articles like it; what the best articles have in common; or what is taken off behind the articles that were scored
again."""


class Contribution(NamedTuple):
    """What a hit's score is the sum of: one of several.

    `label` is the word where the stage is "word", else "". `occurrences` is its frequency, in which a title's words
    count three times; `having` how many articles, or passages where these have their own scores, have it; `weight` the
    most that it can add to the score of a passage. None where a part is not of one word alone.
    """

    stage: Stage
    label: str
    score: float
    occurrences: int | None = None
    having: int | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found by a query.

    `id` is `ARTICLE.ORDINAL` and stays the same as long as the file keeps its path. `path` is the source as stored,
    `source` the same as an absolute path, or "" where the article comes from no file; `part` says where in that file
    the article is, "" for all of it. `start`, `end` are the passage's offsets in the article's cleaned text. `stale` is
    true where the source has changed or was deleted since indexing. `duplicates` are articles nearly the same as this
    hit's, whose own passages are not among the hits. `caption` is the caption near the passage that matches, where
    nothing in the passage's text does. `explanation` is what the score is the sum of, if it was asked for.
    """

    id: str
    article: str
    ordinal: int
    rank: int
    score: float
    title: str
    authors: tuple[str, ...]
    published: date | None
    site: str
    language: str
    url: str
    path: str
    source: str
    first_line: int | None
    last_line: int | None
    start: int
    end: int
    text: str
    snippet: Snippet
    title_highlights: tuple[tuple[int, int], ...] = ()
    stale: bool = False
    part: str = ""
    duplicates: tuple[Duplicate, ...] = ()
    caption: Snippet | None = None
    explanation: tuple[Contribution, ...] | None = None

    @property
    def address(self) -> Address:
        """Where the passage is: in its article's file, or under the path that the article was added with."""
        return Address(self.source or self.path, self.part, self.first_line)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The page of hits asked for, and how many passages match in all.

    `missing` are the query's words, phrases and values of fields that no passage has, as they are typed (`marhs`,
    `author:marhs`), each with what may have been meant, which passages have, the likeliest first.
    `more` is how many other passages match of the articles that have as many hits as they may have.
    `undated` is how many passages would match if it were not for the days asked for, since their articles have no date.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undated: int = 0
    more: int = 0


class FacetCount(NamedTuple):
    """A value, and how many of the matching articles, and of their matching passages, have it."""

    value: str
    articles: int
    passages: int


class TermCount(NamedTuple):
    """A word, folded, how many passages and articles have it, and how often it occurs in all of them."""

    term: str
    passages: int
    articles: int
    occurrences: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many matches have each value of something, such as the authors; the most frequent value first.

    `articles` and `passages` are all that match, `without` those of them that have no value. An article with several
    values, such as two authors, counts for each of them.
    """

    query: str
    by: str
    counts: tuple[FacetCount, ...]
    articles: int
    passages: int
    without: FacetCount


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many matches are of each month or year (`by`), from the first to the last that has any, one after the other.

    Months are written `2019-02`, years `2019`. `articles` and `passages` are all that match, `undated` those of them
    that have no date.
    """

    query: str
    by: Literal["month", "year"]
    counts: tuple[FacetCount, ...]
    articles: int
    passages: int
    undated: FacetCount


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing run did. Counts are files unless they say otherwise; `seconds` is wall time.

    `skipped` maps each file that was left out, and each file in an archive, by its address, to the reason; `failed`
    each file that could not be read completely to the reason in words; of these, `missing` are the sources that are
    gone, or of which so many files are missing or left out that none was removed. `removed` counts files that were
    indexed before and no longer are; `left_out` counts the articles of those of them that are still there, but that
    `include` and `exclude` leave out. `moved` counts files that were found again under another path; of many, a few are
    read again.
    `lost` maps each article that a rebuild could not carry over, since it comes from no file, to the reason; or the
    index, where it is not known which articles those were.
    """

    index: str
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    articles: int = 0
    passages: int = 0
    bytes_read: int = 0
    seconds: float = 0.0
    skipped: Mapping[str, Reason] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    lost: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class IndexPreview:
    """What an indexing run would do, if it were not a dry run.

    `new` and `changed` are the files that would be read, with their sizes in bytes in all; `removed` maps each file
    whose articles would be removed to the reason, `moved` the old path of each file to the new one, `skipped` each file
    that would be left out, as far as that can be told without reading it. `articles` counts those that would be
    removed, `carried` those from no file that a rebuild would carry over. `failed` and `missing` are as in IndexReport.
    """

    index: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    bytes: int = 0
    unchanged: int = 0
    articles: int = 0
    removed: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    skipped: Mapping[str, Reason] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    carried: int = 0
