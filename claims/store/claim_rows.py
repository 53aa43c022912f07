"""What is asked to read claims: all that hangs on them, the articles, sources and owners that they name. Plain SQL, for both databases.

It is sent by every command that shows a chain, and made anew in every process: put together of expressions it took as long as all its answers.
"""

from functools import cache

from claims.store.stack import Part, Stack

UPTO = "t.seq <= :upto"


def _withdrawn(row: str) -> str:
    """1 where the latest retraction withdraws the row, else 0, as present.withdrawn says it: one index look-up."""
    return f"coalesce((SELECT r.withdrawn FROM retraction r WHERE r.target = {row} AND r.seq <= :upto ORDER BY r.seq DESC LIMIT 1), 0)"


def _event(column: str) -> str:
    """A column of the event that closed the row's transaction: the first event at or after the row."""
    return f"(SELECT e.{column} FROM event e WHERE e.seq >= t.seq ORDER BY e.seq LIMIT 1)"


WITHDRAWN = {"withdrawn": _withdrawn("t.seq")}

PASSAGE = {
    f"passage_{column}": f"passage.{column}"
    for column in ("article", "start_at", "end_at", "exact", "prefix", "suffix")
}


def _read_at(column: str) -> str:
    """The passage that a column names."""
    return f"LEFT JOIN passage ON passage.seq = t.{column}"


# The wanted rows come first, and SQLite keeps to the order of a CROSS JOIN: what is joined is looked up by its index.


def _of_claim(table: str, passage: str | None = None) -> str:
    join = _read_at(passage) if passage is not None else ""
    return f"wanted CROSS JOIN {table} t {join} WHERE t.claim = wanted.seq AND {UPTO}"


def _under(whole: str, table: str, column: str, passage: str | None = None) -> str:
    """Rows that belong to rows of a claim: to its reviews, appearances or attributions."""
    join = _read_at(passage) if passage is not None else ""
    return (
        f"wanted CROSS JOIN {whole} whole CROSS JOIN {table} t {join} "
        f"WHERE whole.claim = wanted.seq AND t.{column} = whole.seq AND {UPTO}"
    )


def _links(mine: str, theirs: str, *, outgoing: int) -> Part:
    """Links of a claim in one direction, with the other claim's text as it stands."""
    text = (
        "(SELECT later.text FROM claim later WHERE (later.seq = other.seq OR later.first = other.seq) AND later.seq <= :upto "
        f"AND {_withdrawn('later.seq')} = 0 ORDER BY later.version DESC LIMIT 1)"
    )
    return Part(
        "seq number kind because",
        f"wanted CROSS JOIN link t CROSS JOIN claim other WHERE t.{mine} = wanted.seq AND other.seq = t.{theirs} AND {UPTO}",
        **WITHDRAWN, whose="wanted.seq", outgoing=str(outgoing), other_number="other.number", other_withdrawn=_withdrawn("other.seq"), other_text=text,
    )  # fmt: skip


def _speakers(mine: str, theirs: str) -> Part:
    """Who asserts the claims that this one contradicts."""
    return Part(
        "seq first version stance",
        f"wanted CROSS JOIN link CROSS JOIN appearance t CROSS JOIN source WHERE link.{mine} = wanted.seq AND link.kind = 'contradicts' "
        f"AND link.seq <= :upto AND t.claim = link.{theirs} AND source.seq = t.source AND {UPTO}",
        **WITHDRAWN, whose="wanted.seq", link="link.number", source="source.number",
    )  # fmt: skip


@cache
def about_claims() -> Stack:
    """What hangs on the claims with these numbers (`numbers`), and the desk's rules. `whose`: the claim's first row."""
    mine = {"whose": "wanted.seq"}
    return Stack(
        "wanted (seq) AS MATERIALIZED (SELECT claim.seq FROM {numbers} numbers CROSS JOIN claim WHERE claim.number = numbers.value)",
        "versions (seq, whose) AS MATERIALIZED (SELECT seq, seq FROM wanted "
        "UNION ALL SELECT claim.seq, wanted.seq FROM wanted CROSS JOIN claim WHERE claim.first = wanted.seq)",
        claim=Part(
            "seq first version number key text kind claimant due topics note by date because",
            f"versions CROSS JOIN claim t CROSS JOIN case_file WHERE t.seq = versions.seq AND case_file.seq = t.case_file AND {UPTO}",
            **WITHDRAWN, whose="versions.whose", case_key="case_file.key", recorded=_event("at"), recorder=_event("who"),
        ),
        review=Part(
            "seq number status said reliability credibility because reviewer date standing from_case override",
            f"wanted CROSS JOIN review t CROSS JOIN claim judged WHERE t.claim = wanted.seq AND judged.seq = t.claim_version AND {UPTO}",
            **WITHDRAWN, **mine, judged="judged.version", recorded=_event("at"), closed=_event("seq"),
        ),
        evidence=Part("seq review side article appearance url note", _under("review", "evidence", "review", "passage"), **PASSAGE, **mine),
        approval=Part("seq review by date because", _under("review", "approval", "review"), **WITHDRAWN, **mine),
        objection=Part("seq review by date because", _under("review", "objection", "review"), **WITHDRAWN, **mine),
        stage=Part("seq stage because url", _of_claim("stage_change"), **WITHDRAWN, **mine),
        appearance=Part(
            "seq first version number key source article read_in part wording stance knows named_as because",
            _of_claim("appearance", "wording"), **WITHDRAWN, **PASSAGE, **mine,
        ),
        attribution=Part(
            "seq first version number key downstream upstream manner basis cue read_in because",
            _of_claim("attribution", "cue"), **WITHDRAWN, **PASSAGE, **mine,
        ),
        decision=Part("seq attribution verdict because", _of_claim("decision"), **WITHDRAWN, **mine),
        appearance_hedge=Part(
            "seq scope text", _under("appearance", "hedge", "appearance_version", "passage"), of="t.appearance_version", **PASSAGE, **mine
        ),
        attribution_hedge=Part(
            "seq scope text", _under("attribution", "hedge", "attribution_version", "passage"), of="t.attribution_version", **PASSAGE, **mine
        ),
        appearance_dating=Part(
            "seq value basis because", _under("appearance", "dating", "appearance_version", "passage"), of="t.appearance_version", **PASSAGE, **mine
        ),
        outgoing=_links("claim", "other", outgoing=1),
        incoming=_links("other", "claim", outgoing=0),
        outgoing_speaker=_speakers("claim", "other"),
        incoming_speaker=_speakers("other", "claim"),
        request=Part("seq first version number of date question answer answered by note", _of_claim("request"), **WITHDRAWN, **mine),
        rule=Part("seq first version name value", f"rule t WHERE {UPTO}", **WITHDRAWN, whose="0"),
    )  # fmt: skip


def _versions(table: str, those: str) -> str:
    """The rows of these things: first ones and later versions."""
    return (
        f"versions (seq) AS MATERIALIZED (SELECT number FROM {those} "
        f"UNION SELECT t.seq FROM {those} CROSS JOIN {table} t WHERE t.first = {those}.number)"
    )


@cache
def named_articles() -> Stack:
    """Articles, by `wanted` (`article.seq`), with the originals of copies."""
    return Stack(
        # UNION over the node alone: it ends on circles of copies.
        "articles (number) AS (SELECT value FROM {wanted} numbers UNION SELECT t.copy_of FROM articles CROSS JOIN article t "
        f"WHERE (t.seq = articles.number OR t.first = articles.number) AND t.copy_of IS NOT NULL AND {UPTO})",
        _versions("article", "articles"),
        article=Part(
            "seq first version number key outlet title url language copy_of basis because",
            f"versions CROSS JOIN article t WHERE t.seq = versions.seq AND {UPTO}", **WITHDRAWN,
        ),
        snapshot=Part(
            "seq article sha256 text_sha256",
            f"articles CROSS JOIN snapshot t WHERE t.article = articles.number AND {UPTO}",
            **WITHDRAWN,
            held="(SELECT count(*) FROM (SELECT 1 FROM snapshot_body body WHERE body.sha256 = t.sha256 AND body.seq <= :upto "
            f"AND body.text IS NOT NULL AND {_withdrawn('body.seq')} = 0 LIMIT 1) one)",
        ),
        article_dating=Part(
            "seq value basis because",
            f"versions CROSS JOIN dating t WHERE t.article_version = versions.seq AND {UPTO}", of="t.article_version",
        ),
    )  # fmt: skip


SOURCE = Part(
    "seq first version number name kind unnamed aliases zone",
    f"versions CROSS JOIN source t WHERE t.seq = versions.seq AND {UPTO}",
    **WITHDRAWN,
)

TIE = Part(
    "seq kind other name since until",
    f"versions CROSS JOIN tie t LEFT JOIN source other ON other.seq = t.other WHERE t.source_version = versions.seq AND {UPTO}",
    of="t.source_version",
    other_number="other.number",
    other_name="other.name",
)


@cache
def named_sources() -> Stack:
    """Sources, by `wanted` (`source.seq`), with those that stand for them since they were merged."""
    return Stack(
        "sources (number) AS (SELECT value FROM {wanted} numbers "
        "UNION SELECT t.merged_into FROM sources CROSS JOIN source_merge t WHERE t.source = sources.number)",
        _versions("source", "sources"),
        source=SOURCE,
        merge=Part(
            "seq source merged_into",
            f"sources CROSS JOIN source_merge t WHERE t.source = sources.number AND {UPTO}",
            **WITHDRAWN,
        ),
        tie=TIE,
    )


@cache
def owners() -> Stack:
    """Sources, by `wanted` (`source.seq`), and all who own them."""
    return Stack(
        "owners (number) AS (SELECT value FROM {wanted} numbers UNION "
        "SELECT t.other FROM owners CROSS JOIN source CROSS JOIN tie t WHERE (source.seq = owners.number OR source.first = owners.number) "
        f"AND t.source_version = source.seq AND t.kind = 'owner' AND t.other IS NOT NULL AND {UPTO})",
        _versions("source", "owners"),
        source=SOURCE,
        tie=TIE,
    )
