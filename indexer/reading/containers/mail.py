"""What does a mail say, and what is attached to it?

Its text is one article, titled by its subject; what is attached to it are files of their own.

Of a text and an HTML page that say the same, the text is taken, unless it only says that there is a page. Mail that is
encrypted is an article of its subject alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import getaddresses
from typing import Literal

from indexer.errors import UNSUPPORTED, SourceError
from indexer.model.drafts import Draft, Member, Problem, Reading
from indexer.reading.containers import mime
from indexer.reading.containers.digest import mailbox_of
from indexer.reading.containers.mail_text import (
    Enclosed,
    flowed,
    unenriched,
    unsigned,
    without_files,
    without_scrubbed,
    without_targets,
)
from indexer.reading.containers.members import is_wanted, part_of
from indexer.reading.containers.signed_data import content_of_signed
from indexer.reading.media import suffix_of
from indexer.reading.pages import as_page, with_bounded_tags
from indexer.text.declared_dates import declared_day
from indexer.text.mail_addresses import addresses

__all__ = ["read"]

_BODIES = {"text/plain": "text", "text/html": "document", "text/calendar": "calendar", "text/enriched": "text"}
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_PAGE = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
"""How a page begins that is sent as if it were a text."""
_PGP = "-----BEGIN PGP MESSAGE-----"
_UNSET = 1970
"""The year of a mail that was sent by a program without a clock, which counts from there."""
_DEEPEST = 8
"""Mails in the signatures of mails, and parts whose boundary has to be found, in each other: each is taken apart again,
with all that is in it. As of files within files."""

_DIGEST = "digest.mbox"
"""How the mails are called that a list's program put into one."""

_TO = ("to", "cc", "bcc", "newsgroups")

_FEW_WORDS = 60
_MANY_TIMES = 4
"""A text of few words is a stand-in for a page of many times as many."""

_APPLE = re.compile(rb"\A(\d{1,9})[ \t]*\r?\n")

_SIGNATURES = frozenset(
    "application/pgp-signature application/pgp-keys application/pkcs7-signature application/x-pkcs7-signature".split()
)
"""What is attached for programs that check who wrote a mail."""

_SPELLED = re.compile(r"[^\s()<>@]{1,100} at [^\s()<>@]{1,200} \(([^()]{1,200})\)")

_RECEIVED = re.compile(r".*;", re.DOTALL)

_AS_SENT = frozenset({"", "7bit", "8bit", "8-bit", "binary"})

_INVITATION = re.compile(r"^(?:SUMMARY|LOCATION|DESCRIPTION)[^:\n]{0,200}:(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Body:
    """A piece of a mail's text, and the part it is in."""

    kind: Literal["text", "document", "calendar"]
    text: str
    encoding: str
    part: Message


@dataclass(slots=True)
class _Contents:
    """What has been found in a mail that is none of its text."""

    attached: list[tuple[int, Message]] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    leaves: int = 0


def read(data: bytes) -> Reading:
    """Return the article in a mail; raises SourceError where it is none, or nothing in it can be read."""
    data, first = _without_frame(data)
    message = mime.parse(data)
    contents = _Contents()
    try:
        bodies = _bodies(message, contents, whole=True)
    except RecursionError:
        raise SourceError("damaged mail", detail="nested too deeply") from None
    draft = _described(_draft(bodies, data), message)
    draft = replace(draft, line=draft.line + first) if draft.lined else draft
    if not (draft.content.strip() or draft.title) and contents.problems and not contents.attached:
        raise SourceError(contents.problems[0].reason)
    is_digest = not bodies and any(enclosed.name == _DIGEST for enclosed in contents.enclosed)
    drafts = (draft,) if draft.content.strip() or (draft.title and not is_digest) else ()
    encoding = bodies[0].encoding if bodies else "utf-8"
    return Reading(drafts, encoding, problems=tuple(contents.problems), members=_members(contents))


def _without_frame(data: bytes) -> tuple[bytes, int]:
    """Return a mail without what Apple's program has around it, its length and properties, or the empty lines above
    it, and how many lines that takes above it."""
    if frame := _APPLE.match(data):
        return data[frame.end() : frame.end() + int(frame[1])], 1
    mail = data.lstrip(b"\r\n")
    return mail, data.count(b"\n", 0, len(data) - len(mail))


def _bodies(part: Message, contents: _Contents, depth: int = 0, *, whole: bool = False) -> list[_Body]:
    """Return the pieces of text in a part, and note what else is in it; it is in `depth` parts that were taken apart
    again."""
    media = part.get_content_type()
    if media in _ENCRYPTED:
        return _enveloped(part, contents, depth)
    inner = mime.children(part)
    if whole and mime.is_in_parts(part):
        media = "multipart/mixed"
    if media.startswith("multipart/") and not inner:
        inner = mime.found_children(part, media) if depth < _DEEPEST else []
        depth += 1
        media = media if inner else "text/plain"
    if inner and media.startswith("multipart/"):
        found = [_bodies(child, contents, depth) for child in inner]
        return _best(found) if media == "multipart/alternative" else [body for bodies in found for body in bodies]
    contents.leaves += 1
    is_attached = part.get_content_disposition() == "attachment" or (mime.file_name(part) and not whole)
    if media not in _BODIES or is_attached:
        contents.attached += [(contents.leaves, part)] if media not in _SIGNATURES else []
        return []
    kind = _kind_of(part, media)
    try:
        text, encoding = mime.text_of(part, html=kind == "document")
    except SourceError as error:
        contents.problems.append(Problem(0, str(error)))
        return []
    if text.lstrip().startswith(_PGP):
        contents.problems.append(Problem(0, "encrypted"))
        return []
    if kind == "calendar":
        text = _invitation(text)
    elif kind == "text":
        text = _as_written(text, part, contents)
    return [_Body(kind, text, encoding, part)] if text.strip() else []  # type: ignore[arg-type] # the table has no other kinds


def _kind_of(part: Message, media: str) -> str:
    """Return how the text of a part is written: pages are also sent as if they were text."""
    kind = _BODIES[media]
    return "document" if kind == "text" and _PAGE.match(mime.payload(part)) else kind


def _enveloped(part: Message, contents: _Contents, depth: int) -> list[_Body]:
    """Return the pieces of text in a part that is encrypted, or is inside its signature."""
    signed = content_of_signed(mime.payload(part))
    if signed and depth >= _DEEPEST:
        contents.problems.append(Problem(0, "nested too deeply"))
        return []
    if signed:
        return _bodies(mime.parse(signed), contents, depth + 1)
    is_signed = "signed-data" in str(part.get("content-type", ""))
    contents.problems.append(Problem(0, "damaged mail" if is_signed else "encrypted"))
    return []


def _as_written(text: str, part: Message, contents: _Contents) -> str:
    """Return a text as it was before it was sent, and note the files that are in it."""
    parameters = mime.parameters(part)
    if parameters.get("format") == "flowed":
        text = flowed(text, delete_space=parameters.get("delsp") == "yes")
    if part.get_content_type() == "text/enriched":
        text = unenriched(text)
    if mailbox := mailbox_of(text):
        contents.enclosed.append(Enclosed(_DIGEST, mailbox.encode()))
        return ""
    text, enclosed = without_files(unsigned(without_scrubbed(text)))
    contents.enclosed += enclosed
    return text


def _best(found: Sequence[list[_Body]]) -> list[_Body]:
    """Return of several ways to say the same the one to read."""
    by_kind: dict[str, list[_Body]] = {}
    for bodies in found:
        kinds = {body.kind for body in bodies}
        if bodies:
            by_kind["document" if "document" in kinds else bodies[0].kind] = bodies
    text, page = by_kind.get("text", []), by_kind.get("document", [])
    if text and page:
        words = sum(len(body.text.split()) for body in text)
        is_stand_in = words < _FEW_WORDS and sum(map(_words, page)) > _MANY_TIMES * words
        return page if is_stand_in else [replace(body, text=without_targets(body.text)) for body in text]
    return text or page or by_kind.get("calendar", [])


def _words(body: _Body) -> int:
    """Return how many words a reader of `body` sees."""
    if body.kind != "document":
        return len(body.text.split())
    from lxml import etree
    from lxml import html as lxml_html

    try:
        content = with_bounded_tags(body.text).encode("utf-8")
        page = lxml_html.document_fromstring(content, lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return 0
    return sum(
        len(piece.split())
        for element in page.iter(etree.Element)
        for piece in (element.text if element.tag not in {"style", "script", "title"} else "", element.tail)
        if piece
    )


def _draft(bodies: Sequence[_Body], data: bytes) -> Draft:
    bodies = [body for body in bodies if body.kind != "calendar"] or bodies
    if any(body.kind == "document" for body in bodies):
        pages = (body.text if body.kind == "document" else as_page(body.text) for body in bodies)
        return Draft("document", "\n".join(pages), lined=False, sent=True)
    content = "\n\n".join(body.text for body in bodies)
    line = _first_line(bodies[0].part, data) if len(bodies) == 1 and bodies[0].kind == "text" else 0
    return Draft("text", content, line or 1, lined=bool(line))


def _first_line(part: Message, data: bytes) -> int:
    """Return the line of the file on which the text of `part` begins, if it is there as it was written; else 0."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() not in _AS_SENT:
        return 0
    text = mime.payload(part)
    return data.count(b"\n", 0, len(data) - len(text)) + 1 if data.endswith(text) else 0


def _invitation(calendar: str) -> str:
    """Return what an invitation says in words."""
    unfolded = calendar.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
    said = (match[1].replace("\\n", "\n").replace("\\", "") for match in _INVITATION.finditer(unfolded))
    return "\n\n".join(dict.fromkeys(text.strip() for text in said))


def _described(draft: Draft, message: Message) -> Draft:
    return replace(
        draft,
        title=mime.header(message, "subject"),
        authors=tuple(_names(str(message.get("from", "")))),
        published=_day(message),
        sender=mime.header(message, "from"),
        recipients=_recipients(message),
    )


def _recipients(message: Message) -> tuple[str, ...]:
    """Return whom a mail is to, with those who got copies, or the newsgroups it was posted to."""
    headers = (str(value) for name in _TO for value in message.get_all(name, ()))
    return tuple(dict.fromkeys(mime.plain(person) for header in headers for person in addresses(header)))


def _day(message: Message) -> str:
    """Return when a mail was sent or, where it says nothing that is a day, when it was received."""
    date = mime.header(message, "date")
    if (sent := declared_day(date)) and sent.day.year > _UNSET:
        return date
    received = _RECEIVED.sub("", mime.header(message, "received"))
    others = (mime.header(message, name) for name in ("resent-date", "delivery-date", "nntp-posting-date"))
    return next((other for other in (*others, received) if declared_day(other)), date)


def _names(sender: str) -> Iterator[str]:
    """Yield who sent a mail: the name, or the address where there is none."""
    try:
        found = [(name, address) for name, address in getaddresses([sender]) if name or address]
    except RecursionError:  # comments in comments
        found = []
    if not all("@" in address for _, address in found) or not found:  # mostly a name with marks in it
        name, bracket, address = sender.partition("<")
        found = [(name, address.partition(">")[0] if bracket else "")]
    for name, address in found:
        spelled = _SPELLED.fullmatch(name)  # as archives of mailing lists write addresses
        if said := mime.plain(spelled[1] if spelled else name).strip("'\" ") or mime.plain(address):
            yield said


def _members(contents: _Contents) -> Iterator[Member | Problem]:
    for number, enclosed in enumerate(contents.enclosed, contents.leaves + 1):
        name = enclosed.name if is_wanted(enclosed.name) else str(number)
        yield Member(part_of(name), name, enclosed.data)
    for number, part in contents.attached:
        media = part.get_content_type()
        suffix = suffix_of(media)
        name = mime.file_name(part)
        if not name or not is_wanted(name):
            name = f"{number}{suffix}"
        place = part_of(name)
        if not posixpath.splitext(name)[1]:
            name += suffix
        if media == "message/rfc822" and mime.children(part):
            if not name.lower().endswith(".eml"):
                name += ".eml"
                place = place if mime.file_name(part) else part_of(name)
            try:
                yield Member(place, name, mime.children(part)[0].as_bytes())
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
                yield Problem(0, f"damaged mail: {error}", place)
        elif part.is_multipart():  # a report of delivery, an index of a digest
            yield Problem(0, UNSUPPORTED, place, failed=False)
        else:
            yield Member(place, name, mime.file_of(part))
