"""What does the user give besides arguments: lists of files, and files on standard input?"""

from __future__ import annotations

import io
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from indexer.address import Address, entry_part, nested_part
from indexer.cli.console import Console
from indexer.errors import SourceError, UsageError
from indexer.model.reports import IndexReport
from indexer.reasons import Cause

if TYPE_CHECKING:
    from indexer.cleaning.overruling.overrides import Overrides
    from indexer.index import Index
    from indexer.indexing.limits import Limits
    from indexer.model.articles import Article
    from indexer.model.choices import Extractor
    from indexer.model.drafts import Problem
    from indexer.reading import Content, Format

__all__ = ["STANDARD_INPUT", "add_input", "format_named", "listed_paths", "standard_input"]

STANDARD_INPUT = "-"
"""How standard input is called where a file is expected."""


def standard_input(console: Console) -> bytes:
    """Return all bytes of standard input. Raises SourceError where there are too many."""
    from indexer import reading

    stream = console.context.stdin
    binary: BinaryIO | None = getattr(stream, "buffer", None)
    return reading.read_stream(binary or io.BytesIO(stream.read().encode("utf-8", "surrogateescape")))


def listed_paths(console: Console, name: str) -> list[str]:
    """Return the absolute paths that are listed in a file, one per line, or with a NUL after each.

    Raises UsageError where the file cannot be read, or lists none: an empty list does not mean all files.
    """
    from indexer import reading

    try:
        given = name == STANDARD_INPUT
        data = standard_input(console) if given else reading.load_stream(console.context.absolute(name))
    except SourceError as error:
        raise UsageError(f"--files-from: {name}: {error}", hint="name a file that lists files") from None
    entries = data.split(b"\0") if b"\0" in data else [line.removesuffix(b"\r") for line in data.split(b"\n")]
    paths = [console.context.absolute(os.fsdecode(entry)) for entry in entries if entry]
    if not paths:
        raise UsageError(f"--files-from: {name} lists no file", hint="nothing was changed")
    return paths


def format_named(name: str | None) -> Format | None:
    """Return the format that a suffix, with or without its full stop, stands for; None where none is named.

    Raises UsageError where no format has it.
    """
    if name is None:
        return None
    from indexer import reading

    known = reading.format_of(f"x.{name.lower().lstrip('.')}")
    if known is None:
        suffixes = sorted({suffix[1:] for known in reading.FORMATS for suffix in known.suffixes})
        raise UsageError(f"--as: no format is called {name!r}", hint=f"formats are {', '.join(suffixes)}")
    return known


def add_input(
    console: Console,
    index: Index,
    form: Format | None,
    words: int | None,
    extractor: Extractor | None,
    overruling: dict[str, Any],
    wait: float,
    limits: Limits | None,
) -> IndexReport:
    """Add the articles on standard input, which come from no file; the same bytes again take their place. They are read
    within `limits`, or without any the usual ones. `overruling` is what overrules cleaning, as `overrides_of` takes it;
    else the index's rules do.

    Raises UsageError where the index has passages of another length than the one asked for.
    """
    from indexer import cleaning, reading
    from indexer.cleaning.overruling.overrides import NO_OVERRIDES
    from indexer.indexing.extraction import ProblemSummary
    from indexer.indexing.limited_reader import LimitedReader
    from indexer.indexing.overruling import overrides_of

    known = NO_OVERRIDES
    if index.exists():
        statistics = index.statistics()
        known = index.overrides()
        extractor = extractor or statistics.extractor
        if words not in {None, statistics.passage_words}:
            raise UsageError(
                f"the passages of the index have about {statistics.passage_words} words",
                hint="leave out --passage-words, or give it with --rebuild first",
            )
    overrides = overrides_of(**overruling, known=known)
    extractor = extractor or "own"
    cleaning.require(extractor)
    report = IndexReport(str(index.path))
    try:
        data = standard_input(console)
        started = time.monotonic()  # waiting for another program is not work
        report = replace(report, bytes_read=len(data))
        if not data.strip():
            return replace(report, failed={STANDARD_INPUT: "there is nothing on it"})
        read = partial(_read, extractor=extractor, form=form, overrides=overrides)
        with LimitedReader(limits, overrides) as limited:
            articles, problems = limited.data(read, data, form)
    except SourceError as error:
        return replace(report, failed={STANDARD_INPUT: str(error)})
    summary = ProblemSummary()
    for problem in problems:
        summary.add(problem)
    report = replace(
        report,
        failed={STANDARD_INPUT: "; ".join(summary.failures)} if summary.failures else {},
        skipped={Address(STANDARD_INPUT, part).article: reason for part, reason in summary.passed_over},
    )
    if not articles:
        return replace(report, failed=report.failed or {STANDARD_INPUT: str(Cause.EMPTY)})
    name = f"stdin:{reading.digest(data)[:12]}"
    paths = [f"{name}{part}" for part in _parts([article.part for article in articles])]
    before = index.added_within(name) if index.exists() else ()
    placed = [replace(article, path=path, part="") for article, path in zip(articles, paths, strict=True)]
    passages = index.add(placed, passage_words=words, wait=wait)
    if others := set(before).difference(paths):  # it was read as another format then
        index.remove(others, wait=wait)
    return replace(
        report,
        added=int(not before),
        changed=int(bool(before)),
        articles=len(articles),
        passages=passages,
        seconds=time.monotonic() - started,
    )


def _read(
    content: Content, extractor: Extractor, form: Format | None, overrides: Overrides
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles on standard input, and what could not be read of it."""
    from indexer.indexing.extraction import read_articles

    return read_articles(STANDARD_INPUT, content, extractor, form, overrides.at(""))


def _parts(parts: Sequence[str]) -> list[str]:
    """The parts of the articles of one input, all different: those that have the same part, as the records of a table
    have, are numbered in it."""
    found = list(parts)
    while len(set(found)) < len(found):
        having = Counter(found)
        numbers: Counter[str] = Counter()
        for place, part in enumerate(found):
            if having[part] > 1:
                numbers[part] += 1
                found[place] = nested_part(part, entry_part(numbers[part]))
    return found
