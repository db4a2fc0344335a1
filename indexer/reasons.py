"""Why is a file, or a part of one, not in the index?

A reason is a code, which programs compare and the index stores, and what a person is told beside it. Only here does one
become a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

__all__ = ["Cause", "Reason", "cause_of", "extras_needed"]

_EXTRA = re.compile(r"needs (?:the extra |pip install '?[\w.-]+\[)(\w+)")  # the second as written formerly


class Cause(StrEnum):
    """The code of a reason, which is also how reasons of this kind are named where they are counted."""

    DUPLICATE = "duplicate"
    """Another file has the same bytes; the detail is its path."""

    UNSUPPORTED = "unsupported format"
    """No format is meant to read such a file, as with a picture: it is skipped, and that is not a failure."""

    EMPTY = "empty after cleaning"
    """Nothing in it is an article."""

    TOO_LARGE = "too large"
    """It is larger than the limit, or its contents are."""

    LIMIT = "limit exceeded"
    """Reading it takes more memory or time than a file may take; the detail is the limit."""

    CRASHED = "its reader crashed"
    """The process that read it was ended by the system; the detail is the signal."""

    NOT_A_FILE = "not a regular file"
    """It is a device, a socket or the like."""

    BROKEN_LINK = "broken link"
    """It is a symbolic link to nothing."""

    UNREADABLE = "unreadable"
    """The operating system refused to read it."""

    CONTENT = "unreadable content"
    """Its content cannot be read in its format; the reason says in which way."""

    NO_SUCH_PART = "no such part"
    """The file has no part of this name or number; the detail is the part."""

    GONE = "no such folder"
    """The folder that was indexed no longer exists, or is on a disk that is not mounted."""

    INCOMPLETE = "not completely readable"
    """Some of its articles could be read, others not."""

    INTERNAL = "internal error"
    """This program failed on it."""


class Reason(NamedTuple):
    """Why one file is not in the index: the code, a detail, and for CONTENT what is wrong with the content."""

    cause: Cause
    detail: str = ""
    what: str = ""

    @classmethod
    def of(cls, reason: str, detail: str = "") -> Reason:
        """The reason that is given as a code, or else as a phrase that says what is wrong with the content."""
        return cls(reason, detail) if isinstance(reason, Cause) else cls(Cause.CONTENT, detail, reason)

    @classmethod
    def stored(cls, values: list[str]) -> Reason:
        """The reason that was stored as a list of its values."""
        cause, *others = values
        return cls(Cause(cause), *others)

    @property
    def label(self) -> str:
        """How reasons of this kind are named where they are counted."""
        return self.what or str(self.cause)

    def __str__(self) -> str:
        """The reason as a person reads it."""
        match self.cause:
            case Cause.DUPLICATE:
                return f"duplicate of {self.detail}"
            case Cause.TOO_LARGE if self.detail:
                return f"too large ({self.detail})"
            case Cause.NO_SUCH_PART:
                return f"there is no {self.detail} in it"
        return f"{self.label}: {self.detail}" if self.detail else self.label


def cause_of(reason: str) -> Cause | None:
    """The code of a reason of a file as a person reads it, where it begins with that: none of CONTENT does."""
    label = reason.partition(": ")[0]
    return next((cause for cause in Cause if cause == label), None)


def extras_needed(reasons: Iterable[str]) -> set[str]:
    """The extras of this package that reasons, as a person reads them, say are needed to read something."""
    return {found[1] for reason in reasons for found in _EXTRA.finditer(reason)}
