"""What did the author write, on a saved web page?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from indexer.cleaning.declared.metadata import Metadata, read_metadata
from indexer.cleaning.declared.structured import plain
from indexer.cleaning.page.blocks import Block, Box, Page, segment
from indexer.cleaning.page.content import OUTSIDE, locate
from indexer.cleaning.page.furniture import furniture
from indexer.cleaning.page.state import text_in_scripts
from indexer.cleaning.page.tree import parse
from indexer.cleaning.page.write import write
from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.captions import caption_of, is_credit
from indexer.cleaning.rules.reasons import REASONS
from indexer.model import Article, BlockSpan, Draft, LineSpan, Removal, Verdict
from indexer.text.characters import normalize
from indexer.text.dates import find_date

__all__ = ["clean_html", "judge_html"]

_FEWEST_WORDS: Final = 50
"""Where fewer are found, the page may show its text by a script, and its JSON-LD may still have it."""
_FEWEST_WITHIN: Final = 100
"""Words of a text that is not a message to those whose browser runs no scripts, and no setting of a program."""
_TELLING: Final = 30
"""Characters with which a text is found in the source of its page."""
_LONGEST_NAME: Final = 60
"""Characters of the names of a box that are shown."""
_FROM_DATA: Final = "from the data of the page, which shows little text"
_SHORTEST_CAPTION: Final = 3
_LISTED_WORDS: Final = 4
_LISTED_CHARACTERS: Final = 200
_PARAGRAPH_END: Final = re.compile(r"</(?:p|div|h[1-6]|li)>|<br\s{0,3}/?>|[\r\n]+", re.IGNORECASE)


def clean_html(draft: Draft) -> Article:
    """Return the article of a web page. What the draft declares comes before what the page says.

    A page without text gives an article without text; no page is an error.
    """
    return _article(draft, *_read(draft))


def judge_html(draft: Draft) -> list[Verdict]:
    """Return what `clean_html` decides of each block of a web page, in the order of the page."""
    _, content = _read(draft)
    verdicts = [
        Verdict(block.text, rule, _reason(block, rule) if rule else "", _line(draft, block.first))
        for block, rule in zip(content.judged, content.rules, strict=True)
    ]
    if content.text and not any(not verdict.rule for verdict in verdicts):
        verdicts.append(Verdict(content.text, "", _FROM_DATA, content.spans[0].first))
    return verdicts


def _reason(block: Block, rule: str) -> str:
    """Return why `rule` takes out a `block`: what it means, and the box whose name or tag hints at it."""
    box: Box | None = block.box
    while box and box.hint.rule != rule:
        box = box.parent
    said = REASONS.get(rule, rule)
    if box is None:
        return said
    name = f' class="{box.shape[:_LONGEST_NAME]}"' if box.shape and box.hint.word else ""
    return f"{said}; in <{box.tag}{name}>"


def _read(draft: Draft) -> tuple[Metadata, _Content]:
    """Return what a web page declares, and its content."""
    root = parse(draft.content)
    if root is None:
        return Metadata(), _Content()
    page = segment(root)
    known = read_metadata(root, page.blocks, draft.url)
    title = draft.title or known.title
    content = _content(draft, page, title)
    if len(content.text.split()) < _FEWEST_WORDS:
        content = _longer(content, known.body, _line(draft, _line_of(draft.content, '"articleBody"')))
    if len(content.text.split()) < _FEWEST_WORDS:
        state = text_in_scripts(root)
        if len(state.split()) >= _FEWEST_WITHIN:
            content = _longer(content, state, _line(draft, _line_of(draft.content, state[:_TELLING])))
    if len(content.text.split()) < _FEWEST_WORDS and _open_noscripts(root):
        within = _content(draft, segment(root), title)
        content = within if len(within.text.split()) >= _FEWEST_WITHIN else content
    return known, content


@dataclass(frozen=True, slots=True)
class _Content:
    text: str = ""
    spans: tuple[LineSpan, ...] = ()
    captions: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    kinds: tuple[BlockSpan, ...] = ()
    judged: Sequence[Block] = ()
    rules: Sequence[str] = ()


def _open_noscripts(root: etree._Element) -> bool:
    """Make the `noscript` elements of a page elements like others; return whether there are any.

    Some pages forget to close one, and so have all of their text in it.
    """
    noscripts = list(root.iter("noscript"))
    for element in noscripts:
        element.tag = "div"
    return bool(noscripts)


def _content(draft: Draft, page: Page, title: str) -> _Content:
    blocks = page.blocks
    rules = furniture(blocks, locate(page, title), title)
    text, spans, kinds = write([block for block, rule in zip(blocks, rules, strict=True) if not rule])
    if draft.one_line or draft.line > 1:
        spans = tuple(LineSpan(span.start, _line(draft, span.first), _line(draft, span.last)) for span in spans)
    removed = tuple(
        Removal(rule, block.text[:_LISTED_CHARACTERS], _line(draft, block.first))
        for block, rule in zip(blocks, rules, strict=True)
        if rule and block.words >= _LISTED_WORDS
    )
    captions = _captions(
        block.text
        for block, rule in zip(blocks, rules, strict=True)
        if rule == "caption" and block.words >= _SHORTEST_CAPTION
    )
    return _Content(text, spans, captions, removed, kinds, blocks, rules)


def _captions(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the captions without their credits, each once."""
    found = {caption_of(text) or text: None for text in texts if not is_credit(text) and read_byline(text) is None}
    return tuple(found)


def _longer(content: _Content, body: str, line: int) -> _Content:
    """Return `content` with the text that the page's JSON-LD gives on `line`, where that is longer."""
    paragraphs = filter(None, (" ".join(normalize(plain(part)).split()) for part in _PARAGRAPH_END.split(body)))
    text = "\n\n".join(paragraphs)
    if len(text.split()) <= len(content.text.split()):
        return content
    rules = [rule or OUTSIDE for rule in content.rules]
    return replace(content, text=text, spans=(LineSpan(0, line, line),), kinds=(), rules=rules)


def _line_of(content: str, word: str) -> int:
    return content.count("\n", 0, max(0, content.find(word))) + 1


def _article(draft: Draft, known: Metadata, content: _Content) -> Article:
    return Article(
        text=content.text,
        title=draft.title or known.title,
        kicker=known.kicker,
        authors=draft.authors or known.authors,
        published=find_date(draft.published) or known.published,
        site=draft.site or known.site,
        language=draft.language or known.language,
        url=draft.url or known.url,
        captions=content.captions,
        removed=content.removed,
        spans=content.spans,
        modified=known.modified,
        section=known.section,
        description=known.description,
        blocks=content.kinds,
    )


def _line(draft: Draft, line: int) -> int:
    """Return the line of the source file for a `line` of the draft's content."""
    return draft.line if draft.one_line else draft.line + line - 1
