"""How do the articles of a segment get other names without being indexed again?

Documents and articles keep their numbers, so all that does not depend on names is copied as it is: postings, positions,
stored text. Names, their order, and the fields and columns made of them are written again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.arrays import narrowed, ranges
from indexer.engine.documents import Field
from indexer.engine.format.articles import write_names
from indexer.engine.format.container import SectionWriter
from indexer.engine.format.postings import FieldWriter
from indexer.engine.segment import SUFFIX
from indexer.engine.segment.forward import ForwardIndex
from indexer.engine.segment.inversion import invert
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.writing import SegmentFile, write_runs
from indexer.random_names import random_hex

__all__ = ["rename"]


def rename(
    segment: Segment,
    folder: Path,
    names: Sequence[bytes],
    terms: Mapping[str, ForwardIndex],
    numbers: Mapping[str, NDArray[np.int64]],
    *,
    prefix: str = "",
) -> SegmentFile:
    """Write a segment again, deleted documents and all, with other `names` of its articles.

    `terms` are those that each article then has in some fields, which are kept by article and not scored; `numbers` are
    other columns of the articles, not all zeros.

    Raises DamagedIndexError and OSError.
    """
    name = f"{prefix}{random_hex()}"
    sections = SectionWriter(folder / f"{name}{SUFFIX}")
    columns = {f"article_numbers:{column}" for column in numbers}
    of_terms = {section for section in segment.sections if section.partition(".")[0] in terms}
    try:
        sections.copy(segment.sections, {"article_names", "article_names_at", "article_order", *columns, *of_terms})
        write_names(sections, names)
        for column, values in numbers.items():
            sections.add(f"article_numbers:{column}", narrowed(values))
        for field, of_articles in terms.items():
            _write_terms(sections, segment.kinds[field], of_articles)
        size = sections.finish(segment.sections.facts)
    except BaseException:
        sections.discard()
        raise
    return SegmentFile(name, segment.documents, size)


def _write_terms(sections: SectionWriter, field: Field, given: ForwardIndex) -> None:
    """Write a field that is kept by article and not scored."""
    count = len(given.sizes)
    runs = []
    if len(given.tokens):
        units = np.repeat(np.arange(count, dtype=np.uint32), given.sizes)
        positions = ranges(np.zeros(count, np.int64), given.sizes)
        runs.append(invert(given.tokens.astype(np.int32), units, positions))
    write_runs(FieldWriter(sections, field.name, count, None), runs, given.terms.__getitem__)
