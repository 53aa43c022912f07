"""The forms: a claim to be corrected, a review to be given, the desk's rules. Each is YAML, and says beside its fields what they take."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from claims.casefile import load
from claims.casefile.fields import Fields, Shape
from claims.commands.desk import Desk
from claims.commands.filling import FORM, filled_in, refuse_without_terminal
from claims.commands.saying import done_on
from claims.exports.escaping import shown_line
from claims.exports.yamltext import in_flow, scalar
from claims.values import value
from claims.vocabulary import ClaimKind, Credibility, Reliability, Said

if TYPE_CHECKING:
    from claims.records import ClaimRecord, Label, Review
    from claims.services.correcting import ClaimSaid
    from claims.services.reviewing import Marked

_WIDTH = 100

_CLAIM = Shape("A claim", "text kind claimant due topics note because version")
_REVIEW = Shape("A review", "status because said for against reliability credibility date override seen")

CLAIM_OPTIONS = "say what changes: TEXT, --kind, --claimant, --due, --topic or --note."
REVIEW_OPTIONS = "give --status and --because."
RULES_OPTIONS = "name a file: claims rules show > rules.yaml, then claims rules edit rules.yaml."


# --- how a form is written -------------------------------------------------------------------------------------------


def _remark(text: str, indent: str = "") -> str:
    """Comment lines; what comes from outside is escaped."""
    lines = textwrap.wrap(shown_line(text), _WIDTH - 2, subsequent_indent=indent, break_on_hyphens=False)
    return "".join(f"# {line}\n" for line in lines)


def _field(name: str, value: str | None) -> str:
    return f"{name}: {scalar(value)}\n" if value else f"{name}:\n"


def _prose(name: str, value: str | None, style: str) -> str:
    """A text in a block of its own, where nothing has to be quoted; `>-` joins its lines, `|` keeps them."""
    if value and (not value.isprintable() or value != " ".join(value.split())):
        return _field(name, value)
    lines = textwrap.wrap(value or "", _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return f"{name}: {style}\n" + "".join(f"  {line}\n" for line in lines)


def _list(name: str, values: Sequence[str]) -> str:
    return f"{name}: {in_flow(list(values))}\n"


def _one_of(words: Iterable[str]) -> str:
    return ", ".join(words)


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(fields.line_of_item(name, node) for node in fields.one_or_several(name))


# --- a claim ---------------------------------------------------------------------------------------------------------


@value
class _ClaimForm:
    """A claim as its form shows it or gives it back; an absent field says nothing, an empty one takes away."""

    said: dict[str, Any]
    because: str | None
    version: str | None


def claim_corrected(desk: Desk, typed: str, because: str | None, *, dry_run: bool) -> str | None:
    """A claim as it is corrected in a form: its id, or None where nothing was changed."""
    from claims.errors import ClaimChangedMeanwhile
    from claims.services import looking
    from claims.services.correcting import edit_claim
    from claims.store.engine import utc_now

    refuse_without_terminal(f"On a terminal a form opens; else {CLAIM_OPTIONS}")
    who = desk.reviewer
    with desk.reading() as session:
        record = looking.claim(session, typed)
    shown = _claim_form(record, because)
    before = _read_claim(shown.encode()).said

    def take(content: bytes) -> str:
        form = _read_claim(content)
        with desk.writing(dry_run=dry_run) as session:
            found = looking.claim(session, record.claim.id).claim.version
            if form.version is not None and form.version != str(found):
                raise ClaimChangedMeanwhile(record.claim.id, form.version, found)
            said = _claim_said(before, form.said)
            return edit_claim(session, record.claim.id, said, form.because, utc_now()[:10])

    name = _draft_name(desk, who, "claim", [record.claim.id])
    return filled_in(name, shown, take, instead=CLAIM_OPTIONS, rehearse=dry_run)


def _claim_form(record: ClaimRecord, because: str | None) -> str:
    claim = record.claim
    return "".join(
        (
            _remark(f"{claim.id}, version {claim.version}. Its reviews stay bound to the version that they judged."),
            _remark("A field left empty is taken away; a field that is not there stays as it is."),
            "#\n",
            _prose("text", claim.text, ">-"),
            _remark(f"One of: {_one_of(ClaimKind)}."),
            _field("kind", claim.kind),
            _remark("Who is said to have asserted it: name, key or S-7; made when new."),
            _field("claimant", claim.claimant),
            _remark("When a forecast or promise falls due: 2022, 2022-07, 2022-07-26 or with a time."),
            _field("due", record.due),
            _list("topics", record.topics),
            _remark("A note for the desk."),
            _prose("note", record.note, ">-"),
            _remark("Why it is changed."),
            _prose("because", because, ">-"),
            _remark("The version that this form shows."),
            f"version: {claim.version}\n",
        )
    )


def _read_claim(content: bytes) -> _ClaimForm:
    fields = Fields(FORM, load(content, FORM), _CLAIM)
    said: dict[str, Any] = {}
    for name in ("claimant", "note"):
        if fields.mentions(name):
            said[name] = (fields.prose(name) or "").strip()
    if fields.mentions("text"):
        said["text"] = fields.required("text", fields.line_of_text("text"))
    if fields.mentions("kind"):
        said["kind"] = fields.required("kind", fields.choice("kind", ClaimKind))
    if fields.mentions("due"):
        said["due"] = fields.date("due") or ""
    if fields.mentions("topics"):
        said["topics"] = _texts(fields, "topics")
    return _ClaimForm(said, (fields.prose("because") or "").strip() or None, fields.line_of_text("version"))


def _claim_said(before: dict[str, Any], after: dict[str, Any]) -> ClaimSaid:
    """What differs."""
    from claims.services.correcting import ClaimSaid

    return ClaimSaid(**{name: value for name, value in after.items() if value != before[name]})


# --- a review --------------------------------------------------------------------------------------------------------


@value
class GivenReview:
    """What was said of a review on the command line; None and () where the form has to ask."""

    status: str | None
    because: str | None
    said: Said | None
    reliability: Reliability | None
    credibility: Credibility | None
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    seen: str | None
    override: str | None
    date: str | None


def claims_marked(desk: Desk, typed: Sequence[str], given: GivenReview, *, dry_run: bool) -> tuple[Marked, ...] | None:
    """Claims as they are marked in a form: the reviews, or None where nothing was changed."""
    from claims.services import looking
    from claims.services.reviewing import Judgement, mark
    from claims.store.scale import labels

    who = desk.reviewer
    with desk.reading() as session:
        known = labels(session)
        if given.status is None and len(typed) > 1 and typed[-1] in known:
            raise click.UsageError(f"{typed[-1]} is a status: write --status {typed[-1]}.")
        refuse_without_terminal(f"On a terminal a form opens; else {REVIEW_OPTIONS}")
        found = [looking.claim(session, one) for one in typed]
    scale = [label for label in known.values() if label.retired_on is None]
    records = list({record.claim.id: record for record in found}.values())
    ids = [record.claim.id for record in records]
    if len(records) == 1 and given.seen is None:
        given = replace(given, seen=_latest(records[0]))

    def take(content: bytes) -> tuple[Marked, ...]:
        fields = Fields(FORM, load(content, FORM), _REVIEW)
        judgement = Judgement(
            status=fields.required("status", fields.line_of_text("status")),
            because=fields.required("because", (fields.prose("because") or "").strip() or None),
            said=fields.choice("said", Said),
            reliability=fields.choice("reliability", Reliability),
            credibility=fields.choice("credibility", Credibility),
            evidence_for=_texts(fields, "for"),
            evidence_against=_texts(fields, "against"),
            seen=fields.line_of_text("seen"),
            override=fields.line_of_text("override"),
        )
        with desk.writing(dry_run=dry_run) as session:
            return mark(session, ids, judgement, done_on(fields.date("date") or None))

    form = _review_form(records, scale, given)
    return filled_in(_draft_name(desk, who, "mark", ids), form, take, instead=REVIEW_OPTIONS, rehearse=dry_run)


def _latest(record: ClaimRecord) -> str:
    """The newest review of a claim, as --seen takes it."""
    return max((review.id for review in record.reviews), key=lambda id: int(id[2:]), default="none")


def _review_form(records: Sequence[ClaimRecord], scale: Iterable[Label], given: GivenReview) -> str:
    longest = max((len(label.label) for label in scale), default=0)
    return "".join(
        (
            *(_judged(record) for record in records),
            "#\n",
            _remark("What you found. One of:"),
            *(_remark(f"  {label.label.ljust(longest)}  {label.definition}", " " * (longest + 4)) for label in scale),
            _field("status", given.status),
            _remark("Why, kept for ever: as many lines as you like, each two spaces in."),
            _prose("because", given.because, "|"),
            _remark(f"Was it said? One of: {_one_of(Said)}. A question apart from whether it is so."),
            _field("said", given.said),
            _remark("Evidence for and against it: [A-3, A-4:1005-1051, P-7, https://…], a note after a space."),
            _list("for", given.evidence_for),
            _list("against", given.evidence_against),
            _remark("Admiralty: how reliable the source is, A to F; how credible the information, 1 to 6."),
            _field("reliability", given.reliability),
            _field("credibility", given.credibility),
            _remark("When you found so; today where nothing is said."),
            _field("date", given.date),
            _remark("Why you mark against the desk's rules, where you do; every report prints it."),
            _field("override", given.override),
            _remark("The latest review when this form was opened; where somebody reviewed since, you are told."),
            _field("seen", given.seen),
        )
    )


def _judged(record: ClaimRecord) -> str:
    """A claim and what was said of it, as comments."""
    claim = record.claim
    asserted = f", asserted by {claim.claimant}" if claim.claimant else ""
    return "".join(
        (
            _remark(f"{claim.id}, version {claim.version}{asserted}:"),
            _remark(f"  {claim.text}", "  "),
            *(_remark(f"  {_earlier(review)}", "    ") for review in record.reviews),
            "" if record.reviews else _remark("  Nobody has looked yet."),
        )
    )


def _earlier(review: Review) -> str:
    counts, day = "" if review.counts else ", does not count", f" on {review.date}" if review.date else ""
    because = " ".join(review.because.split())
    return f"{review.id} {review.status}, by {review.reviewer}{day}{counts}: {because}"


# --- the rules -------------------------------------------------------------------------------------------------------


def rules_changed(desk: Desk, because: str | None, *, dry_run: bool) -> tuple[str, ...] | None:
    """Rules and scale as they are changed in a form: what changed, or None where nothing was."""
    from claims.exports.rules import rules_yaml
    from claims.services.ruling import desk_rules, edit_rules

    refuse_without_terminal(f"On a terminal the rules open in your editor; else {RULES_OPTIONS}")
    who = desk.reviewer
    with desk.reading() as session:
        form = _remark("Why they are changed.") + _prose("because", because, ">-") + "\n"
        known = desk_rules(session)
        form += "".join(rules_yaml(known.rules, known.findings, known.labels.values()))

    def take(content: bytes) -> tuple[str, ...]:
        with desk.writing(dry_run=dry_run) as session:
            return edit_rules(session, content, FORM, None)

    return filled_in(_draft_name(desk, who, "rules", []), form, take, instead=RULES_OPTIONS, rehearse=dry_run)


def _draft_name(desk: Desk, who: str, verb: str, ids: Sequence[str]) -> tuple[str, ...]:
    """What keeps a draft apart from others: the verb, the ids, the database and who is working."""
    from claims.store.engine import shown_url

    return "-".join((verb, *ids)), shown_url(desk.url()), who
