"""What comes out of small files that were written to go wrong, and is it right?

    python tests/bench/cases.py [--cases FOLDER] [--json]

`cases.json` beside this program says of each file in the folder `clean` what is right: how many articles (`articles`),
words that must be in their texts (`has`) or must not (`lacks`), the first one's `title`, `authors`, `published`,
`site`, `url`, `language`, the number of its paragraphs (`paragraphs`) and how its text begins (`begins`). The pages in
the folder `pages` have an `expected.json` of their own. The files are not part of this repository.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CASES = HERE.parents[2] / "shared" / "cases"
WORDS = 120
_FIELDS = ("title", "site", "url", "language")


def truths(cases: Path) -> dict[str, Mapping[str, Any]]:
    """What is right of each file, by its path in the folder of cases."""
    known: dict[str, Mapping[str, Any]] = json.loads((HERE / "cases.json").read_text(encoding="utf-8"))
    pages = json.loads((cases / "pages" / "expected.json").read_text(encoding="utf-8"))
    for name, expected in pages.items():
        truth = {key: value for key, value in expected.items() if not key.startswith("text_")}
        for key, wanted in (("text_has", "has"), ("text_lacks", "lacks"), ("text_once", "once")):
            if key in expected:
                truth[wanted] = [expected[key]]
        known[f"pages/{name}"] = truth
    return known


def faults(file: Path, truth: Mapping[str, Any]) -> Iterator[str]:
    """In what the outcome of one file differs from what is right."""
    from indexer.errors import SourceError
    from indexer.indexing.extraction import extract

    try:
        articles = [article for article, _ in extract(str(file), file.read_bytes(), WORDS).articles]
    except SourceError as error:
        yield f"refused: {error}"
        return
    if len(articles) != truth.get("articles", 1):
        yield f"{len(articles)} articles"
    if not articles:
        return
    first = articles[0]
    text = "\n\n".join(article.text for article in articles)
    yield from (f"without {words!r}" for words in truth.get("has", ()) if words not in text)
    yield from (f"with {words!r}" for words in truth.get("lacks", ()) if words in text)
    yield from (f"{text.count(words)} times {words!r}" for words in truth.get("once", ()) if text.count(words) != 1)
    yield from (
        f"{field} {getattr(first, field)!r}"
        for field in _FIELDS
        if truth.get(field, getattr(first, field)) != getattr(first, field)
    )
    if list(first.authors) != truth.get("authors", list(first.authors)):
        yield f"authors {first.authors}"
    if str(first.published) != truth.get("published", str(first.published)):
        yield f"published {first.published}"
    if not first.text.startswith(truth.get("begins", "")):
        yield f"begins {first.text[:40]!r}"
    paragraphs = first.text.count("\n\n") + 1
    if paragraphs != truth.get("paragraphs", paragraphs):
        yield f"{paragraphs} paragraphs"


def figures(cases: Path) -> dict[str, Any]:
    """How many files are known, how many come out right, and what is wrong with the others."""
    known = truths(cases)
    wrong = {file: found for file, truth in known.items() if (found := list(faults(cases / file, truth)))}
    return {"files": len(known), "right": len(known) - len(wrong), "wrong": wrong}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=Path, default=CASES)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = figures(options.cases)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    print(f"{found['right']} of {found['files']} files come out right")
    for file, wrong in found["wrong"].items():
        print(f"  {file}: {'; '.join(wrong)}")


if __name__ == "__main__":
    main()
