"""What does Whoosh see of a segment's terms, postings and documents?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Field, PostingList
from indexer.quiet import quiet
from indexer.whoosh_view.segment import ArraySegment
from indexer.whoosh_view.values import unpacked
from indexer.whoosh_view.writing import column_file

with quiet():
    from whoosh.codec import base
    from whoosh.matching import LeafMatcher, ReadTooFar
    from whoosh.reading import TermInfo, TermNotFound
    from whoosh.system import pack_uint

__all__ = ["ArrayDocumentReader", "ArrayTermsReader"]

_BLOCK = 128


class ArrayTermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment, by field and bytes. `segment` is the engine's."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self.segment.field(term[0])
        return field is not None and field.find(term[1]) >= 0

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
            yield from ((name, term) for term in field.terms(range(field.count)))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from `prefix` on, of this field and those behind it."""
        for name in self.segment.field_names:
            if name >= fieldname:
                field = self._field(name)
                start = field.at_least(prefix) if name == fieldname else 0
                yield from ((name, term) for term in field.terms(range(start, field.count)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All fields and terms with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The same from a term on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """What is known of a term. Raises Whoosh's TermNotFound."""
        field, postings = self._postings(fieldname, text)
        documents, weights = postings.documents, postings.tf
        lengths = _lengths(field, documents)
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=postings.count,
            minlength=int(lengths.min()) if len(lengths) else 0,
            maxlength=int(lengths.max()) if len(lengths) else 0,
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
        field, postings = self._postings(fieldname, text)
        return ArrayMatcher(field, field.find(text), postings, format_, (fieldname, text), scorer)

    def _field(self, name: str) -> Field:
        field = self.segment.field(name)
        if field is None:
            raise KeyError(name)
        return field

    def _postings(self, name: str, text: bytes) -> tuple[Field, PostingList]:
        field = self.segment.field(name)
        number = -1 if field is None else field.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {name}:{text!r}")
        return field, field.postings(number)

    def close(self) -> None:
        """Let the file go."""
        self.segment.close()


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Steps over the terms of a field."""

    def __init__(self, field: Field | None, fieldobj: Any) -> None:
        self._field = field
        self._count = 0 if field is None else field.count
        self._fieldobj = fieldobj
        self._at = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not less."""
        if self._field is not None:
            self._at = self._field.at_least(term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """The term, or None behind the last."""
        if self._field is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.term(self._at))

    def term_info(self) -> Any:
        """How many documents have the term."""
        if self._field is None or not self.is_valid():
            return None
        postings = self._field.postings(self._at)
        return TermInfo(weight=float(postings.tf.sum(dtype=np.float64)), df=postings.count)

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < self._count


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Steps through the postings of one term, as Whoosh's matchers do."""

    def __init__(
        self, field: Field, number: int, postings: PostingList, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self.scorer = scorer
        self.format = format_
        self._field = field
        self._number = number
        self._postings = postings
        self._term = term
        self._documents = postings.documents
        self._weights = postings.tf
        self._at = 0
        self._blocks: tuple[list[float], list[int], list[int]] | None = None

    def copy(self) -> ArrayMatcher:
        """Another one at the same place."""
        other = ArrayMatcher(self._field, self._number, self._postings, self.format, self._term, self.scorer)
        other._at = self._at
        return other

    def is_active(self) -> bool:
        """Whether there is a posting here."""
        return self._at < self._postings.count

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def id(self) -> int:
        """The document."""
        self._require()
        return int(self._documents[self._at])

    def all_ids(self) -> Iterable[int]:
        """The documents from here on."""
        left: list[int] = self._documents[self._at :].tolist()
        return iter(left)

    def next(self) -> bool:
        """Go to the next posting."""
        self._require()
        self._at += 1
        return self._at % _BLOCK == 0

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        """Go to the first document that is not less."""
        self._require()
        self._at += int(np.searchsorted(self._documents[self._at :], id))

    def weight(self) -> float:
        """How much the posting weighs."""
        self._require()
        return float(self._weights[self._at])

    def value(self) -> bytes:
        """The posting's value, encoded as its format does it."""
        if self.format.supports("positions"):
            encoded: bytes = self.format.encode(self._positions())
            return encoded
        return bytes(pack_uint(int(self.weight()))) if self.format.supports("frequency") else b""

    def value_as(self, astype: str) -> Any:
        """The posting's value decoded."""
        if astype == "positions":
            return self._positions()
        return super().value_as(astype)

    def _positions(self) -> list[int]:
        positions, _ = self._field.positions(self._number, self._documents[self._at : self._at + 1])
        found: list[int] = positions.tolist()
        return found

    # Blocks, which Whoosh's collectors skip where they cannot score enough

    def block_max_weight(self) -> float:
        """The largest weight of the block."""
        return self._bounds()[0][self._block()]

    def block_min_length(self) -> int:
        """The shortest length of the block."""
        return self._bounds()[1][self._block()]

    def block_max_length(self) -> int:
        """The greatest length of the block."""
        return self._bounds()[2][self._block()]

    def skip_to_quality(self, minquality: float) -> int:
        """Skip the blocks that score no more than `minquality`; return how many.

        Whoosh's unions call this until the qualities of both sides together suffice; that the last bit of a difference
        is lost must not keep them at it for ever.
        """
        skipped = 0
        enough = minquality + 1e-12 * abs(minquality)
        while self.is_active() and self.block_quality() <= enough:
            self._at = (self._at // _BLOCK + 1) * _BLOCK
            skipped += 1
        return skipped

    def _block(self) -> int:
        """The block that the posting is in; behind the last, where Whoosh asks too, the last."""
        return min(self._at, self._postings.count - 1) // _BLOCK

    def _bounds(self) -> tuple[list[float], list[int], list[int]]:
        if self._blocks is None:
            starts = np.arange(0, self._postings.count, _BLOCK)
            lengths = _lengths(self._field, self._documents)
            if not len(lengths):
                lengths = np.zeros(self._postings.count, np.int64)
            self._blocks = (
                np.maximum.reduceat(self._weights, starts).astype(float).tolist(),
                np.minimum.reduceat(lengths, starts).tolist(),
                np.maximum.reduceat(lengths, starts).tolist(),
            )
        return self._blocks

    def _require(self) -> None:
        if not self.is_active():
            raise ReadTooFar


class ArrayDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """What belongs to the documents of a segment themselves."""

    def __init__(self, storage: Any, listed: ArraySegment, segment: Segment) -> None:
        self._storage = storage
        self._listed = listed
        self._segment = segment
        self._files: list[Any] = []

    def close(self) -> None:
        """Let the files go."""
        self._segment.close()
        for file in self._files:
            file.close()

    def doc_count(self) -> int:
        """How many documents are not deleted."""
        return int(self._listed.doc_count())

    def doc_count_all(self) -> int:
        """How many documents there are, deleted ones too."""
        return self._listed.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any is deleted."""
        return self._listed.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is deleted."""
        return self._listed.is_deleted(docnum)

    def deleted_docs(self) -> Iterable[int]:
        """Those that are deleted."""
        return self._listed.deleted_docs()

    def supports_columns(self) -> bool:
        """Whether there can be columns: those that Whoosh's writer wrote."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field has a column."""
        return bool(self._storage.file_exists(column_file(self._listed, fieldname)))

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The column of a field."""
        name = column_file(self._listed, fieldname)
        file = self._storage.open_file(name)
        self._files.append(file)
        return column.reader(file, 0, self._storage.file_length(name), self.doc_count_all())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field of a document."""
        lengths = self._lengths(fieldname)
        return int(lengths[docnum]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        """The sum of the lengths of a field."""
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        """The shortest length of a field."""
        lengths = self._lengths(fieldname)
        return int(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a field."""
        return int(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a document."""
        kind = self._segment.sections.facts.get("stored", "passage")
        return unpacked(self._segment.stored[docnum], kind)

    def _lengths(self, name: str) -> NDArray[Any]:
        field = self._segment.field(name)
        return np.zeros(0, np.uint8) if field is None or field.lengths is None else field.lengths


def _lengths(field: Field, documents: NDArray[Any]) -> NDArray[Any]:
    return np.zeros(0, np.uint8) if field.lengths is None else field.lengths[documents]
