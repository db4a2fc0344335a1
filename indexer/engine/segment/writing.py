"""What of a segment do building, merging and renaming write alike?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import bounds_of, distinct, narrowed
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment.inversion import Run, merged

__all__ = ["STORED_BLOCK", "SegmentFile", "write_forms", "write_runs"]

STORED_BLOCK = 1 << 15
"""Bytes of documents that are compressed together: unpacking them takes 0.05 ms."""


class SegmentFile(NamedTuple):
    """A finished segment: its name, how many documents it has, and the bytes of its file."""

    name: str
    documents: int
    size: int


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


def write_runs(writer: FieldWriter, runs: list[Run], term: Callable[[int], bytes]) -> NDArray[np.int64]:
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
