"""Reports without a verb of their own: according to X, in the words of X; headlines with a colon."""

from __future__ import annotations

import re

from claims.text.reported.found import Found, Place
from claims.text.reported.phrases import Clauses, Span
from claims.text.reported.speech import Speech
from claims.text.word_sets import word_set


def according(c: Clauses, speech: Speech, first: int, last: int) -> list[Found]:
    """`According to X, ...` and `..., according to X, ...`."""
    w = c.w
    low, tag = w.low, w.tag
    found: list[Found] = []
    for k in range(first, last):
        phrase = (
            next((p for p in c.lexicon.according if tuple(low[k : k + len(p)]) == p), None)
            if low[k] in _HEADS
            else None
        )
        if phrase is None:
            continue
        source = c.after(k + len(phrase), last)
        if source is None:
            continue
        if len(phrase) == 1 and not (w.name_like(source[0]) and tag[k - 1] in ",("):
            continue
        if source[0] == source[1] or (tag[source[0]] == "K" and source[1] == source[0] + 1):
            continue
        (a, b), content = _spoken_for(c, speech, k, source, first, last)
        if not content or _goes_on(c, content):
            # What seemed to explain the source is what it says: `According to X, the army shelled the port, and ...`.
            plain = c.after(a, last, apposition=False) or source
            (a, b), content = _spoken_for(c, speech, k, plain, first, last)
        if content:
            cue = (w.start[k], w.end[k + len(phrase) - 1])
            found.append(
                Found("according-to", "according_to", cue, content, (w.start[a], w.end[b - 1]), lemma=" ".join(phrase))
            )
    return found


def _spoken_for(c: Clauses, speech: Speech, k: int, source: Span, first: int, last: int) -> tuple[Span, list[Place]]:
    """The source with what relays it, and the words that it is named for."""
    tag = c.w.tag
    a, b = source
    b = _past_relay(c, b, last)
    if b < last and tag[b] == "W":
        b = next((n for n in range(b, last) if tag[n] == ","), b)  # a report by X that cited Y,
    return (a, b), _around(c, speech, k, b, first, last)


def _goes_on(c: Clauses, content: list[Place]) -> bool:
    """Whether the words begin with `and`, `but` or `killing two`: a clause stands before them."""
    return c.w.tag[c.w.start.index(content[0][0])] in "CJ"


_HEADS = frozenset({"according", "in", "as", "per"})


def _past_relay(c: Clauses, b: int, last: int) -> int:
    """Past `, cited by dpa,` and `, quoted in Der Spiegel,` after a source."""
    tag, low = c.w.tag, c.w.low
    if b + 2 < last and tag[b] == "," and low[b + 1] in _RELAYING and tag[b + 2] == "I":
        return next((n for n in range(b + 3, min(last, b + 12)) if tag[n] == ","), b)
    return b


_RELAYING = word_set("cited quoted reported interviewed carried published speaking")


def _around(c: Clauses, speech: Speech, k: int, after: int, first: int, last: int) -> list[Place]:
    """The words that an aside speaks for: the clause after it at the beginning of a sentence, else the clause before, and its rest."""
    w = c.w
    tag = w.tag
    begin = first
    while begin < k and tag[begin] in "CR" and (tag[begin + 1] == "," or begin + 1 == k or tag[begin] == "C"):
        begin += 1
    if begin < k and tag[begin] == ",":
        begin += 1
    if begin >= k:
        n = after
        if n < last and tag[n] == ",":
            n += 1
        end = speech.content_end(n, last, "clause") if n < last else n
        return [(w.start[n], w.end[end - 1])] if end > n else []
    e = k - 1
    if tag[e] in ",-(":
        e -= 1
    if e < begin:
        return []
    start = speech.stretch_start(first, e)
    for n in range(e, start, -1):
        if tag[n] == ";":
            start = n + 1
            break
    content = [(w.start[start], w.end[e])]
    if after < last and tag[after] == "," and speech.resumes(after + 1, last):
        end = speech.content_end(after + 1, last, "clause")
        content.append((w.start[after + 1], w.end[end - 1]))
    return content


def headline(c: Clauses, first: int, last: int) -> Found | None:
    """`Turkey to buy more: president` and `Poll: Most want it`."""
    w = c.w
    tag, low = w.tag, w.low
    colons = [k for k in range(first, last) if low[k] == ":"]
    if len(colons) != 1:
        return None
    k = colons[0]
    end = last
    while end > k and tag[end - 1] == ".":
        end -= 1
    if not first < k < end - 1:
        return None
    cue = (w.start[k], w.end[k])
    left, right = (first, k), (k + 1, end)
    if k - first <= 4 and _speaker(c, left) and end - k > 3:
        return Found("headline-colon", "headline_colon", cue, [_place(c, right)], _place(c, left), lemma=":")
    if end - k <= 5 and _speaker(c, right) and k - first > 3:
        return Found("headline-colon", "headline_colon", cue, [_place(c, left)], _place(c, right), lemma=":")
    return None


_SPEAKER = re.compile(
    r"[A-Z][A-Z.’'-]+[A-Z](?:\s[A-Z.’'-]+){0,4}(?:\s?\([^)\n]{1,40}\))?:(?=\s+(?:[A-Z][a-z’']|I\b|A\b|[“\"(\[]))"
)


def speaker_line(text: str, start: int, end: int) -> Found | None:
    """`TAPPER: Thank you.`: a paragraph of a transcript."""
    found = _SPEAKER.match(text, start, end)
    if found is None or found.end() >= end - 1:
        return None
    begin = found.end() + 1
    return Found(
        "speaker-line",
        "direct",
        (found.end() - 1, found.end()),
        [(begin, end)],
        (start, found.end() - 1),
        lemma=":",
        quoted=True,
    )


def _place(c: Clauses, span: Span) -> Place:
    return (c.w.start[span[0]], c.w.end[span[1] - 1])


def _speaker(c: Clauses, span: Span) -> bool:
    """Whether these few words can be who speaks: names, titles, outlets; no verb, no number."""
    tag = c.w.tag[span[0] : span[1]]
    words = c.w.low[span[0] : span[1]]
    if any(t not in "LNADGVIY" for t in tag) or (any(t == "V" for t in tag[:1]) and len(tag) > 1):
        return False
    return words[-1] not in _NO_SPEAKERS and words[0] not in _NO_SPEAKERS


_NO_SPEAKERS = word_set(
    "exclusive breaking video watch update updated opinion analysis live photos gallery editorial column "
    "review correction election headline today"
)
