"""What was found, and where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from indexer.address import Address

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "Contribution",
    "Duplicate",
    "Highlights",
    "Hit",
    "SearchResult",
    "Snippet",
    "Stage",
]


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
class Highlights:
    """Where the words of a query are in an article.

    `title` are ranges of offsets into the article's title, and `passages` those into the text of each of its passages,
    ascending and apart. `sought` are the words, phrases and patterns that were looked for, as they were typed.
    """

    title: tuple[tuple[int, int], ...]
    passages: tuple[tuple[tuple[int, int], ...], ...]
    sought: tuple[str, ...]


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


@dataclass(frozen=True)  # without slots, so that a search can fill the fields of its many hits together
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
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    undated: int = 0
    more: int = 0
