"""How does a Python program use all this?

    from indexer import Index

    with Index("articles.index") as index:
        index.update(["corpus"])
        for hit in index.search("lighthouse keeper", limit=3).hits:
            print(hit.score, hit.title, hit.path, hit.first_line)

The command line searches and changes an index through this class alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from indexer import arguments
from indexer.model.choices import MAX_SIZE, Extractor
from indexer.searching.searchable_index import SearchableIndex
from indexer.store.damage import damage_reported

# What reads and cleans files is imported only by the methods that index: a search must start fast.
if TYPE_CHECKING:
    from indexer.arguments import Rules
    from indexer.indexing.losses import Confirm
    from indexer.indexing.request import Progress
    from indexer.model.articles import Article
    from indexer.model.reports import IndexPreview, IndexReport
    from indexer.store.checking import Checked
    from indexer.store.lock import Waiting

__all__ = ["Index"]


class Index(SearchableIndex):
    """A searchable index of articles in the folder `path`, which can be changed.

    The folder is created when something is first added. `waiting` is called, with a sentence, when a method that writes
    has to wait for another process. Such a method closes the object's files first: what is asked next is answered from
    the newest commit.

    Searches see the index as it was last committed, by whichever process. One object serves one thread.

    All errors are kinds of IndexerError. Any method raises UsageError, which names the argument, for an argument that
    it cannot use, before anything is read or written. Any method that needs an index raises NoIndexError where there is
    none, DamagedIndexError where files of it are missing or altered, IndexFormatError where another version of the
    package wrote it, and StorageError where the operating system refuses; a method that writes raises LockedIndexError
    where another process writes.
    """

    def __init__(self, path: str | os.PathLike[str], *, waiting: Waiting | None = None) -> None:
        super().__init__(path)
        if waiting is not None:
            self._folder.waiting = arguments.function_of("waiting", waiting)

    def writer(self) -> str:
        """Which process writes to the index now, as "process 7 on host since …"; "" where none does."""
        from indexer.store.lock import writer_of

        return writer_of(self.path)

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
        larger than `max_size` bytes are skipped; all three are about the paths that are named with them, and stay so in
        runs without paths. `passage_words` is the target length of passages in words, 1 to 10,000
        (None: as before, or 120). `extractor` finds the text of web pages: "own", or with the extra `best` installed
        "best", the best of several (None: as before, or "own").
        `keep` and `drop` are rules that overrule cleaning in all articles, as `indexer help rules` lists them; `rules`
        is a file of such rules per site, or what such a file has: {"example.org": {"keep": ["related"]}} (each None: as
        before; empty: none any more). Files to which other rules apply than before are read again.
        With `jobs` above 1, up to 64, as many processes share the work. `wait` is how many seconds to wait for another
        process that writes. `progress` is called with the files and bytes read so far. `confirm` is called before a run
        removes more than half of a source's files, or more than 1,000, with the source as stored, the number of files,
        how many the source has, and how many of these files are still there, but left out by `include` or `exclude`;
        unless it returns true, they stay. Without it they are removed.

        A file that cannot be read is not an error: `IndexReport.failed` names it, and all others are indexed. Raises
        UsageError where a path does not exist or there is nothing to index.
        """
        from indexer.indexing.request import request_of
        from indexer.indexing.updating import update

        request = request_of(
            self._folder,
            paths,
            include=include,
            exclude=exclude,
            max_size=max_size,
            passage_words=passage_words,
            extractor=extractor,
            keep=keep,
            drop=drop,
            rules=rules,
            jobs=jobs,
            wait=wait,
            progress=progress,
            confirm=confirm,
            isolate=isolate,
            max_memory=max_memory,
            max_seconds=max_seconds,
        )
        self.close()
        return update(self._folder, request)

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
        from indexer.indexing.request import request_of
        from indexer.indexing.updating import rebuild

        request = request_of(
            self._folder,
            paths,
            include=include,
            exclude=exclude,
            max_size=max_size,
            passage_words=passage_words,
            extractor=extractor,
            keep=keep,
            drop=drop,
            rules=rules,
            jobs=jobs,
            wait=wait,
            progress=progress,
            confirm=confirm,
            isolate=isolate,
            max_memory=max_memory,
            max_seconds=max_seconds,
        )
        self.close()
        return rebuild(self._folder, request)

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
        from indexer.indexing.request import request_of
        from indexer.indexing.updating import preview

        request = request_of(
            self._folder,
            paths,
            include=include,
            exclude=exclude,
            max_size=max_size,
            passage_words=passage_words,
            extractor=extractor,
            keep=keep,
            drop=drop,
            rules=rules,
        )
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

        words = arguments.passage_words_of("passage_words", passage_words)
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
        other source; return the number of articles. A folder that is not a source itself means those in it. The files
        themselves stay as they are.

        Raises UsageError where one of them is not a source and has none in it; then nothing is changed.
        """
        from indexer.indexing.dropping import drop

        checked = arguments.paths_of("sources", sources)
        seconds = arguments.seconds_of("wait", wait)
        self.close()
        return drop(self._folder, checked, wait=seconds)

    def articles_of(self, sources: Iterable[str | os.PathLike[str]]) -> int:
        """How many articles `drop` would remove with these sources; raises as that does."""
        from indexer.indexing.dropping import to_drop

        checked = arguments.paths_of("sources", sources)
        return to_drop(self._folder, checked).articles

    def copies_of(self, sources: Iterable[str | os.PathLike[str]]) -> int:
        """How many files of other sources are copies of what `drop` would remove with these sources, and are indexed by
        the next update; raises as `drop` does."""
        from indexer.indexing.dropping import to_drop

        checked = arguments.paths_of("sources", sources)
        return to_drop(self._folder, checked).copies

    def drop_all(self, *, wait: float = 0.0) -> None:
        """Remove the index, and nothing else: neither the files that it was made of nor what is not its own."""
        from indexer.store.removal import drop_index

        seconds = arguments.seconds_of("wait", wait)
        self.close()
        drop_index(self._folder, seconds)

    def sources(self) -> tuple[str, ...]:
        """The absolute paths of the files and folders that were named to be indexed."""
        from indexer.store.snapshot import read_newest

        roots = read_newest(self._folder).roots
        return tuple(os.path.abspath(self._folder.source_path(root.path)) for root in roots)

    def compact(self, *, wait: float = 0.0) -> tuple[int, int]:
        """Write the index as one segment, without what was deleted from it; return the bytes it took before and takes
        now."""
        from indexer.store.commit import compact

        seconds = arguments.seconds_of("wait", wait)
        self.close()
        return compact(self._folder, seconds)

    def check(self, *, deep: bool = False) -> Checked:
        """Compare every file of the index with its checksums, and the manifest with what the files hold.

        With `deep`, everything in the files is compared, too: each posting list, column and term vector with the stored
        passages and records, the tables with the segments. That takes about a quarter of the time that indexing took.

        Damage is in what is returned, and raises nothing.
        """
        from indexer.store.checking import check

        return check(self._folder, deep=arguments.flag_of("deep", deep))
