"""What is among the paragraphs of an article and is still not the author's text?

The title above it, byline and date, lists of links, copies of a text made for other screens, lines such as `Share this
article`, the boxes that a site puts among the paragraphs, and the sections at the end that lead to other articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from indexer.cleaning.page.blocks import Block, Box, Page
from indexer.cleaning.page.content import OUTSIDE
from indexer.cleaning.page.links import links
from indexer.cleaning.page.prose import ends_sentence
from indexer.cleaning.page.sections import biography, heading_level, lines_and_sections, trailing_headings
from indexer.cleaning.page.widgets import widgets
from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.dateline import date_line
from indexer.cleaning.rules.site_lines import noise
from indexer.text import fold

__all__ = ["furniture"]

_SHORTEST_NAMED: Final = 4
"""Words of a block outside the article from which on it is worth telling what it is."""
_MOST_BEFORE_TITLE: Final = 0.1
"""The share of the prose that may be before the title, in a box beside the article."""
_SHORTEST_TITLE: Final = 3
"""Words of a title with which no other line begins by chance."""
_LONGEST_BYLINE: Final = 80
_DATA: Final = re.compile(r"""\A[{\[]\s?["'{\[].{0,2000}?["']\s?:\s?["'\d{\[tfn-]""", re.DOTALL)
"""The beginning of an object or array as JSON and JavaScript write it."""
_SHORTCODE: Final = re.compile(r"""\[[a-z][\w-]{2,60}\s[\w-]{1,60}=["'“”″][^\[\]]{0,2000}\]""")
"""A placeholder that the site's software did not replace, such as `[player id="x"]`."""
_REPEATED: Final = 6
"""Words of a block that is not on a page twice by chance."""
_REPEATED_ALONE: Final = 10
"""Words of a paragraph alone in its box that is in another box again. Of 17 pages that have such, 14 are better without
the repetition: it is a notice, an offer or a summary."""
_NEAR: Final = 4
"""Different texts, at most, before a standfirst that is repeated at the head of the text."""
_REPETITIVE: Final = frozenset({"row", "preformatted"})
"""Two tables may have the same head, two programs the same lines."""


def furniture(page: Page, located: Sequence[str], title: str, authors: Sequence[str], site: str) -> list[str]:
    """Return the rule that takes out each block of the `page`, or "".

    `located` gives those rules that are already known; `title` and `authors` are the article's, `site` is that of the
    page, or "".
    """
    blocks, rules = page.blocks, list(located)
    _titles(blocks, rules, title)
    _before_title(blocks, rules, title)
    _data(blocks, rules)
    links(page, rules, site)
    _copies(blocks, rules)
    _head(blocks, rules, authors)
    lines_and_sections(blocks, rules)
    biography(blocks, rules, authors)
    _repetitions(blocks, rules)
    widgets(page, rules)
    trailing_headings(blocks, rules)
    return [
        noise(block.text) or rule if rule == OUTSIDE and block.words >= _SHORTEST_NAMED else rule
        for block, rule in zip(blocks, rules, strict=True)
    ]


def _titles(blocks: Sequence[Block], rules: list[str], title: str) -> None:
    """Take out the headings that repeat `title`, and the first `h1`, which may word it otherwise.

    Behind paragraphs, a heading with these words is that of a section.
    """
    folded = fold(title)
    first = True
    prose = _prose_words(blocks, rules)
    before, most = 0, _MOST_BEFORE_TITLE * sum(prose)
    for index, block in enumerate(blocks):
        before += prose[index]
        if before > most:
            return
        if block.kind == "heading":
            is_first = first and heading_level(block) == 1
            first = first and not is_first
            if not rules[index] and (is_first or fold(block.text) == folded):
                rules[index] = "title"


def _prose_words(blocks: Sequence[Block], rules: Sequence[str]) -> list[int]:
    """Return of each block how many words it has of prose that no rule takes out."""
    return [block.words if not rule and block.is_prose else 0 for block, rule in zip(blocks, rules, strict=True)]


def _before_title(blocks: Sequence[Block], rules: list[str], title: str) -> None:
    """Take out what is before the title, where the article follows it.

    Pages without headings have the title in a paragraph of its own, or one that it shares with the byline. Where the
    title is above the article's box, what has it again behind paragraphs is a heading within the text.
    """
    folded = fold(title) if len(title.split()) >= _SHORTEST_TITLE else ""
    prose = _prose_words(blocks, rules)
    before, total = 0, sum(prose)
    is_above = False
    for index, block in enumerate(blocks):
        if rules[index] and block.kind == "heading" and heading_level(block) == 1 and fold(block.text) == folded:
            is_above = True
        if rules[index] == "title" or (folded and not rules[index] and _opens_with(block, folded)):
            if total and before <= _MOST_BEFORE_TITLE * total and not (is_above and before):
                rules[index] = "title"
                for earlier in range(index):
                    rules[earlier] = rules[earlier] or OUTSIDE
            return
        before += prose[index]


def _opens_with(block: Block, title: str) -> bool:
    """Whether `block` is the folded `title`, perhaps with a byline behind it."""
    if len(block.text) - len(title) > _LONGEST_BYLINE or block.is_prose:
        return False
    return fold(block.text[: 2 * len(title) + _LONGEST_BYLINE]).startswith(title)


def _data(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out what programs left on the page for other programs."""
    for index, block in enumerate(blocks):
        if rules[index] or block.kind == "preformatted" or block.text[0] not in "{[":
            continue
        if _DATA.search(block.text) or _SHORTCODE.fullmatch(block.text):
            rules[index] = "data"


def _copies(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out the second copy of a text that a page holds twice, for wide and for narrow screens.

    Copies are in different boxes; a refrain is beside its first occurrence and stays.
    """
    homes: dict[str, Box | None] = {}
    run: list[int] = []
    opening = next((block for block, rule in zip(blocks, rules, strict=True) if not rule and _may_open(block)), None)
    for index, block in enumerate(blocks):
        if rules[index]:
            continue
        home = block.box.parent
        if block.text in homes and homes[block.text] is not home:
            run.append(index)
            if opening is not None and block.text == opening.text and len(homes) <= _NEAR:
                rules[index] = "duplicate"
            continue
        _take_out_copies(blocks, rules, run)
        run = []
        homes.setdefault(block.text, home)
    _take_out_copies(blocks, rules, run)


def _may_open(block: Block) -> bool:
    """Whether `block` may be a standfirst, or the text's first paragraph."""
    return block.is_prose or (block.words >= _REPEATED and block.kind == "paragraph" and ends_sentence(block.text))


def _take_out_copies(blocks: Sequence[Block], rules: list[str], run: Sequence[int]) -> None:
    """Take out the blocks of a `run` of copies; one alone, or a list that is repeated, may be the author's own
    repetition."""
    telling = sum(blocks[index].words >= _REPEATED and blocks[index].kind not in _REPETITIVE for index in run)
    if telling and len(run) > 1 and any(blocks[index].kind != "item" for index in run):
        for index in run:
            rules[index] = "duplicate"


def _repetitions(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out the repetitions of a paragraph that is alone in its box and alone in another one."""
    seen: set[str] = set()
    repeated: list[int] = []
    for index, block in enumerate(blocks):
        if not rules[index] and block.kind == "paragraph" and block.words >= _REPEATED_ALONE:
            if block.text in seen:
                repeated.append(index)
            seen.add(block.text)
    if not repeated:
        return
    prose = Counter(block.box.parent for block, rule in zip(blocks, rules, strict=True) if not rule and block.is_prose)
    texts = {blocks[index].text for index in repeated}
    first: set[str] = set()
    for index, block in enumerate(blocks):
        if not rules[index] and block.kind == "paragraph" and block.text in texts and prose[block.box.parent] <= 1:
            if block.text in first:
                rules[index] = "duplicate"
            first.add(block.text)


def _head(blocks: Sequence[Block], rules: list[str], authors: Sequence[str]) -> None:
    """Take out bylines and dates above the first paragraph; what may be another line is one where it names the
    `authors`."""
    for index, block in enumerate(blocks):
        if rules[index] or block.kind not in {"paragraph", "item"}:
            continue
        if block.is_prose:
            return
        if date_line(block.text):
            rules[index] = "date"
        elif (byline := read_byline(block.text)) and (byline.sure or not set(byline.authors).isdisjoint(authors)):
            rules[index] = "byline"
