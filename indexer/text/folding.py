"""When are two pieces of text the same?

Folding takes away case, accents and compatibility forms (`Straße` is `strasse`,
`café` in either normal form is `cafe`), but no letters: Indic vowel signs and the voicing marks of Japanese are kept.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["APOSTROPHES", "LETTER_APOSTROPHES", "fold"]

LETTER_APOSTROPHES = "\u02bb\u02bc\u02be\u02bf"
"""Apostrophes that are letters to Unicode, of Ukrainian, of Hawaiian, of Arabic names; people type ' for them."""

APOSTROPHES = f"\u2019{LETTER_APOSTROPHES}"
"""All that is folded to '."""

# Marks that are dropped by folding: accents of Latin, Greek and Cyrillic, the points of Hebrew and Arabic, joiners.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+"
)
# To Unicode it is two characters, an apostrophe and an n; no other letter becomes a sign that parts words.
_APOSTROPHE_N = "\u0149"
# Apostrophes, and letters with a stroke or ligatures, which Unicode does not decompose.
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ð": "d",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŧ": "t",
        "ŋ": "n",
        "ĸ": "k",
    }
)


def fold(text: str) -> str:
    """`text` without the differences that do not make another word: case, accents, compatibility forms.

    Folding twice is folding once. The length may change.
    """
    if text.isascii():
        return text.lower()
    text = text.replace(_APOSTROPHE_N, "n")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _DROPPED.sub("", folded).translate(_LETTERS))
