"""What files are in a ZIP archive?

They are taken in the archive's order, which is the order they were added in. Names are UTF-8 where the archive says so;
else they are in whatever encoding the zipping system had, which is guessed as that of a text is.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from indexer.errors import SourceError
from indexer.model.drafts import Member, Problem, Reading
from indexer.reading.budget import require_few_entries, spend
from indexer.reading.compression import read_within
from indexer.reading.containers.maff import DESCRIPTION, Saved, saved_page
from indexer.reading.containers.members import is_wanted, part_of
from indexer.reading.encoding.decoding import decode

__all__ = ["read"]

_UTF_8_NAME = 0x800
_ENCRYPTED = 0x1
_LONGEST_DESCRIPTION = 100_000
"""Bytes of the description of a saved page. Chosen, not measured."""
_UNIX = 3


def read(data: bytes) -> Reading:
    """The files in an archive."""
    require_few_entries(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError("damaged zip", detail=str(error)) from None
    return Reading(members=_members(archive))


def _members(archive: zipfile.ZipFile) -> Iterator[Member | Problem]:
    named = [(info, _name_of(info)) for info in archive.infolist()]
    saved = _saved_pages(archive, named)
    folders = _outermost(page.rpartition("/")[0] + "/" for page in saved)
    for info, name in named:
        if not is_wanted(name) or info.is_dir() or not _is_regular(info):  # what is wanted has to have a name
            continue
        if folders and name not in saved and name.startswith(folders[bisect_right(folders, name) - 1]):
            continue  # what belongs to a page
        part = part_of(name)
        if info.flag_bits & _ENCRYPTED:
            yield Problem(0, "encrypted", part)
            continue
        try:
            yield Member(part, name, read_within(partial(archive.open, info), "zip"), saved.get(name, ""))
        except SourceError as error:
            yield Problem(0, str(error), part)
        except NotImplementedError:  # by the methods of the eighties, or by those that few programs know
            yield Problem(0, "unsupported compression", part)
        except (zipfile.BadZipFile, zlib.error, RuntimeError) as error:
            yield Problem(0, f"damaged zip: {error}", part)


def _saved_pages(archive: zipfile.ZipFile, named: Sequence[tuple[zipfile.ZipInfo, str]]) -> Saved:
    """Return the pages that were saved in an archive of Mozilla's programs, each in a folder, and are there; raises
    SourceError ("too large") where more comes out of it than may."""
    pages: dict[str, str] = {}
    for info, name in named:
        if name.endswith(f"/{DESCRIPTION}") and info.file_size <= _LONGEST_DESCRIPTION:
            with suppress(SourceError, NotImplementedError, zipfile.BadZipFile, zlib.error, RuntimeError):
                pages |= saved_page(name, read_within(partial(archive.open, info), "zip"))
            spend(0)  # many entries may have the same bytes
    there = {name for _, name in named}
    return {page: address for page, address in pages.items() if page in there}


def _outermost(folders: Iterable[str]) -> list[str]:
    """Return folders without those in others of them, sorted: what is in any is in the last that does not sort behind
    it."""
    kept: list[str] = []
    for folder in sorted(folders):
        if not kept or not folder.startswith(kept[-1]):
            kept.append(folder)
    return kept


def _is_regular(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a file, and not a link or a device that was packed on Unix and has no text."""
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
    return kind in {0, stat.S_IFREG}


def _name_of(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF_8_NAME or info.filename.isascii():
        return info.filename
    try:
        return decode(info.filename.encode("cp437"))[0]
    except (SourceError, UnicodeError):
        return info.filename
