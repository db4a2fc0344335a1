"""indexer search: find passages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, cast

import click
from click.core import ParameterSource

from indexer.arguments import LARGEST
from indexer.cli.command import (
    common_options,
    format_option,
    index_option,
    install_hint,
    mark_option,
    no_pager_option,
    open_index,
    option,
    shown_path,
)
from indexer.cli.console import Console
from indexer.cli.notes import HitOptions, MatchOptions, say_what_else_matches, say_what_is_missing, say_what_was_found
from indexer.cli.printers import FileCount, Printer, printer_of
from indexer.cli.query_command import QueryCommand, query_options
from indexer.cli.staleness import warn_of_stale
from indexer.errors import NoIndexError, UsageError

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model.hits import SearchResult
    from indexer.searching.options import Order

__all__ = ["command"]

_FILE_NAME = re.compile(r"[\w./~-]+\.(?:txt|csv|tsv|jsonl?|html?|md|log|out)", re.IGNORECASE)
"""Names of files to which people write results; `example.org` is none."""

_MOST_NAMED = 10
"""Files that are gone and named, of those that are listed."""

_HITS = {"html": 100}
"""Hits where -n does not say how many, if not 10: a page has filters, which few hits do not need."""


class _Search(QueryCommand):
    """The command, which needs a query unless one is typed while it runs."""

    def collect_usage_pieces(self, _ctx: click.Context) -> list[str]:
        """What follows its name in the line that says how it is called."""
        return ["[OPTIONS]", "(QUERY… | --interactive [QUERY…])"]


@click.command(
    "search",
    cls=_Search,
    short_help="Find passages and show why they match.",
    examples=(
        ("indexer search lighthouse keeper", "either word, however inflected"),
        ("indexer search '\"sun valve\" author:marsh'", "a phrase, in articles by Marsh"),
        ("indexer search -l -0 tide | xargs -0 less", "read the files that match"),
    ),
    exit_codes=(("0", "something was found"), ("1", "nothing was found"), ("2", "an error")),
)
@query_options
@option(
    "-n",
    "--limit",
    group="What to find",
    type=click.IntRange(0),
    metavar="N",
    help="At most N hits or files; 0: all. [default: 10]",
)
@option("--offset", group="What to find", type=click.IntRange(0), default=0, metavar="N", help="Skip the first N.")
@option(
    "--per-article",
    group="What to find",
    type=click.IntRange(0),
    metavar="N",
    help="At most N of one article; 0: all. [default: 2]",
)
@option(
    "--duplicates",
    group="What to find",
    type=click.Choice(["hide", "show"]),
    help="Near-duplicates of the best. [default: hide]",
)
@option(
    "--sort",
    group="What to find",
    type=click.Choice(["relevance", "newest", "oldest", "path"]),
    metavar="ORDER",
    help="newest, oldest, path. [default: relevance]",
)
@option("--passages", group="What to find", is_flag=True, help="Rank single passages, not whole articles.")
@option("--expand", group="What to find", is_flag=True, help="Raise what is like the best; finds more.")
@format_option(
    "text",
    "json",
    "jsonl",
    "csv",
    "paths",
    "lines",
    "html",
    metavar="FORMAT",
    help="text, json, jsonl, csv, paths, lines, html.",
)
@option("-o", "one_line", group="Output", is_flag=True, help="As --format lines: path:line:text, for editors.")
@option("-l", "--files-with-matches", "files", group="Output", is_flag=True, help="Only the names of files that match.")
@option("-c", "--count", group="Output", is_flag=True, help="Only the number of matching passages per file.")
@option("-0", "--null", group="Output", is_flag=True, help="NUL after each name, for xargs -0.")
@option("--open", "opens", group="Output", is_flag=True, help="Open the first hit in $VISUAL or $EDITOR.")
@option("--interactive", group="Output", is_flag=True, help="Search while typing. Needs the extra interactive.")
@option("--explain", group="Output", is_flag=True, help="Show what the score of each hit is the sum of.")
@option("--hyperlink", group="Output", is_flag=True, help="Make each path a link to its file (OSC 8).")
@mark_option
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    text: str | None,
    match_options: MatchOptions,
    limit: int | None,
    offset: int,
    per_article: int | None,
    duplicates: str | None,
    passages: bool,
    sort: str | None,
    expand: bool,
    form: str,
    one_line: bool,
    files: bool,
    count: bool,
    null: bool,
    opens: bool,
    interactive: bool,
    explain: bool,
    hyperlink: bool,
    location: str | None,
) -> int:
    """Find passages, best first: words, "phrases", wild*, fuzzy~, AND, OR, NOT, field:word; see indexer help query."""
    order = _order(sort, passages=passages, expand=expand)
    form = _form(form, one_line=one_line)
    hit_options: HitOptions = {
        "per_article": 2 if per_article is None else per_article,
        "duplicates": duplicates == "show",
        "offset": offset,
        "order": order,
        "expand": expand,
        "explain": explain,
    }
    if interactive:
        _require_screen(
            console,
            {
                "-o": one_line,
                "--format": form != "text",
                "-l": files,
                "-c": count,
                "-0": null,
                "--open": opens,
                "--hyperlink": hyperlink,
            },
        )
        from indexer.cli.interactive import search_interactively

        index = open_index(location)
        # What cannot be searched at all is said at once.
        index.search("", limit=0, **(match_options | {"literal": True}))
        return search_interactively(index, console, text or "", limit, match_options, hit_options)
    if text is None:
        raise click.MissingParameter(param_hint="'QUERY…'", param_type="argument")
    _require_sense(
        {"-l": files, "-c": count},
        {
            "--per-article": per_article is not None,
            "--duplicates": duplicates is not None,
            "--passages": passages,
            "--sort": sort is not None,
            "--expand": expand,
            "--open": opens,
            "--explain": explain,
        },
        form=form,
        one_line=one_line,
        null=null,
        hyperlink=hyperlink,
        mark=console.mark != "auto",
    )
    if opens and (form != "text" or limit is not None):
        given = "-o" if one_line else "--format"
        raise UsageError("--open opens one hit and prints none", hint=f"leave out -n and {given}; --offset N skips N")
    index = open_index(location)
    printer = printer_of(form, console, null=null, hyperlink=hyperlink)
    if files or count:
        return _list_files(console, index, printer, text, match_options, limit, offset, counted=count)
    result = index.search(
        text,
        limit=1 if opens else _HITS.get(form, 10) if limit is None else limit or None,
        snippets=form != "paths",
        snippet_length=printer.snippet_length,
        **hit_options,
        **match_options,
    )
    _require_begun(index, result.total)
    if opens and result.hits:
        from indexer.cli.editor import open_hit

        open_hit(console.context, result.hits[0])
    else:
        printer.hits(result)
    if form in {"text", "html"} and not (opens and result.hits):
        say_what_was_found(console, index, result)
        say_what_else_matches(console, index, result, match_options)
    if form != "json":  # which has it all
        say_what_is_missing(console, index, result)
    if one_line:
        _say_that_it_takes_no_file(console, text, result)
    warn_of_stale(console, index, {hit.source for hit in result.hits if hit.stale})
    return 0 if result.total else 1


def _list_files(
    console: Console,
    index: Index,
    printer: Printer,
    text: str,
    match_options: MatchOptions,
    limit: int | None,
    offset: int,
    *,
    counted: bool,
) -> int:
    """Print the files that match, and with `counted` how many passages of each do; return the exit code."""
    counts = index.count(text, **match_options)
    _require_begun(index, len(counts))
    first = min(offset, LARGEST)
    page = dict(islice(counts.items(), first, first + min(limit, LARGEST) if limit else None))
    shown = list(_file_counts(index, page))
    printer.files(text, shown, counted=counted)
    if counts and not shown:
        console.say(f"no more files: {len(counts)} match")
    listed = index.search(text, limit=0, **match_options)
    say_what_else_matches(console, index, listed, match_options)
    say_what_is_missing(console, index, listed)
    gone = {file.source for file in shown if file.source and not os.path.lexists(file.source)}
    if len(gone) <= _MOST_NAMED:
        warn_of_stale(console, index, gone)
    else:
        console.warn(
            f"{len(gone):,} of these files were deleted or moved since indexing, or their drive is not mounted"
        )
    return 0 if counts else 1


def _file_counts(index: Index, counts: Mapping[str, int]) -> Iterator[FileCount]:
    """The files, or articles from no file, by their paths as stored, with the numbers of their matching passages."""
    added = index.added(list(counts))
    for path, number in counts.items():
        source = "" if path in added else index.source_path(path)
        yield FileCount(shown_path(source) if source else path, source, number)


def _say_that_it_takes_no_file(console: Console, text: str, result: SearchResult) -> None:
    """Where a word that no passage has looks like the name of a file, say that -o is no option with one."""
    file = next((word for word in text.split() if word in result.missing and _FILE_NAME.fullmatch(word)), None)
    if file:
        console.say(f"-o takes no file; to write one: indexer search -o QUERY > {file}")


def _form(form: str, *, one_line: bool) -> str:
    """The output format that --format and -o ask for."""
    source = click.get_current_context().get_parameter_source("form")
    if one_line and form != "lines" and source is not ParameterSource.DEFAULT:
        raise UsageError(f"-o and --format {form} exclude each other", hint="-o is --format lines; leave out one")
    return "lines" if one_line else form


def _order(sort: str | None, *, passages: bool, expand: bool) -> Order:
    """The order that the options ask for."""
    if sort not in {None, "relevance"} and (passages or expand):
        other = "--passages" if passages else "--expand"
        raise UsageError(f"--sort {sort} and {other} exclude each other", hint="give one of them")
    if passages and expand:
        raise UsageError("--passages and --expand exclude each other", hint="give one of them")
    return "passages" if passages else cast("Order", sort or "relevance")


def _require_sense(
    lists: Mapping[str, bool],
    of_hits: Mapping[str, bool],
    *,
    form: str,
    one_line: bool,
    null: bool,
    hyperlink: bool,
    mark: bool,
) -> None:
    """Refuse options that the others leave without an effect: `lists` are those that list files, `of_hits` those about
    hits, each with whether it was given."""
    listing = [name for name, given in lists.items() if given]
    if len(alternatives := ["-o"] * one_line + listing) > 1:
        raise UsageError(f"{' and '.join(alternatives)} exclude each other", hint="give one of them")
    without_effect = [name for name, given in of_hits.items() if given]
    if listing and without_effect:
        raise UsageError(
            f"{without_effect[0]} has no effect with {listing[0]}",
            hint=f"{listing[0]} lists files; leave out one of the two",
        )
    named = "-o" if one_line else f"--format {form}"
    printed = {"--explain": of_hits["--explain"], "--hyperlink": hyperlink, "--mark": mark}
    if of_hits["--open"] and (of_print := [name for name, given in printed.items() if given]):
        raise UsageError(
            f"{of_print[0]} has no effect with --open", hint="--open prints nothing; leave out one of the two"
        )
    if of_hits["--explain"] and form not in {"text", "json", "jsonl"}:
        raise UsageError(f"--explain has no effect with {named}", hint="it goes with text, json and jsonl")
    if null and not (form == "paths" or (listing and form == "text")):
        raise UsageError("-0 goes with -l, -c or --format paths", hint="add one of them, or leave out -0")
    if hyperlink and form != "text":
        raise UsageError(f"--hyperlink has no effect with {named}", hint="leave out one of the two")


def _require_screen(console: Console, without_effect: Mapping[str, bool]) -> None:
    """Refuse --interactive with options that say what to print, without a terminal, and without its extra."""
    if given := [name for name, is_given in without_effect.items() if is_given]:
        raise UsageError(
            f"{given[0]} has no effect with --interactive",
            hint="--interactive prints nothing; leave out one of the two",
        )
    context = console.context
    if not {"stdin", "stdout"} <= context.terminals or context.environment.get("TERM") == "dumb":
        raise UsageError("--interactive needs a terminal", hint="without one, search with: indexer search QUERY")
    if find_spec("prompt_toolkit") is None:
        raise UsageError("--interactive needs the extra interactive", hint=install_hint({"interactive"}))


def _require_begun(index: Index, found: int) -> None:
    """Raise NoIndexError where nothing was found since the index is being made and nothing is in it yet."""
    if not found and (writer := index.writer()) and index.is_empty():
        raise NoIndexError(f"the index is being made by {writer}: {index.path}", hint="try again in a while")
