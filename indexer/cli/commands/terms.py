"""indexer terms: list the words of the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import click

from indexer.cli.command import (
    Command,
    common_options,
    format_option,
    index_option,
    no_pager_option,
    open_index,
    option,
)
from indexer.cli.console import Console
from indexer.cli.printers import printer_of

if TYPE_CHECKING:
    from indexer.searching.vocabulary import TermOrder

__all__ = ["command"]


@click.command(
    "terms",
    cls=Command,
    short_help="List the words of the articles, with how often they occur.",
    examples=(
        ("indexer terms", "the most frequent words"),
        ("indexer terms photo", "those that begin with photo"),
        ("indexer terms --sort name --format csv -n 0", "the whole vocabulary as a table"),
    ),
    exit_codes=(("0", "there are such words"), ("1", "there are none"), ("2", "an error")),
)
@click.argument("prefix", required=False, default="")
@option(
    "--sort",
    group="Order",
    type=click.Choice(["frequency", "name"]),
    default="frequency",
    show_default=True,
    help="By the number of passages, the most first, or by name.",
)
@option(
    "-n",
    "--limit",
    group="How many",
    type=click.IntRange(0),
    default=50,
    show_default=True,
    metavar="N",
    help="Show at most N words; 0 for all.",
)
@format_option("text", "json", "csv", help="json and csv: the same as data, in UTF-8. [default: text]")
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(console: Console, prefix: str, sort: str, limit: int, form: str, location: str | None) -> int:
    """List the words that begin with PREFIX, or all, with the passages and articles that have them.

    Words are shown as they are indexed: in lower case, without accents. Those of a title count as words of all passages
    of its article, but as one occurrence.
    """
    found = open_index(location).terms(prefix, limit=limit + 1 if limit else None, order=cast("TermOrder", sort))
    shown = found[: limit or None]
    printer_of(form, console).terms(prefix, shown)
    if len(found) > len(shown):
        console.say(f"the first {len(shown):,} words; for all of them: -n 0")
    if not shown:
        console.say(f'no word begins with "{prefix}"' if prefix else "no words")
    return 0 if shown else 1
