"""A provenance report: everything about one claim, several, or a case, put together for the exporters."""

from collections.abc import Sequence

from claims import __version__
from claims.chains.origins import origins
from claims.errors import NothingToExport
from claims.records import AnyReport, CaseEntry, ClaimRecord, ClaimReport, Label, Report, ReportStream
from claims.services.looking import history, moment
from claims.services.lookup import claim_number, only_case
from claims.store.claim_file import read_claim
from claims.store.dossier import Dossier
from claims.store.engine import Session
from claims.store.imports import CaseRow
from claims.store.ledger import log_head
from claims.store.lists import ClaimFilter, list_claims
from claims.store.scale import labels

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
    """The same with claims that are read one by one, as long as the session lasts."""
    upto = moment(session, as_of) if as_of is not None else None
    title = None
    if claims:
        numbers = list(dict.fromkeys(claim_number(session, typed) for typed in claims))
    else:
        row = only_case(session, case) if case is not None else None
        title = (row.title or row.key) if row else None
        numbers = [int(c.id[2:]) for c in list_claims(session, ClaimFilter(case_file=row.seq if row else None))]
    scale = labels(session)
    reports = (claim_report(session, read_claim(session, number, upto), scale, upto) for number in numbers)
    if title is None:
        one = read_claim(session, numbers[0], upto) if len(numbers) == 1 else None
        title = one.claim.text if one else f"{len(numbers)} claims"
    return ReportStream(title=title, claims=reports, head=log_head(session.connection), program=PROGRAM, as_of=as_of)


def claim_report(
    session: Session, record: ClaimRecord, scale: dict[str, Label], upto: int | None = None
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
        history=history(session, int(record.claim.id[2:]), upto),
        note=record.note,
        due=record.due,
        topics=record.topics,
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
