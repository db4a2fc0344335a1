"""Which people does an author field of a page name?

Such fields hold names, but also `By `, roles, degrees, outlets, addresses and the name of the account that uploaded the
article.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from indexer.cleaning.rules.agencies import AGENCY_WORDS
from indexer.text import fold

__all__ = [
    "first_name",
    "is_academic",
    "is_initials",
    "is_organisation",
    "is_role_or_initials",
    "is_team",
    "only_people",
    "read_names",
    "without_years",
]

_LONGEST_FIELD: Final = 400
_LONGEST_NAME: Final = 60
_MOST_WORDS: Final = 6

_ADDRESS: Final = re.compile(r"(?:https?:|www\.)\S{1,300}|\S{0,80}@\S{0,80}")
# One word in the middle of a name is a part of it.
_BRACKETS: Final = re.compile(r"\s?\((?![\w'’.-]{1,20}\)\s[A-ZÀ-Þ])[^()]{0,80}\)")
_LABEL: Final = re.compile(
    r"(?:(?:(?:article|story|posted|written|reported|published|updated|words|text|photographs?|photos?) )?by"
    r"|authors?|editors?|von|par|por|di|da|door|av|af|(?-i:[Dd]o(?=\s[A-Z]{2,}\b)))\b\s?:?\s+"
    r"|(?:authors?|editors?|autor(?:en)?|auteurs?|texte?|words|story)\s?:\s*",
    re.IGNORECASE,
)
_MADE: Final = re.compile(
    r"(?:(?:erstellt|verfasst|geschrieben|eingestellt|veröffentlicht|gepostet|alles"
    r"|(?:eine? )?(?:pressemitteilung|meldung|(?:gast)?beitrag|(?:gast)?kommentar|artikel|bericht|analyse|reportage"
    r"|interview|text|fotos?)(?: und fotos?)?) von"
    r"|(?:(?:propos )?recueillis?|écrit|publié|posté|rédigé|article|texte|un (?:article|texte|billet)) par"
    r"|(?:escrito|publicado|postado|redactado|texto) por|(?:scritto|pubblicato|testo) da"
    r"|geschreven door|skrevet a[vf]|skriven av)\b\s?:?\s+(?=\S)",
    re.IGNORECASE,
)
"""What is before a name in a field that has a whole byline."""
_COUNTRIES: Final = ("Germany", "Deutschland", "Austria", "Österreich", "Switzerland", "Schweiz", "France", "USA")
_PLACED: Final = re.compile(rf"([^,]{{2,60}}),[^,]{{0,60}},\s?(?:{'|'.join(_COUNTRIES)})")
"""Who runs the site, and where they are."""
_WHERE: Final = "em "
"""Before where the article was written, beside who wrote it, in Portuguese; with a capital it is a given name."""
_MISSING: Final = re.compile(r"\s*[,|]")
"""A field that begins so has the outlet alone: the name before it is empty."""
_INVERTED: Final = re.compile(r"([^,;]{1,40}),\s?([^,;]{1,40})")
_TWO_WORDS: Final = re.compile(r"([^\W\d_][^\s,;]{1,40}),\s([^\W\d_][^\s,;]{1,40})")
"""A family name and a given name: two people have more words than two."""
_PICTURED: Final = re.compile(r"(?:photo\w*|pictures?|images?|illustrations?|videos?|graphics?)\sby\s", re.IGNORECASE)
"""Before those who made the pictures, in fields beside that of who wrote."""
_BETWEEN: Final = re.compile(
    r"\s?[;•·/]\s?|,\s?(?:(?:and|und|et|y)\s)?|\s(?:and|und|et|&|with)\s|\s[–—-]\s"
    # One word behind these is a part of the name: "Ortega y Gasset".
    r"|(?-i:\s(?:y|e|ed|i|a|och|og|oraz|ve|dan|и|і)\s(?=[^\W\d_a-z][\w.'’-]+\s[^\W\d_a-z]))",
    re.IGNORECASE,
)
_BETWEEN_INSTITUTIONS: Final = re.compile(r"\s?[;•·/|]\s?|\s[–—-]\s")
_OF: Final = re.compile(r"\b(?:for|of|für|pour|para)\b")
_OUTLET: Final = re.compile(r"\s?\|\s?|\s(?:[Ff]or|FOR|on behalf of|@)\s(?=[A-Z]|the\b)")
# Before another word it begins a role: "Sr. Director of Operations".
_SUFFIX: Final = re.compile(r",\s?(?=(?:Jr|Sr|I{2,3}|IV)\b(?!\.?\s[A-Z]))")
_JOINED: Final = "\x00"
_DEGREE: Final = re.compile(
    r"(?:[A-Z][a-z]?\.?){2,5}[®™]?|[A-Z]{2,6}-?[A-Z]{0,4}[®™]?"
    r"|Jr\.?|Sr\.?|I{1,3}|Esq\.?|Ph\.?\s?D\.?|[MB]\.?\s?(?:Sc|Ed|Phil|A)\.?(?:\s\w{1,20})?"
)
_ROLE: Final = re.compile(
    r"\b(?:writers?|editors?|reporters?|correspondents?|columnists?|contributors?|journalists?|journalism|analysts?|producers?"
    r"|director|manager|managing|founder|co-?founder|ceo|cto|president|professor|lecturer|specialist|strategist|consultant"
    r"|intern|coordinator|expert|owner|engineer|developer|dietitian|nutritionist|therapist|physician|coach|trainer"
    r"|instructor|blogger|marketer|designer|photographer|attorney|advisor|adviser|planner|officer|researcher|scientist"
    r"|educator|gardener|horticulturalist|winemaker|grader|critic|historian|partner|fellow"
    r"|redakteur(?:in)?|journaliste?n?|periodista|corresponsal|redactora?|jornalista|repórter|giornalista|redacteur"
    r"|verslaggever|корреспондент|журналист|редактор"
    r"|special to|updated|published|reviewed|fact[- ]checked)\b",
    re.IGNORECASE,
)
_ONLY_ROLE: Final = re.compile(
    r"(?:(?:staff|senior|guest|contributing|freelance|associate|managing|chief|news|web|content|blog|in|former|deputy)\s)*"
    r"(?:writers?|editors?|reporters?|correspondents?|columnists?|contributors?|journalists?|authors?|bloggers?)"
    r"(?:\sin\schief)?",
    re.IGNORECASE,
)
_ACADEMIC: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]*\s|(?:the|of|for|and|at|de|di|du|da)\s){0,8}"
    r"(?:University|Universität|Université|Universidad|Università|College|Institute)(?:\s(?:of|at|de|di|in|and|&|[A-ZÀ-Þ][\w'’.,-]*)){0,8}"
)
_TEAM: Final = re.compile(
    r"\b(?:team|editors|editorial|staff|newsroom|newsdesk|desk|contributors?|redaktion|rédaction|redacción|redazione)\b",
    re.IGNORECASE,
)
_ORGANISATION: Final = re.compile(
    r"\b(?:news|press|media|magazine|inc|llc|ltd|gmbh|company|corp"
    r"|association|foundation|university|college|clinic|hospital|institute|society|agency|group|centre|center|department"
    r"|office|hotels|services|makers|forum|times|guardian|gazette"
    r"|tribune|herald)\b|\w['’]s\b",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"\b(?:show|more|posts?|articles?|view|see|read|follow|about|profile|bio|subscribe|share|spotlight|written|posted"
    r"|published|by|use case|alle|artikel|zeige|mehr|beiträge|voir|tous|todos|artículos|undefined|null|website|author"
    r"|text size|sponsored|gesponserte|paid content|artikelübersicht"
    r"|über (?:den|die) autor\w*|login|log in|facebook|twitter|linkedin|instagram|bluesky|e-?mail|whatsapp"
    r"|pinterest|youtube|threads|mastodon|github)\b",
    re.IGNORECASE,
)
_ACCOUNTS: Final = frozenset(
    "root user publisher people experts editor guest anonymous unknown none null default nan test wordpress name text"
    " topic category industry date location type region country brand price role subject year department".split()
)
_ACCOUNT: Final = re.compile(
    r"(?:\w+[ ._-])?(?:wp)?(?:web)?(?:admin\w*|master|webmaster|sysadmin)|[\w-]+(?:\.[\w-]{2,})+", re.IGNORECASE
)
_NO_FIRST_NAMES: Final = frozenset(
    "the a an this that these those his her its their our my your from and in on at by for of to with as is it we who"
    " what der die das den dem ein eine einer aus von zur zum im am und unser unsere le la les un une des du de nos"
    " notre el los las una nuestro nuestra il lo gli i uno os as um uma nosso nossa het een onze".split()
)
"""Articles, prepositions and pronouns with which names of papers and teams begin, in eight languages."""
_OF_OUTLETS: Final = frozenset("The Das Die Der Los Las Het".split())
"""Those with which no name of a person begins; `Les` is short for Leslie."""
_NUMBER: Final = re.compile(r"\d{2}")
_HANDLE: Final = re.compile(r"[a-z]{3,20}\d{2,4}")
"""What people call themselves in a forum: `reedkeeper77`."""
_INITIALS: Final = re.compile(r"[A-ZÀ-Þ]{1,3}")
_NO_LETTER: Final = re.compile(r"[\W_]+")
# A full stop behind these belongs to the name.
_INITIAL: Final = re.compile(r"(?:\s|\A)(?:[A-Z]|Jr|Sr)\Z")
_LIFE: Final = re.compile(r",?\s?\(?(?:c\. ?|ca\. ?|b\. ?)?\b1\d{3}\??\s?[-–]\s?(?:[12]\d{3}\??)?\)?\.?\Z")
_AGENCIES: Final = ("Associated Press", "Reuters", "Agence France-Presse", "Canadian Press", "Bloomberg News")
_AGENCY: Final = re.compile(rf"\A(\S+ \S.*?)\s(?:The )?(?:{'|'.join(_AGENCIES)})\Z")
"""A name and, without anything between, for whom its bearer writes."""
_WRITES_FROM: Final = re.compile(
    r"([^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]*){1,3}) in [^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*){0,2}"
)
"""A name, and from where its bearer writes."""
_KOREAN_ROLE: Final = re.compile(
    r"(?<=[가-힣])\s?(?:[가-힣]{2}전문|선임|수습|인턴)?(?:기자|특파원|논설위원|편집위원)\Z"
)
_EDGES: Final = ' ,;.:|-–—_"“”()[]'


def read_names(fields: Iterable[str], *, inverted: bool = False) -> tuple[str, ...]:
    """Return the names in `fields`, each once, without what is around them.

    A role, degree or outlet behind a name is dropped. In `inverted` fields a comma may part a family name from the
    given names behind it.
    """
    found: dict[str, str] = {}
    all_fields = list(fields)
    for field in [field for field in all_fields if not _PICTURED.match(field)] or all_fields:
        for name in _names(field, inverted=inverted) if len(field) <= _LONGEST_FIELD else ():
            found.setdefault(fold(name), name)
    if len(found) > 1:
        return only_people(name for name in found.values() if not name.startswith(_WHERE))
    return only_people(found.values())


def without_years(text: str) -> str:
    """Return a name without the years of a life behind it, as catalogues of libraries write them."""
    return _LIFE.sub("", text) if "1" in text else text


def only_people(names: Iterable[str]) -> tuple[str, ...]:
    """Return `names`, each once, without the roles and teams that are named beside people."""
    all_names = tuple(dict.fromkeys(names))
    return tuple(name for name in all_names if not (_ROLE.search(name) or _TEAM.search(name))) or all_names


def first_name(name: str) -> str:
    """Return the first word of a `name` that reads like that of a person; "" where it does not, or where the word is an
    article or another one that begins sentences."""
    first = name.partition(" ")[0]
    return first if _is_person(name) and first.lower() not in _NO_FIRST_NAMES else ""


def is_organisation(name: str, outlets: Collection[str]) -> bool:
    """Whether `name` is one of the `outlets`, folded names of the site and its publisher and of its address without
    spaces, or reads like that of an organisation."""
    folded = fold(name)
    return (
        folded in outlets
        or _NO_LETTER.sub("", folded) in outlets
        or _ORGANISATION.search(name) is not None
        or name.partition(" ")[0] in _OF_OUTLETS
    )


def is_team(name: str) -> bool:
    """Whether `name` is that of several people who are not named: `Editorial Team`."""
    return _TEAM.search(name) is not None


def is_role_or_initials(name: str) -> bool:
    """Whether `name` says what somebody is, or is what is drawn in place of their picture."""
    return _ROLE.search(name) is not None or is_initials(name)


def is_initials(name: str) -> bool:
    """Whether `name` is one to three capitals."""
    return _INITIALS.fullmatch(name) is not None


def is_academic(name: str) -> bool:
    """Whether `name` is that of a university or the like, and of nothing else."""
    return len(name) <= _LONGEST_NAME and _ACADEMIC.fullmatch(name) is not None


def _names(field: str, *, inverted: bool) -> list[str]:
    text = field.strip()
    if "@" in text or "http" in text or "www." in text:
        text = _ADDRESS.sub(" ", text).strip()
    # Feeds have the name behind the address: helen@example.org (Helen Marsh).
    if text.startswith("("):
        text = text.strip("()")
    else:
        text = " ".join((_BRACKETS.sub(" ", text) if "(" in text else text).split())
    if _MISSING.match(text):
        return []
    if text.endswith(_COUNTRIES) and (placed := _PLACED.fullmatch(text)):
        return list(filter(_is_name, [_trimmed(placed[1])]))
    text = _SUFFIX.sub(_JOINED, without_years(text))
    if (both := (_INVERTED if inverted else _TWO_WORDS).fullmatch(text)) and not _DEGREE.fullmatch(both[2]):
        text = f"{both[2]} {both[1]}"
    # Most fields are a name of two words, which leave no room for these.
    if label := (_MADE.match(text) if text.count(" ") > 1 else None) or _LABEL.match(text):
        text = text[label.end() :]
    if (outlet := _OUTLET.search(text)) and _is_outlet(text[: outlet.start()], outlet[0], text[outlet.end() :]):
        text = text[: outlet.start()]
    first, _, behind = text.partition(",")
    if (has_institution := _OF.search(text) is not None) and _is_person(first) and _ROLE.search(behind):
        return [first]
    between = _BETWEEN_INSTITUTIONS if has_institution else _BETWEEN
    parts = [piece for part in text.split("|") for piece in between.split(part)]
    names = [name for name in map(_trimmed, parts) if _is_name(name)]
    return names[:1] + [
        name
        for name in names[1:]
        if not (_ROLE.search(name) or _DEGREE.fullmatch(name) or name.lower() in AGENCY_WORDS)
    ]


def _is_outlet(name: str, word: str, behind: str) -> bool:
    """Whether what is `behind` a `name` and a `word` between them is for whom its bearer writes."""
    is_for = word.strip().lower() == "for"
    if " " not in name or (is_for and _ORGANISATION.search(name)):
        return False
    return not _is_person(behind) or (is_for and _is_person(name))


def _trimmed(part: str) -> str:
    bare = part.strip(_EDGES)
    if not bare.isascii():
        bare = _KOREAN_ROLE.sub("", bare)
    if " in " in bare and (placed := _WRITES_FROM.fullmatch(bare)):
        bare = placed[1]
    if bare.endswith(_AGENCIES):
        bare = _AGENCY.sub(r"\1", bare)
    if label := _LABEL.match(bare):
        bare = bare[label.end() :]
    if part.rstrip().endswith(".") and _INITIAL.search(bare.rpartition(_JOINED)[2]):
        bare += "."
    return bare.replace(_JOINED, ", ")


def _is_person(text: str) -> bool:
    """Whether `text` reads like the name of a person, and not like that of an outlet."""
    words = text.split()
    return (
        2 <= len(words) <= 3
        and all(word[0].isupper() for word in words)
        and words[0].lower() != "the"
        and _ORGANISATION.search(text) is None
        and _TEAM.search(text) is None
    )


def _is_name(text: str) -> bool:
    return (
        1 < len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and (_NUMBER.search(text) is None or _HANDLE.fullmatch(text) is not None)
        and fold(text) not in _ACCOUNTS
        and _ACCOUNT.fullmatch(text) is None
        and _NO_NAME.search(text) is None
        and _ONLY_ROLE.fullmatch(text) is None
        and any(map(str.isalpha, text))
    )
