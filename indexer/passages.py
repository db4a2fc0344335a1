"""Where does one passage end and the next begin?

A passage is a few whole sentences. Paragraphs are kept together while they fit; a heading stays with what follows it; a
sentence is cut, between words, only where it alone is longer than two passages. Where the article says what its text
is made of, lists, tables and programs are kept together too, and a quotation with the paragraph before it; elsewhere a
heading is known by its length. The passages of an article tile its text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from indexer.address import nearest_range
from indexer.model.articles import Article, BlockSpan, LineSpan, Passage
from indexer.text import is_unsegmented, sentences, word_forms

__all__ = ["DEFAULT_WORDS", "caption_ordinals", "split"]

DEFAULT_WORDS = 120
"""Words a passage aims at; it has at most a quarter more, unless one sentence has."""

_BLANK_LINES = re.compile(r"\n\s*\n\s*")
_TOKEN = re.compile(r"\S+\s*|\s+")
_CLOSING = frozenset(".!?:;,\u2026\u3002\uff01\uff1f\u0964")
_AFTER_CLOSING = "\"'\u201d\u2019\u00bb)]\u300d"
_HEADING_WORDS = 14
_RUNS = frozenset({"item", "row", "preformatted"})
"""Kinds of which several in a row are one thing: a list, a table, a program."""
_LONGEST_WORD = 40
# No script before Thai is written without spaces, nor are signs such as quotation marks. What it is not takes a tenth
# of the time to compile that ranges do which go to the last character.
_MAY_BE_UNSEGMENTED = re.compile("[^\0-\u0dff\u2000-\u2fff]")
_CHARACTERS_A_WORD = 2  # of a script without spaces: its index terms are pairs of characters


class _Part(NamedTuple):
    """The paragraph, item or row at `[start:end]` of the text; `together` with the next one it is kept if they fit."""

    start: int
    end: int
    heading: bool
    together: bool = False


class _Unit(NamedTuple):
    """A piece that is not divided further: `[start:end]` of the text, its size in words."""

    start: int
    end: int
    words: int
    ends_paragraph: bool
    heading: bool


def split(article: Article, words: int = DEFAULT_WORDS) -> tuple[Passage, ...]:
    """The passages of `article`, about `words` words each (at least 1).

    An article that has a title and no text has one empty passage, so that it is found by its title; one that has
    neither has none.
    """
    if words < 1:
        raise ValueError(f"a passage needs at least one word, not {words}")
    text = article.text
    if not text.strip():
        return (Passage(1, 0, len(text), text),) if article.title.strip() else ()
    bounds = [0, *_cuts(article, words), len(text)]
    starts = [span.start for span in article.spans]
    page_starts = [span.start for span in article.pages]
    return tuple(
        Passage(
            ordinal,
            start,
            end,
            body,
            *_lines(article.spans, starts, body, start, end),
            *_lines(article.pages, page_starts, body, start, end),
        )
        for ordinal, (start, end) in enumerate(pairwise(bounds), 1)
        for body in [text[start:end]]
    )


def caption_ordinals(article: Article, passages: Sequence[Passage]) -> tuple[int, ...]:
    """The ordinals of the passages that the captions of `article` are nearest to; 0 where it has no passage.

    Where the line of a caption in the source file is known, as that of a line which cleaning took out, it belongs to
    the passage on that line, or else to the last one above it. Any other belongs to the passage that has the most of
    its words, of several the first.
    """
    if not article.captions or not passages:
        return (0,) * len(article.captions)
    ranges = [(passage.first_line, passage.last_line) for passage in passages]
    lines = [(" ".join(gone.text.split()), gone.line) for gone in article.removed if gone.line]
    known: list[set[str]] = []
    found: list[int] = []
    for caption in article.captions:
        plain = " ".join(caption.split())
        line = next((number for text, number in lines if plain in text), 0)
        if line and any(first is not None for first, _ in ranges):
            found.append(nearest_range(ranges, line) + 1)
            continue
        if not known:
            known = [set(word_forms(passage.text)) for passage in passages]
        own = set(word_forms(caption))
        shared = [len(own & of_passage) for of_passage in known]
        found.append(shared.index(max(shared)) + 1)
    return tuple(found)


def _cuts(article: Article, target: int) -> list[int]:
    """The offsets between which passages lie, without the ends of the text."""
    most = target + target // 4
    cuts: list[int] = []
    sizes: list[int] = []
    size = 0
    text = article.text
    blocks = [block for block in article.blocks if block.start < len(text)]
    units = list(_units(text, _known_parts(text, blocks, most) if blocks else _guessed_parts(text), most))
    for index, unit in enumerate(units):
        before = units[index - 1] if index else None
        # A heading stays with what follows, unless headings are all there is.
        if before is not None and size and (not before.heading or size > target):
            paragraph = _paragraph_words(units, index, most) if before.ends_paragraph else 0
            if (
                size + unit.words > most
                or (unit.heading and 2 * size >= target)
                or (before.ends_paragraph and 2 * size >= target and size + paragraph > most)
            ):
                cuts.append(unit.start)
                sizes.append(size)
                size = 0
        size += unit.words
    if cuts and 4 * size < target and sizes[-1] + size <= most:
        cuts.pop()  # a remainder that small says little by itself
    return cuts


def _paragraph_words(units: list[_Unit], index: int, enough: int) -> int:
    """The words of the paragraph that starts at `units[index]`, or any number above `enough`."""
    total = 0
    while total <= enough:
        total += units[index].words
        if units[index].ends_paragraph:
            break
        index += 1
    return total


def _guessed_parts(text: str) -> Iterator[_Part]:
    """The paragraphs of `text`; short ones that are not closed like a sentence are taken for headings."""
    start = 0
    for end in (*(blank.end() for blank in _BLANK_LINES.finditer(text)), len(text)):
        if start < end:
            body = text[start:end]
            line = body.strip()
            closed = line.rstrip(_AFTER_CLOSING)[-1:] in _CLOSING
            heading = bool(line) and not closed and "\n" not in line and _words(body) <= _HEADING_WORDS
            yield _Part(start, end, heading)
            start = end


def _known_parts(text: str, blocks: Sequence[BlockSpan], most: int) -> Iterator[_Part]:
    """The parts of `text` that begin where its `blocks` do; those that belong together are, up to `most` words."""
    ends = [*(block.start for block in blocks[1:]), len(text)]
    start = size = 0  # what is before the first block is part of it
    for index, (block, end) in enumerate(zip(blocks, ends, strict=True)):
        body = text[start:end]
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        together = False
        if below is not None and _belongs(block, below, body):
            size = size or _words(body)
            size += _words(text[end : ends[index + 1]])
            together = end < ends[index + 1] and size <= most
        size = size if together else 0
        if body:
            yield _Part(start, end, block.kind == "heading", together)
        start = end


def _belongs(block: BlockSpan, below: BlockSpan, body: str) -> bool:
    """Whether the part `below` goes on with what `block`, whose text is `body`, began."""
    if below.kind == "quote":
        return block.kind in {"paragraph", "quote"}
    if below.kind in _RUNS:
        return block.kind == below.kind or (block.kind == "paragraph" and body.rstrip().endswith(":"))
    return False


def _units(text: str, parts: Iterable[_Part], most: int) -> Iterator[_Unit]:
    for start, end, heading, together in parts:
        body = text[start:end]
        below = heading and end < len(text)
        for a, b in sentences(body):
            last = b == len(body) and not together
            size = _words(body[a:b])
            if size <= most:
                yield _Unit(start + a, start + b, size, last, below)
                continue
            pieces = list(_pieces(body, a, b, most))
            for number, (c, d, size) in enumerate(pieces, 1):
                yield _Unit(start + c, start + d, size, last and number == len(pieces), below)


def _pieces(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int, int]]:
    """`text[start:end]`, a sentence of more than `most` words, in pieces of at most as many, with their sizes."""
    at, size = start, 0
    for token in _TOKEN.finditer(text, start, end):
        length = _words(token[0])
        if length > most:  # a run without spaces, as in Japanese without full stops, or no language at all
            step = most * _CHARACTERS_A_WORD
            for cut in range(token.start(), token.start() + len(token[0].rstrip()), step):
                if text[at:cut].strip():
                    yield at, cut, max(size, 1)
                    at, size = cut, min(step, token.end() - cut) // _CHARACTERS_A_WORD
            continue
        if size and size + length > most:
            yield at, token.start(), size
            at, size = token.start(), 0
        size += length
    yield at, end, max(size, 1)


def _words(text: str) -> int:
    """How many words `text` counts for."""
    count = len(text.split())
    # Something longer than any word, such as encoded data, must not make a passage of a megabyte.
    usual = len(text) < _LONGEST_WORD * (count + 1)
    if text.isascii():
        return count if usual else len(text) // 20
    if usual and not _MAY_BE_UNSEGMENTED.search(text):
        return count
    return sum(
        max(1, len(token) // _CHARACTERS_A_WORD) if len(token) > _LONGEST_WORD or is_unsegmented(token[0]) else 1
        for token in text.split()
    )


def _lines(
    spans: tuple[LineSpan, ...], starts: list[int], body: str, start: int, end: int
) -> tuple[int | None, int | None]:
    """The first and last source line of the `body` that is at `[start:end]` of the text."""
    if not spans:
        return None, None
    begin = end - len(body.lstrip())
    finish = start + len(body.rstrip())
    first = spans[max(0, bisect_right(starts, begin) - 1)]
    last = spans[max(0, bisect_right(starts, max(begin, finish - 1)) - 1)]
    return first.first, last.last
