"""Which bookmarks are in a browser's own copy of them?

Firefox writes a tree of folders and places, Chrome and its kin one with names and addresses. Folders, separators and
stored searches are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["bookmarks"]

_FIREFOX: Final = "text/x-moz-place-container"
_PLACE: Final = "text/x-moz-place"
_CHROME_ROOTS: Final = frozenset({"bookmark_bar", "other", "synced"})
_FIREFOX_FROM: Final = datetime(1970, 1, 1, tzinfo=UTC)
_CHROME_FROM: Final = datetime(1601, 1, 1, tzinfo=UTC)
"""From when each counts microseconds."""
_FURTHEST: Final = 100_000
"""Characters after one address within which the next is looked for; one that is further off, or spelled otherwise, is
given the same line."""
_NO_PAGES: Final = ("place:", "javascript:", "about:", "chrome:")


def bookmarks(document: object, text: str) -> list[tuple[int, Mapping[str, object]]]:
    """Return the bookmarks of a `document` as records, each with the line of the document's `text` on which its address
    is; an empty list where it is something else."""
    if not isinstance(document, Mapping):
        return []
    if document.get("type") == _FIREFOX:
        found = _firefox(document)
    elif isinstance(roots := document.get("roots"), Mapping) and not _CHROME_ROOTS.isdisjoint(roots):
        found = _chrome({"children": list(roots.values())})
    else:
        return []
    placed: list[tuple[int, Mapping[str, object]]] = []
    line, at = 1, 0
    for record in found:
        address = str(record["url"])
        spellings = (json.dumps(address, ensure_ascii=is_ascii) for is_ascii in (True, False))
        place = max(text.find(spelling, at, at + _FURTHEST) for spelling in spellings)
        if place >= 0:
            line += text.count("\n", at, place)
            at = place
        placed.append((line, record))
    return placed


def _firefox(root: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for node in _leaves(root):
        if node.get("type") == _PLACE:
            yield from _record(node.get("title"), node.get("uri"), node.get("dateAdded"), _FIREFOX_FROM)


def _chrome(root: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for node in _leaves(root):
        if node.get("type") == "url":
            yield from _record(node.get("name"), node.get("url"), node.get("date_added"), _CHROME_FROM)


def _leaves(root: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    """Yield what is in the folders under `root`, in order."""
    rest: list[object] = [root]
    while rest:
        node = rest.pop()
        if not isinstance(node, Mapping):
            continue
        children = node.get("children")
        if isinstance(children, list):
            rest.extend(reversed(children))
        else:
            yield node


def _record(title: object, address: object, added: object, begin: datetime) -> Iterator[Mapping[str, object]]:
    if not isinstance(address, str) or address.startswith(_NO_PAGES) or not isinstance(title, str | None):
        return
    try:
        day = (begin + timedelta(microseconds=int(str(added)))).date().isoformat()
    except (ValueError, OverflowError):
        day = ""
    yield {"title": title or address, "url": address, "date": day}
