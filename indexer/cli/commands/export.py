"""indexer export: write the articles, cleaned, with all that is known of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import click

from indexer.address import is_below
from indexer.cli.command import absolute_path, common_options, format_option, index_option, open_index, option
from indexer.cli.console import Console
from indexer.cli.notes import MatchOptions, say_what_is_missing, without_hits
from indexer.cli.numbers import many
from indexer.cli.output_file import output_file
from indexer.cli.printers import printer_of
from indexer.cli.query_command import QueryCommand, query_options
from indexer.errors import UsageError

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.searching.exporting import IndexedArticle

__all__ = ["command"]


@click.command(
    "export",
    cls=QueryCommand,
    short_help="Write the articles, cleaned, with all that is known of them.",
    examples=(
        ("indexer export -o articles.jsonl", "all articles; indexer index articles.jsonl reads the same articles"),
        ("indexer export --since 2021 cookie --format markdown | less", "those that match, to be read"),
        ("indexer export --passages storm | jq -r .text", "the passages that match"),
        ("indexer export --format pyserini -o collection/all.jsonl", "for Pyserini's JsonCollection"),
    ),
    exit_codes=(("0", "something was written"), ("1", "nothing matches, and nothing was written"), ("2", "an error")),
)
@query_options
@option("--passages", group="What to write", is_flag=True, help="The passages that match, instead of whole articles.")
@format_option(
    "jsonl",
    "markdown",
    "pyserini",
    help='jsonl: one object per line, with all metadata; pyserini: {"id", "contents"} per line. All are UTF-8. '
    "[default: jsonl]",
)
@option(
    "-o",
    "--output",
    "output",
    group="Output",
    metavar="FILE",
    help="Write to FILE, which appears when it is complete. [default: standard output]",
)
@option("--force", group="Output", is_flag=True, help="Replace FILE where there is one.")
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    text: str | None,
    match_options: MatchOptions,
    passages: bool,
    form: str,
    output: str | None,
    force: bool,
    location: str | None,
) -> int:
    """Write the articles that match QUERY, or all, in the order of their paths.

    The query is as in `indexer search`.
    """
    if form == "markdown" and passages:
        raise UsageError("--format markdown cannot show passages", hint="leave out one of the two")
    if output is None and force:
        raise UsageError("--force goes with -o", hint="add -o FILE, or leave out --force")
    from indexer.model.choices import MAX_SIZE

    index = open_index(location)
    is_restricted = text is not None or match_options["since"] or match_options["until"]
    articles = index.export(text, **match_options)
    first = next(articles, None)
    if first is None:
        console.say("nothing found" if is_restricted else "the index is empty")
        say_what_is_missing(console, index, without_hits(index, text, match_options))
        return 1
    counted = _Counted(chain((first,), articles))
    if output is None or output == "-":
        printer_of(form, console).exported(counted, passages=passages)
    else:
        with output_file(console.context, output, force=force) as file:
            context = replace(console.context, stdout=file, terminals=console.context.terminals - {"stdout"})
            printer_of(form, Console(context)).exported(counted, passages=passages)
    number = counted.passages if passages else counted.articles
    console.say(many(number, "passage" if passages else "article") + (f" in {output}" if output else ""))
    say_what_is_missing(console, index, without_hits(index, text, match_options))
    if output and output != "-":
        size = os.path.getsize(absolute_path(output))
        if form == "jsonl" and size > MAX_SIZE:
            console.say(f"to index a file of this size: indexer index --max-size {size // 2**20 + 1}MB {output}")
        if _is_source(index, absolute_path(output)):
            console.warn(
                f"{output} is in a folder that is indexed: indexer index will read it, unless --exclude names it"
            )
    return 0


class _Counted:
    """Articles as they come, and how many there were."""

    def __init__(self, found: Iterable[IndexedArticle]) -> None:
        self.articles = 0
        self.passages = 0
        self._found = found

    def __iter__(self) -> Iterator[IndexedArticle]:
        for article in self._found:
            self.articles += 1
            self.passages += len(article.matching)
            yield article


def _is_source(index: Index, path: str) -> bool:
    """Whether a file is one that `index` reads."""
    return any(is_below(os.path.realpath(path), os.path.realpath(source)) for source in index.sources())
