"""What is in a file, with all its noise?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from indexer.reasons import Reason

if TYPE_CHECKING:
    from indexer.model.articles import Article

__all__ = [
    "Draft",
    "Member",
    "Problem",
    "Reading",
]


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it: decoded, but with all its noise, and what the file itself declares about it.

    `kind` says how `content` is written: "document" is HTML too, but all of it is the author's. `line` is the line of
    the source file on which `content` starts; where `one_line` is true the whole content comes from that one line (a
    JSON record), and its own line breaks are not the file's; where `lined` is false the file has no lines that a person
    could look up, as in a PDF; where it is `paged`, the lines of `content` are then its pages. `sent` is true of what a
    program sent, a mail or a feed, which adds lines of its own. `published`, `modified` and `language` are as declared,
    not yet read.

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
    modified: str = ""


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
