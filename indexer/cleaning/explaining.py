"""What became of each block of a source, and why?

A web page tells it of all its blocks. Of other sources it is put together from what cleaning left and what it took
out, by their lines.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING

from indexer.cleaning.declared.drafts import normalized
from indexer.cleaning.rules.reasons import REASONS
from indexer.model.articles import Article, LineSpan, Removal, Verdict
from indexer.model.drafts import Draft

if TYPE_CHECKING:
    from indexer.cleaning.overruling.overrides import LocalOverrides

__all__ = ["verdicts"]


def verdicts(draft: Draft, article: Article, local: LocalOverrides | None = None) -> tuple[Verdict, ...]:
    """Return what was decided of each block of `draft`, which gives `article` where `local` overrules cleaning."""
    if draft.kind == "html":
        from indexer.cleaning.page.page import judge_html

        judged = judge_html(replace(normalized(draft), published=""), local)
        return tuple(judged if draft.lined else (verdict._replace(line=0) for verdict in judged))
    removed = (
        Verdict(removal.text, removal.rule, _why_removed(removal), removal.line, removal.by)
        for removal in article.removed
    )
    return tuple(merge(_kept(article), removed, key=lambda verdict: verdict.line))


def _why_removed(removal: Removal) -> str:
    return f"dropped by {removal.by}" if removal.by else REASONS.get(removal.rule, removal.rule)


def _kept(article: Article) -> list[Verdict]:
    """Return the parts of an article's text, each from where a line of the source begins."""
    spans = article.spans or (LineSpan(0, 0, 0),)
    ends = [*(span.start for span in spans[1:]), len(article.text)]
    found: list[Verdict] = []
    for span, end in zip(spans, ends, strict=True):
        if text := article.text[span.start : end].strip("\n"):
            kept = next((one for one in article.kept if one.line == span.first and text.startswith(one.text)), None)
            reason = f"kept by {kept.by} ({kept.rule}: {REASONS.get(kept.rule, kept.rule)})" if kept else ""
            found.append(Verdict(text, "", reason, span.first, kept.by if kept else ""))
    return found
