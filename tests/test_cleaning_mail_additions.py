"""What programs, offices and lists add to a mail, and mails in signatures, deleted mails, and characters of old."""

from __future__ import annotations

import base64

import pytest
from growth import assert_linear
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning import clean
from indexer.cleaning.rules.confidentiality import is_confidentiality_notice
from indexer.cleaning.rules.site_lines import noise
from indexer.reading import read
from indexer.reading.containers.signed_data import content_of_signed
from indexer.reading.encoding.decoding import decode

LAMP = "The keeper lit the lamp as the fog came in over the pier, and nobody on the island slept that night."
SHIP = "The last ship of the year was a small one, and those who saw it come in said that it had no name."
NOTICE = (
    "This e-mail and any attachments are confidential and intended solely for the addressee. If you have received this "
    "email in error please notify the sender and delete it."
)


def mail(text: str, kind: str = "text/plain; charset=utf-8") -> bytes:
    return (
        "From: Ann Lee <ann@example.org>\nSubject: Fog\nDate: Tue, 4 Feb 2020 10:00:00 +0000\n"
        f"Content-Type: {kind}\n\n{text}"
    ).encode()


def text_of(text: str) -> str:
    (draft,) = read("a.eml", mail(text)).drafts
    return clean(draft).text


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from Yahoo Mail on Android<https://go.onelink.me/107872968?pid=InProduct>",
        "Sent from Mail for Windows",
        "Sent with Proton Mail secure email.",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet",
        "Gesendet von Mail für Windows",
        "Holen Sie sich Outlook für Android<https://aka.ms/x>",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Отправлено с iPhone",
        "iPhoneから送信",
        "나의 iPhone에서 보냄",
        "发自我的iPhone",
        "Virus-free. www.avast.com",
        "This email has been checked for viruses by Avast antivirus software.",
        "Please consider the environment before printing this e-mail.",
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL EMAIL] This message was sent from outside the company.",
        "You don't often get email from bo@example.org. Learn why this is important",
        "To view this discussion on the web visit https://groups.google.com/d/msgid/fog/abc%40example.org.",
        "For more options, visit https://groups.google.com/groups/opt_out.",
        NOTICE,
        f"{NOTICE} {NOTICE.replace('This e-mail', 'The message')} It may be monitored, as the law has it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie.",
        "Ce courriel est confidentiel. Si vous n'en êtes pas le destinataire, il vous est parvenu par erreur.",
        "Este mensaje es confidencial. Si no es usted el destinatario y lo recibió por error, bórrelo.",
    ],
)
def test_what_programs_and_offices_add_is_no_text(line: str) -> None:
    assert (
        text_of(f"{LAMP}\n\n{SHIP}\n\n{LAMP[:-1]}, he said.\n\n{line}\n")
        == f"{LAMP}\n\n{SHIP}\n\n{LAMP[:-1]}, he said."
    )


@pytest.mark.parametrize(
    "line",
    [
        "Sent from the island, the letter took nine days.",
        "Sent to my sister, it came back.",
        "Von meinem Fenster aus sah ich das Licht.",
        "The message was confidential, and the keeper kept it.",
        "This email was the first that she had written.",
        "Get out of the fog while you can.",
        "To view this discussion as a quarrel is wrong.",
    ],
)
def test_sentences_like_them_stay(line: str) -> None:
    assert noise(line) == ""


GOOGLE = """--\N{SPACE}
You received this message because you are subscribed to the Google Groups "fog" group.
To unsubscribe from this group and stop receiving emails from it, send an email to fog+unsubscribe@googlegroups.com.
To view this discussion on the web visit https://groups.google.com/d/msgid/fog/abc%40example.org.
"""
YAHOO = """------------------------------------
Posted by: Ann Lee <ann@example.org>
------------------------------------


------------------------------------

Yahoo Groups Links

<*> To visit your group on the web, go to:
    http://groups.yahoo.com/group/fog/
"""
LISTSERV = """########################################################################

To unsubscribe from the FOG list, click the following link:
https://list.example/cgi-bin/webadmin?SUBED1=FOG
"""
SYMPA = """---
Vous recevez ce message car vous êtes abonné à la liste brume@listes.example.fr
Pour vous désabonner : https://listes.example.fr/sympa/signoff/brume
"""
MAILMAN = """_______________________________________________
Nebel Mailingliste
Nebel@listen.example.de
Abmelden: https://listen.example.de/mailman/listinfo/nebel
"""


@pytest.mark.parametrize("footer", [GOOGLE, YAHOO, LISTSERV, SYMPA, MAILMAN])
def test_the_footers_of_lists_go_whole_also_below_a_short_mail(footer: str) -> None:
    assert text_of(f"{LAMP}\n\n{footer}\n") == LAMP


def element(tag: int, *members: bytes) -> bytes:
    data = b"".join(members)
    size = len(data)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + data


SIGNED = bytes.fromhex("06092a864886f70d010702")
DATA = bytes.fromhex("06092a864886f70d010701")


def signed(*octets: bytes, indefinite: bool) -> bytes:
    """A signed mail, without the signature: in one piece, or in several of a length that is not said."""
    if not indefinite:
        content = element(0xA0, element(0x04, *octets))
        inner = element(0x30, element(0x02, b"\1"), element(0x31), element(0x30, DATA, content), element(0x31))
        return element(0x30, SIGNED, element(0xA0, inner))
    pieces = b"".join(element(0x04, piece) for piece in octets)
    content = b"\xa0\x80\x24\x80" + pieces + bytes(4)
    inner = b"\x30\x80\x02\x01\x01\x31\x00\x30\x80" + DATA + content + bytes(2) + b"\x31\x00" + bytes(2)
    return b"\x30\x80" + SIGNED + b"\xa0\x80" + inner + bytes(4)


@pytest.mark.parametrize("indefinite", [False, True])
def test_a_mail_inside_its_signature_is_read(indefinite: bool) -> None:
    inner = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{LAMP}\r\n".encode()
    data = base64.encodebytes(signed(inner[:40], inner[40:], indefinite=indefinite)).decode()
    kind = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64"
    (draft,) = read("a.eml", mail(data, kind)).drafts
    assert (draft.title, draft.content.strip()) == ("Fog", LAMP)


@given(st.data(), st.booleans())
def test_any_signature_has_a_mail_or_none(data: st.DataObject, indefinite: bool) -> None:
    whole = signed(b"Subject: x\n\n", LAMP.encode(), indefinite=indefinite)
    at = data.draw(st.integers(0, len(whole) - 1))
    content_of_signed(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :])
    content_of_signed(whole[:at])


def test_mails_in_the_signatures_of_mails_are_read_so_far() -> None:
    def nested(times: int) -> bytes:
        inner = f"Content-Type: text/plain\n\n{LAMP}\n".encode()
        kind = "Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64"
        for _ in range(times):
            inner = f"Subject: Fog\n{kind}\n\n".encode() + base64.encodebytes(signed(inner, indefinite=False))
        return inner

    assert read("a.eml", nested(8)).drafts[0].content.strip() == LAMP
    reading = read("a.eml", nested(9))
    assert [draft.content for draft in reading.drafts] == [""]
    assert [str(problem.reason) for problem in reading.problems] == ["nested too deeply"]


def test_nested_signatures_take_no_longer_than_their_size() -> None:
    assert_linear(content_of_signed, lambda size: b"\x30\x80" * size, 8000)


def test_mails_that_were_deleted_are_not_read() -> None:
    def one(status: str, subject: str) -> str:
        return (
            f"From - Tue Feb 04 10:00:00 2020\nX-Mozilla-Status: {status}\nSubject: {subject}\nFrom: a@b\n\n{LAMP}\n\n"
        )

    reading = read("a.mbox", (one("0009", "Gone") + one("0001", "Kept") + one("0013", "Kept, too")).encode())
    assert [draft.title for draft in reading.drafts] == ["Kept", "Kept, too"]
    assert [(problem.part, problem.failed) for problem in reading.problems] == [("#1", False)]


def test_characters_that_makers_of_computers_added_to_japanese_are_read() -> None:
    data = b"\x1b$B-!EtBf$NOC-j\x1b(B ok"
    assert decode(data) == ("①灯台の話㈱ ok", "iso-2022-jp")


@pytest.mark.parametrize("unit", ["confidential message ", "destinataire confidentiel message ", "error confidencial "])
def test_notices_are_looked_for_in_no_more_time_than_their_size(unit: str) -> None:
    assert_linear(is_confidentiality_notice, lambda size: unit * size, 140)


@pytest.mark.parametrize("words", ["unsubscribe", "abmelden", "update your preferences"])
def test_a_line_with_many_marks_is_parted_in_no_more_time_than_its_size(words: str) -> None:
    assert_linear(noise, lambda size: f"{words}{',' * size}{'z' * 100}", 48)


def test_what_a_list_puts_below_base64_does_not_hide_the_text() -> None:
    body = base64.encodebytes(f"{LAMP}\n\n{SHIP}\n".encode()).decode()
    kind = "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"
    for below in ("_____________\nFog mailing list\n", "-- \nFog@lists.example", "=\n~~~\n", "", "Nebel für alle\n"):
        (draft,) = read("a.eml", mail(f"{body}\n{below}", kind)).drafts
        assert draft.content.strip() == f"{LAMP}\n\n{SHIP}"


def test_a_page_that_is_sent_as_text_is_a_page() -> None:
    assert text_of(f"<html><body><p>{LAMP}</p><p>{SHIP}</p></body></html>") == f"{LAMP}\n\n{SHIP}"
    assert "<html>" in text_of(f"{LAMP}\n\nA page begins with <html> and ends.")


def test_a_mailbox_may_be_called_a_text() -> None:
    first = "From ann at example.org  Tue Feb  4 10:00:00 2020"
    one = f"{first}\nFrom: ann at example.org (Ann Lee)\nSubject: Fog\n\n{LAMP}\n\n"
    drafts = read("2020-February.txt", (one + one.replace("Fog", "Rain")).encode()).drafts
    assert [(draft.part, draft.title, draft.authors) for draft in drafts] == [
        ("#1", "Fog", ("Ann Lee",)),
        ("#2", "Rain", ("Ann Lee",)),
    ]
    (draft,) = read("a.txt", b"From the pier at 10:00 one sees it.\nSubject: to fog, the lamp is lit.").drafts
    assert draft.part == ""


@pytest.mark.parametrize(
    "line",
    [
        "Forwarded this email? Subscribe here for more",
        "Wenn Sie diese E-Mail nicht mehr empfangen möchten, können Sie diese hier kostenlos abbestellen.",
        "Si vous ne souhaitez plus recevoir nos messages, cliquez ici",
        "Si no desea recibir más correos, pulse aquí",
        "Se non desideri più ricevere questa newsletter, clicca qui",
        "Se não deseja mais receber nossos e-mails, clique aqui",
        "Als u deze nieuwsbrief niet meer wilt ontvangen, klik hier",
        "Чтобы отписаться от этой рассылки, перейдите по ссылке",
        "配信停止はこちら",
        "退订",
    ],
)
def test_lines_that_say_where_to_leave_go_also_below_a_short_mail(line: str) -> None:
    page = f"<p>{LAMP}</p><p>{SHIP}</p><p>{line}</p><p>© 2020 Notes</p><p>1 Mill Lane, Marlow, SL7</p>"
    (draft,) = read("a.eml", mail(page, "text/html; charset=utf-8")).drafts
    assert clean(draft).text.startswith(f"{LAMP}\n\n{SHIP}")
    assert line not in clean(draft).text
