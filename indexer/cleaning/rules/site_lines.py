"""Which lines were put there by the site and not by the author?

The rules are data, in `english`, `page_lines` and `mailings` and, for other languages, `phrase_rules`. Each names the
first words a line must have and what may follow them up to the line's end, so that for most lines one look into a table
says that no rule can match. A line that goes on as a sentence is not matched: "Read more: …" goes, "Read more books,
doctors say" stays.
"""

from __future__ import annotations

import re
from functools import cache

from indexer.cleaning.rules.confidentiality import is_confidentiality_notice
from indexer.cleaning.rules.english import ENGLISH
from indexer.cleaning.rules.mailings import MAILINGS
from indexer.cleaning.rules.page_lines import PAGE_LINES
from indexer.cleaning.rules.phrase_rules import PHRASE_RULES
from indexer.cleaning.rules.rule import END, Rule

__all__ = ["RULES", "noise"]

RULES: tuple[Rule, ...] = (*ENGLISH, *PAGE_LINES, *MAILINGS, *PHRASE_RULES)
"""All rules, in the order in which they are tried."""

_LONGEST = 320
"""Characters of the longest line that can be noise."""
_MOST_WORDS = 40
_MOST_WORDS_OF_A_LINK = 25

_LEAD = re.compile(r"[^\w\s>•·*–—-]{0,3}\s?[(¿]?")
"""What may be before a line's first letter: brackets and arrows, but no mark of a list or of quoted mail. The last may
be the sign with which "(c)" or a Spanish question begins."""
_LONG_ADDRESS = re.compile(r"(\bhttps?://\S{40})\S+")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(https?://[^\s()]{1,2000}\)")
"""A link in Markdown, which texts of mails have too."""
_TARGET = re.compile(r"(?<=\S)\s[\[(<]\s?https?://[^\s()\[\]<>]{1,2000}\s?[\])>]\Z")
"""The target of a link behind its words."""
_SUPPORTED = " is a reader-supported publication. To receive new posts"
_CONTRIBUTED = " contributed "
_CONTRIBUTORS = re.compile(
    r"[^\W\d_a-z].{3,200} contributed (?:to this (?:report|article|story)|research|reporting)(?: from .{2,40})?\."
)
"""Who else worked on a story: that line begins with their names."""
_SHORTEST_REASONED = 40
"""Characters of a line that says why before it asks for something."""
_ASKING = frozenset({"newsletter", "paywall", "call-to-action"})
_FRAME = "-–—=*_~ "
_FIRST_WORD = re.compile(r"[^\w©]{0,4}(©|\d|[^\W_]+)")


def noise(line: str) -> str:
    """Return the name of the first rule by which `line` is noise, or an empty string.

    `line` is one line with normalized characters and single spaces.
    """
    if is_confidentiality_notice(line):
        return "notice"
    if len(line) > _LONGEST:
        line = _LONG_ADDRESS.sub(r"\1", line) if "://" in line else line
        if len(line) > _LONGEST:
            return ""
    if "://" in line:
        line = _TARGET.sub("", _LINK.sub(r"\1", line))
    if _SUPPORTED in line:
        return "newsletter"
    if _CONTRIBUTED in line and _CONTRIBUTORS.fullmatch(line):
        return "sign-off"
    return _matched(line) or (_asked_at_end(line) if len(line) >= _SHORTEST_REASONED else "")


def _asked_at_end(line: str) -> str:
    """Return the rule of what a `line` asks for in its last sentence, behind others that say why, or ""."""
    at = max(line.rfind(". "), line.rfind("! "), line.rfind("? "))
    if at < 0 or line.count(" ") >= _MOST_WORDS:
        return ""
    rule = _matched(line[at + 2 :])
    return rule if rule in _ASKING else ""


def _matched(line: str) -> str:
    """Return the name of the first rule that all of a `line` matches, or ""."""
    if line.count(" ") >= _MOST_WORDS and line[0] not in _FRAME:
        return ""
    rules = _RULES.get(_key(line))
    if rules is None:
        return ""
    line = line.replace("’", "'")
    if line[0] in _FRAME and line[-1] in _FRAME:
        line = line.strip(_FRAME)
    first = _FIRST_WORD.match(line)
    words = line.count(" ") + 1
    if words > _MOST_WORDS or first is None or not _LEAD.fullmatch(line, 0, first.start(1)):
        return ""
    for rule in rules:
        if words > _MOST_WORDS_OF_A_LINK and rule.name == "read-more":
            continue
        if _pattern(rule).fullmatch(line, first.start(1)):
            return rule.name
    return ""


def _key(line: str) -> str:
    """Return the first word of a line, under which its rules are kept: `#` for a number, nothing for want of a word.

    The Turkish İ and ı are i there: in lower case İ is two characters, and I is never ı.
    """
    first = _FIRST_WORD.match(line)
    if first is None:
        return ""
    return "#" if first[1].isdigit() else first[1].replace("İ", "i").replace("ı", "i").lower()


def _by_key() -> dict[str, tuple[Rule, ...]]:
    """Return for each first word the rules that may match, in order."""
    table: dict[str, tuple[Rule, ...]] = {}
    for rule in RULES:
        for key in dict.fromkeys(_key(opener) or opener for opener in rule.openers.split()):
            table[key] = (*table.get(key, ()), rule)
    return table


_RULES = _by_key()


@cache
def _pattern(rule: Rule) -> re.Pattern[str]:
    """Return the pattern of a line that is noise by `rule`, from its first word on; most rules are never asked for
    theirs, and what may be before the word would take as long again to compile."""
    either = "|".join(map(_opener, rule.openers.split()))
    return re.compile(f"(?:{either})(?:{rule.rest}){END}", re.IGNORECASE)


def _opener(opener: str) -> str:
    """Return the pattern of a rule's `opener` from its first letter on: the sign of "(c)" is before that."""
    if opener == "#":
        return r"\d"
    first = _FIRST_WORD.match(opener)
    sign = opener[: first.start(1)] if first else ""
    return f"(?<={re.escape(sign)}){re.escape(opener[len(sign) :])}" if sign else re.escape(opener)
