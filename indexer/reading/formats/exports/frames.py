"""What records are in the JSON that pandas writes of a table?

By columns, each with its values by the number of the row (`{"title": {"0": …}, "text": {"0": …}}`); or split into the
names of the columns, the numbers of the rows and the rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from indexer.reading.formats.record import is_for_text

__all__ = ["framed"]


def framed(document: object) -> list[Mapping[str, object]]:
    """Return the rows of the table that a document is, by the names of the columns; none where it is something else."""
    if not isinstance(document, Mapping):
        return []
    columns, rows = document.get("columns"), document.get("data")
    if isinstance(columns, list) and isinstance(rows, list) and _has_text(columns):
        return [dict(zip(columns, row, strict=False)) for row in rows if isinstance(row, list)]
    if not _has_text(list(document)):
        return []
    cells = [column for column in document.values() if isinstance(column, Mapping)]
    if len(cells) < len(document) or not all(cell.keys() == cells[0].keys() for cell in cells):
        return []
    if not all(isinstance(number, str) and number.isdecimal() for number in cells[0]):
        return []
    return [{name: document[name][number] for name in document} for number in cells[0]]


def _has_text(names: list[object]) -> bool:
    return all(isinstance(name, str) for name in names) and any(is_for_text(str(name)) for name in names)
