"""The tables, as SQLAlchemy sees them. The migrations in schema/ make them; a test holds the two equal.

Three kinds: *logged* tables, whose rows are leaves of one log and are never changed; `log_head`, the one row that grows; and tables named `*_cache`,
which can be rebuilt from the logged ones. How rows hang together:

* A *numbered* thing (C-12, S-7) is its first row; corrections are further rows of the same table with `first` set and the next `version`.
* Rows refer to things by the `seq` of the first row. Columns named `*_version` refer to one version row: hedges, dates and ties belong to a version.
* Every foreign key says so in its name or its type; there is no ON DELETE CASCADE, for nothing is deleted.

REDACTABLE lists the texts that a leaf holds only as salted commitments, so that they can be taken away for good (docs/data-model.md).
"""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Term = Text().with_variant(Text(collation="C"), "postgresql")
"""Words in the order of their code points on both databases, so that those with the same beginning lie together."""

Whole = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """Text, whole numbers and bytes only: what STRICT SQLite and PostgreSQL keep alike."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {str: Text(), int: Whole, bytes: LargeBinary()}  # noqa: RUF012 - SQLAlchemy reads it from the class


def _strict(*constraints: object) -> tuple[object, ...]:
    return (*constraints, {"sqlite_strict": True})


class Logged:
    """A row of the log: its number there and its leaf (SHA-256, 32 bytes)."""

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-100)
    leaf: Mapped[bytes] = mapped_column(sort_order=100)
    __table_args__: tuple[object, ...] = _strict()


class Salted(Logged):
    """A logged row with redactable texts: 16 random bytes, NULL once redacted."""

    salt: Mapped[bytes | None] = mapped_column(sort_order=99)


class Versioned(Salted):
    """A thing whose corrections are further rows: `first` is the first row's seq (NULL in the first row itself)."""

    version: Mapped[int] = mapped_column(sort_order=-98)

    @declared_attr
    @classmethod
    def first(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey(f"{cls.__tablename__}.seq"), sort_order=-99)  # type: ignore[attr-defined]  # set by every subclass

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[object, ...]:
        name = cls.__tablename__  # type: ignore[attr-defined]  # set by every subclass
        return _strict(
            Index(f"uq_{name}_first_version", "first", "version", unique=True),
            CheckConstraint("(first IS NULL) = (version = 1)", name="first_has_version_1"),
            *cls.indexes(),
        )

    @classmethod
    def indexes(cls) -> tuple[object, ...]:
        return ()


class Numbered(Versioned):
    """A versioned thing with a public number, on its first row."""

    number: Mapped[int | None] = mapped_column(unique=True, sort_order=-97)


# --- the log itself --------------------------------------------------------------------------------------------------


class LogOrigin(Logged, Base):
    """Row 1: which log this is."""

    __tablename__ = "log_origin"
    origin: Mapped[str]
    leaf_format: Mapped[int]


class LogHead(Base):
    """How long the log is, and the roots of its complete subtrees (RFC 6962), 32 bytes each, largest first."""

    __tablename__ = "log_head"
    __table_args__ = _strict(CheckConstraint("id = 1", name="one_row"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    frontier: Mapped[bytes]


class Event(Salted, Base):
    """The last row of every transaction: who did what, why and when; `begins` is the transaction's first row."""

    __tablename__ = "event"
    __table_args__ = _strict(Index("ix_event_at", "at"))
    number: Mapped[int] = mapped_column(unique=True)
    begins: Mapped[int]
    kind: Mapped[str]
    at: Mapped[str]
    program: Mapped[str]
    who: Mapped[str | None]
    why: Mapped[str | None]
    what: Mapped[str | None]


class Retraction(Logged, Base):
    """A row withdrawn (1) or brought back (0); the latest one for a target wins."""

    __tablename__ = "retraction"
    __table_args__ = _strict(Index("ix_retraction_target_seq", "target", "seq"))
    target: Mapped[int]
    withdrawn: Mapped[int]
    claim: Mapped[int | None] = mapped_column(ForeignKey("claim.seq"), index=True)


class Redaction(Logged, Base):
    """Texts taken away on purpose: the target row and the commitments its leaf was made with (JSON)."""

    __tablename__ = "redaction"
    target: Mapped[int] = mapped_column(index=True)
    table_name: Mapped[str]
    commitments: Mapped[str]


# --- cases and imports -----------------------------------------------------------------------------------------------


class CaseFile(Versioned, Base):
    """A case: what is exchanged as one file."""

    __tablename__ = "case_file"
    key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str | None]


class Intake(Logged, Base):
    """One import of a case file, or of a case out of another desk's database."""

    __tablename__ = "intake"
    case_file: Mapped[int] = mapped_column(ForeignKey("case_file.seq"), index=True)
    sha256: Mapped[str]
    trusted: Mapped[int]
    log_origin: Mapped[str | None]
    log_size: Mapped[int | None]
    log_root: Mapped[str | None]
    """Of another desk's database: its log as it was then."""


class IntakeItem(Salted, Base):
    """The digest of one entry as last taken in; `identity` is its key, or a hash of a keyless claim's text, NULL once redacted.

    `target` is the thing that it became; 0 where what is here was kept instead.
    """

    __tablename__ = "intake_item"
    __table_args__ = _strict(
        Index("ix_intake_item_case_file_kind_identity_seq", "case_file", "kind", "identity", "seq")
    )
    intake: Mapped[int] = mapped_column(ForeignKey("intake.seq"))
    case_file: Mapped[int] = mapped_column(ForeignKey("case_file.seq"))
    kind: Mapped[str]
    identity: Mapped[str | None]
    digest: Mapped[str]
    target: Mapped[int]


# --- who speaks ------------------------------------------------------------------------------------------------------


class Source(Numbered, Base):
    __tablename__ = "source"
    case_file: Mapped[int] = mapped_column(ForeignKey("case_file.seq"), index=True)
    key: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str | None]
    kind: Mapped[str]
    unnamed: Mapped[int]
    aliases: Mapped[str | None]
    """JSON list."""
    country: Mapped[str | None]
    zone: Mapped[str | None]
    language: Mapped[str | None]
    url: Mapped[str | None]
    note: Mapped[str | None]


class Tie(Salted, Base):
    """Owner, affiliation, membership, or who knows an unnamed source; to a source or to a plain name."""

    __tablename__ = "tie"
    source_version: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    kind: Mapped[str]
    other: Mapped[int | None] = mapped_column(ForeignKey("source.seq"), index=True)
    name: Mapped[str | None]
    since: Mapped[str | None]
    until: Mapped[str | None]


class Grade(Salted, Base):
    """How reliable a source was found."""

    __tablename__ = "grade"
    source: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    reliability: Mapped[str]
    because: Mapped[str | None]
    by: Mapped[str | None]
    date: Mapped[str | None]


class SourceMerge(Salted, Base):
    """Two sources found to be one: what `source` said counts as said by `merged_into`, until the row is withdrawn."""

    __tablename__ = "source_merge"
    source: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    merged_into: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    because: Mapped[str | None]


# --- where it stands -------------------------------------------------------------------------------------------------


class Article(Numbered, Base):
    __tablename__ = "article"
    case_file: Mapped[int] = mapped_column(ForeignKey("case_file.seq"), index=True)
    key: Mapped[str | None]
    outlet: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    title: Mapped[str | None]
    url: Mapped[str | None]
    language: Mapped[str | None]
    byline: Mapped[str | None]
    note: Mapped[str | None]
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("article.seq"), index=True)
    basis: Mapped[str | None]
    because: Mapped[str | None]


class Snapshot(Logged, Base):
    """One reading of an article."""

    __tablename__ = "snapshot"
    article: Mapped[int] = mapped_column(ForeignKey("article.seq"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    text_sha256: Mapped[str | None]
    length: Mapped[int | None]
    reader: Mapped[str | None]


class SnapshotBody(Salted, Base):
    """Bytes and text, by the hash of the bytes: every snapshot with that hash has them."""

    __tablename__ = "snapshot_body"
    sha256: Mapped[str] = mapped_column(index=True)
    text_sha256: Mapped[str]
    length: Mapped[int]
    reader: Mapped[str]
    content: Mapped[bytes | None]
    text: Mapped[str | None]


class Passage(Salted, Base):
    """Words anchored in an article; `snapshot` and place are NULL where the text was not at hand and no place was given."""

    __tablename__ = "passage"
    __table_args__ = _strict(CheckConstraint("(start_at IS NULL) = (end_at IS NULL)", name="both_ends_or_none"))
    article: Mapped[int] = mapped_column(ForeignKey("article.seq"), index=True)
    snapshot: Mapped[int | None] = mapped_column(ForeignKey("snapshot.seq"))
    start_at: Mapped[int | None]
    end_at: Mapped[int | None]
    exact: Mapped[str | None]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]


class Dating(Salted, Base):
    """A date of an article or of an appearance, with its basis; several may stand side by side."""

    __tablename__ = "dating"
    article_version: Mapped[int | None] = mapped_column(ForeignKey("article.seq"), index=True)
    appearance_version: Mapped[int | None] = mapped_column(ForeignKey("appearance.seq"), index=True)
    value: Mapped[str]
    basis: Mapped[str]
    because: Mapped[str | None]
    passage: Mapped[int | None] = mapped_column(ForeignKey("passage.seq"))


# --- what is claimed -------------------------------------------------------------------------------------------------


class Claim(Numbered, Base):
    __tablename__ = "claim"
    case_file: Mapped[int] = mapped_column(ForeignKey("case_file.seq"), index=True)
    key: Mapped[str | None] = mapped_column(index=True)
    text: Mapped[str | None]
    kind: Mapped[str]
    claimant: Mapped[int | None] = mapped_column(ForeignKey("source.seq"), index=True)
    due: Mapped[str | None]
    topics: Mapped[str | None]
    """JSON list."""
    note: Mapped[str | None]
    by: Mapped[str | None]
    date: Mapped[str | None]
    because: Mapped[str | None]


class StageChange(Salted, Base):
    """Where the work on a claim stands, from here on."""

    __tablename__ = "stage_change"
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    stage: Mapped[str]
    because: Mapped[str | None]
    url: Mapped[str | None]


class Appearance(Numbered, Base):
    """The claim as it stands at one place."""

    __tablename__ = "appearance"
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"))
    key: Mapped[str | None]
    source: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    article: Mapped[int | None] = mapped_column(ForeignKey("article.seq"), index=True)
    read_in: Mapped[int | None] = mapped_column(ForeignKey("article.seq"), index=True)
    part: Mapped[str | None]
    wording: Mapped[int | None] = mapped_column(ForeignKey("passage.seq"))
    stance: Mapped[str]
    knows: Mapped[str | None]
    named_as: Mapped[str | None]
    because: Mapped[str | None]

    @classmethod
    def indexes(cls) -> tuple[object, ...]:
        return (Index("ix_appearance_claim_seq", "claim", "seq"),)


class Attribution(Numbered, Base):
    """One hop: the downstream appearance relies on the upstream one."""

    __tablename__ = "attribution"
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"))
    key: Mapped[str | None]
    downstream: Mapped[int] = mapped_column(ForeignKey("appearance.seq"), index=True)
    upstream: Mapped[int] = mapped_column(ForeignKey("appearance.seq"), index=True)
    manner: Mapped[str]
    basis: Mapped[str]
    cue: Mapped[int | None] = mapped_column(ForeignKey("passage.seq"))
    read_in: Mapped[int | None] = mapped_column(ForeignKey("article.seq"))
    because: Mapped[str | None]

    @classmethod
    def indexes(cls) -> tuple[object, ...]:
        return (Index("ix_attribution_claim_seq", "claim", "seq"),)


class Decision(Salted, Base):
    """What a person says of a hop: confirmed or rejected; the latest live one wins. A rejected hop carries nothing."""

    __tablename__ = "decision"
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    attribution: Mapped[int] = mapped_column(ForeignKey("attribution.seq"), index=True)
    verdict: Mapped[str]
    because: Mapped[str | None]


class Hedge(Salted, Base):
    """Words that qualify an attribution or a wording."""

    __tablename__ = "hedge"
    appearance_version: Mapped[int | None] = mapped_column(ForeignKey("appearance.seq"), index=True)
    attribution_version: Mapped[int | None] = mapped_column(ForeignKey("attribution.seq"), index=True)
    scope: Mapped[str]
    text: Mapped[str | None]
    passage: Mapped[int | None] = mapped_column(ForeignKey("passage.seq"))


class Link(Salted, Base):
    """How a claim stands to another claim."""

    __tablename__ = "link"
    number: Mapped[int] = mapped_column(unique=True)
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    other: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    kind: Mapped[str]
    because: Mapped[str | None]


# --- what was found --------------------------------------------------------------------------------------------------


class Review(Salted, Base):
    """A reviewer's judgement of one version of a claim."""

    __tablename__ = "review"
    number: Mapped[int] = mapped_column(unique=True)
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    claim_version: Mapped[int] = mapped_column(ForeignKey("claim.seq"))
    status: Mapped[str]
    said: Mapped[str | None]
    reliability: Mapped[str | None]
    credibility: Mapped[str | None]
    because: Mapped[str | None]
    reviewer: Mapped[str | None]
    date: Mapped[str | None]
    standing: Mapped[str]
    from_case: Mapped[str | None]
    override: Mapped[str | None]


class Evidence(Salted, Base):
    """What a review points at, for or against."""

    __tablename__ = "evidence"
    review: Mapped[int] = mapped_column(ForeignKey("review.seq"), index=True)
    side: Mapped[str]
    article: Mapped[int | None] = mapped_column(ForeignKey("article.seq"), index=True)
    appearance: Mapped[int | None] = mapped_column(ForeignKey("appearance.seq"), index=True)
    passage: Mapped[int | None] = mapped_column(ForeignKey("passage.seq"))
    url: Mapped[str | None]
    note: Mapped[str | None]


class Approval(Salted, Base):
    """A colleague agrees with a review."""

    __tablename__ = "approval"
    review: Mapped[int] = mapped_column(ForeignKey("review.seq"), index=True)
    by: Mapped[str | None]
    date: Mapped[str | None]
    because: Mapped[str | None]


class Objection(Salted, Base):
    """A colleague disagrees; kept as data, changes no status."""

    __tablename__ = "objection"
    review: Mapped[int] = mapped_column(ForeignKey("review.seq"), index=True)
    by: Mapped[str | None]
    date: Mapped[str | None]
    because: Mapped[str | None]


class Request(Versioned, Base):
    """A request for reply; the answer is a further version."""

    __tablename__ = "request"
    number: Mapped[int | None] = mapped_column(unique=True, sort_order=-97)
    claim: Mapped[int] = mapped_column(ForeignKey("claim.seq"), index=True)
    of: Mapped[int] = mapped_column(ForeignKey("source.seq"), index=True)
    date: Mapped[str | None]
    question: Mapped[str | None]
    answer: Mapped[str | None]
    answered: Mapped[str | None]
    by: Mapped[str | None]
    note: Mapped[str | None]


class ScaleLabel(Versioned, Base):
    """A label of the rating scale; `rating` is the ClaimReview value, NULL off the true-false line."""

    __tablename__ = "scale_label"
    label: Mapped[str] = mapped_column(index=True)
    position: Mapped[int]
    names: Mapped[str | None]
    """JSON: language → name."""
    definition: Mapped[str | None]
    rating: Mapped[int | None]
    retired_on: Mapped[str | None]


class Rule(Versioned, Base):
    """One of the desk's rules."""

    __tablename__ = "rule"
    name: Mapped[str] = mapped_column(index=True)
    value: Mapped[str | None]


# --- what a machine reads ---------------------------------------------------------------------------------------------


class MachineReading(Salted, Base):
    """The rules gone once over a text of an article: with which rules and word lists, and what the page says of where it is from."""

    __tablename__ = "machine_reading"
    article: Mapped[int] = mapped_column(ForeignKey("article.seq"), index=True)
    snapshot: Mapped[int] = mapped_column(ForeignKey("snapshot.seq"))
    rules: Mapped[str]
    lexicon: Mapped[str]
    dateline_outlet: Mapped[str | None]
    dateline_start: Mapped[int | None]
    dateline_end: Mapped[int | None]
    taken_from: Mapped[str | None]
    taken_start: Mapped[int | None]
    taken_end: Mapped[int | None]
    written: Mapped[str | None]
    """The recorded day that `on Monday` counted from; of a copy the original's."""


class Suggestion(Logged, Base):
    """A report that a rule found, until a person decides. `gesture`: 1 for an attitude without words, which lists leave out."""

    __tablename__ = "suggestion"
    number: Mapped[int] = mapped_column(unique=True)
    machine_reading: Mapped[int] = mapped_column(ForeignKey("machine_reading.seq"), index=True)
    rule: Mapped[str]
    rule_version: Mapped[str]
    kind: Mapped[str]
    confidence: Mapped[str]
    gesture: Mapped[int]
    parent: Mapped[int | None] = mapped_column(ForeignKey("suggestion.seq"))
    refers_to: Mapped[int | None] = mapped_column(ForeignKey("suggestion.seq"))


class SuggestionPart(Salted, Base):
    """A place of the text that a suggestion rests on: source, cue, content, an outlet on the way, a hedge; with the name read there."""

    __tablename__ = "suggestion_part"
    suggestion: Mapped[int] = mapped_column(ForeignKey("suggestion.seq"), index=True)
    role: Mapped[str]
    start_at: Mapped[int]
    end_at: Mapped[int]
    name: Mapped[str | None]
    kind: Mapped[str | None]


class SuggestionDecision(Salted, Base):
    """What a person says of a suggestion: accepted, with the claim that it became part of, or rejected; the latest live one wins."""

    __tablename__ = "suggestion_decision"
    suggestion: Mapped[int] = mapped_column(ForeignKey("suggestion.seq"), index=True)
    verdict: Mapped[str]
    claim: Mapped[int | None] = mapped_column(ForeignKey("claim.seq"), index=True)
    because: Mapped[str | None]


# --- caches ----------------------------------------------------------------------------------------------------------


class ClaimNow(Base):
    """A live claim as lists filter it."""

    __tablename__ = "claim_now_cache"
    __table_args__ = _strict(
        Index("uq_claim_now_cache_number", "number", unique=True),
        *(
            Index(f"ix_claim_now_cache_{c}_number", c, "number")
            for c in ("status", "stage", "claimant", "case_file", "reviewed")
        ),
    )
    claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    case_file: Mapped[int]
    version: Mapped[int]
    text: Mapped[str]
    folded: Mapped[str]
    kind: Mapped[str]
    claimant: Mapped[int | None]
    status: Mapped[str]
    reviewed: Mapped[int]
    review: Mapped[int | None]
    stage: Mapped[str]


class ClaimSource(Base):
    """Which sources speak in which live claim."""

    __tablename__ = "claim_source_cache"
    __table_args__ = _strict()
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


class SourceNow(Base):
    """A live source as lists show it."""

    __tablename__ = "source_now_cache"
    __table_args__ = _strict(Index("uq_source_now_cache_number", "number", unique=True))
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    case_file: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    kind: Mapped[str]
    unnamed: Mapped[int]


class SourceName(Base):
    """Comparison keys of the names and aliases of live named sources; unnamed ones are never matched by name."""

    __tablename__ = "source_name_cache"
    __table_args__ = _strict()
    folded: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


class Folding(Base):
    """Which folding rules the comparison keys were made with."""

    __tablename__ = "folding_cache"
    __table_args__ = _strict(CheckConstraint("id = 1", name="one_row"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    folding: Mapped[str]


class SearchDoc(Base):
    """A text that search finds: a claim (all its wordings), an appearance, a review's reason, a source's names, an article. `doc`: its first row."""

    __tablename__ = "search_doc_cache"
    __table_args__ = _strict()
    doc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    claim: Mapped[int | None] = mapped_column(index=True)
    length: Mapped[int]
    """In words."""
    digest: Mapped[bytes]
    """Of the text, the first 8 bytes of its SHA-256: texts that did not change are not indexed again."""


class Posting(Base):
    """How often a word stands in such a text."""

    __tablename__ = "posting_cache"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    term: Mapped[str] = mapped_column(Term, primary_key=True)
    doc: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    count: Mapped[int]


class SearchTotal(Base):
    """How many texts of a kind there are, and how many words they have."""

    __tablename__ = "search_total_cache"
    __table_args__ = _strict()
    kind: Mapped[str] = mapped_column(primary_key=True)
    docs: Mapped[int]
    words: Mapped[int]


class ClaimVectors(Base):
    """What 64 claims say as vectors of a sentence encoder (the extra [semantic]); `block`: their public numbers divided by 64. Any may be missing."""

    __tablename__ = "claim_vector_cache"
    __table_args__ = _strict()
    block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    encoder: Mapped[str]
    vectors: Mapped[bytes]
    """384 whole numbers of one byte each for every claim."""
    digests: Mapped[bytes]
    """For every claim 8 bytes, of the text and its vector."""


class Fingerprint(Base):
    """Five words in a row, hashed to 63 bits, and where they begin in the latest text of an article (code points)."""

    __tablename__ = "fingerprint_cache"
    __table_args__ = ({"sqlite_strict": True, "sqlite_with_rowid": False},)
    hash: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Fingerprinted(Base):
    """An article whose text has fingerprints, and its outlet. `digest`: of the text, the first 8 bytes of its SHA-256."""

    __tablename__ = "fingerprinted_cache"
    __table_args__ = _strict()
    article: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    outlet: Mapped[int]
    digest: Mapped[bytes]


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

LOGGED: tuple[Table, ...] = tuple(t for t in Base.metadata.sorted_tables if "leaf" in t.c)
"""The logged tables, parents before children."""
