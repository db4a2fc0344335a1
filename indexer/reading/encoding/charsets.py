"""Which encoding does a declared charset mean?

What browsers take a label to mean (the WHATWG Encoding Standard, https://encoding.spec.whatwg.org/), not what it says:
pages that call themselves `iso-8859-1` are written in windows-1252, those that say `gb2312` in gb18030. Labels of
anything else, among them UTF-7 and Python's own codecs that are no encodings of text, mean nothing.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["UTF_8", "WINDOWS_1252", "Charset", "charset_of"]


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding: its name in the standard, and the Python codec that comes nearest to what the standard describes."""

    name: str
    codec: str


UTF_8 = Charset("utf-8", "utf-8")
WINDOWS_1252 = Charset("windows-1252", "cp1252")

_GB18030 = Charset("gb18030", "gb18030")
_BIG5 = Charset("big5", "big5hkscs")
_SHIFT_JIS = Charset("shift_jis", "cp932")
_EUC_KR = Charset("euc-kr", "cp949")
_WINDOWS_874 = Charset("windows-874", "cp874")
_WINDOWS_1254 = Charset("windows-1254", "cp1254")

# By the name that Python gives a codec, so that its many aliases need not be listed again.
_CHARSETS = MappingProxyType(
    {
        "ascii": WINDOWS_1252,
        "big5": _BIG5,
        "big5hkscs": _BIG5,
        "cp1250": Charset("windows-1250", "cp1250"),
        "cp1251": Charset("windows-1251", "cp1251"),
        "cp1252": WINDOWS_1252,
        "cp1253": Charset("windows-1253", "cp1253"),
        "cp1254": _WINDOWS_1254,
        "cp1255": Charset("windows-1255", "cp1255"),
        "cp1256": Charset("windows-1256", "cp1256"),
        "cp1257": Charset("windows-1257", "cp1257"),
        "cp1258": Charset("windows-1258", "cp1258"),
        "cp866": Charset("ibm866", "cp866"),
        "cp874": _WINDOWS_874,
        "cp932": _SHIFT_JIS,
        "cp949": _EUC_KR,
        "cp950": _BIG5,
        "euc_jp": Charset("euc-jp", "euc_jp"),
        "euc_kr": _EUC_KR,
        "gb18030": _GB18030,
        "gb2312": _GB18030,
        "gbk": _GB18030,
        "iso2022_jp": Charset("iso-2022-jp", "iso2022_jp"),
        "iso8859-1": WINDOWS_1252,
        "iso8859-10": Charset("iso-8859-10", "iso8859-10"),
        "iso8859-11": _WINDOWS_874,
        "iso8859-13": Charset("iso-8859-13", "iso8859-13"),
        "iso8859-14": Charset("iso-8859-14", "iso8859-14"),
        "iso8859-15": Charset("iso-8859-15", "iso8859-15"),
        "iso8859-16": Charset("iso-8859-16", "iso8859-16"),
        "iso8859-2": Charset("iso-8859-2", "iso8859-2"),
        "iso8859-3": Charset("iso-8859-3", "iso8859-3"),
        "iso8859-4": Charset("iso-8859-4", "iso8859-4"),
        "iso8859-5": Charset("iso-8859-5", "iso8859-5"),
        "iso8859-6": Charset("iso-8859-6", "iso8859-6"),
        "iso8859-7": Charset("iso-8859-7", "iso8859-7"),
        "iso8859-8": Charset("iso-8859-8", "iso8859-8"),
        "iso8859-9": _WINDOWS_1254,
        "koi8-r": Charset("koi8-r", "koi8-r"),
        "koi8-u": Charset("koi8-u", "koi8-u"),
        "mac-cyrillic": Charset("x-mac-cyrillic", "mac-cyrillic"),
        "mac-roman": Charset("macintosh", "mac-roman"),
        "shift_jis": _SHIFT_JIS,
        "tis-620": _WINDOWS_874,
        # A declaration that could be read as ASCII does not stand in UTF-16; the standard reads it as UTF-8.
        "utf-16": UTF_8,
        "utf-16-be": UTF_8,
        "utf-16-le": UTF_8,
        "utf-8": UTF_8,
    },
)

# Labels of the standard that Python does not know, by what Python does know them as.
_ALIASES = MappingProxyType(
    {
        "cn-big5": "big5",
        "dos-874": "cp874",
        "iso-8859-8-e": "iso8859-8",
        "iso-8859-8-i": "iso8859-8",
        "koi": "koi8-r",
        "koi8": "koi8-r",
        "koi8-ru": "koi8-u",
        "ks_c_5601-1989": "euc_kr",
        "ksc5601": "euc_kr",
        "logical": "iso8859-8",
        "mac": "mac-roman",
        "unicode-1-1-utf-8": "utf-8",
        "visual": "iso8859-8",
        "windows-31j": "cp932",
        "windows-874": "cp874",
        "windows-949": "cp949",
        "x-cp1250": "cp1250",
        "x-cp1251": "cp1251",
        "x-cp1252": "cp1252",
        "x-euc-jp": "euc_jp",
        "x-gbk": "gbk",
        "x-mac-cyrillic": "mac-cyrillic",
        "x-mac-roman": "mac-roman",
        "x-mac-ukrainian": "mac-cyrillic",
        "x-sjis": "shift_jis",
        "x-unicode20utf8": "utf-8",
        "x-user-defined": "cp1252",
        "x-x-big5": "big5",
    },
)


def charset_of(label: str) -> Charset | None:
    """Return what `label` means, in upper or lower case, or None where it names no encoding of the standard."""
    folded = label.strip().lower()
    try:
        codec = codecs.lookup(_ALIASES.get(folded, folded))
    except (LookupError, ValueError):
        return None
    return _CHARSETS.get(codec.name)
