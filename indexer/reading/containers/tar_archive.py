"""What files are in a TAR archive?

They are taken in the archive's order. Where it is cut short, those before the cut are read. Names that are not UTF-8
are in whatever encoding the system had that packed them, which is guessed as that of a text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from indexer.errors import SourceError
from indexer.model import Member, Problem, Reading
from indexer.reading.budget import LIMIT, MOST_MEMBERS
from indexer.reading.compression import read_within
from indexer.reading.containers.members import is_wanted, part_of
from indexer.reading.content import Stream
from indexer.reading.encoding.decoding import decode
from indexer.reasons import Cause

if TYPE_CHECKING:
    import tarfile

__all__ = ["pieces"]

_BROKEN = (OSError, EOFError, ValueError, IndexError, OverflowError, RecursionError)
"""What the standard library raises, beside its own errors, on headers that no program wrote."""


def pieces(stream: Stream) -> Iterator[Reading]:
    """Yield the files in an archive, one by one; raises SourceError where it does not begin with one."""
    import tarfile  # not needed for most collections

    try:
        archive = tarfile.TarFile(fileobj=cast("IO[bytes]", stream))
    except (tarfile.TarError, *_BROKEN) as error:
        raise SourceError("damaged tar", detail=str(error)) from None
    for found in _members(archive):
        yield Reading(problems=(found,)) if isinstance(found, Problem) else Reading(members=(found,))


def _members(archive: tarfile.TarFile) -> Iterator[Member | Problem]:
    import tarfile

    seen = 0
    with archive:
        while True:
            try:
                info = archive.next()
            except (tarfile.TarError, *_BROKEN) as error:
                yield Problem(0, f"damaged tar: {error}")
                return
            if info is None:
                return
            archive.members.clear()  # type: ignore[attr-defined] # of which it would keep all
            seen += 1
            if seen > MOST_MEMBERS:
                yield Problem(0, Cause.TOO_LARGE, detail=f"more than {MOST_MEMBERS} files in it")
                return
            name = _name_of(info)
            if info.isreg() and is_wanted(name):
                yield _member(archive, info, name)


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Member | Problem:
    import tarfile

    if info.size > LIMIT:  # a file with holes can be of any size
        return Problem(0, Cause.TOO_LARGE, part_of(name), detail=f"more than {LIMIT / 2**20:g} MB")
    try:
        return Member(
            part_of(name), name, read_within(partial(_opened, archive, info), "tar", free=not info.issparse())
        )
    except SourceError as error:
        return Problem(0, str(error), part_of(name))
    except (tarfile.TarError, *_BROKEN) as error:
        return Problem(0, f"damaged tar: {error}", part_of(name))


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return cast("IO[bytes]", archive.extractfile(info))  # for a regular file it is never None


def _name_of(info: tarfile.TarInfo) -> str:
    try:
        return decode(info.name.encode("utf-8", "surrogateescape"))[0]
    except (SourceError, UnicodeError):
        return info.name.encode("ascii", "replace").decode()
