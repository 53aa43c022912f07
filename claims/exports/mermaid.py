"""The chains of a report as Mermaid text, which GitHub, GitLab and many editors draw: origins above, latest copies below.

Every character that Mermaid, Markdown or HTML could act on is written as Mermaid's own code for it (`#60;`), so text from outside is only text.
"""

from __future__ import annotations

from collections.abc import Iterator

from claims.chains.graph import by_number
from claims.exports.escaping import shown_line
from claims.exports.phrases import mark, relying, taking
from claims.records import AnyReport, Appearance, Attribution, ClaimReport
from claims.vocabulary import Basis, Manner, Stance

_PLAIN = frozenset(" ,.-()“”’…●◐○·")
_LONGEST = 80
"""Characters of a text up to which a box stays readable."""


def write(report: AnyReport) -> Iterator[str]:
    """One drawing, a frame a claim, in pieces of a claim each."""
    yield "flowchart TD\n"
    for claim in report.claims:
        yield "".join(f"  {line}\n" for line in _claim(claim))


def _claim(report: ClaimReport) -> Iterator[str]:
    claim = report.claim
    status = f"{report.status_label}" if claim.reviewed else f"{report.status_label}, nobody has looked yet"
    yield f'subgraph {node(claim.id)}["{label(claim.id)} {label(_cut(claim.text))}<br/>{label(status)}"]'
    if not report.trace.appearances:
        yield f'  {node(claim.id)}none["no appearance recorded"]'
    for step in sorted(report.trace.appearances, key=lambda a: by_number(a.id)):
        yield f'  {node(step.id)}["{"<br/>".join(_box(step))}"]'
    known = {step.id for step in report.trace.appearances}
    for hop in sorted(report.trace.attributions, key=lambda h: by_number(h.id)):
        if {hop.downstream, hop.upstream} <= known:
            yield f'  {node(hop.upstream)} {_arrow(hop)}|"{label(_words(hop))}"| {node(hop.downstream)}'
    yield "end"


def _box(step: Appearance) -> Iterator[str]:
    yield f"{mark(step.evidence_state)} {label(_cut(step.source.name))}"
    yield label(f"{step.id}, {step.evidence_state}")
    if step.stance is not Stance.ASSERTS:
        yield label(taking(step.stance))
    if step.wording is not None and step.wording.exact:
        yield f"“{label(_cut(step.wording.exact))}”"


def _arrow(hop: Attribution) -> str:
    """Thick for a copy, dotted for what nobody stated, plain otherwise."""
    if hop.basis is Basis.INFERRED or hop.state != "confirmed":
        return "-.->"
    return "==>" if hop.manner is Manner.REPUBLISHES else "-->"


def _words(hop: Attribution) -> str:
    words = f"{hop.id} {relying(hop.manner)}"
    return words if hop.state == "confirmed" else f"{words}, {hop.state}"


def node(id: str) -> str:
    """A node's name for an id: Mermaid gives hyphens and some words a meaning."""
    return "n" + "".join(c for c in id if c.isascii() and c.isalnum())


def label(text: str) -> str:
    """Text for a label: letters and digits as they are, all that could mean something as its code.

    >>> print(label("<b> 50%"))
    #60;b#62; 50#37;
    """
    return "".join(c if c in _PLAIN or c.isalnum() else f"#{ord(c)};" for c in shown_line(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
