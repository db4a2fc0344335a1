"""What can go wrong, and with which exit code and hint?

    IndexerError
    ├── UsageError            an argument or the request as a whole cannot be used
    │   ├── QuerySyntaxError  the query cannot be read; knows the place
    │   │   └── UnknownFieldError  it names a field that does not exist
    │   └── DateSyntaxError   a text is not a day, month, year, range or "last week"
    ├── SourceError           one file could not be read; the run goes on
    └── IndexStateError       the index on disk is not what the request needs
        ├── NoIndexError      the folder has no index
        ├── DamagedIndexError it cannot be read
        ├── IndexFormatError  another version of indexer wrote it
        ├── LockedIndexError  another process is writing to it
        ├── StorageError      the disk refused (full, read-only, …)
        └── UnknownIdError    no article or passage has that id

Every class carries the exit code of the command it ends and, as an attribute, a hint: one sentence
that says what to do. The command line catches `IndexerError` and nothing else.
"""

from __future__ import annotations

import errno
from types import MappingProxyType
from typing import Final

from indexer.reasons import Cause, Reason

__all__ = [
    "UNSUPPORTED",
    "DamagedIndexError",
    "DateSyntaxError",
    "IndexFormatError",
    "IndexStateError",
    "IndexerError",
    "LockedIndexError",
    "NoIndexError",
    "QuerySyntaxError",
    "SourceError",
    "StorageError",
    "UnknownFieldError",
    "UnknownIdError",
    "UsageError",
    "remedy_for",
    "storage_hint",
]


UNSUPPORTED: Final = Cause.UNSUPPORTED
"""The reason of a SourceError where no format is meant to read the file."""


class IndexerError(Exception):
    """The root: whatever `indexer` itself reports as an error.

    `hint` is one sentence that says what to do about it, or an empty string.
    """

    exit_code = 2
    hint = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """How it is copied, and passes from one process to another: whatever a kind of error is made of, as it is."""
        return _as_it_was, (type(self), *self.args), vars(self)


def _as_it_was(kind: type[IndexerError], *arguments: object) -> IndexerError:
    """An error with these `args`, whose attributes follow."""
    return kind.__new__(kind, *arguments)


class UsageError(IndexerError):
    """An argument, or the request as a whole, cannot be used; the message names the argument."""


class QuerySyntaxError(UsageError):
    """The query cannot be read: `query[start:end]` is the place that is wrong."""

    hint = "put the text in quotes, or search for it as plain words with --literal"

    def __init__(self, message: str, query: str, start: int, end: int, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.query = query
        self.start = start
        self.end = max(end, start + 1)


class UnknownFieldError(QuerySyntaxError):
    """The query asks for a field that no index has."""


class DateSyntaxError(UsageError):
    """A text that should name days does not."""

    hint = "write 2019, 2019-02, 2019-02-27, 2019..2021, >=2019, 'last week' or '3 days ago'"


class SourceError(IndexerError):
    """One source file cannot be used, for this `reason`.

    It is a `Cause`, or else a short phrase that says what is wrong with the content, such as "damaged zip".
    """

    def __init__(self, reason: str, *, detail: str = "") -> None:
        super().__init__(str(Reason.of(reason, detail)))
        self.reason = reason
        self.detail = detail

    @property
    def as_reason(self) -> Reason:
        """The reason as the index stores it."""
        return Reason.of(self.reason, self.detail)

    @property
    def failed(self) -> bool:
        """Whether it should have been read: false where it is of a format that is not for reading, as a picture is."""
        return self.reason is not Cause.UNSUPPORTED


_REMEDIES = MappingProxyType(
    dict.fromkeys((errno.EACCES, errno.EPERM), "fix the permissions")
    | dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "free some space")
    | {errno.EROFS: "mount its file system for writing", errno.ENOMEM: "free some memory"}
)


def remedy_for(number: int | None) -> str:
    """What a person can do about what the system refused with this error number, in words."""
    return _REMEDIES.get(number or 0, "free some space or fix the permissions")


def storage_hint(number: int | None) -> str:
    """The hint of a StorageError for this error number."""
    return f"{remedy_for(number)}, then run the same command again; what was indexed before is kept"


class IndexStateError(IndexerError):
    """The index on disk is not what the request needs."""


class NoIndexError(IndexStateError):
    """The folder has no index."""

    hint = "create one with: indexer index PATH…"


class DamagedIndexError(IndexStateError):
    """Files of the index are missing, cut short or altered."""

    hint = "rebuild it from the source files with: indexer index --rebuild PATH…"


class IndexFormatError(IndexStateError):
    """The index was written by a version of `indexer` that uses another format."""

    hint = "rebuild it from the source files with: indexer index --rebuild PATH…"


class LockedIndexError(IndexStateError):
    """Another process is writing to the index."""

    hint = "wait for it to finish, or give --wait more seconds"


class StorageError(IndexStateError):
    """The operating system refused to read or write the index; what was committed before is intact."""

    hint = storage_hint(None)


class UnknownIdError(IndexStateError):
    """No article or passage in the index has the id asked for, or several do."""

    hint = "ids are what `indexer search` prints after the path of each hit, and with --format json"
