"""What is in an outline (OPML)? Its lines are one article; a list of feeds, which is written so too, is none."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from indexer.errors import UNSUPPORTED, SourceError
from indexer.model.drafts import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["outline"]

_NOTES: Final = ("_note", "note", "description")
_DEEPEST: Final = 100


def outline(root: _Element) -> Draft:
    """Return the article that an outline is; raises SourceError ("unsupported format") for a list of feeds."""
    lines = [*_lines(root.find("body"), 0)]
    if not lines:
        raise SourceError(UNSUPPORTED, detail="a list of feeds")
    return Draft(
        "document",
        "\n".join(lines),
        title=_said(root, "title"),
        authors=tuple(filter(None, [_said(root, "ownerName")])),
        published=_said(root, "dateCreated"),
        modified=_said(root, "dateModified"),
        lined=False,
    )


def _lines(around: _Element | None, depth: int) -> Iterator[str]:
    """Yield the lines of an outline with those below them, without the feeds and links in it."""
    if around is None or depth > _DEEPEST:
        return
    for element in around.iterchildren("outline"):
        inner = [*_lines(element, depth + 1)]
        said = "" if element.get("xmlUrl") else (element.get("text") or element.get("title") or "").strip()
        is_folder = not inner and len(element) > 0
        if not said or is_folder:
            yield from inner
            continue
        notes = "".join(f"<p>{html.escape(note)}</p>" for name in _NOTES if (note := element.get(name, "").strip()))
        below = "\n".join(("<ul>", *inner, "</ul>")) if inner else ""
        yield f"<li>{html.escape(html.unescape(said), quote=False)}{notes}{below}</li>"


def _said(root: _Element, name: str) -> str:
    return " ".join((root.findtext(f"head/{name}") or "").split())
