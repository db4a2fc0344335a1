"""Which articles that come from no file may have the address of an article in a file, so that both would have one id?

An article added with the path `a.zip!/b.txt` has the address of the file `b.txt` in the archive `a.zip`, whichever of
them comes first; and one with the path `a.zip` and the part `!/b.txt` has that of a file `b.txt` in a folder `a.zip!`.
The file's own comes first, as it does where both have one path.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from indexer.address import paths_around
from indexer.store.files import KnownFiles

__all__ = ["rivals"]


def rivals(known: KnownFiles, files: Collection[str]) -> list[tuple[str, str]]:
    """The paths of articles that come from no file, each with that of one of the `files` of which an article may have
    the same address. Those of equal paths are left out. Reads no articles: which parts there are is not known."""
    if not files or not known.external.any():
        return []
    paths, among = known.paths, set(files)
    places = np.flatnonzero(known.external & (known.passages > 0)).tolist()
    added = {paths[place] for place in places}.difference(among)
    inside = [(path, file) for path in added for file in paths_around(path) if file in among]
    return inside + [(path, file) for file in among for path in paths_around(file) if path in added]
