"""Mails, mailboxes, saved pages, feeds, web archives, tapes and tables: what is read in them, and what is refused."""

from __future__ import annotations

import base64
import binascii
import csv
import gzip
import io
import quopri
import random
import re
import sys
import tarfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

import brotli
import pytest
from backports import zstd
from damage import read_or_refuse, shares
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.errors import SourceError
from indexer.model.drafts import Draft, Reading
from indexer.reading import read
from indexer.reading.pages import without_cdata
from indexer.text.mail_addresses import addresses

BODY = "The keeper lit the lamp.\n"
LONG_PAGE = "<p>" + "The ships came home past the light. " * 40 + "</p>"


def mail(body: bytes | str, *headers: str, kind: str = "text/plain; charset=utf-8", encoding: str = "8bit") -> bytes:
    """A mail with one part."""
    raw = body.encode() if isinstance(body, str) else body
    head = [*headers, f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}"]
    return "\n".join((*head, "", "")).encode() + raw


def mixed(*parts: bytes, kind: str = "mixed", headers: tuple[str, ...] = ("Subject: Light",)) -> bytes:
    """A mail, or a part of one, with several parts."""
    boundary = f"=={zlib.crc32(b''.join(parts))}=="
    head = "\n".join((*headers, f'Content-Type: multipart/{kind}; boundary="{boundary}"', "", "")).encode()
    return (
        head + b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts) + f"--{boundary}--".encode()
    )


def only(found: Reading) -> Draft:
    (draft,) = found.drafts
    return draft


def test_a_mail_is_an_article_of_its_text_with_what_its_header_says() -> None:
    draft = only(
        read(
            "a.EML",
            mail(BODY, "Subject: Fog", 'From: "Ann Lee" <ann@example.org>', "Date: Mon, 3 Feb 2020 10:00:00 +0100"),
        )
    )
    assert (draft.kind, draft.content, draft.title, draft.authors) == ("text", BODY, "Fog", ("Ann Lee",))
    assert draft.published == "Mon, 3 Feb 2020 10:00:00 +0100"
    assert (draft.line, draft.lined) == (7, True)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("=?utf-8?q?Caf=C3=A9_f=C3=BCr_zwei?=", "Café für zwei"),
        ("=?iso-8859-1?B?R3L832U=?= aus Wien", "Grüße aus Wien"),
        (
            " ".join(
                f"=?utf-8?B?{base64.b64encode(half).decode()}?=" for half in ("灯台".encode()[:4], "灯台".encode()[4:])
            ),
            "灯台",
        ),
        ("=?ISO-2022-JP?B?GyRCRXRCZhsoQg==?=", "灯台"),
        ("=?koi8-r?B?7cHRyw==?=", "Маяк"),
        ("=?no-such-charset?q?plain?=", "plain"),
        ("=?utf-8?q?not=?= =?closed", "not =?closed"),
        ("Straße am Meer", "Straße am Meer"),
        ("two\n lines", "two lines"),
    ],
)
def test_headers_are_decoded(written: str, meant: str) -> None:
    assert only(read("a.eml", mail(BODY, f"Subject: {written}"))).title == meant


@pytest.mark.parametrize(
    ("sender", "authors"),
    [
        ("ann@example.org", ("ann@example.org",)),
        ("=?utf-8?q?Ann_L=C3=A9?= <ann@example.org>", ("Ann Lé",)),
        ('"Lee, Ann" <ann@example.org>', ("Lee, Ann",)),
        ("Ann Lee, Light & Co. <ann@example.org>", ("Ann Lee, Light & Co.",)),
        ("Ann <a@example.org>, Bo <b@example.org>", ("Ann", "Bo")),
        ("ann at example.org (Ann Lee)", ("Ann Lee",)),
    ],
)
def test_the_sender_is_the_author(sender: str, authors: tuple[str, ...]) -> None:
    assert only(read("a.eml", mail(BODY, f"From: {sender}"))).authors == authors


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("iso-8859-1", "cp1252"),
        ("koi8-r", "koi8-r"),
        ("utf-7", "utf-7"),
        ("GB2312", "gb18030"),
        ("windows-1253", "cp1253"),
    ],
)
def test_the_text_is_in_the_charset_that_its_part_declares(charset: str, codec: str) -> None:
    text = {
        "cp1252": "café – naïve",
        "koi8-r": "Маяк",
        "utf-7": "Straße",
        "gb18030": "灯塔立在岩石上",
        "cp1253": "φάρος",
    }[codec]
    for encoding, pack in (("base64", base64.encodebytes), ("quoted-printable", quopri.encodestring)):
        data = mail(pack(text.encode(codec)), "Subject: x", kind=f"text/plain; charset={charset}", encoding=encoding)
        draft = only(read("a.eml", data))
        assert draft.content.strip() == text
        assert not draft.lined


def test_a_charset_that_is_not_declared_or_falsely_is_found() -> None:
    russian = "Маяк стоял на скале, и каждый вечер смотритель зажигал огонь."
    for kind in ("text/plain", "text/plain; charset=us-ascii", "text/plain; charset=unknown-8bit"):
        assert only(read("a.eml", mail(russian.encode("koi8-r"), "Subject: x", kind=kind))).content == russian
    assert only(read("a.eml", mail("Straße", "Subject: x", kind="text/plain; charset=koi8-r"))).content == "Straße"


@pytest.mark.parametrize("declared", ['; boundary="never"', ""])
def test_parts_are_found_by_the_line_between_them_where_the_declared_one_is_not(declared: str) -> None:
    parts = (
        "--real\nContent-Type: text/plain\n\nThe keeper lit the lamp.\n--real\nContent-Type: "
        "text/html\n\n<p>x</p>\n--real--\n"
    )
    data = f"Subject: Light\nContent-Type: multipart/alternative{declared}\n\n{parts}".encode()
    assert "The keeper lit the lamp." in only(read("a.eml", data)).content
    bytes_of = data.replace(b"keeper", "gardien éclairé".encode())
    assert "The gardien éclairé lit the lamp." in only(read("a.eml", bytes_of)).content
    nothing = f"Subject: Light\n\nThis is a multi-part message in MIME format.\n\n{parts}".encode()
    content = only(read("a.eml", nothing)).content
    assert "The keeper lit the lamp." in content
    assert "real" not in content
    about = "Subject: Light\n\n--real\nContent-Type: it says.\n\nThe keeper lit the lamp.\n"
    assert "it says" in only(read("a.eml", about.encode())).content
    bare = f"Subject: Light\nContent-Type: multipart/mixed{declared}\n\nThe keeper lit the lamp.\n".encode()
    assert only(read("a.eml", bare)).content.strip() == "The keeper lit the lamp."


@pytest.mark.parametrize(
    ("kind", "body", "text"),
    [
        ("flowed", "The keeper \nlit the lamp \nat dusk.\nFog.\n", "The keeper lit the lamp at dusk.\n\n\nFog.\n"),
        ("flowed; delsp=yes", "The kee \nper lit\n", "The keeper lit\n\n"),
        ("Flowed; DelSp=Yes", "灯台の \n光\n", "灯台の光\n\n"),
        ("flowed", "> The keeper \n> lit it.\nNo.\n", "> The keeper lit it.\n\nNo.\n"),
        ("flowed", " From the pier \n it came.\n-- \nAnn\n", "From the pier it came.\n\n-- \nAnn\n"),
        ("fixed", "The keeper \nlit\n", "The keeper \nlit\n"),
    ],
)
def test_lines_that_were_broken_to_be_sent_are_whole_again(kind: str, body: str, text: str) -> None:
    draft = only(read("a.eml", mail(body, "Subject: x", kind=f"text/plain; charset=utf-8; format={kind}")))
    assert draft.content == text
    assert draft.content.count("\n") == body.count("\n")


@pytest.mark.parametrize("dashes", ["-- ", "--"])
def test_a_signature_is_no_text_of_a_mail(dashes: str) -> None:
    body = f"{PROSE}\n\n{MORE}\n\n{dashes}\nAnn Lee\nThe Lighthouse\n+44 20 7946 0000\n"
    sent = mail(body, "Subject: Fog", "From: Ann Lee <ann@example.org>")
    assert clean(only(read("a.eml", sent))).text == f"{PROSE}\n\n{MORE}"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<bold>The keeper</bold> lit <italic>the lamp</italic>.\n", "The keeper lit the lamp.\n"),
        ("<color><param>red</param>Fog</color> at 3 << 4.\n", "Fog at 3 < 4.\n"),
    ],
)
def test_enriched_text_is_read_without_its_commands(written: str, shown: str) -> None:
    draft = only(read("a.eml", mail(written, "Subject: x", kind="text/enriched; charset=utf-8")))
    assert draft.content == shown
    assert only(read("a.eml", mail(written, "Subject: x"))).content == written


def test_the_frame_of_a_signature_is_none_of_the_text() -> None:
    signed = (
        "Before.\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nThe lamp.\n- -- a dash\n- From the pier\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEc\n=Ab\n-----END PGP SIGNATURE-----\nAfter.\n"
    )
    for name, data in (("a.eml", mail(signed, "Subject: x")), ("a.txt", signed.encode())):
        content = only(read(name, data)).content
        assert [line for line in content.split("\n") if line] == [
            "Before.",
            "The lamp.",
            "-- a dash",
            "From the pier",
            "After.",
        ]
        assert content.split("\n").index("The lamp.") == signed.split("\n").index("The lamp.")


def test_a_signature_that_is_attached_is_no_article() -> None:
    signature = b"-----BEGIN PGP SIGNATURE-----\n\niQEc and some more words\n=Ab\n-----END PGP SIGNATURE-----\n"
    part = b"Content-Type: application/pgp-signature; name=signature.asc\n\n" + signature
    found = read("a.eml", mixed(mail(BODY), part, kind="signed"))
    assert only(found).content.strip() == BODY.strip()
    assert found.problems == ()
    with pytest.raises(SourceError):
        read("signature", signature)


def test_what_the_archive_of_a_list_has_in_place_of_files_is_no_text() -> None:
    scrubbed = (
        "-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a.png\nType: image/png\n"
        "Size: 100 bytes\nDesc: not available\nURL: <http://lists.example.org/a.png>\n"
    )
    draft = only(read("a.eml", mail(f"{BODY}{scrubbed}Fog.\n", "Subject: x")))
    assert draft.content.split() == f"{BODY} Fog.".split()
    assert draft.content.count("\n") == f"{BODY}{scrubbed}Fog.\n".count("\n")


def test_a_mail_of_apples_program_is_read_without_what_is_around_it() -> None:
    sent = mail(BODY, "Subject: Light", "From: Ann Lee <ann@example.org>")
    for length in (str(len(sent)), f"{len(sent)}      "):
        data = f"{length}\n".encode() + sent + b'<?xml version="1.0"?><plist><key>flags</key></plist>'
        draft = only(read("1.emlx", data))
        assert (draft.title, draft.content, draft.authors) == ("Light", BODY, ("Ann Lee",))
        assert data.split(b"\n")[draft.line - 1] == BODY.strip().encode()


def test_a_mail_may_have_empty_lines_above_it() -> None:
    draft = only(read("a.eml", b"\r\n\n" + mail("Lit.\n", "Subject: Light")))
    assert (draft.title, draft.content, draft.line) == ("Light", "Lit.\n", 7)


def test_a_file_written_into_the_text_is_a_file() -> None:
    body = "See below.\nbegin 644 fog.txt\n" + binascii.b2a_uu(b"Grey and wet.").decode() + "`\nend\nBye.\n"
    found = read("a.eml", mail(body, "Subject: x"))
    assert [(draft.part, draft.content.split()) for draft in found.drafts] == [
        ("", ["See", "below.", "Bye."]),
        ("!/fog.txt", ["Grey", "and", "wet."]),
    ]
    prose = "begin 644 times\nand end\nend\n"
    assert only(read("a.eml", mail(prose, "Subject: x"))).content == prose


@pytest.mark.parametrize(
    ("headers", "day"),
    [
        (["Date: 3 Mar 87 04:05:06 GMT"], "1987-03-03"),
        (["Date: Tue, 3-Mar-87 04:05:06 EST"], "1987-03-03"),
        (["Date: Sat, 3 Mar 101 04:05"], "2001-03-03"),
        (["Date: Thu, 01 Jan 1970 00:00:00 +0000", "Received: from a by b; Sat, 3 Mar 2001 04:05"], "2001-03-03"),
        (["Date: soon", "Received: from a by b; Sat, 3 Mar 2001 04:05:06 +0100"], "2001-03-03"),
        (["Received: from a by b (x; y);\n Sat, 3 Mar 2001 04:05:06 +0100"], "2001-03-03"),
        (["Date: soon", "NNTP-Posting-Date: 3 Mar 2001 04:05:06 GMT"], "2001-03-03"),
        (["Date: soon"], None),
    ],
)
def test_the_day_of_a_mail_is_known_however_its_year_is_written(headers: list[str], day: str | None) -> None:
    published = clean(only(read("a.eml", mail(BODY, "Subject: Fog", *headers)))).published
    assert (published and published.isoformat()) == day


PROSE = "The keeper lit the lamp at dusk, and the boats came home one by one before the fog had closed the harbour."

MORE = "Nobody had seen such a night since the old pier was built, and the bell was rung until the last of them was in."


@pytest.mark.parametrize(
    "style", ["display:none", "mso-hide:all", "max-height: 0; overflow:hidden", "font-size:1px;color:#fff", "opacity:0"]
)
def test_what_a_newsletter_hides_from_the_reader_is_not_in_the_text(style: str) -> None:
    page = (
        f'<div style="{style}">What the tide brought</div><div style="{style}">&zwnj;&nbsp;&#847;&nbsp;</div>'
        f"<a href=x>View this email in your browser</a><p>{PROSE}</p><p>{PROSE[:-1]}, twice.</p><p>"
        f"{MORE}</p><p>© 2020 Harbour Notes<br>"
        "12 Pier Street</p><p>You are receiving this newsletter because you asked for it.</p><p>Unsubscribe here</p>"
    )
    article = clean(only(read("a.eml", mail(page, "Subject: Fog", kind="text/html; charset=utf-8"))))
    assert article.text == f"{PROSE}\n\n{PROSE[:-1]}, twice.\n\n{MORE}"
    assert len(article.removed) >= 5
    called = page.replace(f'style="{style}"', 'class="preheader"')
    assert clean(only(read("a.eml", mail(called, "Subject: Fog", kind="text/html")))).text == article.text


def test_a_footer_has_an_address_and_says_what_sent_it() -> None:
    page = (
        f"<p>November 05, 2019 | <a href=r>Read Online</a></p><p>{PROSE}</p><p>{MORE}</p><p>{PROSE[:-1]}, twice.</p>"
        "<p>Update your email preferences or unsubscribe <a href=u>here</a></p><p>© 2019 Harbour Notes</p>"
        "<p>1 Mill Lane, Marlow, SL7, United Kingdom</p><p>Powered by Ghost</p>"
    )
    article = clean(only(read("a.eml", mail(page, "Subject: Fog", kind="text/html; charset=utf-8"))))
    assert article.text == f"{PROSE}\n\n{MORE}\n\n{PROSE[:-1]}, twice."
    # Nothing here says how to leave.
    kept = (
        f"<p>Fog | Rain</p><p>{PROSE}</p><p>Powered by the tide, it ran. It stopped.</p><p>1 Mill Lane, Marlow, SL7</p>"
    )
    article = clean(only(read("a.eml", mail(kept, "Subject: Fog", kind="text/html; charset=utf-8"))))
    assert article.text.count("\n\n") == 3


def test_below_a_short_rule_is_a_footer_where_it_says_where_to_leave() -> None:
    text = f"{PROSE}\n\n{MORE}\n\n---\n\nYou are subscribed to Harbour Notes. Unsubscribe: https://notes.example/u/x\n"
    article = clean(only(read("a.eml", mail(text, "Subject: Fog"))))
    assert article.text == f"{PROSE}\n\n{MORE}"
    text = f"{PROSE}\n\n---\n\nThe mailing list of the harbour is where people unsubscribe.\n"
    assert "unsubscribe" in clean(only(read("a.eml", mail(text, "Subject: Fog")))).text


def test_where_a_story_of_a_feed_is_also_to_be_read_is_no_text() -> None:
    behind = "Fog was originally published in Harbour on Medium, where people are continuing the conversation by lamp."
    page = f"<p>{PROSE}</p><p>{PROSE[:-1]}, twice.</p><hr><p>{behind}</p>"
    assert clean(Draft("document", page, sent=True, lined=False)).text == f"{PROSE}\n\n{PROSE[:-1]}, twice."


def test_a_line_of_a_newsletter_of_nothing_but_author_day_and_link_is_no_text() -> None:
    page = "<p>By Ann Lee – 27 Feb 2019 – <a href=x>View in browser →</a></p>{}<p>" + PROSE + "</p>"
    sent = Draft("document", page.format("<p>By Ann Lee – the third of May – a story</p>"), sent=True, lined=False)
    assert clean(sent).text == f"By Ann Lee – the third of May – a story\n\n{PROSE}"


@pytest.mark.parametrize(
    "line",
    [
        "Unsubscribe https://example.org/u/" + "x" * 400,
        "Unsubscribe | Manage your preferences | Privacy",
        "View this post on the web at https://example.org/p/fog",
        "Read online",
        'You received this message because you are subscribed to the Google Groups "fog" group.',
        "If you no longer wish to receive these emails, click here.",
        "Thanks for reading Harbour Notes! Subscribe for free to receive new posts.",
        "Harbour Notes is a reader-supported publication. To receive new posts, consider becoming a subscriber.",
        "The post Fog over the pier appeared first on Harbour Notes.",
        "Der Beitrag Nebel am Steg erschien zuerst auf Hafenbote.",
        "La entrada Niebla se publicó primero en Diario del Puerto.",
        "L’article Brouillard est apparu en premier sur Le Port.",
        "L'articolo Nebbia proviene da Il Porto.",
        "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
        "Se désabonner",
        "Si ce message ne s'affiche pas correctement, consultez la version en ligne",
        "You are reading a plain text version of this post. For the best experience, open it in your browser.",
        "Continue reading Fog over the pier →",
        "Update your email preferences or unsubscribe here",
        "You are receiving this because you signed up on our site.",
        "You just read issue #12 of Harbour Notes. You can also browse its archives.",
        "This email brought to you by Buttondown, the easiest way to start your newsletter.",
        "Did you enjoy this issue? Yes No",
        "This post is public so feel free to share it.",
        "You're currently a free subscriber to Harbour Notes. For the full experience, upgrade.",
        "If you liked this post from Harbour Notes, why not share it?",
        "Sent to ann@example.org · 1 Quay Road, Harbourtown",
        "Please add news@example.org to your address book.",
        "Email not displaying correctly? View it in your browser.",
        "View web version",
        "Share | Tweet | Forward",
        "submitted by /u/ann to r/fog [link] [comments]",
        "Click here to unsubscribe",
        "Klicken Sie hier, um sich abzumelden.",
        "Cliquez ici pour vous désinscrire",
        "Haga clic aquí para darse de baja",
        "Dieser Newsletter wurde an ann@example.org gesendet.",
        "Cet e-mail a été envoyé à ann@example.org",
        "Este correo ha sido enviado a ann@example.org",
        "Sollte diese E-Mail nicht korrekt dargestellt werden, klicken Sie bitte hier.",
        "Si no puede ver correctamente este correo, haga clic aquí",
        "Se non visualizzi correttamente questa email clicca qui",
        "Se não consegue visualizar este e-mail, clique aqui",
        "Wordt deze e-mail niet goed weergegeven? Bekijk de online versie",
        "Vous ne souhaitez plus recevoir nos lettres ? Désabonnez-vous ici",
        "[Unsubscribe](https://example.org/u)",
        "Subscribe now [ https://example.org/subscribe? ]",
        "Share (https://example.org/share)",
        "No images? Click here",
        "Unsubscribe ann@example.org",
    ],
)
def test_what_the_sending_program_adds_is_no_text(line: str) -> None:
    text = clean(only(read("a.eml", mail(f"{PROSE}\n\n{PROSE[:-1]}, twice.\n\n{line}\n", "Subject: Fog"))))
    assert text.text == f"{PROSE}\n\n{PROSE[:-1]}, twice."
    page = clean(Draft("document", f"<p>{PROSE}</p><p>{PROSE[:-1]}, twice.</p><p>{line}</p>", sent=True, lined=False))
    assert page.text == text.text
    # A book or a report says it itself.
    assert line in clean(Draft("document", f"<p>{PROSE}</p><p>{line}</p>", lined=False)).text


@pytest.mark.parametrize(
    "line",
    [
        "You are receiving guests tonight, said the keeper.",
        "Unsubscribe links are a legal duty, the court held.",
        "The post of keeper first appeared on the island in 1840.",
        "View from the browser's window",
        "Was this the lamp?",
        "You just read the news of the day.",
        "This email brought tears to her eyes.",
        "Did you enjoy the fog?",
        "Sent to the island in 1840, she stayed.",
        "Add this to the list of lamps, said the keeper.",
        "Click on the lamp and wait.",
        "Sollte diese Nachricht nicht wahr sein, ist alles gut.",
        "Se non vedi la lampada, la nebbia è arrivata.",
        "If you liked this story of the pier, share your own, said the keeper.",
        "Forward, said the keeper.",
        "No images were found.",
    ],
)
def test_sentences_that_begin_like_a_senders_lines_stay(line: str) -> None:
    assert line in clean(only(read("a.eml", mail(f"{PROSE}\n\n{line}\n\n{PROSE}", "Subject: Fog")))).text


def test_the_targets_of_links_are_no_text_where_there_is_a_page_too() -> None:
    text = mail((PROSE + " [ https://example.org/redirect/1?j=x ]\n\n") * 3 + "Ann <https://example.org/ann>")
    page = mail(LONG_PAGE, kind="text/html; charset=utf-8")
    assert "example.org" not in only(read("a.eml", mixed(text, page, kind="alternative"))).content
    assert "example.org" in only(read("a.eml", text)).content


def test_of_text_and_page_the_text_is_taken_unless_it_is_a_stand_in() -> None:
    page = mail(LONG_PAGE, kind="text/html; charset=utf-8")
    stand_in = only(read("a.eml", mixed(mail("Please view this as HTML."), page, kind="alternative")))
    assert (stand_in.kind, "ships came home" in stand_in.content) == ("document", True)
    text = only(read("a.eml", mixed(mail("The ships came home past the light. " * 30), page, kind="alternative")))
    assert text.kind == "text"
    empty = only(read("a.eml", mixed(mail(" \n"), mixed(page, kind="related", headers=()), kind="alternative")))
    assert empty.kind == "document"
    same = mail("<style>p { color: red }</style>" * 40 + "<p>Come at nine.</p>", kind="text/html")
    assert only(read("a.eml", mixed(mail("Come at nine."), same, kind="alternative"))).kind == "text"


def test_texts_that_follow_each_other_are_one_article() -> None:
    both = only(read("a.eml", mixed(mail("First & last."), mail("<p>Second.</p>", kind="text/html"), mail("Third."))))
    assert (both.kind, both.content) == ("document", "<p>First &amp; last.</p>\n<p>Second.</p>\n<p>Third.</p>")
    assert only(read("a.eml", mixed(mail("First."), mail("Second.")))).content == "First.\n\nSecond."


def test_attachments_are_files_in_the_mail() -> None:
    note = mail(BODY, 'Content-Disposition: attachment; filename="note.txt"')
    page = mail("<p>Fog.</p>", "Content-Disposition: attachment; filename*=utf-8''caf%C3%A9.html", kind="text/html")
    picture = mail("\x89PNG", 'Content-Disposition: inline; filename="../a.png"', kind="image/png")
    forwarded = b"Content-Type: message/rfc822\n\n" + mixed(mail("Inner."), note, headers=("Subject: Inner",))
    found = read("a.eml", mixed(mail("Outer."), note, page, picture, forwarded))
    assert [(draft.part, draft.title) for draft in found.drafts] == [
        ("", "Light"),
        ("!/note.txt", ""),
        ("!/café.html", ""),
        ("!/5.eml", "Inner"),
        ("!/5.eml!/note.txt", ""),
    ]
    assert [(problem.part, problem.failed) for problem in found.problems] == [("!/a.png", False)]


def test_an_attachment_without_a_name_is_known_by_its_media_type() -> None:
    found = read("a.eml", mixed(mail("Outer."), mail("a,b", "Content-Disposition: attachment", kind="text/html")))
    assert [draft.part for draft in found.drafts] == ["", "!/2.html"]


@pytest.mark.parametrize(
    "data",
    [
        mixed(mail("Version: 1", kind="application/pgp-encrypted"), mail("x"), kind="encrypted"),
        mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA", "Subject: Light"),
        mail("MIIB", "Subject: Light", kind="application/pkcs7-mime; smime-type=enveloped-data", encoding="base64"),
    ],
)
def test_of_encrypted_mail_the_subject_is_read(data: bytes) -> None:
    found = read("a.eml", data)
    assert (only(found).title, only(found).content) == ("Light", "")
    assert [problem.reason for problem in found.problems] == ["encrypted"]


def test_an_invitation_is_read_for_what_it_says() -> None:
    calendar = (
        "BEGIN:VEVENT\nSUMMARY;LANGUAGE=en:Meet at the\n  light\nDESCRIPTION:Bring oil\\, and wicks.\nEND:VEVENT\n"
    )
    assert only(read("a.eml", mail(calendar, "Subject: x", kind="text/calendar"))).content == (
        "Meet at the light\n\nBring oil, and wicks."
    )


def test_a_mailbox_is_its_mails_in_order() -> None:
    text = b"From here on, fog.\n\nFrom now: rain.\n>From old.\n\n"
    first = b"From ann@example.org Mon Jun 01 04:28:28 2009\nSubject: One\n\n" + text
    second = b"From bob Mon Jun 01 04:28:28 2009\r\nSubject: Two\r\n\r\n>>From quoted.\r\n"
    found = read("all.MBOX", first + second)
    assert [(draft.part, draft.title) for draft in found.drafts] == [("#1", "One"), ("#2", "Two")]
    assert found.drafts[0].content == "From here on, fog.\n\nFrom now: rain.\nFrom old.\n\n"
    assert found.drafts[1].content == ">From quoted.\r\n"
    assert found.drafts[0].line == 3


def test_what_is_attached_to_a_mail_in_a_mailbox_has_its_place() -> None:
    note = mail(BODY, 'Content-Disposition: attachment; filename="note.txt"')
    box = b"From a\n" + mixed(mail("One."), note) + b"\n\nFrom b\n" + mixed(mail("Two."), note)
    assert [draft.part for draft in read("a.mbox", box).drafts] == ["#1", "#1!/note.txt", "#2", "#2!/note.txt"]


def test_mails_in_a_maildir_are_known_by_their_flags() -> None:
    name = "1521463753.R93.curie:2,FS"
    assert only(read(f"cur/{name}", mail(BODY, "Subject: Fog"))).title == "Fog"
    assert only(read("a.tar", packed({f"cur/{name}": mail(BODY, "Subject: Fog")}))).part == f"!/cur/{name}"


def test_a_file_that_is_no_mailbox_is_refused() -> None:
    with pytest.raises(SourceError, match="not a mailbox"):
        read("a.mbox", b"Dear all,\n\nFrom here on, fog.\n")
    assert read("a.mbox", b"\n").drafts == ()


HEADER = "From: Ann Lee <ann@example.org>\nSubject: Fog\nDate: Mon, 03 Feb 2020 10:00:00 +0000\n"


@pytest.mark.parametrize(
    "body",
    [
        "From the pier we saw it\nhttps://example.org/fog all day.",
        "From what I heard:\nNote: it was grey.",
        "From then on: fog\nSubject: to change, it stayed.",
        "From 10:30 on\nthe fog stayed.",
    ],
)
def test_a_sentence_that_begins_with_from_begins_no_mail(body: str) -> None:
    box = f"From ann@example.org Mon Feb  3 10:00:00 2020\n{HEADER}\nFog.\n\n{body}\n\nThe end.\n"
    assert body in only(read("a.mbox", box.encode())).content


@pytest.mark.parametrize("between", ["", "\n", "\n\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_mails_are_parted_with_and_without_an_empty_line(between: str, mark: bytes) -> None:
    one = f"From ann@example.org Mon Feb  3 10:00:00 2020\n{HEADER}\nFog.\n"
    drafts = read("a.mbox", mark + between.join([one, one, one]).encode()).drafts
    assert [(draft.part, draft.title, draft.content.strip()) for draft in drafts] == [
        ("#1", "Fog", "Fog."),
        ("#2", "Fog", "Fog."),
        ("#3", "Fog", "Fog."),
    ]


def test_mails_without_a_time_are_parted_by_an_empty_line() -> None:
    box = f"From ann\n{HEADER}\nOne.\n\nFrom -\nX-Mozilla-Status: 0001\n{HEADER}\nTwo.\n"
    assert [draft.content.strip() for draft in read("a.mbox", box.encode()).drafts] == ["One.", "Two."]


def test_a_page_saved_with_all_that_belongs_to_it_is_one_article() -> None:
    page = "<html><body><p>Café</p><iframe src='cid:2'></iframe></body></html>".encode("cp1252")
    frame = mail("<p>Advertisement</p>", "Content-Location: http://ads.example/", kind="text/html")
    parts = (mail(page, "Content-Location: http://example.org/cafe", kind="text/html; charset=iso-8859-1"), frame)
    draft = only(read("a.mht", mixed(*parts, kind="related")))
    assert (draft.kind, draft.url, draft.lined, draft.part) == ("html", "http://example.org/cafe", False, "")
    assert "Café" in draft.content
    assert "Advertisement" not in draft.content
    headers = ("Subject: x", "Snapshot-Content-Location: https://example.org/real")
    assert only(read("a.mhtml", mixed(*parts, kind="related", headers=headers))).url == "https://example.org/real"
    with pytest.raises(SourceError, match="no page in it"):
        read("a.mhtml", mixed(mail("x"), kind="related"))


def rss(*items: str, declares: str = "", head: str = "<title>The Harbour</title>") -> bytes:
    inside = "".join(f"<item>{item}</item>" for item in items)
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    return f'<?xml version="1.0"{declares}?><rss version="2.0" {names}><channel>{head}{inside}</channel></rss>'.encode()


def test_an_entry_of_a_feed_is_an_article() -> None:
    first = (
        "<title>Fog &amp;amp; &lt;b&gt;rain&lt;/b&gt;</title><link>http://example.org/1</link><dc:creator>Ann</dc:creator>"
        "<pubDate>Mon, 03 Feb 2020 10:00:00 GMT</pubDate><description>Short.</description>"
        "<content:encoded><![CDATA[<p>The keeper lit the lamp.</p>]]></content:encoded><media:title>Other</media:title>"
    )
    second = (
        "<guid isPermaLink='true'>http://example.org/2</guid><author>bo@example.org (Bo Li)</author>"
        "<description>a &lt; b</description>"
    )
    found = read("a.rss", rss(first, second, "<title/>"))
    assert [draft.part for draft in found.drafts] == ["#1", "#2"]
    one, two = found.drafts
    assert (one.kind, one.content, one.title) == ("document", "<p>The keeper lit the lamp.</p>", "Fog & rain")
    assert (one.authors, one.published) == (("Ann",), "Mon, 03 Feb 2020 10:00:00 GMT")
    assert (one.site, one.url, one.lined) == ("The Harbour", "http://example.org/1", False)
    assert (two.content, two.authors, two.url) == ("<p>a &lt; b</p>", ("Bo Li",), "http://example.org/2")
    assert [(problem.part, problem.failed) for problem in found.problems] == [("#3", False)]


def test_atom_says_how_its_texts_are_written() -> None:
    def entry(inside: str) -> Draft:
        data = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafen</title>
            <author><name>Ann</name></author><entry><title type="text">a &lt;b&gt;</title><link rel="self" href="http://example.org/s"/>
            <link href="http://example.org/1"/><updated>2020-02-03T10:00:00Z</updated>{inside}</entry></feed>"""
        return only(read("a.atom", data.encode()))

    draft = entry("<summary>Fog</summary><content>3 &lt; 4 &amp;amp; more</content>")
    assert (draft.title, draft.url, draft.authors) == ("a <b>", "http://example.org/1", ("Ann",))
    assert (draft.published, draft.language, draft.site) == ("2020-02-03T10:00:00Z", "de", "Hafen")
    assert draft.content == "<p>3 &lt; 4 &amp; more</p>"
    assert entry("<content type='text'>&lt;p&gt; is a tag</content>").content == "<p>&lt;p&gt; is a tag</p>"
    assert entry("<content type='html'>&lt;p&gt;Fog&lt;/p&gt;</content>").content == "<p>Fog</p>"
    xhtml = "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Fog</p><br/></div></content>"
    assert entry(xhtml).content == "<div><p>Fog</p><br></div>"
    assert (
        entry("<content type='image/png'>iVBORw0KGgoAAAANSUhEUgAA</content><summary>Fog</summary>").content
        == "<p>Fog</p>"
    )


def test_the_older_rdf_has_its_entries_beside_the_channel() -> None:
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour</title><dc:language>hu</dc:language></channel>
        <item rdf:about="http://example.org/1"><title>Fog</title><dc:date>2020-02-03</dc:date></item></rdf:RDF>"""
    draft = only(read("a.rdf", data))
    assert (draft.title, draft.site, draft.language, draft.url) == ("Fog", "Harbour", "hu", "http://example.org/1")


@pytest.mark.parametrize(
    ("declared", "language"), [("hu", "hu"), ("en-us", ""), ("en", "")]
)  # a feed in English says no more than one that nobody set up
def test_the_language_of_a_feed_counts_unless_it_is_the_default(declared: str, language: str) -> None:
    found = read("a.xml", rss("<title>Fog</title>", head=f"<title>H</title><language>{declared}</language>"))
    assert only(found).language == language


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        ("灯台は岩の上に立っていて", "cp932", "Shift_JIS"),
        ("Маяк стоял на скале", "cp1251", "utf-8"),
        ("Őr a hajók", "cp1250", "windows-1250"),
    ],
)
def test_a_feed_is_in_the_encoding_it_declares_or_looks_like(text: str, codec: str, label: str) -> None:
    data = rss(f"<title>{text}</title>", declares=f' encoding="{label}"').decode().encode(codec)
    assert only(read("a.xml", data)).title == text


def test_a_name_that_is_none_costs_an_entry_of_a_feed_nothing() -> None:
    markup = '<div xmlns="http://www.w3.org/1999/xhtml"><p:>The keeper lit the lamp.</p:></div>'
    entry = f'<entry><title>Lamp</title><content type="xhtml">{markup}</content></entry>'
    data = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    (draft,) = read("a.atom", data.encode()).drafts
    assert "The keeper lit the lamp." in clean(draft).text


def test_a_feed_that_is_not_well_formed_is_read() -> None:
    broken = "<title>Caf&eacute; & tea</title><description>Fog &nbsp; and <b>rain</description><x:y>z</x:y>\x01"
    data = rss("<title>One</title>", broken, "<title>Three</title>")
    titles = [draft.title for draft in read("a.xml", data).drafts]
    assert titles[0] == "One"
    assert titles[1].startswith("Café")


@pytest.mark.parametrize("data", [b"<project><name>x</name></project>", b"no markup at all", b"<?xml version='1.0'?>"])
def test_other_xml_is_passed_over(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read("pom.xml", data)
    assert (caught.value.reason, caught.value.failed) == ("unsupported format", False)


def test_a_page_saved_as_xml_is_a_page() -> None:
    page = b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Fog.</p></body></html>"
    assert only(read("a.xml", page)).kind == "html"


def test_each_row_of_a_table_is_an_article() -> None:
    data = (
        b'Title;Publication Date;AUTHOR;text\r\nFog;2020-02-03;Ann;"Grey\nand; wet"\r\n\r\nSun;;;Dry; warm\r\n;;;\r\n'
    )
    fog, sun = read("a.csv", data).drafts
    assert (fog.title, fog.published, fog.authors, fog.content) == ("Fog", "2020-02-03", ("Ann",), "Grey\nand; wet")
    assert (fog.line, sun.line, fog.one_line) == (2, 5, True)
    assert sun.content == "Dry; warm"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_columns_are_parted_by_what_parts_their_names(delimiter: str) -> None:
    data = delimiter.join(("id", '"body, all; of|it"', "body")) + "\n" + delimiter.join(("1", "x", "Fog.")) + "\n"
    assert only(read("a.tsv", data.encode())).content == "Fog."


def test_a_table_of_one_column_needs_no_quotes() -> None:
    assert [draft.content for draft in read("a.csv", b"text\nFog, rain.\nSun; wind.").drafts] == [
        "Fog, rain.",
        "Sun; wind.",
    ]


def test_a_cell_may_be_longer_than_the_library_allows_of_itself() -> None:
    before = csv.field_size_limit()
    assert len(only(read("a.csv", b"title,text\nx," + b"a" * 300_000)).content) == 300_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("data", [b"name,age\nAnn,3\n", b"1,2\n3,4\n"])
def test_a_table_without_a_column_for_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"no column with text: the columns are (name, age|1, 2)"):
        read("a.csv", data)


def packed(files: Mapping[str, bytes], mode: str = "w") -> bytes:
    """A TAR archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload] # any mode
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


WP = "http://wordpress.org/export/1.2/"


def wordpress(*items: str) -> bytes:
    return (
        f'<rss xmlns:wp="{WP}" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour</title>'
        "<wp:author><wp:author_login>ann</wp:author_login><wp:author_display_name>Ann "
        "Lee</wp:author_display_name></wp:author>"
        + "".join(f"<item><dc:creator>ann</dc:creator>{item}</item>" for item in items)
        + "</channel></rss>"
    ).encode()


def test_of_a_wordpress_export_the_articles_are_read_as_the_site_shows_them() -> None:
    text = (
        "The keeper lit\nthe lamp.\n\n<h2>Rain</h2>\n[caption id='1' width='3']<a href='x'><img src='x'></a>"
        " The pier[/caption]"
        "\n\nIt <b>stayed</b>.\n\n[gallery ids='1,2']\n\n<pre>a\n\nb</pre>\n\nSee [1]."
    )
    drafts = read(
        "a.xml",
        wordpress(
            f"<title>Fog</title><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><content:encoded><![CDATA[{text}]]>"
            "</content:encoded><wp:post_date>2014-02-03 11:22:33</wp:post_date><wp:post_type>post</wp:post_type>",
            "<title>pier.jpg</title><wp:post_type>attachment</wp:post_type>",
            "<title>Home</title><wp:post_type>nav_menu_item</wp:post_type>",
            "<title>Styles</title><wp:post_type>wp_global_styles</wp:post_type>",
            "<title>Gone</title><wp:post_type>post</wp:post_type><wp:status>trash</wp:status>",
            "<title>About</title><content:encoded>Us.</content:encoded><wp:post_type>page</wp:post_type>",
        ),
    ).drafts
    assert [(draft.part, draft.title, draft.authors) for draft in drafts] == [
        ("#1", "Fog", ("Ann Lee",)),
        ("#6", "About", ("Ann Lee",)),
    ]
    article = clean(drafts[0])
    assert article.text == "The keeper lit the lamp.\n\nRain\n\nIt stayed.\n\na\n\nb\n\nSee [1]."
    assert article.captions == ("The pier",)
    assert str(article.published) == "2014-02-03"


def test_a_wordpress_export_says_names_in_parts_and_when_a_post_was_changed() -> None:
    text = "[su_box title='x']The keeper lit the lamp.[/su_box]\n\n[embedyt] https://example.org[/embedyt]"
    said = "<wp:post_date>0000-00-00 00:00:00</wp:post_date><wp:post_modified>2014-02-03 11:22:33</wp:post_modified>"
    parts = "<wp:author_first_name>Ann</wp:author_first_name><wp:author_last_name>Lee</wp:author_last_name>"
    export = wordpress(f"<title>Fog</title><content:encoded>{text}</content:encoded>{said}").decode()
    shown = "<wp:author_display_name>Ann Lee</wp:author_display_name>"
    assert shown in export
    article = clean(only(read("a.xml", export.replace(shown, parts).encode())))
    assert (article.authors, article.published, str(article.modified)) == (("Ann Lee",), None, "2014-02-03")
    assert article.text == "The keeper lit the lamp.\n\nhttps://example.org"


def test_of_a_blogger_export_the_posts_are_read() -> None:
    def entry(kind: str) -> str:
        scheme = "http://schemas.google.com/g/2005#kind"
        return (
            f"<entry><category scheme='{scheme}' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
            f"<title>{kind}</title><content type='html'>&lt;p&gt;The {kind}.&lt;/p&gt;</content></entry>"
        )

    kinds = ("template", "settings", "post", "page", "comment")
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{''.join(map(entry, kinds))}</feed>"
    assert [draft.title for draft in read("a.xml", feed.encode()).drafts] == ["post", "page"]


def test_the_notes_of_an_export_of_evernote_are_read() -> None:
    def note(title: str, body: str, more: str = "") -> str:
        page = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd">'
            f"<en-note>{body}<en-media type='image/png' hash='0a'/></en-note>"
        )
        return f"<note><title>{title}</title><content><![CDATA[{page}]]></content>{more}</note>"

    told = (
        "<created>20191105T090000Z</created><note-attributes><author>Ann Lee</author>"
        "<source-url>https://lamps.org/a</source-url></note-attributes>"
    )
    attached = f"<resource><data encoding='base64'>{'QUJD' * 3_000_000}</data></resource>"
    export = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/export.dtd">\n'
        f"<en-export>{note('Fog', '<div>It <b>came</b> in.</div><div>It stayed.</div>', told + attached)}"
        f"{note('Rain &amp; sun', '<div>It rained.</div>')}<note><title/></note></en-export>"
    ).encode()
    for name in ("a.enex", "a.xml", "a"):
        fog, rain = map(clean, read(name, export).drafts)
        assert (fog.part, fog.title, fog.text) == ("#1", "Fog", "It came in.\n\nIt stayed.")
        assert (fog.authors, str(fog.published), fog.url) == (("Ann Lee",), "2019-11-05", "https://lamps.org/a")
        assert (rain.part, rain.title, rain.text) == ("#2", "Rain & sun", "It rained.")
    with pytest.raises(SourceError):
        read("a.enex", b"<note><title>Fog</title></note>")


def test_markup_that_was_escaped_as_character_data_is_read() -> None:
    feed = (
        "<rss><channel><item><title>&lt;![CDATA[Fog]]&gt;</title>"
        "<description>&lt;![CDATA[&lt;p&gt;The lamp.&lt;/p&gt;]]&gt;</description></item></channel></rss>"
    )
    draft = only(read("a.rss", feed.encode()))
    assert (draft.title, draft.content) == ("Fog", "<p>The lamp.</p>")
    entry = "<rss><channel><item><description>{}</description></item></channel></rss>"
    twice = entry.format("&amp;lt;p&amp;gt;The lamp.&amp;lt;/p&amp;gt;")
    assert only(read("a.rss", twice.encode())).content == "<p>The lamp.</p>"
    record = '{"title": "<![CDATA[Fog]]>", "text": "<![CDATA[<p>The lamp.</p>]]>"}'
    assert clean(only(read("a.json", record.encode()))).text == "The lamp."
    page = f"<title>Fog</title><![CDATA[<p>{PROSE}</p>]]><p>{MORE}</p>"
    assert clean(only(read("a.html", page.encode()))).text == f"{PROSE}\n\n{MORE}"
    about = entry.format("Of the &amp;lt;b&amp;gt; tag.")
    assert clean(only(read("a.rss", about.encode()))).text == "Of the <b> tag."


def test_marks_of_character_data_without_an_end_take_no_longer_than_their_size() -> None:
    assert_linear(without_cdata, lambda size: "<![CDATA[" * size + "]]>", 40_000)
    assert without_cdata("a <![CDATA[b]]> c <![CDATA[d") == "a b c <![CDATA[d"


def test_a_feed_that_grows_without_end_is_damaged() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 12}">' for n in range(1, 12))
    feed = (
        f'<!DOCTYPE r [<!ENTITY a0 "fog">{entities}]><rss><channel><title>&a11;</title><item><title>'
        f"x</title></item></channel></rss>"
    )
    with pytest.raises(SourceError, match="damaged feed"):
        read("a.rss", feed.encode())


FILES = {"a/b.txt": b"Fog.", ".hidden": b"x", "../c.html": b"<p>Rain.</p>", "d.mbox": b"From a\nA: b\n\nSun.\n"}


@pytest.mark.parametrize(
    ("name", "mode"),
    [("x.tar", "w"), ("x.tar.gz", "w:gz"), ("x.TGZ", "w:gz"), ("x.tar.bz2", "w:bz2"), ("x.txz", "w:xz")],
)
def test_an_archive_of_tar_is_read_under_any_compression(name: str, mode: str) -> None:
    assert [draft.part for draft in read(name, packed(FILES, mode)).drafts] == ["!/a/b.txt", "!/c.html", "!/d.mbox#1"]


def test_of_an_archive_cut_short_what_comes_before_is_read() -> None:
    files = {f"{number}.txt": random.Random(number).randbytes(3000).hex().encode() for number in range(4)}
    for data, name in ((packed(files)[:15_000], "a.tar"), (packed(files, "w:gz")[:7000], "a.tar.gz")):
        found = read(name, data)
        assert [draft.part for draft in found.drafts][:1] == ["!/0.txt"]
        assert 1 <= len(found.drafts) < 4
        assert any("damaged" in problem.reason for problem in found.problems)


def test_names_in_an_archive_may_be_in_another_encoding() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT, encoding="cp932") as archive:
        info = tarfile.TarInfo("灯台の話.txt")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"Fog."))
    assert only(read("a.tar", out.getvalue())).part == "!/灯台の話.txt"


PAGE = "<html><body><p>Маяк стоял на скале.</p></body></html>"


def answer(body: bytes, *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers, "", "")).encode() + body


def record(
    content: bytes, kind: str = "response", url: str = "http://example.org/", media: str = "application/http"
) -> bytes:
    head = ("WARC/1.0", f"WARC-Type: {kind}", f"WARC-Target-URI: <{url}>", f"Content-Type: {media}")
    return "\r\n".join((*head, f"Content-Length: {len(content)}", "", "")).encode() + content + b"\r\n\r\n"


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(f"{len(part):x};x=y\r\n".encode() + part + b"\r\n" for part in parts) + b"0\r\n\r\n"


WEB = (
    record(b"software: x", "warcinfo", "", "application/warc-fields"),
    record(answer(PAGE.encode(), kind="text/html; charset=utf-8"), url="http://example.org/1"),
    record(b"GET / HTTP/1.1\r\n\r\n", "request"),
    record(answer(b"\x89PNG", kind="image/png")),
    record(answer(b"gone", status="404 Not Found")),
    record(answer(b"User-agent: *", kind="text/plain"), url="http://example.org/robots.txt"),
    record(b"Plain words.", "resource", "http://example.org/plain", "text/plain"),
    record(b"log", "resource", "metadata://gnu.org/software/wget/warc/wget.log", "text/plain"),
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_pages_and_texts_of_a_web_archive_are_articles(name: str) -> None:
    data = b"".join(map(gzip.compress, WEB)) if name.endswith("gz") else b"".join(WEB)
    found = read(name, data)
    assert [(draft.part, draft.url) for draft in found.drafts] == [
        ("#1", "http://example.org/1"),
        ("#5", "http://example.org/plain"),
    ]
    assert found.problems == ()


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        (("Content-Encoding: gzip",), gzip.compress),
        (("Content-Encoding: gzip",), bytes),
        (("Content-Encoding: deflate",), zlib.compress),
        (("Content-Encoding: deflate",), lambda body: zlib.compress(body)[2:-4]),
        (("Content-Encoding: zstd",), zstd.compress),
        (("Content-Encoding: br",), brotli.compress),
        (("Content-Encoding: br",), bytes),
        (("Transfer-Encoding: chunked",), chunked),
        (("Transfer-Encoding: chunked",), bytes),
        (("transfer-encoding: chunked", "Content-Encoding: gzip"), lambda body: chunked(gzip.compress(body))),
    ],
)
def test_answers_are_unpacked_if_they_still_are_packed(
    headers: tuple[str, ...], pack: Callable[[bytes], bytes]
) -> None:
    assert only(read("a.warc", record(answer(pack(PAGE.encode()), *headers)))).content == PAGE


def test_a_page_packed_by_what_is_not_there_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    found = read("a.warc", record(answer(b"x", "Content-Encoding: br")))
    assert [(problem.part, problem.reason) for problem in found.problems] == [
        ("#1", "needs the extra warc: compressed by brotli")
    ]


def test_the_charset_of_the_server_counts() -> None:
    data = record(answer("Őr a hajók".encode("cp1250"), kind="text/plain; charset=windows-1250"))
    assert only(read("a.warc", data)).content == "Őr a hajók"


def test_an_older_web_archive_is_read() -> None:
    page = answer(PAGE.encode())
    data = b"filedesc://a.arc 127.0.0.1 20140216050221 text/plain 3\n1 0\n"
    data += f"http://example.org/ 93.184.216.119 20140216050221 text/html {len(page)}\n".encode() + page + b"\n"
    draft = only(read("a.arc", data))
    assert (draft.part, draft.url, draft.content) == ("#1", "http://example.org/", PAGE)


def test_of_a_web_archive_cut_short_or_altered_the_rest_is_read() -> None:
    whole = b"".join(WEB)
    found = read("a.warc", whole[: whole.index(b"Plain")])
    assert [draft.part for draft in found.drafts] == ["#1"]
    assert [problem.reason.partition(",")[0] for problem in found.problems] == ["cut short"]
    found = read("a.warc", whole.replace(b"GET /", b"GET //////"))
    assert [draft.part for draft in found.drafts] == ["#1", "#5"]
    assert [problem.reason.partition(",")[0] for problem in found.problems] == ["damaged web archive"]
    with pytest.raises(SourceError, match="not a web archive"):
        read("a.warc", b"some words")


@pytest.mark.parametrize("name", ["a.adoc", "a.asciidoc", "a.rst", "a.org"])
def test_texts_written_to_be_read_as_they_are_are_text(name: str) -> None:
    assert only(read(name, b"= Tides\n\nThe moon pulls.")).kind == "text"


SAMPLES: Mapping[str, bytes] = {
    "a.eml": mixed(
        mixed(mail(BODY), mail(LONG_PAGE, kind="text/html"), kind="alternative", headers=()),
        mail(BODY, 'Content-Disposition: attachment; filename="a.txt"'),
        b"Content-Type: message/rfc822\n\n" + mail(BODY, "Subject: =?utf-8?q?a=C3=A9?="),
        headers=("Subject: =?utf-8?B?w6k=?=", "From: Ann <a@example.org>", "Date: Mon, 3 Feb 2020 10:00:00 +0100"),
    ),
    "a.rss": rss("<title>Fog</title><description>&lt;p&gt;Rain&lt;/p&gt;</description>", "<title>Sun</title>"),
    "a.csv": b'title,text,date\nFog,"Grey\nand wet",2020\nSun,Dry,\n',
    "a.tar": packed(FILES),
    "a.tar.gz": packed(FILES, "w:gz"),
    "a.warc": b"".join((*WEB[:3], record(answer(chunked(gzip.compress(b"x")), "Content-Encoding: gzip")))),
    "a.arc": b"http://example.org/ 1.2.3.4 20140216050221 text/html %d\n" % len(answer(b"Fog")) + answer(b"Fog"),
    "a.mbox": b"From a\nSubject: One\n\nText.\n\nFrom b\nSubject: Two\n\nMore.\n",
    "a.mhtml": mixed(mail(LONG_PAGE, "Content-Location: http://example.org/", kind="text/html"), kind="related"),
}


@pytest.mark.parametrize("name", SAMPLES)
@given(st.data())
def test_files_cut_or_altered_are_read_or_refused(name: str, data: st.DataObject) -> None:
    sample = bytearray(SAMPLES[name])
    for _ in range(data.draw(st.integers(0, 4))):
        sample[data.draw(st.integers(0, len(sample) - 1))] = data.draw(st.integers(0, 255))
    start = data.draw(st.integers(0, 60)) if data.draw(st.booleans()) else 0
    read_or_refuse(name, bytes(sample[start : data.draw(st.integers(0, len(sample)))]))


@pytest.mark.parametrize(
    ("name", "texts", "read", "whole"),
    [
        ("a.eml", ["keeper lit", "ships came"], 0.95, 0.9),
        ("a.rss", ["Rain"], 0.9, 0.4),
        ("a.csv", ["Grey", "Dry"], 0.95, 0.7),
        ("a.tar", ["Fog.", "Rain.", "Sun."], 0.9, 0.6),
        ("a.tar.gz", ["Fog."], 0.4, 0.3),
        ("a.warc", ["Маяк стоял"], 0.8, 0.7),
        ("a.arc", ["Fog"], 0.6, 0.5),
        ("a.mbox", ["Text", "More"], 0.8, 0.6),
        ("a.mhtml", ["ships came home"], 0.9, 0.9),
    ],
)
def test_of_altered_files_most_are_still_read(name: str, texts: list[str], read: float, whole: float) -> None:
    found = shares(name, SAMPLES[name], *texts)
    assert found.read > read
    assert found.whole > whole


@pytest.mark.parametrize("name", SAMPLES)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read_or_refuse(name, data)


WRITERS: Mapping[str, Callable[[str], bytes]] = {
    "a.eml": mail,
    "a.rss": lambda text: rss(f"<description>{text}</description>"),
    "a.csv": lambda text: f'title,text\nA,"{text}"\n'.encode(),
    "a.tar": lambda text: packed({"a.txt": text.encode()}),
    "a.warc": lambda text: record(answer(text.encode(), kind="text/plain; charset=utf-8")),
    "a.mbox": lambda text: b"From a\n" + mail(text, "Subject: One"),
    "a.mhtml": lambda text: mixed(mail(f"<p>{text}</p>", kind="text/html; charset=utf-8"), kind="related"),
}


@pytest.mark.parametrize("name", WRITERS)
@given(st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1), min_size=1).map(" ".join))
def test_any_text_in_them_is_read_as_it_is(name: str, text: str) -> None:
    assert text in (read_or_refuse(name, WRITERS[name](text)) or "")


@pytest.mark.parametrize("between", [b"\x0b", b"\x0c", b"\x1c", b"\xc2\x85", b"\xff", b"\n  "])
def test_a_mail_in_a_mail_is_read_whatever_its_header_says(between: bytes) -> None:
    """To Python some of these end a line, which the standard library then refuses to write."""
    inner = b"Subject: Fog" + between + b"Name: B\n\n" + BODY.encode()
    found = read("a.eml", mixed(mail("Outer."), b"Content-Type: message/rfc822\n\n" + inner))
    assert found.problems == ()
    assert [draft.content.strip() for draft in found.drafts] == ["Outer.", BODY.strip()]
    assert found.drafts[1].title.startswith("Fog")


# A name, and what makes a file of about so many bytes.
HOSTILE: Mapping[str, tuple[str, Callable[[int], bytes]]] = {
    "nested mails": ("a.eml", lambda size: b"Content-Type: message/rfc822\n\n" * (size // 30)),
    "nested parts": (
        "a.eml",
        lambda size: b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(size // 50)
        ),
    ),
    "a long subject": ("a.eml", lambda size: b"Subject: " + b"=?utf-8?q?a" * (size // 11) + b"\n\nText"),
    "a long sender": ("a.eml", lambda size: b"From: " + b'((("' * (size // 4) + b"\n\nText"),
    "many addresses": ("a.eml", lambda size: b"From: " + b"a@b.example, " * (size // 13) + b"\n\nText"),
    "long parameters": ("a.eml", lambda size: b"Content-Type: text/plain" + b'; a="' * (size // 5) + b"\n\nText"),
    "many parameters": ("a.eml", lambda size: b"Content-Type: text/plain" + b"; a*0*=b" * (size // 8) + b"\n\nText"),
    "many headers": ("a.eml", lambda size: b"A: b\n" * (size // 5) + b"\nText"),
    "one line": ("a.eml", lambda size: b"Subject: x\n\n" + b"a" * size),
    "folded": ("a.eml", lambda size: b"Subject: x" + b"\n \t" * (size // 3) + b"\n\nText"),
    "many parts": (
        "a.eml",
        lambda size: b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\nText\n" * (size // 10),
    ),
    "many marks": ("a.mbox", lambda size: b"From a\nb: c\n\n" + b">" * size + b"\n" + b"\n" * (size // 2)),
    "nested elements": ("a.xml", lambda size: rss("<description>" + "<b>" * (size // 3))),
    "many entries": ("a.xml", lambda size: rss(*["<title>x</title>"] * (size // 32))),
    "many entities": ("a.xml", lambda size: rss("<title>" + "&nbsp;" * (size // 6) + "</title>")),
    "half entities": ("a.xml", lambda size: rss("<title>" + "&a" * (size // 2) + "</title>")),
    "half tags": ("a.xml", lambda size: rss("<title>" + "&lt;a" * (size // 5) + "</title>")),
    "an open quote": ("a.csv", lambda size: b'text\n"' + b"a\n" * (size // 2)),
    "quotes": ("a.csv", lambda size: b'text,"' + b'"' * (size // 2 * 2 + 1) + b"\n" + b'"x"y,' * (size // 5)),
    "many cells": ("a.csv", lambda size: b"text" + b",a" * (size // 4) + b"\nx" + b",b" * (size // 4)),
    "many files": ("a.tar", lambda size: packed({f"{number}.png": b"" for number in range(size // 512)})),
    "chunks": ("a.warc", lambda size: record(answer(b"1\r\na\r\n" * (size // 6), "Transfer-Encoding: chunked"))),
    "folded headers": ("a.warc", lambda size: b"WARC/1.0\r\na: b" + b"\r\n c" * (size // 4) + b"\r\n\r\n"),
    "begun records": ("a.warc", lambda size: b"WARC/1.0\n" * (size // 9)),
    "tiny records": ("a.warc", lambda size: b"WARC/1.0\nContent-Length: 0\n\n" * (size // 28)),
    "a brotli bomb": (
        "a.warc",
        lambda size: record(answer(brotli.compress(bytes(16 * size)), "Content-Encoding: br", kind="text/plain")),
    ),
    "froms": ("a.mbox", lambda size: b"From a\nb: c\n\n" + b"From " * (size // 5)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_no_longer_than_their_size(name: str) -> None:
    path, make = HOSTILE[name]
    assert_linear(partial(read_or_refuse, path), make, 200_000)


def test_entities_of_entities_are_not_written_out() -> None:
    """Ten to the twelfth of them, in a file of a kilobyte."""
    entities = "".join(f'<!ENTITY e{number} "{f"&e{number - 1};" * 10 if number else "ha"}">' for number in range(12))
    feed = f"<!DOCTYPE rss [{entities}]><rss><channel><item><title>&e11;</title></item></channel></rss>"
    with suppress(SourceError):
        assert sum(len(draft.title) + len(draft.content) for draft in read("a.xml", feed.encode()).drafts) < 10_000


@pytest.mark.parametrize("kind", [b"text/calendar", b"text/plain", b"multipart/mixed", b"multipart/alternative; x=y"])
def test_a_charset_that_is_no_text_does_not_keep_a_mail_from_being_read(kind: bytes) -> None:
    data = b"Subject: The Lamp\nContent-Type: " + kind + b'; charset="\xf0\x9f\xff\xfe utf"\n\nThe keeper \xe9 slept.\n'
    read("a.eml", data)  # whatever is found, nothing else than SourceError is raised


@pytest.mark.parametrize(
    ("header", "people"),
    [
        ("ann@a.org", ("ann@a.org",)),
        ('"Lee, Ann" <ann@a.org>, bo@b.org (Bo Ray)', ("Lee, Ann <ann@a.org>", "Bo Ray <bo@b.org>")),
        ("Keepers: ann@a.org, bo@b.org;, ann@a.org", ("ann@a.org", "bo@b.org")),
        ("undisclosed-recipients:;", ("undisclosed-recipients:;",)),
        ("comp.graphics,rec.boats", ("comp.graphics,rec.boats",)),
        ("", ()),
        ("(" * 5000, ("(" * 5000,)),
    ],
)
def test_the_people_in_a_header_are_told_apart(header: str, people: tuple[str, ...]) -> None:
    assert addresses(header) == people


@given(st.text(max_size=60))
def test_any_header_names_people_or_nobody(header: str) -> None:
    assert all(person.strip() for person in addresses(header))


def test_whom_a_mail_is_from_and_to_is_kept() -> None:
    headers = (
        "Subject: Fog",
        "From: =?utf-8?q?Ann_L=C3=A9e?= <ann@a.org>",
        "To: bo@b.org",
        "Cc: =?utf-8?q?Ray=2C_Cy?= <cy@c.org>, bo@b.org",
    )
    draft = only(read("a.eml", mail(BODY, *headers)))
    assert (draft.sender, draft.recipients) == ("Ann Lée <ann@a.org>", ("bo@b.org", "Ray, Cy <cy@c.org>"))
    article = clean(draft)
    assert (article.sender, article.recipients) == (draft.sender, draft.recipients)


def test_a_post_that_was_saved_as_text_is_from_and_to_somebody() -> None:
    text = "From: Ann Lee <ann@a.org>\nNewsgroups: rec.boats\nSubject: Fog\n\n" + BODY
    article = clean(only(read("post.txt", text.encode())))
    assert (article.sender, article.recipients, article.title) == ("Ann Lee <ann@a.org>", ("rec.boats",), "Fog")


TOPICS = """Send Pier mailing list submissions to
\tpier@example.org

When replying, please edit your Subject line so it is more specific
than "Re: Contents of Pier digest..."


Today's Topics:

   1. The lamp (Ann Lee)
   2. Re: The fog (Bo Reed)


"""
DIGEST = f"""{TOPICS}{"-" * 70}

Message: 1
Date: Tue, 5 Mar 2024 18:22:01 +0000
From: Ann Lee <ann@example.org>
To: pier@example.org
Subject: [Pier] The lamp
Message-ID: <a1@example.org>
Content-Type: text/plain; charset="iso-8859-1"

The keeper lit the lämp as the fog came in over the pier.

From there nobody saw it.

{"-" * 30}

And more of it.

{"-" * 30}

Message: 2
Date: Wed, 6 Mar 2024 09:10:00 +0000
From: Bo Reed <bo@example.org>
Subject: Re: [Pier] The fog

The last ship of the year was a small one.

{"-" * 30}

Subject: Digest Footer

_______________________________________________
Pier mailing list
Pier@example.org


{"-" * 30}

End of Pier Digest, Vol 12, Issue 3
***********************************
"""


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("a.txt", ""),
        (
            "a.eml",
            "From: pier-request@example.org\nSubject: Pier Digest, Vol 12\nMIME-Version: 1.0\n\n",
        ),
    ],
)
@pytest.mark.parametrize("older", [False, True])
def test_a_lists_digest_is_its_mails(name: str, above: str, older: bool) -> None:
    text = re.sub(r"Message: \d\n", "", DIGEST) if older else DIGEST
    reading = read(name, (above + text).encode())
    assert not reading.problems
    articles = [clean(draft) for draft in reading.drafts]
    assert [(article.title, article.authors, str(article.published)) for article in articles] == [
        ("[Pier] The lamp", ("Ann Lee",), "2024-03-05"),
        ("Re: [Pier] The fog", ("Bo Reed",), "2024-03-06"),
    ]
    assert articles[0].text.startswith("The keeper lit the lämp as the fog came in over the pier.\n\nFrom there")
    assert articles[0].text.endswith("And more of it.")
    assert articles[1].text == "The last ship of the year was a small one."


@pytest.mark.parametrize(
    "text",
    [
        f"{TOPICS}Nothing follows.\n",
        f"The Digest\n\n{'-' * 70}\n\nDate: today\nTo: all\n\nWe met.\n\n{'-' * 30}\n\nDate: b\nTo: c\n\nEnd.\n",
        DIGEST.replace("Digest", "Journal"),
        f"I do not agree with Ann.\n\nBo\n\n-----Original Message-----\nSubject: Pier Digest, Vol 12\n\n{DIGEST}",
        f"How lists put mails together\n\nA digest of 2024 looks so:\n\n{DIGEST}",
    ],
)
def test_a_text_with_strokes_is_no_digest(text: str) -> None:
    (draft,) = read("a.txt", text.encode()).drafts
    assert draft.content == text


@pytest.mark.parametrize(
    "unit", ["-" * 30 + "\n\n", "Date: a\nTo: b\n", "-" * 30 + "\n\nDate: a\nFrom: b\n\n", "_" * 20 + "\n", "-", "\n"]
)
def test_a_digest_takes_no_longer_than_its_size(unit: str) -> None:
    assert_linear(lambda text: read("a.txt", text.encode()), lambda size: DIGEST[:-120] + unit * size, 1000)


@pytest.mark.parametrize("unit", ["digest ", "\n", " ", "a\n", "Send a"])
def test_what_is_above_a_digest_takes_no_longer_than_its_size(unit: str) -> None:
    mails = DIGEST.removeprefix(TOPICS)
    assert_linear(lambda text: read("a.txt", text.encode()), lambda size: f"{unit * size}x\n\n{mails}", 8000)
