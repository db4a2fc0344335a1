"""Where on a page is the article?

Prose tells: paragraphs that end like sentences and are not made of links. The article is in the smallest box that holds
nearly all prose of the page, once those boxes are set aside whose markup hints that they hold something else. What
is right below the title counts for more. A hint is not believed where too much of the prose would go with it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import compress
from typing import Final

from indexer.cleaning.page.blocks import Block, Box, Page
from indexer.cleaning.page.captions import beside_pictures
from indexer.cleaning.page.cards import cards, following_articles
from indexer.cleaning.page.forms import in_forms
from indexer.cleaning.page.hints import Hint
from indexer.cleaning.page.parts import (
    answered,
    continued,
    insets,
    inside,
    is_named_standfirst,
    outlying,
    row,
    standfirsts,
)
from indexer.cleaning.page.posts import embedded_posts
from indexer.cleaning.page.prose import MOST_LINKED, is_consent, is_long
from indexer.text import fold

__all__ = ["OUTSIDE", "locate"]

OUTSIDE: Final = "other"
"""The rule by which blocks are removed that are outside the article's box."""

# A long paragraph tells no more than two shorter ones; the unit is the word.
_MOST_WEIGHT: Final = 100.0
# A paragraph alone in its box is more often the teaser of another article.
_LONE: Final = 0.3

# Around the title: how many blocks below it the text begins at the latest, and what weighs how much.
_TITLE_TOLERANCE: Final = 4
_BELOW: Final = 25
_HEADED_WITHIN: Final = 10
"""Blocks above the text within which a heading is its headline, where there is no `h1`."""
_SHORTEST_TITLE: Final = 3
"""Words of a headline that the page's only `h1` has, though the title is worded otherwise."""
_ABOVE_TITLE: Final = 0.5
_FIRST: Final = 1.5
_AROUND: Final = 0.5
_ASIDE: Final = 1.5
_HIDDEN_ASIDE: Final = 1.1
_NEVER_FIRST: Final = frozenset({"footer", "popup", "cookie", "comments"})
_NEVER_OPENING: Final = frozenset({"caption", "author-bio", "newsletter", "comments", "cookie", "popup"})
"""By how much more or less a hint is believed on a box with the first paragraph, and on one without it."""
# Fields of forms, and what sites say about data protection, may be longer than the article.
_OF_FORMS: Final = frozenset({"form", "fieldset", "legend", "label"})
_CONSENTING: Final = 0.1

# The share of a page's prose up to which a hint is believed.
_CERTAIN: Final = 0.8
_STRONG: Final = 0.6
_WEAK: Final = 0.5
_STRONG_RULES: Final = frozenset({"footer", "share", "newsletter", "related", "advertisement", "author-bio", "hidden"})
# Menus have no paragraphs, and what asks for money has one: with more weight of prose than this, it is none.
_MOST_PROSE: Final = {"navigation": 25.0, "paywall": 40.0}
# What a rule says of everything around these is not true of what is inside them. Unclosed tags make it so.
_FRESH: Final = frozenset({"main"})
_FRESH_FROM: Final = {
    "article": frozenset({"navigation", "header", "popup"}),
    "table": frozenset({"caption"}),
    "pre": frozenset({"caption"}),
    "blockquote": frozenset({"caption"}),
}
# Headings and prose in these are the author's, such as a standfirst in a header.
_FURNITURE_ONLY: Final = frozenset({"header", "survey"})

_CONTAINER_SHARE: Final = 0.75
_FURTHEST_NAMED: Final = 2
"""Levels from the article's box to one that is named as its text. Of the prose in boxes so near, beside the article's
own, 1,254 words were the article's and 96 were not; of that in boxes further off, 119 and 579."""
_LEAST_AROUND: Final = 60.0
"""Weight of prose in the other parts."""
_CONTENT: Final = re.compile(
    r"(?:\A|[\s_-])(?:entry|post|article|story|page|blog|main)(?:[_-]{1,2})?(?:content|body|text|copy)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
# These are parts of an article, however much of it they hold; so are tables of data.
_PARTS: Final = frozenset({"p", "li", "ul", "ol", "dl", "blockquote"})


def locate(page: Page, title: str, description: str) -> list[str]:
    """Return for each block the rule by which its place on the page takes it out of the article, or "".

    `title` is the article's; its text is looked for below the heading that has these words.
    """
    if not page.blocks:
        return []
    places = [block.box.number for block in page.blocks]
    held = page.counts(places)
    captions = beside_pictures(page, held)
    prose = [block.is_prose and index not in captions for index, block in enumerate(page.blocks)]
    weights = _weights(page, prose, held)
    anchor = _anchor(page.blocks, title)
    first = _first(page.blocks, weights, anchor)
    by_box = _box_rules(page, weights, first)
    in_box = [by_box[place] or ("caption" if index in captions else "") for index, place in enumerate(places)]
    for index in (*answered(page.blocks, in_box), *continued(page.blocks, in_box)):
        in_box[index] = ""
    believed = [0.0 if rule else weight for rule, weight in zip(in_box, weights, strict=True)]
    container = _container(page, believed)
    numbers = {*inside(page.boxes, container), *outlying(page, container, [not rule for rule in in_box])}
    contained = [place in numbers for place in places]
    for index in insets(page, in_box, contained):
        in_box[index] = ""
    opening = contained.index(True) if True in contained else 0
    above = _heading_above(page.blocks, opening) if anchor < 0 or anchor >= opening else anchor
    summing = standfirsts(page.blocks, above, opening, description) if above >= 0 else set()
    title_box = page.blocks[above].box.parent if above >= 0 else None
    located: list[str] = []
    for index, block in enumerate(page.blocks):
        rule = in_box[index]
        if rule in _FURNITURE_ONLY and (
            block.kind == "heading"
            or (index in summing and not prose[index])
            or (prose[index] and (not above < index < opening or _is_beside_title(block, title_box)))
        ):
            rule = ""
        is_near = contained[index] or above < index < opening
        if rule == "caption":
            located.append(rule if is_near else OUTSIDE)
        else:
            located.append(rule or ("" if contained[index] or index in summing else OUTSIDE))
    for index in (*cards(page, located, prose), *following_articles(page, anchor)):
        located[index] = located[index] or "related"
    for index in in_forms(page, located):
        located[index] = "form"
    for index in embedded_posts(page):
        located[index] = located[index] or "embed"
    return located


def _is_beside_title(block: Block, title_box: Box | None) -> bool:
    """Whether a `block` in a header is right inside it, in the box of the title, or named a standfirst."""
    around = block.box.parent
    return around is not None and (
        around is title_box or around.hint.rule in _FURNITURE_ONLY or is_named_standfirst(block)
    )


def _anchor(blocks: Sequence[Block], title: str) -> int:
    """Return the index of the block that shows the `title`, a heading if there is one; -1 for none.

    Of several, such as one in a bar that stays on the screen, it is that with most prose behind it. One right below
    the text, such as that of a form to share the article, says nothing.
    """
    folded = fold(title)
    best, found = (False, 0), -1
    largest: list[int] = []
    least, most = len(title) - _TITLE_TOLERANCE, len(title) + _TITLE_TOLERANCE
    for index, block in enumerate(blocks):
        is_heading = block.kind == "heading"
        if is_heading and block.words >= _SHORTEST_TITLE and block.box.tag == "h1":
            largest.append(index)
        if not (least <= len(block.text) <= most and (is_heading or block.linked < MOST_LINKED)):
            continue
        if fold(block.text) == folded:
            below = sum(near.words for near in blocks[index + 1 : index + 1 + _BELOW] if near.is_prose)
            if (is_heading, below) > best or found < 0:
                best, found = (is_heading, below), index
    if found < 0 and len(largest) == 1:
        return largest[0]
    if found >= 0 and not best[1] and any(block.is_prose for block in blocks[max(0, found - _BELOW) : found]):
        return -1
    return found


def _first(blocks: Sequence[Block], weights: list[float], anchor: int) -> int:
    """Return the index of the first paragraph below the title, which is block `anchor`, or -1, and weight what is
    around the title."""
    if anchor < 0:
        return -1
    for index in range(anchor):
        weights[index] *= _ABOVE_TITLE
    below = range(anchor + 1, min(anchor + 1 + _BELOW, len(weights)))
    full = [min(block.words, _MOST_WEIGHT) for block in blocks[below.start : below.stop]]
    telling = [
        index
        for index, weight in zip(below, full, strict=True)
        if weights[index] > _CONSENTING * weight or is_long(blocks[index])
    ]
    first = next((index for index in telling if not _never_opens(blocks[index])), telling[0] if telling else -1)
    for index, weight in zip(below, full, strict=True):
        if index == first:
            weights[index] = _FIRST * weight
        elif not weights[index] and first < index and is_long(blocks[index]) and not _never_opens(blocks[index]):
            weights[index] = _LONE * weight
    return first


def _never_opens(block: Block) -> bool:
    """Whether a hint on a box around `block` says that it is none with which articles begin, such as a caption."""
    box: Box | None = block.box
    while box:
        if box.hint.rule in _NEVER_OPENING:
            return True
        box = box.parent
    return False


def _weights(page: Page, prose: Sequence[bool], held: Sequence[int]) -> list[float]:
    """Return how much each block tells about where the article is. `held` says how many blocks each box holds."""
    apart = _apart(page)
    telling = [is_p and not apart[block.box.number] for block, is_p in zip(page.blocks, prose, strict=True)]
    if not any(telling):
        # A name such as `comments-open` around it all, or a page of nothing but comments.
        telling = list(prose)
    homes = _homes(page, held)
    siblings = Counter(compress(homes, telling))
    if max(siblings.values(), default=0) <= 1:
        # Where each has a box with its heading, as answers have with their questions, these are beside each other.
        places: dict[object, int] = {}
        homes = [
            home if home < 0 or page.boxes[home].hint.rule else places.setdefault(row(page.boxes[home]), home)
            for home in homes
        ]
        siblings = Counter(compress(homes, telling))
    weights = [
        (min(block.words, _MOST_WEIGHT) * (1.0 if siblings[home] > 1 else _LONE)) if tells else 0.0
        for block, home, tells in zip(page.blocks, homes, telling, strict=True)
    ]
    for index, block in enumerate(page.blocks):
        if weights[index] and (block.box.tag in _OF_FORMS or is_consent(block)):
            weights[index] *= _CONSENTING
    return weights


def _apart(page: Page) -> list[str]:
    """Return for each box the surest hint on it or around it, or "".

    Captions, menus, notices and comments may be longer than the article, and tell nothing about where it is.
    """
    apart: list[str] = []
    for box, parent in zip(page.boxes, page.parents, strict=True):
        around = apart[parent] if parent >= 0 else ""
        if around and (box.tag in _FRESH or around in _FRESH_FROM.get(box.tag, ())):
            around = ""
        apart.append(around or (box.hint.rule if box.hint.certain else ""))
    return apart


def _homes(page: Page, held: Sequence[int]) -> list[int]:
    """Return for each block the number of the innermost box that holds more than it, -1 for none.

    Where every paragraph has a wrapper of its own, the paragraphs are still beside each other.
    """
    homes: list[int] = []
    for block in page.blocks:
        parent = block.box.parent
        while parent and held[parent.number] == 1:
            parent = parent.parent
        homes.append(parent.number if parent else -1)
    return homes


def _box_rules(page: Page, weights: Sequence[float], first: int) -> list[str]:
    """Return for each box the rule that takes out all text in it, or "". Block `first` probably begins the text."""
    around: set[int] = set()
    above: Box | None = page.blocks[first].box if first >= 0 else None
    while above:
        around.add(above.number)
        above = above.parent
    in_box = page.weights(weights)
    by_word = _sums_by_word(page.blocks, weights)
    total = in_box[0]
    rules: list[str] = []
    for box, parent in zip(page.boxes, page.parents, strict=True):
        rule = rules[parent] if parent >= 0 else ""
        if rule and (box.tag in _FRESH or rule in _FRESH_FROM.get(box.tag, ())):
            rule = ""
        hint = box.hint
        if hint.rule and (not rule or rule in _FURNITURE_ONLY):
            trust = _AROUND if box.number in around else _trust_aside(hint.rule, box.parent) if around else 1.0
            if _is_believed(hint, in_box[box.number], by_word[hint.word], total * trust):
                rule = hint.rule
        rules.append(rule)
    return rules


def _trust_aside(rule: str, around: Box | None) -> float:
    """Return how far a hint is believed on a box beside the one with the article's first paragraph.

    A second hint, of another kind, on a box `around` it confirms the first.
    """
    if rule in _NEVER_FIRST:
        return _ASIDE
    if rule in _STRONG_RULES:
        while around:
            if around.hint.rule in _STRONG_RULES and around.hint.rule != rule:
                return _ASIDE
            around = around.parent
    return _HIDDEN_ASIDE if rule == "hidden" else 1.0


def _is_believed(hint: Hint, inside: float, with_word: float, total: float) -> bool:
    """Whether the `hint` of a box holds, with prose of weight `inside` in it and `with_word` in all boxes so named."""
    if hint.certain:
        return inside <= _CERTAIN * total
    if inside > _MOST_PROSE.get(hint.rule, inside):
        return False
    limit = _STRONG if hint.rule in _STRONG_RULES else _WEAK
    limit_by_word = _STRONG if hint.rule == "hidden" else _WEAK
    return inside <= limit * total and not (hint.word and with_word > limit_by_word * total)


def _sums_by_word(blocks: Sequence[Block], weights: Sequence[float]) -> defaultdict[str, float]:
    """Return for each word of the hints the weight of the blocks under it: what most paragraphs bear says nothing."""
    sums: defaultdict[str, float] = defaultdict(float)
    known: dict[int, frozenset[str]] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight:
            for word in _words_on(block.box, known):
                sums[word] += weight
    return sums


def _words_on(box: Box, known: dict[int, frozenset[str]]) -> frozenset[str]:
    """Return the words of the hints on `box` and those around it, which are kept in `known` by the numbers of boxes."""
    inner: list[Box] = []
    around: Box | None = box
    while around and around.number not in known:
        inner.append(around)
        around = around.parent
    words = known[around.number] if around else frozenset()
    for within in reversed(inner):
        if within.hint.word not in words:
            words |= {within.hint.word}
        known[within.number] = words
    return words


def _container(page: Page, weights: Sequence[float]) -> Box:
    """Return the smallest box that holds nearly all the weight."""
    sums = page.weights(weights)
    heaviest: list[Box | None] = [None] * len(page.boxes)
    for box in page.boxes:
        if box.parent and sums[box.number]:
            best = heaviest[box.parent.number]
            if best is None or sums[box.number] > sums[best.number]:
                heaviest[box.parent.number] = box
    tables = {block.box.number for block in page.blocks if block.kind == "row"}
    container = page.boxes[0]
    while (child := heaviest[container.number]) is not None:
        weight = sums[child.number]
        if weight < _CONTAINER_SHARE * sums[container.number] or child.tag in _PARTS or child.number in tables:
            break
        container = child
    return _named_around(container, sums)


def _named_around(container: Box, sums: Sequence[float]) -> Box:
    """Return the box around the `container` whose name says that it has the article's text, where it has more of it: an
    article may be in several parts of which one is much longer than the others. Else `container`."""
    around = container
    for _ in range(_FURTHEST_NAMED):
        if around.parent is None or around.tag in {"body", "html"}:
            return container
        around = around.parent
        if _CONTENT.search(around.shape):
            return around if sums[around.number] - sums[container.number] >= _LEAST_AROUND else container
    return container


def _heading_above(blocks: Sequence[Block], opening: int) -> int:
    """Return the index of the last `h1` before block `opening`, else of a heading shortly before it; -1 for none."""
    for index in range(opening - 1, -1, -1):
        box = blocks[index].box
        if "h1" in (box.tag, box.parent.tag if box.parent else ""):
            return index
    for index in range(opening - 1, max(-1, opening - 1 - _HEADED_WITHIN), -1):
        block = blocks[index]
        if block.kind == "heading" and block.words >= _SHORTEST_TITLE and block.linked < MOST_LINKED:
            return index
    return -1
