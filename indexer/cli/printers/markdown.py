"""How are articles shown as Markdown?

What the author wrote stays as it is written: signs that Markdown gives a meaning are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from indexer.cli.console import safe, safe_line
from indexer.cli.printers.printer import Printer

if TYPE_CHECKING:
    from indexer.searching.exporting import IndexedArticle

__all__ = ["FormatPrinter"]

_SIGNS = re.compile(r"[\\`*\[\]<~|$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")
_AT_BEGINNING = re.compile(r"^([ \t]*)([#>=+-]|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE)
_ITEM = re.compile(r"^- (?=\S)")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_NOT_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C"})


class FormatPrinter(Printer):
    """A heading, a line of what is known, and the text of each article, in UTF-8; a rule between two."""

    form = "markdown"

    def exported(self, articles: Iterable[IndexedArticle], *, passages: bool) -> None:
        """Write one article after the other."""
        if passages:
            self._refuse("passages")
        for number, found in enumerate(articles):
            self.console.write_data(("\n---\n\n" if number else "") + self._article(found))

    def _article(self, found: IndexedArticle) -> str:
        article = found.article
        place = self.console.context.shown(found.address.path) + article.part
        title = article.title or found.address.name
        known = [*article.authors, *([str(article.published)] if article.published else []), article.site]
        about = ", ".join(_escaped(safe_line(one)) for one in known if one)
        parts = [f"# {_escaped(safe_line(title))}", f"*{about}*" if about else ""]
        if re.match(r"https?://\S", article.url):
            parts.append(f"<{safe_line(article.url).translate(_NOT_IN_ADDRESS)}>")
        parts.append(f"Source: {_escaped(safe_line(place))}")
        parts += [_lines(paragraph) for paragraph in re.split(r"\n\s*\n", safe(article.text).strip("\n"))]
        parts += [f"> {_escaped(safe_line(caption))}" for caption in article.captions]
        return "\n\n".join(part for part in parts if part.strip()) + "\n"


def _lines(paragraph: str) -> str:
    """A paragraph whose lines stay lines, those of a list its items."""
    lines = [_INDENT.sub("", line) for line in paragraph.split("\n")]
    shown = [f"- {_escaped(line[2:])}" if _ITEM.match(line) else _escaped(line) for line in lines]
    return "\n".join(
        f"{line}  " if line.strip() and below.strip() and not below.startswith("- ") else line
        for line, below in zip(shown, [*shown[1:], ""], strict=True)
    )


def _escaped(text: str) -> str:
    return _AT_BEGINNING.sub(r"\1\\\2", _SIGNS.sub(lambda sign: f"\\{sign[0]}", text))
