"""How is reStructuredText read? As text, without comments, targets, the names of directives and what they are told, and
the marks of headings and roles; every line keeps its place."""

from __future__ import annotations

import re
from typing import Final

from indexer.model.drafts import Reading
from indexer.reading.formats.text import read_marked

__all__ = ["read", "without_marks"]

_DIRECTIVE: Final = re.compile(r"[ \t]*\.\.[ \t]+(?:\|[^|]+\|[ \t]+)?(?P<name>[\w:+.-]{1,60})::(?:[ \t]+(?P<told>.*))?")
_EXPLICIT: Final = re.compile(r"[ \t]*\.\.(?:[ \t]+(?P<rest>.*))?")
_NOTE: Final = re.compile(r"\[[^\]]{1,60}\][ \t]+(?P<text>.*)")
_OPTION: Final = re.compile(r"[ \t]+:[\w -]{1,60}:(?:[ \t].*)?")
_TELLING: Final = frozenset(
    "note warning tip important hint attention caution danger error admonition seealso topic sidebar rubric epigraph"
    " highlights pull-quote versionadded versionchanged deprecated centered figure parsed-literal compound container"
    " class table list-table csv-table".split()
)
"""Directives whose text is shown; what others are told is names and settings."""
_TITLED: Final = frozenset(
    "note warning tip important hint attention caution danger error admonition topic sidebar rubric".split()
)
_CODE: Final = frozenset("code code-block sourcecode literalinclude doctest math prompt".split())
_STROKES: Final = re.compile(r"(?P<sign>[=\-`:'\"~^_*+#<>.])(?P=sign){2,}")
"""The line below or above a heading, or between parts."""
_ROLE: Final = re.compile(r":[\w:+.-]{1,60}:`(?P<text>[^`<\n]{1,300}?)(?:[ \t]*<[^<>`\n]{1,300}>)?`")
_REFERENCE: Final = re.compile(r"`(?P<text>[^`<\n]{1,300}?)(?:[ \t]*<[^<>`\n]{1,1000}>)?`_{1,2}")
_LITERAL: Final = re.compile(r"``(?P<text>[^`\n]{1,500})``")
_MARK: Final = re.compile(r"[ \t]?\[(?:#?[\w-]{0,60}|\*)\]_(?!\w)")


def read(data: bytes) -> Reading:
    """The text, and what it declares at its top."""
    return read_marked(data, without_marks)


def without_marks(text: str) -> str:
    """Return what a text in reStructuredText says to who reads it there."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    kept: list[str] = []
    hidden = shown = -1  # how far what is not read, and what is code, are indented
    is_told = False
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if line.strip():
            hidden = hidden if indent > hidden else -1
            shown = shown if indent > shown else -1
        if hidden >= 0 or (is_told and _OPTION.fullmatch(line)):
            kept.append("")
        elif shown >= 0:
            kept.append(line)
            is_told = False
        elif directive := _DIRECTIVE.fullmatch(line):
            name = directive["name"].rpartition(":")[2].lower()
            is_told = True
            if name in _CODE:
                shown = indent
            elif name not in _TELLING:
                hidden = indent
            kept.append(_inline(directive["told"] or "") if name in _TITLED else "")
        elif explicit := _EXPLICIT.fullmatch(line):
            note = _NOTE.fullmatch(explicit["rest"] or "")
            hidden = -1 if note else indent
            kept.append(_inline(note["text"]) if note else "")
        else:
            is_told = is_told and not line.strip()
            kept.append("" if _STROKES.fullmatch(line.strip()) else _inline(line))
    return "\n".join(kept)


def _inline(line: str) -> str:
    if "`" in line:
        line = _LITERAL.sub(r"\g<text>", _REFERENCE.sub(r"\g<text>", _ROLE.sub(r"\g<text>", line)))
    if "]_" in line:
        line = _MARK.sub("", line)
    return line.removesuffix(":") if line.endswith("::") else line
