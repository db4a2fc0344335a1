"""Can what the recorded sessions show still be done, and is it all that a person can do?"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sessions.record import Step, steps

from indexer.cli import COMMANDS, cli
from indexer.cli.console import Console
from indexer.cli.context import Context

if TYPE_CHECKING:
    from conftest import Run

HERE = Path(__file__).resolve().parent / "sessions"
SCRIPTS = sorted(HERE.glob("*.session"))
MISTAKES = {"indexer serach tide", "indexer search -tide moon", "indexer search --sort date tide"}
"""Commands that cannot be typed so, as people do."""

scripts = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


def commands(script: Path) -> list[Step]:
    return [step for step in steps(script) if step.sign == "$"]


def of_indexer(step: Step) -> list[list[str]]:
    """The words of each run of indexer in a command of the shell."""
    parts = [shlex.split(part) for part in re.split(r" \| | > | < |; | & ", step.text)]
    runs = [part[part.index("indexer") + 1 :] for part in parts if "indexer" in part]
    return [run for run in runs if run]


@scripts
def test_each_command_can_be_typed(script: Path) -> None:
    console = Console(Context.of_process())
    for step in commands(script):
        for words in of_indexer(step) if step.text not in MISTAKES else ():
            with cli.make_context("indexer", words, obj=console) as context:
                name, command, rest = cli.resolve_command(context, [*context._protected_args, *context.args])
                assert command is not None, step.text
                command.make_context(name, rest, parent=context)


def test_every_command_is_tried() -> None:
    tried = {words[0] for script in SCRIPTS for step in commands(script) for words in of_indexer(step)}
    assert set(COMMANDS) <= tried


@scripts
def test_the_recording_is_of_this_script(script: Path) -> None:
    shown = script.with_suffix(".txt").read_text(encoding="utf-8")
    recorded = [line[2:] for line in shown.splitlines() if line.startswith("$ ")]
    assert recorded == [step.text for step in commands(script)]
    for step in steps(script):
        for waited, _ in step.typed:
            # The question that is answered, or the screen that is typed at.
            assert waited in shown or waited.endswith("files")


@scripts
def test_a_recording_can_be_read(script: Path) -> None:
    shown = script.with_suffix(".txt").read_text(encoding="utf-8")
    assert not [letter for letter in shown if ord(letter) < 32 and letter != "\n"]
    assert "Traceback" not in shown
    assert "internal error" not in shown
    assert not re.search(r"/(tmp|root|work|home/(?!ann))\b", shown)


def test_what_is_found_in_the_first_minutes_is_what_was_recorded(run: Run, corpus: Path, tmp_path: Path) -> None:
    """The searches that neither need a shell nor keys, in this process."""
    shutil.copytree(corpus, tmp_path / "articles", ignore=shutil.ignore_patterns("README.md"))
    assert run("index", "articles", cwd=tmp_path).returncode == 0
    shown = (HERE / "first-ten-minutes.txt").read_text(encoding="utf-8")
    compared = 0
    for step in commands(HERE / "first-ten-minutes.session"):
        words = shlex.split(step.text)
        if words[:2] != ["indexer", "search"] or {"|", ">", "--interactive", "--open", "--format"} & set(words):
            continue
        if step.text in {"indexer search keeper", "indexer search lighthouse"}:  # before and after there is an index
            continue
        done = run(*words[1:], cwd=tmp_path, terminals={"stdin", "stdout", "stderr"}, env={"NO_COLOR": "1"})
        expected = shown.split(f"\n$ {step.text}\n", 1)[1].split("\n$ ", 1)[0].split("\n# ", 1)[0]
        rows = [line[at : at + 80].rstrip() for line in (done.stdout + done.stderr).split("\n") for at in _rows(line)]
        code = [f"(exit code {done.returncode})"] if done.returncode else []
        assert "\n".join(rows).rstrip("\n").split("\n") + code == expected.rstrip("\n").split("\n"), step.text
        compared += 1
    assert compared > 15


def _rows(line: str) -> range:
    return range(0, max(1, len(line)), 80)
