"""Which encoding does a declared charset mean?

What browsers take a label to mean (the WHATWG Encoding Standard, whose table webencodings has), not what it says: pages
that call themselves `iso-8859-1` are written in windows-1252, those that say `gb2312` in gb18030. Python's own names
for the same encodings count too; labels of anything else, among them UTF-7 and codecs that are not encodings of text,
mean nothing.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

__all__ = ["UTF_8", "WINDOWS_1252", "Charset", "charset_of"]


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding: its name in the standard, and the Python codec that comes nearest to what the standard describes."""

    name: str
    codec: str


UTF_8 = Charset("utf-8", "utf-8")
WINDOWS_1252 = Charset("windows-1252", "cp1252")

_OTHERWISE = MappingProxyType(
    {
        # The standard decodes both alike, and what is beyond GBK occurs.
        "gbk": Charset("gb18030", "gb18030"),
        "iso-8859-8-i": Charset("iso-8859-8", "iso8859-8"),
        "shift_jis": Charset("shift_jis", "cp932"),
        # A declaration that could be read as ASCII is not in UTF-16; the standard reads it as UTF-8.
        "utf-16be": UTF_8,
        "utf-16le": UTF_8,
        "x-user-defined": WINDOWS_1252,
        # Seven-bit encodings that were used to smuggle scripts: the standard reads none of them.
        "replacement": None,
    }
)
"""Encodings of the standard that are read as something else here, by their names in it."""

_PYTHONS = MappingProxyType(
    {
        "ascii": "windows-1252",
        "big5hkscs": "big5",
        "cp932": "shift_jis",
        "cp949": "euc-kr",
        "cp950": "big5",
        "gb2312": "gbk",
        "iso2022_jp": "iso-2022-jp",
        "mac-cyrillic": "x-mac-cyrillic",
        "mac-roman": "macintosh",
        "tis-620": "windows-874",
        "utf-16-be": "utf-16be",
        "utf-16-le": "utf-16le",
    }
)
"""Names of the standard for codecs of Python whose names it does not have."""


@lru_cache(maxsize=256)
def charset_of(label: str) -> Charset | None:
    """Return what `label` means, in upper or lower case, or None where it names no encoding of the standard."""
    import webencodings  # only for what is not UTF-8

    folded = label.strip().lower()
    encoding = webencodings.lookup(folded)
    if encoding is None:
        try:
            codec = codecs.lookup(folded).name
        except (LookupError, ValueError):
            return None
        name = _PYTHONS.get(codec, codec.replace("_", "-"))
        encoding = webencodings.lookup(name) or webencodings.lookup(name.replace("iso8859", "iso-8859"))
    if encoding is None:
        return None
    return _OTHERWISE.get(encoding.name, Charset(encoding.name, encoding.codec_info.name))
