"""Which mails are in a digest of a mailing list, a text in which its program puts the mails of some days?

A stroke of 70 hyphens is above the first mail and one of 30 between two (RFC 1153); below a stroke are some lines of
the mail's header. The text is turned into a mailbox. What is above the first mail, which is how to write to the list
and the mails' subjects, and what is behind the last is left out. Where something else is above it, such as the
answer of somebody who sends the digest back, the text is not taken apart.
"""

from __future__ import annotations

from typing import Final

from indexer.text.patterns import compiled

__all__ = ["mailbox_of"]

_FIELD: Final = (
    r"(?:Date|From|To|Cc|Subject|Reply-To|Message-ID|References|In-Reply-To|Content-[\w-]{4,30}|Sender|Organization)"
)
_HEADER: Final = (
    rf"(?:Message: \d{{1,5}}[ \t]*\n)?(?={_FIELD}:)(?P<header>(?:{_FIELD}:[^\n]*\n(?:[ \t]+\S[^\n]*\n)*+){{2,20}}+)"
)
_FIRST: Final = rf"(?mi)^-{{70}}[ \t]*\n\n+{_HEADER}"
_NEXT: Final = rf"(?mi)^-{{30}}[ \t]*\n\n+{_HEADER}"
_END: Final = (
    r"(?mi)^-{30}[ \t]*\n\n*(?:Subject: Digest Footer[ \t]*\n"
    r"|(?:_{20,}[ \t]*\n(?:[^\n]*\n){1,12}?(?:-{30}\n\n)?)?End of [^\n]{1,100} Digest\b)"
)
_ABOVE: Final = (
    r"(?i)\s*+(?:\Z|(?:[^\n]+\n){0,12}?[^\n]{0,200}\bdigest\b[^\n]{0,100}\d"
    r"|Send [^\n]{1,100} submissions to\b|There (?:is|are) \d|Today's Topics:)"
)
"""How what the list's program writes above the mails begins: RFC 1153's own line, Mailman's, LISTSERV's."""
_LONGEST_END: Final = 3000
"""Characters behind the last mail; what is longer says more than how to write to the list."""
_SENDER: Final = r"(?mi)^From:"
_ENCODED: Final = r"(?mi)^(?=Content-)"
_FROM: Final = r"(?m)^(?=>*From )"
_BEGINS: Final = "From digest Thu Jan  1 00:00:00 1970\n"


def mailbox_of(text: str) -> str:
    """Return a digest as a mailbox, and "" for any other text."""
    if "Digest" not in text or "-" * 70 not in text:
        return ""
    text = text.replace("\r\n", "\n")
    sender = compiled(_SENDER)
    first = compiled(_FIRST).search(text)
    if first is None or sender.search(first["header"]) is None or not compiled(_ABOVE).match(text[: first.start()]):
        return ""
    mails = [first, *(mail for mail in compiled(_NEXT).finditer(text, first.end()) if sender.search(mail["header"]))]
    closing = compiled(_END).search(text, mails[-1].end())
    if closing is None and len(mails) == 1:
        return ""
    end = closing.start() if closing and len(text) - closing.start() <= _LONGEST_END else len(text)
    parts: list[str] = []
    for mail, stop in zip(mails, [*(mail.start() for mail in mails[1:]), end], strict=True):
        # The text has been decoded: what a part was encoded as is no longer so.
        header, body = compiled(_ENCODED).sub("X-", mail["header"]), compiled(_FROM).sub(">", text[mail.end() : stop])
        parts += ["\n", _BEGINS, header, body]
    return "".join(parts)
