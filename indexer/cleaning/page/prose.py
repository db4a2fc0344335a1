"""Does a block read like a paragraph that somebody wrote?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from indexer.cleaning.page.blocks import Block, Kind

__all__ = ["MOST_LINKED", "asks", "ends_sentence", "is_consent", "is_long", "is_prose"]

_SHORTEST_PROSE: Final = 12
_LONG: Final = 25
"""Words."""
MOST_LINKED: Final = 0.35
"""The share of a paragraph's characters that may be in links."""
_QUESTION_MARKS: Final = frozenset("?？؟")
_PLAIN_ENDS: Final = frozenset(".!?…。")
# The full stops of Arabic, Urdu, Hindi, Armenian, Amharic, Burmese and Khmer among them; the signs of notes may follow.
_SENTENCE_END: Final = re.compile(
    r"""[.!?…。！？:؟۔।॥։።။។](?:[»«”“"’')\]」』）]|\s?\[[^\]]{1,12}\]|\s\d{1,3}){0,8}\Z"""
)
_END_REACH: Final = 40
_STOPLESS: Final = re.compile("[\u0e00-\u0eff]{12}")
"""Thai and Lao have no full stop."""
# What sites say about data protection, and fields of forms, may be longer than the article.
_CONSENT: Final = (
    *("cookie", "newsletter", "javascript", "privacy policy", "personal data", "gdpr", "dsgvo", "rgpd", "datenschutz"),
    *("personenbezogen", "politique de confidentialité", "política de privacidad"),
)


def is_prose(text: str, kind: Kind, words: int, linked: float) -> bool:
    """Whether a block of this `kind` has a dozen words, few links, and is closed like a sentence."""
    return words >= _SHORTEST_PROSE and linked < MOST_LINKED and kind != "heading" and ends_sentence(text)


def ends_sentence(text: str) -> bool:
    """Whether `text` is closed like a sentence, or is in a script that does not close them."""
    return (
        text[-1:] in _PLAIN_ENDS  # as most
        or _SENTENCE_END.search(text, max(0, len(text) - _END_REACH)) is not None
        or _STOPLESS.search(text, 0, _END_REACH) is not None
    )


def asks(text: str) -> bool:
    """Whether `text` is closed like a question, as headings are that open their answers on a click."""
    return text[-1] in _QUESTION_MARKS


def is_long(block: Block) -> bool:
    """Whether `block` has the length of a paragraph, though it does not end like one."""
    return block.words >= _LONG and block.linked < MOST_LINKED and block.kind != "heading" and not is_consent(block)


def is_consent(block: Block) -> bool:
    """Whether `block` speaks of what sites ask their readers to agree to."""
    return any(map(block.text.lower().__contains__, _CONSENT))  # in half the time of a generator
