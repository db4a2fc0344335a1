"""Which blocks of a page are beside its headline?

Bylines and dates are there; those further away are often another article's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, NamedTuple

from indexer.cleaning.page.blocks import Block, Box
from indexer.cleaning.page.prose import is_prose
from indexer.text import fold

__all__ = ["Headline", "find_headline"]

_ABOVE: Final = 3
_BELOW: Final = 14
"""Blocks above and below the headline that are beside it."""
_HEAD: Final = 40
"""Blocks at the top of a page without a headline."""
_PARAGRAPHS: Final = 2
"""Paragraphs below the headline behind which no byline is to be expected."""
_TOLERANCE: Final = 3
_ELSEWHERE: Final = frozenset({"comments", "related", "navigation", "footer", "newsletter", "advertisement", "embed"})
"""Hints on boxes that are about other articles."""


class Headline(NamedTuple):
    """What is around the headline of a page: `beside` are the blocks near it, the nearest first, and `around` the
    numbers of the boxes that it is in."""

    beside: Sequence[Block] = ()
    around: frozenset[int] = frozenset()

    def is_elsewhere(self, box: Box | None) -> bool:
        """Whether `box` is in one that holds other articles, comments, or what every page of the site has.

        What a hint says of a box with the headline in it is wrong: it names what else the box holds.
        """
        while box and box.number not in self.around:
            # The `teaser` of the article itself is beside its headline.
            if box.hint.rule in _ELSEWHERE and not box.hint.word.startswith("teaser"):
                return True
            box = box.parent
        return False


def find_headline(blocks: Sequence[Block], title: str) -> Headline:
    """Return the blocks around the heading that is the `title`; where there is none, the first of the page."""
    index = _index(blocks, title)
    if index < 0:
        nowhere = Headline()
        return Headline([block for block in blocks[:_HEAD] if not nowhere.is_elsewhere(block.box)])
    below: list[Block] = []
    paragraphs = 0
    for block in blocks[index + 1 : index + 1 + _BELOW]:
        paragraphs += is_prose(block)
        if paragraphs > _PARAGRAPHS:
            break
        below.append(block)
    above = list(reversed(blocks[max(0, index - _ABOVE) : index]))
    near = [block for pair in zip_longest(below, above) for block in pair if block is not None]
    headline = Headline(around=frozenset(_numbers(blocks[index].box)))
    return headline._replace(beside=[block for block in near if not headline.is_elsewhere(block.box)])


def _numbers(box: Box | None) -> Iterator[int]:
    while box:
        yield box.number
        box = box.parent


def _index(blocks: Sequence[Block], title: str) -> int:
    """Return the index of the heading that is the `title`, else of the first `h1`, or -1."""
    folded = fold(title)
    first = -1
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            if folded and abs(len(block.text) - len(title)) <= _TOLERANCE and fold(block.text) == folded:
                return index
            if first < 0 and "h1" in (block.box.tag, block.box.parent.tag if block.box.parent else ""):
                first = index
    return first
