"""The words that rules read by, made ready for looking up: cues in all their forms, hedges, outlets by every name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from claims.text.folding import key
from claims.text.reported.furniture import FurnitureWords
from claims.text.reported.speakers import Outlets, SpeakerWords
from claims.text.reported.words import Tags
from claims.values import value

_VOWELS = frozenset("aeiou")


@value
class Cue:
    """One verb of the lexicon: what it takes, and the particles that must follow it."""

    lemma: str
    kind: str
    takes: frozenset[str]
    particles: tuple[str, ...] = ()


@value
class Form:
    """One form of a cue: b base, z third person, d past, n participle, g -ing."""

    cue: Cue
    form: str


def verb_forms(word: str) -> tuple[tuple[str, str], ...]:
    """A verb as the lexicon writes it, in all its forms.

    >>> verb_forms("write/wrote/written")
    (('write', 'b'), ('writes', 'z'), ('wrote', 'd'), ('written', 'n'), ('writing', 'g'))
    """
    base, *irregular = word.split("/")
    past = irregular[0] if irregular else _past(base)
    participle = irregular[1] if len(irregular) > 1 else past
    forms = [(base, "b"), (_third(base), "z"), (past, "d"), (_ing(base, past), "g")]
    if participle != past:
        forms.insert(3, (participle, "n"))
    return tuple(forms)


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in _VOWELS else f"{base}s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in _VOWELS else f"{base}ed"


def _ing(base: str, past: str) -> str:
    if past.endswith("ed") and len(past) == len(base) + 3 and past[-3] == base[-1]:
        return f"{past[:-2]}ing"
    doubled = {"begin": "beginning", "forget": "forgetting", "bet": "betting", "put": "putting", "set": "setting"}
    if base in doubled:
        return doubled[base]
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else f"{base}ing"


@value
class Outlet:
    """A known outlet: its name, and whether it is an agency whose name stands in datelines."""

    name: str
    kind: str = "outlet"


@dataclass(slots=True)
class Lexicon:
    """All that the rules look up. Made once; reading changes nothing in it but the memory of tags."""

    version: str
    forms: Mapping[str, tuple[Form, ...]]
    according: tuple[tuple[str, ...], ...]
    nouns: frozenset[str]
    impersonal: frozenset[str]
    hedges: Mapping[str, str]
    hedge_phrases: tuple[tuple[tuple[str, ...], str], ...]
    outlets: Mapping[str, Outlet]
    unnamed_outlets: tuple[str, ...]
    weak_cues: frozenset[str]
    speakers: SpeakerWords
    furniture: FurnitureWords
    outlets_found: Outlets = field(repr=False)
    tags: Tags = field(repr=False)
    telling: frozenset[str] = field(repr=False)
    """Forms of cues by which somebody else may speak inside a quotation."""


def lexicon(
    *,
    version: str,
    verbs: Sequence[tuple[str, Sequence[str], Sequence[str]]],
    according: Sequence[str],
    nouns: Sequence[str],
    impersonal: Sequence[str],
    hedges: Mapping[str, str],
    outlets: Sequence[tuple[str, Sequence[str]]],
    unnamed_outlets: Sequence[str],
    weak_cues: Sequence[str],
    speakers: SpeakerWords,
    furniture: FurnitureWords,
) -> Lexicon:
    """The lexicon of these words. `verbs`: kind, what they take, the words; `outlets`: name and other names; `hedges`: word or phrase to its force."""
    forms: dict[str, dict[tuple[str, tuple[str, ...], str], Form]] = {}
    for kind, takes, words in verbs:
        for word in words:
            _enter(forms, kind, frozenset(takes), word)
    known = {key(n): Outlet(name) for name, others in outlets for n in (name, *others)}
    names = sorted({n for name, others in outlets for n in (name, *others)}, key=lambda n: (-len(n), n))
    sought = "|".join(re.escape(_plain_quotes(n)).replace(r"\ ", r"\s+") for n in names)
    pattern = re.compile(rf"(?<![\w.@-])(?:{sought})(?![\w-])(?!\.\w)") if names else re.compile("(?!)")
    return Lexicon(
        version=version,
        forms={word: tuple(found.values()) for word, found in forms.items()},
        according=tuple(sorted((tuple(a.split()) for a in according), key=len, reverse=True)),
        nouns=frozenset(n for noun in nouns for n in (noun, _third(noun))),
        impersonal=frozenset(impersonal),
        hedges={word: force for word, force in hedges.items() if " " not in word},
        hedge_phrases=tuple((tuple(phrase.split()), force) for phrase, force in hedges.items() if " " in phrase),
        outlets=known,
        unnamed_outlets=tuple(unnamed_outlets),
        weak_cues=frozenset(weak_cues),
        speakers=speakers,
        furniture=furniture,
        outlets_found=Outlets({k: o.name for k, o in known.items()}, pattern, speakers, tuple(unnamed_outlets)),
        tags=Tags(list(forms)),
        telling=frozenset(
            {"according"} | {word for word, found in forms.items() if any(_tells(f) for f in found.values())}
        ),
    )


def _tells(form: Form) -> bool:
    return (form.form in "dzn" or form.cue.lemma == "say") and form.cue.kind in {"statement", "request", "speech"}


def _plain_quotes(name: str) -> str:
    return name.replace("’", "'")


def _enter(
    forms: dict[str, dict[tuple[str, tuple[str, ...], str], Form]], kind: str, takes: frozenset[str], word: str
) -> None:
    verbs = word.split("/")
    particles = tuple(verbs[0].split()[1:])
    head = "/".join(v.split()[0] for v in verbs)
    for written, form in verb_forms(head):
        entries = forms.setdefault(written, {})
        lemma = " ".join((head.split("/", maxsplit=1)[0], *particles))
        at = (lemma, particles, form)
        before = entries.get(at)
        cue = (
            Cue(lemma, before.cue.kind, before.cue.takes | takes, particles)
            if before
            else Cue(lemma, kind, takes, particles)
        )
        entries[at] = Form(cue, form)
