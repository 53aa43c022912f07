"""How the page looks: two palettes, one style sheet. Contrast is held by a test: text 4.5 to 1, signs 3 to 1."""

from __future__ import annotations

import re

LIGHT = {
    "text": "#1a1c1e",
    "muted": "#555b62",
    "page": "#ffffff",
    "band": "#f3f4f6",
    "line": "#c9cdd2",
    "held": "#0a6b3d",
    "quoted": "#8a5a00",
    "unseen": "#b3261e",
    "link": "#0b57a4",
    "new": "#d9f2e3",
    "gone": "#fde3df",
}
"""By day and on paper."""

DARK = {
    "text": "#eceef0",
    "muted": "#a8b0b8",
    "page": "#14171a",
    "band": "#1e2226",
    "line": "#444b53",
    "held": "#6fd39b",
    "quoted": "#f0b64c",
    "unseen": "#ff9a8c",
    "link": "#8ec5ff",
    "new": "#12402a",
    "gone": "#4a1c17",
}


def _variables(palette: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in palette.items())


STYLE = (
    f"""
:root{{color-scheme:light dark;{_variables(LIGHT)}}}
@media screen and (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}
"""
    """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{font:16px/1.55 system-ui,"Segoe UI","Liberation Sans","DejaVu Sans",sans-serif;color:var(--text);background:var(--page);
max-width:62rem;margin:1.5rem auto 3rem;padding:0 1rem;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:2px}
a:focus-visible,[tabindex="0"]:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
:target{outline:3px solid var(--link);outline-offset:4px;border-radius:3px}
.skip{position:absolute;left:-99rem;background:var(--page);padding:.3rem .6rem}
.skip:focus{left:1rem;top:.4rem}
h1{margin:.1em 0 .45em;font-size:1.75rem;line-height:1.22}
h2{font-size:1.3rem;line-height:1.3;margin:2.2rem 0 .6rem}
h3{font-size:1.08rem;line-height:1.35;margin:1.6rem 0 .4rem}
.steps h3,.steps h4{font-size:1rem;margin:0}
p{margin:.5rem 0}
ul,ol{padding-left:1.3rem;margin:.4rem 0}
li{margin:.3rem 0}
.ref{white-space:nowrap}
.muted,.eyebrow{color:var(--muted)}
.eyebrow{font-size:.95rem;font-variant-numeric:tabular-nums;margin:0}
article.claim+article.claim{border-top:3px solid var(--line);margin-top:3rem;padding-top:1rem}
article.claim>header h2{font-size:1.55rem;margin:.1em 0 .45em}
.status{display:flex;flex-wrap:wrap;align-items:baseline;gap:.2rem .8rem;margin:.3rem 0 1rem}
.verdict{display:inline-block;border:2px solid currentColor;border-radius:6px;padding:.05em .6em;font-weight:700}
.verdict.open{border-style:dashed}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.6rem;margin:1.1rem 0;padding:0;list-style:none}
.numbers li{background:var(--band);border-radius:8px;padding:.6rem .8rem;margin:0;line-height:1.35}
.numbers b{display:block;font-size:1.5rem;line-height:1.25;font-variant-numeric:tabular-nums}
figure{margin:0}
.scroll{overflow-x:auto}
.stair{display:block;width:100%;min-width:44rem;height:auto;font:14px system-ui,"Segoe UI","Liberation Sans","DejaVu Sans",sans-serif}
.stair text{fill:var(--text)}
.stair .tick{fill:var(--muted);font-size:12px}
.stair .note{font-size:12.5px;paint-order:stroke;stroke:var(--page);stroke-width:4px;stroke-linejoin:round}
.stair .band{fill:var(--band)}
.stair .grid{stroke:var(--line);stroke-dasharray:2 4}
.stair .cut{stroke:var(--muted)}
.stair .hatch{stroke:var(--muted);stroke-opacity:.7}
.stair .bar{stroke:var(--muted);stroke-opacity:.6}
.stair .bar.open{stroke:none}
.stair .edge{stroke:var(--text)}
.stair .edge.copy{stroke:var(--muted)}
.stair .head{fill:var(--text)}
.stair .dot{stroke-width:3}
.stair .dot.held{fill:var(--held);stroke:var(--held)}
.stair .dot.quoted{fill:var(--page);stroke:var(--quoted)}
.stair .half{fill:var(--quoted)}
.stair .dot.unseen{fill:var(--page);stroke:var(--unseen)}
.stair .dot.alleged{fill:var(--unseen);stroke:var(--unseen)}
.stair a:hover .note{text-decoration:underline}
.legend,.copies{color:var(--muted);font-size:.9rem;margin:.3rem 0}
ul.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0}
.legend li{margin:0}
.sign.alleged{font-weight:900}
.hint{display:none}
nav{margin-bottom:2rem}
.steps{list-style:none;padding:0}
.steps>li{border-left:4px solid var(--line);padding:.5rem 0 .6rem 1rem;margin:0}
.steps>li.held{border-color:var(--held)}
.steps>li.quoted{border-color:var(--quoted)}
.steps>li.unseen,.steps>li.alleged{border-left-style:dashed;border-color:var(--unseen)}
.steps p{margin:.2rem 0}
.number{color:var(--muted);font-variant-numeric:tabular-nums}
.chip{display:inline-block;font-size:.78rem;line-height:1.5;font-weight:600;border:1px solid currentColor;border-radius:99px;
padding:0 .6em;margin-right:.35em;vertical-align:1px}
.chip.held,.sign.held{color:var(--held)}
.chip.quoted,.sign.quoted{color:var(--quoted)}
.chip.unseen,.chip.alleged,.chip.warn,.sign.unseen,.sign.alleged{color:var(--unseen)}
.id{color:var(--muted);font-size:.85rem;font-weight:400}
blockquote,.diff{margin:.4rem 0;padding:.45rem .8rem;background:var(--band);border-radius:6px}
blockquote p,.diff p{margin:.1rem 0}
.words{font-size:1.05rem}
.where{font-size:.85rem;color:var(--muted)}
ins{background:var(--new);text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:2px}
del{background:var(--gone);text-decoration:none;border-bottom:2px dotted var(--unseen)}
q{quotes:"“" "”" "‘" "’"}
.findings{list-style:none;padding:0}
.findings>li{border-left:4px solid var(--line);padding:.1rem 0 .1rem .8rem}
.findings>li.warn,.findings>li.refuse{border-color:var(--unseen)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{color:var(--muted)}
dd{margin:0;min-width:0}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-bottom:1px solid var(--line)}
.index th,.index td:not(:nth-child(2)){overflow-wrap:break-word}
.index td:last-child{font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.9em ui-monospace,"Liberation Mono","DejaVu Sans Mono",monospace}
footer{margin-top:2.5rem;color:var(--muted);font-size:.9rem;border-top:1px solid var(--line);padding-top:.6rem}
@media (max-width:34rem){
body{margin-top:.8rem}
h1{font-size:1.4rem}
article.claim>header h2{font-size:1.3rem}
.numbers{grid-template-columns:1fr 1fr}
.numbers li{padding:.5rem .6rem;font-size:.92rem}
.hint{display:block}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:.4rem}
.index thead{position:absolute;left:-99rem}
.index tr{display:block;border-bottom:1px solid var(--line);padding:.5rem 0}
.index td{display:block;border:0;padding:.05rem 0}
.index td::before{content:attr(data-what) ": ";color:var(--muted)}
.index td:nth-child(2)::before{content:none}
.index td:not(:nth-child(2)){overflow-wrap:anywhere}
}
@media print{
@page{size:A4;margin:16mm;@bottom-right{content:counter(page) " / " counter(pages);font:9pt "Liberation Sans","DejaVu Sans",sans-serif}}
body{max-width:none;margin:0;padding:0;font-size:10.5pt}
.skip,.hint{display:none}
h1{font-size:18pt}
h2{margin-top:1.5rem}
.numbers{grid-template-columns:repeat(4,1fr)}
.numbers li{padding:.4rem .5rem;font-size:.9em}
.scroll{overflow:visible}
.stair{min-width:0}
a{color:inherit}
.steps a[href^="http"]::after,.outside a[href^="http"]::after{content:" <" attr(href) ">";font-size:.85em}
h1,h2,h3,h4{break-after:avoid}
blockquote,.diff,.numbers,.findings>li,tr{break-inside:avoid}
.steps>li{break-inside:auto}
article.claim+article.claim{break-before:page;border:0;margin:0;padding:0}
ins,del,blockquote,.diff,.numbers li,.stair{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
)

PAPER = (
    re.sub(r"var\(--([a-z]+)\)", lambda used: LIGHT[used[1]], STYLE)
    + """
body{overflow-wrap:break-word}
.status,dl,ul.legend{display:block}
.verdict{margin-right:.8rem}
dt{float:left;clear:left;width:9rem}
dd{margin-left:10rem}
ul.legend li{display:inline;margin-right:1rem}
"""
)
"""The same for programs that lay out paper: the colours of the day in their places, for within a drawing they know no variables, and no boxes
that are as wide as their text, for measuring a long text in them takes minutes."""
