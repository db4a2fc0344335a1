"""Is the page of a search complete, safe, and right with and without its script?"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import REPOSITORY, examples
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from indexer import Article, Index
from indexer.cli.console import Console
from indexer.cli.context import Context
from indexer.cli.printers import printer_of
from indexer.model.hits import Hit, SearchResult, Snippet

if TYPE_CHECKING:
    from conftest import Run

HOSTILE = "<script>alert(1)</script>\"'&amp;<img src=http://a.example/x onerror=alert(1)>\x1b[31m\u202e"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    with Index(folder / ".indexer") as index:
        index.update([folder / "corpus"], exclude=["README.md"])
        index.add(
            Article(
                f"The lamp of the hostile lighthouse {HOSTILE} was number {number}. " * 3,
                path=f"note:{HOSTILE}{number}",
                title=f"{HOSTILE} lamp {number}",
                authors=(f"Ann {HOSTILE}", "Bo Ray"),
                site=HOSTILE,
                language="en",
                url=url,
                published=date(2010 + 2 * number, 3, 1),
            )
            for number, url in enumerate(
                [
                    "javascript:alert(1)",
                    "https://lamps.example/?a=1&b='\"<>",
                    "data:text/html,x",
                    "http://[::1",
                    "//a/b",
                ]
            )
        )
    return folder


def page_of(text: str) -> Any:
    return lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))


def test_the_page_has_what_the_data_have(run: Run, library: Path) -> None:
    done = run("search", "--format", "html", "-n", "20", "--duplicates", "show", "lighthouse", "lamp", cwd=library)
    assert done.returncode == 0
    assert "matching passages" in done.stderr
    page = page_of(done.stdout)
    data = json.loads(
        run("search", "--format", "json", "-n", "20", "--duplicates", "show", "lighthouse", "lamp", cwd=library).stdout
    )
    assert page.findtext(".//h1") == "lighthouse lamp" == page.findtext(".//title")
    assert f"1–{len(data['hits'])} of {data['total']:,} matching passages" in page.find(".//header").text_content()
    hits = page.xpath('//li[@class="hit"]')
    assert len(hits) == len(data["hits"]) > 5
    for item, hit in zip(hits, data["hits"], strict=True):
        assert hit["id"] == item.findtext(".//code")
        assert item.get("data-date") == (hit["date"] or "")
        assert len(json.loads(item.get("data-authors"))) == len(hit["authors"])
        marks = [mark.text for mark in item.findall(".//blockquote/mark")]
        assert marks == [hit["snippet"][start:end] for start, end in hit["highlights"]]
        shown = " ".join(item.find(".//blockquote").text_content().split())
        if "alert" not in hit["snippet"]:
            assert " ".join(hit["snippet"].split()) in shown
        (place,) = item.xpath('p[@class="place"][1]')
        assert place.text_content().startswith(hit["path"]) or "alert" in hit["path"]


def test_the_page_loads_nothing_and_its_own_script_alone_may_run(run: Run, library: Path) -> None:
    text = run("search", "--format", "html", "lamp", cwd=library).stdout
    page = page_of(text)
    assert not page.xpath("//link | //img | //iframe | //object | //base | //*[@src]")
    assert not [name for name in page.xpath("//@*/..") if any(key[:2] == "on" for key in name.attrib)]
    (script,) = page.findall(".//script")
    digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    style = page.findtext(".//style")
    assert "prefers-color-scheme: dark" in style
    assert "url(" not in style
    assert "@import" not in style
    assert re.search(r"http|fetch|XMLHttp|import\(", script.text) is None


def test_what_articles_say_is_text_and_links_lead_to_pages_and_files(run: Run, library: Path) -> None:
    text = run("search", "--format", "html", "--duplicates", "show", "hostile", "lighthouse", cwd=library).stdout
    page = page_of(text)
    assert len(page.findall(".//script")) == 1
    assert not page.findall(".//img")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "<script>alert(1)</script>" in page.find(".//h2").text_content()
    targets = [link.get("href") for link in page.iter("a")]
    assert {target.partition(":")[0] for target in targets} == {"https", "file"}
    assert "https://lamps.example/?a=1&b='\"<>" in targets
    files = [target for target in targets if target.startswith("file:")]
    assert (library / "corpus/news-pasted/fresnel-lighthouse-lens.txt").as_uri() in files


def test_without_its_script_everything_is_shown(run: Run, library: Path) -> None:
    page = page_of(run("search", "--format", "html", "lamp", cwd=library).stdout)
    assert not page.xpath('//li[@class="hit"][@hidden]')
    (form,) = page.findall(".//form")
    assert "hidden" in form.keys()  # noqa: SIM118 - an element's keys are its attributes
    assert all(bar.get("disabled") is not None for bar in page.findall(".//figure//button"))


def test_filters_and_timeline_count_the_hits(run: Run, library: Path) -> None:
    page = page_of(run("search", "--format", "html", "-n", "0", "--duplicates", "show", "lamp", cwd=library).stdout)
    hits = page.xpath('//li[@class="hit"]')
    years = Counter(item.get("data-date")[:4] for item in hits if item.get("data-date"))
    options = {option.get("value"): option.text for option in page.findall(".//select[@name='year']/option")}
    assert options == {"": "all"} | {year: f"{year} ({count})" for year, count in years.items()}
    authors = Counter(author for item in hits for author in json.loads(item.get("data-authors")))
    options = {option.get("value"): option.text for option in page.findall(".//select[@name='author']/option")}
    assert options == {"": "all"} | {author: f"{author} ({count})" for author, count in authors.items()}
    bars = {bar.get("value"): bar.get("title") for bar in page.findall(".//figure//button")}
    assert list(bars) == [f"{year}" for year in range(int(min(bars)), int(max(bars)) + 1)]
    by_article = {item.findtext(".//code").partition(".")[0]: item.get("data-date")[:4] for item in hits}
    of_years = Counter(year for year in by_article.values() if year)
    assert {year: int(said.split()[1]) for year, said in bars.items()} == {year: of_years[year] for year in bars}


def test_a_page_of_nothing_says_so(run: Run, library: Path) -> None:
    done = run("search", "--format", "html", "lighthuose", cwd=library)
    assert done.returncode == 1
    page = page_of(done.stdout)
    assert "nothing found" in page.find(".//header").text_content()
    assert 'no passage has "lighthuose"; did you mean lighthouse?\n' in page.find(".//header").text_content()
    assert not page.findall(".//figure")
    phrase = page_of(run("search", "--format", "html", '"sun moonbeam"', cwd=library).stdout)
    assert '\nno passage has "sun moonbeam"' in phrase.find(".//header").text_content()


@pytest.mark.parametrize(("query", "remark"), [("caption:lens", "(in caption)"), ("title:engineer", "(in title)")])
def test_a_page_says_where_a_hit_matches_if_not_in_its_passage(
    run: Run, library: Path, query: str, remark: str
) -> None:
    page = page_of(run("search", "--format", "html", query, cwd=library).stdout)
    text = run("search", query, cwd=library).stdout
    places = [item.xpath('string(p[@class="place"][1])') for item in page.xpath('//li[@class="hit"]')]
    assert sum(remark in place for place in places) == text.count(remark) > 0
    hits = json.loads(run("search", "--format", "json", query, cwd=library).stdout)["hits"]
    for item, hit in zip(page.xpath('//li[@class="hit"]'), hits, strict=True):
        shown = hit["caption"] or hit
        marks = [mark.text for mark in item.findall(".//blockquote/mark")]
        assert marks == [shown["snippet"][start:end] for start, end in shown["highlights"]]
        if hit["caption"]:
            assert marks
            assert item.find(".//blockquote").text_content() == hit["caption"]["snippet"].strip()


def test_a_page_has_100_hits_where_nothing_else_is_said(run: Run, tmp_path: Path) -> None:
    with Index(tmp_path / ".indexer") as index:
        index.add(Article(f"The lamp {number * 'x'}.", path=f"note:{number}") for number in range(120))
    page = page_of(run("search", "--format", "html", "lamp", cwd=tmp_path).stdout)
    assert len(page.xpath('//li[@class="hit"]')) == 100


def test_a_page_cannot_list_files(run: Run, library: Path) -> None:
    done = run("search", "--format", "html", "-l", "lamp", cwd=library)
    assert done.returncode == 2
    assert "--format html cannot show files" in done.stderr


TEXT = st.text(max_size=30)


@examples(100)
@given(query=TEXT, title=TEXT, text=TEXT, author=TEXT, site=TEXT, url=TEXT, language=TEXT, path=TEXT, part=TEXT)
def test_any_text_is_shown_as_text(
    query: str, title: str, text: str, author: str, site: str, url: str, language: str, path: str, part: str
) -> None:
    hit = Hit(
        *("a.1", "a", 1, 1, 1.0, title, (author, "Bo"), date(2019, 1, 1), site, language, url, path),
        *("", 1, 1, 0, len(text), text, Snippet(text, ((0, len(text) // 2),))),
        part=part,
    )
    written = io.StringIO()
    console = Console(replace(Context.of_process(), stdout=written, terminals=frozenset()))
    printer_of("html", console).hits(SearchResult(query, 1, (hit,)))
    page = page_of(written.getvalue())
    tags = Counter(element.tag for element in page.iter())
    assert (tags["script"], tags["li"], tags["h2"], tags["form"], tags["mark"]) == (
        1,
        1,
        1,
        1,
        int(bool(text.strip())),
    )
    assert all(re.match("https?://", link.get("href")) for link in page.iter("a"))
    if site:
        assert page.xpath("//li/@data-site") == page.xpath("//select[@name='site']/option/@value")[1:]


LOOKING = """
const frame = document.querySelector("iframe");
frame.onload = () => setTimeout(() => {
  const page = frame.contentDocument;
  const shown = () => [...page.querySelectorAll(".hit")].filter((hit) => hit.getClientRects().length).length;
  const form = page.querySelector("form");
  const year = form.elements.year;
  const seen = { all: shown(), form: form.getClientRects().length > 0 };
  year.value = year.options[1].value;
  year.dispatchEvent(new frame.contentWindow.Event("change", { bubbles: true }));
  seen.year = shown();
  form.reset();
  [...page.querySelectorAll("figure button")].find((bar) => bar.value === year.options[2].value).click();
  seen.bar = shown();
  seen.chosen = year.value === year.options[2].value;
  seen.overflow = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  seen.background = frame.contentWindow.getComputedStyle(page.body).backgroundColor;
  document.title = JSON.stringify(seen);
}, 50);
"""
"""A script that uses the page as somebody does who looks at it, and writes what there is to be seen into a title."""


@pytest.mark.parametrize(("scheme", "background"), [("1", "rgb(255, 255, 255)"), ("0", "rgb(13, 17, 23)")])
def test_a_browser_shows_and_filters_it_at_400_pixels(
    run: Run, library: Path, tmp_path: Path, scheme: str, background: str
) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no Chromium")
    page = run("search", "lamp", "--format", "html", "-n", "0", cwd=library).stdout
    count = page.count('class="hit"')
    harness = tmp_path / "harness.html"
    frame = f'<iframe srcdoc="{html.escape(page)}" style="border: 0; width: 400px; height: 800px"></iframe>'
    harness.write_text(f"<!doctype html><meta charset=utf-8><title></title>{frame}<script>{LOOKING}</script>", "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", "--dump-dom"]
    profile = [f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=2000"]
    done = subprocess.run(
        [browser, *options, *profile, f"--blink-settings=preferredColorScheme={scheme}", harness.as_uri()],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    assert "CONSOLE" not in done.stderr
    found = re.search(r"<title>(\{.*?\})</title>", done.stdout)
    assert found, done.stderr
    seen = json.loads(html.unescape(found[1]))
    assert (seen["all"], seen["form"], seen["chosen"], seen["background"]) == (count, True, True, background)
    assert 0 < seen["year"] < count
    assert 0 < seen["bar"] < count
    assert seen["overflow"] <= 0
