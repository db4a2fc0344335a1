"""Who wrote it, says a line of its own?

`By Helen Marsh and Tom Okafor, Science Correspondent` names two people and a role. All that follows the word "By" must
look like names and roles: `By Friday`, `By 2030 the city …` and `By George, he did it.` are not bylines.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.cleaning.pasted.dateline import opens_with_date, split_date
from indexer.cleaning.rules.agencies import AGENCY_WORDS
from indexer.cleaning.rules.kickers import is_kicker, is_section
from indexer.cleaning.rules.phrases import any_matching, any_of, phrases
from indexer.text.patterns import compiled

__all__ = ["Byline", "is_name_alone", "is_role", "named_alone", "names_role", "opens_byline", "read_byline"]

_LONGEST = 200
_LONGEST_ROLE = 60
_LONGEST_NAME = 5
"""Words of a name, and of a role on a line of its own."""

_OPENING = re.compile(
    rf"[-–—\s]{{0,3}}(?:(?P<by>{any_of('by')})|{any_of('perhaps_by')})(?:(?<=:)\s?|\s?:\s?|\s)(?=\S)",
    re.IGNORECASE,
)
# A Japanese, Chinese or Korean name has no capitals to know it by; it is a short run of letters beside a word for
# "text" or "reporter".
_HAN = r"[\u4e00-\u9fff]"
_EASTERN = (
    r"(?:取材・)?(?:文|執筆|記者|记者|作者|撰文)\s?[・／/:：]\s?(?P<name>[^\W\d_]{2,12}(?:[\s・][^\W\d_]{1,12})?)"
    rf"|(?:{_HAN}{{2,6}}／?)?(?:特约)?(?:记者|記者)(?!会|會|了|们|們|在|从|從)\s?"
    rf"(?P<names>{_HAN}{{2,4}}(?:[\s、，]{_HAN}{{2,4}}){{0,4}})(?:[／/].{{0,20}})?"
    r"|(?:\([^()]{2,20}=[^()]{2,20}\)\s)?(?P<korean>[가-힣]{2,4})\s(?:[가-힣]{2}전문|선임|수습|인턴)?"
    r"(?:기자|특파원|논설위원)(?:\s=|\s\S{2,40}@\S{2,40})?"
)
_BETWEEN_EASTERN = re.compile(r"[\s、，]")
# A comma before "Jr." parts no two names, but in "Sr. Director" it is part of a role.
_AND = re.compile(
    rf",?\s(?:{any_of('conjunction')})\s|\s?[&;]\s?|\s?,(?!\s(?:Jr|Sr|II|III)\b(?!\.?\s(?-i:[A-Z])))\s?",
    re.IGNORECASE,
)
# Vowels are marks in the scripts of India and South-East Asia. Those ranges have letters, too: what is taken is kept,
# or each letter would double the ways to read a word that is not a name.
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0900-\u0dff\u0e31-\u0e4e\u102b-\u109d\u17b4-\u17d3])*+"
_NAME_WORD = re.compile(rf"{_LETTERS}(?:['’.-]{_LETTERS})*['’]?" r"|(?:[^\W\d_]\.-?){1,3}|(?:Jr|Sr|Dr)\.")
_SUFFIX = re.compile(r",\s(?:Jr|Sr|II|III)\.?\Z")
_LONGEST_WORD = 24
_BUREAU = re.compile(r"[A-ZÄÖÜ]{2,}-[A-ZÄÖÜ][a-zäöüß]+")
"""A word for where somebody works: ARD-Studio."""
_PARTICLES = frozenset(
    "de da di do du das dos del della van von der den ten ter zu zur la le el al bin ben ibn".split()
)
# What is also a part of names ("Ana da Silva") parts nobody from their paper.
_WRITING = "|".join(word for word in phrases("writing") if word not in _PARTICLES)
# Where, for whom or as what they write.
_TAIL = re.compile(
    rf"\s?[|•·●⋅∙▪]\s?|\s[–—-]\s|\s(?:{_WRITING})\s|\s[@(]|\s(?:follow|e-?mail)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(rf"(?:{_WRITING})\s")
_NO_FIRST_NAMES = frozenset(
    "the a an this that these those his her its their our my your and then now when what how why who it all no not one "
    "monday tuesday wednesday thursday friday saturday sunday january february march july september october november "
    "december last next mid late early".split()
)
_SINGLE_NAMES = AGENCY_WORDS.union("staff redaktion rédaction redacción redazione redação redactie".split())
_GLUED = re.compile(r"[a-zß-ÿ]By\b")
"""Where lines of a menu have no space between them: By CategoryBy Manufacturer."""
_CITIES = frozenset(
    "new york|new york city|los angeles|san francisco|san diego|las vegas|washington dc|mexico city|ciudad de méxico"
    "|buenos aires|são paulo|rio de janeiro|hong kong|new delhi|tel aviv|abu dhabi|kuala lumpur|addis ababa|cape town"
    "|nueva york|nova york|nova iorque|la habana|la paz|den haag|frankfurt am main".split("|")
)
"""Where correspondents are, in two words or more, as names of people are."""
_ROLE = re.compile(rf"\b(?:{any_matching('roles')})\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_APART = (" · ", " • ")
_MAY_BE_BYLINE = re.compile(rf"\b(?:by|{any_of('perhaps_by')})\s|[|,]", re.IGNORECASE)
_BEHIND_NAME = re.compile(r"[,|]|\s[·•]\s")
_SENTENCE_ENDS = frozenset('.!?…"”»')
_ABBREVIATIONS = ("Jr.", "Sr.", "M.D.", "Ph.D.")
_LONGEST_TRADE = 40
_LONGEST_ALONE = 4
"""Words of a name that no other word announces."""
_ALONE = frozenset(("by", "text", "von", "par", "por", "door", "av", "af", "di", "words"))
_IN_PLACE = re.compile(r" (?:in|à|en|em) (?=[A-ZÀ-Þ])")
_OUTLET = re.compile(r"(?P<name>[^\W\d_]+ [^\W\d_]+) [^\W\d_]+ (?:News|Press|Media|Times|Post)", re.IGNORECASE)
"""A name and, without anything between, for whom they write: `Greg Norman Fox News`."""
_TRADE = re.compile(rf"\b(?:{any_matching('trades')})\Z", re.IGNORECASE)


# Who did something else than write, behind the names of those who did.
_CREDIT = re.compile(
    r"(?:additional\s)?(?:photo\w*|pictures?|images?|illustrat\w+|videos?|graphics?|artwork|edit\w+|translat\w+|reporting"
    r"|fotos?|fotografie|bilder|illustrationen|imágenes|immagini)(?:\s(?:and|und|et|y|e|&)\s[^\W\d_]{4,14})?"
    r"(?:\s(?:by|von|par|de|di|door)\s|\s?:\s?)[^\W\d_].{1,60}",
    re.IGNORECASE,
)


class Byline(NamedTuple):
    """The authors a line names, as written, and the date it gives beside them, as written or empty.

    `sure` is false where such a line can also be a headline or a caption: "Von Trapp" begins with a German "by".
    """

    authors: tuple[str, ...]
    published: str
    sure: bool


def read_byline(text: str) -> Byline | None:
    """Return what a line says of its authors if it says nothing else, or None."""
    if len(text) > _LONGEST or (text[-1:] in _SENTENCE_ENDS and not text.endswith(_ABBREVIATIONS)):
        return None
    if _may_be_eastern(text) and (eastern := compiled(_EASTERN).fullmatch(text)):
        names = _BETWEEN_EASTERN.split(eastern["names"]) if eastern["names"] else [eastern["name"] or eastern["korean"]]
        return Byline(tuple(names), "", sure=True)
    opening = _OPENING.match(text)
    rest, published = split_date(text) if opening or _may_give_date(text) else (text, "")
    if published:
        opening = _OPENING.match(rest)
    if opening is None:
        return _unannounced(rest, published)
    authors = _authors(rest[opening.end() :])
    return Byline(authors, published, sure=opening["by"] is not None) if authors else None


def _may_be_eastern(text: str) -> bool:
    """Whether a line begins as all do that `_EASTERN` matches, whose pattern takes 4 ms to compile."""
    return text[:1] >= "\u4e00" or (text[:1] == "(" and not text.isascii())


def _may_give_date(text: str) -> bool:
    """Whether a line that does not begin as a byline can be one with a date: before it, or behind a name and a role."""
    if _DIGIT.search(text) is None or _MAY_BE_BYLINE.search(text) is None:
        return False
    name = _BEHIND_NAME.search(text)
    return (name is not None and text.count(" ", 0, name.start()) <= _LONGEST_NAME) or opens_with_date(text)


def _unannounced(text: str, published: str) -> Byline | None:
    """Return the byline of a line such as `Helen Marsh, Science Correspondent`."""
    name, separator, role = text.partition("," if "," in text else next(filter(text.__contains__, _APART), "|"))
    if not role:
        return None
    works = _TRADE if separator == "," else _ROLE
    if not works.search(text, max(len(name), len(text) - _LONGEST_TRADE)):
        return None
    if not _is_name(name.strip()) or _ROLE.search(name) or not _is_role(role.strip()):
        return None
    return Byline((name.strip(),), published, sure=bool(published))


def _authors(text: str) -> tuple[str, ...]:
    """Return the names in a list of names and roles, or nothing if any part of it is neither."""
    authors: list[str] = []
    for part in _AND.split(text):
        tail = _TAIL.search(part)
        name = part[: tail.start()] if tail else part
        if outlet := _OUTLET.fullmatch(name):
            name = outlet["name"]
        known = not authors and name.lower() in _SINGLE_NAMES
        if authors and _CREDIT.fullmatch(part):
            continue
        if known or (_is_name(name) and not (authors and _ROLE.search(name))):
            authors.append(name)
        elif not authors or not _is_role(part):
            return ()
        if tail and len(part) - tail.start() > _LONGEST_ROLE:
            return ()
    return tuple(authors)


def _is_name(text: str) -> bool:
    """Whether `text` is written like the name of a person: several words, with capitals where their script has them."""
    words = _SUFFIX.sub("", text).split()
    if text.lower() in _CITIES or _GLUED.search(text):
        return False
    if not 2 <= len(words) <= _LONGEST_NAME or words[0].lower() in _NO_FIRST_NAMES:
        return False
    # A given name comes first: "Von der Aktivität zur Dosis" is not a byline.
    if words[0] in _PARTICLES or words[-1].islower():
        return False
    has_case = {word[0].lower() != word[0].upper() for word in words}
    return len(has_case) == 1 and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    if len(word) > _LONGEST_WORD or not _NAME_WORD.fullmatch(word) or _BUREAU.match(word):
        return False
    # Many scripts have no capitals.
    return not word[0].islower() or word in _PARTICLES or word[:2] in {"d'", "d’", "al"}


def opens_byline(line: str) -> bool:
    """Whether the whole line is the word before a name that is on the next: `By`, `Text`."""
    return line.lower().rstrip(" :") in _ALONE


def named_alone(line: str) -> tuple[str, ...]:
    """Return whom a line names that is nothing but a name, with where they are or what they do: `Ann Lee in London`,
    `Ann Lee Environment Correspondent`. Only its neighbours tell such a line from other names."""
    where = _IN_PLACE.search(line)
    words = (line[: where.start()] if where else line).split()
    if len(words) > 2 and (is_kicker(words[2]) or _ROLE.fullmatch(words[2])) and _ROLE.search(words[-1]):
        words = words[:2]
    name = " ".join(words)
    is_known = not 2 <= len(words) <= _LONGEST_ALONE or _ROLE.search(name) or any(map(is_kicker, (name, *words)))
    return () if is_known or is_section(line) or not _is_name(name) else (name,)


def is_name_alone(line: str) -> bool:
    """Whether `named_alone` finds a name in the line."""
    return len(line) <= _LONGEST_ROLE and bool(named_alone(line))


def names_role(text: str, start: int = 0) -> bool:
    """Whether a text has a word, from `start` on, for what an author can be."""
    return _ROLE.search(text, start) is not None


def is_role(line: str) -> bool:
    """Whether the whole line can say, below a byline, as what or for whom they write: `BBC News`, `Science editor`."""
    return names_role(line) and _is_role(line) and line.count(" ") < _LONGEST_NAME


def _is_role(text: str) -> bool:
    """Whether `text` can say what or where an author is: `Science Correspondent`, `BBC News`, `London`."""
    if _CREDIT.fullmatch(text) or text.lower() in AGENCY_WORDS:
        return True
    if where := _WHERE.match(text):
        text = text[where.end() :]
    is_closed = text.endswith((".", "!", "?")) and not text.endswith(_ABBREVIATIONS)
    if not text or len(text) > _LONGEST_ROLE or is_closed:
        return False
    return _ROLE.search(text) is not None or all(word[0].isupper() or word in _PARTICLES for word in text.split())
