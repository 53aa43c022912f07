"""A store in which every column of every logged table holds something in at least one row, among them a redacted row."""

import json

from databases import Places
from sqlalchemy import URL, Table, select, update

from claims.store.canonical import commitment
from claims.store.engine import Database, WritingSession, close, open_database
from claims.store.tables import (
    REDACTABLE,
    Appearance,
    Approval,
    Article,
    Attribution,
    CaseFile,
    Claim,
    Dating,
    Decision,
    Evidence,
    Grade,
    Hedge,
    Intake,
    IntakeItem,
    Link,
    MachineReading,
    Objection,
    Passage,
    Redaction,
    Request,
    Retraction,
    Review,
    Rule,
    ScaleLabel,
    Snapshot,
    SnapshotBody,
    Source,
    SourceMerge,
    StageChange,
    Suggestion,
    SuggestionDecision,
    SuggestionPart,
    Tie,
)

SHA256 = "ab" * 32


def build(database: Database) -> None:
    """Fill an empty store through the ledger, in four transactions."""
    with database.writing("Ana") as session:
        _desk(session)
        case = _case(session)
        close(session, "import", why="the case came in", what="drones.yaml")
    with database.writing("Ben") as session:
        _judgement(session, *case)
        close(session, "mark", why="it was looked at", what="C-1")
    with database.writing("Ana") as session:
        note = session.ledger.append(
            Grade, source=case[0], reliability="C", because="says what suits", by="Ana Maria", date="2026"
        )
        session.ledger.flush()
        redact(session, Grade, note)
        close(session, "redact", why="asked to", what="S-1")
    with database.writing("Ben") as session:
        _suggested(session, article=case[3], claim=case[1])
        close(session, "suggestions accept", why="it says so", what="M-1 as C-1")


def with_everything(places: Places) -> URL:
    """A store that is filled so, to be copied."""
    return places.once("everything", _fill, places.empty())


def _fill(url: URL) -> None:
    database = open_database(url)
    build(database)
    database.engine.dispose()


def redact(session: WritingSession, rows: Table, seq: int) -> None:
    """Take a row's redactable texts away, with the redaction that keeps their commitments."""
    texts = REDACTABLE[rows.name]
    row = session.connection.execute(rows.select().where(rows.c.seq == seq)).mappings().one()
    commitments = {c: commitment(row["salt"], c, row[c]) for c in texts if row[c] is not None}
    session.ledger.append(Redaction, target=seq, table_name=rows.name, commitments=json.dumps(commitments))
    session.ledger.flush()
    session.connection.execute(update(rows).where(rows.c.seq == seq).values(dict.fromkeys((*texts, "salt"))))


def _desk(session: WritingSession) -> None:
    add = session.ledger.append
    label = add(
        ScaleLabel, version=1, label="true", position=1, names='{"en":"True"}', definition="It is so.", rating=5
    )
    add(
        ScaleLabel, first=label, version=2, label="true", position=2, names='{"en":"True"}', definition="It was so.", rating=5,
        retired_on="2026-11-21",
    )  # fmt: skip
    rule = add(Rule, version=1, name="second_reviewer", value="off")
    add(Rule, first=rule, version=2, name="second_reviewer", value="off")


def _case(session: WritingSession) -> tuple[int, int, int, int, int, int, int]:
    add, number = session.ledger.append, session.ledger.number
    case = add(CaseFile, version=1, key="drones", title="Drones")
    add(CaseFile, first=case, version=2, key="drones", title="Drones and factories")
    intake = add(
        Intake, case_file=case, sha256=SHA256, trusted=1,
        log_origin="claims-tracker/5f2c5f2c5f2c5f2c5f2c5f2c5f2c5f2c", log_size=340, log_root=SHA256,
    )  # fmt: skip

    speaker = add(
        Source, version=1, number=number(Source), case_file=case, key="minister", name="The minister", kind="person", unnamed=0,
        aliases='["A. Minister"]', country="XX", zone="Europe/Oslo", language="no", url="https://example.org/m", note="in office since 2020",
    )  # fmt: skip
    outlet = add(
        Source,
        version=1,
        number=number(Source),
        case_file=case,
        key="paper",
        name="The Paper",
        kind="outlet",
        unnamed=0,
    )
    second = add(
        Source,
        first=speaker,
        version=2,
        case_file=case,
        key="minister",
        name="The ex-minister",
        kind="person",
        unnamed=0,
    )
    add(IntakeItem, intake=intake, case_file=case, kind="source", identity="minister", digest=SHA256, target=speaker)
    add(Tie, source_version=second, kind="affiliation", name="The ministry")
    add(Tie, source_version=second, kind="affiliation", other=outlet, since="2021", until="2022-03")
    add(Grade, source=speaker, reliability="B", because="was right before", by="Ana", date="2026-11-20")

    twin = add(
        Source,
        version=1,
        number=number(Source),
        case_file=case,
        key="twin",
        name="A Minister",
        kind="person",
        unnamed=0,
    )
    add(SourceMerge, source=twin, merged_into=speaker, because="one person, two spellings")

    article = add(
        Article, version=1, number=number(Article), case_file=case, key="report", outlet=outlet, title="Factory", url="https://example.org/1",
        language="en", byline="A. Writer", note="print edition", basis="stated", because="the imprint",
    )  # fmt: skip
    copied = add(Article, version=1, number=number(Article), case_file=case, key="copy", outlet=outlet, copy_of=article)
    edited = add(
        Article, first=copied, version=2, case_file=case, key="copy", outlet=outlet, title="Factory!", copy_of=article
    )
    snapshot = add(Snapshot, article=article, sha256=SHA256, text_sha256=SHA256, length=40, reader="text/1")
    add(
        SnapshotBody,
        sha256=SHA256,
        text_sha256=SHA256,
        length=40,
        reader="text/1",
        content=b"\x00\xff",
        text="A factory.",
    )
    passage = add(
        Passage, article=article, snapshot=snapshot, start_at=2, end_at=9, exact="factory", prefix="A ", suffix="."
    )

    claim = add(
        Claim, version=1, number=number(Claim), case_file=case, key="factory", text="There is a factory.", kind="forecast", claimant=speaker,
        due="2027", topics='["drones"]', note="said twice", by="Ana", date="2026-11-20", because="first reading",
    )  # fmt: skip
    version = add(
        Claim, first=claim, version=2, case_file=case, key="factory", text="There will be a factory.", kind="forecast"
    )
    other = add(Claim, version=1, number=number(Claim), case_file=case, key="none", text="There is none.", kind="fact")

    upstream = add(
        Appearance, version=1, number=number(Appearance), claim=claim, key="said", source=speaker, article=article, read_in=copied, part="lead",
        wording=passage, stance="asserts", knows="participant", named_as="a senior man", because="the lead says so",
    )  # fmt: skip
    downstream = add(
        Appearance, version=1, number=number(Appearance), claim=claim, source=outlet, article=copied, stance="asserts"
    )
    changed = add(
        Appearance,
        first=downstream,
        version=2,
        claim=claim,
        source=outlet,
        article=copied,
        stance="doubts",
        because="read again",
    )
    hop = add(
        Attribution, version=1, number=number(Attribution), claim=claim, key="h", downstream=downstream, upstream=upstream, manner="quotes",
        basis="stated", cue=passage, read_in=copied, because="as it says",
    )  # fmt: skip
    add(
        Attribution,
        first=hop,
        version=2,
        claim=claim,
        downstream=downstream,
        upstream=upstream,
        manner="cites",
        basis="stated",
    )
    add(Decision, claim=claim, attribution=hop, verdict="confirmed", because="the words are there")
    add(Hedge, appearance_version=changed, scope="wording", text="reportedly", passage=passage)
    add(Hedge, attribution_version=hop, scope="attribution", text="is said to")
    add(Dating, article_version=edited, value="2022-07-26", basis="page", because="the dateline", passage=passage)
    add(Dating, appearance_version=changed, value="2022-07", basis="inferred", because="it was summer")
    add(Link, number=number(Link), claim=claim, other=other, kind="contradicts", because="one excludes the other")
    return speaker, claim, version, article, downstream, passage, outlet


def _suggested(session: WritingSession, article: int, claim: int) -> None:
    add, number = session.ledger.append, session.ledger.number
    snapshot = session.connection.execute(select(Snapshot.c.seq).where(Snapshot.c.article == article)).scalar_one()
    read = add(
        MachineReading, article=article, snapshot=snapshot, rules="1", lexicon="cues/1", written="2022-07-26", dateline_outlet="Nord Wire", dateline_start=0,
        dateline_end=1, taken_from="The Paper", taken_start=9, taken_end=10,
    )  # fmt: skip
    outer = add(
        Suggestion, number=number(Suggestion), machine_reading=read, rule="verb", rule_version="1", kind="indirect",
        confidence="high", gesture=0,
    )  # fmt: skip
    inner = add(
        Suggestion, number=number(Suggestion), machine_reading=read, rule="made-this-statement", rule_version="1", kind="nominal",
        confidence="low", gesture=1, parent=outer, refers_to=outer,
    )  # fmt: skip
    add(SuggestionPart, suggestion=outer, role="source", start_at=0, end_at=1, name="A Minister", kind="person")
    add(SuggestionPart, suggestion=inner, role="content", start_at=2, end_at=9)
    add(SuggestionDecision, suggestion=outer, verdict="accepted", claim=claim)
    add(SuggestionDecision, suggestion=inner, verdict="rejected", because="no words")


def _judgement(
    session: WritingSession,
    speaker: int,
    claim: int,
    version: int,
    article: int,
    appearance: int,
    passage: int,
    outlet: int,
) -> None:
    add, number = session.ledger.append, session.ledger.number
    review = add(
        Review, number=number(Review), claim=claim, claim_version=version, status="false", said="as-quoted", reliability="B", credibility="3",
        because="nobody has seen it", reviewer="Ben", date="2026-11-21", standing="own", from_case="drones", override="no evidence needed",
    )  # fmt: skip
    add(
        Evidence,
        review=review,
        side="against",
        article=article,
        appearance=appearance,
        passage=passage,
        url="https://example.org/e",
        note="p. 3",
    )
    add(Approval, review=review, by="Ana", date="2026-11-21", because="I agree")
    add(Objection, review=review, by="Cleo", date="2026-11-21", because="I do not")
    add(StageChange, claim=claim, stage="published", because="done", url="https://example.org/report")
    asked = add(
        Request, version=1, number=number(Request), claim=claim, of=speaker, date="2026-11-20", question="Is there one?", answer="No.",
        answered="2026-11-21", by="Ana", note="by telephone",
    )  # fmt: skip
    add(Request, first=asked, version=2, claim=claim, of=outlet, answer="No comment.")
    add(Retraction, target=review, withdrawn=1, claim=claim)
    add(Retraction, target=review, withdrawn=0, claim=claim)
