"""Does it do its job on articles that nobody here wrote?

The articles are not part of this repository; these tests are skipped where they are missing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from indexer.text.characters import normalize

Run = Callable[..., CompletedProcess[str]]


def report(run: Run, *paths: Path, index: Path, code: int = 0) -> dict[str, object]:
    done = run("index", "--format", "json", "--index", index, *paths)
    assert done.returncode == code, done.stderr
    values: dict[str, object] = json.loads(done.stdout)
    return values


def counts(values: dict[str, object]) -> tuple[object, ...]:
    return tuple(values[key] for key in ("added", "changed", "removed", "unchanged"))


def test_the_model_article_comes_out_as_its_reader_would_have_it(run: Run, data: Path) -> None:
    (file,) = (data / "pasted" / "scraped").iterdir()
    done = run("clean", "--format", "json", file)
    assert done.returncode == 0
    (article,) = json.loads(done.stdout)

    source = file.read_text(encoding="utf-8")
    lines = [normalize(line).strip() for line in source.splitlines()]
    headline = lines[2]
    captions = [line for line in lines if f"{line}. Picture: Getty" in lines]
    assert article["title"] == headline
    assert article["authors"] == ["James Gooderson"]
    assert article["published"] == "2023-02-20"
    assert article["kicker"] == "Exclusive"
    assert article["language"] == "en"

    assert len(captions) == 3
    assert article["captions"] == captions
    assert "Picture: Getty" not in article["text"]
    assert "Picture: Getty" not in " ".join(article["captions"])
    prose = [line for line in lines[11:] if line and line not in captions and not line.endswith("Picture: Getty")]
    assert article["text"].split("\n\n") == prose
    assert "“" in article["text"]

    removed = {(removal["rule"], removal["line"]) for removal in article["removed"]}
    assert ("byline", "By James Gooderson") in removed
    assert {rule for rule, _ in removed} == {"header", "title", "date", "byline", "caption", "caption-duplicate"}
    assert "".join(passage["text"] for passage in article["passages"]) == article["text"]
    for passage in article["passages"]:
        assert article["text"][passage["start"] : passage["end"]] == passage["text"]


@pytest.fixture
def stories(data: Path, tmp_path: Path) -> Path:
    """The BBC's and Reuters' stories, with a suffix; their names have none."""
    folder = tmp_path / "stories"
    for publisher in ("bbc", "reuters"):
        for file in sorted((data / "pasted" / publisher).rglob("*")):
            if file.is_file():
                target = folder / publisher / file.parent.name / f"{file.stem}.txt"
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
    return folder


def test_four_hundred_stories_indexed_searched_changed_and_indexed_again(
    run: Run, stories: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    files = sorted(stories.rglob("*.txt"))
    distinct = {file.read_bytes() for file in files}
    assert len(files) >= 390

    first = report(run, stories, index=index)
    assert counts(first) == (len(distinct), 0, 0, 0)
    assert first["failed"] == {}
    skipped = first["skipped"]
    assert isinstance(skipped, dict)
    assert len(skipped) == len(files) - len(distinct)
    assert all(reason.startswith("duplicate of ") for reason in skipped.values())

    found = json.loads(run("search", "--format", "json", "--index", index, "interest rates").stdout)
    assert found["total"] > 10
    assert any("rate" in hit["snippet"].lower() for hit in found["hits"])

    again = report(run, stories, index=index)
    assert counts(again) == (0, 0, 0, len(distinct))

    indexed = [file for file in files if str(file.relative_to(tmp_path)) not in skipped]
    edited, gone = indexed[10], indexed[20]
    with edited.open("ab") as file:
        file.write(b"\n\nThe zyxwvut was seen again on Thursday.\n")
    gone.unlink()
    third = report(run, stories, index=index)
    assert counts(third) == (0, 1, 1, len(distinct) - 2)

    hits = json.loads(run("search", "--format", "json", "--index", index, "zyxwvut").stdout)["hits"]
    assert [Path(hit["path"]) for hit in hits] == [edited]
    assert f"{gone}\n" not in run("search", "-l", "--index", index, f"path:{gone.stem}").stdout
    assert f"{edited}\n" in run("search", "-l", "--index", index, f"path:{edited.stem}").stdout
    held = json.loads(run("stats", "--format", "json", "--index", index).stdout)
    assert held["files"] == len(distinct) - 1


def test_articles_already_clean_lose_next_to_nothing(run: Run, data: Path) -> None:
    """Texts that people pasted and tidied by hand: the little that goes is a page's furniture that they overlooked."""
    files = [file for file in sorted((data / "pasted" / "newspaper").iterdir()) if file.stat().st_size]
    done = run("clean", "--format", "json", *files)
    articles = json.loads(done.stdout)
    assert len(articles) == len(files)
    metadata = {"title", "kicker", "byline", "date", "header", "dateline"}
    removed = [(a["file"], r["line"]) for a in articles for r in a["removed"] if r["rule"] not in metadata]
    lines = sum(len(a["text"].splitlines()) for a in articles)
    assert len(removed) <= 0.04 * lines, removed
