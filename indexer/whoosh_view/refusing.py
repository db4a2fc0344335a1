"""What does a Whoosh program get that writes to the index of the product?

One sentence. Its documents would be no articles, and what it deletes would come back with the next run of `index`,
since the index is made from files. So the segments in the table of contents refuse what only writers ask of them, the
first thing that a writer does: nothing is written, and the lock is free again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NoReturn

from indexer.quiet import quiet

with quiet():
    from whoosh.writing import IndexingError

__all__ = ["NoSegments", "refuse"]

_SENTENCE: Final = (
    "this index belongs to indexer, and Whoosh programs can only read it: "
    "add articles with `indexer index` or `indexer.Index.add`"
)


def refuse() -> NoReturn:
    """Raise Whoosh's IndexingError with the sentence."""
    raise IndexingError(_SENTENCE)


class NoSegments(list[Any]):
    """The segments of an index that has none: readers look at their number, writers go through them."""

    def __iter__(self) -> Iterator[Any]:
        refuse()

    def __reduce__(self) -> tuple[type[NoSegments], tuple[()]]:
        return NoSegments, ()
