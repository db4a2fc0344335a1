"""Whom do lines of a page name as its author?

Those beside the headline come first; elsewhere on the page, only lines count that say nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from typing import Final

from indexer.cleaning.declared.headline import Headline
from indexer.cleaning.declared.marked_authors import names_alone
from indexer.cleaning.declared.names import first_name, is_academic, is_initials, is_role_or_initials, read_names
from indexer.cleaning.page.blocks import Block
from indexer.cleaning.pasted.byline import is_role, read_byline
from indexer.text import fold
from indexer.text.dates import around_date, before_date

__all__ = ["LABELS", "byline_beside", "in_title", "lines_beside", "told_of", "written_elsewhere"]

LABELS: Final = frozenset(
    (
        "written by|author|authors|author(s)|by|words by|posted by|article by|submitted by|von|par|por|autor|autorin"
        "|autoren|auteur|auteurs|autora|autore|autori|auteure|schrijver|forfatter|författare|skribent|kirjoittaja|autorzy|szerző"
        "|yazar|penulis|автор|авторы|автори|συγγραφέας|نویسنده|بقلم|الكاتب|लेखक|作者|撰文|記者|记者|著者|執筆者|글쓴이"
        "|texte|texto|testo|text|interview|texte et photos"
        "|текст|teksti|tekst|tekstas|yazan|muhabir|haber|كتب|كتبت|מאת|autors|autorius|autorė|autorka|συντάκτης"
        "|συντάκτρια|κείμενο|piše|pišu|pisze|oleh|nga|per|от|від|tác giả|ผู้เขียน|höfundur|toimittaja|লেখক"
        "|verfasst von|geschrieben von|écrit par|rédigé par|publié par|escrito por|publicado por|scritto da"
        "|geschreven door|skriven av|skrevet av|skrevet af|napisane przez|napsal|scris de|kirjoittanut"
        "|ditulis oleh|написано"
        "|প্রতিবেদক|تحریر|نگارنده|ავტორი|հեղինակ|автор текста|egilea"
    ).split("|")
)
"""Lines, or the names of a pair of `twitter:` properties, behind which an author's name is by itself."""
_LONGEST_LABEL: Final = max(map(len, LABELS))
_MOST_WORDS_OF_LABEL: Final = max(label.count(" ") + 1 for label in LABELS)
_BEHIND_LABEL: Final = re.compile(
    r"\s?[:：,]\s?|(?<=\Aبقلم)\s|(?<=\Aמאת)\s|(?<=\APiš[eu])\s|(?<=\AOleh)\s|(?<=\A(?:От|от))\s|(?<=\AВід)\s"
)
_MAY_BE_LABELLED: Final = re.compile(r"[:：,]|\A[بמPOОоВ]")
"""Looked for first, as `_MAY_BE_DATED` is: most lines have neither, and what they lead to is tried at each letter."""
_GLUED: Final = re.compile(r"\A((?:[Ww]ritten |[Pp]osted )?[Bb]y|Von|Par|Por)(?=[A-ZÀ-Þ][\w'’-]+ [A-ZÀ-Þ])")
_REVIEWED: Final = re.compile(r"\A.{3,80}\s[—–|-]\s(?=written by\s)", re.IGNORECASE)
"""Before the author, on pages about health, who has reviewed it."""
_NEAREST: Final = 6
_IS: Final = re.compile(
    r",?\s(?:is|was|has|writes|works|covers|ist|schreibt|arbeitet|est|écrit|es|escribe|é|è|escreve|scrive)\s"
)
_ABOUT: Final = re.compile(
    r"(?:about|meet|(?:all|more|other|view all|see all|read more) (?:posts|articles|stories)? ?(?:by|from|of)"
    r"|alle (?:artikel|beiträge) von|über|tous les articles de)(?: the author)?:?\s",
    re.IGNORECASE,
)
_SUFFIX: Final = re.compile(r",\s(?=(?:Jr|Sr)\b)")
_BARE_SUFFIX: Final = re.compile(r"\s(?=(?:Jr|Sr)\b)")
_SIGNED: Final = re.compile(
    r"(?:written |posted |submitted |words |story |text |guest post |opinion |analysis |review |interview )?by:?\s"
    r"(?P<name>(?:the )?[\w'’.-]{2,24}(?: [\w'’.-]{1,20}){0,3}?)"
    r"(?:\s?[|•·●⋅∙▪,–—(].{0,100}|\s-\s?.{0,100}|\s(?:on|at|in|updated|published)\s.{0,100}|\s\d.{0,100})?",
    re.IGNORECASE,
)
_NICKNAMED: Final = re.compile(
    r"(?:(?:eingestellt |geschrieben |verfasst |gepostet )?von|par|por|door|av|af|aut(?:or(?:in)?|eur|hor)\s?:"
    r"|posted (?:in|under)\s.{1,60}?\sby)\s"
    r"(?P<name>(?!(?:heute|gestern|défaut|favor|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b)"
    r"[^\W\d][\w.-]{0,22}\w)"
    r"(?:\s(?:am|le|el|op|den|on)(?:\s[^\W\d_]{2,12},?)?|\s?[|•·]\s.{0,60})\s?",
    re.IGNORECASE,
)
"""What is before the day in a line that says who wrote the article and when, and has one word for a name."""
_PICTURES: Final = re.compile(r"[;,|]\s(?:photo|picture|illustration|video|graphic)\w*\sby\b.*", re.IGNORECASE)
# In capitals, "On" is a part of a name.
_PREPOSITION: Final = re.compile(
    r"\s(?:(?-i:on|at|in|am|le|el)|(?:last )?updated|published|posted)(?:\son)?:?\Z", re.IGNORECASE
)
_GLUED_DATE: Final = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-Þ][^\W\d_]{2,9}\.?\s\d{1,2},?\s\d{4}|(?:Updated|Published|Posted)\b)"
)
_MAY_BE_DATED: Final = re.compile(r"\d|Updated|P(?:ublish|ost)ed")
_MOST_WORDS_OF_ROLE: Final = 4
_LONGEST_SIGNATURE: Final = 12
_LONGEST_STATEMENT: Final = 24
"""Words of a line with nothing but a role, or a byline, and of one that says by whom the article was written, and what
they do."""
_DATED_NAME: Final = re.compile(
    r"\s?[|•·●⋅∙▪,–—-]\s?(?P<name>[^|•·●⋅∙▪,–—/\d]{5,60}?)(?:\s?[|•·●⋅∙▪–—/].*|\s(?:in|on|for|at)\s.*)?"
)
"""What follows the date in a line beside the headline."""
_TIME: Final = re.compile(r"\A,?\s?(?:um\s|at\s|à\s)?\d{1,2}[:.h]\d\d(?:\s?(?:Uhr|[ap]\.?m\.?))?", re.IGNORECASE)
_BEFORE_SECTION: Final = re.compile(r"\s(?:in|under)\Z", re.IGNORECASE)
_READING: Final = re.compile(
    r"\A\s?[|•·●⋅∙▪,–—-]\s?\d{1,3}\smin(?:ute)?s?(?:\sread)?(?=\s?[|•·●⋅∙▪,–—-])", re.IGNORECASE
)
_BEFORE_DATE: Final = re.compile(r"([^|•·●⋅∙▪,/\d]{5,60}?)\s?(?:[|•·●⋅∙▪]\s?|\s[–—-]\s)")
"""What may be a name before the date."""
_OPENINGS: Final = frozenset("bBpP")
"""The first letters of `By` and `Posted by`."""
_WRITTEN: Final = re.compile(
    r"(?:this (?:article|(?:blog ?|guest )?post|story|guide) was )?(?:originally )?"
    r"(?:(?:written|words|story|text) by:?|(?:contributor|author)s?:)\s"
    r"(?P<name>[^\W\d_]+(?:(?:[.'’-]\s?|\s)[^\W\d_]+){1,9})(?:,\s.{1,120})?\.?",
    re.IGNORECASE,
)
_FIRST_OF_WRITTEN: Final = frozenset("tTwWsSſoOcCaA")
"""The letters with which such a line begins, in either case."""
_IN_TITLE: Final = re.compile(r"\s[|–—-]\sby\s(?P<name>[^|–—]{3,60}?)(?:\s[|–—-]\s|\Z)")
"""In the title of a page, by platforms on which many write: `Reeds and rushes | by Helen Marsh | Fen Letter`."""
_EASTERN: Final = re.compile(
    r"(?:\A|\s)(?:作者|记者|記者|撰文)\s?[:：]\s?(?P<names>[\u4e00-\u9fff]{2,4}(?:[、，][\u4e00-\u9fff]{2,4}){0,4})(?=\s|\Z)"
)
"""Among a date, a source and an editor."""
_CREDITED: Final = re.compile(r"(?P<name>[^()]{5,60}?)\s\((?:text|texto|texte|testo|tekst|words)\).*", re.IGNORECASE)
_OFFICE: Final = re.compile(
    r"(?:(?:специальный |собственный |спец)?корреспондент|журналист(?:ка)?|обозреватель|редактор|кореспондент|оглядач"
    r"|dziennikar[zk]a?|redaktor(?:ka)?|novinar(?:ka)?|novinář(?:ka)?|újságíró|δημοσιογράφος|gazeteci|muhabir|toimittaja|wartawan|jurnalis)\b.{0,40}",
    re.IGNORECASE,
)
"""What somebody who writes is, behind their name and a comma."""


def byline_beside(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in the byline `beside` the headline."""
    for block in beside:
        if not block.is_prose and (found := _signed(block)):
            return found
    return ()


def _signed(block: Block) -> tuple[str, ...]:
    """Return the names in a `block` that says by whom the article is, and perhaps when, and nothing else."""
    text = _unglued(block.text)
    if not text.isascii() and (eastern := _EASTERN.search(text)):
        return tuple(re.split("[、，]", eastern["names"]))
    text = _PREPOSITION.sub("", before_date(text))
    if not text:
        return ()
    may_be_labelled = _MAY_BE_LABELLED.search(text, 0, _LONGEST_LABEL + len(" : "))
    label = _BEHIND_LABEL.search(text, 0, _LONGEST_LABEL + len(" : ")) if may_be_labelled else None
    if label and text[: label.start()].lower() in LABELS and (names := names_alone(text[label.end() :])):
        return names
    plain_text = _SUFFIX.sub(" ", text)
    byline = read_byline(plain_text)
    if byline and byline.sure:
        names = read_names(byline.authors)
        return names if plain_text == text else tuple(_BARE_SUFFIX.sub(", ", name) for name in names)
    return _signed_alone(block.text, text) if block.words <= _LONGEST_SIGNATURE else ()


def _signed_alone(line: str, text: str) -> tuple[str, ...]:
    """Return the name in a short `line` whose `text` before the day is a byline; it may be one word."""
    if signed := _SIGNED.fullmatch(text):
        name = signed["name"]
        # Of several words, one at least is a name's: "by the river" names nobody.
        return read_names([name]) if " " not in name or not name.islower() else ()
    nicknamed = _NICKNAMED.fullmatch(around_date(line)[0])
    return read_names([nicknamed["name"]]) if nicknamed else ()


def _unglued(text: str) -> str:
    """Return a line without who has reviewed the article or made its pictures, and with spaces between its parts."""
    if "by" in text.lower():
        if reviewed := _REVIEWED.match(text):
            text = text[reviewed.end() :]
        text = _PICTURES.sub("", text)
    if glued := _GLUED.match(text):
        text = f"{glued[1]} {text[glued.end() :]}"
    return _GLUED_DATE.sub(" ", text) if _MAY_BE_DATED.search(text) else text


def lines_beside(headline: Headline, outlets: Collection[str]) -> Iterator[tuple[str, ...]]:
    """Yield the names in other lines beside the `headline`, the surest first."""
    yield _dated(headline.beside)
    yield _affiliated(headline.beside, outlets)
    yield _in_office(headline)
    yield _likely(headline.beside)


def in_title(page_title: str) -> tuple[str, ...]:
    """Return the names in the title of a page that is also by whom it is."""
    signed = _IN_TITLE.search(page_title)
    return names_alone(signed["name"]) if signed else ()


def _dated(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names beside a date in a line `beside` the headline: `Dec 26, 2025 • Helen Marsh in Science`, `Helen
    Marsh | 26.12.2025`."""
    for block in beside:
        if block.words <= _LONGEST_SIGNATURE and not block.is_prose:
            before, after = around_date(block.text)
            after = _BEFORE_SECTION.sub("", _TIME.sub("", after))
            name = _BEFORE_DATE.fullmatch(before)
            if name and first_name(name[1]) and not is_role_or_initials(name[1]):
                return names_alone(name[1])
            if byline := read_byline(after.lstrip(" ,|•·–—-")):
                return read_names(byline.authors)
            after = _READING.sub("", after)
            if not before and (named := _DATED_NAME.fullmatch(after)):
                names = tuple(name for name in names_alone(named["name"]) if not is_role_or_initials(name))
                if names:
                    return names
    return ()


def _likely(beside: Sequence[Block]) -> tuple[str, ...]:
    """Return the names in a line `beside` the headline that would be a headline's beginning elsewhere: `Von Helen
    Marsh`."""
    for block in beside:
        if block.kind == "paragraph" and block.words <= _LONGEST_SIGNATURE and not block.is_prose:
            text = _PREPOSITION.sub("", before_date(block.text))
            if text and (byline := read_byline(text)) and (names := read_names(byline.authors)):
                return names
    return ()


def _affiliated(beside: Sequence[Block], outlets: Collection[str]) -> tuple[str, ...]:
    """Return the name in a line `beside` the headline that is a name and where its bearer works, or as what: `Helen
    Marsh, University of Reading`, `Helen Marsh - Fen Courier`."""
    for block in beside:
        if block.words > _LONGEST_SIGNATURE:
            continue
        name, comma, where = block.text.partition(", ")
        if comma and (is_academic(where) or _OFFICE.fullmatch(where)) and (names := names_alone(name)):
            return names
        name, dash, where = block.text.partition(" - ")
        if dash and fold(where) in outlets and first_name(name) and (names := names_alone(name)):
            return names
        if (credited := _CREDITED.fullmatch(block.text)) and (names := names_alone(credited["name"])):
            return names
    return ()


def _in_office(headline: Headline) -> tuple[str, ...]:
    """Return the name in a line beside the headline below which is what its bearer does: `Science Correspondent`."""
    for block, label in zip(headline.beside, headline.labels, strict=True):
        is_office = block.words <= _MOST_WORDS_OF_ROLE and is_role(block.text) and is_role_or_initials(block.text)
        if is_office and (names := names_alone(label)) and not is_role_or_initials(names[0]):
            return names
    return ()


def told_of(blocks: Sequence[Block], headline: Headline) -> tuple[str, ...]:
    """Return the name in a line beside the headline that has nothing else, where the page tells elsewhere of its
    bearer: `Helen Marsh is a warden`, `All articles by Helen Marsh`."""
    for block in headline.beside[:_NEAREST]:
        if block.kind == "paragraph" and first_name(block.text) and not is_role_or_initials(block.text):
            names = names_alone(block.text)
            if len(names) == 1 and _is_told_of(names[0], blocks):
                return names
    return ()


def _is_told_of(name: str, blocks: Sequence[Block]) -> bool:
    """Whether one of `blocks` begins with what the bearer of a `name` is, or leads to what else they wrote; no heading
    may say anything of them, or the article is about them."""
    if any(block.kind == "heading" and name in block.text and block.text != name for block in blocks):
        return False
    for block in blocks:
        before, found, behind = block.text.partition(name)
        if found and (_ABOUT.fullmatch(before) if before else _IS.match(behind)):
            return True
    return False


def written_elsewhere(blocks: Sequence[Block], headline: Headline) -> tuple[str, ...]:
    """Return the names in a line anywhere on the page that says who has written the article."""
    shown = [block for block in blocks if block.words > 1 or not is_initials(block.text)]
    for place, (label, named) in enumerate(pairwise(shown), 1):
        if label.words <= _MOST_WORDS_OF_LABEL and label.text.lower().rstrip(" :,") in LABELS:
            lines = takewhile(lambda block: block.kind == "item", shown[place:]) if named.kind == "item" else (named,)
            listed = takewhile(bool, (names_alone(line.text) for line in lines))
            if names := tuple(chain.from_iterable(listed)):
                return names
    for block in blocks:
        text = block.text
        # Of ten lines, seven begin otherwise.
        may_say = block.words <= _LONGEST_STATEMENT and text[:1] in _FIRST_OF_WRITTEN
        if may_say and (written := _WRITTEN.fullmatch(text)):
            byline = read_byline(f"By {written['name']}")
            if byline and not headline.is_elsewhere(block.box):
                return read_names(byline.authors)
    return _only_byline(blocks, headline)


def _only_byline(blocks: Sequence[Block], headline: Headline) -> tuple[str, ...]:
    """Return the names in the only line of the page that is a byline: of several, some are other articles'."""
    found = set()
    for block in blocks:
        opening = block.text[:10].lower() if block.text[:1] in _OPENINGS else ""
        if opening[:2] == "by" and block.words <= _LONGEST_SIGNATURE and not block.is_prose:
            byline = read_byline(block.text)
            if byline and byline.sure and not headline.is_elsewhere(block.box):
                found.add(tuple(filter(first_name, read_names(byline.authors))))
        elif opening == "posted by " and block.words <= _LONGEST_STATEMENT and not headline.is_elsewhere(block.box):
            found.add(_signed(block))
    return found.pop() if len(found) == 1 else ()
