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
from indexer.arrays import distinct, is_among
from indexer.indexing.digests import Digests
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
    if not changed:
        return {}
    is_small = known.passages.sum() <= _SMALL
    fewest = 0.0 if is_small else _FEWEST_RENAMED * np.count_nonzero(known.passages)
    origins = _origins(known, sources, changed, missing, affected, digests, fewest)
    if len(origins) < fewest:
        return {}
    read = {sources[path].size for path in changed if path not in origins}
    absent = absent_among(folder, set(missing).intersection(origins.values()))
    targets = {old: new for new, old in origins.items()}
    free = origins.keys() - set(known.paths)
    unsure = [
        new
        for new, old in origins.items()
        if sources[new].size in read
        or not (new in free or new in targets)  # the articles that it has would get the name of another file's
        or not (old in absent or old in origins)  # an old path stays a file's own unless it is gone or taken
    ]
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
    if others := [path for path in changed if path not in pairs]:
        left = set(missing).difference(affected, pairs.values())
        pairs |= _of_same_bytes(known, sources, others, usual, left, digests, fewest - len(pairs))
    taken = Counter(pairs.values())
    return {new: old for new, old in pairs.items() if taken[old] == 1}  # two are copies, or hard links of one file


def _alike(
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    usual: NDArray[np.bool_],
    candidates: Collection[str],
) -> dict[str, str]:
    """Those of the `usual` known files, among the `candidates`, as which the `changed` ones look."""
    usual = usual & (known.identities != 0) & (known.times != 0)
    usual &= is_among(known.identities, distinct(np.array([sources[path].identity for path in changed], np.int64)))
    paths = known.paths
    places = np.flatnonzero(usual)
    sizes, times = known.sizes.tolist(), known.times.tolist()
    olds = dict(zip(known.identities[places].tolist(), places.tolist(), strict=True))  # hard links look alike
    pairs: dict[str, str] = {}
    for new in changed:
        _, size, mtime_ns, identity = sources[new]
        place = olds.get(identity)
        if place is None or sizes[place] != size or times[place] != mtime_ns:
            continue
        if (old := paths[place]) == new or old not in candidates:
            continue
        if _is_read_alike(old, new):
            pairs[new] = old
    return pairs


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
    return pairs


def _is_read_alike(path: str, other: str) -> bool:
    """Whether two names say the same about how a file is read."""
    return path.rpartition(os.sep)[2] == other.rpartition(os.sep)[2] or (
        reading.format_and_compression(path) == reading.format_and_compression(other)
    )
