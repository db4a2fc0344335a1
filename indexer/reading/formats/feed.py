"""How is a feed, or a blog's export, read? Every entry is one article, of the longest text that it has.

RSS of every version and Atom are XML, though many feeds are not well-formed; what can be made of them is read. Other
XML is refused, but for pages that are saved as XML, the notes of Evernote, exports of wikis, outlines, and the articles
of agencies, libraries and scholars (`xml_articles`).
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from indexer.address import entry_part
from indexer.errors import UNSUPPORTED, SourceError
from indexer.model.drafts import Draft, Problem, Reading
from indexer.reading.encoding.decoding import decode
from indexer.reading.formats import blog_export, evernote, wikitext, xml_articles
from indexer.reading.formats.office.package import local_name
from indexer.reading.formats.outlines import outline
from indexer.reading.pages import as_page, is_page, without_cdata
from indexer.text.declared_dates import declared_day
from indexer.text.language_tags import language_tag

if TYPE_CHECKING:
    from lxml.etree import _Element, _LogEntry

__all__ = ["read"]

_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

# By the name that an element has in its feed's own namespace, or with the prefix that another's usually has.
_TEXTS = (
    "content:encoded",
    "content",
    "xhtml:body",
    "xhtml:div",
    "description",
    "summary",
    "tagline",
    "dc:description",
    "itunes:summary",
    "media:group/media:description",
    "media:description",
)
_CHANGES = ("updated", "modified", "dcterms:modified", "atom:updated")
_DATES = (
    "pubDate",
    "published",
    "dc:date",
    "issued",
    "created",
    "dcterms:created",
    "dcterms:issued",
    *_CHANGES,
)

_ENDINGS = frozenset(
    {"ERR_TAG_NOT_FINISHED", "ERR_CDATA_NOT_FINISHED", "ERR_COMMENT_NOT_FINISHED", "ERR_RESOURCE_LIMIT"}
)
"""What is wrong where a parser stops, told by its names of mistakes. Behind another mistake not all are told."""

_HEAD = 2000
"""Characters of a file in which its outermost element begins."""

# Escaped once too often, it is none of XML's any more.
_ENTRY = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)[\s>]")
_MAIL_AND_NAME = re.compile(r"[^\s()<>]{1,200}@[^\s()<>]{1,200}\s{0,9}\(([^()]{1,200})\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_DECLARED = re.compile(r'\sxmlns(?::\w{1,40})?="[^"<>]{0,200}"')
_NOT_XML = {code: None for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XMLS_OWN = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})

_DEFAULT_LANGUAGE = "en"
"""What programs declare for a feed of which they were told nothing else, and so no news: it is left to the text."""


def read(data: bytes) -> Reading:
    """The entries of a feed."""
    text, encoding = decode(data, html=True)
    if not text.strip():
        return Reading((), encoding)
    root, problems = _tree(evernote.without_attachments(text) if "<en-export" in text[:_HEAD] else text)
    name = local_name(root) if root is not None else ""
    if root is not None and name in {"en-export", "mediawiki", "opml"}:
        return Reading(_exported(root, name), encoding, problems)
    if root is None:
        raise SourceError(UNSUPPORTED, detail="not XML")
    if name not in {"rss", "RDF", "feed", "channel", "html"}:
        if drafts := xml_articles.articles(root):
            return Reading(drafts, encoding, problems)
        raise SourceError(UNSUPPORTED, detail="XML, but neither a feed nor articles of a known kind")
    if name == "html":
        return Reading((Draft("html", text),), encoding)
    found = _entries(root, text, encoding)
    return replace(found, problems=(*found.problems, *problems))


def _entries(root: _Element, text: str, encoding: str) -> Reading:
    """Return the entries under the root of a feed's `text`."""
    name = local_name(root)
    entries = list(root.iter("{*}entry" if name == "feed" else "{*}item"))
    if name == "RDF" and not entries:
        raise SourceError(UNSUPPORTED, detail="RDF, but not a feed")
    if not entries and _ENTRY.search(text):
        raise SourceError("damaged feed", detail=_complaint(text))
    common = _common(root if name in {"feed", "channel"} else next(root.iter("{*}channel"), root))
    wordpress = blog_export.wordpress(root)
    names = blog_export.logins(root, wordpress) if wordpress else {}
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for number, entry in enumerate(entries, 1):
        if not blog_export.is_article(entry, wordpress):
            continue
        draft = _draft(entry, common, entry_part(number), is_export=bool(wordpress))
        draft = replace(draft, authors=tuple(names.get(author, author) for author in draft.authors)) if names else draft
        if draft.content or draft.title:
            drafts.append(draft)
        else:
            problems.append(Problem(0, "no text in this entry", draft.part, failed=False))
    return Reading(tuple(drafts), encoding, tuple(problems))


def _exported(root: _Element, name: str) -> tuple[Draft, ...]:
    """Return the articles of an export whose outermost element has that name."""
    if name == "en-export":
        return tuple(note for note in evernote.notes(root) if note.content or note.title)
    return tuple(wikitext.pages(root)) if name == "mediawiki" else (outline(root),)


def _tree(text: str) -> tuple[_Element | None, tuple[Problem, ...]]:
    """Return the root of an XML file, well-formed or not, in which HTML's names for characters may occur, and what is
    wrong where its end is not read."""
    from lxml import etree  # slow to import

    text = _ENTITY.sub(_character, text.translate(_NOT_XML))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    text = text[max(text.find("<"), 0) :]
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None, ()
    damage = "" if root is None else _damage(root, text, parser.error_log)
    return root, (Problem(0, "damaged XML", detail=damage),) if damage else ()


def _damage(root: _Element, text: str, errors: Iterable[_LogEntry]) -> str:
    """Return what is wrong where a part of an XML file is not in its tree; of other mistakes nothing, for what is
    around them is read."""
    first = ""
    for error in errors:
        if error.level_name == "FATAL":
            first = first or error.message.strip()
            if error.type_name in _ENDINGS:
                return str(error.message).partition("\n")[0].strip()
    if not first:
        return ""
    name = str(root.tag).rpartition("}")[2]
    written = f"{root.prefix}:{name}" if root.prefix else name
    ends = sum(1 for _ in re.finditer(rf"</{re.escape(written)}\s*>", text))
    return "" if ends == sum(1 for _ in root.iter(root.tag)) else first


def _complaint(text: str) -> str:
    """Return what a strict parser finds wrong first."""
    from lxml import etree

    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        etree.fromstring(text[max(text.find("<"), 0) :].encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        return str(error)
    return "its entries cannot be told"


def _character(entity: re.Match[str]) -> str:
    return entity[0] if entity[1] in _XMLS_OWN else html.entities.html5.get(entity[1], entity[0])


def _common(head: _Element) -> Draft:
    """Return what a feed says of all its entries."""
    language = _first(head, "dc:language", "language") or head.get(f"{_XML}lang", "")
    is_default = language_tag(language) == _DEFAULT_LANGUAGE
    return Draft(
        "document",
        "",
        authors=tuple(dict.fromkeys(_authors(head))),
        site=_title(head),
        language="" if is_default else language,
        lined=False,
        sent=True,
    )


def _draft(entry: _Element, common: Draft, part: str, *, is_export: bool) -> Draft:
    return replace(
        common,
        content=max((_page(element, is_export=is_export) for element in _all(entry, *_TEXTS)), key=len, default=""),
        title=_title(entry),
        authors=tuple(dict.fromkeys(_authors(entry))) or common.authors,
        published=_day(entry),
        modified=_first(entry, *_CHANGES) or _of_wordpress(entry, "post_modified"),
        language=_first(entry, "dc:language", "language") or entry.get(f"{_XML}lang", "") or common.language,
        url=_address(entry),
        part=part,
    )


def _day(entry: _Element) -> str:
    """Return the first date of an entry that is one, as written; else the first."""
    said = [line for line in map(_line, _all(entry, *_DATES)) if line]
    said.append(_of_wordpress(entry, "post_date"))  # a draft has no other
    return next(filter(declared_day, said), next(iter(said), ""))


def _of_wordpress(entry: _Element, name: str) -> str:
    """Return what an element of WordPress's own says, whatever its version."""
    return next(((child.text or "").strip() for child in entry if local_name(child) == name), "")


def _all(entry: _Element, *names: str) -> Iterator[_Element]:
    """Yield the elements in an entry that have one of these names, in their order."""
    for name in names:
        found = [entry]
        for step in name.split("/"):
            tags = _tags(entry, step)
            found = [child for element in found for child in element if child.tag in tags]
        yield from found


def _tags(entry: _Element, name: str) -> tuple[str, ...]:
    """Return the tags that a name stands for; the last where the feed does not declare the prefix it uses."""
    prefix, colon, local = name.partition(":")
    if colon:
        return f"{{{_NAMESPACES[prefix]}}}{local}", name
    namespace = str(entry.tag).rpartition("}")[0]
    return (f"{namespace}}}{name}" if namespace else name,)


def _first(entry: _Element, *names: str) -> str:
    return next(filter(None, map(_line, _all(entry, *names))), "")


def _line(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _title(entry: _Element) -> str:
    """Return a title; whether markup in it is meant as such or as text, Atom says, and in RSS it mostly is."""
    for element in _all(entry, "title", "dc:title", "media:title", "itunes:title"):
        title = without_cdata(_line(element))
        if element.get("type") != "text":
            title = html.unescape(_TAG.sub("", without_cdata(title)))
        if title := " ".join(title.split()):
            return title
    return ""


def _authors(entry: _Element) -> Iterator[str]:
    creators = [_line(element) for element in _all(entry, "dc:creator")]
    names = [_line(element) for element in _all(entry, "author/name")]
    others = [_line(element) for element in _all(entry, "author", "itunes:author")]
    for name in next(filter(any, (creators, names, others)), []):
        mail = _MAIL_AND_NAME.fullmatch(name)
        if said := mail[1].strip() if mail else name:
            yield said


def _address(entry: _Element) -> str:
    """Return where the entry itself is on the web."""
    for link in _all(entry, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate" and "html" in link.get("type", "html"):
            return str(link.get("href"))
    named = (*map(_line, _all(entry, "link", "guid", "id")), entry.get(_RDF_ABOUT, ""))
    return next((address for address in named if address.startswith(("http:", "https:"))), "")


def _page(element: _Element, *, is_export: bool = False) -> str:
    """Return as HTML what an element says, in whichever of the ways to write it."""
    media = element.get("type") or element.get("mode") or ""
    if any(isinstance(child.tag, str) for child in element):
        return _markup(element)
    text = without_cdata("".join(map(str, element.itertext())).strip())
    if not text:
        return ""
    if is_export and local_name(element) == "encoded":
        return blog_export.article_html(text)
    if "/" in media and not media.endswith(("html", "html+xml", "plain")):
        return ""  # a picture or the like, in base64
    if media in {"text", "text/plain"}:
        return as_page(text)
    if not is_page(text):
        plain = html.unescape(text)
        # Where it was escaped twice, markup begins it; elsewhere a tag may be what a text is about.
        text = plain if text.startswith("&lt;") and is_page(plain) else as_page(plain)
    return text


def _markup(element: _Element) -> str:
    """Return the markup that is in an element as part of the XML."""
    from lxml import etree

    for inner in element.iter(etree.Element):
        if str(inner.tag).startswith("{"):
            with suppress(ValueError):  # of a damaged file a name may be none
                inner.tag = local_name(inner)
    inside = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return html.escape(element.text or "", quote=False) + _DECLARED.sub("", inside)
