"""What does a worker process do?

It asks its parent for files, reads them, and tells what became of them. Before it finishes a segment it asks which
lines recur. In shared memory it notes which file it is at, so that its parent knows that even when it has ended.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from indexer.errors import IndexerError
from indexer.indexing.endings import OUT_OF_MEMORY, fault, is_out_of_memory
from indexer.indexing.limits import Limits
from indexer.indexing.memory import give_back
from indexer.indexing.messages import Batch, JobRequest, RecurringLinesRequest, Written
from indexer.indexing.planning import Job
from indexer.indexing.starting import NOTE_SIZE
from indexer.indexing.worker import Worker
from indexer.store.location import IndexFolder
from indexer.store.manifest import Settings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["AT_NO_RECORD", "work"]

AT_NO_RECORD = -1
"""What a process notes as its step while it finishes a segment within a file, which takes as long as the disk does."""

_HINT = "what was committed before is kept; run the command again with --jobs 1 --debug to see where it is"


def work(
    number: int,
    path: Any,
    root: Any,
    settings: Settings,
    seconds: float,
    processes: int,
    limits: Limits,
    connection: Connection,
    places: Any,
    place: int,
) -> None:
    """The life of a worker process, from when it is told what to do; nothing looks for garbage in it."""
    limits.impose()
    folder = IndexFolder(path, root)
    numbers: dict[str, int] = {}

    def heartbeat(job: Job, step: int, bytes_out: int) -> None:
        places[NOTE_SIZE * place : NOTE_SIZE * (place + 1)] = (numbers[job.stored], step, bytes_out)

    def rest() -> None:
        """Note that the worker is at no file, or at no record of one that goes on."""
        job = worker.goes_on
        places[NOTE_SIZE * place : NOTE_SIZE * place + 2] = (-1 if job is None else numbers[job.stored], AT_NO_RECORD)

    try:
        worker = Worker(folder, settings, seconds, processes, heartbeat)
        while (assigned := _ask(connection, JobRequest())) is not None:
            numbers |= {job.stored: job_number for job_number, job in assigned}
            chunk = [job for _, job in assigned]
            while chunk:
                batch = Batch.read_by(worker, number, chunk)
                chunk = chunk[batch.files :]
                connection.send(batch)
                rest()
                if worker.full:
                    _finish(worker, number, connection, rest, last=False)
        _finish(worker, number, connection, rest, last=True)
        connection.send(None)
        gc.freeze()  # the parent waits for the end, and the interpreter would look through all that is left
    except Exception as error:  # noqa: BLE001 - the parent reports it, whatever it is
        if isinstance(error, BrokenPipeError | EOFError):
            os._exit(1)  # nobody is left to commit
        if is_out_of_memory(error):
            os._exit(OUT_OF_MEMORY)
        with suppress(OSError):
            connection.send(
                error if isinstance(error, IndexerError) else fault(error, " in a worker process", hint=_HINT)
            )


def _finish(worker: Worker, number: int, connection: Connection, rest: Callable[[], None], *, last: bool) -> None:
    """Finish a worker's segment, once it is known which lines recur; it is at no record meanwhile."""
    if worker.holds:
        outcomes = worker.settle(_ask(connection, RecurringLinesRequest(number, last)))
        connection.send(Batch(number, outcomes))
    rest()
    connection.send(Written(number, *worker.finish()))
    if not last:
        give_back()


def _ask(connection: Connection, question: object) -> Any:
    """What the parent answers; raises EOFError where it is gone."""
    connection.send(question)
    return connection.recv()
