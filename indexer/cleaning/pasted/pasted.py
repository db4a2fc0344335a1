"""What did the author write, in text that somebody pasted or a script scraped?

Text is read as lines. Those that are not text are taken out and listed with the rule that knew them; what they tell of
the article (title, kicker, authors, date, captions) is kept. What the file itself declares comes before what its text
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from indexer.cleaning.pasted.byline import named_alone, read_byline
from indexer.cleaning.pasted.captions import caption_of, same_words, word_key
from indexer.cleaning.pasted.context import in_context
from indexer.cleaning.pasted.dateline import Dateline, is_american, read_header, split_dateline
from indexer.cleaning.pasted.kinds import NOISE, Kind, bare, kind_of
from indexer.cleaning.pasted.known import Known
from indexer.cleaning.pasted.lines import Line, blocks_of, read_lines, settled, without, write_lines
from indexer.cleaning.pasted.mail_closing import is_rule, signature_starts
from indexer.cleaning.pasted.mail_header import is_joined_by_tabs, read_mail_header
from indexer.cleaning.pasted.marks import marks_among, marks_of_text
from indexer.cleaning.rules.phrases import phrases
from indexer.model.articles import Article, BlockSpan, LineSpan, Removal
from indexer.model.drafts import Draft
from indexer.text.characters import normalize
from indexer.text.dates import find_date
from indexer.text.declared_dates import declared_day
from indexer.text.hyphens import hyphens_shown
from indexer.text.patterns import compiled
from indexer.text.scripts import UNSPACED

if TYPE_CHECKING:
    from indexer.cleaning.overruling.ruling import Ruling

__all__ = ["clean_markdown", "clean_text"]

_MOST_LOST = 0.4
"""Share of a text's words that may be lost; where more looks like noise, the rules are wrong about this text."""
_LOST = (NOISE | {Kind.CAPTION}) - {Kind.LIST_FOOTER, Kind.NOTICE}
"""What counts as lost; some say what they are, and are longer than many a mail."""
_EDIT = re.compile(
    r"(?<=\S)\[(?:edit(?: source)?|Bearbeiten(?: \| Quelltext bearbeiten)?|modifier(?: \| modifier le code)?"
    r"|editar(?: código-fonte)?|modifica(?: \| modifica wikitesto)?|bewerken(?: \| brontekst bewerken)?"
    r"|edytuj(?: \| edytuj kod)?|править(?: \| править код)?|編集|编辑|編輯|편집)\]$",
    re.MULTILINE,
)
"""What a wiki has behind a heading."""
_TIMED = re.compile(r"-->|\n[^\S\n]*[(\[]?\d{1,2}:\d\d[:)\].\s]|\nDialogue: ")
"""What every text has that `cue_lines` reads: the arrow of subtitles, or a time that begins a line."""
_REPORTING = re.compile(r"\b(?:Reporting|Writing) by ([^;()]{2,200})")
_CAN_BE_PROSE = frozenset({Kind.TEXT, Kind.CAPTION, Kind.POSSIBLE_BYLINE})
_CHARACTERS_PER_WORD = 2
"""As on web pages (`page/blocks.py`)."""
_UNSPACED = f"[{UNSPACED}]"
_MAY_BE_UNSPACED = b"\xe0\xe1\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef\xf0"
"""The first bytes, in UTF-8, of the characters of scripts without spaces: their pattern takes 2 ms to compile."""
_UPDATED = tuple(phrases("updated"))


def clean_text(draft: Draft, ruling: Ruling | None = None) -> Article:
    """Return the article in a draft of plain text, where a `ruling` may overrule what is taken out."""
    if is_joined_by_tabs(draft.content):
        ink = draft.content.strip()
        above = draft.content[: draft.content.index(ink)].count("\n")
        parted = ink.replace("\t", "\n")
        return clean_text(replace(draft, content=parted, line=draft.line + above, one_line=True), ruling)
    content = normalize(hyphens_shown(draft.content))
    # Few texts are such books, transcripts or prints: those import what reads them, with its patterns.
    if "utenberg" in content or "UTENBERG" in content:
        from indexer.cleaning.pasted.gutenberg import framed

        if book := framed(content, draft.line):
            lines = content.split("\n")[book.taken : book.end]
            return _article(draft, book.known, _readings(lines, draft.line + book.taken, mail=False), ruling)
    # A file that declares a title has had its header read; what looks like one now is part of the text.
    known, taken = (Known(), 0) if draft.title else read_mail_header(content, draft.line)
    if "]" in content:
        content = _EDIT.sub("", content)
    lines = content.split("\n")[taken:]
    if ":" in content and len(lines) > 2 and _TIMED.search(content):
        from indexer.cleaning.pasted.cues import cue_lines

        if (said := cue_lines(lines, draft.line + taken)) is not None:
            return _article(draft, known, [_Reading(said, ())], ruling)
    if "://" in content:
        from indexer.cleaning.pasted.printed import printed_lines

        printed = printed_lines(lines)
        removed = [Removal("print", " ".join(lines[index].split()), draft.line + taken + index) for index in printed]
        known = replace(known, removed=(*known.removed, *removed)) if removed else known
        for index in printed:
            lines[index] = ""
    return _article(draft, known, _readings(lines, draft.line + taken, mail=taken > 0 or draft.sender != ""), ruling)


def clean_markdown(draft: Draft, ruling: Ruling | None = None) -> Article:
    """Return the article in a draft written in Markdown, without its markup, where a `ruling` may overrule what is
    taken out."""
    from indexer.cleaning.markdown import read_markdown

    content = normalize(hyphens_shown(draft.content))
    known, lines = read_markdown(content, draft.line, _are_apart, titled=bool(draft.title))
    return _article(draft, known, [_Reading(lines, ())], ruling)


class _Reading(NamedTuple):
    """The lines of a text, and those of its closing with what they are."""

    lines: Sequence[Line]
    closing: tuple[tuple[Kind, Line], ...]


def _readings(lines: Sequence[str], first: int, *, mail: bool) -> Iterator[_Reading]:
    """Yield how `lines` may be read, the first being number `first`: without their closing, then as a whole."""
    starts = signature_starts(lines, mail=mail)
    if starts:
        body = read_lines("\n".join(lines[: min(starts)]), first, _are_apart)
        yield _Reading(body, tuple(_closing(lines, first, starts)))
    yield _Reading(read_lines("\n".join(lines), first, _are_apart), ())


def _closing(lines: Sequence[str], first: int, starts: Mapping[int, str]) -> Iterator[tuple[Kind, Line]]:
    kind = ""
    gap = True
    for index in range(min(starts), len(lines)):
        kind = starts.get(index, kind)
        text = " ".join(lines[index].split())
        if text:
            yield Kind(kind), Line(text, first + index, first + index, gap)
        gap = not text


@dataclass(frozen=True, slots=True)
class _Sifted:
    """The lines that are text, and those that are not with what they are, in the order of their removal."""

    kept: tuple[Line, ...]
    removed: tuple[tuple[Kind, Line], ...]

    def lost_share(self) -> float:
        """Return how many of the words, titles and the like left aside, can no longer be found."""
        if self.kept and not self.removed:
            return 0.0
        lost = sum(_word_count(line) for kind, line in self.removed if kind in _LOST)
        words = lost + sum(map(_word_count, self.kept))
        return lost / words if words else 1.0


def _article(draft: Draft, known: Known, readings: Iterable[_Reading], ruling: Ruling | None) -> Article:
    """Return the article by the first of the `readings` that loses no more than it may, or by the last; then as the
    `ruling` has it."""
    datelines: list[tuple[Dateline, int]] = []
    sifted = _Sifted((), ())
    for lines, closing in readings:
        opened, datelines = _without_datelines(lines)
        sifted = _sift(settled(opened), draft.title or known.title, closing)
        if not closing or sifted.lost_share() <= _MOST_LOST:
            break
    article = _written(draft, known, sifted, datelines)
    if ruling is not None:
        from indexer.cleaning.overruling.lines import overruled  # few overrule anything

        article = overruled(article, sifted.kept, ruling)
    return _on_one_line(article, draft.line) if draft.one_line else article


def _written(draft: Draft, known: Known, sifted: _Sifted, datelines: Sequence[tuple[Dateline, int]]) -> Article:
    """Return the article of the lines that are text, with what the others and the `datelines` tell of it."""
    text, spans = write_lines(sifted.kept)
    blocks = blocks_of(sifted.kept, spans) if sifted.kept and sifted.kept[0].kind else ()
    if not (sifted.removed or datelines or known.removed or draft.one_line):
        return _undisturbed(draft, known, text, spans, blocks)
    headers = [header for kind, line in sifted.removed if kind is Kind.HEADER and (header := read_header(line.text))]
    signed = [bare(line.text) for kind, line in sifted.removed if kind is Kind.BYLINE]
    bylines = [byline for line in signed if (byline := read_byline(line))]
    days = [bare(line.text) for kind, line in sifted.removed if kind is Kind.DATE]
    days += [byline.published for byline in bylines]
    removed = [
        *known.removed,
        *(Removal("dateline", dateline.opening, number) for dateline, number in datelines),
        *(Removal(kind.value, line.text, line.first) for kind, line in sifted.removed),
    ]
    return Article(
        text=text,
        title=draft.title or known.title or _first(sifted.removed, Kind.TITLE),
        kicker=next((header.kicker for header in headers if header.kicker), _first(sifted.removed, Kind.KICKER)),
        authors=draft.authors or known.authors or (bylines[0].authors if bylines else _signed(sifted.removed)),
        published=_published([draft.published, known.published, *(header.published for header in headers)], days),
        site=draft.site or (datelines[0][0].agency if datelines else ""),
        language=draft.language or known.language,
        url=draft.url,
        captions=_captions(known.captions, sifted.removed),
        removed=tuple(sorted(removed, key=lambda removal: removal.line)),
        spans=spans,
        blocks=blocks,
        sender=known.sender,
        recipients=known.recipients,
    )


def _undisturbed(
    draft: Draft, known: Known, text: str, spans: tuple[LineSpan, ...], blocks: tuple[BlockSpan, ...]
) -> Article:
    """Return the article of a draft of which nothing was taken out."""
    return Article(
        text=text,
        title=draft.title or known.title,
        authors=draft.authors or known.authors,
        published=_published([draft.published, known.published], ()),
        site=draft.site,
        language=draft.language or known.language,
        url=draft.url,
        captions=_captions(known.captions, ()) if known.captions else (),
        spans=spans,
        blocks=blocks,
    )


def _on_one_line(article: Article, number: int) -> Article:
    """Return the article with all its lines counted as line `number` of the source."""
    return replace(
        article,
        spans=tuple(LineSpan(span.start, number, number) for span in article.spans),
        removed=tuple(removal._replace(line=number) for removal in article.removed),
        kept=tuple(removal._replace(line=number) for removal in article.kept),
    )


def _are_apart(upper: str, lower: str) -> bool:
    """Whether two neighbouring lines, whatever their width, are not one paragraph, since one of them is not text."""
    if is_rule(upper) or is_rule(lower):
        return True
    if kind_of(upper) not in _CAN_BE_PROSE:
        return True
    kind = kind_of(lower)
    if kind is Kind.CAPTION:
        return same_words(upper, caption_of(lower))
    # A paragraph may end in a date, with the full stop of its sentence.
    return kind not in _CAN_BE_PROSE and not lower.endswith(".")


def _without_datelines(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[Dateline, int]]]:
    """Return `lines` without the datelines that open them, and each dateline with its line's number."""
    kept: list[Line] = []
    datelines: list[tuple[Dateline, int]] = []
    for line in lines:
        dateline = split_dateline(line.text)
        if dateline is not None:
            datelines.append((dateline, line.first))
        kept.append(line if dateline is None else line._replace(text=dateline.rest))
    return kept, datelines


def _sift(lines: Sequence[Line], title: str, closing: Sequence[tuple[Kind, Line]]) -> _Sifted:
    """Part the lines that are text from the others; noise and captions stay where they seem to be too much of the text.

    `closing` is the noise that follows the lines.
    """
    kinds = {line.text: kind_of(line.text) for line in lines}
    if all(kind is Kind.TEXT for kind in kinds.values()):
        # As in most texts: then there is nothing to look for but a headline, a list's footer and repetitions.
        kinds = {}
    told = _taken_out(lines, kinds, title, noisy=False)
    if not told.kept:
        return _Sifted(tuple(lines), tuple(closing))
    headline = _first(told.removed, Kind.TITLE)
    # Only below a headline in the text are lines known by what is around them: without one it may be no article.
    authors = _authors(told.removed) if headline else None
    quiet = _taken_out(told.kept, kinds, title or headline, noisy=True, authors=authors)
    sifted = _Sifted(quiet.kept, (*told.removed, *quiet.removed, *closing))
    return sifted if closing or sifted.lost_share() <= _MOST_LOST else told


def _taken_out(
    lines: Sequence[Line], kinds: Mapping[str, Kind], title: str, *, noisy: bool, authors: Sequence[str] | None = None
) -> _Sifted:
    """Take out what tells of the article, and noise and captions too if `noisy`, again and again until nothing changes.

    What is taken out brings others together; so cleaning the result once more takes out nothing. What is `noisy` was
    taken out of before for what it tells.
    """
    kept = list(lines)
    removed: list[tuple[Kind, Line]] = []
    while marks := (
        marks_among(kept, in_context(kept, [kinds[line.text] for line in kept]), title, noisy=noisy, authors=authors)
        if kinds
        else marks_of_text(kept, title, noisy=noisy, untitled=noisy and not removed)
    ):
        removed.extend((marks[index], kept[index]) for index in sorted(marks))
        title = title or _first(removed, Kind.TITLE)
        kept = settled(without(kept, marks))
    return _Sifted(tuple(kept), tuple(removed))


def _authors(removed: Iterable[tuple[Kind, Line]]) -> tuple[str, ...]:
    """Return whom the bylines among the `removed` lines name."""
    found: list[str] = []
    for kind, line in removed:
        if kind is Kind.BYLINE:
            byline = read_byline(bare(line.text))
            found += byline.authors if byline else named_alone(line.text)
    return tuple(found)


def _first(removed: Iterable[tuple[Kind, Line]], wanted: Kind) -> str:
    for kind, line in removed:  # a generator takes twice as long for the few that there are
        if kind is wanted:
            return line.text
    return ""


def _signed(removed: Sequence[tuple[Kind, Line]]) -> tuple[str, ...]:
    """Return whom a byline names that is nothing but a name, or an agency's last line: `(Reporting by A; Editing by
    B)`."""
    for kind, line in removed:
        if kind is Kind.BYLINE and (alone := named_alone(line.text)):
            return alone
    for kind, line in removed:
        if kind is Kind.SIGN_OFF and (reporting := _REPORTING.search(line.text)):
            from indexer.cleaning.declared.names import read_names

            return read_names([reporting[1]])
    return ()


def _captions(known: Sequence[str], removed: Iterable[tuple[Kind, Line]]) -> tuple[str, ...]:
    """Return every caption once, in the order of the source."""
    captions: dict[tuple[str, ...], str] = {}
    for caption in known:
        captions.setdefault(word_key(caption), caption)
    found = [(line.first, kind, line.text) for kind, line in removed if kind in {Kind.CAPTION, Kind.CAPTION_DUPLICATE}]
    for _, kind, text in sorted(found):
        caption = caption_of(text) if kind is Kind.CAPTION else text
        captions.setdefault(word_key(caption), caption)
    return tuple(captions.values())


def _published(declared: Sequence[str], dates: Sequence[str]) -> date | None:
    """Return the day of publication as declared, else as a date line says; the day of an update is the last resort."""
    if not any(declared) and not dates:
        return None
    updates = [text for text in dates if text.lower().startswith(_UPDATED)]
    if said := next(filter(None, map(declared_day, declared)), None):
        return said.day
    candidates = (*(text for text in dates if text not in updates), *updates)
    return next((day for text in candidates if text and (day := find_date(text, month_first=is_american(text)))), None)


def _word_count(line: Line) -> int:
    text = line.text
    words = text.count(" ") + 1
    if text.isascii() or len(raw := text.encode(errors="replace")) == len(raw.translate(None, _MAY_BE_UNSPACED)):
        return words
    return words + len(compiled(_UNSPACED).findall(text)) // _CHARACTERS_PER_WORD
