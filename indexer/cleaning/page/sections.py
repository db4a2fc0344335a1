"""Where does the article end, and what in its middle leads elsewhere?

Sections with a heading such as `Related articles` or `3 comments`, single lines that sites add, and what follows the
last paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from indexer.cleaning.declared.names import first_name
from indexer.cleaning.page.blocks import Block, Box
from indexer.cleaning.page.end_headings import section as section_of
from indexer.cleaning.page.hints import HEADINGS
from indexer.cleaning.page.prose import MOST_LINKED
from indexer.cleaning.pasted.dateline import date_line
from indexer.cleaning.rules.disclosures import is_disclosure
from indexer.cleaning.rules.site_lines import noise

__all__ = ["biography", "heading_level", "lines_and_sections", "trailing_headings"]

_NO_TEASER: Final = 40
"""Words of a paragraph that is not a summary of another article: the article goes on after a box in its middle."""
_SECTIONS_FROM: Final = 0.5
"""The share of the text after which `Related articles` begins what is no longer the article."""
_COMMENTS_FROM: Final = 100
"""Words after which a heading may open the comments; they may be longer than the article, and nothing follows them."""
_LAST: Final = 4
"""Blocks at the end of a text among which is what is said of its author. Of eight that begin with the author's name and
are in a box of their own, seven were not in the truths; of those beside the text's paragraphs, half were."""
_IS: Final = re.compile(r"\S+ (?:is|was|has|writes|covers|works|lives|joined|studied)\b")
"""What is said of somebody who is called by their first name. Of twelve paragraphs alone in a box that begin so, or
with the whole name, all are about an author."""
_SIGNED: Final = re.compile(r"(?:[^\W\d_a-z][^\W\d]{0,20}[.,/|=]?\s){1,4}[(<\[]?[\w.+-]{1,40}@[\w.-]{3,60}[)>\]]?")
"""A name and an address, as papers sign with."""
_LONGEST_CUE: Final = 4
"""Words of a line that says no more than that something else is to be read."""
_LINKED: Final = 0.9
_FEWEST_BESIDE: Final = 3
"""Paragraphs in one box with which a text is not one where each has a box of its own."""


def lines_and_sections(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out single lines of noise, and the sections near the end whose heading says that the article is over."""
    total = sum(block.words for block, rule in zip(blocks, rules, strict=True) if not rule)
    read = 0
    section, level, box = "", 0, None
    has_links = False
    homes: set[int] = set()
    for index, block in enumerate(blocks):
        if rules[index] or block.kind == "preformatted":
            has_links = has_links or block.linked > MOST_LINKED
            continue
        read += block.words
        if block.kind == "heading":
            own_level = heading_level(block)
            if section and own_level <= level:
                section = ""
            if not section and read >= min(_COMMENTS_FROM, _SECTIONS_FROM * total):
                begun = section_of(block.text)
                if begun == "comments" or read >= _SECTIONS_FROM * total:
                    section, level, box = begun, 0 if begun == "comments" else own_level, block.box.parent
                    has_links = False
        elif section == "related" and block.is_prose:
            # In the middle of the text is a box with links; what is beside the paragraphs before it is the text again.
            is_text = has_links and _home(block) in homes and block.box.parent is not box
            if is_text or block.words >= _NO_TEASER:
                section = ""
        if not section and block.is_prose:
            homes.add(_home(block))
        has_links = has_links or block.linked > MOST_LINKED
        rules[index] = section or _line(block.text)
    _announced(blocks, rules)


def _announced(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out the links right below lines that say no more than that something else is to be read."""
    for index, (above, block) in enumerate(pairwise(blocks)):
        if rules[index] == "read-more" and not rules[index + 1] and _is_announced(above, block):
            rules[index + 1] = "read-more"


def _is_announced(above: Block, block: Block) -> bool:
    """Whether a `block` is what the line `above` it in its box leads to: `Read also`, and another headline."""
    return (
        above.linked < MOST_LINKED
        and above.words <= _LONGEST_CUE
        and block.linked >= _LINKED
        and block.box.parent is above.box.parent
    )


def _line(text: str) -> str:
    """Return the rule by which a block with this `text` is the site's own, or ""."""
    if rule := noise(text):
        return rule
    if "@" in text and _SIGNED.fullmatch(text):
        return "byline"
    return "advertisement" if is_disclosure(text) else "date" if date_line(text) == "labelled" else ""


def _home(block: Block) -> int:
    """Return the number of the box around that of `block`, or -1."""
    return block.box.parent.number if block.box.parent else -1


def trailing_headings(blocks: Sequence[Block], rules: list[str]) -> None:
    """Take out the headings at the end: what was under them is gone, and belonged to other articles."""
    kept = [index for index, rule in enumerate(rules) if not rule]
    last = max((index for index in kept if blocks[index].kind != "heading"), default=len(blocks))
    for index in kept:
        if index > last:
            rules[index] = "related"


def biography(blocks: Sequence[Block], rules: list[str], authors: Sequence[str]) -> None:
    """Take out what is said of one of the `authors` apart from the paragraphs of the text.

    Those are the last blocks, from one on that begins with their name or first name, and a paragraph alone in its box
    that begins with their name, or with their first name and what they are.
    """
    names = tuple(f"{name} " for author in authors for name in (author, first_name(author)) if name)
    kept = [index for index, rule in enumerate(rules) if not rule] if names else []
    said = [index for index in kept if _begins_with(blocks[index], names)]
    if said:
        for index in (*_end_from(blocks, kept, said), *_alone(blocks, kept, said, authors)):
            rules[index] = "author-bio"


def _end_from(blocks: Sequence[Block], kept: Sequence[int], said: Sequence[int]) -> list[int]:
    """Return the last `kept` blocks, from one that is `said` of an author on, if none is beside paragraphs before."""
    begin = next((index for index in kept[-_LAST:] if index in said), None)
    if begin is None:
        return []
    homes = _homes_of_prose(blocks, (index for index in kept if index < begin))
    end = [index for index in kept if index >= begin]
    has_text = max(homes.values(), default=0) >= _FEWEST_BESIDE
    return end if has_text and not any(_home(blocks[index]) in homes for index in end) else []


def _alone(blocks: Sequence[Block], kept: Sequence[int], said: Sequence[int], authors: Sequence[str]) -> list[int]:
    """Return the paragraphs `said` of an author, with the whole name or with what they are, that are alone in their
    boxes, where those of the text share one."""
    homes = _homes_of_prose(blocks, kept)
    if max(homes.values()) < _FEWEST_BESIDE:
        return []
    boxes = Counter(blocks[index].box.number for index in kept)
    full = tuple(f"{author} " for author in authors)
    alone = [index for index in said if homes[_home(blocks[index])] == boxes[blocks[index].box.number] == 1]
    return [index for index in alone if blocks[index].text.startswith(full) or _IS.match(blocks[index].text)]


def _homes_of_prose(blocks: Sequence[Block], indices: Iterable[int]) -> Counter[int]:
    """Return how many paragraphs among the blocks of these `indices` each box has."""
    return Counter(_home(blocks[index]) for index in indices if blocks[index].is_prose)


def _begins_with(block: Block, names: tuple[str, ...]) -> bool:
    return block.kind == "paragraph" and block.text.startswith(names) and block.is_prose


def heading_level(block: Block) -> int:
    """Return the level of a heading, 1 to 6; what is a heading by other means counts as the lowest."""
    box: Box | None = block.box
    while box:
        if box.tag in HEADINGS:
            return int(box.tag[1])
        box = box.parent
    return 6
