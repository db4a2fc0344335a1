"""How is a plan carried out?

Under the index's lock: the plan is made, workers read what is to be read, and each commit makes visible, together,
finished segments, the deletions of what they replace, and a manifest that says so. A long run commits now and then;
what was committed is kept whatever ends the run, and the next run goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer import cleaning, passages
from indexer.address import Address
from indexer.engine.builder import SegmentBuilder, SegmentFile
from indexer.errors import IndexStateError, UsageError
from indexer.fields import SCHEMA_REVISION, documents
from indexer.indexing.planning import Plan, make_plan
from indexer.indexing.worker import Job, Outcome
from indexer.indexing.workers import Message, Written, in_processes, in_this_process
from indexer.model import Article, Extractor, IndexReport
from indexer.similarity.signatures import Signature, recurring_lines, unsettled
from indexer.similarity.sketches import sketches
from indexer.store.commit import commit, create, new_segment, writing
from indexer.store.damage import refusals_reported
from indexer.store.location import IndexFolder
from indexer.store.manifest import FileEntry, Header, Manifest, Root, Settings
from indexer.store.snapshot import read_newest, read_newest_signatures, require_readable
from indexer.store.sources import find_documents
from indexer.store.swap import recover, replaced_by

__all__ = ["Progress", "Request", "add_articles", "rebuild", "remove_articles", "update"]

_COMMIT_SECONDS = 30.0
_PARALLEL_BYTES = 2**20
"""Below this much to read, starting processes takes longer than they save."""


class Progress(Protocol):
    """Is called with how much of a run is done."""

    def __call__(self, *, files: int, total_files: int, bytes_: int, total_bytes: int) -> None:
        """`files` of `total_files` and `bytes_` of `total_bytes` have been read."""


@dataclass(frozen=True, slots=True)
class Request:
    """What an update is to do.

    `roots` are the files and folders to look at, as stored; with none, all that were indexed before. `passage_words`
    and `extractor` are None to keep what the index has. `jobs` is the number of processes; `wait` the seconds to wait
    for another writer.
    """

    roots: tuple[Root, ...] = ()
    passage_words: int | None = None
    extractor: Extractor | None = None
    jobs: int = 1
    wait: float = 0.0


def update(folder: IndexFolder, request: Request, progress: Progress | None = None) -> IndexReport:
    """Bring the index up to date with its sources; make it where there is none.

    Raises UsageError where a root does not exist or none was ever named, and IndexStateErrors.
    """
    started = time.monotonic()
    recover(folder)
    if not request.roots and not folder.exists():
        raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
    create(folder, _settings(request.passage_words, request.extractor), request.wait)
    with writing(folder, request.wait):
        require_readable(folder)
        manifest = read_newest(folder)
        known = manifest.header.settings
        settings = _settings(request.passage_words or known.passage_words, request.extractor or known.extractor)
        cleaning.require(settings.extractor)
        anew = settings != manifest.header.settings
        roots = request.roots
        if not roots or anew:
            roots = tuple({root.path: root for root in (*manifest.header.roots, *roots)}.values())
        if not roots:
            raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
        plan = make_plan(folder, manifest, roots, read_all=anew)
        header = replace(manifest.header, settings=settings, roots=plan.roots)
        run = _Run(folder, manifest, plan, header)
        run.carry_out(request, progress)
        _settle(folder, request)
        return run.report(time.monotonic() - started)


def _settle(folder: IndexFolder, request: Request) -> None:
    """Read those files again on whose sites other lines recur than when they were indexed, since pages came or went."""
    manifest = read_newest(folder)
    if manifest.header.settled:
        return
    signed = read_newest_signatures(folder)
    recurring = recurring_lines(signed)
    jobs = tuple(
        Job(path, folder.source_path(path), manifest.files[path].size, manifest.files[path].mtime_ns)
        for path in unsettled(signed, recurring)
    )
    again = {job.stored for job in jobs}
    entries = {path: entry for path, entry in manifest.files.items() if path not in again}
    plan = Plan(jobs, changed=frozenset(again), entries=entries, roots=manifest.header.roots)
    _Run(folder, manifest, plan, manifest.header, recurring).carry_out(request, None)


def rebuild(folder: IndexFolder, request: Request, progress: Progress | None = None) -> IndexReport:
    """Rebuild the index from its sources and replace the old one when it is complete; that need not be readable.

    Without roots in the request, those of the old index are used, which must then be readable.
    """
    recover(folder)
    if not request.roots:
        folder.require()
    create(folder, _settings(request.passage_words, request.extractor), request.wait)
    with writing(folder, request.wait):
        if not request.roots or request.passage_words is None or request.extractor is None:
            request = _with_old_settings(folder, request)
        report: IndexReport = replaced_by(folder, lambda new: update(new, request, progress))
    return replace(report, index=str(folder.path))


def _with_old_settings(folder: IndexFolder, request: Request) -> Request:
    try:
        header = read_newest(folder).header
    except IndexStateError as error:
        if request.roots:
            return request
        raise UsageError(
            f"cannot tell what was indexed: {error}", hint="name it: indexer index --rebuild PATH…"
        ) from error
    return replace(
        request,
        roots=request.roots or header.roots,
        passage_words=request.passage_words or header.settings.passage_words,
        extractor=request.extractor or header.settings.extractor,
    )


def add_articles(
    folder: IndexFolder, articles: Iterable[Article], *, passage_words: int | None = None, wait: float = 0.0
) -> int:
    """Index articles that come from no file, replacing those of the same `path`; return the number of passages.

    Each article has a path of its own. Raises UsageError where that is the path of a file; then nothing is added.
    """
    recover(folder)
    create(folder, _settings(passage_words), wait)
    with writing(folder, wait):
        require_readable(folder)
        manifest = read_newest(folder)
        words = manifest.header.settings.passage_words
        files = dict(manifest.files)
        builder = new_segment(folder)
        finished: list[SegmentFile | None] = []
        signed = dict(read_newest_signatures(folder))
        given: dict[str, str] = {}
        try:
            for article in articles:
                _require_own_path(article.path, files)
                given[article.path] = article.text
                with refusals_reported(folder.path):
                    if builder.full:
                        finished.append(builder.finish())
                        builder = new_segment(folder, builder.analyzer)
                    files[article.path] = _add_one(builder, article, words)
            deleted = _together(find_documents(folder, given.keys() & manifest.files.keys()).values())
            with refusals_reported(folder.path):
                finished.append(builder.finish())
        except BaseException:
            builder.discard()
            raise
        segments = [segment for segment in finished if segment is not None]
        for path, sketch in zip(given, sketches(list(given.values())), strict=True):
            signed[path] = [Signature(Address(path).article_id(), sketch.tobytes())]
        commit(
            folder, manifest.updated(_stamped(manifest.header), files), segments, deleted, signed=signed, merge="due"
        )
        return sum(files[path].passages for path in given)


def remove_articles(folder: IndexFolder, paths: Iterable[str], *, wait: float = 0.0) -> int:
    """Remove the articles of these paths, as stored, from the index; return how many of the paths were there."""
    folder.require()
    with writing(folder, wait):
        require_readable(folder)
        manifest = read_newest(folder)
        wanted = set(paths) & set(manifest.files)
        if wanted:
            files = {path: entry for path, entry in manifest.files.items() if path not in wanted}
            deleted = _together(find_documents(folder, wanted).values())
            signed = {path: found for path, found in read_newest_signatures(folder).items() if path not in wanted}
            commit(folder, manifest.updated(_stamped(manifest.header), files), (), deleted, signed=signed, merge="due")
        return len(wanted)


def _require_own_path(path: str, files: Mapping[str, FileEntry]) -> None:
    if path in files and not files[path].external:
        raise UsageError(f"articles: the path {path!r} is that of a file in the index", hint="any other text will do")


def _add_one(builder: SegmentBuilder, article: Article, words: int) -> FileEntry:
    parts = passages.split(article, words)
    for document in documents(article, parts, Address(article.path).article_id()):
        builder.add(document)
    return FileEntry(articles=1, passages=len(parts), external=True)


def _together(found: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, list[int]]:
    """The documents of several files, by the name of their segment."""
    together: dict[str, list[int]] = {}
    for of_file in found:
        for segment, numbers in of_file.items():
            together.setdefault(segment, []).extend(numbers)
    return together


def _settings(words: int | None, extractor: Extractor | None = None) -> Settings:
    return Settings(words or passages.DEFAULT_WORDS, cleaning.REVISION, SCHEMA_REVISION, extractor or "own")


def _stamped(header: Header) -> Header:
    return replace(header, updated=datetime.now(UTC).isoformat(timespec="seconds"))


class _Run:
    """One plan being carried out: what was committed of it so far, and what waits for the next commit.

    With `recurring`, those are the lines that recur on their sites; without, the run finds it out.
    """

    def __init__(
        self,
        folder: IndexFolder,
        manifest: Manifest,
        plan: Plan,
        header: Header,
        recurring: NDArray[np.uint64] | None = None,
    ) -> None:
        self._folder = folder
        self._before = manifest
        self._plan = plan
        self._header = header
        self._given = recurring
        # Until a changed file is committed, its old entry stands, so that the next run would find it changed.
        self._files = dict(plan.entries)
        for job in plan.jobs:
            if job.stored in plan.changed:
                self._files[job.stored] = replace(manifest.files[job.stored], mtime_ns=0, digest="")
        self._outcomes: dict[str, Outcome] = {}
        self._stale: Mapping[str, dict[str, list[int]]] = {}
        self._signed: dict[str, Sequence[Signature]] = {}  # of what is committed, or will be by the next commit
        self._read: dict[str, Sequence[Signature]] = {}  # of what was read, whether or not it is written
        self._bytes = 0

    def carry_out(self, request: Request, progress: Progress | None) -> None:
        """Read, write and commit all that the plan asks for."""
        plan, folder = self._plan, self._folder
        replaced = [
            path
            for path, entry in self._before.files.items()
            if entry.passages and (path in plan.removed or path in plan.changed or not plan.entries[path].passages)
        ]
        deleted = [path for path in replaced if path not in plan.changed]
        if not plan.jobs and dict(plan.entries) == dict(self._before.files) and self._header == self._before.header:
            return
        self._stale = find_documents(folder, replaced)
        self._signed = dict(read_newest_signatures(folder))
        if not plan.jobs:
            self._commit([], [], deleted, merge=bool(deleted))
            return
        count = min(request.jobs, len(plan.jobs)) if plan.bytes >= _PARALLEL_BYTES else 1
        settings = self._header.settings
        messages = (
            in_processes(folder, plan.jobs, settings, count, self._recurring)
            if count > 1
            else in_this_process(folder, plan.jobs, settings, self._recurring)
        )
        self._collect(messages, deleted, progress)

    def _recurring(self) -> NDArray[np.uint64]:
        """Which lines recur on their sites, among all articles that are known now."""
        if self._given is not None:
            return self._given
        gone = self._plan.removed | {job.stored for job in self._plan.jobs}
        return recurring_lines({path: found for path, found in self._signed.items() if path not in gone} | self._read)

    def _collect(self, messages: Iterable[Message], deleted: list[str], progress: Progress | None) -> None:
        """Commit what workers finish, now and then and at the end."""
        waiting: dict[int, list[Outcome]] = {}
        segments: list[SegmentFile] = []
        ready: list[Outcome] = []
        committed = time.monotonic()
        files = 0
        try:
            for message in messages:
                if isinstance(message, Written):
                    if message.segment is not None:
                        segments.append(message.segment)
                    ready.extend(waiting.pop(message.worker, ()))
                    if time.monotonic() - committed >= _COMMIT_SECONDS:
                        # Out of our hands before it begins, so that what interrupts a commit does not repeat it.
                        batch, segments, ready, deleted = (segments, ready, deleted), [], [], []
                        self._commit(*batch, merge=False)
                        committed = time.monotonic()
                    continue
                waiting.setdefault(message.worker, []).extend(message.outcomes)
                self._read |= {held.stored: held.signatures for held in message.held}
                self._read |= {outcome.stored: outcome.signatures for outcome in message.outcomes}
                files += message.files
                self._bytes += message.bytes
                if progress is not None:
                    progress(
                        files=files, total_files=len(self._plan.jobs), bytes_=self._bytes, total_bytes=self._plan.bytes
                    )
        except BaseException:
            close: Callable[[], None] | None = getattr(messages, "close", None)
            if close is not None:
                close()
            if ready:  # an interrupt, or an error elsewhere, does not take away what is finished
                self._commit(segments, ready, deleted, merge=False)
            raise
        self._commit(segments, ready, deleted, merge=True)

    def _commit(
        self, segments: Sequence[SegmentFile], outcomes: Sequence[Outcome], deleted: Iterable[str], *, merge: bool
    ) -> None:
        """Make visible what was read, and what it replaces, and that the files `deleted` are gone."""
        stale = list(deleted)
        for path in stale:
            self._signed.pop(path, None)
        for outcome in outcomes:
            self._files[outcome.stored] = outcome.entry
            self._outcomes[outcome.stored] = outcome
            self._signed[outcome.stored] = outcome.signatures
            if outcome.stored in self._plan.changed:
                stale.append(outcome.stored)
        settled = not unsettled(self._signed, recurring_lines(self._signed))
        manifest = self._before.updated(replace(_stamped(self._header), settled=settled), self._files)
        gone = _together(self._stale.get(path, {}) for path in stale)
        commit(self._folder, manifest, segments, gone, signed=self._signed, merge="due" if merge else None)

    def report(self, seconds: float) -> IndexReport:
        """What was done."""
        plan = self._plan
        in_scope = {path: self._files[path] for path in sorted(plan.scope) if path in self._files}
        indexed = [outcome for outcome in self._outcomes.values() if outcome.entry.passages]
        changed = sum(outcome.stored in plan.changed for outcome in indexed)
        known = self._before.files
        removed = sum(
            entry.passages > 0 and not self._files.get(path, FileEntry()).passages for path, entry in known.items()
        )
        return IndexReport(
            index=str(self._folder.path),
            added=len(indexed) - changed,
            changed=changed,
            removed=removed,
            unchanged=sum(entry.passages > 0 for entry in in_scope.values()) - len(indexed),
            articles=sum(outcome.entry.articles for outcome in indexed),
            passages=sum(outcome.entry.passages for outcome in indexed),
            bytes_read=self._bytes,
            seconds=seconds,
            skipped={path: entry.reason for path, entry in in_scope.items() if entry.reason and not entry.failed}
            | {
                Address(path, part).article: reason
                for path, entry in in_scope.items()
                for part, reason in entry.passed_over
            },
            failed=dict(plan.unlisted)
            | {
                path: "; ".join(map(str, filter(None, (entry.reason, *entry.problems))))
                for path, entry in in_scope.items()
                if entry.failed
            },
        )
