"""What does Whoosh see of the passages in the product's index: lengths, stored values, whole values to group by?"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.segment import Segment
from indexer.fields.records import stored_fields
from indexer.whoosh_view.columns import COLUMNS, column_of
from indexer.whoosh_view.document_reader import SegmentDocumentReader
from indexer.whoosh_view.segment import PassageSegment

__all__ = ["PassageReader"]


class PassageReader(SegmentDocumentReader):
    """Reads what belongs to the documents of a segment that the engine wrote."""

    def __init__(self, listed: PassageSegment, segment: Segment) -> None:
        super().__init__(listed, listed.documents)
        self._segment = segment

    def close(self) -> None:
        """Let the file go."""
        self._segment.close()

    def supports_columns(self) -> bool:
        """True: some fields have a whole value to group and sort by."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field has a column."""
        return fieldname in COLUMNS

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The column of a field."""
        return column_of(self._segment, fieldname, column)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a passage and its article."""
        return stored_fields(self._segment, docnum)

    def _lengths(self, name: str) -> NDArray[Any]:
        field = self._segment.field(name)
        return np.zeros(0, np.uint8) if field is None or field.lengths is None else field.lengths
