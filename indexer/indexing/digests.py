"""What are the digests of the files that a plan compares by their bytes?"""

from __future__ import annotations

from indexer import reading
from indexer.errors import SourceError

__all__ = ["Digests"]


class Digests:
    """The digests of files, each of which is read once, however often it is asked for."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def of(self, path: str, size: int) -> str | None:
        """The digest of the file at an absolute `path`, which has `size` bytes; None where it cannot be read, of which
        the worker that reads it will say why."""
        if path not in self._known:
            try:
                self._known[path] = reading.digest_of(path, size)
            except SourceError:
                self._known[path] = None
        return self._known[path]
