"""Does a run of the command keep to the surroundings that it is given?"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indexer.cli import Context, main

if TYPE_CHECKING:
    from conftest import Run, RunInstalled


@pytest.fixture
def library(tmp_path: Path, run: Run) -> Path:
    """A folder with two articles in `saved` and their index."""
    folder = tmp_path / "library"
    (folder / "saved").mkdir(parents=True)
    for name in ("storm", "calm"):
        (folder / "saved" / f"{name}.txt").write_text(f"The {name}\n\nA {name} came over the harbour.\n")
        os.utime(folder / "saved" / f"{name}.txt", (10**9, 10**9))
    assert run("index", "saved", cwd=folder).returncode == 0
    return folder


def test_paths_are_those_of_its_folder_and_not_of_the_process_s(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    saved = library / "saved"
    assert (library / ".indexer").is_dir()
    assert run("search", "-l", "storm", cwd=library).stdout == "saved/storm.txt\n"
    assert run("search", "-l", "storm", cwd=saved).stdout == "storm.txt\n"
    assert "A storm came" in run("show", "storm.txt", cwd=saved).stdout
    assert "A storm came" in run("show", "saved/../saved/storm.txt", cwd=library).stdout
    assert "A calm came" in run("clean", "saved/calm.txt", cwd=library).stdout
    assert run("index", "calm.txt", "--index", "made", cwd=saved).stderr.rstrip().endswith("→ made")
    assert (saved / "made").is_dir()
    assert run("stats", cwd=saved, env={"INDEXER_INDEX": "made"}).stdout.startswith("index      made\n")
    assert list(elsewhere.iterdir()) == []


def test_what_does_not_exist_in_its_folder_does_not_exist(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(library / "saved")
    for arguments in (["index", "storm.txt"], ["clean", "storm.txt"], ["search", "storm"]):
        assert run(*arguments, cwd=tmp_path).returncode == 2


def test_variables_are_those_of_its_environment(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("INDEXER_INDEX", "/nowhere"), ("FORCE_COLOR", "1"), ("NO_COLOR", "1"), ("COLUMNS", "60")):
        monkeypatch.setenv(name, value)
    assert "\x1b" not in run("search", "storm", cwd=library).stdout
    assert "\x1b" in run("search", "storm", cwd=library, env={"FORCE_COLOR": "1"}).stdout
    assert max(map(len, run("search", "--help", columns=100).stdout.splitlines())) > 80


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["search", "--help"], [], ["search", "--debug", '"'], ["stats"]]
)
def test_nothing_is_written_but_to_its_streams(
    run: Run, library: Path, capfd: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    done = run(*arguments, cwd=library)
    assert done.out or done.err
    assert capfd.readouterr() == ("", "")


def test_only_the_streams_that_are_terminals_are_taken_for_ones(run: Run, library: Path) -> None:
    coloured = run("search", "storm", cwd=library, terminals={"stdout"})
    assert ("\x1b" in coloured.stdout, "\x1b" in coloured.stderr) == (True, False)
    wrong = run("search", '"storm', cwd=library, terminals={"stderr"})
    assert "\x1b[31m" in wrong.stderr
    assert "\x1b" not in run("search", "storm", cwd=library, terminals={"stderr"}).stdout


def test_a_run_after_another_takes_nothing_over(run: Run, library: Path) -> None:
    assert run("search", "-q", "--color", "always", "storm", cwd=library).stderr == ""
    plain = run("search", "storm", cwd=library)
    assert "matching passage" in plain.stderr
    assert "\x1b" not in plain.stdout
    assert sys.stdout is not plain.out


def test_without_a_context_it_is_the_process_s(run_installed: RunInstalled, run: Run, library: Path) -> None:
    installed, called = run_installed("search", "storm", cwd=library), run("search", "storm", cwd=library)
    assert (installed.returncode, installed.stdout) == (called.returncode, called.stdout)


def test_a_program_can_run_a_command_and_keep_its_own_streams(library: Path) -> None:
    code = (
        "import io, os, sys\n"
        "from indexer.cli import Context, main\n"
        "out, err = io.StringIO(), io.StringIO()\n"
        "code = main(['search', '-l', 'storm'], Context(sys.argv[1], {}, io.StringIO(), out, err))\n"
        "print(code, repr(out.getvalue()), repr(err.getvalue()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, library], capture_output=True, text=True, check=True)
    assert done.stdout == "0 'saved/storm.txt\\n' ''\n"
    assert done.stderr == ""


def test_main_gives_the_streams_of_the_process_back() -> None:
    streams = sys.stdout, sys.stderr
    main(["--help"], Context(os.getcwd(), {}, io.StringIO(), io.StringIO(), io.StringIO()))
    assert (sys.stdout, sys.stderr) == streams
