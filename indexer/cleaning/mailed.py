"""Which blocks of a mail or a feed's entry did the program add that sent it?

The page of a newsletter begins with lines that only a list of mails shows and ends with how to leave; an entry of a
feed ends with buttons and with where it appeared first. All of a sent page is the author's otherwise, so what goes has
to say what it is, and never is more than a part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from indexer.cleaning.page.blocks import Block, Box
from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.dateline import date_line
from indexer.cleaning.pasted.head import is_prose
from indexer.cleaning.rules.site_lines import noise

__all__ = ["additions", "hide_unseen"]

# How newsletters keep a line from the reader's eyes; on web pages some of it opens with a click.
_UNSEEN: Final = re.compile(
    r"(?<![\w-])(?:max-height\s{0,9}:\s{0,9}0(?![.\d])|opacity\s{0,9}:\s{0,9}0(?![.\d])|font-size\s{0,9}:\s{0,9}[01](?:px|pt)?\s{0,9}(?:[;!]|\Z)"
    r"|mso-hide\s{0,9}:\s{0,9}all)",
    re.IGNORECASE,
)
_PREHEADER: Final = re.compile(r"(?:^|[\s_-])(?:pre-?header|preview-?text|mcnPreviewText)(?:$|[\s_-])", re.IGNORECASE)
_HINTED: Final = frozenset({"hidden", "share", "newsletter", "related", "advertisement", "comments"})
"""What a box can be called that a program puts around what it adds."""
_MOST_LOST: Final = 0.4
"""Share of the words that may go; where more looks added, the rules are wrong about this text."""
_SAYING: Final = frozenset({"newsletter", "footer", "copyright", "read-more", "signature", "list-footer", "notice"})
"""Rules that ask for words which say what a line is, not for what its box is called."""
_ENOUGH_LEFT: Final = 40
"""Words with which a short mail is still one, however long what is added to it. Chosen, not measured."""
_FOOTER_WORDS: Final = 60
"""Words of the longest block between the line that says how to leave and the end."""
_LEAVING: Final = re.compile(
    r"\b(?:unsubscribe|opt[ -]out|preferences|abmelden|abbestellen|désabonner|désinscrire|darse de baja|"
    r"cancelar (?:la )?suscripción"
    r"|disiscri\w+|annulla l'iscrizione|cancelar (?:inscrição|subscrição)|uitschrijven|afmelden)\b",
    re.IGNORECASE,
)
_ADDED: Final = re.compile(
    r"©|\(c\)\s\d{4}|\ball rights reserved\b|\b(?:street|avenue|suite|floor|p\.?o\.? box|pmb)\b"
    r"|\Aimpressum\b|\A(?:powered by|sent (?:with|via)|upgrade to paid|become a (?:paid )?member)\b(?!.*[.!?]\s)"
    r"|\A\d{1,5}[a-z]?\s[\w .'’-]{2,40},(?:[\w .'’#-]{2,40}(?:,|\Z)){1,5}\Z",
    re.IGNORECASE,
)
"""What is in a footer besides: whose it is, what sent it, and a postal address."""
_FIRST_ON_MEDIUM: Final = re.compile(
    r" was originally published (?:in|on) .{1,100}, where people are continuing the conversation\b"
)
_STROKE: Final = re.compile(r"\s[|•·–—]\s")
_LONGEST_LINE: Final = 200
"""Characters."""
_LETTER: Final = re.compile(r"[^\W_]")


def hide_unseen(root: etree._Element) -> None:
    """Mark the elements under `root` as hidden that are styled so that nobody sees them, or called what lists of mails
    show of them."""
    for element in root.iter(etree.Element):
        style, name = element.get("style"), element.get("class")
        if (style and _UNSEEN.search(style)) or (name and _PREHEADER.search(name)):
            element.set("style", "display:none")


def additions(blocks: Sequence[Block]) -> dict[int, str]:
    """Return which of the `blocks` were added, by their index, each with the rule that knew it."""
    unseen = {index: "hidden" for index, block in enumerate(blocks) if "hidden" in _hints(block) or _is_filler(block)}
    found = {index: rule for index, block in enumerate(blocks) if (rule := _added(block))}
    footer = _footer(blocks, found)
    found |= {index: found.get(index) or "footer" for index in range(footer, len(blocks))}
    words = sum(block.words for block in blocks)
    plain = {index: rule for index, rule in found.items() if rule in _SAYING}
    for chosen, enough in (({**found, **unseen}, words), ({**plain, **unseen}, _ENOUGH_LEFT), (unseen, words)):
        lost = sum(blocks[index].words for index, rule in chosen.items() if rule != "notice")
        if lost <= _MOST_LOST * words or words - lost >= enough:
            return chosen
    return {}


def _added(block: Block) -> str:
    """Return the rule by which a block was added, or ""."""
    if rule := noise(block.text) or _in_line(block.text):
        return rule
    if _FIRST_ON_MEDIUM.search(block.text):
        return "read-more"
    hint = next(iter(_hints(block) & _HINTED), "")
    return "" if is_prose(block.text) else hint


def _in_line(text: str) -> str:
    """Return the rule by which the parts of a line go that strokes part, such as `5 May 2019 | Read Online`, or ""."""
    parts = [part.strip() for part in _STROKE.split(text)] if len(text) <= _LONGEST_LINE else []
    rules = [noise(part) for part in parts]
    told = all(rule or date_line(part) or read_byline(part) for part, rule in zip(parts, rules, strict=True))
    return next(filter(None, rules), "") if len(parts) > 1 and told else ""


def _hints(block: Block) -> set[str]:
    """Return what the boxes around a block are called."""
    found: set[str] = set()
    box: Box | None = block.box
    while box:
        if box.hint.rule:
            found.add(box.hint.rule)
        box = box.parent
    return found


def _is_filler(block: Block) -> bool:
    """Whether a block has nothing to see: joiners and blanks that push the next line out of a list of mails."""
    return _LETTER.search(block.text) is None and not block.text.strip("\u200b\u200c\u200d\u034f \u00ad\u2007")


def _footer(blocks: Sequence[Block], found: dict[int, str]) -> int:
    """Return with which block the footer begins: behind the last that is the author's there is only how to leave, who
    sends it, and where they are."""
    begin = len(blocks)
    leaves = False
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        leaves = leaves or _LEAVING.search(block.text) is not None
        is_one = index in found or _LEAVING.search(block.text) or _ADDED.search(block.text)
        if not is_one or block.words > _FOOTER_WORDS:
            break
        begin = index
    return begin if leaves else len(blocks)
