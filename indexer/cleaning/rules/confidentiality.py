"""Does a paragraph say that the mail it is in is for its recipient alone?

Offices have their servers put one below each mail. It names the mail, says that it is confidential, and what is to be
done by whom it is not meant for; all three are asked for.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

__all__ = ["is_confidentiality_notice"]

_LONGEST: Final = 3000
"""Characters. Chosen, not measured."""
_SHORTEST: Final = 60
"""Characters. The shortest that was met has more than 80."""
_MAIL: Final = (
    r"\b(?:e-?mails?|(?:electronic )?messages?|communications?|transmissions?|nachricht|courriels?|mensajes?|correo"
    r"|messaggio|mensagem|bericht)\b"
)
_MEANT: Final = (
    r"\bintended (?:only |solely |exclusively )?(?:recipients?|for|addressee)|\baddressee|\bin error\b|\bby mistake\b"
    r"|\b(?:richtige|vorgesehene) (?:adressat|empfänger)|\birrtümlich"
    r"|\bdestinataires?\b.{0,300}\berreur\b|\berreur\b.{0,300}\bdestinataire"
    r"|\bdestinatari[oa]s?\b.{0,300}\berror[ei]?\b|\berror[ei]?\b.{0,300}\bdestinatari"
    r"|\bdestinatários?\b|\bgeadresseerde\b|\babusievelijk\b"
)


def is_confidentiality_notice(text: str) -> bool:
    """Whether a paragraph is such a notice."""
    if not _SHORTEST < len(text) <= _LONGEST or not _may_be_secret(text):
        return False
    return all(pattern.search(text) for pattern in _patterns())


def _may_be_secret(text: str) -> bool:
    """Whether `text` has a part of one of the words for confidential, as every notice: most need no other look."""
    return (
        "onfiden" in text
        or "ertraulich" in text
        or "rivileged" in text
        or "iservat" in text
        or "ertrouwelijk" in text
        or "ONFIDEN" in text
        or "RIVILEGED" in text
    )


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (_MAIL, _MEANT))
