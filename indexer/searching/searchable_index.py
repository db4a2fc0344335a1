"""How does a Python program ask an index, and which commit answers?

An index is opened once, and what was read of it is kept as long as its commit is the newest one. `indexer.index` adds
what changes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from indexer import arguments
from indexer.model.choices import SNIPPET_LENGTH
from indexer.store.location import IndexFolder
from indexer.store.snapshot import open_reader

# What searches is imported by the methods alone: a run that indexes needs none of it.
if TYPE_CHECKING:
    from types import TracebackType

    from indexer.cleaning.overruling.overrides import Overrides
    from indexer.model.counts import Facets, TermCount, Timeline
    from indexer.model.hits import Highlights, SearchResult
    from indexer.model.statistics import IndexStatistics
    from indexer.querying import Mode
    from indexer.searching.exporting import IndexedArticle
    from indexer.searching.facets import Facet
    from indexer.searching.lookup import StoredArticle
    from indexer.searching.open_index import OpenIndex
    from indexer.searching.options import Order
    from indexer.searching.vocabulary import TermOrder

__all__ = ["SearchableIndex"]


class SearchableIndex:
    """The index in the folder `path`, for whoever only reads it.

    What `indexer.Index` says of commits, threads and errors holds here.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._folder = IndexFolder(Path(arguments.path_of("path", path)))
        self._files = ExitStack()
        self._open: OpenIndex | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getstate__(self) -> dict[str, IndexFolder]:
        """What a copy, or the object in another process, begins with: files are its own to open and close."""
        return {"_folder": self._folder}

    def __setstate__(self, state: dict[str, IndexFolder]) -> None:
        self._folder = state["_folder"]
        self._files = ExitStack()
        self._open = None

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
        from indexer.searching.hits import search
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(
            now,
            mode,
            literal,
            since,
            until,
            limit=limit,
            offset=offset,
            per_article=per_article,
            duplicates=duplicates,
            snippets=snippets,
            snippet_length=snippet_length,
            order=order,
            expand=expand,
            explain=explain,
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
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal, since, until)
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
        from indexer.searching.hits import ranked_articles
        from indexer.searching.names import by_name
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal, since, until, limit=limit, per_article=1, order=order, expand=expand)
        text = arguments.query_of("query", query)
        return by_name(ranked_articles(self._current(), text, options, now))

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
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal, since, until)
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
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal, since, until)
        units: tuple[Literal["month", "year"], ...] = "month", "year"
        unit = None if by is None else arguments.choice_of("by", by, units)
        return count_timeline(self._current(), _query_or_all(query), options, now, unit)

    def article(self, identifier: str | os.PathLike[str]) -> tuple[StoredArticle, int | None]:
        """The article that has this id or address, or whose passage has it; and that passage's ordinal, or None.

        An address is a path, with a part of the file and a line where it has them, as `str(hit.address)` gives it.

        Raises UnknownIdError where no article has the id, or several have ids that begin so.
        """
        from indexer.searching.lookup import find_article

        return find_article(self._current(), _identifier(identifier))

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
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal)
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
        from indexer.searching.options import snippet_length_of
        from indexer.searching.similar import similar_articles

        return similar_articles(
            self._current(),
            _identifier(identifier),
            None if limit is None else arguments.number_of("limit", limit),
            duplicates=arguments.flag_of("duplicates", duplicates),
            snippet_length=snippet_length_of(snippets, snippet_length),
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

        They are read one by one as they are asked for, all from the commit that was the newest when the first was,
        whatever is changed or closed meanwhile. The other arguments and errors are those of `search`.
        """
        from indexer.searching.exporting import indexed_articles
        from indexer.searching.options import options_of

        now = arguments.today_of("today", today)
        options = options_of(now, mode, literal, since, until)
        text = _query_or_all(query)
        self._current()  # whatever cannot be read is said now
        return indexed_articles(self._folder, text, options, now)

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
        if self._open is None or not self._open.is_newest():
            from indexer.searching.open_index import OpenIndex

            self.close()
            self._open = OpenIndex(self._files.enter_context(open_reader(self._folder)))
        return self._open


def _query_or_all(query: str | None) -> str | None:
    """The query, checked; None where everything is asked for."""
    return None if query is None else arguments.query_of("query", query)


def _identifier(value: str | os.PathLike[str]) -> str:
    """An id or an address, which may be given as a path, and then without a NUL."""
    return (
        arguments.path_of("identifier", value)
        if isinstance(value, os.PathLike)
        else arguments.query_of("identifier", value)
    )
