"""How is a plan carried out?

Under the index's lock: the plan is made, workers read what is to be read, and each commit makes visible, together,
finished segments, the deletions of what they replace, and a manifest that says so. A long run commits now and then;
what was committed is kept whatever ends the run, and the next run goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer import cleaning, passages
from indexer.address import Address
from indexer.arrays import distinct
from indexer.engine.builder import SegmentBuilder, SegmentFile
from indexer.errors import IndexStateError, UsageError
from indexer.fields import SCHEMA_REVISION, documents
from indexer.indexing.planning import Plan, make_plan
from indexer.indexing.worker import Job, Outcome
from indexer.indexing.workers import Message, Written, in_processes, in_this_process
from indexer.model import Article, Extractor, IndexReport
from indexer.similarity.signatures import Signature, signatures_of
from indexer.similarity.sketches import sketches
from indexer.store.commit import commit, create, new_segment, open_base, writing
from indexer.store.comparison import compared, recurring_lines
from indexer.store.damage import damage_reported, refusals_reported
from indexer.store.files import FileEntry, KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, Root, Settings
from indexer.store.names import is_of_older_format
from indexer.store.snapshot import read_newest, require_readable, unsettled_files
from indexer.store.sources import find_documents
from indexer.store.swap import recover, replaced_by, require_own
from indexer.store.tables import Tables

__all__ = ["Progress", "Request", "add_articles", "rebuild", "remove_articles", "update"]

_COMMIT_SECONDS = 30.0
_SIGNED_AT_ONCE = 200
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
        if is_of_older_format(folder.path):
            folder.require()
        raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
    create(folder, _settings(request.passage_words, request.extractor), request.wait)
    with writing(folder, request.wait):
        require_readable(folder)
        before = read_newest(folder)
        known = before.settings
        settings = _settings(request.passage_words or known.passage_words, request.extractor or known.extractor)
        cleaning.require(settings.extractor)
        roots = request.roots
        if not roots or settings != known:
            roots = tuple({root.path: root for root in (*before.roots, *roots)}.values())
        if not roots:
            raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
        with damage_reported(folder.path):
            files = KnownFiles(folder.path, before.tables_of("files"))
            try:
                plan = make_plan(folder, before.roots, files, roots, read_all=settings != known)
            finally:
                files.close()
        run = _Run(folder, plan, replace(before, settings=settings, roots=plan.roots))
        if plan.jobs or plan.entries or settings != known or plan.roots != before.roots:
            run.carry_out(request, progress)
        _settle(folder, request)
        return run.report(time.monotonic() - started)


def _settle(folder: IndexFolder, request: Request) -> None:
    """Read those files again on whose sites other lines recur than when they were indexed, since pages came or went."""
    header = read_newest(folder)
    paths = sorted(unsettled_files(folder, header))
    if not paths:
        return
    with damage_reported(folder.path):
        files = KnownFiles(folder.path, header.tables_of("files"))
        before = files.get_all(paths)
        files.close()
        lines = Tables(folder.path, header.tables_of("lines"))
        recurring = recurring_lines(lines)
        lines.close()
    jobs = tuple(
        Job(path, folder.source_path(path), before[path].size, before[path].mtime_ns)
        for path in paths
        if path in before
    )
    plan = Plan(jobs, before=before, roots=header.roots)
    _Run(folder, plan, header, recurring).carry_out(request, None)


def rebuild(folder: IndexFolder, request: Request, progress: Progress | None = None) -> IndexReport:
    """Rebuild the index from its sources and replace the old one when it is complete; that need not be readable.

    Without roots in the request, those of the old index are used, which must then be readable.
    """
    recover(folder)
    if not request.roots:
        folder.require()
    if not folder.exists() and not is_of_older_format(folder.path):
        return update(folder, request, progress)
    require_own(folder)
    with writing(folder, request.wait):
        if not request.roots or request.passage_words is None or request.extractor is None:
            request = _with_old_settings(folder, request)
        report: IndexReport = replaced_by(folder, lambda new: update(new, request, progress))
    return replace(report, index=str(folder.path))


def _with_old_settings(folder: IndexFolder, request: Request) -> Request:
    try:
        header = read_newest(folder)
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
        header = read_newest(folder)
        words = header.settings.passage_words
        entries: dict[str, FileEntry | None] = {}
        builder = new_segment(folder)
        finished: list[SegmentFile | None] = []
        files = KnownFiles(folder.path, header.tables_of("files"))
        try:
            for article, signature in _with_signatures(articles):
                _require_own_path(article.path, files)
                with refusals_reported(folder.path):
                    if builder.full:
                        finished.append(builder.finish())
                        builder = new_segment(folder, builder.analyzer)
                    entries[article.path] = _add_one(builder, article, signature, words)
            deleted = _together(find_documents(folder, files.get_all(entries)).values())
            with refusals_reported(folder.path):
                finished.append(builder.finish())
        except BaseException:
            builder.discard()
            raise
        finally:
            files.close()
        segments = [segment for segment in finished if segment is not None]
        commit(folder, _stamped(header), entries, segments, deleted, merge="due")
        return sum(entry.passages for entry in entries.values() if entry is not None)


def remove_articles(folder: IndexFolder, paths: Iterable[str], *, wait: float = 0.0) -> int:
    """Remove the articles of these paths, as stored, from the index; return how many of the paths were there."""
    folder.require()
    with writing(folder, wait):
        require_readable(folder)
        header = read_newest(folder)
        files = KnownFiles(folder.path, header.tables_of("files"))
        with damage_reported(folder.path):
            wanted = files.get_all(set(paths))
            files.close()
        if wanted:
            deleted = _together(find_documents(folder, wanted).values())
            commit(folder, _stamped(header), dict.fromkeys(wanted), (), deleted, merge="due")
        return len(wanted)


def _with_signatures(articles: Iterable[Article]) -> Iterator[tuple[Article, Signature]]:
    """The articles with their signatures; sketches are made of many texts at once."""
    left = iter(articles)
    while batch := list(islice(left, _SIGNED_AT_ONCE)):
        for article, sketch in zip(batch, sketches([article.text for article in batch]), strict=True):
            yield article, Signature(Address(article.path, article.part).article_id(), sketch.tobytes())


def _require_own_path(path: str, files: KnownFiles) -> None:
    known = files.get(path)
    if known is not None and not known.external:
        raise UsageError(f"articles: the path {path!r} is that of a file in the index", hint="any other text will do")


def _add_one(builder: SegmentBuilder, article: Article, signature: Signature, words: int) -> FileEntry:
    parts = passages.split(article, words)
    for document in documents(article, parts, signature.identifier, fingerprints=signature.fingerprints):
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
        self, folder: IndexFolder, plan: Plan, header: Header, recurring: NDArray[np.uint64] | None = None
    ) -> None:
        self._folder = folder
        self._plan = plan
        self._header = header
        self._given = recurring
        self._entries: dict[str, FileEntry | None] = {}  # what was committed
        self._outcomes: dict[str, Outcome] = {}
        self._stale: dict[str, dict[str, list[int]]] = {}  # what is still to be deleted, by path
        self._read: dict[str, Sequence[Signature]] = {}  # of what was read and is not committed
        self._bytes = 0

    def carry_out(self, request: Request, progress: Progress | None) -> None:
        """Read, write and commit all that the plan asks for."""
        plan, folder = self._plan, self._folder
        jobs = {job.stored for job in plan.jobs}
        gone = [
            path for path, entry in plan.entries.items() if not (entry and entry.passages) and plan.is_changed(path)
        ]
        self._stale = find_documents(folder, [*gone, *filter(plan.is_changed, jobs)])
        waiting = dict(plan.entries)
        if self._header.settings != read_newest(folder).settings:
            # Until a file is committed anew, its old entry is kept, so that the next run would find it changed.
            waiting |= {
                path: replace(entry, mtime_ns=0, digest="") for path, entry in plan.before.items() if path in jobs
            }
        if not plan.jobs:
            self._commit([], [], waiting, gone, merge=bool(gone))
            return
        count = min(request.jobs, len(plan.jobs)) if plan.bytes >= _PARALLEL_BYTES else 1
        settings = self._header.settings
        messages = (
            in_processes(folder, plan.jobs, settings, count, self._recurring)
            if count > 1
            else in_this_process(folder, plan.jobs, settings, self._recurring)
        )
        self._collect(messages, waiting, gone, progress)

    def _recurring(self) -> NDArray[np.uint64]:
        """Which lines of the articles that were read recur on their sites, among all articles that are known now."""
        if self._given is not None:
            return self._given
        read = [(path, signature) for path, found in self._read.items() for signature in found]
        gone = {
            name: distinct(np.array(numbers, np.int64)) for name, numbers in _together(self._stale.values()).items()
        }
        with damage_reported(self._folder.path), open_base(self._folder, gone) as base:
            return compared(base, signatures_of(read)).recurring

    def _collect(
        self,
        messages: Iterable[Message],
        entries: Mapping[str, FileEntry | None],
        gone: Sequence[str],
        progress: Progress | None,
    ) -> None:
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
                        batch, segments, ready, entries, gone = (segments, ready, entries, gone), [], [], {}, ()
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
                self._commit(segments, ready, entries, gone, merge=False)
            raise
        self._commit(segments, ready, entries, gone, merge=True)

    def _commit(
        self,
        segments: Sequence[SegmentFile],
        outcomes: Sequence[Outcome],
        entries: Mapping[str, FileEntry | None],
        gone: Iterable[str],
        *,
        merge: bool,
    ) -> None:
        """Make visible what was read, and what it replaces, other `entries`, and that the files `gone` are gone."""
        changed = {**entries, **{outcome.stored: outcome.entry for outcome in outcomes}}
        stale = [self._stale.pop(path, {}) for path in (*gone, *(outcome.stored for outcome in outcomes))]
        self._entries |= changed
        for outcome in outcomes:
            self._outcomes[outcome.stored] = outcome
            self._read.pop(outcome.stored, None)
        commit(
            self._folder, _stamped(self._header), changed, segments, _together(stale), merge="due" if merge else None
        )

    def report(self, seconds: float) -> IndexReport:
        """What was done."""
        plan = self._plan
        here = {path: entry for path, entry in self._entries.items() if entry is not None and path in plan.scope}
        in_scope = dict(sorted({**plan.notable, **here}.items()))
        indexed = [outcome for outcome in self._outcomes.values() if outcome.entry.passages]
        changed = sum(plan.is_changed(outcome.stored) for outcome in indexed)
        removed = sum(plan.is_changed(path) and not (entry and entry.passages) for path, entry in self._entries.items())
        return IndexReport(
            index=str(self._folder.path),
            added=len(indexed) - changed,
            changed=changed,
            removed=removed,
            unchanged=plan.kept + sum(entry.passages > 0 for entry in here.values()) - len(indexed),
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
