"""Where does each vocabulary of XML for articles say what?

Agencies, libraries, publishers and scholars have their own names for the same things.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["FORMS_BY_NAME", "Form"]


class Form(NamedTuple):
    """Where an element called `name`, which has one at `sign`, says what of its article.

    Places are paths with names that are the same in every namespace, and with `@` the attribute of an element; the
    first that says something counts, of `text` every one. An alternative of `text` is asked where those before have
    none.
    """

    name: str
    sign: str
    title: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    text: tuple[tuple[str, ...], ...] = ((".",),)
    before_url: str = ""
    """What is before a number that is an address."""


_FORMS: Final = (
    Form(  # NITF: The New York Times' corpus, AP
        "nitf",
        "body",
        title=("body/body.head/hedline/hl1", "head/title"),
        authors=("body/body.head/byline",),
        published=("head/docdata/date.issue@norm", "head/pubdata@date.publication", "head/docdata/date.release@norm"),
        site=("head/pubdata@name", "head/docdata/doc.copyright@holder"),
        url=("head/pubdata@ex-ref",),
        text=(("body/body.content",), ("body/body.head/abstract",)),
    ),
    Form(
        "newsItem",  # NewsML-G2
        "contentSet",
        title=("contentMeta/headline",),
        authors=("contentMeta/by", "contentMeta/creator/name"),
        published=("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"),
        site=("itemMeta/provider/name", "contentMeta/infoSource/name"),
        text=(("contentSet/inlineXML",), ("contentSet/inlineData",)),
    ),
    Form(
        "NewsItem",  # NewsML 1
        "NewsComponent",
        title=(".//NewsLines/HeadLine",),
        authors=(".//NewsLines/ByLine",),
        published=("NewsManagement/FirstCreated", "Identification/NewsIdentifier/DateId"),
        site=(".//AdministrativeMetadata/Provider/Party@FormalName",),
        text=((".//ContentItem/DataContent",),),
    ),
    Form(
        "newsitem",  # Reuters' corpora
        "text",
        title=("headline", "title"),
        authors=("byline",),
        published=(".@date",),
        text=(("text",),),
    ),
    *(
        Form(
            name,
            "teiHeader",
            title=("teiHeader/fileDesc/titleStmt/title",),
            authors=(
                "teiHeader/fileDesc/titleStmt/author",
                "teiHeader/fileDesc/sourceDesc/biblStruct/analytic/author",
                "teiHeader/fileDesc/sourceDesc/biblStruct/monogr/author",
            ),
            published=(
                "teiHeader/fileDesc/sourceDesc//date@when",
                "teiHeader/fileDesc/publicationStmt/date@when",
                "teiHeader/fileDesc/sourceDesc//date",
                "teiHeader/fileDesc/publicationStmt/date",
            ),
            site=("teiHeader/fileDesc/sourceDesc//monogr/title", "teiHeader/fileDesc/publicationStmt/publisher"),
            url=("teiHeader/fileDesc/publicationStmt//ptr@target", "teiHeader/fileDesc/sourceDesc//ptr@target"),
            text=(("teiHeader/profileDesc/abstract", "text"),),
        )
        for name in ("TEI", "TEI.2")
    ),
    Form(
        "article",  # JATS: PubMed Central and publishers
        "front//article-title",
        title=("front//title-group/article-title",),
        authors=("front//contrib[@contrib-type='author']/name", "front//contrib[@contrib-type='author']"),
        published=("front//pub-date[day]", "front//pub-date"),
        site=("front//journal-title",),
        url=("front//article-id[@pub-id-type='doi']",),
        text=(("front//abstract", "body", "back"),),
        before_url="https://doi.org/",
    ),
    *(
        Form(
            name,  # DocBook
            sign,
            title=(f"{info}/title", "title"),
            authors=(f"{info}/author", f"{info}/authorgroup/author"),
            published=(f"{info}/pubdate", f"{info}/date"),
            site=(f"{info}/publisher/publishername",),
        )
        for name, sign, info in (
            ("article", "articleinfo", "articleinfo"),
            ("article", "info/title", "info"),
            ("article", ".//para", "info"),
            ("book", "bookinfo", "bookinfo"),
            ("book", "info/title", "info"),
        )
    ),
    Form(
        "MedlineCitation",  # PubMed
        "Article/ArticleTitle",
        title=("Article/ArticleTitle",),
        authors=("Article/AuthorList/Author",),
        published=("Article/Journal/JournalIssue/PubDate[Day]", "Article/ArticleDate", "Article/Journal//PubDate"),
        site=("Article/Journal/Title",),
        url=("PMID",),
        text=(("Article/Abstract",),),
        before_url="https://pubmed.ncbi.nlm.nih.gov/",
    ),
    Form(
        "dc",  # Dublin Core, as libraries and archives of preprints answer with it
        "title",
        title=("title",),
        authors=("creator",),
        published=("date",),
        site=("publisher",),
        url=("identifier",),
        text=(("description",),),
    ),
    Form(
        "record",  # EndNote
        "ref-type",
        title=("titles/title",),
        authors=("contributors/authors/author",),
        published=("dates/pub-dates/date", "dates/year"),
        site=("periodical/full-title", "titles/secondary-title"),
        url=("urls/related-urls/url", "urls/web-urls/url"),
        text=(("abstract", "notes"),),
    ),
    Form(
        "FictionBook",
        "body",
        title=("description/title-info/book-title",),
        authors=("description/title-info/author",),
        published=("description/title-info/date@value", "description/title-info/date"),
        site=("description/publish-info/publisher",),
        text=(("body",),),
    ),
    Form("entry", "event", title=("subject",), published=("eventtime", "logtime"), text=(("event",),)),  # LiveJournal
    Form("tt", "body//p", title=("head/metadata/title",), text=(("body",),)),  # subtitles (TTML)
    Form(
        "doc",  # trafilatura
        "main",
        title=(".@title",),
        authors=(".@author",),
        published=(".@date",),
        site=(".@sitename", ".@hostname"),
        url=(".@source",),
        text=(("main",),),
    ),
)
FORMS_BY_NAME: Final = {name: [form for form in _FORMS if form.name == name] for name in {form.name for form in _FORMS}}
