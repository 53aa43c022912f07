"""What is asked to read claims: all that hangs on them, the articles, sources and owners that they name. Plain SQL, for both databases.

It is sent by every command that shows a chain, and made anew in every process: put together of expressions it took as long as all its answers.
"""

from functools import cache

from claims.store.present import upto_in, withdrawn_in
from claims.store.stack import Part, Stack


def _event(column: str, table: str) -> str:
    """A column of the event that closed the row's transaction: the first event at or after the row."""
    return f"(SELECT event.{column} FROM event WHERE event.seq >= {table}.seq ORDER BY event.seq LIMIT 1)"


WHOSE = {"whose": "wanted.seq"}
PASSAGE = {f"passage_{column}": f"passage.{column}" for column in ("article", "start_at", "end_at", "exact", "prefix", "suffix")}  # fmt: skip

# The wanted rows come first, and SQLite keeps to the order of a CROSS JOIN: what is joined is looked up by its index.


def _of_claim(table: str, columns: str, passage: str | None = None) -> Part:
    """Rows that name their claim."""
    return _with(table, columns, f"wanted CROSS JOIN {table}", f"{table}.claim = wanted.seq", passage)


def _under(whole: str, table: str, column: str, columns: str, passage: str | None = None, **others: str) -> Part:
    """Rows that name a row of a claim: one of its reviews, appearances or attributions."""
    rows = f"wanted CROSS JOIN {whole} CROSS JOIN {table}"
    return _with(
        table, columns, rows, f"{whole}.claim = wanted.seq AND {table}.{column} = {whole}.seq", passage, **others
    )


def _with(table: str, columns: str, rows: str, where: str, passage: str | None, **others: str) -> Part:
    """These rows, with the passage that a column names."""
    if passage is not None:
        rows, others = f"{rows} LEFT JOIN passage ON passage.seq = {table}.{passage}", others | PASSAGE
    if table not in _PARTS_OF_VERSIONS:
        others |= {"withdrawn": withdrawn_in(table)}
    return Part(table, columns, f"{rows} WHERE {where} AND {upto_in(table)}", **others, **WHOSE)


_PARTS_OF_VERSIONS = {"evidence", "hedge", "dating"}
"""What nobody withdraws by itself."""


def _links(mine: str, theirs: str, *, outgoing: int) -> Part:
    """Links of a claim in one direction, with the other claim's text as it stands."""
    text = (
        "(SELECT later.text FROM claim AS later WHERE (later.seq = other.seq OR later.first = other.seq) "
        f"AND {upto_in('later')} AND {withdrawn_in('later')} = 0 ORDER BY later.version DESC LIMIT 1)"
    )
    return Part(
        "link", "seq number kind because",
        f"wanted CROSS JOIN link CROSS JOIN claim AS other WHERE link.{mine} = wanted.seq AND other.seq = link.{theirs} AND {upto_in('link')}",
        **WHOSE, withdrawn=withdrawn_in("link"), outgoing=str(outgoing),
        other_number="other.number", other_withdrawn=withdrawn_in("other"), other_text=text,
    )  # fmt: skip


def _speakers(mine: str, theirs: str) -> Part:
    """Who asserts the claims that this one contradicts."""
    return Part(
        "appearance", "seq first version stance",
        f"wanted CROSS JOIN link CROSS JOIN appearance CROSS JOIN source WHERE link.{mine} = wanted.seq AND link.kind = 'contradicts' "
        f"AND {upto_in('link')} AND appearance.claim = link.{theirs} AND source.seq = appearance.source AND {upto_in('appearance')}",
        **WHOSE, withdrawn=withdrawn_in("appearance"), link="link.number", source="source.number",
    )  # fmt: skip


@cache
def about_claims() -> Stack:
    """What hangs on the claims with these numbers (`numbers`), and the desk's rules. `whose`: the claim's first row."""
    return Stack(
        "wanted (seq) AS MATERIALIZED (SELECT claim.seq FROM {numbers} AS numbers CROSS JOIN claim WHERE claim.number = numbers.value)",
        "versions (seq, whose) AS MATERIALIZED (SELECT seq, seq FROM wanted "
        "UNION ALL SELECT claim.seq, wanted.seq FROM wanted CROSS JOIN claim WHERE claim.first = wanted.seq)",
        claim=Part(
            "claim", "seq first version number key text kind claimant due topics note by date because",
            "versions CROSS JOIN claim CROSS JOIN case_file "
            f"WHERE claim.seq = versions.seq AND case_file.seq = claim.case_file AND {upto_in('claim')}",
            whose="versions.whose", withdrawn=withdrawn_in("claim"), case_key="case_file.key", recorded=_event("at", "claim"), recorder=_event("who", "claim"),
        ),
        review=Part(
            "review", "seq number status said reliability credibility because reviewer date standing from_case override",
            "wanted CROSS JOIN review CROSS JOIN claim AS judged "
            f"WHERE review.claim = wanted.seq AND judged.seq = review.claim_version AND {upto_in('review')}",
            **WHOSE, withdrawn=withdrawn_in("review"), judged="judged.version", recorded=_event("at", "review"), closed=_event("seq", "review"),
        ),
        evidence=_under("review", "evidence", "review", "seq review side article appearance url note", "passage"),
        approval=_under("review", "approval", "review", "seq review by date because"),
        objection=_under("review", "objection", "review", "seq review by date because"),
        stage=_of_claim("stage_change", "seq stage because url"),
        appearance=_of_claim(
            "appearance", "seq first version number key source article read_in part wording stance knows named_as because", "wording"
        ),
        attribution=_of_claim("attribution", "seq first version number key downstream upstream manner basis cue read_in because", "cue"),
        decision=_of_claim("decision", "seq attribution verdict because"),
        appearance_hedge=_under("appearance", "hedge", "appearance_version", "seq scope text", "passage", of="hedge.appearance_version"),
        attribution_hedge=_under("attribution", "hedge", "attribution_version", "seq scope text", "passage", of="hedge.attribution_version"),
        appearance_dating=_under("appearance", "dating", "appearance_version", "seq value basis because", of="dating.appearance_version"),
        outgoing=_links("claim", "other", outgoing=1),
        incoming=_links("other", "claim", outgoing=0),
        outgoing_speaker=_speakers("claim", "other"),
        incoming_speaker=_speakers("other", "claim"),
        request=_of_claim("request", "seq first version number of date question answer answered by note"),
        rule=Part("rule", "seq first version name value", f"rule WHERE {upto_in('rule')}", withdrawn=withdrawn_in("rule"), whose="0"),
    )  # fmt: skip


def _versions(table: str, those: str) -> str:
    """The rows of these things, first ones and later versions, as `article_versions` or `source_versions`."""
    return (
        f"{table}_versions (seq) AS MATERIALIZED (SELECT number FROM {those} "
        f"UNION SELECT {table}.seq FROM {table} WHERE {table}.first {{in {those}.number}})"
    )


def _any_version(table: str) -> str:
    return f"{table} WHERE {table}.seq {{in {table}_versions.seq}} AND {upto_in(table)}"


SOURCE = Part(
    "source", "seq first version number name kind unnamed aliases zone", _any_version("source"), withdrawn=withdrawn_in("source")
)  # fmt: skip

TIE = Part(
    "tie", "seq kind other name since until",
    "tie LEFT JOIN source AS other ON other.seq = tie.other "
    f"WHERE tie.source_version {{in source_versions.seq}} AND {upto_in('tie')}",
    of="tie.source_version", other_number="other.number", other_name="other.name",
)  # fmt: skip


@cache
def named_things() -> Stack:
    """The articles and sources with these first rows (`articles`, `sources`): with originals of copies, outlets, and those that stand for merged ones."""
    held = (
        "(SELECT count(*) FROM (SELECT 1 FROM snapshot_body WHERE snapshot_body.sha256 = snapshot.sha256 "
        f"AND {upto_in('snapshot_body')} AND snapshot_body.text IS NOT NULL AND {withdrawn_in('snapshot_body')} = 0 LIMIT 1) AS one)"
    )
    return Stack(
        # UNION over the node alone: it ends on circles of copies.
        "named_articles (number) AS (SELECT value FROM {articles} AS numbers UNION SELECT article.copy_of FROM named_articles CROSS JOIN article "
        "WHERE (article.seq = named_articles.number OR article.first = named_articles.number) AND article.copy_of IS NOT NULL "
        f"AND {upto_in('article')})",
        _versions("article", "named_articles"),
        f"named_sources (number) AS (SELECT value FROM {{sources}} AS numbers UNION SELECT article.outlet FROM {_any_version('article')} "
        "UNION SELECT source_merge.merged_into FROM named_sources CROSS JOIN source_merge WHERE source_merge.source = named_sources.number)",
        _versions("source", "named_sources"),
        article=Part(
            "article", "seq first version number key outlet title url language copy_of basis because", _any_version("article"),
            withdrawn=withdrawn_in("article"),
        ),
        snapshot=Part(
            "snapshot", "seq article sha256 text_sha256",
            f"snapshot WHERE snapshot.article {{in named_articles.number}} AND {upto_in('snapshot')}",
            withdrawn=withdrawn_in("snapshot"), held=held,
        ),
        article_dating=Part(
            "dating", "seq value basis because",
            f"dating WHERE dating.article_version {{in article_versions.seq}} AND {upto_in('dating')}",
            of="dating.article_version",
        ),
        source=SOURCE,
        merge=Part(
            "source_merge", "seq source merged_into",
            f"source_merge WHERE source_merge.source {{in named_sources.number}} AND {upto_in('source_merge')}",
            withdrawn=withdrawn_in("source_merge"),
        ),
        tie=TIE,
    )  # fmt: skip


@cache
def owners() -> Stack:
    """Sources, by their first rows (`owned`), and all who own them."""
    return Stack(
        "owners (number) AS (SELECT value FROM {owned} AS numbers UNION SELECT tie.other FROM owners CROSS JOIN source CROSS JOIN tie "
        "WHERE (source.seq = owners.number OR source.first = owners.number) AND tie.source_version = source.seq "
        f"AND tie.kind = 'owner' AND tie.other IS NOT NULL AND {upto_in('tie')})",
        _versions("source", "owners"),
        source=SOURCE,
        tie=TIE,
    )
