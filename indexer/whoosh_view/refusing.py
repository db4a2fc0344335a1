"""What does a Whoosh program get that writes to the index of the product?

One sentence. Its documents would be no articles, and what it deletes would come back with the next run of `index`,
since the index is made from files. What such a program reads from the table of contents refuses what only writers do
with it: the segments when a writer is made, the schema where there are no segments yet when it commits.
"""

from __future__ import annotations

from typing import Any, NoReturn

from indexer.quiet import quiet

with quiet():
    from whoosh import fields
    from whoosh.writing import IndexingError

__all__ = ["ReadOnlySchema", "refuse"]

SENTENCE = (
    "this index belongs to indexer, and Whoosh programs can only read it: "
    "add articles with `indexer index` or `indexer.Index.add`"
)


def refuse() -> NoReturn:
    """Raise Whoosh's IndexingError with the sentence."""
    raise IndexingError(SENTENCE)


class ReadOnlySchema(fields.Schema):  # type: ignore[misc]
    """The schema in the product's table of contents: a program that has read it from there cannot write with it."""

    _opened = False

    def copy(self) -> Any:
        """A schema of the same fields for an index of one's own."""
        return fields.Schema(**dict(self.items()))

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._opened = True

    def clean(self) -> None:
        """What Whoosh calls before it writes a table of contents. Raises IndexingError."""
        if self._opened:
            refuse()
        super().clean()

    def add(self, name: str, fieldtype: Any, glob: bool = False) -> None:
        """Add a field. Raises IndexingError once the schema was read from the table of contents."""
        if self._opened:
            refuse()
        super().add(name, fieldtype, glob)

    def remove(self, fieldname: str) -> None:
        """Remove a field. Raises IndexingError once the schema was read from the table of contents."""
        if self._opened:
            refuse()
        super().remove(fieldname)
