"""What is the title of a page's article, without the name of the site?"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from indexer.cleaning.declared.structured import Declared, one_text, plain
from indexer.cleaning.rules.kickers import is_kicker
from indexer.text import fold
from indexer.text.line_breaks import LINE_SEPARATOR, on_one_line

__all__ = ["find_title"]

_LETTERS: Final = r"\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
_UNSPACED: Final = re.compile(rf"[{_LETTERS}]")
"""A letter of Thai, Japanese or Chinese, which do not part words by spaces: each counts as a word."""
_WORD: Final = re.compile(rf"[{_LETTERS}]|[^\W{_LETTERS}]+")
_SIGNS: Final = "|–—·•«»:‹›</"
_SEPARATOR: Final = re.compile(
    rf"\s+[{_SIGNS}-]+\s+|\s*[|｜]\s*|(?<=[{_LETTERS}])_(?=[{_LETTERS}])|(?<=[{_LETTERS}])-(?=[{_LETTERS}]{{2,8}}\Z)"
)
_SIGN: Final = re.compile(rf"[{_SIGNS}｜_-]")
"""One of these is in every separator."""
_OF_SECTIONS: Final = re.compile(r"[|｜_<]|::|//")
"""What parts sections, too, from a title."""
_BEHIND_SITE: Final = re.compile(r"\s*[:：|–—·•»‹›/-]*\s+(?=\S)")
"""What parts the site from the headline where it comes first."""
_BEHIND_TITLE: Final = re.compile(r"(?::|\s[|–—·•»‹›-])\s\Z")
"""What ends the name of the site where all of the title is behind it."""
_ARCHIVE: Final = re.compile(r"(?:\A|\s)blog archive?s? » (?=\S)", re.IGNORECASE)
"""Between the name of the site and the title, on pages of old blogs."""
_MARKUP: Final = re.compile(r"</[A-Za-z]")
_PERMALINKS: Final = frozenset("¶ # § 🔗 ".split(" "))
"""The texts of links in headings that lead to the heading itself; some have none, for an icon."""
_READING: Final = frozenset({"rt", "rp"})
"""Tags of what is above Japanese words: how they are read."""
_ANCHOR: Final = re.compile(r"\s*[¶🔗]\Z")
"""The link to itself that programs for documentation put behind a heading."""
_LABEL: Final = re.compile(r"(?:title|blog|article|news|post)\s?:\s?(?=\S)", re.IGNORECASE)
_NO_LETTER: Final = re.compile(r"[\W_]+")
_LOGO: Final = re.compile(
    r"(?:\A|[\s_-])(?:logo\w*|branding|(?:site|blog)-?_?(?:name|logo)|site-?_?title|titlewrapper|navbar\w*)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_NAMES: Final = 200
_NO_TITLE: Final = re.compile(
    r"(?:\A|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-?(?:text|only))?|kicker|eyebrow|overline|dachzeile|spitzmarke"
    r"|topline|roofline|surtitre|antet[ií]tulo|occhiello)(?:\Z|[\s_-])",
    re.IGNORECASE,
)
"""Elements in a headline with what only screen readers say, or with its kicker."""
_ROOT: Final = re.compile(r"(?:https?://[^/?#]{1,253})?/?(?:index\.\w{2,5})?")
"""The address of a site's front page, to which its logo leads."""
_SHORTEST_HOST: Final = 4
"""Letters of a name that is not in an address by chance."""
_LONGEST_SITE: Final = 5
_SHORTEST_TITLE: Final = 3
"""These count words, where there is nothing else to tell title and site apart."""
_ENOUGH_WORDS: Final = 4
"""Longer headings are no better titles than those with so many words."""
_LONGEST_TITLE: Final = 300
_SHARED: Final = 0.6
"""The share of a heading's words that the declared titles must have for it to be the title."""
_SHARED_BY_ONE: Final = 0.3
"""The same for a page's only heading: what is declared may be worded for search engines."""


class _Heading(NamedTuple):
    """The text of a heading, the parts of it that are in elements of their own, and whether it is the site's logo."""

    text: str
    parts: tuple[str, ...]
    is_logo: bool


def find_title(root: etree._Element, declared: Declared, *, site: str, url: str) -> tuple[str, str]:
    """Return the title of the page under `root`, and the name of its site where that is beside the title.

    `declared` is what the page declares; `site` and `url` tell the site's name. An `h1` that agrees with the titles is
    how the author worded it; without one they are the title.
    """
    headlines = (one_text(properties.get("headline")) for properties in declared.articles)
    headline = next(filter(None, headlines), "")
    in_meta = declared.meta("og:title", "twitter:title", "dc.title", "citation_title")
    page_title = _visible(declared.titles[0]) if declared.titles else ""
    if "»" in page_title and (archive := _ARCHIVE.search(page_title)):
        page_title = page_title[archive.end() :]
    host = _host(url)
    headings = [heading for heading in _headings(declared.headings) if len(heading.text) <= _LONGEST_TITLE]
    bare, suffix = _without_site(page_title, site, host)
    titles = [_without_site(title, site, host)[0] for title in (headline, in_meta) if title]
    if in_meta and _is_whole(in_meta, page_title, site, host):
        titles[-1] = in_meta
    names = {fold(site), fold(suffix)}
    beside = _beside(page_title, titles)
    known = {fold(title) for title in (*titles, bare) if title} - names
    logos = [
        heading
        for heading in headings
        if (heading.is_logo and fold(heading.text) not in known)
        or fold(heading.text) in names
        or _NO_LETTER.sub("", fold(heading.text)) in beside
    ]
    shown = [heading for heading in headings if heading not in logos]
    if exact := _exact(shown, [*titles, bare, *([] if site or suffix else _parts(page_title))]):
        return _without_tail(exact), suffix or ("" if site else _behind(exact, page_title))
    if logos and (lower := _below_logo(root, page_title, logos, titles or [bare])):
        # The logo is an h1, and the headline a lower heading.
        return lower
    if not titles and not headings and (last := _last_part(root, page_title)):
        return last, suffix
    texts = [heading.text for heading in shown]
    if agreeing := _agreeing(texts, f"{headline} {in_meta} {page_title}"):
        return _without_tail(_LABEL.sub("", _without_host(agreeing, host), count=1)), suffix
    return _without_tail(titles[0] if titles else bare or next(iter(texts), "")), suffix


def _is_whole(title: str, page_title: str, site: str, host: str) -> bool:
    """Whether a declared `title` has a dash of its own: the `page_title` has the name of the site beside all of it."""
    separators = _separators(title)
    if not separators or len(title) >= len(page_title) or _OF_SECTIONS.search(title):
        return False
    before, found, behind = page_title.partition(title)
    if not found or (before and behind):
        return False
    parting = _SEPARATOR.match(behind) if behind else _BEHIND_TITLE.search(before)
    tails = (title[: separators[0].start()], title[separators[-1].end() :])
    return parting is not None and not any(_is_named(tail, site, host) for tail in tails)


def _is_named(part: str, site: str, host: str) -> bool:
    """Whether a `part` of a title is, or has words of, the name of the site."""
    known = any(len(word) > _SHORTEST_TITLE for word in _words(part) & _words(site))
    return known or _is_host(part, host) or is_kicker(part)


def _separators(title: str) -> list[re.Match[str]]:
    """Return what may part the name of the site from a `title`."""
    # Looked for at each letter, so its signs come first.
    return list(_SEPARATOR.finditer(title)) if _SIGN.search(title) else []


def _parts(page_title: str) -> list[str]:
    """Return what is before the last separator in a `page_title`, which may be a heading that is too short to be known
    otherwise."""
    separators = _separators(page_title)
    return [page_title[: separators[-1].start()]] if separators else []


def _last_part(root: etree._Element, page_title: str) -> str:
    """Return what is behind the last separator in a `page_title`, where it is a lower heading of the page: before it
    are the site and its sections. Else ""."""
    separators = _separators(page_title)
    last = page_title[separators[-1].end() :] if separators else ""
    if _length(last) < _SHORTEST_TITLE:
        return ""
    lower = (*_headings(root.iter("h2")), *_headings(root.iter("h3")))
    return last if any(fold(heading.text) == fold(last) for heading in lower) else ""


def _behind(title: str, page_title: str) -> str:
    """Return the name of the site in a `page_title` that has the `title` before it; else ""."""
    separator = _SEPARATOR.match(page_title, len(title)) if page_title.startswith(title) else None
    name = page_title[separator.end() :] if separator else ""
    return name if len(name.split()) <= _LONGEST_SITE and not _SEPARATOR.search(name) and not is_kicker(name) else ""


def _beside(page_title: str, titles: Sequence[str]) -> set[str]:
    """Return the letters of what is beside one of the declared `titles` in a `page_title`: the name of the site."""
    whole = fold(page_title)
    folded = {fold(title) for title in titles if len(title.split()) >= _SHORTEST_TITLE}
    return {_NO_LETTER.sub("", whole.replace(title, "", 1)) for title in folded if title in whole} - {""}


def _below_logo(
    root: etree._Element, page_title: str, logos: Sequence[_Heading], titles: Sequence[str]
) -> tuple[str, str] | None:
    """Return the title and the site of a page on which the name of the site is the `h1`, or comes first in `<title>`.

    The title is a lower heading that has all words of one of the `titles`, or of what is behind the name.
    """
    rest, name = "", ""
    for logo in logos:
        if page_title.startswith(logo.text) and (behind := _BEHIND_SITE.match(page_title, len(logo.text))):
            name, rest = logo.text, page_title[behind.end() :]
    wanted = {fold(title) for title in (*titles, rest) if len(title.split()) >= _SHORTEST_TITLE or not title.isascii()}
    for heading in (*_headings(root.iter("h2")), *_headings(root.iter("h3"))):
        if fold(heading.text) in wanted:
            return heading.text, name
    return (rest, name) if rest else None


def _exact(headings: Sequence[_Heading], titles: Sequence[str]) -> str:
    """Return the heading that is one of `titles`, or the title that is in a heading beside a kicker, a date or a count;
    else ""."""
    known = {fold(title) for title in titles if title}
    for heading in headings:
        if fold(heading.text) in known:
            return heading.text
    squeezed = {_NO_LETTER.sub("", fold(title)): title for title in reversed(titles) if title}
    for heading in headings:
        # Elements of its own may part its words, with no space between them.
        title = squeezed.get(_NO_LETTER.sub("", fold(heading.text))) if len(heading.parts) > 1 else None
        if title and len(_WORD.findall(title)) > len(_WORD.findall(heading.text)):
            return title
    for heading in headings:
        for part in heading.parts:
            if fold(part) in known and len(part.split()) >= _SHORTEST_TITLE:
                return part
    return ""


def _headings(elements: Iterable[etree._Element]) -> Iterator[_Heading]:
    for heading in elements:
        if text := _visible(heading):
            parts = () if len(heading) == 0 else tuple(" ".join(str(part).split()) for part in heading.itertext())
            yield _Heading(text, parts, _is_logo(heading))


def _visible(element: etree._Element) -> str:
    """Return the text of a heading in plain characters. A tag that is written in it without an end is what it is about:
    `30 years of <br> tags`."""
    text = _ANCHOR.sub("", _text(element))
    return plain(text) if "<" not in text or _MARKUP.search(text) else on_one_line(html.unescape(text))


def _text(element: etree._Element) -> str:
    """Return all text inside `element`. What is in elements of its own is parted, unless a word goes on behind them."""
    if len(element) == 0:
        return on_one_line(element.text or "")
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, part in walker:
        if event == "start":
            if part is not element and _NO_TITLE.search((part.get("class") or "")[:_LONGEST_NAMES]):
                walker.skip_subtree()
                continue
            if part.tag == "a" and (part.text or "").strip() in _PERMALINKS and len(part) == 0:
                continue
            text = LINE_SEPARATOR if part.tag == "br" else "" if part.tag in _READING else part.text or ""
            if part is not element and pieces and _is_glued(pieces[-1], text):
                pieces.append(" ")
            pieces.append(text)
        elif part is not element:
            pieces.append(part.tail or "")
    return on_one_line("".join(pieces))


def _is_glued(before: str, text: str) -> bool:
    """Whether a word ends in `before` and another, with a capital, begins in `text`."""
    return before[-1:].islower() and text[:1].isupper()


def _is_logo(heading: etree._Element) -> bool:
    """Whether a `heading` is the name of the site: it leads to the front page, or is named as a logo."""
    for link in (
        *heading.iter("a"),
        *([parent] if (parent := heading.getparent()) is not None and parent.tag == "a" else []),
    ):
        if _ROOT.fullmatch(link.get("href") or "-"):
            return True
    boxes = [heading, *([parent] if parent is not None else [])]
    return any(_LOGO.search(f"{box.get('class') or ''} {box.get('id') or ''}"[:_LONGEST_NAMES]) for box in boxes)


def _length(text: str) -> int:
    """Return how many words a `text` has, each letter one where no spaces part them."""
    return len(_WORD.findall(text)) if _UNSPACED.search(text) else len(text.split())


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _agreeing(headings: Sequence[str], titles: str) -> str:
    """Return the heading that agrees best with `titles`, or ""."""
    known = _words(titles)
    needed = _SHARED if len(headings) > 1 else _SHARED_BY_ONE
    best, found = (0, 0.0), ""
    for heading in headings:
        words = _words(heading)
        shared = len(words & known) / len(words) if words else 0.0
        # A heading of one word may be the name of a section.
        fit = (min(len(words), _ENOUGH_WORDS), shared)
        if len(words) > (_ENOUGH_WORDS if _UNSPACED.search(heading) else 1) and shared >= needed and fit > best:
            best, found = fit, heading
    return found


def _host(url: str) -> str:
    """Return the letters and digits of the name of the host in `url`."""
    return _NO_LETTER.sub("", url.partition("://")[2].partition("/")[0].lower())


def _is_host(name: str, host: str) -> bool:
    squeezed = _NO_LETTER.sub("", fold(name))
    return len(squeezed) >= _SHORTEST_HOST and squeezed in host


def _without_host(title: str, host: str) -> str:
    """Return `title` without a name of its site, at its end or its beginning, that its address has too."""
    separators = _separators(title)
    if not separators:
        return title
    while separators and _is_host(title[separators[-1].end() :], host):
        title = title[: separators.pop().start()]
        # Some characters part the name only at the end, which is here now.
        separators += _SEPARATOR.finditer(title, separators[-1].end() if separators else 0)
    start = 0
    while (separator := _SEPARATOR.search(title, start)) and _is_host(title[start : separator.start()], host):
        start = separator.end()
    return title[start:]


def _without_tail(title: str) -> str:
    """Return `title` without what a bar parts from it: a kicker, the site's section, words for search engines."""
    front, bar, back = title.partition(" | ")
    if not bar:
        return title
    return front if len(front.split()) >= _SHORTEST_TITLE else back if len(back.split()) > _SHORTEST_TITLE else title


def _without_site(title: str, site: str, host: str) -> tuple[str, str]:
    """Return `title` without the site's name, and that name as it is written there."""
    separators = _separators(title)
    if not separators:
        return title, ""
    first, last = separators[0], separators[-1]
    if site and _words(title[: first.start()]) <= _words(site) and len(site.split()) <= _LONGEST_SITE:
        return title[first.end() :], title[: first.start()]
    front, back = title[: last.start()], title[last.end() :]
    known = (
        any(len(word) > _SHORTEST_TITLE for word in _words(back) & _words(site))
        or _is_host(back, host)
        or is_kicker(back)
    )
    if not known and (len(back.split()) > _LONGEST_SITE or _length(front) < _SHORTEST_TITLE):
        return _without_host(title, host), ""
    # Between title and site there may be the name of a section.
    section = _SEPARATOR.search(front)
    if section and _OF_SECTIONS.search(section[0]) and _length(front[: section.start()]) >= _SHORTEST_TITLE:
        front = front[: section.start()]
    return _without_host(front, host), "" if is_kicker(back) else back
