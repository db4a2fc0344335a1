"""What does a segment on disk hold?

A `Segment` is one file of `builder`, mapped into memory, and the documents of it that were deleted since: fields with
their terms, documents with their stored bytes and numbers, and the articles that these belong to.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine.documents import Field as FieldKind
from indexer.engine.format.articles import ArticleReader
from indexer.engine.format.blocks import BlockReader
from indexer.engine.format.columns import NumberColumns
from indexer.engine.format.container import SectionReader
from indexer.engine.segment import SUFFIX
from indexer.engine.segment.fields import ArticleTerms, Field, PartForms, Parts, SurfaceForms
from indexer.engine.segment.terms import Terms

__all__ = ["Segment"]


class _Words(NamedTuple):
    """A field whose terms are surface forms of those of the field `stemmed`, where they occur in these parts of it;
    `common` is the field that has the parts that all documents of an article share."""

    stemmed: str
    parts: Parts
    common: str = ""


def _fields_of_words(kinds: Sequence[FieldKind]) -> dict[str, _Words]:
    """The fields that have another's postings."""
    found: dict[str, _Words] = {}
    common = next((kind for kind in kinds if kind.stemmed and kind.per_article), None)
    for kind in kinds:
        if not kind.exact:
            continue
        if common is not None and kind.exact != kind.words:
            found[kind.exact] = _Words(kind.name, "own", common.name)
            found[common.words] = _Words(kind.name, "common", common.name)
        else:
            found[kind.exact] = _Words(kind.name, "all")
        found[kind.words] = _Words(kind.name, "all")
    return found


class Segment:
    """One segment, open for reading. `deleted` says of each document whether it was deleted; None: none was.

    `stored` has the stored bytes of each document, by its number; `documents_columns` its numbers.

    Raises DamagedIndexError and OSError.
    """

    def __init__(self, folder: Path, name: str, deleted: NDArray[np.bool_] | None = None) -> None:
        self.name = name
        self.sections = SectionReader(folder / f"{name}{SUFFIX}")
        self.documents, self.kinds = self._read_facts()
        self.deleted = deleted
        self.stored = BlockReader(self.sections, "stored", self.documents)
        self.documents_columns = NumberColumns(self.sections, "document_numbers", self.documents)
        self.articles = ArticleReader(self.sections, self.documents, lambda: self.deleted)
        self._fields: dict[str, Field | None] = {}
        self._of_words = _fields_of_words(list(self.kinds.values()))

    def _read_facts(self) -> tuple[int, dict[str, FieldKind]]:
        """How many documents there are, which are fewer than bytes, and what is known of the fields."""
        facts = self.sections.facts
        try:
            documents: int = facts["documents"]
            if not 0 <= documents <= self.sections.size:
                raise self.sections.damaged(f"it says that it has {documents} documents")
            return operator.index(documents), {name: FieldKind(name, *said) for name, said in facts["fields"].items()}
        except (TypeError, KeyError, AttributeError) as error:
            raise self.sections.damaged(f"its facts cannot be read: {type(error).__name__}: {error}") from error

    @property
    def field_names(self) -> list[str]:
        """The names of all fields that have terms."""
        return sorted([*self.kinds, *self._of_words])

    @property
    def live(self) -> int:
        """How many documents are not deleted."""
        return self.documents - (0 if self.deleted is None else int(np.count_nonzero(self.deleted)))

    def field(self, name: str) -> Field | None:
        """The field of this name, or None where the segment has none."""
        if name not in self._fields:
            found: Field | None = None
            if name in self._of_words:
                found = self._words(self._of_words[name])
            elif name in self.kinds and self.kinds[name].per_article:
                found = ArticleTerms(self.sections, name, self.articles)
            elif name in self.kinds:
                found = Terms(self.sections, name, self.documents, self.articles)
            self._fields[name] = found
        return self._fields[name]

    def _words(self, words: _Words) -> Field | None:
        stems = self.field(words.stemmed)
        if not isinstance(stems, Terms):
            return None
        name = self.kinds[words.stemmed].exact
        common = self.field(words.common)
        if isinstance(common, ArticleTerms):
            return PartForms(self.sections, name, stems, words.parts, common)
        return SurfaceForms(self.sections, name, stems)

    def close(self) -> None:
        """Let the file go."""
        self._fields = {}
        self.sections.close()
