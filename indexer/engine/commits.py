"""Which segments does the next commit of the index consist of?

Those of the one before, with new segments, with more documents deleted, and with small segments merged. Segments are
never changed: deletions are written beside them, those of each commit in a small file of their own. Whoever keeps the
list of segments (`store`) waits until all of them are on the disk, and makes the commit visible.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from indexer.arrays import distinct
from indexer.engine.format.container import SectionWriter
from indexer.engine.generations import SegmentEntry, deleted_ranges, opened_segments
from indexer.engine.segment.writing import SegmentFile
from indexer.random_names import random_hex

__all__ = ["Merging", "advance"]

Merging: TypeAlias = Literal["due", "all"]
"""Which segments a commit merges."""

MOST_DELETED = 0.2
"""Share of a segment's documents that may be deleted before it is written again without them."""

MERGED_AT_ONCE = 6
"""So many segments of about the same size become one, as in an LSM tree with tiers (O'Neil et al. 1996): each document
is written about log6(documents) times in all, and no size has more than five segments, up to half of `LARGEST`."""

LARGEST = 500_000
"""Documents of a segment that others become, unless all of them do: so what merging takes does not grow with the index.
Of 360,000 documents, with two numbers in every third that no other has, that was 135 MB."""

MOST_DELETIONS = 8
"""Files of deletions of a segment; with more they are written as one."""

_GROWTH = 6  # segments count as of about the same size where their documents differ by less than this
_SMALLEST = 2_000  # or where each has fewer than so many


def advance(
    folder: Path,
    entries: Sequence[SegmentEntry],
    added: Sequence[SegmentFile],
    deleted: Mapping[str, Collection[int]],
    generation: int,
    *,
    prefix: str,
    merging: Merging | None,
) -> list[SegmentEntry]:
    """The segments of the next commit: those of `entries`, with the documents of each that `deleted` names deleted,
    and those `added`.

    With `merging` "due", small segments and those with many deletions are then merged; with "all", all are. Without,
    all keep their names, and their documents the numbers. The names of new segments begin with `prefix`. New files are
    not waited for: they may not be on the disk when this returns.
    """
    new = [SegmentEntry(*file) for file in added]
    kept = [_with_deletions(folder, entry, deleted.get(entry.name, ()), generation) for entry in entries]
    result = [entry for entry in kept if entry.live or not merging] + new
    if merging:
        for group in [result] if merging == "all" and result else _due(result):
            result = _merged(folder, result, group, prefix)
    return result


def _with_deletions(folder: Path, entry: SegmentEntry, numbers: Collection[int], generation: int) -> SegmentEntry:
    """The entry with more documents deleted, which are written in a file of their own; of many files one is made."""
    if not len(numbers):
        return entry
    new = distinct(np.fromiter(numbers, np.int64, len(numbers)))
    begins = new[np.flatnonzero(np.diff(new, prepend=-2) != 1)]
    ends = new[np.flatnonzero(np.diff(new, append=new[-1] + 2) != 1)] + 1
    found = np.stack([begins, ends], axis=1)
    kept = entry.deletions
    if len(kept) >= MOST_DELETIONS:
        found = np.concatenate([deleted_ranges(folder, entry), found])
        found, kept = found[np.argsort(found[:, 0])], ()
    name = f"deletions-{generation}-{random_hex()}.del"
    writer = SectionWriter(folder / name)
    try:
        writer.add("ranges", found.astype(np.uint32).ravel())
        size = writer.finish({})
    except BaseException:
        writer.discard()
        raise
    return entry._replace(deleted=entry.deleted + len(new), deletions=(*kept, (name, size)))


def _due(entries: Sequence[SegmentEntry]) -> list[list[SegmentEntry]]:
    """The groups of segments that are to be merged."""
    worn = [entry for entry in entries if entry.deleted > MOST_DELETED * entry.documents]
    groups = [[entry] for entry in worn]
    small = (entry for entry in entries if entry not in worn and entry.live <= LARGEST // 2)
    others = sorted(small, key=lambda entry: entry.live)
    tiers: dict[int, list[SegmentEntry]] = {}
    for entry in others:
        tiers.setdefault(_tier(entry.live), []).append(entry)
    carried: list[SegmentEntry] = []
    for tier in sorted(tiers):
        # What those carried become may fill the next tier: it goes there with them, written once.
        comes = _tier(sum(entry.live for entry in carried)) == tier if carried else False
        if len(tiers[tier]) + comes >= MERGED_AT_ONCE:
            carried += tiers[tier]
        elif carried:
            break
    sizes = accumulate(entry.live for entry in carried)
    together = [entry for entry, size in zip(carried, sizes, strict=True) if size <= LARGEST]
    if len(together) > 1:
        groups.append(together)
    return groups


def _tier(documents: int) -> int:
    """The tier of a segment that has so many documents."""
    tier, size = 0, _SMALLEST
    while documents >= size:
        tier, size = tier + 1, size * _GROWTH
    return tier


def _merged(
    folder: Path, entries: Sequence[SegmentEntry], group: Sequence[SegmentEntry], prefix: str
) -> list[SegmentEntry]:
    """The segments with those of `group` replaced by one, which is where the first of them was."""
    from indexer.engine.segment.merging import merge  # few commits merge

    in_order = [entry for entry in entries if entry in group]
    with opened_segments(folder, in_order) as segments:
        file = merge(segments, folder, prefix=prefix)
    new = [SegmentEntry(*file)] if file is not None else []
    first = entries.index(in_order[0])
    return [*entries[:first], *new, *(entry for entry in entries[first:] if entry not in group)]
