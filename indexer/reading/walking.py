"""Which files are there to be read?

Folders are walked depth first, their entries by the bytes of their names, so that the order is the same everywhere.
What is hidden, what was asked to be left out and a version control's own folders are passed over in silence; every
other file comes out, as a Source or as Skipped with the reason.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import UsageError
from indexer.model.sources import Source
from indexer.reading.formats import format_of, may_be_article
from indexer.reading.patterns import Patterns
from indexer.reading.sizes import readable_size
from indexer.reasons import Cause, Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["Selection", "Skipped", "is_passed_over", "walk"]


class _Folder(NamedTuple):
    """A folder that is still to be walked, and the names that lead to it, if patterns need them."""

    path: str
    names: tuple[str, ...]


# The others' are hidden.
_VERSION_CONTROL = frozenset({"CVS", "_darcs"})

_WIDEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Selection:
    """What to read of the files that are there; the patterns are those of `patterns`.

    With `include` only files that match one of its patterns; none that match one of `exclude`, and no folder either,
    with all that is in it. `max_size` is in bytes; a larger file is skipped.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    max_size: int = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not read, and why; `failed` where that is an error and not a matter of course."""

    path: str
    reason: Reason
    failed: bool = False


def walk(
    paths: Sequence[str],
    selection: Selection,
    *,
    leave_out: Sequence[str] = (),
    is_left_out: Callable[[str], bool] = lambda _: False,
) -> Iterator[Source | Skipped]:
    """Find the files at and below `paths`, each once, with absolute paths in which links are not resolved.

    A path given by name is taken even where it is hidden. Symbolic links are followed; a folder that several lead to is
    walked the first time. The folders `leave_out`, such as the index itself, are not walked at all, and neither are
    those that `is_left_out` is true of.

    Raises UsageError, at once, where one of `paths` does not exist.
    """
    for path in paths:
        try:
            os.lstat(path)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            message = f"no such file or folder: {path}"
            raise UsageError(message) from None
        except OSError:
            continue  # it may exist; the walk tells why it cannot be read
    return _Walk(selection, leave_out, is_left_out).through([os.path.abspath(path) for path in paths])


def is_passed_over(name: str) -> bool:
    """Whether files and folders of this name are passed over in a folder: they are hidden, or version control's."""
    return name.startswith(".") or name in _VERSION_CONTROL


class _Walk:
    """One walk, and what it has come by so far."""

    def __init__(self, selection: Selection, leave_out: Iterable[str], is_left_out: Callable[[str], bool]) -> None:
        self._patterns = Patterns(selection.include, selection.exclude)
        self._max_size = selection.max_size
        self._is_left_out = is_left_out
        # By device and inode, which no link can disguise. What is to be left out counts as walked already.
        self._folders: set[tuple[int, int]] = set()
        for folder in leave_out:
            with suppress(OSError):
                self._folders.add(_identity(folder))

    def through(self, roots: Sequence[str]) -> Iterator[Source | Skipped]:
        """Walk files and folders, given as absolute paths, one after the other."""
        found = chain.from_iterable(chain.from_iterable(map(self._at, roots)))
        return found if len(roots) == 1 else _each_once(found)

    def _at(self, root: str) -> Iterator[list[Source | Skipped]]:
        """Walk a file or a folder."""
        if os.path.isdir(root):
            yield from self._below(root)
        elif self._patterns.admit((os.path.basename(root),)):
            try:
                yield [self._examined(root, os.stat(root))]
            except OSError as error:
                yield [_refused(root, error)]

    def _below(self, root: str) -> Iterator[list[Source | Skipped]]:
        """Walk one folder; the files between two folders come together, which takes less time than one by one. A stack
        and no recursion, for a path can have more folders than Python has calls."""
        pending = [iter(self._listed(root, ()))]
        while pending:
            found: list[Source | Skipped] = []
            for item in pending[-1]:
                if isinstance(item, _Folder):
                    yield found
                    pending.append(iter(self._listed(item.path, item.names)))
                    break
                found.append(item)
            else:
                yield found
                pending.pop()

    def _listed(self, folder: str, names: tuple[str, ...]) -> list[Source | Skipped | _Folder]:
        """What becomes of all that is in a folder and not hidden, to which `names` lead: nothing where it was walked or
        is left out, and the folder itself where it cannot be listed."""
        try:
            identity = _identity(folder)
            if identity in self._folders:
                return []
            self._folders.add(identity)
            if self._is_left_out(folder):
                return []
            with _opened(folder) as place:
                with os.scandir(place) as found:
                    entries = {entry.name: entry for entry in found if entry.name[0] != "."}
                # Texts sort as their bytes do in UTF-8, but for what is not UTF-8.
                order = sorted(entries, key=None if "".join(entries).isascii() else os.fsencode)
                return self._wanted(os.path.join(folder, ""), map(entries.__getitem__, order), names)
        except OSError as error:
            return [_refused(folder, error)]

    def _wanted(
        self, folder: str, entries: Iterable[os.DirEntry[str]], names: tuple[str, ...]
    ) -> list[Source | Skipped | _Folder]:
        """What becomes of those entries of a folder, whose path ends in a slash, that the patterns let through."""
        patterns, has_patterns = self._patterns, bool(self._patterns)
        wanted: list[Source | Skipped | _Folder] = []
        for entry in entries:
            path = folder + entry.name
            here = (*names, entry.name) if has_patterns else names
            if _is_folder(entry):
                if entry.name not in _VERSION_CONTROL and patterns.admit_folder(here):
                    wanted.append(_Folder(path, here))
            elif not has_patterns or patterns.admit(here):
                try:
                    wanted.append(self._examined(path, entry.stat()))
                except OSError as error:
                    wanted.append(_refused(path, error))
        return wanted

    def _examined(self, path: str, status: os.stat_result) -> Source | Skipped:
        """Say what becomes of a file that is wanted."""
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            return Skipped(path, Reason(Cause.NOT_A_FILE))
        if format_of(path) is None and not may_be_article(path):
            return Skipped(path, Reason(Cause.UNSUPPORTED))
        if size > self._max_size:
            detail = f"{readable_size(size)}, limit {readable_size(self._max_size)}"
            return Skipped(path, Reason(Cause.TOO_LARGE, detail))
        return Source(path, size, status.st_mtime_ns, (status.st_dev << 48 ^ status.st_ino) & _WIDEST)


def _each_once(found: Iterable[Source | Skipped]) -> Iterator[Source | Skipped]:
    """What was found, without that which was found before, as where a file is named and its folder too."""
    seen: set[str] = set()
    for item in found:
        if item.path not in seen:
            seen.add(item.path)
            yield item


@contextmanager
def _opened(folder: str) -> Iterator[int | str]:
    """What the system is to be asked about a folder and what is in it by: its number while it is open, as paths take
    the system longer, a tenth of the time for those of five names; or its path, where there are no such numbers."""
    if os.scandir not in os.supports_fd:
        yield folder
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _identity(folder: str) -> tuple[int, int]:
    status = os.stat(folder)
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _refused(path: str, error: OSError) -> Skipped:
    if error.errno in (errno.ENOENT, errno.ELOOP) and os.path.islink(path):
        return Skipped(path, Reason(Cause.BROKEN_LINK))
    return Skipped(path, Reason(Cause.UNREADABLE, error.strerror or str(error)), failed=True)
