"""What does a page of Zim or DokuWiki say, which both keep as a text?

Its title is between six strokes, and further headings between fewer. Zim has lines about the page above it, and when it
was created below. Headings, links and emphasis lose their marks, on the lines they had.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["split", "without_marks"]

_HEAD: Final = re.compile(
    r"(?:Content-Type: text/x-zim-wiki[ \t\r]*\n(?P<fields>(?:[A-Z][\w-]{1,40}: [^\n]*\n){0,20})(?:[ \t\r]*\n)*)?"
    r"(?:======[ \t]+(?P<title>\S[^\n]{0,300}?)[ \t]{1,9}======[ \t\r]*(?:\n|\Z)"
    r"(?:Created (?P<created>[^\n]{6,60}\d{4})[ \t\r]*(?:\n|\Z))?)?"
)
_CREATION: Final = re.compile(r"^Creation-Date: (?P<day>\d{4}-\d\d-\d\d)", re.MULTILINE)
_HEADING: Final = re.compile(r"(?P<stroke>={2,6})[ \t]")
_LINK: Final = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,500})(?:\|(?P<label>[^\[\]\n]{1,500}))?\]\]")
_PICTURE: Final = re.compile(r"\{\{[^{}\n]{1,500}\}\}")
_EMPHASIS: Final = re.compile(r"(?<![\w:])(?P<mark>\*\*|//|__)(?=\S)(?P<text>[^*/_\n]{1,500}+)(?<=\S)(?P=mark)(?!\w)")


def split(text: str) -> tuple[Mapping[str, object], str, int]:
    """Part `text` into what is declared at its top, the rest, and the line on which the rest begins."""
    head = _HEAD.match(text)
    if head is None or not head[0] or not text[head.end() :].strip():
        return {}, text, 1
    created = _CREATION.search(head["fields"] or "")
    declared = {"title": head["title"] or "", "date": created["day"] if created else head["created"] or ""}
    return declared, text[head.end() :], head[0].count("\n") + 1


def without_marks(text: str) -> str:
    """Return `text` without the marks of its headings, links, pictures and emphasis, on the lines it had."""
    return "\n".join(_unmarked(_heading(line)) for line in text.split("\n"))


def _heading(line: str) -> str:
    """Return the heading that is between strokes on a whole `line`; any other line as it is."""
    opening = _HEADING.match(line)
    closed = line.rstrip() if opening else ""
    if opening is None or not closed.endswith((f" {opening['stroke']}", f"\t{opening['stroke']}")):
        return line
    return closed[opening.end() : -len(opening["stroke"])].strip() or line


def _unmarked(line: str) -> str:
    if "[[" in line:
        line = _LINK.sub(lambda link: link["label"] or link["target"].rpartition(":")[2], line)
    if "{{" in line:
        line = _PICTURE.sub("", line)
    if "**" in line or "//" in line or "__" in line:
        line = _EMPHASIS.sub(r"\g<text>", _EMPHASIS.sub(r"\g<text>", line))  # one may be in another
    return line
