"""What did a run do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.address import Address
from indexer.indexing.planning import Plan
from indexer.model import IndexReport
from indexer.store.files import FileEntry
from indexer.store.location import IndexFolder

__all__ = ["Done", "report_of"]


@dataclass(frozen=True, slots=True)
class Done:
    """What of a plan was committed.

    All changed `entries` by path as stored, None for files that are forgotten; those of the files that were `read`; and
    how many `bytes` were.
    """

    entries: Mapping[str, FileEntry | None] = field(default_factory=dict)
    read: Mapping[str, FileEntry] = field(default_factory=dict)
    bytes: int = 0


def report_of(folder: IndexFolder, plan: Plan, done: Done, seconds: float) -> IndexReport:
    """The report of a run that carried out a plan."""
    here = {path: entry for path, entry in done.entries.items() if entry is not None and path in plan.scope}
    in_scope = dict(sorted({**plan.notable, **here}.items()))
    indexed = {path: entry for path, entry in done.read.items() if entry.passages}
    changed = sum(map(plan.is_changed, indexed))
    removed = sum(plan.is_changed(path) and not (entry and entry.passages) for path, entry in done.entries.items())
    return IndexReport(
        index=str(folder.path),
        added=len(indexed) - changed,
        changed=changed,
        removed=removed,
        unchanged=plan.kept + sum(entry.passages > 0 for entry in here.values()) - len(indexed),
        articles=sum(entry.articles for entry in indexed.values()),
        passages=sum(entry.passages for entry in indexed.values()),
        bytes_read=done.bytes,
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
        missing=plan.missing,
    )
