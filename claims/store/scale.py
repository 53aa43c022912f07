"""The rating scale and the desk's rules as they stand: data, not code."""

from dataclasses import dataclass

import orjson
from sqlalchemy import select

from claims.store.caches import present_rules
from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import ScaleLabel


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the scale; `rating` is the ClaimReview value, None off the true-false line."""

    label: str
    names: dict[str, str]
    definition: str
    rating: int | None
    retired_on: str | None

    def name(self, language: str = "en") -> str:
        return self.names.get(language) or self.names.get("en") or self.label


def labels(session: Session) -> dict[str, Label]:
    """The scale's labels in its order, retired ones too."""
    columns = [c for c in ScaleLabel.__table__.c if c.name not in {"leaf", "salt"}]
    rows = session.connection.execute(
        select(*columns, withdrawn(ScaleLabel.seq)).where(ScaleLabel.seq <= session.upto), {"upto": session.upto}
    ).all()
    live = sorted(standing(rows).values(), key=lambda r: r.position)
    return {
        r.label: Label(r.label, orjson.loads(r.names or "{}"), r.definition or "", r.rating, r.retired_on) for r in live
    }


def rules(session: Session) -> dict[str, str]:
    """The desk's rules by name."""
    return present_rules(session.connection, session.upto)
