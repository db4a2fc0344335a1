"""What files are in a TAR archive?

They are taken in the archive's order. Where it is cut short, those before the cut are read; where it is damaged, those
before and behind the damage. Names that are not UTF-8 are in whatever encoding the system had that packed them, which
is guessed as that of a text is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from indexer.errors import SourceError
from indexer.model.choices import MAX_SIZE
from indexer.model.drafts import Member, Problem, Reading
from indexer.reading.compression import read_within
from indexer.reading.containers.members import is_wanted, part_of
from indexer.reading.content import Stream
from indexer.reading.encoding.decoding import decode
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

if TYPE_CHECKING:
    import tarfile

__all__ = ["pieces"]

_BROKEN = (OSError, EOFError, ValueError, IndexError, OverflowError, RecursionError)
"""What the standard library raises, beside its own errors, on headers that no program wrote."""


class _Blocks:
    """The bytes of an archive as `tarfile` reads them, forward, with what was read last."""

    def __init__(self, stream: Stream) -> None:
        self.last = b""
        self.seek = stream.seek
        self.seekable = stream.seekable
        self.tell = stream.tell
        self._stream = stream

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end; raises OSError where a header asks for more than a file may
        have, or for less than none."""
        if not 0 <= size <= MAX_SIZE:
            raise OSError(f"a header of {size} bytes")
        self.last = self._stream.read(size)
        return self.last


def pieces(stream: Stream) -> Iterator[Reading]:
    """Yield the files in an archive, one by one; raises SourceError where it does not begin with one."""
    import tarfile  # not needed for most collections

    blocks = _Blocks(stream)
    try:
        archive = tarfile.TarFile(fileobj=cast("IO[bytes]", blocks))
    except (tarfile.TarError, *_BROKEN) as error:
        raise SourceError("damaged tar", detail=str(error)) from None
    with archive:
        for found in _headers(archive, blocks):
            if isinstance(found, Problem):
                yield Reading(problems=(found,))
                continue
            name = _name_of(found)
            if found.isreg() and is_wanted(name):
                member = _member(archive, found, name)
                yield Reading(problems=(member,)) if isinstance(member, Problem) else Reading(members=(member,))


def _headers(archive: tarfile.TarFile, blocks: _Blocks) -> Iterator[tarfile.TarInfo | Problem]:
    """What is said of each file, folder and link in an archive. Where none can be read, the next one behind it that can
    is looked for, block by block."""
    import tarfile

    while True:
        damage = ""
        info = None
        try:
            info = archive.next()
        except (tarfile.TarError, *_BROKEN) as error:
            damage = str(error) or type(error).__name__
        if info is None and not damage:
            if not blocks.last.strip(b"\0"):  # it ends with blocks of zeros, or without
                return
            is_cut = len(blocks.last) < tarfile.BLOCKSIZE
            damage = "unexpected end of data" if is_cut else f"bad header at byte {blocks.tell() - len(blocks.last)}"
        archive.members.clear()  # type: ignore[attr-defined] # of which it would keep all
        if info is not None:
            yield info
        elif not archive.ignore_zeros:
            yield Problem(0, f"damaged tar: {damage}")
        archive.ignore_zeros = info is None  # then it looks for a header, and does not say what it passes over
        if info is None:
            archive.offset = blocks.tell()


def _member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str) -> Member | Problem:
    import tarfile

    if info.size > MAX_SIZE:  # a file with holes can be of any size
        return Problem(0, Cause.TOO_LARGE, part_of(name), detail=f"more than {readable_size(MAX_SIZE)}")
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
