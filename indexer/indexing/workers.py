"""How is the work on many files shared, in one process or several?

Every worker writes whole segments of its own. What it reports of a file counts only once the segment that holds the
file's passages is finished. Processes are spawned, not forked: they then hold nothing of the parent's, neither its lock
on the index nor its threads.

Before a worker finishes a segment it asks which lines recur on the sites it has read; before its last one, all workers
ask together, when everything has been read.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.engine.builder import SegmentFile
from indexer.errors import IndexerError
from indexer.indexing.memory import give_back
from indexer.indexing.planning import Job
from indexer.indexing.worker import Held, Outcome, Worker
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

__all__ = ["Batch", "Idle", "Message", "Recurring", "Written", "in_processes", "in_this_process"]

_CHUNK_FILES = 64
_CHUNK_BYTES = 2 * 2**20

Recurring: TypeAlias = Callable[[], NDArray[np.uint64]]
"""Tells which lines recur, as far as is known from all messages given before."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of several files; those `held` will come again, as outcomes. `files` and `bytes` were read for it."""

    worker: int
    outcomes: Sequence[Outcome]
    held: Sequence[Held] = ()
    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A segment is finished (or None, where nothing had to be written): all outcomes its worker gave before are in
    it."""

    worker: int
    segment: SegmentFile | None


@dataclass(frozen=True, slots=True)
class Idle:
    """No worker has reported anything for a second."""


Message: TypeAlias = Batch | Written | Idle


@dataclass(frozen=True, slots=True)
class _Asking:
    """A worker waits to be told which lines recur; with `last`, everything it had to read is read."""

    worker: int
    last: bool


def _read(worker: Worker, number: int, jobs: Sequence[Job]) -> Batch:
    """What became of the first of some files."""
    before = worker.bytes_read
    outcomes, held, count = worker.read(jobs)
    return Batch(number, outcomes, held, count, worker.bytes_read - before)


def in_this_process(
    folder: IndexFolder, jobs: Sequence[Job], settings: Settings, recurring: Recurring, seconds: float
) -> Iterator[Message]:
    """Do `jobs` here, one after the other, with a segment at least every `seconds`. Closing the iterator gives up what
    is not finished."""
    worker = Worker(folder, settings, seconds)
    left = len(jobs)
    with _no_collections():
        try:
            for chunk in _chunks(jobs):
                while chunk:
                    batch = _read(worker, 0, chunk)
                    chunk = chunk[batch.files :]  # noqa: PLW2901 - what is left of it
                    left -= batch.files
                    yield batch
                    if worker.full or not left:
                        if worker.holds:
                            yield Batch(0, worker.settle(recurring()))
                        yield Written(0, worker.finish())
                        if left:
                            give_back()
        finally:
            worker.discard()


def in_processes(
    folder: IndexFolder, jobs: Sequence[Job], settings: Settings, count: int, recurring: Recurring, seconds: float
) -> Iterator[Message]:
    """Do `jobs` in `count` processes, each with a segment at least every `seconds`. Closing the iterator ends them."""
    context = multiprocessing.get_context("spawn")
    tasks = context.Queue()
    results = context.Queue()
    answers = [context.Queue() for _ in range(count)]
    for chunk in _chunks(jobs):
        tasks.put(chunk)
    given = (folder.path, folder.root, settings, seconds, count, tasks, results)
    processes = [
        context.Process(target=_work, args=(number, *given, answers[number]), daemon=True) for number in range(count)
    ]
    try:
        with (
            _no_interrupts()
        ):  # an interrupt is the parent's business; a worker inherits the mask until it can ignore it
            for process in processes:
                process.start()
                tasks.put(None)
        yield from _messages(processes, results, answers, recurring)
    finally:
        for process in processes:
            if process.is_alive():
                process.terminate()
        for process in processes:
            if process.pid is not None:
                process.join()
        for channel in (tasks, results, *answers):
            channel.cancel_join_thread()
            channel.close()


@contextmanager
def _no_collections() -> Iterator[None]:
    """Look for garbage only when asked to: hardly any of what reading leaves behind refers to itself, and looking for
    what does takes a seventh of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C and SIGTERM while the block runs."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _messages(
    processes: Sequence[SpawnProcess], results: Any, answers: Sequence[Any], recurring: Recurring
) -> Iterator[Message]:
    """What the workers report, until all have said that they are done; what they ask is answered."""
    running = set(range(len(processes)))
    waiting: set[int] = set()
    while running:
        try:
            message = results.get(timeout=1.0)
        except queue.Empty:
            dead = [number for number in running if not processes[number].is_alive()]
            if dead and results.empty():
                code = processes[dead[0]].exitcode
                raise IndexerError(
                    f"a worker process ended unexpectedly (exit code {code})",
                    hint="what was committed before is kept; run the same command again, perhaps with --jobs 1",
                ) from None
            yield Idle()
            continue
        if isinstance(message, int):
            running.discard(message)
        elif isinstance(message, _Asking) and message.last:
            waiting.add(message.worker)
        elif isinstance(message, _Asking):
            answers[message.worker].put(recurring())
        elif isinstance(message, IndexerError):
            raise message
        else:
            yield message
        if waiting and waiting == running:
            known = recurring()
            for number in waiting:
                answers[number].put(known)
            waiting.clear()


def _chunks(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        chunk.append(job)
        size += job.size
        if len(chunk) >= _CHUNK_FILES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _work(
    number: int,
    path: Any,
    root: Any,
    settings: Settings,
    seconds: float,
    processes: int,
    tasks: Any,
    results: Any,
    answers: Any,
) -> None:
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})  # with which the parent ends a worker
    folder = IndexFolder(path, root)
    gc.disable()
    try:
        worker = Worker(folder, settings, seconds, processes)
        while (chunk := _received(tasks)) is not None:
            while chunk:
                batch = _read(worker, number, chunk)
                chunk = chunk[batch.files :]
                results.put(batch)
                if worker.full:
                    _finish(worker, number, results, answers, last=False)
        _finish(worker, number, results, answers, last=True)
        results.put(number)
    except IndexerError as error:
        with suppress(OSError):
            results.put(error)
    except Exception as error:  # noqa: BLE001 - the parent reports it, whatever it is
        failure = IndexerError(
            f"internal error in a worker process: {type(error).__name__}: {error}",
            hint="what was committed before is kept; run the command again with --jobs 1 --debug to see where it is",
        )
        failure.add_note(traceback.format_exc())
        with suppress(OSError):
            results.put(failure)


def _finish(worker: Worker, number: int, results: Any, answers: Any, *, last: bool) -> None:
    """Finish a worker's segment, once it is known which lines recur."""
    if worker.holds:
        results.put(_Asking(number, last))
        results.put(Batch(number, worker.settle(_received(answers))))
    results.put(Written(number, worker.finish()))
    give_back()


def _received(channel: Any) -> Any:
    """The next thing to come through; the process ends where nobody is left to send it."""
    parent = multiprocessing.parent_process()
    while True:
        if parent is not None and not parent.is_alive():
            os._exit(1)  # nobody is left to commit
        with suppress(queue.Empty):
            return channel.get(timeout=1.0)
