"""How is something read within the limits that hold for a file, though it is none?

In a process of its own, which is ended when it takes too much memory or time.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from indexer import reading
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides
from indexer.errors import IndexerError, SourceError, UsageError
from indexer.indexing.endings import OUT_OF_MEMORY, is_out_of_memory, reason_of
from indexer.indexing.interrupts import no_interrupts
from indexer.indexing.limits import HARMLESS_BYTES, Limits
from indexer.reasons import Cause

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["within_limits"]

_Found = TypeVar("_Found")


def within_limits(
    read: Callable[[bytes], _Found],
    data: bytes,
    known: reading.Format | None,
    limits: Limits | None = None,
    overrides: Overrides = NO_OVERRIDES,
) -> _Found:
    """What `read`, which can be pickled, makes of data of a format that is `known`, or that the data tell, within
    limits: those that are given, or the usual ones, without which a little of a plain format is read here, unless the
    `overrides` by which `read` cleans it may take long.

    Raises SourceError and UsageError as `read` does, and SourceError where a limit is exceeded or the reader crashes.
    """
    format_ = reading.format_for("-", reading.content_of(data), known)
    if limits is None and format_.plain and len(data) <= HARMLESS_BYTES and not overrides.name_parts:
        return read(data)
    limits = limits or Limits()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_read, args=(read, data, limits, theirs), daemon=True)
    with no_interrupts():
        process.start()
        theirs.close()
    try:
        found: _Found = _received(ours, limits, len(data))
    except (EOFError, OSError, pickle.UnpicklingError):
        process.join()
        reason = reason_of(process.exitcode, limits)
        raise SourceError(reason.cause, detail=reason.detail) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    return found


class _Refused(NamedTuple):
    """What a SourceError says."""

    reason: str
    detail: str


def _received(connection: Connection, limits: Limits, size: int) -> Any:
    """What a process sends, once it has said that it begins; raises EOFError where it ends before."""
    connection.recv()
    seconds = limits.seconds_for(size)
    if not connection.poll(None if seconds == float("inf") else seconds):
        raise SourceError(Cause.LIMIT, detail=limits.exceeded(size, size, 0.0, float("inf")))
    found = connection.recv()
    if isinstance(found, _Refused):
        raise SourceError(found.reason, detail=found.detail)
    if isinstance(found, IndexerError):
        raise found
    return found


def _read(read: Callable[[bytes], object], data: bytes, limits: Limits, connection: Connection) -> None:
    """The life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends it
    limits.impose()
    connection.send(None)
    try:
        found = read(data)
    except SourceError as error:
        connection.send(_Refused(error.reason, error.detail))
    except UsageError as error:
        connection.send(error)
    except Exception as error:  # noqa: BLE001 - the parent reports it, whatever it is
        if is_out_of_memory(error):
            os._exit(OUT_OF_MEMORY)
        connection.send(IndexerError(f"internal error: {type(error).__name__}: {error}"))
    else:
        connection.send(found)
