"""Of which kinds is the text of web pages that is lost, or kept against the truth?

    python tests/bench/kinds.py [--data FOLDER] [--set NAME] [--limit N] [--pages KIND]

Blocks of six words or more are counted that have runs of four words which are in the truth and not in the text, or in
the text and not in the truth, by the rule that took them out or by what they are. Of each kind the number of blocks and
of pages is printed, and what that is worth in whole pages: the shares of the truth (lost) or of our text (kept), added.
A run that occurs twice counts twice. With `--pages` the pages on which a kind is worth most are named. The data is not
part of this repository.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from cleaning import DATA, TEXT_SETS, pages, shingles  # noqa: E402 - beside this program
from extractors import Answer  # noqa: E402

_SHORTEST = 6
_LOST = {
    "caption": "taken for a caption",
    "duplicate": "copy",
    "gallery": "in a gallery",
    "header": "in a header",
    "hidden": "hidden until a click, or cut off",
    "navigation": "links, lists and menus",
    "other": "outside the article's box",
    "related": "taken for teasers, or under such a heading",
    "sidebar": "in a sidebar",
}
_KEPT = {
    "heading": "heading",
    "item": "item of a list",
    "paragraph": "paragraph",
    "preformatted": "program",
    "quote": "paragraph",
    "row": "row of a table",
}
_NAMED = 20


def kinds_of(page: str, truth: Answer) -> Iterator[tuple[str, float]]:
    """Yield for each block of a page that is lost or kept against its truth the kind, and the share it is worth."""
    from indexer.cleaning.page.page import clean_html, judge_html
    from indexer.model.drafts import Draft

    draft = Draft("html", page, url=truth.get("url") or "")
    article = clean_html(draft)
    true, found = shingles(truth["articleBody"]), shingles(article.text)
    lost, kept = true - found, found - true
    offsets = [block.start for block in article.blocks]
    texts = [article.text[start:end] for start, end in zip(offsets, [*offsets[1:], None], strict=False)]
    blocks = [
        *((f"kept: {_KEPT[block.kind]}", text, kept) for block, text in zip(article.blocks, texts, strict=True)),
        *(
            (f"lost: {_LOST.get(verdict.rule, 'other rules')}", verdict.text, lost)
            for verdict in judge_html(draft)
            if verdict.rule
        ),
    ]
    for kind, text, wrong in blocks:
        runs = shingles(text) & wrong
        if runs and len(text.split()) >= _SHORTEST:
            wrong.subtract(runs)
            yield kind, runs.total() / (true if wrong is lost else found).total()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder with the sets")
    parser.add_argument("--set", choices=TEXT_SETS, default=TEXT_SETS[0])
    parser.add_argument("--limit", type=int, help="only the first so many pages")
    parser.add_argument("--pages", metavar="KIND", help="name the pages with most of a kind, such as `kept: program`")
    arguments = parser.parse_args()
    blocks: Counter[str] = Counter()
    worth: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key, page, truth in pages(arguments.data, arguments.set, arguments.limit):
        for kind, share in kinds_of(page, truth):
            blocks[kind] += 1
            worth[kind][key] += share
    for kind in sorted(worth):
        print(f"| {kind} | {blocks[kind]:,} on {len(worth[kind])}, {sum(worth[kind].values()):.2f} |")
    shares = worth[arguments.pages] if arguments.pages else {}
    for key in sorted(shares, key=lambda key: -shares[key])[:_NAMED]:
        print(f"{key} {shares[key]:.3f}")


if __name__ == "__main__":
    main()
