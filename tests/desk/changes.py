"""One command line for every way in which a verb of the desk changes something, typed at the case of everything."""

from __future__ import annotations

from dataclasses import dataclass

from desk.everything import LATER


@dataclass(frozen=True, slots=True)
class Change:
    """A command line, the entry of the case file that it changes, what is piped into it, who types it, and a line that comes before."""

    line: tuple[str, ...]
    entry: str | None = None
    stdin: str = ""
    who: str = "Ana"
    first: tuple[str, ...] = ()


def _change(*line: str, entry: str | None = None, stdin: str = "", who: str = "Ana", first: str = "") -> Change:
    return Change(line, entry, stdin, who, tuple(first.split()))


CHANGES = {
    "a case begun": _change("case", "new", "other", "--title", "Other"),
    "a case named": _change("case", "edit", "everything", "--title", "Nothing", entry="case everything"),
    "a source": _change("source", "add", "Baykar", "--kind", "organisation", "--owner", "putin"),
    "a source corrected": _change("source", "edit", "cnn", "--country", "US", "--owner", "", entry="source cnn"),
    "an alias": _change("source", "alias", "cnn", "CNN Turquie", entry="source cnn"),
    "an alias less": _change("source", "alias", "cnn", "CNN Turkey", "--remove", entry="source cnn"),
    "a grade": _change("source", "grade", "cnn", "E", "--because", "Guesses.", entry="source cnn"),
    "a merge": _change("source", "merge", "another", "official", "--because", "One man."),
    "an article": _change("article", "new", "--outlet", "The Post", "--dated", "2022", "--sha256", "ab" * 32),
    "an article corrected": _change("article", "edit", "page", "--title", "Other", "--no-dates", entry="article page"),
    "a reading more": _change("article", "edit", "copy", "--sha256", "ab" * 32, entry="article copy"),
    "a reading less": _change("article", "edit", "a3", "--not-sha256", "2d711642", entry="article a3"),
    "a copy": _change("article", "copy-of", "again", "page", entry="article again"),
    "no copy": _change("article", "copy-of", "again", "", entry="article again"),
    "bytes": _change("article", "attach", "copy", "-", stdin="Nothing of it.", entry="article copy"),
    "other bytes": _change("article", "attach", "page", "-", stdin=LATER, entry="article page"),
    "an article withdrawn": _change("article", "retract", "again"),
    "a claim": _change("claim", "new", "Something else.", "--claimant", "Somebody", "--topic", "x"),
    "a claim worded otherwise": _change("claim", "edit", "fact", "Otherwise.", "--because", "x", entry="claim fact"),
    "a claim corrected": _change("claim", "edit", "fact", "--kind", "opinion", "--note", "x", entry="claim fact"),
    "a link": _change("claim", "link", "fact", "bears-on", "opinion", entry="claim fact"),
    "words": _change(
        "words", "add", "fact", "deal", "--nth", "1", "--in", "page", "--source", "cnn", entry="claim fact"
    ),
    "words corrected": _change(
        "words", "edit", "P-3", "Putin", "--nth", "1", "--stance", "denies", entry="claim factory"
    ),
    "words taken away": _change("words", "edit", "P-2", "", "--hedge", "", "--no-dates", entry="claim factory"),
    "a hop": _change("hop", "add", "factory", "asks", "--from", "lead", "--cites", entry="claim factory"),
    "a hop and its ends": _change("hop", "add", "fact", "cnn", "--from", "putin", "--heard-from", entry="claim fact"),
    "a hop corrected": _change("hop", "edit", "H-2", "--quotes", "--cue", "", entry="claim factory"),
    "a hop confirmed": _change("hop", "confirm", "H-1", entry="claim factory"),
    "hops rejected": _change("hop", "reject", "H-1", "H-4", "--because", "Misread.", entry="claim factory"),
    "a hop confirmed after all": _change("hop", "confirm", "H-1", entry="claim factory", first="hop reject H-1"),
    "a review": _change("mark", "fact", "--status", "unproven", "--because", "x", "--for", "A-1", entry="claim fact"),
    "an approval": _change("approve", "R-1", who="Bora", entry="claim factory"),
    "an objection": _change("object", "R-1", "--because", "No.", who="Bora", entry="claim factory"),
    "a stage": _change("stage", "fact", "refusal", "--to", "reviewed", entry="claim fact"),
    "a publication": _change("publish", "fact", "--url", "https://desk.example/1", entry="claim fact"),
    "a correction": _change("correct", "opinion", "--because", "It was wrong.", entry="claim opinion"),
    "a request": _change("ask", "fact", "--of", "The town", "--question", "Is it?", entry="claim fact"),
    "an answer": _change("ask", "Q-1", "--answer", "Yes.", entry="claim factory"),
    "a request corrected": _change("ask", "Q-2", "--of", "putin", "--note", "", entry="claim factory"),
    "rules": _change("rules", "edit", "-", stdin="rules: {second_reviewer: required}\n"),
}
"""By what happens."""

FILE_EDITS = {
    "case everything": ('title: "Everything: that can be said, and more"', "title: Some"),
    "source cnn": ("zone: Europe/Istanbul", "zone: Europe/London"),
    "article page": ("byline: A. Writer", "byline: B. Writer"),
    "article copy": ("because: The same words.", "because: Some of the words."),
    "article again": ("because: It says so.", "because: It says it."),
    "article a3": ("title: Record of the talks", "title: Record of talks"),
    "claim factory": ("note: Ask him.", "note: Ask her."),
    "claim fact": ("text: Nothing more is known of it.", "text: More is known of it."),
    "claim opinion": ("text: It is a bad deal.", "text: It is a bad bargain."),
}
"""For entries of the case of everything, a change of the file."""
