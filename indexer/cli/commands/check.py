"""indexer check: find damage of an index."""

from __future__ import annotations

import click

from indexer.cli.command import Command, common_options, format_option, index_option, open_index, option, shown_path
from indexer.cli.console import Console
from indexer.cli.numbers import many
from indexer.cli.printers import printer_of

__all__ = ["command"]


@click.command(
    "check",
    cls=Command,
    short_help="Check the index for damage.",
    examples=(
        ("indexer check", "read every file of the index and compare the checksums"),
        ("indexer check --deep", "compare everything in them, too: it takes a while"),
        ("indexer check --format json | jq -r '.damage[].file'", "the damaged files"),
    ),
    exit_codes=(
        ("0", "the index is as it was written"),
        ("1", "it is damaged; each damaged file is named, with the place"),
        ("2", "there is none, or it cannot be read just now"),
    ),
)
@option(
    "--deep",
    group="How",
    is_flag=True,
    help="Compare every posting list, column and record with the stored texts, and all files with each other.",
)
@format_option("text", "json", help="json: the same as data, in UTF-8. [default: text]")
@index_option
@common_options
@click.pass_obj
def command(console: Console, deep: bool, form: str, location: str | None) -> int:
    """Check the index for damage: structure and checksums of all its files, and whether they fit together.

    Nothing is changed. A damaged index is never answered from; indexer index --rebuild makes a new one.
    """
    from indexer.reading.sizes import readable_size

    found = open_index(location).check(deep=deep)
    if form == "json":
        printer_of(form, console).checked(found)
    for damage in found.damage:
        console.error(f"{shown_path(damage.file)}: {damage.what}")
    where = shown_path(found.index)
    if found.damage:
        console.say(f"the index is damaged; rebuild it: indexer index --rebuild → {where}")
        return 1
    console.say(f"no damage: {many(found.files, 'file')}, {readable_size(found.size)} → {where}")
    return 0
