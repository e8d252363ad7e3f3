"""The rule files under Nemo, without anything of the program's own in between."""

import re

import nmo_python
from ontology_files import ONTOLOGY

RULES = ONTOLOGY / "rules"
Rows = set[tuple[str, ...]]


def lines(*files: str) -> list[str]:
    return [line for file in files for line in (RULES / file).read_text("utf-8").splitlines()]


def name(line: str) -> str:
    return re.match(r'#\[name\("([^"]+)"\)\] ', line)[1]


def prefixes(*files: str) -> list[str]:
    """The prefixes of the files; Nemo refuses to hear one twice."""
    return sorted({line for line in lines(*files) if line.startswith("@prefix ")})


def run(heading: list[str], facts: list[str], rules: list[str]) -> tuple[Rows, Rows]:
    """The triples that follow, and the clashes without the names of their rules."""
    outputs = [kind for kind in ("triple", "clash") if any(f" {kind}(" in rule for rule in rules)]
    program = [*heading, *facts, *rules, *(f"@output {kind} ." for kind in outputs)]
    engine = nmo_python.NemoEngine(nmo_python.load_string("\n".join(program)))
    engine.reason()
    triples, *clashes = ({tuple(row) for row in engine.result(kind)} for kind in outputs)
    return triples, {row[1:] for rows in clashes for row in rows}
