"""The tables, as SQLAlchemy sees them. The migrations in schema/ make them; a test holds the two equal.

Three kinds: *logged* tables, whose rows are leaves of one log and are never changed; `log_head`, the one row that grows; and tables named `*_cache`,
which can be rebuilt from the logged ones. How rows hang together:

* A *numbered* thing (C-12, S-7) is its first row; corrections are further rows of the same table with `first` set and the next `version`.
* Rows refer to things by the `seq` of the first row. Columns named `*_version` refer to one version row: hedges, dates and ties belong to a version.
* Every foreign key says so in its name or its type; there is no ON DELETE CASCADE, for nothing is deleted.

REDACTABLE lists the texts that a leaf holds only as salted commitments, so that they can be taken away for good (docs/data-model.md).
"""

from collections.abc import Iterator
from typing import Any, TypeGuard, TypeVar, get_args

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
)
from sqlalchemy.types import TypeEngine

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

METADATA = MetaData(naming_convention=NAMES)

Term = Text().with_variant(Text(collation="C"), "postgresql")
"""Words in the order of their code points on both databases, so that those with the same beginning lie together."""

Whole = BigInteger().with_variant(Integer(), "sqlite")


class Logged(TypedColumns):
    """A row of the log: its number there and its leaf (SHA-256, 32 bytes)."""

    seq: Named[int] = Column(primary_key=True, autoincrement=False)
    leaf: Named[bytes]


class Salted(Logged):
    """A logged row with redactable texts: 16 random bytes, NULL once redacted."""

    salt: Named[bytes | None]


class Versioned(Salted):
    """A thing whose corrections are further rows: `first` is the first row's seq (NULL in the first row itself)."""

    first: Named[int | None]
    version: Named[int]


class Numbered(Versioned):
    """A versioned thing with a public number, on its first row."""

    number: Named[int | None] = Column(unique=True)


_TYPES: dict[type, TypeEngine[Any]] = {str: Text(), int: Whole, bytes: LargeBinary()}


C = TypeVar("C", bound=TypedColumns)


def _columns(of: type[TypedColumns]) -> Iterator[Column[Any]]:
    """The columns of a class, those of its bases first. SQLAlchemy reads them too, but takes twice as long for it as for all the rest of a table."""
    for base in reversed(of.__mro__):
        if not issubclass(base, TypedColumns) or base is TypedColumns:
            continue
        for name, said in base.__annotations__.items():
            (held,) = get_args(said)
            column: Column[Any] = vars(base).get(name, _PLAIN)
            if base is not of or column is _PLAIN:  # others have it too
                column = Column(
                    primary_key=column.primary_key, autoincrement=column.autoincrement, unique=column.unique
                )
            column.name = column.key = name
            column.nullable = type(None) in get_args(held)
            if column.type is not Term:
                column.type = _TYPES[next(kind for kind in (*get_args(held), held) if kind in _TYPES)]
            yield column


_PLAIN: Column[Any] = Column()


def _table(name: str, columns: type[C], *rules: Index | CheckConstraint, rowid: bool = True) -> Table[C]:
    """A table of text, whole numbers and bytes only: what STRICT SQLite and PostgreSQL keep alike."""
    made: Table[Any] = Table(name, METADATA, *_columns(columns), *rules, sqlite_strict=True, sqlite_with_rowid=rowid)
    if issubclass(columns, Versioned):
        first: Column[int | None] = made.c.first
        first.append_foreign_key(ForeignKey(f"{name}.seq"))
        Index(f"uq_{name}_first_version", first, made.c.version, unique=True)
        made.append_constraint(CheckConstraint("(first IS NULL) = (version = 1)", name="first_has_version_1"))
    return made


def versioned(table: Table[Logged]) -> TypeGuard[Table[Versioned]]:
    """Whether corrections of a table's things are further rows of it."""
    return "first" in table.c


# --- the log itself --------------------------------------------------------------------------------------------------


class _LogOrigin(Logged):
    """Row 1: which log this is."""

    origin: Named[str]
    leaf_format: Named[int]


LogOrigin = _table("log_origin", _LogOrigin)


class _LogHead(TypedColumns):
    """How long the log is, and the roots of its complete subtrees (RFC 6962), 32 bytes each, largest first."""

    id: Named[int] = Column(primary_key=True, autoincrement=False)
    size: Named[int]
    frontier: Named[bytes]


LogHead = _table("log_head", _LogHead, CheckConstraint("id = 1", name="one_row"))


class _Event(Salted):
    """The last row of every transaction: who did what, why and when; `begins` is the transaction's first row."""

    number: Named[int] = Column(unique=True)
    begins: Named[int]
    kind: Named[str]
    at: Named[str]
    program: Named[str]
    who: Named[str | None]
    why: Named[str | None]
    what: Named[str | None]


Event = _table("event", _Event, Index("ix_event_at", "at"))


class _Retraction(Logged):
    """A row withdrawn (1) or brought back (0); the latest one for a target wins."""

    target: Named[int]
    withdrawn: Named[int]
    claim: Named[int | None] = Column(ForeignKey("claim.seq"), index=True)


Retraction = _table("retraction", _Retraction, Index("ix_retraction_target_seq", "target", "seq"))


class _Redaction(Logged):
    """Texts taken away on purpose: the target row and the commitments its leaf was made with (JSON)."""

    target: Named[int] = Column(index=True)
    table_name: Named[str]
    commitments: Named[str]


Redaction = _table("redaction", _Redaction)


# --- cases and imports -----------------------------------------------------------------------------------------------


class _CaseFile(Versioned):
    """A case: what is exchanged as one file."""

    key: Named[str] = Column(index=True)
    title: Named[str | None]


CaseFile = _table("case_file", _CaseFile)


class _Intake(Logged):
    """One import of a case file, or of a case out of another desk's database."""

    case_file: Named[int] = Column(ForeignKey("case_file.seq"), index=True)
    sha256: Named[str]
    trusted: Named[int]
    log_origin: Named[str | None]
    log_size: Named[int | None]
    log_root: Named[str | None]
    """Of another desk's database: its log as it was then."""


Intake = _table("intake", _Intake)


class _IntakeItem(Salted):
    """The digest of one entry as last taken in; `identity` is its key, or a hash of a keyless claim's text, NULL once redacted.

    `target` is the thing that it became; 0 where what is here was kept instead.
    """

    intake: Named[int] = Column(ForeignKey("intake.seq"))
    case_file: Named[int] = Column(ForeignKey("case_file.seq"))
    kind: Named[str]
    identity: Named[str | None]
    digest: Named[str]
    target: Named[int]


IntakeItem = _table(
    "intake_item",
    _IntakeItem,
    Index("ix_intake_item_case_file_kind_identity_seq", "case_file", "kind", "identity", "seq"),
)


# --- who speaks ------------------------------------------------------------------------------------------------------


class _Source(Numbered):
    case_file: Named[int] = Column(ForeignKey("case_file.seq"), index=True)
    key: Named[str | None] = Column(index=True)
    name: Named[str | None]
    kind: Named[str]
    unnamed: Named[int]
    aliases: Named[str | None]
    """JSON list."""
    country: Named[str | None]
    zone: Named[str | None]
    language: Named[str | None]
    url: Named[str | None]
    note: Named[str | None]


Source = _table("source", _Source)


class _Tie(Salted):
    """Owner, affiliation, membership, or who knows an unnamed source; to a source or to a plain name."""

    source_version: Named[int] = Column(ForeignKey("source.seq"), index=True)
    kind: Named[str]
    other: Named[int | None] = Column(ForeignKey("source.seq"), index=True)
    name: Named[str | None]
    since: Named[str | None]
    until: Named[str | None]


Tie = _table("tie", _Tie)


class _Grade(Salted):
    """How reliable a source was found."""

    source: Named[int] = Column(ForeignKey("source.seq"), index=True)
    reliability: Named[str]
    because: Named[str | None]
    by: Named[str | None]
    date: Named[str | None]


Grade = _table("grade", _Grade)


class _SourceMerge(Salted):
    """Two sources found to be one: what `source` said counts as said by `merged_into`, until the row is withdrawn."""

    source: Named[int] = Column(ForeignKey("source.seq"), index=True)
    merged_into: Named[int] = Column(ForeignKey("source.seq"), index=True)
    because: Named[str | None]


SourceMerge = _table("source_merge", _SourceMerge)


# --- where it stands -------------------------------------------------------------------------------------------------


class _Article(Numbered):
    case_file: Named[int] = Column(ForeignKey("case_file.seq"), index=True)
    key: Named[str | None]
    outlet: Named[int] = Column(ForeignKey("source.seq"), index=True)
    title: Named[str | None]
    url: Named[str | None]
    language: Named[str | None]
    byline: Named[str | None]
    note: Named[str | None]
    copy_of: Named[int | None] = Column(ForeignKey("article.seq"), index=True)
    basis: Named[str | None]
    because: Named[str | None]


Article = _table("article", _Article)


class _Snapshot(Logged):
    """One reading of an article."""

    article: Named[int] = Column(ForeignKey("article.seq"), index=True)
    sha256: Named[str] = Column(index=True)
    text_sha256: Named[str | None]
    length: Named[int | None]
    reader: Named[str | None]


Snapshot = _table("snapshot", _Snapshot)


class _SnapshotBody(Salted):
    """Bytes and text, by the hash of the bytes: every snapshot with that hash has them."""

    sha256: Named[str] = Column(index=True)
    text_sha256: Named[str]
    length: Named[int]
    reader: Named[str]
    content: Named[bytes | None]
    text: Named[str | None]


SnapshotBody = _table("snapshot_body", _SnapshotBody)


class _Passage(Salted):
    """Words anchored in an article; `snapshot` and place are NULL where the text was not at hand and no place was given."""

    article: Named[int] = Column(ForeignKey("article.seq"), index=True)
    snapshot: Named[int | None] = Column(ForeignKey("snapshot.seq"))
    start_at: Named[int | None]
    end_at: Named[int | None]
    exact: Named[str | None]
    prefix: Named[str | None]
    suffix: Named[str | None]


Passage = _table(
    "passage", _Passage, CheckConstraint("(start_at IS NULL) = (end_at IS NULL)", name="both_ends_or_none")
)


class _Dating(Salted):
    """A date of an article or of an appearance, with its basis; several may stand side by side."""

    article_version: Named[int | None] = Column(ForeignKey("article.seq"), index=True)
    appearance_version: Named[int | None] = Column(ForeignKey("appearance.seq"), index=True)
    value: Named[str]
    basis: Named[str]
    because: Named[str | None]
    passage: Named[int | None] = Column(ForeignKey("passage.seq"))


Dating = _table("dating", _Dating)


# --- what is claimed -------------------------------------------------------------------------------------------------


class _Claim(Numbered):
    case_file: Named[int] = Column(ForeignKey("case_file.seq"), index=True)
    key: Named[str | None] = Column(index=True)
    text: Named[str | None]
    kind: Named[str]
    claimant: Named[int | None] = Column(ForeignKey("source.seq"), index=True)
    due: Named[str | None]
    topics: Named[str | None]
    """JSON list."""
    note: Named[str | None]
    by: Named[str | None]
    date: Named[str | None]
    because: Named[str | None]


Claim = _table("claim", _Claim)


class _StageChange(Salted):
    """Where the work on a claim stands, from here on."""

    claim: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    stage: Named[str]
    because: Named[str | None]
    url: Named[str | None]


StageChange = _table("stage_change", _StageChange)


class _Appearance(Numbered):
    """The claim as it stands at one place."""

    claim: Named[int] = Column(ForeignKey("claim.seq"))
    key: Named[str | None]
    source: Named[int] = Column(ForeignKey("source.seq"), index=True)
    article: Named[int | None] = Column(ForeignKey("article.seq"), index=True)
    read_in: Named[int | None] = Column(ForeignKey("article.seq"), index=True)
    part: Named[str | None]
    wording: Named[int | None] = Column(ForeignKey("passage.seq"))
    stance: Named[str]
    knows: Named[str | None]
    named_as: Named[str | None]
    because: Named[str | None]


Appearance = _table("appearance", _Appearance, Index("ix_appearance_claim_seq", "claim", "seq"))


class _Attribution(Numbered):
    """One hop: the downstream appearance relies on the upstream one."""

    claim: Named[int] = Column(ForeignKey("claim.seq"))
    key: Named[str | None]
    downstream: Named[int] = Column(ForeignKey("appearance.seq"), index=True)
    upstream: Named[int] = Column(ForeignKey("appearance.seq"), index=True)
    manner: Named[str]
    basis: Named[str]
    cue: Named[int | None] = Column(ForeignKey("passage.seq"))
    read_in: Named[int | None] = Column(ForeignKey("article.seq"))
    because: Named[str | None]


Attribution = _table("attribution", _Attribution, Index("ix_attribution_claim_seq", "claim", "seq"))


class _Decision(Salted):
    """What a person says of a hop: confirmed or rejected; the latest live one wins. A rejected hop carries nothing."""

    claim: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    attribution: Named[int] = Column(ForeignKey("attribution.seq"), index=True)
    verdict: Named[str]
    because: Named[str | None]


Decision = _table("decision", _Decision)


class _Hedge(Salted):
    """Words that qualify an attribution or a wording."""

    appearance_version: Named[int | None] = Column(ForeignKey("appearance.seq"), index=True)
    attribution_version: Named[int | None] = Column(ForeignKey("attribution.seq"), index=True)
    scope: Named[str]
    text: Named[str | None]
    passage: Named[int | None] = Column(ForeignKey("passage.seq"))


Hedge = _table("hedge", _Hedge)


class _Link(Salted):
    """How a claim stands to another claim."""

    number: Named[int] = Column(unique=True)
    claim: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    other: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    kind: Named[str]
    because: Named[str | None]


Link = _table("link", _Link)


# --- what was found --------------------------------------------------------------------------------------------------


class _Review(Salted):
    """A reviewer's judgement of one version of a claim."""

    number: Named[int] = Column(unique=True)
    claim: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    claim_version: Named[int] = Column(ForeignKey("claim.seq"))
    status: Named[str]
    said: Named[str | None]
    reliability: Named[str | None]
    credibility: Named[str | None]
    because: Named[str | None]
    reviewer: Named[str | None]
    date: Named[str | None]
    standing: Named[str]
    from_case: Named[str | None]
    override: Named[str | None]


Review = _table("review", _Review)


class _Evidence(Salted):
    """What a review points at, for or against."""

    review: Named[int] = Column(ForeignKey("review.seq"), index=True)
    side: Named[str]
    article: Named[int | None] = Column(ForeignKey("article.seq"), index=True)
    appearance: Named[int | None] = Column(ForeignKey("appearance.seq"), index=True)
    passage: Named[int | None] = Column(ForeignKey("passage.seq"))
    url: Named[str | None]
    note: Named[str | None]


Evidence = _table("evidence", _Evidence)


class _Approval(Salted):
    """A colleague agrees with a review."""

    review: Named[int] = Column(ForeignKey("review.seq"), index=True)
    by: Named[str | None]
    date: Named[str | None]
    because: Named[str | None]


Approval = _table("approval", _Approval)


class _Objection(Salted):
    """A colleague disagrees; kept as data, changes no status."""

    review: Named[int] = Column(ForeignKey("review.seq"), index=True)
    by: Named[str | None]
    date: Named[str | None]
    because: Named[str | None]


Objection = _table("objection", _Objection)


class _Request(Versioned):
    """A request for reply; the answer is a further version."""

    number: Named[int | None] = Column(unique=True)
    claim: Named[int] = Column(ForeignKey("claim.seq"), index=True)
    of: Named[int] = Column(ForeignKey("source.seq"), index=True)
    date: Named[str | None]
    question: Named[str | None]
    answer: Named[str | None]
    answered: Named[str | None]
    by: Named[str | None]
    note: Named[str | None]


Request = _table("request", _Request)


class _ScaleLabel(Versioned):
    """A label of the rating scale; `rating` is the ClaimReview value, NULL off the true-false line."""

    label: Named[str] = Column(index=True)
    position: Named[int]
    names: Named[str | None]
    """JSON: language → name."""
    definition: Named[str | None]
    rating: Named[int | None]
    retired_on: Named[str | None]


ScaleLabel = _table("scale_label", _ScaleLabel)


class _Rule(Versioned):
    """One of the desk's rules."""

    name: Named[str] = Column(index=True)
    value: Named[str | None]


Rule = _table("rule", _Rule)


# --- what a machine reads ---------------------------------------------------------------------------------------------


class _MachineReading(Salted):
    """The rules gone once over a text of an article: with which rules and word lists, and what the page says of where it is from."""

    article: Named[int] = Column(ForeignKey("article.seq"), index=True)
    snapshot: Named[int] = Column(ForeignKey("snapshot.seq"))
    rules: Named[str]
    lexicon: Named[str]
    dateline_outlet: Named[str | None]
    dateline_start: Named[int | None]
    dateline_end: Named[int | None]
    taken_from: Named[str | None]
    taken_start: Named[int | None]
    taken_end: Named[int | None]
    written: Named[str | None]
    """The recorded day that `on Monday` counted from; of a copy the original's."""


MachineReading = _table("machine_reading", _MachineReading)


class _Suggestion(Logged):
    """A report that a rule found, until a person decides. `gesture`: 1 for an attitude without words, which lists leave out."""

    number: Named[int] = Column(unique=True)
    machine_reading: Named[int] = Column(ForeignKey("machine_reading.seq"), index=True)
    rule: Named[str]
    rule_version: Named[str]
    kind: Named[str]
    confidence: Named[str]
    gesture: Named[int]
    parent: Named[int | None] = Column(ForeignKey("suggestion.seq"))
    refers_to: Named[int | None] = Column(ForeignKey("suggestion.seq"))


Suggestion = _table("suggestion", _Suggestion)


class _SuggestionPart(Salted):
    """A place of the text that a suggestion rests on: source, cue, content, an outlet on the way, a hedge; with the name read there."""

    suggestion: Named[int] = Column(ForeignKey("suggestion.seq"), index=True)
    role: Named[str]
    start_at: Named[int]
    end_at: Named[int]
    name: Named[str | None]
    kind: Named[str | None]


SuggestionPart = _table("suggestion_part", _SuggestionPart)


class _SuggestionDecision(Salted):
    """What a person says of a suggestion: accepted, with the claim that it became part of, or rejected; the latest live one wins."""

    suggestion: Named[int] = Column(ForeignKey("suggestion.seq"), index=True)
    verdict: Named[str]
    claim: Named[int | None] = Column(ForeignKey("claim.seq"), index=True)
    because: Named[str | None]


SuggestionDecision = _table("suggestion_decision", _SuggestionDecision)


# --- caches ----------------------------------------------------------------------------------------------------------


class _ClaimNow(TypedColumns):
    """A live claim as lists filter it."""

    claim: Named[int] = Column(primary_key=True, autoincrement=False)
    number: Named[int]
    case_file: Named[int]
    version: Named[int]
    text: Named[str]
    folded: Named[str]
    kind: Named[str]
    claimant: Named[int | None]
    status: Named[str]
    reviewed: Named[int]
    review: Named[int | None]
    stage: Named[str]


ClaimNow = _table(
    "claim_now_cache",
    _ClaimNow,
    Index("uq_claim_now_cache_number", "number", unique=True),
    *(
        Index(f"ix_claim_now_cache_{c}_number", c, "number")
        for c in ("status", "stage", "claimant", "case_file", "reviewed")
    ),
)


class _ClaimSource(TypedColumns):
    """Which sources speak in which live claim."""

    source: Named[int] = Column(primary_key=True, autoincrement=False)
    claim: Named[int] = Column(primary_key=True, autoincrement=False, index=True)


ClaimSource = _table("claim_source_cache", _ClaimSource)


class _SourceNow(TypedColumns):
    """A live source as lists show it."""

    source: Named[int] = Column(primary_key=True, autoincrement=False)
    number: Named[int]
    case_file: Named[int] = Column(index=True)
    name: Named[str]
    kind: Named[str]
    unnamed: Named[int]


SourceNow = _table("source_now_cache", _SourceNow, Index("uq_source_now_cache_number", "number", unique=True))


class _SourceName(TypedColumns):
    """Comparison keys of the names and aliases of live named sources; unnamed ones are never matched by name."""

    folded: Named[str] = Column(primary_key=True)
    source: Named[int] = Column(primary_key=True, autoincrement=False, index=True)


SourceName = _table("source_name_cache", _SourceName)


class _Folding(TypedColumns):
    """Which folding rules the comparison keys were made with."""

    id: Named[int] = Column(primary_key=True, autoincrement=False)
    folding: Named[str]


Folding = _table("folding_cache", _Folding, CheckConstraint("id = 1", name="one_row"))


class _SearchDoc(TypedColumns):
    """A text that search finds: a claim (all its wordings), an appearance, a review's reason, a source's names, an article. `doc`: its first row."""

    doc: Named[int] = Column(primary_key=True, autoincrement=False)
    kind: Named[str]
    claim: Named[int | None] = Column(index=True)
    length: Named[int]
    """In words."""
    digest: Named[bytes]
    """Of the text, the first 8 bytes of its SHA-256: texts that did not change are not indexed again."""


SearchDoc = _table("search_doc_cache", _SearchDoc)


class _Posting(TypedColumns):
    """How often a word stands in such a text."""

    term: Named[str] = Column(Term, primary_key=True)
    doc: Named[int] = Column(primary_key=True, autoincrement=False)
    count: Named[int]


# In SQLite this index holds all there is of a text, in the order in which `verify` compares it.
Posting = _table("posting_cache", _Posting, Index("ix_posting_cache_doc_count", "doc", "count"), rowid=False)


class _SearchTotal(TypedColumns):
    """How many texts of a kind there are, and how many words they have."""

    kind: Named[str] = Column(primary_key=True)
    docs: Named[int]
    words: Named[int]


SearchTotal = _table("search_total_cache", _SearchTotal)


class _ClaimVectors(TypedColumns):
    """What 64 claims say as vectors of a sentence encoder (the extra [semantic]); `block`: their public numbers divided by 64. Any may be missing."""

    block: Named[int] = Column(primary_key=True, autoincrement=False)
    encoder: Named[str]
    vectors: Named[bytes]
    """384 whole numbers of one byte each for every claim."""
    digests: Named[bytes]
    """For every claim 8 bytes, of the text and its vector."""


ClaimVectors = _table("claim_vector_cache", _ClaimVectors)


class _Fingerprint(TypedColumns):
    """Five words in a row, hashed to 63 bits, and where they begin in the latest text of an article (code points)."""

    hash: Named[int] = Column(primary_key=True, autoincrement=False)
    article: Named[int] = Column(primary_key=True, autoincrement=False, index=True)
    position: Named[int] = Column(primary_key=True, autoincrement=False)


Fingerprint = _table("fingerprint_cache", _Fingerprint, rowid=False)


class _Fingerprinted(TypedColumns):
    """An article whose text has fingerprints, and its outlet. `digest`: of the text, the first 8 bytes of its SHA-256."""

    article: Named[int] = Column(primary_key=True, autoincrement=False)
    outlet: Named[int]
    digest: Named[bytes]


Fingerprinted = _table("fingerprinted_cache", _Fingerprinted)


REDACTABLE: dict[str, tuple[str, ...]] = {
    "event": ("who", "why", "what"),
    "case_file": ("title",),
    "intake_item": ("identity",),
    "source": ("key", "name", "aliases", "url", "note"),
    "tie": ("name",),
    "grade": ("because", "by"),
    "source_merge": ("because",),
    "article": ("key", "title", "url", "byline", "note", "because"),
    "snapshot_body": ("content", "text"),
    "passage": ("exact", "prefix", "suffix"),
    "dating": ("because",),
    "claim": ("key", "text", "topics", "note", "by", "because"),
    "stage_change": ("because", "url"),
    "appearance": ("key", "named_as", "because"),
    "attribution": ("key", "because"),
    "decision": ("because",),
    "hedge": ("text",),
    "link": ("because",),
    "review": ("because", "reviewer", "override"),
    "evidence": ("url", "note"),
    "approval": ("by", "because"),
    "objection": ("by", "because"),
    "request": ("question", "answer", "by", "note"),
    "scale_label": ("names", "definition"),
    "machine_reading": ("dateline_outlet", "taken_from"),
    "suggestion_part": ("name",),
    "suggestion_decision": ("because",),
    "rule": ("value",),
}
"""Texts that may have to disappear, by table: every table with a salt, and only those."""

LOGGED: tuple[Table, ...] = tuple(t for t in METADATA.sorted_tables if "leaf" in t.c)
"""The logged tables, parents before children."""
