"""What do the programs that make sites and keep notes have in Markdown that their readers do not see?

Tags of templates (Liquid, Hugo's shortcodes, MDX), containers and their marks (`:::`, `!!!`, MyST's directives),
attributes in braces (kramdown, Pandoc), and what Logseq, Bear, Readwise and MarkDownload keep of their own. All of it
goes outside of code, and every line keeps its place; what a container holds stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

__all__ = ["without_extensions"]

_SIGNS: Final = re.compile(
    r"\{[%{:#./<a-zA-Z-]|^\s{0,3}:{3,}|^(?:!!!|\?\?\?|===) ?\S|^(?:import|export) |\(\(|::|^\[{1,2}toc\]"
    r"|^[ \t]*:LOGBOOK:|^[`~]{3,}[ \t]*(?:dataview|query|tasks|button)"
    r"|^> ## Excerpt|View Highlight\]|^\([\w.-]+\)=|^ *(?:SCHEDULED|DEADLINE): <|\[image:",
    re.MULTILINE | re.IGNORECASE,
)
"""One of these is in a text that has any of it."""
_FENCE: Final = re.compile(r"(?P<indent>[ \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?:\{(?P<name>[\w:-]{1,40})\})?(?P<rest>.*)")
_UNREAD_CODE: Final = re.compile(r"\s*(?:dataview(?:js)?|query|tasks|button)\s*", re.IGNORECASE)
"""Code that Obsidian shows the outcome of."""
_PROSE: Final = frozenset(
    "note warning tip important admonition seealso attention caution danger hint error dropdown card epigraph margin"
    " sidebar topic pull-quote highlights figure exercise solution tab-item tab-set grid grid-item details aside"
    " blockquote versionadded versionchanged deprecated".split()
)
"""Directives of MyST that hold prose."""
_UNREAD: Final = frozenset("toctree bibliography contents image include tableofcontents raw index only".split())
"""Directives of MyST that hold names of files, or nothing."""
_OPTION: Final = re.compile(r"[ \t]*:[\w-]{1,40}:(?:[ \t].*)?")
_CONTAINER: Final = re.compile(
    r"\s{0,3}:{3,}[ \t]*(?:\{(?P<directive>[\w:-]{1,40})\}.*|(?:[\w-]{1,40}|\{[^{}]{0,200}\})?(?P<title>.*))"
)
_TITLE: Final = re.compile(r"\[(?P<bracketed>[^\[\]]*)\]|(?P<plain>.*)")
_ADMONITION: Final = re.compile(
    r"(?P<indent> *)(?:!!!|\?\?\?\+?|===[!+]?)(?= ?[\w\"])[ \t]?[\w -]{0,60}(?P<title>\"[^\"]*\")?[ \t]*"
)
"""What MkDocs has above a box, a part that opens, or a tab; what is in it is indented."""
_ATTRIBUTE: Final = r"(?:[.#][\w:.-]{1,60}|-|[\w-]{1,30}=(?:\"[^\"{}]{0,200}\"|[^\s{}\"]{1,200}))"
_ATTRIBUTES: Final = rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*+[ \t]*\}}"
_KRAMDOWN: Final = r"\{:(?:[ \t]|[.#]|toc\b)[^{}]{0,200}\}"
_SUBSTITUTES: Final = (
    # Hugo, then Liquid, of which what is not said by a name alone is a variable of the site or has a filter.
    (re.compile(r"\{\{[<%].{0,1000}?[>%]\}\}"), ""),
    (re.compile(r"\{%-?[ \t]*[\w/!].{0,1000}?%\}"), ""),
    (
        re.compile(r"\{\{-?[ \t]*(?:(?:site|page|post|layout|include)\.[^{}]{1,200}|[^{}|]{1,200}\|[^{}]{1,200})\}\}"),
        "",
    ),
    (re.compile(r"\{/\*.{0,1000}?\*/\}"), ""),
    # kramdown and Pandoc: attributes behind what they are of.
    (re.compile(r"\[(?P<text>[^\[\]]{1,300})\]" + _ATTRIBUTES), r"\g<text>"),
    (re.compile(r"(?<=[)\]*_])" + _ATTRIBUTES), ""),
    (re.compile(rf"(?<![ \t])[ \t]*(?:{_ATTRIBUTES}|{_KRAMDOWN})[ \t]*\Z"), ""),
    # Logseq, Bear, Readwise.
    (re.compile(r"[ \t]?\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)"), ""),
    (re.compile(r"\{\{(?:embed|query|renderer|video|youtube|tweet|twitter)\b[^{}]{0,300}\}\}"), ""),
    (re.compile(r"(?<![:\w])::(?=[^\s:])(?P<text>[^:]{1,500})(?<=[^\s:])::(?![:\w])"), r"\g<text>"),
    (re.compile(r"\[image:[^\[\]]{1,200}\]"), ""),
    (re.compile(r"[ \t]?\(\[View Highlight\]\([^()\s]{1,500}\)\)"), ""),
)
_MARKS: Final = ("{", "((", "::", "[image:", "([View")
"""One of these is in a line in which something is replaced."""
_ROLE: Final = re.compile(r"\{[a-z][\w:+-]{0,30}\}`(?P<text>[^`<]{1,300}?)(?:[ \t]*<[^<>`]{1,300}>)?`")
_UNSEEN: Final = re.compile(
    rf"[ \t]*(?:\([\w.-]{{1,60}}\)=|\[{{1,2}}toc\]{{1,2}}|{_KRAMDOWN}|(?:SCHEDULED|DEADLINE): <[^<>]{{1,60}}>"
    r"|(?:id|collapsed|heading|background-color|created-at|updated-at|ls-type|hl-[a-z]{2,8}|card-[a-z-]{2,30}"
    r"|logseq\.[\w.-]{1,60})::[ \t].{1,200})[ \t]*",
    re.IGNORECASE,
)
"""Lines of marks alone; the last ones are what Logseq keeps of a block."""
_CONTENTS: Final = re.compile(r"\{:[ \t]*toc\b[^{}]*\}")
_COMMENT: Final = re.compile(r"\{%-?[ \t]*comment[ \t]*-?%\}")
_COMMENT_END: Final = re.compile(r"\{%-?[ \t]*endcomment[ \t]*-?%\}")
_LOGBOOK: Final = re.compile(r"^[ \t]*:LOGBOOK:[ \t]*\n(?:[ \t]*CLOCK:[^\n]*\n){0,500}[ \t]*:END:[ \t]*$", re.MULTILINE)
_EXCERPT: Final = re.compile(r"\A\s*(?:# [^\n]*\n\s*)?(?P<excerpt>> ## Excerpt[ \t]*\n(?:>[^\n]*\n){1,20})")
"""What MarkDownload has above a page: the beginning of its text once more."""
_IMPORT: Final = re.compile(r"import\s(?:[\w{},*\s$]{1,300}\sfrom\s)?[\"'][^\"'\n]{1,200}[\"'];?[ \t]*")
_EXPORT: Final = re.compile(r"export\s(?:const|let|default|function|async)\b.*")
_VALUE: Final = r"(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\{(?:[^{}]|\{[^{}]{0,200}\}){0,500}\})"
_COMPONENT: Final = re.compile(
    rf"(?<!\w)</?[A-Z][\w.]{{0,60}}(?:\s+(?:[\w:-]{{1,60}}(?:={_VALUE})?|\{{\.{{3}}[\w.]{{1,60}}\}}))*+\s*/?>"
)
_CODE: Final = re.compile(r"(`+[^`\n]*`+)")
_IS_COMMENT: Final = re.compile(r"%[ \t].*|\+\+\+.*")


def without_extensions(text: str) -> str:
    """Return a text in Markdown without what only its program reads, on the lines it had."""
    if _SIGNS.search(text) is None:
        return text
    text = _LOGBOOK.sub(_emptied, _without_comments(text))
    if excerpt := _EXCERPT.match(text):
        begin, end = excerpt.span("excerpt")
        text = text[:begin] + "\n" * text.count("\n", begin, end) + text[end:]
    lines = text.split("\n")
    if _CONTENTS.search(text):
        _empty_listed(lines)
    return "\n".join(map(_Lines().read, lines))


def _empty_listed(lines: list[str]) -> None:
    """Empty the items of `lines` that a table of contents takes the place of."""
    for index, line in enumerate(lines[1:]):
        if _CONTENTS.fullmatch(line.strip(" \t")):
            lines[index] = ""


def _without_comments(text: str) -> str:
    kept: list[str] = []
    end = 0
    while begin := _COMMENT.search(text, end):
        closing = _COMMENT_END.search(text, begin.end())
        if closing is None:
            break
        kept += text[end : begin.start()], "\n" * text.count("\n", begin.start(), closing.end())
        end = closing.end()
    return "".join((*kept, text[end:]))


def _emptied(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


class _Lines:
    """Reads a text line by line."""

    def __init__(self) -> None:
        self._fence = ""  # of the code that the line is in
        self._in_unread = False
        self._open: list[str] = []  # the fences of the directives around the line
        self._options = False  # whether the line may say something of the directive above it
        self._indent = -1  # of what a box of MkDocs holds
        self._is_myst = False
        self._is_mdx = False
        self._in_export = False

    def read(self, line: str) -> str:
        """Return a line as a reader sees it."""
        if self._indent >= 0:
            line = self._boxed(line)
        if self._fence:
            return self._code(line)
        if self._open and line.strip() == self._open[-1]:
            self._open.pop()
            return ""
        fence = _FENCE.fullmatch(line)
        if fence:
            return self._fenced(line, fence)
        if self._options and (not line.strip() or _OPTION.fullmatch(line)):
            self._options = bool(line.strip())
            return ""
        self._options = False
        return self._prose(line)

    def _boxed(self, line: str) -> str:
        """Return a line that may be in a box of MkDocs without the indent."""
        if not line.strip():
            return line
        if line.startswith(" " * self._indent):
            return line[self._indent :]
        self._indent = -1
        return line

    def _code(self, line: str) -> str:
        bare = line.strip()
        if bare.startswith(self._fence) and not bare.strip(self._fence[0]):
            self._fence = ""
            unread, self._in_unread = self._in_unread, False
            return "" if unread else line
        return "" if self._in_unread else line

    def _fenced(self, line: str, fence: re.Match[str]) -> str:
        name = (fence["name"] or "").lower()
        if name in _PROSE:
            self._is_myst = True
            self._open.append(fence["fence"])
            self._options = True
            return "" if name == "figure" else f"{fence['rest'].strip()}  " if fence["rest"].strip() else ""
        self._fence = fence["fence"]
        self._in_unread = name in _UNREAD or _UNREAD_CODE.fullmatch(fence["rest"]) is not None
        self._is_myst = self._is_myst or name in _UNREAD
        return "" if self._in_unread else line

    def _prose(self, line: str) -> str:  # noqa: PLR0911 - one answer a kind of line
        if self._in_export:
            self._in_export = bool(line.strip())
            return ""
        if line.lstrip().startswith(":::") and (container := _CONTAINER.fullmatch(line)):
            return self._container(container)
        if (box := _ADMONITION.fullmatch(line)) and ('"' in line or line.lstrip().startswith(("!!!", "???"))):
            self._indent = len(box["indent"]) + 4
            return f"{box['title'].strip(chr(34))}  " if box["title"] else ""
        if _UNSEEN.fullmatch(line):
            self._is_myst = self._is_myst or line.rstrip().endswith(")=")
            return ""
        if _IMPORT.fullmatch(line) or _EXPORT.fullmatch(line):
            self._is_mdx = True
            self._in_export = line.startswith("export")
            return ""
        if self._is_myst and _IS_COMMENT.fullmatch(line):
            return ""
        if self._is_mdx and "<" in line:
            line = _outside_code(line, lambda text: _COMPONENT.sub("", text))
        if "{" in line and "`" in line:
            shown = _ROLE.sub(r"\g<text>", line)
            self._is_myst = self._is_myst or shown != line
            line = shown
        shown = _outside_code(line, _substituted)
        return shown if shown.strip() else ""

    def _container(self, container: re.Match[str]) -> str:
        if container["directive"]:
            self._is_myst = True
            self._options = True
            return ""
        title = _TITLE.fullmatch((container["title"] or "").strip())
        said = title["bracketed"] or title["plain"] or "" if title else ""
        said = re.sub(r"\{[^{}]*\}|:+\Z", "", said).strip()
        return f"{said}  " if said else ""


def _substituted(text: str) -> str:
    if not any(mark in text for mark in _MARKS):
        return text
    for pattern, shown in _SUBSTITUTES:
        text = pattern.sub(shown, text)
    return text


def _outside_code(line: str, change: Callable[[str], str]) -> str:
    """Return a line with what is outside of code changed."""
    if "`" not in line:
        return change(line)
    parts = _CODE.split(line)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))
