"""Which files were renamed, and stay as they are otherwise?

It is the same file if the system calls it the same, and size and modification time, to the nanosecond, are as they
were.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from indexer import reading
from indexer.arrays import distinct, is_among
from indexer.indexing.roots import absent_among
from indexer.model.sources import Source
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder

__all__ = ["renamed_files"]

_FEWEST_RENAMED = 0.1
"""Share of the index's files that were renamed, from which on writing all segments again takes less time than reading
these files, which takes about fifty times as long for each."""


def renamed_files(
    folder: IndexFolder,
    known: KnownFiles,
    sources: Mapping[str, Source],
    changed: Sequence[str],
    missing: Sequence[str],
    affected: Collection[str] = (),
) -> dict[str, str]:
    """The new paths, by the old ones, of known files that are there under another path: among the `sources` that were
    found those that are `changed`; of the known files those that are `missing`, or changed too, since another file took
    their place.

    Only where so many are renamed that writing the index again with other paths takes less than reading them; and none
    that has, or may have, the same bytes as another, or is read in another way under its name, or whose articles are
    `affected` by other settings. A path that the index knows already is a new one only if its own file is renamed too.
    """
    if not changed:
        return {}
    origins = _origins(known, sources, changed, [*missing, *changed], affected)
    if len(origins) < _FEWEST_RENAMED * np.count_nonzero(known.passages):
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
    candidates: Sequence[str],
    affected: Collection[str],
) -> dict[str, str]:
    """By each `changed` path with a file that looks as one of the known `candidates` did: the path of that one."""
    usual = (known.identities != 0) & (known.passages > 0) & ~known.notable & (known.times != 0) & ~known.external
    usual &= ~known.outdated
    digests = np.sort(known.digests)
    usual &= ~is_among(known.digests, digests[1:][digests[1:] == digests[:-1]])
    usual &= is_among(known.identities, distinct(np.array([sources[path].identity for path in changed], np.int64)))
    may, paths = set(candidates).difference(affected), known.paths
    places = np.flatnonzero(usual)
    looks = zip(*(column[places].tolist() for column in (known.sizes, known.times, known.identities)), strict=True)
    olds = dict(zip(looks, places.tolist(), strict=True))
    pairs: dict[str, str] = {}
    for new in changed:
        place = olds.get(sources[new][1:])
        if place is None or (old := paths[place]) == new or old not in may:
            continue
        if new.rpartition(os.sep)[2] == old.rpartition(os.sep)[2] or (
            reading.format_and_compression(new) == reading.format_and_compression(old)
        ):
            pairs[new] = old
    if len(set(pairs.values())) == len(pairs):
        return pairs
    taken = Counter(pairs.values())
    return {new: old for new, old in pairs.items() if taken[old] == 1}  # two are hard links of one file
