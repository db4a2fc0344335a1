"""Which blocks outside the article's box are part of the article all the same?

A standfirst between title and text, and the boxes beside the article's own that are made like it: an article may be in
several, with an advertisement between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from indexer.cleaning.page.blocks import Block, Box, Page
from indexer.cleaning.page.hints import HEADINGS, hyphened
from indexer.cleaning.page.prose import MOST_LINKED, asks, is_long
from indexer.text import fold

__all__ = [
    "answered",
    "article_around",
    "blocks_within",
    "continued",
    "insets",
    "inside",
    "is_named_standfirst",
    "outlying",
    "row",
    "standfirsts",
]

_LONGEST_STANDFIRST: Final = 70
_SHORTEST_STANDFIRST: Final = 7
_SHORTEST_NAMED: Final = 4
_SUBTITLE: Final = re.compile(r"(?:\A|\W)(?:sub-?(?:title|head(?:line)?|hed)|stand-?first|strap-?line|dek)(?:\Z|\W)")
"""Words of a line that its own class calls a subtitle."""
_SHORTEST_DESCRIBED: Final = 5
"""Words of a line that is the page's own description. All of 30 such lines on 1,919 pages are standfirsts; 8 of 13
on pages with a hand-made text are in it."""
_LONGEST_DESCRIBED: Final = 100
"""Characters of a description with which no other text begins by chance."""
_OPEN_END: Final = " .…"
_SHORTEST_UNNAMED: Final = 15
_FEWEST_TOGETHER: Final = 2
"""Paragraphs above the article's box that make their own box one of the article's text. On all eight of 1,919 pages
that have short lines, lists or paragraphs without an end among such, these were the article's."""
_MOST_LINKED_LINE: Final = 0.5
_TAGS_OF_TEXT: Final = HEADINGS | frozenset("p li dt dd blockquote pre td th tr".split())
"""Below the last of those paragraphs; others that these do not have, such as `div`, hold the weather as well."""
_FEWEST_ITEMS: Final = 2
_MOSTLY: Final = 0.7
"""Of the items of a list that sums an article up, so many have no link; others lead to other articles."""
_OF_BYLINES: Final = re.compile(r"\d\s?[:h]\s?\d\d\b|\s[|•·]\s")
"""Of 23 blocks so long below the title of news pages, 18 were standfirsts, and four of the others had a clock time or
were in columns."""
_MOST_LINKED: Final = 0.2
"""These count words, and the share of them in links."""
_FURTHEST: Final = 2
"""Levels from the article's box to the box that it shares with another part. Of twelve boxes so near, alike and nearly
all prose, ten were part of the article; of those further off, one of nine."""
_MOST_PROSE: Final = 0.6
_FEWEST_CONTINUED: Final = 2
"""Paragraphs of a text that goes on behind a button; one may be a message."""
_INSET_RULES: Final = frozenset({"sidebar", "related"})
"""Of the long paragraphs without links in boxes named so and between paragraphs, 1,034 words were the article's and 133
were not."""
_INGREDIENTS: Final = frozenset(
    "ingredients zutaten ingredientes ingredienti ingredienten ingredienser ainekset skladniki".split()
)
"""The first word of the heading above those of a recipe, folded."""
_MOST_IN_HEADING: Final = 6
_STANDFIRST: Final = re.compile(
    r"(?:\A|\W)(?:sub-?(?:title|head(?:ing|line)?|hed)|stand-?first|article-?(?:dek|lead|intro)|summary|excerpt"
    r"|(?:post|article|page)-?description|spot|dec?k|strap-?line|lede?|lead-?(?:text|in)?|intro(?:duction|text)?|chapo"
    r"|vorspann|teaser-?(?:text|line)|ingress|entradilla|bajada|sommario|catenaccio|abstract|snippet)(?:\Z|\W)"
)
"""Names of a standfirst, word by word."""


def standfirsts(blocks: Sequence[Block], anchor: int, first: int, description: str) -> set[int]:
    """Return the indices of the blocks between the title, `anchor`, and the article's box, from `first` on, that sum
    the article up: prose with its headings, what is named a standfirst, a sentence beside the title, a list, and the
    `description` that the page declares of itself."""
    described = fold(description).rstrip(_OPEN_END)
    found = {
        index
        for index in range(anchor + 1, first)
        if blocks[index].is_prose
        or _sums_up(blocks[index], blocks[anchor])
        or (described and blocks[index].words >= _SHORTEST_DESCRIBED and _agree(fold(blocks[index].text), described))
    }
    found |= _lines_among(blocks, found, first)
    return found | _summaries(blocks, range(anchor + 1, first)) | _headings_among(blocks, found)


def _agree(text: str, described: str) -> bool:
    """Whether one of two texts, without their ends, is the beginning of the other: descriptions are cut off, or longer
    than what is shown."""
    text = text.rstrip(_OPEN_END)
    return bool(text) and (text.startswith(described[:_LONGEST_DESCRIBED]) or described.startswith(text))


def _summaries(blocks: Sequence[Block], between: range) -> set[int]:
    """Return the indices of the items without links of the list that sums the article up, as some papers do; several
    lists do not."""
    lists: defaultdict[int, list[int]] = defaultdict(list)
    for index in between:
        if blocks[index].kind == "item":
            lists[blocks[index].group].append(index)
    found: list[list[int]] = []
    for indices in lists.values():
        unlinked = [index for index in indices if blocks[index].linked <= _MOST_LINKED]
        words = sum(blocks[index].words for index in unlinked)
        is_mostly_text = len(unlinked) >= max(_FEWEST_ITEMS, _MOSTLY * len(indices))
        if is_mostly_text and words >= _SHORTEST_STANDFIRST * len(unlinked):
            found.append(unlinked)
    return set(found[0]) if len(found) == 1 else set()


def _sums_up(block: Block, title: Block) -> bool:
    """Whether a `block` below the `title` that does not read like prose is a standfirst."""
    if block.linked > _MOST_LINKED or not _SHORTEST_NAMED <= block.words <= _LONGEST_STANDFIRST:
        return False
    if block.kind == "row" or "{" in block.text:
        return False
    if block.words < _SHORTEST_STANDFIRST:
        return _SUBTITLE.search(hyphened(block.box.shape)) is not None
    is_beside = block.box.parent is title.box.parent
    if is_named_standfirst(block) or (is_beside and block.kind == "heading"):
        return True
    return (
        block.words >= _SHORTEST_UNNAMED
        and (is_beside or block.kind == "heading")
        and not _OF_BYLINES.search(block.text)
        and title.text not in block.text
    )


def _lines_among(blocks: Sequence[Block], paragraphs: set[int], opening: int) -> set[int]:
    """Return the indices of the blocks between `paragraphs` that share a box, inside that box: where an article begins
    in a box of its own, its short lines and lists are there too. Block `opening` is the first in the article's box; if
    that is inside the shared one, all down to it is text."""
    by_box: defaultdict[int, list[int]] = defaultdict(list)
    for index in paragraphs:
        if blocks[index].is_prose and (around := blocks[index].box.parent):
            by_box[around.number].append(index)
    found: set[int] = set()
    for number, indices in sorted(by_box.items()):  # the outer boxes first
        if len(indices) >= _FEWEST_TOGETHER:
            is_around = opening < len(blocks) and _is_in(blocks[opening].box, number)
            last = max(indices)
            tags = _TAGS_OF_TEXT | {blocks[index].box.tag for index in indices}
            between = range(min(indices) + 1, opening if is_around else last)
            found.update(
                index
                for index in between
                if index not in found
                and blocks[index].linked <= _MOST_LINKED_LINE
                and (index < last or blocks[index].box.tag in tags)
                and not _OF_BYLINES.search(blocks[index].text)
                and _is_in(blocks[index].box, number)
            )
    return found


def _is_in(box: Box | None, number: int) -> bool:
    while box and box.number > number:
        box = box.parent
    return box is not None and box.number == number


def _headings_among(blocks: Sequence[Block], paragraphs: set[int]) -> set[int]:
    """Return the indices of the headings right above `paragraphs`, but for the first of these."""
    first = min(paragraphs, default=0)
    found: set[int] = set()
    for index in sorted(paragraphs, reverse=True):
        above = index - 1
        while above > first and blocks[above].kind == "heading" and blocks[above].linked <= _MOST_LINKED:
            found.add(above)
            above -= 1
    return found


def is_named_standfirst(block: Block) -> bool:
    """Whether the class of a block, or of the box around it, says that it sums the article up."""
    around = block.box.parent
    return _is_standfirst(block.box.shape) or (around is not None and _is_standfirst(around.shape))


def _is_standfirst(names: str) -> bool:
    return _STANDFIRST.search(hyphened(names)) is not None


def outlying(page: Page, container: Box, free: Sequence[bool]) -> set[int]:
    """Return the numbers of the boxes that are made like the `container`, or like a box around it, and hold prose.

    `free` says for each block whether no rule takes it out.
    """
    found: set[int] = set()
    child = container
    is_in_article = article_around(container) is not None
    for _ in range(_FURTHEST):
        around = child.parent
        if around is None or child.tag in {"body", "html"} or not (child.shape or is_in_article):
            break
        alike = [
            inside(page.boxes, box)
            for box in page.boxes[around.number + 1 : inside(page.boxes, around).stop]
            if box.parent is around and box is not child and (box.tag, box.shape) == (child.tag, child.shape)
        ]
        for numbers, indices in zip(alike, blocks_within(page, alike), strict=True):
            if _is_part([page.blocks[index] for index in indices if free[index]]):
                found.update(numbers)
        child = around
    return found


def _is_part(blocks: Sequence[Block]) -> bool:
    """Whether the `blocks` of a part are little but prose, or would be without a list of links such as a table of
    contents, all in a row, beside several paragraphs."""
    if _is_text(blocks):
        return True
    leading = [index for index, block in enumerate(blocks) if block.kind != "heading" and block.linked >= MOST_LINKED]
    if not leading or leading[-1] - leading[0] >= len(leading):  # teasers have a link each
        return False
    unlinked = [*blocks[: leading[0]], *blocks[leading[-1] + 1 :]]
    return sum(block.is_prose for block in unlinked) >= _FEWEST_TOGETHER and _is_text(unlinked)


def answered(blocks: Sequence[Block], rules: Sequence[str]) -> set[int]:
    """Return the indices of the questions that are buttons, with a paragraph below that opens on a click, and of the
    answers that are hidden until then. `rules` are those that take blocks out.

    Of 40 questions on buttons with a paragraph below that stays, 19 were in the truths, as their answers.
    """
    found: set[int] = set()
    for index, (question, answer) in enumerate(pairwise(blocks)):
        if not asks(question.text):
            continue
        if rules[index + 1] == "hidden" and (not rules[index] or rules[index] == "navigation"):
            box = _outermost(answer.box, "hidden")
            end = index + 1
            while end < len(blocks) and rules[end] == "hidden" and _outermost(blocks[end].box, "hidden") is box:
                end += 1
            if answer.is_prose:
                found.update(range(index + 1, end))
        is_open = not rules[index + 1] or index + 1 in found
        if rules[index] == "navigation" and _is_in_button(question.box) and answer.is_prose and is_open:
            found.add(index)
    return found


def continued(blocks: Sequence[Block], rules: Sequence[str]) -> set[int]:
    """Return the indices of the blocks of a text that goes on behind a button: paragraphs in a hidden box beside those
    before it, with the button right before the box or behind it. `rules` are those that take blocks out."""
    found: set[int] = set()
    homes: set[Box | None] = set()
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if rules[index] != "hidden":
            if not rules[index] and block.is_prose:
                homes.add(block.box.parent)
            index += 1
            continue
        box = _outermost(block.box, "hidden")
        begin = index
        while index < len(blocks) and rules[index] == "hidden" and _outermost(blocks[index].box, "hidden") is box:
            index += 1
        within = blocks[begin:index]
        beside = [blocks[place].box for place in (begin - 1, index) if 0 <= place < len(blocks)]
        if (
            box is not None
            and box.parent in homes
            and sum(one.is_prose for one in within) >= _FEWEST_CONTINUED
            and _is_text(within)
            and any(near.tag == "button" and near.parent is box.parent for near in beside)
        ):
            found.update(range(begin, index))
    return found


def _is_in_button(box: Box | None) -> bool:
    while box and box.hint.rule != "navigation":
        box = box.parent
    return box is not None and box.tag == "button"


def insets(page: Page, rules: Sequence[str], contained: Sequence[bool]) -> set[int]:
    """Return the indices of the blocks in boxes between the paragraphs of the article that are named as if they were
    beside it or led elsewhere, `rules` by which they go, and hold nothing but long paragraphs, or the ingredients of a
    recipe.

    `contained` says for each block whether it is in the article's box.
    """
    kept = [
        index for index, block in enumerate(page.blocks) if contained[index] and not rules[index] and block.is_prose
    ]
    found: set[int] = set()
    if not kept:
        return found
    by_box: defaultdict[int, list[int]] = defaultdict(list)
    last = max(index for index, (within, rule) in enumerate(zip(contained, rules, strict=True)) if within and not rule)
    for index in range(kept[0] + 1, last):
        if (
            contained[index]
            and rules[index] in _INSET_RULES
            and (box := _outermost(page.blocks[index].box, rules[index]))
        ):
            by_box[box.number].append(index)
    for indices in by_box.values():
        blocks = [page.blocks[index] for index in indices]
        words = sum(block.words for block in blocks)
        linked = sum(block.words * block.linked for block in blocks)
        # What leads elsewhere has a link, however short it is.
        may_be_short = not linked and rules[indices[0]] == "related"
        long = sum(block.words for block in blocks if (block.is_prose if may_be_short else is_long(block)))
        leads = any(block.kind == "heading" and block.linked > _MOST_LINKED for block in blocks)
        is_between = indices[0] < kept[-1]
        is_meant = (is_between and long >= _MOST_PROSE * words) or _are_ingredients(blocks)
        if is_meant and linked <= _MOST_LINKED * words and not leads:
            found.update(indices)
    return found


def _are_ingredients(blocks: Sequence[Block]) -> bool:
    """Whether the heading of the `blocks` says that they are the ingredients of a recipe."""
    heading = blocks[0]
    if heading.kind != "heading" or heading.words > _MOST_IN_HEADING:
        return False
    return fold(heading.text).partition(" ")[0].rstrip(":") in _INGREDIENTS


def _outermost(box: Box | None, rule: str) -> Box | None:
    """Return the outermost of `box` and those around it that hint at `rule`, or None."""
    found = None
    while box:
        if box.hint.rule == rule:
            found = box
        box = box.parent
    return found


def article_around(box: Box) -> Box | None:
    """Return the innermost `article` element of `box` and those around it, or None."""
    found: Box | None = box
    while found and found.tag != "article":
        found = found.parent
    return found


def row(box: Box) -> tuple[Box | None, str, str]:
    """Return what a `box` has in common with those beside it that are made like it."""
    return box.parent, box.tag, box.shape


def _is_text(blocks: Sequence[Block]) -> bool:
    """Whether the `blocks` of a part that no rule takes out are little but prose."""
    words = prose = linked = 0.0
    for block in blocks:
        words += block.words
        linked += block.words * block.linked
        prose += block.words if block.is_prose else 0
        if block.kind == "heading" and block.linked > _MOST_LINKED:
            return False
    return words > 0 and prose >= _MOST_PROSE * words and linked <= _MOST_LINKED * words


def inside(boxes: Sequence[Box], ancestor: Box) -> range:
    """Return the numbers of `ancestor` and all boxes inside it: those follow it without a gap."""
    for number in range(ancestor.number + 1, len(boxes)):
        parent = boxes[number].parent
        if parent is None or parent.number < ancestor.number:
            return range(ancestor.number, number)
    return range(ancestor.number, len(boxes))


def blocks_within(page: Page, parts: Sequence[range]) -> list[list[int]]:
    """Return for each of the `parts` of a page the indices of the blocks in it. A part is the numbers of its boxes, as
    `inside` returns them; parts are in the order of the page, and none is inside another."""
    found: list[list[int]] = [[] for _ in parts]
    if not parts:
        return found
    begins = [numbers.start for numbers in parts]
    for index, block in enumerate(page.blocks):
        place = bisect_right(begins, block.box.number) - 1
        if place >= 0 and block.box.number in parts[place]:
            found[place].append(index)
    return found
