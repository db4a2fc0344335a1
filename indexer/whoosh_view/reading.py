"""What does Whoosh see of a segment's terms?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np

from indexer.engine.segment.fields import Field
from indexer.engine.segment.posting_list import PostingList
from indexer.quiet import quiet
from indexer.whoosh_view.characters import CharacterField, is_character
from indexer.whoosh_view.matching import ArrayMatcher, TermSource, lengths_of
from indexer.whoosh_view.postings import WrittenPostings

with quiet():
    from whoosh.codec import base
    from whoosh.reading import TermInfo, TermNotFound

__all__ = ["ArrayTermsReader"]


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, by field and bytes. `segment` has its fields."""

    def __init__(self, segment: TermSource) -> None:
        self.segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._find(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return self.segment.field_names

    def cursor(self, fieldname: str, fieldobj: Any) -> Any:
        """A cursor over the terms of a field."""
        return _Cursor(self.segment.field(fieldname), fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All fields and terms, sorted."""
        for name in self.segment.field_names:
            field = self._field(name)
            yield from ((name, term) for term in _terms(field, 0))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from `prefix` on, of this field and those behind it."""
        for name in self.segment.field_names:
            if name >= fieldname:
                field = self._field(name)
                start = field.at_least(prefix) if name == fieldname else 0
                yield from ((name, term) for term in _terms(field, start))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All fields and terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """What is known of a term. Raises Whoosh's TermNotFound."""
        field, number = self._found(fieldname, text)
        postings = field.postings(number)
        documents, weights = postings.documents, postings.tf
        if isinstance(self.segment, WrittenPostings):
            shortest, longest = self.segment.lengths(fieldname, number)
        else:
            lengths = lengths_of(field, documents)
            shortest, longest = (int(lengths.min()), int(lengths.max())) if len(lengths) else (0, 0)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=postings.count,
            minlength=shortest,
            maxlength=longest,
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The sum of the term's weights; 0 where it is not there."""
        if (fieldname, text) not in self:
            return 0.0
        return float(self._postings(fieldname, text)[1].tf.sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents, deleted ones too, have the term."""
        return self._postings(fieldname, text)[1].count if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """The postings of a term, one after the other."""
        field, number = self._found(fieldname, text)
        return ArrayMatcher(self.segment, field, number, format_, (fieldname, text), scorer)

    def _field(self, name: str) -> Field:
        field = self.segment.field(name)
        if field is None:
            raise KeyError(name)
        return field

    def _find(self, name: str, text: bytes) -> tuple[Field | CharacterField, int] | None:
        field: Field | CharacterField | None = self.segment.field(name)
        if field is None:
            return None
        if is_character(text) and not isinstance(self.segment, WrittenPostings):
            field = CharacterField(field, text)  # type: ignore[arg-type]
        number = field.find(text)
        return None if number < 0 else (field, number)

    def _found(self, name: str, text: bytes) -> tuple[Field | CharacterField, int]:
        found = self._find(name, text)
        if found is None:
            raise TermNotFound(f"No term {name}:{text!r}")
        return found

    def _postings(self, name: str, text: bytes) -> tuple[Field | CharacterField, PostingList]:
        field, number = self._found(name, text)
        return field, field.postings(number)

    def close(self) -> None:
        """Let the file go."""
        self.segment.close()


def _terms(field: Field, start: int) -> Iterator[bytes]:
    """The terms of a field from a number on."""
    return field.terms(field.occurring(range(start, field.count)))


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Steps over the terms of a field."""

    def __init__(self, field: Field | None, fieldobj: Any) -> None:
        self._field = field
        self._numbers = range(0) if field is None else field.occurring(range(field.count))
        self._fieldobj = fieldobj
        self._at = 0  # the place of its number

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not less."""
        if self._field is not None:
            number = self._field.at_least(term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))
            self._at = bisect_left(self._numbers, number)
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """The term, or None behind the last."""
        if self._field is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.term(self._numbers[self._at]))

    def term_info(self) -> Any:
        """How many documents have the term."""
        if self._field is None or not self.is_valid():
            return None
        postings = self._field.postings(self._numbers[self._at])
        return TermInfo(weight=float(postings.tf.sum(dtype=np.float64)), df=postings.count)

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < len(self._numbers)
