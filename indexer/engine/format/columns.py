"""How are numbers and values kept by document or article, so that they are read for all of them at once?

A column of numbers is an array with an element for each document, in as few bytes as hold the largest. A column of
values is a forward index: the different texts, sorted, and for each article which of them it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed, ranges
from indexer.engine.format.container import SectionReader, SectionWriter

__all__ = ["NumberColumns", "NumberColumnsWriter", "ValueColumn", "ValueColumns", "ValueColumnsWriter"]


class NumberColumnsWriter:
    """Collects numbers by row and column, and writes them into sections whose names begin with `prefix`."""

    def __init__(self, sections: SectionWriter, prefix: str) -> None:
        self._sections = sections
        self._prefix = prefix
        self._rows = 0
        self._columns: dict[str, list[NDArray[Any]]] = {}
        self._done: dict[str, int] = {}  # rows that the arrays of a column are for
        self._pending: dict[str, list[int]] = {}

    def add(self, numbers: Mapping[str, int]) -> None:
        """Add the next row; a column that is absent holds 0."""
        for name, number in numbers.items():
            pending = self._pending.setdefault(name, [])
            missing = self._rows - self._done.get(name, 0) - len(pending)
            if missing:
                pending.extend([0] * missing)
            pending.append(number)
        self._rows += 1

    def skip_to(self, rows: int) -> None:
        """Add rows of zeros until there are `rows`."""
        self._rows = rows

    def copy(self, reader: NumberColumns, kept: NDArray[np.bool_] | None) -> None:
        """Add the rows of another segment: all, or those that are to be `kept`."""
        for name in reader.names:
            column = reader.number(name)
            self._settle(name)
            self._put(name, column if kept is None else column[kept])
        self._rows += reader.rows if kept is None else int(np.count_nonzero(kept))

    def finish(self) -> None:
        """Write the columns that hold anything but zeros."""
        for name in sorted(self._columns.keys() | self._pending.keys()):
            self._settle(name)
            pieces = [piece for piece in self._columns.pop(name) if len(piece)]
            least = min((int(piece.min()) for piece in pieces), default=0)
            most = max((int(piece.max()) for piece in pieces), default=0)
            if least or most:
                # As of one type: numpy makes floats of signed and unsigned numbers of 64 bits.
                kind = np.min_scalar_type(most) if least >= 0 else np.dtype(np.int64)
                self._sections.add(f"{self._prefix}:{name}", np.concatenate(pieces, dtype=kind, casting="unsafe"))

    def _settle(self, name: str) -> None:
        """Make an array of the numbers of a column that wait, with zeros up to the last row."""
        self._put(name, np.array(self._pending.pop(name, ()), np.int64))
        self._put(name, np.zeros(self._rows - self._done[name], np.uint8))

    def _put(self, name: str, piece: NDArray[Any]) -> None:
        # Joined with signed numbers, unsigned ones of 8 bytes would become floating ones.
        whole = piece.astype(np.int64, copy=False) if piece.itemsize == 8 else piece
        self._columns.setdefault(name, []).append(whole)
        self._done[name] = self._done.get(name, 0) + len(piece)


class NumberColumns:
    """Columns of numbers, each with one for each of `rows` rows."""

    def __init__(self, sections: SectionReader, prefix: str, rows: int) -> None:
        self.rows = rows
        self._sections = sections
        self._prefix = f"{prefix}:"

    @property
    def names(self) -> list[str]:
        """The columns that hold anything but zeros."""
        return [name.removeprefix(self._prefix) for name in self._sections if name.startswith(self._prefix)]

    def number(self, column: str) -> NDArray[Any]:
        """The numbers of a column, whole numbers of shape (rows,); zeros where there is no such column."""
        name = self._prefix + column
        return self._sections.array(name) if name in self._sections else np.zeros(self.rows, np.uint8)

    def at(self, column: str, rows: NDArray[Any]) -> NDArray[Any]:
        """The numbers of some rows. Only the pages that they are on are read."""
        name = self._prefix + column
        return self._sections.take(name, rows) if name in self._sections else np.zeros(len(rows), np.uint8)

    def one(self, column: str, row: int) -> int:
        """The number of one row."""
        name = self._prefix + column
        return int(self._sections.slice(name, row, row + 1)[0]) if name in self._sections else 0


class ValueColumn(NamedTuple):
    """The values of the articles of a segment.

    Those of article a are `vocabulary[i]` for each i in `ordinals[starts[a]:starts[a + 1]]`, in the order given.
    `starts` is of shape (articles + 1,); `vocabulary` is sorted by its UTF-8 bytes, each value once.
    """

    starts: NDArray[np.int64]
    ordinals: NDArray[Any]
    vocabulary: list[str]


class ValueColumnsWriter:
    """Collects values by article and column, and writes them into sections whose names begin with `prefix`."""

    def __init__(self, sections: SectionWriter, prefix: str) -> None:
        self._sections = sections
        self._prefix = prefix
        self._rows = 0
        self._counts: dict[str, list[int]] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._ordinals: dict[str, list[int]] = {}

    def add(self, values: Mapping[str, Sequence[str]]) -> None:
        """Add the next article."""
        for name, texts in values.items():
            if texts:
                counts, known, ordinals = self._column(name)
                counts.append(len(texts))
                ordinals += [known.setdefault(text, len(known)) for text in texts]
        self._rows += 1

    def skip_to(self, rows: int) -> None:
        """Add articles without values until there are `rows`."""
        self._rows = rows

    def copy(self, reader: ValueColumns, kept: NDArray[np.bool_] | None) -> None:
        """Add the articles of another segment: all, or those that are to be `kept`."""
        for name in reader.names:
            column = reader.values(name)
            counts, known, ordinals = self._column(name)
            sizes, theirs = np.diff(column.starts), column.ordinals
            if kept is not None:
                theirs = theirs[ranges(column.starts[:-1][kept], sizes[kept])]
                sizes = sizes[kept]
            used = np.zeros(len(column.vocabulary), np.bool_)
            used[theirs] = True
            numbers = [
                known.setdefault(text, len(known)) if mine else -1
                for text, mine in zip(column.vocabulary, used.tolist(), strict=True)
            ]
            counts += sizes.tolist()
            ordinals += np.array(numbers, np.int64)[theirs].tolist()
        self._rows += reader.rows if kept is None else int(np.count_nonzero(kept))

    def finish(self) -> None:
        """Write the columns that hold any value."""
        for name in sorted(self._counts):
            counts, known, ordinals = self._column(name)
            if not ordinals:
                continue
            texts = [text.encode("utf-8", "surrogatepass") for text in known]
            order = sorted(range(len(texts)), key=texts.__getitem__)
            ranks = np.empty(len(order), np.int64)
            ranks[order] = np.arange(len(order))
            section, add = f"{self._prefix}:{name}", self._sections.add
            add(section, narrowed(ranks[ordinals]))
            add(f"{section}:counts", narrowed(np.array(counts, np.int64)))
            add(f"{section}:vocabulary", np.frombuffer(b"".join([texts[place] for place in order]), np.uint8))
            add(f"{section}:vocabulary_at", narrowed(bounds_of([len(texts[place]) for place in order])))

    def _column(self, name: str) -> tuple[list[int], dict[str, int], list[int]]:
        """How many values each article has, the values by number, and those of the articles; complete so far."""
        counts = self._counts.setdefault(name, [])
        counts.extend([0] * (self._rows - len(counts)))
        return counts, self._numbers.setdefault(name, {}), self._ordinals.setdefault(name, [])


class ValueColumns:
    """Columns of values of `rows` articles."""

    def __init__(self, sections: SectionReader, prefix: str, rows: int) -> None:
        self.rows = rows
        self._sections = sections
        self._prefix = f"{prefix}:"

    @property
    def names(self) -> list[str]:
        """The columns that hold any value."""
        ending = ":counts"
        return [
            name.removeprefix(self._prefix).removesuffix(ending)
            for name in self._sections
            if name.startswith(self._prefix) and name.endswith(ending)
        ]

    def values(self, column: str) -> ValueColumn:
        """The values of a column; none where there is no such column."""
        section = self._prefix + column
        if section not in self._sections:
            return ValueColumn(np.zeros(self.rows + 1, np.int64), np.zeros(0, np.uint8), [])
        array = self._sections.array
        octets = array(f"{section}:vocabulary").tobytes()
        return ValueColumn(
            bounds_of(array(f"{section}:counts")),
            array(section),
            [
                octets[begin:end].decode("utf-8", "surrogatepass")
                for begin, end in pairwise(array(f"{section}:vocabulary_at").tolist())
            ],
        )
