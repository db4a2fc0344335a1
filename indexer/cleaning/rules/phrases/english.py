"""Which words do English-language papers put around their articles?"""

from __future__ import annotations

from indexer.cleaning.rules.phrases.table import Phrases

__all__ = ["ENGLISH"]

ENGLISH = Phrases(
    published="""
        published | posted | created | date | first published | originally published | originally posted
        issued | article published | story published | date published | publication date
    """,
    updated="""
        updated | last updated | modified | last modified | revised | last revised | article updated | story updated
        date updated | date modified | last edited
    """,
    on="on | at | date",
    at="at",
    ages=r"""
        (?:about\s|over\s|almost\s)?(?:\d{1,3}|an?|one)\s(?:second|sec|minute|min|hour|hr|day|week|month|year)s?\sago
        \d{1,3}[\s-]min(?:ute)?s?\sread | (?:estimated\s)?read(?:ing)?\stime:?\s\d{1,3}\smin(?:ute)?s?
    """,
    by="""
        by | written by | authored by | words by | story by | text by | reported by | posted by | published by
        article by | interview by | report by | text and photos by | text and photographs by | story and photos by
        story and photographs by | words and pictures by | words and photographs by
    """,
    perhaps_by="",
    conjunction="and",
    writing="in | for | at | of | from | with",
    roles="""
        correspondent | editors? | reporters? | writers? | staff | journalist | columnist | contributor | producer
        analyst | bureau | critic | news | press | media | times | post | bbc
    """,
    trades="correspondent | editor | reporter | writer | columnist | bureau chief",
    picture="""
        photograph | photo | picture | image | pic | illustration | graphic | credit | photo credit | image credit
        picture credit | photographs | photos | pictures | images | pics | illustrations | graphics | credits
        photo credits | image credits | picture credits | photo source | image source | file photo | file picture
        file image | stock photo | stock image | main photo | main image | main picture | cover photo | cover image
        lead image | lead photo | photo courtesy | photo illustration | photographer | listing image
    """,
    picture_by="by | courtesy of | via",
    stock="""
        file photo | file picture | file image | stock photo | stock image | library picture
        representational image | photo for representation
    """,
    kickers="""
        exclusive | analysis | opinion | science | explainer | explained | interview | review | reviews | world
        world news | uk news | us news | politics | business | sport | sports | breaking | breaking news | news
        culture | technology | tech | health | environment | climate | education | comment | editorial | feature
        features | profile | investigation | special report | long read | the long read | fact check | obituary
        obituaries | essay | history | travel | food | books | film | music | arts | art | entertainment | lifestyle
        style | economy | finance | markets | money | media | column | podcast | perspective | insight | in depth
        report | update
    """,
    sections="""
        introduction | summary | quick summary | overview | key takeaways | key points | key findings | key facts
        quick facts | at a glance | highlights | contents | table of contents | background | conclusion | abstract
        preface | foreword | tl;dr | tldr | in short | in brief | the bottom line | the basics | the rundown | updates
        disclaimer | disclosure | schedule | about | about us | faq | faqs | frequently asked questions | motivation
        problem | the problem | what to know | what you need to know | what to expect | safety alert | editor's note
        transcript
    """,
)
