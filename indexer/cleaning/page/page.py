"""What did the author write, on a saved web page?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from typing import TYPE_CHECKING, Final

from lxml import etree

from indexer.cleaning.declared.metadata import Metadata, declared_url, read_metadata
from indexer.cleaning.declared.structured import plain
from indexer.cleaning.overruling.overrides import LocalOverrides
from indexer.cleaning.page.blocks import Block, Box
from indexer.cleaning.page.content import OUTSIDE, locate
from indexer.cleaning.page.furniture import furniture
from indexer.cleaning.page.overruled import Decision, Piece, Segmented, block_overrides, decide, reason_of, segmented
from indexer.cleaning.page.state import text_in_scripts
from indexer.cleaning.page.tree import parse
from indexer.cleaning.page.write import write
from indexer.cleaning.pasted.byline import read_byline
from indexer.cleaning.pasted.captions import caption_of, is_credit
from indexer.cleaning.rules.reasons import REASONS
from indexer.model.articles import Article, BlockSpan, LineSpan, Removal, Verdict
from indexer.model.drafts import Draft
from indexer.text.characters import normalize
from indexer.text.dates import find_date
from indexer.text.line_breaks import on_one_line
from indexer.text.sites import site_of

if TYPE_CHECKING:
    from indexer.cleaning.overruling.ruling import Ruling

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


def clean_html(draft: Draft, local: LocalOverrides | None = None) -> Article:
    """Return the article of a web page. What the draft declares comes before what the page says.

    A page without text gives an article without text; no page is an error.
    """
    return _article(draft, *_read(draft, local))


def judge_html(draft: Draft, local: LocalOverrides | None = None) -> list[Verdict]:
    """Return what `clean_html` decides of each block of a web page, in the order of the page."""
    _, content = _read(draft, local)
    verdicts = [
        Verdict(block.text, decision.rule, _reason(block, decision), _line(draft, block.first), decision.by)
        for block, decision in zip(content.judged, content.decisions, strict=True)
    ]
    if content.text and not any(not verdict.rule for verdict in verdicts):
        verdicts.append(Verdict(content.text, "", _FROM_DATA, content.spans[0].first))
    for text, line, override in content.pieces:
        at = next((at for at, verdict in enumerate(verdicts) if verdict.line > line), len(verdicts))
        verdicts.insert(at, Verdict(text, override.rule, f"dropped by {override.by}", line, override.by))
    return verdicts


def _reason(block: Block, decision: Decision) -> str:
    """Return why a `block` is taken out: what the rule means, and the box whose name or tag hints at it; or who decided
    otherwise."""
    rule = decision.spared or decision.rule
    if not rule:
        return ""
    box: Box | None = block.box
    while box and box.hint.rule != rule:
        box = box.parent
    said = REASONS.get(rule, rule)
    if box is not None:
        name = f' class="{box.shape[:_LONGEST_NAME]}"' if box.shape and box.hint.word else ""
        said = f"{said}; in <{box.tag}{name}>"
    return reason_of(decision, said)


def _read(draft: Draft, local: LocalOverrides | None) -> tuple[Metadata, _Content]:
    """Return what a web page declares, and its content."""
    root = parse(draft.content)
    if root is None:
        return Metadata(), _Content()
    ruling = None
    if local is not None:
        ruling = local.ruling(draft.part, draft.url or (declared_url(root) if local.needs_site else ""))
    found = segmented(root, ruling, is_page=True)
    known = read_metadata(root, found.page.blocks, draft.url)
    content = _content(draft, found, known, ruling)
    if content.is_short:
        line = _line(draft, _line_of(draft.content, '"articleBody"'))
        content = _longer(content, known.body, line, ruling)
    if content.is_short:
        state = text_in_scripts(root)
        if len(state.split()) >= _FEWEST_WITHIN:
            content = _longer(content, state, _line(draft, _line_of(draft.content, state[:_TELLING])), ruling)
    if content.is_short and _open_noscripts(root):
        again = segmented(root, ruling, is_page=True)
        again = again._replace(pieces=(*found.pieces, *again.pieces))
        within = _content(draft, again, known, ruling)
        content = within if len(within.text.split()) >= _FEWEST_WITHIN else content
    return known, content


@dataclass(frozen=True, slots=True)
class _Content:
    """The text of a page, and what became of each of the blocks that were `judged`; `pieces` were dropped from within
    them, and `dropped` counts the words that a person's rules take out beside the cleaner's."""

    text: str = ""
    spans: tuple[LineSpan, ...] = ()
    captions: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    kinds: tuple[BlockSpan, ...] = ()
    judged: Sequence[Block] = ()
    decisions: Sequence[Decision] = ()
    kept: tuple[Removal, ...] = ()
    pieces: Sequence[Piece] = ()
    dropped: int = 0

    @property
    def is_short(self) -> bool:
        """Whether fewer words were found on the page than an article has, those that were dropped since among them."""
        return len(self.text.split(None, _FEWEST_WORDS)) + self.dropped < _FEWEST_WORDS


def _open_noscripts(root: etree._Element) -> bool:
    """Make the `noscript` elements of a page elements like others; return whether there are any.

    Some pages forget to close one, and so have all of their text in it.
    """
    noscripts = list(root.iter("noscript"))
    for element in noscripts:
        element.tag = "div"
    return bool(noscripts)


def _content(draft: Draft, found: Segmented, known: Metadata, ruling: Ruling | None) -> _Content:
    page, blocks = found.page, found.page.blocks
    title, authors, site = draft.title or known.title, draft.authors or known.authors, site_of(draft.url or known.url)
    overrides = block_overrides(found, ruling)
    if ruling is not None:
        judged = [
            block for block, override in zip(blocks, overrides, strict=True) if override is None or override.keeps
        ]
        page = page._replace(blocks=judged)
    decisions = decide(
        blocks, furniture(page, locate(page, title, known.description), title, authors, site), overrides, ruling
    )
    is_moved = draft.one_line or draft.line != 1
    text, spans, kinds = write([block for block, one in zip(blocks, decisions, strict=True) if not one.rule])
    if is_moved:
        spans = tuple(LineSpan(span.start, _line(draft, span.first), _line(draft, span.last)) for span in spans)
    removed = tuple(
        [
            Removal(
                one.rule,
                block.text[:_LISTED_CHARACTERS],
                _line(draft, block.first) if is_moved else block.first,
                one.by if one.override else "",
            )
            for block, one in zip(blocks, decisions, strict=True)
            if one.rule and (block.words >= _LISTED_WORDS or one.override)
        ]
    )
    captions = _captions(
        block.text
        for block, one in zip(blocks, decisions, strict=True)
        if "caption" in (one.rule, one.spared) and block.words >= _SHORTEST_CAPTION
    )
    content = _Content(text, spans, captions, removed, kinds, blocks, decisions)
    return content if ruling is None else _overruled(draft, content, found.pieces)


def _overruled(draft: Draft, content: _Content, pieces: Sequence[Piece]) -> _Content:
    """Return `content` with what a person's rules kept and dropped."""
    kept = tuple(
        Removal(one.spared, block.text[:_LISTED_CHARACTERS], _line(draft, block.first), one.by)
        for block, one in zip(content.judged, content.decisions, strict=True)
        if one.spared
    )
    placed = [piece._replace(line=_line(draft, piece.line)) for piece in pieces]
    within = [Removal(override.rule, text[:_LISTED_CHARACTERS], line, override.by) for text, line, override in placed]
    dropped = sum(
        block.words for block, one in zip(content.judged, content.decisions, strict=True) if one.rule and one.by
    )
    removed = tuple(merge(content.removed, within, key=lambda removal: removal.line)) if within else content.removed
    return replace(content, removed=removed, kept=kept, pieces=placed, dropped=dropped)


def _captions(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the captions without their credits, each once."""
    found = {caption_of(text) or text: None for text in texts if not is_credit(text) and read_byline(text) is None}
    return tuple(found)


def _longer(content: _Content, body: str, line: int, ruling: Ruling | None) -> _Content:
    """Return `content` with the text that the page's JSON-LD gives on `line`, where that is longer."""
    paragraphs = (on_one_line(normalize(plain(part))) for part in _PARAGRAPH_END.split(body))
    text = "\n\n".join(part for part in paragraphs if part and not (ruling is not None and _is_dropped(part, ruling)))
    if len(text.split()) <= len(content.text.split()):
        return content
    decisions = [one if one.rule else Decision(OUTSIDE) for one in content.decisions]
    return replace(content, text=text, spans=(LineSpan(0, line, line),), kinds=(), decisions=decisions, kept=())


def _is_dropped(text: str, ruling: Ruling) -> bool:
    override = ruling.on_text(text)
    return override is not None and not override.keeps


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
        kept=content.kept,
        spans=content.spans,
        modified=known.modified,
        section=known.section,
        description=known.description,
        blocks=content.kinds,
    )


def _line(draft: Draft, line: int) -> int:
    """Return the line of the source file for a `line` of the draft's content."""
    return draft.line if draft.one_line else draft.line + line - 1
