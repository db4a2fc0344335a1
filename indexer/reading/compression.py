"""What was in this file before gzip compressed it?"""

from __future__ import annotations

import gzip
import io
import zlib

from indexer.errors import SourceError

__all__ = ["LIMIT", "gunzip"]

LIMIT = 500 * 2**20
"""The most bytes that a compressed file may grow to: a small file can hold any number of them."""

_CHUNK = 2**20


def gunzip(data: bytes, *, limit: int = LIMIT) -> bytes:
    """Return the contents of a gzip file, of all its members.

    Raises SourceError: "damaged gzip" where it is cut short or altered, "too large" beyond `limit` bytes.
    """
    chunks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    reason = f"too large (more than {limit / 2**20:g} MB decompressed)"
                    raise SourceError(reason)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError("damaged gzip", detail=str(error)) from None
    return b"".join(chunks)
