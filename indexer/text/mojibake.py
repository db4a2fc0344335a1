"""Were the bytes of a text read in the wrong encoding, and which characters were they?

`CafÃ©` was written in UTF-8 and read as Windows-1252. ftfy knows how to undo that, also where it happened twice. It is
asked about lines only that have such pairs of characters where no language writes them: `São Paulo`, `CORAÇÃO`, `âme`
and a quotation that ends in `IRMÃ”` are as their author wrote them.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["repaired"]

# What the second and further bytes of a character became: C1 controls or what Windows-1252 has in their place, and the
# upper half of Latin-1's symbols. Some of them are also behind a real letter: spaces, quotation marks, dashes.
_PUNCTUATION = "\xa0«»“”‘’‚„–—…·"
_SYMBOLS = "\x80-\x9f¡-¨ª¬\xad¯-¶¸-º¼-¿€ƒ†‡ˆ‰Š‹ŒŽ•˜š›œžŸ"
_MARKS = "©®™"
_TWO = "ÂÃÄÅÎÏÐÑØÙ"
"""What the first byte of a character of two bytes became."""
# All alternatives look back from behind the first character: a text without any of these is passed over quickly.
_PAIR = re.compile(
    rf"[{_TWO}âïð](?:"
    rf"(?<=[{_TWO}])[{_SYMBOLS}]|(?<=[{_TWO}])(?<![A-ZÀ-Þ].)[{_MARKS}]"
    # The first letter of a word, or one that follows a small letter, is not a capital Ã before a quotation mark.
    rf"|(?<=[ÂÃ])(?<![^\W\d_].)[{_PUNCTUATION}](?=[^\W\d_])|(?<=[a-zß-ÿ]Ã)[{_PUNCTUATION}]|(?<=Â)[\xa0«»·]"
    r"|(?<=Ã)(?<![^\W\d_].)\xa0"
    r"|(?<=â)(?:€|‚¬|„¢|[\x80-\x9f]{2}|†[’“”\x90-\x9f]|ˆ[\x80-\xbf’]|œ[“”…]|˜[\x80-\xbf…†])"
    r"|(?<=ï)(?:»¿|¿½)|(?<=ð)[Ÿ\x9f])"
)
_REPLACEMENT = "\ufffd"


def repaired(text: str) -> str:
    """Return `text` with the characters that were meant, in those lines where all of them can be told.

    Repairing twice changes nothing. Line breaks stay as they are.
    """
    if text.isascii() or not _PAIR.search(text):
        return text
    return "\n".join(_repaired_line(line) if _PAIR.search(line) else line for line in text.split("\n"))


@lru_cache(maxsize=1024)
def _repaired_line(line: str) -> str:
    # Few texts need it, and importing it takes 50 ms.
    import ftfy

    fixed = ftfy.fix_encoding(line)
    if fixed.count(_REPLACEMENT) > line.count(_REPLACEMENT) or "\n" in fixed or "\r" in fixed:
        return line
    return fixed
