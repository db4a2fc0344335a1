"""Has an article's file changed since it was indexed?"""

from __future__ import annotations

import os

from indexer.errors import SourceError
from indexer.fields.records import ArticleRecord

__all__ = ["is_stale"]


def is_stale(source: str, record: ArticleRecord) -> bool:
    """Whether the file `source` no longer has the bytes that were indexed; False where `source` is "".

    Where size and modification time are as they were, the bytes are taken to be, too.
    """
    if not source:
        return False
    try:
        status = os.stat(source)
    except OSError:
        return True
    if status.st_size != record.size:
        return True
    if status.st_mtime_ns == record.mtime_ns:
        return False
    from indexer.reading import digest_of  # seldom needed, and not quick to import

    try:
        return digest_of(source) != record.digest
    except SourceError:
        return True
