"""What do the workers of a run tell those who gave them their work?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from indexer.engine.segment.writing import SegmentFile
from indexer.indexing.being_read import Outcome
from indexer.indexing.planning import Job
from indexer.indexing.worker import HeldFile, Worker

__all__ = ["Batch", "Idle", "JobRequest", "Lost", "Message", "RecurringLinesRequest", "Written"]


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of several files; those `held` will come again, as outcomes. `files` and `bytes` were read for it."""

    worker: int
    outcomes: Sequence[Outcome]
    held: Sequence[HeldFile] = ()
    files: int = 0
    bytes: int = 0

    @classmethod
    def read_by(cls, worker: Worker, number: int, jobs: Sequence[Job]) -> Batch:
        """What became of the first of some files, as many as a worker of this number reads at once."""
        before = worker.bytes_read
        outcomes, held, count = worker.read(jobs)
        return cls(number, outcomes, held, count, worker.bytes_read - before)


@dataclass(frozen=True, slots=True)
class Written:
    """A segment is finished (or None, where nothing had to be written): all outcomes its worker gave before are in it,
    or in those before it, and `partial` what it has read of a file that goes on."""

    worker: int
    segment: SegmentFile | None
    partial: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A worker came to an end before it had finished its segment: what it gave since the one before does not count.
    That was of these `paths`, `files` and `bytes`."""

    worker: int
    paths: Sequence[str]
    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Idle:
    """No worker has reported anything for a second."""


Message: TypeAlias = Batch | Written | Lost | Idle


@dataclass(frozen=True, slots=True)
class RecurringLinesRequest:
    """A worker waits to be told which lines recur; with `last`, everything it had to read is read."""

    worker: int
    last: bool


@dataclass(frozen=True, slots=True)
class JobRequest:
    """A worker waits to be told what to read."""
