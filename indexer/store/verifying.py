"""Does everything in the index agree with everything else, checksums apart?

The postings, columns and term vectors of each segment are compared with what indexing its stored passages and records
again gives; the tables with the segments; near-duplicates and recurring lines with what comparing all articles again
gives. That takes about as long as indexing them does, without the reading and cleaning.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.address import Address, is_below
from indexer.arrays import batches
from indexer.engine.builder import SegmentBuilder
from indexer.engine.format.container import SectionReader
from indexer.engine.generations import SegmentEntry, deleted_ranges, open_segments, opened_segments
from indexer.engine.segment.segment import Segment
from indexer.engine.statistics import total_lengths
from indexer.engine.verification.articles import article_checks
from indexer.engine.verification.postings import field_checks
from indexer.engine.verification.sections import check_bounds, check_length, require
from indexer.engine.verification.tokens import token_sums, vector_sums
from indexer.errors import DamagedIndexError
from indexer.fields.articles import passages_of, stored_article
from indexer.fields.documents import documents
from indexer.fields.names import number_of_group, path_of_group
from indexer.fields.records import SourceFile, article_record
from indexer.fields.schema import FIELDS, SCHEMA_REVISION, SCORED_FIELDS
from indexer.similarity.signatures import signatures_in
from indexer.similarity.sketches import PLACES, band_marks
from indexer.store.clusters import Clusters
from indexer.store.comparison import Base, compared
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import TABLES, Header, TableKind
from indexer.store.snapshot import unsettled_files
from indexer.store.tables import Row, TableEntry, Tables

__all__ = ["Check", "checks"]

_AT_ONCE: Final = 20_000
"""Passages that are indexed again at once: a few seconds, and about 100 MB."""

_MOST_NAMED: Final = 3
"""Articles, or files, that one line names."""


class Check(NamedTuple):
    """A check of one file of the index: it raises DamagedIndexError, or what decoding altered bytes raises.

    One `over_all` compares all files with each other, and needs each of them to be right.
    """

    file: str
    run: Callable[[], object]
    over_all: bool = False


def checks(folder: IndexFolder, header: Header) -> Iterator[Check]:
    """All checks of a commit, to be carried out one after the other: those of its segments come first."""
    for entry in header.segments:
        file = f"{entry.name}.seg"
        opened: list[Segment] = []
        yield Check(file, partial(_open, folder, entry, opened))
        if not opened:
            continue
        (segment,) = opened
        for run in (segment.sections.check_directory, *article_checks(segment), *field_checks(segment)):
            yield Check(file, run)
        yield Check(file, partial(_check_deletions, folder, entry, segment))
        yield Check(file, partial(_check_records, segment))
        yield Check(file, partial(_check_fingerprints, segment))
        if header.settings.schema == SCHEMA_REVISION:  # of another, passages have other terms
            yield Check(file, partial(_check_contents, segment))
        segment.close()
    for kind in TABLES:
        for table in header.tables_of(kind):
            yield Check(table.name, partial(_check_table, folder, kind, table))
    for check in (_check_lengths, _check_files, _check_comparison):
        yield Check("", partial(_with_segments, folder, header, check), over_all=True)


def _open(folder: IndexFolder, entry: SegmentEntry, opened: list[Segment]) -> None:
    opened.extend(open_segments(folder.path, [entry]))


def _with_segments(
    folder: IndexFolder, header: Header, check: Callable[[IndexFolder, Header, Sequence[Segment]], None]
) -> None:
    with opened_segments(folder.path, header.segments) as segments:
        check(folder, header, segments)


# Segments


def _check_deletions(folder: IndexFolder, entry: SegmentEntry, segment: Segment) -> None:
    """No document is deleted twice, and of an article all are or none is."""
    ranges = deleted_ranges(folder.path, entry)
    deleted = np.zeros(segment.documents + 1, np.int64)
    np.add.at(deleted, ranges[:, 0], 1)
    np.add.at(deleted, ranges[:, 1], -1)
    times = np.cumsum(deleted)[:-1]
    require(bool(((times == 0) | (times == 1)).all()), "deletions", "a document is deleted twice")
    if segment.articles.count:
        starts = segment.articles.starts[:-1]
        whole = np.minimum.reduceat(times, starts) == np.maximum.reduceat(times, starts)
        _require_all(whole, segment, "only some of its passages are deleted")


def _check_records(segment: Segment) -> None:
    """Each article's record can be read, and its id is that of its address; each passage's text can be read."""
    right = np.zeros(segment.articles.count, np.bool_)
    for article in range(segment.articles.count):
        try:
            record = article_record(segment, article)
            passages = passages_of(segment, article)
            stored_article(record, passages)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise DamagedIndexError(f"article_records, article {article}: {type(error).__name__}: {error}") from error
        backwards = any((part.first_line or 0) > (part.last_line or 0) for part in passages)
        require(not backwards, f"lines of article {article}", "a passage ends before it begins")
        right[article] = record.article.partition("-")[0] == Address(record.path, record.part).article_id()
    _require_all(right, segment, "its id is not that of its address")


def _check_fingerprints(segment: Segment) -> None:
    """Articles are found by the bands of their sketches, and each of their lines was left out or was not."""
    articles = segment.articles
    rows = articles.blob_rows("sketch", np.arange(articles.count))
    if "bands" in articles.mark_columns.names or rows.any():
        require(rows.shape[1] == PLACES, "article_blobs:sketch", f"a sketch has {rows.shape[1]} bytes")
        some = np.flatnonzero(rows.any(axis=1))
        bands = band_marks(rows[some])
        right = np.stack([bands.ravel().astype(np.int64), np.repeat(some, bands.shape[1])])
        own = np.stack([array.astype(np.int64) for array in articles.mark_columns.all_marks("bands")])
        right, own = (pairs[:, np.lexsort((pairs[1], pairs[0]))] for pairs in (right, own))
        require(np.array_equal(own, right), "article_marks:bands", "the bands are not those of the sketches")
    _, starts = articles.key_columns.all_keys("lines")
    sizes = np.array([len(articles.blob("dropped", article)) for article in range(articles.count)], np.int64)
    _require_all(
        (sizes == 0) | (sizes == np.diff(starts)), segment, "its lines are not those that were left out or not"
    )


def _check_contents(segment: Segment) -> None:
    """The fields, columns and term vectors are what the stored passages and records give when they are indexed."""
    # An article that comes from no file may be from before a field was added: it has nothing in it.
    require(set(segment.kinds.values()) <= set(FIELDS), "its directory", "its fields are not those of an index")
    own = _SegmentArrays(segment)
    for articles in batches(segment.articles.starts.astype(np.int64), _AT_ONCE):
        with tempfile.TemporaryDirectory() as place:
            builder = SegmentBuilder(Path(place), FIELDS)
            try:
                for article in articles:
                    _index_again(builder, segment, article)
                builder.finish()
            except BaseException:
                builder.discard()
                raise
            again = Segment(Path(place), builder.name)
            try:
                own.compare(_SegmentArrays(again), articles.start, articles.stop)
            finally:
                again.close()


def _index_again(builder: SegmentBuilder, segment: Segment, article: int) -> None:
    record = article_record(segment, article)
    parts = passages_of(segment, article)
    number = number_of_group(segment.articles.name(article))
    source = SourceFile(record.size, record.mtime_ns, record.digest)
    ordinals = [ordinal for _, ordinal in record.captions]
    whole = stored_article(record, parts)
    for document in documents(whole, parts, record.article, ordinals, number=number, source=source):
        builder.add(document)


class _SegmentArrays:
    """What a segment says of its documents and articles, as arrays with an element for each."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self.by_document: dict[str, NDArray[Any]] = {}
        self.by_article: dict[str, NDArray[Any]] = {}
        for kind in segment.kinds.values():
            part = self.by_article if kind.per_article else self.by_document
            part[f"postings of {kind.name}"] = token_sums(segment, kind.name)
            if kind.vectors:
                self.by_article[f"term vector of {kind.name}"] = vector_sums(segment, kind.name)
        for name in SCORED_FIELDS:
            field = segment.field(name)
            if field is not None and field.lengths is not None:
                self.by_document[f"length of {name}"] = field.lengths
        for name in segment.documents_columns.names:
            self.by_document[f"column {name}"] = segment.documents_columns.number(name)
        for name in segment.articles.number_columns.names:
            self.by_article[f"column {name}"] = segment.articles.numbers(name)
        columns = {name: segment.articles.values(name) for name in segment.articles.value_columns.names}
        self._values = {
            name: (column.starts.tolist(), [column.vocabulary[place] for place in column.ordinals.tolist()])
            for name, column in columns.items()
        }

    def values(self, name: str, article: int) -> list[str]:
        """The values of an article in a column."""
        if name not in self._values:
            return []
        starts, values = self._values[name]
        return values[starts[article] : starts[article + 1]]

    def compare(self, other: _SegmentArrays, first: int, last: int) -> None:
        """Raise DamagedIndexError, which names articles, unless the articles from `first` to `last` are those of the
        other."""
        starts = self.segment.articles.starts.astype(np.int64)
        begin, end = int(starts[first]), int(starts[last])
        for mine, theirs, at, until in (
            (self.by_document, other.by_document, begin, end),
            (self.by_article, other.by_article, first, last),
        ):
            nothing = np.zeros(until - at, np.uint8)
            for what in sorted(mine.keys() | theirs.keys()):
                one = mine[what][at:until] if what in mine else nothing
                wrong = np.flatnonzero(one != theirs.get(what, nothing)) + at
                if mine is self.by_document:
                    wrong = self.segment.articles.of(wrong)
                _require_none(wrong, self.segment, what, "it is not that of the stored text")
        for name in sorted(self._values.keys() | other._values.keys()):
            wrong = np.array(
                [a for a in range(first, last) if self.values(name, a) != other.values(name, a - first)], np.int64
            )
            _require_none(wrong, self.segment, f"column {name}", "it is not that of the stored record")


def _require_all(right: NDArray[np.bool_], segment: Segment, what: str) -> None:
    _require_none(np.flatnonzero(~right), segment, "", what)


def _require_none(wrong: NDArray[Any], segment: Segment, place: str, what: str) -> None:
    """Raise DamagedIndexError, with the paths of the articles that are `wrong`, unless there are none."""
    if len(wrong):
        paths = [path_of_group(segment.articles.name(article)) for article in dict.fromkeys(wrong.tolist())]
        raise DamagedIndexError(f"{place + ', ' if place else ''}{_named('article', paths)}: {what}")


def _named(what: str, paths: Iterable[str]) -> str:
    """The first of some paths, as a person is told of them."""
    found = sorted(set(paths))
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return f"{what} {', '.join(found[:_MOST_NAMED])}{more}"


# Tables and the manifest


def _check_table(folder: IndexFolder, kind: TableKind, table: TableEntry) -> None:
    """A table can be read, its keys ascend, and it has as many rows as its entry says; of a table of files, each entry
    can be read."""
    _check_rows(folder.path, table)
    if kind != "files":
        return
    files = KnownFiles(folder.path, [table])
    try:
        for number, path in enumerate(files):
            try:
                files.entry(number)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
                raise DamagedIndexError(f"entry of {path}: {type(error).__name__}: {error}") from error
    finally:
        files.close()


def _check_rows(folder: Path, table: TableEntry) -> None:
    file = SectionReader(folder / table.name)
    try:
        file.check_directory()
        check_bounds(file, "keys_at", table.rows, file.length("keys"))
        check_length(file, "removed", table.rows)
        require(bool((file.array("removed") <= 1).all()), "removed", "a row is neither there nor removed")
        if "values" in file:
            check_bounds(file, "values_at", table.rows, file.length("values"))
        for name in file:
            if name.startswith("number"):
                check_length(file, name, table.rows)
        octets = file.array("keys").tobytes()
        keys = [octets[begin:end] for begin, end in pairwise(file.array("keys_at").tolist())]
        for before, key in pairwise(keys):
            require(before < key, "keys", f"{key!r} is not behind {before!r}")
    finally:
        file.close()


def _check_lengths(_folder: IndexFolder, header: Header, segments: Sequence[Segment]) -> None:
    """The sums of the lengths that scores are made with."""
    for name, right in zip(SCORED_FIELDS, total_lengths(segments, SCORED_FIELDS), strict=True):
        said = header.lengths.get(name, 0)
        require(said == right, f"lengths of {name}", f"it says {said}, and the live passages have {right}")


def _check_files(folder: IndexFolder, header: Header, segments: Sequence[Segment]) -> None:
    """Each file's entry has as many articles and passages as the segments have of it, of the same content unless it is
    to be read again, or as far as it is read; and no other file has any. Each comes from a source, or from no file."""
    articles: Counter[str] = Counter()
    passages: Counter[str] = Counter()
    digests: dict[str, set[str]] = {}
    identifiers: Counter[str] = Counter()
    files = KnownFiles(folder.path, header.tables_of("files"))
    try:
        entries = {path: files.entry(number) for number, path in enumerate(files)}
    finally:
        files.close()
    partial = {path: entry.partial.articles for path, entry in entries.items() if entry.partial is not None}
    for segment in segments:
        deleted = segment.articles.deleted
        for article in range(segment.articles.count):
            if deleted is None or not deleted[article]:
                record = article_record(segment, article)
                articles[record.path] += 1
                passages[record.path] += len(segment.articles.documents_of(article))
                if number_of_group(segment.articles.name(article)) <= partial.get(record.path, sys.maxsize):
                    digests.setdefault(record.path, set()).add(record.digest)
                identifiers[record.article] += 1
    twice = [identifier for identifier, count in identifiers.items() if count > 1]
    require(not twice, "segments", f"{_named('article', twice)}: it is there twice")
    empty = FileEntry()
    wrong = [
        path
        for path in entries.keys() | articles.keys()
        if (entry := entries.get(path, empty)).passages != passages[path]
        or (entry.passages and entry.articles != articles[path])
        or (entry.passages and entry.digest and {entry.digest} != digests.get(path, set()))
    ]
    require(not wrong, "files", f"{_named('file', wrong)}: its entry is not what the segments have of it")
    roots = [os.path.abspath(folder.source_path(root.path)) for root in header.roots]
    strange = [
        path
        for path, entry in entries.items()
        if not entry.external and not any(is_below(os.path.abspath(folder.source_path(path)), root) for root in roots)
    ]
    require(not strange, "files", f"{_named('file', strange)}: it is of no source")


def _check_comparison(folder: IndexFolder, header: Header, segments: Sequence[Segment]) -> None:
    """The tables of near-duplicates, of recurring lines and of files to be read again are what comparing all articles
    gives."""
    parts: list[tuple[Segment, NDArray[Any]]] = []
    for segment in segments:
        deleted = segment.articles.deleted
        live = np.arange(segment.articles.count) if deleted is None else np.flatnonzero(~deleted)
        parts.append((segment, live))
    nothing = Tables(folder.path, ())
    fresh = compared(Base((), {}, Clusters(nothing), nothing), signatures_in(parts))
    compared_rows: tuple[tuple[TableKind, Mapping[bytes, Row | None]], ...] = (
        ("clusters", fresh.clusters),
        ("lines", fresh.lines),
    )
    for kind, right in compared_rows:
        tables = Tables(folder.path, header.tables_of(kind))
        try:
            rows = tables.live()
            found = dict(zip(rows.keys, rows.values, strict=True))
        finally:
            tables.close()
        wanted = {key: row.value for key, row in right.items() if row is not None}
        different = [key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)]
        shown = min(different, default=b"").decode("utf-8", "backslashreplace")
        require(not different, kind, f"{len(different)} rows are not what the articles give, the first {shown!r}")
    missing = fresh.unsettled - unsettled_files(folder, header)
    require(not missing, "unsettled", f"{_named('file', missing)}: other lines recur on its site than were left out")
