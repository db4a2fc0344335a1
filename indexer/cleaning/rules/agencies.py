"""Which agencies sell papers their news and their pictures?"""

from __future__ import annotations

import re

__all__ = ["AGENCY", "AGENCY_WORDS", "PICTURE_AGENCY"]

_NEWS = """
reuters, reuter, afp, ap, associated press, the associated press, upi, pa, pa media, pa wire, press association
dpa, dpa-afx, sid, epd, kna, apa, sda, keystone-sda, ats, belga, anp, efe, europa press, notimex, télam
ansa, askanews, adnkronos, agi, lusa, agência brasil, tass, itar-tass, interfax, xinhua, kyodo, yonhap, jiji press, pti
ani, ians, aap, cp, canadian press, the canadian press, cna, bernama, antara, anadolu, anadolu agency, awp, ntb, ritzau
tt, epa, pap, bloomberg, cnn, dow jones, afx, cns, agenturen, agencies, agencias, agences, agenzie, agências
"""
_PICTURES = """
getty, getty images, shutterstock, shutterstock.com, alamy, alamy stock photo, istock, i stock, istockphoto, unsplash
pexels, pixabay, rex features, picture alliance, picture-alliance, wikimedia commons, zuma press, wireimage
"""


def _names(listed: str) -> list[str]:
    found = (name.strip() for line in listed.split("\n") for name in line.split(","))
    return sorted(filter(None, found), key=len, reverse=True)


def _any(listed: str) -> str:
    return "|".join(map(re.escape, _names(listed)))


AGENCY = rf"(?:{_any(_NEWS)})"
"""Regex source that matches the name of a news agency, for `re.IGNORECASE`."""

AGENCY_WORDS = frozenset(name for name in _names(_NEWS) if name.isalpha())
"""The names of one word, in lower case."""

PICTURE_AGENCY = rf"(?:{_any(_PICTURES)})"
"""Regex source that matches the name of an agency that sells nothing but pictures, for `re.IGNORECASE`."""
