"""What did a run do?"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indexer import reading
from indexer.address import Address
from indexer.errors import SourceError
from indexer.indexing.keeping import articles_kept
from indexer.indexing.losses import LEFT_OUT
from indexer.indexing.planning import Job, Plan
from indexer.indexing.roots import missing_with_files
from indexer.model.reports import IndexPreview, IndexReport
from indexer.model.sources import Missing
from indexer.reasons import Cause
from indexer.store.files import FileEntry
from indexer.store.location import IndexFolder

__all__ = ["RunResult", "preview_of", "report_of"]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What of a plan was committed.

    All changed `entries` by path as stored, None for files that are forgotten; those of the files that were `read`; and
    how many `bytes` were.
    """

    entries: Mapping[str, FileEntry | None] = field(default_factory=dict)
    read: Mapping[str, FileEntry] = field(default_factory=dict)
    bytes: int = 0


def report_of(folder: IndexFolder, plan: Plan, result: RunResult, seconds: float) -> IndexReport:
    """The report of a run that carried out a plan."""
    here = {path: entry for path, entry in result.entries.items() if entry is not None and path in plan.scope}
    in_scope = dict(sorted({**plan.notable, **here}.items()))
    indexed = {path: entry for path, entry in result.read.items() if entry.passages and entry.reason is None}
    moved = sum(old in result.entries and new in indexed for old, new in plan.moved.items())
    changed = sum(map(plan.is_changed, indexed))
    removed = sum(plan.is_changed(path) and not (entry and entry.passages) for path, entry in result.entries.items())
    failed = dict(plan.unlisted) | {
        path: "; ".join(map(str, filter(None, (entry.reason, *entry.problems))))
        for path, entry in in_scope.items()
        if entry.failed
    }
    vanished = missing_with_files(folder, [path for path, entry in in_scope.items() if entry.is_unreadable])
    for path in [path for paths in vanished.values() for path in paths]:
        del failed[path]
    gone: dict[str, Missing] = {root.path: "gone" for root in plan.roots if root.path in vanished}
    originals = {path for path, entry in result.entries.items() if entry is not None and entry.passages}
    return IndexReport(
        index=str(folder.path),
        added=len(indexed) - changed - moved,
        changed=changed,
        removed=removed - moved,
        moved=len(plan.renamed) + moved,
        unchanged=plan.kept + sum(entry.passages > 0 for entry in here.values()) - len(indexed),
        articles=sum(entry.articles for entry in indexed.values()),
        passages=sum(entry.passages for entry in indexed.values()),
        bytes_read=result.bytes,
        seconds=seconds,
        skipped={path: entry.reason for path, entry in in_scope.items() if entry.reason and not entry.failed}
        | {
            Address(path, part).article: reason
            for path, entry in in_scope.items()
            for part, reason in entry.passed_over
        },
        failed={path: _vanished([in_scope[file] for file in files]) for path, files in vanished.items()} | failed,
        missing={**plan.missing, **gone},
        left_out=sum(plan.before[path].articles for path in plan.left_out if path in plan.before),
        duplicates=sum(entry.original in originals or entry.original in plan.originals for entry in in_scope.values()),
    )


def _vanished(entries: Sequence[FileEntry]) -> str:
    """In words: a folder vanished with these files while they were to be read."""
    kept = sum(entry.articles for entry in entries)
    what = f"{Cause.GONE}, or its drive is not mounted; {len(entries):,} of its files could not be read any more"
    return f"{what}; {articles_kept(kept)}" if kept else what


def preview_of(folder: IndexFolder, plan: Plan) -> IndexPreview:
    """What carrying out a plan would do."""
    here = {path: entry for path, entry in plan.entries.items() if entry is not None and path in plan.scope}
    shown = dict(sorted({**plan.notable, **here}.items()))
    removed = {
        path: _why_removed(plan, path, entry)
        for path, entry in sorted(plan.entries.items())
        if plan.is_changed(path) and path not in plan.moved
    }
    removed = {path: why for path, why in removed.items() if why}
    skipped = {
        path: entry.reason for path, entry in shown.items() if entry.reason and not entry.failed and path not in removed
    }
    moved = set(plan.moved.values())
    jobs: list[Job] = []
    kept = plan.kept + sum(entry.passages > 0 for entry in here.values())
    failed = dict(plan.unlisted) | {path: str(entry.reason) for path, entry in shown.items() if entry.failed}
    for job in plan.jobs:
        try:
            _require_access(job.path)
            reading.require_readable(job.stored, job.path)
        except SourceError as error:
            if error.failed:
                failed[job.stored] = str(error)
            if error.reason is Cause.UNREADABLE and plan.is_changed(job.stored):
                entry = plan.before[job.stored]
                failed[job.stored] += f"; {articles_kept(entry.articles, entry.mtime_ns)}"
                kept += 1
            elif plan.is_changed(job.stored):
                removed[job.stored] = str(error)
            elif not error.failed:
                skipped[job.stored] = error.as_reason
        else:
            jobs.append(job)
    return IndexPreview(
        index=str(folder.path),
        new=tuple(job.stored for job in jobs if not plan.is_changed(job.stored) and job.stored not in moved),
        changed=tuple(job.stored for job in jobs if plan.is_changed(job.stored)),
        bytes=sum(job.size for job in jobs),
        moved={**plan.renamed, **plan.moved},
        unchanged=kept,
        articles=sum(plan.before[path].articles for path in removed),
        removed=dict(sorted(removed.items())),
        skipped=dict(sorted(skipped.items())),
        failed=failed,
        missing=plan.missing,
        resumed={job.stored: job.begun.partial.records for job in jobs if job.begun and job.begun.partial},
    )


def _require_access(path: str) -> None:
    """Raise SourceError where there is a file that may not be read. What is in it is not looked at."""
    if os.path.lexists(path) and not os.access(path, os.R_OK):
        raise SourceError(Cause.UNREADABLE, detail=os.strerror(errno.EACCES))


def _why_removed(plan: Plan, path: str, entry: FileEntry | None) -> str:
    """Why the articles of a file would be removed; "" where they would not be."""
    if entry is not None:
        return "" if entry.passages else str(entry.reason)
    return LEFT_OUT if path in plan.left_out else "it is not there any more"
