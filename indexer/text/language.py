"""In which language is a text written?

Most texts say so plainly: by words that are frequent in one language and in hardly any other, or by a script that one
language alone is written in. All others are classified by a model (`language_model`).
"""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

from indexer.text.language_tags import language_tag
from indexer.text.patterns import compiled

__all__ = ["language_of", "plain_language_of"]

_SAMPLE = 600  # characters; more does not change the answer, and takes longer
_FEWEST = 20
_FEWEST_OF_ALL = 150
"""Letters of a text whose language is told against what is declared."""

# Of those in two of these languages neither has one.
_WORDS = MappingProxyType(
    {
        "en": "the and that with which from were have this they would their there been you your but his she what "
        "when about said who are not these could should into",
        "de": "der und nicht mit ist sich auf für ein eine dem auch wird sind nach wie aus bei einer einem zum zur "
        "über wurde haben oder durch werden diese noch aber",
        "fr": "les des est dans une pour qui sur pas avec plus sont par ses aux cette mais nous vous ont été leur "
        "être ces comme fait tout où",
        "es": "los las una por con para más pero sus fue este también hay muy hasta desde esta entre cuando sobre "
        "ser dos había años tiene según",
        "it": "che della sono alla delle nel dei con per più anche questo gli dal alle nella degli suo essere stato "
        "ha come dalla ma è perché",
        "pt": "que não uma para com dos mais foi das pelo pela são também seu sua mas nos ele ela pode entre muito "
        "já até isso está você",
        "nl": "het een van dat niet zijn voor met aan ook maar door naar bij wordt heeft deze nog dan werd uit hun "
        "worden hebben geen omdat",
        "pl": "się nie jest że oraz przez dla tego tym który która są był może być także został jej przy również",
        "la": "ut ad sed quod cum enim quis esse quam nec atque autem eius ex sunt quae ab hoc",
    }
)
_COUNTED = Counter(word for words in _WORDS.values() for word in set(words.split()))
_TELLING = {word: language for language, words in _WORDS.items() for word in words.split() if _COUNTED[word] == 1}
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_SHARE = 0.06
_KINDS = 3
_AHEAD = 4
"""Times as many telling words as any other language has."""

# Kana are Japanese, Hangul is Korean; Chinese characters among neither are Chinese. Other languages than Arabic have
# letters of their own among the Arabic ones.
_ADDRESS = re.compile(r"\S+://\S+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_LATIN = re.compile("[\u00c0-\u024f]")
"""Latin letters that are not ASCII."""
_KANA = "[\u3041-\u30ff]"
_HANGUL = "[\uac00-\ud7a3]"
_HAN = "[\u4e00-\u9fff]"
_ARABIC = "[\u0621-\u063a\u0641-\u064a]"
_ARABIC_OF_OTHERS = "[\u063b-\u0640\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f]"
_LEAST_SHARE = 0.5
"""Of the letters of a text, so many must be of its script: there may be Latin names among them."""


def language_of(text: str) -> str:
    """The code of the language that `text` is most likely in, as `language_tag` has it, or "" where it is too short to
    tell."""
    sample = _sample(text)
    letters = _count_letters(sample)
    if letters < _FEWEST:
        return ""
    if plainly := _by_script(sample, letters) or _by_words(sample, letters):
        return plainly
    from indexer.text.language_model import classify  # whose model takes a while to open

    return language_tag(classify(sample))


def plain_language_of(text: str) -> str:
    """The language that `text` is plainly in, by its words or its script, or "" where that cannot be told at once."""
    sample = _sample(text)
    letters = _count_letters(sample)
    return _by_script(sample, letters) or _by_words(sample, letters) if letters >= _FEWEST_OF_ALL else ""


def _sample(text: str) -> str:
    """The beginning of a text, without addresses."""
    sample = text[:_SAMPLE]
    return _ADDRESS.sub("", sample) if "://" in sample else sample


def _count_letters(sample: str) -> int:
    if sample.isascii():
        return _count_ascii_letters(sample)
    return _count_ascii_letters(sample) + sum(map(str.isalpha, "".join(_NOT_ASCII.findall(sample))))


def _count_ascii_letters(sample: str) -> int:
    return len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))


def _by_words(sample: str, letters: int) -> str:
    """The language whose telling words are in the sample, or "" where none is far ahead of all others."""
    words = sample.lower().split()
    telling = list(filter(_TELLING.__contains__, words))
    if len(telling) < _KINDS:
        return ""
    languages = [_TELLING[word] for word in telling]
    (count, language), *rest = sorted(((languages.count(one), one) for one in set(languages)), reverse=True)
    others = rest[0][0] if rest else 0
    kinds = len({word for word in telling if _TELLING[word] == language})
    is_plain = count >= _SHARE * len(words) and kinds >= _KINDS and count >= _AHEAD * others
    return language if is_plain and _is_latin(sample, letters) else ""


def _is_latin(sample: str, letters: int) -> bool:
    """Whether enough of the letters are Latin; nearly always those of ASCII are."""
    if sample.isascii():
        return True
    least = _LEAST_SHARE * letters
    plain = _count_ascii_letters(sample)
    return plain >= least or plain + len(_LATIN.findall(sample)) >= least


def _by_script(sample: str, letters: int) -> str:
    """The language that is written in the sample's script, where it is the only one that is."""
    # Most texts that are not all ASCII have no more than quotation marks and accents that are not.
    if sample.isascii() or _count_ascii_letters(sample) > (1 - _LEAST_SHARE) * letters:
        return ""
    scripts = map(compiled, (_KANA, _HANGUL, _HAN, _ARABIC))
    kana, hangul, han, arabic = (len(script.findall(sample)) for script in scripts)
    least = _LEAST_SHARE * letters
    if arabic >= least:
        return "" if compiled(_ARABIC_OF_OTHERS).search(sample) else "ar"
    if hangul >= least:
        return "ko"
    if kana + han < least or hangul:
        return ""
    return "ja" if kana >= 0.1 * letters else "" if kana else "zh"
