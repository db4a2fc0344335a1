"""How are many files turned into segments, in one process or several?

Every worker reads, cleans, splits, analyses and writes whole segments of its own. What it reports of a file counts only
once the segment that holds the file's passages is finished. Processes are spawned, not forked: they then hold nothing
of the parent's, neither its lock on the index nor its threads.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indexer import reading
from indexer.bulk_analysis import BulkAnalyzer
from indexer.engine.builder import SegmentBuilder, SegmentFile
from indexer.engine.documents import Document
from indexer.errors import IndexerError, SourceError
from indexer.indexing.documents import extract
from indexer.manifest import FileEntry
from indexer.schema import article_id, documents
from indexer.storage import IndexFolder
from indexer.storage import reading as reading_index

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

__all__ = ["Job", "Outcome", "Written", "in_processes", "in_this_process"]

SEGMENT_BYTES = 256 * 2**20
"""Bytes of sources after which a worker finishes its segment, so that it can be committed; it does so too when the
segment takes much memory."""

_MOST_PASSED_OVER = 100
"""Files in an archive that are named in the manifest as not read."""

_CHUNK_FILES = 64
_CHUNK_BYTES = 2 * 2**20


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path as stored and as the system knows it, and how it looked."""

    stored: str
    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its entry in the manifest. `bytes` is what was read of it."""

    stored: str
    entry: FileEntry
    bytes: int


@dataclass(frozen=True, slots=True)
class Written:
    """A segment is finished (or None, where nothing had to be written): all outcomes its worker gave before are in
    it."""

    worker: int
    segment: SegmentFile | None


Message = tuple[int, list[Outcome]] | Written


class _Worker:
    """Reads files one after the other into a segment."""

    def __init__(self, folder: IndexFolder, words: int) -> None:
        self._folder = folder
        self._words = words
        self._builder: SegmentBuilder | None = None
        self._analyzer: BulkAnalyzer | None = None
        self._bytes = 0

    def read(self, job: Job) -> Outcome:
        """Read one file into the open segment."""
        size = 0
        digest = ""
        try:
            data = reading.load(job.path)
            size, digest = len(data), reading.digest(data)
            found = extract(job.stored, data, self._words)
        except SourceError as error:
            # A file that the system would not let us read may be readable next time, without a sign of change.
            mtime_ns = job.mtime_ns if digest else 0
            entry = FileEntry(job.size, mtime_ns, digest, reason=str(error), failed=error.failed)
            return Outcome(job.stored, entry, size)
        except Exception as error:  # noqa: BLE001 - a fault of ours with one file must not keep the others from being indexed
            reason = f"internal error: {type(error).__name__}: {error}"
            return Outcome(job.stored, FileEntry(job.size, 0, digest, reason=reason, failed=True), size)
        self._bytes += size
        count = 0
        same: Counter[str] = Counter()
        for number, (article, parts) in enumerate(found.articles, 1):
            same[article.part] += 1
            identifier = article_id(job.stored, article.part, same[article.part])
            for document in documents(
                article, parts, identifier, number, size=size, mtime_ns=job.mtime_ns, digest=digest
            ):
                self._add(document)
            count += len(parts)
        problems = tuple(f"{problem.place}: {problem.reason}" for problem in found.problems if problem.failed)
        passed_over = [(problem.part, problem.reason) for problem in found.problems if not problem.failed]
        reason = "" if count else "empty after cleaning"
        entry = FileEntry(
            job.size,
            job.mtime_ns,
            digest,
            len(found.articles),
            count,
            reason,
            bool(problems),
            problems,
            passed_over=tuple(passed_over[:_MOST_PASSED_OVER]),
        )
        return Outcome(job.stored, entry, size)

    def _add(self, document: Document) -> None:
        with reading_index(self._folder.path):
            if self._builder is None:
                self._builder = self._folder.builder(self._analyzer)
                self._analyzer = self._builder.analyzer
            self._builder.add(document)

    @property
    def full(self) -> bool:
        """Whether the open segment is large enough to be finished."""
        return self._bytes >= SEGMENT_BYTES or (self._builder is not None and self._builder.full)

    def finish(self) -> SegmentFile | None:
        """Finish the open segment; the next file opens another."""
        builder, self._builder, self._bytes = self._builder, None, 0
        with reading_index(self._folder.path):
            return builder.finish() if builder is not None else None

    def discard(self) -> None:
        """Give up the segment that is open, if one is."""
        if self._builder is not None:
            self._builder.discard()
            self._builder = None


def in_this_process(folder: IndexFolder, jobs: Sequence[Job], words: int) -> Iterator[Message]:
    """Do `jobs` here, one after the other. Closing the iterator gives up what is not finished."""
    worker = _Worker(folder, words)
    try:
        for job in jobs:
            yield 0, [worker.read(job)]
            if worker.full:
                yield Written(0, worker.finish())
        yield Written(0, worker.finish())
    finally:
        worker.discard()


def in_processes(folder: IndexFolder, jobs: Sequence[Job], words: int, count: int) -> Iterator[Message]:
    """Do `jobs` in `count` processes. Closing the iterator ends them."""
    context = multiprocessing.get_context("spawn")
    tasks = context.Queue()
    results = context.Queue()
    for chunk in _chunks(jobs):
        tasks.put(chunk)
    processes = [
        context.Process(target=_work, args=(number, folder.path, folder.root, words, tasks, results), daemon=True)
        for number in range(count)
    ]
    try:
        with (
            _no_interrupts()
        ):  # an interrupt is the parent's business; a worker inherits the mask until it can ignore it
            for process in processes:
                process.start()
                tasks.put(None)
        yield from _messages(processes, results)
    finally:
        for process in processes:
            if process.is_alive():
                process.terminate()
        for process in processes:
            if process.pid is not None:
                process.join()
        for channel in (tasks, results):
            channel.cancel_join_thread()
            channel.close()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold back Ctrl-C while the block runs."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _messages(processes: Sequence[SpawnProcess], results: Any) -> Iterator[Message]:
    """What the workers report, until all have said that they are done."""
    running = set(range(len(processes)))
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
            continue
        if isinstance(message, int):
            running.discard(message)
        elif isinstance(message, IndexerError):
            raise message
        else:
            yield message


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


def _work(number: int, path: Any, root: Any, words: int, tasks: Any, results: Any) -> None:
    """The life of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    folder = IndexFolder(path)
    folder.root = root
    parent = multiprocessing.parent_process()
    try:
        worker = _Worker(folder, words)
        while True:
            if parent is not None and not parent.is_alive():
                os._exit(1)  # nobody is left to commit
            try:
                chunk = tasks.get(timeout=1.0)
            except queue.Empty:
                continue
            if chunk is None:
                break
            results.put((number, [worker.read(job) for job in chunk]))
            if worker.full:
                results.put(Written(number, worker.finish()))
        results.put(Written(number, worker.finish()))
        results.put(number)
    except IndexerError as error:
        with suppress(OSError):
            results.put(error)
