"""Where was a saved page saved from?

Browsers and SingleFile say so in a comment at the top of the file, archives in the address they give it. Lists of links
that people export (bookmarks, Pocket) look like pages and are told from them here too.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_list_of_links", "original_address", "saved_from", "title_of", "without_licence", "without_page_numbers"]

_HEAD: Final = 4000
"""Characters at the top of a page among which the comment is, and of its end."""
_SAVED_FROM: Final = re.compile(r"<!--\s{0,9}saved from url=\(\d{1,6}\)(?P<url>\S{1,2000})\s{0,9}-->", re.IGNORECASE)
_SINGLE_FILE: Final = re.compile(
    r"<!--\s{1,9}(?:Page saved with SingleFile|Archive processed by SingleFile)Z?\s{1,9}url:\s{0,9}(?P<url>\S{1,4000})"
)
_OTHERS: Final = re.compile(
    r"<!--\s{0,9}(?:This (?:page|document|file)\s(?:was\s)?)?(?:(?:Saved|Archived|Mirrored|Downloaded|Retrieved) from"
    r"|Source(?: url)?|Original url|URL(?=:\s{0,3}https?:))[:=\s\"]{1,4}(?P<url>(?:https?://)?[^\s<>\"]{4,2000})",
    re.IGNORECASE,
)
_REPLAYED: Final = re.compile(
    r"\b__wm\.(?:wombat|init_replay)\([\"'](?P<url>https?:[^\s\"'<>]{1,2000})[\"'],[\"']\d{14}\b"
)
"""What the Wayback Machine writes at the top of a page that it shows: the page's own address, and when it was kept."""
_KEPT_COPY: Final = re.compile(
    r"<link\s[^<>]{0,99}?\brel=[\"']?bookmark\b[^<>]{1,9}\bhref=[\"'](?P<url>https?://archive\.\w{2,6}/\d{14}/[^\s\"'<>]{1,2000})"
)
"""What archive.today writes beside the short address of its copy."""
_SCRAPBOOK: Final = re.compile(r"<html\s[^<>]{0,2000}?\bdata-scrapbook-source=\"(?P<url>[^\"<>]{1,2000})\"")
_MEDIUM: Final = re.compile(r"<a\s[^<>]{0,9}\bhref=\"(?P<url>[^\"<>]{1,2000})\"[^<>]{1,9}\bclass=\"p-canonical\"")
"""What Medium's export has at its end."""
_ARCHIVED: Final = re.compile(
    r"https?://(?:(?:12ft\.io|outline\.com|r\.jina\.ai|txtify\.it)/|(?:web\.archive\.org/web|archive\.(?:org|today|is|ph|li|md|vn|fo)|webcache\.googleusercontent\.com/search\?q=cache:\w{0,40}:)"
    r"/?(?:[\d.-]{4,20}(?:[a-z]{2}_)?/|o/\w{1,10}/)?|[^/\s]{1,100}/[^\s:]{0,60}?\d{14}(?:[a-z]{2}_)?/)"
    r"(?P<url>https?://.{3,4000}|www\..{3,4000})",
    re.IGNORECASE,
)
"""Of other archives, those of libraries, the addresses have the second of the copy."""
_AMP: Final = re.compile(
    r"https?://(?:[\w-]{1,100}\.cdn\.ampproject\.org/[a-z]|www\.google\.[a-z.]{2,6}/amp)/s/(?P<url>.{3,4000})"
)
"""The copies of pages that Google keeps for telephones."""
_LINK: Final = re.compile(r"<a\s[^<>]{1,4000}>(.{0,2000}?)</a>", re.IGNORECASE | re.DOTALL)
_TITLE: Final = re.compile(r"<title>([^<>]{1,500})</title>", re.IGNORECASE)
_BOOKMARKS: Final = re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file-1>", re.IGNORECASE)
_SIGN: Final = re.compile(r"_(?:added|date)\s*=", re.IGNORECASE)
"""In every exported list; to look for it takes a tenth of the time that looking into each link does."""
_EXPORTED: Final = re.compile(r"<a\s[^<>]{0,4000}?\b(?:time_added|add_date)\s*=", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{1,4000}>")
_LICENCE: Final = re.compile(
    r"<(section|div)\b[^<>]{0,200}\bpg-boilerplate\b[^<>]{0,200}>.*?</\1>(?!\s{0,99}</\1>)", re.IGNORECASE | re.DOTALL
)
_PAGE_NUMBERS: Final = ("pagenum", "pageno")
_STYLED: Final = 20_000
"""Characters of a page with the styles of such numbers, or the first of them."""
_PAGE_NUMBER: Final = re.compile(
    r"<(span|a|div|p)\b[^<>]{0,200}\bclass\s?=\s?[\"']?(?:page-?num(?:ber)?|pageno)\b[^<>]{0,200}>"
    r"(?:<a\b[^<>]{0,200}>|</a>(?=[\])}.\s]{0,9}</\1>)|\s|[\[({]|(?:page|pg?\.?)\s|\d{1,5}|[ivxlc]{1,9}|[\])}.]){0,12}+</\1>",
    re.IGNORECASE,
)
"""What editions of printed books on the web have where a page began."""
_FRAMES: Final = tuple(
    re.compile(rf"\*{{3}}\s?{side} OF (?:THIS|THE) PROJECT GUTENBERG EBOOK") for side in ("START", "END")
)
_LINKED: Final = 0.5
"""Share of the words of such a list that are in its links, at least; the others are headings and notes."""


def saved_from(page: str) -> str:
    """Return the address that a comment at the top of a `page`, or what else the program wrote that saved it, says it
    was saved from, or ""."""
    # To look in all of a page takes a twentieth of the time that cleaning it does.
    head, tail = page[:_HEAD], page[-_HEAD:]
    url = _in_comment(head) or _in_attribute(head, tail)
    return original_address(url) if url.startswith(("http:", "https:")) else ""


def _in_comment(head: str) -> str:
    """Return the address in a comment at the top of a page, with `http:` where it has no scheme, or ""."""
    if "<!--" in head:
        for comment in (_SAVED_FROM, _SINGLE_FILE, _OTHERS):
            if match := comment.search(head):
                url = match["url"].removesuffix("-->")
                return url if ":" in url.partition("/")[0] else f"http://{url}"
    return ""


def _in_attribute(head: str, tail: str) -> str:
    """Return the address in an attribute at the top of a page or at its end, or ""."""
    match = _SCRAPBOOK.search(head) if "data-scrapbook-source" in head else None
    if match is None and "__wm." in head:
        match = _REPLAYED.search(head)
    if match is None and "archive." in head:
        match = _KEPT_COPY.search(head)
    if match is None and "p-canonical" in tail:
        match = _MEDIUM.search(tail)
    return match["url"].replace("&amp;", "&") if match else ""


def original_address(url: str) -> str:
    """Return the address of the page that an archive of the web keeps at `url`; of any other address itself."""
    if amp := _AMP.fullmatch(url) if "/s/" in url else None:
        return f"https://{amp['url']}"
    archived = _ARCHIVED.fullmatch(url) if "://" in url[8:] or "archive." in url or "webcache." in url else None
    if archived is None:
        return url
    inner = archived["url"]
    return inner if "://" in inner else f"http://{inner}"


def is_list_of_links(page: str) -> bool:
    """Whether `page` is a list of links that a browser or a reading list exported."""
    if _BOOKMARKS.search(page[:_HEAD]):
        return True
    if not (_SIGN.search(page) and _EXPORTED.search(page)):
        return False
    linked = sum(len(_TAG.sub("", match[1]).split()) for match in _LINK.finditer(page))
    return linked >= _LINKED * len(_TAG.sub(" ", page).split())


def without_licence(page: str) -> str:
    """Return `page` without the frame that Project Gutenberg puts around a book, on the lines it had."""
    if "pg-boilerplate" in page:
        return _LICENCE.sub(_blank_lines, page)
    # Formerly what is above a book and behind it was preformatted.
    marks = (side.search(page) for side in _FRAMES) if "Gutenberg" in page[:_HEAD] else ()
    for mark in filter(None, marks):
        begin, end = page.rfind("<pre", 0, mark.start()), page.find("</pre>", mark.end())
        if begin >= 0 and end >= 0 and page.find("</pre>", begin, mark.start()) < 0:
            end += len("</pre>")
            page = page[:begin] + _blanked(page[begin:end]) + page[end:]
    return page


def without_page_numbers(page: str) -> str:
    """Return `page` without the numbers of a printed book's pages that are in its text."""
    head = page[:_STYLED]
    return _PAGE_NUMBER.sub(_blank_lines, page) if any(name in head for name in _PAGE_NUMBERS) else page


def _blank_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def _blanked(text: str) -> str:
    """Return as many characters as `text` has, on as many lines, that say nothing."""
    return re.sub(r"[^\n]", " ", text)


def title_of(page: str) -> str:
    """Return the title that a page declares."""
    import html  # with its table of entities, for few pages

    title = _TITLE.search(page)
    return " ".join(html.unescape(title[1]).split()) if title else ""
