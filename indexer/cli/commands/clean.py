"""indexer clean: see what cleaning makes of a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from indexer.address import Address, nearest_range, readings
from indexer.arguments import MOST_PASSAGE_WORDS
from indexer.cli.command import (
    Command,
    absolute_path,
    as_option,
    common_options,
    extract_option,
    format_option,
    install_hint,
    no_pager_option,
    option,
    rules_arguments,
    rules_options,
)
from indexer.cli.console import Console
from indexer.cli.inputs import STANDARD_INPUT, format_named, standard_input
from indexer.cli.limits import limit_hint, limit_options
from indexer.cli.printers import Cleaned, printer_of
from indexer.errors import SourceError, UsageError
from indexer.reasons import Cause, extras_needed

if TYPE_CHECKING:
    from indexer.cleaning.overruling.overrides import Overrides
    from indexer.indexing.extraction import Extract
    from indexer.indexing.limited_reader import LimitedReader
    from indexer.model.choices import Extractor
    from indexer.reading import Format

__all__ = ["command"]


@click.command(
    "clean",
    cls=Command,
    short_help="Show what cleaning makes of files, without an index.",
    examples=(
        ("indexer clean saved-page.html", "the article's text"),
        ("indexer clean --as html - < page", "a page from standard input"),
        ("indexer clean 'saved.zip!/a/b.html'", "one article of an archive, a mailbox, a feed"),
        ("indexer clean records.jsonl:12", "the article on line 12"),
        ("indexer clean --explain saved-page.html", "each part of the page: kept, or removed by which rule, and why"),
        ("indexer clean --explain --keep related saved-page.html", "the same, but what that rule removes is kept"),
        ("indexer clean --format json *.txt | jq '.[].removed'", "which lines were removed, and by which rule"),
    ),
    exit_codes=(
        ("0", "all files were read"),
        ("1", "some could not be read; they are named"),
        ("2", "none could be read, or an error"),
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@option(
    "--passage-words",
    group="How",
    type=click.IntRange(1, MOST_PASSAGE_WORDS),
    metavar="N",
    help="Target passage length in words. [default: 120]",
)
@option(
    "--explain",
    group="How",
    is_flag=True,
    help="Show each block of the file with what was decided: kept (+), or removed (-) by which rule, and why.",
)
@as_option
@extract_option
@rules_options
@limit_options
@format_option(
    "text", "json", help="json: a list of articles with all that is known of them, in UTF-8. [default: text]"
)
@no_pager_option
@common_options
@click.pass_obj
def command(
    console: Console,
    files: tuple[str, ...],
    passage_words: int | None,
    explain: bool,
    form_of_input: str | None,
    extractor: Extractor | None,
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    rules: str | None,
    max_memory: int | None,
    max_seconds: float | None,
    form: str,
) -> int:
    """Show the articles in FILEs as they would be indexed: title, author, date and text, without the noise around
    them. A FILE may be an address, as `indexer search` prints it, or `-` for standard input."""
    from indexer import cleaning
    from indexer.indexing.extraction import extract
    from indexer.indexing.limited_reader import LimitedReader
    from indexer.indexing.limits import Limits
    from indexer.indexing.overruling import overrides_of
    from indexer.passages import DEFAULT_WORDS

    if explain and extractor == "best":
        raise UsageError("--explain shows the decisions of our own extractor alone", hint="leave out --extract best")
    cleaning.require(extractor or "own")
    overrides = overrides_of(**rules_arguments(keep, drop, rules))
    known = _format_of_input(form_of_input, files)
    reader = partial(extract, words=passage_words or DEFAULT_WORDS, extractor=extractor or "own", explained=explain)
    found: list[Cleaned] = []
    read = 0
    complete = True
    told: set[str] = set()
    with LimitedReader(Limits.from_arguments(max_memory, max_seconds), overrides) as limited:
        for given in files:
            if given == STANDARD_INPUT:
                address, extracted = _read_input(console, reader, limited, overrides, known)
            else:
                address, extracted = _read(given, reader, limited, overrides)
            if isinstance(extracted, SourceError):
                what = str(extracted)
                console.error(f"{address.path}: {what}", install_hint(extras_needed([what])) or limit_hint(what, told))
                complete = False
                continue
            read += 1
            found += _cleaned(address, extracted)
            for problem in extracted.problems:
                if problem.failed:
                    console.error(f"{address.path}: {problem}")
                    complete = False
            if not extracted.articles:
                console.warn(f"{address.article}: no text is left after cleaning")
    printer_of(form, console).articles(found)
    if complete:
        return 0
    if not read:
        there = any(given == STANDARD_INPUT or os.path.exists(absolute_path(given)) for given in files)
        console.error(
            "no file could be read", "see indexer index --help for the formats" if there else "name a file that exists"
        )
    return 1 if read else 2


def _format_of_input(name: str | None, files: Sequence[str]) -> Format | None:
    """The format that --as gives standard input. Raises UsageError where that is not among the files."""
    known = format_named(name)
    if known is not None and STANDARD_INPUT not in files:
        raise UsageError("--as is for standard input only", hint="name it as the file: -")
    return known


def _read(
    text: str, reader: Callable[..., Extract], limited: LimitedReader, overrides: Overrides
) -> tuple[Address, Extract | SourceError]:
    """The address that the user means, and what is there: of all readings, the first whose file and part exist."""
    from indexer import reading

    found: tuple[Address, SourceError] | None = None
    for address in readings(text):
        path = absolute_path(address.path)
        if not os.path.isfile(path):
            continue
        try:
            read = partial(reader, address.path, part=address.part, local=overrides.at(path))
            return address, limited.file(read, path)
        except SourceError as error:
            found = found or (address, error)
            if error.reason is not Cause.NO_SUCH_PART:
                return address, error
    if found is not None:
        return found
    address = Address(text)
    if os.path.isdir(absolute_path(text)):
        return address, SourceError("it is a folder", detail="name the files in it")
    try:  # a pipe, or nothing
        path = absolute_path(text)
        return address, limited.data(partial(reader, text, local=overrides.at(path)), reading.load_stream(path))
    except SourceError as error:
        return address, error


def _read_input(
    console: Console, reader: Callable[..., Extract], limited: LimitedReader, overrides: Overrides, known: Format | None
) -> tuple[Address, Extract | SourceError]:
    """What is on standard input, under the name by which it is asked for."""
    address = Address(STANDARD_INPUT)
    try:
        data = standard_input(console)
        read = partial(reader, STANDARD_INPUT, known=known, local=overrides.at(""))
        return address, limited.data(read, data, known)
    except SourceError as error:
        return address, error


def _cleaned(address: Address, extracted: Extract) -> list[Cleaned]:
    """The articles in a file; for an address with a line, the one on that line."""
    verdicts = extracted.verdicts or [None] * len(extracted.articles)
    cleaned = [
        Cleaned(address.path, extracted.encoding, *article, verdicts=told)
        for article, told in zip(extracted.articles, verdicts, strict=True)
    ]
    if address.line is None or not cleaned:
        return cleaned
    spans = [one.article.spans for one in cleaned]
    ranges = [(ours[0].first, max(span.last for span in ours)) if ours else (None, None) for ours in spans]
    return [cleaned[nearest_range(ranges, address.line)]]
