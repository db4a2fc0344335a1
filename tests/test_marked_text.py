"""Org, AsciiDoc and reStructuredText are text without the marks that only their programs read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.reading import read
from indexer.reading.formats import asciidoc, org, restructured, wiki_page

LAMP = "The keeper lit the lamp as the fog came in over the pier, and nobody on the island slept that night."
SHIP = "The last ship of the year was a small one, and those who saw it come in said that it had no name."

RST = f"""==========
 The lamp
==========

:Author: Ann Lee
:Date: 2024-03-01

.. contents::
   :local:

.. _first:

First
-----

{LAMP} See `the pier <https://a.example>`_, :py:class:`Foo <b.Foo>` and ``lamp`` [1]_.

.. warning:: Fog
   comes in.

.. code-block:: python
   :linenos:

   print("x")  # :ref:`a`

.. figure:: a.png
   :width: 3

   The lamp at night.

.. image:: b.png
   :alt: hidden

.. a comment
   of two lines

As in::

    a = 1

:Field: stays

.. [1] A note.

----

{SHIP}
"""
ADOC = f"""= The lamp
Ann Lee <ann@example.org>
v1.0, 2024-03-01
:toc:

== First

[abstract]
{LAMP} See https://a.example[the pier] and <<first,above>>.footnote:[A note.]

[source,python]
----
print("x") # [a]
// stays
----

.A list
. one
. two
+
goes on

|===
|Year |Keeper
|===

// a comment
////
hidden
////
image::a.png[lamp,300]
include::b.adoc[]

____
{SHIP}
____
"""
ORG = f"""#+TITLE: The lamp
#+AUTHOR: Ann Lee
#+DATE: <2024-03-01 Fri>

* TODO [#A] First :tag:work:
  SCHEDULED: <2024-03-01 Fri>
  :PROPERTIES:
  :ID: hidden
  :END:
{LAMP} See [[https://a.example][the pier]].
#+BEGIN_SRC python
# stays
#+END_SRC
# a comment
#+BEGIN_COMMENT
hidden
#+END_COMMENT
#hashtag
#+CAPTION: At night
[[./a.png]]
#+BEGIN_QUOTE
{SHIP}
#+END_QUOTE
"""


@pytest.mark.parametrize(
    ("name", "written", "kept", "gone"),
    [
        (
            "a.rst",
            RST,
            "First|See the pier, Foo and lamp.|comes in.|# :ref:`a`|The lamp at night.|As in:|:Field: stays|A note.",
            ["..", "---", "contents", "linenos", "width", "hidden", "comment", "two lines", "a.example"],
        ),
        (
            "a.adoc",
            ADOC,
            'First|See the pier and above. (A note.)|print("x") # [a]|// stays|A list|one|goes on|Year',
            ["==", "--", "[abstract]", "[source", "|===", "comment", "hidden", "image::", "include::", "____"],
        ),
        (
            "a.org",
            ORG,
            "First|See the pier.|# stays|#hashtag|At night",
            ["TODO", ":tag:", "SCHEDULED", "hidden", "comment", "#+", "[[", "a.png"],
        ),
    ],
)
def test_marks_go_and_words_stay(name: str, written: str, kept: str, gone: list[str]) -> None:
    (draft,) = read(name, written.encode()).drafts
    article = clean(draft)
    assert (article.title, article.authors, str(article.published)) == ("The lamp", ("Ann Lee",), "2024-03-01")
    for words in (LAMP, SHIP, *kept.split("|")):
        assert words in article.text
    for mark in gone:
        assert mark not in article.text
    begin = next(span for span in reversed(article.spans) if span.start <= article.text.index(SHIP))
    assert written.split("\n")[begin.first - 1 : begin.last].count(SHIP) == 1


READERS = pytest.mark.parametrize(
    "without_marks",
    [org.without_marks, asciidoc.without_marks, restructured.without_marks, wiki_page.without_marks],
    ids=["org", "adoc", "rst", "wiki"],
)


@READERS
@pytest.mark.parametrize(
    "line", ["Dear all, Scheduled trains stay.", "CLOSED doors.", "He said: :no.", "a [b] c", ".5 of it"]
)
def test_prose_stays(without_marks: Callable[[str], str], line: str) -> None:
    shown = {line, line.removeprefix(".")}  # in AsciiDoc it is the title of a block
    assert without_marks(f"{LAMP}\n\n{line}\n\n{SHIP}") in {f"{LAMP}\n\n{words}\n\n{SHIP}" for words in shown}


PIECES = st.sampled_from(
    ["\n", "\n\n", "   ", "word", ".. ", "note::", ":a: b", "----", "====", "[a]", "`x`_", "::", "//", "////", "* ",
     "#+BEGIN_SRC", "#+END_SRC", ":PROPERTIES:", ":END:", "[[a][b]]", "|===", "+", "image::a[b]", "== a ==", "**"]
)  # fmt: skip


@READERS
@given(text=st.lists(PIECES, max_size=30).map("".join))
def test_every_line_keeps_its_place(without_marks: Callable[[str], str], text: str) -> None:
    assert without_marks(text).count("\n") == text.count("\n")


@READERS
@pytest.mark.parametrize(
    "unit",
    [
        ":PROPERTIES:\n",
        "#+begin_comment\n",
        "[[a",
        "`a ",
        "<<a,",
        "http://a[",
        ".. \n",
        "////\n",
        ":a:`",
        "//a ",
        "**a **",
        "{{",
        "== a ",
        "a== b ",
    ],
)
def test_no_text_takes_longer_than_its_size(without_marks: Callable[[str], str], unit: str) -> None:
    assert_linear(without_marks, lambda size: unit * size, 2000)


@READERS
@pytest.mark.parametrize(
    ("begin", "unit"), [("* a", " "), ("== a", " "), ("include::", "["), (":PROPERTIES:\n", "   a\n")]
)
def test_no_line_takes_longer_than_its_size(without_marks: Callable[[str], str], begin: str, unit: str) -> None:
    assert_linear(without_marks, lambda size: f"{begin}{unit * size}b", 16_000)


ZIM = "Content-Type: text/x-zim-wiki\nWiki-Format: zim 0.6\nCreation-Date: 2024-03-05T18:22:01+00:00\n\n"
MARKED = f"{LAMP}\n\n===== Ships =====\n{SHIP} **It //is// named** [[Ships:Last|last]], see http://a.example//b.\n"


@pytest.mark.parametrize(
    ("head", "line"),
    [(f"{ZIM}====== The lamp ======\nCreated Tuesday 05 March 2024\n\n", 8), ("====== The lamp ======\n\n", 3)],
)
def test_a_page_of_a_wiki_in_a_text_has_its_title_and_loses_its_marks(head: str, line: int) -> None:
    draft = read("a.txt", (head + MARKED).encode()).drafts[0]
    article = clean(draft)
    assert (article.title, str(article.published or "")) == (
        "The lamp",
        "2024-03-05" if "Zim" in head or "zim" in head else "",
    )
    assert article.text == f"{LAMP}\n\nShips\n\n{SHIP} It is named last, see http://a.example//b."
    assert article.spans[0].first == line


def test_strokes_within_a_line_of_a_wiki_are_no_heading() -> None:
    line = "Where a == b and c == d it is so."
    assert wiki_page.without_marks(f"{line}\n=== So it is ===\r\n== \n==== a ==") == f"{line}\nSo it is\n== \n==== a =="


@pytest.mark.parametrize("text", [f"{LAMP}\n\n====== \n\n{SHIP}", f"====== {LAMP}\n\n{SHIP}"])
def test_strokes_without_a_title_are_no_page_of_a_wiki(text: str) -> None:
    assert read("a.txt", text.encode()).drafts[0].title == ""
