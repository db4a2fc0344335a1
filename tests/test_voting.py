"""The vote of several extractors on the text of a web page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from indexer import Index
from indexer.cleaning import clean, require, voting
from indexer.errors import UsageError
from indexer.installing import how_to_install
from indexer.model.drafts import Draft

PAGE = """<html><head><title>Lamps</title></head><body><article><h1>Lamps</h1>
<p>The keeper trimmed the lamp each evening before the light went out of the sky.</p>
<p>He wrote down what the weather did, and which ships he saw pass by on their way.</p>
<p>Nobody asked him for these books until a historian came to the island last year.</p></article></body></html>"""
WORDS = "The keeper trimmed the lamp each evening before the light went out"


def voted(monkeypatch: pytest.MonkeyPatch, *texts: str) -> str:
    monkeypatch.setattr(voting, "_VOTERS", tuple(lambda _, text=text: f"<p>{text}</p>" for text in texts))
    return clean(Draft("html", PAGE), "best").text


@pytest.mark.parametrize("voter", voting._VOTERS)
def test_the_real_extractors_have_a_voice(voter: Callable[[str], str]) -> None:
    assert WORDS in voting._made_by(voter, PAGE)


def test_the_real_extractors_agree_on_a_plain_page() -> None:
    article = clean(Draft("html", PAGE), "best")
    assert article.text.startswith("The keeper trimmed")
    assert article.title == "Lamps"
    assert article.spans


def test_two_that_agree_outvote_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert voted(monkeypatch, f"{WORDS} and no more.", f"{WORDS} and no more.") == f"{WORDS} and no more."


def test_our_own_stays_where_the_others_disagree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert voted(monkeypatch, "Accept all cookies to go on.", "") == clean(Draft("html", PAGE)).text


def test_an_extractor_that_fails_has_no_vote(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> str:
        raise RuntimeError

    monkeypatch.setattr(voting, "_VOTERS", (fail, fail))
    assert clean(Draft("html", PAGE), "best") == clean(Draft("html", PAGE))


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    require("own")
    with pytest.raises(UsageError) as caught:
        require("best")
    assert caught.value.hint == f"install them with: {how_to_install('best')}"
    (tmp_path / "a.html").write_text(PAGE)
    with pytest.raises(UsageError), Index(tmp_path / "index") as index:
        index.update([tmp_path / "a.html"], extractor="best")


def test_the_extractor_is_a_setting_of_the_index(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    with Index(tmp_path / "index") as index:
        assert index.update([tmp_path / "a.html"]).added == 1
        assert index.update([tmp_path / "a.html"]).unchanged == 1
        assert index.update(extractor="best").changed == 1
        assert index.update().unchanged == 1
        assert index.update(extractor="own").changed == 1


def test_the_command_line_has_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    assert "The keeper trimmed" in run("clean", "--extract", "best", "a.html", cwd=tmp_path).stdout
    assert run("index", "--extract", "best", ".", cwd=tmp_path).returncode == 0
    assert run("index", "--extract", "none", ".", cwd=tmp_path).returncode == 2
