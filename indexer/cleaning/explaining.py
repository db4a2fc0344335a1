"""What became of each block of a source, and why?

A web page tells it of all its blocks. Of other sources it is put together from what cleaning left and what it took
out, by their lines.
"""

from __future__ import annotations

from dataclasses import replace
from heapq import merge

from indexer.cleaning.declared.drafts import normalized
from indexer.cleaning.rules.reasons import REASONS
from indexer.model import Article, Draft, LineSpan, Verdict

__all__ = ["verdicts"]


def verdicts(draft: Draft, article: Article) -> tuple[Verdict, ...]:
    """Return what was decided of each block of `draft`, which gives `article`."""
    if draft.kind == "html":
        from indexer.cleaning.page.page import judge_html

        judged = judge_html(replace(normalized(draft), published=""))
        return tuple(judged if draft.lined else (verdict._replace(line=0) for verdict in judged))
    removed = (
        Verdict(removal.text, removal.rule, REASONS.get(removal.rule, removal.rule), removal.line)
        for removal in article.removed
    )
    return tuple(merge(_kept(article), removed, key=lambda verdict: verdict.line))


def _kept(article: Article) -> list[Verdict]:
    """Return the parts of an article's text, each from where a line of the source begins."""
    spans = article.spans or (LineSpan(0, 0, 0),)
    ends = [*(span.start for span in spans[1:]), len(article.text)]
    return [
        Verdict(text, "", "", span.first)
        for span, end in zip(spans, ends, strict=True)
        if (text := article.text[span.start : end].strip("\n"))
    ]
