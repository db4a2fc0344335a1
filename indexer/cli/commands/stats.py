"""indexer stats: say what an index holds."""

from __future__ import annotations

from dataclasses import asdict

import click

from indexer.cli.command import Command, common_options, index_option, open_index, option, shown_path
from indexer.cli.console import Console, safe

__all__ = ["command"]


@click.command(
    "stats",
    cls=Command,
    short_help="Say what the index holds.",
    examples=(
        ("indexer stats", "files, articles, passages, size, languages"),
        ("indexer stats --format json | jq .passages", "as data"),
    ),
    exit_codes=(("0", "there is an index"), ("2", "there is none, or it cannot be read")),
)
@option(
    "--format",
    "form",
    group="Output",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json: the same as data.",
)
@index_option
@common_options
@click.pass_obj
def command(console: Console, form: str, location: str | None) -> int:
    """Say what the index holds, where it is and when it was last changed."""
    statistics = open_index(location).statistics()
    if form == "json":
        from indexer.cli.printers import dump

        console.write(dump({"schema": 1, **asdict(statistics)}, indent=2))
        return 0
    rows = [
        ("index", shown_path(statistics.index)),
        ("updated", statistics.updated or "never"),
        ("sources", ", ".join(shown_path(root) or "." for root in statistics.roots)),
        ("files", f"{statistics.files:,}"),
        ("articles", f"{statistics.articles:,}"),
        ("passages", f"{statistics.passages:,} of about {statistics.passage_words} words"),
        ("words", f"{statistics.words:,}"),
        ("size", f"{statistics.size / 1e6:,.1f} MB"),
        ("languages", ", ".join(f"{code} {count:,}" for code, count in statistics.languages.items())),
        ("skipped", ", ".join(f"{count:,} {reason}" for reason, count in statistics.skipped.items())),
        ("failed", ", ".join(f"{count:,} {reason}" for reason, count in statistics.failed.items())),
    ]
    console.write("".join(f"{name:<10} {safe(value)}\n" for name, value in rows if value))
    return 0
