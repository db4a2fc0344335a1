"""How do documents become a segment on disk?

Documents are collected, analysed and inverted a batch at a time, and their postings kept in memory until the segment is
finished. Each process that indexes has a builder of its own and writes whole segments; nothing of them is seen by a
reader until a commit names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.bulk import BulkAnalyzer, Tokens
from indexer.arrays import bounds_of, narrowed, ranges
from indexer.engine.documents import Document, Field, Part
from indexer.engine.format.articles import ArticleWriter
from indexer.engine.format.blocks import BlockWriter
from indexer.engine.format.columns import NumberColumnsWriter
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.format.vectors import VectorWriter
from indexer.engine.segment import SUFFIX
from indexer.engine.segment.heaviest import HeaviestTerms, RepeatedTokens
from indexer.engine.segment.inversion import Run, invert
from indexer.engine.segment.writing import STORED_BLOCK, SegmentFile, write_forms, write_runs
from indexer.random_names import random_hex

__all__ = ["SegmentBuilder"]

MOST_BYTES = 64 * 2**20
"""Postings held in memory before `SegmentBuilder.full`: about 110,000 passages. A process then takes 300 MB. Processes
that work together share them."""

_MOST_SHARERS = 4
"""Smaller shares would make many segments, and hardly less memory: without any postings a process takes 170 MB."""

_BATCH = 1_300_000  # characters that are analysed at once: what they become should stay in the processor's cache
_FIRST_BATCH = 40_000  # as few at first, each time twice as many: what is not known yet is looked up piece by piece
_LONGEST = 8  # times as many where one article has as many: it is cut only then, since its terms are added up whole
_MOST_CHUNKS = 500_000  # that an analyzer may remember before another takes its place: about 400 bytes each


class _TextField:
    """The parts of one analysed field that wait for the next batch, and the runs of the batches before.

    `units` are what its postings are about: documents, or articles, numbered from the first of the batch.
    """

    def __init__(self, field: Field, analyzer: BulkAnalyzer) -> None:
        self.field = field
        self.heaviest = HeaviestTerms(field.vectors, analyzer) if field.vectors else None
        self.runs: list[Run] = []
        self.lengths: list[NDArray[np.int64]] = []
        self.exact_lengths: list[NDArray[np.int64]] = []
        self.clear()

    def clear(self) -> None:
        self.parts: list[int] = []
        self.weights: list[int] = []
        self.units: list[int] = []


class _TermField:
    """The terms of one field that is not analysed."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.numbers: dict[bytes, int] = {}
        self.runs: list[Run] = []
        self.lengths: list[NDArray[np.int64]] = []
        self.clear()

    def clear(self) -> None:
        self.tokens: list[int] = []
        self.positions: list[int] = []
        self.sizes: list[int] = []

    def add(self, terms: Sequence[bytes]) -> None:
        """Add the terms of the next document or article."""
        if not terms:  # most articles lack most fields
            self.sizes.append(0)
            return
        known = self.numbers
        self.put([known.setdefault(term, len(known)) for term in terms])

    def put(self, numbers: Sequence[int]) -> None:
        """The same by their numbers."""
        self.tokens += numbers
        self.positions += range(len(numbers))
        self.sizes.append(len(numbers))

    def run(self, first: int) -> Run | None:
        """The postings of what was added since the last run, the first of which has this number."""
        sizes = np.array(self.sizes, np.int64)
        units = np.repeat(np.arange(first, first + len(sizes), dtype=np.uint32), sizes)
        self.lengths.append(sizes)
        numbers, positions = np.array(self.tokens, np.int32), np.array(self.positions, np.int64)
        self.clear()
        return invert(numbers, units, positions) if len(units) else None


class SegmentBuilder:
    """Collects documents and writes them as one segment, a file in `folder` whose name begins with `prefix`.

    An `analyzer` that has seen other documents may be given: it then knows their words. So many `sharers` build at the
    same time, each in a process of its own.
    """

    def __init__(
        self,
        folder: Path,
        fields: Sequence[Field],
        *,
        prefix: str = "",
        analyzer: BulkAnalyzer | None = None,
        sharers: int = 1,
    ) -> None:
        self.name = f"{prefix}{random_hex()}"
        self.documents = 0
        self.analyzer = analyzer if analyzer is not None and analyzer.size < _MOST_CHUNKS else BulkAnalyzer()
        self._fields = tuple(fields)
        self._sections = SectionWriter(folder / f"{self.name}{SUFFIX}")
        self._stored = BlockWriter(self._sections, "stored", STORED_BLOCK)
        self._numbers = NumberColumnsWriter(self._sections, "document_numbers")
        self._articles = ArticleWriter(self._sections)
        self._group: bytes | None = None
        self._article = -1  # the number of the last article
        self._texts = {field.name: _TextField(field, self.analyzer) for field in fields if field.stemmed}
        self._terms = {field.name: _TermField(field) for field in fields if not field.stemmed}
        self._terms_by_document = {name: terms for name, terms in self._terms.items() if not terms.field.per_article}
        self._terms_by_article = {name: terms for name, terms in self._terms.items() if terms.field.per_article}
        self._bytes = 0
        self._most_bytes = MOST_BYTES // min(sharers, _MOST_SHARERS)
        self._batch_limit = _FIRST_BATCH if not self.analyzer.size else _BATCH
        self._begin_batch()

    def _begin_batch(self) -> None:
        self._batch_start = self.documents
        self._article_start = self._articles.count
        self._batch: dict[str, int] = {}
        self._batch_size = 0
        self._gaps: list[int] = []
        self._article_gaps: list[int] = []
        self._article_of: list[int] = []
        self._last_terms: Mapping[str, Sequence[bytes]] | None = None

    @property
    def full(self) -> bool:
        """Whether the segment takes so much memory that it should be finished."""
        return self._bytes >= self._most_bytes

    def add(self, document: Document) -> None:
        """Add one document."""
        begins = document.group != self._group
        if self._batch_size >= (self._batch_limit if begins else _LONGEST * self._batch_limit):
            self._invert(ends=begins)
            self._batch_limit = min(2 * self._batch_limit, _BATCH)
        if begins:
            self._group = document.group
            self._articles.add(document.group, self.documents, document.article)
            self._article += 1
            self._article_gaps.append(document.gap)
            for name, terms in self._terms_by_article.items():
                terms.add(document.terms.get(name, ()))
        number = self.documents - self._batch_start
        for name, parts in document.texts.items():
            waiting = self._texts[name]
            if not waiting.field.per_article:
                self._add_parts(waiting, parts, number)
            elif begins:
                self._add_parts(waiting, parts, len(self._article_gaps) - 1)
        self._gaps.append(document.gap)
        self._article_of.append(self._article)
        if self._terms_by_document:
            self._add_terms(document.terms)
        self._stored.add(document.stored)
        if document.numbers:
            self._numbers.skip_to(self.documents)
            self._numbers.add(document.numbers)
        self.documents += 1

    def _add_parts(self, waiting: _TextField, parts: Sequence[Part], unit: int) -> None:
        batch = self._batch
        for text, weight in parts:
            index = batch.setdefault(text, len(batch))
            if index == len(batch) - 1:
                self._batch_size += len(text)
            waiting.parts.append(index)
            waiting.weights.append(weight)
            waiting.units.append(unit)

    def _add_terms(self, terms: Mapping[str, Sequence[bytes]]) -> None:
        if terms is not self._last_terms:
            self._last_terms = terms
            self._last_numbers = {}
            for name, field in self._terms_by_document.items():
                known = field.numbers
                self._last_numbers[name] = [known.setdefault(term, len(known)) for term in terms.get(name, ())]
        for name, numbers in self._last_numbers.items():
            self._terms_by_document[name].put(numbers)

    def _invert(self, *, ends: bool = True) -> None:
        """Turn the documents that wait into runs of postings; with the last of them its article `ends`, or it does
        not."""
        if self.documents == self._batch_start:
            return
        tokens = self.analyzer.analyse(list(self._batch))
        gaps, article_gaps = np.array(self._gaps, np.int64), np.array(self._article_gaps, np.int64)
        articles = np.array(self._article_of, np.int64)
        for text_field in self._texts.values():
            if text_field.field.per_article:
                run = _invert_texts(text_field, tokens, article_gaps, self._article_start, self.analyzer)
            else:
                run = _invert_texts(text_field, tokens, gaps, self._batch_start, self.analyzer)
            self._keep(text_field.runs, run)
            if text_field.heaviest is not None and run is not None:
                goes_on = bool(articles[0] < self._article_start)
                repeated = _repeated(text_field, tokens, articles, self.analyzer, goes_on=goes_on)
                text_field.heaviest.add(run, articles, self._batch_start, repeated, ends=ends)
            text_field.clear()
        for term_field in self._terms.values():
            first = self._article_start if term_field.field.per_article else self._batch_start
            self._keep(term_field.runs, term_field.run(first))
        self._begin_batch()

    def _keep(self, runs: list[Run], run: Run | None) -> None:
        if run is not None:
            self._bytes += run.bytes
            runs.append(run)

    def finish(self) -> SegmentFile | None:
        """Write the segment out, or nothing where it is empty."""
        if not self.documents:
            self.discard()
            return None
        self._invert()
        self._stored.finish()
        self._numbers.skip_to(self.documents)
        self._numbers.finish()
        articles = self._articles.finish(self.documents)
        for field in self._fields:
            if field.stemmed:
                self._finish_text(self._texts[field.name], articles)
            else:
                self._finish_terms(self._terms[field.name], articles)
        size = self._sections.finish(
            {"documents": self.documents, "fields": {field.name: list(field[1:]) for field in self._fields}}
        )
        return SegmentFile(self.name, self.documents, size)

    def discard(self) -> None:
        """Give the segment up."""
        self._sections.discard()

    def _writer(
        self, field: Field, lengths: list[NDArray[np.int64]], articles: NDArray[np.uint32] | None
    ) -> FieldWriter:
        written = _write_lengths(self._sections, field.name, lengths) if field.scored else None
        if field.per_article:
            return FieldWriter(self._sections, field.name, self._articles.count, written)
        return FieldWriter(self._sections, field.name, self.documents, written, articles)

    def _finish_text(self, waiting: _TextField, articles: NDArray[np.uint32] | None) -> None:
        field, analyzer = waiting.field, self.analyzer
        writer = self._writer(field, waiting.lengths, articles)
        found = write_runs(writer, waiting.runs, lambda number: analyzer.stems[number].encode())
        ranks = np.full(len(analyzer.stems), -1, np.int64)
        ranks[: len(found)] = found
        if field.exact:
            if field.scored:
                _write_lengths(self._sections, field.exact, waiting.exact_lengths)
            # Words by stem and form, to find the word of each pair that was seen.
            known = np.flatnonzero(ranks[analyzer.stem_of] >= 0)
            keys = (ranks[analyzer.stem_of[known]] << 32) + analyzer.form_of[known]
            order = np.argsort(keys)
            stems, forms, counts = writer.forms_seen
            numbers = known[order[np.searchsorted(keys, (stems << 32) + forms, sorter=order)]]
            words = [analyzer.words[number].encode() for number in numbers.tolist()]
            write_forms(self._sections, field.exact, words, stems, forms, counts)
        if waiting.heaviest is not None:
            vectors = VectorWriter(self._sections, field.name, int(ranks.max(initial=-1)) + 1)
            vectors.add(waiting.heaviest.finish(ranks, self._articles.count))
            vectors.finish()

    def _finish_terms(self, waiting: _TermField, articles: NDArray[np.uint32] | None) -> None:
        terms = list(waiting.numbers)
        write_runs(self._writer(waiting.field, waiting.lengths, articles), waiting.runs, terms.__getitem__)


def _write_lengths(sections: SectionWriter, name: str, pieces: list[NDArray[np.int64]]) -> NDArray[Any]:
    """Write the lengths of a field, unless no document has anything in it."""
    lengths = narrowed(np.concatenate(pieces))
    if lengths.any():
        sections.add(f"{name}.lengths", lengths)
    return lengths


def _invert_texts(
    waiting: _TextField, tokens: Tokens, gaps: NDArray[np.int64], first: int, analyzer: BulkAnalyzer
) -> Run | None:
    """The postings of one field's parts, which are texts that `tokens` holds. `first` is the number of the batch's
    first document, or article; `gaps` has one for each of the batch."""
    parts, units = np.array(waiting.parts, np.int64), np.array(waiting.units, np.int64)
    weights = np.array(waiting.weights, np.int64)
    lengths = tokens.lengths[parts]
    waiting.lengths.append(_sums(lengths * weights, units, len(gaps)))
    if waiting.field.exact:
        waiting.exact_lengths.append(_sums(lengths, units, len(gaps)))
    if not len(parts):
        return None
    # Where a part's positions begin: behind those of the parts of its document before it.
    spans = lengths + np.where(lengths > 0, gaps[units], 0)
    begins = bounds_of(spans)[:-1]
    begins -= begins[np.searchsorted(units, units)]
    sizes = np.diff(tokens.starts)[parts]
    if len(parts) == len(tokens.lengths) and not np.any(np.diff(parts) != 1):
        words, positions = tokens.words, tokens.positions
    else:
        places = ranges(tokens.starts[parts], sizes)
        words, positions = tokens.words[places], tokens.positions[places]
    if begins.any():
        positions = positions + np.repeat(begins, sizes)
    numbers = np.repeat((units + first).astype(np.uint32), sizes)
    if (weights != 1).any():
        repeats = np.repeat(weights, sizes)
        words, positions, numbers = (
            np.repeat(words, repeats),
            np.repeat(positions, repeats),
            np.repeat(numbers, repeats),
        )
    if not len(words):
        return None
    forms = analyzer.form_of[words] if waiting.field.exact else None
    return invert(analyzer.stem_of[words], numbers, positions, forms)


def _repeated(
    waiting: _TextField, tokens: Tokens, articles: NDArray[np.int64], analyzer: BulkAnalyzer, *, goes_on: bool
) -> RepeatedTokens:
    """The tokens of parts that belong to the whole article. In the first document of an article a token counts once,
    in others not at all; the first article of the batch `goes_on` from the batch before, or begins with it."""
    parts, units = np.array(waiting.parts, np.int64), np.array(waiting.units, np.int64)
    weights = np.array(waiting.weights, np.int64)
    shared = weights > 1
    parts, units, weights = parts[shared], units[shared], weights[shared]
    owners = articles[units]
    begins = np.ones(len(articles), np.bool_)
    begins[1:] = articles[1:] != articles[:-1]
    begins[:1] = not goes_on
    sizes = np.diff(tokens.starts)[parts]
    words = tokens.words[ranges(tokens.starts[parts], sizes)]
    return RepeatedTokens(
        analyzer.stem_of[words].astype(np.int64),
        np.repeat(owners, sizes),
        np.repeat(weights - begins[units], sizes),
    )


def _sums(values: NDArray[np.int64], units: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.bincount(units, values, count).astype(np.int64)
