"""indexer stats: show what an index holds."""

from __future__ import annotations

import click

from indexer.cli.command import Command, common_options, format_option, index_option, open_index
from indexer.cli.console import Console
from indexer.cli.printers import printer_of

__all__ = ["command"]


@click.command(
    "stats",
    cls=Command,
    short_help="Show index statistics.",
    examples=(
        ("indexer stats", "files, articles, passages, size, languages"),
        ("indexer stats --format json | jq .passages", "as data"),
    ),
    exit_codes=(("0", "there is an index"), ("2", "there is none, or it cannot be read")),
)
@format_option("text", "json", help="json: the same as data, in UTF-8. [default: text]")
@index_option
@common_options
@click.pass_obj
def command(console: Console, form: str, location: str | None) -> int:
    """Show index statistics: what it holds, where it is and when it was last changed."""
    printer_of(form, console).statistics(open_index(location).statistics())
    return 0
