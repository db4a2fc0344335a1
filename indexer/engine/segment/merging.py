"""How do several segments become one?

Stored bytes are copied as they are compressed; postings are copied slice by slice, a range of terms at a time, so that
memory is bounded however large the segments are. Deleted documents are left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from heapq import merge as merge_sorted
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed
from indexer.engine.builder import SegmentFile, write_forms
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.docstore import DocumentWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.inversion import Postings, Run, merged
from indexer.engine.segment.segment import SUFFIX, Segment, SurfaceForms, Terms

__all__ = ["merge"]

_SLAB = 1 << 19
"""Tokens of a segment that are read at once."""


def merge(segments: Sequence[Segment], folder: Path, *, prefix: str = "") -> SegmentFile | None:
    """Write the documents of `segments` as one segment, in the same order; nothing where none is left.

    Raises DamagedIndexError and OSError.
    """
    documents = sum(segment.live for segment in segments)
    if not documents:
        return None
    name = f"{prefix}{secrets.token_hex(8)}"
    sections = SectionWriter(folder / f"{name}{SUFFIX}")
    try:
        stored = DocumentWriter(sections)
        for segment in segments:
            stored.copy(segment.stored, segment.deleted)
        stored.finish()
        fields: dict[str, list[Any]] = {}
        for segment in segments:
            fields.update(segment.sections.facts["fields"])
        for field, facts in fields.items():
            _merge_field(sections, field, facts[1], segments, documents)
        size = sections.finish({"documents": documents, "fields": fields})
    except BaseException:
        sections.discard()
        raise
    return SegmentFile(name, documents, size)


class _Source(NamedTuple):
    """A field of one segment about to be merged.

    `ranks` are the places of its terms among those of all; `numbers` the new number of each document, -1 for deleted
    ones, or None where all are only moved by `offset`. `forms` has the new form of each form of each term, which
    begin at `form_bounds`; None where there are none.
    """

    field: Terms
    ranks: NDArray[np.int64]
    offset: int
    numbers: NDArray[np.int64] | None
    form_bounds: NDArray[np.int64] | None
    forms: NDArray[np.int64] | None

    def run(self, numbers: range) -> Run:
        """The postings of some terms, without deleted documents; terms that have none left are left out."""
        postings = self.field.slab(numbers)
        terms = self.ranks[numbers.start : numbers.stop]
        if self.forms is not None and self.form_bounds is not None:
            begins = np.repeat(self.form_bounds[numbers.start : numbers.stop], postings.places)
            postings = postings._replace(forms=narrowed(self.forms[begins + postings.forms]))
        if self.numbers is None:
            return Run(terms, postings._replace(documents=postings.documents + np.uint32(self.offset)))
        documents = self.numbers[postings.documents]
        live = documents >= 0
        tokens = np.repeat(live, postings.frequencies) if len(postings.positions) else live[:0]
        counts = _sums(live, postings.counts)
        left = counts > 0
        return Run(
            terms[left],
            Postings(
                counts[left],
                documents[live].astype(np.uint32),
                postings.frequencies[live],
                _sums(tokens, postings.places)[left] if len(tokens) else postings.places[left],
                postings.positions[tokens],
                postings.forms[tokens] if len(postings.forms) else postings.forms,
                postings.weights[live] if len(postings.weights) else postings.weights,
            ),
        )


def _merge_field(sections: SectionWriter, name: str, exact: str, segments: Sequence[Segment], documents: int) -> None:
    lengths = _merge_lengths(sections, name, segments)
    found = [(segment, field) for segment in segments if isinstance(field := segment.field(name), Terms)]
    terms, ranks = _union([list(field.terms(range(field.count))) for _, field in found])
    words: dict[tuple[int, int], bytes] = {}
    renumbered: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]] | None] = [None] * len(found)
    if exact:
        _merge_lengths(sections, exact, segments)
        renumbered, words = _merge_forms(exact, [segment for segment, _ in found], ranks)
    offsets = dict(zip(map(id, segments), bounds_of([segment.live for segment in segments]).tolist(), strict=False))
    sources = []
    for (segment, field), of_terms, forms in zip(found, ranks, renumbered, strict=True):
        offset = offsets[id(segment)]
        numbers = None
        if segment.deleted is not None:
            numbers = np.where(segment.deleted, -1, np.cumsum(~segment.deleted) - 1 + offset)
        bounds, new = forms or (None, None)
        sources.append(_Source(field, of_terms, offset, numbers, bounds, new))
    writer = FieldWriter(sections, name, documents, lengths)
    written: list[NDArray[np.int64]] = []
    for until in _steps(sources, len(terms)):
        runs = []
        for source in sources:
            first, last = np.searchsorted(source.ranks, (until.start, until.stop)).tolist()
            if first < last:
                runs.append(source.run(range(first, last)))
        for slab in merged([run for run in runs if len(run.terms)]):
            writer.add([terms[rank] for rank in slab.terms.tolist()], slab.postings)
            written.append(slab.terms)
    writer.finish()
    if exact:
        seen_terms, seen_forms, counts = writer.forms_seen
        seen_ranks = np.concatenate(written)[seen_terms] if written else seen_terms
        seen = [words[pair] for pair in zip(seen_ranks.tolist(), seen_forms.tolist(), strict=True)]
        write_forms(sections, exact, seen, seen_terms, seen_forms, counts)


def _union(vocabularies: Sequence[list[bytes]]) -> tuple[list[bytes], list[NDArray[np.int64]]]:
    """All terms of sorted vocabularies, sorted, and the places of each one's terms among them."""
    terms = [term for term, _ in groupby(merge_sorted(*vocabularies))]
    places = {term: place for place, term in enumerate(terms)}
    return terms, [
        np.fromiter(map(places.__getitem__, vocabulary), np.int64, len(vocabulary)) for vocabulary in vocabularies
    ]


def _steps(sources: Sequence[_Source], terms: int) -> Iterator[range]:
    """Ranges of terms that have about `_SLAB` tokens in all."""
    sizes = np.zeros(terms, np.int64)
    for source in sources:
        sizes[source.ranks] += source.field.token_counts()
    bounds = bounds_of(sizes)
    at = 0
    while at < terms:
        until = max(at + 1, int(np.searchsorted(bounds, bounds[at] + _SLAB, "right")) - 1)
        yield range(at, until)
        at = until


def _merge_lengths(sections: SectionWriter, name: str, segments: Sequence[Segment]) -> NDArray[Any] | None:
    fields = [segment.field(name) for segment in segments]
    if all(field is None or field.lengths is None for field in fields):
        return None
    pieces = []
    for segment, field in zip(segments, fields, strict=True):
        lengths = np.zeros(segment.documents, np.uint8) if field is None or field.lengths is None else field.lengths
        pieces.append(lengths if segment.deleted is None else lengths[~segment.deleted])
    lengths = narrowed(np.concatenate(pieces))
    sections.add(f"{name}.lengths", lengths)
    return lengths


def _merge_forms(
    exact: str, segments: Sequence[Segment], ranks: Sequence[NDArray[np.int64]]
) -> tuple[list[tuple[NDArray[np.int64], NDArray[np.int64]]], dict[tuple[int, int], bytes]]:
    """New numbers for the forms of all terms: for each segment where those of each of its terms begin, and the new
    number of each; and the word of each new pair of term and form."""
    numbers: dict[tuple[int, bytes], int] = {}
    counts: dict[int, int] = {}
    renumbered = []
    for segment, of_terms in zip(segments, ranks, strict=True):
        field = segment.field(exact)
        if not isinstance(field, SurfaceForms):
            raise TypeError(f"{exact} has postings of its own")
        stems, forms = (array.astype(np.int64) for array in field.shared())
        sizes = np.ones(len(of_terms), np.int64)
        np.maximum.at(sizes, stems, forms + 1)
        bounds = bounds_of(sizes)
        new = np.zeros(int(bounds[-1]), np.int64)
        places = (bounds[stems] + forms).tolist()
        for place, rank, word in zip(places, of_terms[stems].tolist(), field.terms(range(field.count)), strict=True):
            number = numbers.get((rank, word))
            if number is None:
                number = numbers[rank, word] = counts.get(rank, 0)
                counts[rank] = number + 1
            new[place] = number
        renumbered.append((bounds[:-1], new))
    return renumbered, {(rank, number): word for (rank, word), number in numbers.items()}


def _sums(values: NDArray[Any], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of runs of `values` of these sizes, some of which may be empty."""
    bounds = bounds_of(sizes)
    return np.diff(np.concatenate(([0], np.cumsum(values, dtype=np.int64)))[bounds])
