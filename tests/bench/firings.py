"""How many lines of articles that are already clean does the cleaning of pasted text take out?

    python tests/bench/firings.py [--list] [--rule NAME] [--json]

The texts are the hand-made truth of saved pages (`articleBody`) and articles that people pasted and tidied by hand;
each is cleaned as plain text that declares nothing. Whatever is taken out counts as a false firing, even where it is
noise that whoever made the truth overlooked; the share is over all lines that are not blank. Only a headline is counted
apart: it is no longer in the text but is the article's title, and found with each of its passages. The texts are not
part of this repository (`--data`).
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.cleaning.pasted.pasted import clean_text
from indexer.model.articles import Removal
from indexer.model.drafts import Draft

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
TRUTH = Path("html", "wcxb-dev", "truth.json")
PASTED = Path("pasted", "newspaper")


def texts(data: Path) -> Iterator[tuple[str, str]]:
    """The name and the content of every clean text."""
    truth = json.loads((data / TRUTH).read_text(encoding="utf-8"))
    for key, page in sorted(truth.items()):
        yield f"{TRUTH.parent.name}/{key}", page["articleBody"]
    for file in sorted((data / PASTED).iterdir()):
        yield f"{PASTED.name}/{file.name}", file.read_text(encoding="utf-8", errors="replace")


def firings(data: Path) -> tuple[int, list[tuple[str, Removal]]]:
    """The number of lines that are not blank, and what is taken out of them, each with its text's name."""
    lines = 0
    found: list[tuple[str, Removal]] = []
    for name, content in texts(data):
        lines += sum(not line.isspace() and line != "" for line in content.split("\n"))
        found += ((name, removal) for removal in clean_text(Draft("text", content)).removed)
    return lines, found


def figures(data: Path) -> dict[str, Any]:
    """How many lines there are, how many are taken out, their share (0 to 1), and how many by each rule.

    `titles` is how many became the title of their article; they are no firings.
    """
    return summary(*firings(data))


def summary(lines: int, found: list[tuple[str, Removal]]) -> dict[str, Any]:
    by_rule = collections.Counter(removal.rule for _, removal in found)
    titles = by_rule.pop("title", 0)
    return {
        "lines": lines,
        "firings": by_rule.total(),
        "share": by_rule.total() / max(1, lines),
        "by_rule": dict(by_rule.most_common()),
        "titles": titles,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the sets")
    parser.add_argument("--list", action="store_true", help="show every line that is taken out")
    parser.add_argument("--rule", default="", help="list only what this rule takes out")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not (arguments.data / TRUTH).is_file():
        sys.exit(f"no texts at {arguments.data}")
    lines, found = firings(arguments.data)
    if arguments.list:
        for name, removal in sorted(found, key=lambda firing: (firing[1].rule, firing[0], firing[1].line)):
            if arguments.rule in {"", removal.rule}:
                print(f"{removal.rule:17} {name}:{removal.line}: {removal.text}")
    report = summary(lines, found)
    if arguments.json:
        print(json.dumps(report))
        return
    print(f"{report['firings']} of {report['lines']:,} lines: {report['share']:.3%}; {report['titles']} became titles")
    for rule, count in report["by_rule"].items():
        print(f"  {rule:17} {count:4}")


if __name__ == "__main__":
    main()
