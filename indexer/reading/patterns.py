"""Does a pattern mean this file?

A pattern without a slash is matched against the name of a file or folder, wherever it is; one with a slash against its
path below the folder that is walked, where `**` stands for any number of folders. A slash at the end asks for a folder,
and means all that is in it; `{a,b}` stands for either, as in a shell, and `./` for the folder that is walked. Upper and
lower case differ.

Names are matched by the standard library, paths by the leftmost place that fits behind each `**`: pathspec's
expressions took 7 seconds for a pattern of twelve `**` and a path of thirty folders, this takes time in proportion to
both.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.errors import UsageError

__all__ = ["Pattern", "Patterns", "pattern_of"]

_ANY_DEPTH = "**"
_BRACES = re.compile(r"\{([^{}]*,[^{}]*)\}")
_MOST_ALTERNATIVES = 1000


@dataclass(frozen=True, slots=True)
class _Path:
    """One way to match: an expression for each name on the path, None for `**`."""

    segments: tuple[re.Pattern[str] | None, ...]
    by_name: bool
    only_folders: bool

    def matches(self, names: Sequence[str], *, folder: bool) -> bool:
        if self.only_folders and not folder:
            return any(self.matches(names[:depth], folder=True) for depth in range(1, len(names)))
        return _match(self.segments, names[-1:] if self.by_name else names)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern taken apart into the ways to match it."""

    ways: tuple[_Path, ...]

    def matches(self, names: Sequence[str], *, folder: bool = False) -> bool:
        """Say whether the file or folder is meant to which `names` lead from the folder that is walked."""
        return any(way.matches(names, folder=folder) for way in self.ways)


class Patterns:
    """Those of `include` and `exclude` together: which files below a folder that is walked they let through.

    `names` lead to a file or folder from the folder that is walked; the file's own is the last.
    """

    def __init__(self, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self._include = tuple(map(pattern_of, include))
        self._exclude = tuple(map(pattern_of, exclude))

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._include or self._exclude)

    def admit(self, names: Sequence[str]) -> bool:
        """Whether a file is to be read if all folders that lead to it are walked."""
        if self._include and not any(glob.matches(names) for glob in self._include):
            return False
        return not any(glob.matches(names) for glob in self._exclude)

    def admit_folder(self, names: Sequence[str]) -> bool:
        """Whether a folder is to be walked if all that lead to it are."""
        return not any(glob.matches(names, folder=True) for glob in self._exclude)

    def leave_out(self, names: Sequence[str]) -> bool:
        """Whether a file is not to be read, for its own name or that of a folder that leads to it."""
        return not (self.admit(names) and all(self.admit_folder(names[:depth]) for depth in range(1, len(names))))


def pattern_of(glob: str) -> Pattern:
    """Take a pattern apart; an empty one matches nothing.

    Raises UsageError where it leads out of the folder, and so means nothing in it, or stands for too many others.
    """
    if ".." in glob.split("/"):
        message = f'the pattern "{glob}" leads out of the folder'
        raise UsageError(
            message, hint="patterns are matched below each folder that is indexed: *.txt, drafts/, notes/**"
        )
    return Pattern(tuple(map(_path, _alternatives(glob))))


def _alternatives(glob: str) -> list[str]:
    """Return the patterns that one with `{a,b}` in it stands for."""
    pending, found = [glob], []
    while pending:
        pattern = pending.pop()
        braces = _BRACES.search(pattern)
        if braces is None:
            found.append(pattern)
        else:
            pending += (pattern[: braces.start()] + name + pattern[braces.end() :] for name in braces[1].split(","))
        if len(pending) + len(found) > _MOST_ALTERNATIVES:
            message = f'the pattern "{glob[:80]}" stands for too many others'
            raise UsageError(message)
    return found


def _path(pattern: str) -> _Path:
    names = [name for name in pattern.split("/") if name not in {"", "."}]
    segments: list[re.Pattern[str] | None] = []
    for name in names:
        if name != _ANY_DEPTH:
            segments.append(re.compile(fnmatch.translate(name)))
        elif segments[-1:] != [None]:  # a second "**" in a row adds nothing but work
            segments.append(None)
    return _Path(tuple(segments), by_name="/" not in pattern.rstrip("/"), only_folders=pattern.endswith("/"))


def _match(segments: Sequence[re.Pattern[str] | None], names: Sequence[str]) -> bool:
    """Match every name in turn; behind a `**`, what does not fit is tried one name further on. Only the last `**` is
    ever gone back to: what is before it was matched as early as it can be."""
    if not segments:
        return False
    here = there = 0
    behind, reached = -1, 0
    while there < len(names):
        segment = segments[here] if here < len(segments) else None
        if here < len(segments) and segment is None:
            behind, reached = here, there
            here += 1
        elif segment is not None and segment.match(names[there]):
            here, there = here + 1, there + 1
        elif behind >= 0:
            reached += 1
            here, there = behind + 1, reached
        else:
            return False
    return all(segment is None for segment in segments[here:])
