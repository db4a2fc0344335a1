"""What does Whoosh see of the passages in the product's index: lengths, stored values, whole values to group by?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.segment import Segment
from indexer.fields import record_of
from indexer.quiet import quiet
from indexer.whoosh_view.columns import COLUMNS, column_of
from indexer.whoosh_view.segment import PassageSegment

with quiet():
    from whoosh.codec import base

__all__ = ["PassageReader"]


class PassageReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads what belongs to the documents of a segment that the engine wrote."""

    def __init__(self, listed: PassageSegment, segment: Segment) -> None:
        self._listed = listed
        self._segment = segment

    def close(self) -> None:
        """Let the file go."""
        self._segment.close()

    def doc_count(self) -> int:
        """Number of passages that are not deleted."""
        return self._listed.documents - self._listed.deleted_count()

    def doc_count_all(self) -> int:
        """Number of passages, deleted ones included."""
        return self._listed.documents

    def has_deletions(self) -> bool:
        """Whether any passage is deleted."""
        return self._listed.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether a passage is deleted."""
        return self._listed.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """The numbers of the deleted passages."""
        return self._listed.deleted_docs()

    def supports_columns(self) -> bool:
        """True: some fields have a whole value to group and sort by."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field has a column."""
        return fieldname in COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The column of a field."""
        return column_of(self._segment, fieldname, column)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field of a passage, in words."""
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

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a passage and its article."""
        return record_of(self._segment, docnum)._asdict()

    def _lengths(self, name: str) -> NDArray[Any]:
        field = self._segment.field(name)
        return np.zeros(0, np.uint8) if field is None or field.lengths is None else field.lengths
