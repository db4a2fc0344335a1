"""Where does the text of a mail end, and its signature or its mailing list's footer begin?

A signature follows a line of two hyphens and a space. A list's footer follows a rule and says how to leave the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["closing_starts"]

_MOST_LINES = 12
"""Lines that such a closing has at most, below the line that begins it."""
_RULE = re.compile(r"[_=*-]{10,100}\s?")
_LIST = re.compile(
    r"\bmailing[ -]?liste?\b|\bunsubscribe\b|\bmailman/listinfo\b|\bliste de diffusion\b|\blista de correo\b"
    r"|\bgroups?\.(?:google|yahoo)\.|\bgoogle groups\b|\byahoo! groups\b|-(?:request|unsubscribe|owner)@",
    re.IGNORECASE,
)


def closing_starts(lines: Sequence[str], *, mail: bool) -> dict[int, str]:
    """Return with which of the `lines` a signature begins and with which a list's footer, by index and kind.

    Each reaches to the next or to the end of the text. In a `mail`, the space behind the hyphens may be missing.
    """
    starts: dict[int, str] = {}
    ink = 0
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not line.strip():
            continue
        if line.startswith(">") or ink > _MOST_LINES:
            break
        if line == "-- " or (mail and line == "--"):
            if ink:
                starts[index] = "signature"
            break
        if ink and _RULE.fullmatch(line) and any(map(_LIST.search, lines[index + 1 :])):
            starts[index] = "list-footer"
            ink = 0
        else:
            ink += 1
    return starts
