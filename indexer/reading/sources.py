"""What is in this file?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.reading.compression import gunzip
from indexer.reading.formats import format_of

if TYPE_CHECKING:
    from indexer.model import Reading

__all__ = ["digest", "load", "read"]


def load(path: str) -> bytes:
    """Return the bytes of a file; raises SourceError ("unreadable") where the system refuses."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise SourceError("unreadable", detail=error.strerror or str(error)) from None


def digest(data: bytes) -> str:
    """Return the fingerprint of a file's bytes: 128 bits of BLAKE2b as 32 hexadecimal digits."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def read(path: str, data: bytes) -> Reading:
    """Return the articles in a file's bytes; of `path` only the suffix counts, nothing is read from disk.

    Raises SourceError where no format has the suffix, or the bytes are damaged, undecodable or not in that format.
    """
    known = format_of(path)
    if known is None:
        raise SourceError("unsupported format")
    return known.read(gunzip(data) if path.lower().endswith(".gz") else data)
