"""What did each file look like when it was indexed, and what became of it?

The manifest is one JSON Lines file for each generation of the index. Its first line, the header, has the format
version, the settings and the totals, so that a search needs to read no more; then follows one line for each file. A
generation's manifest is written before the generation becomes visible, so that the two can never disagree.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer.engine.generations import SegmentEntry
from indexer.engine.statistics import CollectionStatistics
from indexer.errors import DamagedIndexError, IndexFormatError
from indexer.schema import SCHEMA_REVISION, SCORED_FIELDS

__all__ = [
    "FORMAT",
    "FileEntry",
    "Header",
    "Manifest",
    "Root",
    "Settings",
    "read_header",
    "read_manifest",
    "write_manifest",
]

FORMAT = 2
"""The version of this file's form."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a file is turned into passages. Another value of any of these means reading all files again."""

    passage_words: int
    cleaning: int
    schema: int = SCHEMA_REVISION

    @property
    def fingerprint(self) -> str:
        """A short name for these settings."""
        return hashlib.blake2b(json.dumps(asdict(self), sort_keys=True).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Root:
    """A file or folder that the user asked to have indexed, and what was to be left out of it."""

    path: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size: int = 0


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: how it looked when it was last read, and what became of it.

    `mtime_ns` is 0 where it must not be trusted: the file changed at about the moment it was looked at. `reason` says
    why the file is not in the index ("" where it is), `failed` whether that is an error; `problems` are parts that
    could not be read. `digest` is "" where the file was never read, and for articles that come from no file (`external`),
    which only the Python interface adds and removes.
    """

    size: int = 0
    mtime_ns: int = 0
    digest: str = ""
    articles: int = 0
    passages: int = 0
    reason: str = ""
    failed: bool = False
    problems: tuple[str, ...] = ()
    external: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: all that is known of the index as a whole.

    `updated` is an ISO date and time in UTC. `lengths` are the sums of the passages' lengths in each of
    `SCORED_FIELDS`; they and `segments` are the engine's part, which a commit fills in.
    """

    settings: Settings
    format: int = FORMAT
    updated: str = ""
    files: int = 0
    articles: int = 0
    passages: int = 0
    lengths: tuple[int, ...] = ()
    roots: tuple[Root, ...] = ()
    segments: tuple[SegmentEntry, ...] = ()

    @property
    def statistics(self) -> CollectionStatistics:
        """The totals that scores are made with."""
        return CollectionStatistics(self.passages, dict(zip(SCORED_FIELDS, self.lengths, strict=False)))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The header and every file, by its path as stored."""

    header: Header
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    def updated(self, header: Header, files: Mapping[str, FileEntry]) -> Manifest:
        """A manifest of `files`, with the totals of `header` counted anew."""
        entries = [entry for entry in files.values() if entry.passages]
        return Manifest(
            replace(
                header,
                files=len(entries),
                articles=sum(entry.articles for entry in entries),
                passages=sum(entry.passages for entry in entries),
            ),
            files,
        )


def write_manifest(manifest: Manifest, path: Path) -> None:
    """Write the manifest out, down to the disk."""
    lines = [json.dumps(asdict(manifest.header))]
    lines.extend(json.dumps([name, *_row(manifest.files[name])]) for name in sorted(manifest.files))
    with path.open("w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_header(path: Path) -> Header:
    """The first line of a manifest.

    Raises DamagedIndexError where it makes no sense, IndexFormatError where it is of another version, and OSError.
    """
    try:
        with path.open(encoding="ascii") as file:
            return _header(json.loads(file.readline()))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedIndexError(f"the index cannot be read: {path}: {error}") from error


def read_manifest(path: Path) -> Manifest:
    """The whole manifest; raises as `read_header` does."""
    try:
        first, *rest = path.read_text(encoding="ascii").splitlines()
        header = _header(json.loads(first))
        rows = json.loads(f"[{','.join(rest)}]")
        manifest = Manifest(header, {name: _entry(row) for name, *row in rows})
        if sum(entry.passages for entry in manifest.files.values()) != header.passages:
            raise DamagedIndexError(f"the index cannot be read: {path}: lines are missing")
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DamagedIndexError(f"the index cannot be read: {path}: {error}") from error
    return manifest


def _header(values: dict[str, Any]) -> Header:
    if values["format"] != FORMAT:
        raise IndexFormatError(
            f"the index has format {values['format']}, this version of indexer reads format {FORMAT}"
        )
    return Header(
        settings=Settings(**values["settings"]),
        updated=values["updated"],
        files=values["files"],
        articles=values["articles"],
        passages=values["passages"],
        lengths=tuple(values["lengths"]),
        roots=tuple(
            Root(root["path"], tuple(root["include"]), tuple(root["exclude"]), root["max_size"])
            for root in values["roots"]
        ),
        segments=tuple(SegmentEntry(*entry) for entry in values["segments"]),
    )


def _row(entry: FileEntry) -> Iterable[Any]:
    """The entry's values in order, without those at the end that are what they are by default."""
    row = [
        entry.size,
        entry.mtime_ns,
        entry.digest,
        entry.articles,
        entry.passages,
        entry.reason,
        entry.failed,
        entry.problems,
        entry.external,
    ]
    while row and not row[-1]:
        row.pop()
    return row


def _entry(row: list[Any]) -> FileEntry:
    if len(row) > 7:
        row[7] = tuple(row[7])
    return FileEntry(*row)
