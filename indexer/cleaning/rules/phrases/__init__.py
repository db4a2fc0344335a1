"""Which words do papers put around their articles?

One table a language, all of the same shape (`Phrases`): the rules of `dateline`, `byline`, `captions`, `kickers` and
`phrase_rules` are made of them. What English sites say at greater length is in `english` and `page_lines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from indexer.cleaning.rules.phrases.danish import DANISH
from indexer.cleaning.rules.phrases.dutch import DUTCH
from indexer.cleaning.rules.phrases.english import ENGLISH
from indexer.cleaning.rules.phrases.french import FRENCH
from indexer.cleaning.rules.phrases.german import GERMAN
from indexer.cleaning.rules.phrases.italian import ITALIAN
from indexer.cleaning.rules.phrases.norwegian import NORWEGIAN
from indexer.cleaning.rules.phrases.polish import POLISH
from indexer.cleaning.rules.phrases.portuguese import PORTUGUESE
from indexer.cleaning.rules.phrases.russian import RUSSIAN
from indexer.cleaning.rules.phrases.spanish import SPANISH
from indexer.cleaning.rules.phrases.swedish import SWEDISH
from indexer.cleaning.rules.phrases.table import Phrases
from indexer.cleaning.rules.phrases.turkish import TURKISH

__all__ = ["LANGUAGES", "Phrases", "any_matching", "any_of", "branched", "listed", "phrases"]

LANGUAGES: tuple[Phrases, ...] = (
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    DUTCH,
    SWEDISH,
    DANISH,
    NORWEGIAN,
    POLISH,
    RUSSIAN,
    TURKISH,
)
"""The languages that have a table."""

_BETWEEN = re.compile(r"\s\|\s|\n")


def listed(field: str) -> list[str]:
    """Return the phrases of one field of a table."""
    return [phrase for phrase in map(str.strip, _BETWEEN.split(field)) if phrase]


def phrases(*fields: str, first: int | None = None) -> list[str]:
    """Return the phrases of the `fields` of all languages, each once; of each field only the `first` so many."""
    found = (listed(getattr(language, field)) for language in LANGUAGES for field in fields)
    return list(dict.fromkeys(phrase for field in found for phrase in islice(field, first)))


def any_of(*fields: str) -> str:
    """Return the source of a pattern for any phrase of the `fields` of all languages."""
    return branched(phrases(*fields))


def branched(words: Iterable[str]) -> str:
    """Return the source of a pattern for any of `words`, longer ones first.

    They are sorted into branches by their first letter, so that a line which begins with none of them is refused after
    a few comparisons. Apostrophes may be curly.
    """
    branches: dict[str, list[str]] = {}
    for phrase in sorted(words, key=len, reverse=True):
        branches.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(branches.items())).replace("'", "['’]")


def any_matching(field: str) -> str:
    """Return the source of a pattern for any regular expression in the `field` of any language."""
    return "|".join(phrases(field))
