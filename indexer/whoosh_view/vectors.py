"""How are term vectors kept: for each document the terms of a field, with weights and the values of a format?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from indexer.arrays import bounds_of, narrowed
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.quiet import quiet
from indexer.whoosh_view.payloads import PayloadReader, taken_apart, write_payloads

with quiet():
    from whoosh.matching import ListMatcher

__all__ = ["VectorReader", "VectorWriter"]


class VectorWriter:
    """Collects the term vectors of one field. `format_` is the vector's format."""

    def __init__(self, format_: Any) -> None:
        self._format = format_
        self._documents: list[int] = []
        self._sizes: list[int] = []
        self._terms: list[int] = []
        self._weights: list[float] = []
        self._values: list[bytes] = []
        self._numbers: dict[str, int] = {}

    def add(self, document: int, items: Iterable[tuple[str, float, bytes]]) -> None:
        """Add the vector of a document: terms, each with its weight and value. A vector without terms is none."""
        before = len(self._terms)
        for term, weight, value in items:
            self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
            self._weights.append(weight)
            self._values.append(value)
        if len(self._terms) > before:
            self._documents.append(document)
            self._sizes.append(len(self._terms) - before)

    def write(self, sections: SectionWriter, prefix: str, documents: int) -> dict[str, Any]:
        """Write the vectors of the first `documents` documents into sections whose names begin with `prefix`; return
        the facts that reading them needs."""
        kept = sum(document < documents for document in self._documents)
        items = sum(self._sizes[:kept])
        sections.add(f"{prefix}documents", np.array(self._documents[:kept], np.uint32))
        sections.add(f"{prefix}items_at", narrowed(bounds_of(self._sizes[:kept])))
        sections.add(f"{prefix}terms", narrowed(np.array(self._terms[:items], np.int64)))
        sections.add(f"{prefix}weights", np.array(self._weights[:items], np.float32))
        words = [word.encode("utf-8", "surrogatepass") for word in self._numbers]
        sections.add(f"{prefix}words", np.frombuffer(b"".join(words), np.uint8))
        sections.add(f"{prefix}words_at", narrowed(bounds_of(list(map(len, words)))))
        return write_payloads(sections, prefix, taken_apart(self._format, self._values[:items]))


class VectorReader:
    """Reads what a VectorWriter wrote."""

    def __init__(self, sections: SectionReader, prefix: str, facts: dict[str, Any]) -> None:
        self._sections = sections
        self._prefix = prefix
        self._payloads = PayloadReader(sections, prefix, facts)

    def __contains__(self, document: int) -> bool:
        return self._place(document) >= 0

    def matcher(self, document: int, format_: Any) -> Any:
        """Whoosh's matcher over the terms of a document's vector. Raises KeyError where it has none."""
        place = self._place(document)
        if place < 0:
            raise KeyError(f"document {document} has no vector")
        sections, prefix = self._sections, self._prefix
        begin, end = sections.slice(f"{prefix}items_at", place, place + 2).tolist()
        terms = sections.slice(f"{prefix}terms", begin, end).tolist()
        weights = sections.slice(f"{prefix}weights", begin, end).tolist()
        values = list(map(self._payloads.value, range(begin, end)))
        return ListMatcher(list(map(self._word, terms)), weights, values, format_)

    def _place(self, document: int) -> int:
        documents = self._sections.array(f"{self._prefix}documents")
        place = int(np.searchsorted(documents, document))
        return place if place < len(documents) and documents[place] == document else -1

    def _word(self, number: int) -> str:
        begin, end = self._sections.slice(f"{self._prefix}words_at", number, number + 2).tolist()
        word = self._sections.slice(f"{self._prefix}words", begin, end).tobytes()
        return word.decode("utf-8", "surrogatepass")
