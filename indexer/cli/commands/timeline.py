"""indexer timeline: show when what matches was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import click

from indexer.cli.command import common_options, format_option, index_option, no_pager_option, open_index, option
from indexer.cli.console import Console
from indexer.cli.notes import MatchOptions, say_what_is_missing, without_hits
from indexer.cli.numbers import many
from indexer.cli.printers import printer_of
from indexer.cli.query_command import QueryCommand, query_options

if TYPE_CHECKING:
    from indexer.model.counts import Timeline

__all__ = ["command"]


@click.command(
    "timeline",
    cls=QueryCommand,
    short_help="Show when what matches was published.",
    examples=(
        ("indexer timeline lighthouse", "a bar for each month or year"),
        ("indexer timeline --since 2019 '\"shipping forecast\"' --by month", "a bar for each month since 2019"),
        ("indexer timeline storm --format svg > storm.svg", "a picture, for light and dark pages"),
    ),
    exit_codes=(("0", "something with a date matches"), ("1", "nothing does"), ("2", "an error")),
)
@query_options
@option(
    "--by",
    group="What to count by",
    type=click.Choice(["month", "year"]),
    help="What a bar is. [default: a month where there are at most four years, else a year]",
)
@format_option("text", "json", "csv", "svg", help="json, csv: as data; svg: a picture; in UTF-8. [default: text]")
@no_pager_option
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    text: str | None,
    match_options: MatchOptions,
    by: str | None,
    form: str,
    location: str | None,
) -> int:
    """Count the articles and passages that match QUERY, or all, by the month or year in which they were published.

    The query is as in `indexer search`. The length of a bar is the number of articles.
    """
    index = open_index(location)
    timeline = index.timeline(text, cast("Literal['month', 'year'] | None", by), **match_options)
    printer_of(form, console).timeline(timeline)
    _comment(console, timeline)
    say_what_is_missing(console, index, without_hits(index, text, match_options))
    return 0 if timeline.counts else 1


def _comment(console: Console, timeline: Timeline) -> None:
    if not timeline.passages:
        console.say("nothing found")
    undated = timeline.undated.articles
    if undated:
        console.say(f"{many(undated, 'matching article has', 'matching articles have')} no date")
