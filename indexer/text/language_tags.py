"""Which language does a tag or a name mean: `de-DE`, `EN`, `deu`, `pt_BR.UTF-8`, `German`, `Deutsch`?

The one place where what a file, a caller or a query calls a language becomes its code. Regions, scripts and encodings
are left out: articles are stemmed and filtered by language alone.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.text.folding import fold

__all__ = ["is_unknown_language", "language_tag"]

_LONGEST = 200  # characters that are looked at; a list of languages may be long
_SUBTAG = re.compile(r"([a-z]{2,3})(?![^\W_])")
_PARTS = re.compile(r"[,;/|()\[\]{}\n]+| [-–—] ")
_NONE = frozenset("c posix und mul zxx mis xxx x-default default root none unknown multiple n/a".split())
"""Values that mean no language, several or an unknown one."""


@lru_cache(maxsize=1 << 10)
def language_tag(text: str) -> str:
    """The code of the language that `text` names: of ISO 639-1 where there is one, else of ISO 639-3; "" where it names
    none.

    Tags of BCP 47, with `-` or `_`, names of locales, older and three-letter codes are understood (`iw`, `ger`), and
    the names of languages in English, in themselves and in six other languages. Of several languages the first counts.

    >>> [language_tag(text) for text in ("de-DE", "EN", "deu", "zh_Hans", "Deutsch", "Brazilian Portuguese", "und")]
    ['de', 'en', 'de', 'zh', 'de', 'pt', '']
    """
    written = fold(text[:_LONGEST]).strip(" \t\r\n'\"")
    if is_unknown_language(written):
        return ""
    codes, names = _table()
    if "://" in written:
        written = written.rstrip("/").rpartition("/")[2]  # as in http://id.loc.gov/vocabulary/iso639-2/ger
    for part in (written, *(part.strip() for part in _PARTS.split(written))):
        subtag = _subtag_of(part)
        if found := codes.get(subtag) or names.get(part) or (subtag if len(subtag) == 3 else ""):
            return found
    named = {names[word] for word in written.split() if word in names}  # "english language"
    return named.pop() if len(named) == 1 else ""


def is_unknown_language(text: str) -> bool:
    """Whether `text` means an unknown language, several or none: `und`, `mul`, `x-default`."""
    return fold(text).strip() in _NONE | {""}


def _subtag_of(part: str) -> str:
    """What a tag says the language is, or ""; of three letters it is a code of ISO 639-3, known here or not."""
    found = _SUBTAG.match(part)
    return "" if found is None or found[1] in _NONE or " " in part else found[1]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """The codes by all codes, and by all folded names."""
    from indexer.text.languages import LANGUAGES  # seldom needed by a search

    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in LANGUAGES.splitlines():
        head, _, listed = line.partition(":")
        code, *others = head.split()
        codes |= dict.fromkeys((code, *others), code)
        for name in listed.split(","):
            if folded := fold(name).strip():
                names.setdefault(folded, code)
                names.setdefault(folded.replace("(", "").replace(")", ""), code)
    return codes, names
