"""How is the index brought up to date with its sources, or rebuilt from them?

Under the index's lock: the sources are compared with what is known of them (`planning`), and what is to be done is done
(`running`). Where nothing has changed, nothing that reads or writes articles is imported.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from indexer import cleaning
from indexer.errors import IndexStateError, StorageError, UsageError
from indexer.indexing.garbage import no_collections
from indexer.indexing.keeping import lost_with_sources
from indexer.indexing.losses import Confirm, absent_files
from indexer.indexing.planning import Job, Plan, make_plan
from indexer.indexing.reporting import RunResult, preview_of, report_of
from indexer.indexing.request import Request
from indexer.indexing.rivals import rivals
from indexer.indexing.roots import is_missing
from indexer.indexing.starting import Processes
from indexer.model.reports import IndexPreview, IndexReport
from indexer.reasons import Cause
from indexer.store.damage import damage_reported
from indexer.store.files import KnownFiles
from indexer.store.location import IndexFolder
from indexer.store.manifest import Header, Settings
from indexer.store.removal import remove_index
from indexer.store.snapshot import read_newest, require_readable, unsettled_files
from indexer.store.swap import recover, replaced_by, require_own
from indexer.store.tables import Tables
from indexer.store.writing import writing

__all__ = ["preview", "rebuild", "update"]

_OF_LIMITS = frozenset({Cause.LIMIT, Cause.CRASHED})
"""Why files are not in the index that other limits may bring into it."""

_Loss: TypeAlias = tuple[int, int, int]
"""How many files of a source are absent, of how many that the index has articles of, and how many of these patterns
leave out."""


def update(folder: IndexFolder, request: Request) -> IndexReport:
    """Bring the index up to date with its sources; make it where there is none.

    Raises UsageError where a root does not exist or none was ever named, and IndexStateErrors.
    """
    recover(folder)
    if not request.roots and not folder.exists():
        folder.require_format()
        raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
    existed = folder.exists()
    was_there = os.path.lexists(folder.path)
    if not existed:
        cleaning.require(request.extractor or "own")
        from indexer.store.commit import create  # what writes is not needed where nothing has changed

        create(folder, request.settings(), request.wait)
    try:
        return _update(folder, request, existed=existed, was_there=was_there)
    except BaseException:
        if not existed and not was_there:
            _leave_nothing(folder)
        raise


def _leave_nothing(folder: IndexFolder) -> None:
    """Remove an index that was made for a run which failed before it had put anything into it."""
    with suppress(IndexStateError, OSError), writing(folder, 0.0):
        header = read_newest(folder)
        if not header.files and not header.tables_of("files"):
            remove_index(folder)


def _update(folder: IndexFolder, request: Request, *, existed: bool, was_there: bool) -> IndexReport:
    """Do what `update` does, when there is an index; `existed` before, and its folder `was_there`."""
    with writing(folder, request.wait), Processes(request.jobs) as processes:
        started = time.monotonic()  # waiting is not work
        require_readable(folder)
        before = read_newest(folder)
        known = before.settings
        settings, plan = _planned(folder, before, request, processes.expect)
        refused = dict(plan.entries) if plan.is_empty else {}  # is reported, and not kept
        result = RunResult(refused)
        if plan.is_empty:
            plan = replace(plan, jobs=(), entries={}, roots=before.roots)
        if plan.renamed:
            _rename(folder, before, plan)
        if plan.jobs or plan.entries or settings != known or (plan.roots != before.roots and not plan.renamed):
            from indexer.indexing.running import Run

            result = Run(folder, plan, replace(before, settings=settings, roots=plan.roots)).carry_out(
                request, processes
            )
            result = replace(result, entries={**refused, **result.entries})
        _read_unsettled(folder, request, processes)
        report = report_of(folder, plan, result, time.monotonic() - started)
        if not (
            report.added or report.changed or report.removed or report.moved or report.unchanged or report.duplicates
        ):
            _undo(folder, before, plan, existed=existed, was_there=was_there)
        return report


def _rename(folder: IndexFolder, before: Header, plan: Plan) -> None:
    """Give their new paths to files that were renamed, in a commit of their own. Other settings are committed with what
    is read by them, or with the entries that say what is still to be read."""
    from indexer.store.renaming import commit_renamed

    with no_collections():
        commit_renamed(folder, replace(before, roots=plan.roots).stamped(), plan.renamed)


def preview(folder: IndexFolder, request: Request, *, rebuild: bool = False) -> IndexPreview:
    """What `update` would do, or `rebuild`. Nothing is changed; where there is no index, none is made.

    Raises as `update` does, except where another process writes.
    """
    if not request.roots:
        folder.require()
    exists = folder.exists()
    carried = 0
    losses: dict[str, _Loss] = {}
    if rebuild and exists:
        request = _with_old_settings(folder, request)
        carried = _external(folder)
        if carried and not request.roots:
            return IndexPreview(str(folder.path), carried=carried)
        losses = _large_losses(folder, request)
    if exists and not rebuild:
        require_readable(folder)
        before = read_newest(folder)
    else:
        before = Header(request.settings())
    _, plan = _planned(folder, before, replace(request, confirm=_noting(losses)))
    asks = {path: absent_files(*loss) for path, loss in losses.items()}
    return replace(preview_of(folder, plan), carried=carried, asks=asks)


def _external(folder: IndexFolder) -> int:
    """How many articles of an index come from no file; 0 where that cannot be read."""
    try:
        with damage_reported(folder.path):
            known = KnownFiles(folder.path, read_newest(folder).tables_of("files"))
            count = int(np.count_nonzero(known.external & (known.passages > 0)))
            known.close()
    except IndexStateError:
        return 0
    return count


def _planned(
    folder: IndexFolder, before: Header, request: Request, expect: Callable[[int], None] | None = None
) -> tuple[Settings, Plan]:
    """What is to be done, and with which settings, where `before` is the newest commit. Where no file is known,
    `expect` is told the bytes of each that is found."""
    known = before.settings
    settings = request.settings(known)
    cleaning.require(settings.extractor)
    roots = request.roots
    if not roots or settings != known:
        roots = tuple({root.path: root for root in (*before.roots, *roots)}.values())
    if not roots:
        raise UsageError("nothing to index", hint="name files or folders: indexer index PATH…")
    with damage_reported(folder.path):
        files = KnownFiles(folder.path, before.tables_of("files"))
        try:
            affected = None
            if settings.differ_in_overrides_only(known):
                from indexer.indexing.affected import affected_files  # few overrule anything

                affected = affected_files(folder, before, files, settings.overrides)
            plan = make_plan(
                folder,
                before.roots,
                files,
                roots,
                read_all=settings != known and affected is None,
                again=_OF_LIMITS if request.limits is not None else (),
                affected=affected or (),
                by_path=any("/" in section.where for section in settings.overrides.file.sections),
                confirm=request.confirm,
                expect=None if len(files.paths) else expect,
            )
        finally:
            files.close()
    return settings, plan


def _undo(folder: IndexFolder, before: Header, plan: Plan, *, existed: bool, was_there: bool) -> None:
    """Leave things as they were before a run that found nothing to index."""
    if not existed:
        remove_index(folder, keep_folder=was_there)
    elif read_newest(folder).roots != before.roots:
        from indexer.store.commit import commit

        entries = {path: plan.before.get(path) for path in (*plan.entries, *(job.stored for job in plan.jobs))}
        commit(folder, before, entries, merge="due")


def _read_unsettled(folder: IndexFolder, request: Request, processes: Processes) -> None:
    """Read those files again on whose sites other lines recur than when they were indexed, since pages came or went."""
    header = read_newest(folder)
    paths = sorted(unsettled_files(folder, header))
    if not paths:
        return
    from indexer.indexing.running import Run
    from indexer.store.comparison import recurring_lines

    with damage_reported(folder.path):
        files = KnownFiles(folder.path, header.tables_of("files"))
        before = files.get_all(paths)
        added = frozenset(path for path, _ in rivals(files, paths))
        files.close()
        lines = Tables(folder.path, header.tables_of("lines"))
        recurring = recurring_lines(lines)
        lines.close()
    largest = max((root.max_size for root in header.roots), default=0)
    jobs = tuple(
        Job(path, folder.source_path(path), before[path].size, before[path].mtime_ns, largest, before[path].identity)
        for path in paths
        if path in before
    )
    plan = Plan(jobs, before=before, roots=header.roots, rivals=added)
    Run(folder, plan, header, recurring).carry_out(replace(request, progress=None), processes)


def rebuild(folder: IndexFolder, request: Request) -> IndexReport:
    """Rebuild the index from its sources and replace the old one when it is complete; that need not be readable.

    Without roots in the request, those of the old index are used, which must then be readable. Articles that come from
    no file are carried over from it, as far as they can be read; the report names those that are `lost`.
    """
    recover(folder)
    if not request.roots:
        folder.require()
    if not folder.exists() and not folder.has_other_format():
        return update(folder, request)
    require_own(folder)
    with writing(folder, request.wait):
        asked = (request.passage_words, request.extractor, request.keep, request.drop, request.rules)
        if not request.roots or None in asked:
            request = _with_old_settings(folder, request)
        _require_sources(folder, request)
        try:
            report: IndexReport = replaced_by(folder, lambda new: _built(folder, new, request))
        except KeyboardInterrupt as error:
            error.__notes__ = ["the index is as it was before"]
            raise
    return replace(report, index=str(folder.path))


def _built(old: IndexFolder, new: IndexFolder, request: Request) -> IndexReport:
    """Build the index that is to replace another. Raises UsageError where nothing was found to be indexed."""
    from indexer.indexing.adding import carry_over

    report = update(new, request) if request.roots else IndexReport(str(new.path))
    report = replace(report, lost=carry_over(old, new))
    report = replace(report, carried=_external(new) if new.exists() else 0)
    if not new.exists():
        with suppress(OSError):
            new.path.rmdir()
        reasons = "".join(f"; {path}: {what}" for path, what in list(report.failed.items())[:3])
        raise UsageError(
            f"nothing to index: no file was found that can be read{reasons}", hint="the index is as it was before"
        )
    return report


def _require_sources(folder: IndexFolder, request: Request) -> None:
    """Ask before a source is rebuilt of which so much is missing. Raises UsageError where the answer is no."""
    if request.confirm is None or not request.roots:
        return
    for path, (absent, had, left_out) in _large_losses(folder, request).items():
        if not request.confirm(path, absent, had, left_out):
            gone = is_missing(folder.source_path(path))
            what = f"{Cause.GONE}, or its drive is not mounted" if gone else absent_files(absent, had, left_out)
            mount = "" if left_out == absent else "mount the drive and run this again, or "
            raise UsageError(
                f"{path}: {what}; a rebuild would lose {'its' if gone else 'their'} articles",
                hint=f"{mount}give --yes",
            )


def _noting(losses: dict[str, _Loss]) -> Confirm:
    """Agrees to all removals that it is asked about, and takes note of them in `losses`, by source."""

    def note(source: str, absent: int, had: int, left_out: int) -> bool:
        losses[source] = absent, had, left_out
        return True

    return note


def _large_losses(folder: IndexFolder, request: Request) -> dict[str, _Loss]:
    """What a rebuild would lose of each source of which it would lose so much that the user is asked. None where the
    index cannot be read: what cannot be read cannot be kept."""
    found: dict[str, _Loss] = {}
    try:
        before = read_newest(folder)
        with damage_reported(folder.path):
            known = KnownFiles(folder.path, before.tables_of("files"))
            away = lost_with_sources(folder, request.roots, known)
            carried = bool(known.external.any())
            known.close()
        _, plan = _planned(folder, before, replace(request, confirm=_noting(found)))
    except IndexStateError:
        return {}
    read = plan.jobs or plan.renamed or any(entry and entry.passages for entry in plan.entries.values())
    if not (read or plan.kept or carried):
        found.clear()  # a rebuild that finds nothing leaves the index as it is
    return found | {path: (count, count, 0) for path, count in away.items()}


def _with_old_settings(folder: IndexFolder, request: Request) -> Request:
    try:
        header = read_newest(folder)
    except IndexStateError as error:
        if request.roots:
            return request
        hint = error.hint if isinstance(error, StorageError) else "name it: indexer index --rebuild PATH…"
        raise UsageError(f"cannot tell what was indexed: {error}", hint=hint) from error
    overrides = request.overrides(header.settings.overrides)
    return replace(
        request,
        roots=request.roots or header.roots,
        passage_words=request.passage_words or header.settings.passage_words,
        extractor=request.extractor or header.settings.extractor,
        keep=overrides.keep,
        drop=overrides.drop,
        rules=overrides.file,
    )
