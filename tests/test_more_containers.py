"""Pages that Safari and Mozilla's programs saved whole, exports of wikis, and outlines."""

from __future__ import annotations

import html
import io
import plistlib
import struct
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import IO

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.reading import budget, compression, read
from indexer.reading.containers import zip_archive
from indexer.reading.formats.wikitext import wikitext_html

LAMP = "The keeper lit the lamp as the fog came in over the pier, and nobody on the island slept that night."
SHIP = "The last ship of the year was a small one, and those who saw it come in said that it had no name."
PAGE = f"<html><head><title>Fog</title></head><body><h1>Fog</h1><p>{LAMP}</p><p>{SHIP}</p></body></html>"
ADDRESS = "https://example.org/fog"


def webarchive(
    page: bytes = PAGE.encode(), kind: str = "text/html", binary: bool = True, charset: str = "UTF-8"
) -> bytes:
    main = {
        "WebResourceURL": ADDRESS,
        "WebResourceMIMEType": kind,
        "WebResourceTextEncodingName": charset,
        "WebResourceData": page,
    }
    frame = {"WebMainResource": {**main, "WebResourceData": b"<p>An advertisement in a frame.</p>"}}
    archive = {"WebMainResource": main, "WebSubframeArchives": [frame]}
    return plistlib.dumps(archive, fmt=plistlib.FMT_BINARY if binary else plistlib.FMT_XML)


@pytest.mark.parametrize("binary", [False, True])
def test_a_page_that_safari_saved_is_one_article(binary: bool) -> None:
    (draft,) = read("a.webarchive", webarchive(binary=binary)).drafts
    article = clean(draft)
    assert (article.title, article.text, article.url) == ("Fog", f"{LAMP}\n\n{SHIP}", ADDRESS)


def test_its_charset_is_the_one_it_had_on_the_web() -> None:
    page = PAGE.replace("pier", "Маяк").encode("koi8-r")
    assert "Маяк" in read("a.webarchive", webarchive(page, charset="koi8-r")).drafts[0].content


@pytest.mark.parametrize(
    "data",
    [b"", b"bplist00", b"<plist>", b"nothing", plistlib.dumps({}), plistlib.dumps([1]), webarchive(kind="image/png")],
)
def test_what_has_no_page_in_it_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"no page in it|damaged web archive"):
        read("a.webarchive", data)


@given(st.data())
def test_altered_archives_of_safari_are_read_or_refused(data: st.DataObject) -> None:
    whole = webarchive()
    at = data.draw(st.integers(0, len(whole) - 1))
    altered = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 4)) :]
    with suppress(SourceError):
        assert len(read("a.webarchive", altered).drafts) <= 1


def overlapping(count: int) -> bytes:
    """A property list in which `count` lists of as many values have the same bytes."""
    many = b"\xaf\x12" + struct.pack(">I", count)
    lists = many + b"".join((number + 2).to_bytes(3, "big") for number in range(count))
    begins = [8, 8 + len(lists), *[9 + len(lists)] * count]
    body = b"bplist00" + lists + b"\0" + many + b"\0\0\1" * count
    return body + struct.pack(f">{len(begins)}I6xBBQQQ", *begins, 4, 3, len(begins), 0, len(body))


def test_values_of_a_list_that_overlap_are_not_read_again_and_again() -> None:
    def refuse(data: bytes) -> None:
        with pytest.raises(SourceError, match="damaged web archive"):
            read("a.webarchive", data)

    assert_linear(refuse, overlapping, 2000)


@pytest.mark.parametrize("value", [b"<array>" * 2000 + b"</array>" * 2000, b"<array/>", b"<real>1</real>"])
def test_what_an_archive_says_of_its_page_is_text_or_nothing(value: bytes) -> None:
    whole = webarchive(kind="image/png", binary=False)
    with pytest.raises(SourceError, match="no page in it"):
        read("a.webarchive", whole.replace(b"<string>image/png</string>", value))


def maff(**files: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return packed.getvalue()


def test_pages_in_an_archive_of_mozillas_programs_are_at_their_addresses_and_without_their_frames() -> None:
    said = (
        '<RDF:RDF><RDF:Description><MAF:originalurl RDF:resource="{}"/><MAF:indexfilename RDF:resource="index.html"/>'
    )
    data = maff(
        a__index_dot_html=PAGE,
        a__index_dot_rdf=said.format("https://example.org/fog?a=1&amp;b=2"),
        a__index_files__frame_dot_html="<p>An advertisement in a frame, with words in it.</p>",
        b__index_dot_html=PAGE.replace("Fog", "Rain"),
        b__index_dot_rdf=said.format("https://example.org/rain"),
    )
    reading = read("a.maff", data)
    assert [(draft.part, draft.url) for draft in reading.drafts] == [
        ("!/a/index.html", "https://example.org/fog?a=1&b=2"),
        ("!/b/index.html", "https://example.org/rain"),
    ]
    assert reading.problems == ()


def test_what_is_beside_the_folders_of_pages_stays_and_what_is_below_them_goes() -> None:
    said = '<RDF:Description><MAF:indexfilename RDF:resource="index.html"/>'
    pages = dict.fromkeys(["a__index_dot_html", "a__b__index_dot_html", "c__index_dot_html"], PAGE)
    described = dict.fromkeys(["a__index_dot_rdf", "a__b__index_dot_rdf", "c__index_dot_rdf"], said)
    beside = dict.fromkeys(["A_dot_txt", "a0__a_dot_txt", "b_dot_txt", "d_dot_txt"], LAMP)
    below = dict.fromkeys(["a__a_dot_txt", "a__b__b_dot_txt", "a__c__c_dot_txt", "c__d__d_dot_txt"], SHIP)
    reading = read("a.maff", maff(**below, **described, **pages, **beside))
    assert {draft.part for draft in reading.drafts} == {
        "!/a/index.html", "!/a/b/index.html", "!/c/index.html", "!/A.txt", "!/a0/a.txt", "!/b.txt", "!/d.txt"
    }  # fmt: skip


@pytest.mark.parametrize("name", ["gone.html", "../b.txt", ""])
def test_a_description_of_a_page_that_is_not_in_the_archive_hides_nothing(name: str) -> None:
    said = f'<RDF:Description><MAF:indexfilename RDF:resource="{name}"/>'
    reading = read("a.maff", maff(a__index_dot_rdf=said, a__page_dot_html=PAGE, b_dot_txt=SHIP))
    assert {draft.part for draft in reading.drafts} == {"!/a/page.html", "!/b.txt"}


def test_descriptions_of_pages_are_counted_as_what_else_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a/index.rdf", b"a" * 1000)
        archive.filelist *= 500
    opened: list[str] = []

    def counted(begin: Callable[[], IO[bytes]], what: str) -> bytes:
        opened.append(what)
        return compression.read_within(begin, what)

    monkeypatch.setattr(budget, "LIMIT", 10_000)
    monkeypatch.setattr(zip_archive, "read_within", counted)
    with pytest.raises(SourceError, match="too large"):
        read("a.zip", packed.getvalue())
    assert len(opened) == 11


WIKITEXT = f"""{{{{Infobox light
| name = Fog
| height = {{{{convert|30|m|ft}}}}
}}}}
'''Fog Point''' ({{{{lang|gd|An Ceò}}}}) is a [[lighthouse]] in [[Scotland|the north]].<ref>{{{{a}}}}</ref><ref name= />
{LAMP}

== History ==
[[File:Lamp.jpg|thumb|The [[lamp]] at night]]
{SHIP} It is {{{{convert|30|m|ft}}}} high.

* one thing
* another [https://example.org thing]

{{| class="wikitable"
! Year !! style="width: 3em" | Keeper
|-
| 1843 || Ann
|-
| 1850
| Bo
|}}
<!-- a comment --> __NOTOC__
[[Category:Lights]]
[[de:Nebel]]
"""


def test_an_export_of_a_wiki_is_its_articles_without_the_markup() -> None:
    def page(title: str, space: int, text: str) -> str:
        revision = f"<revision><timestamp>2024-03-01T10:00:00Z</timestamp><text>{html.escape(text)}</text></revision>"
        return f"<page><title>{title}</title><ns>{space}</ns>{revision}</page>"

    data = (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" xml:lang="en">'
        "<siteinfo><sitename>Lights</sitename><base>https://wiki.example/wiki/Main_Page</base></siteinfo>"
        f"{page('Talk:Fog', 1, 'Talk.')}{page('Mist', 0, '#REDIRECT [[Fog]]')}"
        f"{page('Fog Point', 0, WIKITEXT)}</mediawiki>"
    )
    (draft,) = read("a.xml", data.encode()).drafts
    article = clean(draft)
    assert (article.title, article.url, article.site) == ("Fog Point", "https://wiki.example/wiki/Fog_Point", "Lights")
    assert article.modified == date(2024, 3, 1)
    assert article.published is None
    assert [*filter(None, article.text.split("\n"))] == [
        f"Fog Point (An Ceò) is a lighthouse in the north. {LAMP}",
        "History",
        f"{SHIP} It is 30 m high.",
        "- one thing",
        "- another thing",
        "Year | Keeper",
        "1843 | Ann",
        "1850 | Bo",
    ]


def test_a_page_has_no_text_of_one_inside_it() -> None:
    revision = "<revision><text>Fog.</text></revision>"
    data = f"<mediawiki><page><title>A</title><page><title>B</title>{revision}</page></page></mediawiki>"
    assert [draft.title for draft in read("a.xml", data.encode()).drafts] == ["B"]


@pytest.mark.parametrize("unit", ["{{", "}}", "[[a|", "<ref>", "<!--", "''", "{{a|{{b}}", "=", "{|\n"])
def test_wikitext_takes_no_longer_than_its_size(unit: str) -> None:
    assert_linear(wikitext_html, lambda size: unit * size, 2000)
    assert_linear(wikitext_html, lambda size: (unit + "\n|") * size, 2000)


@pytest.mark.parametrize(
    ("begin", "unit"), [("= a", " "), ("{|\n|", "a=aa"), ("{|\n|", "a=b "), ("{|\n|a\n", "b\n" * 16)]
)
def test_no_line_of_wikitext_takes_longer_than_its_size(begin: str, unit: str) -> None:
    assert_linear(wikitext_html, lambda size: f"{begin}{unit * size} | b", 16_000)


def test_what_might_be_a_redirection_takes_no_longer_than_its_size() -> None:
    def export(size: int) -> bytes:
        return f"<mediawiki><page><revision><text>#abc{' ' * size}b</text></revision></page></mediawiki>".encode()

    assert_linear(lambda data: read("a.xml", data), export, 16_000)


def test_an_outline_is_an_article_and_a_list_of_feeds_is_none() -> None:
    day = "<dateCreated>Fri, 01 Mar 2024 10:00:00 GMT</dateCreated>"
    head = f"<head><title>Notes</title><ownerName>Ann Lee</ownerName>{day}</head>"
    feed = '<outline text="A feed" type="rss" xmlUrl="https://example.org/feed"/>'
    lines = f'<outline text="The lamp"><outline text="{LAMP}" _note="{SHIP}"/></outline>'
    (draft,) = read("a.opml", f'<opml version="2.0">{head}<body>{lines}{feed}</body></opml>'.encode()).drafts
    article = clean(draft)
    assert (article.title, article.authors, article.published) == ("Notes", ("Ann Lee",), date(2024, 3, 1))
    assert "The lamp" in article.text
    assert LAMP in article.text
    assert SHIP in article.text
    assert "A feed" not in article.text
    with pytest.raises(SourceError, match="unsupported format"):
        read("a.opml", f'<opml>{head}<body><outline text="News">{feed}</outline></body></opml>'.encode())
