"""indexer show: read an article or a passage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Command, absolute_path, common_options, index_option, open_index, option, shown_path
from indexer.cli.console import Console, safe, safe_line

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model import Passage
    from indexer.querying import Word
    from indexer.searching.hits import StoredArticle

__all__ = ["command"]


@click.command(
    "show",
    cls=Command,
    short_help="Show an article or a passage by its id.",
    examples=(
        ("indexer show mwq3k2p5xb7a", "the whole cleaned article"),
        ("indexer show mwq3k2p5xb7a.3", "its third passage, with one before and one after"),
        ("indexer show mwq3 --query 'storm'", "with the words of a query highlighted; the beginning of an id will do"),
        ("indexer show 'saved.zip!/a/b.html'", "an article by the address that a search shows, without its line"),
    ),
    exit_codes=(("0", "it was shown"), ("2", "an error, such as no such id")),
)
@click.argument("identifier", metavar="ID|ADDRESS")
@option("--query", group="What", metavar="QUERY", help="Highlight the words of this query.")
@option(
    "-C",
    "--context",
    group="What",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    metavar="N",
    help="Passages before and after the one asked for.",
)
@option(
    "--format",
    "form",
    group="Output",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json: the same as data.",
)
@option("--no-pager", group="Output", is_flag=True, help="Never show long output through $PAGER.")
@index_option
@common_options
@click.pass_obj
def command(
    console: Console, identifier: str, query: str | None, context: int, form: str, no_pager: bool, location: str | None
) -> int:
    """Show the article, or the passage and its neighbours, that has this ID, or the article at this ADDRESS.

    Hits of `indexer search` print the id of their passage behind their place; the part before the dot is the article's.
    """
    index = open_index(location)
    stored, ordinal = _find(index, identifier)
    parts = stored.passages if ordinal is None else stored.passages[max(0, ordinal - 1 - context) : ordinal + context]
    console.use_pager = not no_pager
    if form == "json":
        from indexer.cli.printers import dump

        console.write(dump(_values(stored, parts, ordinal), indent=2))
    else:
        console.page(_text(console, stored, parts, ordinal, _leaves(query)))
    if stored.stale:
        console.warn(f"{_place(stored)} has changed or gone since it was indexed; run indexer index")
    return 0


def _find(index: Index, identifier: str) -> tuple[StoredArticle, int | None]:
    """The article at the address `identifier`, which is relative to the user's folder, or else the one with this id."""
    from indexer.errors import UnknownIdError

    try:
        return index.article(absolute_path(identifier))
    except UnknownIdError:
        return index.article(identifier)


def _leaves(query: str | None) -> tuple[Word, ...]:
    if not query:
        return ()
    from indexer.querying import parse, query_words

    return tuple(query_words(parse(query, today=date.today())))


def _place(stored: StoredArticle) -> str:
    return (shown_path(stored.source) if stored.source else stored.article.path) + stored.article.part


def _text(
    console: Console,
    stored: StoredArticle,
    parts: tuple[Passage, ...],
    ordinal: int | None,
    leaves: tuple[Word, ...],
) -> str:
    from indexer.cli.printers import Style, byline, highlighted
    from indexer.searching.snippets import highlights

    style = Style(color=console.colored(console.out))
    article = stored.article
    title = highlighted(safe_line(article.title), highlights(article.title, leaves, title=True), style, bold=True)
    place = _place(stored)
    if parts and parts[0].first_line is not None:
        place = f"{place}:{parts[0].first_line}"
    head = f"{title}{safe(byline(article.authors, article.published))}\n{safe_line(place)}\n\n"
    body: list[str] = []
    for part in parts:
        text = highlighted(part.text, highlights(part.text, leaves), style)
        dim = style.color and ordinal is not None and part.ordinal != ordinal
        body.append(click.style(text, dim=True) if dim else text)
    return head + "".join(body).rstrip("\n") + "\n"


def _values(stored: StoredArticle, parts: tuple[Passage, ...], ordinal: int | None) -> dict[str, Any]:
    article = stored.article
    return {
        "schema": 1,
        "id": stored.id if ordinal is None else f"{stored.id}.{ordinal}",
        "article": stored.id,
        "title": article.title,
        "authors": list(article.authors),
        "date": article.published.isoformat() if article.published else None,
        "site": article.site or None,
        "language": article.language or None,
        "url": article.url or None,
        "path": shown_path(stored.source) if stored.source else article.path,
        "part": article.part or None,
        "stale": stored.stale,
        "text": "".join(part.text for part in parts),
        "passages": [
            {
                "id": f"{stored.id}.{part.ordinal}",
                "passage": part.ordinal,
                "line": part.first_line,
                "end_line": part.last_line,
                "start": part.start,
                "end": part.end,
                "text": part.text,
            }
            for part in parts
        ],
    }
