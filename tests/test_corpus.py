"""Does cleaning make of each sample article what its writer meant?"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indexer.indexing.extraction import Extract, extract

CORPUS = Path(__file__).parent.parent / "corpus"
EXPECTED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("corpus.json").read_text(encoding="utf-8"))


@cache
def extracted(path: str) -> Extract:
    return extract(path, (CORPUS / path).read_bytes(), 120)


def plain(text: str) -> str:
    """`text` with its white space collapsed."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", EXPECTED)
def test_title_author_date_and_text_are_the_article_s(name: str) -> None:
    expected = EXPECTED[name]
    path, _, number = name.partition("#")
    article, passages = extracted(path).articles[int(number or 1) - 1]

    assert article.title == expected["title"]
    assert list(article.authors) == expected["authors"]
    assert (article.published.isoformat() if article.published else None) == expected["published"]
    assert article.language == expected["language"]
    if "kicker" in expected:
        assert (article.kicker or None) == expected["kicker"]
    if "site" in expected:
        assert (article.site or None) == expected["site"]
    text = plain(article.text)
    for sentence in (*expected["must_keep"], *expected.get("also_keep", ())):
        assert plain(sentence) in text
    for noise in expected["must_drop"]:
        assert plain(noise) not in text
    assert "".join(passage.text for passage in passages) == article.text


def test_every_file_of_the_corpus_is_expected_and_listed() -> None:
    files = {
        path.relative_to(CORPUS).as_posix() for path in CORPUS.rglob("*") if path.is_file() and path.name != "README.md"
    }
    files = {name for name in files if not name.startswith(".")}
    assert {name.partition("#")[0] for name in EXPECTED} == files
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert [name for name in files if f"`{name}`" not in readme] == []


def test_the_corpus_has_the_size_that_it_says() -> None:
    articles = [article for name in {n.partition("#")[0] for n in EXPECTED} for article, _ in extracted(name).articles]
    assert len(articles) == len(EXPECTED) == 28


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith((".txt", ".md"))])
def test_the_lines_of_a_passage_are_where_its_words_stand(name: str) -> None:
    """As `sed -n 'A,Bp' file` would show them."""
    article, passages = extracted(name).articles[0]
    data = (CORPUS / name).read_bytes()
    encoding = "cp1252" if name.startswith("old-files/") else "utf-8"
    lines = data.decode(encoding).splitlines()
    for passage in passages:
        assert passage.first_line is not None
        assert passage.last_line is not None
        shown = plain(" ".join(lines[passage.first_line - 1 : passage.last_line]))
        for word in passage.text.split():
            assert word.strip("-") in shown or not word.strip("-").isalpha()
    assert article.spans
