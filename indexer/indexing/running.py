"""How is a plan carried out?

Workers read what is to be read, and each commit makes visible, together, finished segments, the deletions of what they
replace, and the entries of the files. A run commits at least every 30 seconds; what was committed is kept whatever ends
the run, and the next run goes on from there.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer import reading
from indexer.arrays import distinct
from indexer.engine.segment.writing import SegmentFile
from indexer.indexing import starting
from indexer.indexing.being_read import Outcome
from indexer.indexing.keeping import articles_kept
from indexer.indexing.limits import Limits, is_harmless
from indexer.indexing.memory import give_back
from indexer.indexing.messages import Batch, Lost, Message, Written
from indexer.indexing.planning import Plan
from indexer.indexing.reporting import RunResult
from indexer.indexing.request import Progress, Request
from indexer.indexing.workers import in_processes, in_this_process
from indexer.similarity.signatures import Signature, signatures_of
from indexer.store.commit import commit, open_base
from indexer.store.comparison import compared
from indexer.store.damage import damage_reported
from indexer.store.files import FileEntry
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header
from indexer.store.names import newest_generation
from indexer.store.snapshot import read_newest
from indexer.store.sources import Replacing, article_ids, find_documents, merged, named_parts

__all__ = ["Run"]

_COMMIT_SECONDS = 30.0
"""At least as often a run commits what it has done."""

_SEGMENT_SHARE, _GATHER_SHARE = 1 / 2, 1 / 6
"""Shares of that time after which a worker finishes its segment, and after which a finished segment waits no longer for
those of other workers. The rest is left for the files that a worker is at (2 seconds), for finishing the segment and
for the commit (some seconds each): of 30 seconds, 2/3 and 1/6 would leave five for all that."""

_MOST_SEGMENTS = 12
"""Segments that a run has added and not merged."""


class Run:
    """One plan being carried out: what was committed of it so far, and what waits for the next commit.

    With `recurring`, those are the lines that recur on their sites; without, the run finds it out.
    """

    def __init__(
        self, folder: IndexFolder, plan: Plan, header: Header, recurring: NDArray[np.uint64] | None = None
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._header = header
        self._known_recurring = recurring
        # By path as stored, each for a time of its own: one record per file would keep all of it until the run ends.
        self._entries: dict[str, FileEntry | None] = {}  # what was committed
        self._outcomes: dict[str, FileEntry] = {}
        # What is being committed, and the newest commit before.
        self._committing: tuple[int | None, dict[str, FileEntry]] = None, {}
        self._stale: dict[str, dict[str, array[int]]] = {}  # what is still to be deleted, by path
        self._rivals = article_ids(folder, plan.rivals)
        # How far those files are committed that are not read to their end.
        self._partial = {job.stored: job.begun.partial for job in plan.jobs if job.begun and job.begun.partial}
        # Of what was read and is not committed: of files that no finished segment has, and of what those have.
        self._read: dict[str, Sequence[Signature]] = {}
        self._finished: dict[str, Sequence[Signature]] = {}
        self._files = 0
        self._bytes = 0

    def carry_out(self, request: Request, processes: starting.Processes) -> RunResult:
        """Read, write and commit all that the plan asks for, with `processes` where that is worth it; return what was
        done."""
        plan, folder = self._plan, self._folder
        has_other_settings = self._header.settings != read_newest(folder).settings
        jobs = {job.stored for job in plan.jobs}
        gone = [
            path for path, entry in plan.entries.items() if not (entry and entry.passages) and plan.is_changed(path)
        ]
        self._stale = self._to_delete([*gone, *filter(plan.is_changed, jobs)])
        work = [
            job._replace(names=named_parts(folder, job.stored, begun.articles)) if begun and begun.named else job
            for job in plan.jobs
            for begun in [self._partial.get(job.stored)]
        ]
        waiting = dict(plan.entries)
        if has_other_settings:
            # Until a file is committed again, its old entry is kept, but the next run would read it again.
            waiting |= {path: entry._replace(outdated=True) for path, entry in plan.before.items() if path in jobs}
        if not plan.jobs:
            self._commit([], [], waiting, gone, merge=bool(gone))
            return RunResult(self._entries)
        count = min(request.jobs, len(plan.jobs)) if plan.bytes >= starting.PARALLEL_BYTES else 1
        settings = self._header.settings
        seconds = _COMMIT_SECONDS * _SEGMENT_SHARE
        limits = request.limits or Limits()
        in_others = count > 1 or (request.isolated and not self._are_harmless(request))
        processes.keep(count if in_others else 0)
        messages = (
            in_processes(folder, work, settings, count, self._recurring, seconds, limits, processes)
            if in_others
            else in_this_process(folder, work, settings, self._recurring, seconds)
        )
        self._collect(messages, waiting, gone, request.progress, _COMMIT_SECONDS * _GATHER_SHARE if count > 1 else 0.0)
        return RunResult(self._entries, self._outcomes, self._bytes)

    def _are_harmless(self, request: Request) -> bool:
        """Whether no limit is needed to read what is to be read, and none is asked for."""
        overrides = self._header.settings.overrides
        return request.limits is None and all(
            is_harmless(reading.format_of(job.stored), job.stored, job.size, overrides) for job in self._plan.jobs
        )

    def _recurring(self) -> NDArray[np.uint64]:
        """Which lines of the articles that were read recur on their sites, among all articles that are known now."""
        if self._known_recurring is not None:
            return self._known_recurring
        read = [
            (path, signature)
            for path, found in chain(self._finished.items(), self._read.items())
            for signature in found
        ]
        gone = {name: distinct(np.array(numbers, np.int64)) for name, numbers in merged(self._stale.values()).items()}
        with damage_reported(self._folder.path), open_base(self._folder, gone) as base:
            return compared(base, signatures_of(read)).recurring

    def _collect(
        self,
        messages: Iterable[Message],
        entries: Mapping[str, FileEntry | None],
        gone: Sequence[str],
        progress: Progress | None,
        gather: float,
    ) -> None:
        """Commit what workers finish, at most `gather` seconds later."""
        waiting: dict[int, list[Outcome]] = {}
        segments: list[SegmentFile] = []
        ready: list[Outcome] = []
        finished: float | None = None  # when the first segment was that is not committed
        added = 0  # segments since the last merge
        try:
            for message in messages:
                if isinstance(message, Written):
                    segments.extend([message.segment] if message.segment else ())
                    ready.extend(waiting.pop(message.worker, ()))
                    if message.partial is not None:
                        ready.append(message.partial)
                        self._keep(message.partial)
                    finished = time.monotonic() if finished is None else finished
                # What is finished of a file is committed before another worker is told to read it again.
                now = isinstance(message, Lost)
                ends = self._files == len(self._plan.jobs) and not gather  # the last commit is another
                if finished is not None and (now or (not ends and time.monotonic() - finished >= gather)):
                    # Out of our hands before it begins, so that what interrupts a commit does not repeat it.
                    batch, segments, ready, entries, gone = (segments, ready, entries, gone), [], [], {}, ()
                    finished = None
                    added += len(batch[0])
                    self._commit(*batch)
                    if added > _MOST_SEGMENTS:
                        self._merge()
                        added = 0
                    give_back()  # workers take as much at the same time
                if isinstance(message, Batch | Lost):
                    self._note(message, waiting, progress)
        except BaseException as error:
            close: Callable[[], None] | None = getattr(messages, "close", None)
            if close is not None:
                close()
            if ready:  # an interrupt, or an error elsewhere, does not take away what is finished
                self._commit(segments, ready, entries, gone)
            error.add_note(self._kept_note())
            raise
        self._commit(segments, ready, entries, gone, merge=True)

    def _keep(self, outcome: Outcome) -> None:
        """Keep apart the signatures of what a finished segment has of a file that goes on."""
        path = outcome.stored
        self._read.pop(path, None)
        self._finished[path] = (*self._finished.get(path, ()), *outcome.signatures)

    def _note(
        self,
        batch: Batch | Lost,
        waiting: dict[int, list[Outcome]],
        progress: Progress | None,
    ) -> None:
        """Take note of what was read, and tell of it; of what is to be read again, take it back."""
        if isinstance(batch, Lost):
            waiting.pop(batch.worker, None)
            for path in batch.paths:
                self._read.pop(path, None)
            self._files -= batch.files
            self._bytes -= batch.bytes
            return
        waiting.setdefault(batch.worker, []).extend(batch.outcomes)
        for held in batch.held:
            self._read[held.stored] = (*self._read.get(held.stored, ()), *held.signatures)
        self._read |= {outcome.stored: outcome.signatures for outcome in batch.outcomes}
        self._files += batch.files
        self._bytes += batch.bytes
        if progress is not None:
            progress(
                files=self._files,
                total_files=len(self._plan.jobs),
                bytes_=self._bytes,
                total_bytes=self._plan.bytes,
            )

    def _to_delete(self, paths: Sequence[str]) -> dict[str, dict[str, array[int]]]:
        """What is to be deleted of these files: all that is not of their present reading."""
        return find_documents(self._folder, paths, {path: far.articles for path, far in self._partial.items()})

    def _kept_note(self) -> str:
        """How much of what the run is about is in the index, for a person."""
        if self._known_recurring is not None:
            return "all files are kept"
        self._take_committed()
        kept = self._plan.kept
        whole = kept + sum(entry.partial is None for entry in self._outcomes.values())
        said = [f"{whole} of {kept + len(self._plan.jobs)} files are kept"]
        said += [f"{path} up to record {far.records:,}" for path, far in sorted(self._partial.items())]
        read = self._outcomes.keys() | self._partial.keys()
        if any(self._plan.is_changed(job.stored) and job.stored not in read for job in self._plan.jobs):
            said.append("and of others what was indexed before")
        return ", ".join(said)

    def _merge(self) -> None:
        """Merge what was committed, where that is due, while workers go on."""
        commit(self._folder, read_newest(self._folder), merge="due", goes_on=True)
        # Documents have other numbers now.
        self._stale = {path: {} for path in self._stale} | self._to_delete(list(self._stale))

    def _commit(
        self,
        segments: Sequence[SegmentFile],
        outcomes: Sequence[Outcome],
        entries: Mapping[str, FileEntry | None],
        gone: Iterable[str],
        *,
        merge: bool = False,
    ) -> None:
        """Make visible what was read, and what it replaces, other `entries`, and that the files `gone` are gone; with
        `merge`, that is the end of the run."""
        stale = [self._stale.pop(path, {}) for path in gone]
        read: dict[str, FileEntry] = {}
        with Replacing(self._folder, segments) as replacing:
            for path, parts in _by_file(outcomes).items():
                replaced, read[path] = self._replaced(path, parts, replacing)
                stale.append(replaced)
                self._finished.pop(path, None)
                if read[path].partial is None:
                    self._read.pop(path, None)
        rivals = self._rivals_of(outcomes)
        stale += find_documents(self._folder, rivals).values()
        changed = {**entries, **read, **dict.fromkeys(rivals)}
        self._entries |= changed
        continued = {
            outcome.stored
            for outcome in outcomes
            if outcome.articles_before or outcome.unread or outcome.entry.partial is not None
        }
        self._committing = newest_generation(self._folder.path), read
        commit(
            self._folder,
            self._header.stamped(),
            changed,
            segments,
            merged(stale),
            continued=continued,
            merge="due" if merge else None,
        )
        self._take_committed()

    def _rivals_of(self, outcomes: Sequence[Outcome]) -> set[str]:
        """The paths of the articles that come from no file and have the id of one that was read."""
        if not self._rivals:
            return set()
        read = {signature.identifier for outcome in outcomes for signature in outcome.signatures}
        return {path for identifier, path in self._rivals.items() if identifier in read}

    def _replaced(
        self, path: str, parts: Sequence[Outcome], replacing: Replacing
    ) -> tuple[dict[str, array[int]], FileEntry]:
        """The documents that go when it is committed what came of a file, in one or several `parts`, and its entry."""
        entry, unread = parts[-1].entry, parts[-1].unread
        earlier = self._stale.pop(path, {})
        if path in self._partial and not parts[0].articles_before:  # read from its beginning, not on from where it was
            earlier = find_documents(self._folder, [path]).get(path, {})
        if not earlier or (entry.partial is None and not unread):
            return earlier, entry
        found = replacing.of(path, earlier, entry.articles)
        passages = sum(map(len, found.left.values()))
        if entry.partial is not None:
            self._stale[path] = found.left
        elif passages:
            told = (*entry.problems, articles_kept(found.articles, found.as_of))
            before = self._plan.before.get(path)
            if entry.passages or found.gone or entry.mtime_ns or before is None:
                # Of several readings, or not to be read again as it is: no digest is that of what the index has.
                entry = entry._replace(digest="", problems=told)
            else:  # where the bytes that they are of are found, under whatever name, they are read again
                entry = entry._replace(size=before.size, digest=before.digest, problems=told, outdated=True)
        return found.gone, entry._replace(articles=entry.articles + found.articles, passages=entry.passages + passages)

    def _take_committed(self) -> None:
        """Count the files of the last commit as kept if it is visible: what interrupts a commit comes before that, or
        at any moment after."""
        newest, outcomes = self._committing
        if newest_generation(self._folder.path) == newest:
            return
        self._outcomes |= outcomes
        for path, entry in outcomes.items():
            if entry.partial is None:
                self._partial.pop(path, None)
            else:
                self._partial[path] = entry.partial


def _by_file(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """What came of each file, in order."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.stored, []).append(outcome)
    return found
