"""Does a pattern mean this file?

A pattern without a slash is matched against the name of a file or folder, wherever it is; one with a slash against
its path below the folder that is walked, where `**` stands for any number of folders. A slash at the end asks for
a folder. Upper and lower case differ.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Pattern", "pattern_of"]

_ANY_DEPTH = "**"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern taken apart: one expression for each name on the path, None for `**`."""

    segments: tuple[re.Pattern[str] | None, ...]
    by_name: bool
    only_folders: bool

    def matches(self, names: Sequence[str], *, folder: bool = False) -> bool:
        """Say whether the file or folder is meant to which `names` lead from the folder that is walked."""
        if self.only_folders and not folder:
            return False
        return _match(self.segments, names[-1:] if self.by_name else names)


def pattern_of(glob: str) -> Pattern:
    """Take a pattern apart."""
    names = [name for name in glob.split("/") if name]
    segments: list[re.Pattern[str] | None] = []
    for name in names:
        if name != _ANY_DEPTH:
            segments.append(re.compile(fnmatch.translate(name)))
        elif segments[-1:] != [None]:  # a second "**" in a row adds nothing but work
            segments.append(None)
    return Pattern(tuple(segments), by_name="/" not in glob.rstrip("/"), only_folders=glob.endswith("/"))


def _match(segments: Sequence[re.Pattern[str] | None], names: Sequence[str]) -> bool:
    if not segments:
        return not names
    first, rest = segments[0], segments[1:]
    if first is None:
        return any(_match(rest, names[depth:]) for depth in range(len(names) + 1))
    return bool(names) and first.match(names[0]) is not None and _match(rest, names[1:])
