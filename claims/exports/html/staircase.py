"""The staircase: the chain of a claim as a picture, sources down and time across. SVG, with colours of its own for readers without our CSS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claims.chains.explaining import listed
from claims.chains.graph import Graph
from claims.chains.weighing import confirmed
from claims.exports.html.layout import LINE, PLOT_LEFT, RADIUS, TOP, WIDTH, Band, Dot, Layout
from claims.exports.html.markup import Markup, joined, tag
from claims.exports.html.style import LIGHT
from claims.exports.phrases import state_in_words
from claims.exports.wrapping import cells
from claims.records import Appearance, Attribution
from claims.values import value
from claims.vocabulary import Basis, EvidenceState, Manner

_LABEL_CELLS = 30
_CLASSES = {
    EvidenceState.HELD: "held",
    EvidenceState.RECORDED: "quoted",
    EvidenceState.QUOTED: "quoted",
    EvidenceState.NAMED: "unseen",
    EvidenceState.ALLEGED: "alleged",
}


def state_class(state: EvidenceState) -> str:
    """The class by which an evidence state has its colour."""
    return _CLASSES[state]


@value
class Staircase:
    """What the picture is drawn from. `numbers` are those of the list of steps, `notes` the words beside the dots."""

    claim: str
    graph: Graph
    layout: Layout
    numbers: Mapping[str, int]
    notes: Mapping[str, str]

    def picture(self) -> Markup:
        """The SVG element."""
        claim, layout = self.claim, self.layout
        across = "time across" if layout.axis is not None else "the order of the chain across, for no step has a date"
        return tag(
            "svg",
            tag("title", "How the claim travelled", id=f"picture-{claim}"),
            tag(
                "desc",
                f"A row for each source, {across}. The numbered steps below say the same in words.",
                id=f"about-{claim}",
            ),
            tag("defs", *self._defs()),
            *(self._band(number, band) for number, band in enumerate(layout.bands)),
            *self._grid(),
            *(self._bar(dot) for dot in layout.dots.values()),
            *self._arrows(),
            *(self._dot(dot) for dot in layout.dots.values()),
            class_="stair",
            viewBox=f"0 0 {WIDTH:.0f} {layout.height:.0f}",
            role="group",  # not "img": what is in it leads to the steps, for those who listen too
            aria_labelledby=f"picture-{claim} about-{claim}",
        )

    def _defs(self) -> Iterator[Markup]:
        yield tag(
            "pattern",
            tag("path", d="M0 0V6", class_="hatch", stroke=LIGHT["muted"], stroke_width="1.6"),
            id=f"hatch-{self.claim}",
            width="6",
            height="6",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        yield tag(
            "marker",
            tag("path", d="M0 0L8 4L0 8z", class_="head", fill=LIGHT["text"]),
            id=f"head-{self.claim}",
            viewBox="0 0 8 8",
            refX="7",
            refY="4",
            markerWidth="9",
            markerHeight="9",
            markerUnits="userSpaceOnUse",
            orient="auto",
        )

    def _band(self, number: int, band: Band) -> Markup:
        shade = tag("rect", class_="band", fill=LIGHT["band"], x=0.0, y=band.top, width=WIDTH, height=band.height)
        if band.of:
            name = f"+{len(band.sources)} copies of {listed(band.of, 3)}"
            whole = f"{name}: {listed([s.name for s in band.sources], len(band.sources))}"
        else:
            name = whole = band.sources[0].name
        label = tag(
            "text",
            tag("title", whole),
            _cut(name),
            class_="row",
            fill=LIGHT["text"],
            x=8.0,
            y=band.top + LINE / 2 + 5,
        )
        return joined([shade, label] if number % 2 == 0 else [label])

    def _grid(self) -> Iterator[Markup]:
        scale = self.layout.axis
        if scale is None:
            return
        bottom = self.layout.height - 8
        for x, label in scale.ticks:
            yield tag("path", class_="grid", stroke=LIGHT["line"], d=f"M{x:.1f} {TOP - 8:.0f}V{bottom:.0f}")
            yield tag("text", label, class_="tick", fill=LIGHT["muted"], x=x, y=TOP - 16, text_anchor="middle")
        for x in scale.cuts:
            yield tag(
                "path",
                tag("title", "A long time without any step is cut short here"),
                class_="cut",
                fill="none",
                stroke=LIGHT["muted"],
                d=f"M{x - 3:.1f} {TOP - 8:.0f}l-4 8l8 6l-8 6l4 8M{x + 3:.1f} {TOP - 8:.0f}l-4 8l8 6l-8 6l4 8",
            )

    def _bar(self, dot: Dot) -> Markup:
        if dot.left is None or dot.right is None:
            return Markup()
        return tag(
            "rect",
            tag("title", f"Possible dates of step {self.numbers[dot.id]}"),
            class_="bar" + (" open" if dot.open_left or dot.open_right else ""),
            fill=f"url(#hatch-{self.claim})",
            stroke=LIGHT["muted"],
            x=dot.left,
            y=dot.y - 6,
            width=max(dot.right - dot.left, 2.0),
            height=12.0,
            rx=0.0 if dot.open_left or dot.open_right else 6.0,
        )

    def _arrows(self) -> Iterator[Markup]:
        # A row of copies has one arrow from each source, to its first dot.
        first: dict[str, str] = {}
        for band in self.layout.bands:
            if band.of:
                first.update(dict.fromkeys(band.steps, min(band.steps, key=lambda id: self.layout.dots[id].x)))
        drawn: set[tuple[str, str]] = set()
        for id, hops in self.graph.upstream.items():
            for hop in hops:
                if id in first:
                    ends = self.graph.appearances[hop.upstream].source.id, first[id]
                    if ends in drawn:
                        continue
                    drawn.add(ends)
                yield self._arrow(hop, self.layout.dots[hop.upstream], self.layout.dots[first.get(id, id)])

    def _arrow(self, hop: Attribution, start: Dot, end: Dot) -> Markup:
        kinds = ["edge"]
        if hop.manner is Manner.REPUBLISHES:
            kinds.append("copy")
        if hop.basis is Basis.INFERRED or not confirmed(hop):
            kinds.append("unsure")
        return tag(
            "path",
            class_=" ".join(kinds),
            fill="none",
            stroke=LIGHT["text"],
            stroke_width="4" if "copy" in kinds else "1.8",
            stroke_dasharray=("9 5" if "copy" in kinds else "5 4") if "unsure" in kinds else None,
            marker_end=f"url(#head-{self.claim})",
            d=_way(start, end),
        )

    def _dot(self, dot: Dot) -> Markup:
        step = self.graph.appearances[dot.id]
        note = "" if dot.id in self.layout.drawn_together else self.notes[dot.id]
        beside = tag("text", note, class_="note", fill=LIGHT["text"], x=dot.x + RADIUS + 5, y=dot.y + 4)
        return tag("a", _sign(step, dot), beside if note else "", href=f"#{step.id}", tabindex="-1")


def _sign(step: Appearance, dot: Dot) -> Markup:
    """● ◐ ○, or a small point where there is no record at all; its title says which step it is and what is held of it."""
    state = step.evidence_state
    kind = state_class(state)
    title = tag("title", f"{step.source.name} ({step.id}): {state}, {state_in_words(state)}")
    place = {"cx": dot.x, "cy": dot.y}
    match kind:
        case "held":
            return tag("circle", title, class_="dot held", fill=LIGHT["held"], stroke=LIGHT["held"], r=RADIUS, **place)
        case "quoted":
            half = f"M{dot.x:.1f} {dot.y - RADIUS:.1f}a{RADIUS:.0f} {RADIUS:.0f} 0 0 0 0 {2 * RADIUS:.0f}z"
            return joined(
                [
                    tag(
                        "circle",
                        title,
                        class_="dot quoted",
                        fill=LIGHT["page"],
                        stroke=LIGHT["quoted"],
                        r=RADIUS,
                        **place,
                    ),
                    tag("path", class_="half", fill=LIGHT["quoted"], d=half),
                ]
            )
        case "alleged":
            return tag(
                "circle", title, class_="dot alleged", fill=LIGHT["unseen"], stroke=LIGHT["unseen"], r=3.0, **place
            )
        case _:
            return tag(
                "circle", title, class_="dot unseen", fill=LIGHT["page"], stroke=LIGHT["unseen"], r=RADIUS, **place
            )


def _way(start: Dot, end: Dot) -> str:
    """A curve from one dot to another: down (or up) and across; along a line it sags under what stands on it."""
    rise = RADIUS + 2
    if start.id == end.id:
        return f"M{start.x + 6:.1f} {start.y - 7:.1f}c14 -16 -26 -16 -13 -1"
    if start.y == end.y:
        side = 6 if end.x > start.x else -6
        middle = (start.x + end.x) / 2
        return f"M{start.x + side:.1f} {start.y + 8:.1f}Q{middle:.1f} {start.y + 22:.1f} {end.x - side:.1f} {end.y + 9:.1f}"
    down = 1 if end.y > start.y else -1
    y1, y2 = start.y + down * rise, end.y - down * rise
    if abs(start.x - end.x) < 14 and abs(end.y - start.y) > LINE:
        # Straight down would run through the dots between.
        out = max(min(start.x, end.x) - 30, PLOT_LEFT - 20)
        return f"M{start.x - 5:.1f} {y1:.1f}C{out:.1f} {y1 + down * 16:.1f} {out:.1f} {y2 - down * 16:.1f} {end.x - 4:.1f} {y2:.1f}"
    bend = min(abs(y2 - y1), 44.0) * down
    return f"M{start.x:.1f} {y1:.1f}C{start.x:.1f} {y1 + bend:.1f} {end.x:.1f} {y2 - bend:.1f} {end.x:.1f} {y2:.1f}"


def _cut(name: str) -> str:
    if cells(name) <= _LABEL_CELLS:
        return name
    kept, used = [], 0
    for character in name:
        used += cells(character)
        if used > _LABEL_CELLS - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"
