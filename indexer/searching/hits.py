"""Which hits answer a query?

The engine gives the best matches, ordered by score, ties by path and place, at most so many from one article. Only the
hits of the page asked for are read from the index and looked up on the disk.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from indexer import querying
from indexer.address import Address, nearest_range, readings
from indexer.analysis import fold_words
from indexer.engine import queries
from indexer.engine.searcher import Match, Searcher
from indexer.errors import SourceError, UnknownIdError
from indexer.fields import Record, path_of_group, record_of
from indexer.model import Article, Duplicate, Hit, Passage, SearchResult
from indexer.querying import Mode, Query, Term, Word
from indexer.ranking import PassageBM25
from indexer.searching.inflections import Inflections
from indexer.searching.snippets import highlights, make_snippet
from indexer.similarity.signatures import Duplicates
from indexer.store.damage import damage_reported
from indexer.store.snapshot import IndexReader

__all__ = [
    "SearchOptions",
    "StoredArticle",
    "count_by_file",
    "find_article",
    "search",
    "searcher_of",
    "title_of",
]

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
    only words. Of articles that are nearly the same only the best hit's is shown, unless `duplicates` are asked for.
    """

    limit: int | None = 10
    offset: int = 0
    per_article: int = 2
    mode: Mode = "any"
    literal: bool = False
    since: date | None = None
    until: date | None = None
    duplicates: bool = False


def search(snapshot: IndexReader, text: str, options: SearchOptions, today: date) -> SearchResult:
    """The hits for the query `text`; `today` is what "last week" counts from.

    Raises QuerySyntaxError, and DamagedIndexError where the index cannot be read.
    """
    searcher = searcher_of(snapshot)
    inflections = Inflections(searcher)
    query = _read(searcher, text, options, today)
    with damage_reported(snapshot.folder.path):
        compiled = _compiled(query, options, inflections)
        total = searcher.count(compiled)
        stop = None if options.limit is None else options.offset + options.limit
        found: Sequence[_Found] = ()
        if total and snapshot.duplicates is not None and not options.duplicates:
            found = _without_duplicates(searcher, compiled, stop, options, snapshot.duplicates)
        elif total:
            best = searcher.top(compiled, stop, per_group=options.per_article)
            found = [_Found(match, record_of(searcher.stored(match.document))) for match in best[options.offset :]]
        leaves = querying.query_words(query)
        hits = tuple(
            replace(
                _hit(snapshot, one.record, one.match.score, rank, _shown_words(leaves, one.record, inflections)),
                duplicates=one.duplicates(snapshot),
            )
            for rank, one in enumerate(found, options.offset + 1)
        )
        missing = {} if total else _missing(searcher, leaves)
    return SearchResult(text, total, hits, missing)


class _Found(NamedTuple):
    """A match that is to be shown, what is stored of it, and what of the articles that are not shown for it."""

    match: Match
    record: Record
    others: tuple[Record, ...] = ()

    def duplicates(self, snapshot: IndexReader) -> tuple[Duplicate, ...]:
        """The articles that are not shown for it."""
        return tuple(
            Duplicate(other.article, other.path, _source_of(snapshot, other), other.part) for other in self.others
        )


def _without_duplicates(
    searcher: Searcher, query: queries.Query, stop: int | None, options: SearchOptions, duplicates: Duplicates
) -> list[_Found]:
    """The matches to be shown from the offset to `stop`, where of articles that are nearly the same one is shown."""
    wanted = stop
    while True:
        best = searcher.top(query, wanted, per_group=options.per_article)
        shown: dict[int, str] = {}  # the article that is shown of each cluster
        found: list[_Found] = []
        for match in best:
            record = record_of(searcher.stored(match.document))
            cluster = duplicates.cluster_of(record.article)
            first = cluster is not None and cluster not in shown
            if cluster is None or shown.setdefault(cluster, record.article) == record.article:
                others = _others(searcher, duplicates.members(cluster), record) if first and cluster is not None else ()
                found.append(_Found(match, record, others))
                if stop is not None and len(found) == stop:
                    break
        if stop is None or wanted is None or len(found) == stop or len(best) < wanted:
            return found[options.offset :]
        wanted *= 4


def _others(searcher: Searcher, members: Sequence[str], record: Record) -> tuple[Record, ...]:
    """What is stored of the articles `members`, but that of `record`; in the order of their paths."""
    found = [
        record_of(searcher.stored(int(documents[0])))
        for member in members
        if member != record.article
        and len(documents := searcher.matches(queries.Term("article", member.encode())).documents)
    ]
    return tuple(sorted(found, key=lambda other: (os.fsencode(other.path), other.part)))


def count_by_file(snapshot: IndexReader, text: str, options: SearchOptions, today: date) -> dict[str, int]:
    """How many passages match in each file: paths as stored, best match first. Of the options, only those that decide
    what matches are used."""
    searcher = searcher_of(snapshot)
    query = _read(searcher, text, options, today)
    with damage_reported(snapshot.folder.path):
        found = searcher.top(_compiled(query, options, Inflections(searcher)), None)
    return dict(Counter(path_of_group(match.group) for match in found))


def searcher_of(snapshot: IndexReader) -> Searcher:
    """The engine's searcher over a generation of the index, with the product's ranking."""
    return Searcher(snapshot.segments, PassageBM25(snapshot.header.statistics))


def _read(searcher: Searcher, text: str, options: SearchOptions, today: date) -> Query:
    """The query as it is to be looked up in this index."""
    query = querying.parse(text, mode=options.mode, literal=options.literal, today=today)
    return querying.with_parts(query, lambda compound: bool(searcher.count(querying.compile_leaf(compound))))


def _compiled(query: Query, options: SearchOptions, inflections: Inflections) -> queries.Query:
    """What the engine is asked."""
    inflected = querying.with_inflections(query, inflections.of)
    return querying.compile_query(inflected, since=options.since, until=options.until)


def _shown_words(leaves: Sequence[Word], record: Record, inflections: Inflections) -> tuple[Word, ...]:
    """What is to be highlighted in a passage: the query's words, and those that are its inflections in its language."""
    also = (
        replace(leaf, text=term)
        for leaf in leaves
        if isinstance(leaf, Term)
        for language, term in inflections.of(leaf)
        if language == record.language
    )
    return (*leaves, *also)


def _hit(snapshot: IndexReader, record: Record, score: float, rank: int, leaves: Sequence[Word]) -> Hit:
    source = _source_of(snapshot, record)
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
        part=record.part,
    )


def _source_of(snapshot: IndexReader, record: Record) -> str:
    """The absolute path of an article's file, "" where it comes from none."""
    return snapshot.folder.source_path(record.path) if record.digest else ""


def title_of(record: Record) -> str:
    """The article's title, or its file's name where it has none."""
    return record.title or Address(record.path, record.part).name


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


def _missing(searcher: Searcher, leaves: Sequence[Word]) -> Mapping[str, tuple[str, ...]]:
    """The plain words that no passage has, each with the words that look most like it."""
    missing: dict[str, tuple[str, ...]] = {}
    for leaf in leaves:
        if not isinstance(leaf, Term) or leaf.field != "text":
            continue
        name = "exact" if leaf.form == "exact" else "text"
        if not searcher.frequency(name, leaf.text.encode("utf-8", "replace")):
            missing[leaf.source] = _suggestions(searcher, leaf.source)
    return missing


def _suggestions(searcher: Searcher, written: str) -> tuple[str, ...]:
    """Words of the index one letter from `written`, or else two; the most frequent first."""
    word = fold_words(written)
    if len(word) < 4 or " " in word:
        return ()
    for distance in (1, 2):
        near = searcher.expand("exact", queries.Fuzzy(word, distance, 1)) - {word.encode()}
        counted = [(-searcher.frequency("exact", term), term.decode()) for term in near]
        best = sorted(pair for pair in counted if pair[0])[:SUGGESTIONS]
        if best:
            return tuple(term for _, term in best)
    return ()


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as the index holds it: its cleaned text, and its passages with their places in it.

    `source` is the absolute path of its file, or "" where it comes from none.
    """

    id: str
    article: Article
    passages: tuple[Passage, ...]
    source: str
    stale: bool

    @property
    def address(self) -> Address:
        """Where the article is: in its file, or under the path that it was added with."""
        line = self.passages[0].first_line if self.passages else None
        return Address(self.source or self.article.path, self.article.part, line)


def find_article(snapshot: IndexReader, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article with this id, or that the passage with this id belongs to, and then the passage's ordinal.

    The beginning of an id, from 4 characters on, will do where it is the beginning of one article's only. So will an
    address as hits have it: the path of a file, relative to the current folder or as stored, with the part of the file
    where the article is not all of it, and with a line, which then says which passage: `saved.zip!/a/b.html:12`.

    Raises UnknownIdError.
    """
    name, dot, ordinal = identifier.strip().lower().partition(".")
    searcher = searcher_of(snapshot)
    with damage_reported(snapshot.folder.path):
        at_address = _at_address(snapshot, searcher, identifier)
        if at_address is not None:
            return at_address
        found = _expand(searcher, name)
        if not found:
            raise UnknownIdError(f"no article has the id {identifier}")
        if len(found) > 1:
            raise UnknownIdError(f"several articles have ids that begin with {name}: {', '.join(found[:5])}")
        stored = _article(snapshot, _records_of(searcher, found[0]))
    if not dot:
        return stored, None
    count = len(stored.passages)
    if not _ORDINAL.fullmatch(ordinal) or not 1 <= int(ordinal) <= count:
        raise UnknownIdError(f"{found[0]} has no passage {ordinal or '(none given)'}; it has passages 1 to {count}")
    return stored, int(ordinal)


def _at_address(snapshot: IndexReader, searcher: Searcher, text: str) -> tuple[StoredArticle, int | None] | None:
    """The live article at the address `text`, and where it has a line the ordinal of the passage there."""
    for address in readings(text):
        for path in dict.fromkeys((_stored(snapshot, address.path), address.path)):
            if not path or not _is_path(f"{path}{address.part}"):
                continue
            identifier = address.with_path(path).article_id()
            if searcher.frequency("article", identifier.encode()):
                if address.line is None:
                    return _article(snapshot, _records_of(searcher, identifier)), None
                return _on_line(snapshot, searcher, identifier, address.line)
    return None


def _stored(snapshot: IndexReader, path: str) -> str:
    """How the path of a file is stored, or "" where there is no current folder that it could be relative to."""
    try:
        return snapshot.folder.stored_path(os.path.abspath(path))
    except (OSError, ValueError):
        return ""


def _is_path(path: str) -> bool:
    """Whether `path` can be the path of anything."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _on_line(snapshot: IndexReader, searcher: Searcher, identifier: str, line: int) -> tuple[StoredArticle, int | None]:
    """The article that has this line, of those that share an address, and the ordinal of the passage there; where none
    has it, of the passage before."""
    others = sorted(searcher.expand("article", queries.Prefix(f"{identifier}-".encode())))
    names = [identifier, *(term.decode() for term in others if searcher.frequency("article", term))]
    records = sorted(
        (record for name in names for record in _records_of(searcher, name)),
        key=lambda record: (record.first_line or 0, record.ordinal),
    )
    found = records[nearest_range([(record.first_line, record.last_line) for record in records], line)]
    ordinal = None if found.first_line is None else found.ordinal
    return _article(snapshot, [record for record in records if record.article == found.article]), ordinal


def _records_of(searcher: Searcher, identifier: str) -> list[Record]:
    """What is stored of the passages of an article, in their order."""
    matches = searcher.matches(queries.Term("article", identifier.encode()))
    records = [record_of(searcher.stored(number)) for number in matches.documents.tolist()]
    return sorted(records, key=lambda record: record.ordinal)


def _expand(searcher: Searcher, name: str) -> list[str]:
    """The ids of live articles that are `name`, or else begin with it."""
    if not _ARTICLE_ID.fullmatch(name):
        return []
    if searcher.frequency("article", name.encode()):
        return [name]
    if len(name) < SHORTEST_ID:
        return []
    terms = sorted(searcher.expand("article", queries.Prefix(name.encode())))
    return [term.decode() for term in terms if searcher.frequency("article", term)]


def _article(snapshot: IndexReader, records: Sequence[Record]) -> StoredArticle:
    first = records[0]
    source = _source_of(snapshot, first)
    article = Article(
        text="".join(record.text for record in records),
        title=title_of(first),
        authors=tuple(first.authors),
        published=date.fromisoformat(first.published) if first.published else None,
        site=first.site,
        language=first.language,
        url=first.url,
        path=first.path,
        part=first.part,
    )
    parts = tuple(
        Passage(record.ordinal, record.start, record.end, record.text, record.first_line, record.last_line)
        for record in records
    )
    return StoredArticle(first.article, article, parts, source, bool(source) and _is_stale(source, first))
