"""docs/findings.md: every code with its meaning, and examples that are taken in and looked at."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL

from claims.casefile import read_case
from claims.chains.findings import CHECKS, DEFAULTS
from claims.services.checking import checked, to_check
from claims.services.importing import Choices, take_in
from claims.services.seeding import seed
from claims.store import migrations

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
CODES = [check.code for check in CHECKS]


@cache
def sections() -> dict[str, str]:
    """The page's sections on codes, by their headings."""
    parts = re.split(r"^#{2,3} (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def examples(code: str, kind: str = "") -> list[str]:
    """The case files of a section: those that show the finding, or those (`quiet`) that do not."""
    fence = "```yaml quiet" if kind else "```yaml"
    return re.findall(rf"^{fence}\n(.*?)^```$", sections()[code], flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """By case of an example: the codes found in its claims. All of them lie in one database, which keeps the test quick."""
    path = tmp_path_factory.mktemp("examples") / "claims.db"
    database = migrations.create(URL.create("sqlite", database=str(path)), "The desk", seed)
    codes: dict[str, set[str]] = {}
    for code in CODES:
        for text in (*examples(code), *examples(code, "quiet")):
            with database.writing("The desk") as session:
                take_in(session, read_case(text.encode(), code), text.encode(), code, Choices(trust=True))
    with database.reading() as session:
        for record, findings in checked(session, to_check(session, ())):
            codes.setdefault(record.claim.case, set()).update(finding.code for finding in findings)
    return codes


def test_every_code_is_documented() -> None:
    """The page has a section for each code, in the order of the registry, and for nothing else."""
    documented = [name for name in sections() if name in DEFAULTS or re.fullmatch(r"[a-z]+(-[a-z]+)+", name)]
    assert documented == CODES


@pytest.mark.parametrize("check", CHECKS, ids=CODES)
def test_the_default_is_the_one_documented(check: object) -> None:
    """A section gives the severity that the code has without a word of the desk, and says when it is quiet."""
    code = getattr(check, "code", "")
    assert f"*Default: {DEFAULTS[code]}.*" in sections()[code]
    assert "**Quiet**" in sections()[code]


@pytest.mark.parametrize("code", CODES)
def test_the_example_shows_the_finding(found: dict[str, set[str]], code: str) -> None:
    """Each code has an example in which it is found, and one in which it is not."""
    assert examples(code)
    assert examples(code, "quiet")
    assert code in found[code]
    assert code not in found.get(f"{code}-quiet", set())
