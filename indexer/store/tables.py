"""How is a sorted mapping kept on disk so that a change writes little and a look-up reads little?

As a log-structured merge tree (O'Neil et al. 1996): each commit writes one small table of the rows it changes, with
tombstones for those it removes; a row in a newer table hides those of its key in older ones. Tables of about the same
size are merged, so that a row is written about log6(rows) times in all and there are at most a few tables of each size.

A table is one file of sorted keys, each with bytes and whole numbers. A key is found by binary search, which reads a
few pages of the file.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.store.names import data_name

__all__ = ["Changes", "LiveRows", "Row", "TableEntry", "Tables", "advance_tables", "with_other_keys"]

MERGED_AT_ONCE = 6
"""So many tables of about the same size, or smaller, become one."""

_GROWTH = 6  # tables count as of about the same size where their rows differ by less than this
_SMALLEST = 500  # or where each has fewer rows than this

_LOOKED_UP = 140
"""To look a key up takes as long as to read so many rows: 50 µs, and 0.36 µs each, in 20,000 files and five tables."""

_SEARCHED_FOR = 6
"""To search for a key among all takes as long as to put so many into a dictionary (0.7 and 0.11 µs)."""


class TableEntry(NamedTuple):
    """A table as the manifest names it: its file, its rows, tombstones too, and its bytes."""

    name: str
    rows: int
    size: int


class Row(NamedTuple):
    """What is kept with a key: bytes, and a whole number for each column; columns left out hold 0."""

    value: bytes = b""
    numbers: tuple[int, ...] = ()


Changes = Mapping[bytes, Row | None]
"""Rows to be written by their keys; None: to be removed."""


class LiveRows(NamedTuple):
    """All rows of some tables that are neither hidden nor removed, by their keys.

    `numbers` has an array for each column, int64, shape (rows,). `values` gives the bytes of a row on demand.
    """

    keys: list[bytes]
    numbers: tuple[NDArray[np.int64], ...]
    values: Sequence[bytes]

    def rows_of(self, keys: Sequence[bytes]) -> dict[bytes, Row]:
        """What is kept with those of some keys that are there."""
        found = {key: place for key, place in zip(keys, self._places_of(keys), strict=True) if place is not None}
        places = np.fromiter(found.values(), np.int64, len(found))
        columns = [column[places].tolist() for column in self.numbers]
        numbers = zip(*columns, strict=True) if columns else repeat((), len(found))
        return {key: Row(self.values[place], row) for (key, place), row in zip(found.items(), numbers, strict=True)}

    def _places_of(self, keys: Sequence[bytes]) -> Iterator[int | None]:
        """The place of each of some keys, or None."""
        if len(keys) * _SEARCHED_FOR > len(self.keys):
            return map({key: place for place, key in enumerate(self.keys)}.get, keys)
        found = ((key, bisect_left(self.keys, key)) for key in keys)
        return (at if self.keys[at : at + 1] == [key] else None for key, at in found)


class _Table:
    """One table, open for reading."""

    def __init__(self, path: Path, columns: int) -> None:
        self._file = SectionReader(path)
        self._columns = columns
        self.rows = self._file.length("keys_at") - 1
        self.has_values = "values" in self._file

    def key(self, row: int) -> bytes:
        begin, end = self._file.slice("keys_at", row, row + 2).tolist()
        return self._file.slice("keys", begin, end).tobytes()

    def at_least(self, key: bytes) -> int:
        """The first row whose key is not less than `key`."""
        return bisect_left(range(self.rows), key, key=self.key)

    def find(self, key: bytes) -> int:
        """The row of a key, or -1."""
        row = self.at_least(key)
        return row if row < self.rows and self.key(row) == key else -1

    def row(self, row: int) -> Row | None:
        """What is kept in a row; None for a tombstone."""
        if self._file.slice("removed", row, row + 1)[0]:
            return None
        numbers = tuple(
            int(self._file.slice(f"number{column}", row, row + 1)[0]) if f"number{column}" in self._file else 0
            for column in range(self._columns)
        )
        return Row(self.value(row), numbers)

    def value(self, row: int) -> bytes:
        if not self.has_values:
            return b""
        begin, end = self._file.slice("values_at", row, row + 2).tolist()
        return self._file.slice("values", begin, end).tobytes()

    def keys(self) -> list[bytes]:
        octets = self._file.array("keys").tobytes()
        return [octets[begin:end] for begin, end in pairwise(self._file.array("keys_at").tolist())]

    def removed(self) -> NDArray[np.bool_]:
        removed: NDArray[np.bool_] = self._file.array("removed").view(np.bool_)
        return removed

    def number(self, column: int) -> NDArray[np.int64]:
        name = f"number{column}"
        return self._file.array(name).astype(np.int64) if name in self._file else np.zeros(self.rows, np.int64)

    def close(self) -> None:
        self._file.close()


class _Values(Sequence[bytes]):
    """The bytes of rows of several tables, read when asked for."""

    def __init__(self, tables: Sequence[_Table], table_of: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        self._tables = tables
        self._table_of = table_of.tolist()
        self._rows = rows.tolist()

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, row: Any) -> Any:
        return self._tables[self._table_of[row]].value(self._rows[row])


class Tables:
    """Some tables as one mapping; `entries` are the oldest first, `columns` how many numbers each row has.

    Raises DamagedIndexError and OSError, here and when something is read.
    """

    def __init__(self, folder: Path, entries: Sequence[TableEntry], columns: int = 0) -> None:
        self._columns = columns
        self._tables: list[_Table] = []
        try:
            for entry in entries:
                self._tables.append(_Table(folder / entry.name, columns))
        except BaseException:
            self.close()
            raise

    def __bool__(self) -> bool:
        """Whether there are any tables."""
        return bool(self._tables)

    def get(self, key: bytes) -> Row | None:
        """What is kept with a key; None where nothing is."""
        for table in reversed(self._tables):
            row = table.find(key)
            if row >= 0:
                return table.row(row)
        return None

    def get_all(self, keys: Sequence[bytes]) -> dict[bytes, Row]:
        """What is kept with those of some keys that are known."""
        if len(keys) * _LOOKED_UP < sum(table.rows for table in self._tables):
            return {key: row for key in keys if (row := self.get(key)) is not None}
        return self.live().rows_of(keys)

    def with_prefix(self, prefix: bytes) -> Iterator[tuple[bytes, Row]]:
        """The rows whose keys begin with `prefix`, by their keys."""
        found: dict[bytes, Row | None] = {}
        for table in self._tables:
            row = table.at_least(prefix)
            while row < table.rows and (key := table.key(row)).startswith(prefix):
                found[key] = table.row(row)
                row += 1
        for key in sorted(found):
            kept = found[key]
            if kept is not None:
                yield key, kept

    def live(self) -> LiveRows:
        """All rows. Everything but the values is read."""
        if not self._tables:
            none = np.zeros(0, np.int64)
            return LiveRows([], (none,) * self._columns, _Values((), none, none))
        keys, table_of, rows = self._places()
        if len(self._tables) == 1:
            numbers = tuple(self._tables[0].number(column)[rows] for column in range(self._columns))
        else:
            starts = bounds_of([table.rows for table in self._tables])[table_of] + rows
            numbers = tuple(
                np.concatenate([table.number(column) for table in self._tables])[starts]
                for column in range(self._columns)
            )
        values: Sequence[bytes] = [b""] * len(keys)
        if any(table.has_values for table in self._tables):
            values = _Values(self._tables, table_of, rows)
        return LiveRows(keys, numbers, values)

    def _places(self, *, removed: bool = False) -> tuple[list[bytes], NDArray[np.int64], NDArray[np.int64]]:
        """The keys that are not hidden, sorted, and the table and row of each; those `removed` too, if asked for."""
        if len(self._tables) == 1:
            keys = self._tables[0].keys()
            kept = np.arange(len(keys)) if removed else np.flatnonzero(~self._tables[0].removed())
            if len(kept) < len(keys):
                keys = [keys[row] for row in kept.tolist()]
            return keys, np.zeros(len(keys), np.int64), kept
        starts = bounds_of([table.rows for table in self._tables])
        place: dict[bytes, int] = {}
        for start, table in zip(starts.tolist(), self._tables, strict=False):
            place.update(zip(table.keys(), range(start, start + table.rows), strict=True))
        if not removed:
            gone = np.concatenate([table.removed() for table in self._tables]).tolist()
            if any(gone):
                place = {key: at for key, at in place.items() if not gone[at]}
        keys = sorted(place)
        places = np.fromiter(map(place.__getitem__, keys), np.int64, len(keys))
        table_of = np.searchsorted(starts, places, "right") - 1
        return keys, table_of, places - starts[table_of]

    def write_merged(self, folder: Path, *, oldest: bool) -> TableEntry | None:
        """Write the tables as one, without tombstones if the `oldest` table is among them; None where nothing is left.

        Raises OSError.
        """
        keys, table_of, rows = self._places(removed=not oldest)
        starts = bounds_of([table.rows for table in self._tables])
        places = starts[table_of] + rows
        gone = np.concatenate([table.removed() for table in self._tables])[places]
        values = _Values(self._tables, table_of, rows)
        return _write(
            folder,
            keys,
            [values[row] for row in range(len(keys))],
            gone,
            [np.concatenate([table.number(c) for table in self._tables])[places] for c in range(self._columns)],
        )

    def close(self) -> None:
        """Close the tables' files."""
        for table in self._tables:
            table.close()
        self._tables = []


def advance_tables(
    folder: Path,
    entries: Sequence[TableEntry],
    changes: Changes,
    columns: int = 0,
    named: Sequence[TableEntry] | None = None,
) -> tuple[TableEntry, ...]:
    """The tables of the next commit: those of `entries` with the `changes` in one more, and small ones merged.

    What no commit names is removed once it is merged: all but those `named` by one, which are `entries` if nothing else
    is said. Raises DamagedIndexError and OSError.
    """
    named = entries if named is None else named
    result = list(entries)
    if not changes:
        return tuple(result)
    if len(changes) >= sum(entry.rows for entry in entries):
        # What they leave of so few rows is written with them.
        changes, result = _changed(Tables(folder, entries, columns), changes), []
        _remove(folder, entries, named)
    keys = sorted(changes)
    rows = [changes[key] for key in keys]
    none = (0,) * columns
    numbers = [none if row is None else row.numbers + none[len(row.numbers) :] for row in rows]
    written = _write(
        folder,
        keys,
        [row.value if row is not None else b"" for row in rows],
        np.array([row is None for row in rows], np.bool_),
        list(np.array(numbers, np.int64).T),
    )
    if written is not None:
        result.append(written)
    while (first := _due(result)) is not None:
        tables = Tables(folder, result[first:], columns)
        merged = tables.write_merged(folder, oldest=first == 0)
        tables.close()
        _remove(folder, result[first:], named)
        result[first:] = [merged] if merged is not None else []
    return tuple(result)


def with_other_keys(
    folder: Path, entries: Sequence[TableEntry], keys: Mapping[bytes, bytes], columns: int = 0
) -> tuple[TableEntry, ...]:
    """The tables of the next commit: those of `entries`, with the rows of these `keys`, of which some may be missing,
    under the keys that they are mapped to. Raises DamagedIndexError and OSError."""
    tables = Tables(folder, entries, columns)
    live = tables.live()
    places = [place for place, key in enumerate(live.keys) if key in keys]
    if 2 * len(places) <= len(live.keys):
        held = [column[places].tolist() for column in live.numbers]
        rows = zip(*held, strict=True) if held else repeat((), len(places))
        changes: dict[bytes, Row | None] = dict.fromkeys(live.keys[place] for place in places)
        for place, numbers in zip(places, rows, strict=True):
            changes[keys[live.keys[place]]] = Row(live.values[place], numbers)
        tables.close()
        return advance_tables(folder, entries, changes, columns)
    # Most rows: all of them are written again, as whole columns.
    now = [keys.get(key, key) for key in live.keys]
    order = sorted(range(len(now)), key=now.__getitem__)
    written = _write(
        folder,
        [now[place] for place in order],
        [live.values[place] for place in order],
        np.zeros(len(order), np.bool_),
        [column[order] for column in live.numbers],
    )
    tables.close()
    return () if written is None else (written,)


def _remove(folder: Path, entries: Sequence[TableEntry], named: Sequence[TableEntry]) -> None:
    """Remove tables that are merged, but for those `named` by a commit."""
    for entry in entries:
        if entry not in named:
            with suppress(OSError):  # the next writer tries again
                (folder / entry.name).unlink()


def _changed(tables: Tables, changes: Changes) -> Changes:
    """All rows of some tables as they are after the changes. The tables are closed."""
    live = tables.live()
    kept = [place for place, key in enumerate(live.keys) if key not in changes]
    numbers = [column[kept].tolist() for column in live.numbers]
    rows: dict[bytes, Row | None] = {
        live.keys[place]: Row(live.values[place], tuple(column[at] for column in numbers))
        for at, place in enumerate(kept)
    }
    tables.close()
    return rows | {key: row for key, row in changes.items() if row is not None}


def _due(entries: Sequence[TableEntry]) -> int | None:
    """Where the tables begin that are to be merged: all from there on, so that none older hides a newer one."""
    least, size = 0, _SMALLEST
    largest = max((entry.rows for entry in entries), default=0)
    while True:
        first = len(entries)
        while first and entries[first - 1].rows < size:
            first -= 1
        if sum(entry.rows >= least for entry in entries[first:]) >= MERGED_AT_ONCE:
            return first
        if size > largest:
            return None
        least, size = size, size * _GROWTH


def _write(
    folder: Path,
    keys: Sequence[bytes],
    values: Sequence[bytes],
    removed: NDArray[np.bool_],
    numbers: Sequence[NDArray[np.int64]],
) -> TableEntry | None:
    if not keys:
        return None
    name = data_name("table", ".tbl")
    writer = SectionWriter(folder / name)
    try:
        writer.add("keys", np.frombuffer(b"".join(keys), np.uint8))
        writer.add("keys_at", narrowed(bounds_of([len(key) for key in keys])))
        writer.add("removed", removed.view(np.uint8))
        if any(values):
            writer.add("values", np.frombuffer(b"".join(values), np.uint8))
            writer.add("values_at", narrowed(bounds_of([len(value) for value in values])))
        for column, array in enumerate(numbers):
            if array.any():
                writer.add(f"number{column}", narrowed(array) if int(array.min()) >= 0 else array)
        return TableEntry(name, len(keys), writer.finish({}))
    except BaseException:
        writer.discard()
        raise
