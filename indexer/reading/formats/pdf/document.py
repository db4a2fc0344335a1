"""How is a PDF read? All of it is one article, as the lines on its pages show it.

What is on the pages as a picture only, as in a scan, cannot be read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading.formats.office.properties import authors_in, title_in
from indexer.reading.formats.pdf.lines import lines_of
from indexer.reading.formats.pdf.margins import with_whole_words, without_line_numbers, without_watermarks
from indexer.reading.formats.pdf.paragraphs import Paragraph, paragraphs_of
from indexer.reading.formats.pdf.running_heads import without_running_heads

__all__ = ["read"]

_ENCRYPTED: Final = frozenset({4, 5})
"""PDFium's errors for a password that it does not have, and an encryption that it does not know."""
_DATE: Final = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_TITLE_SIZE: Final = 1.15
"""Times the size of the text; on the first page, what is so large is the title."""
_LONGEST_TITLE: Final = 300


def read(data: bytes) -> Reading:
    """The text of a document by its pages, and what it declares."""
    try:
        import pypdfium2  # a tenth of a second, and only for those who have PDFs
    except ImportError:
        raise SourceError("needs the extra pdf") from None
    try:
        document = pypdfium2.PdfDocument(data)
        try:
            pages = [lines_of(document[index], index + 1) for index in range(len(document))]
            properties = {name: _property_of(document, name) for name in ("Title", "Author", "CreationDate")}
            language = _language_of(document)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        if error.err_code in _ENCRYPTED:
            raise SourceError("encrypted") from None
        raise SourceError("damaged pdf", detail=str(error)) from None
    pages = without_line_numbers(without_watermarks(without_running_heads(pages)))
    paragraphs = paragraphs_of(with_whole_words(pages))
    if not paragraphs:
        raise SourceError("no text in it", detail="scanned? its pages are pictures")
    day = _DATE.match(properties["CreationDate"])
    title = _title_among(paragraphs)
    draft = Draft(
        "document",
        _page_of(paragraphs, title),
        title=title_in(properties["Title"]),
        authors=authors_in([properties["Author"]]),
        published="-".join(day.groups()) if day else "",
        language=language,
        lined=False,
        paged=True,
    )
    return Reading((draft,))


def _page_of(paragraphs: Sequence[Paragraph], title: Paragraph | None) -> str:
    """Return the paragraphs as HTML in which the lines are the pages of the document."""
    written: list[str] = []
    reached = 1
    for paragraph in paragraphs:
        written.append("\n" * (paragraph.page - reached))
        reached = max(reached, paragraph.page)
        text = escape(paragraph.text, quote=False)
        if further := max(0, paragraph.last_page - reached):
            text = text.replace(" ", "\n" * further, 1)
            reached += further
        tag = "h1" if paragraph is title else "p"
        written.append(f"<{tag}>{text}</{tag}>")
    return "".join(written)


def _language_of(document: Any) -> str:
    """Return the language that a document declares, such as `de-DE`."""
    import ctypes

    from pypdfium2 import raw

    units = ctypes.POINTER(ctypes.c_ushort)
    return _text_in(lambda into, size: raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(into, units), size))


def _property_of(document: Any, name: str) -> str:
    """Return a property that a document declares. pypdfium2's own function fails where it is no text."""
    from pypdfium2 import raw

    return _text_in(lambda into, size: raw.FPDF_GetMetaText(document.raw, name.encode(), into, size))


def _text_in(fill: Callable[[Any, int], int]) -> str:
    """Return the text that PDFium fills a buffer of so many bytes with; it returns the bytes that it needs."""
    import ctypes

    size = fill(None, 0)
    written = ctypes.create_string_buffer(size)
    fill(written, size)
    return written.raw.decode("utf-16-le", "replace").rstrip("\0")


def _title_among(paragraphs: Sequence[Paragraph]) -> Paragraph | None:
    """Return what is written largest on the first page, where it is larger than the text."""
    sizes: Counter[int] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size)] += len(paragraph.text)
    ((usual, _),) = sizes.most_common(1)
    page = paragraphs[0].page
    largest = max((paragraph for paragraph in paragraphs if paragraph.page == page), key=lambda one: one.size)
    is_title = len(largest.text) > 1 and largest.size > _TITLE_SIZE * usual and any(map(str.isalpha, largest.text))
    return largest if is_title and len(largest.text) <= _LONGEST_TITLE else None
