"""Which documents does one file give?

Its bytes are read, cleaned and split; nothing but the bytes, the name's suffix, the extractor, the passage size and
what a person decides otherwise decides the outcome, and in an index which lines are its site's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer import passages, reading
from indexer.address import is_within
from indexer.cleaning import clean, explain
from indexer.cleaning.overruling.overrides import LocalOverrides
from indexer.errors import SourceError
from indexer.model import Article, Extractor, Passage, Problem, Reading, Verdict
from indexer.reasons import Cause, Reason

__all__ = ["Extract", "extract", "read_articles", "told_apart"]

_MOST_TOLD = 100
"""Problems of a file that are named, and files in an archive that are named as not read."""


@dataclass(frozen=True, slots=True)
class Extract:
    """What is in a file: its articles, each with its passages, and what could not be read.

    Articles whose text is empty are left out. `verdicts` has for each of the articles what was decided of each block of
    its source, where that was asked for.
    """

    articles: tuple[tuple[Article, tuple[Passage, ...]], ...]
    encoding: str
    problems: tuple[Problem, ...]
    verdicts: tuple[tuple[Verdict, ...], ...] = ()


def extract(
    path: str,
    data: bytes,
    words: int,
    part: str = "",
    extractor: Extractor = "own",
    known: reading.Format | None = None,
    *,
    explained: bool = False,
    local: LocalOverrides | None = None,
) -> Extract:
    """The articles in `data`, the bytes of the file `path`, in passages of about `words` words; with `part`, those that
    are in that part of the file; and what our own extractor decided, where that is to be `explained`. Their format is
    the one that is `known`, or else as the path says, or they. What a person decides otherwise of the file is `local`.

    Raises SourceError where the file as a whole cannot be read, or has no such part.
    """
    found = reading.read(path, data, known)
    if part:
        found = _in_part(found, part)
    if explained:
        explanations = (explain(draft, local) for draft in found.drafts)
        told = [(replace(article, path=path), verdicts) for article, verdicts in explanations]
        told = [(article, verdicts) for article, verdicts in told if article.text.strip()]
    else:
        told = [(article, ()) for article in _articles(path, found, extractor, local)]
    articles = tuple((article, passages.split(article, words)) for article, _ in told)
    return Extract(articles, found.encoding, found.problems, tuple(verdicts for _, verdicts in told if explained))


def read_articles(
    path: str,
    data: bytes,
    extractor: Extractor,
    known: reading.Format | None = None,
    local: LocalOverrides | None = None,
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles in `data`, the bytes of the file `path`, those without text left out, and what could not be read;
    the format and `local` are as in `extract`.

    Raises SourceError where the file as a whole cannot be read.
    """
    found = reading.read(path, data, known)
    return _articles(path, found, extractor, local), found.problems


def told_apart(problems: Sequence[Problem]) -> tuple[tuple[str, ...], tuple[tuple[str, Reason], ...]]:
    """The failures among the problems of a file, as a person reads them; and the parts that are no failures but passed
    over, each with the reason. Of many, the first are named."""
    failures = [problem for problem in problems if problem.failed]
    named = tuple(map(str, failures[:_MOST_TOLD]))
    if len(failures) > len(named):
        named += (f"{len(failures) - len(named)} more problems",)
    passed_over = [(problem.part, problem.as_reason) for problem in problems if not problem.failed]
    return named, tuple(passed_over[:_MOST_TOLD])


def _articles(path: str, found: Reading, extractor: Extractor, local: LocalOverrides | None) -> tuple[Article, ...]:
    articles = (replace(clean(draft, extractor, local), path=path) for draft in found.drafts)
    return tuple(article for article in articles if article.text.strip())


def _in_part(found: Reading, part: str) -> Reading:
    """What of a file's articles and problems is in a part of it."""
    drafts = tuple(draft for draft in found.drafts if is_within(draft.part, part))
    problems = tuple(problem for problem in found.problems if is_within(problem.part, part))
    if not drafts and not problems:
        raise SourceError(Cause.NO_SUCH_PART, detail=part)
    return replace(found, drafts=drafts, problems=problems)
