"""Which files were renamed, and stay as they are otherwise?

It is the same file if the system calls it the same, and size and modification time, to the nanosecond, are as they
were; or else if its bytes are.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer import reading
from indexer.arrays import distinct, is_among, whole_numbers
from indexer.indexing.digests import Digests
from indexer.indexing.rivals import rivals
from indexer.indexing.roots import absent_among
from indexer.model.sources import Source
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder

__all__ = ["renamed_files"]

_FEWEST_RENAMED = 0.1
"""Share of the index's files that were renamed, from which on writing all segments again takes less time than reading
these files, which takes about fifty times as long for each."""

_SMALL = 10_000
"""Passages of an index that takes less time to be written again than it takes to begin to read: with 8,000, a run after
one file was renamed takes .13 s of processor time more than an idle one, and .28 s where it reads that file."""


def renamed_files(
    folder: IndexFolder,
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    missing: Sequence[str],
    affected: Collection[str],
    digests: Digests,
) -> dict[str, str]:
    """The new paths, by the old ones, of known files that are there under another path: among the `sources` that were
    found those that are `changed`; of the known files those that are `missing`, or changed too, since another file took
    their place.

    Only where the index is so small, or so many are renamed, that writing it again with other paths takes less than
    reading them; and none that has, or may have, the same bytes as another, or is read in another way under its name,
    or whose articles are `affected` by other settings. A path that the index knows already is a new one only if its own
    file is renamed too.
    """
    if not changed or not len(known):
        return {}
    is_small = known.passages.sum() <= _SMALL
    fewest = 0.0 if is_small else _FEWEST_RENAMED * np.count_nonzero(known.passages)
    origins = _origins(known, sources, changed, missing, affected, digests, fewest)
    if len(origins) < fewest:
        return {}
    read = {sources[path].size for path in changed if path not in origins}
    targets = {old: new for new, old in origins.items()}
    absent = absent_among(folder, targets.keys() & set(missing))
    unsure = [new for new in origins if sources[new].size in read] if read else []
    # The articles of a path that is known would get the name of another file's.
    unsure += [new for new in origins.keys() & set(known.paths) if new not in targets]
    # Which articles that come from no file have the address of one of its own is known only when it is read.
    unsure += [new for _, new in rivals(known, origins)]
    # An old path stays a file's own unless it is gone or taken.
    unsure += [targets[old] for old in targets.keys() - absent if old not in origins]
    while unsure:  # with one, the whole chain of names that it is part of
        new = unsure.pop()
        old = origins.pop(new, None)
        if old is not None:
            del targets[old]
            unsure += [path for path in (old, targets.get(new)) if path in origins]
    return targets


def _origins(
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    missing: Sequence[str],
    affected: Collection[str],
    digests: Digests,
    fewest: float,
) -> dict[str, str]:
    """By each `changed` path with a file that looks as a known one did, which is `missing` or changed too, or has the
    bytes of a missing one: the path of that one. No bytes are compared where all together are less than the `fewest`.
    """
    usual = (
        (known.passages > 0) & (~known.notable | (known.partial & ~known.failed)) & ~known.external & ~known.outdated
    )
    ordered = np.sort(known.digests)
    usual &= ~is_among(known.digests, ordered[1:][ordered[1:] == ordered[:-1]])
    pairs = _alike(known, sources, changed, usual, {*missing, *changed}.difference(affected))
    if len(pairs) < len(changed):
        others = [path for path in changed if path not in pairs]
        left = set(missing).difference(affected, pairs.values())
        pairs |= _of_same_bytes(known, sources, others, usual, left, digests, fewest - len(pairs))
    return pairs


def _alike(
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    usual: NDArray[np.bool_],
    candidates: Collection[str],
) -> dict[str, str]:
    """Those of the `usual` known files, among the `candidates`, as which the `changed` ones look."""
    _, *columns = zip(*map(sources.__getitem__, changed), strict=True)
    sizes, times, identities = map(whole_numbers, columns)
    places = np.flatnonzero(usual & (known.identities != 0) & (known.times != 0))
    places = places[np.argsort(known.identities[places])]
    if not len(places):
        return {}
    places = places[np.searchsorted(known.identities[places[:-1]], identities)]
    alike = (known.identities[places] == identities) & (known.sizes[places] == sizes) & (known.times[places] == times)
    paths = known.paths
    pairs: dict[str, str] = {}
    for at, place in zip(np.flatnonzero(alike).tolist(), places[alike].tolist(), strict=True):
        new, old = changed[at], paths[place]
        if new != old and old in candidates and _is_read_alike(old, new):
            pairs[new] = old
    return _one_to_one(pairs)


def _of_same_bytes(
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    usual: NDArray[np.bool_],
    candidates: Collection[str],
    digests: Digests,
    fewest: float,
) -> dict[str, str]:
    """Those of the `usual` known files, among the `candidates`, whose bytes the `changed` ones have: they were copied
    from one drive to another, or touched, or had been written just before they were indexed. None where by their sizes
    they are less than the `fewest`."""
    if not changed or not candidates:
        return {}
    sizes = distinct(np.array([sources[path].size for path in changed], np.int64))
    paths = known.paths
    places = np.flatnonzero(usual & is_among(known.sizes, sizes)).tolist()
    olds: defaultdict[int, dict[str | None, str]] = defaultdict(dict)
    for path, entry in known.get_all([paths[place] for place in places if paths[place] in candidates]).items():
        olds[entry.size][entry.digest] = path
    alike = [path for path in changed if sources[path].size in olds]
    if min(len(alike), sum(map(len, olds.values()))) < fewest:
        return {}
    pairs: dict[str, str] = {}
    for new in alike:
        source = sources[new]
        old = olds[source.size].get(digests.of(source.path, source.size))
        if old is not None and _is_read_alike(old, new):
            pairs[new] = old
    return _one_to_one(pairs)


def _one_to_one(pairs: dict[str, str]) -> dict[str, str]:
    """The pairs without those whose second is that of another pair too: two are copies, or hard links of one file."""
    if len(set(pairs.values())) == len(pairs):
        return pairs
    taken = Counter(pairs.values())
    return {new: old for new, old in pairs.items() if taken[old] == 1}


def _is_read_alike(path: str, other: str) -> bool:
    """Whether two names say the same about how a file is read."""
    return path.rpartition(os.sep)[2] == other.rpartition(os.sep)[2] or (
        reading.format_and_compression(path) == reading.format_and_compression(other)
    )
