"""Which blocks of a page are beside its headline?

Bylines and dates are there; those further away are often another article's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, zip_longest
from typing import Final, NamedTuple

from indexer.cleaning.page.blocks import Block, Box
from indexer.text import fold
from indexer.text.dates import find_date

__all__ = ["Headline", "find_headline"]

_ABOVE: Final = 3
_BELOW: Final = 14
"""Blocks above and below the headline that are beside it."""
_HEAD: Final = 40
"""Blocks at the top of a page without a headline."""
_PARAGRAPHS: Final = 2
"""Paragraphs below the headline behind which no byline is to be expected."""
_TOLERANCE: Final = 3
_SHORTEST_TITLE: Final = 3
"""Words of a title with which no other heading begins or ends by chance."""
_LONGEST_REST: Final = 30
"""Characters of a heading behind the title in it, or before it."""
_NEXT: Final = 2
_MOST_WORDS: Final = 20
"""Blocks right below the headline, and words of one, that are beside it if they have a day, though their boxes are
named as menus, footers or comments: of 14 such days 13 are the article's."""
_OF_OTHERS: Final = frozenset({"related", "advertisement", "embed"})
_ELSEWHERE: Final = _OF_OTHERS | {"comments", "navigation", "footer"}
"""Hints on boxes that are about other articles."""


class Headline(NamedTuple):
    """What is around the headline of a page: `beside` are the blocks near it, the nearest first, `labels` the texts of
    the blocks before each of these, and `around` the numbers of the boxes that the headline is in, or a day right below
    it."""

    beside: Sequence[Block] = ()
    labels: Sequence[str] = ()
    around: frozenset[int] = frozenset()

    def is_elsewhere(self, box: Box | None, hints: frozenset[str] = _ELSEWHERE) -> bool:
        """Whether `box` is in one that holds other articles, comments, or what every page of the site has.

        What a hint says of a box with the headline in it is wrong: it names what else the box holds.
        """
        while box and box.number not in self.around:
            # The `teaser` of the article itself is beside its headline.
            if box.hint.rule in hints and not box.hint.word.startswith("teaser"):
                return True
            box = box.parent
        return False


def find_headline(blocks: Sequence[Block], title: str) -> Headline:
    """Return the blocks around the heading that is the `title`; where there is none, the first of the page."""
    index = _index(blocks, title)
    if index < 0:
        return _with_labels(Headline(), blocks, range(min(_HEAD, len(blocks))))
    paragraphs = list(accumulate(block.is_prose for block in blocks[index + 1 : index + 1 + _BELOW]))
    end = index + 1 + sum(count <= _PARAGRAPHS for count in paragraphs)
    below, above = range(index + 1, end), range(index - 1, max(0, index - _ABOVE) - 1, -1)
    near = [place for pair in zip_longest(below, above) for place in pair if place is not None]
    around = Headline(around=frozenset(_numbers(blocks[index].box)))
    dated = {
        block.box.number
        for block in blocks[index + 1 : index + 1 + _NEXT]
        if block.words <= _MOST_WORDS
        and around.is_elsewhere(block.box)
        and not around.is_elsewhere(block.box, _OF_OTHERS)
        and find_date(block.text)
    }
    return _with_labels(Headline(around=around.around | dated), blocks, near)


def _with_labels(headline: Headline, blocks: Sequence[Block], near: Iterable[int]) -> Headline:
    """Return `headline` with those of `blocks` at the indices `near` it that are not elsewhere."""
    beside = [index for index in near if not headline.is_elsewhere(blocks[index].box)]
    return headline._replace(
        beside=[blocks[index] for index in beside], labels=[blocks[index - 1].text if index else "" for index in beside]
    )


def _numbers(box: Box | None) -> Iterator[int]:
    while box:
        yield box.number
        box = box.parent


def _index(blocks: Sequence[Block], title: str) -> int:
    """Return the index of the heading that is the `title`, else of one that begins or ends with it, else of the first
    `h1`, or -1."""
    folded = fold(title)
    is_long = len(title.split()) >= _SHORTEST_TITLE
    first = longer = -1
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            if folded and abs(len(block.text) - len(title)) <= _TOLERANCE and fold(block.text) == folded:
                return index
            if is_long and longer < 0 and _has(block, folded):
                longer = index
            if first < 0 and "h1" in (block.box.tag, block.box.parent.tag if block.box.parent else ""):
                first = index
    return longer if longer >= 0 else first


def _has(heading: Block, title: str) -> bool:
    """Whether a `heading` has the folded `title` and a few words behind it, such as `For subscribers`, or before it, as
    a kicker is."""
    if len(heading.text) - len(title) > _LONGEST_REST:
        return False
    folded = fold(heading.text)
    return folded.startswith(title) or folded.endswith(title)
