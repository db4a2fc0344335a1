"""Which links on a page are the author's, and which are menus?

What is made of links leads elsewhere, as a rule. Links beside the paragraphs are part of the text where they are lines
of it, where a list of them leads to other sites, or where somebody wrote more than links.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from indexer.cleaning.page.blocks import Block, Box, Page
from indexer.cleaning.page.end_headings import section as section_of
from indexer.cleaning.page.parts import inside
from indexer.cleaning.page.prose import ends_sentence
from indexer.text.sites import site_of

__all__ = ["links"]

_MOST_LINKED: Final = 0.65
_MOST_LINKED_BESIDE: Final = 0.9
"""The share of a list's characters in links, of one beside the paragraphs. Of 26 such lists between these shares, on 23
pages with a hand-made text, 16 pages are better with them."""
_FEWEST_AWAY: Final = 2
"""Items of a list that leads to other sites. Beside the paragraphs, 19 pages with a hand-made text are better with such
lists, and 7 without."""
_SHORTEST_SENTENCE: Final = 6
"""Words of a link that may be a sentence of the article's. Of such links beside paragraphs, about four of five were."""
_SHORTEST_BETWEEN: Final = 3
"""Words of a link between paragraphs, in a box like theirs. On 54 of 85 pages with a hand-made text, and on 22 of 29
others by the agreement of two extractors, such lines are the article's."""
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
_LISTS: Final = frozenset({"ul", "ol"})
_CONTENTS: Final = re.compile(
    r"(?:table of )?contents|(?:quick )?jump to(?: section)?|in this (?:article|guide|post|section)|on this page"
    r"|inhalt(?:sverzeichnis)?|sommaire|table des matières|(?:tabla de )?contenidos?|índice(?: de contenidos?)?"
    r"|indice(?: dei contenuti)?|inhoud(?:sopgave)?|spis treści|sumário|innehåll|содержание|оглавление|目次|目录|목차",
    re.IGNORECASE,
)
"""What is above a list of the parts of a page. Of 14 pages with a hand-made text none has it where the list is gone."""
_EDGES: Final = " :：.…"


def links(page: Page, rules: list[str], site: str) -> None:
    """Take out what is made of links on a page of a `site`, or of "" where that is unknown.

    Lists and tables are judged as a whole: a list of sources may be all links. One with an item that reads like a
    paragraph was written by somebody; of menus, none has.
    """
    blocks = page.blocks
    characters: defaultdict[int, int] = defaultdict(int)
    linked: defaultdict[int, float] = defaultdict(float)
    written: set[int] = set()
    for block, rule in zip(blocks, rules, strict=True):
        if block.group:
            characters[block.group] += len(block.text)
            linked[block.group] += len(block.text) * block.linked
            if block.kind == "item" and not rule and block.is_prose:
                written.add(block.group)
    written |= _introduced(blocks, rules)
    menus = {
        group: linked[group] / size
        for group, size in characters.items()
        if linked[group] >= _MOST_LINKED * size and group not in written
    }
    removed = [
        index
        for index, block in enumerate(blocks)
        if not rules[index]
        and block.kind != "heading"
        and (block.group in menus if block.group else block.linked >= _MOST_LINKED)
    ]
    if removed:
        beside = set(_beside(page, rules, removed, menus, site))
        removed = [index for index in removed if index not in beside]
    for index in removed:
        rules[index] = "navigation"
    for index, (rule, below) in enumerate(pairwise(rules)):
        if not rule and below == "navigation" and _CONTENTS.fullmatch(blocks[index].text.strip(_EDGES)):
            rules[index] = below
    if not any(not rule and block.kind != "heading" for block, rule in zip(blocks, rules, strict=True)):
        # A page of nothing but links is a list that somebody kept.
        for index in removed:
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


def _beside(
    page: Page, rules: Sequence[str], candidates: Sequence[int], menus: dict[int, float], site: str
) -> Iterator[int]:
    """Yield which of the `candidates`, blocks made of links, are the article's, as they are beside its paragraphs.

    `menus` has the share of links of each list among them.
    """
    blocks = page.blocks
    prose = [index for index, block in enumerate(blocks) if not rules[index] and block.is_prose]
    if not prose:
        return
    held = page.counts(block.box.number for block in blocks)
    alike = {(_home(blocks[index].box, held), blocks[index].box.tag) for index in prose}
    homes = {home for home, _ in alike}
    lists: dict[int, bool] = {}
    for index in candidates:
        block = blocks[index]
        if not block.group:
            is_between = prose[0] < index < prose[-1] and block.words >= _SHORTEST_BETWEEN
            is_sentence = block.words >= _SHORTEST_SENTENCE and ends_sentence(block.text)
            if (is_between or is_sentence) and (_home(block.box, held), block.box.tag) in alike:
                yield index
        elif index > prose[0]:
            if block.group not in lists:
                lists[block.group] = _is_text(page, block, menus[block.group], site, held, homes)
            if lists[block.group]:
                yield index


def _is_text(page: Page, block: Block, share: float, site: str, held: Sequence[int], homes: set[int]) -> bool:
    """Whether the list of an item, with this `share` of links, is beside paragraphs, which are in the boxes `homes`,
    and is more than links or leads to other sites."""
    box = _list_around(block.box)
    if box is None or _home(box, held) not in homes:
        return False
    return share < _MOST_LINKED_BESIDE or _leads_away(page, box, site)


def _leads_away(page: Page, box: Box, site: str) -> bool:
    """Whether most links in a list, which is `box`, lead to other sites than this one."""
    numbers = inside(page.boxes, box)
    addresses = [address for number, address in page.addresses if number in numbers]
    away = sum(_is_away(address, site) for address in addresses) if site else 0
    return away >= _FEWEST_AWAY and 2 * away > len(addresses)


def _is_away(address: str, site: str) -> bool:
    """Whether an `address` is on another site, and not on a part of this one, such as `shop.example.org`."""
    other = site_of(address) if "//" in address else ""
    return bool(other) and other != site and not other.endswith(f".{site}") and not site.endswith(f".{other}")


def _list_around(box: Box | None) -> Box | None:
    """Return the outermost list of `box` and those around it, or None."""
    found = None
    while box:
        if box.tag in _LISTS:
            found = box
        box = box.parent
    return found


def _home(box: Box, held: Sequence[int]) -> int:
    """Return the number of the innermost box around `box` that holds more blocks than it, or -1."""
    around = box.parent
    while around and held[around.number] <= held[box.number]:
        around = around.parent
    return around.number if around else -1
