"""What are the bytes of a file, from the beginning, as often as they are asked for?

Those of a file on the disk are never all in memory: each pass over them reads a piece at a time, and decompresses it.
"""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast

from indexer.errors import SourceError
from indexer.reading.compression import damages, decompressing
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

if TYPE_CHECKING:
    import hashlib

__all__ = ["PIECE", "Content", "Stream", "content_of", "digest", "digest_of", "opened", "opener"]

PIECE: Final = 2**20
"""Bytes that are read at a time."""

_AS_IT_IS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_AT_ONCE: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)

_File: TypeAlias = io.RawIOBase | io.BytesIO


class Stream:
    """One pass over the bytes of a file, not compressed any more: `bytes_out` of them have been read so far, which
    `noticed` is told after each piece. Where they are damaged it ends, and `damage` says how; all that comes before the
    damage is given."""

    def __init__(self, file: _File, suffix: str, noticed: Callable[[int], None]) -> None:
        self.damage: SourceError | None = None
        self.bytes_out = 0
        self._raw = file
        self._file: IO[bytes] | None = None
        self._suffix = suffix
        self._noticed = noticed
        self._ahead = b""  # the piece that is being given, so far up to `_at`
        self._at = 0
        self._offset = 0

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, fewer only at the end; all that are left where none is given.

        Raises SourceError ("unreadable") where the system refuses, and what `noticed` raises.
        """
        pieces: list[bytes] = []
        left = size
        while (size < 0 or left) and self._has_more():
            piece = self._ahead[self._at :] if size < 0 else self._ahead[self._at : self._at + left]
            self._pass(len(piece))
            left -= len(piece)
            pieces.append(piece)
        return b"".join(pieces)

    def tell(self) -> int:
        """How many bytes were given, or passed over."""
        return self._offset

    def seekable(self) -> bool:
        """Whether `seek` does anything."""
        return True

    def seek(self, place: int, whence: int = os.SEEK_SET) -> int:
        """Pass over all up to `place`, which is further on; raises OSError for one that is not."""
        if whence != os.SEEK_SET or place < self._offset:
            raise io.UnsupportedOperation("only forward")
        while self._offset < place and self._has_more():
            self._pass(min(len(self._ahead) - self._at, place - self._offset))
        return self._offset

    def pieces(self) -> Iterator[bytes]:
        """All that is left, a piece at a time."""
        while piece := self.read(PIECE):
            yield piece

    @property
    def bytes_in(self) -> int:
        """How many bytes of the file, as they are in it, this pass has read."""
        return self._raw.tell()

    def _has_more(self) -> bool:
        """Whether more bytes can be given; reads the next piece where all of the last one were."""
        if self._at == len(self._ahead):
            self._ahead, self._at = self._next(), 0
        return bool(self._ahead)

    def _pass(self, size: int) -> None:
        """Go on behind so many bytes of the piece."""
        self._at += size
        self._offset += size

    def _next(self) -> bytes:
        """The next piece, decompressed; none at the end, or where the bytes are damaged."""
        if not self._suffix:
            try:
                piece = self._raw.read(PIECE) or b""
            except OSError as error:
                raise _refused(error) from None
        elif self.damage is not None:
            return b""
        else:
            try:
                if self._file is None:
                    self._file = decompressing(io.BufferedReader(self._raw, PIECE), self._suffix)
                # `read` would lose what it had when it came to the damage.
                piece = cast("io.BufferedIOBase", self._file).read1(PIECE)
            except damages() as error:
                self.damage = SourceError(f"damaged {self._suffix[1:]}", detail=str(error))
                return b""
        self.bytes_out += len(piece)
        self._noticed(self.bytes_out)
        return piece


class Content:
    """The bytes of a file of `size` bytes, which `begin` gives from the beginning, each time again.

    In every pass over them `noticed` is told after each piece how many bytes have come out of the pass, decompressed.
    """

    def __init__(self, begin: Callable[[], _File], size: int, noticed: Callable[[int], None] = lambda _: None) -> None:
        self.size = size
        self._begin = begin
        self._noticed = noticed
        self._small: bytes | None = None
        self._last: Stream | None = None

    def whole(self) -> bytes:
        """All bytes as they are in the file; raises SourceError where the system refuses."""
        if self._small is not None:
            return self._small
        data = self.stream().read()
        if self.size <= PIECE:
            self._small = data
        return data

    def digest(self) -> str:
        """The fingerprint of the bytes as they are in the file, as `digest` makes it; raises as `whole` does."""
        if self.size <= PIECE:
            return digest(self.whole())
        found = _fingerprint()
        for piece in self.stream().pieces():
            found.update(piece)
        return found.hexdigest()

    def stream(self, suffix: str = "", count: Callable[[int], None] = lambda _: None) -> Stream:
        """A pass over the bytes, decompressed as the `suffix` says; `count` is told how many have come out of that, all
        in all, each time some have."""
        # None of it refers to this object, which would then keep the bytes until somebody looks for garbage: where
        # files are read, nobody does.
        told = noticed = self._noticed
        if suffix:

            def noticed(bytes_out: int) -> None:
                count(bytes_out)
                told(bytes_out)

        self._last = Stream(self._begin() if self._small is None else io.BytesIO(self._small), suffix, noticed)
        return self._last

    @property
    def bytes_in(self) -> int:
        """How many bytes, as they are in the file, the last pass has read."""
        return self._last.bytes_in if self._last is not None else 0

    @property
    def bytes_out(self) -> int:
        """How many bytes have come out of the last pass, decompressed."""
        return self._last.bytes_out if self._last is not None else 0


def content_of(data: bytes) -> Content:
    """What is in memory as the content of a file."""
    return Content(lambda: io.BytesIO(data), len(data))


def digest(data: bytes) -> str:
    """Return the fingerprint of a file's bytes: 128 bits of BLAKE2b as 32 hexadecimal digits."""
    found = _fingerprint()
    found.update(data)
    return found.hexdigest()


def _fingerprint() -> hashlib.blake2b:
    import hashlib  # which loads OpenSSL; where nothing has changed, no file is read

    return hashlib.blake2b(digest_size=16)


class _Part(io.RawIOBase):
    """The first `size` bytes of an open file. Each of several has a place of its own in it."""

    def __init__(self, file: int, size: int) -> None:
        self._file = file
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        left = self._size - self._at
        if left <= 0:
            return b""
        os.lseek(self._file, self._at, os.SEEK_SET)
        data = os.read(self._file, left if size < 0 else min(size, left))
        self._at += len(data)
        return data

    def tell(self) -> int:
        return self._at


@contextmanager
def opened(path: str, limit: int = 0, noticed: Callable[[int], None] = lambda _: None) -> Iterator[Content]:
    """The content of a regular file while the block runs: as many bytes as it has when it is opened. `noticed` is told
    of each piece that is read, as `Content` says.

    Whatever its path leads to by now, nothing is waited for: neither a pipe nor a file of the system's that is made as
    it is read. Raises SourceError where it is not a regular file, has more than `limit` bytes (0: any number), or the
    system refuses.
    """
    file = _open(path)
    try:
        size = _size_of(file, limit)
        yield Content(lambda: _Part(file, size), size, noticed)
    finally:
        os.close(file)


def digest_of(path: str, limit: int = 0) -> str:
    """Return the fingerprint of a regular file's bytes, read a piece at a time; raises SourceError as `opened` does."""
    file = _open(path)
    try:
        left = _size_of(file, limit)
        found = _fingerprint()
        while left > 0 and (piece := os.read(file, min(left, PIECE))):
            found.update(piece)
            left -= len(piece)
    except OSError as error:
        raise _refused(error) from None
    finally:
        os.close(file)
    return found.hexdigest()


def _open(path: str) -> int:
    """A descriptor of what is at a path; raises SourceError where the system refuses."""
    try:
        return opener(path, _AS_IT_IS)
    except (OSError, ValueError) as error:
        raise _refused(error) from None


def _size_of(file: int, limit: int) -> int:
    """The bytes of a regular file that is open; raises SourceError as `opened` does."""
    try:
        status = os.fstat(file)
    except OSError as error:
        raise _refused(error) from None
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(Cause.UNREADABLE, detail=os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(Cause.NOT_A_FILE)
    if limit and status.st_size > limit:
        raise SourceError(Cause.TOO_LARGE, detail=f"limit {readable_size(limit)}")
    return status.st_size


def opener(path: str, flags: int) -> int:
    """Open a file without waiting for what may be at the other end of a pipe, and without taking over a terminal."""
    return os.open(path, flags | _AT_ONCE)


def _refused(error: Exception) -> SourceError:
    return SourceError(Cause.UNREADABLE, detail=getattr(error, "strerror", None) or str(error))
