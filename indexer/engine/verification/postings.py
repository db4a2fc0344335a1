"""Can every posting list of a segment be read, and does what was computed from the postings agree with them?"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import batches, bounds_of
from indexer.engine.format.container import SectionReader, SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.fields import ArticleTerms, SurfaceForms
from indexer.engine.segment.inversion import Postings
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms
from indexer.engine.verification.sections import check_bounds, check_large, check_length, check_order, require
from indexer.errors import DamagedIndexError

__all__ = ["field_checks", "own_terms", "slabs"]

_SLAB: Final = 1 << 19
"""Tokens that are read at once."""

_VECTORS: Final = 4096
"""Term vectors that are read at once."""

_COMPUTED: Final = (
    *("terms", "terms_at", "counts", "positions_at", "weights_at", "blocks", "blocks_of", "blocks_at"),
    *("bounds", "bounds_of", "repeated", "repeated_large_at", "repeated_large"),
)
"""The sections of a field that follow from its postings alone, however those are packed."""


def field_checks(segment: Segment) -> Iterator[Callable[[], None]]:
    """The checks of all fields. Each raises DamagedIndexError with the place, or what decoding altered bytes raises."""
    for kind in segment.kinds.values():
        yield partial(_check_field, segment, kind.name, kind.exact)
        if kind.vectors:
            yield partial(_check_vectors, segment, kind.name)


def own_terms(segment: Segment, name: str) -> Terms:
    """The postings of a field as the segment keeps them, by document or by article."""
    field = segment.field(name)
    if isinstance(field, ArticleTerms):
        return field.by_article
    if not isinstance(field, Terms):
        raise DamagedIndexError(f"{name}: it has no postings of its own")
    return field


def slabs(terms: Terms) -> Iterator[tuple[range, Postings]]:
    """The postings of all terms, so many terms at once as have about `_SLAB` tokens."""
    for numbers in batches(bounds_of(terms.token_counts()), _SLAB):
        yield numbers, terms.slab(numbers)


def _check_field(segment: Segment, name: str, exact: str) -> None:
    sections = segment.sections
    _check_sections(sections, name)
    field = own_terms(segment, name)
    size = field.documents
    counts = sections.array(f"{name}.counts").astype(np.int64)
    require(bool(((counts >= 1) & (counts <= size)).all()), f"{name}.counts", "a term has too many documents, or none")
    for of in (name, exact):
        if f"{of}.lengths" in sections:
            check_length(sections, f"{of}.lengths", size)
    articles = None
    if not segment.kinds[name].per_article and size != segment.articles.count:
        articles = np.repeat(np.arange(segment.articles.count, dtype=np.uint32), segment.articles.sizes)
    computed = _Computed()
    writer = FieldWriter(computed, name, size, field.lengths, articles)
    for numbers, postings in slabs(field):
        terms = list(field.terms(numbers))
        _check_postings(name, terms, postings, size)
        writer.add(terms, postings)
    writer.finish()
    for label in _COMPUTED:
        section = f"{name}.{label}"
        own = sections.array(section) if section in sections else np.zeros(0, np.uint8)
        right = computed.sections.get(section, np.zeros(0, np.uint8))
        require(np.array_equal(own, right), section, "it does not agree with the postings")
    terms = list(field.terms(range(field.count)))
    _check_sorted(f"{name}.terms", terms)
    if exact:
        _check_forms(segment, segment.kinds[name].words, exact, field.count, writer.forms_seen)


def _check_sections(sections: SectionReader, name: str) -> None:
    """The sections of a field are as long as they must be."""
    count = sections.length(f"{name}.counts")
    check_bounds(sections, f"{name}.terms_at", count, sections.length(f"{name}.terms"))
    for label in ("documents", "frequencies", "positions", "forms", "weights"):
        section = f"{name}.{label}"
        if f"{section}_at" in sections:
            check_bounds(sections, f"{section}_at", count, sections.length(section))
        # Of packed numbers the places are counted in bits.
        bits = 8 if label in {"frequencies", "forms"} else 1
        check_large(sections, section, bits * sections.length(section))
    check_large(sections, f"{name}.repeated", sections.length(f"{name}.repeated"))


def _check_postings(name: str, terms: list[bytes], postings: Postings, size: int) -> None:
    """Postings of some terms: documents ascend, and each has as many positions as its frequency says."""
    bounds = bounds_of(postings.counts)
    documents = postings.documents.astype(np.int64)

    def place(at: int) -> str:
        term = terms[int(np.searchsorted(bounds, at, "right")) - 1]
        return f"{name}, postings of {term.decode('utf-8', 'backslashreplace')!r}"

    steps = np.diff(documents, prepend=-1)
    steps[bounds[:-1]] = 1
    wrong = np.flatnonzero((steps <= 0) | (documents >= size))
    require(
        not len(wrong), place(int(wrong[0])) if len(wrong) else name, "the documents are not ascending, or too many"
    )
    frequencies = postings.frequencies.astype(np.int64)
    wrong = np.flatnonzero(frequencies < 1)
    require(not len(wrong), place(int(wrong[0])) if len(wrong) else name, "a document has the term zero times")
    if not len(postings.positions):
        return
    tokens = np.add.reduceat(frequencies, bounds[:-1]) if len(terms) else frequencies
    wrong = bounds[:-1][tokens != postings.places]
    require(not len(wrong), place(int(wrong[0])) if len(wrong) else name, "it has more or fewer positions than tokens")
    steps = np.diff(postings.positions.astype(np.int64), prepend=0)
    starts = bounds_of(frequencies)
    steps[starts[:-1]] = 0
    wrong = np.flatnonzero(steps < 0)
    at = int(np.searchsorted(starts, wrong[0], "right")) - 1 if len(wrong) else 0
    require(not len(wrong), place(at) if len(wrong) else name, "the positions are not ascending")


def _check_forms(segment: Segment, words: str, exact: str, stems: int, seen: NDArray[np.int64]) -> None:
    """The words of a field are exactly the forms that its stems' tokens have, each in so many documents."""
    sections = segment.sections
    count = sections.length(f"{exact}.counts")
    check_bounds(sections, f"{exact}.terms_at", count, sections.length(f"{exact}.terms"))
    check_length(sections, f"{exact}.stems", count)
    check_length(sections, f"{exact}.form", count)
    field = segment.field(words)
    require(isinstance(field, SurfaceForms), exact, "it has postings of its own")
    _check_sorted(f"{exact}.terms", list(field.terms(range(count))) if field is not None else [])
    numbers = sections.array(f"{exact}.stems").astype(np.int64)
    require(bool((numbers < stems).all()), f"{exact}.stems", f"a number is not below {stems}")
    own = np.stack([numbers, *(sections.array(f"{exact}.{label}").astype(np.int64) for label in ("form", "counts"))])
    right = seen[:, np.lexsort((seen[1], seen[0]))]
    own = own[:, np.lexsort((own[1], own[0]))]
    require(np.array_equal(own, right), exact, "its words do not agree with the surface forms of the postings")


def _check_vectors(segment: Segment, name: str) -> None:
    sections, count, section = segment.sections, segment.articles.count, f"{name}.vectors"
    if section not in sections:
        return
    terms = own_terms(segment, name).count
    check_bounds(sections, f"{section}_at", count, sections.length(section))
    require(not (sections.array(f"{section}_at") & 1).any(), f"{section}_at", "a vector begins within a byte")
    check_length(sections, f"{section}_tf", sections.length(section) // 2)
    check_large(sections, section, sections.length(section))
    for at in range(0, count, _VECTORS):
        starts, ordinals, _ = segment.articles.vectors(np.arange(at, min(at + _VECTORS, count)), name)
        for article, (begin, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True), at):
            check_order(ordinals[begin:end], f"{section}, article {article}", terms)


def _check_sorted(place: str, terms: list[bytes]) -> None:
    for before, term in pairwise(terms):
        require(before < term, place, f"{term!r} is not behind {before!r}")


class _Computed(SectionWriter):
    """Keeps those sections of a field that are computed from its postings, in memory."""

    def __init__(self) -> None:
        # The name of a file only says where temporary files go.
        super().__init__(Path(tempfile.gettempdir(), "field"), io.BytesIO())
        self.sections: dict[str, NDArray[Any]] = {}

    def add(self, name: str, values: NDArray[Any]) -> None:
        """Keep a section."""
        if name.rpartition(".")[2] in _COMPUTED:
            self.sections[name] = values
