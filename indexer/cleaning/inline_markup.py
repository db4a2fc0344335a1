"""What does a stretch of Markdown say without its inline markup?

Everything here takes time in proportion to the text, whatever brackets and stars it is made of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Set as AbstractSet
from typing import TypeAlias

from indexer.text.characters import normalize
from indexer.text.line_breaks import on_one_line

__all__ = ["Labels", "plain", "take_pictures"]

Labels: TypeAlias = AbstractSet[str]
"""What the targets of a text's links are called, in capitals and with single spaces."""

_CODE = re.compile(r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>.{1,400}?)(?<!`)(?P=ticks)(?!`)")
_ESCAPED = re.compile(r"\\(?P<mark>[!-/:-@\[-`{-~])")
_TARGET = (
    r"\((?:<[^<>]{0,500}+>|[^()\s]{0,2000}+(?:\([^()\s]{0,200}+\)[^()\s]{0,2000}+)?+)"
    r"(?:\s{1,9}(?:\"[^\"]{0,500}+\"|'[^']{0,500}+'))?\s?\)"
)
_LABEL = r"\[(?P<label>[^\[\]]{0,1000}+)\]"
_PICTURE = re.compile(rf"!{_LABEL}(?:{_TARGET}|\[[^\[\]]{{0,200}}+\])(?:\{{[^{{}}]{{0,200}}+\}})?")
_FOOTNOTE = re.compile(
    r"(?:\A|(?<=\ue000))\[\^[^\[\]\s]{1,60}+\]:?\s?|\s?(?:\[\^[^\[\]\s]{1,60}+\]){1,9}+(?=[\s.,;:!?)]|\Z)|\[\^[^\[\]\s]{1,60}+\]"
)
"""A mark before a note goes with what parts them; one in a text leaves the space behind it, which parts two words."""
_LINK = re.compile(rf"{_LABEL}(?:{_TARGET}|\[[^\[\]]{{0,200}}+\])")
_ANCHOR = re.compile(r"[#¶§^↑↩⤴⬆🔗\ufe0e\ufe0f\s]{1,9}")
"""What is shown of a link that leads to its own place, or back from a note."""
_SHORTCUT = re.compile(r"\[(?P<label>[^\[\]]{1,300})\]")
# As wikis and Obsidian write links, what is shown of another page, and a text that is marked.
_EMBEDDED = re.compile(r"!\[\[[^\[\]]{1,300}\]\]")
_WIKI_LINK = re.compile(r"\[\[(?P<target>[^\[\]|]{1,300})(?:\|(?P<shown>[^\[\]]{1,300}))?\]\]")
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])(?P<text>[^=\n]{1,500})(?<=\S)==(?![=\w])")
_ADDRESS = re.compile(r"<(?P<address>(?:https?://|mailto:)[^<>\s]{1,2000}+)>")
_TAG = re.compile(
    r"<(?=[a-zA-Z/])/?(?:a|abbr|address|article|aside|audio|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|ins"
    r"|kbd|li|main|mark|nav|ol|p|picture|pre|q|rp|rt|ruby|s|samp|section|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|track"
    r"|tt|u|ul|var|video|wbr)(?:\s[^<>]{0,1000}+)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}|~~")

# Punctuation in code and after a backslash is not markup: until the rest is gone it is kept as characters nobody uses.
_SHELTERED = {code: 0xF0000 + code for code in range(0x21, 0x7F)}
_UNSHELTERED = {shelter: code for code, shelter in _SHELTERED.items()}


def take_pictures(text: str, labels: Labels = frozenset()) -> tuple[str, tuple[str, ...]]:
    """Return `text` without its pictures, and their descriptions."""
    if "![" not in text:
        return text, ()
    text = _EMBEDDED.sub("", text)
    pictures = (plain(match["label"], labels) for match in _PICTURE.finditer(text))
    return _PICTURE.sub("", text), tuple(filter(None, pictures))


def plain(text: str, labels: Labels = frozenset()) -> str:
    """Return `text` without emphasis, links, code marks, tags and escapes, its white space collapsed."""
    if "`" in text:
        text = _CODE.sub(lambda match: match["code"].strip().translate(_SHELTERED), text)
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: match["mark"].translate(_SHELTERED), text)
    if "[" in text:
        if "[[" in text:
            text = _WIKI_LINK.sub(lambda match: match["shown"] or match["target"].replace("#", " > ").strip(" >"), text)
        text = _LINK.sub(_shown, _FOOTNOTE.sub("", text))
        if labels:
            text = _SHORTCUT.sub(
                lambda match: match["label"] if " ".join(match["label"].split()).upper() in labels else match[0], text
            )
    if "<" in text:
        text = _TAG.sub("", _ADDRESS.sub(r"\g<address>", text))
    if "==" in text:
        text = _MARKED.sub(r"\g<text>", text)
    text = normalize(html.unescape(_without_emphasis(text)).translate(_UNSHELTERED))
    return on_one_line(text)


def _shown(link: re.Match[str]) -> str:
    return "" if _ANCHOR.fullmatch(link["label"]) else link["label"]


def _without_emphasis(text: str) -> str:
    """Return `text` without the pairs of marks that emphasise what they enclose; a mark within a word is none."""
    opened: dict[str, int] = {}
    gone: list[tuple[int, int]] = []
    for mark in _EMPHASIS.finditer(text):
        start, end = mark.span()
        before = text[start - 1 : start] or " "
        after = text[end : end + 1] or " "
        if before.isalnum() and after.isalnum():
            continue
        if mark[0] in opened and not before.isspace():
            opening = opened.pop(mark[0])
            gone += (opening, opening + end - start), (start, end)
        elif not after.isspace():
            opened[mark[0]] = start
    pieces: list[str] = []
    position = 0
    for start, end in sorted(gone):
        pieces.append(text[position:start])
        position = end
    pieces.append(text[position:])
    return "".join(pieces)
