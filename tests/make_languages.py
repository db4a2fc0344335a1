"""Which codes and names do languages have? Writes `indexer/text/languages.py` from Unicode's CLDR, as Babel has it.

python tests/make_languages.py > indexer/text/languages.py
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

READERS = ("en", "de", "fr", "es", "it", "pt", "nl")
"""The languages in which the names of all others are written, beside each in itself."""

# Bokmål is what nearly all that is declared as Norwegian is written in.
ALSO = {"nb": "no", "nob": "no"}
MORE_NAMES = {"es": ("Castilian", "castellano"), "fa": ("Farsi",), "zh": ("Mandarin",)}
NO_LANGUAGES = {"mul", "und", "zxx", "mis", "root"}

HEAD = '''"""Which codes and names do languages have?

Made by `tests/make_languages.py` from Unicode's CLDR; do not edit. Each line of `LANGUAGES` has the code of a language,
of ISO 639-1 where there is one, other codes that mean the same, and after the colon its names: in English, in itself,
and in those languages whose dates and phrases are known to cleaning.
"""

from __future__ import annotations

__all__ = ["LANGUAGES"]

LANGUAGES = """\\
'''


def module() -> str:
    """The text of the module."""
    return HEAD + "".join(f"{line}\n" for line in lines()) + '"""\n'


def lines() -> Iterator[str]:
    """The lines of the table, sorted by code."""
    names = names_of_languages()
    aliases: defaultdict[str, set[str]] = defaultdict(set)
    for alias in (*get_global("language_aliases"), *ALSO):
        code = code_of(str(alias))
        if re.fullmatch("[a-z]{2,3}", str(alias)) and code in names and alias != code:
            aliases[code].add(str(alias))
    for code in sorted(names):
        codes = " ".join([code, *sorted(aliases[code])])
        yield from wrapped(codes, names[code])


def wrapped(codes: str, names: Iterable[str]) -> Iterator[str]:
    """One line, or where it would be too long several that begin with the code."""
    line = f"{codes}:"
    for name in names:
        if len(line) + len(name) > 116:
            yield line
            line = f"{codes.partition(' ')[0]}:"
        line += f" {name},"
    yield line.rstrip(",")


def names_of_languages() -> dict[str, list[str]]:
    """The names of each language; a name that several have is that of the one it is the English or own name of."""
    own = {code for code in locale_identifiers() if re.fullmatch("[a-z]{2,3}", code)} - NO_LANGUAGES
    english = Locale("en").languages
    codes = {code_of(str(code)) for code in (*own, *(code for code in english if re.fullmatch("[a-z]{2}", str(code))))}
    best: defaultdict[str, dict[str, None]] = defaultdict(dict)
    others: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reader in READERS:
        for written, name in Locale(reader).languages.items():
            code = code_of(str(written))
            if code in codes:
                (best if reader == "en" and code == written else others)[code][tidy(str(name))] = None
    for code in sorted(own):
        if name := Locale(code).languages.get(code):
            best[code_of(code)][tidy(str(name))] = None
    for code, more in MORE_NAMES.items():
        best[code] |= dict.fromkeys(more)
    taken = {name.casefold() for names in best.values() for name in names}
    times = Counter(chain.from_iterable({name.casefold() for name in names} for names in others.values()))
    return {
        code: [
            *best[code],
            *(name for name in others[code] if name.casefold() not in taken and times[name.casefold()] == 1),
        ]
        for code in codes
        if best[code]
    }


def tidy(name: str) -> str:
    """A name on one line, without what the table is parted by."""
    return " ".join(name.replace(",", " ").replace(":", " ").split())


def code_of(tag: str) -> str:
    """The code of the language that a tag of CLDR begins with, as CLDR prefers it."""
    code = tag.partition("_")[0]
    preferred = ALSO.get(code) or str(get_global("language_aliases").get(code, code)).partition("_")[0]
    return code if preferred == code else code_of(preferred)


if __name__ == "__main__":
    print(module(), end="")
