"""How is the text of a mail written, before it was sent?

Programs break its lines so that the receiver's can join them (`format=flowed`, RFC 3676), sign it in place (OpenPGP),
put files into it (uuencode) and, where a newsletter's text was made of its page, the addresses of its links. All of
that is undone line by line: what is left is on the lines it was on.
"""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

__all__ = ["Enclosed", "flowed", "unenriched", "unsigned", "without_files", "without_scrubbed", "without_targets"]

_QUOTES = re.compile(r">*")
_SIGNATURE = "-- "
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t\r]*$", re.MULTILINE)
_SIGNED_HEADER = re.compile(r"(?:Hash|Charset|NotDashEscaped|Comment|Version):")
_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]{1,200}?)\s*$\n(?P<lines>(?:[ -`]{1,90}\s?\n)*?)(?:`\s?\n)?^end\s*$", re.MULTILINE
)
_COMMAND = re.compile(r"<<|<param>[^<>]{0,500}</param>|</?[A-Za-z][\w-]{0,60}>", re.IGNORECASE)
_SCRUBBED = re.compile(
    r"^-{10,20} next part -{10,20}[ \t\r]*\n"
    r"(?:A[n ][^\n]{0,40}(?:attachment|message) was scrubbed[^\n]*\n(?:\w{2,5}[ \t]*:[^\n]*(?:\n|\Z)){0,8}"
    r"|Skipped content[^\n]*(?:\n|\Z))",
    re.MULTILINE,
)
"""What the archive of a mailing list has in place of a file."""
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\( ?https?://[^\s)]{1,2000} ?\)")
# The target of a link, in brackets behind its words.
_TARGET = re.compile(
    r"[ \t]?(?:\[ ?https?://[^\s\]]{1,2000} ?\]|\( ?https?://[^\s)]{1,2000} ?\)|<https?://[^\s>]{1,2000}>)"
)


class Enclosed(NamedTuple):
    """A file in the text of a mail."""

    name: str
    data: bytes


def flowed(text: str, *, delete_space: bool) -> str:
    """Return a text with its lines joined that were broken to be sent: those that end in a space, which `delete_space`
    says is none of the text's. Below a line that was joined, empty ones take the place of its parts."""
    joined: list[str] = []
    pending, depth, parts = "", 0, 0
    for raw in text.replace("\r\n", "\n").split("\n"):
        marks = _QUOTES.match(raw)
        level = marks.end() if marks else 0
        line = raw[level:].removeprefix(" ")  # put before "From", ">" and spaces
        if parts and level != depth:
            joined += [_quoted(depth, pending), *[""] * (parts - 1)]
            pending, parts = "", 0
        depth = level
        parts += 1
        if line.endswith(" ") and line != _SIGNATURE:
            pending += line[:-1] if delete_space else line
            continue
        joined += [_quoted(depth, pending + line), *[""] * (parts - 1)]
        pending, parts = "", 0
    if parts:
        joined += [_quoted(depth, pending), *[""] * (parts - 1)]
    return "\n".join(joined)


def _quoted(depth: int, line: str) -> str:
    return f"{'>' * depth} {line}" if depth else line


def unsigned(text: str) -> str:
    """Return a text without the frame of a signature of OpenPGP, and without the escapes that it needs."""
    if _SIGNED.search(text) is None:
        return text
    kept: list[str] = []
    state = "outside"
    for line in text.split("\n"):
        bare = line.strip()
        if bare == "-----BEGIN PGP SIGNED MESSAGE-----":
            state = "header"
        elif bare == "-----BEGIN PGP SIGNATURE-----" and state in {"header", "text"}:
            state = "signature"
        elif state == "signature":
            state = "outside" if bare == "-----END PGP SIGNATURE-----" else state
        elif state == "header" and (not bare or _SIGNED_HEADER.match(bare)):
            state = "header" if bare else "text"
        else:
            state = "text" if state == "header" else state
            kept.append(line.removeprefix("- ") if state == "text" else line)
            continue
        kept.append("")
    return "\n".join(kept)


def without_files(text: str) -> tuple[str, list[Enclosed]]:
    """Return a text without the files that were written into it by uuencode, and these."""
    if "\nend" not in text or "begin " not in text:
        return text, []
    found: list[Enclosed] = []

    def taken(match: re.Match[str]) -> str:
        try:
            data = b"".join(
                binascii.a2b_uu(line.rstrip("\r")) for line in match["lines"].split("\n") if line.strip("\r")
            )
        except (binascii.Error, ValueError):
            return match[0]
        found.append(Enclosed(match["name"], data))
        return "\n" * match[0].count("\n")

    return _UUENCODED.sub(taken, text), found


def unenriched(text: str) -> str:
    """Return a text of the media type `text/enriched` (RFC 1896) without its commands, on the lines it had."""
    return _COMMAND.sub(lambda match: "<" if match[0] == "<<" else "\n" * match[0].count("\n"), text)


def without_scrubbed(text: str) -> str:
    """Return a text without what the archive of a mailing list says of files that it took out."""
    return _SCRUBBED.sub(lambda match: "\n" * match[0].count("\n"), text) if " next part -" in text else text


def without_targets(text: str) -> str:
    """Return a text that was made of a page without the addresses of the links, which are in brackets."""
    return _TARGET.sub("", _LINK.sub(r"\1", text)) if "://" in text else text
