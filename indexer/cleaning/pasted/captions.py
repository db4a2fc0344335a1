"""Which lines belong to the pictures of an article and not to its text?

Scraped text gives a caption twice, first alone and then with its credit: `A lighthouse at dusk`, `A lighthouse at dusk.
Picture: Getty`. A credit is an agency or a few capitalised words: `Here is the full picture: prices fell` has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.cleaning.rules.agencies import AGENCY, PICTURE_AGENCY
from indexer.cleaning.rules.phrases import any_of, phrases
from indexer.text import fold
from indexer.text.patterns import compiled

__all__ = ["caption_of", "doubled_captions", "is_credit", "same_words", "word_key"]

_LONGEST_CAPTION = 480
_SHORTEST_CAPTION = 10
_LONGEST_CREDIT = 60
_MOST_CREDIT_WORDS = 8
_MOST_NAME_WORDS = 4
"""More words than these are a credit only if they name an agency or are parted as names are."""
_REACH = 110
"""Characters at the end of a line in which its credit begins."""

# "Picture: X" may follow the caption without a full stop; "Picture by X" would then be part of its sentence.
_LABEL = rf"(?=[A-ZÀ-ÞА-Я])(?i:{any_of('picture')})"
_BY = any_of("picture_by")
_LABELLED = (
    rf"(?:(?:\A|[\s.|([–—-]){_LABEL}(?:\s?[:：|©]\s?|/|\.{{3}}\s?)"
    r"|(?:\A|[\s.|(\[])(?:Fot|Rys)\.\s"
    rf"|[.!?]\s{_LABEL}\s(?=(?:[A-ZÀ-Þ][\w.'’-]+\s){{1,3}}[A-ZÀ-Þ][\w'’-]+(?:/|\Z))"
    rf"|(?:\A|[.!?|)\"”–—-]\s|[(\[]){_LABEL}\s(?i:{_BY})\s?:?\s"
    rf"|(?:\A|[\s.|([–—-])©\s?"
    rf"|[(\[](?i:{any_of('picture')})(?:\s(?:{_BY})\s|\s?:\s?))"
    rf"(?P<credit>[^:]{{2,{_LONGEST_CREDIT}}})\Z"
)
_PICTURES = phrases("picture")
_LABEL_SIGNS = ("©", *(word for word in _PICTURES if not any(other in word for other in _PICTURES if other != word)))
"""What every label of a credit has, in lower case: the words for pictures that have no other of them in them."""
_STOCK = rf"(?i)(?:{any_of('stock')})(?:\s?[.:|/©–—-]{{1,2}}\s?(?P<credit>[^:]{{2,{_LONGEST_CREDIT}}}))?\.?"
# The BBC labels its pictures in the language of each of its services.
_CAPTION_LABEL = re.compile(
    r"(?:(?:image|media|video|photo|figure)\scaption[,:]?|pie\sde\sfoto,|legenda\sda\sfoto,|légende\simage,"
    r"|подпись\sк\sфото,|图像加注文字，|圖像加註文字，|画像説明,|사진\s설명,)\s?(?P<caption>\S.*)",
    re.IGNORECASE,
)
_SOURCE_LABEL = (
    r"(?i)(?:(?:image\s(?:source|copyright)[,:]?|fuente\sde\sla\simagen,|crédito,|crédit\sphoto,|автор\sфото,"
    r"|图像来源，|圖像來源，|画像提供,|사진\s출처,)\s?\S.{0,80}|(?:image|media)\scaption,?|(?:图像加注文字|圖像加註文字)，"
    r"|(?:hide|toggle)\scaption|view\simage\sin\sfullscreen|open\s(?:this\s)?photo\sin\sgallery:?)"
)

_AGENCY = rf"(?:{PICTURE_AGENCY}|{AGENCY}|keystone|nasa|esa|wenn|imago(?:\simages)?)"
_MAKER = r"(?:[^.!?:/\d()\[\]]{1,40}|[^.!?:/\d()\[\]]{0,20}\b[A-Z]\.[^!?:/\d()\[\]]{1,30})"
_BARE = (
    rf"(?i)(?:{_AGENCY}\svia\s)?{PICTURE_AGENCY}|{_MAKER}/\s?{_AGENCY}(?:\s?/[^.!?:/]{{1,30}})?"
    r"|(?:reuters|getty\simages|afp)\s?/[^.!?:/]{2,40}|(?:ap|afp|reuters|pa|file|handout)\sphotos?(?:\s?/[^!?:/]{1,40})?"
)
_PARTED = re.compile(r"[/,|&@()–-]|\b(?:and|via|for|und|für|et|pour|y|para|e|en|voor|of)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:(?P<sign>©)|\(c\))\s?(?P<credit>[^\d]{2,60})", re.IGNORECASE)
_TRADE = rf"(?i)\b(?:{_AGENCY}|photos?|photography|pictures?|images?|library|archives?|agency|press|museum|media)\b"
_IN_BRACKETS = re.compile(r"\s?[(\[](?P<credit>[^()\[\]]{2,60})[)\]]\.?\Z")
_AFTER_SENTENCE = rf"(?i)(?<=[.!?]\s){PICTURE_AGENCY}\.?\Z"
# `… at dawn. Jane Doe/AP`, also without the space, `… at dawn | Jane Doe/AP`, `… at dawn - Jane Doe - 5.mar.24/AFP`.
_NAME = r"(?:[A-ZÀ-Þ](?:[\w'’-]+|\.)\s){1,3}[A-ZÀ-Þ][\w'’-]+"
_NAMED = (
    rf"(?:(?<=[.!?])\s?|\s[|–—-]\s){_NAME}(?:\s-\s[\w.]{{5,12}})?\s?/\s?(?i:{_AGENCY})\Z"
    rf"|\s\|\s(?i:{AGENCY})\Z|(?<=[.!?])\s?(?:REUTERS|AFP|AP)/{_NAME}(?:/[\w ]{{4,20}})?\Z"
)
_IN_BRACKETS_NAMED = (
    rf"(?i:{_AGENCY})|{_NAME}\s(?:for|pour|para|per|für)\s(?:The\s)?[A-ZÀ-Þ]\w+\s[A-ZÀ-Þ][^.!?]{{1,30}}"
    rf"|{_NAME}/(?:The\s)?[A-ZÀ-Þ][^.!?]{{1,30}}|[A-ZÀ-Þ][\w ]{{1,20}}\s(?:News|Press|Times|Post):\s{_NAME}"
)
_IN_CAPITALS = re.compile(
    r"(?<=[.!?]\s)(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+\s){2,3}(?:FOR|POUR|PARA|PER|FÜR)\s[«“\"]?\s?[A-ZÀ-Þ ]{2,30}[»”\"]?\Z"
)
_LONGEST_BRACKETED = 200
"""Characters of a caption whose credit in brackets could also close a paragraph."""
# Every credit has one of these, in lower case; a line without them needs no further look.
_HINTS = (
    *":：|©/([",
    *(" by ", " via ", "courtesy", "photo", "picture", "image", "getty", "shutterstock", "alamy", "stock", "unsplash"),
    *("credit", " pour ", "fot. ", "caption"),
    *("pexels", "pixabay", "rex features", "wikimedia", "zuma", "foto", "bild", "beeld", "archief"),
)
_BUTTON = re.compile(
    r",?\s(?:view full size image|enlarge image|buy now|purchase licensing rights|opens new tab)\b.*", re.IGNORECASE
)
# Where the caption is in a gallery.
_ITEM = re.compile(r"(?:item )?(?:\d{1,2} of \d{1,2}|\[\d{1,2}/\d{1,2}\])\s?\|?\s?", re.IGNORECASE)
_ON_STOCK = re.compile(
    r"\s(?:on|auf|sur|su|en|em|op|på|na)\s(?:unsplash|pexels|pixabay|flickr|freepik|wikimedia(?:\scommons)?)\.?\Z",
    re.IGNORECASE,
)
"""Where a picture is from that is free to use, behind who made it: sites ask for such a line."""
_SMALL_WORDS = frozenset(
    "via for of and by the courtesy de da di du van von der la le el et und y dpa epd i stock".split()
)
_OTHER_HINTS = ("图像", "圖像", "画像", "фото", "사진")
_CAPTION_ENDS = frozenset('.!?)"”')
_SENTENCE_ENDS = frozenset('.!?…”"»')
_CLOSING = ".)] "
_OPENING = "([ "
_WORD = re.compile(r"\w+")


def caption_of(line: str) -> str:
    """Return the caption in a line that is one, without its credit or label; an empty string for any other line."""
    if len(line) > _LONGEST_CAPTION:
        return ""
    if labelled := _CAPTION_LABEL.fullmatch(line):
        return labelled["caption"]
    if not _hints(line[max(0, len(line) - _REACH) :]):
        return ""
    line = _ITEM.sub("", _BUTTON.sub("", line), 1) if line[0] in "[I1234567890" or "ing Rights" in line else line
    caption = line[: _credit_start(line)].rstrip(" (|[–—-")
    return caption if len(caption) >= _SHORTEST_CAPTION else ""


def is_credit(line: str) -> bool:
    """Whether the whole line says who made a picture, and nothing else."""
    if len(line) > _REACH or not _hints(line):
        return False
    line = _BUTTON.sub("", line)
    if stock := compiled(_STOCK).fullmatch(line.strip(_OPENING + _CLOSING)):
        return stock["credit"] is None or _names_maker(stock["credit"])
    if _has_label(line) and (labelled := compiled(_LABELLED).match(line)):
        return _names_maker(labelled["credit"])
    if symbol := _SYMBOL.fullmatch(line):
        credit = symbol["credit"].strip(_CLOSING)
        # "(c)" also counts the third of several points.
        return _names_maker(credit) and (symbol["sign"] is not None or compiled(_TRADE).search(credit) is not None)
    bare = line.strip(_OPENING + _CLOSING)
    return compiled(_BARE).fullmatch(bare) is not None or compiled(_SOURCE_LABEL).fullmatch(line) is not None


def doubled_captions(lines: Sequence[str], captions: Sequence[str], credits_: Sequence[bool]) -> list[int]:
    """Return which of `lines` repeat the caption that is beside them, by ascending index.

    `captions` has for each line the caption it is, or an empty string; `credits_` says which lines are credits.
    Where a line occurs twice and a credit follows, both are the caption.
    """

    def repeats(index: int, caption: str) -> bool:
        if not 0 <= index < len(lines) or captions[index] or credits_[index]:
            return False
        return same_words(lines[index], caption)

    doubled: set[int] = set()
    for index, caption in enumerate(captions):
        if caption:
            doubled.update(beside for beside in (index - 1, index + 1) if repeats(beside, caption))
        elif credits_[index] and index >= 2:
            above = (index - 2, index - 1)
            doubled.update(above if all(repeats(line, lines[index - 2]) for line in above) else ())
    return sorted(doubled)


def same_words(one: str, other: str) -> bool:
    """Whether two lines differ in nothing but case, accents and punctuation."""
    return one == other or word_key(one) == word_key(other)


def word_key(line: str) -> tuple[str, ...]:
    """Return the words of a line without their case and accents: the key under which equal lines are equal."""
    return tuple(_WORD.findall(fold(line)))


def _hints(text: str) -> bool:
    text = text.lower()
    if not text.isascii() and any(hint in text for hint in _OTHER_HINTS):
        return True
    for hint in _HINTS:  # noqa: SIM110 - every line is asked, and this takes half the time of `any`
        if hint in text:
            return True
    return False


def _has_label(text: str) -> bool:
    """Whether a text has a word for a picture, as all have that `_LABELLED` matches; its pattern is a long one."""
    text = text.lower()
    for sign in _LABEL_SIGNS:  # noqa: SIM110 - as above
        if sign in text:
            return True
    return False


def _credit_start(line: str) -> int:
    """Return where the credit at the end of a line begins, or 0."""
    reach = max(0, len(line) - _REACH)
    if _has_label(line[reach:]) and (labelled := compiled(_LABELLED).search(line, reach)):
        # What closes the caption belongs to it.
        start = labelled.start() + (line[labelled.start()] in _CAPTION_ENDS)
        return start if _names_maker(labelled["credit"]) else 0
    if (bracketed := _IN_BRACKETS.search(line, reach)) and compiled(_BARE).fullmatch(bracketed["credit"]):
        return bracketed.start()
    if bracketed and _names_in_brackets(line, bracketed):
        return bracketed.start()
    named = compiled(_AFTER_SENTENCE).search(line, reach)
    if named is None and len(line) <= _LONGEST_BRACKETED:
        named = compiled(_NAMED).search(line, reach) if "/" in line[reach:] or "|" in line[reach:] else None
        if named is None and line.rstrip('»”" ')[-2:].isupper():
            named = _IN_CAPITALS.search(line, reach)
    return named.start() if named else 0


def _names_in_brackets(line: str, bracketed: re.Match[str]) -> bool:
    """Whether brackets that close a line name who made its picture. Behind a sentence a name alone is whose agency
    wrote it: `… he said. (dpa)`; behind a name, `the Associated Press (AP)`, it is that in short."""
    credit, text = bracketed["credit"], line[: bracketed.start()]
    if len(line) > _LONGEST_BRACKETED or line.endswith(".") or not compiled(_IN_BRACKETS_NAMED).fullmatch(credit):
        return False
    if "/" in credit or " " in credit.strip():
        return True
    last = text.rpartition(" ")[2]
    return text[-1:] not in _SENTENCE_ENDS and not last[:1].isupper()


def _names_maker(credit: str) -> bool:
    """Whether a text is written like the name of an agency or a photographer."""
    words = _ON_STOCK.sub("", credit).strip(_CLOSING).split()
    if not 1 <= len(words) <= _MOST_CREDIT_WORDS:
        return False
    if len(words) > _MOST_NAME_WORDS and not (_PARTED.search(credit) or compiled(_TRADE).search(credit)):
        return False
    return all(word.lower() in _SMALL_WORDS or not word[0].islower() for word in words) and not words[0][0].isdigit()
