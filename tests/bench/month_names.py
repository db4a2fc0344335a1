"""Write the table of the names of months in all languages of CLDR, `indexer/text/month_names.py`.

    pip install babel && python tests/bench/month_names.py > indexer/text/month_names.py

Names are those of the Gregorian calendar, in full and abbreviated, alone and in dates. Where two languages call
different months the same, such as `listopad`, the one with more speakers is followed.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata

from babel import Locale, localedata

# The largest first, as far as their names of months are in conflict with others'.
LARGEST = "en zh hi es fr ar bn pt ru ur id de ja sw tr vi ko it fa pl uk ro nl cs hu el sv bg be hr sr sk".split()
REGIONS = "ar_DZ ar_IQ ar_MA ar_MR ar_TN".split()
"""Countries whose months have other names than elsewhere in their language."""
SHORTEST = 3
SHORTEST_OTHER = 5
"""Letters of a name in Latin script in any other language: shorter ones are words of the large ones."""
NAME = re.compile(r"[^\d\s()/-]+")
HEAD = '''"""What are the months called, in every language of CLDR?

Made by `tests/bench/month_names.py` of CLDR, as Babel {version} has it; not to be edited. All names are in lower case
and without accents, one text a month.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MONTH_NAMES"]

MONTH_NAMES: Final = ('''


def plain(name: str) -> str:
    """`name` in lower case and without accents, as `indexer.text.dates` looks it up."""
    decomposed = unicodedata.normalize("NFKD", name.lower())
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


def languages() -> list[str]:
    names = {name.split("_")[0] for name in localedata.locale_identifiers()}
    return [*LARGEST, *sorted(names - {*LARGEST, "root"}), *REGIONS]


def main() -> None:
    import babel

    numbers: dict[str, int] = {}
    for language in languages():
        months = Locale.parse(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    bare = plain(name).rstrip(".").strip()
                    is_short = bare.isascii() and language not in LARGEST and len(bare) < SHORTEST_OTHER
                    if len(bare) >= SHORTEST and not is_short and NAME.fullmatch(bare):
                        numbers.setdefault(bare, number)
    print(HEAD.format(version=babel.__version__))
    for month in range(1, 13):
        line = " ".join(sorted(name for name, number in numbers.items() if number == month))
        print("    (")
        for piece in textwrap.wrap(line, 104):
            print(f'        "{piece} "')
        print("    ),")
    print(")")


if __name__ == "__main__":
    main()
