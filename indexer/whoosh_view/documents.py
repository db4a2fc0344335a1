"""How is what belongs to each document itself kept: stored values, field lengths, columns and term vectors?

All but the columns, which Whoosh's own classes write to files of their own, are in one file for each segment. It does
not depend on the postings: a process of Whoosh's that indexes for another one hands over documents without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader
from indexer.quiet import quiet
from indexer.whoosh_view.document_reader import SegmentDocumentReader
from indexer.whoosh_view.segment import ArraySegment
from indexer.whoosh_view.storages import create_sections, open_sections
from indexer.whoosh_view.values import packed, unpacked
from indexer.whoosh_view.vectors import VectorReader, VectorWriter

with quiet():
    from whoosh.codec import base

__all__ = ["ArrayDocumentReader", "ArrayDocumentWriter"]


class ArrayDocumentWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Takes what belongs to each document, and writes it when it is closed."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._stored: list[str] = []
        self._lengths: dict[str, dict[int, int]] = {}
        self._vectors: dict[str, VectorWriter] = {}
        self._columns: dict[str, Any] = {}
        self._values: list[str] | None = None  # of the document that was begun and not finished
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin the next document. Raises ValueError where its number is not the next one, or where the last document
        was refused: Whoosh has taken some of its terms already."""
        if self._values is not None:
            raise ValueError(f"document {len(self._stored)} was not finished: cancel the writer, or commit without it")
        if docnum != len(self._stored):
            raise ValueError(f"document {docnum} cannot follow document {len(self._stored) - 1}")
        self._values = []

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        """Note the stored value and the length of a field of the document. Raises TypeError, which names the field,
        for a value that cannot be stored."""
        values = self._begun()
        if value is not None:
            values.append(f"{packed('', fieldname)}: {packed(fieldname, value)}")
        if length:
            self._lengths.setdefault(fieldname, {})[len(self._stored)] = length

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Note the value of a column of the document."""
        self._begun()
        if fieldname not in self._columns:
            file = self._storage.create_file(self._segment.column_file(fieldname))
            self._columns[fieldname] = columnobj.writer(file)
        self._columns[fieldname].add(len(self._stored), value)

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Iterable[tuple[str, float, bytes]]) -> None:
        """Note the term vector of a field of the document: terms, weights and the values of the vector's format."""
        self._begun()
        if fieldname not in self._vectors:
            self._vectors[fieldname] = VectorWriter(fieldobj.vector)
        self._vectors[fieldname].add(len(self._stored), items)

    def finish_doc(self) -> None:
        """End the document."""
        self._stored.append(f"{{{', '.join(self._begun())}}}")
        self._values = None

    def close(self) -> None:
        """Write the file, and finish the columns. A document that was not finished is left out."""
        count = len(self._stored)
        sections = create_sections(self._storage, self._segment.documents_file())
        stored = [line.encode() for line in self._stored]
        sections.add("stored", np.frombuffer(b"".join(stored), np.uint8))
        sections.add("stored_at", narrowed(bounds_of(list(map(len, stored)))))
        for name, lengths in self._lengths.items():
            known = np.zeros(count, np.int64)
            for document, length in lengths.items():
                if document < count:
                    known[document] = length
            sections.add(f"lengths:{name}", narrowed(known))
        vectors = {name: writer.write(sections, f"vectors:{name}:", count) for name, writer in self._vectors.items()}
        sections.finish({"documents": count, "vectors": vectors})
        for column in self._columns.values():
            column.finish(count)
            column._dbfile.close()
        self._segment.set_doc_count(count)
        self.is_closed = True

    def _begun(self) -> list[str]:
        if self._values is None:
            raise ValueError("no document was begun")
        return self._values


class ArrayDocumentReader(SegmentDocumentReader):
    """Reads what ArrayDocumentWriter wrote."""

    def __init__(self, storage: Any, segment: ArraySegment) -> None:
        self._storage = storage
        self._sections: SectionReader = open_sections(storage, segment.documents_file())
        super().__init__(segment, self._sections.facts["documents"])
        self._vectors: dict[str, VectorReader] = {}
        self._files: dict[str, Any] = {}

    def close(self) -> None:
        """Let the files go."""
        self._sections.close()
        for file in self._files.values():
            file.close()

    def supports_columns(self) -> bool:
        """True: Whoosh's columns are kept as they are."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether the field has a column."""
        return bool(self._storage.file_exists(self._listed.column_file(fieldname)))

    def column_reader(self, fieldname: str, column: Any) -> Any:
        """The column of a field."""
        name = self._listed.column_file(fieldname)
        if name not in self._files:
            self._files[name] = self._storage.open_file(name)
        return column.reader(self._files[name], 0, self._storage.file_length(name), self._count)

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Whether a field of a document has a term vector."""
        reader = self._vector(fieldname)
        return reader is not None and docnum in reader

    def vector(self, docnum: int, fieldname: str, format_: Any) -> Any:
        """A matcher over the terms of a field of a document. Raises KeyError where it has no term vector."""
        reader = self._vector(fieldname)
        if reader is None:
            raise KeyError(f"No vector found for document {docnum} field {fieldname!r}")
        return reader.matcher(docnum, format_)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The stored values of a document."""
        begin, end = self._sections.slice("stored_at", docnum, docnum + 2).tolist()
        return unpacked(self._sections.slice("stored", begin, end).tobytes())

    def _lengths(self, name: str) -> NDArray[Any]:
        section = f"lengths:{name}"
        return self._sections.array(section) if section in self._sections else np.zeros(0, np.uint8)

    def _vector(self, name: str) -> VectorReader | None:
        if name not in self._vectors and name in self._sections.facts["vectors"]:
            facts = self._sections.facts["vectors"][name]
            self._vectors[name] = VectorReader(self._sections, f"vectors:{name}:", facts)
        return self._vectors.get(name)
