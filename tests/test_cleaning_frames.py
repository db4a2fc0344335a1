"""Frames around pasted text: what a browser prints, times of subtitles and transcripts, marks of wikis, buttons and
lines of papers in other languages."""

from __future__ import annotations

from datetime import date

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.cleaning.pasted.cues import cue_lines
from indexer.cleaning.pasted.printed import printed_lines
from indexer.model.articles import Article
from indexer.model.drafts import Draft
from indexer.reading import read

LAMP = "The keeper lit the lamp as the fog came in over the pier, and nobody on the island slept that night."
SHIP = "The last ship of the year was a small one, and those who saw it come in said that it had no name."


def article_of(text: str) -> Article:
    return clean(Draft("text", text))


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("3/1/24, 10:00 AM\tFog over the pier - Harbour Notes", "https://example.org/fog\t{}/2"),
        ("01/03/2024 10:00\tFog over the pier", "https://example.org/fog Page {} of 2"),
        ("1.3.2024, 10:00\tNebel am Steg", "https://example.org/fog Seite {} von 2"),
        ("2024/3/1 10:00 霧の桟橋", "https://example.org/fog {}/2"),
    ],
)
def test_what_a_browser_prints_around_the_pages_is_no_text(head: str, foot: str) -> None:
    pages = (f"{head}\n\nFog over the pier\n\n{LAMP}\n\n", f"{head}\n\n{SHIP}\n\n")
    article = article_of("".join(page + foot.format(number) + "\n" for number, page in enumerate(pages, 1)))
    assert (article.title, article.text) == ("Fog over the pier", f"{LAMP}\n\n{SHIP}")
    assert [removal.rule for removal in article.removed] == ["print", "title", "print", "print", "print"]


@pytest.mark.parametrize(
    "text",
    [
        "3/1/24, 10:00 AM - Ann: the lamp is lit\n3/1/24, 10:05 AM - Bo: and the fog is here",
        "See https://example.org/fog for all.\n\nhttps://example.org/fog",
        "https://example.org/fog 3/2",
    ],
)
def test_times_and_addresses_by_themselves_stay(text: str) -> None:
    assert printed_lines(text.split("\n")) == []


SAID = ["The keeper lit the lamp", "as the fog came in.", "Nobody slept."]


SUBRIP = "1\n00:00:01,000 --> 00:00:04,000\n{}\n{}\n\n2\n00:00:04,500 --> 00:00:08,000\n<i>{}</i>\n"
WEBVTT = """WEBVTT
Kind: captions
Language: en

NOTE made by hand

00:01.000 --> 00:04.000 align:start position:0%
{}

00:04.500 --> 00:08.000
{}

3
00:08.500 --> 00:09.000
<c.x>{}</c>
"""
ROLLING = """WEBVTT

00:01.000 --> 00:02.000
{0}

00:02.000 --> 00:03.000
{0}
{1}

00:03.000 --> 00:04.000
{1}
The<00:03.500><c> last</c>

00:04.000 --> 00:05.000
{2}
"""
SBV = "0:00:01.000,0:00:04.000\n{}\n{}\n\n0:00:04.500,0:00:08.000\n{}\n"
SBV_OF_AN_HOUR = "0:59:58.000,0:59:59.000\n{}\n{}\n\n1:00:04.500,1:00:08.000\n{}\n"
ABOVE = "0:00\n{}\n0:04\n{}\n1:02:08\n{}\n"
IN_BRACKETS = "(0:00)\n{}\n(0:04)\n{}\n(0:08)\n{}\n"


@pytest.mark.parametrize("written", [SUBRIP, WEBVTT, ROLLING, SBV, SBV_OF_AN_HOUR, ABOVE, IN_BRACKETS])
def test_the_times_of_subtitles_and_transcripts_are_no_text(written: str) -> None:
    text = article_of(written.format(*SAID)).text.replace("The last ", "")
    assert text == "The keeper lit the lamp as the fog came in.\n\nNobody slept."


def test_what_is_said_is_on_its_lines_and_files_of_subtitles_are_read() -> None:
    data = b"1\r\n00:00:01,000 --> 00:00:04,000\r\nThe keeper\r\n\r\n2\r\n00:00:04,500 --> 00:00:08,000\r\nlit it.\r\n"
    for name in ("a.srt", "a.txt"):
        (draft,) = read(name, data).drafts
        article = clean(draft)
        assert article.text == "The keeper lit it."
        assert (article.spans[0].first, article.spans[0].last) == (3, 7)


@pytest.mark.parametrize(
    "text",
    ["10:00\nThe ferry leaves the pier for the island.", "a --> b\nc --> d", "At 10:00\nhe came.\n10:05\nHe left."],
)
def test_a_few_times_are_no_transcript(text: str) -> None:
    assert cue_lines(text.split("\n"), 1) is None


@given(st.lists(st.sampled_from(["00:01.000 --> 00:02.000", "0:01", "", "word", "7", "WEBVTT", "NOTE x", "<v A>b"])))
def test_what_is_said_is_in_order_and_never_lost(lines: list[str]) -> None:
    said = cue_lines(lines, 1)
    if said is not None:
        assert [line.first for line in said] == sorted(line.first for line in said)
        assert all(line.text and line.first <= line.last <= len(lines) for line in said)


@pytest.mark.parametrize("unit", ["00:01.000 --> 00:02.000\n", "0:01\nword\n", "\n", "7\n", "<v a"])
def test_cues_take_no_longer_than_their_size(unit: str) -> None:
    assert_linear(
        lambda lines: cue_lines(lines, 1),
        lambda size: f"WEBVTT\n00:01.000 --> 00:02.000\n{unit * size}".split("\n"),
        4000,
    )
    assert_linear(
        lambda lines: cue_lines(lines, 1),
        lambda size: f"00:01.000 --> 00:02.000\n{unit * size}\nword\n00:02.000 --> 00:03.000\nword".split("\n"),
        4000,
    )


@pytest.mark.parametrize(
    "mark", ["[edit]", "[edit source]", "[Bearbeiten | Quelltext bearbeiten]", "[編集]", "[править | править код]"]
)
def test_what_a_wiki_has_behind_a_heading_is_no_text(mark: str) -> None:
    assert article_of(f"Fog Point\n\n{LAMP}\n\nHistory{mark}\n\n{SHIP}").text == f"{LAMP}\n\nHistory\n\n{SHIP}"


NEWS = [
    (
        "Маяк погас\n\n10:00 01.03.2024 (обновлено: 11:00)\n\n{}\n\nЧитайте также: Десять маяков\n\nПоделиться",
        "Маяк стоит на мысе уже много лет, и жители деревни им гордятся, даже после бури прошлой зимы.",
    ),
    (
        "岬角上的灯塔熄灭\n\n2024-03-01 10:00:00 来源:新华网 作者:李明\n\n{}\n\n相关阅读:十座灯塔\n\n(责任编辑:王芳)",
        "灯塔在岬角上已经有很多年了,村里的人都为它感到骄傲,因为它的光可以照到很远的地方。",
    ),
    (
        "岬の灯台、光を失う\n\n2024年3月1日 10時00分\n\n{}\n\n関連記事\n\nシェア\nツイート",
        "灯台は岬の上に立っていて、夜になると遠くまで光が届きます。村の人たちはみんなそれを誇りに思っています。",
    ),
    (
        "등대 불이 꺼지다\n\n{}\n\n<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>\n\n2024/03/01 10:00 송고",
        "등대는 오래전부터 마을 사람들의 자랑이었다. 밤이 되면 멀리까지 빛이 닿는다.",
    ),
]


@pytest.mark.parametrize(("written", "text"), NEWS, ids=["ru", "zh", "ja", "ko"])
def test_the_frame_of_an_article_is_known_in_scripts_of_the_east(written: str, text: str) -> None:
    article = article_of(written.format(text))
    assert article.text == text
    assert article.title == written.partition("\n")[0]
    assert article.published == date(2024, 3, 1)


@pytest.mark.parametrize(
    "line", ["Save", "Give this article", "Listen to this article · 7:30 min", "Add to your saved stories"]
)
def test_the_buttons_of_papers_are_no_text(line: str) -> None:
    assert article_of(f"Fog over the pier\n\nShare\n{line}\n\n{LAMP}\n\n{SHIP}").text == f"{LAMP}\n\n{SHIP}"


@pytest.mark.parametrize("name", ["headerlink", "header-anchor", "hash-link", "anchor-link", "anchorjs-link"])
def test_the_link_of_a_heading_to_itself_is_no_text(name: str) -> None:
    def link(sign: str) -> str:
        return f'<a class="{name}" href="#a">{sign}</a>'

    page = f"<h1>Fog over the pier{link('¶')}</h1><p>{LAMP}</p><h2>Lamps {link('#')}</h2><p>{SHIP}</p>"
    article = clean(Draft("html", f"<html><title>Fog over the pier — Notes</title><body>{page}</body></html>"))
    assert (article.title, article.text) == ("Fog over the pier", f"{LAMP}\n\nLamps\n\n{SHIP}")


def test_the_days_that_programs_for_documents_declare_are_known() -> None:
    days = '<meta name="created" content="2024-03-01T10:00:00"><meta name="changed" content="2024-03-05T10:00:00">'
    page = f"<html><head><title>Fog</title>{days}</head><body><h1>Fog</h1><p>{LAMP}</p><p>{SHIP}</p></body></html>"
    article = clean(Draft("html", page))
    assert (article.published, article.modified) == (date(2024, 3, 1), date(2024, 3, 5))


LYRICS = "[00:12.00]The boats come in\n[00:17.20]And every lamp\n[00:21.10][01:45.10]<00:21.10>We <00:21.50>sing\n"
SUNG = "The boats come in\nAnd every lamp\nWe sing"
SPOKEN = "The lamp, it burned all night.\n\nNobody slept."
SCRIPT = """[Script Info]
; Script generated by Aegisub
Title: The lamp
ScriptType: v4.00+

[V4+ Styles]
Style: Default,Arial,20,&H00FFFFFF

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:00.00,Default,,0,0,0,,checked
Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,The lamp,\\Nit burned
Dialogue: 0,0:00:04.00,0:00:06.50,Default,Ann,0,0,0,,{\\i1}all{\\i0} night.
Dialogue: 0,0:00:07.00,0:00:08.50,Default,,0,0,0,,Nobody slept.
"""


@pytest.mark.parametrize(
    ("name", "text", "title", "authors", "said"),
    [
        ("a.lrc", f"[ti:The boats]\n[ar:Ann Lee]\n[length:03:12]\n{LYRICS}", "The boats", ("Ann Lee",), SUNG),
        ("a.txt", f"[ti:The boats]\n\n{LYRICS}", "The boats", (), SUNG),
        ("a.ass", SCRIPT, "The lamp", (), SPOKEN),
        ("a.ssa", SCRIPT.replace("The lamp\nS", "Default Aegisub file\nS"), "", (), SPOKEN),
    ],
)  # fmt: skip
def test_lyrics_and_subtitles_lose_what_only_players_read(
    name: str, text: str, title: str, authors: tuple[str, ...], said: str
) -> None:
    found = clean(read(name, text.encode()).drafts[0])
    assert (found.title or "", found.authors, found.text) == (title, authors, said)
    assert text.split("\n")[found.spans[-1].last - 1].endswith(("sing", "slept."))


@pytest.mark.parametrize(
    "text",
    [
        f"{LYRICS}This line has no time.",
        "At five:\nDialogue: 0, as they called it, was a file.\nAnd so it was.",
        "[Script Info]\nThe boats come in.\n\n[Events]\nAnd every lamp is lit.",
        "[ti:me] is what it said.\n\nNobody knew [00:12.00] why.",
    ],
)
def test_lines_with_times_in_a_text_stay(text: str) -> None:
    found = clean(read("a.txt", text.encode()).drafts[0])
    assert f"{found.title or ''} {found.text}".split() == text.split()


@pytest.mark.parametrize("begin", [LYRICS, SCRIPT, "[ti:a]\n"])
@pytest.mark.parametrize("unit", ["\n", "[00:12.00]", "[ti:a]\n", "Dialogue: ", "[", "Title:", "{", "[00:12.00] a\n"])
def test_times_take_no_longer_than_their_size(unit: str, begin: str) -> None:
    assert_linear(lambda made: clean(read("a.txt", made.encode()).drafts[0]), lambda size: begin + unit * size, 1000)
