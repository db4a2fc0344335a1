"""What was in this file before it was compressed?"""

from __future__ import annotations

import io
import lzma
import os
import sys
import zlib
from collections.abc import Callable
from types import MappingProxyType
from typing import IO, Any, Final, cast

from indexer.errors import SourceError
from indexer.reading.budget import LIMIT, spend
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause

__all__ = [
    "damages",
    "decompressed",
    "decompressing",
    "is_compressed",
    "read_within",
    "salvaged",
    "uncompressed_name",
]

_CHUNK = 2**20


def _gzip(file: IO[bytes]) -> IO[bytes]:
    import gzip

    return cast("IO[bytes]", gzip.GzipFile(fileobj=file))


def _bzip2(file: IO[bytes]) -> IO[bytes]:
    import bz2

    return bz2.BZ2File(file)


def _xz(file: IO[bytes]) -> IO[bytes]:
    return lzma.LZMAFile(file)


def _zstd(file: IO[bytes]) -> IO[bytes]:
    stream: IO[bytes] = _zstd_module().ZstdFile(file)
    return stream


def _zstd_module() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd


_SUFFIXES: Final = MappingProxyType(
    {".gz": _gzip, ".bz2": _bzip2, ".xz": _xz, ".lzma": _xz, ".zst": _zstd, ".zstd": _zstd}
)
_ARCHIVE_SUFFIXES: Final = MappingProxyType({".tgz": ".gz", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"})
"""Short for two suffixes, of which the first is `.tar`."""


def uncompressed_name(name: str) -> tuple[str, str]:
    """Return what a file of this name is called when it is not compressed, and the suffix of its compression or "".

    Upper and lower case make no difference to suffixes.
    """
    stem, suffix = os.path.splitext(name)
    suffix = suffix.lower()
    if suffix in _ARCHIVE_SUFFIXES:
        return f"{stem}.tar", _ARCHIVE_SUFFIXES[suffix]
    return (stem, suffix) if suffix in _SUFFIXES else (name, "")


def is_compressed(name: str) -> bool:
    """Whether a file of this name is compressed as a whole."""
    return uncompressed_name(name)[1] != ""


def decompressing(file: IO[bytes], suffix: str) -> IO[bytes]:
    """Return a stream of the contents of a file compressed as `suffix` says; it raises one of `damages`."""
    return _SUFFIXES[suffix](file)


def damages() -> tuple[type[Exception], ...]:
    """Return what the streams of all kinds of compression raise where they are damaged."""
    return (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, _zstd_module().ZstdError)


def decompressed(data: bytes, suffix: str) -> bytes:
    """Return the contents of a file compressed as `suffix` says.

    Raises SourceError: "damaged" where it is cut short or altered, "too large" beyond LIMIT bytes.
    """
    return read_within(lambda: _SUFFIXES[suffix](io.BytesIO(data)), suffix[1:])


def salvaged(data: bytes, suffix: str) -> tuple[bytes, SourceError | None]:
    """Return what `decompressed` does, or where it would raise "damaged", what comes before the damage, and that
    error."""
    return _read(lambda: _SUFFIXES[suffix](io.BytesIO(data)), suffix[1:], LIMIT)


def read_within(opened: Callable[[], IO[bytes]], what: str, *, limit: int = LIMIT, free: bool = False) -> bytes:
    """Return all that a compressed stream gives, but not more than `limit` bytes; `what` names its kind in errors. It
    is taken from the file's budget, unless it is `free`, being in the file as it is.

    Raises SourceError as `decompressed` does.
    """
    data, damage = _read(opened, what, limit, free=free)
    if damage:
        raise damage
    return data


def _read(
    opened: Callable[[], IO[bytes]], what: str, limit: int, *, free: bool = False
) -> tuple[bytes, SourceError | None]:
    chunks: list[bytes] = []
    size = 0
    try:
        with cast("io.BufferedIOBase", opened()) as stream:
            while chunk := stream.read1(_CHUNK):  # `read` would lose what it had when it came to the damage
                chunks.append(chunk)
                size += len(chunk)
                if not free:
                    spend(len(chunk))
                if size > limit:
                    raise SourceError(Cause.TOO_LARGE, detail=f"more than {readable_size(limit)} decompressed")
    except damages() as error:
        return b"".join(chunks), SourceError(f"damaged {what}", detail=str(error))
    return b"".join(chunks), None
