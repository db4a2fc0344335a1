"""How does a Python program use all this?

    from indexer import Index

    with Index("articles.index") as index:
        index.update(["corpus"])
        for hit in index.search("lighthouse keeper", limit=3).hits:
            print(hit.score, hit.title, hit.path, hit.first_line)

The command line is built on this class alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, get_args

from indexer import arguments
from indexer.errors import DamagedIndexError, UsageError
from indexer.model.choices import MAX_SIZE, SNIPPET_LENGTH, Extractor
from indexer.reasons import Cause
from indexer.store.damage import damage_reported
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader, size_of

# What reads and cleans files is imported only by the methods that index: a search must start fast.
if TYPE_CHECKING:
    from types import TracebackType

    from indexer.arguments import Rules
    from indexer.cleaning.overruling.overrides import Overrides
    from indexer.indexing.request import Progress, Request
    from indexer.indexing.roots import Confirm
    from indexer.model.articles import Article
    from indexer.model.counts import Facets, TermCount, Timeline
    from indexer.model.hits import Highlights, SearchResult
    from indexer.model.reports import IndexPreview, IndexReport
    from indexer.model.statistics import IndexStatistics
    from indexer.querying import Mode
    from indexer.searching.exporting import IndexedArticle
    from indexer.searching.facets import Facet
    from indexer.searching.hits import Order, SearchOptions
    from indexer.searching.lookup import StoredArticle
    from indexer.searching.open_index import OpenIndex
    from indexer.searching.vocabulary import TermOrder
    from indexer.store.checking import Checked
    from indexer.store.lock import Waiting

__all__ = ["Index"]


class Index:
    """A searchable index of articles in the folder `path`.

    The folder is created when something is first added. Searches see the index as it was last committed, by whichever
    process. One object serves one thread. `waiting` is called, with a sentence, when a method that writes has to wait
    for another process.

    All errors are kinds of IndexerError. Any method raises UsageError, which names the argument, for an argument that
    it cannot use, before anything is read or written. Any method that needs an index raises NoIndexError where there is
    none, DamagedIndexError where files of it are missing or altered, IndexFormatError where another version of the
    package wrote it, and StorageError where the operating system refuses; a method that writes raises LockedIndexError
    where another process writes.
    """

    def __init__(self, path: str | os.PathLike[str], *, waiting: Waiting | None = None) -> None:
        told = None if waiting is None else arguments.function_of("waiting", waiting)
        self._folder = IndexFolder(Path(arguments.path_of("path", path)), waiting=told)
        self._files = ExitStack()
        self._open: OpenIndex | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index's files; using the object again opens them again."""
        self._open = None
        self._files.close()

    @property
    def path(self) -> Path:
        """The index's folder."""
        return self._folder.path

    def exists(self) -> bool:
        """Whether the folder has an index."""
        return self._folder.exists()

    def is_empty(self) -> bool:
        """Whether the index has no article."""
        self._folder.require()
        return not self._current().reader.header.passages

    def writer(self) -> str:
        """Which process writes to the index now, as "process 7 on host since …"; "" where none does."""
        from indexer.store.lock import writer_of

        return writer_of(self.path)

    # Indexing

    def update(
        self,
        paths: Sequence[str | os.PathLike[str]] = (),
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        max_size: int = MAX_SIZE,
        passage_words: int | None = None,
        extractor: Extractor | None = None,
        keep: Sequence[str] | None = None,
        drop: Sequence[str] | None = None,
        rules: Rules | None = None,
        jobs: int = 1,
        wait: float = 0.0,
        progress: Progress | None = None,
        confirm: Confirm | None = None,
        isolate: bool = False,
        max_memory: int | None = None,
        max_seconds: float | None = None,
    ) -> IndexReport:
        """Index the files and folders `paths`: read new and changed files, remove deleted ones.

        Without paths, all indexed files and folders are scanned again. `include` and `exclude` are glob patterns; files
        larger than `max_size` bytes are skipped. `passage_words` is the target length of passages in words, 1 to 10,000
        (None: as before, or 120). `extractor` finds the text of web pages: "own", or with the extra `best` installed
        "best", the best of several (None: as before, or "own").
        `keep` and `drop` are rules that overrule cleaning in all articles, as `indexer help rules` lists them; `rules`
        is a file of such rules per site, or what such a file has: {"example.org": {"keep": ["related"]}} (each None: as
        before; empty: none any more). Files that other rules are about than before are read again.
        With `jobs` above 1, up to 64, as many processes share the work; a script must then guard its start by
        `if __name__ == "__main__"`, as with `multiprocessing`. `wait` is how many seconds to wait for another process
        that writes. `progress` is called with the files and bytes read so far. `confirm` is called before a run removes
        more than half of a source's files, or more than 1,000, with the source as stored, the number of files, how
        many the source has, and how many of these files are still there, but left out by `include` or `exclude`; unless
        it returns true, they stay. Without it they are removed.

        A file that cannot be read is not an error: `IndexReport.failed` names it, and all others are indexed. Raises
        UsageError where a path does not exist or there is nothing to index.
        """
        from indexer.indexing.updating import update

        request = self._request(paths, include, exclude, max_size, passage_words, extractor, jobs, wait)
        request = _overruling(request, keep, drop, rules)
        request = _guarded(request, confirm, isolate, max_memory, max_seconds)
        progress = None if progress is None else arguments.function_of("progress", progress)
        self.close()
        return update(self._folder, request, progress)

    def rebuild(
        self,
        paths: Sequence[str | os.PathLike[str]] = (),
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        max_size: int = MAX_SIZE,
        passage_words: int | None = None,
        extractor: Extractor | None = None,
        keep: Sequence[str] | None = None,
        drop: Sequence[str] | None = None,
        rules: Rules | None = None,
        jobs: int = 1,
        wait: float = 0.0,
        progress: Progress | None = None,
        confirm: Confirm | None = None,
        isolate: bool = False,
        max_memory: int | None = None,
        max_seconds: float | None = None,
    ) -> IndexReport:
        """Rebuild the index from its source files, as `update` would, and replace the old index when it is complete.

        The old one need not be readable, if `paths` are given. Articles that were added by `add` are carried over from
        it; `IndexReport.lost` names those that cannot be read. Arguments and errors are those of `update`; where
        `confirm` does not return true, UsageError is raised and the index is as it was.
        """
        from indexer.indexing.updating import rebuild

        request = self._request(paths, include, exclude, max_size, passage_words, extractor, jobs, wait)
        request = _overruling(request, keep, drop, rules)
        request = _guarded(request, confirm, isolate, max_memory, max_seconds)
        progress = None if progress is None else arguments.function_of("progress", progress)
        self.close()
        return rebuild(self._folder, request, progress)

    def preview(
        self,
        paths: Sequence[str | os.PathLike[str]] = (),
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        max_size: int = MAX_SIZE,
        passage_words: int | None = None,
        extractor: Extractor | None = None,
        keep: Sequence[str] | None = None,
        drop: Sequence[str] | None = None,
        rules: Rules | None = None,
        rebuild: bool = False,
    ) -> IndexPreview:
        """What `update` would do with these arguments, or `rebuild` with `rebuild`. Nothing is changed, and no folder
        is made for the index.

        What is in the files is not read, but where their bytes decide. What a run with `confirm` would ask is in
        `asks`. Raises as `update` does.
        """
        from indexer.indexing.updating import preview

        request = self._request(paths, include, exclude, max_size, passage_words, extractor, 1, 0.0)
        request = _overruling(request, keep, drop, rules)
        return preview(self._folder, request, rebuild=arguments.flag_of("rebuild", rebuild))

    def add(self, articles: Iterable[Article], *, passage_words: int | None = None, wait: float = 0.0) -> int:
        """Index articles that come from no file, each under its `path`, replacing the article that had that path.
        Return the number of passages.

        All articles are added together, or none is: where one is refused, the index stays as it was. Days may be given
        as `datetime` or as text such as "2020-02-27", one author as text. Raises UsageError for an article that has no
        path, or that of a file or of another article, or a value of the wrong kind; it names the article and the value.
        """
        from indexer.arguments.articles import articles_of
        from indexer.indexing.adding import add_articles

        words = self._passage_words(passage_words)
        seconds = arguments.seconds_of("wait", wait)
        checked = articles_of("articles", articles)
        self.close()
        return add_articles(self._folder, checked, passage_words=words, wait=seconds)

    def remove(self, paths: Iterable[str], *, wait: float = 0.0) -> int:
        """Remove the articles with these paths, as hits give them; return how many of the paths were found."""
        from indexer.indexing.adding import remove_articles

        checked = arguments.paths_of("paths", paths)
        seconds = arguments.seconds_of("wait", wait)
        self.close()
        return remove_articles(self._folder, checked, wait=seconds)

    def added(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of these paths, as hits give them, whose articles come from no file."""
        files = self._current().reader.files
        with damage_reported(self.path):
            known = files.get_all(arguments.paths_of("paths", paths))
        return frozenset(path for path, entry in known.items() if entry.external)

    def added_within(self, name: str) -> tuple[str, ...]:
        """The paths of the articles from no file that have this path, or one inside it: "a", "a#2" and "a!/b.txt"."""
        from indexer.address import is_within

        wanted = arguments.path_of("name", name)
        files = self._current().reader.files
        with damage_reported(self.path):
            rows = zip(files.paths, files.external.tolist(), strict=True)
            return tuple(path for path, external in rows if external and is_within(path, wanted))

    def drop(self, sources: Iterable[str | os.PathLike[str]], *, wait: float = 0.0) -> int:
        """Forget these sources, files and folders that were indexed, with all articles that come from them and from no
        other source; return the number of articles. The files themselves stay as they are.

        Raises UsageError where one of them is not a source; then nothing is changed.
        """
        from indexer.indexing.dropping import drop

        checked = _sources(sources)
        seconds = arguments.seconds_of("wait", wait)
        self.close()
        return drop(self._folder, checked, wait=seconds)

    def check(self, *, deep: bool = False) -> Checked:
        """Compare every file of the index with its checksums, and the manifest with what the files hold.

        With `deep`, everything in the files is compared, too: each posting list, column and term vector with the stored
        passages and records, the tables with the segments. That takes about a quarter of the time that indexing took.

        Damage is in what is returned, and raises nothing.
        """
        from indexer.store.checking import check

        return check(self._folder, deep=arguments.flag_of("deep", deep))

    def sources(self) -> tuple[str, ...]:
        """The absolute paths of the files and folders that were named to be indexed."""
        from indexer.store.snapshot import read_newest

        roots = read_newest(self._folder).roots
        return tuple(os.path.abspath(self._folder.source_path(root.path)) for root in roots)

    def articles_of(self, sources: Iterable[str | os.PathLike[str]]) -> int:
        """How many articles `drop` would remove with these sources; raises as that does."""
        from indexer.indexing.dropping import to_drop

        checked = _sources(sources)
        return to_drop(self._folder, checked).articles

    def drop_all(self, *, wait: float = 0.0) -> None:
        """Remove the index, and nothing else: neither the files that it was made of nor what is not its own."""
        from indexer.store.lock import held
        from indexer.store.removal import remove_index
        from indexer.store.swap import require_own

        seconds = arguments.seconds_of("wait", wait)
        self.close()
        with suppress(DamagedIndexError):  # which is no reason to keep it
            self._folder.require()
        require_own(self._folder)
        with held(self._folder.path, seconds, self._folder.waiting):
            remove_index(self._folder)

    def compact(self, *, wait: float = 0.0) -> tuple[int, int]:
        """Write the index as one segment, without what was deleted from it; return the bytes it took before and takes
        now."""
        from indexer.store.commit import compact

        seconds = arguments.seconds_of("wait", wait)
        self.close()
        self._folder.require()
        before = size_of(self._folder)
        compact(self._folder, seconds)
        return before, size_of(self._folder)

    # Searching

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        per_article: int = 2,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        duplicates: bool = False,
        snippets: bool = True,
        snippet_length: int = SNIPPET_LENGTH,
        order: Order = "relevance",
        expand: bool = False,
        explain: bool = False,
        today: date | None = None,
    ) -> SearchResult:
        """Find the passages that answer `query`, the best first, and at most `per_article` of each article (0: all).

        Gives `limit` of them (None: all) after the first `offset`. `mode` "any" finds passages that have any of the
        plain words, "all" only those that have all of them. With `literal`, no character of the query is special.
        `since` and `until` are days, years such as 2019, or texts such as "2019-02" or "last week": the article was
        published on or after the first of them, on or before the last. Of near-duplicate articles one is among the
        hits, which names the others, unless `duplicates` is true. Without `snippets` the hits have no text, snippet and
        highlights, which saves most of the time where many are wanted. A snippet is a part of the passage that takes at
        most about `snippet_length` columns on one line: characters, of which wide ones count twice. `order` is
        "relevance" (of the articles, each with its best passages), "passages" (each by its own relevance), "newest",
        "oldest" or "path" (of the articles). With `expand`, articles that are like the most relevant ones rise. With
        `explain`, each hit says what its score is the sum of. `today` is what "last week" counts from.

        Raises QuerySyntaxError, whose `start` and `end` say where in the query the error is, UnknownFieldError, which
        is a kind of it, DateSyntaxError where `since` or `until` is not a date, and what all methods raise.
        """
        from indexer.searching.hits import ORDERS, search

        now = self._today(today)
        options = self._options(
            limit,
            offset,
            per_article,
            mode,
            literal,
            since,
            until,
            now,
            duplicates=arguments.flag_of("duplicates", duplicates),
            snippet_length=self._snippet_length(snippets, snippet_length),
            order=arguments.choice_of("order", order, ORDERS),
            expand=arguments.flag_of("expand", expand),
            explain=arguments.flag_of("explain", explain),
        )
        text = arguments.query_of("query", query)
        return search(self._current(), text, options, now)

    def count(
        self,
        query: str,
        *,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        today: date | None = None,
    ) -> dict[str, int]:
        """How many passages of each file match `query`: paths as hits give them, the best match first.

        Arguments and errors are those of `search`.
        """
        from indexer.searching.hits import count_by_file

        now = self._today(today)
        options = self._options(None, 0, 0, mode, literal, since, until, now)
        text = arguments.query_of("query", query)
        return count_by_file(self._current(), text, options, now)

    def ranked(
        self,
        query: str,
        *,
        limit: int | None = 1000,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        order: Order = "relevance",
        expand: bool = False,
        today: date | None = None,
    ) -> list[tuple[str, float]]:
        """The articles that answer `query`, each once, with their scores, in the order in which `search` gives their
        best hits; near-duplicates are among them. At most `limit` are given (None: all).

        An article is named by the id that its record gave itself (`_id`, `id` or `docno`), else by its file's name
        without suffix, or by its address where it is one of several in that file; of two articles with one name the
        better is given. This is what an evaluation compares with judgments. Arguments and errors are those of `search`.
        """
        from indexer.searching.hits import ORDERS, ranked_articles
        from indexer.searching.names import name_of

        now = self._today(today)
        options = replace(
            self._options(limit, 0, 1, mode, literal, since, until, now),
            order=arguments.choice_of("order", order, ORDERS),
            expand=arguments.flag_of("expand", expand),
        )
        text = arguments.query_of("query", query)
        named: dict[str, float] = {}
        for record, score in ranked_articles(self._current(), text, options, now):
            named.setdefault(name_of(record), score)
        return list(named.items())

    def facets(
        self,
        query: str | None,
        by: Facet,
        *,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        today: date | None = None,
    ) -> Facets:
        """How many of the articles and passages that match `query`, or all (None), have each value.

        The most frequent value comes first.

        `by` is "author", "site", "year", "month", "language", "section" or "folder" (of the article's file). The other
        arguments and errors are those of `search`.
        """
        from indexer.searching.facets import FACETS, count_facets

        now = self._today(today)
        options = self._options(None, 0, 0, mode, literal, since, until, now)
        wanted = arguments.choice_of("by", by, FACETS)
        return count_facets(self._current(), _query_or_all(query), options, now, wanted)

    def timeline(
        self,
        query: str | None,
        by: Literal["month", "year"] | None = None,
        *,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        today: date | None = None,
    ) -> Timeline:
        """How many of the articles and passages that match `query`, or all (None), are of each month or year
        (`by`), from the first to the last; without `by`, of months where they span at most four years. The other
        arguments and errors are those of `search`.
        """
        from indexer.searching.facets import count_timeline

        now = self._today(today)
        options = self._options(None, 0, 0, mode, literal, since, until, now)
        units: tuple[Literal["month", "year"], ...] = "month", "year"
        unit = None if by is None else arguments.choice_of("by", by, units)
        return count_timeline(self._current(), _query_or_all(query), options, now, unit)

    def article(self, identifier: str | os.PathLike[str]) -> tuple[StoredArticle, int | None]:
        """The article that has this id or address, or whose passage has it; and that passage's ordinal, or None.

        An address is a path, with a part of the file and a line where it has them, as `str(hit.address)` gives it.

        Raises UnknownIdError where no article has the id, or several have ids that begin so.
        """
        from indexer.searching.lookup import find_article

        wanted = arguments.query_of(
            "identifier", os.fspath(identifier) if isinstance(identifier, os.PathLike) else identifier
        )
        return find_article(self._current(), wanted)

    def highlights(
        self,
        query: str,
        stored: StoredArticle,
        *,
        mode: Mode = "any",
        literal: bool = False,
        today: date | None = None,
    ) -> Highlights:
        """What a search for `query` marks in an article that `article` gave: in its title and in each of its passages.
        Where only some of these are to be looked at, give `dataclasses.replace(stored, passages=some)`.

        The other arguments and errors are those of `search`.
        """
        from indexer.searching.hits import highlights_in
        from indexer.searching.lookup import StoredArticle

        now = self._today(today)
        options = self._options(None, 0, 0, mode, literal, None, None, now)
        text = arguments.query_of("query", query)
        if not isinstance(stored, StoredArticle):
            raise arguments.wrong_kind("stored", "an article as the method article gives it", stored)
        return highlights_in(self._current(), text, stored, options, now)

    def similar(
        self,
        identifier: str | os.PathLike[str],
        *,
        limit: int | None = 10,
        duplicates: bool = False,
        snippets: bool = True,
        snippet_length: int = SNIPPET_LENGTH,
    ) -> SearchResult:
        """The articles most like the one that has this id or address, or whose passage has it, at most `limit` (None:
        as many as were compared), each with the passage that shows best why. Their scores are from 0 to 1.

        The result's `query` is the article's title, its `total` how many articles were compared. Near-duplicates of the
        article are left out, and of each other all but one, unless `duplicates` is true. `snippets` and
        `snippet_length` are as in `search`.

        Raises UnknownIdError as `article` does.
        """
        from indexer.searching.similar import similar_articles

        name = os.fspath(identifier) if isinstance(identifier, os.PathLike) else identifier
        return similar_articles(
            self._current(),
            arguments.query_of("identifier", name),
            None if limit is None else arguments.number_of("limit", limit),
            duplicates=arguments.flag_of("duplicates", duplicates),
            snippet_length=self._snippet_length(snippets, snippet_length),
        )

    def terms(self, prefix: str = "", *, limit: int | None = 50, order: TermOrder = "frequency") -> list[TermCount]:
        """The words that begin with `prefix`, at most `limit` (None: all), each with how many passages and articles
        have it and how often it occurs.

        Words are folded: in lower case, without accents; so is `prefix`. Their `order` is "frequency" (by the number of
        passages, the most first) or "name". A title's words are in all passages of its article, but occur there once.
        """
        from indexer.searching.vocabulary import terms_of

        text = arguments.query_of("prefix", prefix)
        most = None if limit is None else arguments.number_of("limit", limit)
        orders: tuple[TermOrder, ...] = "frequency", "name"
        return terms_of(self._current(), text, most, arguments.choice_of("order", order, orders))

    def export(
        self,
        query: str | None = None,
        *,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | int | None = None,
        until: date | str | int | None = None,
        today: date | None = None,
    ) -> Iterator[IndexedArticle]:
        """The articles that match `query`, or all, by path, each with its text, all that is known of it, its passages,
        and those of them that match.

        They are read one by one as they are asked for, as long as the index is not closed. The other arguments and
        errors are those of `search`.
        """
        from indexer.searching.exporting import indexed_articles

        now = self._today(today)
        options = self._options(None, 0, 0, mode, literal, since, until, now)
        return indexed_articles(self._current(), _query_or_all(query), options, now)

    def source_path(self, path: str) -> str:
        """The absolute path of a file, from the path that a hit or a report gives."""
        return self._folder.source_path(arguments.path_of("path", path))

    def statistics(self) -> IndexStatistics:
        """What the index holds."""
        from indexer.store.statistics import statistics_of

        self._folder.require()
        return statistics_of(self._current().reader)

    def overrides(self) -> Overrides:
        """What overrules cleaning in this index, as it was given."""
        self._folder.require()
        return self._current().reader.header.settings.overrides

    def _current(self) -> OpenIndex:
        """The newest commit, opened once for as long as it is the newest."""
        from indexer.searching.open_index import OpenIndex

        if self._open is None or not self._open.is_newest():
            self.close()
            self._open = OpenIndex(self._files.enter_context(open_reader(self._folder)))
        return self._open

    def _today(self, today: date | None) -> date:
        return date.today() if today is None else arguments.day_of("today", today)

    def _options(
        self,
        limit: int | None,
        offset: int,
        per_article: int,
        mode: Mode,
        literal: bool,
        since: date | str | int | None,
        until: date | str | int | None,
        today: date,
        *,
        duplicates: bool = False,
        snippet_length: int = SNIPPET_LENGTH,
        order: Order = "relevance",
        expand: bool = False,
        explain: bool = False,
    ) -> SearchOptions:
        from indexer.searching.hits import SearchOptions

        options = SearchOptions(
            limit=None if limit is None else arguments.number_of("limit", limit),
            offset=arguments.number_of("offset", offset),
            per_article=arguments.number_of("per_article", per_article),
            mode=arguments.choice_of("mode", mode, ("any", "all")),
            literal=arguments.flag_of("literal", literal),
            since=arguments.first_day_of("since", since, today),
            until=arguments.last_day_of("until", until, today),
            duplicates=duplicates,
            snippet_length=snippet_length,
            order=order,
            expand=expand,
            explain=explain,
        )
        if options.since and options.until and options.since > options.until:
            raise UsageError(
                f"since {options.since} is later than until {options.until}: no day is in between",
                hint="since is the first day, until the last",
            )
        return options

    def _snippet_length(self, snippets: bool, length: int) -> int:
        """The length of snippets, 0 where there are to be none."""
        checked = arguments.number_of("snippet_length", length, 1)
        return checked if arguments.flag_of("snippets", snippets) else 0

    def _passage_words(self, words: int | None) -> int | None:
        return None if words is None else arguments.number_of("passage_words", words, 1, arguments.MOST_PASSAGE_WORDS)

    def _request(
        self,
        paths: Sequence[str | os.PathLike[str]],
        include: Sequence[str],
        exclude: Sequence[str],
        max_size: int,
        passage_words: int | None,
        extractor: Extractor | None,
        jobs: int,
        wait: float,
    ) -> Request:
        from indexer.indexing.request import Request
        from indexer.store.manifest import Root

        patterns = arguments.patterns_of("include", include), arguments.patterns_of("exclude", exclude)
        size = arguments.size_of("max_size", max_size)
        chosen = None if extractor is None else arguments.choice_of("extractor", extractor, get_args(Extractor))
        words = self._passage_words(passage_words)
        count = arguments.number_of("jobs", jobs, 1, arguments.MOST_JOBS)
        seconds = arguments.seconds_of("wait", wait)
        roots: list[Root] = []
        for path in arguments.paths_of("paths", paths):
            absolute = os.path.abspath(path)
            try:
                os.lstat(absolute)
            except (FileNotFoundError, NotADirectoryError, ValueError):
                message, hint = f"no such file or folder: {path}", "nothing was changed; name a path that exists"
                raise UsageError(message, hint=hint) from None
            except OSError as error:
                message = f"{path}: {Cause.UNREADABLE}: {error.strerror}"
                raise UsageError(message, hint="nothing was changed") from None
            roots.append(Root(self._folder.stored_path(absolute), *patterns, size))
        return Request(tuple(roots), words, chosen, count, seconds)


def _overruling(
    request: Request, keep: Sequence[str] | None, drop: Sequence[str] | None, rules: Rules | None
) -> Request:
    """The request with rules that overrule cleaning."""
    if keep is None and drop is None and rules is None:
        return request
    from indexer.indexing.overruling import checked_rules

    given = checked_rules(keep, drop, rules)
    return replace(request, keep=given.keep, drop=given.drop, rules=given.file)


def _sources(paths: Iterable[str | os.PathLike[str]]) -> list[str]:
    """The absolute paths of sources, as a caller gives them."""
    return [os.path.abspath(path) for path in arguments.paths_of("sources", list(paths))]


def _guarded(
    request: Request, confirm: Confirm | None, isolate: bool, max_memory: int | None, max_seconds: float | None
) -> Request:
    """The request with a question before much is removed, and limits for each file."""
    from indexer.indexing.limits import Limits

    limits = Limits.given(
        None if max_memory is None else arguments.size_of("max_memory", max_memory),
        None if max_seconds is None else arguments.seconds_of("max_seconds", max_seconds),
    )
    asked = None if confirm is None else arguments.function_of("confirm", confirm)
    return replace(request, confirm=asked, isolated=arguments.flag_of("isolate", isolate), limits=limits)


def _query_or_all(query: str | None) -> str | None:
    """The query, checked; None where everything is asked for."""
    return None if query is None else arguments.query_of("query", query)
