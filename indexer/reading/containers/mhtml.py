"""How is a page read that was saved as one file with all that belongs to it? It is one article; its frames and
pictures are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.saved_pages import original_address

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["read"]

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read(data: bytes) -> Reading:
    """The page of a saved page, with what it has of its own."""
    from indexer.reading.containers import mime  # as in a mail: not quick to import

    message = mime.parse(data)
    page = _root(message)
    if page is None:
        raise SourceError("no page in it")
    content, encoding = mime.text_of(page, html=True)
    if not content.strip():
        return Reading((), encoding)
    addresses = (
        mime.header(message, "snapshot-content-location"),
        mime.header(page, "content-location"),
        mime.header(message, "content-location"),
    )
    url = original_address(next((address for address in addresses if address.startswith(("http:", "https:"))), ""))
    return Reading((Draft("html", content, url=url, lined=False),), encoding)


def _root(message: Message) -> Message | None:
    """Return the page that the others belong to: the one the file says begins it, or else the first."""
    from indexer.reading.containers import mime

    pages = list(_pages(message))
    try:
        start = str(message.get_param("start") or "").strip("<> ")
    except (LookupError, TypeError, ValueError):
        start = ""
    named = (page for page in pages if start and mime.header(page, "content-id").strip("<> ") == start)
    return next(named, next(iter(pages), None))


def _pages(message: Message) -> Iterator[Message]:
    from indexer.reading.containers import mime

    pending = [message]
    while pending:
        part = pending.pop()
        inner = mime.children(part)
        if not inner and part.get_content_type() in _PAGES:
            yield part
        pending += reversed(inner)
