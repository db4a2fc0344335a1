"""What do both readers of a segment's documents share: deletions, and the lengths of fields?"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.quiet import quiet

with quiet():
    from whoosh.codec import base

__all__ = ["SegmentDocumentReader"]


class SegmentDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Counts the `count` documents of a segment, knows its deleted ones, and sums up the lengths of its fields."""

    def __init__(self, segment: Any, count: int) -> None:
        self._listed = segment
        self._count = count

    def doc_count(self) -> int:
        """Number of documents that are not deleted."""
        return self._count - int(self._listed.deleted_count())

    def doc_count_all(self) -> int:
        """Number of documents, deleted ones included."""
        return self._count

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._listed.deleted_count() > 0)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._listed.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted documents."""
        deleted: Iterable[int] = self._listed.deleted_docs()
        return deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field of a document, in tokens."""
        lengths = self._lengths(fieldname)
        return int(lengths[docnum]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        """The sum of the lengths of a field."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The least length of a field."""
        lengths = self._lengths(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        return int(self._lengths(fieldname).max(initial=0))

    @abstractmethod
    def _lengths(self, name: str) -> NDArray[Any]:
        """The length of a field of each document, in tokens, shape (documents,); empty where it has none."""
