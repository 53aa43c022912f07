"""The rating scale and the desk's rules as they stand: data, not code."""

import orjson
from sqlalchemy import select

from claims.records import Label
from claims.store.caches import present_rules
from claims.store.engine import Session
from claims.store.present import standing, withdrawn
from claims.store.tables import ScaleLabel


def labels(session: Session) -> dict[str, Label]:
    """The scale's labels in its order, retired ones too."""
    columns = [c for c in ScaleLabel.c if c.name not in {"leaf", "salt"}]
    rows = session.connection.execute(
        select(*columns, withdrawn(ScaleLabel.c.seq)).where(ScaleLabel.c.seq <= session.upto), {"upto": session.upto}
    ).all()
    live = sorted(standing(rows).values(), key=lambda r: r.position)
    return {
        r.label: Label(r.label, orjson.loads(r.names or "{}"), r.definition or "", r.rating, r.retired_on) for r in live
    }


def rules(session: Session) -> dict[str, str]:
    """The desk's rules by name."""
    return present_rules(session.connection, session.upto)
