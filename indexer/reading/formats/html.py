"""How is a saved page read? The whole file is one article; what it declares about itself is for cleaning to find, but
for what the program that saved it says, and for the front matter that a site's generator reads. In an exported list of
links, the links are what is to be found."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.drafts import Draft, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.pages import without_cdata
from indexer.reading.saved_pages import is_list_of_links, saved_from, title_of, without_licence, without_page_numbers

__all__ = ["read"]

_DOCUMENTS = ('class="properties"', "doc-content")
"""One of these is in each page that Notion and Google Docs export."""


def read(data: bytes) -> Reading:
    """The page."""
    content, encoding = decode(data, html=True)
    if not content or content.isspace():
        return Reading((), encoding)
    if is_list_of_links(content):
        return Reading((Draft("document", content, title=title_of(content)),), encoding)
    if "bookTitle" in content and "noteText" in content:
        from indexer.reading.formats.exports import kindle  # few pages need it

        if draft := kindle.notebook(content):
            return Reading((draft,), encoding)
    if "articleParagraph" in content:
        from indexer.reading.formats.exports.articles import articles_in_page  # few pages need it

        if drafts := articles_in_page(content):
            return Reading(drafts, encoding)
    content = without_page_numbers(without_licence(without_cdata(content)))
    if content.startswith(("---", "+++")):
        from indexer.reading.formats import front_matter  # few pages need it
        from indexer.reading.formats.record import described

        declared, content, line = front_matter.split(content)
        if declared:
            return Reading((described(Draft("html", content, line), declared),), encoding)
    return Reading((_page(content),), encoding)


def _page(content: str) -> Draft:
    """Return a page with what the program says of it that saved or exported it."""
    draft = Draft("html", content, url=saved_from(content))
    if not any(sign in content for sign in _DOCUMENTS):
        return draft
    from indexer.reading.formats.exports import document_pages  # few pages need it
    from indexer.reading.formats.record import described

    said = document_pages.declared(content)
    named = described(draft, said) if said else draft
    return replace(named, url=named.url or draft.url)
