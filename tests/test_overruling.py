"""Do a person's rules overrule what cleaning takes out, and does the index remember them?"""

from __future__ import annotations

import ast
import io
import json
import os
import random
import re
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from hypothesis import given
from hypothesis import strategies as st

from indexer import Index, SourceError, UsageError
from indexer.cleaning import clean, explain
from indexer.cleaning.overruling.overrides import Overrides, RulesFile, Section
from indexer.cleaning.overruling.rules_file import read_rules, sections_of
from indexer.cleaning.rules.reasons import REASONS
from indexer.cli import Context, main
from indexer.cli.rules_guide import EXAMPLE
from indexer.model.articles import Article, Verdict
from indexer.model.drafts import Draft

PACKAGE = Path(__file__).resolve().parents[1] / "indexer"

LAMP = "The lamp on the eastern cliff was lit every evening at dusk by the keeper of the light."
DAWN = "It burnt until dawn, when the keeper put it out again and went to bed with the curtains drawn."
SHIPS = "Nobody has counted the ships that it warned of the reef, nor those that did not see it in the fog."
RUNG = "It was rung by the wind alone."
PAGE = f"""\
<html><head><link rel="canonical" href="https://www.lamps.org/a"></head><body>
<nav><ul><li><a href="/a">Towns of the coast</a></li></ul></nav><article><h1>The lamp</h1>
<p>By Ada Moor</p><p>{LAMP}</p>
<div class="social-share"><p>Share with friends</p></div>
<p>{DAWN}</p>
<section class="related-posts"><h3><a href="/bell">The bell</a></h3><p>{RUNG}</p></section>
<p>{SHIPS}</p>
<table><tr><th>Lamp</th><th>Light</th></tr><tr class="sum"><td>Both</td><td>7</td></tr></table>
</article></body></html>
"""
TEXT = f"""\
The lamp

By Ada Moor

LONDON (Reuters) - {LAMP}

Read more: The mill of Marsh Lane

{DAWN}

Photo: Ada Moor/Getty Images
"""


def outcome(
    draft: Draft, keep: Sequence[str] = (), drop: Sequence[str] = (), rules: Mapping[str, Any] | None = None
) -> tuple[Article, tuple[Verdict, ...]]:
    overrides = Overrides(tuple(keep), tuple(drop), sections_of(rules or {}, "rules.toml"))
    return explain(draft, overrides.at("/home/ada/clippings/2019/a.html"))


def cleaned(draft: Draft, keep: Sequence[str] = (), drop: Sequence[str] = (), **rules: Any) -> str:
    return outcome(draft, keep, drop, **rules)[0].text


def piped(folder: Path, text: str, *arguments: str) -> str:
    """What the command writes with a text on standard input."""
    out = io.BytesIO()
    given = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8")
    context = Context(str(folder), {"HOME": str(folder)}, given, io.TextIOWrapper(out, "utf-8"), io.StringIO())
    assert main(list(arguments), context) == 0
    context.stdout.flush()
    return out.getvalue().decode()


# What a rule decides


@pytest.mark.parametrize(
    ("keep", "drop", "text"),
    [
        ((), (), [LAMP, DAWN, SHIPS, "Lamp | Light\nBoth | 7"]),
        (["related"], (), [LAMP, DAWN, "The bell", RUNG, SHIPS, "Lamp | Light\nBoth | 7"]),
        (["css:.related-posts p"], (), [LAMP, DAWN, RUNG, SHIPS, "Lamp | Light\nBoth | 7"]),
        (["xpath://section/p"], (), [LAMP, DAWN, RUNG, SHIPS, "Lamp | Light\nBoth | 7"]),
        (["text:it was RUNG*"], (), [LAMP, DAWN, RUNG, SHIPS, "Lamp | Light\nBoth | 7"]),
        (
            ["title", "byline", "share"],
            (),
            ["The lamp", "By Ada Moor", LAMP, "Share with friends", DAWN, SHIPS, "Lamp | Light\nBoth | 7"],
        ),
        ((), ["css:table"], [LAMP, DAWN, SHIPS]),
        ((), ["css:tr.sum"], [LAMP, DAWN, SHIPS, "Lamp | Light"]),
        ((), ["xpath://p[starts-with(., 'It burnt')]"], [LAMP, SHIPS, "Lamp | Light\nBoth | 7"]),
        ((), ["text:Nobody has counted*", "text:* | *"], [LAMP, DAWN]),
        # The innermost part decides, whichever is kept.
        (["css:section"], ["css:section h3", "css:table"], [LAMP, DAWN, RUNG, SHIPS]),
        (["css:article > p:nth-of-type(3)"], ["css:body"], [DAWN]),
        # A text comes before a part, and a part before the name of a rule.
        ([f"text:{DAWN}"], ["css:body"], [DAWN]),
        (["css:article"], ["text:* | *", "text:*a*"], ["The bell"]),
        (["related"], ["css:.related-posts", "css:table"], [LAMP, DAWN, SHIPS]),
    ],
)
def test_rules_keep_and_drop_parts_of_a_page(keep: Sequence[str], drop: Sequence[str], text: list[str]) -> None:
    assert cleaned(Draft("html", PAGE), keep, drop) == "\n\n".join(text)


@pytest.mark.parametrize("rule", ["css:span.caption", "xpath://p/span"])
def test_rules_name_a_caption_by_the_element_that_the_page_has(rule: str) -> None:
    picture = "<p><img src='a'><span class='caption'>The bell at noon</span></p></article>"
    assert "The bell at noon" in cleaned(Draft("html", PAGE.replace("</article>", picture)), [rule], ())
    assert "The bell at noon" not in cleaned(Draft("html", PAGE.replace("</article>", picture)), (), ())


def test_what_a_person_decided_is_told_with_the_cleaners_own_reason() -> None:
    rules = {"lamps.org": {"keep": ["related"], "drop": ["css:.social-share"]}}
    article, verdicts = outcome(Draft("html", PAGE), rules=rules)
    (rung,) = [verdict for verdict in verdicts if verdict.text == RUNG]
    by = 'rules.toml, ["lamps.org"] keep related'
    assert rung == Verdict(
        RUNG, "", f'kept by {by} (related: other articles; in <section class="related-posts">)', rung.line, by
    )
    (share,) = [verdict for verdict in verdicts if verdict.text == "Share with friends"]
    by = 'rules.toml, ["lamps.org"] drop css:.social-share'
    assert (share.rule, share.reason, share.by) == ("css:.social-share", f"dropped by {by}", by)
    assert [(one.rule, one.text) for one in article.kept] == [("related", "The bell"), ("related", RUNG)]
    assert [one.by for one in article.removed if one.text == "Share with friends"] == [by]
    assert [one.by for one in article.removed if one.rule == "navigation"] == [""]


def test_what_is_known_of_an_article_stays_known() -> None:
    page = PAGE.replace(
        "<table>", '<figure><img src="a.jpg"><figcaption>The lamp at night</figcaption></figure><table>'
    )
    article, _ = outcome(Draft("html", page), ["title", "byline", "caption"], ["css:nav"])
    assert (article.title, article.authors) == ("The lamp", ("Ada Moor",))
    assert article.captions == ("The lamp at night",)
    assert "The lamp at night" in article.text.split("\n\n")


def test_a_part_of_a_paragraph_is_taken_out_of_it_and_kept_as_the_whole() -> None:
    marked = LAMP.replace("every evening", "every<sup class='n'>1</sup> evening<span class='ad'>(ad)</span>")
    page = PAGE.replace(LAMP, marked)
    article, verdicts = outcome(Draft("html", page), drop=["css:.n", "css:.ad"])
    assert article.text.startswith(LAMP)
    assert [verdict.text for verdict in verdicts if verdict.rule == "css:.n"] == ["1"]
    assert [one.text for one in article.removed if one.rule == "css:.ad"] == ["(ad)"]
    page = PAGE.replace("The bell</a>", "The <b class='x'>bell</b></a>")
    assert "The bell" in cleaned(Draft("html", page), ["css:.x"])


def test_what_is_dropped_is_not_what_the_rest_is_judged_by() -> None:
    advert = "".join(f"<p>{LAMP} {DAWN} {number}.</p>" for number in range(9))
    page = f"<body><div class='advert-story'>{advert}</div><div><h1>The reef</h1><p>{SHIPS}</p></div></body>"
    assert SHIPS not in cleaned(Draft("html", page))
    assert cleaned(Draft("html", page), drop=["css:.advert-story"]) == SHIPS


def test_the_name_of_a_rule_drops_what_cleaning_left_in_doubt() -> None:
    page = f"<article><h1>The lamp</h1><div class='sidebar'><p>{LAMP}</p><p>{DAWN}</p></div><p>{SHIPS}</p></article>"
    assert LAMP in cleaned(Draft("html", page))
    assert cleaned(Draft("html", page), drop=["sidebar"]) == SHIPS
    assert cleaned(Draft("html", page), [f"text:{LAMP}"], ["sidebar"]) == f"{LAMP}\n\n{SHIPS}"
    # What is called so as a whole is about the page.
    assert cleaned(Draft("html", f"<div class='sidebar'>{page}</div>"), drop=["sidebar"]) == SHIPS
    few = "Share this article\n\nShare this article\n\nIt is lit.\n"
    assert cleaned(Draft("text", few)) == "Share this article\n\nShare this article\n\nIt is lit."
    assert cleaned(Draft("text", few), drop=["share"]) == "It is lit."
    book = f"<h1>The lamp</h1><p>{LAMP}</p><p>Share this article</p>"
    assert cleaned(Draft("document", book), drop=["share"]) == LAMP


def test_text_that_only_the_data_of_a_page_has_is_not_what_was_dropped() -> None:
    body = " ".join([LAMP] * 6)
    data = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{body}"}}</script>'
    page = f"<body>{data}<article><p class='x'>{body}</p><p>{DAWN}</p></article></body>"
    assert cleaned(Draft("html", page), drop=["css:.x"]) == DAWN
    empty = f"<body>{data.replace(DAWN, '')}<p>Please wait.</p></body>"
    assert cleaned(Draft("html", empty)) == body
    assert cleaned(Draft("html", empty), drop=["text:the lamp*"]) == "Please wait."


@pytest.mark.parametrize(
    ("keep", "drop", "text"),
    [
        ((), (), [LAMP, DAWN]),
        (["dateline"], (), [f"LONDON (Reuters) - {LAMP}", DAWN]),
        (
            ["read-more", "credit"],
            (),
            [LAMP, "Read more: The mill of Marsh Lane", DAWN, "Photo: Ada Moor/Getty Images"],
        ),
        (["title", "byline"], (), ["The lamp", "By Ada Moor", LAMP, DAWN]),
        (["text:read more*"], ["text:it burnt*"], [LAMP, "Read more: The mill of Marsh Lane"]),
        ((), ["text:*[*"], [LAMP, DAWN]),
    ],
)
def test_rules_keep_and_drop_lines_of_a_text(keep: Sequence[str], drop: Sequence[str], text: list[str]) -> None:
    article, verdicts = outcome(Draft("text", TEXT), keep, drop)
    assert article.text == "\n\n".join(text)
    assert [article.text[span.start :].split("\n")[0] for span in article.spans] == text
    assert [verdict.text for verdict in verdicts if not verdict.rule] == text
    lines = TEXT.split("\n")
    assert all(lines[span.first - 1].endswith(one) for span, one in zip(article.spans, text, strict=True))
    assert (article.title, article.authors) == ("The lamp", ("Ada Moor",))
    one_line = cleaned(Draft("text", TEXT, line=7, one_line=True), keep, drop)
    assert one_line == article.text


def test_rules_keep_and_drop_lines_of_markdown_and_of_mails() -> None:
    note = "# The lamp\n\nIt was lit at dusk.\n\n![A lamp](a.png)\n\n- by Ada\n- by Tom\n"
    article, _ = outcome(Draft("markdown", note), ["title", "caption"], ["text:by tom"])
    assert article.text == "The lamp\n\nIt was lit at dusk.\n\nA lamp\n\n- by Ada"
    assert [span.first for span in article.spans] == [1, 3, 5, 7]
    assert [block.kind for block in article.blocks] == ["paragraph", "paragraph", "paragraph", "item"]
    mail = f"From: Ada <ada@lamps.org>\nSubject: The lamp\n\n{LAMP}\n"
    article, _ = outcome(Draft("text", mail), ["mail-header"])
    assert article.text == f"From: Ada <ada@lamps.org>\n\nSubject: The lamp\n\n{LAMP}"
    assert (article.title, article.sender) == ("The lamp", "Ada <ada@lamps.org>")


def test_rules_hold_for_books_and_newsletters() -> None:
    page = f"<h1>The lamp</h1><p>{LAMP}</p><p class='n'>12</p><figure><figcaption>A lamp</figcaption></figure>"
    article, _ = outcome(Draft("document", page), ["caption", "title"], ["css:.n"])
    assert article.text == f"The lamp\n\n{LAMP}\n\nA lamp"
    assert article.captions == ("A lamp",)
    assert [one.rule for one in article.removed] == ["css:.n"]
    sent = f"<p>{LAMP}</p><p>{DAWN}</p><p>You received this email because you subscribed. Unsubscribe</p>"
    assert cleaned(Draft("document", sent, sent=True)) == f"{LAMP}\n\n{DAWN}"
    kept = outcome(Draft("document", sent, sent=True), ["newsletter", "footer"])[0]
    assert kept.text.endswith("Unsubscribe")


PARTS = [
    LAMP,
    DAWN,
    "Read more: The mill",
    "Share this article",
    "By Ada Fenwick",
    "14 June 2019",
    "Photo: Ada/Getty Images",
]
BOXES = ["{}", "<p>{}</p>", '<div class="related">{}</div>', "<aside><p>{}</p></aside>", "<h2>{}</h2>", "<li>{}</li>"]


@given(st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(BOXES)), max_size=9))
def test_with_all_rules_kept_all_of_a_page_is_kept(parts: list[tuple[str, str]]) -> None:
    body = "".join(box.format(text) for text, box in parts)
    draft = Draft("html", f"<article>{body}</article>")
    article, verdicts = outcome(draft, list(REASONS))
    assert not any(verdict.rule for verdict in verdicts)
    assert re.sub(r"(?m)^- ", "", article.text).split() == re.sub("<[^<>]*>", " ", body).split()
    assert not article.removed
    dropped, verdicts = outcome(draft, drop=["text:*"])
    assert all(verdict.rule == "text:*" for verdict in verdicts)
    assert dropped.text == dropped.title


@pytest.mark.parametrize("kind", ["text", "markdown", "document"])
@given(st.lists(st.sampled_from(PARTS), max_size=9))
def test_the_same_holds_for_other_sources(kind: str, parts: list[str]) -> None:
    draft = Draft(kind, "\n\n".join(parts))  # type: ignore[arg-type]
    article, verdicts = outcome(draft, list(REASONS))
    assert not any(verdict.rule for verdict in verdicts)
    assert article.text.split() == draft.content.split()
    starts = [span.start for span in article.spans]
    assert starts == sorted(set(starts))
    dropped, _ = outcome(draft, drop=["text:*"])
    assert dropped.text == dropped.title


@pytest.mark.parametrize("kind", ["html", "text", "markdown", "document"])
@given(st.lists(st.sampled_from(PARTS), max_size=9))
def test_rules_that_are_about_nothing_change_nothing(kind: str, parts: list[str]) -> None:
    draft = Draft(kind, "\n\n".join(parts))  # type: ignore[arg-type]
    rules = ["css:.nowhere", "text:nothing", "xpath://nowhere", "licence", "xpath://p/@class"]
    assert outcome(draft, rules) == explain(draft)
    assert outcome(draft, drop=rules) == explain(draft)


def test_a_page_that_a_person_decides_on_is_read_by_our_own_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.cleaning.voting.best_of", lambda article, _: replace(article, text="voted"))
    overrides = Overrides(file=RulesFile("rules.toml", (Section("lamps.org", ("related",)),)))
    assert RUNG in clean(Draft("html", PAGE), "best", overrides.at("/a.html")).text
    other = PAGE.replace("lamps.org", "bells.org")
    assert clean(Draft("html", other), "best", overrides.at("/a.html")).text == "voted"


# Which rules hold for an article


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        *(("*", True), ("lamps.org", True), ("www.lamps.org", True), ("LAMPS.org", True), ("*.org", True)),
        *(("*lamps.org", True), ("*.lamps.org", False), ("lamp.org", False), ("org/", False)),
        *(("clippings/", True), ("ada/clippings/", True), ("2019/*.html", True), ("**/*.html", True), ("*.md", False)),
        *(("clip/", False), ("lippings/", False), ("clippings/*.html", False), ("clippings/**/*.html", True)),
        *(("/home/ada/", True), ("/clippings/", False), ("clippings/{2018,2019}/", True)),
    ],
)
def test_a_section_is_about_a_site_or_files(where: str, holds: bool) -> None:
    found = cleaned(Draft("html", PAGE), rules={where: {"keep": ["related"]}})
    assert (RUNG in found) == holds


def test_files_in_archives_have_paths_too() -> None:
    overrides = Overrides(file=sections_of({"saved/": {"keep": ["related"]}}, "rules.toml"))
    draft = Draft("html", PAGE, part="!/saved/a.html")
    assert RUNG in clean(draft, local=overrides.at("/tmp/x.zip")).text
    assert RUNG not in clean(replace(draft, part="!/b/a.html"), local=overrides.at("/tmp/x.zip")).text


def test_of_sections_the_last_decides_and_options_after_all() -> None:
    draft = Draft("html", PAGE)
    keep, drop = {"keep": ["related"]}, {"drop": ["related"]}
    assert RUNG not in cleaned(draft, rules={"*": keep, "lamps.org": drop})
    assert RUNG in cleaned(draft, rules={"lamps.org": drop, "*": keep})
    assert RUNG in cleaned(draft, ["related"], rules={"*": keep, "lamps.org": drop})
    assert RUNG in cleaned(draft, rules={"*": {"drop": ["css:section"]}, "lamps.org": {"keep": ["xpath://section"]}})
    assert RUNG not in cleaned(draft, rules={"*": {"keep": ["css:section"]}, "lamps.org": {"drop": ["css:section"]}})
    assert RUNG in cleaned(draft, rules={"*": {"drop": ["text:it was*"]}, "lamps.org": {"keep": ["text:*rung*"]}})


def test_the_site_of_a_page_is_that_of_its_article() -> None:
    rules = {"lamps.org": {"keep": ["related"]}}
    assert RUNG not in cleaned(Draft("html", PAGE, url="https://bells.org/a"), rules=rules)
    archived = "https://web.archive.org/web/2019/https://lamps.org/a"
    bare = re.sub("<link[^>]*>", "", PAGE)
    assert RUNG in cleaned(Draft("html", bare, url=archived), rules=rules)
    assert RUNG not in cleaned(Draft("html", bare), rules=rules)


# The file of rules


def test_a_file_of_rules_is_toml_with_a_section_for_each_site() -> None:
    written = '["lamps.org"]\nkeep = ["related"]\ndrop = "css:.promo"\n\n["*"]\n'
    expected = (Section("lamps.org", ("related",), ("css:.promo",)), Section("*"))
    assert read_rules(written.encode(), "rules.toml") == RulesFile("rules.toml", expected)
    assert read_rules(b"\xef\xbb\xbf" + written.replace("\n", "\r\n").encode(), "rules.toml").sections == expected
    # Without quotes they are tables within tables.
    bare = b'[lamps.org]\nkeep = ["related"]\n[lamps.org.uk]\ndrop = ["share"]\n'
    assert [section.where for section in read_rules(bare, "r").sections] == ["lamps.org", "lamps.org.uk"]
    assert read_rules(b'keep = ["share"]\n', "r").sections == (Section("*", ("share",)),)
    assert read_rules(b"", "r").sections == ()
    assert len(read_rules(EXAMPLE.encode(), "r").sections) == 3


@pytest.mark.parametrize(
    ("written", "message", "hint"),
    [
        ('["a.org"]\nkeep = ["related"\n\n["b.org"]\n', "r.toml:4: not TOML: ", "a section is"),
        ("keep", "r.toml:1: not TOML: ", "a section is"),
        ('["a.org"]\n\nkeep = ["relatd"]\n', 'r.toml:3: no rule is called "relatd"', "did you mean related?"),
        ('["a.org"]\nkeep = ["share"]\n["b.org"]\ndrop = ["shar"]\n', 'r.toml:4: no rule is called "shar"', "share?"),
        ('["a.org"]\ndrop = [".promo"]\n', 'r.toml:2: no rule is called ".promo"', "did you mean css:.promo?"),
        ('["a.org"]\ndrop = ["xyzzy"]\n', 'r.toml:2: no rule is called "xyzzy"', "all rules: indexer help rules"),
        ('["a.org"]\ndrop = ["re:x"]\n', 'r.toml:2: no kind of rule is called "re:"', "text:PATTERN"),
        ('["a.org"]\ndrop = ["css: "]\n', 'r.toml:2: the rule "css: " names nothing', "css:SELECTOR"),
        ('["a.org"]\ndrop = ["css:a["]\n', "r.toml:2: css:a[ is not a selector: ", "css:SELECTOR"),
        ('["a.org"]\ndrop = ["xpath://a["]\n', "r.toml:2: xpath://a[ is not an expression: ", "xpath:"),
        *(
            (f"['a.org']\ndrop = ['''xpath:{rule}''']\n", f"r.toml:2: xpath:{rule} is not an expression: {why}", ":")
            for rule, why in (
                ("//p[foo()]", "there is no function foo()"),
                ("//nowhere[document('/etc/passwd')]", "there is no function document()"),
                ("//p[div(1)]", "there is no function div()"),
                ("//nowhere[contains(.)]", "contains() does not take 1 argument"),
                ("//nowhere[true(1)]", "true() does not take 1 argument"),
                ("//p[count(//a, //b)]", "count() does not take 2 arguments"),
                ("//p[$x]", "a rule has no variables ($x)"),
                ("//p[a:b]", 'no prefix "a:" is known'),
                ("//p[count(1)]", "Invalid type"),
                ("//a[b[c[d[e[f[g]]]]]]", "its conditions are nested too deeply"),
            )
        ),
        ('["a.org"]\ndrop = ["css:svg|a"]\n', 'r.toml:2: css:svg|a is not a selector: no prefix "svg:"', "css:"),
        ('["a.org"]\ndrop = ["xpath:f(//a)"]\n', "r.toml:2: xpath:f(//a) is not an expression: ", "xpath:"),
        ('["a.org"]\ndrop = ["xpath:count(//a)"]\n', "r.toml:2: xpath:count(//a) names no parts", "xpath:"),
        ('["a.org"]\nkeep = ["share"]\ndrop = ["share"]\n', "r.toml:1: share is both kept and dropped", "once"),
        ('["a.org"]\nkeep = 7\n', "r.toml:2: keep must be a list of rules, not 7", "a section is"),
        ('["a.org"]\nkeep = [7]\n', "r.toml:2: keep must be a list of rules, not [7]", "a section is"),
        ('["a.org"]\nstrip = ["share"]\n', 'r.toml:2: "strip" is neither keep nor drop', "a section is"),
        ('["https://a.org/"]\nkeep = ["share"]\n', 'r.toml:1: "https://a.org/" is not a site', "host alone"),
        ('["notes"]\nkeep = ["share"]\n', 'r.toml:1: "notes" is neither a site nor a folder', "written notes/"),
        ('["*.txt"]\n', 'r.toml:1: "*.txt" is neither a site nor a folder', "./*.txt"),
        ('["notes.html"]\n', 'r.toml:1: "notes.html" is neither a site nor a folder', "./notes.html"),
        ('["a.org:8080"]\n', 'r.toml:1: "a.org:8080" is neither a site nor a folder', "host alone"),
        ('["http:a.org"]\n', 'r.toml:1: "http:a.org" is neither a site nor a folder', "host alone"),
        ('["a[b.org"]\n', 'r.toml:1: "a[b.org" is neither a site nor a folder', "written a[b.org/"),
        ('["."]\n', 'r.toml:1: "." is neither a site nor a folder', "folder"),
        ('["a\\nb.org"]\n', 'r.toml: "a\ufffdb.org" is neither a site nor a folder', "folder"),
        # What a stranger's file of rules may have
        (f'["*"]\nkeep = {"1" * 5000}\n', "r.toml: not TOML: it has a value that cannot be read", "a section is"),
        (f'["*"]\nkeep = 0x{"1" * 5000}\n', "r.toml:2: keep must be a list of rules, not a value of", "a section is"),
        (f'["*"]\nkeep = {"[" * 5000}\n', "r.toml: not TOML: it is nested too deeply", "a section is"),
        (f"[{'a.' * 5000}a]\n", 'r.toml:1: "a.a.a.a.a', "a section is"),
        ('["*"]\ndrop = ["xpath://p[.=\'\\u0001\']"]\n', "r.toml:1: xpath://p[.='\ufffd'] is not an ex", "xpath:"),
        ('["*"]\ndrop = ["css:a[b=\'\\u0001\']"]\n', "r.toml:1: css:a[b='\ufffd'] is not a selector", "css:"),
        (f'["*"]\ndrop = ["css:{"a " * 3000}"]\n', "r.toml:2: css:a a a a", "css:"),
        (f'["*"]\ndrop = ["xpath:{"(" * 5000}//a"]\n', "r.toml:2: xpath:((((", "xpath:"),
        ('["../notes/"]\nkeep = ["share"]\n', "r.toml:1: the pattern ", "patterns"),
        ('\n["caf\xe9.org"]\n', "r.toml:2: it is not UTF-8", "UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_of_rules_is_told_with_its_line(written: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_rules(written.encode("latin-1"), "r.toml")
    assert str(caught.value).startswith(message)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "rule",
    [
        *("xpath://p[f or (1)]", "xpath://p[1 div (2) = 0.5]", "xpath://div[div]", "xpath://p[(1) and (2)]"),
        *("xpath://p[contains(., '(foo(),')]", 'xpath://p[contains(., concat("[", "(", "$x a:b"))]'),
        *("xpath:(//p)[last()]", "xpath:id('x') | //a", "xpath://p[a[b[c[d[1]]]]][a[b[c[d[1]]]]]"),
        *("xpath://p[text() or comment()]", "xpath:ancestor-or-self::p", "xpath://*[lang('en')]"),
        *("css:p:nth-of-type(2n+1)", "css:a:has(b)", "css:p:lang(en)", "css:a[href^='x:y']", "css:p:contains('f(')"),
    ],
)
def test_all_that_xpath_and_css_can_say_is_a_rule(rule: str) -> None:
    assert sections_of({"*": {"drop": [rule]}}, "r").sections == (Section("*", (), (rule,)),)


def test_a_rule_that_cannot_be_looked_up_in_a_page_ends_the_run_before_it_is_remembered(shelf: Index) -> None:
    folder = shelf.path.parent
    (folder / "g.jsonl").write_text(json.dumps({"title": "On fog", "html": f"<p>{DAWN}</p><hr class='fog'>"}) + "\n")
    shelf.update()
    before = shelf.search("lamp", duplicates=True).total
    for rule in ("xpath://section[@class][count(1)]", "xpath://hr[@class='fog'][sum(1)]"):
        with pytest.raises(UsageError, match="cannot be looked up in a page: Invalid type"):
            shelf.update(drop=[rule])
        assert shelf.statistics().drop == ()
        assert shelf.search("lamp", duplicates=True).total == before
        out = io.StringIO()
        context = Context(str(folder), {"HOME": str(folder)}, io.StringIO(PAGE), out, out)
        assert main(["index", "--drop", rule, "."], context) == 2
        assert f"{rule} cannot be looked up in a page: Invalid type" in " ".join(out.getvalue().split())


def test_a_rule_that_cannot_be_looked_up_in_standard_input_is_an_error_of_usage(tmp_path: Path) -> None:
    out = io.StringIO()
    given = io.TextIOWrapper(io.BytesIO(PAGE.encode()), "utf-8")
    context = Context(str(tmp_path), {"HOME": str(tmp_path)}, given, out, out)
    assert main(["clean", "--as", "html", "--drop", "xpath://section[@class][count(1)]", "-"], context) == 2
    assert "error: xpath://section[@class][count(1)] cannot be looked up in a page" in " ".join(out.getvalue().split())


class Started(BaseException):
    """A process was started."""


@pytest.mark.parametrize(("rule", "limited"), [("css:.nowhere", True), ("text:nothing", False)])
def test_a_page_in_which_parts_are_looked_up_is_read_within_limits(
    shelf: Index, monkeypatch: pytest.MonkeyPatch, rule: str, limited: bool
) -> None:
    def start(*_: object, **__: object) -> None:
        raise Started

    monkeypatch.setattr("indexer.indexing.running.in_processes", start)
    monkeypatch.setattr("multiprocessing.get_context", start)
    folder = shelf.path.parent
    with pytest.raises(Started) if limited else nullcontext():
        shelf.update(drop=[rule], isolate=True)
    for arguments in (["clean", "--as", "html", "--drop", rule, "-"], ["index", "--as", "html", "--drop", rule, "-"]):
        with pytest.raises(Started) if limited else nullcontext():
            piped(folder, PAGE, *arguments)


def test_a_page_that_is_too_large_for_a_rule_is_no_fault_of_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    from lxml import etree

    from indexer.cleaning.overruling import expressions

    def refuse(_: object) -> None:
        raise etree.XPathEvalError("Growing nodeset hit limit")

    monkeypatch.setattr(etree, "XPath", lambda _: lambda root: [] if root is expressions._sample() else refuse(root))
    with pytest.raises(SourceError, match="limit"):
        cleaned(Draft("html", PAGE), drop=["xpath://table/*/ancestor::*"])


# The list of rules


def named_rules() -> set[str]:
    """The rules that the source of cleaning names where it takes something out."""
    found: set[str] = set()
    for path in (PACKAGE / "cleaning").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values: list[ast.expr] = []
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Removal", "Rule", "Hint"}:
                values = node.args[:1]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(("rules[", "located[")):
                values = [node.value]
            found |= {
                value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)
            }
    return found - {""}


def test_the_help_lists_every_rule_that_can_be_shown(run: Run) -> None:
    assert {"title", "navigation", "dateline", "read-more", "related"} <= named_rules()
    assert named_rules() <= set(REASONS)
    done = run("help", "rules")
    for rule, reason in REASONS.items():
        assert re.search(rf"^  {rule} +{re.escape(reason)}$", done.stdout, re.MULTILINE)
    assert all(line in done.stdout for line in EXAMPLE.splitlines())
    assert max(map(len, done.stdout.splitlines())) <= 80


# The command


def test_clean_is_overruled_by_options_and_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    (tmp_path / "my rules.toml").write_text('["lamps.org"]\nkeep = ["related"]\n')
    done = run("clean", "--explain", "--rules", "my rules.toml", "--drop", "css:table", "lamp.html", cwd=tmp_path)
    assert "+ It was rung by the wind alone." in done.stdout
    assert 'kept by my rules.toml, ["lamps.org"] keep related (related: other articles; in' in " ".join(
        done.stdout.split()
    )
    assert "css:table: dropped by --drop css:table\n" in done.stdout
    (article,) = json.loads(
        run("clean", "--format", "json", "--explain", "--rules", "my rules.toml", "lamp.html", cwd=tmp_path).stdout
    )
    assert [(one["rule"], one["line"]) for one in article["kept"]] == [("related", "The bell"), ("related", RUNG)]
    assert {one["by"] for one in article["kept"]} == {'my rules.toml, ["lamps.org"] keep related'}
    (verdict,) = [one for one in article["verdicts"] if one["text"] == RUNG]
    assert (verdict["kept"], verdict["rule"]) == (True, None)
    assert verdict["by"] == 'my rules.toml, ["lamps.org"] keep related'
    (plain,) = json.loads(run("clean", "--format", "json", "lamp.html", cwd=tmp_path).stdout)
    assert plain["kept"] == []
    assert "by" not in plain["removed"][0]
    assert RUNG in piped(tmp_path, PAGE, "clean", "--keep", "related", "-")
    assert RUNG not in piped(tmp_path, PAGE, "clean", "-")


@pytest.mark.parametrize("command", ["clean", "index"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--keep", "relatd"], 'error: keep: no rule is called "relatd"\nhint: did you mean related?'),
        (["--drop", "#promo"], 'error: drop: no rule is called "#promo"\nhint: did you mean css:#promo?'),
        (["--keep", "share", "--drop", "share"], "error: share is both kept and dropped"),
        (["--rules", "nowhere.toml"], "error: --rules: "),
        (["--rules", "lamp.html"], "error: lamp.html:1: not TOML: "),
    ],
)
def test_wrong_rules_are_named(run: Run, tmp_path: Path, command: str, options: list[str], message: str) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    done = run(command, *options, "lamp.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert not (tmp_path / ".indexer").exists()


# The index


@pytest.fixture
def shelf(tmp_path: Path) -> Index:
    """An index of two pages of one site, one of another, and a text."""
    for name, host in (("a", "www.lamps.org"), ("b", "lamps.org"), ("c", "bells.org")):
        page = PAGE.replace("www.lamps.org/a", f"{host}/{name}").replace("counted", f"counted {name}")
        (tmp_path / f"{name}.html").write_text(page)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/d.txt").write_text(TEXT)
    for path in tmp_path.rglob("*.*"):
        os.utime(path, ns=(10**18, 10**18))
    index = Index(tmp_path / ".indexer")
    assert index.update([tmp_path]).added == 4
    return index


def having(index: Index, text: str) -> list[str]:
    return sorted(hit.path for hit in index.search(f'"{text}"', per_article=1, duplicates=True).hits)


def test_the_index_remembers_rules_and_reads_again_what_they_are_about(shelf: Index) -> None:
    rules = {"lamps.org": {"keep": ["related"]}}
    assert shelf.preview(rules=rules).changed == ("a.html", "b.html")
    assert shelf.update(rules=rules).changed == 2
    assert having(shelf, "rung by the wind") == ["a.html", "b.html"]
    assert shelf.statistics().rules == {"lamps.org": {"keep": ("related",), "drop": ()}}
    assert shelf.update().changed == 0
    assert shelf.update(rules=rules).changed == 0
    # A new file is cleaned by them.
    new = shelf.path.parent / "e.html"
    new.write_text(PAGE)
    assert shelf.update().added == 1
    assert having(shelf, "rung by the wind") == ["a.html", "b.html", "e.html"]
    new.unlink()
    shelf.update()
    # Other rules: those of the sections that are otherwise.
    rules |= {"bells.org": {"keep": ["share"]}, "notes/": {"keep": ["read-more"]}}
    assert shelf.preview(rules=rules).changed == ("c.html", "notes/d.txt")
    assert shelf.update(rules=rules).changed == 2
    assert having(shelf, "mill of marsh lane") == ["notes/d.txt"]
    assert shelf.update(rules={**rules, "nowhere.org": {"keep": ["share"]}}).changed == 0
    assert shelf.update(rules={}).changed == 4
    assert having(shelf, "rung by the wind") == []
    assert shelf.statistics().rules == {}


def test_rules_for_all_articles_are_remembered_each_by_itself(shelf: Index) -> None:
    assert shelf.update(keep=["related"]).changed == 4
    assert shelf.update(drop=["text:it burnt*"], rules={"lamps.org": {"keep": ["share"]}}).changed == 4
    found = shelf.statistics()
    assert (found.keep, found.drop, [*found.rules]) == (("related",), ("text:it burnt*",), ["lamps.org"])
    assert having(shelf, "rung by the wind") == ["a.html", "b.html", "c.html"]
    assert having(shelf, "burnt until dawn") == []
    # What is dropped now is not kept any more.
    assert shelf.update(drop=["related"]).changed == 4
    assert (shelf.statistics().keep, shelf.statistics().drop) == ((), ("related",))
    assert shelf.update(keep=[], drop=[], rules={}).changed == 4
    assert not shelf.statistics().rules


def test_a_file_that_had_no_text_may_have_some_by_other_rules(shelf: Index) -> None:
    empty = shelf.path.parent / "f.html"
    empty.write_text("<link rel=canonical href='https://fog.org/a'><body><nav><p>The fog came in.</p></nav></body>")
    os.utime(empty, ns=(10**18, 10**18))
    shelf.update(drop=["text:the fog*"])
    assert having(shelf, "the fog came in") == []
    # The index knows no site of it.
    assert (
        "f.html"
        in shelf.preview(rules={"fog.org": {"keep": ["text:the fog*"]}}).changed
        + shelf.preview(rules={"fog.org": {"keep": ["text:the fog*"]}}).new
    )
    shelf.update(rules={"fog.org": {"keep": ["text:the fog*"]}}, drop=[])
    assert having(shelf, "the fog came in") == ["f.html"]


def test_a_file_of_several_articles_is_read_again_whatever_the_sections_are_about(shelf: Index) -> None:
    records = [{"title": "On bells", "text": RUNG, "url": "https://bells.org/x"}, {"title": "On fog", "text": DAWN}]
    path = shelf.path.parent / "g.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    os.utime(path, ns=(10**18, 10**18))
    shelf.update()
    assert shelf.preview(rules={"nowhere.org": {"keep": ["share"]}}).changed == ("g.jsonl",)


def test_a_rebuilt_index_has_the_rules_and_a_new_name_of_the_file_is_no_other_rule(shelf: Index) -> None:
    path = shelf.path.parent / "rules.toml"
    path.write_text('["lamps.org"]\nkeep = ["related"]\n')
    assert shelf.update(rules=path).changed == 2
    assert shelf.rebuild().added == 4
    assert having(shelf, "rung by the wind") == ["a.html", "b.html"]
    assert shelf.statistics().rules_file == "rules.toml"
    path = path.rename(path.with_name("sites.toml"))
    assert shelf.update(rules=path).changed == 0
    assert shelf.statistics().rules_file == "sites.toml"
    path.write_text('["lamps.org"]\nkeep = ["share"]\n')
    assert shelf.update().changed == 0, "the rules are those that were given"
    assert shelf.update(rules=path).changed == 2
    assert having(shelf, "rung by the wind") == []
    assert having(shelf, "share with friends") == ["a.html", "b.html"]
    assert shelf.rebuild(rules={}).added == 4
    assert shelf.statistics().rules == {}


def test_an_interrupted_run_with_other_rules_goes_on(shelf: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.indexing import running, worker, workers

    monkeypatch.setattr(running, "_COMMIT_SECONDS", 0.0)
    monkeypatch.setattr(workers, "_CHUNK_FILES", 1)
    monkeypatch.setattr(worker, "SEGMENT_BYTES", 1)

    def interrupt(*, files: int, **_: int) -> None:
        if files == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelf.update(keep=["related", "read-more"], progress=interrupt)
    shelf.update()
    assert shelf.statistics().keep == ("related", "read-more")
    assert having(shelf, "rung by the wind") == ["a.html", "b.html", "c.html"]
    assert having(shelf, "mill of marsh lane") == ["notes/d.txt"]


def test_a_file_that_is_renamed_is_cleaned_by_the_rules_of_its_new_folder(shelf: Index) -> None:
    shelf.update(rules={"notes/": {"keep": ["read-more"]}})
    assert having(shelf, "mill of marsh lane") == ["notes/d.txt"]
    folder = shelf.path.parent
    (folder / "notes").rename(folder / "others")
    shelf.update()
    assert having(shelf, "mill of marsh lane") == []
    assert having(shelf, "burnt until dawn")[-1] == "others/d.txt"


def test_lines_that_a_site_repeats_are_kept_by_the_rule_of_that_name(tmp_path: Path) -> None:
    for number in range(4):
        link = f'<link rel="canonical" href="https://lamps.org/{number}">'
        words = [f"{word}{letter}" for letter in "abcdefgh" for word in ("lamp", "tide", "fog", "reef", "mast")]
        chance = random.Random(number)
        story = "".join(f"<p>The {' '.join(chance.sample(words, 30))}.</p>" for _ in range(4))
        (tmp_path / f"{number}.html").write_text(f"{link}<article>{story}<p>{SHIPS}</p></article>")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path])
        assert having(index, "counted the ships") == []
        assert index.update(rules={"lamps.org": {"keep": ["site"]}}).changed == 4
        assert having(index, "counted the ships") == [f"{number}.html" for number in range(4)]


def test_standard_input_is_cleaned_by_the_rules_of_the_index(shelf: Index) -> None:
    shelf.update(rules={"lamps.org": {"keep": ["related"]}})
    page = PAGE.replace("rung by the wind", "rung by the storm")
    piped(shelf.path.parent, page, "index", "-")
    assert len(having(shelf, "rung by the storm")) == 1
    piped(shelf.path.parent, page, "index", "--rules", "none", "-")
    assert having(shelf, "rung by the storm") == []


def test_standard_input_is_cleaned_as_files_are_where_sections_have_one_name(shelf: Index) -> None:
    folder = shelf.path.parent
    written = f'drop = ["text:{LAMP}"]\n["*"]\ndrop = ["text:{DAWN}", "share"]\n["*"]\nkeep = ["share"]\n'
    (folder / "rules.toml").write_text(written.replace('["*"]\nkeep', '[" * "]\nkeep'))
    shelf.update(rules=folder / "rules.toml")
    assert shelf.statistics().rules == {"*": {"drop": (f"text:{LAMP}", f"text:{DAWN}", "share"), "keep": ("share",)}}
    piped(folder, PAGE.replace("counted", "counted x"), "index", "--as", "html", "-")
    assert len(having(shelf, "counted x the ships")) == 1
    for text in ("lit every evening", "burnt until dawn"):
        assert having(shelf, text) == []


@pytest.mark.parametrize("source", ["-", "."])
def test_a_rule_that_is_kept_now_is_not_dropped_any_more_wherever_the_text_is_from(shelf: Index, source: str) -> None:
    shelf.update(drop=["related", "text:the lamp on*"])
    page = PAGE.replace("rung by the wind", "rung by the storm")
    (shelf.path.parent / "e.html").write_text(page)
    piped(shelf.path.parent, page, "index", "--keep", "related", source)
    assert len(having(shelf, "rung by the storm")) == 1
    assert having(shelf, "lit every evening") == []


def test_a_file_of_rules_is_read_up_to_a_megabyte(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    (tmp_path / "rules.toml").write_bytes(b"#" * 2**20)
    assert run("clean", "--rules", "rules.toml", "lamp.html", cwd=tmp_path).returncode == 0
    (tmp_path / "rules.toml").write_bytes(b"#" * 2**20 + b"\n")
    done = run("clean", "--rules", "rules.toml", "lamp.html", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: --rules: ")
    assert "rules.toml: too large (limit 1 MB)\n" in done.stderr
    with Index(tmp_path / ".indexer") as index, pytest.raises(UsageError, match=r"^rules: .*too large"):
        index.update([tmp_path], rules=tmp_path / "rules.toml")


def test_the_command_remembers_forgets_and_shows_rules(run: Run, shelf: Index) -> None:
    folder = shelf.path.parent
    (folder / "rules.toml").write_text('["lamps.org"]\nkeep = ["related"]\n["notes/"]\nkeep = ["read-more"]\n')
    done = run("index", "--dry-run", "--rules", "rules.toml", cwd=folder)
    assert "would read 0 new files and 3 changed" in done.stderr
    assert run("index", "--rules", "rules.toml", "--drop", "text:a b", cwd=folder).returncode == 0
    shown = run("stats", cwd=folder).stdout
    assert "\nrules      --drop 'text:a b'; rules.toml: lamps.org, notes/\n" in shown
    values = json.loads(run("stats", "--format", "json", cwd=folder).stdout)
    assert values["rules"]["lamps.org"] == {"keep": ["related"], "drop": []}
    assert "4 changed" in run("index", "--drop", "none", cwd=folder).stderr
    assert "3 changed" in run("index", "--rules", "none", cwd=folder).stderr
    assert "\nrules" not in run("stats", cwd=folder).stdout


@pytest.mark.parametrize("name", ["keep", "drop", "rules"])
@pytest.mark.parametrize("value", [7, ["xyzzy"], [7], {7: {"keep": []}}, {"a.org": ["share"]}, {"": {}}])
def test_wrong_rules_from_python_are_named_before_anything_is_done(tmp_path: Path, name: str, value: Any) -> None:
    with Index(tmp_path / ".indexer") as index, pytest.raises(UsageError):
        index.update([tmp_path], **{name: value})
    assert not (tmp_path / ".indexer").exists()
