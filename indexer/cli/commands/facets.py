"""indexer facets: count matches by author, site, day, …"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import click

from indexer.cli.command import common_options, format_option, index_option, no_pager_option, open_index, option
from indexer.cli.console import Console
from indexer.cli.notes import MatchOptions, say_what_is_missing, without_hits
from indexer.cli.numbers import many
from indexer.cli.printers import printer_of
from indexer.cli.query_command import QueryCommand, query_options

if TYPE_CHECKING:
    from indexer.searching.facets import Facet

__all__ = ["command"]


@click.command(
    "facets",
    cls=QueryCommand,
    short_help="Count matches by author, site, year and so on.",
    examples=(
        ("indexer facets lighthouse --by author", "who wrote about it, and how often"),
        ("indexer facets --since 2019 --by section -n 0", "all sections of a time, with what they hold"),
        ("indexer facets tide --by year --format csv > tide.csv", "a table for other programs"),
    ),
    exit_codes=(("0", "something matches"), ("1", "nothing does"), ("2", "an error")),
)
@query_options
@option(
    "--by",
    group="What to count by",
    type=click.Choice(["author", "site", "year", "month", "language", "section", "folder"]),
    required=True,
    help="The articles' authors, site, day, language, section of their site, or the folder of their file.",
)
@option(
    "-n",
    "--limit",
    group="How many",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="Show the N most frequent values; 0 for all.",
)
@format_option("text", "json", "csv", help="json and csv: the same as data, in UTF-8. [default: text]")
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    text: str | None,
    match_options: MatchOptions,
    by: str,
    limit: int,
    form: str,
    location: str | None,
) -> int:
    """Count the articles and passages that match QUERY, or all, by one thing that is known of them.

    The most frequent come first. The query is as in `indexer search`. An article of several authors counts for each.
    """
    index = open_index(location)
    facets = index.facets(text, cast("Facet", by), **match_options)
    shown = replace(facets, counts=facets.counts[: limit or None])
    printer_of(form, console).facets(shown)
    if not facets.passages:
        console.say("nothing found")
    if len(shown.counts) < len(facets.counts):
        console.say(f"{len(facets.counts) - len(shown.counts):,} more values: -n 0")
    if facets.without.articles:
        without = many(facets.without.articles, "matching article has", "matching articles have")
        console.say(f"{without} no {by if by not in {'year', 'month'} else 'date'}")
    say_what_is_missing(console, index, without_hits(index, text, match_options))
    return 0 if facets.passages else 1
