"""Which encoding of the Latin alphabet makes words of one language out of these bytes?

The single-byte encodings of Europe agree on ASCII and differ in what `0xE8` is: è, č or Ë. Every one of them can
decode nearly any bytes, so statistics on a few accented letters fail on short texts. Alphabets do not: read with the
wrong encoding, hardly any text keeps to the letters of a single language (Danish æ, ø, å become ć, ř, ĺ: Polish,
Czech and Slovak at once).
"""

from __future__ import annotations

import re
from collections import Counter

from indexer.reading.encoding.charsets import WINDOWS_1252, Charset, charset_of

__all__ = ["latin_charset"]

_IBM850 = Charset("ibm850", "cp850")

# By how common they are: where several explain the bytes equally well, the first one is meant.
_LABELS = ("windows-1252", "windows-1250", "iso-8859-2", "windows-1254", "windows-1257", "macintosh")

# The letters beyond ASCII, and the punctuation peculiar to the language; languages that have no more than
# another one here are left out (Norwegian: Danish; Basque, Galician, Irish: Spanish or Portuguese).
_ALPHABETS = tuple(
    frozenset(letters)
    for letters in (
        "àâæçèéêëîïñôöùûüÿœ",  # French, and the loan words of English
        "äöüßéèàç",  # German
        "áéíóúüñçïº¿¡ª",  # Spanish
        "àáâãçéêíóôõúüºª",  # Portuguese
        "àèéìíîòóùº",  # Italian
        "àçèéíïñòóúü",  # Catalan
        "æøåéäöüèóòô",  # Danish, Norwegian
        "åäöéüàšž",  # Swedish, Finnish
        "äöüõšž",  # Estonian
        "áéëèêïíóöúü",  # Dutch
        "áðéíóúýþæö",  # Icelandic
        "ëç",  # Albanian
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "ăâîşţ",  # Romanian
        "čćđšž",  # Croatian, Slovene
        "çğıiöşüâîû",  # Turkish; the capital of i is beyond ASCII too
        "ąčęėįšųūž",  # Lithuanian
        "āčēģīķļņšūž",  # Latvian
    )
)

# By so much a less common encoding must explain more: a foreign name or two is not evidence.
_MARGIN = 0.02

# Accented letters are few and mostly single, while in other scripts nearly every letter is a byte beyond ASCII
# or two. Of "déjà vu" a third is; but then one language must explain nearly all.
_CERTAIN = 0.95

_IN_ANY_LANGUAGE = frozenset("\u00a0\u00ad“”„‘’‚«»‹›–—…•·™©®°§€£½¼×´")
_WITHIN_A_WORD = frozenset("\u00a0\u00ad’–—·´°®™©")

_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_BLANKS = b" \t\r\n"


def latin_charset(sample: bytes) -> Charset | None:
    """Return the charset with which the most of `sample` keeps to one language; None where it is in another script."""
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    high = sum(runs)
    if 2 * sum(length for length in runs if length > 2) > high:
        return None
    best, best_share = WINDOWS_1252, 0.0
    for charset in (*filter(None, map(charset_of, _LABELS)), _IBM850):
        share = _explained(sample.decode(charset.codec, "replace"))
        if share > best_share + _MARGIN:
            best, best_share = charset, share
        if best_share + _MARGIN >= 1:
            break  # no other can explain so much more
    few = 4 * high <= len(sample.translate(None, _BLANKS))
    return best if few or best_share > _CERTAIN else None


def _explained(text: str) -> float:
    """Return the share of the characters beyond ASCII that the language which fits best can explain, 0 to 1."""
    letters: Counter[str] = Counter()
    total = punctuation = 0
    for match in _NON_ASCII.finditer(text):
        place, character = match.start(), match[0]
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        total += 1
        if character in _IN_ANY_LANGUAGE:
            inside = before.isalpha() and after.isalpha()
            punctuation += not inside or character in _WITHIN_A_WORD
        elif not (character.isupper() and before.islower()):
            letters[character.lower()[0]] += 1
    if not total:
        return 1.0
    fit = max(sum(letters[letter] for letter in alphabet) for alphabet in _ALPHABETS)
    return (punctuation + fit) / total
