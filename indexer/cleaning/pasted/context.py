"""Is a line what it looks like by itself, seen among its neighbours?

`Pinterest` is a button beside `Facebook` and `Share`, and a heading elsewhere; `by Helen Marsh` below each of several
titles belongs to a list of books; `See also:` heads what follows it, unless that is the next paragraph; a notice of
copyright in the middle of a long text is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.head import is_prose
from indexer.cleaning.pasted.kinds import Kind
from indexer.cleaning.pasted.lines import Line

__all__ = ["in_context"]

# Names and things that headings also are.
_ALSO_HEADINGS = frozenset(
    "facebook twitter x linkedin whatsapp pinterest reddit telegram messenger flipboard instagram youtube tiktok "
    "threads bluesky mastodon email e-mail print comments comment save".split()
)
_FEWEST_LISTED = 3
_FAR = 10
"""Lines of text both before and after a notice of copyright with which it is taken for quoted: chosen; of two such
lines in 64,813 of clean texts both had more than 60."""
_COLONS = (":", "：")


def in_context(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[Kind]:
    """Return what `lines` are, given what each looks like by itself."""
    seen = list(kinds)
    for index in _lonely_buttons(lines, kinds):
        seen[index] = Kind.TEXT
    for index in _headings_of_lists(lines, kinds):
        seen[index] = Kind.TEXT
    for index in _listed_bylines(lines, kinds):
        seen[index] = Kind.TEXT
    for index in _notices_within(kinds):
        seen[index] = Kind.TEXT
    return seen


def _lonely_buttons(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return which lines would be buttons for sharing, but are beside no other."""
    return [
        index
        for index, kind in enumerate(kinds)
        if kind is Kind.SHARE
        and lines[index].text.lower() in _ALSO_HEADINGS
        and Kind.SHARE not in {*kinds[max(0, index - 1) : index], *kinds[index + 1 : index + 2]}
    ]


def _headings_of_lists(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return which lines announce other articles whose titles stay in the text."""
    return [
        index
        for index in range(len(lines) - 1)
        if kinds[index] is Kind.READ_MORE
        and lines[index].text.endswith(_COLONS)
        and kinds[index + 1] is Kind.TEXT
        and not is_prose(lines[index + 1].text)
    ]


def _listed_bylines(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return which lines name the authors of the entries of a list: several do, and text is between them."""
    places = [index for index, kind in enumerate(kinds) if kind is Kind.BYLINE]
    apart = [
        place
        for before, place in zip([-1, *places], places, strict=False)
        if any(kind is Kind.TEXT for kind in kinds[before + 1 : place])
    ]
    names = {byline.authors for index in apart if (byline := read_byline(lines[index].text))}
    return apart if len(names) >= _FEWEST_LISTED else []


def _notices_within(kinds: Sequence[Kind]) -> list[int]:
    """Return which lines are notices of copyright in the middle of a text, such as in what a program printed."""
    if Kind.COPYRIGHT not in kinds:
        return []
    total = kinds.count(Kind.TEXT)
    found: list[int] = []
    before = 0
    for index, kind in enumerate(kinds):
        before += kind is Kind.TEXT
        if kind is Kind.COPYRIGHT and min(before, total - before) >= _FAR:
            found.append(index)
    return found
