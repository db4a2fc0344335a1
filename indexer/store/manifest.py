"""What did each file look like when it was indexed, and what became of it?

The manifest is one JSON Lines file for each generation of the index. Its first line, the header, has the format
version, the settings, the totals and the segments, so that a search needs to read no more; then follows one line for
each file. The header begins with the CRC-32 of what follows in it, and that of all other lines. A generation's manifest
is written before the generation becomes visible, so that the two can never disagree.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from indexer.engine.generations import SegmentEntry
from indexer.engine.statistics import CollectionStatistics
from indexer.errors import DamagedIndexError, IndexFormatError
from indexer.fields import SCHEMA_REVISION, SCORED_FIELDS
from indexer.model import Extractor
from indexer.reasons import Cause, Reason

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

FORMAT = 4
"""The version of this file's form."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides how a file is turned into passages. Another value of any of these means reading all files again."""

    passage_words: int
    cleaning: int
    schema: int = SCHEMA_REVISION
    extractor: Extractor = "own"

    @property
    def fingerprint(self) -> str:
        """A short name for these settings."""
        import hashlib  # a search has no use for it

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
    why the file is not in the index (None where it is), `failed` whether that is an error; `problems` are parts that
    could not be read, `passed_over` the first of those that are in no format that is, each with the reason. `digest` is
    "" where the file was never read, and for articles that come from no file (`external`), which only the Python
    interface adds and removes.
    """

    size: int = 0
    mtime_ns: int = 0
    digest: str = ""
    articles: int = 0
    passages: int = 0
    reason: Reason | None = None
    failed: bool = False
    problems: tuple[str, ...] = ()
    external: bool = False
    passed_over: tuple[tuple[str, Reason], ...] = ()

    @property
    def is_duplicate(self) -> bool:
        """Whether the file is not in the index because another has the same bytes."""
        return self.reason is not None and self.reason.cause is Cause.DUPLICATE


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: all that is known of the index as a whole.

    `updated` is an ISO date and time in UTC. `signatures` is the file with the articles' signatures and
    `signatures_size` its bytes ("" and 0 before the first article); `alike` is how many articles are nearly the same as
    another. `settled` is false where some files are to be read again, since what recurs on their sites has changed.
    `lengths` are the sums of the passages' lengths in each of `SCORED_FIELDS`; they, `segments` and what is said of
    signatures are filled in by a commit.
    """

    settings: Settings
    format: int = FORMAT
    updated: str = ""
    files: int = 0
    articles: int = 0
    passages: int = 0
    signatures: str = ""
    signatures_size: int = 0
    alike: int = 0
    settled: bool = True
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
    lines = [json.dumps([name, *_row(manifest.files[name])]) for name in sorted(manifest.files)]
    rows = "".join(f"{line}\n" for line in lines).encode("ascii")
    header = b'"rows": "%08x", %b' % (zlib.crc32(rows), json.dumps(asdict(manifest.header)).encode("ascii")[1:])
    with path.open("wb") as file:
        file.write(b'{"checksum": "%08x", %b\n%b' % (zlib.crc32(header), header, rows))
        file.flush()
        os.fsync(file.fileno())


def read_header(path: Path) -> Header:
    """The first line of a manifest.

    Raises DamagedIndexError where it is not as it was written, IndexFormatError where it is of another version, and
    OSError.
    """
    with path.open("rb") as file:
        return _header(path, file.readline())[0]


def read_manifest(path: Path) -> Manifest:
    """The whole manifest; raises as `read_header` does."""
    first, _, rows = path.read_bytes().partition(b"\n")
    header, checksum = _header(path, first)
    if zlib.crc32(rows) != checksum:
        raise _damaged(path, "its lines are not as they were written")
    lines = json.loads(b"[%b]" % b",".join(rows.splitlines()))
    return Manifest(header, {name: _entry(row) for name, *row in lines})


def _damaged(path: Path, what: object) -> DamagedIndexError:
    return DamagedIndexError(f"the index cannot be read: {path}: {what}")


def _header(path: Path, line: bytes) -> tuple[Header, int]:
    """The header in the first line of a manifest, and the checksum of the lines behind it."""
    line = line.rstrip(b"\n")
    try:
        values = json.loads(line)
        if values["format"] != FORMAT:
            raise IndexFormatError(
                f"the index has format {values['format']}, this version of indexer reads format {FORMAT}"
            )
        if zlib.crc32(line[line.index(b'"rows"') :]) != int(values["checksum"], 16):
            raise _damaged(path, "its first line is not as it was written")
        return _header_of(values), int(values["rows"], 16)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _damaged(path, error) from error


def _header_of(values: dict[str, Any]) -> Header:
    return Header(
        settings=Settings(**values["settings"]),
        updated=values["updated"],
        files=values["files"],
        articles=values["articles"],
        passages=values["passages"],
        signatures=values["signatures"],
        signatures_size=values["signatures_size"],
        alike=values["alike"],
        settled=values["settled"],
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
        entry.passed_over,
    ]
    while row and not row[-1]:
        row.pop()
    return row


def _entry(row: list[Any]) -> FileEntry:
    if len(row) > 5 and row[5] is not None:
        row[5] = Reason.stored(row[5])
    if len(row) > 7:
        row[7] = tuple(row[7])
    if len(row) > 9:
        row[9] = tuple((part, Reason.stored(reason)) for part, reason in row[9])
    return FileEntry(*row)
