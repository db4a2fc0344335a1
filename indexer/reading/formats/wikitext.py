"""What does a page of a wiki say that MediaWiki's users wrote?

As HTML: headings, paragraphs, lists and rows stay, links are their words. Templates go, as nothing here knows what they
say, but for a few that hold words of the text; so do references, pictures, categories and switches.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from indexer.address import entry_part
from indexer.model.drafts import Draft

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["pages", "wikitext_html"]

_UNREAD: Final = re.compile(
    r"<(?P<name>!--|(?:ref|gallery|timeline|imagemap|score|templatestyles|references)\b)(?:(?<!--)[^<>]{0,500}>)?",
    re.IGNORECASE,
)
"""How begins what is not shown where it is."""
_TEMPLATE: Final = re.compile(r"\{\{([^{}]*+)\}\}")
_LINK: Final = re.compile(r"\[\[([^\[\]]*+)\]\]")
_EXTERNAL: Final = re.compile(r"\[(?:https?:)?//[^\s\[\]]{1,2000}(?:\s([^\[\]\n]{1,1000}))?\]")
_DEEPEST: Final = 12
"""Templates in templates, and links in pictures' captions."""
_TELLING: Final = re.compile(
    r"(?:lang|transl|nobr|nowrap|small|big|quote|blockquote|cquote|zitat|citation bloc|lang-.+|nihongo)\Z",
    re.IGNORECASE,
)
_MEASURE: Final = re.compile(r"(?:convert|cvt)\Z", re.IGNORECASE)
_NO_PAGE: Final = re.compile(
    r"(?:file|image|media|category|datei|bild|kategorie|fichier|catégorie|archivo|categoría|immagine|categoria|arquivo|ficheiro"
    r"|bestand|categorie|файл|категория|файлы|изображение|plik|kategoria|ファイル|画像|カテゴリ|파일|분류|文件|分类|ملف|تصنيف|[a-z]{2,3}):",
    re.IGNORECASE,
)
_SWITCH: Final = re.compile(r"__[A-Z]{3,20}__")
_EMPHASIS: Final = re.compile(r"'{2,5}")
_HEADING: Final = re.compile(r"(={1,6})\s*(?P<text>\S(?:.*?\S)??)\s*\1\s*")
_ITEM: Final = re.compile(r"[*#:;]+\s*")
_TAG: Final = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
_ATTRIBUTE: Final = re.compile(r"(?<![\w-])[\w-]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s|]++)\s*+")
_REDIRECT: Final = re.compile(r"\s*#\w{3,30}\s*(?::\s*)?\[\[", re.IGNORECASE)


def pages(root: _Element) -> Iterator[Draft]:
    """Yield the articles of an export of a wiki, without redirections, talk, and pages about the wiki itself."""
    name = (root.findtext("{*}siteinfo/{*}sitename") or "").strip()
    base = (root.findtext("{*}siteinfo/{*}base") or "").strip().rpartition("/")[0]
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
    for number, page in enumerate(root.iter("{*}page"), 1):
        revisions = page.findall("{*}revision")  # of its own: in a broken file pages are in others
        written = revisions[-1].findtext("{*}text") or "" if revisions else ""
        if (page.findtext("{*}ns") or "0").strip() != "0" or _REDIRECT.match(written) or not written.strip():
            continue
        title = " ".join((page.findtext("{*}title") or "").split())
        yield Draft(
            "document",
            wikitext_html(written),
            title=title,
            modified=(revisions[-1].findtext("{*}timestamp") or "").strip(),
            site=name,
            language=language,
            url=f"{base}/{title.replace(' ', '_')}" if base and title else "",
            part=entry_part(number),
            lined=False,
        )


def wikitext_html(text: str) -> str:
    """Return the text of a page as HTML."""
    text = _without_unread(text)
    for pattern, shown in ((_TEMPLATE, _said), (_LINK, _linked)):
        for _ in range(_DEEPEST):
            text, count = pattern.subn(shown, text)
            if not count:
                break
    text = _EXTERNAL.sub(lambda match: match[1] or "", text)
    text = _TAG.sub("", _EMPHASIS.sub("", _SWITCH.sub("", text)))
    return "\n".join(_blocks(text))


def _without_unread(text: str) -> str:
    """Return `text` without comments, references and galleries."""
    kept: list[str] = []
    end = 0
    unclosed: set[str] = set()
    for begin in _UNREAD.finditer(text):
        name = begin["name"].lower()
        if begin.start() < end or name in unclosed:
            continue
        closing = begin.end()
        if not begin[0].endswith("/>"):
            at = text.find("-->" if name == "!--" else f"</{name}", closing)
            if at < 0:
                unclosed.add(name)
                continue
            closing = text.find(">", at) + 1 or len(text)
        kept.append(text[end : begin.start()])
        end = closing
    return "".join((*kept, text[end:]))


def _said(match: re.Match[str]) -> str:
    """Return the words of the text in a template."""
    name, *values = (part.strip() for part in match[1].split("|"))
    positional = [value for value in values if not re.match(r"[\w -]{1,30}=", value)]
    if _MEASURE.match(name):
        return " ".join(positional[:2])
    if not positional or not _TELLING.match(name):
        return ""
    return positional[0] if name.lower() == "nihongo" else positional[-1]


def _linked(match: re.Match[str]) -> str:
    target, *labels = match[1].split("|")
    if _NO_PAGE.match(target.strip()):
        return ""
    return labels[-1] if labels else target.strip().lstrip(":")


def _blocks(text: str) -> Iterator[str]:  # noqa: C901 - one branch a kind of line
    """Yield the blocks of a page without markup inside them."""
    paragraph: list[str] = []
    row: list[list[str]] = []  # the lines of each cell
    in_table = 0

    def ended() -> Iterator[str]:
        if paragraph:
            yield f"<p>{_escaped(' '.join(paragraph))}</p>"
            paragraph.clear()
        if cells := [*filter(None, (" ".join(filter(None, cell)) for cell in row))]:
            yield f"<p>{_escaped(' | '.join(cells))}</p>"
        row.clear()

    for raw in text.split("\n"):
        line = raw.strip()
        if line.startswith("{|"):
            yield from ended()
            in_table += 1
        elif in_table and line.startswith("|}"):
            yield from ended()
            in_table -= 1
        elif in_table and line.startswith(("|-", "|+")):
            yield from ended()
            row += [[line[2:].strip()]] if line.startswith("|+") else []
        elif in_table and line.startswith(("|", "!")):
            row += [[_without_attributes(cell).strip()] for cell in re.split(r"\|\||!!", line[1:])]
        elif in_table and row:
            row[-1].append(line)
        elif heading := _HEADING.fullmatch(line):
            yield from ended()
            level = max(2, len(heading[1]))
            yield f"<h{level}>{_escaped(heading['text'])}</h{level}>"
        elif item := _ITEM.match(line):
            yield from ended()
            if said := line[item.end() :]:
                yield f"<ul><li>{_escaped(said)}</li></ul>"
        elif not line or not line.strip("-"):
            yield from ended()
        else:
            paragraph.append(line)
    yield from ended()


def _without_attributes(cell: str) -> str:
    """Return a cell of a table without the attributes that are before its text."""
    begin = end = -1
    for attribute in _ATTRIBUTE.finditer(cell) if "|" in cell else ():
        begin = begin if attribute.start() == end else attribute.start()
        end = attribute.end()
        if cell.startswith("|", end):
            return cell[:begin].rstrip() + cell[end + 1 :]
    return cell


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text), quote=False)
