"""Which lines of a text are not text, and what are they?

A line is known by what it looks like (`kinds`), and by what is around it: the head of an article, its pictures, a wire
story's end, and what is there twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from indexer.cleaning.pasted.captions import caption_of, doubled_captions
from indexer.cleaning.pasted.head import is_prose, mark_head, mark_titles
from indexer.cleaning.pasted.kinds import NOISE, Kind
from indexer.cleaning.pasted.lines import Line
from indexer.cleaning.pasted.mail_closing import list_footer
from indexer.cleaning.pasted.repeats import duplicates, pull_quotes

__all__ = ["marks_among", "marks_of_text"]

_SIGN_OFF_LINES = 5
_BESIDE_PICTURES = frozenset({Kind.TEXT, Kind.CAPTION, Kind.CREDIT})


def marks_among(
    lines: Sequence[Line], kinds: Sequence[Kind], title: str, *, noisy: bool, authors: Sequence[str] | None
) -> dict[int, Kind]:
    """Return which lines are not text, and what they are, by index."""
    headers = takewhile(lambda index: kinds[index] is Kind.HEADER, range(len(kinds)))
    marks: dict[int, Kind] = dict.fromkeys(headers, Kind.HEADER)
    pictures: dict[int, Kind] = dict.fromkeys(
        (index for index, kind in enumerate(kinds) if kind is Kind.CAPTION), Kind.CAPTION
    )
    pictures.update((index, Kind.CAPTION_DUPLICATE) for index in _doubled_captions(lines, kinds))
    if noisy:
        marks.update(pictures)
        marks.update((index, kind) for index, kind in enumerate(kinds) if kind in NOISE and kind is not Kind.SIGN_OFF)
        marks.update((index, Kind.SIGN_OFF) for index in _sign_offs(lines, kinds))
        if authors is not None:
            from indexer.cleaning.pasted.surroundings import surroundings  # articles with a headline alone need it

            marks.update(surroundings(lines, kinds, authors))
        if (footer := list_footer([line.text for line in lines])) is not None:
            marks.update(dict.fromkeys(range(footer, len(lines)), Kind.LIST_FOOTER))
    rest = [index for index in range(len(lines)) if index not in marks and index not in pictures]
    head = mark_head([lines[index] for index in rest], [kinds[index] for index in rest], title)
    marks.update((rest[position], kind) for position, kind in head.items())
    if noisy and not marks:
        # Last, when all that is left belongs together.
        marks.update((index, Kind.PULL_QUOTE) for index in pull_quotes(lines))
        marks.update((index, Kind.DUPLICATE) for index in duplicates(lines))
    return marks


def marks_of_text(lines: Sequence[Line], title: str, *, noisy: bool, untitled: bool) -> dict[int, Kind]:
    """Return what `marks_among` does for lines that all look like text; in those that are `untitled` no title was
    found."""
    marks: dict[int, Kind] = {}
    if noisy and (footer := list_footer([line.text for line in lines])) is not None:
        marks = dict.fromkeys(range(footer, len(lines)), Kind.LIST_FOOTER)
        return marks | mark_titles(lines[:footer], title)
    marks = {} if untitled else mark_titles(lines, title)
    if noisy and not marks and len(lines) > 1:
        marks.update((index, Kind.PULL_QUOTE) for index in pull_quotes(lines))
        marks.update((index, Kind.DUPLICATE) for index in duplicates(lines))
    return marks


def _sign_offs(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return which lines close a wire story: they have at most a few paragraphs of prose below them."""
    found: list[int] = []
    below = 0
    for index in range(len(kinds) - 1, -1, -1):
        if kinds[index] is Kind.SIGN_OFF:
            found.append(index)
        elif kinds[index] is Kind.TEXT and is_prose(lines[index].text):
            below += 1
            if below == _SIGN_OFF_LINES:
                break
    return found


def _doubled_captions(lines: Sequence[Line], kinds: Sequence[Kind]) -> list[int]:
    """Return which lines are captions that occur a second time beside them, with their credit."""
    if Kind.CAPTION not in kinds and Kind.CREDIT not in kinds:
        return []
    shown = [index for index, kind in enumerate(kinds) if kind in _BESIDE_PICTURES]
    texts = [lines[index].text for index in shown]
    captions = [caption_of(lines[index].text) if kinds[index] is Kind.CAPTION else "" for index in shown]
    doubled = doubled_captions(texts, captions, [kinds[index] is Kind.CREDIT for index in shown])
    return [shown[position] for position in doubled]
