"""Which words do papers print above a headline to say what kind of article follows?"""

from __future__ import annotations

from indexer.text import fold

__all__ = ["is_kicker"]

_ENGLISH = """
Exclusive, Analysis, Opinion, Science, Explainer, Explained, Interview, Review, Reviews, World, World News, UK News,
US News, Politics, Business, Sport, Sports, Breaking, Breaking News, News, Culture, Technology, Tech, Health,
Environment, Climate, Education, Comment, Editorial, Feature, Features, Profile, Investigation, Special Report, Long
Read, The Long Read, Fact Check, Obituary, Obituaries, Essay, History, Travel, Food, Books, Film, Music, Arts, Art,
Entertainment, Lifestyle, Style, Economy, Finance, Markets, Money, Media, Column, Podcast, Perspective, Insight, In
Depth, Report, Update
"""
_FRENCH = """
Actualité, Actualités, Analyse, Entretien, Reportage, Enquête, Tribune, Éditorial, Chronique, Portrait, Monde,
Économie, Société, Sciences, Santé, Planète, Politique, Patrimoine, Décryptage, Exclusif, Critique, Histoire, Idées,
Opinions
"""
_GERMAN = """
Exklusiv, Meinung, Kommentar, Wissenschaft, Wissen, Politik, Wirtschaft, Kultur, Gesellschaft, Panorama, Ausland,
Inland, Leitartikel, Porträt, Rezension, Kolumne, Geschichte, Gastbeitrag
"""
_SPANISH_AND_ITALIAN = """
Exclusiva, Análisis, Opinión, Ciencia, Entrevista, Reportaje, Política, Economía, Cultura, Mundo, Sociedad, Deportes,
Esclusiva, Analisi, Opinioni, Scienza, Intervista, Politica, Economia, Mondo, Esteri
"""
_KICKERS = frozenset(
    fold(kicker.strip())
    for language in (_ENGLISH, _FRENCH, _GERMAN, _SPANISH_AND_ITALIAN)
    for kicker in language.split(",")
)
_LONGEST = 30
_EDGES = " :|•-–—"


def is_kicker(line: str) -> bool:
    """Whether the whole line is such a word: "Exclusive", "Analysis"."""
    return len(line) <= _LONGEST and fold(line.strip(_EDGES)) in _KICKERS
