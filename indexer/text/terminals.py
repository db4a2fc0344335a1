r"""What does a text show that was written for a printer or a terminal?

Manuals and old mail print a letter over itself to make it bold and a line over it to underline it (`N\bN`, `_\bN`);
programs colour what they print by sequences that begin with an escape. A reader sees the letters alone.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["printed"]

# ECMA-48: control sequences, strings such as titles and links, and escapes of two characters.
_ESCAPES: Final = re.compile(
    r"\x1b(?:\[[0-?]{0,60}[ -/]{0,9}[@-~]|\][^\x07\x1b\n]{0,2000}(?:\x07|\x1b\\)|[()#%][A-Z0-9]|[=>78cDEHMNOZ])"
)
_FAINT: Final = frozenset("_ ")
"""What is printed over a letter and leaves it as it is."""


def printed(text: str) -> str:
    """Return what is to be seen of `text`, on the lines it has."""
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    if "\b" not in text:
        return text
    return "\n".join(_overprinted(line) if "\b" in line else line for line in text.split("\n"))


def _overprinted(line: str) -> str:
    """Return the last letter that was printed at each place of a line."""
    shown: list[str] = []
    place = 0
    for character in line:
        if character == "\b":
            place = max(0, place - 1)
            continue
        if place == len(shown):
            shown.append(character)
        elif shown[place] in _FAINT or character not in _FAINT:
            shown[place] = character
        place += 1
    return "".join(shown)
