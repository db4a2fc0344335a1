"""indexer search: find passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from indexer.cli.command import Command, common_options, index_option, open_index, option, shown_path
from indexer.cli.console import Console
from indexer.errors import UsageError

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model import SearchResult

__all__ = ["command"]


class _SearchCommand(Command):
    """A command whose arguments may look like options: people write `-word` to exclude one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            hint = f"to leave out a word write: NOT word, or put -- before the query; see {ctx.command_path} --help"
            raise UsageError(error.format_message(), hint=hint) from None


@click.command(
    "search",
    cls=_SearchCommand,
    short_help="Find passages and show why they match.",
    examples=(
        ("indexer search lighthouse keeper", "passages with either word, in any inflection, the best first"),
        (
            "indexer search '\"shipping forecast\" (storm OR gale)'",
            "a phrase, written in quotes that the shell lets through",
        ),
        (
            "indexer search 'author:gooderson date:2023-02..' NOT sport",
            "fields: author, date, language, path, site, text, title, year",
        ),
        ("indexer search --since 2021 -l cookie | xargs less", "the files, as grep -l gives them"),
        ("indexer search --format json tide | jq '.hits[].title'", "the same as data"),
    ),
    exit_codes=(("0", "something was found"), ("1", "nothing was found"), ("2", "an error")),
)
@click.argument("query", nargs=-1, required=True, metavar="QUERY…")
@option(
    "--any/--all",
    "any_",
    group="What to find",
    default=True,
    help="Passages with any plain word, or only with all of them. [default: any]",
)
@option("--literal", group="What to find", is_flag=True, help="Take the query as plain words; no character is special.")
@option(
    "--since",
    group="What to find",
    metavar="DAY",
    help="Published on or after: 2019, 2019-02, 2019-02-27, 'last week'.",
)
@option("--until", group="What to find", metavar="DAY", help="Published on or before.")
@option(
    "-n",
    "--limit",
    group="How many",
    type=click.IntRange(0),
    default=10,
    show_default=True,
    metavar="N",
    help="Hits to show; 0 for all.",
)
@option("--offset", group="How many", type=click.IntRange(0), default=0, metavar="N", help="Hits to pass over first.")
@option(
    "--per-article",
    group="How many",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    metavar="N",
    help="Hits of one article at the most; 0 for all.",
)
@option(
    "--duplicates",
    group="How many",
    type=click.Choice(["hide", "show"]),
    default="hide",
    show_default=True,
    help="hide: of articles that are nearly the same the best hit's, with the others named.",
)
@option(
    "--format",
    "form",
    group="Output",
    type=click.Choice(["text", "json", "jsonl", "csv", "paths"]),
    default="text",
    help="jsonl: a hit a line; paths: path:line of each hit. [default: text]",
)
@option(
    "-l",
    "--files-with-matches",
    "files",
    group="Output",
    is_flag=True,
    help="Only the names of files that match, each once.",
)
@option(
    "-c",
    "--count",
    group="Output",
    is_flag=True,
    help="Only the number of matching passages of each file that has any.",
)
@option(
    "-0",
    "--null",
    group="Output",
    is_flag=True,
    help="With -l, -c and --format paths: a NUL behind each name, for xargs -0.",
)
@option("--hyperlink", group="Output", is_flag=True, help="Make each path a link to its file (OSC 8).")
@option("--no-pager", group="Output", is_flag=True, help="Never show long output through $PAGER.")
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    query: tuple[str, ...],
    any_: bool,
    literal: bool,
    since: str | None,
    until: str | None,
    limit: int,
    offset: int,
    per_article: int,
    duplicates: str,
    form: str,
    files: bool,
    count: bool,
    null: bool,
    hyperlink: bool,
    no_pager: bool,
    location: str | None,
) -> int:
    """Find the passages that answer QUERY, the best first, with the words that matched.

    Words are found in any inflection; "quoted phrases", prefix*, wild?card and fuzzy~ as they are written. AND, OR,
    NOT, +word, -word, parentheses and field:word work too.
    """
    if null and not (files or count or form == "paths"):
        raise UsageError("-0 goes with -l, -c or --format paths", hint="add one of them")
    console.use_pager = not no_pager
    text = " ".join(query)
    mode: Literal["any", "all"] = "any" if any_ else "all"
    index = open_index(location)
    if files or count:
        return _list_files(
            console,
            index,
            index.count(text, mode=mode, literal=literal, since=since, until=until),
            count=count,
            null=null,
        )
    result = index.search(
        text,
        limit=limit or None,
        offset=offset,
        per_article=per_article,
        mode=mode,
        literal=literal,
        since=since,
        until=until,
        duplicates=duplicates == "show",
    )
    _show(console, result, form, null=null, hyperlink=hyperlink)
    return 0 if result.total else 1


def _list_files(console: Console, index: Index, counts: dict[str, int], *, count: bool, null: bool) -> int:
    for path, number in counts.items():
        name = shown_path(index.source_path(path))
        if count:
            console.write_path(name, "\0" if null else ":")
            console.write(f"{number}\n")
            console.out.flush()
        else:
            console.write_path(name, "\0" if null else "\n")
    return 0 if counts else 1


def _show(console: Console, result: SearchResult, form: str, *, null: bool, hyperlink: bool) -> None:
    from indexer.cli import printers

    if form == "text":
        style = printers.Style(
            color=console.colored(console.out),
            hyperlink=hyperlink,
            width=console.context.size.columns if console.context.is_terminal(console.out) else 80,
        )
        console.page(printers.as_text(result, style))
    elif form == "json":
        console.write(printers.as_json(result))
    elif form == "jsonl":
        console.write(printers.as_json_lines(result))
    elif form == "csv":
        console.write(printers.as_csv(result))
    else:
        for hit in result.hits:
            if null:
                console.write_path(printers.path_of(hit), "\0")
            else:
                console.write_path(printers.place_of(hit))
    if form == "text":
        _comment(console, result)
    for path in sorted({printers.path_of(hit) for hit in result.hits if hit.stale}):
        console.warn(f"{path} has changed or gone since it was indexed; run indexer index")


def _comment(console: Console, result: SearchResult) -> None:
    """Say how many there are, or what might have been meant."""
    if result.hits:
        first = result.hits[0].rank
        console.say(f"{first}–{result.hits[-1].rank} of {result.total} matching passages")
        return
    if result.total:
        console.say(f"no more hits: {result.total} passages match")
        return
    console.say("nothing found")
    for word, suggestions in result.missing.items():
        meant = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        console.say(f'no passage has "{word}"{meant}')
