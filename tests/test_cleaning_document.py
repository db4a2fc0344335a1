"""What is left of a document of which all is the author's?"""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.model.articles import Article, LineSpan
from indexer.model.drafts import Draft


def cleaned(content: str, **declared: object) -> Article:
    return clean(Draft("document", content, **declared))  # type: ignore[arg-type]


def test_all_blocks_stay_whatever_they_look_like() -> None:
    article = cleaned(
        "<nav><p>Home of the eel</p></nav><p>Share this with your neighbours.</p>"
        '<aside class="related"><p>A note beside the text.</p></aside><footer><p>Below the line.</p></footer>'
        "<ul><li>Eels</li><li>Herons</li></ul><table><tr><th>Ditch</th><th>Eels</th></tr><tr><td>North</td><td>4</td></tr></table>"
    )
    assert article.text == (
        "Home of the eel\n\nShare this with your neighbours.\n\nA note beside the text.\n\nBelow the line.\n\n"
        "- Eels\n- Herons\n\nDitch | Eels\nNorth | 4"
    )


def test_the_first_heading_is_the_title_and_not_repeated() -> None:
    article = cleaned("<h1><div>On Ditches</div></h1><p>They are long.</p><h1>Part two</h1><p>And wide.</p>")
    assert article.title == "On Ditches"
    assert article.text == "They are long.\n\nPart two\n\nAnd wide."
    assert [(removal.rule, removal.text) for removal in article.removed] == [("title", "On Ditches")]


def test_a_declared_title_comes_first_and_is_not_repeated_either() -> None:
    article = cleaned("<p>ON  DITCHES</p><h1>Part one</h1><p>They are long.</p>", title="On Ditches")
    assert article.title == "On Ditches"
    assert article.text == "Part one\n\nThey are long."


def test_a_heading_far_below_is_no_title() -> None:
    article = cleaned("<p>Line of text.</p>" * 12 + "<h1>Appendix</h1>")
    assert article.title == ""
    assert article.text.endswith("Appendix")


def test_captions_are_kept_apart() -> None:
    article = cleaned("<p>They are long.</p><figure><figcaption><p>A ditch in May.</p></figcaption></figure>")
    assert article.text == "They are long."
    assert article.captions == ("A ditch in May.",)


def test_what_the_draft_declares_is_kept() -> None:
    article = cleaned(
        "<p>They are long.</p>",
        authors=("Ada\u00a0Fenwick",),
        published="2019-02-27T10:00:00Z",
        language="fr",
        part="!/a",
    )
    assert article.authors == ("Ada Fenwick",)
    assert article.published == date(2019, 2, 27)
    assert (article.language, article.part) == ("fr", "!/a")


def test_lines_are_those_of_the_file() -> None:
    assert cleaned("<p>One.\n<p>Two.", line=7).spans == (LineSpan(0, 7, 7), LineSpan(6, 8, 8))
    assert cleaned("<p>One.\n<p>Two.", line=7, one_line=True).spans == (LineSpan(0, 7, 7), LineSpan(6, 7, 7))
    assert cleaned("<p>One.\n<p>Two.", lined=False).spans == ()


@given(st.text(), st.text(max_size=20))
def test_nothing_is_lost_but_the_title(content: str, title: str) -> None:
    escaped = content.replace("&", "&amp;").replace("<", "&lt;")
    article = cleaned(f"<p>{escaped}</p>", title=title)
    whole = clean(Draft("document", f"<p>{escaped}</p><p>end</p>"))
    assert whole.text.removesuffix("\n\nend") in {article.text, *(removal.text for removal in article.removed), "end"}
