"""How does Whoosh's own writer make postings of the engine's kind, and how are they opened again?

Posting by posting, as Whoosh hands them out: it serves any schema, not speed. All is kept in memory until the file is
written.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from itertools import compress
from typing import Any

import numpy as np

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.container import SectionReader
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.inversion import Postings
from indexer.engine.segment.terms import Terms
from indexer.quiet import quiet
from indexer.whoosh_view.payloads import PayloadReader, Payloads, taken_apart, write_payloads
from indexer.whoosh_view.segment import ArraySegment
from indexer.whoosh_view.storages import create_sections, folder_of, open_sections

with quiet():
    from whoosh.codec import base
    from whoosh.multiproc import SubWriterTask
    from whoosh.writing import IndexingError

__all__ = ["ArrayFieldWriter", "WrittenPostings"]


class ArrayFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes postings in the order of fields and terms, and writes them when it is closed."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._fields: dict[str, _FieldDraft] = {}
        self._field: _FieldDraft | None = None
        self._left_before = self._unindexed()
        self._is_checked = False
        self.is_closed = False

    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        """Add postings of all fields. Raises IndexingError where a process of a writer that uses several has failed."""
        super().add_postings(schema, lengths, items)
        self._check()

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._field = self._fields.setdefault(fieldname, _FieldDraft(fieldobj))

    def start_term(self, text: bytes) -> None:
        """Begin a term. Raises ValueError outside a field."""
        if self._field is None:
            raise ValueError("a term was begun outside a field")
        self._field.start(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add a posting of the term; `length` is that of the field of the document, in tokens."""
        if self._field is None:
            raise ValueError("a posting was added outside a field")
        self._field.add(docnum, weight, vbytes, length)

    def finish_term(self) -> None:
        """End the term."""

    def finish_field(self) -> None:
        """End the field. Raises ValueError outside a field."""
        if self._field is None:
            raise ValueError("a field was ended that was not begun")
        self._field = None

    def close(self) -> None:
        """Write the file. Postings of documents that were not finished are left out.

        Raises IndexingError as `add_postings` does, where the processes have written segments of their own.
        """
        if not any(isinstance(process, SubWriterTask) for process in multiprocessing.active_children()):
            self._check()
        count = self._segment.documents
        if not count:  # written without a writer of documents
            count = max((field.documents_seen for field in self._fields.values()), default=0)
        sections = create_sections(self._storage, self._segment.postings_file())
        fields = {name: field.write(sections, name, count) for name, field in self._fields.items()}
        sections.add("article_starts", np.arange(count + 1, dtype=np.uint32))  # each document is an article of its own
        sections.finish({"documents": count, "fields": fields})
        self.is_closed = True

    def _check(self) -> None:
        """Raise IndexingError, once, where a process has left documents that it was to index: Whoosh would commit
        without them and say nothing."""
        checked, self._is_checked = self._is_checked, True
        if not checked and self._unindexed() - self._left_before:
            raise IndexingError("documents are missing: a process that indexed them has failed")

    def _unindexed(self) -> set[str]:
        """The files of documents that a writer of several processes has handed out and that were not indexed yet. In
        one of these processes, there may be some at any time."""
        folder = folder_of(self._storage)
        if folder is None or multiprocessing.parent_process() is not None:
            return set()
        return {path.name for path in (folder / f"{self._segment.indexname}.tmp").glob("*.doclist")}


class _FieldDraft:
    """The postings of one field."""

    def __init__(self, fieldobj: Any) -> None:
        self._format = fieldobj.format
        self._scored = bool(fieldobj.scorable)
        self._terms: list[bytes] = []
        self._counts: list[int] = []
        self._documents: list[int] = []
        self._weights: list[float] = []
        self._values: list[bytes] = []
        self._sizes: list[int] = []

    @property
    def documents_seen(self) -> int:
        """One more than the greatest number of a document."""
        return max(self._documents, default=-1) + 1

    def start(self, term: bytes) -> None:
        """Begin a term."""
        self._terms.append(term)
        self._counts.append(0)

    def add(self, document: int, weight: float, value: bytes, length: int) -> None:
        """Add a posting of the term. Of several for one document, as words for spelling give, the first has the value
        and the sum of the weights."""
        if self._counts[-1] and self._documents[-1] == document:
            self._weights[-1] += weight
            return
        self._counts[-1] += 1
        self._documents.append(document)
        self._weights.append(weight)
        self._values.append(value)
        self._sizes.append(length or 0)

    def write(self, sections: Any, name: str, documents: int) -> dict[str, Any]:
        """Write the field out; return the facts that reading it needs."""
        self._drop_from(documents)
        lengths = None
        if self._scored:
            known = np.zeros(documents, np.int64)
            known[np.array(self._documents, np.int64)] = self._sizes
            lengths = narrowed(known)
            sections.add(f"{name}.lengths", lengths)
        payloads = taken_apart(self._format, self._values)
        writer = FieldWriter(sections, name, documents, lengths)
        if self._terms:
            writer.add(self._terms, self._postings(payloads))
        writer.finish()
        sections.add(f"payload:{name}:postings_at", narrowed(bounds_of(self._counts)))
        starts = bounds_of(self._counts)[:-1]
        sizes = np.array(self._sizes, np.int64)
        for label, extreme in (("shortest", np.minimum), ("longest", np.maximum)):
            sections.add(f"payload:{name}:{label}", narrowed(extreme.reduceat(sizes, starts) if len(sizes) else sizes))
        return write_payloads(sections, f"payload:{name}:", payloads, without="position")

    def _drop_from(self, documents: int) -> None:
        """Drop the postings of this document and those behind it."""
        if self.documents_seen <= documents:
            return
        kept = np.array(self._documents) < documents
        owners = np.repeat(np.arange(len(self._terms)), self._counts)[kept]
        counts = np.bincount(owners, minlength=len(self._terms))
        self._documents = list(compress(self._documents, kept))
        self._weights = list(compress(self._weights, kept))
        self._values = list(compress(self._values, kept))
        self._sizes = list(compress(self._sizes, kept))
        self._terms = [term for term, count in zip(self._terms, counts.tolist(), strict=True) if count]
        self._counts = counts[counts > 0].tolist()

    def _postings(self, payloads: Payloads) -> Postings:
        counts = np.array(self._counts, np.int64)
        weights = np.array(self._weights, np.float32)
        frequencies = np.array(payloads.counts, np.int64)
        return Postings(
            counts,
            np.array(self._documents, np.uint32),
            narrowed(frequencies),
            np.add.reduceat(frequencies, bounds_of(counts)[:-1]),
            narrowed(np.array(payloads.columns.get("position", []), np.int64)),
            np.zeros(0, np.uint8),
            weights if (frequencies != weights).any() else weights[:0],
        )


class WrittenPostings:
    """The terms and postings that ArrayFieldWriter wrote, as the engine evaluates them.

    `deleted` says of each document whether it is deleted; None: none is.
    """

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.sections: SectionReader = open_sections(storage, segment.postings_file())
        self.documents: int = self.sections.facts["documents"]
        self.deleted: Any = None
        self._articles = ArticleReader(self.sections, self.documents, lambda: self.deleted)
        self._known: dict[str, Terms] = {}
        self._payloads: dict[str, PayloadReader] = {}

    @property
    def field_names(self) -> list[str]:
        """The names of the fields that have terms, sorted."""
        return sorted(self.sections.facts["fields"])

    def field(self, name: str) -> Terms | None:
        """The field of this name, or None where the segment has none."""
        if name not in self._known and name in self.sections.facts["fields"]:
            self._known[name] = Terms(self.sections, name, self.documents, self._articles)
        return self._known.get(name)

    def has_positions(self, name: str) -> bool:
        """Whether the postings of a field have positions that are read as they are, not from the posting's value."""
        return "position" in self._payload(name).columns

    def lengths(self, name: str, term: int) -> tuple[int, int]:
        """The least and the greatest length of the documents that have a term."""
        return tuple(
            int(self.sections.slice(f"payload:{name}:{label}", term, term + 1)[0]) for label in ("shortest", "longest")
        )  # type: ignore[return-value]

    def value(self, name: str, term: int, place: int, positions: Callable[[], list[int]]) -> bytes:
        """The value of the posting at a place among those of a term; `positions` gives its positions."""
        first = int(self.sections.slice(f"payload:{name}:postings_at", term, term + 1)[0])
        return self._payload(name).value(first + place, positions() if self.has_positions(name) else None)

    def _payload(self, name: str) -> PayloadReader:
        if name not in self._payloads:
            facts = self.sections.facts["fields"][name]
            self._payloads[name] = PayloadReader(self.sections, f"payload:{name}:", facts)
        return self._payloads[name]

    def close(self) -> None:
        """Let the file go."""
        self._known = {}
        self.sections.close()
