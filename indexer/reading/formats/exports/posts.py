"""How do the archives that networks give people of their own posts say what a post is?

As JSON, but the text of a post of Facebook's is in a list beside generated titles, and one of Twitter's has short
addresses and no address of its own; Tumblr begins keys with the kind of the post, and Instagram has captions beside
pictures. `tweets.js` is JSON behind the name of a variable.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

__all__ = ["is_annotation", "is_reference", "is_service", "post_of", "without_assignment"]

_ASSIGNED: Final = re.compile(r"\s*window\.YTD\.[\w.]{1,100}\s*=\s*(?=[\[{])")
_STATUS: Final = "https://twitter.com/i/web/status/"
_REFERRING: Final = frozenset({"Announce", "Like", "Follow", "Delete", "Undo"})
"""Kinds of activity in ActivityStreams that refer to a post, a person or another activity."""
_HAPPENINGS: Final = frozenset(
    f"{place}_{what}"
    for place in ("channel", "group")
    for what in ("join", "leave", "topic", "purpose", "name", "archive", "unarchive")
)
"""Kinds of messages in which Slack says what happened."""


def without_assignment(text: str) -> str:
    """Return the JSON in a file of Twitter's archive, where it is in the file; any other `text` as it is."""
    assigned = _ASSIGNED.match(text) if "window.YTD." in text[:200] else None
    return text if assigned is None else re.sub(r"\S", " ", assigned[0]) + text[assigned.end() :]


def is_reference(record: object) -> bool:
    """Whether a record is an activity without a text of its own, such as that somebody passed on another's post: beside
    who did it there are words in none of its values, but addresses, days and ids; or what a chat says of itself."""
    if not isinstance(record, Mapping):
        return False
    if is_service(record):
        return True
    kind = record.get("type")
    if not isinstance(kind, str) or kind not in _REFERRING or "actor" not in record:
        return False
    said = (value for key, value in record.items() if key != "actor" and isinstance(value, str))
    return not any(len(value.split()) > 1 for value in said)


def is_service(record: Mapping[str, object]) -> bool:
    """Whether a record is what Telegram or Slack says happened in a chat, such as that somebody joined it."""
    if record.get("type") == "service":
        return "action" in record
    return record.get("type") == "message" and record.get("subtype") in _HAPPENINGS


def is_annotation(record: object) -> bool:
    """Whether a record is a note of Hypothesis', on a page or on a passage of it."""
    return isinstance(record, Mapping) and isinstance(record.get("target"), list) and "uri" in record


def post_of(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return a post as a record with a text and an address; any other `record` as it is."""
    if isinstance(written := record.get("full_text"), str) and "id_str" in record:
        own = {"url": f"{_STATUS}{record['id_str']}", "site": "Twitter", "full_text": _with_targets(written, record)}
        return {key: value for key, value in record.items() if key != "source"} | own
    liked = record.get("like")
    if isinstance(liked, Mapping) and "tweetId" in liked:
        return {
            "text": liked.get("fullText"),
            "url": liked.get("expandedUrl"),
            "id": liked["tweetId"],
            "site": "Twitter",
        }
    if is_annotation(record):
        noted = [*_quoted(record["target"]), record.get("text")]
        return {**record, "text": [part for part in noted if isinstance(part, str) and part]}
    if (usual := _renamed(record)) is not None:
        return usual
    parts = record.get("data")
    if isinstance(parts, list) and "timestamp" in record and (posts := [*_written(parts)]):
        # The title says that somebody wrote, not what.
        return {key: value for key, value in record.items() if key not in {"data", "title"}} | {"text": posts}
    return record


def _renamed(record: Mapping[str, object]) -> Mapping[str, object] | None:
    """Return a record that has its text under keys of its program alone by usual ones; None where it is none."""
    if {"href", "description", "extended"} <= record.keys():  # as Delicious called title and note, and Pinboard does
        renamed = {"description": "title", "extended": "text", "href": "url"}
        return {renamed.get(key, key): value for key, value in record.items()}
    if isinstance(places := record.get("abstract_inverted_index"), Mapping):
        return {**record, "abstract": _in_order(places)}
    media = record.get("media")
    if isinstance(media, list) and media and isinstance(media[0], Mapping) and "creation_timestamp" in media[0]:
        said = [record.get("title"), *(one.get("title") for one in media if isinstance(one, Mapping))]  # Instagram's
        return {
            "text": list(dict.fromkeys(text for text in said if isinstance(text, str) and text)),
            "date": record.get("creation_timestamp") or media[0]["creation_timestamp"],
        }
    begin = f"{record.get('type')}-"  # Tumblr's: the kind of the post
    if not any(key.startswith(begin) for key in record):
        return None
    bare = {key.removeprefix(begin): value for key, value in record.items()}
    return {"text" if key == "caption" else key: value for key, value in bare.items()}


def _in_order(places: Mapping[Any, Any]) -> str:
    """Return the text of which the `places` of each word are given, as OpenAlex gives abstracts."""
    words = [
        (place, str(word))
        for word, found in places.items()
        for place in (found if isinstance(found, list) else ())
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(words))


def _written(parts: list[Any]) -> Iterator[str]:
    """Yield what somebody posted or commented."""
    for part in parts:
        if isinstance(part, Mapping):
            comment = part.get("comment")
            text = comment.get("comment") if isinstance(comment, Mapping) else part.get("post")
            if isinstance(text, str):
                yield text


def _quoted(targets: Any) -> Iterator[object]:
    """Yield what of a page is marked."""
    for target in targets:
        selectors = target.get("selector") if isinstance(target, Mapping) else None
        for selector in selectors if isinstance(selectors, list) else ():
            if isinstance(selector, Mapping) and "exact" in selector:
                yield selector["exact"]


def _with_targets(text: str, tweet: Mapping[str, object]) -> str:
    """Return the text of a `tweet` with the full addresses in place of its short ones, and characters for entities."""
    entities = tweet.get("entities")
    links = entities.get("urls") if isinstance(entities, Mapping) else None
    for link in links if isinstance(links, list) else ():
        short, target = (link.get("url"), link.get("expanded_url")) if isinstance(link, Mapping) else (None, None)
        if short and isinstance(short, str) and isinstance(target, str):
            text = text.replace(short, target)
    return html.unescape(text)
