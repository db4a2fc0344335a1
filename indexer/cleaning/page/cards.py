"""Which boxes are cards that lead to other articles?

Cards are boxes made alike, beside each other, each with a linked headline and a few words of prose. Behind an article
they are teasers, whatever their class says; a page that is nothing but such cards is a list, and they are its text.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from indexer.cleaning.page.blocks import Box, Page
from indexer.cleaning.page.hints import HEADINGS
from indexer.cleaning.page.parts import article_around, blocks_within, inside, row
from indexer.cleaning.page.prose import asks

__all__ = ["cards", "following_articles"]

_SHORTEST: Final = 3
"""Words of a headline; a linked line may be one that is not a heading."""
_LINKED: Final = 0.65
_MOST_WORDS: Final = 60
_MOST_BLOCKS: Final = 8
"""What one card holds at most."""
_FEWEST: Final = 2
_MOST: Final = 10
"""Cards behind an article; more of them are an article of the kind `fifty places to eat`."""
_LEAST_PROSE: Final = 60
"""Words of prose before the cards with which a page is not a list of cards."""
_ALIKE: Final = 0.7
"""The share of the boxes beside each other that must be cards."""
_NO_CARDS: Final = HEADINGS | {"p", "ul", "ol", "tr", "td", "table", "tbody"}
_MOST_OF_ARTICLE: Final = 0.1
_FEWEST_WITHIN: Final = 3
"""Cards within an article, of at most that share of its words, are an inset."""


def cards(page: Page, rules: Sequence[str], prose: Sequence[bool]) -> set[int]:
    """Return the indices of the blocks in cards that no rule takes out so far.

    `rules` and `prose` say for each block by which rule it goes and whether it reads like a paragraph.
    """
    blocks = page.blocks
    headlines = [
        index
        for index, block in enumerate(blocks)
        if block.words >= _SHORTEST and block.linked >= _LINKED and not rules[index] and not asks(block.text)
    ]
    if len(headlines) < _FEWEST:
        return set()
    kept = sum(block.words for block, rule in zip(blocks, rules, strict=True) if not rule)
    found: set[int] = set()
    for group in _groups(page, headlines):
        held = [index for card in group for index in card if not rules[index]]
        first, last = min(held), max(held)
        before = sum(blocks[index].words for index in range(first) if prose[index] and not rules[index])
        is_last = not any(prose[index] and not rules[index] for index in range(last + 1, len(blocks)))
        words = sum(blocks[index].words for index in held)
        is_inset = len(group) >= _FEWEST_WITHIN and words <= _MOST_OF_ARTICLE * kept
        has_headings = any(blocks[index].kind == "heading" and blocks[index].linked >= _LINKED for index in held)
        if before >= _LEAST_PROSE and (is_inset or (is_last and has_headings and len(group) <= _MOST)):
            found.update(held)
    return found


def following_articles(page: Page, anchor: int) -> set[int]:
    """Return the indices of the blocks in other articles behind that with the title, block `anchor`, and beside it,
    that begin with a heading like the title's: pages without an end put the next article below.

    Articles are in `article` elements or, below an `h1` in none, in boxes made alike."""
    if anchor < 0 or (title := page.blocks[anchor]).kind != "heading":
        return set()
    if own := article_around(title.box):
        others = [box for box in page.boxes[own.number + 1 :] if box.tag == own.tag and box.parent is own.parent]
    else:
        others = _stories(page, title.box) if title.box.tag == "h1" else []
    found: set[int] = set()
    for indices in blocks_within(page, [inside(page.boxes, box) for box in others]):
        first = next((page.blocks[index] for index in indices if page.blocks[index].kind == "heading"), None)
        if first and first.box.tag == title.box.tag and first.text != title.text:
            found.update(indices)
    return found


def _stories(page: Page, heading: Box) -> list[Box]:
    """Return the boxes behind a `heading` that are made like the innermost box around it that has such beside it, if
    there is prose in that one. They have the same class names, or are sections without any."""
    above: set[Box | None] = set()
    around = heading.parent
    while around:
        above.add(around.parent)
        around = around.parent
    named: defaultdict[object, list[Box]] = defaultdict(list)
    for box in page.boxes[heading.number + 1 :]:
        if (box.shape or box.tag == "section") and box.parent in above:
            named[row(box)].append(box)
    around = heading.parent
    while around and row(around) not in named:
        around = around.parent
    if around is None:
        return []
    [indices] = blocks_within(page, [inside(page.boxes, around)])
    is_story = sum(page.blocks[index].words for index in indices if page.blocks[index].is_prose) >= _LEAST_PROSE
    return named[row(around)] if is_story else []


def _groups(page: Page, headlines: Sequence[int]) -> list[list[range]]:
    """Return the groups of cards beside each other, each card as the range of its blocks."""
    first, last, words = _extents(page)
    headed = page.counts(page.blocks[index].box.number for index in headlines)
    found: defaultdict[tuple[int, str, str], dict[int, range]] = defaultdict(dict)
    for index in headlines:
        box = page.blocks[index].box
        while (
            (around := box.parent)
            and last[around.number] - first[around.number] < _MOST_BLOCKS
            and words[around.number] <= _MOST_WORDS
            # Small cards are beside each other in a box that is no larger than one card may be.
            and (
                headed[around.number] == headed[box.number]
                or box.tag in _NO_CARDS
                or last[box.number] - first[box.number] < _FEWEST - 1
            )
        ):
            box = around
        # A line of links alone is an item of a menu.
        if around and box.tag not in _NO_CARDS and last[box.number] > first[box.number]:
            found[around.number, box.tag, box.shape][box.number] = range(first[box.number], last[box.number] + 1)
    groups = {key: group for key, group in found.items() if len(group) >= _FEWEST}
    beside = {number for number, _, _ in groups}
    alike = Counter(
        (parent, box.tag, box.shape) for box, parent in zip(page.boxes, page.parents, strict=True) if parent in beside
    )
    return [list(group.values()) for key, group in groups.items() if len(group) >= _ALIKE * alike[key]]


def _extents(page: Page) -> tuple[list[int], list[int], list[int]]:
    """Return for each box that holds some blocks, which follow each other, the indices of the first and of the last of
    them, and their words."""
    count = len(page.blocks)
    first, last, words = [count] * len(page.boxes), [-1] * len(page.boxes), [0] * len(page.boxes)
    for index, block in enumerate(page.blocks):
        number = block.box.number
        if last[number] < 0:
            first[number] = index
        last[number] = index
        words[number] += block.words
    parents = page.parents
    for number in range(len(parents) - 1, 0, -1):
        end = last[number]
        if end >= 0:
            around = parents[number]
            first[around] = min(first[around], first[number])
            last[around] = max(last[around], end)
            words[around] += words[number]
    return first, last, words
