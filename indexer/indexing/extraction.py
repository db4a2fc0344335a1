"""Which documents does one file give?

Its bytes are read, cleaned and split; nothing but the bytes, the name's suffix, the extractor and the passage size
decides the outcome, and in an index which lines are its site's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer import passages, reading
from indexer.address import is_within
from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model import Article, Extractor, Passage, Problem, Reading
from indexer.reasons import Cause

__all__ = ["Extract", "extract", "read_articles"]


@dataclass(frozen=True, slots=True)
class Extract:
    """What is in a file: its articles, each with its passages, and what could not be read.

    Articles whose text is empty are left out.
    """

    articles: tuple[tuple[Article, tuple[Passage, ...]], ...]
    encoding: str
    problems: tuple[Problem, ...]


def extract(
    path: str,
    data: bytes,
    words: int,
    part: str = "",
    extractor: Extractor = "own",
    known: reading.Format | None = None,
) -> Extract:
    """The articles in `data`, the bytes of the file `path`, in passages of about `words` words; with `part`, those that
    are in that part of the file. Their format is the one that is `known`, or else as the path says, or they.

    Raises SourceError where the file as a whole cannot be read, or has no such part.
    """
    found = reading.read(path, data, known)
    if part:
        found = _in_part(found, part)
    articles = tuple((article, passages.split(article, words)) for article in _articles(path, found, extractor))
    return Extract(articles, found.encoding, found.problems)


def read_articles(
    path: str, data: bytes, extractor: Extractor, known: reading.Format | None = None
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles in `data`, the bytes of the file `path`, those without text left out, and what could not be read;
    the format is as in `extract`.

    Raises SourceError where the file as a whole cannot be read.
    """
    found = reading.read(path, data, known)
    return _articles(path, found, extractor), found.problems


def _articles(path: str, found: Reading, extractor: Extractor) -> tuple[Article, ...]:
    articles = (replace(clean(draft, extractor), path=path) for draft in found.drafts)
    return tuple(article for article in articles if article.text.strip())


def _in_part(found: Reading, part: str) -> Reading:
    """What of a file's articles and problems is in a part of it."""
    drafts = tuple(draft for draft in found.drafts if is_within(draft.part, part))
    problems = tuple(problem for problem in found.problems if is_within(problem.part, part))
    if not drafts and not problems:
        raise SourceError(Cause.NO_SUCH_PART, detail=part)
    return replace(found, drafts=drafts, problems=problems)
