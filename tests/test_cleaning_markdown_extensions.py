"""What site generators and keepers of notes have in Markdown beside the text: none is shown, and no text is lost."""

from __future__ import annotations

from datetime import date

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.cleaning.markdown_extensions import without_extensions
from indexer.reading import read

LAMP = "The keeper lit the lamp as the fog came in over the pier."
SHIP = "The last ship of the year was a small one, and nobody saw it come."
ID = "65f0a1b2-1111-2222-3333-444455556666"


def shown(written: str) -> str:
    (draft,) = read("a.md", f"---\ntitle: Lamps\n---\n{written}".encode()).drafts
    return clean(draft).text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        # Liquid, and GitBook's dialect of it
        ('{% include head.html x="y" %}\n\nLAMP\n', "LAMP"),
        ("{% hint style='info' %}\nLAMP\n{% endhint %}", "LAMP"),
        ("{% comment %}\nlost\n{% endcomment %}\nLAMP", "LAMP"),
        ("{% raw %}LAMP{% endraw %}", "LAMP"),
        ("LAMP {{ site.title }}{{ page.url | relative_url }}", "LAMP"),
        # Hugo
        ('{{< figure src="a.png" >}}\n\nLAMP', "LAMP"),
        ("{{% notice tip %}}\nLAMP\n{{% /notice %}}", "LAMP"),
        # Containers of Docusaurus, VuePress, Pandoc, Quarto, MyST
        (":::note\n\nLAMP\n\n:::", "LAMP"),
        (":::tip Keep it lit\n\nLAMP\n\n:::\n\nSHIP", "Keep it lit\n\nLAMP\n\nSHIP"),
        (":::tip[Keep it lit]\nLAMP\n:::", "Keep it lit\nLAMP"),
        ("::: {.callout-note #n title='x'}\nLAMP\n:::", "LAMP"),
        (":::: details Open\n::: inner\nLAMP\n:::\n::::", "Open\n\nLAMP"),
        (":::{figure} a.png\n:name: fig\n:width: 3\n\nLAMP\n:::", "LAMP"),
        ("```{note}\n:class: x\n\nLAMP\n```\nSHIP", "LAMP\n\nSHIP"),
        ("```{warning} Fog\nLAMP\n```", "Fog\nLAMP"),
        ("```{toctree}\na\nb\n```\nLAMP", "LAMP"),
        ("(target)=\n# Lamps\n\nLAMP {ref}`the pier <pier>`, {term}`fog`\n\n% a comment\n", "LAMP the pier, fog"),
        # MkDocs
        ('!!! note "Keep it lit"\n    LAMP\n\n    SHIP\n\nOut.', "Keep it lit\nLAMP\n\nSHIP\n\nOut."),
        ("??? tip\n    LAMP\n", "LAMP"),
        ('=== "One"\n\n    LAMP\n', "One\n\nLAMP"),
        # Attributes
        ("{: .note .wide}\nLAMP", "LAMP"),
        ("LAMP\n{: #id}\n", "LAMP"),
        ("* toc\n{:toc}\n\nLAMP", "LAMP"),
        ("[TOC]\n\nLAMP", "LAMP"),
        ("## Fog {#sec:fog .unnumbered}\n\nLAMP", "Fog\n\nLAMP"),
        ("## Fog {-}\n\nLAMP", "Fog\n\nLAMP"),
        ('[LAMP]{.smallcaps} *so*{.x key="v"}', "LAMP so"),
        # MDX
        ("import A from '../a'\nexport const b = {\n  c: 1,\n}\n\n<A b={{c: [1]}} d />\n\nLAMP {/* no */}", "LAMP"),
        ("import A from 'a';\n\n<A>\n\nLAMP\n\n</A>", "LAMP"),
        # Logseq, Bear, Obsidian, Readwise, MarkDownload, Notion
        (f"LAMP (({ID}))\n\n{{{{embed (({ID}))}}}}", "LAMP"),
        ("- LAMP\n  :LOGBOOK:\n  CLOCK: [2024-03-01 Fri 10:00:00]\n  :END:\n- SHIP", "- LAMP\n\n- SHIP"),
        (f"- LAMP\n  id:: {ID}\n  background-color:: red\n- SHIP", "- LAMP\n\n- SHIP"),
        ("- LAMP\n  SCHEDULED: <2024-03-01 Fri>", "- LAMP"),
        ("::LAMP::\n\n[image:ABC/a.png]", "LAMP"),
        ("```dataview\nTABLE file.mtime\n```\n\nLAMP", "LAMP"),
        ("LAMP [⤴️](https://read.example/1)\n\nSHIP [#](#ship) [↩︎](#fnref1)", "LAMP\n\nSHIP"),
        ("LAMP ([View Highlight](https://read.example/1))", "LAMP"),
        ("# Lamps\n\n> ## Excerpt\n> The keeper\n\n---\nLAMP", "LAMP"),
        ("<aside>\n💡 LAMP\n\n</aside>\n\nSHIP", "💡 LAMP\n\nSHIP"),
    ],
)
def test_what_only_a_program_reads_goes_and_what_it_is_around_stays(written: str, text: str) -> None:
    told = (written.replace("LAMP", LAMP).replace("SHIP", SHIP), text.replace("LAMP", LAMP).replace("SHIP", SHIP))
    assert shown(told[0]) == told[1]


@pytest.mark.parametrize(
    "text",
    [
        "The set {a, b, c} and {x : x > 0} and f = {1 -> 2}.",
        'A dict {"k": "v"}, a card {{c1::cloze}}, a name {{first}} to fill in.',
        "In std::vector::iterator and a::b::c are names.",
        "import duties rose from ten to twenty, and export goods were few.",
        "A list<String> and a Map<Key> are types (see above)=",
        "!!! said the keeper, and ??? said the other.",
        "He wrote {ref} and ((twice)).",
    ],
)
def test_braces_and_colons_of_prose_stay(text: str) -> None:
    assert shown(f"{LAMP}\n\n{text}\n\n{SHIP}") == f"{LAMP}\n\n{text}\n\n{SHIP}"


def test_code_stays_as_it_is() -> None:
    code = "{% if a %}{{ page.b }}{% endif %}\n:::note\nimport x from 'y'\n!!! note"
    assert without_extensions(f"~~~\n{code}\n~~~\n\nIn `{{% if a %}}` and `[a]{{.b}}`.") == (
        f"~~~\n{code}\n~~~\n\nIn `{{% if a %}}` and `[a]{{.b}}`."
    )


PIECES = st.sampled_from(
    ["{%", "%}", "{{", "}}", ":::", "```", "{note}", "!!! ", "    ",
     "\n", "\n\n", "{:", "}", "import a from 'b'", "word",
     "((", "<A ", "/>", "`", "export const", ":LOGBOOK:", ":END:", "[a]", "{.b}", "(t)=", "> ## Excerpt",
     "::", "~~~"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_line_keeps_its_place(text: str) -> None:
    assert without_extensions(text).count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "unit",
    ["{% a ", "{{< ", "{{ a | ", "[a]{.b ", "{.a ", "::: ", "::a", "<A a={", "{a}`", "((", "!!! a\n", "{: a", "{/* ",
     "{% comment %}", "x={.a}", ":LOGBOOK:\nCLOCK:\n"],
)  # fmt: skip
def test_no_text_takes_longer_than_its_size(unit: str) -> None:
    assert_linear(without_extensions, lambda size: "import a from 'b'\n" + unit * size, 4000)
    assert_linear(without_extensions, lambda size: "import a from 'b'\n" + (unit + "\n") * size, 4000)


@pytest.mark.parametrize(("before", "behind"), [("{.a", "x"), ("{% a %}", "{"), ("{:toc}\n", "x")])
def test_no_run_of_blanks_takes_longer_than_its_size(before: str, behind: str) -> None:
    assert_linear(without_extensions, lambda size: before + "\t" * size + behind, 32_000)


@pytest.mark.parametrize(
    "head",
    [
        "# Lamps\n\n**Author:** Ann Lee  \n**Date:** 1 March 2024\n\n",
        "# Lamps\n\n**Author**: Ann Lee\n**Published**: 2024-03-01\n\n",
        "# Lamps\n\n- Author: Ann Lee\n- Date: 1 March 2024\n\n",
        (
            "# Lamps\n\n![cover](https://a.example/c.jpg)\n\n## Metadata\n- Author: [[Ann Lee]]\n- Full Title: Lamps\n"
            "- Date: 2024-03-01\n- Category: #articles\n- URL: https://a.example\n\n"
        ),
        "title: Lamps\nauthor: Ann Lee\ndate: 2024-03-01 10:00:00\ntags: x\n---\n",
    ],
)
def test_a_head_may_be_a_list_or_have_emphasised_keys_or_end_at_a_rule(head: str) -> None:
    (draft,) = read("a.md", f"{head}{LAMP}\n\n{SHIP}\n".encode()).drafts
    article = clean(draft)
    assert (article.title, article.authors, article.published) == ("Lamps", ("Ann Lee",), date(2024, 3, 1))
    assert article.text == f"{LAMP}\n\n{SHIP}"
    assert article.spans[0].first == head.count("\n") + 1


@pytest.mark.parametrize("head", ["- Time: it was late\n- Place: the pier", "**Warning:** this is long.", "- a: b"])
def test_other_lists_below_a_title_are_text(head: str) -> None:
    assert shown(f"# Lamps\n\n{head}\n\n{LAMP}\n").count("\n\n") >= 1


@pytest.mark.parametrize("name", ["a.mdx", "a.Rmd", "a.qmd", "a.mkd", "a.mdown"])
def test_markdown_has_many_suffixes(name: str) -> None:
    (draft,) = read(name, f"---\ntitle: Lamps\n---\n\n{LAMP}\n".encode()).drafts
    assert (draft.kind, draft.title) == ("markdown", "Lamps")
