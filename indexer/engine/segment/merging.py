"""How do several segments become one?

Stored bytes are copied as they are compressed; postings are copied slice by slice, a range of terms at a time, so that
memory is bounded however large the segments are. Deleted documents are left out.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from heapq import merge as merge_sorted
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import batches, bounds_of, narrowed
from indexer.engine.documents import Field
from indexer.engine.format.articles import ArticleWriter
from indexer.engine.format.blocks import BlockWriter
from indexer.engine.format.columns import NumberColumnsWriter
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.format.vectors import TermVectors, VectorWriter
from indexer.engine.segment import SUFFIX
from indexer.engine.segment.fields import ArticleTerms, SurfaceForms
from indexer.engine.segment.inversion import Postings, Run, merged
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.terms import Terms
from indexer.engine.segment.writing import STORED_BLOCK, SegmentFile, write_forms
from indexer.random_names import random_hex

__all__ = ["merge"]

_SLAB = 1 << 18
"""Tokens that are read at once, which take 25 MB until they are written; half as many take 3 MB less and 10 per cent
longer. Terms that have more are copied a part at a time, so that memory does not grow with the collection."""

_PIECE = 1 << 17
"""Tokens of one term that are copied at once."""

_VECTORS = 4096  # of which as many are copied at once


def merge(segments: Sequence[Segment], folder: Path, *, prefix: str = "") -> SegmentFile | None:
    """Write the documents of `segments` as one segment, in the same order; nothing where none is left.

    Raises DamagedIndexError and OSError.
    """
    documents = sum(segment.live for segment in segments)
    if not documents:
        return None
    name = f"{prefix}{random_hex()}"
    sections = SectionWriter(folder / f"{name}{SUFFIX}")
    try:
        stored = BlockWriter(sections, "stored", STORED_BLOCK)
        numbers = NumberColumnsWriter(sections, "document_numbers")
        articles = ArticleWriter(sections)
        moved = []
        before = 0
        for segment in segments:
            live = None if segment.deleted is None else ~segment.deleted
            stored.copy(segment.stored, live)
            numbers.copy(segment.documents_columns, live)
            moved.append(_Moved(segment, before, articles.count))
            articles.copy(segment.articles, segment.deleted, before)
            before += segment.live
        stored.finish()
        numbers.finish()
        article_of = articles.finish(documents)
        kinds = _kinds(segments)
        target = _Merged(sections, documents, articles.count, article_of)
        for kind in kinds.values():
            _merge_field(target, kind, moved)
        facts = {key: value for segment in segments for key, value in segment.sections.facts.items()}
        facts |= {"documents": documents, "fields": {kind.name: list(kind[1:]) for kind in kinds.values()}}
        size = sections.finish(facts)
    except BaseException:
        sections.discard()
        raise
    return SegmentFile(name, documents, size)


def _kinds(segments: Sequence[Segment]) -> dict[str, Field]:
    """The fields of all segments. Raises ValueError where two differ in what a field is."""
    kinds: dict[str, Field] = {}
    for segment in segments:
        for name, kind in segment.kinds.items():
            if kinds.setdefault(name, kind) != kind:
                raise ValueError(f"the segments' fields {name} are not of one kind")
    return kinds


class _Merged(NamedTuple):
    """The segment that is written: how many documents and articles it has, and the article of each document, or None
    where each is an article of its own."""

    sections: SectionWriter
    documents: int
    articles: int
    article_of: NDArray[np.uint32] | None

    def writer(self, kind: Field, lengths: NDArray[Any] | None) -> FieldWriter:
        """What writes the postings of a field."""
        if kind.per_article:
            return FieldWriter(self.sections, kind.name, self.articles, lengths)
        return FieldWriter(self.sections, kind.name, self.documents, lengths, self.article_of)


class _Moved:
    """A segment about to be merged: where its documents and articles are among those of all.

    `documents` and `articles` give the new number of each, -1 for deleted ones, or None where all are only moved by
    `offset` and `article_offset`.
    """

    def __init__(self, segment: Segment, offset: int, article_offset: int) -> None:
        self.segment = segment
        self.offset = offset
        self.article_offset = article_offset
        self.documents: NDArray[np.int64] | None = None
        self.articles: NDArray[np.int64] | None = None
        if segment.deleted is not None:
            self.documents = _numbered(segment.deleted, offset)
        gone = segment.articles.deleted
        if gone is not None:
            self.articles = _numbered(gone, article_offset)

    def source(
        self,
        field: Terms,
        ranks: NDArray[np.int64],
        forms: tuple[NDArray[np.uint32], NDArray[np.uint32]] | None,
        *,
        by_article: bool,
    ) -> _Source:
        """A field of it; `ranks` are the places of its terms among those of all."""
        offset, numbers = (self.article_offset, self.articles) if by_article else (self.offset, self.documents)
        return _Source(field, ranks, offset, numbers, *(forms or (None, None)))


def _numbered(deleted: NDArray[np.bool_], offset: int) -> NDArray[np.int64]:
    return np.where(deleted, -1, np.cumsum(~deleted) - 1 + offset)


class _Source(NamedTuple):
    """A field of one segment about to be merged.

    `ranks` are the places of its terms among those of all; `numbers` the new number of each document, or article where
    postings are kept by article, -1 for deleted ones, or None where all are only moved by `offset`. `forms` has the new
    form of each form of each term, which begin at `form_bounds`; None where there are none.
    """

    field: Terms
    ranks: NDArray[np.int64]
    offset: int
    numbers: NDArray[np.int64] | None
    form_bounds: NDArray[np.uint32] | None
    forms: NDArray[np.uint32] | None

    def run(self, numbers: range) -> Run:
        """The postings of some terms, without deleted documents; terms that have none left are left out."""
        return self._moved(numbers, self.field.slab(numbers))

    def pieces(self, rank: int) -> Iterator[Postings]:
        """The postings of the term with this place among all, without deleted documents, some at a time."""
        number = int(np.searchsorted(self.ranks, rank))
        if number < len(self.ranks) and self.ranks[number] == rank:
            for postings in self.field.pieces(number, _PIECE):
                run = self._moved(range(number, number + 1), postings)
                if len(run.terms):
                    yield run.postings

    def _moved(self, numbers: range, postings: Postings) -> Run:
        """Postings of these terms as they are in the merged segment."""
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


def _merge_field(target: _Merged, kind: Field, moved: Sequence[_Moved]) -> None:
    name, exact, sections = kind.name, kind.exact, target.sections
    lengths = _merge_lengths(sections, name, moved, name, by_article=kind.per_article)
    found = [(one, field) for one in moved if (field := _own_terms(one.segment, name)) is not None]
    terms, ranks = _union([field.terms(range(field.count)) for _, field in found])
    forms = None
    if exact and found:
        _merge_lengths(sections, exact, moved, kind.words, by_article=False)
        forms = _Forms([_surface_forms(one.segment, kind.words) for one, _ in found], ranks, len(terms))
    sources = [
        one.source(field, of_terms, of_forms, by_article=kind.per_article)
        for (one, field), of_terms, of_forms in zip(
            found, ranks, forms.renumbered if forms else [None] * len(found), strict=True
        )
    ]
    writer = target.writer(kind, lengths)
    slabs = [np.zeros(0, np.int64)]
    for until, is_long in _steps(sources, len(terms)):
        if is_long:
            if writer.add_long(terms[until.start], partial(_pieces, sources, until.start)):
                slabs.append(np.array([until.start]))
            continue
        runs = []
        for source in sources:
            first, last = np.searchsorted(source.ranks, (until.start, until.stop)).tolist()
            if first < last:
                runs.append(source.run(range(first, last)))
        for slab in merged([run for run in runs if len(run.terms)]):
            writer.add([terms[rank] for rank in slab.terms.tolist()], slab.postings)
            slabs.append(slab.terms)
    writer.finish()
    written = np.concatenate(slabs)
    if forms:
        seen_terms, seen_forms, counts = writer.forms_seen
        write_forms(sections, exact, forms.words(written[seen_terms], seen_forms), seen_terms, seen_forms, counts)
    if kind.vectors:
        by_segment = dict(zip((one.segment.name for one, _ in found), ranks, strict=True))
        _merge_vectors(sections, name, moved, by_segment, written)


def _merge_vectors(
    sections: SectionWriter,
    name: str,
    moved: Sequence[_Moved],
    ranks: Mapping[str, NDArray[np.int64]],
    written: NDArray[np.int64],
) -> None:
    """Write the term vectors of all articles; `ranks` are the places of each segment's terms among those of all, of
    which those `written` were left."""
    writer = VectorWriter(sections, name, len(written))
    for one in moved:
        segment = one.segment
        kept = np.arange(segment.articles.count) if one.articles is None else np.flatnonzero(one.articles >= 0)
        ordinals = np.zeros(0, np.int64)
        left = np.zeros(0, np.bool_)
        if segment.name in ranks:
            ordinals = np.searchsorted(written, ranks[segment.name])
            left = np.zeros(len(ordinals), np.bool_)
            inside = ordinals < len(written)
            left[inside] = written[ordinals[inside]] == ranks[segment.name][inside]
        for at in range(0, len(kept), _VECTORS):
            starts, terms, tf = segment.articles.vectors(kept[at : at + _VECTORS], name)
            # Of an article that has lost some documents, a term may be gone.
            mine = left[terms]
            bounds = bounds_of(mine)[starts]
            writer.add(TermVectors(bounds, ordinals[terms[mine]].astype(np.uint32), tf[mine]))
    writer.finish()


def _own_terms(segment: Segment, name: str) -> Terms | None:
    """The postings of a field as the segment keeps them, by document or by article."""
    field = segment.field(name)
    if isinstance(field, ArticleTerms):
        return field.by_article
    return field if isinstance(field, Terms) else None


def _union(vocabularies: Sequence[Iterable[bytes]]) -> tuple[list[bytes], list[NDArray[np.int64]]]:
    """All terms of sorted vocabularies, sorted, and the places of each one's terms among them."""
    terms: list[bytes] = []
    places = [array("q") for _ in vocabularies]
    for term, which in merge_sorted(*(zip(them, repeat(which)) for which, them in enumerate(vocabularies))):
        if not terms or terms[-1] != term:
            terms.append(term)
        places[which].append(len(terms) - 1)
    return terms, [np.frombuffer(mine, np.int64) for mine in places]


def _pieces(sources: Sequence[_Source], rank: int) -> Iterator[Postings]:
    """The postings of one term in all segments, some at a time."""
    for source in sources:
        yield from source.pieces(rank)


def _steps(sources: Sequence[_Source], terms: int) -> Iterator[tuple[range, bool]]:
    """Ranges of terms that have at most `_SLAB` tokens in all, and single terms that have more; whether it is such."""
    sizes = np.zeros(terms, np.int64)
    for source in sources:
        sizes[source.ranks] += source.field.token_counts()
    bounds = bounds_of(sizes)
    for numbers in batches(bounds, _SLAB):
        yield numbers, bool(bounds[numbers.stop] - bounds[numbers.start] > _SLAB)


def _merge_lengths(
    sections: SectionWriter, name: str, moved: Sequence[_Moved], source: str, *, by_article: bool
) -> NDArray[Any] | None:
    """Write, as those of the field `name`, the lengths that the field `source` has in the segments, and return them;
    None where there are none."""
    pieces = []
    some = False
    for one in moved:
        segment = one.segment
        field: Terms | SurfaceForms | None = _own_terms(segment, source)
        if field is None:
            shared = segment.field(source)
            field = shared if isinstance(shared, SurfaceForms) else None
        numbers = one.articles if by_article else one.documents
        if field is None or field.lengths is None:
            lengths: NDArray[Any] = np.zeros(segment.articles.count if by_article else segment.documents, np.uint8)
        else:
            lengths, some = field.lengths, True
        pieces.append(lengths if numbers is None else lengths[numbers >= 0])
    if not some:
        return None
    lengths = narrowed(np.concatenate(pieces))
    if not lengths.any():
        return None
    sections.add(f"{name}.lengths", lengths)
    return lengths


class _Forms:
    """The words of all terms, renumbered among those of their term: `places` are those of each segment's terms among
    all.

    The forms of a term are numbered as they come, segment by segment.
    """

    def __init__(self, fields: Sequence[SurfaceForms], places: Sequence[NDArray[np.int64]], terms: int) -> None:
        words, among = _union([field.terms(range(field.count)) for field in fields])
        # Each pair of a term and a word, of all segments; then each once, by term, and of one term as they come.
        pairs = np.empty(sum(map(len, among)), np.int64)
        end = 0
        for field, of_terms in zip(fields, places, strict=True):
            of_words = among.pop(0)
            begin, end = end, end + len(of_words)
            pairs[begin:end] = of_terms[field.shared()[0]]
            pairs[begin:end] *= len(words)
            pairs[begin:end] += of_words
        found, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
        del pairs
        of_pairs = found // max(len(words), 1)
        order = np.lexsort((first, of_pairs))
        self._begins = np.searchsorted(of_pairs, np.arange(terms))
        self._words = words
        self._word_of = (found % max(len(words), 1))[order]
        number = np.empty(len(order), np.int64)
        number[order] = np.arange(len(order)) - self._begins[of_pairs[order]]
        new = number[inverse]
        self.renumbered: list[tuple[NDArray[np.uint32], NDArray[np.uint32]]] = []
        """For each segment, where the forms of each of its terms begin, and the new number of each."""
        begin = 0
        for field, of_terms in zip(fields, places, strict=True):
            own, forms = (values.astype(np.int64) for values in field.shared())
            sizes = np.ones(len(of_terms), np.int64)
            np.maximum.at(sizes, own, forms + 1)
            bounds = bounds_of(sizes)
            numbers = np.zeros(int(bounds[-1]), np.uint32)
            numbers[bounds[own] + forms] = new[begin : begin + len(own)]
            begin += len(own)
            self.renumbered.append((bounds[:-1].astype(np.uint32), numbers))

    def words(self, terms: NDArray[np.int64], forms: NDArray[np.int64]) -> list[bytes]:
        """The words that are these forms of these terms."""
        return list(map(self._words.__getitem__, self._word_of[self._begins[terms] + forms].tolist()))


def _surface_forms(segment: Segment, name: str) -> SurfaceForms:
    field = segment.field(name)
    if not isinstance(field, SurfaceForms):
        raise TypeError(f"{name} has postings of its own")
    return field


def _sums(values: NDArray[Any], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of runs of `values` of these sizes, some of which may be empty."""
    bounds = bounds_of(sizes)
    return np.diff(np.concatenate(([0], np.cumsum(values, dtype=np.int64)))[bounds])
