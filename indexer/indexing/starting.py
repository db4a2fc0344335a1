"""How does a worker process start?

Before a first run knows all that it is to read, it knows that it needs workers: they start while it goes on looking.
This module is all that a process is started with, so that what it imports then is imported without looking for garbage.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, Self

from indexer.indexing.interrupts import may_be_ended, no_interrupts

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["NOTE_SIZE", "PARALLEL_BYTES", "Processes"]

NOTE_SIZE: Final = 3
"""Numbers that a process notes: the file it is at, the step of its work, and the bytes that came out of the file."""

PARALLEL_BYTES = 2**20
"""Below this much to read, starting processes takes longer than they save."""


class Processes:
    """Starts the worker processes of a run, at most `most` at a time, some of them before there is work for them.

    A process is told first which function to call, and with what. Use it in a `with` block, which ends those that were
    never told.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._ahead: dict[int, tuple[SpawnProcess, Connection]] = {}  # by place
        self._files = 0
        self._bytes = 0
        self._refused = False
        self._places: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.keep(0)

    @property
    def places(self) -> Any:
        """Where processes note what they are at: an array in shared memory, NOTE_SIZE numbers for each."""
        if self._places is None:
            self._places = _context().RawArray("q", [-1, 0, 0] * self._most)
        return self._places

    def expect(self, size: int) -> None:
        """Take note that a file of `size` bytes is to be read, and start what is certainly needed."""
        self._files += 1
        self._bytes += size
        certain = min(self._most, self._files)
        if self._refused or self._bytes < PARALLEL_BYTES or certain < 2 or len(self._ahead) == certain:
            return
        try:
            with no_interrupts():
                for place in range(len(self._ahead), certain):
                    self._ahead[place] = self._started(place)
        except OSError:  # it will be told where there is work and it is refused once more
            self._refused = True

    def keep(self, count: int) -> None:
        """End those processes that wait for work at no place below `count`: there will be none for them."""
        ended = [self._ahead.pop(place) for place in sorted(self._ahead) if place >= count]
        for process, connection in ended:
            connection.close()
            process.terminate()
        for process, _connection in ended:
            process.join()

    def take(self, place: int) -> tuple[SpawnProcess, Connection]:
        """A process that waits to be told what to do, and the connection to it. It has the numbers of `place` for its
        notes."""
        return self._ahead.pop(place, None) or self._started(place)

    def _started(self, place: int) -> tuple[SpawnProcess, Connection]:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_begin, args=(theirs, self.places, place), daemon=True)
        with _no_main_module():
            process.start()
        theirs.close()
        return process, ours


def _context() -> Any:
    import multiprocessing  # with its sockets; where little has changed, there are no other processes

    return multiprocessing.get_context("spawn")


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Have a process that is started in the block not run the program's main module once more, as `multiprocessing`
    does: no worker needs what is in it, which may be slow, or not made for being run again."""
    with _ONE_AT_A_TIME:
        main = sys.modules["__main__"]
        other = ModuleType("__main__")
        # Other threads may pickle what is in it meanwhile. Only where it comes from is not to be known.
        vars(other).update({name: value for name, value in vars(main).items() if name not in {"__file__", "__spec__"}})
        try:
            sys.modules["__main__"] = other
            yield
        finally:
            sys.modules["__main__"] = main


_ONE_AT_A_TIME: Final = threading.Lock()
"""Of threads that start processes: one must not take the other's main module for the program's."""


def _begin(connection: Connection, places: Any, place: int) -> None:
    """The beginning of a worker process: all is imported, then it waits to be told what to do."""
    may_be_ended()
    gc.disable()
    import indexer.indexing.process  # noqa: F401 - here, while the parent goes on

    try:
        work, *arguments = connection.recv()
    except (EOFError, OSError):
        os._exit(1)  # nobody is left to tell
    work(*arguments, connection, places, place)


# Room for the frames of all calls below, as the command's own entry has it: what a worker calls again and again from
# just below the end of a piece of 16 KB would have the system come and go each time. 20 of 260 ms of the imports.
_begin.__code__ = _begin.__code__.replace(co_stacksize=2**14)
