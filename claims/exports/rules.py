"""The desk's rules and scale as YAML, as `claims rules edit` takes them back."""

from collections.abc import Iterable, Iterator, Mapping

from claims.exports.yamltext import scalar
from claims.records import Label


def rules_yaml(rules: Mapping[str, str], findings: Mapping[str, str], labels: Iterable[Label]) -> Iterator[str]:
    """The lines of the file, in chunks. `findings`: how much each weighs, by its code."""
    yield "# grounds: refuse, warn or off. second_reviewer: off or required.\nrules:\n"
    for name, value in rules.items():
        yield f"  {name}: {scalar(value)}\n"
    yield "\n# How much each finding weighs: note, warn, refuse (it refuses a mark) or off. docs/findings.md says what they mean.\nfindings:\n"
    for code, severity in findings.items():
        yield f"  {code}: {scalar(severity)}\n"
    yield "\n# A label is never removed: retired_on ends its use. rating: 1 (false) to 5 (true), or none off that line.\nlabels:\n"
    for label in labels:
        yield f"  - id: {scalar(label.label)}\n"
        names = ", ".join(f"{scalar(k, flow=True)}: {scalar(v, flow=True)}" for k, v in label.names.items())
        yield f"    names: {{{names}}}\n    definition: {scalar(label.definition)}\n"
        if label.rating is not None:
            yield f"    rating: {label.rating}\n"
        if label.retired_on is not None:
            yield f"    retired_on: {scalar(label.retired_on)}\n"
