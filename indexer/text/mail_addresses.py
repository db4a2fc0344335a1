"""Whom does the header of a mail name?"""

from __future__ import annotations

from email.utils import getaddresses

__all__ = ["addresses"]


def addresses(header: str) -> tuple[str, ...]:
    """The people in a From, To or Cc, each as `name <address>`, or what there is of it; in their order, each once.

    `Ann Lee <ann@a.org>, bo@b.org` names `Ann Lee <ann@a.org>` and `bo@b.org`. What cannot be taken apart is one name.
    """
    try:
        found = [(name.strip(), address.strip()) for name, address in getaddresses([header])]
    except RecursionError:  # comments in comments
        found = []
    people = [f"{name} <{address}>" if name and address else name or address for name, address in found]
    if not all("@" in address for name, address in found if name or address) or not any(people):
        people = [header.strip()]  # mostly a name with marks in it
    return tuple(dict.fromkeys(person for person in people if person))
