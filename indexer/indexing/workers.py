"""How is the work on many files shared, in one process or several?

Every worker writes whole segments of its own. What it reports of files counts only once the segment that holds their
passages is finished; of a file that goes on after it, what is read so far. Processes are spawned, not forked: they
then hold nothing of the parent's, neither its lock on the index nor its threads.

Before a worker finishes a segment it asks which lines recur on the sites it has read; before its last one, all workers
ask together, when everything has been read.

A process may be ended by what it reads: by a fault in a library, by the system when memory is short, or by its parent
when a file takes too long. Each has a pipe of its own, so that its end is seen at once and nobody waits for it, and
notes in shared memory which file it is at. What it had read and not written is read again by another one. The file it
was at is tried once more, by itself; if that ends a process again, the file is the reason, and is named.
"""

from __future__ import annotations

import pickle
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.indexing.being_read import FileBeingRead, Outcome
from indexer.indexing.endings import ending, reason_of
from indexer.indexing.garbage import no_collections
from indexer.indexing.interrupts import no_interrupts
from indexer.indexing.limits import LONGEST_TICK, Limits
from indexer.indexing.memory import give_back
from indexer.indexing.messages import Batch, Idle, JobRequest, Lost, Message, RecurringLinesRequest, Written
from indexer.indexing.planning import Job
from indexer.indexing.process import AT_NO_RECORD, work
from indexer.indexing.starting import NOTE_SIZE, Processes
from indexer.indexing.worker import Worker
from indexer.reasons import Cause, Reason
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

__all__ = ["Recurring", "in_processes", "in_this_process"]

_CHUNK_FILES = 64
_CHUNK_BYTES = 2 * 2**20

_MOST_UNEXPLAINED = 3
"""Processes of a run that may end while they are at no file; the next one ends the run."""

Recurring: TypeAlias = Callable[[], NDArray[np.uint64]]
"""Tells which lines recur, as far as is known from all messages given before."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """A worker's end of its pipe is closed; `done` where it said so before."""

    done: bool


def in_this_process(
    folder: IndexFolder, jobs: Sequence[Job], settings: Settings, recurring: Recurring, seconds: float
) -> Iterator[Message]:
    """Do `jobs` here, one after the other, with a segment at least every `seconds`. Closing the iterator gives up what
    is not finished."""
    worker = Worker(folder, settings, seconds)
    left = len(jobs)
    with no_collections():
        try:
            for numbers in _chunks(jobs, range(len(jobs))):
                chunk = [jobs[number] for number in numbers]
                while chunk:
                    batch = Batch.read_by(worker, 0, chunk)
                    chunk = chunk[batch.files :]
                    left -= batch.files
                    yield batch
                    if worker.full or not left:
                        if worker.holds:
                            yield Batch(0, worker.settle(recurring()))
                        yield Written(0, *worker.finish())
                        if left:
                            give_back()
        finally:
            worker.discard()


def in_processes(
    folder: IndexFolder,
    jobs: Sequence[Job],
    settings: Settings,
    count: int,
    recurring: Recurring,
    seconds: float,
    limits: Limits,
    processes: Processes,
) -> Iterator[Message]:
    """Do `jobs` in `count` of the `processes` within `limits`, each with a segment at least every `seconds`. Closing
    the iterator ends them."""
    pool = _Pool((folder.path, folder.root, settings, seconds, count, limits), jobs, count, limits, processes)
    try:
        yield from pool.messages(recurring)
    finally:
        pool.end()


@dataclass(slots=True, eq=False)
class _Process:
    """One worker process as its parent sees it: what it was given and has not finished, and what of that it has read.

    `place` is where it notes which file it is `at`, which `step` of its work this is, and how many bytes have come out
    of the file. It has been at this step for `seconds`, and at this file for `all_seconds`; if that was too long,
    `overdue` says what the limit is. It `waits` for the lines that recur when it has read everything.
    """

    number: int
    place: int
    process: SpawnProcess
    connection: Connection
    assigned: dict[str, int] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    at: int = -1
    step: int = 0
    seconds: float = 0.0
    all_seconds: float = 0.0
    overdue: str = ""
    waits: bool = False
    listener: threading.Thread | None = None


class _Pool:
    """The worker processes of a run, and the jobs that are still to be given to them."""

    def __init__(
        self, arguments: tuple[Any, ...], jobs: Sequence[Job], count: int, limits: Limits, processes: Processes
    ) -> None:
        self._arguments = arguments
        self._jobs = list(jobs)
        self._count = count
        self._limits = limits
        self._processes = processes
        self._places = processes.places
        self._pending = deque(_chunks(jobs, range(len(jobs))))
        self._lock = threading.Lock()  # of `_pending` and of what each process was given
        self._results: queue.SimpleQueue[tuple[_Process, Any]] = queue.SimpleQueue()
        self._running: list[_Process] = []
        self._started = 0
        self._unexplained = 0
        self._suspects: set[int] = set()

    def messages(self, recurring: Recurring) -> Iterator[Message]:
        """What the workers report, until all have said that they are done; what they ask is answered."""
        for place in range(self._count):
            self._start(place)
        looked = time.monotonic()
        while self._running:
            now = time.monotonic()
            if now - looked >= 1.0:
                self._end_overdue(min(now - looked, LONGEST_TICK))
                looked = now
            try:
                one, message = self._results.get(timeout=1.0)
            except queue.Empty:
                yield Idle()
                continue
            if isinstance(message, IndexerError):
                raise message
            if isinstance(message, _Ended):
                yield from self._ended(one, done=message.done)
            elif isinstance(message, RecurringLinesRequest):
                one.waits = message.last
                if not message.last:
                    self._send(one, recurring())
            else:
                self._note(one, message)
                yield message
            self._answer_all(recurring)

    def _answer_all(self, recurring: Recurring) -> None:
        """Where all processes ask, tell them which lines recur."""
        if not self._running or not all(one.waits for one in self._running):
            return
        known = recurring()
        for one in self._running:
            one.waits = False
            self._send(one, known)

    def end(self) -> None:
        """End all processes that are left."""
        for one in self._running:
            if one.process.is_alive():
                one.process.terminate()
        for one in self._running:
            one.process.join()
        for one in self._running:
            if one.listener is not None:
                one.listener.join()
        self._running.clear()

    def _start(self, place: int) -> None:
        number, self._started = self._started, self._started + 1
        self._places[NOTE_SIZE * place] = -1
        # An interrupt is the main thread's business; a worker inherits the mask until it can ignore it. The listener
        # keeps it: what one thread lets through would reach the main one while it holds interrupts back.
        with no_interrupts():
            process, connection = self._processes.take(place)
            one = _Process(number, place, process, connection)
            one.listener = threading.Thread(target=self._listen, args=(one,), daemon=True)
            self._running.append(one)
            one.listener.start()
        with suppress(OSError):  # it has ended, which will be seen
            connection.send((work, number, *self._arguments))

    def _listen(self, one: _Process) -> None:
        """Take what one process sends, and give it work as it asks for it, even while others are being committed."""
        done = False
        with one.connection:
            while True:
                try:
                    message = one.connection.recv()
                    if isinstance(message, JobRequest):
                        one.connection.send(self._next(one))
                        continue
                except (EOFError, OSError, pickle.UnpicklingError):
                    break
                if message is None:
                    done = True
                else:
                    self._results.put((one, message))
        self._results.put((one, _Ended(done)))

    def _next(self, one: _Process) -> list[tuple[int, Job]] | None:
        """The next jobs for a process, or None where none is left. Of the last ones each takes half, so that all
        processes come to their end at about the same time."""
        with self._lock:
            if not self._pending:
                return None
            numbers = self._pending.popleft()
            if len(self._pending) < self._count and len(numbers) > 1:
                half = len(numbers) // 2
                self._pending.appendleft(numbers[half:])
                numbers = numbers[:half]
            one.assigned |= {self._jobs[number].stored: number for number in numbers}
        return [(number, self._jobs[number]) for number in numbers]

    def _send(self, one: _Process, recurring: NDArray[np.uint64]) -> None:
        with suppress(OSError):  # it has ended, which will be seen
            one.connection.send(recurring)

    def _note(self, one: _Process, message: Message) -> None:
        """Take note of what a process has read and written."""
        if isinstance(message, Batch):
            one.read += [outcome.stored for outcome in message.outcomes]
            one.read += [held.stored for held in message.held]
            one.files += message.files
            one.bytes += message.bytes
        elif isinstance(message, Written):
            partial = message.partial
            with self._lock:
                if partial is not None:
                    number = one.assigned[partial.stored]
                    self._jobs[number] = self._jobs[number]._replace(begun=partial.entry, names=partial.names)
                for path in one.read:
                    if partial is None or path != partial.stored:
                        one.assigned.pop(path, None)
            one.read, one.files, one.bytes = [], 0, 0

    def _end_overdue(self, seconds: float) -> None:
        """End those processes that have been at a file, or at one record of it, for too long, `seconds` after the last
        look."""
        for one in self._running:
            at, step, bytes_out = self._places[NOTE_SIZE * one.place : NOTE_SIZE * (one.place + 1)]
            one.seconds = one.seconds + seconds if (at, step) == (one.at, one.step) else 0.0
            one.step = step
            if at < 0 or step == AT_NO_RECORD:
                continue
            one.all_seconds = one.all_seconds + seconds if at == one.at else 0.0
            one.at = at
            size = self._jobs[at].size
            if limit := self._limits.exceeded(size, bytes_out, one.seconds, one.all_seconds):
                one.overdue = limit
                one.process.kill()

    def _ended(self, one: _Process, *, done: bool) -> Iterator[Message]:
        """Take a process that has ended from those that run, and see to what it leaves behind if it was not done."""
        self._running.remove(one)
        one.process.join()
        if not done:
            yield from self._lost(one)

    def _lost(self, one: _Process) -> Iterator[Message]:
        """Give to others what a process leaves behind that came to an end, and name the file that is the reason.

        Raises IndexerError where it was at no file, and too many others before it.
        """
        at = one.at if one.overdue else self._places[NOTE_SIZE * one.place]
        job = self._jobs[at] if at >= 0 else None
        yield Lost(one.number, one.read, one.files, one.bytes)
        with self._lock:
            if job is not None:
                one.assigned.pop(job.stored, None)
            self._pending.extendleft(reversed(list(_chunks(self._jobs, sorted(one.assigned.values())))))
            if job is None:
                self._unexplained += 1
            elif not one.overdue and at not in self._suspects:
                self._suspects.add(at)
                self._pending.appendleft([at])
                job = None
        if job is not None:
            yield Batch(one.number, [self._given_up(one, job)], files=1)
            yield Written(one.number, None)
        if self._unexplained > _MOST_UNEXPLAINED:
            raise IndexerError(
                f"a worker process ended unexpectedly ({ending(one.process.exitcode)})",
                hint="what was committed before is kept; run the same command again, perhaps with --jobs 1",
            )
        if self._pending:
            self._start(one.place)

    def _given_up(self, one: _Process, job: Job) -> Outcome:
        """What became of a file that ended a process. It is read again when it changes or other limits are given; at
        once where the system ended the process, which may be for want of memory that there will be next time."""
        code = one.process.exitcode
        reason = Reason(Cause.LIMIT, one.overdue) if one.overdue else reason_of(code, self._limits)
        is_passing = not one.overdue and code == -getattr(signal, "SIGKILL", 9)
        return FileBeingRead.given_up(job, reason, again=is_passing)


def _chunks(jobs: Sequence[Job], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Those of the jobs with these numbers, a few at a time."""
    chunk: list[int] = []
    size = 0
    for number in numbers:
        chunk.append(number)
        size += jobs[number].size
        if len(chunk) >= _CHUNK_FILES or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
