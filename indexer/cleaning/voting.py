"""Which of several extractors has the text of a web page right?

The one whose text agrees most with the others': each page keeps, whole, the candidate whose runs of four words have the
largest sum of F1 with those of the others. Nothing is trained, and no extractor needs to be the best on all pages.
The other extractors, trafilatura and readability-lxml, are in the extra `best`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Final

from indexer.cleaning.document import clean_document
from indexer.errors import UsageError
from indexer.installing import how_to_install
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.text import fold

__all__ = ["best_of", "require_voters"]

_WIDTH: Final = 4
_WORD: Final = re.compile(r"\w+")


def require_voters() -> None:
    """Raise UsageError, which says what to install, unless the other extractors are there."""
    missing = [name for name in ("trafilatura", "readability") if find_spec(name) is None]
    if missing:
        raise UsageError("the other extractors are not installed", hint=f"install them with: {how_to_install('best')}")


def best_of(article: Article, draft: Draft) -> Article:
    """Return `article`, the outcome of our own extractor for the page in `draft`, or the same with another's text.

    Where the text is another's, it is not known on which lines of the page it is.
    """
    others = [clean_document(Draft("document", _made_by(extract, draft.content))) for extract in _VOTERS]
    candidates = [article, *others]
    chosen = candidates[_most_agreed([candidate.text for candidate in candidates])]
    return article if chosen is article else replace(article, text=chosen.text, blocks=chosen.blocks, spans=())


def _made_by(extract: Callable[[str], Any], content: str) -> str:
    """Return what an extractor makes of a page, as HTML; "" where it finds nothing or fails."""
    with suppress(Exception):  # they fail on odd pages in ways of their own, and have then no vote
        return extract(content) or ""
    return ""


def _trafilatura(content: str) -> Any:
    from trafilatura import extract

    return extract(content, output_format="html", include_comments=False)


def _readability(content: str) -> Any:
    from readability import Document

    return Document(content).summary()


_VOTERS: Final = (_trafilatura, _readability)


def _most_agreed(texts: Sequence[str]) -> int:
    """Return which of `texts` agrees most with the others; the first of several that do."""
    counted = [_shingles(text) for text in texts]
    votes = [
        sum(_f1(one, other) for place, other in enumerate(counted) if place != index)
        for index, one in enumerate(counted)
    ]
    return votes.index(max(votes))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(fold(text))
    return Counter(zip(*(words[at:] for at in range(_WIDTH)), strict=False))


def _f1(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
    """Return the harmonic mean of the shares of either that is in both, 0 to 1."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0
