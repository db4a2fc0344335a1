"""How do documents become a segment on disk?

Documents are collected, analysed and inverted a batch at a time, and their postings kept in memory until the segment is
finished. Each process that indexes has a builder of its own and writes whole segments; nothing of them is seen by a
reader until a commit names them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.bulk import BulkAnalyzer, Tokens
from indexer.arrays import bounds_of, distinct, narrowed, ranges
from indexer.engine.documents import Document, Field
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.docstore import DocumentWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.inversion import Run, invert, merged
from indexer.engine.segment.segment import SUFFIX

__all__ = ["SegmentBuilder", "SegmentFile", "write_forms"]

MOST_BYTES = 64 * 2**20
"""Postings held in memory before `SegmentBuilder.full`: about 110,000 passages. A process then takes 300 MB."""

_BATCH = 1_300_000  # characters that are analysed at once: what they become should stay in the processor's cache
_FIRST_BATCH = 40_000  # as few at first, each time twice as many: what is not known yet is looked up piece by piece
_MOST_CHUNKS = 1_000_000  # that an analyzer may remember before another takes its place


class SegmentFile(NamedTuple):
    """A finished segment: its name, how many documents it has, and the bytes of its file."""

    name: str
    documents: int
    size: int


class _TextField:
    """The parts of one analysed field that wait for the next batch, and the runs of the batches before."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.runs: list[Run] = []
        self.lengths: list[NDArray[np.int64]] = []
        self.exact_lengths: list[NDArray[np.int64]] = []
        self.clear()

    def clear(self) -> None:
        self.parts: list[int] = []
        self.times: list[int] = []
        self.documents: list[int] = []


class _TermField:
    """The terms of one field that is not analysed."""

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.runs: list[Run] = []
        self.lengths: list[NDArray[np.int64]] = []
        self.clear()

    def clear(self) -> None:
        self.tokens: list[int] = []
        self.positions: list[int] = []
        self.sizes: list[int] = []


class SegmentBuilder:
    """Collects documents and writes them as one segment, a file in `folder` whose name begins with `prefix`.

    An `analyzer` that has seen other documents may be given: it then knows their words.
    """

    def __init__(
        self, folder: Path, fields: Sequence[Field], *, prefix: str = "", analyzer: BulkAnalyzer | None = None
    ) -> None:
        self.name = f"{prefix}{secrets.token_hex(8)}"
        self.documents = 0
        self.analyzer = analyzer if analyzer is not None and analyzer.size < _MOST_CHUNKS else BulkAnalyzer()
        self._fields = tuple(fields)
        self._sections = SectionWriter(folder / f"{self.name}{SUFFIX}")
        self._stored = DocumentWriter(self._sections)
        self._texts: dict[str, _TextField] = {}
        self._terms: dict[str, _TermField] = {}
        for field in fields:
            if field.stemmed:
                self._texts[field.name] = _TextField(field)
            else:
                self._terms[field.name] = _TermField()
        self._bytes = 0
        self._batch_limit = _FIRST_BATCH if not self.analyzer.size else _BATCH
        self._begin_batch()

    def _begin_batch(self) -> None:
        self._batch_start = self.documents
        self._batch: dict[str, int] = {}
        self._batch_size = 0
        self._gaps: list[int] = []
        self._last_terms: Mapping[str, Sequence[bytes]] | None = None

    @property
    def full(self) -> bool:
        """Whether the segment takes so much memory that it should be finished."""
        return self._bytes >= MOST_BYTES

    def add(self, document: Document) -> None:
        """Add one document."""
        number = self.documents - self._batch_start
        for name, parts in document.texts.items():
            waiting = self._texts[name]
            for text, times in parts:
                index = self._batch.setdefault(text, len(self._batch))
                if index == len(self._batch) - 1:
                    self._batch_size += len(text)
                waiting.parts.append(index)
                waiting.times.append(times)
                waiting.documents.append(number)
        self._gaps.append(document.gap)
        self._add_terms(document.terms)
        self._stored.add(document.group, document.stored)
        self.documents += 1
        if self._batch_size >= self._batch_limit:
            self._invert()
            self._batch_limit = min(2 * self._batch_limit, _BATCH)

    def _add_terms(self, terms: Mapping[str, Sequence[bytes]]) -> None:
        if terms is not self._last_terms:
            self._last_terms = terms
            self._last_numbers = {}
            for name, field in self._terms.items():
                known = field.numbers
                self._last_numbers[name] = [known.setdefault(term, len(known)) for term in terms.get(name, ())]
        for name, numbers in self._last_numbers.items():
            field = self._terms[name]
            field.tokens += numbers
            field.positions += range(len(numbers))
            field.sizes.append(len(numbers))

    def _invert(self) -> None:
        """Turn the documents that wait into runs of postings."""
        count = self.documents - self._batch_start
        if not count:
            return
        tokens = self.analyzer.analyse(list(self._batch))
        gaps = np.array(self._gaps, np.int64)
        for text_field in self._texts.values():
            self._keep(text_field.runs, _invert_texts(text_field, tokens, gaps, self._batch_start, self.analyzer))
            text_field.clear()
        for term_field in self._terms.values():
            sizes = np.array(term_field.sizes, np.int64)
            documents = np.repeat(np.arange(self._batch_start, self.documents, dtype=np.uint32), sizes)
            positions = np.array(term_field.positions, np.int64)
            term_field.lengths.append(sizes)
            if len(positions):
                numbers = np.array(term_field.tokens, np.int32)
                self._keep(term_field.runs, invert(numbers, documents, positions))
            term_field.clear()
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
        for field in self._fields:
            if field.stemmed:
                self._finish_text(self._texts[field.name])
            else:
                self._finish_terms(field, self._terms[field.name])
        size = self._sections.finish(
            {"documents": self.documents, "fields": {field.name: list(field[1:]) for field in self._fields}}
        )
        return SegmentFile(self.name, self.documents, size)

    def discard(self) -> None:
        """Give the segment up."""
        self._sections.discard()

    def _finish_text(self, waiting: _TextField) -> None:
        field, analyzer = waiting.field, self.analyzer
        lengths = _write_lengths(self._sections, field.name, waiting.lengths) if field.scored else None
        writer = FieldWriter(self._sections, field.name, self.documents, lengths)
        ranks = _write_runs(writer, waiting.runs, lambda number: analyzer.stems[number].encode())
        if field.exact:
            if field.scored:
                _write_lengths(self._sections, field.exact, waiting.exact_lengths)
            # Words by stem and form, to find the word of each pair that was seen.
            keys = (ranks[analyzer.stem_of] << 32) + analyzer.form_of
            order = np.argsort(keys)
            stems, forms, counts = writer.forms_seen
            found = order[np.searchsorted(keys, (stems << 32) + forms, sorter=order)]
            words = [analyzer.words[number].encode() for number in found.tolist()]
            write_forms(self._sections, field.exact, words, stems, forms, counts)

    def _finish_terms(self, field: Field, waiting: _TermField) -> None:
        lengths = _write_lengths(self._sections, field.name, waiting.lengths) if field.scored else None
        terms = list(waiting.numbers)
        _write_runs(FieldWriter(self._sections, field.name, self.documents, lengths), waiting.runs, terms.__getitem__)


def write_forms(
    sections: SectionWriter,
    name: str,
    words: list[bytes],
    stems: NDArray[np.int64],
    forms: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> None:
    """Write the dictionary of the field `name` that shares a stemmed field's postings: each word's stem, by its place
    among the terms there, which of its forms the word is, and how many documents have it."""
    order = sorted(range(len(words)), key=words.__getitem__)
    words = [words[place] for place in order]
    sections.add(f"{name}.terms", np.frombuffer(b"".join(words), np.uint8))
    sections.add(f"{name}.terms_at", narrowed(bounds_of(list(map(len, words)))))
    sections.add(f"{name}.stems", stems[order].astype(np.uint32))
    sections.add(f"{name}.form", narrowed(forms[order]))
    sections.add(f"{name}.counts", narrowed(counts[order]))


def _write_lengths(sections: SectionWriter, name: str, pieces: list[NDArray[np.int64]]) -> NDArray[Any]:
    lengths = narrowed(np.concatenate(pieces))
    sections.add(f"{name}.lengths", lengths)
    return lengths


def _write_runs(writer: FieldWriter, runs: list[Run], term: Callable[[int], bytes]) -> NDArray[np.int64]:
    """Write what the runs hold, using them up; return the place of each term number among the terms, -1 for others."""
    numbers = distinct(np.concatenate([run.terms for run in runs])) if runs else np.zeros(0, np.int64)
    terms = [term(number) for number in numbers.tolist()]
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ranks = np.full(int(numbers[-1]) + 1 if len(numbers) else 0, -1, np.int64)
    ranks[numbers[order]] = np.arange(len(order))
    ranked = [run._replace(terms=ranks[run.terms]) for run in runs]
    runs.clear()
    for slab in merged(ranked):
        writer.add([terms[order[rank]] for rank in slab.terms.tolist()], slab.postings)
    writer.finish()
    return ranks


def _invert_texts(
    waiting: _TextField, tokens: Tokens, gaps: NDArray[np.int64], first: int, analyzer: BulkAnalyzer
) -> Run | None:
    """The postings of one field's parts, which are texts that `tokens` holds; `first` is the number of the batch's
    first document."""
    parts, documents = np.array(waiting.parts, np.int64), np.array(waiting.documents, np.int64)
    times = np.array(waiting.times, np.int64)
    lengths = tokens.lengths[parts]
    waiting.lengths.append(_sums(lengths * times, documents, len(gaps)))
    if waiting.field.exact:
        waiting.exact_lengths.append(_sums(lengths, documents, len(gaps)))
    if not len(parts):
        return None
    # Where a part's positions begin: behind those of the parts of its document that stand before.
    spans = lengths + np.where(lengths > 0, gaps[documents], 0)
    begins = bounds_of(spans)[:-1]
    begins -= begins[np.searchsorted(documents, documents)]
    sizes = np.diff(tokens.starts)[parts]
    if len(parts) == len(tokens.lengths) and not np.any(np.diff(parts) != 1):
        words, positions = tokens.words, tokens.positions
    else:
        places = ranges(tokens.starts[parts], sizes)
        words, positions = tokens.words[places], tokens.positions[places]
    if begins.any():
        positions = positions + np.repeat(begins, sizes)
    numbers = np.repeat((documents + first).astype(np.uint32), sizes)
    if (times != 1).any():
        repeats = np.repeat(times, sizes)
        words, positions, numbers = (
            np.repeat(words, repeats),
            np.repeat(positions, repeats),
            np.repeat(numbers, repeats),
        )
    if not len(words):
        return None
    forms = analyzer.form_of[words] if waiting.field.exact else None
    return invert(analyzer.stem_of[words], numbers, positions, forms)


def _sums(values: NDArray[np.int64], documents: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    return np.bincount(documents, values, count).astype(np.int64)
