"""What another desk's database holds, looked at before anything of it is taken in: its log whole, and grown out of what was seen of it before."""

from collections.abc import Mapping
from pathlib import Path

from claims.entries import CaseEntry
from claims.errors import OtherLogBroken, OtherLogRewritten, UnknownWord
from claims.records import LogHead
from claims.services.reporting import case_entries
from claims.store.elsewhere import reading_elsewhere
from claims.store.ledger import log_head
from claims.store.verify import Progress, verify
from claims.values import value


@value
class OtherDesk:
    """A database of theirs that is in order."""

    head: LogHead
    seen: LogHead | None
    """Its log when something was last taken in from it."""
    cases: tuple[CaseEntry, ...]


def look_into(file: Path, case: str | None, known: Mapping[str, LogHead], progress: Progress) -> OtherDesk:
    """Verify their log and read its live cases, or the one of a key. `known`: by origin, the logs as something was last taken in from them."""
    with reading_elsewhere(file) as session:
        try:
            head = log_head(session.connection)
        except ValueError:
            raise OtherLogBroken(str(file), "its head does not fit its size") from None
        before = known.get(head.origin)
        found = verify(session, before, progress=progress)
        if broken := [one for one in found.found if one.kind not in {"cache", "since"}]:
            raise OtherLogBroken(str(file), broken[0].says)
        if rewritten := [one for one in found.found if one.kind == "since"]:
            raise OtherLogRewritten(str(file), rewritten[0].says)
        cases = tuple(case_entries(session))
    if case is not None and case not in {entry.key for entry in cases}:
        raise UnknownWord("case of that database", case, [entry.key for entry in cases])
    return OtherDesk(head, before, tuple(entry for entry in cases if case in {None, entry.key}))
