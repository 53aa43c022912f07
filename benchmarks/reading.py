"""How well and how fast articles are read, beside annotations that are not part of this project. See benchmarks/README.md."""

from __future__ import annotations

import argparse
import itertools
import json
import re
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claims.exports.readings_json import reading_json
from claims.readings import Layer
from claims.services.parsing import parser_sign
from claims.services.reading import article_reader, shipped_lexicon
from claims.text.folding import key
from claims.text.reported.reader import Reader

OUTLETS: dict[str, str] = {}
"""What outlets were called before `unseen_outlets` changed their names: the scorer knows those."""

Variant = tuple[str, list[tuple[int, int]]]
"""A changed text, and what was put into it: places in the changed text, in order."""

FURNITURE = "READ MORE: Ten bridges that moved, officials said\n"
CLOSING = "”"


def unchanged(text: str) -> Variant:
    return text, []


def straight_quotes(text: str) -> Variant:
    """Curly marks made straight."""
    return text.translate(str.maketrans("“”‘’", "\"\"''")), []


def no_break_spaces(text: str) -> Variant:
    """Every fifth space a no-break space."""
    count = 0

    def changed(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return "\u00a0" if count % 5 == 0 else found[0]

    return re.sub(" ", changed, text), []


def dropped_quotes(text: str) -> Variant:
    """Every fifth closing mark gone; a space stands there, so that places stay."""
    count = 0
    made = []
    for n, letter in enumerate(text):
        closes = letter == CLOSING or (letter == '"' and n > 0 and not text[n - 1].isspace())
        count += closes
        made.append(" " if closes and count % 5 == 0 else letter)
    return "".join(made), []


def unseen_outlets(text: str) -> Variant:
    """Known outlets under names that nobody knows, as long as before."""
    outlets = shipped_lexicon().outlets_found
    turned = str.maketrans("aeioubdfgklmnprst", "eioaukvgdbmlrnpzt")

    def renamed(found: re.Match[str]) -> str:
        made = " ".join(
            word
            if word.lower() == "the"
            else f"{word[0]}{word[1:].partition('.')[0].translate(turned)}{''.join(word.partition('.')[1:])}"
            for word in found[0].split(" ")
        )
        OUTLETS[made.removeprefix("The ").removeprefix("the ")] = outlets.names[key(found[0])]
        return made

    return outlets.pattern.sub(renamed, text), []


def inserted_furniture(text: str) -> Variant:
    """A link to elsewhere after every third paragraph."""
    made: list[str] = []
    inserted: list[tuple[int, int]] = []
    length = 0
    for n, line in enumerate(text.splitlines(keepends=True), 1):
        made.append(line)
        length += len(line)
        if n % 3 == 0 and line.endswith("\n"):
            made.append(FURNITURE)
            inserted.append((length, length + len(FURNITURE)))
            length += len(FURNITURE)
    return "".join(made), inserted


VARIANTS: dict[str, Callable[[str], Variant]] = {
    "as it is": unchanged,
    "curly to straight quotes": straight_quotes,
    "no-break spaces": no_break_spaces,
    "every fifth closing quote dropped": dropped_quotes,
    "unseen outlet names": unseen_outlets,
    "furniture inserted": inserted_furniture,
}


def moved_back(value: Any, inserted: list[tuple[int, int]]) -> Any:
    """A reading of a changed text with its places in the text before."""
    if isinstance(value, str):
        return OUTLETS.get(value.removeprefix("The "), value)
    if isinstance(value, dict):
        made = {k: moved_back(v, inserted) for k, v in value.items()}
        if isinstance(made.get("start"), int):
            made["start"], made["end"] = _before(made["start"], inserted), _before(made["end"], inserted)
        return made
    return [moved_back(v, inserted) for v in value] if isinstance(value, list) else value


def _before(at: int, inserted: list[tuple[int, int]]) -> int:
    passed = inserted[: bisect_right(inserted, at, key=lambda place: place[0])]
    return at - sum(min(end, at) - start for start, end in passed)


def layers() -> list[Layer]:
    """The layers that are installed; what is missing is said."""
    there, says = parser_sign()
    if there:
        return [Layer.CORE, Layer.NLP]
    print(f"The layer nlp is not measured. {says}")
    return [Layer.CORE]


def read_all(reader: Reader, files: list[Path], variant: Callable[[str], Variant]) -> tuple[str, float]:
    """The readings as JSON lines, and words per CPU-second of the reading alone."""
    texts = [(file.name, *variant(file.read_bytes().decode())) for file in files]
    reader.read(texts[0][1])
    begun = time.process_time()
    readings = [reader.read(text) for _, text, _ in texts]
    took = time.process_time() - begun
    lines = [
        json.dumps(moved_back(reading_json(name, reading), inserted))
        for (name, _, inserted), reading in zip(texts, readings, strict=True)
    ]
    return "\n".join(lines) + "\n", sum(len(text.split()) for _, text, _ in texts) / took


def score(scorer: Path, lines: str, *arguments: str) -> str:
    """What the scorer says of these readings."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "read.jsonl"
        predicted.write_text(lines, "utf-8")
        command = [sys.executable, str(scorer), *arguments, "--pred", str(predicted)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - the scorer that was named


def measured(options: argparse.Namespace) -> Iterator[tuple[str, list[Path], tuple[str, ...]]]:
    """What there is to measure: its name, its texts, and how the scorer is asked."""
    if options.polnear is not None and (options.polnear / "text").is_dir():
        files = sorted((options.polnear / "text").glob("*.txt"))
        yield "PolNeAR", files, ("--polnear", str(options.polnear))
    else:
        print("PolNeAR is not here: name its folder with --polnear (text/, attributions/).")
    if options.seeds is not None and (options.seeds / "attributions.gold.json").is_file():
        files = sorted(options.seeds.glob("*.txt"))
        yield "Seeds", files, ("--gold", str(options.seeds / "attributions.gold.json"))
    else:
        print("The annotated seeds are not here: name their folder with --seeds (attributions.gold.json and texts).")


def main() -> None:
    """Score and time the reading of articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scorer", type=Path, help="score_attributions.py")
    parser.add_argument("--polnear", type=Path, help="a part of PolNeAR: text/ and attributions/")
    parser.add_argument("--seeds", type=Path, help="annotated articles: attributions.gold.json and their texts")
    parser.add_argument("--robust", action="store_true", help="also with quotes, spaces, names and furniture changed")
    options = parser.parse_args()
    if options.scorer is None or not options.scorer.is_file():
        print("The scorer is not here: name score_attributions.py with --scorer.")
        return
    parts = list(measured(options))
    for layer in layers():
        reader = article_reader(layer)
        for (name, files, arguments), (variant, change) in itertools.product(parts, VARIANTS.items()):
            if variant != "as it is" and not options.robust:
                continue
            lines, speed = read_all(reader, files, change)
            print(f"\n{name}, layer {layer}, {variant}: {speed:,.0f} words per CPU-second")
            print(score(options.scorer, lines, *arguments).rstrip())


if __name__ == "__main__":
    main()
