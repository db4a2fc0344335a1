"""What does a commit of the index consist of?

A manifest is one line of JSON for each commit: the format's version, the settings, the totals, the sources, and the
names of the segments and tables, with a CRC-32 of all that follows it. It is small, whatever the size of the index.
What is known of the files is in the tables that it names (`files`).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides
from indexer.engine.disk import sync
from indexer.engine.generations import SegmentEntry, files_of
from indexer.engine.statistics import CollectionStatistics
from indexer.errors import DamagedIndexError, IndexFormatError
from indexer.fields.schema import SCHEMA_REVISION
from indexer.model.choices import Extractor
from indexer.random_names import random_hex
from indexer.store.names import create_file, is_data_name, open_regular
from indexer.store.tables import TableEntry

__all__ = ["FORMAT", "TABLES", "Header", "Root", "Settings", "TableKind", "read_header", "write_header"]

FORMAT = 4
"""The version of the index's format."""

TableKind: TypeAlias = Literal["files", "clusters", "lines", "unsettled"]
"""What tables are of: the files' entries (`files`); near-duplicates and lines that recur on a site (`comparison`); the
files that are to be read again, since other lines recur on their site than when they were indexed."""

TABLES: tuple[TableKind, ...] = ("files", "clusters", "lines", "unsettled")


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a file is turned into passages. Another value of any of these means reading all files again."""

    passage_words: int
    cleaning: int
    schema: int = SCHEMA_REVISION
    extractor: Extractor = "own"
    overrides: Overrides = NO_OVERRIDES

    def differ_in_overrides_only(self, other: Settings) -> bool:
        """Whether nothing but what overrules cleaning is another than with the `other` settings."""
        return self != other and replace(self, overrides=other.overrides) == other


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder that the user asked to have indexed, and what was to be left out of it."""

    path: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """All that is known of a commit as a whole.

    `updated` is an ISO date and time in UTC. `contents` is the CRC-32 of Whoosh's table of contents as this commit
    wrote it. `lengths` are the sums of the passages' lengths in each scored field, by its name. `tables` are those of
    each kind, the oldest first.
    """

    settings: Settings
    format: int = FORMAT
    updated: str = ""
    files: int = 0
    articles: int = 0
    passages: int = 0
    contents: int = 0
    lengths: Mapping[str, int] = field(default_factory=dict)
    roots: tuple[Root, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()
    tables: Mapping[str, tuple[TableEntry, ...]] = field(default_factory=dict)

    def stamped(self) -> Header:
        """The header with the time of now."""
        return replace(self, updated=datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def data_files(self) -> dict[str, int]:
        """The files that the commit consists of beside its manifest and table of contents, and their sizes in bytes."""
        tables = {entry.name: entry.size for entries in self.tables.values() for entry in entries}
        return files_of(self.segments) | tables

    def tables_of(self, kind: TableKind) -> Sequence[TableEntry]:
        """The tables of a kind, the oldest first."""
        return self.tables.get(kind, ())

    @property
    def settled(self) -> bool:
        """Whether no file has to be read again because other lines recur on its site than when it was indexed."""
        return not self.tables_of("unsettled")

    @property
    def statistics(self) -> CollectionStatistics:
        """The totals that scores are made with."""
        return CollectionStatistics(self.passages, self.lengths)


def write_header(header: Header, path: Path, others: Sequence[Path] = ()) -> None:
    """Write a manifest, complete or not at all. It gets its name when it is on the disk, and so are the `others`, such
    as files that it names. Raises OSError."""
    values = asdict(header)
    # Beside the settings, and only where there are any, so that versions without them read the rest.
    del values["settings"]["overrides"]
    if header.settings.overrides:
        values["overrides"] = header.settings.overrides.stored()
    text = json.dumps(values).encode("ascii")[1:]
    temporary = path.with_name(f"{path.name}.{random_hex()}.tmp")
    try:
        create_file(temporary, b'{"checksum": "%08x", %b\n' % (zlib.crc32(text), text), durable=False)
        sync(temporary, *others)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def read_header(path: Path) -> Header:
    """The manifest in a file.

    Raises DamagedIndexError where it is not as it was written, IndexFormatError where it is of another version, and
    OSError.
    """
    with open_regular(path) as file:
        line = file.read()
    try:
        values = json.loads(line)
        if values["format"] != FORMAT:
            raise _other_format(values["format"])
        checked = line.removesuffix(b"\n").partition(b", ")[2]
        if zlib.crc32(checked) != int(values["checksum"], 16):
            raise _damaged(path, "it is not as it was written")
        header = _header_of(values)
        for name in header.data_files:
            if not is_data_name(name):
                raise _damaged(path, f"it names a file that is not one of an index: {name}")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from error
    return header


def _other_format(found: Any) -> IndexFormatError:
    if isinstance(found, int) and found > FORMAT:
        return IndexFormatError(
            f"a newer version of indexer wrote the index: it has format {found}, this one reads format {FORMAT}",
            hint="update indexer, or rebuild the index from the source files with: indexer index --rebuild PATH…",
        )
    return IndexFormatError(f"the index has format {found}, this version of indexer reads format {FORMAT}")


def _damaged(path: Path, what: object) -> DamagedIndexError:
    return DamagedIndexError(f"the index cannot be read: {path}: {what}")


def _header_of(values: dict[str, Any]) -> Header:
    """The header with these values; raises TypeError, among others, where one is of another type than it should be:
    nothing later asks for that again."""
    return Header(
        settings=_settings(values),
        updated=_text("updated", values["updated"]),
        files=_count("files", values["files"]),
        articles=_count("articles", values["articles"]),
        passages=_count("passages", values["passages"]),
        contents=_count("contents", values["contents"]),
        lengths=_lengths(values["lengths"]),
        roots=tuple(_root(root) for root in values["roots"]),
        segments=tuple(_segment(*entry) for entry in values["segments"]),
        tables={kind: tuple(_table(*entry) for entry in entries) for kind, entries in values["tables"].items()},
    )


def _count(name: str, value: Any, least: int = 0) -> int:
    """A value that says how many there are of something; raises TypeError for any other, and for less than `least`."""
    if not isinstance(value, int) or value < least:
        raise TypeError(f"{name} is {value!r}")
    return value


def _text(name: str, value: Any) -> str:
    """A value that is a text; raises TypeError for any other."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}")
    return value


def _settings(values: dict[str, Any]) -> Settings:
    settings = Settings(**values["settings"], overrides=_overrides(values.get("overrides")))
    _count("passage_words", settings.passage_words, least=1)
    return settings


def _root(stored: dict[str, Any]) -> Root:
    include, exclude = (tuple(_text(kind, pattern) for pattern in stored[kind]) for kind in ("include", "exclude"))
    return Root(_text("path", stored["path"]), include, exclude, _count("max_size", stored["max_size"]))


def _lengths(stored: dict[str, Any]) -> dict[str, int]:
    """The lengths by the names that fields have now: the words of text and title were called `exact` once."""
    found = {name: _count(name, length) for name, length in stored.items()}
    if "exact" in found:
        found["text_words"], found["title_words"] = found.pop("exact"), found.get("title", 0)
    return found


def _overrides(stored: dict[str, Any] | None) -> Overrides:
    return NO_OVERRIDES if stored is None else Overrides.of_stored(stored)


def _segment(name: str, documents: Any, size: Any, deleted: Any, deletions: list[list[Any]]) -> SegmentEntry:
    return SegmentEntry(
        name,
        _count("documents", documents),
        _count("size", size),
        _count("deleted", deleted),
        tuple((file, _count("size", octets)) for file, octets in deletions),
    )


def _table(name: str, rows: Any, size: Any) -> TableEntry:
    return TableEntry(name, _count("rows", rows), _count("size", size))
