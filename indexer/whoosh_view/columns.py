"""Which whole values of the product's index can a Whoosh program group and sort by?

Whoosh's columns are files that its writers write. Those of the product's index are made, when they are asked for, of
what the engine keeps of the articles: their columns, names and records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.segment import Segment
from indexer.fields.names import identifier_of, path_of_group
from indexer.fields.records import article_record
from indexer.quiet import quiet

with quiet():
    from whoosh import columns

__all__ = ["COLUMNS", "ListsColumn", "column_of"]

COLUMNS = ("article", "author", "date", "language", "path", "section", "site", "title")
"""The fields that have a column."""


_ZERO = 1 << 31  # what Whoosh's columns have for 0, so that signed numbers sort


class ListsColumn(columns.VarBytesColumn):  # type: ignore[misc]
    """Any number of texts for each document, a tuple; they sort as the texts joined by commas do."""

    def default_value(self, reverse: bool = False) -> tuple[str, ...]:
        """What a document without a value has."""
        return ()

    def stores_lists(self) -> bool:
        """True: a document may be in several groups."""
        return True

    class Writer(columns.VarBytesColumn.Writer):  # type: ignore[misc]
        """Writes the column of an index of Whoosh's."""

        def add(self, docnum: int, value: Sequence[str]) -> None:
            """Add the texts of a document."""
            super().add(docnum, "\0".join(value).encode("utf-8", "surrogatepass"))

    class Reader(columns.VarBytesColumn.Reader):  # type: ignore[misc]
        """Reads the column of an index of Whoosh's."""

        def __getitem__(self, docnum: int) -> tuple[str, ...]:
            joined = super().__getitem__(docnum).decode("utf-8", "surrogatepass")
            return tuple(joined.split("\0")) if joined else ()

        def __iter__(self) -> Iterator[tuple[str, ...]]:
            return map(self.__getitem__, range(len(self)))

        def sort_key(self, docnum: int) -> bytes:
            """What the document is sorted and grouped by."""
            return ", ".join(self[docnum]).encode("utf-8", "surrogatepass")


def column_of(segment: Segment, name: str, column: Any) -> Any:
    """A reader of the column of a field in COLUMNS, as Whoosh's columns have them."""
    articles = segment.articles
    rows = articles.of(np.arange(segment.documents))
    if name == "date":
        days = articles.numbers("date").astype(np.int64)
        return _Numbers(np.where(days > 0, days + _ZERO, column.default_value()).tolist(), rows)
    if name == "author":
        return _Lists(_all_values(segment, name), rows)
    everything = range(articles.count)
    if name == "article":
        texts: Iterable[str] = (identifier_of(segment, article) for article in everything)
    elif name == "path":
        texts = map(path_of_group, articles.names())
    elif name == "title":
        texts = (article_record(segment, article).title for article in everything)
    else:
        texts = ("".join(values) for values in _all_values(segment, name))
    return _Texts([text.encode("utf-8", "surrogatepass") for text in texts], rows)


def _all_values(segment: Segment, name: str) -> list[tuple[str, ...]]:
    """The values of all articles in a column."""
    starts, ordinals, vocabulary = segment.articles.values(name)
    bounds, of_values = starts.tolist(), ordinals.tolist()
    return [tuple(vocabulary[value] for value in of_values[begin:end]) for begin, end in pairwise(bounds)]


class _Values:
    """A value for each document."""

    def __init__(self, values: Sequence[Any], rows: NDArray[np.int64]) -> None:
        self._values = values
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, document: int) -> Any:
        return self._values[self._rows[document]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))

    def load(self) -> list[Any]:
        """All values."""
        return list(self)


class _Texts(_Values):
    """One text for each document, as bytes."""

    def sort_key(self, document: int) -> Any:
        """What the document is sorted and grouped by."""
        return self[document]


class _Lists(_Values):
    """Any number of texts for each document."""

    def sort_key(self, document: int) -> bytes:
        """What the document is sorted and grouped by."""
        return ", ".join(self[document]).encode("utf-8", "surrogatepass")


class _Numbers(_Values):
    """A number for each document."""

    _sign = 1

    def sort_key(self, document: int) -> int:
        """What the document is sorted and grouped by."""
        return self._sign * int(self[document])

    def set_reverse(self) -> None:
        """Sort the other way round."""
        self._sign = -1
