"""What do the properties say that a program wrote into a document?

Title, author and so on are often filled in by the program itself: with the name of a file, of a template, or of an
account. Such a value says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["authors_in", "title_in"]

_LONGEST: Final = 300
_FILE_NAME: Final = re.compile(
    r"\S{1,200}\.(?:docx?|dotx?|rtf|odt|ott|sxw|pdf|ps|eps|tex|dvi|indd|qx[dp]|pm[56]|pages|wpd|txt|html?|xlsx?|pptx?"
    r"|fm|cdr|ai|epub|tmp)|.{1,200}\.(?:docx?|rtf|odt|indd|qx[dp]|dvi|tex|pdf|pages)",
    re.IGNORECASE,
)
_PROGRAM: Final = re.compile(
    r"(?:microsoft (?:office )?(?:word|powerpoint|excel)|writer|print|layout \d)\b ?[-–] ?", re.IGNORECASE
)
_NO_TITLE: Final = re.compile(
    r"\W{0,3}(?:untitled|no title|title|titel|titre|unknown|none|null|unbenannt|ohne titel|sans titre|sin título"
    r"|(?:microsoft )?(?:word |powerpoint )?(?:document|dokument|presentation|presentación|présentation"
    r"|präsentation)|default|template|normal|slide|page|layout|full page photo|print|anonymous)"
    r"(?: ?document| ?dokument)?[ _-]?\d{0,4}\W{0,3}",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"(?:https?|file|about|mailto):\S*", re.IGNORECASE)
# What word processors enter where nobody has entered a name.
_NO_AUTHOR: Final = frozenset(
    "admin administrator anonymous anonym anonyme author default me none null owner python-docx root "
    "unknown unspecified user username".split()
)


def title_in(value: str) -> str:
    """Return the title that a property gives, or "" where it is not a title but a file's name or the like."""
    title = " ".join(value.split())
    title = title[match.end() :] if (match := _PROGRAM.match(title)) else title
    is_none = (
        len(title) > _LONGEST
        or not any(map(str.isalpha, title))
        or _FILE_NAME.fullmatch(title)
        or _NO_TITLE.fullmatch(title)
        or _ADDRESS.fullmatch(title)
    )
    return "" if is_none else title


def authors_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the people that properties name, each once.

    A semicolon parts two of them; a comma does where there are whole names on both sides, and not only a family name
    before it.
    """
    found: dict[str, None] = {}
    for value in values:
        for part in value[:_LONGEST].split(";"):
            names = [" ".join(name.split()) for name in part.split(",")]
            if not all(" " in name for name in names):
                names = [" ".join(part.split())]
            found.update(dict.fromkeys(name for name in names if name and name.strip("()").lower() not in _NO_AUTHOR))
    return tuple(found)
