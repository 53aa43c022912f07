"""A provenance report: everything about one claim, several, or a case, put together for the exporters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claims import __version__
from claims.chains.origins import origins
from claims.entries import CaseEntry
from claims.errors import NoSuchId, NothingToExport, Withdrawn
from claims.records import (
    AnyReport,
    ClaimRecord,
    ClaimReport,
    HistoryItem,
    Label,
    LogHead,
    Report,
    ReportStream,
)
from claims.services.checking import found
from claims.services.looking import histories, history, moment
from claims.services.lookup import claim_number, only_case
from claims.store.cases import CaseRow, cases
from claims.store.claim_file import BATCH, read_claims
from claims.store.dossier import Dossier
from claims.store.engine import Session
from claims.store.ledger import log_head
from claims.store.lists import numbers_of_claims
from claims.store.rows import event_of
from claims.store.scale import labels, rules
from claims.values import value

PROGRAM = f"claims-tracker {__version__}"


def report(session: Session, claims: Sequence[str], *, case: str | None = None, as_of: str | None = None) -> Report:
    """The report of these claims (ids or keys), or of all live claims (of a case) where none are given."""
    return whole(report_stream(session, claims, case=case, as_of=as_of))


def whole(report: AnyReport) -> Report:
    """The report with all its claims in memory."""
    return Report(report.title, tuple(report.claims), report.head, report.program, report.as_of)


def report_stream(
    session: Session, claims: Sequence[str], *, case: str | None = None, as_of: str | None = None
) -> ReportStream:
    """The same with claims that are read as they are asked for, as long as the session lasts."""
    upto = moment(session, as_of) if as_of is not None else None
    title = None
    if claims:
        numbers = list(dict.fromkeys(claim_number(session, typed) for typed in claims))
    else:
        row = only_case(session, case) if case is not None else None
        title = (row.title or row.key) if row else None
        numbers = numbers_of_claims(session, row.seq if row else None)
    reports = _reports(session, numbers, upto)
    if title is None and len(numbers) == 1:
        (only,) = reports
        title, reports = only.claim.text, iter([only])
    return ReportStream(
        title=title or f"{len(numbers)} claims",
        claims=reports,
        head=log_head(session.connection),
        program=PROGRAM,
        as_of=as_of,
    )


def _reports(session: Session, numbers: Sequence[int], upto: int | None) -> Iterator[ClaimReport]:
    """The claims with these numbers, read some at a time."""
    scale, rule = labels(session), rules(session)
    for start in range(0, len(numbers), BATCH):
        several = numbers[start : start + BATCH]
        happened = histories(session, several, upto)
        for number, record in zip(several, read_claims(session, several, upto), strict=True):
            yield _claim_report(record, happened[number], scale, rule)


@value
class ReportedAgain:
    """What the database says now of the claims of an earlier report."""

    report: Report
    gone: Mapping[str, str]
    """Claims that are not there any more, with why."""
    since: Mapping[str, tuple[HistoryItem, ...]]
    """What happened to each claim since."""


def report_again(session: Session, claims: Sequence[str], title: str, as_of: str | None, size: int) -> ReportedAgain:
    """A report on the claims of an earlier one, made when the log had `size` rows."""
    gone: dict[str, str] = {}
    since: dict[str, tuple[HistoryItem, ...]] = {}
    told: list[ClaimReport] = []
    for id in claims:
        try:
            told.extend(report(session, [id], as_of=as_of).claims)
        except (NoSuchId, Withdrawn) as missing:
            gone[id] = missing.sentence
            continue
        known = history(session, int(id[2:]), min(size, session.upto))
        since[id] = history(session, int(id[2:]))[len(known) :]
    now = Report(title, tuple(told), log_head(session.connection), PROGRAM, as_of)
    return ReportedAgain(now, gone, since)


def report_then(session: Session, claims: Sequence[str], title: str, head: LogHead) -> Report | None:
    """The report as it was when the log had this head; None where it cannot be made any more."""
    event, last = event_of(session, head.size)
    if last != head.size:
        return None
    try:
        made = report(session, claims, as_of=f"E-{event}")
    except (NoSuchId, Withdrawn):
        return None
    return replace(made, title=title, head=head, as_of=None)


def case_entries(session: Session, case: str | None = None) -> Iterator[CaseEntry]:
    """Every case as its file says it, or one of them."""
    return (case_entry(session, row) for row in cases(session).values() if case is None or row.key == case)


def live_claims(session: Session, case: str | None = None) -> tuple[str, ...]:
    """The ids of all live claims, or of those of a case."""
    row = only_case(session, case) if case is not None else None
    return tuple(f"C-{number}" for number in numbers_of_claims(session, row.seq if row else None))


def _claim_report(
    record: ClaimRecord, happened: tuple[HistoryItem, ...], scale: dict[str, Label], rule: dict[str, str]
) -> ClaimReport:
    """All that a report says of one claim."""
    label = scale.get(record.claim.status)
    return ClaimReport(
        claim=record.claim,
        status_label=label.name() if label else record.claim.status,
        versions=record.versions,
        trace=record.trace,
        origins=origins(record.trace),
        reviews=record.reviews,
        links=record.links,
        asked=record.asked,
        history=happened,
        note=record.note,
        due=record.due,
        topics=record.topics,
        findings=found(record, rule),
        rating=label.rating if label else None,
        published=record.published,
        claimant=record.claimant,
    )


def case_entry(session: Session, row: CaseRow) -> CaseEntry:
    """A case as its file says it."""
    dossier = Dossier(session, row.seq, row.key)
    return CaseEntry(
        key=row.key,
        title=row.title,
        sources=tuple(entry for _, entry in dossier.sources()),
        articles=tuple(entry for _, entry in dossier.articles()),
        claims=tuple(stored.entry for stored in dossier.claims()),
    )


def exported_case(session: Session, typed: str | None) -> CaseEntry:
    """The case of that key, or the only one; an empty database has nothing to export."""
    row = only_case(session, typed)
    if row is None:
        raise NothingToExport
    return case_entry(session, row)
