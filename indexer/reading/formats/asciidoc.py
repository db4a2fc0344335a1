"""How is AsciiDoc read? As text, without attributes, comments, the fences of blocks and the marks of headings and
links; every line keeps its place."""

from __future__ import annotations

import re
from typing import Final

from indexer.model.drafts import Reading
from indexer.reading.formats.text import read_marked

__all__ = ["read", "without_marks"]

_UNSEEN: Final = re.compile(
    r"(?:={4,}|-{4,}|_{4,}|\*{4,}|\.{4,}|\+{4,}|--|[|,:!]={3,}|'{3,}|<{3,}|\+"
    r"|\[[^\[\]\n]{0,300}\]|\[\[[^\[\]\n]{1,200}\]\]|//(?!/).*"
    r"|:!?[\w-]{1,60}!?:(?:[ \t].*)?"
    r"|(?:include|ifdef|ifndef|ifeval|endif|toc|image|video|audio)::[^\s\[]*\[.*\])[ \t]*"
)
_CODE: Final = re.compile(r"(?:-{4,}|\.{4,}|`{3}\w*)[ \t]*")
_COMMENT: Final = re.compile(r"/{4,}[ \t]*")
_HEADING: Final = re.compile(r"={1,6}[ \t]+(?P<text>\S.*)")
_BLOCK_TITLE: Final = re.compile(r"\.(?P<text>[^\s.].*)")
_SUBSTITUTES: Final = (
    (re.compile(r"(?:https?|link|mailto|xref):[^\s\[\]]{1,1000}\[(?P<text>[^\[\]\n]{1,500})\]"), r"\g<text>"),
    (re.compile(r"\b(?:https?://[^\s\[\]]{1,1000})\[\]"), ""),
    (re.compile(r"<<[^<>,\n]{1,200},[ \t]*(?P<text>[^<>\n]{1,300})>>"), r"\g<text>"),
    (
        re.compile(
            r"<<[^<>\n]{1,200}>>|\[\[[\w-]{1,100}\]\]|\b(?:image|icon|anchor|indexterm2?):[^\s\[\]:]{0,300}\[[^\[\]\n]{0,300}\]"
        ),
        "",
    ),
    (re.compile(r"footnote:[\w-]{0,60}\[(?P<text>[^\[\]\n]{1,1000})\]"), r" (\g<text>)"),
    (re.compile(r"\b(?:kbd|btn|menu|pass|stem):\w{0,60}\[(?P<text>[^\[\]\n]{1,300})\]"), r"\g<text>"),
)


def read(data: bytes) -> Reading:
    """The text, and what it declares at its top."""
    return read_marked(data, without_marks)


def without_marks(text: str) -> str:
    """Return what a text in AsciiDoc says to who reads it there."""
    kept: list[str] = []
    fence = ""
    in_comment = False
    for raw in text.split("\n"):
        line = raw.rstrip("\r")
        if _COMMENT.fullmatch(line):
            in_comment = not in_comment
            kept.append("")
        elif in_comment or line == fence:
            fence = "" if line == fence else fence
            kept.append("")
        elif fence:
            kept.append(raw)
        elif _CODE.fullmatch(line):
            fence = "```" if line.startswith("```") else line
            kept.append("")
        else:
            kept.append(_shown(line))
    return "\n".join(kept)


def _shown(line: str) -> str:
    if (not line[:1].isalnum() or "::" in line) and _UNSEEN.fullmatch(line):
        return ""
    if heading := _HEADING.fullmatch(line) or _BLOCK_TITLE.fullmatch(line):
        line = heading["text"]
    if "[" in line or "<<" in line:
        for pattern, shown in _SUBSTITUTES:
            line = pattern.sub(shown, line)
    return line
