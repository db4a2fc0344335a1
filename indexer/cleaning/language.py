"""In which language is a text written?"""

from __future__ import annotations

__all__ = ["language_of"]

_SAMPLE = 600  # characters; more does not change the answer, and takes longer
_FEWEST = 20

# Frequent in English and words of hardly any other language.
_ENGLISH = frozenset(
    "the and that with which from were have this they would their there been you your but his she what when about said "
    "who are not these could should into".split()
)
_ENGLISH_SHARE = 0.06
_ENGLISH_KINDS = 2


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language that `text` is most likely in, or "" where it is too short to tell."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST:
        return ""
    if _is_plainly_english(sample):
        return "en"
    # Loading its model takes half a second, which a folder of English articles can do without.
    import py3langid

    return str(py3langid.classify(sample)[0])


def _is_plainly_english(sample: str) -> bool:
    found = sample.lower().split()
    english = [word for word in found if word in _ENGLISH]
    return len(english) >= _ENGLISH_SHARE * len(found) and len(set(english)) >= _ENGLISH_KINDS
