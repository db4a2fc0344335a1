"""What do the boxes say that a site puts among the paragraphs of an article?

Cards of products, offers, buttons and counters have no names that tell, but they are made otherwise than the text:
their lines are in elements of which no paragraph is one, or a good part of what is around them is gone by other rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indexer.cleaning.page.blocks import Block, Box, Page
from indexer.cleaning.page.prose import asks, ends_sentence, is_long
from indexer.cleaning.pasted.captions import caption_of

__all__ = ["widgets"]

_LEAST_TOGETHER: Final = 0.4
"""The share of the paragraphs that are in one box: with fewer there, the text itself is made of many small boxes."""
_LEAST_ALIKE: Final = 0.1
"""The share of the paragraphs that are in boxes made alike, from which on these boxes are the text's."""
_FEWEST_BESIDE: Final = 3
"""Paragraphs in one box with which a text is not one where each has a box of its own."""
_MOST_LABELS: Final = 0.5
"""The words of such lines for each word of the paragraphs, at most: with more they are the text, as of a poem."""
_SHORTEST_SENTENCE: Final = 5
"""Words of a line that is closed like a sentence, and is one."""
_LISTED: Final = 5
"""Lines alike in one box, or items of one list, from which on somebody wrote them as a list, such as of ingredients."""
_MOST_OF_TEXT: Final = 0.12
"""The share of the text that is in a box put among its paragraphs, at most."""
_LEAST_GONE: Final = 1 / 3
"""The share of the words of such a box that other rules take out, from which on the rest goes as well."""
_OF_TEXT: Final = frozenset({"", "caption"})
"""A picture among the paragraphs is part of the text, though its caption is kept apart."""


def widgets(page: Page, rules: list[str]) -> None:
    """Take out of the text of a page, by `rules`, what is left in it of such boxes.

    Of pages with a hand-made text 24 are better without lines made otherwise, and 2 with them; of news, by the
    agreement of two extractors, 27 and 7. Without what is left of boxes 48 are better, and 12 with it; of news 28, 10.
    Of these, a line that ends with who took a picture is its caption.
    """
    prose = [index for index, rule in enumerate(rules) if not rule and page.blocks[index].is_prose]
    if prose:
        for index in _labels(page.blocks, rules, prose):
            rules[index] = "widget"
        for index in _remains(page, rules, prose):
            rules[index] = "widget"
        for index, rule in enumerate(rules):
            if rule == "widget" and caption_of(page.blocks[index].text):
                rules[index] = "caption"


def _labels(blocks: Sequence[Block], rules: Sequence[str], prose: Sequence[int]) -> list[int]:
    """Return the indices of the lines between the paragraphs, `prose`, and below them that are right in a `div` as no
    paragraph is, in a box without one.

    A question, and a line with a sentence below it in its box, are headings; a sentence is none of a widget.
    """
    homes = Counter(blocks[index].box.parent for index in prose)
    if max(homes.values()) < max(_FEWEST_BESIDE, _LEAST_TOGETHER * len(prose)):
        return []
    found: list[int] = []
    shapes = {(blocks[index].box.tag, blocks[index].box.shape) for index in prose}
    around: set[Box] = set()
    for index in prose:
        box: Box | None = blocks[index].box
        while box and box not in around:
            around.add(box)
            box = box.parent
    below: Block | None = None
    for index in range(len(blocks) - 1, prose[0], -1):
        block = blocks[index]
        if rules[index]:
            continue
        if (
            block.kind == "paragraph"
            and not block.is_prose
            and block.box.tag == "div"
            and (block.box.tag, block.box.shape) not in shapes
            and not homes[block.box.parent]
            and block.box not in around
            and not (asks(block.text) or is_long(block) or _is_sentence(block))
            and not (below and _is_sentence(below) and _is_inside(below.box, block.box.parent))
        ):
            found.append(index)
        below = block
    found = _unlisted(blocks, found)
    words = sum(blocks[index].words for index in prose)
    return found if sum(blocks[index].words for index in found) <= _MOST_LABELS * words else []


def _is_sentence(block: Block) -> bool:
    return block.words >= _SHORTEST_SENTENCE and ends_sentence(block.text)


def _is_inside(box: Box | None, around: Box | None) -> bool:
    while box and box is not around:
        box = box.parent
    return box is not None


def _remains(page: Page, rules: Sequence[str], prose: Sequence[int]) -> list[int]:
    """Return the indices of the blocks behind the beginning of the text that are left of boxes among its paragraphs,
    `prose`, of which a good part is gone. A heading right above a paragraph of the text stays."""
    blocks = page.blocks
    shapes = Counter(_shape_around(blocks[index]) for index in prose)
    least = _LEAST_ALIKE * len(prose)
    first = next((index for index in prose if shapes[_shape_around(blocks[index])] >= least), len(blocks))
    kept = [index for index in range(first, len(blocks)) if not rules[index]]
    others = [index for index in kept if shapes[_shape_around(blocks[index])] < least]
    if not others:
        return []
    words = [block.words for block in blocks]
    held = page.weights(words)
    left = page.weights([count if rule in _OF_TEXT else 0 for count, rule in zip(words, rules, strict=True)])
    most = _MOST_OF_TEXT * left[0]
    below = dict(pairwise(kept))
    found: list[int] = []
    for index in others:
        block = blocks[index]
        box = block.box
        while box.parent and left[box.parent.number] <= most:
            box = box.parent
        if box is block.box or held[box.number] - left[box.number] <= _LEAST_GONE * held[box.number]:
            continue
        after = below.get(index)
        is_heading = (
            block.kind == "heading"
            and after is not None
            and blocks[after].is_prose
            and shapes[_shape_around(blocks[after])] >= least
        )
        if not is_heading:
            found.append(index)
    return _unlisted(blocks, found)


def _unlisted(blocks: Sequence[Block], indices: Sequence[int]) -> list[int]:
    """Return those of the `indices` whose blocks are not among so many alike in one box that they are a list."""
    beside = [_list_of(blocks[index]) for index in indices]
    counts = Counter(beside)
    return [index for index, place in zip(indices, beside, strict=True) if counts[place] < _LISTED]


def _list_of(block: Block) -> tuple[Box | None, str]:
    """Return the box that a `block` is in beside others like it, and the class names that it has in common."""
    box = block.box
    while block.kind == "item" and box.tag != "li" and box.parent:
        box = box.parent
    return (box, "") if block.kind == "row" else (box.parent, box.shape)


def _shape_around(block: Block) -> tuple[str, str]:
    """Return the tag and the class names of the box around that of a `block`."""
    around = block.box.parent
    return (around.tag, around.shape) if around else ("", "")
