"""How does a decoded page become a tree, whatever is wrong with it?"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from indexer.reading.pages import with_bounded_tags
from indexer.text.line_breaks import LINE_SEPARATOR, on_one_line

__all__ = ["element_text", "line_of", "parse", "shown_text"]

# Characters that no document may hold; libxml2 would end the text at some of them. As bytes they are replaced at once.
_CONTROLS: Final = bytes(0x20 if byte < 0x20 and byte not in b"\t\n\r" else byte for byte in range(256))
_FORBIDDEN: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NO_CHARACTERS: Final = ("\ufffe", "\uffff")
# Tags that may nest without limit where a page forgets to close them: all but those that hold no others, or no text.
_NESTING: Final = re.compile(
    r"</?(?!(?:p|h[1-6]|br|html|head|body|title|meta|link|script|style|noscript|template|textarea|select|svg|time)\b)"
    r"[a-z][^<>]*>",
    re.IGNORECASE,
)
# Pages put together of several have them in the middle, where browsers pass over them; libxml2 would drop what follows.
_END_OF_PAGE: Final = re.compile(rb"</(?:body|html)>", re.IGNORECASE)
_UNSHOWN: Final = frozenset({"script", "style", "template", "rt", "rp"})
_SHADOWS: Final = ("shadowrootmode", "shadowroot", "shadowmode")
"""Attributes of a template that is shown, as written by browsers, by programs that save pages, and by them formerly."""
# libxml2 before 2.14 counted too great a depth among its internal errors.
_TOO_DEEP: Final = frozenset({"ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR"})


def parse(content: str) -> etree._Element | None:
    """Return the root of the tree of `content`, or None where it has neither element nor text.

    A page nested deeper than the parser allows would be cut off there; it is parsed again as a sequence of paragraphs.
    """
    content = with_bounded_tags(content)
    encoded = _encoded(content)
    root, complete = _tree(encoded)
    if not complete:
        root = _tree(_encoded(_NESTING.sub("<p>", content)))[0]
    if root is not None and b"<template" in encoded:
        _open_shadows(root)
    return root


def _open_shadows(root: etree._Element) -> None:
    """Make the templates under `root` that are shown boxes like others: components are saved with their text in one."""
    for template in list(root.iter("template")):
        if any(name in template.attrib for name in _SHADOWS):
            template.tag = "div"


def _encoded(content: str) -> bytes:
    """Return `content` in UTF-8, with spaces for the characters that no document may hold, and no end before its
    end."""
    # As bytes in an encoding of our own: what the page declares was true of its file, and lxml refuses it in a str.
    if any(character in content for character in _NO_CHARACTERS):
        content = _FORBIDDEN.sub(" ", content)
    try:
        encoded = content.encode()
    except UnicodeEncodeError:  # for half of a surrogate pair
        encoded = _FORBIDDEN.sub(" ", content).encode()
    return _END_OF_PAGE.sub(b"", encoded.translate(_CONTROLS))


def _tree(content: bytes) -> tuple[etree._Element | None, bool]:
    """Return the tree, and whether the parser reached the end of `content`."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None, True
    last = parser.error_log.last_error
    return root, last is None or last.type_name not in _TOO_DEEP


def line_of(element: etree._Element) -> int:
    """Return the line of the page on which `element` begins; 1 where the parser does not know."""
    line: Any = element.sourceline
    return int(line or 1)


def shown_text(content: str) -> str:
    """Return the text of a piece of markup, with a space between the parts that elements divide it into.

    What browsers never show is left out, and how the characters beside it are read.
    """
    root = parse(content)
    if root is None:
        return ""
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, part in walker:
        if event == "end":
            pieces.append(part.tail or "")
        elif part.tag in _UNSHOWN:
            walker.skip_subtree()
        else:
            pieces.append(part.text or "")
    return " ".join(filter(None, pieces))


def element_text(element: etree._Element) -> str:
    """Return all text inside `element`, with white space collapsed; a line break by a tag is white space too."""
    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(LINE_SEPARATOR if part.tag == "br" else part.text or "")
        elif part is not element:
            pieces.append(part.tail or "")
    return on_one_line("".join(pieces))
