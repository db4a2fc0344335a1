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
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self

from indexer.errors import UsageError
from indexer.model import Article, Extractor, IndexReport, SearchResult
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader, read_newest, size_of

# What reads and cleans files is imported only by the methods that index: a search must start fast.
if TYPE_CHECKING:
    from types import TracebackType

    from indexer.indexing import Progress, Request
    from indexer.querying import Mode
    from indexer.searching.hits import SearchOptions
    from indexer.searching.lookup import StoredArticle
    from indexer.searching.open_index import OpenIndex

__all__ = ["MAX_SIZE", "Index", "IndexStatistics"]

MAX_SIZE = 50 * 2**20
"""Bytes above which a file is skipped, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class IndexStatistics:
    """What an index holds. `words` counts the passages' words, `size` the bytes of the index on disk, `skipped` and
    `failed` files by reason, `languages` passages by code. `updated` is an ISO date and time in UTC."""

    index: str
    updated: str
    files: int
    articles: int
    passages: int
    words: int
    size: int
    passage_words: int
    roots: tuple[str, ...]
    languages: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)


class Index:
    """A searchable index of articles in the folder `path`.

    The folder is made when something is first added. Searches see the index as it was last committed, by whichever
    process. One object serves one thread. All methods may raise IndexerError and its kinds, and nothing else of the
    library's own.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._folder = IndexFolder(Path(path))
        self._files = ExitStack()
        self._open: OpenIndex | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index's files; using the object again opens them again."""
        self._open = None
        self._files.close()

    @property
    def path(self) -> Path:
        """The index's folder."""
        return self._folder.path

    def exists(self) -> bool:
        """Whether anything was ever indexed here."""
        return self._folder.exists()

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
        jobs: int = 1,
        wait: float = 0.0,
        progress: Progress | None = None,
    ) -> IndexReport:
        """Index the files and folders `paths`: read what is new or changed, remove what is gone.

        Without paths, all that was indexed before is looked at again. `include` and `exclude` are glob patterns; files
        larger than `max_size` bytes are skipped. `passage_words` is the size that passages aim at (as before, or 120).
        `extractor` is who finds the text of web pages: "own", or with the extra `best` installed "best", the best of
        several (as before, or "own").
        With `jobs` above 1 as many processes share the work; a script must then guard its start by `if __name__ ==
        "__main__"`, as with `multiprocessing`. `wait` is how many seconds to wait for another process that writes.
        """
        from indexer.indexing import update

        self.close()
        return update(
            self._folder,
            self._request(paths, include, exclude, max_size, passage_words, extractor, jobs, wait),
            progress,
        )

    def rebuild(
        self,
        paths: Sequence[str | os.PathLike[str]] = (),
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        max_size: int = MAX_SIZE,
        passage_words: int | None = None,
        extractor: Extractor | None = None,
        jobs: int = 1,
        wait: float = 0.0,
        progress: Progress | None = None,
    ) -> IndexReport:
        """Make the index anew from its sources, as `update` would, and put it in the old one's place when it is
        complete.

        The old one need not be readable, if `paths` are given. Articles that were added by `add` are not carried over.
        """
        from indexer.indexing import rebuild

        self.close()
        return rebuild(
            self._folder,
            self._request(paths, include, exclude, max_size, passage_words, extractor, jobs, wait),
            progress,
        )

    def add(self, articles: Iterable[Article], *, passage_words: int | None = None, wait: float = 0.0) -> int:
        """Index articles that come from no file, each under its `path`, replacing what had that path; return the number
        of passages."""
        from indexer.indexing import add_articles

        _require_words(passage_words)
        self.close()
        return add_articles(self._folder, articles, passage_words=passage_words, wait=wait)

    def remove(self, paths: Iterable[str], *, wait: float = 0.0) -> int:
        """Remove the articles with these paths, as hits give them; return how many of the paths were there."""
        from indexer.indexing import remove_articles

        self.close()
        return remove_articles(self._folder, paths, wait=wait)

    def compact(self, *, wait: float = 0.0) -> tuple[int, int]:
        """Write the index as one segment, without what was deleted from it; return the bytes it took before and takes
        now."""
        from indexer.store.commit import compact

        self.close()
        self._folder.require()
        before = size_of(self._folder)
        compact(self._folder, wait)
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
        since: date | str | None = None,
        until: date | str | None = None,
        duplicates: bool = False,
        snippets: bool = True,
        today: date | None = None,
    ) -> SearchResult:
        """Find the passages that answer `query`, the best first, and at most `per_article` of each article (0: all).

        Gives `limit` of them (None: all) after the first `offset`. `mode` "all" finds only passages that have all plain
        words. With `literal`, no character of the query is special. `since` and `until` are days, or texts such as
        "2019-02" or "last week", that the article was published in or after, in or before. Of articles that are nearly
        the same one is among the hits, which names the others, unless `duplicates` are asked for. Without `snippets`
        the hits' texts, snippets and highlights are empty, which saves most of the time where many hits are wanted.
        `today` is what "last week" counts from.
        """
        from indexer.searching.hits import search

        now = today or date.today()
        options = self._options(limit, offset, per_article, mode, literal, since, until, now)
        return search(self._current(), query, replace(options, duplicates=duplicates, snippets=snippets), now)

    def count(
        self,
        query: str,
        *,
        mode: Mode = "any",
        literal: bool = False,
        since: date | str | None = None,
        until: date | str | None = None,
        today: date | None = None,
    ) -> dict[str, int]:
        """How many passages of each file match `query`: paths as hits give them, the best match first."""
        from indexer.searching.hits import count_by_file

        now = today or date.today()
        return count_by_file(self._current(), query, self._options(None, 0, 0, mode, literal, since, until, now), now)

    def article(self, identifier: str) -> tuple[StoredArticle, int | None]:
        """The article that has this id, or whose passage has it; and that passage's ordinal, or None. Raises
        UnknownIdError."""
        from indexer.searching.lookup import find_article

        return find_article(self._current(), identifier)

    def source_path(self, path: str) -> str:
        """The absolute path of a file, from the path that a hit or a report gives."""
        return self._folder.source_path(path)

    def statistics(self) -> IndexStatistics:
        """What the index holds."""
        from collections import Counter

        self._folder.require()
        manifest = read_newest(self._folder)
        header = manifest.header
        reasons = Counter(
            (
                entry.failed,
                (entry.reason or "not wholly readable").partition(" of ")[0].partition(": ")[0].partition(" (")[0],
            )
            for entry in manifest.files.values()
            if entry.reason or entry.failed
        )
        reader = self._current().reader
        return IndexStatistics(
            index=str(self.path),
            updated=header.updated,
            files=header.files,
            articles=header.articles,
            passages=header.passages,
            words=header.statistics.lengths.get("exact", 0) - header.statistics.lengths.get("title", 0),
            size=size_of(self._folder),
            passage_words=header.settings.passage_words,
            roots=tuple(os.path.abspath(self._folder.source_path(root.path)) for root in header.roots),
            languages=reader.count_values("language"),
            skipped={reason: count for (failed, reason), count in sorted(reasons.items()) if not failed},
            failed={reason: count for (failed, reason), count in sorted(reasons.items()) if failed},
        )

    def _current(self) -> OpenIndex:
        """The newest commit, opened once for as long as it is the newest."""
        from indexer.searching.open_index import OpenIndex

        if self._open is None or not self._open.is_newest():
            self.close()
            self._open = OpenIndex(self._files.enter_context(open_reader(self._folder)))
        return self._open

    def _options(
        self,
        limit: int | None,
        offset: int,
        per_article: int,
        mode: Mode,
        literal: bool,
        since: date | str | None,
        until: date | str | None,
        today: date,
    ) -> SearchOptions:
        from indexer.searching.hits import SearchOptions

        if isinstance(since, str) or isinstance(until, str):
            from indexer.text.dates import day_range  # seldom needed, and not quick to import
        if (limit is not None and limit < 0) or offset < 0 or per_article < 0:
            raise UsageError("limit, offset and per_article count from 0")
        return SearchOptions(
            limit=limit,
            offset=offset,
            per_article=per_article,
            mode=mode,
            literal=literal,
            since=day_range(since, today).first if isinstance(since, str) else since,
            until=day_range(until, today).last if isinstance(until, str) else until,
        )

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
        from indexer.indexing import Request
        from indexer.store.manifest import Root

        _require_words(passage_words)
        roots: list[Root] = []
        for path in paths:
            absolute = os.path.abspath(path)
            if not os.path.lexists(absolute):
                raise UsageError(
                    f"no such file or folder: {os.fspath(path)}", hint="nothing was changed; name a path that exists"
                )
            roots.append(Root(self._folder.stored_path(absolute), tuple(include), tuple(exclude), max_size))
        return Request(tuple(roots), passage_words, extractor, max(1, jobs), wait)


def _require_words(passage_words: int | None) -> None:
    if passage_words is not None and passage_words < 1:
        raise UsageError("a passage needs at least one word")
