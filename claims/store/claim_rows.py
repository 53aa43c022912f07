"""The rows of some claims that caches are made from: what each says, where it stands, how it was judged."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Connection

from claims.store.present import WITHDRAWN, standing_tuples
from claims.store.tuples import Values, tuples

_VERSION = (
    f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.number, t.case_file, t.text, t.kind, t.claimant, t.topics "
    "FROM claim t"
)
_VERSIONS = f"{_VERSION} WHERE t.seq {{}} UNION ALL {_VERSION} WHERE t.first {{}}"
_APPEARANCES = (
    f"SELECT t.seq, t.first, t.version, {WITHDRAWN}, t.claim, t.source, p.exact, t.named_as, t.because "
    "FROM appearance t LEFT JOIN passage p ON p.seq = t.wording WHERE t.claim {}"
)
_REVIEWS = (
    f"SELECT t.claim, t.seq, t.status, t.reviewer, t.standing, {WITHDRAWN}, t.because FROM review t WHERE t.claim {{}}"
)


class ClaimRows:
    """Rows of claims (`seq` of first rows) as plain tuples; each kind is read when it is first asked for, and once."""

    def __init__(self, connection: Connection, claims: Sequence[int]) -> None:
        self.connection, self.claims = connection, claims

    @cached_property
    def versions(self) -> list[Values]:
        """Seq, first, version, withdrawn, number, case, text, kind, claimant, topics; withdrawn ones too, in no order."""
        return tuples(self.connection, _VERSIONS, self.claims, self.claims)

    @cached_property
    def live(self) -> dict[int, Values]:
        """Of each live claim the version that stands."""
        return standing_tuples(self.versions)

    @cached_property
    def appearances(self) -> dict[int, Values]:
        """Of each live appearance the version that stands: seq, first, version, withdrawn, claim, source, wording, what it is named as, reason."""
        return standing_tuples(tuples(self.connection, _APPEARANCES, self.claims))

    @cached_property
    def reviews(self) -> list[Values]:
        """Claim, seq, status, reviewer, standing, withdrawn, reason."""
        return tuples(self.connection, _REVIEWS, self.claims)
