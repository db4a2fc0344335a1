"""Is every altered byte and every cut of every file of an index found, and none answered from?"""

from __future__ import annotations

import random
import shutil
import tempfile
import traceback
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from indexer import Index, IndexerError
from indexer.engine.format.container import _BOUNDS, _PAGE, _TRAILER, SectionReader
from indexer.errors import DamagedIndexError, IndexFormatError, NoIndexError
from torture.library import Answers, answers

__all__ = [
    "Change",
    "changed",
    "changes",
    "data_files",
    "says_what_others_say",
    "section_places",
    "with_checksums",
    "wrong_after",
]

_KINDS: Final = {".seg", ".del", ".tbl", ".json", ".toc"}


class Change(NamedTuple):
    """A byte at a place of a file that is altered by `flip`; or, where that is 0, all from there on that is cut off."""

    file: str
    place: int
    flip: int


def data_files(index: Path) -> list[str]:
    """The files of an index whose every byte counts."""
    return sorted(path.name for path in index.iterdir() if path.suffix in _KINDS and path.name != "writer.json")


def changes(index: Path, count: int, seed: int) -> Iterator[Change]:
    """Changes of all files of an index, of each as many as of another."""
    chance = random.Random(seed)
    files = data_files(index)
    for number in range(count):
        file = files[number % len(files)]
        size = (index / file).stat().st_size
        yield Change(file, chance.randrange(size), chance.randrange(1, 256) if number % 3 else 0)


def changed(data: bytes, change: Change) -> bytes:
    """The bytes of a file after a change."""
    if not change.flip:
        return data[: change.place]
    octets = bytearray(data)
    octets[change.place] ^= change.flip
    return bytes(octets)


def wrong_after(index: Path, right: Answers, change: Change) -> str:
    """What is wrong with how a changed copy of an index is looked at; "" where nothing is."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch, index.name)
        shutil.copytree(index, copy)
        path = copy / change.file
        path.write_bytes(changed(path.read_bytes(), change))
        try:
            return _wrong(copy, right)
        except IndexerError as error:
            return f"{type(error).__name__}: {error}"
        except Exception:  # noqa: BLE001 - any fault is a finding
            return traceback.format_exc()


def _wrong(copy: Path, right: Answers) -> str:
    try:
        found = bool(Index(copy).check().damage)
    except (IndexFormatError, NoIndexError):
        found = True  # it seems to be of another version, or no index at all, which is said
    if not found:
        return "a check finds nothing"
    try:
        answered = answers(copy)
    except (DamagedIndexError, IndexFormatError, NoIndexError):
        return ""
    # Of tables and columns only what is needed is read: what is answered must be right.
    return "" if answered == right else "it answers something else"


def with_checksums(data: bytes) -> bytes:
    """The bytes of a segment, of deletions or of a table with the checksums that they should have."""
    octets = bytearray(data)
    begin, end, _, _ = _TRAILER.unpack_from(octets, len(octets) - _TRAILER.size)
    sums = np.array([zlib.crc32(octets[at : min(at + _PAGE, begin)]) for at in range(0, begin, _PAGE)], "<u4").tobytes()
    octets[end : end + len(sums)] = sums
    bounds = len(octets) - _TRAILER.size + _BOUNDS
    octets[bounds : bounds + 4] = zlib.crc32(octets[begin:bounds]).to_bytes(4, "little")
    return bytes(octets)


def section_places(path: Path) -> dict[str, tuple[int, int]]:
    """Where each section of a file begins and ends, of those that have any bytes."""
    reader = SectionReader(path)
    places = {
        name: (reader._offsets[name], reader._offsets[name] + reader._views[name].nbytes)
        for name in reader
        if reader.length(name)
    }
    reader.close()
    return places


def says_what_others_say(section: str) -> bool:
    """Whether all that a section says follows from others, so that any other byte in it is wrong.

    Stored texts and records do not, nor the size and time of a file, or hashes of lines; nor what a table's row says
    that a newer one hides.
    """
    return section not in _OF_ITS_OWN and not section.startswith("number")


_OF_ITS_OWN: Final = {
    *("stored", "article_records", "document_numbers:first_line", "document_numbers:last_line"),
    *("article_keys:lines", "article_blobs:dropped", "removed", "values"),
}
