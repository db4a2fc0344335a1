"""What is read out of documents of word processors, and out of e-books."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from damage import altered, read_or_refuse, shares
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.articles import Article
from indexer.reading import read

EXPECTED = json.loads((Path(__file__).parent / "zoo_documents.json").read_text(encoding="utf-8"))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def articles(name: str, data: bytes) -> list[Article]:
    return [clean(draft) for draft in read(name, data).drafts]


def article(name: str, data: bytes) -> Article:
    (found,) = articles(name, data)
    return found


# What the three kinds of word processors' documents have in common, written by the functions below.

CORE = """<p:coreProperties xmlns:p="p" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="t">
<dc:title>Ditches of the Fen</dc:title><dc:creator>Ada Fenwick;Bert Marsh</dc:creator>
<dcterms:created>2019-02-27T10:15:00Z</dcterms:created><dc:language>en-GB</dc:language></p:coreProperties>"""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="m" xmlns:v="v"'
STYLES = f"""<w:styles {W}><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="My heading"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:styleId="Round"><w:name w:val="Round"/><w:basedOn w:val="Round"/></w:style>
<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style></w:styles>"""
NOTES = f"""<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Counted from a
boat.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote></w:footnotes>"""


def docx(body: str, files: dict[str, str] | None = None) -> bytes:
    document = f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"
    return zipped(
        {"word/document.xml": document, "word/styles.xml": STYLES, "word/footnotes.xml": NOTES} | (files or {})
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content if '<' in content else run(content)}</w:p>"


def test_a_raised_number_is_none_of_the_word_before_it() -> None:
    raised = run("It ran for years") + run("1", '<w:vertAlign w:val="superscript"/>') + run(".")
    assert article("a.docx", docx(par(raised))).text == "It ran for years 1."
    hidden = run("2", '<w:vertAlign w:val="superscript"/><w:vanish/>')
    assert article("a.docx", docx(par(raised + hidden))).text == "It ran for years 1."
    assert article("a.rtf", rtf(r"It ran for years{\super 1}.\par")).text == "It ran for years 1."
    assert article("a.rtf", rtf(r"For years\super 1\nosupersub .\super0 x\par")).text == "For years 1.x"


def test_a_letter_that_reaches_over_several_lines_is_the_first_of_the_paragraph() -> None:
    capital = par("T", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert (
        article("a.docx", docx(capital + par("he pump ran.") + par("It stopped."))).text
        == "The pump ran.\n\nIt stopped."
    )


CHUNK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chunk.html", "<html><head><title>x</title></head><body><p>Behind the sluice.</p></body></html>"),
        ("chunk.mht", "Content-Type: text/html\n\n<p>Behind the sluice.</p>"),
        ("chunk.txt", "Behind the sluice."),
        ("chunk.rtf", r"{\rtf1 Behind the sluice.\par}"),
        ("chunk", "<html><body><p>Behind the sluice.</p></body></html>"),
    ],
)
def test_word_files_in_place_of_paragraphs_are_read(name: str, content: str) -> None:
    relations = f'<r xmlns="r"><Relationship Id="c1" Type="{CHUNK}" Target="{name}"/></r>'
    body = f"{par('A ditch.')}<w:altChunk w:id='c1'/>{par('A pump.')}<w:altChunk w:id='c1'/><w:altChunk w:id='c9'/>"
    found = article("a.docx", docx(body, {"word/_rels/document.xml.rels": relations, f"word/{name}": content}))
    assert found.text == "A ditch.\n\nBehind the sluice.\n\nA pump."


def test_rtf_of_two_ways_to_write_the_same_the_one_in_unicode_is_read() -> None:
    body = r"A {\upr{ditch}{\*\ud{gr\u252 ?ft}}} here. {\upr{one}{\*\ud{two}}}\par"
    assert article("a.rtf", rtf(body)).text == "A grüft here. two"


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (('<dc:date opf:event="conversion">2021-02-03</dc:date><dc:date opf:event="publication">'
         '1931-05-06</dc:date>'), "1931-05-06"),
        ('<dc:date opf:event="modification">2021-02-03</dc:date><dc:date>1931-05-06</dc:date>', "1931-05-06"),
        ('<dc:date>1999-01-01</dc:date><dc:date opf:event="original-publication">1931</dc:date>', "1931-01-01"),
        ('<dc:date opf:event="conversion">2021-02-03</dc:date>', None),
        ('<meta property="dcterms:issued">1931</meta><dc:date opf:event="creation">1999</dc:date>', "1931-01-01"),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", None),
    ],
)  # fmt: skip
def test_a_book_was_published_when_it_says_so_and_not_when_its_file_was_made(dates: str, published: str | None) -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Fen</dc:title>{dates}</metadata>'
        '<manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
    page = "<html><body><h1>On Ditches</h1><p>They are old.</p></body></html>"
    found = article("a.epub", zipped({"META-INF/container.xml": container, "b.opf": package, "c.xhtml": page}))
    assert (found.published and found.published.isoformat()) == published


def test_word_paragraphs_headings_lists_and_tables() -> None:
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    row = f"<w:tr><w:tc>{par('North')}</w:tc><w:sdt><w:sdtContent><w:tc>{par('4')}</w:tc></w:sdtContent></w:sdt></w:tr>"
    found = article(
        "a.docx",
        docx(
            par("On Ditches", "berschrift1")
            + par("Contents 3", "Verzeichnis1")
            + par("Of eels", "Mine")
            + par("They are long.", "Round")
            + par("Eels", properties=item)
            + par("Herons", properties=item)
            + f"<w:tbl><w:tblPr/><w:tr><w:tc>{par('Ditch')}</w:tc><w:tc>{par('Eels')}</w:tc></w:tr>{row}</w:tbl>"
            + par("A ditch in May.", "Beschriftung")
        ),
    )
    assert found.title == "On Ditches"
    assert found.text == "Of eels\n\nThey are long.\n\n- Eels\n- Herons\n\nDitch | Eels\nNorth | 4"
    assert found.captions == ("A ditch in May.",)
    assert found.spans == ()


def test_what_of_a_word_document_is_read() -> None:
    box = f"<w:txbxContent>{par('In a box.')}</w:txbxContent>"
    found = article(
        "a.docx",
        docx(
            par(
                run("Seen")
                + '<w:hyperlink><w:r><w:t xml:space="preserve"> and linked</w:t></w:r></w:hyperlink>'
                + f"<w:ins>{run(' and added')}</w:ins><w:del><w:r><w:delText> and deleted</w:delText></w:r></w:del>"
                + run(" and hidden", "<w:vanish/>")
                + run(" and shown", '<w:vanish w:val="0"/>')
                + '<w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
                + '<w:r><w:tab/><w:t>&amp; &lt;b&gt;</w:t><w:footnoteReference w:id="2"/></w:r>'
                + "<w:r><mc:AlternateContent><mc:Choice><w:drawing>"
                + box
                + "</w:drawing></mc:Choice><mc:Fallback><w:pict>"
                + box
                + "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
            )
            + par("After.")
        ),
    )
    assert found.text == ("Seen and linked and added and shown & <b>\n\nCounted from a boat.\n\nIn a box.\n\nAfter.")


def test_properties_of_a_word_document() -> None:
    found = article("a.docx", docx(par("They are long."), {"docProps/core.xml": CORE}))
    assert found.title == "Ditches of the Fen"
    assert found.authors == ("Ada Fenwick", "Bert Marsh")
    assert found.published == date(2019, 2, 27)
    assert found.language == "en"


def test_the_main_part_of_a_word_document_may_have_another_name() -> None:
    relations = '<r xmlns="r"><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></r>'
    document = f"<w:document {W}><w:body>{par('They are long.')}</w:body></w:document>"
    assert (
        article("a.docx", zipped({"_rels/.rels": relations, "word/document2.xml": document})).text == "They are long."
    )


ODF = 'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:style="s" xmlns:dc="c" xmlns:meta="m"'


def odt(body: str, files: dict[str, str] | None = None) -> bytes:
    title = '<style:style style:name="P1" style:parent-style-name="Title"/>'
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{title}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content} | (files or {}))


def test_opendocument_text() -> None:
    found = article(
        "a.odt",
        odt(
            '<text:p text:style-name="P1">On Ditches</text:p>'
            "<text:tracked-changes><text:p>Gone</text:p></text:tracked-changes>"
            "<text:table-of-content><text:p>Of eels 3</text:p></text:table-of-content>"
            '<text:h text:outline-level="2">Of eels</text:h>'
            '<text:p>They <text:span>are<text:s text:c="2"/>long</text:span>.<text:note><text:note-citation>1'
            "</text:note-citation><text:note-body><text:p>Counted from a boat.</text:p></text:note-body></text:note>"
            " And<text:tab/>wide.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>"
            "<text:list><text:list-item><text:p>Eels</text:p></text:list-item><text:list-item><text:p>Herons</text:p>"
            "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>North</text:p>"
            "</table:table-cell><table:table-cell><text:p>4</text:p></table:table-cell></table:table-row><table:table-row>"
            "<table:table-cell><text:p>South</text:p></table:table-cell><table:table-cell><text:p>5</text:p>"
            "</table:table-cell></table:table-row></table:table>"
            "<text:p><draw:frame><draw:text-box><text:p>A box.</text:p>"
            '<text:p text:style-name="Figure">A ditch in May.</text:p></draw:text-box></draw:frame></text:p>'
        ),
    )
    assert found.title == "On Ditches"
    assert found.text == (
        "Of eels\n\nThey are long. And wide.\n\nCounted from a boat.\n\n- Eels\n- Herons\n\nNorth | 4\nSouth | 5\n\n"
        "A box."
    )
    assert found.captions == ("A ditch in May.",)


def test_properties_of_an_opendocument_text() -> None:
    meta = (
        f"<office:document-meta {ODF}><office:meta><meta:initial-creator>Ada Fenwick</meta:initial-creator>"
        "<dc:title>ditches.odt</dc:title><meta:creation-date>2019-02-27T10:15:00</meta:creation-date>"
        "<dc:date>2020-01-01</dc:date><dc:language>de-DE</dc:language></office:meta></office:document-meta>"
    )
    found = article("a.odt", odt("<text:p>Sie sind lang.</text:p>", {"meta.xml": meta}))
    assert (found.title, found.authors, found.published, found.language) == (
        "",
        ("Ada Fenwick",),
        date(2019, 2, 27),
        "de",
    )


def rtf(body: str, head: str = "") -> bytes:
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{head}\pard {body}}}".encode("cp1252")


HEAD = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset238 Times CE;}{\f2\fcharset128 Mincho;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 caption;}{\*\cs3 Strong;}}"
    r"{\info{\title Ditches of the Fen}{\author Ada Fenwick}{\operator root}{\creatim\yr2019\mo2\dy27\hr10}}"
)


def test_rtf_paragraphs_tables_and_notes() -> None:
    found = article(
        "a.rtf",
        rtf(
            r"\s1 Of eels\par\pard They are {\b long}.{\footnote\pard{\super\chftn} Counted from a boat.\par} "
            r"{\v hidden}{\field{\*\fldinst HYPERLINK x}{\fldrslt Linked.}}{\*\unknown gone}{\header gone}\par"
            r"\pard{\listtext 1.\tab}Eels\par{\listtext 2.\tab}Herons\par\pard\intbl North\cell 4\cell\row"
            r"\pard\intbl South\cell 5\cell\row\pard\s2 A ditch in May.\par\pard \emdash  End \{\~\}",
            HEAD,
        ),
    )
    assert found.title == "Ditches of the Fen"
    assert found.authors == ("Ada Fenwick",)
    assert found.published == date(2019, 2, 27)
    assert found.text == (
        "Of eels\n\nThey are long. Linked.\n\nCounted from a boat.\n\n- Eels\n- Herons\n\nNorth | 4\nSouth | 5\n\n"
        "— End { }"
    )
    assert found.captions == ("A ditch in May.",)


def test_rtf_characters_of_every_encoding() -> None:
    body = (
        r"\f1 \'e8l\'e1nek \f2 \'83\'5e\'83C \f0 d\'e9j\'e0 \uc2\u12479\'83\'5e{\uc1\u-10240?\u-8398"
        "\n"
        r"?}\u8364 xx!"
    )
    assert article("a.rtf", rtf(body, HEAD)).text == "článek タイ déjà タ𐀲€!".replace("𐀲", "\U00010332")


OPF = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:title>The Fen</dc:title>
<dc:creator id="a">Ada Fenwick</dc:creator><dc:creator id="b">Bert Marsh</dc:creator>
<meta refines="#b" property="role">ill</meta><dc:language>en-GB</dc:language><dc:publisher>Reed Press</dc:publisher>
<dc:date>2019-02-27</dc:date></metadata><manifest>
<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="toc" href="toc.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one%20eel.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="toc"/><itemref idref="two"/><itemref idref="one"/>
<itemref idref="css"/><itemref idref="gone"/></spine></package>"""
BOOK = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container xmlns="c"><rootfile full-path="OPS/a.opf"/></container>',
    "OPS/a.opf": OPF,
    "OPS/nav.xhtml": "<nav><p>All that is in it</p></nav>",
    "OPS/cover.xhtml": "<html><head><title>Cover</title></head><body><img src='a.png' alt='The Fen'/></body></html>",
    "OPS/toc.xhtml": "<h1>What is in this book</h1><p><a href='text/two.xhtml'>Of eels</a></p>",
    "OPS/text/one eel.xhtml": "<h2>1</h2><p>They are long.</p>",
    "OPS/text/two.xhtml": "<?xml version='1.0'?><html><section><h2>Of eels</h2><p>They come.</p></section></html>",
    "OPS/a.css": "p {}",
}


def test_every_chapter_of_a_book_is_an_article() -> None:
    found = articles("a.epub", zipped(BOOK))
    assert [(one.part, one.title, one.text) for one in found] == [
        ("!/OPS/text/two.xhtml", "Of eels", "They come."),
        ("!/OPS/text/one eel.xhtml", "The Fen, 1", "1\n\nThey are long."),
    ]
    for one in found:
        assert (one.authors, one.language, one.site) == (("Ada Fenwick",), "en", "Reed Press")
        assert one.published == date(2019, 2, 27)
        assert one.spans == ()


def test_a_chapter_that_cannot_be_read_does_not_spoil_the_others() -> None:
    files = {name: content for name, content in BOOK.items() if name != "OPS/text/two.xhtml"}
    found = read("a.epub", zipped(files))
    assert [draft.part for draft in found.drafts] == ["!/OPS/text/one eel.xhtml"]
    assert [(problem.part, problem.reason[:12]) for problem in found.problems] == [
        ("!/OPS/text/two.xhtml", "damaged epub")
    ]


def test_encrypted_books_are_refused_but_encrypted_fonts_are_common() -> None:
    def encryption(*names: str) -> dict[str, str]:
        references = "".join(f'<CipherReference URI="{name}"/>' for name in names)
        return {"META-INF/encryption.xml": f'<encryption xmlns="e">{references}</encryption>'}

    assert len(articles("a.epub", zipped(BOOK | encryption("OPS/font.otf")))) == 2
    one = read("a.epub", zipped(BOOK | encryption("OPS/text/one%20eel.xhtml")))
    assert [(problem.part, problem.reason) for problem in one.problems] == [("!/OPS/text/one eel.xhtml", "encrypted")]
    with pytest.raises(SourceError, match="encrypted"):
        read(
            "a.epub",
            zipped(BOOK | encryption(*(name for name in BOOK if name.endswith(".xhtml")), "OPS/text/one%20eel.xhtml")),
        )


WHOLE: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "docx": ("word/document.xml", lambda body: docx(par(body), {"docProps/core.xml": CORE})),
    "odt": ("content.xml", lambda body: odt(f"<text:p>{body}</text:p>")),
    "epub": ("OPS/a.opf", lambda body: zipped(BOOK | {"OPS/text/two.xhtml": f"<p>{body}</p>"})),
    "rtf": ("", rtf),
}
kinds = pytest.mark.parametrize("kind", WHOLE)


@kinds
@given(place=st.integers(0, 10**6), change=st.binary(min_size=1, max_size=6), cut=st.booleans())
def test_altered_documents_are_read_or_refused(kind: str, place: int, change: bytes, cut: bool) -> None:
    data = WHOLE[kind][1]("They are long.")
    place %= len(data)
    read_or_refuse(f"a.{kind}", data[:place] + change + (b"" if cut else data[place + len(change) :]))


@pytest.mark.parametrize(
    # What is packed is checked by its CRC: a change in the document's own text is always refused, one elsewhere not.
    ("kind", "read", "whole"),
    [("docx", 0.15, 0.15), ("odt", 0.15, 0.15), ("epub", 0.55, 0.55), ("rtf", 0.85, 0.6)],
)
def test_some_of_the_altered_documents_are_still_read(kind: str, read: float, whole: float) -> None:
    found = shares(f"a.{kind}", WHOLE[kind][1]("They are long."), "They are long.")
    assert found.read > read
    assert found.whole > whole


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
@given(place=st.integers(0, 10**6), change=st.text("<>&;/=\"'x\0 ", min_size=1, max_size=6), cut=st.booleans())
def test_altered_xml_is_read_or_refused(kind: str, place: int, change: str, cut: bool) -> None:
    name, make = WHOLE[kind]
    with zipfile.ZipFile(io.BytesIO(make("They are long."))) as archive:
        files = {one: archive.read(one).decode() for one in archive.namelist()}
    place %= len(files[name])
    files[name] = files[name][:place] + change + ("" if cut else files[name][place + len(change) :])
    read_or_refuse(f"a.{kind}", zipped(files))


@pytest.mark.parametrize(
    # XML that is not well-formed is refused; where the text is altered and the tags are not, all but bad UTF-8 is read.
    ("kind", "part", "anywhere", "in_text"),
    [
        ("docx", "word/document.xml", 0.2, 0.6),
        ("odt", "content.xml", 0.1, 0.6),
        ("epub", "OPS/text/two.xhtml", 0.6, 0.95),
    ],
)
def test_some_of_the_documents_with_altered_xml_are_still_read(
    kind: str, part: str, anywhere: float, in_text: float
) -> None:
    text = "They are long, and nobody has counted them"
    data = WHOLE[kind][1](text)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}

    changed = (zipped(files | {part: xml}) for xml in altered(files[part]))
    assert shares(f"a.{kind}", data, text, changes=changed).read > anywhere
    before, _, after = files[part].partition(text.encode())
    changed = (zipped(files | {part: before + words + after}) for words in altered(text.encode()))
    assert shares(f"a.{kind}", data, text, changes=changed).read > in_text


@kinds
@given(text=st.text(st.characters(codec="ascii", exclude_characters="\\{}<>&\x7f", min_codepoint=32), min_size=1))
def test_text_comes_through_as_it_was_written(kind: str, text: str) -> None:
    found = articles(f"a.{kind}", WHOLE[kind][1](text))
    assert " ".join(text.split()) in " ".join(" ".join(one.text.split()) for one in found)


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_what_a_document_grows_to_is_bounded(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.formats.office.package.LIMIT", 2**20)
    data = WHOLE[kind][1](" " * 2**21)
    try:
        reasons = [problem.reason for problem in read(f"a.{kind}", data).problems]
    except SourceError as error:
        reasons = [error.reason]
    assert len(reasons) == 1
    assert reasons[0].startswith("too large")


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_entities_are_not_expanded(kind: str) -> None:
    name, make = WHOLE[kind]
    with zipfile.ZipFile(io.BytesIO(make("They &a; long."))) as archive:
        files = {one: archive.read(one).decode() for one in archive.namelist()}
    files[name] = '<!DOCTYPE x [<!ENTITY a "are &b;"><!ENTITY b SYSTEM "file:///etc/passwd">]>' + files[name]
    found = articles(f"a.{kind}", zipped(files))
    assert all("are" not in one.text for one in found)


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_what_is_no_zip_or_has_not_what_it_needs_is_damaged(kind: str) -> None:
    for data in (b"", b"{\\rtf1}", zipped({"a.txt": "They are long."})):
        with pytest.raises(SourceError, match=f"damaged {kind}"):
            read(f"a.{kind}", data)


def test_word_documents_with_a_password_are_encrypted() -> None:
    with pytest.raises(SourceError, match="encrypted"):
        read("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))


def test_deep_nesting_is_refused_and_not_followed() -> None:
    deep = "<w:sdt>" * 1500 + par("They are long.") + "</w:sdt>" * 1500
    with pytest.raises(SourceError, match="damaged docx"):
        read("a.docx", docx(deep))
    deep = "<text:section>" * 1500 + "<text:p>They are long.</text:p>" + "</text:section>" * 1500
    with pytest.raises(SourceError, match="damaged odt"):
        read("a.odt", odt(deep))


def test_documents_of_pictures_alone_hold_no_article() -> None:
    assert articles("a.docx", docx("<w:p><w:r><w:drawing/></w:r></w:p>")) == []
    assert articles("a.odt", odt("<text:p><draw:frame/></text:p>")) == []
    assert articles("a.rtf", rtf(r"{\pict 00}")) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_real_documents(name: str, data: Path) -> None:
    expected = EXPECTED[name]
    path = data / "zoo" / name
    if "refused" in expected:
        with pytest.raises(SourceError) as caught:
            read(name, path.read_bytes())
        assert caught.value.reason == expected["refused"]
        return
    found = articles(name, path.read_bytes())
    assert len(found) == expected["articles"]
    text = "\n\n".join(one.text for one in found)
    places = [text.find(sentence) for sentence in expected["has"]]
    assert -1 not in places, expected["has"][places.index(-1)]
    assert places == sorted(places)
    assert not [phrase for phrase in expected.get("lacks", ()) if phrase in text]
    if found and "title" in expected:
        assert found[0].title == expected["title"]
    if found and "authors" in expected:
        assert list(found[0].authors) == expected["authors"]
