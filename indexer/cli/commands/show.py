"""indexer show: read an article or a passage."""

from __future__ import annotations

from dataclasses import replace

import click

from indexer.cli.command import (
    Command,
    common_options,
    find_article,
    format_option,
    index_option,
    mark_option,
    no_pager_option,
    open_index,
    option,
)
from indexer.cli.console import Console
from indexer.cli.printers import Shown, printer_of
from indexer.cli.staleness import warn_of_stale

__all__ = ["command"]


@click.command(
    "show",
    cls=Command,
    short_help="Show an article or a passage by its id or address.",
    examples=(
        ("indexer show mwq3k2p5xb7a", "the whole cleaned article"),
        ("indexer show mwq3k2p5xb7a.3", "its third passage, with one before and one after"),
        ("indexer show mwq3 --query 'storm'", "with the words of a query highlighted; the beginning of an id will do"),
        ("indexer show articles/storm.txt:12", "the passage on line 12, with one before and one after"),
        ("indexer show 'saved.zip!/a/b.html'", "an article in an archive, by the address that a search shows"),
    ),
    exit_codes=(("0", "it was shown"), ("2", "an error, such as no such id")),
)
@click.argument("identifier", metavar="ID|ADDRESS")
@option("--query", group="What", metavar="QUERY", help="Highlight the words of this query.")
@option(
    "-C",
    "--context",
    group="What",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="Passages before and after the one asked for.",
)
@format_option("text", "json", help="json: the same as data, in UTF-8. [default: text]")
@mark_option
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(console: Console, identifier: str, query: str | None, context: int, form: str, location: str | None) -> int:
    """Show the article, or the passage and its neighbours, with this ID or at this ADDRESS.

    `indexer search` prints both for each hit: the address, such as path:line, and after it the id of the passage, in
    which the part before the dot is the article's id. A passage that is asked for has a > beside it; the numbers are
    lines of the file.
    """
    index = open_index(location)
    stored, ordinal = find_article(index, identifier)
    parts = stored.passages if ordinal is None else stored.passages[max(0, ordinal - 1 - context) : ordinal + context]
    printer = printer_of(form, console)
    found = index.highlights(query, replace(stored, passages=parts)) if query else None
    printer.passages(Shown(stored, parts, ordinal, found))
    if found and found.sought and not (found.title or any(found.passages)):
        console.say(f"nothing that is shown matches {query}")
    warn_of_stale(console, index, {stored.source} if stored.stale else ())
    return 0
