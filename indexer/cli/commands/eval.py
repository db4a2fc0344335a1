"""indexer eval: measure the ranking with judged queries."""

from __future__ import annotations

import click

from indexer.cli.command import (
    Command,
    absolute_path,
    common_options,
    format_option,
    index_option,
    open_index,
    option,
)
from indexer.cli.console import Console
from indexer.cli.numbers import many
from indexer.cli.printers import Evaluated, printer_of
from indexer.errors import UsageError

__all__ = ["command"]


@click.command(
    "eval",
    cls=Command,
    short_help="Measure the ranking with judged queries.",
    examples=(
        ("indexer eval queries.jsonl qrels.tsv", "a collection as BEIR has them, of which corpus.jsonl.gz is indexed"),
        ("indexer eval topics.txt qrels.txt --run-file indexer.run", "TREC topics; the run is kept for other tools"),
        ("indexer eval queries.tsv qrels.tsv --expand --format json | jq .measures.AP", "a figure as data"),
    ),
    exit_codes=(("0", "it was measured"), ("2", "an error")),
)
@click.argument("queries")
@click.argument("qrels")
@option("--passages", group="Order", is_flag=True, help="Rank single passages; an article counts by its best one.")
@option("--expand", group="Order", is_flag=True, help="Rank articles higher that are like the best ones.")
@option(
    "--depth",
    group="How many",
    type=click.IntRange(1),
    default=1000,
    show_default=True,
    metavar="N",
    help="Articles per query.",
)
@option(
    "--run-file",
    "run_file",
    group="Output",
    metavar="FILE",
    help="Write the ranked articles to FILE, as TREC has runs.",
)
@format_option("text", "json", help="json: the same as data, and the values of each query, in UTF-8. [default: text]")
@index_option
@common_options
@click.pass_obj
def command(
    console: Console,
    queries: str,
    qrels: str,
    passages: bool,
    expand: bool,
    depth: int,
    run_file: str | None,
    form: str,
    location: str | None,
) -> int:
    """Ask all QUERIES and compare what is found with the judgments in QRELS.

    Queries are JSON lines with "_id" and "text" (BEIR), lines of id, tab and query, or TREC topics; judgments are lines
    of query, article and grade (BEIR), or TREC's four columns; both may be gzip files. Queries are taken as plain
    words. An article is known by the "_id", "id" or "docno" of its record, else by its file's name without suffix.
    """
    if passages and expand:
        raise UsageError("--passages and --expand exclude each other", hint="give one of them")
    from indexer.evaluation import measure, read_judgments, read_queries, write_run

    asked = read_queries(absolute_path(queries))
    judgments = read_judgments(absolute_path(qrels))
    index = open_index(location)
    run = {
        name: index.ranked(
            text, limit=depth, literal=True, order="passages" if passages else "relevance", expand=expand
        )
        for name, text in asked.items()
    }
    if run_file is not None:
        write_run(run, absolute_path(run_file), "indexer")
    measured = measure(run, judgments)
    printer_of(form, console).measures(Evaluated(measured, len(asked)))
    missing = sum(name not in asked for name in measured.queries)
    if missing:
        console.warn(f"{many(missing, 'judged query is', 'judged queries are')} not in {queries}, and count as 0")
    found = {article for name in measured.queries for article, _ in run.get(name, ())}
    if not any(article in found for name in measured.queries for article in judgments[name]):
        console.warn(f"no judged article was found: are the ids in {qrels} those of the articles in this index?")
    return 0
