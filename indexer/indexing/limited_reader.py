"""How is something read within the limits that hold for a file of an index, where there is no index?

In a process of its own, which is ended when it takes too much memory or time.
"""

from __future__ import annotations

import io
import os
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeAlias, TypeVar

from indexer import reading
from indexer.cleaning.overruling.overrides import NO_OVERRIDES, Overrides
from indexer.errors import IndexerError, SourceError, UsageError
from indexer.indexing.endings import OUT_OF_MEMORY, fault, is_out_of_memory, reason_of
from indexer.indexing.interrupts import may_be_ended, no_interrupts
from indexer.indexing.limits import LONGEST_TICK, Limits, is_harmless
from indexer.reasons import Cause

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["LimitedReader"]

_Found = TypeVar("_Found")

_Source: TypeAlias = Callable[[Callable[[int], None]], AbstractContextManager[reading.Content]]
"""Opens what is read; the argument is told how many bytes have come out of it."""


class LimitedReader:
    """Reads files and data within limits: those that are given, or the usual ones, without which a little of a plain
    format is read in this process, unless the `overrides` by which it is cleaned may take long.

    One process serves for one file after the other, until one ends it. Use it in a `with` block, which ends it too.
    """

    def __init__(self, limits: Limits | None = None, overrides: Overrides = NO_OVERRIDES) -> None:
        self._has_usual_limits = limits is None
        self._limits = limits or Limits()
        self._overrides = overrides
        self._serving: tuple[SpawnProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def file(self, read: Callable[[reading.Content], _Found], path: str) -> _Found:
        """What `read`, which can be pickled, makes of a file.

        Raises SourceError and UsageError as `reading.opened` and `read` do, and SourceError where a limit is exceeded
        or the reader crashes.
        """
        with reading.opened(path) as content:
            size = content.size
            if self._has_usual_limits and is_harmless(reading.format_of(path), path, size, self._overrides):
                return read(content)
        return self._result(read, partial(_opened, path), size)

    def data(
        self, read: Callable[[reading.Content], _Found], data: bytes, known: reading.Format | None = None
    ) -> _Found:
        """What `read` makes of data of a format that is `known`, or that they tell; raises as `file` does."""
        format_ = reading.format_for("-", reading.content_of(data), known)
        if self._has_usual_limits and is_harmless(format_, "-", len(data), self._overrides):
            return read(reading.content_of(data))
        self._end()  # a new process is given the data before its memory is limited
        return self._result(read, partial(_in_memory, data), len(data))

    def _result(self, read: Callable[[reading.Content], _Found], source: _Source, size: int) -> _Found:
        serving = self._sent(read, source)
        connection = serving or self._start(read, source)
        try:
            if serving is None:
                connection.recv()  # that it begins
            found: _Found = self._received(connection, size)
        except (EOFError, OSError, pickle.UnpicklingError):
            reason = reason_of(self._end(kill=False), self._limits)
            raise SourceError(reason.cause, detail=reason.detail) from None
        return found

    def _sent(self, read: Callable[[reading.Content], object], source: _Source) -> Connection | None:
        """The connection to the process that serves, once that is told of one thing to read; None where none does, or
        where it came to an end between two things, of which neither is the reason."""
        if self._serving is None:
            return None
        _, connection = self._serving
        try:
            connection.send((read, source))
        except OSError:
            self._end()
            return None
        return connection

    def _start(self, read: Callable[[reading.Content], object], source: _Source) -> Connection:
        """Start a process that begins with one thing; the connection to it."""
        import multiprocessing  # most files are read without

        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(read, source, self._limits, theirs), daemon=True)
        with no_interrupts():
            process.start()
            theirs.close()
            self._serving = process, ours
        return ours

    def _received(self, connection: Connection, size: int) -> Any:
        """What a process finds; raises EOFError where it ends before."""
        bytes_out, step_seconds, all_seconds = 0, 0.0, 0.0  # seconds since the last piece, and since the beginning
        looked = time.monotonic()
        while True:
            message = None
            if connection.poll(min(1.0, self._limits.seconds_for(0))):
                message = connection.recv()
            if message is not None and not isinstance(message, _Step):
                break
            now = time.monotonic()
            elapsed = min(now - looked, LONGEST_TICK)
            looked = now
            all_seconds += elapsed
            step_seconds += elapsed
            if message is not None:
                bytes_out, step_seconds = max(bytes_out, message.bytes_out), 0.0
            if limit := self._limits.exceeded(size, bytes_out, step_seconds, all_seconds):
                self._end()
                raise SourceError(Cause.LIMIT, detail=limit)
        if isinstance(message, _Refused):
            raise SourceError(message.reason, detail=message.detail)
        if isinstance(message, IndexerError):
            raise message
        return message

    def _end(self, *, kill: bool = True) -> int | None:
        """End the process, if there is one, or wait for one that comes to its end; its exit code."""
        if self._serving is None:
            return None
        (process, connection), self._serving = self._serving, None
        if kill:
            process.kill()
        process.join()
        connection.close()
        return process.exitcode


class _Step(NamedTuple):
    """So many bytes have come out of what is read."""

    bytes_out: int


class _Refused(NamedTuple):
    """What a SourceError says."""

    reason: str
    detail: str


def _opened(path: str, noticed: Callable[[int], None]) -> AbstractContextManager[reading.Content]:
    return reading.opened(path, noticed=noticed)


@contextmanager
def _in_memory(data: bytes, noticed: Callable[[int], None]) -> Iterator[reading.Content]:
    yield reading.Content(lambda: io.BytesIO(data), len(data), noticed)


def _serve(read: Callable[[reading.Content], object], source: _Source, limits: Limits, connection: Connection) -> None:
    """The life of the process: it reads one thing, and then what it is sent, until its parent is gone."""
    may_be_ended()
    limits.impose()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send(None)
        while True:
            try:
                connection.send(_outcome(read, source, connection))
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            read, source = connection.recv()


def _outcome(read: Callable[[reading.Content], object], source: _Source, connection: Connection) -> object:
    """What is found, or the parent's error."""
    try:
        with source(lambda bytes_out: connection.send(_Step(bytes_out))) as content:
            return read(content)
    except SourceError as error:
        return _Refused(error.reason, error.detail)
    except UsageError as error:
        return error
    except Exception as error:  # noqa: BLE001 - the parent reports it, whatever it is
        if is_out_of_memory(error):
            raise MemoryError from None
        return fault(error)
