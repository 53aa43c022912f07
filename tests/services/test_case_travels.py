"""A case travels: exported, taken in by an empty database and exported again it is the same, byte for byte."""

from __future__ import annotations

from service_desk import MakeDesk, ServiceDesk


def test_seed(desk: ServiceDesk, make_desk: MakeDesk, seed_case: str) -> None:
    """The shipped case comes out of two databases, one after the other, with the same bytes."""
    desk.take_in(seed_case)
    written = desk.export()
    other = make_desk()
    other.take_in(written)
    assert other.export() == written
    with desk.changes_nothing(), other.changes_nothing():
        desk.take_in(seed_case)
        other.take_in(seed_case)
        desk.take_in(written)
        other.take_in(written)
