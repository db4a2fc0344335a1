"""Articles in the XML of agencies, libraries, publishers and scholars are read, each with what it says of itself."""

from __future__ import annotations

import pytest
from growth import assert_linear

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.articles import Article
from indexer.reading import read

FLOOD = "The water came over the levee on Sunday night, and by morning the lower part of the town was gone."
PEARS = "Volunteers have planted four hundred pear trees on the land behind the station, and hope for more."


def articles(xml: str, name: str = "a.xml") -> list[Article]:
    return [clean(draft) for draft in read(name, xml.encode()).drafts]


def told(article: Article) -> tuple[str, tuple[str, ...], str]:
    return article.title, article.authors, str(article.published)


NITF = f"""<nitf><head><docdata><identified-content><person>Poe, Mary</person></identified-content></docdata>
<pubdata date.publication="20150105T000000" ex-ref="https://times.example/1" name="The Times"/></head><body><body.head>
<hedline><hl1>A Flood</hl1></hedline><byline>By Jane Doe</byline><byline>DOE, JANE</byline></body.head><body.content>
<block class="lead_paragraph"><p>{FLOOD}</p></block><block class="full_text"><p>{FLOOD}</p><hl2>Trees</hl2>
<p>{PEARS}</p><media><media-caption>A tree.</media-caption></media></block></body.content></body></nitf>"""
NEWSML_G2 = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2020-01-01</sent></header>
<itemSet>
<newsItem xml:lang="en"><itemMeta><firstCreated>2015-01-05T08:00:00Z</firstCreated><provider><name>The Agency</name>
</provider></itemMeta><contentMeta><by>By Jane Doe</by><headline>A Flood</headline><slugline>FLOOD</slugline>
</contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>
<p>{FLOOD}</p><p>{PEARS}</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
NEWSML_1 = f"""<NewsML><NewsItem><NewsManagement><FirstCreated>20150105T091500Z</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>A Flood</HeadLine><ByLine>Jane Doe</ByLine></NewsLines><ContentItem><DataContent>
<p>{FLOOD}</p><p>{PEARS}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
REUTERS = f"""<newsitem date="2015-01-05"><title>US: A Flood</title><headline>A Flood</headline>
<byline>Jane Doe</byline>
<text><p>{FLOOD}</p><p>{PEARS}</p></text><copyright>(c) Reuters</copyright></newsitem>"""
TEI = f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A Flood</title><author>
<persName>
<forename>Jane</forename> <surname>Doe</surname></persName></author></titleStmt><publicationStmt><date when="2001"/>
<availability><p>Free</p></availability></publicationStmt><sourceDesc><bibl><date when="2015-01-05"/></bibl>
</sourceDesc>
</fileDesc></teiHeader><text><body><p>{FLOOD}<note>It was high.</note></p><p>{PEARS}</p></body></text></TEI>"""
JATS = f"""<article xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="en"><front><journal-meta><journal-title-group>
<journal-title>Rivers</journal-title></journal-title-group></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1/x</article-id><title-group><article-title>A <italic>Flood</italic></article-title>
</title-group><contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names>
</name></contrib><contrib contrib-type="editor"><name><surname>Ed</surname><given-names>Eve</given-names></name>
</contrib></contrib-group><pub-date><year>2014</year></pub-date><pub-date><day>5</day><month>1</month><year>2015</year>
</pub-date></article-meta></front><body><sec><title>One</title><p>{FLOOD}</p></sec><p>{PEARS}</p></body></article>"""
DOCBOOK = f"""<article><articleinfo><title>A Flood</title><author><firstname>Jane</firstname><surname>Doe</surname>
</author>
<pubdate>2015-01-05</pubdate></articleinfo><section><title>One</title><para>{FLOOD}</para><para>{PEARS}</para></section>
</article>"""
PUBMED = f"""<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article><Journal><JournalIssue>
<PubDate><Year>2015</Year>
<Month>Jan</Month><Day>5</Day></PubDate></JournalIssue><Title>Rivers</Title></Journal>
<ArticleTitle>A Flood</ArticleTitle>
<Abstract><AbstractText Label="AIM">{FLOOD}</AbstractText><AbstractText>{PEARS}</AbstractText></Abstract><AuthorList>
<Author><LastName>Doe</LastName><ForeName>Jane</ForeName><Initials>J</Initials></Author></AuthorList></Article>
</MedlineCitation></PubmedArticle></PubmedArticleSet>"""
DUBLIN_CORE = f"""<OAI-PMH><responseDate>2020-01-01</responseDate><ListRecords><record><header>
<identifier>oai:1</identifier>
</header><metadata><d:dc xmlns:d="http://purl.org/d/" xmlns:e="http://purl.org/dc/elements/1.1/">
<e:title>A Flood</e:title>
<e:creator>Jane Doe</e:creator><e:date>2015-01-05</e:date><e:description>{FLOOD} {PEARS}</e:description></d:dc>
</metadata>
</record></ListRecords></OAI-PMH>"""
ENDNOTE = f"""<xml><records><record><database>My Library</database><ref-type name="x">23</ref-type><contributors>
<authors><author><style
face="normal">Jane Doe</style></author></authors></contributors><titles><title><style>A Flood</style></title></titles>
<dates><pub-dates><date>2015-01-05</date></pub-dates></dates><abstract>{FLOOD} {PEARS}</abstract></record></records>
</xml>"""
FICTION = f"""<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description><title-info><author>
<first-name>Jane
</first-name><last-name>Doe</last-name></author><book-title>A Flood</book-title><date value="2015-01-05"/></title-info>
</description><body><section><p>{FLOOD}</p><p>{PEARS}</p></section></body><binary>/9j/4A</binary></FictionBook>"""
TRAFILATURA = (
    f"""<doc title="A Flood" author="Jane Doe" date="2015-01-05"><main><p>{FLOOD}</p><p>{PEARS}</p></main></doc>"""
)


@pytest.mark.parametrize(
    "xml",
    [NITF, NEWSML_G2, NEWSML_1, REUTERS, TEI, JATS, DOCBOOK, PUBMED, DUBLIN_CORE, ENDNOTE, FICTION, TRAFILATURA],
)
def test_an_article_is_read_with_what_it_says_of_itself(xml: str) -> None:
    (article,) = articles(xml)
    assert told(article) == ("A Flood", ("Jane Doe",), "2015-01-05")
    assert article.text.count(FLOOD) == article.text.count(PEARS) == 1


@pytest.mark.parametrize(
    ("xml", "beside"),
    [
        (NITF, ["Poe", "A tree."]),
        (NEWSML_G2, ["FLOOD"]),
        (REUTERS, ["Reuters"]),
        (TEI, ["Free"]),
        (JATS, ["Eve", "Rivers"]),
        (ENDNOTE, ["Library"]),
        (FICTION, ["/9j/"]),
    ],
)
def test_what_is_about_a_text_is_not_in_it(xml: str, beside: list[str]) -> None:
    (article,) = articles(xml)
    assert not [words for words in beside if words in article.text]


def test_addresses_and_sites_are_told() -> None:
    assert [(one.url, one.site) for xml in (NITF, JATS, PUBMED) for one in articles(xml)] == [
        ("https://times.example/1", "The Times"),
        ("https://doi.org/10.1/x", "Rivers"),
        ("https://pubmed.ncbi.nlm.nih.gov/7", "Rivers"),
    ]


def test_headings_and_notes_stay_apart_from_paragraphs() -> None:
    (article,) = articles(TEI)
    assert "It was high." in article.text.split("\n\n")
    (article,) = articles(JATS)
    assert "One" in article.text.split("\n\n")


def test_a_diary_of_livejournal_is_its_entries() -> None:
    entries = "".join(
        f"<entry><itemid>{day}</itemid><eventtime>2003-11-0{day} 09:00:00</eventtime><subject>Day {day}</subject>"
        f"<event>"
        f"{text}\n&lt;br /&gt;&lt;br /&gt;End of it, at last.</event><current_mood>sad</current_mood></entry>"
        for day, text in ((1, FLOOD), (2, PEARS))
    )
    found = articles(f"<livejournal>{entries}</livejournal>")
    assert [told(one) for one in found] == [("Day 1", (), "2003-11-01"), ("Day 2", (), "2003-11-02")]
    assert [one.text for one in found] == [f"{FLOOD}\n\nEnd of it, at last.", f"{PEARS}\n\nEnd of it, at last."]
    assert [one.part for one in read("a.xml", f"<livejournal>{entries}</livejournal>".encode()).drafts] == ["#1", "#2"]


def test_subtitles_in_xml_have_a_line_for_each_break() -> None:
    lines = '<p begin="0:01">The old ferry<br/>carried <span>the last</span></p><p>people over.</p>'
    (article,) = articles(f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{lines}</div></body></tt>', "a.ttml")
    assert "The old ferry carried the last" in article.text
    assert "people over." in article.text


def test_other_xml_is_refused() -> None:
    for xml in ("<project><name>x</name></project>", "<urlset><url><loc>https://a.example/</loc></url></urlset>"):
        with pytest.raises(SourceError, match="neither a feed nor articles"):
            articles(xml)


def test_many_elements_take_time_in_proportion() -> None:
    def make(size: int) -> bytes:
        return f"<article>{'<article>' * 100}{'<para>x</para>' * size}{'</article>' * 101}".encode()

    assert_linear(lambda xml: read("a.xml", xml), make, 40_000)


@pytest.mark.parametrize(
    "xml",
    [
        JATS.partition("pear trees")[0],
        JATS.partition("</sec>")[0] + "</se",
        JATS.replace("One", "One & <b>two</i>").partition("pear trees")[0],
        JATS.replace("<title>One", "</sec></body></article><title>One"),
        JATS.replace("<title>One", "<title><![CDATA[One"),
        JATS.replace(PEARS, f"{'<b>' * 300}{PEARS}{'</b>' * 300}"),
        JATS.replace(PEARS, "word " * 2_100_000),
        JATS + JATS,
        f"<rss><channel><item><title>A Flood</title><description>{FLOOD} & on</description></item><item>",
    ],
)
def test_what_is_read_of_xml_before_it_is_damaged_stays_and_the_damage_is_told(xml: str) -> None:
    reading = read("a.xml", xml.encode())
    assert [draft.title for draft in reading.drafts] == ["A Flood"]
    assert [problem.reason for problem in reading.problems if problem.failed] == ["damaged XML"]


def test_mistakes_in_xml_that_take_nothing_away_are_no_damage() -> None:
    reading = read("a.xml", JATS.replace("One", "One & <b>two</i>").encode())
    assert not reading.problems
    assert PEARS in reading.drafts[0].content


def test_entities_are_not_fetched_but_stay_as_written() -> None:
    for declared in ('<!ENTITY i SYSTEM "file:///etc/passwd">', '<!ENTITY i "Press">'):
        xml = f"<!DOCTYPE article [{declared}]>{JATS.replace('One', 'One &i; two')}"
        (draft,) = read("a.xml", xml.encode()).drafts
        assert "One &amp;i; two" in draft.content


def test_entities_that_multiply_are_told_as_damage() -> None:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    bomb = '<!ENTITY a "lol">' + "".join(f'<!ENTITY {name} "{10 * ("&" + inner + ";")}">' for inner, name in pairs)
    reading = read("a.xml", f"<!DOCTYPE article [{bomb}]>{JATS.replace('One', 'One &i; two')}".encode())
    assert [draft.content for draft in reading.drafts] == ["<h2>One</h2>"]
    assert [problem.reason for problem in reading.problems] == ["damaged XML"]
