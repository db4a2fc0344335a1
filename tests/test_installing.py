"""Is nobody told to install a stranger's package?"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from conftest import Run
from test_pdf import column, pdf

from indexer import installing
from indexer.installing import DISTRIBUTION, how_to_install
from indexer.reasons import extras_needed

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
INSTALLING = re.compile(r"(?:pip3?|pipx|uv|uv tool|uv pip) (?:un)?(?:install|inject|add)\b([^`\n&|;#)]*)")
WITH_EXTRA = re.compile(r"(?<![\w.-])([A-Za-z][\w.-]*)\[(?:pdf|warc|best|eval|all|dev|[a-z]+,[a-z,]+)\]")
OTHERS = {"babel", "tantivy", "bm25s"}
"""Libraries that only benchmarks need."""


def texts() -> dict[str, str]:
    """Every page, source and file of metadata of ours."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    names = listed.stdout.split("\n") if listed.returncode == 0 else [str(path) for path in ROOT.rglob("*.*")]
    kinds = (".md", ".py", ".toml", ".json", ".yml", "run")
    paths = (ROOT / name for name in names if name.endswith(kinds) and "zoo" not in name and "installing" not in name)
    return {str(path): path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def test_no_page_message_or_metadata_names_a_distribution_that_is_not_ours() -> None:
    known = {*OTHERS, DISTRIBUTION}
    wrong = []
    found = texts()
    assert len(found) > 200
    for path, text in found.items():
        for told in INSTALLING.finditer(text):
            words = [word.strip("'\",.") for word in told[1].split()]
            named = {word.partition("[")[0] for word in words if word and not word.startswith(("-", ".", "{"))}
            wrong += [(path, name) for name in named - known if re.fullmatch(r"[\w-]+", name)]
        wrong += [(path, name) for name in WITH_EXTRA.findall(text) if name == "indexer"]
    assert wrong == []


def test_the_distribution_has_a_name_of_its_own() -> None:
    assert PROJECT["name"] == DISTRIBUTION == "indexer-articles"
    assert PROJECT["scripts"] == {"indexer": "indexer.cli:entry"}
    every = [*PROJECT["dependencies"], *(one for extra in PROJECT["optional-dependencies"].values() for one in extra)]
    assert not [one for one in every if re.match(r"indexer\b(?!-articles)", one)]


class Installed:
    """A distribution as `importlib.metadata` gives it."""

    def __init__(self, origin: object) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return None if self.origin is None else json.dumps(self.origin)


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, "indexer-articles[pdf]"),
        ({"url": "file:///home/ann%20lee/indexer", "dir_info": {}}, "/home/ann lee/indexer[pdf]"),
        ({"url": "file:///src", "dir_info": {"editable": True}}, "/src[pdf]"),
        (
            {"url": "https://code.example/x", "vcs_info": {"vcs": "git"}},
            "indexer-articles[pdf] @ git+https://code.example/x",
        ),
        (
            {"url": "https://code.example/x.whl", "archive_info": {}},
            "indexer-articles[pdf] @ https://code.example/x.whl",
        ),
        ("nonsense", "indexer-articles[pdf]"),
    ],
)
def test_an_extra_is_installed_from_where_the_package_came(
    monkeypatch: pytest.MonkeyPatch, origin: object, expected: str
) -> None:
    monkeypatch.setattr(metadata, "distribution", lambda name: {DISTRIBUTION: Installed(origin)}[name])
    words = shlex.split(how_to_install("pdf"))
    assert words[:4] == [sys.executable, "-m", "pip", "install"]
    assert words[-1] == expected
    assert ("-e" in words) == (expected == "/src[pdf]")


def test_from_its_source_it_is_installed_from_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", missing)
    monkeypatch.setattr(installing, "find_spec", lambda _: None)
    words = shlex.split(how_to_install("warc"))
    assert words == ["uv", "pip", "install", "--python", sys.executable, "-e", f"{ROOT}[warc]"]


def test_a_missing_reader_is_named_with_the_way_to_get_it(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    for module in ("running", "limited_reader"):
        monkeypatch.setattr(f"indexer.indexing.{module}.is_harmless", lambda *_: True)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(pdf(column([f"The keeper of {name} lit the lamp."])))
    (tmp_path / "c.txt").write_text("The keeper lit the lamp.")
    for arguments in (("index", "."), ("clean", "a.pdf")):
        done = run(*arguments, cwd=tmp_path)
        assert done.stderr.count("needs the extra pdf") == (2 if arguments[0] == "index" else 1)
        assert done.stderr.count(f"hint: install it with: {how_to_install('pdf')}") == 1
    assert extras_needed(["needs pip install 'some-name[pdf]'", "a; needs the extra warc: x"]) == {"pdf", "warc"}
