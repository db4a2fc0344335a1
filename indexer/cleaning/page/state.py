"""Which text do the programs of a page hold that the page itself does not show?

Pages that are put together in the browser bring their article along as JSON, in a script, an attribute or the arguments
of a function: one string with markup, or a list of paragraphs, which some keep one by one under names with numbers. Of
all places in it, the article is in the one with most prose.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from indexer.cleaning.declared.structured import plain

__all__ = ["text_in_scripts"]

_JSON_TYPE: Final = re.compile(r"application/(?:[\w.-]+\+)?json")
_ASSIGNED: Final = re.compile(
    r"\A\s*(?:(?:var|let|const)\s{1,9})?(?:window|self|globalThis)?\.?[\w.$\[\]\"']{1,80}\s*=\s*"
    r"(?:(?=[{\[])|(?P<parsed>JSON\.parse\(\s*)(?=[\"']))"
)
_LARGEST: Final = 8_000_000
"""Characters of a script; no article is longer, and the time it takes to read them is bounded."""
_FEWEST_WORDS: Final = 8
"""Of a string that may be a paragraph."""
_PARAGRAPHS: Final = re.compile(r"</(?:p|div|h[1-6]|li)>|<br\s{0,3}/?>|[\r\n]+", re.IGNORECASE)

_CALLED: Final = re.compile(r"\A\s*(?:window|self|globalThis)?\.?__[\w.$]{1,80}\s*=\s*\(?function\b")
_LITERAL: Final = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_QUOTED: Final = re.compile(r"'((?:[^'\\\n]|\\.)*+)'")
_ESCAPED: Final = re.compile(r"\\.|\"")
_IN_JSON: Final = {"\\'": "'", '"': '\\"'}
"""What is escaped in single quotes alone, and in double ones alone."""
_PUSHED: Final = re.compile(r"\A\s*(?:self|window)\.__next_f\.push\(\s*(?=\[\s*\d)")
"""A piece of what Next.js sends of a page: rows, each a number and JSON, or a number and the length of a text."""
_ROW: Final = re.compile(rb"[0-9a-f]{1,8}:(?:T([0-9a-f]{1,7}),)?")
_ELEMENT: Final = 4
"""Items of an element in such a row: `$`, its tag, its key, and its attributes with what is in it."""
_WHOLE: Final = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
"""Elements whose text is one block, however many elements are in it."""
_NUMBERED: Final = re.compile(r"[:_-]?\w*\d\w*")
"""The part of a key that names one of several alike, such as `Paragraph:6f3e`."""
_LONGEST_KEY: Final = 100
"""Characters of a key that are looked at."""
_SHORTEST_DATA: Final = 300
"""Characters of an attribute that may hold an article."""

_Path = tuple[str, ...]


def text_in_scripts(root: etree._Element) -> str:
    """Return the paragraphs with most words that are in one place of the JSON under `root`, a line each, or ""."""
    places: defaultdict[_Path, list[str]] = defaultdict(list)
    values = [*map(_value, root.iter("script")), *_attributes(root), *_rows(root)]
    for path, text in (found for value in values for found in _strings(value)):
        places[path].append(text)
    texts = (_readable(found) for found in places.values())
    return max(texts, key=lambda text: text.count(" "), default="")


def _value(script: etree._Element) -> object:
    """Return what the script has as JSON, or None; JSON-LD is read elsewhere."""
    kind = (script.get("type") or "").lower()
    source = script.text or ""
    if "ld+json" in kind or len(source) > _LARGEST:
        return None
    if not _JSON_TYPE.fullmatch(kind):
        if _CALLED.match(source):
            return [_decoded(literal) for literal in _LITERAL.findall(source)]
        assigned = _ASSIGNED.match(source)
        if assigned is None:
            return None
        source = source[assigned.end() :]
        if assigned["parsed"]:
            # A text in single quotes, as JSON has it in double ones.
            single = _QUOTED.match(source)
            source = f'"{_ESCAPED.sub(_as_json, single[1])}"' if single else source
            return _decoded(str(_decoded(source)))
    return _decoded(source.lstrip())


def _as_json(found: re.Match[str]) -> str:
    return _IN_JSON.get(found[0], found[0])


def _rows(root: etree._Element) -> Iterator[object]:
    """Yield what is in the rows that Next.js sends, which may begin in one script and go on in another."""
    sources = [script.text or "" for script in root.iter("script")]
    pushed = [_decoded(source[match.end() :]) for source in sources if (match := _PUSHED.match(source))]
    pieces = [piece for push in pushed if isinstance(push, list) for piece in push if isinstance(piece, str)]
    sent = "".join(pieces)[:_LARGEST].encode("utf-8", "replace")
    at = 0
    while row := _ROW.match(sent, at):
        if row[1]:
            at = row.end() + int(row[1], 16)
            yield sent[row.end() : at].decode("utf-8", "replace")
        else:
            at = sent.find(b"\n", row.end()) + 1 or len(sent)
            yield _decoded(sent[row.end() : at].decode("utf-8", "replace"))


def _attributes(root: etree._Element) -> Iterator[object]:
    """Yield what is in the attributes under `root` as JSON."""
    found = root.xpath(f"//@*[string-length() >= {_SHORTEST_DATA} and starts-with(normalize-space(), '{{')]")
    if isinstance(found, list):
        yield from (_decoded(str(value).lstrip()) for value in found if len(str(value)) <= _LARGEST)


def _decoded(source: str) -> object:
    try:
        return json.JSONDecoder(strict=False).raw_decode(source)[0]
    except (ValueError, RecursionError):
        return None


def _strings(value: object) -> Iterator[tuple[_Path, str]]:
    """Yield the strings in `value` that have a paragraph's words, each with the names of the keys that lead to it."""
    rest: list[tuple[_Path, object]] = [((), value)]
    while rest:
        path, item = rest.pop()
        if isinstance(item, str):
            if item.count(" ") >= _FEWEST_WORDS - 1 and "<script" not in item:
                yield path, item
        elif isinstance(item, dict):
            values = [(str(key)[:_LONGEST_KEY], inner) for key, inner in item.items() if _may_have_text(inner)]
            rest.extend(reversed([((*path, _place(key)), inner) for key, inner in values]))
        elif isinstance(item, list) and _is_element(item) and item[1] in _WHOLE:
            rest.append((path, "".join(_leaves(item[3]))))
        elif isinstance(item, list):
            rest.extend(reversed([(path, inner) for inner in item]))


@lru_cache(maxsize=1 << 10)
def _place(key: str) -> str:
    """Return what a `key` is called that may be one of several alike. Remembered, since records have the same ones."""
    return _NUMBERED.sub("#", key)


def _may_have_text(value: object) -> bool:
    """Whether a `value` is a paragraph or may have one in it: most are numbers, names and addresses."""
    return isinstance(value, (dict, list)) or (isinstance(value, str) and value.count(" ") >= _FEWEST_WORDS - 1)


def _leaves(value: object) -> Iterator[str]:
    """Yield the text of what is in an element, in order."""
    rest: list[object] = [value]
    while rest:
        item = rest.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            rest.append(item.get("children"))
        elif isinstance(item, list):
            rest.extend(item[:2:-1] if _is_element(item) else item[::-1])


def _is_element(item: list[object]) -> bool:
    return len(item) == _ELEMENT and item[0] == "$" and isinstance(item[1], str)


def _readable(strings: list[str]) -> str:
    parts = (plain(part) for string in dict.fromkeys(strings) for part in _PARAGRAPHS.split(string))
    return "\n".join(part for part in parts if part)
