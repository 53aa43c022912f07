"""The chain of a claim on the page: the picture, and the numbered steps that say the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claims.chains.explaining import knowing, listed
from claims.chains.graph import Graph, by_number, depths, graph_of, in_reading_order
from claims.chains.independence import known_sources
from claims.exports.html.layout import Layout, laid_out
from claims.exports.html.markup import Markup, joined, link, spoken, tag, unbroken
from claims.exports.html.staircase import Staircase, state_class
from claims.exports.html.times import Limit, When, dates_of, whens
from claims.exports.phrases import date_with_basis, hedging, mark, relying, taking
from claims.records import (
    Appearance,
    ArticleRef,
    Attribution,
    Dated,
    Hedge,
    Origins,
    Passage,
    SourceRef,
    Trace,
)
from claims.text.differences import Difference, Stretch, difference
from claims.values import value
from claims.vocabulary import Basis, EvidenceState, Manner, Stance

_BESIDE = {
    Stance.ASSERTS: "",
    Stance.DENIES: "denies",
    Stance.DOUBTS: "doubts",
    Stance.ASKS: "asks",
    Stance.REPORTS_UNVERIFIED: "unverified",
}


@value
class Comparison:
    """One hop whose two ends have words that can be compared."""

    hop: Attribution
    difference: Difference


class ChainPage:
    """What the page says of one chain, worked out once."""

    def __init__(self, claim: str, trace: Trace, origins: Origins) -> None:
        self.claim = claim
        self.graph: Graph = graph_of(trace)
        order = in_reading_order(self.graph)
        self.order = order
        self.numbers: Mapping[str, int] = {id: number for number, id in enumerate(order, 1)}
        self.known: Mapping[str, SourceRef] = known_sources(trace)
        self.origins = frozenset(origins.origins)
        self.when: Mapping[str, When] = whens(self.graph)
        self.articles: Mapping[str, ArticleRef] = _articles(trace)
        self.compared: Mapping[str, Comparison] = {
            hop.id: Comparison(hop, found)
            for hops in self.graph.upstream.values()
            for hop in hops
            if (found := self._compare(hop)) is not None
        }

    @property
    def held(self) -> int:
        return sum(a.evidence_state is EvidenceState.HELD for a in self.graph.appearances.values())

    @property
    def hops_in_a_row(self) -> int:
        return max(depths(self.graph).values(), default=0)

    @property
    def reworded(self) -> int:
        return sum(not one.difference.same for one in self.compared.values())

    def _compare(self, hop: Attribution) -> Difference | None:
        """How the words changed over a hop; None where one side has none, is in another language, or says something else of the claim."""
        up, down = self.graph.appearances[hop.upstream], self.graph.appearances[hop.downstream]
        if up.wording is None or down.wording is None or up.wording.exact is None or down.wording.exact is None:
            return None
        if up.stance is not down.stance or hop.manner is Manner.TRANSLATES:
            return None
        languages = {self.language(up.wording), self.language(down.wording)} - {None}
        return difference(up.wording.exact, down.wording.exact) if len(languages) < 2 else None

    def language(self, passage: Passage | None) -> str | None:
        """The language of the article in which words stand."""
        article = self.articles.get(passage.article) if passage is not None else None
        return article.language if article is not None else None

    def step_link(self, id: str) -> Markup:
        """`step 4`, leading there; an id that is no step of this chain as it is."""
        return tag("a", f"step {self.numbers[id]}", href=f"#{id}", class_="ref") if id in self.numbers else joined([id])

    # --- the picture --------------------------------------------------------------------------------------------------

    def picture(self) -> Iterator[Markup]:
        """The staircase with its legend, and the names of those who are drawn in one row."""
        notes = {id: self._note(id) for id in self.order}
        layout = laid_out(self.graph, self.when, notes)
        drawing = Staircase(self.claim, self.graph, layout, self.numbers, notes).picture()
        scroll = tag(
            "div",
            drawing,
            class_="scroll",
            tabindex="0",
            role="region",
            aria_label=f"Picture of the chain of {self.claim}, scrolls sideways",
        )
        yield tag("figure", scroll, tag("figcaption", *self._caption(layout)))

    def _note(self, id: str) -> str:
        words = _BESIDE[self.graph.appearances[id].stance] or ("origin" if id in self.origins else "")
        return f"{self.numbers[id]} {words}".strip()

    def _caption(self, layout: Layout) -> Iterator[Markup]:
        yield tag("p", "The picture scrolls sideways.", class_="legend hint")
        yield tag("ul", *(tag("li", *line) for line in self._legend(layout)), class_="legend")
        if layout.axis is None:
            yield tag(
                "p", "No step has a date. From left to right is the order of the chain, not time.", class_="copies"
            )
        if layout.axis is not None and layout.axis.cuts:
            yield tag("p", "≷ on the scale: a long time without any step is cut short.", class_="copies")
        for band in layout.bands:
            if band.of:
                steps = {self.graph.appearances[id].source.id: id for id in reversed(band.steps)}
                names = [tag("a", source.name, href=f"#{steps[source.id]}") for source in band.sources]
                of = f"+{len(band.sources)} copies of {listed(band.of, 3)}: "
                yield tag("p", of, joined(names, ", "), ".", class_="copies")

    def _legend(self, layout: Layout) -> Iterator[list[str]]:
        states = {a.evidence_state for a in self.graph.appearances.values()}
        for signs, meaning in (
            ({EvidenceState.HELD}, "its own text is kept here"),
            ({EvidenceState.RECORDED}, "read, but the text is not kept here"),
            ({EvidenceState.QUOTED}, "known only as quoted by another"),
            ({EvidenceState.NAMED}, "only named, nobody here has seen it"),
            ({EvidenceState.ALLEGED}, "no record at all"),
        ):
            for state in signs & states:
                yield [_sign(state), f" {state}: {meaning}"]
        if any(dot.left is not None for dot in layout.dots.values()):
            yield ["▨ possible dates"]
        hops = [hop for hops in self.graph.upstream.values() for hop in hops]
        if any(hop.manner is Manner.REPUBLISHES for hop in hops):
            yield ["thick arrow: a copy"]
        if any(hop.basis is Basis.INFERRED or hop.state != "confirmed" for hop in hops):
            yield ["dashed arrow: inferred or not confirmed"]

    # --- the steps ----------------------------------------------------------------------------------------------------

    def steps(self, head: str) -> Iterator[Markup]:
        """All appearances, origin first: who, when, from whom, in which words; each under a heading `head`, such as h3."""
        yield Markup('<ol class="steps">\n')
        for id in self.order:
            step = self.graph.appearances[id]
            yield tag(
                "li", self._heading(step, head), *self._details(step), id=id, class_=state_class(step.evidence_state)
            )
        yield Markup("</ol>\n")

    def _heading(self, step: Appearance, head: str) -> Markup:
        chips = [tag("span", f"{step.evidence_state}", class_=f"chip {state_class(step.evidence_state)}")]
        if step.id in self.origins:
            chips.append(tag("span", "an origin", class_="chip"))
        if step.stance is not Stance.ASSERTS:
            chips.append(tag("span", taking(step.stance), class_="chip warn"))
        name = tag("bdi", step.source.name) if step.source.name.strip() else "(empty)"
        number = tag("span", f"{self.numbers[step.id]}. ", class_="number")
        ident = tag("span", step.id, class_="id")
        return tag(head, number, _sign(step.evidence_state), " ", name, " ", ident, " ", *chips)

    def _details(self, step: Appearance) -> Iterator[Markup]:
        if about := list(self._about(step)):
            yield tag("p", joined(about, "; "), class_="muted")
        for hop in self.graph.upstream[step.id]:
            yield tag("p", *self._hop(hop))
        yield tag("p", *self._dates(step))
        yield from self._words(step)
        for hedge in step.hedges:
            yield tag("p", "Hedged: ", *self._hedge(hedge))
        yield from self._read(step)
        if step.because is not None:
            yield tag("p", "Because: ", tag("span", step.because, dir="auto"), class_="muted")

    def _about(self, step: Appearance) -> Iterator[str]:
        if step.named_as is not None:
            yield joined(["called ", spoken(step.named_as, self.language(step.wording))])
        if step.source.unnamed:
            yield "without a name"
        if step.source.known_to is not None:
            outlet = self.known.get(step.source.known_to)
            yield joined(["known to ", tag("bdi", outlet.name if outlet is not None else step.source.known_to)])
        if step.knows is not None:
            yield knowing(step.knows)

    def _hop(self, hop: Attribution) -> Iterator[str]:
        upstream = self.graph.appearances[hop.upstream]
        yield joined(
            [
                relying(hop.manner).capitalize(),
                " ",
                tag("bdi", upstream.source.name),
                " (",
                self.step_link(hop.upstream),
                ")",
            ]
        )
        if hop.cue is not None:
            yield joined([", ", *self._cue(hop.cue)])
        for hedge in hop.hedges:
            yield joined([", hedged ", *self._hedge(hedge)])
        if hop.basis is not Basis.STATED:
            yield f", {hop.basis}"
        if hop.state != "confirmed":
            yield tag("strong", f", {hop.state}, not confirmed by anybody")
        if hop.because is not None:
            yield joined([". Because: ", tag("span", hop.because, dir="auto")])
        yield joined([" ", tag("span", hop.id, class_="id")])

    def _cue(self, cue: Passage) -> Iterator[str]:
        if cue.exact is None:
            yield "the words that say so are not kept here"
            return
        yield "where it says "
        yield spoken(cue.exact, self.language(cue))
        yield joined([" ", _where(cue)])

    def _hedge(self, hedge: Hedge) -> Iterator[str]:
        yield spoken(hedge.text, self.language(hedge.passage))
        yield f", {hedging(hedge.scope)}"

    def _dates(self, step: Appearance) -> Iterator[str]:
        if dates := dates_of(step):
            yield joined(["Dated ", *_dated(dates)])
            return
        when = self.when[step.id]
        yield "Undated"
        if when.clash:
            yield ": what comes before it is dated later than what comes after it"
        limits = [
            joined([f"not {word} ", self._limit(limit)])
            for word, limit in (("before", when.not_before), ("after", when.not_after))
            if limit is not None
        ]
        if limits:
            yield joined([": ", joined(limits, ", "), ", by the order of the chain"])

    def _limit(self, limit: Limit) -> Markup:
        if limit.of in self.numbers:
            dates = dates_of(self.graph.appearances[limit.of])
            whose = self.step_link(limit.of)
        else:
            dates = self.articles[limit.of].dated
            whose = joined([limit.of, ", in which it is read"])
        return joined([" or ".join(date.value for date in dates), " (", whose, ")"])

    def _words(self, step: Appearance) -> Iterator[Markup]:
        part = f" in the {step.part}" if step.part is not None else ""
        wording = step.wording
        if wording is None:
            if part:
                yield tag("p", f"Stands{part}.")
            return
        if wording.exact is None:
            yield tag("p", f"Its words{part} are not kept here ", _where(wording))
            return
        language = self.language(wording)
        quoted = spoken(wording.exact, language, "p", class_="words")
        yield tag("blockquote", quoted, tag("p", f"Words{part} " if part else "", _where(wording), class_="where"))
        for hop in self.graph.upstream[step.id]:
            yield from self._change(hop, language)

    def _change(self, hop: Attribution, language: str | None) -> Iterator[Markup]:
        """How the words of a step differ from those that it relies on, word by word where that is readable."""
        upstream, downstream = self.graph.appearances[hop.upstream], self.graph.appearances[hop.downstream]
        original = upstream.wording
        if original is None or original.exact is None or upstream.stance is not downstream.stance:
            return
        to = joined([tag("bdi", upstream.source.name), ", ", self.step_link(hop.upstream)])
        compared = self.compared.get(hop.id)
        if compared is None:
            how = "Translated from" if hop.manner is Manner.TRANSLATES else "In another language than"
            yield self._whole(f"{how} the words of ", to, original)
        elif compared.difference.same:
            same = "Word for word the same" if _spaced(original) == _spaced(downstream.wording) else "The same words"
            apart = "" if same.startswith("Word") else ", but for case, accents or punctuation"
            yield tag("p", tag("strong", same), apart, " as in ", to, ".")
        elif not compared.difference.readable:
            yield self._whole("Other words than those of ", to, original)
        else:
            before = _stretches(compared.difference.before, "del", self.language(original))
            after = _stretches(compared.difference.after, "ins", language)
            yield tag(
                "div",
                tag("p", "Words changed. Dotted: left behind. Underlined: new here.", class_="where"),
                tag("p", tag("span", to, ": ", class_="where"), before),
                tag("p", tag("span", "Here: ", class_="where"), after),
                class_="diff",
            )

    def _whole(self, how: str, to: Markup, original: Passage) -> Markup:
        words = spoken(original.exact or "", self.language(original), "p")
        return tag("div", tag("p", how, to, ":", class_="where"), words, class_="diff")

    def _read(self, step: Appearance) -> Iterator[Markup]:
        if step.article is not None:
            yield tag("p", "Article ", *article_words(step.article), class_="muted")
        if step.read_in is not None and (step.article is None or step.read_in.id != step.article.id):
            yield tag("p", "Read in ", *article_words(step.read_in), class_="muted")

    def all_articles(self) -> Iterator[Markup]:
        """The articles in which steps stand or can be read, with what was read of them."""
        for id in sorted(self.articles, key=by_number):
            article = self.articles[id]
            lines = [joined(article_words(article))]
            if article.copy_of is not None:
                basis = f", {article.copy_basis}" if article.copy_basis not in {None, Basis.STATED} else ""
                because = (
                    joined([": ", tag("span", article.copy_because, dir="auto")])
                    if article.copy_because is not None
                    else ""
                )
                lines.append(joined([f"a copy of {article.copy_of}{basis}", because]))
            if article.dated:
                lines.append(joined(["dated ", *_dated(article.dated)]))
            lines += [joined(["SHA-256 of what was read ", tag("code", sha256)]) for sha256 in article.snapshots]
            lines.append(joined(["text kept here" if article.held else "text not kept here"]))
            yield tag("li", joined(lines, "; "), ".")


def article_words(article: ArticleRef) -> Iterator[str]:
    """An article with its title as a link, its outlet and its language."""
    title = article.title if article.title is not None else "title not known"
    yield f"{article.id}: "
    yield link(title, article.url) if article.url is not None else tag("bdi", title)
    yield joined([", ", tag("bdi", article.outlet.name)])
    if article.language is not None:
        yield f", in {article.language}"


def _articles(trace: Trace) -> dict[str, ArticleRef]:
    return {a.id: a for step in trace.appearances for a in (step.article, step.read_in) if a is not None}


def _dated(dates: Sequence[Dated]) -> Iterator[str]:
    for number, date in enumerate(dates):
        yield f"{' or ' if number else ''}{date_with_basis(date)}"
        if date.because is not None:
            yield joined([": ", tag("span", date.because, dir="auto")])


def _where(passage: Passage) -> Markup:
    at = f", characters {passage.at[0]} to {passage.at[1]}" if passage.at is not None else ""
    return tag("span", unbroken(f"({passage.article}{at})"), class_="where")


def _sign(state: EvidenceState) -> Markup:
    return tag("span", mark(state), class_=f"sign {state_class(state)}", aria_hidden="true")


def _spaced(passage: Passage | None) -> list[str]:
    return (passage.exact or "").split() if passage is not None else []


def _stretches(stretches: Iterable[Stretch], name: str, language: str | None) -> Markup:
    pieces = [joined([s.words]) if s.shared else tag(name, s.words) for s in stretches]
    return spoken(joined(pieces, " "), language, "span")
