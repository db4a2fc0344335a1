"""What does a page declare about its article, in JSON-LD and in `meta` elements?

JSON-LD is read as far as it can be: scripts wrapped in comments, trailing commas and raw control characters are common.
Names of types and properties are those of schema.org.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from indexer.cleaning.page.tree import shown_text
from indexer.text.characters import without_halves
from indexer.text.line_breaks import on_one_line

__all__ = ["Declared", "Properties", "one_text", "plain", "read_declared"]

Properties = Mapping[str, Any]
"""The properties of one JSON-LD object, as JSON gives them."""

# What hid a script from old browsers and from XML parsers.
_OPENING: Final = re.compile(r"(?:<!--|<!\[CDATA\[|//|/\*|\*/|\s)+")
_CLOSINGS: Final = ("-->", "]]>", "//", "/*", "*/", ";")
_TRAILING_COMMA: Final = re.compile(r",\s*(?=[}\]])")
_TAG: Final = re.compile(r"<[^<>]*>")
_ARTICLES: Final = ("Article", "Posting", "Report", "Review", "Recipe", "HowTo")
_PARSELY: Final = {
    "parsely-author": "author",
    "parsely-pub-date": "pub_date",
    "parsely-section": "section",
}
"""The properties of Parse.ly's newer form, and what they are called in its older one."""
_MOST_NAMES: Final = 100
_OTHERS: Final = frozenset({"citation", "comment", "review"})
"""Properties whose things have authors of their own."""


@dataclass(frozen=True, slots=True)
class Declared:
    """All that a page declares.

    `objects` are its JSON-LD objects, an outer one before those inside it, `articles` those of a type for what a person
    writes, and `named` the names of those with an id, by it. `metas` has the contents of the `meta` elements by
    lower-case property, name or itemprop. `scripts`, `links`, `titles` and `headings` are the page's `script`, `link`,
    `title` and `h1` elements.
    """

    objects: Sequence[Properties]
    articles: Sequence[Properties]
    named: Mapping[str, object]
    metas: Mapping[str, Sequence[str]]
    scripts: Sequence[etree._Element]
    links: Sequence[etree._Element]
    titles: Sequence[etree._Element]
    headings: Sequence[etree._Element]

    def meta(self, *keys: str) -> str:
        """Return the first content under the first of `keys` that there is, as plain text, or ""."""
        return next((plain(self.metas[key][0]) for key in keys if key in self.metas), "")

    def names(self, value: object) -> Iterator[str]:
        """Yield the names in a property such as `author`: a text, an object, a reference to one, or a list of these."""
        rest = [value]
        # A name may be an object with a name again; the limit ends circles.
        for _ in range(_MOST_NAMES):
            if not rest:
                return
            item = rest.pop()
            if isinstance(item, str):
                yield plain(item)
            elif isinstance(item, list):
                rest.extend(reversed(item))
            elif isinstance(item, dict):
                rest.append(item.get("@list") or _name(item) or self.named.get(str(item.get("@id"))))


def _name(properties: Properties) -> object:
    """Return the name of a thing, or that of a person who has it in parts; None where it has none."""
    parts = [properties.get("givenName"), properties.get("familyName")]
    return properties.get("name") or (" ".join(map(str, parts)) if all(parts) else None)


def read_declared(root: etree._Element) -> Declared:
    """Return what the page under `root` declares."""
    # One look for all: each takes as long as a walk over the page.
    elements: dict[object, list[etree._Element]] = {"script": [], "meta": [], "link": [], "title": [], "h1": []}
    for element in root.iter(*elements):
        elements[element.tag].append(element)
    scripts, metas, links, titles, headings = elements.values()
    data = (script.text or "" for script in scripts if "ld+json" in (script.get("type") or "").lower())
    objects = [item for text in data for item in _objects(text)]
    articles = [item for item in objects if _is_article(item)]
    if sum(map(_is_review, articles)) > 1:
        # Those of customers.
        articles = [item for item in articles if not _is_review(item)]
    named = {item["@id"]: name for item in objects if isinstance(item.get("@id"), str) and (name := _name(item))}
    return Declared(objects, articles, named, _metas(metas), scripts, links, titles, headings)


def one_text(value: object) -> str:
    """Return a property that should be a text, or the first of several, as plain text on one line."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    return plain(value) if isinstance(value, str) else ""


def plain(text: str) -> str:
    """Return `text` on one line, without markup and with its entities resolved."""
    if "&" in text:
        # Often they were escaped twice.
        text = html.unescape(html.unescape(text))
    if "<" in text and _TAG.search(text):
        text = shown_text(without_halves(text))
    return on_one_line(text)


def _objects(script: str) -> Iterator[Properties]:
    """Yield the objects in a `script` of JSON-LD, an outer one before those inside it."""
    rest = [_json(script)]
    while rest:
        value = rest.pop()
        if isinstance(value, list):
            rest.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            rest.extend(reversed([inner for inner in value.values() if isinstance(inner, (dict, list))]))


def _json(script: str) -> object:
    """Return the value that `script` writes in JSON, or None where it is not JSON at all."""
    if opening := _OPENING.match(script):
        script = script[opening.end() :]
    for _ in _CLOSINGS:
        script = script.rstrip()
        for closing in _CLOSINGS:
            script = script.removesuffix(closing)
    for attempt in (script, _TRAILING_COMMA.sub("", script)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _is_article(properties: Properties) -> bool:
    kind = properties.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(name, str) and name.endswith(_ARTICLES) for name in kinds)


def _is_review(properties: Properties) -> bool:
    return properties.get("@type") in ("Review", "UserReview")


def _metas(elements: Sequence[etree._Element]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in elements:
        content = (meta.get("content") or "").strip()
        keys = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if content and keys and not (keys == "author" == meta.get("itemprop") and _is_of_another(meta)):
            # A property may have several names.
            for key in keys.lower().split():
                found.setdefault(key, []).append(content)
    _add_parsely(found)
    return found


def _is_of_another(meta: etree._Element) -> bool:
    """Whether a `meta` element is inside what the page cites, or what readers say of it."""
    return any(around.get("itemprop") in _OTHERS for around in meta.iterancestors())


def _add_parsely(metas: dict[str, list[str]]) -> None:
    """Add to `metas` what the older of Parse.ly's two forms has: one property, whose content is an object in JSON."""
    page = _json(metas["parsely-page"][0]) if "parsely-page" in metas else None
    if not isinstance(page, dict):
        return
    for key, name in _PARSELY.items():
        value = page.get(name)
        texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text]
        if texts:
            metas.setdefault(key, texts)
