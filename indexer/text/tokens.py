"""Where do words begin and end?

One notion of a word serves the index, the query, the highlighting and the suggestions, so that what is found is what
was typed. A word is a run of letters, digits and marks. These are kept together because people search for them:

- English contractions: `don't`, `they've`; a possessive `'s` is dropped (`China's` is `china`);
  before anything else an apostrophe parts two words (`l'eau`, `O'Brien`);
- numbers: `3.5`, `2.7.4`; `7,000` is `7000`; a per-cent sign is a word of its own (`3.5%` is `3.5` `%`);
- initials: `U.S.` is `u.s`, so that it is not the pronoun;
- `C++`, `C#`.

Scripts written without spaces (Chinese, Japanese, Thai, …) and Korean, whose words carry endings, give each pair
of neighbouring characters as a word, as Lucene's CJKBigramFilter does; the pairs overlap.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from indexer.text.folding import fold

__all__ = ["LONGEST_WORD", "Word", "is_unsegmented", "words"]

LONGEST_WORD = 64
"""Characters of a word that count; what is longer is no word of any language, and is cut so that it can still be
found."""

_UNSEGMENTED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# Combining marks and joiners of scripts that are written with spaces; `\w` leaves them out.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0816-\u082d\u08d3-\u08ff"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57\u0d82\u0d83\u0dca-\u0ddf"
    "\u0f18-\u0f3f\u0f71-\u0fbc\u135d-\u135f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ua8e0-\ua8f1\ufe20-\ufe2f"
    "\u200c\u200d\u00ad"
)
_SHAPE = r"""
    (?P<initials> (?<!\w) {letter} (?:\.{letter})+ (?!\w) )
  | (?P<plain> {run} (?: \+\+ (?!\w) | (?<=\b[A-Za-z]) \# (?!\w)
                    | (?: (?<=\d)[.,](?=\d) {run} )+
                    | ['\u2019\u02bc\u02bb] (?i:[tsdm]|re|ve|ll) \b )? )
  | %
"""
# Unicode calls these letters (the apostrophe of Ukrainian, the okina of Hawaiian), but people type ' for them.
_APOSTROPHES = "\u02bb\u02bc"
# A word in texts without marks and unsegmented scripts.
_PLAIN_WORD = re.compile(_SHAPE.format(letter=rf"[^\W\d_{_APOSTROPHES}]", run=rf"[^\W_{_APOSTROPHES}]+"), re.VERBOSE)
_FIRST_MARK, _SOFT_HYPHEN = "\u0300", "\u00ad"  # of the marks, all but the soft hyphen come behind the Latin letters
_ONLY_UNSEGMENTED = re.compile(f"[{_UNSEGMENTED}]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")

# Typographic punctuation, mapped to ASCII characters of the same role.
_PLAIN_SIGNS = str.maketrans("\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u2022\u20ac\u2122", '\' ""--    ')


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    """The pattern of a word in any script; compiling it takes longer than a search, and Latin letters do without."""
    letter = rf"[^\W\d_{_UNSEGMENTED}{_APOSTROPHES}]"
    plain = rf"[^\W_{_UNSEGMENTED}{_APOSTROPHES}]"
    run = rf"{plain}+(?:[{_MARKS}]+{plain}*)*"
    return re.compile(_SHAPE.format(letter=letter, run=run) + rf" | (?P<unsegmented> [{_UNSEGMENTED}]+ )", re.VERBOSE)


class Word(NamedTuple):
    """A word of a text: it stands at `[start:end]` there, and `text` is its folded form."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1 << 13)
def _word_form(written: str) -> str:
    """The folded form of one word as the pattern matched it."""
    folded = fold(written)
    if folded.endswith("'s"):
        folded = folded[:-2]
    elif "," in folded and _THOUSANDS.fullmatch(folded):
        folded = folded.replace(",", "")
    return folded[:LONGEST_WORD]


def words(text: str) -> list[Word]:
    """The words of `text` in order. Offsets are those of `text` as given, not of its folded form."""
    if not text.isascii():
        plain = text.translate(_PLAIN_SIGNS)
        if max(plain) >= _FIRST_MARK or _SOFT_HYPHEN in plain:
            return _words_of_any_script(text)
        text = plain
    elif text.isalnum():  # one word, as most pieces between two spaces are
        return [Word(0, len(text), text.lower()[:LONGEST_WORD])]
    return [Word(*match.span(), _word_form(match[0])) for match in _PLAIN_WORD.finditer(text)]


def _words_of_any_script(text: str) -> list[Word]:
    found: list[Word] = []
    for match in _any_word().finditer(text):
        if match.lastgroup == "unsegmented":
            found.extend(_pairs(match[0], match.start()))
        elif form := _word_form(match[0]):
            found.append(Word(*match.span(), form))
    return found


def _pairs(run: str, at: int) -> list[Word]:
    """The overlapping pairs of characters of a run of an unsegmented script that starts at offset `at`."""
    folded = fold(run)
    if len(folded) < 2:
        return [Word(at, at + len(run), folded)] if folded else []
    # Half-width kana fold to fewer characters than they were, some ligatures to more; then a pair's place is the run.
    aligned = folded == run or [fold(character) for character in run] == list(folded)
    return [
        Word(at + i, at + i + 2, folded[i : i + 2]) if aligned else Word(at, at + len(run), folded[i : i + 2])
        for i in range(len(folded) - 1)
    ]


def is_unsegmented(text: str) -> bool:
    """Whether `text` is written in a script whose words `words` gives as pairs of characters."""
    return _ONLY_UNSEGMENTED.fullmatch(text) is not None
