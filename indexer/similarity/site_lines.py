"""Which lines of an article may be its site's, and what is the article without them?

Lines that are on several pages of a site are not an article's: what the site says everywhere. Which these are is known
only when all pages are; so a line is remembered by its hash, and taken out when the article is indexed. Short lines are
left alone: `Pros`, `References`, `1.` are how a site's authors write.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from dataclasses import replace
from typing import Final, NamedTuple, TypeVar

from indexer.model.articles import Article, BlockSpan, LineSpan, Removal

__all__ = ["line_hashes", "without"]

_FEWEST_WORDS: Final = 6
_MOST_DROPPED: Final = 0.4
"""Share of an article's words that may be dropped; where more looks like the site's, the article is left as it is."""
_LINE: Final = re.compile(r"[^\n]+")
_Span = TypeVar("_Span", LineSpan, BlockSpan)


def line_hashes(article: Article, site: str) -> bytes:
    """The hashes of the article's lines that may be the site's, in order, each once; 8 bytes each, none without a
    site."""
    if not site:
        return b""
    return b"".join(dict.fromkeys(_hash(line[0], site) for line in _LINE.finditer(article.text) if _may_recur(line[0])))


def without(article: Article, site: str, recurring: Container[bytes]) -> Article:
    """The article without those of its lines whose hash is in `recurring`, or as it is where these are too much of it.

    What is dropped is listed in its `removed`, under the rule `site`.
    """
    lines = list(_LINE.finditer(article.text))
    is_site = [_may_recur(line[0]) and _hash(line[0], site) in recurring for line in lines]
    words = [line[0].count(" ") + 1 for line in lines]
    dropped = sum(count for count, gone in zip(words, is_site, strict=True) if gone)
    if not dropped or dropped > _MOST_DROPPED * sum(words):
        return article
    pieces: list[str] = []
    moves: list[_Move] = []
    removed: list[Removal] = []
    offset, gap = 0, ""
    for index, line in enumerate(lines):
        before = article.text[lines[index - 1].end() if index else 0 : line.start()]
        gap = max(gap, before, key=len)
        if is_site[index]:
            removed.append(Removal("site", line[0], _line_at(article.spans, line.start())))
            continue
        if pieces:
            pieces.append(gap)
            offset += len(gap)
        gap = ""
        moves.append(_Move(line.start(), line.end(), offset))
        pieces.append(line[0])
        offset += len(line[0])
    return replace(
        article,
        text="".join(pieces),
        spans=_moved(article.spans, moves),
        blocks=_moved(article.blocks, moves),
        removed=tuple(sorted((*article.removed, *removed), key=lambda removal: removal.line)),
    )


class _Move(NamedTuple):
    """What was `[start:end]` of a text begins at offset `to` of another."""

    start: int
    end: int
    to: int


def _moved(spans: tuple[_Span, ...], moves: list[_Move]) -> tuple[_Span, ...]:
    """The spans of the new text: those of the lines that are left, each from where its line is now."""
    if not spans:
        return ()
    moved: dict[int, _Span] = {}
    at = 0
    for move in moves:
        while at + 1 < len(spans) and spans[at + 1].start <= move.start:
            at += 1
        moved[move.to] = spans[at]._replace(start=move.to)
        while at + 1 < len(spans) and spans[at + 1].start < move.end:
            at += 1
            to = move.to + spans[at].start - move.start
            moved[to] = spans[at]._replace(start=to)
    return tuple(moved.values())


def _line_at(spans: tuple[LineSpan, ...], offset: int) -> int:
    """The line of the source file that the text at `offset` is on, 0 where it has none."""
    return next((span.first for span in reversed(spans) if span.start <= offset), 0)


def _may_recur(line: str) -> bool:
    return line.count(" ") >= _FEWEST_WORDS - 1


def _hash(line: str, site: str) -> bytes:
    plain = " ".join(line.lower().removeprefix("- ").split())
    return hashlib.blake2b(f"{site}\n{plain}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
