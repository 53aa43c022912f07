"""Sources and articles as JSON: `source show --json`, `article show --json`."""

from dataclasses import asdict

from claims.overviews import ArticleRecord, SourceRecord


def source_record_json(record: SourceRecord) -> dict[str, object]:
    """A source, and what it passed on."""
    entry = {k: v for k, v in asdict(record.entry).items() if k != "line"}
    return {
        "id": record.id,
        "case": record.case,
        **entry,
        "merged": list(record.merged),
        "merged_into": record.merged_into,
        "articles": [{"id": id, "title": title} for id, title in record.articles],
        "passed_on": [asdict(step) for step in record.passed_on],
    }


def article_record_json(record: ArticleRecord) -> dict[str, object]:
    """An article, its readings, and what rests on it."""
    entry = {k: v for k, v in asdict(record.entry).items() if k not in {"line", "outlet", "copy_of"}}
    return {
        "id": record.id,
        "case": record.case,
        **entry,
        "outlet": record.outlet,
        "copy_of": record.copy_of,
        "copies": list(record.copies),
        "held": list(record.held),
        "claims": [{"id": id, "text": text} for id, text in record.claims],
    }
