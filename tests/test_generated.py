"""The generated claims of benchmarks and gates."""

from collections import Counter

import generated

from claims.casefile import read_case
from claims.exports.casefile import case_yaml


def test_the_same_for_the_same_seed() -> None:
    """Two runs with one seed make the same claims; another seed makes others; a case does not depend on how many follow it."""
    once = list(generated.cases(50, seed=3, size=20))
    assert once == list(generated.cases(50, seed=3, size=20))
    assert once != list(generated.cases(50, seed=4, size=20))
    assert once[:2] == list(generated.cases(40, seed=3, size=20))
    assert [len(case.claims) for case in once] == [20, 20, 10]


def test_what_is_generated_is_a_case() -> None:
    """Its case file is read back as it was made."""
    (case,) = generated.cases(30)
    assert read_case("".join(case_yaml(case)).encode(), "generated.yaml") == case


def test_every_shape_is_there() -> None:
    """About four appearances a claim; some lines of fifty, a fan of a thousand, diamonds and circles."""
    (case,) = generated.cases(1_000)
    sizes = Counter(len(claim.appearances) for claim in case.claims)
    assert {generated.LINE, generated.FAN + 1} <= sizes.keys()
    assert 3.5 < sum(n * count for n, count in sizes.items()) / len(case.claims) < 5.5
    hops = [{(hop.downstream, hop.upstream) for hop in claim.attributions} for claim in case.claims]
    assert sum({("p3", "p1"), ("p3", "p2")} <= one for one in hops) == 20
    assert sum({("p0", "p2"), ("p1", "p0"), ("p2", "p1")} <= one for one in hops) == 20
