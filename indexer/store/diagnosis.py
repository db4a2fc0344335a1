"""Which damage is behind an error that came up while the index was read?

Bytes that are wrong and have the right checksum can lead to any error at any place. Only when one has come up is
everything looked at that a deep check looks at, up to the first thing that is wrong.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import DamagedIndexError, IndexerError
from indexer.store.location import IndexFolder
from indexer.store.manifest import read_header
from indexer.store.names import manifest_path, newest_generation
from indexer.store.snapshot import state_of

__all__ = ["damage_behind", "looking_for_damage"]


class _Current(threading.local):
    """Whether this thread looks for damage, and what it found last, in words ("" where nothing is damaged), of which
    commit."""

    def __init__(self) -> None:
        self.looks = False
        self.of: tuple[Path, tuple[int, ...]] | None = None
        self.found = ""  # no error, which would keep all that was open where it came up


_current = _Current()


@contextmanager
def looking_for_damage() -> Iterator[None]:
    """While the block runs, which looks for damage itself, no error leads to another such search in this thread."""
    before, _current.looks = _current.looks, True
    try:
        yield
    finally:
        _current.looks = before


def damage_behind(path: Path) -> DamagedIndexError | None:
    """What is damaged in the newest commit of the index at `path`, with the file and the place in it; None where
    nothing is, and within such a search."""
    if _current.looks:
        return None
    folder = IndexFolder(path)
    of = path, state_of(folder)
    if _current.of != of:
        with looking_for_damage():
            found = _first_damage(folder)
        if found is None:
            return None
        _current.of, _current.found = of, found
    return DamagedIndexError(f"the index cannot be read: {_current.found}") if _current.found else None


def _first_damage(folder: IndexFolder) -> str | None:
    """The file and what is wrong with it; "" where nothing is, None where not all of it could be looked at."""
    from indexer.store.verifying import checks  # indexes again

    file = manifest = manifest_path(folder.path, newest_generation(folder.path) or 0)
    try:
        for check in checks(folder, read_header(manifest)):
            file = manifest if check.over_all else folder.path / check.file
            check.run()
    except DamagedIndexError as error:
        told = str(error).removeprefix("the index cannot be read: ").removeprefix(f"{file}: ")
        return f"{file}: {told}"
    except IndexerError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - there is no end to what wrong bytes can lead to
        return f"{file}: {type(error).__name__}: {error}"
    return ""
