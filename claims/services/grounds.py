"""Grounds: whether a status has what the desk's rules want for it."""

from collections.abc import Callable, Collection, Iterable

from claims.chains.origins import origins
from claims.entries import EvidenceEntry
from claims.records import Appearance, ArticleRef, ClaimRecord, Passage
from claims.text.folding import same_length
from claims.vocabulary import Side, SourceKind

Original = Callable[[str], str]
"""The article that one (`A-3`) is a copy of in the end."""

OFFICIAL = frozenset({SourceKind.DOCUMENT, SourceKind.GOVERNMENT})
"""What these kinds of source publish themselves are official records: one is enough, be it an appearance of the claim or not."""


def grounds_wanted(
    record: ClaimRecord,
    status: str,
    evidence: Iterable[EvidenceEntry],
    *,
    official: Collection[str],
    original: Original,
    rule: dict[str, str],
) -> str | None:
    """What a status still needs by the desk's rules, or None. Evidence names articles and appearances by their ids.

    `official`: the articles in evidence that are official records.
    """
    bears = {e.side for e in evidence if _is_official(record, e, official) or not _is_the_claim(record, e, original)}
    if status in rule.get("grounds_for", "").split():
        if Side.FOR in bears or origins(record.trace).independent_origins >= 2:
            return None
        return "evidence for it beyond the claim's own appearances, or two independent origins"
    if status in rule.get("grounds_against", "").split():
        if Side.AGAINST in bears:
            return None
        return "evidence against it beyond the claim's own appearances"
    return None


def _is_official(record: ClaimRecord, evidence: EvidenceEntry, official: Collection[str]) -> bool:
    pointed = [a.article for a in record.trace.appearances if a.id == evidence.appearance]
    return evidence.article in official or any(article is not None and is_record(article) for article in pointed)


def is_record(article: ArticleRef) -> bool:
    """Whether an article is an official record."""
    return article.outlet.kind in OFFICIAL and not article.outlet.unnamed


def _is_the_claim(record: ClaimRecord, evidence: EvidenceEntry, original: Original) -> bool:
    """Whether evidence is an appearance of the claim or a copy of one: that shows that it was said, not that it is so."""
    appearances = record.trace.appearances
    if evidence.appearance is not None:
        return any(a.id == evidence.appearance for a in appearances)
    if evidence.article is None:
        address = _address(evidence.url)
        return any(_address(article.url) == address for a in appearances for article in _articles(a) if article.url)
    same_text = original(evidence.article)
    return any(
        original(article.id) == same_text and _same_words(evidence, a.wording)
        for a in appearances
        for article in _articles(a)
    )


def _address(url: str | None) -> str:
    return (url or "").partition("://")[2].rstrip("/")


def _articles(appearance: Appearance) -> list[ArticleRef]:
    return [article for article in (appearance.article, appearance.read_in) if article is not None]


def _same_words(evidence: EvidenceEntry, wording: Passage | None) -> bool:
    """Whether evidence covers the claim's words in an article, as a whole article does; where it cannot be told, it does."""
    if wording is None or (evidence.at is None and evidence.wording is None):
        return True
    if wording.article == evidence.article and evidence.at and wording.at:
        return evidence.at[0] < wording.at[1] and wording.at[0] < evidence.at[1]
    if evidence.wording is None or wording.exact is None:
        return True
    said, claimed = same_length(evidence.wording), same_length(wording.exact)
    return said in claimed or claimed in said
