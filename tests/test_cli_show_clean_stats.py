"""What does a person get who reads an article, looks at what cleaning does, or asks what the index holds?"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from terminal import stray_controls

from indexer import Article, Index

if TYPE_CHECKING:
    from conftest import Run

SENTENCE = "The {} mile of the coast was surveyed by two men with a chain, a lantern and a very patient mule. "
COAST = "The survey of the coast\n\nBy Ada Moor\n\nPublished 3 May 2021\n\n" + "\n\n".join(
    SENTENCE.format(number) * 5 for number in ("first", "second", "third", "fourth", "fifth", "sixth")
)
LAMP = "The lamp\n\nThe lamp was lit at dusk.\n\nIt burnt until dawn.\n"
NOISY = "news-pasted/fresnel-lighthouse-lens.txt"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a long article, a short one, files that fail or are skipped, and their index."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "coast.txt").write_text(COAST + "\n")
    (folder / "lamp.txt").write_text(LAMP)
    (folder / "lamp-copy.txt").write_text(LAMP)
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "lines.jsonl").write_text('{"text": "A gale blew.", "title": "Gale"}\n{oops\n')
    (folder / "picture.png").write_bytes(b"\x89PNG")
    for path in folder.iterdir():
        os.utime(path, (10**9, 10**9))
    with Index(folder / ".indexer") as index:
        index.update([folder])
    return folder


@pytest.fixture(scope="module")
def coast(library: Path) -> str:
    """The id of the long article."""
    with Index(library / ".indexer") as index:
        return index.search("surveyed").hits[0].article


def test_show_gives_the_whole_article_by_its_id_or_the_beginning_of_it(run: Run, library: Path, coast: str) -> None:
    done = run("show", coast, cwd=library)
    assert (done.returncode, done.stderr) == (0, "")
    title, place, _, *text = done.stdout.splitlines()
    assert title == "The survey of the coast — Ada Moor, 2021-05-03"
    assert place == "coast.txt:7"
    assert "\n".join(text) == COAST.partition("2021\n\n")[2].replace(" \n", "\n").rstrip()
    assert run("show", coast[:5], cwd=library).stdout == done.stdout


def test_show_gives_a_passage_with_its_neighbours(run: Run, library: Path, coast: str) -> None:
    alone, between = (
        json.loads(run("show", "-C", context, "--format", "json", f"{coast}.2", cwd=library).stdout)
        for context in ("0", "1")
    )
    assert [part["id"] for part in alone["passages"]] == [f"{coast}.2"]
    assert [part["passage"] for part in between["passages"]] == [1, 2, 3]
    assert between["text"] == "".join(part["text"] for part in between["passages"])
    assert alone["text"] == between["passages"][1]["text"]
    first = run("show", f"{coast}.1", cwd=library)
    assert "first mile" in first.stdout
    assert "sixth mile" not in first.stdout


def test_promise_8_every_passage_s_range_is_its_text(run: Run, library: Path, coast: str) -> None:
    article = json.loads(run("show", "--format", "json", coast, cwd=library).stdout)
    assert (article["schema"], article["id"], article["article"]) == (1, coast, coast)
    assert len(article["passages"]) > 2
    lines = (library / "coast.txt").read_text().splitlines()
    for part in article["passages"]:
        assert article["text"][part["start"] : part["end"]] == part["text"]
        assert set(part["text"].split()) <= set(" ".join(lines[part["line"] - 1 : part["end_line"]]).split())


def test_show_highlights_the_words_of_a_query(run: Run, library: Path, coast: str) -> None:
    done = run("show", "--color", "always", "--query", "mules OR chain", coast, cwd=library)
    assert "\x1b[31m\x1b[1mmule\x1b[0m" in done.stdout
    assert "\x1b[31m\x1b[1mchain\x1b[0m" in done.stdout
    assert "\x1b" not in run("show", "--query", "mule", coast, cwd=library).stdout


@pytest.mark.parametrize("suffix", [".99", ".0", ".", ".1.2", "é"])
def test_an_id_that_nothing_has_is_an_error(run: Run, library: Path, coast: str, suffix: str) -> None:
    done = run("show", coast + suffix, cwd=library)
    assert (done.returncode, done.stdout) == (2, "")
    said = ("error: no article has the id ", f"error: {coast} has no passage ", "error: no article is at ")
    assert done.stderr.startswith(said)
    assert "hint: " in done.stderr


def test_a_file_that_is_not_in_the_index_is_named_with_what_reads_it(run: Run, library: Path) -> None:
    for address in ("nowhere.txt", "nowhere.txt:12", "saved.zip!/a.html"):
        done = run("show", address, cwd=library)
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: no article is at {address}\nhint: ")
        assert "indexer clean" in done.stderr


def test_the_numbers_beside_languages_are_those_of_passages(run: Run, library: Path) -> None:
    assert re.search(r"^languages  en \d+.* passages$", run("stats", cwd=library).stdout, re.MULTILINE)


def test_a_file_that_does_not_exist_is_not_said_to_have_a_wrong_format(run: Run, library: Path) -> None:
    done = run("clean", "nowhere.txt", cwd=library)
    assert done.stderr.endswith("error: no file could be read\nhint: name a file that exists\n")


def test_promise_11_show_warns_of_a_source_that_has_gone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gale.txt").write_text("A gale blew over the harbour.\n")
    with Index(tmp_path / ".indexer") as index:
        index.update([tmp_path])
        article = index.search("gale").hits[0].article
    (tmp_path / "gale.txt").unlink()
    done = run("show", "--format", "json", article, cwd=tmp_path)
    assert json.loads(done.stdout)["stale"] is True
    assert done.stderr == "warning: gale.txt was deleted or moved since indexing, or its drive is not mounted\n"


def test_clean_shows_the_text_without_the_noise(run: Run, corpus: Path) -> None:
    done = run("clean", NOISY, cwd=corpus)
    assert (done.returncode, done.stderr) == (0, "")
    title, byline, _, text = done.stdout.split("\n", 3)
    assert title == "How a French engineer taught the lighthouse to throw its beam"
    assert byline == "Helen Marsh, 2023-02-20"
    assert "\nAdvertisement\n" in (corpus / NOISY).read_text(encoding="utf-8")
    assert "\nAdvertisement\n" not in text
    assert text.endswith(".\n")


MAIL = """\
From: Ann Lee <ann@lamps.example>
To: list@lamps.example
Subject: The lamp
Date: Fri, 1 Feb 2019 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

The lamp on the eastern cliff was lit every evening at dusk by the keeper of the light.
"""


def test_all_that_is_known_of_an_article_is_in_the_data_of_show_clean_and_export(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lamp.eml").write_text(MAIL)
    record = {"id": "K1", "title": "Gale", "text": "A gale blew.\n"}
    (tmp_path / "gale.jsonl").write_text(json.dumps(record) + "\n")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    exported = [json.loads(line) for line in run("export", cwd=tmp_path).stdout.splitlines()]
    gale, lamp = exported
    assert gale["key"] == "K1"
    assert (lamp["from"], lamp["to"]) == ("Ann Lee <ann@lamps.example>", ["list@lamps.example"])
    for article in exported:
        known = article.keys() - {"indexer_article", "id", "path", "text"}
        shown = json.loads(run("show", "--format", "json", article["id"], cwd=tmp_path).stdout)
        assert {key: shown[key] for key in known} == {key: article[key] for key in known}
        (cleaned,) = json.loads(run("clean", "--format", "json", article["path"], cwd=tmp_path).stdout)
        cleaned |= {"date": cleaned["published"], "date_precision": cleaned["published_precision"]}
        assert {key: cleaned[key] for key in known} == {key: article[key] for key in known}


def test_clean_as_data_says_what_was_taken_out_and_by_which_rule(run: Run, corpus: Path) -> None:
    (article,) = json.loads(run("clean", "--format", "json", NOISY, cwd=corpus).stdout)
    assert (article["file"], article["encoding"], article["published"]) == (NOISY, "utf-8", "2023-02-20")
    assert "Advertisement" in {part["line"] for part in article["removed"]}
    assert all(part["rule"] for part in article["removed"])
    source = (corpus / NOISY).read_text(encoding="utf-8").splitlines()
    assert all(" ".join(source[part["number"] - 1].split()) == part["line"] for part in article["removed"])
    assert "".join(part["text"] for part in article["passages"]) == article["text"]


PAGE = """\
<html><body><nav><ul><li><a href="/a">Towns of the coast</a></li></ul></nav><article><h1>The lamp</h1>
<p>By Ada Moor</p><p>The lamp on the eastern cliff was lit every evening at dusk by the keeper of the light.</p>
<div class="social-share"><p>Share with friends</p></div>
<p>It burnt until dawn, when the keeper put it out again and went to bed with the curtains drawn.</p>
<section class="related-posts"><h3><a href="/bell">The bell</a></h3><p>It was rung by the wind alone.</p></section>
<p>Nobody has counted the ships that it warned of the reef, nor those that did not see it in the fog.</p>
</article></body></html>
"""


def test_clean_explains_each_block_in_the_order_of_the_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    (article,) = json.loads(run("clean", "--explain", "--format", "json", "lamp.html", cwd=tmp_path).stdout)
    verdicts = article["verdicts"]
    assert [(verdict["kept"], verdict["rule"]) for verdict in verdicts] == [
        (False, "navigation"),
        (False, "title"),
        (False, "byline"),
        (True, None),
        (False, "share"),
        (True, None),
        (False, "related"),
        (False, "related"),
        (True, None),
    ]
    assert "\n\n".join(verdict["text"] for verdict in verdicts if verdict["kept"]) == article["text"]
    assert [verdict["number"] for verdict in verdicts] == [1, 1, 2, 2, 3, 4, 5, 5, 6]
    assert verdicts[4]["reason"].endswith('in <div class="social-share">')
    done = run("clean", "--explain", "lamp.html", cwd=tmp_path)
    assert "    3 - Share with friends\n          share: buttons and" in done.stdout
    assert "    4 + It burnt until dawn, when" in done.stdout
    assert "\x1b" not in done.stdout
    assert "\x1b[32m+" in run("clean", "--explain", "--color", "always", "lamp.html", cwd=tmp_path).stdout


def test_clean_explains_a_page_that_is_one_line_and_a_text_that_only_its_data_has(run: Run, tmp_path: Path) -> None:
    (tmp_path / "line.html").write_text(PAGE.replace("\n", " "))
    (line,) = json.loads(run("clean", "--explain", "--format", "json", "line.html", cwd=tmp_path).stdout)
    assert [verdict["rule"] for verdict in line["verdicts"]][3:6] == [None, "share", None]
    body = "The lamp was lit at dusk. " * 20
    script = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{body}"}}</script>'
    (tmp_path / "data.html").write_text(f"<p>Please wait.</p>{script}")
    (data,) = json.loads(run("clean", "--explain", "--format", "json", "data.html", cwd=tmp_path).stdout)
    assert [verdict["rule"] for verdict in data["verdicts"]] == ["other", None]
    assert data["verdicts"][1]["reason"].startswith("from the data of the page")


def test_clean_explains_what_it_makes_of_texts_mails_and_documents(run: Run, corpus: Path, tmp_path: Path) -> None:
    (article,) = json.loads(run("clean", "--explain", "--format", "json", NOISY, cwd=corpus).stdout)
    removed = [(part["rule"], part["number"]) for part in article["removed"]]
    assert sorted((part["rule"], part["number"]) for part in article["verdicts"] if part["rule"]) == sorted(removed)
    assert [part["number"] for part in article["verdicts"]] == sorted(part["number"] for part in article["verdicts"])
    kept = " ".join(part["text"] for part in article["verdicts"] if part["kept"])
    assert kept.split() == article["text"].split()
    (tmp_path / "note.md").write_text("# The lamp\n\nIt was lit at dusk.\n\n- by Ada\n- by Tom\n")
    (note,) = json.loads(run("clean", "--explain", "--format", "json", "note.md", cwd=tmp_path).stdout)
    assert [part["kept"] for part in note["verdicts"]] == [False, True, True, True]


def test_clean_explains_only_what_our_own_extractor_does(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lamp.html").write_text(PAGE)
    done = run("clean", "--explain", "--extract", "best", "lamp.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: --explain shows the decisions of our own extractor alone\nhint: ")


@pytest.mark.parametrize(
    ("files", "code"), [(["lamp.txt", "nowhere.txt"], 1), (["lines.jsonl"], 1), (["binary.txt"], 2)]
)
def test_promise_2_clean_says_whether_some_or_no_files_were_read(
    run: Run, library: Path, files: list[str], code: int
) -> None:
    done = run("clean", *files, cwd=library)
    assert done.returncode == code
    assert done.stderr.startswith(f"error: {files[-1]}: ")


def test_clean_is_the_same_whatever_was_cleaned_before(run: Run, library: Path) -> None:
    files = ["lamp.txt", "coast.txt", "lamp.txt"]
    first, _, again = json.loads(run("clean", "--format", "json", *files, cwd=library).stdout)
    assert first == again


def test_promise_5_clean_of_a_hostile_file_writes_no_control_characters(run: Run, tmp_path: Path) -> None:
    name = "na\x1b[31mme\x9b2J.txt"
    (tmp_path / name).write_text("A \x1b]0;title\x07 and \x9b31m red\u202e.\n\nThe keeper \x08 saw \x1b[2J it all.\n")
    for options in ([], ["--format", "json"]):
        done = run("clean", *options, name, "nowhere\x1b[2J.txt", cwd=tmp_path)
        assert done.returncode == 1
        assert "keeper" in done.stdout
        assert stray_controls(done.stdout) == stray_controls(done.stderr) == []


def test_stats_count_what_is_there(run: Run, library: Path) -> None:
    done = run("stats", "--format", "json", cwd=library)
    stats = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (stats["schema"], stats["index"], stats["roots"]) == (1, str(library / ".indexer"), [str(library)])
    assert (stats["files"], stats["articles"]) == (3, 3)
    assert stats["words"] > 500
    assert stats["size"] == sum(path.stat().st_size for path in (library / ".indexer").iterdir())
    assert stats["skipped"] == {"duplicate": 1, "unsupported format": 1}


def test_stats_count_the_files_that_failed_in_part_too(run: Run, library: Path) -> None:
    failed = json.loads(run("stats", "--format", "json", cwd=library).stdout)["failed"]
    assert sum(failed.values()) == 2
    assert any(reason.startswith("undecodable") for reason in failed)


def test_stats_in_text_name_the_index_from_here(run: Run, library: Path) -> None:
    done = run("stats", cwd=library)
    rows = dict(line.split(None, 1) for line in done.stdout.splitlines())
    assert rows["index"] == ".indexer"
    assert rows["files"] == "3"
    assert rows["skipped"] == "1 duplicate, 1 unsupported format"


def test_compact_says_what_it_saved(run: Run, library: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    shutil.copytree(library, folder)
    (folder / "one more.txt").write_text("The keeper came back.")
    assert "1 new" in run("index", cwd=folder).stderr
    done = run("compact", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert " became " in done.stderr
    assert "the index is compact" in run("compact", cwd=folder).stderr
    assert run("compact", "-q", cwd=folder).stderr == ""
    assert run("search", "keeper", cwd=folder).returncode == 0
    assert run("compact", cwd=tmp_path).returncode == 2


def test_show_marks_what_a_search_marks(run: Run, tmp_path: Path) -> None:
    text = "Die alten Häuser stehen am Hafen. Viele kamen zu den Häusern, sahen die Schiffe und grüßten Menschen."
    with Index(tmp_path / ".indexer") as index:
        index.add([Article(text, title="Am Hafen", path="hafen", language="de")])
    shown = run("show", "hafen", "--query", "Haus Schiffe-Menschen", "--mark", "always", cwd=tmp_path).stdout
    for word in ("Häuser", "Häusern", "Schiffe", "Menschen"):
        assert f"[{word}]" in shown


def test_show_says_that_nothing_of_it_matches(run: Run, library: Path, coast: str) -> None:
    done = run("show", "--query", "zzyzx", coast, cwd=library)
    assert (done.returncode, done.stderr) == (0, "nothing that is shown matches zzyzx\n")
    assert run("show", "-q", "--query", "zzyzx", coast, cwd=library).stderr == ""
    assert run("show", "--query", "mule", coast, cwd=library).stderr == ""
