"""Which lines does the screen have?

Lines come with the colours that the command prints them in; here they are cut to the width of the screen, and those are
chosen that it has room for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from prompt_toolkit.formatted_text import ANSI, StyleAndTextTuples, to_formatted_text
from prompt_toolkit.formatted_text.utils import fragment_list_width
from prompt_toolkit.utils import get_cwidth

__all__ = ["GUTTER", "Page", "article_page", "folded", "keys_line", "results_page"]

GUTTER: Final = 2
"""Columns before each hit, in which the one is marked that the keys are about."""

_INDENT: Final = 3
"""Columns before all lines of a hit but the first."""

_MOST_MESSAGES: Final = 3
"""The part of a screen, 1 / n, that messages may take."""

Line = StyleAndTextTuples


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a screen, the first of the list's lines that is shown, and how many hits are shown as a whole."""

    lines: list[Line]
    top: int
    whole: int = 0


def results_page(
    hits: Sequence[Sequence[str]], messages: Sequence[str], selected: int, top: int, columns: int, rows: int
) -> Page:
    """Messages, then as many hits as there is room for, from their line `top` on, or so that the `selected` one is
    shown."""
    told = [line for message in messages for line in folded(message, columns)][: max(1, rows // _MOST_MESSAGES)]
    room = max(1, rows - len(told) - 1)
    lines: list[Line] = []
    ends: list[int] = []
    for number, hit in enumerate(hits):
        for line in (line for text in hit for line in folded(text, columns - GUTTER, _INDENT)):
            first = len(lines) == (ends[-1] if ends else 0)
            mark = "> " if number == selected and first else "  "
            lines.append([("bold" if mark.strip() else "", mark), *line])
        lines.append([("", "")])
        ends.append(len(lines))
    if ends:
        begin, end = (ends[selected - 1] if selected else 0), ends[selected] - 1  # without the empty line
        top = min(max(top, end - room), begin)
    shown = lines[top : top + room]
    whole = sum(end - 1 <= top + room and (ends[at - 1] if at else 0) >= top for at, end in enumerate(ends))
    return Page([*told, [("", "")], *shown], top, whole)


def article_page(lines: Sequence[str], top: int, columns: int, rows: int) -> Page:
    """The lines of an article from `top` on, or from where its last line is the screen's last."""
    last = len(lines)
    left = rows
    while last and left >= (needed := len(folded(lines[last - 1], columns))):
        last -= 1
        left -= needed
    top = max(0, min(top, last))
    shown = [line for text in lines[top : top + rows] for line in folded(text, columns)]
    return Page(shown[:rows], top)


def keys_line(keys: Sequence[tuple[str, str]], columns: int) -> Line:
    """What the keys do, as much of it as there is room for: pairs of a key and what it does."""
    line: Line = []
    for key, does in keys:
        more: Line = [("", "  " if line else ""), ("bold", key), ("", f" {does}")]
        if fragment_list_width([*line, *more]) > columns:
            break
        line += more
    return line


@lru_cache(10_000)
def folded(text: str, columns: int, indent: int = 0) -> tuple[Line, ...]:
    """A line with colours in lines of at most so many columns, divided between words where there are any, and what
    follows the first indented as it is, or by `indent` columns where that is more. Each key draws the same ones."""
    characters = [(style, letter) for style, letter, *_ in to_formatted_text(ANSI(text))]
    plain = "".join(letter for _, letter in characters)
    own = len(plain) - len(plain.lstrip())
    indent = min(max(indent, own), columns // 2)
    lines: list[Line] = []
    while True:
        room = columns - (indent if lines else 0)
        count = _fitting(characters, room)
        if count < len(characters):
            words = "".join(letter for _, letter in characters[: count + 1]).rfind(" ")
            count = words if words > (0 if lines else own) else max(1, count)
        lines.append([*([("", " " * indent)] if lines and indent else []), *characters[:count]])
        characters = characters[count:]
        while characters and characters[0][1] == " ":
            del characters[0]
        if not characters:
            return tuple(lines)


def _fitting(characters: Sequence[tuple[str, str]], columns: int) -> int:
    """How many of the characters fit into so many columns."""
    for count, (_, letter) in enumerate(characters):
        columns -= get_cwidth(letter)
        if columns < 0:
            return count
    return len(characters)
