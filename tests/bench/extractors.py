"""How is each extractor asked for the article of a web page?

Every reader takes a decoded page and its address, and gives text, title, authors and day. Those of the rivals raise
ImportError where the rival is not installed. Their settings are those that their makers recommend for articles: no
comments, metadata where they have it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]
Reader = Callable[[str, str], Answer]


def answer(text: str = "", title: str = "", authors: tuple[str, ...] = (), day: str = "") -> Answer:
    return {"text": text, "title": title, "authors": list(authors), "date": day}


def indexer() -> Reader:
    from indexer.cleaning.page.page import clean_html
    from indexer.model.drafts import Draft

    def read(page: str, url: str) -> Answer:
        article = clean_html(Draft("html", page, url=url))
        return answer(article.text, article.title, article.authors, str(article.published or ""))

    return read


def indexer_best() -> Reader:
    from indexer.cleaning import clean, require
    from indexer.model.drafts import Draft

    importlib.import_module("trafilatura")
    require("best")

    def read(page: str, url: str) -> Answer:
        article = clean(Draft("html", page, url=url), "best")
        return answer(article.text, article.title, article.authors, str(article.published or ""))

    return read


def trafilatura() -> Reader:
    library = importlib.import_module("trafilatura")

    def read(page: str, url: str) -> Answer:
        found = library.bare_extraction(page, url=url or None, include_comments=False, with_metadata=True)
        if found is None:
            return answer()
        names = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
        return answer(found.text or "", found.title or "", names, found.date or "")

    return read


def readability() -> Reader:
    library = importlib.import_module("readability")
    html = importlib.import_module("lxml.html")

    def read(page: str, _: str) -> Answer:
        try:
            document = library.Document(page)
            return answer(html.fromstring(document.summary()).text_content(), document.short_title())
        except Exception:  # noqa: BLE001 - of its own kinds, and of lxml's
            return answer()

    return read


def justext() -> Reader:
    library = importlib.import_module("justext")
    words = library.get_stoplist("English")

    def read(page: str, _: str) -> Answer:
        try:
            found = library.justext(page, words)
        except Exception:  # noqa: BLE001 - an empty page is an error to it
            return answer()
        return answer("\n\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate))

    return read


def resiliparse() -> Reader:
    library = importlib.import_module("resiliparse.extract.html2text")

    def read(page: str, _: str) -> Answer:
        return answer(library.extract_plain_text(page, main_content=True, comments=False))

    return read


def newspaper() -> Reader:
    library = importlib.import_module("newspaper")

    def read(page: str, url: str) -> Answer:
        article = library.Article(url or "http://localhost/")
        try:
            article.download(input_html=page)
            article.parse()
        except Exception:  # noqa: BLE001 - of its own kinds, and of lxml's
            return answer()
        day = article.publish_date.date().isoformat() if article.publish_date else ""
        return answer(article.text, article.title, tuple(article.authors), day)

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "indexer": indexer,
    "trafilatura": trafilatura,
    "indexer --extract best": indexer_best,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "resiliparse": resiliparse,
    "jusText": justext,
}
