"""What can be printed, and what must an output format be able to do?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple, NoReturn

from indexer.errors import UsageError
from indexer.model.choices import SNIPPET_LENGTH

if TYPE_CHECKING:
    from indexer.address import Address
    from indexer.cli.console import Console
    from indexer.evaluation import Measured
    from indexer.model.articles import Article, Passage, Verdict
    from indexer.model.counts import Facets, TermCount, Timeline
    from indexer.model.hits import Duplicate, Highlights, Hit, SearchResult
    from indexer.model.reports import IndexPreview, IndexReport
    from indexer.model.statistics import IndexStatistics
    from indexer.searching.exporting import IndexedArticle
    from indexer.searching.lookup import StoredArticle
    from indexer.store.checking import Checked

__all__ = ["Cleaned", "Evaluated", "FileCount", "Printer", "Shown", "remarks_on"]


class FileCount(NamedTuple):
    """A file that matches, and the number of its passages that do.

    `path` is as the user would type it; `source` is absolute, and "" for articles that come from no file.
    """

    path: str
    source: str
    passages: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An article of the index, the passages of it to show, and the number of the one asked for, if it was one.

    `highlights` are in these passages, where a query is given.
    """

    stored: StoredArticle
    passages: tuple[Passage, ...]
    ordinal: int | None = None
    highlights: Highlights | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article as cleaning leaves it, with the file it is from, as named by the user, and that file's encoding.

    `verdicts` says what was decided of each block of the source, None where nobody asked.
    """

    file: str
    encoding: str
    article: Article
    passages: tuple[Passage, ...]
    verdicts: tuple[Verdict, ...] | None = None


class Evaluated(NamedTuple):
    """The measures of a run, and how many queries were asked."""

    measured: Measured
    asked: int


def remarks_on(hit: Hit) -> list[str]:
    """What a person is told beside the place of a hit: where it matches, if not in its passage, and whether its source
    has changed."""
    remarks: list[str] = []
    if hit.caption is not None:
        remarks.append("in caption")
    elif hit.title_highlights and not hit.snippet.highlights:
        remarks.append("in title")
    if hit.stale:
        remarks.append("changed since")
    return remarks


class Printer:
    """Writes results to the console in one format. A format overrides what it can show; all else is refused."""

    form: ClassVar[str]

    def __init__(self, console: Console, *, null: bool = False, hyperlink: bool = False) -> None:
        self.console = console
        self.null = null
        self.hyperlink = hyperlink

    @property
    def snippet_length(self) -> int:
        """The columns of a snippet that it shows, at most."""
        return SNIPPET_LENGTH

    def hits(self, result: SearchResult) -> None:
        """Write the hits of a search."""
        self._refuse("hits")

    def files(self, query: str, files: Sequence[FileCount], *, counted: bool) -> None:
        """Write the files that match, with the number of their matching passages if they are `counted`."""
        self._refuse("counts" if counted else "files")

    def facets(self, facets: Facets) -> None:
        """Write how many matches have each value."""
        self._refuse("facets")

    def timeline(self, timeline: Timeline) -> None:
        """Write how many matches are of each month or year."""
        self._refuse("timelines")

    def terms(self, prefix: str, terms: Sequence[TermCount]) -> None:
        """Write words with how often they occur."""
        self._refuse("words")

    def passages(self, shown: Shown) -> None:
        """Write passages of one article of the index."""
        self._refuse("articles")

    def articles(self, cleaned: Sequence[Cleaned]) -> None:
        """Write cleaned articles."""
        self._refuse("articles")

    def exported(self, articles: Iterable[IndexedArticle], *, passages: bool) -> None:
        """Write articles of the index one by one as they come; with `passages`, those of their passages that match."""
        self._refuse("exports")

    def statistics(self, statistics: IndexStatistics) -> None:
        """Write what an index holds."""
        self._refuse("statistics")

    def measures(self, evaluated: Evaluated) -> None:
        """Write how good a ranking is."""
        self._refuse("measures")

    def report(self, report: IndexReport) -> None:
        """Write what an indexing run did."""
        self._refuse("reports")

    def preview(self, preview: IndexPreview) -> None:
        """Write what an indexing run would do."""
        self._refuse("previews")

    def checked(self, checked: Checked) -> None:
        """Write what a check of an index found."""
        self._refuse("checks")

    def address(self, found: Hit | Duplicate | StoredArticle | IndexedArticle) -> Address:
        """Where it is, with the path as the user would type it."""
        return found.address.with_path(self.console.context.shown(found.address.path))

    def _refuse(self, what: str) -> NoReturn:
        raise UsageError(f"--format {self.form} cannot show {what}", hint="use another format, such as text or json")
