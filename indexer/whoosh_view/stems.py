"""How does Whoosh look up patterns among words in a field that holds their stems only?"""

from __future__ import annotations

from typing import Any

from indexer.analysis import stem
from indexer.quiet import quiet

with quiet():
    from whoosh.query import MultiTerm

__all__ = ["StemsOf"]


class StemsOf(MultiTerm):  # type: ignore[misc]
    """Documents that have, in the field `fieldname`, the stem of any word that the query `words` means in its own
    field, such as `Prefix("exact", "light")`."""

    def __init__(self, fieldname: str, words: Any, boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.words = words
        self.boost = boost

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((self.fieldname, self.words, self.boost))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fieldname!r}, {self.words!r}, boost={self.boost})"

    def __str__(self) -> str:
        return f"{self.fieldname}:({self.words})"

    def _btexts(self, ixreader: Any) -> list[bytes]:
        stems = {stem(word.decode("utf-8", "replace")).encode("utf-8", "replace") for word in self._words(ixreader)}
        return [term for term in sorted(stems) if (self.fieldname, term) in ixreader]

    def _words(self, ixreader: Any) -> list[bytes]:
        to_bytes = ixreader.schema[self.words.field()].to_bytes
        return [to_bytes(word) for word in self.words._btexts(ixreader)]
