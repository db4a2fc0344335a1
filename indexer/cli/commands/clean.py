"""indexer clean: see what cleaning makes of a file."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.command import Command, absolute_path, common_options, extract_option, option
from indexer.cli.console import Console, safe

if TYPE_CHECKING:
    from indexer.indexing import Extract
    from indexer.model import Article, Extractor, Passage

__all__ = ["command"]

_PART = re.compile(r"!/|#(?=\d)")


@click.command(
    "clean",
    cls=Command,
    short_help="Show what cleaning makes of files, without an index.",
    examples=(
        ("indexer clean saved-page.html", "the article's text"),
        ("indexer clean 'saved.zip!/a/b.html'", "one article of an archive, a mailbox, a feed"),
        ("indexer clean --format json *.txt | jq '.[].removed'", "which lines were taken out, by which rule"),
    ),
    exit_codes=(
        ("0", "all files were read"),
        ("1", "some could not be; they are named"),
        ("2", "none could be, or an error"),
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@option(
    "--passage-words",
    group="How",
    type=click.IntRange(1, 10000),
    metavar="N",
    help="Words a passage aims at. [default: 120]",
)
@extract_option
@option(
    "--format",
    "form",
    group="Output",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json: a list of articles with all that is known of them.",
)
@option("--no-pager", group="Output", is_flag=True, help="Never show long output through $PAGER.")
@common_options
@click.pass_obj
def command(
    console: Console,
    files: tuple[str, ...],
    passage_words: int | None,
    extractor: Extractor | None,
    form: str,
    no_pager: bool,
) -> int:
    """Show the articles in FILEs as they would be indexed: title, author, date and text, without the noise around
    them."""
    from indexer import cleaning, reading
    from indexer.cli.printers import dump
    from indexer.errors import SourceError
    from indexer.indexing import extract
    from indexer.passages import DEFAULT_WORDS

    console.use_pager = not no_pager
    cleaning.require(extractor or "own")
    found: list[tuple[str, Extract]] = []
    complete = True
    for address in files:
        file, part = _file_and_part(address)
        try:
            extracted = extract(
                file, reading.load(absolute_path(file)), passage_words or DEFAULT_WORDS, part, extractor or "own"
            )
        except SourceError as error:
            console.error(f"{file}: {error}")
            complete = False
            continue
        found.append((file, extracted))
        for problem in extracted.problems:
            if problem.failed:
                console.error(f"{file}: {problem}")
                complete = False
        if not extracted.articles:
            console.warn(f"{file}: no text is left after cleaning")
    articles = [(file, extracted.encoding, *pair) for file, extracted in found for pair in extracted.articles]
    if form == "json":
        console.write(dump([_values(*article) for article in articles], indent=2))
    else:
        console.page("\n\n".join(_text(article) for _, _, article, _ in articles))
    if complete:
        return 0
    if not found:
        console.error("no file could be read", "see --help of indexer index for the formats")
    return 1 if found else 2


def _file_and_part(address: str) -> tuple[str, str]:
    """Return the file that an address begins with, and the part of it that the rest says."""
    for mark in _PART.finditer(address):
        if os.path.isfile(absolute_path(address[: mark.start()])) and not os.path.lexists(absolute_path(address)):
            return address[: mark.start()], address[mark.start() :]
    return address, ""


def _text(article: Article) -> str:
    from indexer.cli.printers import byline

    head = [line for line in (article.title, byline(article.authors, article.published).removeprefix(" — ")) if line]
    return safe("\n".join(head) + ("\n\n" if head else "") + article.text.rstrip("\n") + "\n")


def _values(file: str, encoding: str, article: Article, parts: tuple[Passage, ...]) -> dict[str, Any]:
    return {
        "file": file,
        "part": article.part or None,
        "encoding": encoding,
        "title": article.title or None,
        "kicker": article.kicker or None,
        "authors": list(article.authors),
        "published": article.published.isoformat() if article.published else None,
        "published_precision": article.precision if article.published else None,
        "modified": article.modified.isoformat() if article.modified else None,
        "site": article.site or None,
        "section": article.section or None,
        "description": article.description or None,
        "language": article.language or None,
        "url": article.url or None,
        "text": article.text,
        "blocks": [{"start": block.start, "kind": block.kind} for block in article.blocks],
        "captions": list(article.captions),
        "removed": [
            {"rule": removal.rule, "line": removal.text, "number": removal.line} for removal in article.removed
        ],
        "passages": [
            {
                "text": part.text,
                "start": part.start,
                "end": part.end,
                "first_line": part.first_line,
                "last_line": part.last_line,
                "first_page": part.first_page,
                "last_page": part.last_page,
            }
            for part in parts
        ],
    }
