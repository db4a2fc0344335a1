"""How is Org read? As text, without drawers, keywords, comments and the marks of headings and links; every line keeps
its place."""

from __future__ import annotations

import re
from typing import Final

from indexer.model.drafts import Reading
from indexer.reading.formats.text import read_marked

__all__ = ["read", "without_marks"]

_DRAWER: Final = re.compile(
    r"^[ \t]*:(?:PROPERTIES|LOGBOOK|CLOCK):[ \t\r]*\n(?:[ \t]*+(?!:END:)[^\n]*\n){0,200}?[ \t]*:END:[ \t\r]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HIDDEN: Final = re.compile(r"[ \t]*#\+(?P<what>begin|end)_(?:comment|export)\b.*", re.IGNORECASE)
_CODE: Final = re.compile(r"[ \t]*#\+(?P<what>begin|end)_(?:src|example)\b.*", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    r"[ \t]*(?:#\+[\w-]{2,40}(?:\[[^\]]*\])?(?::.*|_.*)?|#(?:[ \t].*)?"
    r"|(?:(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[][^>\]]*[>\]][ \t]*)+|CLOCK:.*)"
)
_CAPTION: Final = re.compile(r"[ \t]*#\+caption(?:\[[^\]]*\])?:[ \t]*", re.IGNORECASE)
_HEADING: Final = re.compile(
    r"\*+[ \t]+(?:(?:TODO|DONE|NEXT|WAITING|CANCELLED|CANCELED)[ \t]+)?(?:\[#[A-Z0-9]\][ \t]+)?"
    r"(?P<text>\S(?:.*?\S)??)(?:[ \t]+:[\w@#%:]{1,200}:)?[ \t]*"
)
_LINK: Final = re.compile(r"\[\[[^\[\]\n]{1,1000}\]\[(?P<text>[^\[\]\n]{1,500})\]\]")
_BARE_LINK: Final = re.compile(r"\[\[(?P<target>[^\[\]\n]{1,1000})\]\]")
_PICTURE: Final = re.compile(r"(?:file:|\./|\.\./|/).*|.*\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """The text, and what it declares at its top."""
    return read_marked(data, without_marks)


def without_marks(text: str) -> str:
    """Return what a text in Org says to who reads it there."""
    lines = _DRAWER.sub(lambda match: "\n" * match[0].count("\n"), text).split("\n")
    last_end = max((index for index, line in enumerate(lines) if "#+" in line and _ends(line)), default=-1)
    kept: list[str] = []
    in_code = is_hidden = False
    for index, line in enumerate(lines):
        hidden = _HIDDEN.fullmatch(line) if not in_code and "#+" in line else None
        if hidden:
            is_hidden = hidden["what"].lower() == "begin" and index < last_end
            kept.append("")
        elif is_hidden:
            kept.append("")
        elif code := _CODE.fullmatch(line.rstrip("\r")):
            in_code = code["what"].lower() == "begin"
            kept.append("")
        elif in_code:
            kept.append(line)
        else:
            kept.append(_shown(line.rstrip("\r")))
    return "\n".join(kept)


def _ends(line: str) -> bool:
    hidden = _HIDDEN.fullmatch(line)
    return hidden is not None and hidden["what"].lower() == "end"


def _shown(line: str) -> str:
    if caption := _CAPTION.match(line):
        line = line[caption.end() :]
    elif line.lstrip()[:1] in {"#", "S", "D", "C"} and _UNSEEN.fullmatch(line):
        return ""
    if heading := _HEADING.fullmatch(line) if line.startswith("*") else None:
        line = heading["text"]
    if "[[" in line:
        line = _BARE_LINK.sub(_target, _LINK.sub(r"\g<text>", line))
    return line


def _target(link: re.Match[str]) -> str:
    return "" if _PICTURE.fullmatch(link["target"]) else link["target"].lstrip("*#")
