"""What the documents say is what the program does."""

import re
from pathlib import Path

import readme

ROOT = Path(__file__).resolve().parent.parent


def test_transcript_is_true() -> None:
    """Every command of the README answers what the README says, from a new folder (`python tests/readme.py` writes it anew)."""
    text = readme.README.read_text("utf-8")
    assert len(readme.commands_of(text)) >= 6
    assert readme.rendered(text) == text


def test_links_lead_somewhere() -> None:
    """Every relative link of the documents leads to a file of the repository."""
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_dependency_has_its_reason() -> None:
    """docs/decisions.md gives a reason for each runtime dependency."""
    decisions = (ROOT / "docs" / "decisions.md").read_text("utf-8").casefold()
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    dependencies = re.search(r"^dependencies = \[(.*?)^\]", project, re.DOTALL | re.MULTILINE)
    assert dependencies is not None
    names = re.findall(r'"([\w-]+)', dependencies[1])
    assert len(names) >= 5
    assert [name for name in names if f"**{name}**" not in decisions] == []
