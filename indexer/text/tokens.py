"""Where do words begin and end?

One notion of a word serves the index, the query, the highlighting and the suggestions, so that what is found is what
was typed. A word is a run of letters, digits and marks. These are kept together because people search for them:

- English contractions: `don't`, `they've`; a possessive `'s` is dropped (`China's` is `china`);
  before anything else an apostrophe parts two words (`l'eau`, `O'Brien`);
- numbers: `3.5`, `2.7.4`; `7,000` is `7000`; a per-cent sign is a word of its own (`3.5%` is `3.5` `%`);
- initials: `E.U.` is `eu`, as `EU` is; `U.S.` and `US` in capitals are `u.s`, `U.N.` and `UN` are `u.n`, so that they
  are not the pronoun, and not the article of French, Italian and Spanish;
- `C++`, `C#`.

Scripts written without spaces (Chinese, Japanese, Thai, …) and Korean, whose words carry endings, give each pair
of neighbouring characters as a word, as Lucene's CJKBigramFilter does; the pairs overlap, and go across line breaks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.text.folding import APOSTROPHES, LETTER_APOSTROPHES, fold
from indexer.text.patterns import compiled
from indexer.text.scripts import MARKS, UNSEGMENTED

__all__ = [
    "LONGEST_WORD",
    "Word",
    "composed_characters",
    "depends_on_capitals",
    "is_unsegmented",
    "without_context",
    "word_forms",
    "words",
]

LONGEST_WORD = 64
"""Characters of a word that count; what is longer is not a word of any language, and is cut so that it can still be
found."""

# Accents and joiners, which folding drops: they part no run of an unsegmented script either.
_DROPPED_MARKS = "\u0300-\u036f\u200c\u200d\u00ad"
_SHAPE = r"""
    (?: (?<!\w) {letter} (?:\.{letter})+ (?!\w) (?: \.?['\u2019] (?i:s) \b )? )
  | (?: {run} (?: \+\+ (?!\w) | (?<=\b[A-Za-z]) \# (?!\w)
                    | (?: (?<=\d)[.,](?=\d) {run} )+
                    | ['\u2019] (?i:[tsdm]|re|ve|ll) \b )? )
  | %
"""
# A word in texts without marks and unsegmented scripts.
_PLAIN_WORD = re.compile(_SHAPE.format(letter=r"[^\W\d_]", run=r"[^\W_]+"), re.VERBOSE)
_FIRST_MARK, _SOFT_HYPHEN = "\u0300", "\u00ad"  # of the marks, all but the soft hyphen come behind the Latin letters
# Lines of these scripts are wrapped anywhere: a line break is not an end of a word.
_RUN = rf"[{UNSEGMENTED}][{UNSEGMENTED}{_DROPPED_MARKS}]* (?: \n [{UNSEGMENTED}][{UNSEGMENTED}{_DROPPED_MARKS}]* )*"
# A character with what is composed with it: vowels and final consonants of Korean, voicing marks of kana, accents.
_COMPOSED = re.compile(rf"[^\x00-\x7f][\u1160-\u11ff\uff9e\uff9f\u3099\u309a{_DROPPED_MARKS}]*")
# What a pattern begins with is searched for fast where it is a letter, so what must be before it follows.
_BREAK = rf"\n(?<=[{UNSEGMENTED}{_DROPPED_MARKS}]\n)(?=[{UNSEGMENTED}])"
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
# Initials that would be a common word without their dots keep them.
_SHORT_WORDS = frozenset(
    "ad ah am an as at be by do go ha he hi ho if in is it me my no of oh on or ox so to un up us we".split()
)
# Acronyms that would be a common word without their capitals, and what is put in the place of each for the pattern: two
# letters that occur in no text.
_PLACEHOLDERS = {"US": "\u01bb\u01be", "UN": "\u01be\u01bb"}
_MEANT = {placeholder: ".".join(acronym.lower()) for acronym, placeholder in _PLACEHOLDERS.items()}
_ACRONYM = re.compile(
    r"U[SN](?<![^\s([{\"\u201c\u2018\u2014\u2013/-]U[SN])"
    r"(?= [.,;:!?)\]}\"\u201d\u2019\u2026]* (?:\s|\Z) | [-\u2013\u2014/] | ['\u2019\u02bc]s\b )",
    re.VERBOSE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

_AROUND = ".,;:!?()[]\"' \n"
"""Signs of ASCII that are no part of a word where nothing but others of them is on one side of them."""
_APOSTROPHES = str.maketrans(dict.fromkeys(LETTER_APOSTROPHES, "'"))
# Typographic punctuation, mapped to ASCII characters of the same role.
_PLAIN_SIGNS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict(zip("\u2018\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122", ' ""--    ', strict=True)),
    }
)


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """The pattern of a word in any script; compiling it takes longer than a search, and Latin letters do without."""
    letter = rf"[^\W\d_{UNSEGMENTED}][{MARKS}]*+"
    plain = rf"[^\W_{UNSEGMENTED}]"
    run = rf"{plain}+(?:[{MARKS}]+{plain}*)*"
    return re.compile(_SHAPE.format(letter=letter, run=run) + rf" | (?P<unsegmented> {_RUN} )", re.VERBOSE)


class Word(NamedTuple):
    """A word of a text: it is at `[start:end]` there, and `text` is its folded form."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1 << 13)
def _word_form(written: str) -> str:
    """The folded form of one word as the pattern matched it; empty where folding leaves nothing of it."""
    folded = fold(written)
    if folded.endswith("'s"):
        folded = folded[:-2].rstrip(".")
    if folded in _MEANT:
        return _MEANT[folded]
    if "." in folded and _INITIALS.fullmatch(folded):
        joined = folded.replace(".", "")
        folded = folded if joined in _SHORT_WORDS else joined
    elif "," in folded and _THOUSANDS.fullmatch(folded):
        folded = folded.replace(",", "")
    return folded[:LONGEST_WORD]


def words(text: str) -> list[Word]:
    """The words of `text` in order. Offsets are those of `text` as given, not of its folded form."""
    text, is_plain = _readable(text)
    if not is_plain:
        return _words_of_any_script(text)
    if inner := _one_word(text):
        start = text.find(inner)
        return [Word(start, start + len(inner), inner.lower()[:LONGEST_WORD])]
    return [Word(*match.span(), form) for match in _PLAIN_WORD.finditer(text) if (form := _word_form(match[0]))]


def word_forms(text: str) -> list[str]:
    """The folded forms of the words of `text` in order."""
    text, is_plain = _readable(text)
    if not is_plain:
        return [word.text for word in _words_of_any_script(text)]
    if inner := _one_word(text):
        return [inner.lower()[:LONGEST_WORD]]
    return list(filter(None, map(_word_form, _PLAIN_WORD.findall(text))))


def _readable(text: str) -> tuple[str, bool]:
    """`text`, its signs as the patterns have them, each where it was; and whether it is for the plain pattern."""
    text = _with_acronyms(text)
    if text.isascii():
        return text, True
    plain = text.translate(_PLAIN_SIGNS)
    if max(plain) >= _FIRST_MARK or _SOFT_HYPHEN in plain:
        return text.translate(_APOSTROPHES), False
    return plain, True


def _one_word(text: str) -> str:
    """The word that a text of ASCII has and no other, as most pieces between two spaces do; "" for any other text."""
    inner = text.strip(_AROUND)
    return inner if inner.isalnum() and text.isascii() else ""


def _words_of_any_script(text: str) -> list[Word]:
    found: list[Word] = []
    for match in _any_word().finditer(text):
        if match.lastgroup == "unsegmented":
            found.extend(_pairs(match[0], match.start()))
        elif form := _word_form(match[0]):
            found.append(Word(*match.span(), form))
    return found


def _pairs(run: str, at: int) -> list[Word]:
    """The overlapping pairs of characters of a run of an unsegmented script that starts at offset `at`, across the
    line breaks in it."""
    places = [at + place for place, character in enumerate(run) if character != "\n"]
    end = at + len(run)
    run = run.replace("\n", "")
    folded = fold(run)
    if len(folded) < 2:
        return [Word(at, end, folded)] if folded else []
    spans = _spans(run, folded)
    return [Word(places[spans[i][0]], places[spans[i + 1][1]] + 1, folded[i : i + 2]) for i in range(len(folded) - 1)]


def _spans(run: str, folded: str) -> list[tuple[int, int]]:
    """Of which characters of a run each character of its folded form is made: the first and the last.

    Half-width kana and decomposed Korean fold to fewer characters than they were, some ligatures to more. Where no
    characters of the run can be folded by themselves, each is made of the whole run.
    """
    if folded == run or [fold(character) for character in run] == list(folded):
        return [(place, place) for place in range(len(run))]
    parts = composed_characters(run)
    if "".join(part.text for part in parts) != folded:
        return [(0, len(run) - 1)] * len(folded)
    return [(part.start, part.end - 1) for part in parts for _ in part.text]


def composed_characters(text: str) -> list[Word]:
    """The characters of a text that are not ASCII, each with the marks that are composed with it, and folded."""
    return [Word(*part.span(), fold(part[0])) for part in _COMPOSED.finditer(text)]


def without_context(text: str) -> str:
    """A text with the same words as `text`, none of which depends on what is beyond white space, or on capitals.

    It has no line breaks between two characters of the scripts that `words` gives as pairs.
    """
    text = _with_acronyms(text)
    return text if text.isascii() or "\n" not in text else compiled(_BREAK).sub("", text)


def _with_acronyms(text: str) -> str:
    return _ACRONYM.sub(lambda match: _PLACEHOLDERS[match[0]], text) if depends_on_capitals(text) else text


def depends_on_capitals(text: str) -> bool:
    """Whether a word of `text` might be another one if it were not in capitals, which depends on what is beside it."""
    return "US" in text or "UN" in text


def is_unsegmented(text: str) -> bool:
    """Whether `text` is written in a script whose words `words` gives as pairs of characters."""
    return not text.isascii() and compiled(f"[{UNSEGMENTED}]+").fullmatch(text) is not None
