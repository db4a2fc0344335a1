"""indexer index: create or update an index."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from indexer.arguments import MOST_JOBS, MOST_PASSAGE_WORDS
from indexer.cli.command import (
    Command,
    absolute_path,
    as_option,
    common_options,
    extract_option,
    format_option,
    index_option,
    install_hint,
    open_index,
    option,
    rules_arguments,
    rules_options,
    shown_path,
    wait_option,
    yes_option,
)
from indexer.cli.console import Console
from indexer.cli.inputs import STANDARD_INPUT, add_input, format_named, listed_paths
from indexer.cli.limits import Size, limit_hint, limit_options
from indexer.cli.numbers import many
from indexer.errors import UsageError
from indexer.reasons import Cause, extras_needed

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model.choices import Extractor
    from indexer.model.reports import IndexPreview, IndexReport

__all__ = ["command"]

_ABOUT_FILES = frozenset(("include", "exclude", "list_", "max_size", "rebuild", "jobs", "dry_run", "yes"))
"""The options that say nothing about standard input."""

_ABOUT_PATHS = frozenset(("include", "exclude", "max_size"))
"""The options that choose among the files of paths that are named; each source keeps those that it was named with."""

_HINTS = {
    "gone": "mount the drive and run this again, or forget its articles: indexer drop {}",
    "emptied": "mount the drive and run this again, or remove their articles: indexer index --yes",
    "left_out": "to remove their articles from the index, run the same command with --yes",
}
"""What to do about a source of which much is missing, or left out."""

_MOST_NAMED = 20
"""Files that are named that could not be read for the same reason, such as a drive that was taken away."""


@click.command(
    "index",
    cls=Command,
    short_help="Create or update an index of files and folders.",
    examples=(
        ("indexer index ~/articles", "index a folder; run again later, it reads only what changed"),
        ("indexer index", "re-scan all indexed folders"),
        ("indexer index --exclude drafts --exclude '*.md' .", "leave out a folder and a kind of file"),
        ("indexer index --dry-run ~/articles", "what would be read, removed and skipped"),
        ("indexer index --files-from list.txt", "index the files of a list, such as find and fd write"),
        ("indexer index --rules rules.toml ~/articles", "overrule cleaning by site; see indexer help rules"),
        ("indexer index --rebuild", "rebuild the index and replace the old one when it is complete"),
    ),
    exit_codes=(
        ("0", "all files were read, or nothing has changed"),
        ("1", "some files could not be read, or a source is missing or nearly empty; they are named"),
        ("2", "nothing was done: a wrong option, no such path, no file to index, another process writes"),
        ("130, 143", "interrupted by Ctrl-C or SIGTERM; what was done until 30 seconds before is kept"),
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path())
@option(
    "--include",
    group="Which files",
    multiple=True,
    metavar="GLOB",
    help="Only files whose name (or path, with a /) matches; may be repeated.",
)
@option(
    "--exclude",
    group="Which files",
    multiple=True,
    metavar="GLOB",
    help="Skip files and folders that match; may be repeated.",
)
@option(
    "--files-from",
    "list_",
    group="Which files",
    metavar="FILE",
    help="Index the files listed in FILE (- for standard input), one per line or with NUL after each.",
)
@as_option
@option("--max-size", group="Which files", type=Size(), default="50MB", show_default=True, help="Skip larger files.")
@option(
    "--passage-words",
    group="How",
    type=click.IntRange(1, MOST_PASSAGE_WORDS),
    metavar="N",
    help="Target passage length in words. [default: as before, or 120]",
)
@extract_option
@rules_options
@option("--rebuild", group="How", is_flag=True, help="Rebuild the index from the source files.")
@option(
    "-j",
    "--jobs",
    group="How",
    type=click.IntRange(1, MOST_JOBS),
    metavar="N",
    help="Processes that share the work. [default: one per CPU]",
)
@limit_options
@option(
    "--dry-run",
    group="How",
    is_flag=True,
    help="Show what would be read, removed and skipped, and why; change nothing.",
)
@yes_option("Remove what is missing or left out, however much it is.")
@wait_option
@option("-v", "--verbose", group="Output", is_flag=True, help="Name every file that was skipped or could not be read.")
@format_option("text", "json", help="json: the report as data on standard output, in UTF-8. [default: text]")
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    paths: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    list_: str | None,
    form_of_input: str | None,
    max_size: int,
    passage_words: int | None,
    extractor: Extractor | None,
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    rules: str | None,
    rebuild: bool,
    jobs: int | None,
    max_memory: int | None,
    max_seconds: float | None,
    dry_run: bool,
    yes: bool,
    wait: float,
    verbose: bool,
    form: str,
    location: str | None,
) -> int:
    """Create or update the index of files and folders.

    Reads only new and changed files, and removes deleted ones. Without PATH, re-scans all indexed folders; PATH `-`
    adds what is on standard input. Reads text, Markdown, HTML, MHTML, JSON,
    CSV, feeds, mail, mailboxes, PDF, Word, OpenDocument, RTF, EPUB, ZIP, TAR and WARC, each of them also compressed;
    files of other names by their content.
    """
    from indexer.cli.progress import progress_bar

    index = open_index(location)
    if STANDARD_INPUT in paths:
        _require_input_alone(paths)
        from indexer.indexing.limits import Limits

        limits, overruling = Limits.from_arguments(max_memory, max_seconds), rules_arguments(keep, drop, rules)
        known = format_named(form_of_input)
        report = add_input(console, index, known, passage_words, extractor, overruling, wait, limits)
    elif form_of_input is not None:
        raise UsageError("--as is for standard input only", hint="name it as the path: -")
    else:
        chosen = [absolute_path(path) for path in paths] + (listed_paths(console, list_) if list_ is not None else [])
        if not chosen:
            _require_no_choice()
        request: dict[str, Any] = {
            "include": include,
            "exclude": exclude,
            "max_size": max_size,
            "passage_words": passage_words,
            "extractor": extractor,
            **rules_arguments(keep, drop, rules),
        }
        if dry_run:
            preview = index.preview(chosen, **request, rebuild=rebuild)
            preview = replace(preview, asks={}) if yes else preview
            return _show_preview(console, index, preview, form, "nothing is done" if rebuild else "they stay")
        run = index.rebuild if rebuild else index.update
        with progress_bar(console) as progress:
            report = run(
                chosen,
                **request,
                jobs=jobs or min(_processors(), MOST_JOBS),
                wait=wait,
                progress=progress,
                isolate=True,
                max_memory=max_memory,
                max_seconds=max_seconds,
                confirm=None if yes else partial(_confirmed, console),
            )
    if form == "json":
        from indexer.cli.printers import printer_of  # without it, none is needed

        printer_of(form, console).report(report)
    _report(console, report, verbose=verbose)
    if not (
        report.lost
        or report.unchanged
        or report.added
        or report.changed
        or report.moved
        or report.removed
        or report.carried
        or report.missing
        or report.duplicates
    ):
        return 2
    return 1 if report.failed or report.lost.keys() - {report.index} else 0


def _require_input_alone(paths: Sequence[str]) -> None:
    """Raise UsageError where something else is asked for beside standard input, or an option has no effect on it."""
    if len(paths) > 1:
        raise UsageError("- (standard input) is indexed by itself", hint="run the command again for the other files")
    for name in _given(_ABOUT_FILES):
        raise UsageError(
            f"{name} has no effect on - (standard input)",
            hint="it is about files: leave it out, or write the input into a file",
        )


def _require_no_choice() -> None:
    """Raise UsageError where files are to be chosen among those of a path, and none is named."""
    for name in _given(_ABOUT_PATHS):
        raise UsageError(
            f"{name} is about the paths that are named with it, and none is",
            hint=f"name those that it is about: indexer index {name} … PATH…; indexer stats shows the sources",
        )


def _given(names: Container[str]) -> Iterator[str]:
    """Those of some options that are on the command line, as they are typed."""
    context = click.get_current_context()
    for option_ in context.command.params:
        given = context.get_parameter_source(option_.name or "") is ParameterSource.COMMANDLINE
        if given and option_.name in names:
            yield option_.opts[-1]


def _show_preview(console: Console, index: Index, preview: IndexPreview, form: str, refused: str) -> int:
    """Show what a run would do: the files on standard output, their numbers as a message; where it would ask, what
    happens when that is `refused`. Return the exit code."""
    from indexer.cli.printers import printer_of
    from indexer.reading.sizes import readable_size

    preview = _with_shown_paths(preview, lambda path: shown_path(os.path.abspath(index.source_path(path))))
    printer_of(form, console).preview(preview)
    for path, what in preview.failed.items():
        console.error(f"{path}: {what}", _HINTS.get(preview.missing.get(path, ""), "").format(shlex.quote(path)))
    gone = f" with {many(preview.articles, 'article')}" if preview.removed else ""
    read = f"{many(len(preview.new), 'new file')} and {len(preview.changed):,} changed, {readable_size(preview.bytes)}"
    others = f"skip {len(preview.skipped):,}; {preview.unchanged:,} unchanged"
    changes = f"move {len(preview.moved):,}, remove {len(preview.removed):,}{gone}"
    carried = f", carry over {many(preview.carried, 'article')} from no file" if preview.carried else ""
    for path, what in preview.asks.items():
        console.say(f"would ask before removing: {path}: {what}; without a terminal or --yes, {refused}")
    console.say(f"would read {read}, {changes}{carried}, {others}; nothing was changed")
    return 1 if preview.failed else 0


def _with_shown_paths(preview: IndexPreview, shown: Callable[[str], str]) -> IndexPreview:
    """The preview with paths as the user would type them, in place of those that are stored."""
    skipped = {
        shown(path): reason._replace(detail=shown(reason.detail)) if reason.cause is Cause.DUPLICATE else reason
        for path, reason in preview.skipped.items()
    }
    return replace(
        preview,
        new=tuple(map(shown, preview.new)),
        changed=tuple(map(shown, preview.changed)),
        removed={shown(path): why for path, why in preview.removed.items()},
        moved={shown(old): shown(new) for old, new in preview.moved.items()},
        skipped=skipped,
        failed={shown(path): what for path, what in preview.failed.items()},
        missing={shown(path): what for path, what in preview.missing.items()},
        resumed={shown(path): count for path, count in preview.resumed.items()},
        asks={shown(path): what for path, what in preview.asks.items()},
    )


def _confirmed(console: Console, source: str, absent: int, had: int, left_out: int) -> bool:
    """Whether the user wants so many of a source's files to be removed."""
    from indexer.indexing.losses import absent_files

    question = f"{source}: {absent_files(absent, had, left_out)}; remove their articles from the index?"
    return console.is_interactive() and console.confirm(question)


def _processors() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def _report(console: Console, report: IndexReport, *, verbose: bool) -> None:
    """Say what was done, and name what was not."""
    from indexer.reading.sizes import readable_size

    where = shown_path(report.index)
    done = [
        f"{number:,} {what}"
        for number, what in (
            (report.added, "new"),
            (report.changed, "changed"),
            (report.moved, "moved"),
            (report.removed, "removed"),
        )
        if number
    ]
    if done:
        written = f"{many(report.articles, 'article')}, {many(report.passages, 'passage')}"
        read = f": {written} from {readable_size(report.bytes_read)}" if report.bytes_read or not report.moved else ""
        console.say(
            f"{', '.join(done)}, {report.unchanged:,} unchanged files{read} in {report.seconds:.1f} s → {where}"
        )
    elif report.unchanged:
        files = many(report.unchanged, "file")
        console.say(f"nothing has changed: {files}, checked in {report.seconds:.1f} s → {where}")
    elif report.duplicates:
        copies = many(report.duplicates, "file is a copy", "files are copies")
        console.say(f"nothing to read: {copies} of what is in the index → {where}")
    elif not (report.failed or report.carried):
        console.error(
            "nothing to index: no file was found that can be read",
            "see indexer index --help for the formats; -v names what was skipped",
        )
    if report.carried:
        console.say(f"{many(report.carried, 'article')} from no file carried over → {where}")
    if report.left_out:
        console.say(f"{many(report.left_out, 'article')} removed: --include and --exclude leave out their files")
    if report.skipped:
        labels = Counter(reason.label for reason in report.skipped.values())
        counted = ", ".join(f"{count:,} {label}" for label, count in sorted(labels.items()))
        console.say(f"skipped: {counted}" + ("" if verbose else " (-v names them)"))
        if verbose:
            for path, reason in report.skipped.items():
                console.say(f"  {path}: {reason}")
    _tell_failures(console, report, verbose=verbose)


def _tell_failures(console: Console, report: IndexReport, *, verbose: bool) -> None:
    """Name what could not be read, with what helps, once each; of many for the same reason, some unless `verbose`."""
    told: set[str] = set()
    alike: Counter[str] = Counter()
    for path, what in report.failed.items():
        reason = what.partition(";")[0]
        alike[reason] += 1
        if alike[reason] > _MOST_NAMED and path not in report.missing and not verbose:
            continue
        extras = extras_needed([what]) - told
        told |= extras
        hint = _HINTS.get(report.missing.get(path, ""), "").format(shlex.quote(path))
        console.error(f"{path}: {what}", hint or install_hint(extras) or limit_hint(what, told))
    for reason, count in alike.items() if not verbose else ():
        if count > _MOST_NAMED:
            console.error(f"{many(count - _MOST_NAMED, 'more file')}: {reason}", "-v names them all")
    for path, what in report.lost.items():
        if path == report.index:  # perhaps nothing is lost
            console.say(f"{shown_path(path)}: {what}")
        else:
            console.error(f"{path}: {what}")
    unread = len(report.failed) - len(report.missing)
    if unread:
        console.say(f"{many(unread, 'file')} could not be read completely")
