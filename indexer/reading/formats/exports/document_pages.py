"""What do Notion and Google Docs declare in the pages that they export?

Notion has a table of a page's properties below its title, each with its name; Google Docs marks the paragraph that is
the title by a class, and has headings of the text above all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["declared"]

_HEAD: Final = 100_000
"""Characters of a page among which its properties are, and of the styles before its title."""
_PROPERTIES: Final = re.compile(r"<table class=\"properties\">(?=<tbody><tr class=\"property-row)")
_DOCUMENT: Final = re.compile(r"<body class=\"[^\"<>]{0,200}\bdoc-content\b[^\"<>]{0,200}\">")
_TITLE: Final = re.compile(r"\s*<p class=\"(?:[\w-]{1,60} ){0,9}title\"[^<>]{0,300}>")


def declared(page: str) -> Mapping[str, object]:
    """Return what is declared in a `page` of these programs; nothing of any other."""
    if properties := _PROPERTIES.search(page, 0, _HEAD):
        end = page.find("</table>", properties.end())
        return dict(_properties(page[properties.start() : end])) if end >= 0 else {}
    document = _DOCUMENT.search(page, 0, _HEAD)
    title = _TITLE.match(page, document.end()) if document else None
    end = page.find("</p>", title.end()) if title else -1
    if title is None or end < 0:
        return {}
    return {"title": _text(_parsed(page[title.start() : end]))}


def _properties(table: str) -> Iterator[tuple[str, object]]:
    """Yield the name and the value of each property in a `table`; of people those, and the address of what is nothing
    but a link to another site."""
    for row in _parsed(table).iter("tr"):
        name, value = row.find("th"), row.find("td")
        if name is None or value is None:
            continue
        text = _text(value)
        links = (link.get("href", "") for link in value.iter("a") if _text(link) == text)
        address = next((link for link in links if link.startswith(("http://", "https://"))), "")
        people = [_text(user) for user in value.iter("span") if user.get("class") == "user"]
        yield _text(name), people or address or text.removeprefix("@")


def _parsed(markup: str) -> Any:
    from lxml import html

    return html.fragment_fromstring(markup, create_parent="div")


def _text(element: Any) -> str:
    """Return the text of an `element` without that of the icons in it."""
    for icon in element.xpath(".//*[contains(@class, 'icon')]"):
        icon.text = ""
    return " ".join("".join(element.itertext()).split())
