"""How does Whoosh's own writer make a segment of the engine's?

Posting by posting, as Whoosh hands them out: it serves any schema, not speed. All is kept in memory until the segment
is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from indexer.arrays import narrowed
from indexer.engine.builder import STORED_BLOCK
from indexer.engine.documents import ArticleEntry
from indexer.engine.format.articles import ArticleWriter
from indexer.engine.format.blocks import BlockWriter
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.inversion import Postings
from indexer.engine.segment.segment import SUFFIX
from indexer.quiet import quiet
from indexer.whoosh_view.segment import ArraySegment
from indexer.whoosh_view.values import packed

with quiet():
    from whoosh import formats
    from whoosh.codec import base

__all__ = ["ArrayDocumentWriter", "ArrayFieldWriter", "Draft", "DraftReader", "column_file", "folder_of"]


def folder_of(storage: Any) -> Path:
    """The folder of Whoosh's storage. Raises TypeError where it keeps its files elsewhere, as in memory."""
    folder = getattr(storage, "folder", "")
    if not folder:
        raise TypeError(f"segments are mapped from files in a folder, which {storage!r} has not")
    return Path(folder)


def column_file(segment: ArraySegment, name: str) -> str:
    """The name of the file that a field's column is in."""
    return str(segment.make_filename(f".{name}.col"))


class Draft:
    """The documents of a segment that is being written."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self.storage = storage
        self.folder = folder_of(storage)
        self.segment = segment
        self.stored: list[dict[str, Any]] = []
        self.lengths: dict[str, dict[int, int]] = {}
        self.columns: dict[str, Any] = {}


class ArrayDocumentWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Takes what belongs to each document."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin the next document."""
        if docnum != len(self._draft.stored):
            raise ValueError(f"document {docnum} comes after {len(self._draft.stored) - 1}")
        self._draft.stored.append({})

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Note the stored value and the length of a field of the document."""
        if value is not None:
            self._draft.stored[-1][fieldname] = value
        if length:
            self._draft.lengths.setdefault(fieldname, {})[len(self._draft.stored) - 1] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Note the value of a column of the document; Whoosh's columns write themselves."""
        draft = self._draft
        if fieldname not in draft.columns:
            file = draft.storage.create_file(column_file(draft.segment, fieldname))
            draft.columns[fieldname] = columnobj.writer(file)
        draft.columns[fieldname].add(len(draft.stored) - 1, value)

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Refuse vectors."""
        raise NotImplementedError(f"{fieldname}: term vectors are not kept")

    def close(self) -> None:
        """Finish the columns."""
        for column in self._draft.columns.values():
            column.finish(len(self._draft.stored))
            column._dbfile.close()
        self.is_closed = True


class DraftReader(base.PerDocumentReader):  # type: ignore[misc]
    """What Whoosh's writer asks of the documents before the segment is there: their lengths."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def doc_count_all(self) -> int:
        """How many documents there are."""
        return len(self._draft.stored)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a field of a document."""
        return self._draft.lengths.get(fieldname, {}).get(docnum, default)


class ArrayFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Takes postings in the order of fields and terms, and writes the segment when it is closed."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._fields: dict[str, _FieldDraft] = {}
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field. Raises NotImplementedError where its postings hold more than positions."""
        if type(fieldobj.format) not in {formats.Existence, formats.Frequency, formats.Positions}:
            raise NotImplementedError(f"{fieldname}: postings of the kind {fieldobj.format!r} are not kept")
        self._field = self._fields[fieldname] = _FieldDraft(fieldobj)

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._field.terms.append(text)
        self._field.counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add a posting of the term."""
        self._field.counts[-1] += 1
        self._field.documents.append(docnum)
        self._field.weights.append(weight)
        self._field.values.append(vbytes)

    def finish_term(self) -> None:
        """End the term."""

    def close(self) -> None:
        """Write the segment."""
        draft = self._draft
        count = len(draft.stored)
        sections = SectionWriter(draft.folder / f"{draft.segment.segment_id()}{SUFFIX}")
        try:
            stored = BlockWriter(sections, "stored", STORED_BLOCK)
            articles = ArticleWriter(sections)
            for number, values in enumerate(draft.stored):
                stored.add(packed(values))
                articles.add(b"%d" % number, number, ArticleEntry())
            stored.finish()
            articles.finish(count)
            for name, field in self._fields.items():
                field.write(sections, name, count, draft.lengths.get(name, {}))
            facts = {
                "documents": count,
                "fields": {name: [False, "", field.scored] for name, field in self._fields.items()},
                "stored": "fields",
            }
            sections.finish(facts)
        except BaseException:
            sections.discard()
            raise
        draft.segment.draft = None
        self.is_closed = True


class _FieldDraft:
    """The postings of one field."""

    def __init__(self, fieldobj: Any) -> None:
        self.scored = bool(fieldobj.scorable)
        self._positions = fieldobj.format.decoder("positions") if fieldobj.format.supports("positions") else None
        self.terms: list[bytes] = []
        self.counts: list[int] = []
        self.documents: list[int] = []
        self.weights: list[float] = []
        self.values: list[bytes] = []

    def write(self, sections: SectionWriter, name: str, documents: int, lengths: Mapping[int, int]) -> None:
        """Write it out."""
        all_lengths = None
        if self.scored:
            all_lengths = narrowed(np.array([lengths.get(number, 0) for number in range(documents)], np.int64))
            sections.add(f"{name}.lengths", all_lengths)
        writer = FieldWriter(sections, name, documents, all_lengths)
        if self.terms:
            writer.add(self.terms, self._postings())
        writer.finish()

    def _postings(self) -> Postings:
        counts = np.array(self.counts, np.int64)
        weights = np.array(self.weights, np.float32)
        places = [self._positions(value) for value in self.values] if self._positions else []
        counted = list(map(len, places)) if places else np.maximum(weights, 1)
        frequencies = np.array(counted, np.int64)
        starts = np.cumsum(counts) - counts
        return Postings(
            counts,
            np.array(self.documents, np.uint32),
            narrowed(frequencies),
            np.add.reduceat(frequencies, starts),
            narrowed(np.array([place for of_posting in places for place in of_posting], np.int64)),
            np.zeros(0, np.uint8),
            weights if (frequencies != weights).any() else weights[:0],
        )
