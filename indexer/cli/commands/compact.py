"""indexer compact: write an index as one segment."""

from __future__ import annotations

import click

from indexer.cli.command import Command, common_options, index_option, open_index, shown_path, wait_option
from indexer.cli.console import Console

__all__ = ["command"]


@click.command(
    "compact",
    cls=Command,
    short_help="Compact the index.",
    examples=(("indexer compact", "after many small updates, or before the index is archived"),),
    exit_codes=(("0", "the index is compact"), ("2", "there is none, or it cannot be read or written")),
)
@wait_option
@index_option
@common_options
@click.pass_obj
def command(console: Console, wait: float, location: str | None) -> int:
    """Compact the index: write it as one segment, without what was deleted from it.

    Updates merge segments by themselves; this gains the last few per cent of size and speed. Searches give the same
    answers before, during and after it.
    """
    from indexer.reading.sizes import readable_size

    index = open_index(location)
    before, after = index.compact(wait=wait)
    where = shown_path(str(index.path))
    if before == after:
        console.say(f"the index is compact: {readable_size(after)} → {where}")
    else:
        console.say(f"{readable_size(before)} became {readable_size(after)} → {where}")
    return 0
