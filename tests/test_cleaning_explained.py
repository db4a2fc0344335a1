"""Is there a reason for whatever cleaning takes out?"""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean, explain
from indexer.cleaning.page import hints
from indexer.cleaning.pasted.kinds import Kind
from indexer.cleaning.rules.reasons import REASONS
from indexer.cleaning.rules.site_lines import RULES
from indexer.model.drafts import Draft


def test_every_rule_has_a_reason() -> None:
    by_tag = {hint.rule for hint in (*hints._BY_TAG.values(), *hints._BY_ROLE.values())}
    kinds = {kind.value for kind in Kind} - {"", Kind.POSSIBLE_BYLINE.value, Kind.LABELLED_DATE.value}
    assert {rule.name for rule in RULES} | by_tag | set(hints._RULES) | kinds <= set(REASONS)


PARTS = [
    "The reed bed behind the old pumping station is home to more warblers than anyone had counted.",
    "Eels come up the ditch in spring, when the water is high, and by autumn they have gone again.",
    "Read more: The mill of Marsh Lane",
    "Share this article",
    "Advertisement",
    "By Ada Fenwick",
    "Published 14 June 2019",
    "Photo: Ada Fenwick/Getty Images",
]
BOXES = ["{}", "<p>{}</p>", '<div class="related">{}</div>', "<aside><p>{}</p></aside>", "<h2>{}</h2>", "<li>{}</li>"]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(BOXES)), max_size=9))
def test_what_is_kept_is_the_text_and_all_else_has_a_rule_and_a_reason(parts: list[tuple[str, str]]) -> None:
    body = "".join(box.format(text) for text, box in parts)
    article, verdicts = explain(Draft("html", f"<article><h1>The fen</h1>{body}</article>"))
    assert article == clean(Draft("html", f"<article><h1>The fen</h1>{body}</article>"))
    kept = [verdict.text for verdict in verdicts if not verdict.rule]
    if article.blocks:
        assert re.sub(r"(?m)^- ", "", article.text).split() == " ".join(kept).split()
    assert all(verdict.reason for verdict in verdicts if verdict.rule)


@pytest.mark.parametrize("kind", ["text", "markdown", "document"])
@given(st.lists(st.sampled_from(PARTS), max_size=9))
def test_the_same_holds_for_other_sources(kind: str, parts: list[str]) -> None:
    draft = Draft(kind, "\n\n".join(parts))  # type: ignore[arg-type]
    article, verdicts = explain(draft)
    assert article == clean(draft)
    assert " ".join(verdict.text for verdict in verdicts if not verdict.rule).split() == article.text.split()
    assert all(verdict.reason for verdict in verdicts if verdict.rule)
