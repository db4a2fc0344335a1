"""Where does the text of a mail end, and its signature or its mailing list's footer begin?

A signature follows a line of two hyphens and a space. A list's footer follows a rule and says how to leave the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["is_rule", "list_footer", "signature_starts"]

_MOST_LINES = 12
"""Lines that such a closing has at most, below the line that begins it."""
_STROKES = frozenset("_=*-#")
_RULE = re.compile(r"[_=*#-]{10,100}\s?")
_SHORT_RULE = re.compile(r"[_=*#-]{3,100}\s?")
_LEAVE = (
    r"\b(?:unsubscribe|désabonner|désinscrire|abmelden|abbestellen|austragen|darse de baja"
    r"|cancelar (?:la )?su[bs]+cri\w+|disiscri\w+|uitschrijven|afmelden|descadastr\w+|отписаться)\b"
)
_LEAVING = re.compile(rf"{_LEAVE}.{{0,80}}https?://|https?://\S{{0,300}}(?:unsub|signoff|listinfo)", re.IGNORECASE)
"""A line with the address at which one leaves: what is below a short rule is a footer only with one."""
_POSTED = re.compile(r"Posted by: [^\n]{2,100}@")
_LIST = re.compile(
    rf"\bmailing[ -]?liste?\b|{_LEAVE}|\bmailman/listinfo\b|\bliste de diffusion\b|\blista de correo\b"
    r"|\bgroups?\.(?:google|yahoo)\.|\bgoogle groups\b|\byahoo! groups\b|-(?:request|unsubscribe|owner)@",
    re.IGNORECASE,
)


def signature_starts(lines: Sequence[str], *, mail: bool) -> dict[int, str]:
    """Return with which of the `lines` a signature begins and with which a list's footer below it, by index and kind.

    Each reaches to the next or to the end of the text; where there is no signature there is nothing. In a `mail`, the
    space behind the hyphens may be missing.
    """
    footer = list_footer(lines)
    starts = {} if footer is None else {footer: "list-footer"}
    ink = 0
    for index in range(len(lines) if footer is None else footer, 0, -1):
        line = lines[index - 1]
        if line.startswith(">") or ink > _MOST_LINES:
            break
        if line == "-- " or (mail and line == "--"):
            if ink and not starts and any(map(_LIST.search, lines[index:])):
                return {index - 1: "list-footer"}
            return {index - 1: "signature", **starts} if ink else {}
        ink += bool(line.strip())
    return {}


def list_footer(lines: Sequence[str]) -> int | None:
    """Return with which of the lines the footer of a mailing list begins that reaches to their end, or None."""
    if not any(map(_is_short_rule, lines)):
        return None  # as of nearly all texts, and told far more quickly than what follows
    ink = 0
    named = leaves = False
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if line.startswith(">") or ink > _MOST_LINES:
            break
        if named and (is_rule(line) or (leaves and _is_short_rule(line))):
            return _with_sender(lines, index)
        named = named or _LIST.search(line) is not None
        leaves = leaves or _LEAVING.search(line) is not None
        ink += bool(line.strip())
    return None


def _with_sender(lines: Sequence[str], footer: int) -> int:
    """Return where a list's footer begins with what is right above it: rules, and who sent the mail to the list."""
    begin = footer
    for index in range(footer - 1, max(footer - _MOST_LINES, 0), -1):
        line = lines[index]
        if is_rule(line) or _POSTED.match(line):
            begin = index
        elif line.strip():
            break
    return begin


def _is_short_rule(line: str) -> bool:
    return line[:1] in _STROKES and _SHORT_RULE.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line is nothing but a stroke across the page."""
    return line[:1] in _STROKES and _RULE.fullmatch(line) is not None
