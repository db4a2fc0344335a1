"""Which people does an author field of a page name?

Such fields hold names, but also `By `, roles, degrees, addresses and the name of the account that uploaded the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from indexer.text import fold

__all__ = ["read_names"]

_LONGEST_FIELD: Final = 400
_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6

_ADDRESS: Final = re.compile(r"(?:https?:|www\.)\S{1,300}|\S{0,80}@\S{0,80}")
_BRACKETS: Final = re.compile(r"\s?\([^()]{0,80}\)")
_LABEL: Final = re.compile(
    r"(?:(?:(?:article|story|posted|written|reported|published|words|text) )?by|authors?|editors?"
    r"|von|par|por|di|da|door|av|af)\b\s?:?\s+"
    r"|(?:authors?|editors?|autor(?:en)?|auteurs?|texte?)\s?:\s*",
    re.IGNORECASE,
)
_INVERTED: Final = re.compile(r"([^,;]{1,40}),\s?([^,;]{1,40})")
_BETWEEN: Final = re.compile(
    r"\s?[;|•·/]\s?|,\s?(?:(?:and|und|et|y)\s)?|\s(?:and|und|et|&|with)\s|\s[–—-]\s", re.IGNORECASE
)
_DEGREE: Final = re.compile(
    r"(?:[A-Z][a-z]?\.?){2,5}[®™]?|[A-Z]{2,6}-?[A-Z]{0,4}[®™]?"
    r"|Jr\.?|Sr\.?|I{1,3}|Esq\.?|Ph\.?\s?D\.?|[MB]\.?\s?(?:Sc|Ed|Phil)\.?"
)
_ROLE: Final = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|columnists?|contributors?|journalists?|analysts?|producers?"
    r"|director|manager|founder|ceo|president|professor|specialist|strategist|consultant|intern"
    r"|updated|published|reviewed|fact[- ]checked)\b",
    re.IGNORECASE,
)
_ACCOUNTS: Final = frozenset(
    "admin administrator administrators webmaster root user author editor guest anonymous unknown none null".split()
)
_NUMBER: Final = re.compile(r"\d{2}")
# A full stop behind these was taken for the end of a sentence.
_INITIAL: Final = re.compile(r"((?:\s|\A)(?:[A-Z]|Jr|Sr))\Z")
_EDGES: Final = ' ,;.:|-–—_"“”()[]'


def read_names(fields: Iterable[str], *, inverted: bool = False) -> tuple[str, ...]:
    """Return the names in `fields`, each once, without what stands around them.

    A role or degree behind a name is dropped; one alone, such as `Staff Writer`, counts as the name. In `inverted`
    fields a comma may part a family name from the given names behind it.
    """
    found: dict[str, str] = {}
    for field in fields:
        for name in _names(field, inverted=inverted) if len(field) <= _LONGEST_FIELD else ():
            found.setdefault(fold(name), name)
    return tuple(found.values())


def _names(field: str, *, inverted: bool) -> list[str]:
    text = " ".join(_BRACKETS.sub(" ", _ADDRESS.sub(" ", field)).split())
    if inverted and (both := _INVERTED.fullmatch(text)):
        text = f"{both[2]} {both[1]}"
    if label := _LABEL.match(text):
        text = text[label.end() :]
    parts = (_INITIAL.sub(r"\1.", part.strip(_EDGES)) for part in _BETWEEN.split(text))
    names = [part for part in parts if _is_name(part)]
    return names[:1] + [name for name in names[1:] if not (_ROLE.search(name) or _DEGREE.fullmatch(name))]


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and _NUMBER.search(text) is None
        and fold(text) not in _ACCOUNTS
        and any(map(str.isalpha, text))
    )
