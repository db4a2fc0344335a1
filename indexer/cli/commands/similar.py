"""indexer similar: find articles like one."""

from __future__ import annotations

import click

from indexer.cli.command import (
    Command,
    common_options,
    find_article,
    format_option,
    index_option,
    no_pager_option,
    open_index,
    option,
)
from indexer.cli.console import Console
from indexer.cli.printers import printer_of

__all__ = ["command"]


@click.command(
    "similar",
    cls=Command,
    short_help="Find articles like one, by its id or address.",
    examples=(
        ("indexer similar mwq3k2p5xb7a", "the ten articles most like this one"),
        ("indexer similar articles/storm.txt -n 3", "by the address that a search shows"),
        ("indexer similar mwq3 --format paths", "their places; the beginning of an id will do"),
    ),
    exit_codes=(("0", "some are like it"), ("1", "none is"), ("2", "an error, such as no such id")),
)
@click.argument("identifier", metavar="ID|ADDRESS")
@option(
    "-n",
    "--limit",
    group="How many",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="Show at most N articles; 0 for all that share its words.",
)
@option(
    "--duplicates",
    group="How many",
    type=click.Choice(["hide", "show"]),
    default="hide",
    show_default=True,
    help="hide: leave out near-duplicates of the article, and all but one of others.",
)
@format_option(
    "text",
    "json",
    "jsonl",
    "csv",
    "paths",
    help="jsonl: one article per line; paths: path:line of each. json, jsonl and csv are UTF-8. [default: text]",
)
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(console: Console, identifier: str, limit: int, duplicates: str, form: str, location: str | None) -> int:
    """Find the articles most like the one with this ID or at this ADDRESS, each with the passage that shows why.

    They are shown as `indexer search` shows hits. The id may be that of a passage: its article is meant.
    """
    index = open_index(location)
    stored, _ = find_article(index, identifier)
    result = index.similar(stored.id, limit=limit or None, duplicates=duplicates == "show", snippets=form != "paths")
    printer = printer_of(form, console)
    printer.hits(result)
    if not result.hits:
        console.say(f"no article is like {printer.address(stored).article}")
    return 0 if result.hits else 1
