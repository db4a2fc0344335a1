"""What does the user give besides arguments: lists of files, and files on standard input?"""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.cli.console import Console
from indexer.errors import SourceError, UsageError
from indexer.model import IndexReport
from indexer.reasons import Cause

if TYPE_CHECKING:
    from indexer.index import Index
    from indexer.model import Extractor
    from indexer.reading import Format

__all__ = ["STANDARD_INPUT", "add_input", "format_named", "listed_paths", "standard_input"]

STANDARD_INPUT = "-"
"""How standard input is called where a file is expected."""

_LARGEST_INPUT = 500 * 2**20
"""Bytes of standard input that are read: as many as may come out of a compressed file."""


def standard_input(console: Console) -> bytes:
    """Return all bytes of standard input. Raises UsageError where there are too many."""
    stream = console.context.stdin
    binary = getattr(stream, "buffer", None)
    data: bytes = (
        stream.read().encode("utf-8", "surrogateescape") if binary is None else binary.read(_LARGEST_INPUT + 1)
    )
    if len(data) > _LARGEST_INPUT:
        raise UsageError("standard input has more than 500 MB", hint="write it into a file, and name that")
    return data


def listed_paths(console: Console, name: str) -> list[str]:
    """Return the absolute paths that are listed in a file, one per line, or with a NUL after each.

    Raises UsageError where the file cannot be read, or lists none: an empty list does not mean all files.
    """
    if name == STANDARD_INPUT:
        data = standard_input(console)
    else:
        try:
            with open(console.context.absolute(name), "rb") as file:
                if stat.S_ISDIR(os.fstat(file.fileno()).st_mode):
                    raise UsageError(f"--files-from: {name} is a folder", hint="name a file that lists files")
                data = file.read()
        except OSError as error:
            raise UsageError(f"--files-from: {name}: {error.strerror or error}") from None
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
    known: Format | None,
    words: int | None,
    extractor: Extractor | None,
    wait: float,
) -> IndexReport:
    """Add the articles on standard input, which come from no file; the same bytes again take their place."""
    from indexer import cleaning, reading
    from indexer.indexing.extraction import read_articles

    cleaning.require(extractor or "own")
    data = standard_input(console)
    name = f"stdin:{reading.digest(data)[:12]}"
    report = IndexReport(str(index.path), bytes_read=len(data))
    if not data.strip():
        return replace(report, failed={STANDARD_INPUT: "there is nothing on it"})
    try:
        found, problems = read_articles(STANDARD_INPUT, data, extractor or "own", known)
    except SourceError as error:
        return replace(report, failed={STANDARD_INPUT: str(error)})
    named = {f"{name}{article.part}": article for article in found}
    articles = [replace(article, path=path, part="") for path, article in named.items()]
    failed = {STANDARD_INPUT: "; ".join(map(str, problems))} if any(problem.failed for problem in problems) else {}
    if not articles:
        return replace(report, failed=failed or {STANDARD_INPUT: str(Cause.EMPTY)})
    passages = index.add(articles, passage_words=words, wait=wait)
    return replace(report, added=1, articles=len(articles), passages=passages, failed=failed)
