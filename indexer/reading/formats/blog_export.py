"""Which entries of a blog's export are articles, and how is the text in them written?

WordPress (WXR) and Blogger export everything as if it were a feed: pictures, menus, settings and comments too.
WordPress writes texts as its editor has them, with blank lines for paragraphs and its own marks in square brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["article_html", "is_article", "logins", "wordpress"]

_WORDPRESS: Final = re.compile(r"\{(http://wordpress\.org/export/[\d.]+/)\}")
_NO_ARTICLES: Final = frozenset(
    "attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request feedback"
    " acf-field acf-field-group elementor_library safecss".split()
)
"""Types of WordPress's posts that nobody reads; so are those that begin with `wp_`."""
_GONE: Final = frozenset({"trash", "auto-draft"})
_BLOGGER_KIND: Final = "http://schemas.google.com/g/2005#kind"
_BLOGGER_ARTICLES: Final = ("#post", "#page")
_BLOGGER_TYPE: Final = "{http://schemas.google.com/blogger/2018}type"

_CAPTION: Final = re.compile(
    r"\[(?:wp_)?caption(?P<attributes>[^\]]{0,500})\](?P<inside>.{0,4000}?)\[/(?:wp_)?caption\]", re.DOTALL
)
_CAPTION_TEXT: Final = re.compile(r"\scaption=(?P<quote>[\"'])(?P<text>.{0,1000}?)(?P=quote)", re.DOTALL)
_SHORTCODE: Final = re.compile(
    r"\[/?(?:gallery|embed|audio|video|playlist|youtube|vimeo|tweet|instagram|soundcloud|spotify|googlemaps|contact-form(?:-7)?"
    r"|contact-field|poll|polldaddy|jetpack[\w-]*|sharethis|addtoany|ad|ads|toc|more|nggallery|slideshow|vc_\w+|et_pb_\w+"
    r"|fusion_\w+|su_\w+|av_\w+|mk_\w+|tie_\w+|one_(?:half|third|fourth)(?:_last)?|rev_slider|embedyt|dropcap)(?:\s[^\]]{0,1000})?/?\]"
)
_BLOCK: Final = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|section|article|aside"
    r"|header|footer|hr|form|address|details|summary|iframe|script|style|!--)\b",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"<p[\s>]|<!-- wp:", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n[ \t\r]*\n\s*")
_WHOLE: Final = re.compile(r"<(pre|script|style)\b.*?</\1>", re.IGNORECASE | re.DOTALL)


def wordpress(root: _Element) -> str:
    """Return the namespace of WordPress's own elements in a feed, or "" where that is not an export of it."""
    for element in root.iter():
        if isinstance(element.tag, str) and (found := _WORDPRESS.match(element.tag)):
            return found[1]
    return ""


def logins(root: _Element, namespace: str) -> Mapping[str, str]:
    """Return the names of the people who log in to a WordPress site, by what they log in as."""
    found: dict[str, str] = {}
    for author in root.iter(f"{{{namespace}}}author"):
        login, name, *parts = (
            (author.findtext(f"{{{namespace}}}author_{key}") or "").strip()
            for key in ("login", "display_name", "first_name", "last_name")
        )
        if login and (name := name or " ".join(filter(None, parts))):
            found[login] = name
    return found


def is_article(entry: _Element, namespace: str) -> bool:
    """Whether an entry of a feed or an export is something to read; `namespace` is that of `wordpress`."""
    if namespace:
        kind = (entry.findtext(f"{{{namespace}}}post_type") or "post").strip()
        status = (entry.findtext(f"{{{namespace}}}status") or "").strip()
        return kind not in _NO_ARTICLES and not kind.startswith("wp_") and status not in _GONE
    if said := (entry.findtext(_BLOGGER_TYPE) or "").strip():
        return said in {"POST", "PAGE"}
    kinds = [
        category.get("term", "") for category in entry.iter("{*}category") if category.get("scheme") == _BLOGGER_KIND
    ]
    return not kinds or any(kind.endswith(_BLOGGER_ARTICLES) for kind in kinds)


def article_html(text: str) -> str:
    """Return the text of a post of WordPress as HTML: what its editor leaves out is put in as WordPress does."""
    text = _SHORTCODE.sub("", _CAPTION.sub(_figure, text.replace("\r\n", "\n")))
    if _PARAGRAPH.search(text):
        return text
    kept: list[str] = []

    def sheltered(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n\ue000{len(kept) - 1}\ue001\n\n"

    pieces: list[str] = []
    for part in _BLANK_LINES.split(_WHOLE.sub(sheltered, text)):
        if not (part := part.strip()):
            continue
        if part.startswith("\ue000") and part.endswith("\ue001"):
            pieces.append(kept[int(part[1:-1])])
        elif _BLOCK.match(part):
            pieces.append(part)
        else:
            pieces.append(f"<p>{part.replace(chr(10), '<br>')}</p>")
    return "\n".join(pieces)


def _figure(match: re.Match[str]) -> str:
    said = _CAPTION_TEXT.search(match["attributes"])
    inside = match["inside"]
    text = said["text"] if said else re.sub(r"\A\s*(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>\s*(?:</a>)?", "", inside)
    return f"\n\n<figure><figcaption>{text.strip()}</figcaption></figure>\n\n"
