"""indexer drop: forget a source or an article from no file, or remove the index."""

from __future__ import annotations

from contextlib import suppress

import click

from indexer.address import is_below
from indexer.cli.command import (
    Command,
    absolute_path,
    common_options,
    index_option,
    open_index,
    option,
    shown_path,
    wait_option,
    yes_option,
)
from indexer.cli.console import Console
from indexer.cli.numbers import many
from indexer.errors import DamagedIndexError, UsageError

__all__ = ["command"]


@click.command(
    "drop",
    cls=Command,
    short_help="Forget a source, or remove the index.",
    examples=(
        ("indexer drop ~/old-letters", "forget a folder that was indexed, and its articles"),
        ("indexer drop --yes /mnt/usb", "the same without a question, as in a script"),
        ("indexer drop stdin:0b6c07dd0b2f", "forget what index - added, by its path in search results"),
        ("indexer drop --all", "remove the index"),
    ),
    exit_codes=(
        ("0", "done"),
        ("1", "the answer was no: nothing was changed"),
        ("2", "nothing was changed: no such source or index, nobody to ask and no --yes, another process writes"),
    ),
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]…", type=click.Path())
@option("--all", "everything", group="What", is_flag=True, help="Remove the index itself.")
@yes_option("Do not ask.")
@wait_option
@index_option
@common_options
@click.pass_obj
def command(
    console: Console, sources: tuple[str, ...], everything: bool, yes: bool, wait: float, location: str | None
) -> int:
    """Forget sources, files or folders that were indexed, or all in a folder, with their articles; or articles that
    come from no file, by their path, with those inside it; or remove the whole index.

    Your own files are never touched. Sources are shown by: indexer stats
    """
    if bool(sources) == everything:
        raise UsageError("name the sources to forget, or --all", hint="indexer stats shows the sources")
    index = open_index(location)
    where = shown_path(str(index.path))
    if everything:
        if not index.exists():
            with suppress(DamagedIndexError):  # which is no reason to keep it
                index.statistics()  # says what is the matter
        if not _agreed(console, f"remove the index {where}?", yes=yes):
            return 1
        index.drop_all(wait=wait)
        console.say(f"removed the index: {where}")
        return 0
    known = index.sources()
    named = {source: _source(known, source) for source in sources}
    added = {source: index.added_within(source) for source, path in named.items() if path not in known}
    paths = [path for source, path in named.items() if not added.get(source)]
    external = {path for found in added.values() for path in found}
    articles = len(external) + (index.articles_of(paths) if paths else 0)
    counted = many(articles, "article")
    shown = ", ".join(source if added.get(source) else shown_path(path) for source, path in named.items())
    whose = "its" if len(named) == 1 else "their"
    if not _agreed(console, f"forget {shown} and {whose} {counted}?", yes=yes):
        return 1
    copies = index.copies_of(paths) if paths else 0
    if paths:
        index.drop(paths, wait=wait)
    if external:
        index.remove(external, wait=wait)
    console.say(f"forgot {counted}: {shown} → {where}")
    if copies:
        left = many(copies, "copy of them is", "copies of them are")
        console.say(f"{left} in other sources; the next run indexes what it finds there: indexer index")
    return 0


def _source(known: tuple[str, ...], named: str) -> str:
    """The absolute path of a source, or of a folder with some in it, that is named from the current folder, or else as
    messages name it."""
    absolute = absolute_path(named).rstrip("/") or "/"
    if any(is_below(path, absolute) for path in known):
        return absolute
    ends = [path for path in known if path.endswith(f"/{named.strip('/')}")]
    return ends[0] if len(ends) == 1 else absolute


def _agreed(console: Console, question: str, *, yes: bool) -> bool:
    """Whether the user agrees. Raises UsageError where nobody can be asked."""
    if yes:
        return True
    if not console.is_interactive():
        raise UsageError(f"{question} nobody can be asked", hint="give --yes to do it without a question")
    if console.confirm(question):
        return True
    console.say("nothing was changed")
    return False
