"""Do the pages say what is true?"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import INDEXER, clean_environment

from indexer import Index
from indexer.cli import COMMANDS

if TYPE_CHECKING:
    from conftest import Run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL, TESTS = re.findall(r"```sh\n(.+?)\n```", README)[:2]


def installing_works(folder: Path) -> bool:
    """Whether pip can fetch packages, in whatever way it is set up to."""
    asked = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", str(folder), "flit_core"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def test_both_commands_are_one_line_each_on_the_first_screen() -> None:
    first_screen = README.splitlines()[:24]
    assert SHELL in first_screen
    assert TESTS in first_screen
    assert "\n" not in SHELL + TESTS


def test_the_first_command_gives_ranked_snippets_from_a_fresh_clone(tmp_path: Path) -> None:
    """A copy of what git holds, a new virtual environment, nothing installed."""
    clone = tmp_path / "clone"
    shutil.copytree(
        ROOT,
        clone,
        ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", ".indexer"),
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("INDEXER_", "VIRTUAL_"))}
    environment["PIP_NO_COMPILE"] = "1"  # of what is installed, little is used
    environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    done = subprocess.run(
        ["bash", "-c", SHELL],
        cwd=clone,
        env=environment,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    if done.returncode and os.environ.get("INDEXER_REQUIRE_NETWORK") != "1" and not installing_works(tmp_path / "try"):
        pytest.skip("pip cannot install packages")
    assert done.returncode == 0, done.stderr
    expected = re.search(r"```text\n(.+?)```", README, re.DOTALL)
    assert expected is not None
    assert done.stdout.startswith(expected[1])


def test_ci_runs_the_readme_s_own_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    extracted = re.search(r"^test_command=\$\((.+)\)$", script, re.MULTILINE)
    assert extracted is not None
    found = subprocess.run(["bash", "-c", extracted[1]], cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    assert found.stdout.strip() == TESTS
    assert '\ntimed "$test_command"\n' in script


def run_example(which: int, folder: Path) -> list[str]:
    """The lines that an example in Python prints."""
    example = re.findall(r"```python\n(.+?)```", README, re.DOTALL)[which]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", example],
        cwd=folder,
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.stdout.splitlines()


def test_the_python_example_runs_as_it_stands(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    first, *hits = run_example(0, tmp_path)
    assert first.startswith("26 files,")
    assert any("lighthouse" in hit for hit in hits)


def test_the_examples_with_whoosh_run_as_they_stand(tmp_path: Path) -> None:
    by_whoosh, by_arrays = run_example(1, tmp_path)
    assert by_whoosh == "{'coast.example': [0]}"
    assert by_arrays.startswith("[(0, 0.")
    (tmp_path / "whoosh-index").mkdir()
    (found,) = run_example(2, tmp_path)
    assert "Top 1 Results" in found


def test_every_command_is_documented() -> None:
    assert [command for command in COMMANDS if f"indexer {command}" not in README] == []


@pytest.mark.parametrize("line", re.findall(r"^    (indexer .+?)(?:\s{2,}#.*)?$", README, re.MULTILINE))
def test_the_command_lines_shown_can_be_typed(line: str) -> None:
    from indexer.cli import cli
    from indexer.cli.console import Console
    from indexer.cli.context import Context

    words = shlex.split(line.split("|", maxsplit=1)[0])[1:]
    with cli.make_context("indexer", words, obj=Console(Context.of_process())) as context:
        name, command, rest = cli.resolve_command(context, [*context._protected_args, *context.args])
        assert command is not None
        command.make_context(name, rest, parent=context)


SEARCHES = [
    example
    for line in README.split("| `indexer search` |")[1].split("\n\n")[0].splitlines()[2:]
    for example in re.findall(r"`([^`]+)`", line.split(" | ")[0])
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sample articles and their index."""
    folder = tmp_path_factory.mktemp("library")
    shutil.copytree(ROOT / "corpus" / "news-pasted", folder / "articles")
    with Index(folder / ".indexer") as index:
        index.update([folder / "articles"])
    return folder


@pytest.mark.parametrize("example", SEARCHES)
def test_a_search_runs_as_it_is_shown(run: Run, library: Path, example: str) -> None:
    done = run("search", *shlex.split(example), cwd=library)
    assert done.returncode in {0, 1}
    assert "error" not in done.stderr


@pytest.mark.parametrize("line", re.findall(r"^    (indexer search .+ \| .+)$", README, re.MULTILINE))
def test_a_search_that_is_piped_runs_as_it_is_shown(
    run: Run, corpus: Path, tmp_path: Path, line: str, home: Path
) -> None:
    needed = line.split(" | ", 1)[1].split(maxsplit=1)[0]
    if shutil.which(needed) is None:
        pytest.skip(f"no {needed}")
    shutil.copytree(corpus, tmp_path / "two words")
    assert run("index", ".", cwd=tmp_path).returncode == 0
    environment = clean_environment(home) | {"PATH": f"{Path(INDEXER).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "indexer" / "README.md", ROOT / "tests" / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"


@cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the functions of a file of tests."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_construct_of_the_language_has_an_example_that_a_test_runs() -> None:
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    table = page.split("| construct | example | test |")[1].split("\n\n")[0]
    rows = re.findall(r"^\| .+ \| `([^`]+)` \| `(test_\w+\.py)::(test_\w+)` \|$", table, re.MULTILINE)
    assert len(rows) == len(table.strip().splitlines()) - 1 > 50
    for example, file, name in rows:
        assert example in (ROOT / "tests" / file).read_text(encoding="utf-8"), example
        assert name in functions_of(file), name


def test_every_file_of_tests_is_in_the_table_of_them() -> None:
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    table = page.split("| room | its tests |")[1].split("\n\n")[0]
    named = re.findall(r"`(test_[\w*]+\.py)`", table)
    files = [path.name for path in (ROOT / "tests").glob("test_*.py")]
    assert [file for file in files if not any(fnmatch(file, name) for name in named)] == []
    assert [name for name in named if not any(fnmatch(file, name) for file in files)] == []


def test_the_tests_that_hold_the_promises_exist() -> None:
    page = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", page)
    assert len(named) > 60
    for file, name in named:
        assert name in functions_of(file), f"{file}::{name}"
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)]
    assert numbers == sorted(set(numbers))
    assert numbers[:18] == list(range(1, 19))
