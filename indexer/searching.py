"""Which hits answer a query?

Matches are ordered by score, ties by path and place, taken at most so many from one article, and cut to the page asked
for. Only the hits of that page are read from the index and looked up on the disk.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import Any

from indexer import querying
from indexer.analysis import fold_words
from indexer.engine.evaluation import Match, evaluate, searcher_over
from indexer.engine.statistics import live_document_frequency
from indexer.errors import SourceError, UnknownIdError
from indexer.model import Article, Hit, Passage, SearchResult
from indexer.querying import Mode, Query, Term, Word
from indexer.ranking import PassageBM25
from indexer.schema import Record
from indexer.snippets import highlights, make_snippet
from indexer.storage import Snapshot, reading

__all__ = ["SearchOptions", "StoredArticle", "count_by_file", "find_article", "search", "title_of"]

SUGGESTIONS = 3
SHORTEST_ID = 4
"""Characters of an article's id that may stand for the whole."""

_ARTICLE_ID = re.compile(r"[a-z0-9-]{1,32}")
_ORDINAL = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How a query is to be read and its hits to be chosen.

    `limit` hits are given (None: all), after the first `offset`; at most `per_article` of one article (0: as many as
    match). `mode` says whether a passage must have all plain words or any. `since` and `until` are the first and last
    day of publication, both included; with either, articles without a date are left out. With `literal`, the query is
    only words.
    """

    limit: int | None = 10
    offset: int = 0
    per_article: int = 2
    mode: Mode = "any"
    literal: bool = False
    since: date | None = None
    until: date | None = None


def search(snapshot: Snapshot, text: str, options: SearchOptions, today: date) -> SearchResult:
    """The hits for the query `text`; `today` is what "last week" counts from.

    Raises QuerySyntaxError, and DamagedIndexError where the index cannot be read.
    """
    query, matcher = _matcher(snapshot, text, options, today)
    with reading(snapshot.folder.path):
        matches = matcher.matches()
        stop = None if options.limit is None else options.offset + options.limit
        chosen = list(islice(_grouped(matcher.ranked(matches), options.per_article), options.offset, stop))
        leaves = querying.query_words(query)
        hits = tuple(
            _hit(snapshot, matcher.record(match.document), match.score, rank, leaves)
            for rank, match in enumerate(chosen, options.offset + 1)
        )
        missing = {} if matches else _missing(snapshot, leaves)
    return SearchResult(text, len(matches), hits, missing)


def count_by_file(snapshot: Snapshot, text: str, options: SearchOptions, today: date) -> dict[str, int]:
    """How many passages match in each file: paths as stored, best match first. Of the options, only those that decide
    what matches are used."""
    _, matcher = _matcher(snapshot, text, options, today)
    counts: Counter[str] = Counter()
    with reading(snapshot.folder.path):
        for _, key in matcher.ranked(matcher.matches()):
            counts[os.fsdecode(key.rsplit(b"\0", 2)[0])] += 1
    return dict(counts)


def _matcher(snapshot: Snapshot, text: str, options: SearchOptions, today: date) -> tuple[Query, _Matcher]:
    query = querying.parse(text, mode=options.mode, literal=options.literal, today=today)
    compiled = querying.compile_query(query, since=options.since, until=options.until)
    return query, _Matcher(snapshot, compiled)


class _Matcher:
    """A query about to be evaluated over one generation of the index."""

    def __init__(self, snapshot: Snapshot, query: Any) -> None:
        self._searcher = searcher_over(snapshot.reader, PassageBM25(snapshot.header.statistics))
        self._query = query
        with reading(snapshot.folder.path):
            leaves = snapshot.reader.leaf_readers() if snapshot.reader.doc_count_all() else ()
            self._columns = [(offset, leaf.column_reader("order")) for leaf, offset in leaves]

    def matches(self) -> list[Match]:
        """All passages that match."""
        return evaluate(self._searcher, self._query)

    def ranked(self, matches: list[Match]) -> Iterator[tuple[Match, bytes]]:
        """The matches, the best first, each with its sort key."""
        matches.sort(key=lambda match: -match.score)
        for _, tied in groupby(matches, key=lambda match: match.score):
            yield from sorted(((match, self._key(match.document)) for match in tied), key=lambda pair: pair[1])

    def record(self, document: int) -> Record:
        """What is stored with a passage."""
        return Record(*self._searcher.stored_fields(document)["record"])

    def _key(self, document: int) -> bytes:
        offset, column = next(item for item in reversed(self._columns) if item[0] <= document)
        key: bytes = column[document - offset]
        return key


def _grouped(ranked: Iterator[tuple[Match, bytes]], per_article: int) -> Iterator[Match]:
    """The matches in order, at most `per_article` of each article."""
    taken: Counter[bytes] = Counter()
    for match, key in ranked:
        article = key.rpartition(b"\0")[0]
        if not per_article or taken[article] < per_article:
            taken[article] += 1
            yield match


def _hit(snapshot: Snapshot, record: Record, score: float, rank: int, leaves: Sequence[Word]) -> Hit:
    source = snapshot.folder.source_path(record.path) if record.digest else ""
    title = title_of(record)
    return Hit(
        id=f"{record.article}.{record.ordinal}",
        article=record.article,
        ordinal=record.ordinal,
        rank=rank,
        score=score,
        title=title,
        authors=tuple(record.authors),
        published=date.fromisoformat(record.published) if record.published else None,
        site=record.site,
        language=record.language,
        url=record.url,
        path=record.path,
        source=source,
        first_line=record.first_line,
        last_line=record.last_line,
        start=record.start,
        end=record.end,
        text=record.text,
        snippet=make_snippet(record.text, leaves),
        title_highlights=highlights(title, leaves, title=True),
        stale=bool(source) and _is_stale(source, record),
    )


def title_of(record: Record) -> str:
    """The article's title, or its file's name where it has none."""
    return record.title or os.path.basename(record.path)


def _is_stale(source: str, record: Record) -> bool:
    """Whether the file no longer has the bytes that were indexed."""
    try:
        status = os.stat(source)
    except OSError:
        return True
    if status.st_size != record.size:
        return True
    if status.st_mtime_ns == record.mtime_ns:
        return False
    from indexer.reading import digest, load  # seldom needed, and not quick to import

    try:
        return digest(load(source)) != record.digest
    except SourceError:
        return True


def _missing(snapshot: Snapshot, leaves: Sequence[Word]) -> Mapping[str, tuple[str, ...]]:
    """The plain words that no passage has, each with the words that look most like it."""
    reader = snapshot.reader
    missing: dict[str, tuple[str, ...]] = {}
    for leaf in leaves:
        if not isinstance(leaf, Term) or leaf.field != "text":
            continue
        name = "exact" if leaf.form == "exact" else "text"
        if not live_document_frequency(reader, name, leaf.text):
            missing[leaf.source] = _suggestions(reader, leaf.source)
    return missing


def _suggestions(reader: Any, written: str) -> tuple[str, ...]:
    """Words of the index one letter from `written`, or else two; the most frequent first."""
    word = fold_words(written)
    if len(word) < 4 or " " in word:
        return ()
    for distance in (1, 2):
        near = {term for term in reader.terms_within("exact", word, distance, prefix=1) if term != word}
        counted = [(-live_document_frequency(reader, "exact", term), term) for term in near]
        best = sorted(pair for pair in counted if pair[0])[:SUGGESTIONS]
        if best:
            return tuple(term for _, term in best)
    return ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the index holds it: its cleaned text, and its passages with their places in it."""

    id: str
    article: Article
    passages: tuple[Passage, ...]
    source: str
    stale: bool


def find_article(snapshot: Snapshot, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article with this id, or that the passage with this id belongs to, and then the passage's ordinal.

    The beginning of an id, from 4 characters on, will do where it is the beginning of one article's only.
    Raises UnknownIdError.
    """
    name, dot, ordinal = identifier.strip().lower().partition(".")
    with reading(snapshot.folder.path):
        found = _expand(snapshot, name)
        if not found:
            raise UnknownIdError(f"no article has the id {identifier}")
        if len(found) > 1:
            raise UnknownIdError(f"several articles have ids that begin with {name}: {', '.join(found[:5])}")
        reader = snapshot.reader
        numbers = reader.postings("article", found[0]).all_ids()
        records = sorted(
            (Record(*reader.stored_fields(number)["record"]) for number in numbers), key=lambda r: r.ordinal
        )
    stored = _article(snapshot, records)
    if not dot:
        return stored, None
    if not _ORDINAL.fullmatch(ordinal) or not 1 <= int(ordinal) <= len(records):
        raise UnknownIdError(
            f"{found[0]} has no passage {ordinal or '(none given)'}; it has passages 1 to {len(records)}"
        )
    return stored, int(ordinal)


def _expand(snapshot: Snapshot, name: str) -> list[str]:
    """The ids of live articles that are `name`, or else begin with it."""
    reader = snapshot.reader
    if not _ARTICLE_ID.fullmatch(name):
        return []
    if live_document_frequency(reader, "article", name):
        return [name]
    if len(name) < SHORTEST_ID:
        return []
    terms = sorted({term.decode() for term in reader.expand_prefix("article", name)})
    return [term for term in terms if live_document_frequency(reader, "article", term)]


def _article(snapshot: Snapshot, records: Sequence[Record]) -> StoredArticle:
    first = records[0]
    source = snapshot.folder.source_path(first.path) if first.digest else ""
    article = Article(
        text="".join(record.text for record in records),
        title=title_of(first),
        authors=tuple(first.authors),
        published=date.fromisoformat(first.published) if first.published else None,
        site=first.site,
        language=first.language,
        url=first.url,
        path=first.path,
    )
    parts = tuple(
        Passage(record.ordinal, record.start, record.end, record.text, record.first_line, record.last_line)
        for record in records
    )
    return StoredArticle(first.article, article, parts, source, bool(source) and _is_stale(source, first))
