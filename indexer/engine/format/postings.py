"""How do the postings of a field get into the sections of a segment?

Laid out as `layout` says: documents are written as they come, frequencies, positions and forms wait in temporary files
until their sections can follow.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, narrowed, radix_order, ranges
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.layout import BLOCK, ESCAPE, LEVELS, LONG, encode_gaps
from indexer.engine.segment.inversion import Postings

__all__ = ["FieldWriter"]

_NEVER = np.iinfo(np.uint32).max
_SPOOLED = 4 * 2**20
_CHUNK = 1 << 20
_FEW = 16  # of a byte each, one in so many may be larger before all are held in two


class FieldWriter:
    """Writes the postings of one field, terms ascending, into sections whose names begin with the field's.

    `documents` is how many documents the segment has; `lengths` are theirs in this field, or None where they do not
    count.
    """

    def __init__(self, sections: SectionWriter, name: str, documents: int, lengths: NDArray[Any] | None) -> None:
        self._sections = sections
        self._name = name
        self._size = documents
        self._lengths = lengths
        self._terms: list[bytes] = []
        self._counts: list[NDArray[Any]] = []
        self._words: list[NDArray[Any]] = []
        self._frequency_sizes: list[NDArray[Any]] = []
        self._places: list[NDArray[Any]] = []
        self._form_sizes: list[NDArray[Any]] = []
        self._blocks: list[NDArray[Any]] = []
        self._block_counts: list[NDArray[Any]] = []
        self._bounds: list[NDArray[Any]] = []
        self._forms_seen: list[NDArray[np.int64]] = []
        self._frequencies = _Spool(sections.path.parent)
        self._weights = _Spool(sections.path.parent)
        self._positions = _Spool(sections.path.parent)
        self._forms = _Spool(sections.path.parent)
        sections.add(f"{name}.documents", np.zeros(0, np.uint32))

    def add(self, terms: list[bytes], postings: Postings) -> None:
        """Add the postings of the next terms."""
        counts = postings.counts
        starts = bounds_of(counts)[:-1]
        most = np.maximum.reduceat(postings.frequencies, starts)
        dense = 4 * counts > self._size
        gaps = ~dense & (LONG * counts > self._size) & (counts >= 16)
        self._terms.extend(terms)
        self._counts.append(counts)
        self._add_documents(counts, starts, postings.documents, dense, gaps)
        self._add_frequencies(counts, starts, postings, dense, most)
        if len(postings.weights):
            self._weights.add(postings.weights)
        elif self._lengths is not None:
            self._add_bounds(self._lengths, counts, starts, postings, most)
        self._places.append(postings.places)
        if len(postings.positions):
            self._positions.add(postings.positions)
        if len(postings.forms):
            most_forms = np.maximum.reduceat(postings.forms, bounds_of(postings.places)[:-1]).astype(np.int64)
            several = most_forms > 0
            self._note_forms(most_forms + 1, postings)
            self._form_sizes.append(np.where(several, postings.places, 0))
            self._forms.add(postings.forms[np.repeat(several, postings.places)])

    def _add_documents(
        self,
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        documents: NDArray[Any],
        dense: NDArray[np.bool_],
        gaps: NDArray[np.bool_],
    ) -> None:
        sizes = np.where(dense, 0, counts)
        encoded = {}
        for term in np.flatnonzero(gaps).tolist():
            encoded[term] = encode_gaps(documents[starts[term] : starts[term] + counts[term]])
            sizes[term] = len(encoded[term])
        bounds = bounds_of(sizes)
        words = np.empty(bounds[-1], np.uint32)
        plain = ~(dense | gaps)
        words[ranges(bounds[:-1][plain], counts[plain])] = documents[np.repeat(plain, counts)]
        for term, packed in encoded.items():
            words[bounds[term] : bounds[term + 1]] = packed
        self._words.append(sizes)
        self._sections.add(f"{self._name}.documents", words)

    def _add_frequencies(
        self,
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        postings: Postings,
        dense: NDArray[np.bool_],
        most: NDArray[Any],
    ) -> None:
        sizes = np.where(dense, self._size, np.where(most > 1, counts, 0))
        bounds = bounds_of(sizes)
        frequencies = np.zeros(bounds[-1], postings.frequencies.dtype)
        some = ~dense & (sizes > 0)
        frequencies[ranges(bounds[:-1][some], counts[some])] = postings.frequencies[np.repeat(some, counts)]
        for term in np.flatnonzero(dense).tolist():
            of_term = slice(starts[term], starts[term] + counts[term])
            frequencies[bounds[term] + postings.documents[of_term]] = postings.frequencies[of_term]
        for term in np.flatnonzero(sizes > BLOCK).tolist():
            # Their sum before each block but the first.
            whole = frequencies[bounds[term] : bounds[term + 1]]
            sums = np.add.reduceat(whole, np.arange(0, len(whole), BLOCK), dtype=np.uint32)
            self._blocks.append(np.cumsum(sums[:-1], dtype=np.uint32))
        self._block_counts.append(np.where(sizes > BLOCK, (sizes - 1) // BLOCK, 0))
        self._frequency_sizes.append(sizes)
        self._frequencies.add(frequencies)

    def _add_bounds(
        self,
        field_lengths: NDArray[Any],
        counts: NDArray[np.int64],
        starts: NDArray[np.int64],
        postings: Postings,
        most: NDArray[Any],
    ) -> None:
        long = np.flatnonzero(counts >= LONG)
        if not len(long):
            return
        if len(long) < len(counts):
            chosen = ranges(starts[long], counts[long])
            frequencies, documents = postings.frequencies[chosen], postings.documents[chosen]
            starts = bounds_of(counts[long])[:-1]
        else:
            frequencies, documents = postings.frequencies, postings.documents
        lengths = field_lengths[documents]
        ceiling = np.iinfo(lengths.dtype).max
        rows = np.empty((len(long), len(LEVELS) + 2), np.uint32)
        above = 0
        for level, highest in enumerate((*LEVELS, None)):
            inside = frequencies > above
            if highest is not None:
                inside &= frequencies <= highest
                above = highest
            shortest = np.minimum.reduceat(np.where(inside, lengths, ceiling), starts).astype(np.uint32)
            rows[:, level] = np.where(np.maximum.reduceat(inside, starts), shortest, _NEVER)
        rows[:, -1] = most[long]
        self._bounds.append(rows)

    def _note_forms(self, sizes: NDArray[np.int64], postings: Postings) -> None:
        """Count the documents of each form of each term; `sizes` are how many forms the terms may have."""
        bounds = bounds_of(sizes)
        forms = np.repeat(bounds[:-1], postings.places) + postings.forms
        order = radix_order(forms)
        forms, documents = forms[order], np.repeat(postings.documents, postings.frequencies)[order]
        other = np.ones(len(order), np.bool_)
        other[1:] = (forms[1:] != forms[:-1]) | (documents[1:] != documents[:-1])
        counts = np.bincount(forms[other], minlength=int(bounds[-1]))
        terms = np.repeat(np.arange(len(sizes)), sizes) + (len(self._terms) - len(sizes))
        within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], sizes)
        seen = counts > 0
        self._forms_seen.append(np.stack((terms[seen], within[seen], counts[seen])))

    @property
    def forms_seen(self) -> NDArray[np.int64]:
        """Terms, by their place among those written, forms of them, and the documents that have these: of shape
        (3, forms)."""
        return np.concatenate([np.zeros((3, 0), np.int64), *self._forms_seen], axis=1)

    def finish(self) -> None:
        """Write what is left. The section that was open for documents must still be the last."""
        name, add = self._name, self._sections.add
        self._frequencies.copy_to(self._sections, f"{name}.frequencies")
        if self._positions.count:
            self._positions.copy_to(self._sections, f"{name}.positions")
        if self._weights.count:
            self._weights.copy_to(self._sections, f"{name}.weights")
        if self._form_sizes:
            self._forms.copy_to(self._sections, f"{name}.forms")
            add(f"{name}.forms_at", narrowed(bounds_of(np.concatenate(self._form_sizes))))
        add(f"{name}.terms", np.frombuffer(b"".join(self._terms), np.uint8))
        add(f"{name}.terms_at", narrowed(bounds_of(list(map(len, self._terms)))))
        for label, pieces in (
            ("documents_at", self._words),
            ("frequencies_at", self._frequency_sizes),
            ("positions_at", self._places if self._positions.count else []),
            ("weights_at", self._counts if self._weights.count else []),
        ):
            if pieces:
                add(f"{name}.{label}", narrowed(bounds_of(np.concatenate(pieces))))
        counts = np.concatenate(self._counts) if self._counts else np.zeros(0, np.int64)
        add(f"{name}.counts", narrowed(counts))
        if self._blocks:
            sizes = np.concatenate(self._block_counts)
            add(f"{name}.blocks", np.concatenate(self._blocks))
            add(f"{name}.blocks_of", np.flatnonzero(sizes).astype(np.uint32))
            add(f"{name}.blocks_at", bounds_of(sizes[sizes > 0]).astype(np.uint32))
        if self._bounds:
            add(f"{name}.bounds", np.concatenate(self._bounds).ravel())
            add(f"{name}.bounds_of", np.flatnonzero(counts >= LONG).astype(np.uint32))


class _Spool:
    """Numbers that wait, in a temporary file if they are many, until their section can be written."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._large = 0
        self._folder = folder
        self._runs: list[tuple[np.dtype[Any], int]] = []  # how many of one type follow each other
        self._file: IO[bytes] | None = None

    def add(self, values: NDArray[Any]) -> None:
        if not len(values):
            return
        if self._file is None:
            self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed by copy_to
                _SPOOLED, dir=str(self._folder), prefix="segment-", suffix=".tmp"
            )
        self._file.write(np.ascontiguousarray(values).data.cast("B"))
        self._runs.append((values.dtype, len(values)))
        self.count += len(values)
        if values.dtype.kind == "u":
            self._large += int(np.count_nonzero(values >= ESCAPE))

    def copy_to(self, sections: SectionWriter, name: str) -> None:
        """Write them out as the section `name`: in bytes, with those above in two sections more, unless those are
        many."""
        wide = max((kind for kind, _ in self._runs), key=lambda kind: kind.itemsize, default=np.dtype(np.uint8))
        kind = np.dtype(np.uint8) if wide.kind == "u" and _FEW * self._large < self.count else wide
        sections.add(name, np.zeros(0, kind))
        places: list[NDArray[Any]] = []
        large: list[NDArray[Any]] = []
        done = 0
        for piece in self._pieces():
            if kind.itemsize == 1 and self._large > 0:
                above = np.flatnonzero(piece >= ESCAPE)
                places.append(above + done)
                large.append(piece[above])
            done += len(piece)
            sections.add(name, (np.minimum(piece, ESCAPE) if kind.itemsize == 1 else piece).astype(kind, copy=False))
        if any(map(len, large)):
            sections.add(f"{name}_large_at", narrowed(np.concatenate(places)))
            sections.add(f"{name}_large", narrowed(np.concatenate(large)))

    def _pieces(self) -> Iterator[NDArray[Any]]:
        if self._file is None:
            return
        self._file.seek(0)
        for kind, count in self._runs:
            for at in range(0, count, _CHUNK):
                yield np.frombuffer(self._file.read(min(_CHUNK, count - at) * kind.itemsize), kind)
        self._file.close()
