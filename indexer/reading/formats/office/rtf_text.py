"""How do the paragraphs, items and cells of an RTF become HTML?"""

from __future__ import annotations

__all__ = ["RtfText"]


class RtfText:
    """Text being gathered: a paragraph, within rows of cells, within blocks of HTML."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._pieces: list[str] = []
        self._cells: list[str] = []
        self._beside: list[RtfText] = []

    def add(self, html: str) -> None:
        """Add to the paragraph, or cell."""
        self._pieces.append(html)

    def beside(self, other: RtfText) -> None:
        """Place another text behind the paragraph."""
        self._beside.append(other)

    def end_paragraph(self, tag: str, *, in_table: bool) -> None:
        """End the paragraph, which is left out if its tag is ""; in a cell it is only a line."""
        if in_table:
            self.add("<br>")
            return
        text = self._taken()
        if tag and text:
            self._blocks.append(f"<ul>\n<li>{text}</li></ul>\n" if tag == "li" else f"<{tag}>{text}</{tag}>\n")
        self._place_beside()

    def end_cell(self) -> None:
        """End the cell of a table."""
        self._cells.append(self._taken())

    def end_row(self) -> None:
        """End the row of a table."""
        if any(self._cells):
            cells = "".join(f"<td>{cell}</td>" for cell in self._cells)
            self._blocks.append(f"<table>\n<tr>{cells}</tr></table>\n")
        self._cells.clear()
        self._place_beside()

    def html(self) -> str:
        """Return all that was gathered. Items and rows that follow each other are of one list, and one table."""
        self.end_row()
        self.end_paragraph("p", in_table=False)
        return "".join(self._blocks).replace("</ul>\n<ul>\n", "").replace("</table>\n<table>\n", "")

    def _taken(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        return text if text.replace("<br>", "").strip() else ""

    def _place_beside(self) -> None:
        self._blocks += [other.html() for other in self._beside]
        self._beside.clear()
