"""The first schema: the whole store."""

import sqlalchemy as sa
from alembic import op

from claims.store.triggers import guard, unguard

revision = "0001"
down_revision = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TERM = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


# Parents before children.
TABLES = (
    "case_file",
    "claim_now_cache",
    "claim_source_cache",
    "claim_vector_cache",
    "event",
    "fingerprint_cache",
    "fingerprinted_cache",
    "folding_cache",
    "log_head",
    "log_origin",
    "posting_cache",
    "redaction",
    "rule",
    "scale_label",
    "search_doc_cache",
    "search_total_cache",
    "snapshot_body",
    "source_name_cache",
    "source_now_cache",
    "intake",
    "source",
    "article",
    "claim",
    "grade",
    "intake_item",
    "source_merge",
    "tie",
    "link",
    "request",
    "retraction",
    "review",
    "snapshot",
    "stage_change",
    "approval",
    "machine_reading",
    "objection",
    "passage",
    "appearance",
    "suggestion",
    "attribution",
    "dating",
    "evidence",
    "suggestion_decision",
    "suggestion_part",
    "decision",
    "hedge",
)


# For people who open the database with other programs (datasette, psql): the latest version of what was not withdrawn, in words.
LIVE = """COALESCE((SELECT r.withdrawn FROM retraction r WHERE r.target = {row} ORDER BY r.seq DESC LIMIT 1), 0) = 0"""
NOW = """
    COALESCE(t.first, t.seq) = f.seq AND {live_t} AND {live_f}
    AND NOT EXISTS (SELECT 1 FROM {table} n WHERE n.first = f.seq AND n.version > t.version
                    AND COALESCE((SELECT r.withdrawn FROM retraction r WHERE r.target = n.seq ORDER BY r.seq DESC LIMIT 1), 0) = 0)
"""


def _now(table: str) -> str:
    return NOW.format(table=table, live_t=LIVE.format(row="t.seq"), live_f=LIVE.format(row="f.seq"))


VIEWS = (
    """CREATE VIEW claim_view AS
    SELECT 'C-' || c.number AS id, c.text, c.kind, c.status,
           CASE c.reviewed WHEN 1 THEN 'reviewed' ELSE 'nobody has looked yet' END AS looked, c.stage, s.name AS claimant, c.version
    FROM claim_now_cache c LEFT JOIN source_now_cache s ON s.source = c.claimant""",
    f"""CREATE VIEW appearance_view AS
    SELECT 'P-' || f.number AS id, 'C-' || c.number AS claim, s.name AS source, a.title AS article, t.part, p.exact AS wording, t.stance, t.knows
    FROM appearance t JOIN appearance f ON {_now("appearance")}
    JOIN claim_now_cache c ON c.claim = f.claim LEFT JOIN source_now_cache s ON s.source = t.source
    LEFT JOIN article a ON a.seq = t.article LEFT JOIN passage p ON p.seq = t.wording""",
    f"""CREATE VIEW attribution_view AS
    SELECT 'H-' || f.number AS id, 'C-' || c.number AS claim, 'P-' || d.number AS downstream, 'P-' || u.number AS upstream,
           t.manner, t.basis, p.exact AS cue, t.because
    FROM attribution t JOIN attribution f ON {_now("attribution")}
    JOIN claim_now_cache c ON c.claim = f.claim JOIN appearance d ON d.seq = t.downstream JOIN appearance u ON u.seq = t.upstream
    LEFT JOIN passage p ON p.seq = t.cue""",
    f"""CREATE VIEW review_view AS
    SELECT 'R-' || t.number AS id, 'C-' || c.number AS claim, t.status, t.because, t.reviewer, t.date, t.standing
    FROM review t JOIN claim_now_cache c ON c.claim = t.claim WHERE {LIVE.format(row="t.seq")}""",
)


def upgrade() -> None:
    _tables()
    for statement in VIEWS:
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_context().dialect.name
    for view in ("review_view", "attribution_view", "appearance_view", "claim_view"):
        op.execute(f"DROP VIEW {view}")
    for table in reversed(TABLES):
        for statement in unguard(dialect, table):
            op.execute(statement)
        op.drop_table(table)


def _guarded(table: sa.Table, *, redactable: tuple[str, ...]) -> None:
    """A logged table gets its triggers as soon as it is there."""
    columns = [c.name for c in table.columns]
    for statement in guard(op.get_context().dialect.name, table.name, columns, redactable):
        op.execute(statement)


def _tables() -> None:  # noqa: PLR0915 - one statement a table and index
    _guarded(
        op.create_table(
            "case_file",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=False),
            sa.Column("title", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_case_file"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_case_file_first_has_version_1")),
            sa.ForeignKeyConstraint(["first"], ["case_file.seq"], name="fk_case_file_first"),
            sqlite_strict=True,
        ),
        redactable=("title",),
    )
    op.create_index("ix_case_file_key", "case_file", ["key"])
    op.create_index("uq_case_file_first_version", "case_file", ["first", "version"], unique=True)
    op.create_table(
        "claim_now_cache",
        sa.Column("claim", WHOLE, nullable=False, autoincrement=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("case_file", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claimant", WHOLE, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reviewed", WHOLE, nullable=False),
        sa.Column("review", WHOLE, nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim", name="pk_claim_now_cache"),
        sqlite_strict=True,
    )
    op.create_index("ix_claim_now_cache_case_file_number", "claim_now_cache", ["case_file", "number"])
    op.create_index("ix_claim_now_cache_claimant_number", "claim_now_cache", ["claimant", "number"])
    op.create_index("ix_claim_now_cache_reviewed_number", "claim_now_cache", ["reviewed", "number"])
    op.create_index("ix_claim_now_cache_stage_number", "claim_now_cache", ["stage", "number"])
    op.create_index("ix_claim_now_cache_status_number", "claim_now_cache", ["status", "number"])
    op.create_index("uq_claim_now_cache_number", "claim_now_cache", ["number"], unique=True)
    op.create_table(
        "claim_source_cache",
        sa.Column("source", WHOLE, nullable=False, autoincrement=False),
        sa.Column("claim", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("source", "claim", name="pk_claim_source_cache"),
        sqlite_strict=True,
    )
    op.create_index("ix_claim_source_cache_claim", "claim_source_cache", ["claim"])
    op.create_table(
        "claim_vector_cache",
        sa.Column("block", WHOLE, nullable=False, autoincrement=False),
        sa.Column("encoder", sa.Text(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block", name="pk_claim_vector_cache"),
        sqlite_strict=True,
    )
    _guarded(
        op.create_table(
            "event",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("number", WHOLE, nullable=False),
            sa.Column("begins", WHOLE, nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("at", sa.Text(), nullable=False),
            sa.Column("program", sa.Text(), nullable=False),
            sa.Column("who", sa.Text(), nullable=True),
            sa.Column("why", sa.Text(), nullable=True),
            sa.Column("what", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_event"),
            sa.UniqueConstraint("number", name="uq_event_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "who",
            "why",
            "what",
        ),
    )
    op.create_index("ix_event_at", "event", ["at"])
    op.create_table(
        "fingerprint_cache",
        sa.Column("hash", WHOLE, nullable=False, autoincrement=False),
        sa.Column("article", WHOLE, nullable=False, autoincrement=False),
        sa.Column("position", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("hash", "article", "position", name="pk_fingerprint_cache"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_cache_article", "fingerprint_cache", ["article"])
    op.create_table(
        "fingerprinted_cache",
        sa.Column("article", WHOLE, nullable=False, autoincrement=False),
        sa.Column("outlet", WHOLE, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_fingerprinted_cache"),
        sqlite_strict=True,
    )
    op.create_table(
        "folding_cache",
        sa.Column("id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("folding", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_folding_cache"),
        sa.CheckConstraint("id = 1", name=op.f("ck_folding_cache_one_row")),
        sqlite_strict=True,
    )
    op.create_table(
        "log_head",
        sa.Column("id", WHOLE, nullable=False, autoincrement=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("frontier", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_head"),
        sa.CheckConstraint("id = 1", name=op.f("ck_log_head_one_row")),
        sqlite_strict=True,
    )
    _guarded(
        op.create_table(
            "log_origin",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("origin", sa.Text(), nullable=False),
            sa.Column("leaf_format", WHOLE, nullable=False),
            sa.PrimaryKeyConstraint("seq", name="pk_log_origin"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_table(
        "posting_cache",
        sa.Column("term", TERM, nullable=False, autoincrement=False),
        sa.Column("doc", WHOLE, nullable=False, autoincrement=False),
        sa.Column("count", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("term", "doc", name="pk_posting_cache"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_posting_cache_doc_count", "posting_cache", ["doc", "count"])
    _guarded(
        op.create_table(
            "redaction",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("target", WHOLE, nullable=False),
            sa.Column("table_name", sa.Text(), nullable=False),
            sa.Column("commitments", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("seq", name="pk_redaction"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_index("ix_redaction_target", "redaction", ["target"])
    _guarded(
        op.create_table(
            "rule",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("value", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_rule"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_rule_first_has_version_1")),
            sa.ForeignKeyConstraint(["first"], ["rule.seq"], name="fk_rule_first"),
            sqlite_strict=True,
        ),
        redactable=("value",),
    )
    op.create_index("ix_rule_name", "rule", ["name"])
    op.create_index("uq_rule_first_version", "rule", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "scale_label",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("label", sa.Text(), nullable=False),
            sa.Column("position", WHOLE, nullable=False),
            sa.Column("names", sa.Text(), nullable=True),
            sa.Column("definition", sa.Text(), nullable=True),
            sa.Column("rating", WHOLE, nullable=True),
            sa.Column("retired_on", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_scale_label"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_scale_label_first_has_version_1")),
            sa.ForeignKeyConstraint(["first"], ["scale_label.seq"], name="fk_scale_label_first"),
            sqlite_strict=True,
        ),
        redactable=(
            "names",
            "definition",
        ),
    )
    op.create_index("ix_scale_label_label", "scale_label", ["label"])
    op.create_index("uq_scale_label_first_version", "scale_label", ["first", "version"], unique=True)
    op.create_table(
        "search_doc_cache",
        sa.Column("doc", WHOLE, nullable=False, autoincrement=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("claim", WHOLE, nullable=True),
        sa.Column("length", WHOLE, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("doc", name="pk_search_doc_cache"),
        sqlite_strict=True,
    )
    op.create_index("ix_search_doc_cache_claim", "search_doc_cache", ["claim"])
    op.create_table(
        "search_total_cache",
        sa.Column("kind", sa.Text(), nullable=False, autoincrement=False),
        sa.Column("docs", WHOLE, nullable=False),
        sa.Column("words", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("kind", name="pk_search_total_cache"),
        sqlite_strict=True,
    )
    _guarded(
        op.create_table(
            "snapshot_body",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("sha256", sa.Text(), nullable=False),
            sa.Column("text_sha256", sa.Text(), nullable=False),
            sa.Column("length", WHOLE, nullable=False),
            sa.Column("reader", sa.Text(), nullable=False),
            sa.Column("content", sa.LargeBinary(), nullable=True),
            sa.Column("text", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_snapshot_body"),
            sqlite_strict=True,
        ),
        redactable=(
            "content",
            "text",
        ),
    )
    op.create_index("ix_snapshot_body_sha256", "snapshot_body", ["sha256"])
    op.create_table(
        "source_name_cache",
        sa.Column("folded", sa.Text(), nullable=False, autoincrement=False),
        sa.Column("source", WHOLE, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("folded", "source", name="pk_source_name_cache"),
        sqlite_strict=True,
    )
    op.create_index("ix_source_name_cache_source", "source_name_cache", ["source"])
    op.create_table(
        "source_now_cache",
        sa.Column("source", WHOLE, nullable=False, autoincrement=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("case_file", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unnamed", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_source_now_cache"),
        sqlite_strict=True,
    )
    op.create_index("ix_source_now_cache_case_file", "source_now_cache", ["case_file"])
    op.create_index("uq_source_now_cache_number", "source_now_cache", ["number"], unique=True)
    _guarded(
        op.create_table(
            "intake",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("case_file", WHOLE, nullable=False),
            sa.Column("sha256", sa.Text(), nullable=False),
            sa.Column("trusted", WHOLE, nullable=False),
            sa.Column("log_origin", sa.Text(), nullable=True),
            sa.Column("log_size", WHOLE, nullable=True),
            sa.Column("log_root", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_intake"),
            sa.ForeignKeyConstraint(["case_file"], ["case_file.seq"], name="fk_intake_case_file"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_index("ix_intake_case_file", "intake", ["case_file"])
    _guarded(
        op.create_table(
            "source",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("case_file", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=True),
            sa.Column("name", sa.Text(), nullable=True),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("unnamed", WHOLE, nullable=False),
            sa.Column("aliases", sa.Text(), nullable=True),
            sa.Column("country", sa.Text(), nullable=True),
            sa.Column("zone", sa.Text(), nullable=True),
            sa.Column("language", sa.Text(), nullable=True),
            sa.Column("url", sa.Text(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_source"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_source_first_has_version_1")),
            sa.ForeignKeyConstraint(["case_file"], ["case_file.seq"], name="fk_source_case_file"),
            sa.ForeignKeyConstraint(["first"], ["source.seq"], name="fk_source_first"),
            sa.UniqueConstraint("number", name="uq_source_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "key",
            "name",
            "aliases",
            "url",
            "note",
        ),
    )
    op.create_index("ix_source_case_file", "source", ["case_file"])
    op.create_index("ix_source_key", "source", ["key"])
    op.create_index("uq_source_first_version", "source", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "article",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("case_file", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=True),
            sa.Column("outlet", WHOLE, nullable=False),
            sa.Column("title", sa.Text(), nullable=True),
            sa.Column("url", sa.Text(), nullable=True),
            sa.Column("language", sa.Text(), nullable=True),
            sa.Column("byline", sa.Text(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.Column("copy_of", WHOLE, nullable=True),
            sa.Column("basis", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_article"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_article_first_has_version_1")),
            sa.ForeignKeyConstraint(["case_file"], ["case_file.seq"], name="fk_article_case_file"),
            sa.ForeignKeyConstraint(["copy_of"], ["article.seq"], name="fk_article_copy_of"),
            sa.ForeignKeyConstraint(["first"], ["article.seq"], name="fk_article_first"),
            sa.ForeignKeyConstraint(["outlet"], ["source.seq"], name="fk_article_outlet"),
            sa.UniqueConstraint("number", name="uq_article_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "key",
            "title",
            "url",
            "byline",
            "note",
            "because",
        ),
    )
    op.create_index("ix_article_case_file", "article", ["case_file"])
    op.create_index("ix_article_copy_of", "article", ["copy_of"])
    op.create_index("ix_article_outlet", "article", ["outlet"])
    op.create_index("uq_article_first_version", "article", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "claim",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("case_file", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=True),
            sa.Column("text", sa.Text(), nullable=True),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("claimant", WHOLE, nullable=True),
            sa.Column("due", sa.Text(), nullable=True),
            sa.Column("topics", sa.Text(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.Column("by", sa.Text(), nullable=True),
            sa.Column("date", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_claim"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_claim_first_has_version_1")),
            sa.ForeignKeyConstraint(["case_file"], ["case_file.seq"], name="fk_claim_case_file"),
            sa.ForeignKeyConstraint(["claimant"], ["source.seq"], name="fk_claim_claimant"),
            sa.ForeignKeyConstraint(["first"], ["claim.seq"], name="fk_claim_first"),
            sa.UniqueConstraint("number", name="uq_claim_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "key",
            "text",
            "topics",
            "note",
            "by",
            "because",
        ),
    )
    op.create_index("ix_claim_case_file", "claim", ["case_file"])
    op.create_index("ix_claim_claimant", "claim", ["claimant"])
    op.create_index("ix_claim_key", "claim", ["key"])
    op.create_index("uq_claim_first_version", "claim", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "grade",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("source", WHOLE, nullable=False),
            sa.Column("reliability", sa.Text(), nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.Column("by", sa.Text(), nullable=True),
            sa.Column("date", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_grade"),
            sa.ForeignKeyConstraint(["source"], ["source.seq"], name="fk_grade_source"),
            sqlite_strict=True,
        ),
        redactable=(
            "because",
            "by",
        ),
    )
    op.create_index("ix_grade_source", "grade", ["source"])
    _guarded(
        op.create_table(
            "intake_item",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("intake", WHOLE, nullable=False),
            sa.Column("case_file", WHOLE, nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("identity", sa.Text(), nullable=True),
            sa.Column("digest", sa.Text(), nullable=False),
            sa.Column("target", WHOLE, nullable=False),
            sa.PrimaryKeyConstraint("seq", name="pk_intake_item"),
            sa.ForeignKeyConstraint(["case_file"], ["case_file.seq"], name="fk_intake_item_case_file"),
            sa.ForeignKeyConstraint(["intake"], ["intake.seq"], name="fk_intake_item_intake"),
            sqlite_strict=True,
        ),
        redactable=("identity",),
    )
    op.create_index(
        "ix_intake_item_case_file_kind_identity_seq", "intake_item", ["case_file", "kind", "identity", "seq"]
    )
    _guarded(
        op.create_table(
            "source_merge",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("source", WHOLE, nullable=False),
            sa.Column("merged_into", WHOLE, nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_source_merge"),
            sa.ForeignKeyConstraint(["merged_into"], ["source.seq"], name="fk_source_merge_merged_into"),
            sa.ForeignKeyConstraint(["source"], ["source.seq"], name="fk_source_merge_source"),
            sqlite_strict=True,
        ),
        redactable=("because",),
    )
    op.create_index("ix_source_merge_merged_into", "source_merge", ["merged_into"])
    op.create_index("ix_source_merge_source", "source_merge", ["source"])
    _guarded(
        op.create_table(
            "tie",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("source_version", WHOLE, nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("other", WHOLE, nullable=True),
            sa.Column("name", sa.Text(), nullable=True),
            sa.Column("since", sa.Text(), nullable=True),
            sa.Column("until", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_tie"),
            sa.ForeignKeyConstraint(["other"], ["source.seq"], name="fk_tie_other"),
            sa.ForeignKeyConstraint(["source_version"], ["source.seq"], name="fk_tie_source_version"),
            sqlite_strict=True,
        ),
        redactable=("name",),
    )
    op.create_index("ix_tie_other", "tie", ["other"])
    op.create_index("ix_tie_source_version", "tie", ["source_version"])
    _guarded(
        op.create_table(
            "link",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("number", WHOLE, nullable=False),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("other", WHOLE, nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_link"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_link_claim"),
            sa.ForeignKeyConstraint(["other"], ["claim.seq"], name="fk_link_other"),
            sa.UniqueConstraint("number", name="uq_link_number"),
            sqlite_strict=True,
        ),
        redactable=("because",),
    )
    op.create_index("ix_link_claim", "link", ["claim"])
    op.create_index("ix_link_other", "link", ["other"])
    _guarded(
        op.create_table(
            "request",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("of", WHOLE, nullable=False),
            sa.Column("date", sa.Text(), nullable=True),
            sa.Column("question", sa.Text(), nullable=True),
            sa.Column("answer", sa.Text(), nullable=True),
            sa.Column("answered", sa.Text(), nullable=True),
            sa.Column("by", sa.Text(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_request"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_request_first_has_version_1")),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_request_claim"),
            sa.ForeignKeyConstraint(["first"], ["request.seq"], name="fk_request_first"),
            sa.ForeignKeyConstraint(["of"], ["source.seq"], name="fk_request_of"),
            sa.UniqueConstraint("number", name="uq_request_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "question",
            "answer",
            "by",
            "note",
        ),
    )
    op.create_index("ix_request_claim", "request", ["claim"])
    op.create_index("ix_request_of", "request", ["of"])
    op.create_index("uq_request_first_version", "request", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "retraction",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("target", WHOLE, nullable=False),
            sa.Column("withdrawn", WHOLE, nullable=False),
            sa.Column("claim", WHOLE, nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_retraction"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_retraction_claim"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_index("ix_retraction_claim", "retraction", ["claim"])
    op.create_index("ix_retraction_target_seq", "retraction", ["target", "seq"])
    _guarded(
        op.create_table(
            "review",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("number", WHOLE, nullable=False),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("claim_version", WHOLE, nullable=False),
            sa.Column("status", sa.Text(), nullable=False),
            sa.Column("said", sa.Text(), nullable=True),
            sa.Column("reliability", sa.Text(), nullable=True),
            sa.Column("credibility", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.Column("reviewer", sa.Text(), nullable=True),
            sa.Column("date", sa.Text(), nullable=True),
            sa.Column("standing", sa.Text(), nullable=False),
            sa.Column("from_case", sa.Text(), nullable=True),
            sa.Column("override", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_review"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_review_claim"),
            sa.ForeignKeyConstraint(["claim_version"], ["claim.seq"], name="fk_review_claim_version"),
            sa.UniqueConstraint("number", name="uq_review_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "because",
            "reviewer",
            "override",
        ),
    )
    op.create_index("ix_review_claim", "review", ["claim"])
    _guarded(
        op.create_table(
            "snapshot",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("article", WHOLE, nullable=False),
            sa.Column("sha256", sa.Text(), nullable=False),
            sa.Column("text_sha256", sa.Text(), nullable=True),
            sa.Column("length", WHOLE, nullable=True),
            sa.Column("reader", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_snapshot"),
            sa.ForeignKeyConstraint(["article"], ["article.seq"], name="fk_snapshot_article"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_index("ix_snapshot_article", "snapshot", ["article"])
    op.create_index("ix_snapshot_sha256", "snapshot", ["sha256"])
    _guarded(
        op.create_table(
            "stage_change",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("stage", sa.Text(), nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.Column("url", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_stage_change"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_stage_change_claim"),
            sqlite_strict=True,
        ),
        redactable=(
            "because",
            "url",
        ),
    )
    op.create_index("ix_stage_change_claim", "stage_change", ["claim"])
    _guarded(
        op.create_table(
            "approval",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("review", WHOLE, nullable=False),
            sa.Column("by", sa.Text(), nullable=True),
            sa.Column("date", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_approval"),
            sa.ForeignKeyConstraint(["review"], ["review.seq"], name="fk_approval_review"),
            sqlite_strict=True,
        ),
        redactable=(
            "by",
            "because",
        ),
    )
    op.create_index("ix_approval_review", "approval", ["review"])
    _guarded(
        op.create_table(
            "machine_reading",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("article", WHOLE, nullable=False),
            sa.Column("snapshot", WHOLE, nullable=False),
            sa.Column("rules", sa.Text(), nullable=False),
            sa.Column("lexicon", sa.Text(), nullable=False),
            sa.Column("dateline_outlet", sa.Text(), nullable=True),
            sa.Column("dateline_start", WHOLE, nullable=True),
            sa.Column("dateline_end", WHOLE, nullable=True),
            sa.Column("taken_from", sa.Text(), nullable=True),
            sa.Column("taken_start", WHOLE, nullable=True),
            sa.Column("taken_end", WHOLE, nullable=True),
            sa.Column("written", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_machine_reading"),
            sa.ForeignKeyConstraint(["article"], ["article.seq"], name="fk_machine_reading_article"),
            sa.ForeignKeyConstraint(["snapshot"], ["snapshot.seq"], name="fk_machine_reading_snapshot"),
            sqlite_strict=True,
        ),
        redactable=(
            "dateline_outlet",
            "taken_from",
        ),
    )
    op.create_index("ix_machine_reading_article", "machine_reading", ["article"])
    _guarded(
        op.create_table(
            "objection",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("review", WHOLE, nullable=False),
            sa.Column("by", sa.Text(), nullable=True),
            sa.Column("date", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_objection"),
            sa.ForeignKeyConstraint(["review"], ["review.seq"], name="fk_objection_review"),
            sqlite_strict=True,
        ),
        redactable=(
            "by",
            "because",
        ),
    )
    op.create_index("ix_objection_review", "objection", ["review"])
    _guarded(
        op.create_table(
            "passage",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("article", WHOLE, nullable=False),
            sa.Column("snapshot", WHOLE, nullable=True),
            sa.Column("start_at", WHOLE, nullable=True),
            sa.Column("end_at", WHOLE, nullable=True),
            sa.Column("exact", sa.Text(), nullable=True),
            sa.Column("prefix", sa.Text(), nullable=True),
            sa.Column("suffix", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_passage"),
            sa.CheckConstraint("(start_at IS NULL) = (end_at IS NULL)", name=op.f("ck_passage_both_ends_or_none")),
            sa.ForeignKeyConstraint(["article"], ["article.seq"], name="fk_passage_article"),
            sa.ForeignKeyConstraint(["snapshot"], ["snapshot.seq"], name="fk_passage_snapshot"),
            sqlite_strict=True,
        ),
        redactable=(
            "exact",
            "prefix",
            "suffix",
        ),
    )
    op.create_index("ix_passage_article", "passage", ["article"])
    _guarded(
        op.create_table(
            "appearance",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=True),
            sa.Column("source", WHOLE, nullable=False),
            sa.Column("article", WHOLE, nullable=True),
            sa.Column("read_in", WHOLE, nullable=True),
            sa.Column("part", sa.Text(), nullable=True),
            sa.Column("wording", WHOLE, nullable=True),
            sa.Column("stance", sa.Text(), nullable=False),
            sa.Column("knows", sa.Text(), nullable=True),
            sa.Column("named_as", sa.Text(), nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_appearance"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_appearance_first_has_version_1")),
            sa.ForeignKeyConstraint(["article"], ["article.seq"], name="fk_appearance_article"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_appearance_claim"),
            sa.ForeignKeyConstraint(["first"], ["appearance.seq"], name="fk_appearance_first"),
            sa.ForeignKeyConstraint(["read_in"], ["article.seq"], name="fk_appearance_read_in"),
            sa.ForeignKeyConstraint(["source"], ["source.seq"], name="fk_appearance_source"),
            sa.ForeignKeyConstraint(["wording"], ["passage.seq"], name="fk_appearance_wording"),
            sa.UniqueConstraint("number", name="uq_appearance_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "key",
            "named_as",
            "because",
        ),
    )
    op.create_index("ix_appearance_article", "appearance", ["article"])
    op.create_index("ix_appearance_claim_seq", "appearance", ["claim", "seq"])
    op.create_index("ix_appearance_read_in", "appearance", ["read_in"])
    op.create_index("ix_appearance_source", "appearance", ["source"])
    op.create_index("uq_appearance_first_version", "appearance", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "suggestion",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("number", WHOLE, nullable=False),
            sa.Column("machine_reading", WHOLE, nullable=False),
            sa.Column("rule", sa.Text(), nullable=False),
            sa.Column("rule_version", sa.Text(), nullable=False),
            sa.Column("kind", sa.Text(), nullable=False),
            sa.Column("confidence", sa.Text(), nullable=False),
            sa.Column("gesture", WHOLE, nullable=False),
            sa.Column("parent", WHOLE, nullable=True),
            sa.Column("refers_to", WHOLE, nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_suggestion"),
            sa.ForeignKeyConstraint(["machine_reading"], ["machine_reading.seq"], name="fk_suggestion_machine_reading"),
            sa.ForeignKeyConstraint(["parent"], ["suggestion.seq"], name="fk_suggestion_parent"),
            sa.ForeignKeyConstraint(["refers_to"], ["suggestion.seq"], name="fk_suggestion_refers_to"),
            sa.UniqueConstraint("number", name="uq_suggestion_number"),
            sqlite_strict=True,
        ),
        redactable=(),
    )
    op.create_index("ix_suggestion_machine_reading", "suggestion", ["machine_reading"])
    _guarded(
        op.create_table(
            "attribution",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("first", WHOLE, nullable=True),
            sa.Column("version", WHOLE, nullable=False),
            sa.Column("number", WHOLE, nullable=True),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("key", sa.Text(), nullable=True),
            sa.Column("downstream", WHOLE, nullable=False),
            sa.Column("upstream", WHOLE, nullable=False),
            sa.Column("manner", sa.Text(), nullable=False),
            sa.Column("basis", sa.Text(), nullable=False),
            sa.Column("cue", WHOLE, nullable=True),
            sa.Column("read_in", WHOLE, nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_attribution"),
            sa.CheckConstraint("(first IS NULL) = (version = 1)", name=op.f("ck_attribution_first_has_version_1")),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_attribution_claim"),
            sa.ForeignKeyConstraint(["cue"], ["passage.seq"], name="fk_attribution_cue"),
            sa.ForeignKeyConstraint(["downstream"], ["appearance.seq"], name="fk_attribution_downstream"),
            sa.ForeignKeyConstraint(["first"], ["attribution.seq"], name="fk_attribution_first"),
            sa.ForeignKeyConstraint(["read_in"], ["article.seq"], name="fk_attribution_read_in"),
            sa.ForeignKeyConstraint(["upstream"], ["appearance.seq"], name="fk_attribution_upstream"),
            sa.UniqueConstraint("number", name="uq_attribution_number"),
            sqlite_strict=True,
        ),
        redactable=(
            "key",
            "because",
        ),
    )
    op.create_index("ix_attribution_claim_seq", "attribution", ["claim", "seq"])
    op.create_index("ix_attribution_downstream", "attribution", ["downstream"])
    op.create_index("ix_attribution_upstream", "attribution", ["upstream"])
    op.create_index("uq_attribution_first_version", "attribution", ["first", "version"], unique=True)
    _guarded(
        op.create_table(
            "dating",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("article_version", WHOLE, nullable=True),
            sa.Column("appearance_version", WHOLE, nullable=True),
            sa.Column("value", sa.Text(), nullable=False),
            sa.Column("basis", sa.Text(), nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.Column("passage", WHOLE, nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_dating"),
            sa.ForeignKeyConstraint(["appearance_version"], ["appearance.seq"], name="fk_dating_appearance_version"),
            sa.ForeignKeyConstraint(["article_version"], ["article.seq"], name="fk_dating_article_version"),
            sa.ForeignKeyConstraint(["passage"], ["passage.seq"], name="fk_dating_passage"),
            sqlite_strict=True,
        ),
        redactable=("because",),
    )
    op.create_index("ix_dating_appearance_version", "dating", ["appearance_version"])
    op.create_index("ix_dating_article_version", "dating", ["article_version"])
    _guarded(
        op.create_table(
            "evidence",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("review", WHOLE, nullable=False),
            sa.Column("side", sa.Text(), nullable=False),
            sa.Column("article", WHOLE, nullable=True),
            sa.Column("appearance", WHOLE, nullable=True),
            sa.Column("passage", WHOLE, nullable=True),
            sa.Column("url", sa.Text(), nullable=True),
            sa.Column("note", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_evidence"),
            sa.ForeignKeyConstraint(["appearance"], ["appearance.seq"], name="fk_evidence_appearance"),
            sa.ForeignKeyConstraint(["article"], ["article.seq"], name="fk_evidence_article"),
            sa.ForeignKeyConstraint(["passage"], ["passage.seq"], name="fk_evidence_passage"),
            sa.ForeignKeyConstraint(["review"], ["review.seq"], name="fk_evidence_review"),
            sqlite_strict=True,
        ),
        redactable=(
            "url",
            "note",
        ),
    )
    op.create_index("ix_evidence_appearance", "evidence", ["appearance"])
    op.create_index("ix_evidence_article", "evidence", ["article"])
    op.create_index("ix_evidence_review", "evidence", ["review"])
    _guarded(
        op.create_table(
            "suggestion_decision",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("suggestion", WHOLE, nullable=False),
            sa.Column("verdict", sa.Text(), nullable=False),
            sa.Column("claim", WHOLE, nullable=True),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_suggestion_decision"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_suggestion_decision_claim"),
            sa.ForeignKeyConstraint(["suggestion"], ["suggestion.seq"], name="fk_suggestion_decision_suggestion"),
            sqlite_strict=True,
        ),
        redactable=("because",),
    )
    op.create_index("ix_suggestion_decision_claim", "suggestion_decision", ["claim"])
    op.create_index("ix_suggestion_decision_suggestion", "suggestion_decision", ["suggestion"])
    _guarded(
        op.create_table(
            "suggestion_part",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("suggestion", WHOLE, nullable=False),
            sa.Column("role", sa.Text(), nullable=False),
            sa.Column("start_at", WHOLE, nullable=False),
            sa.Column("end_at", WHOLE, nullable=False),
            sa.Column("name", sa.Text(), nullable=True),
            sa.Column("kind", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_suggestion_part"),
            sa.ForeignKeyConstraint(["suggestion"], ["suggestion.seq"], name="fk_suggestion_part_suggestion"),
            sqlite_strict=True,
        ),
        redactable=("name",),
    )
    op.create_index("ix_suggestion_part_suggestion", "suggestion_part", ["suggestion"])
    _guarded(
        op.create_table(
            "decision",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("claim", WHOLE, nullable=False),
            sa.Column("attribution", WHOLE, nullable=False),
            sa.Column("verdict", sa.Text(), nullable=False),
            sa.Column("because", sa.Text(), nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_decision"),
            sa.ForeignKeyConstraint(["attribution"], ["attribution.seq"], name="fk_decision_attribution"),
            sa.ForeignKeyConstraint(["claim"], ["claim.seq"], name="fk_decision_claim"),
            sqlite_strict=True,
        ),
        redactable=("because",),
    )
    op.create_index("ix_decision_attribution", "decision", ["attribution"])
    op.create_index("ix_decision_claim", "decision", ["claim"])
    _guarded(
        op.create_table(
            "hedge",
            sa.Column("seq", WHOLE, nullable=False, autoincrement=False),
            sa.Column("leaf", sa.LargeBinary(), nullable=False),
            sa.Column("salt", sa.LargeBinary(), nullable=True),
            sa.Column("appearance_version", WHOLE, nullable=True),
            sa.Column("attribution_version", WHOLE, nullable=True),
            sa.Column("scope", sa.Text(), nullable=False),
            sa.Column("text", sa.Text(), nullable=True),
            sa.Column("passage", WHOLE, nullable=True),
            sa.PrimaryKeyConstraint("seq", name="pk_hedge"),
            sa.ForeignKeyConstraint(["appearance_version"], ["appearance.seq"], name="fk_hedge_appearance_version"),
            sa.ForeignKeyConstraint(["attribution_version"], ["attribution.seq"], name="fk_hedge_attribution_version"),
            sa.ForeignKeyConstraint(["passage"], ["passage.seq"], name="fk_hedge_passage"),
            sqlite_strict=True,
        ),
        redactable=("text",),
    )
    op.create_index("ix_hedge_appearance_version", "hedge", ["appearance_version"])
    op.create_index("ix_hedge_attribution_version", "hedge", ["attribution_version"])
