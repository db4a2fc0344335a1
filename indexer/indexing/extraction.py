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
from indexer.model.articles import Article, Passage, Verdict
from indexer.model.choices import Extractor
from indexer.model.drafts import Problem, Reading
from indexer.reasons import Cause, Reason

__all__ = ["Extract", "ProblemSummary", "cleaned", "extract", "read_articles"]

_MOST_NAMED = 100
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
    data: bytes | reading.Content,
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
    content = reading.content_of(data) if isinstance(data, bytes) else data
    read: list[tuple[Article, tuple[Verdict, ...]]] = []
    problems: list[Problem] = []
    encoding = first = ""
    drafts = 0
    for piece in reading.pieces(path, content, known):
        first = first or piece.encoding
        found = _in_part(piece, part) if part else piece
        encoding = encoding or (found.encoding if found.drafts else "")
        drafts += len(found.drafts)
        problems += found.problems
        if explained:
            explanations = (explain(draft, local) for draft in found.drafts)
            read += [(replace(article, path=path), verdicts) for article, verdicts in explanations]
        else:
            read += [(article, ()) for article in cleaned(path, found, extractor, local)]
    if part and not drafts and not problems:
        raise SourceError(Cause.NO_SUCH_PART, detail=part)
    read = [(article, verdicts) for article, verdicts in read if article.text.strip()]
    articles = tuple((article, passages.split(article, words)) for article, _ in read)
    verdicts = tuple(verdicts for _, verdicts in read if explained)
    return Extract(articles, encoding or first or Reading().encoding, tuple(problems), verdicts)


def read_articles(
    path: str,
    data: bytes | reading.Content,
    extractor: Extractor,
    known: reading.Format | None = None,
    local: LocalOverrides | None = None,
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles in `data`, the bytes of the file `path`, those without text left out, and what could not be read;
    the format and `local` are as in `extract`.

    Raises SourceError where the file as a whole cannot be read.
    """
    found = reading.read(path, data, known)
    return cleaned(path, found, extractor, local), found.problems


class ProblemSummary:
    """The problems of a file: of many, the first. It goes on after earlier ones, of which `count` were failures."""

    def __init__(
        self, failures: Sequence[str] = (), count: int = 0, passed_over: Sequence[tuple[str, Reason]] = ()
    ) -> None:
        self.count = count
        self._failures = list(failures[: min(count, _MOST_NAMED)])
        self._passed_over = list(passed_over)

    def add(self, problem: Problem) -> None:
        """Take a problem into account."""
        if problem.failed:
            self.count += 1
            if self.count <= _MOST_NAMED:
                self._failures.append(str(problem))
        elif len(self._passed_over) < _MOST_NAMED:
            self._passed_over.append((problem.part, problem.as_reason))

    @property
    def failures(self) -> tuple[str, ...]:
        """The failures, as a person reads them."""
        others = self.count - len(self._failures)
        return (*self._failures, f"{others} more problems") if others else tuple(self._failures)

    @property
    def passed_over(self) -> tuple[tuple[str, Reason], ...]:
        """The parts that are no failures but passed over, each with the reason."""
        return tuple(self._passed_over)


def cleaned(
    path: str, found: Reading, extractor: Extractor, local: LocalOverrides | None = None
) -> tuple[Article, ...]:
    """The articles in what was read of the file `path`, those without text left out."""
    articles = (clean(draft, extractor, local, path) for draft in found.drafts)
    return tuple(article for article in articles if article.text.strip())


def _in_part(found: Reading, part: str) -> Reading:
    """What of the articles and problems is in a part of the file."""
    drafts = tuple(draft for draft in found.drafts if is_within(draft.part, part))
    problems = tuple(problem for problem in found.problems if is_within(problem.part, part))
    return replace(found, drafts=drafts, problems=problems)
