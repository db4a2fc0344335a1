"""What is among the paragraphs of an article and is still not the author's text?

The title above it, byline and date, lists of links, copies of a text made for other screens, lines such as `Share this
article`, and the sections at its end that lead to other articles.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from indexer.cleaning.page.blocks import Block, Box
from indexer.cleaning.page.content import OUTSIDE
from indexer.cleaning.page.end_headings import section as section_of
from indexer.cleaning.page.prose import ends_sentence
from indexer.cleaning.page.sections import biography, heading_level, lines_and_sections, trailing_headings
from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.dateline import date_line
from indexer.cleaning.rules.site_lines import noise
from indexer.text import fold

__all__ = ["furniture"]

_MOST_LINKED: Final = 0.65
_SHORTEST_SENTENCE: Final = 6
"""Words of a link that may be a sentence of the article's. Of such links beside paragraphs, about four of five were."""
_SHORTEST_LEAD: Final = 5
"""Words of a text that announces a list."""
_LONGEST_LEAD: Final = 200
_POINTING: Final = re.compile(
    r"\b(?:jump|skip|click|contents|sections?|also|in (?:this|the) (?:article|post|guide|page)|what's ahead"
    r"|(?:following|other|more|related|popular|our) (?:[\w-]+ ){0,3}"
    r"(?:articles?|posts?|guides?|pages?|reports?|trackers?|resources?|reviews?|recommendations?|stories))\b",
    re.IGNORECASE,
)
"""What is announced so leads to other parts of the page or to other pages of the site."""
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
_NEAR: Final = 4
"""Different texts, at most, before a standfirst that is repeated at the head of the text."""
_REPETITIVE: Final = frozenset({"row", "preformatted"})
"""Two tables may have the same head, two programs the same lines."""


def furniture(blocks: Sequence[Block], located: Sequence[str], title: str, authors: Sequence[str]) -> list[str]:
    """Return the rule that takes out each of `blocks`, or "".

    `located` gives those rules that are already known; `title` and `authors` are the article's.
    """
    rules = list(located)
    _titles(blocks, rules, title)
    _before_title(blocks, rules, title)
    _data(blocks, rules)
    _links(blocks, rules)
    _copies(blocks, rules)
    _head(blocks, rules, authors)
    lines_and_sections(blocks, rules)
    biography(blocks, rules, authors)
    trailing_headings(blocks, rules)
    return [
        noise(block.text) or rule if rule == OUTSIDE and block.words >= _SHORTEST_NAMED else rule
        for block, rule in zip(blocks, rules, strict=True)
    ]


def _titles(blocks: Sequence[Block], rules: list[str], title: str) -> None:
    """Take out the headings that repeat `title`, and the first `h1`, which may word it otherwise."""
    folded = fold(title)
    first = True
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            is_first = first and heading_level(block) == 1
            first = first and not is_first
            if not rules[index] and (is_first or fold(block.text) == folded):
                rules[index] = "title"


def _before_title(blocks: Sequence[Block], rules: list[str], title: str) -> None:
    """Take out what is before the title, where the article follows it.

    Pages without headings have the title in a paragraph of its own, or one that it shares with the byline. Where the
    title is above the article's box, what has it again behind paragraphs is a heading within the text.
    """
    folded = fold(title) if len(title.split()) >= _SHORTEST_TITLE else ""
    prose = [block.words if not rule and block.is_prose else 0 for block, rule in zip(blocks, rules, strict=True)]
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


def _links(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out what is made of links.

    Lists and tables are judged as a whole: a list of sources may be all links. One with an item that reads like a
    paragraph was written by somebody; of menus, none has.
    """
    characters: defaultdict[int, int] = defaultdict(int)
    linked: defaultdict[int, float] = defaultdict(float)
    for block in blocks:
        if block.group:
            characters[block.group] += len(block.text)
            linked[block.group] += len(block.text) * block.linked
    sentences = _linked_sentences(blocks, rules)
    introduced = _introduced(blocks, rules)
    written = {
        block.group
        for block, rule in zip(blocks, rules, strict=True)
        if block.kind == "item" and not rule and block.is_prose
    }
    lists: list[int] = []
    for index, block in enumerate(blocks):
        if rules[index] or block.kind == "heading":
            continue
        if block.group:
            removed = (
                linked[block.group] >= _MOST_LINKED * characters[block.group]
                and block.group not in introduced
                and block.group not in written
            )
        else:
            removed = block.linked >= _MOST_LINKED and index not in sentences
        if removed:
            rules[index] = "navigation"
            lists.append(index)
    if not any(not rule and block.kind != "heading" for block, rule in zip(blocks, rules, strict=True)):
        # A page of nothing but links is a list that somebody kept.
        for index in lists:
            rules[index] = ""


def _introduced(blocks: Sequence[Block], rules: Sequence[str]) -> set[int]:
    """Return the groups of the lists of links that the text before them announces with a colon, as an author does:
    `Here are the grants that we received:`. What leads to other parts or pages is announced too, and named so."""
    last = max((index for index, block in enumerate(blocks) if not rules[index] and block.is_prose), default=-1)
    found: set[int] = set()
    for before, index in pairwise(range(last)):
        lead, block = blocks[before], blocks[index]
        if (
            block.group
            and block.group != lead.group
            and not (rules[before] or rules[index])
            and lead.kind in {"paragraph", "item"}
            and lead.words >= _SHORTEST_LEAD
            and lead.linked < _MOST_LINKED
            and lead.text.endswith((":", "："))
            and not (_POINTING.search(lead.text[-_LONGEST_LEAD:]) or section_of(lead.text))
        ):
            found.add(block.group)
    return found


def _linked_sentences(blocks: Sequence[Block], rules: Sequence[str]) -> set[int]:
    """Return the indices of the blocks of links that are sentences of the article: they end like one, and are beside
    paragraphs of their own kind."""
    found = {
        index
        for index, block in enumerate(blocks)
        if not rules[index]
        and block.linked >= _MOST_LINKED
        and block.words >= _SHORTEST_SENTENCE
        and block.kind != "heading"
        and ends_sentence(block.text)
    }
    if not found:
        return found
    held = Counter(box.number for block in blocks for box in _boxes_around(block))
    homes = {
        (_home(block, held), block.box.tag)
        for block, rule in zip(blocks, rules, strict=True)
        if not rule and block.is_prose
    }
    return {index for index in found if (_home(blocks[index], held), blocks[index].box.tag) in homes}


def _boxes_around(block: Block) -> Iterator[Box]:
    box = block.box.parent
    while box:
        yield box
        box = box.parent


def _home(block: Block, held: Counter[int]) -> int:
    """Return the number of the innermost box around that of `block` that holds more than it, or -1."""
    return next((box.number for box in _boxes_around(block) if held[box.number] > 1), -1)


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
    """Take out the blocks of a `run` of copies; one alone may be the author's own repetition."""
    telling = sum(blocks[index].words >= _REPEATED and blocks[index].kind not in _REPETITIVE for index in run)
    if telling and len(run) > 1:
        for index in run:
            rules[index] = "duplicate"


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
