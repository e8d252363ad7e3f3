"""The closure by Nemo, in a process of its own."""

import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms
from .datatypes import datatypes_of, is_datatype, is_known, means, value_of
from .encode import ARITY, Derived, Numbers, live_rules, program_text
from .rules import ASSERTED, CLASH, TRIPLE, Program, Variable

SAME_AS: Final = NamedNode(terms.OWL + "sameAs")
WORKER: Final = "spaceonto.reason.worker"


class ReasonerError(Exception):
    """The reasoner is missing or broke down; the text says what to do."""


def close(triples: Iterable[Triple], program: Program, folder: Path | None) -> Derived:
    """What follows from the triples.

    Files pass through a folder for the time being. Raises ReasonerError where Nemo is missing or breaks down,
    OSError where the folder has no room.
    """
    if importlib.util.find_spec("nmo_python") is None:
        raise ReasonerError(
            "Nemo is not installed (nemo-python has no wheel for this platform?). "
            "Use --reasoner owlrl: it gives the same release, only slower."
        )
    triples = list(triples)
    datatypes = _datatypes(triples)
    numbers = Numbers.sorted(_nodes(triples, program) | datatypes)
    given = _given(triples, datatypes, numbers)
    with tempfile.TemporaryDirectory(dir=folder, prefix="nemo-") as name:
        place = Path(name)
        for predicate, rows in given.items():
            (place / f"{predicate}.csv").write_text("".join(rows), encoding="ascii")
        rules = live_rules(program, numbers.nodes, given)
        (place / "program.rls").write_text(program_text(rules, numbers, given), encoding="ascii")
        memory = _run(place)
        asserted = set(given.get(ASSERTED, ()))
        new = array("I")
        for line in _lines(place / f"{TRIPLE}.out"):
            if line not in asserted:
                new.extend(map(int, line.split(",")))
        clashes = [tuple(map(int, line.split(","))) for line in _lines(place / f"{CLASH}.out")]
    return Derived(numbers, new, clashes, memory)


def _lines(file: Path) -> Iterator[str]:
    if file.exists():  # else no rule concludes this here
        with file.open(encoding="ascii") as lines:
            yield from lines


def _nodes(triples: Iterable[Triple], program: Program) -> set[object]:
    found: set[object] = set()
    for triple in triples:
        found.update(triple)
    for rule in program.rules:
        for atom in (rule.head, *rule.body, *rule.absent):
            found.update(term for term in atom.terms if not isinstance(term, Variable))
        found.update(term for pair in rule.different for term in pair if not isinstance(term, Variable))
    return found


def _datatypes(triples: list[Triple]) -> set[object]:
    """The datatypes that are asked about: those named, and all where a literal has another name."""
    found: set[object] = {node for _, _, node in triples if is_datatype(node)}
    literals = {triple.object for triple in triples if isinstance(triple.object, Literal)}
    if any(triple.predicate == SAME_AS and triple.object in literals for triple in triples):
        found.update(NamedNode(name) for literal in literals for name in datatypes_of(literal))
    return found


def _given(triples: list[Triple], named: set[object], numbers: Numbers) -> dict[str, list[str]]:
    """The given facts as lines of numbers; predicates without any are left out."""
    of = numbers.of
    given: dict[str, list[str]] = {predicate: [] for predicate in ARITY}
    given[ASSERTED] = [f"{of(s)},{of(p)},{of(o)}\n" for s, p, o in triples]
    literals = dict.fromkeys(triple.object for triple in triples if isinstance(triple.object, Literal))
    datatypes = {node.value: of(node) for node in named if isinstance(node, NamedNode)}
    given["known_datatype"] = [f"{number}\n" for number in datatypes.values()]
    alike: dict[object, list[int]] = {}
    for literal in literals:
        number = of(literal)
        if is_known(literal):
            given["literal"].append(f"{number}\n")
        given["value"] += [f"{number},{datatypes[d]}\n" for d in datatypes_of(literal) & datatypes.keys()]
        for predicate, amount in (("zero", 0), ("one", 1)):
            if means(literal, amount):
                given[predicate].append(f"{number}\n")
        alike.setdefault(value_of(literal), []).append(number)
    for same in alike.values():
        for one, other in combinations(same, 2):
            given["equal"] += [f"{one},{other}\n", f"{other},{one}\n"]
    return {predicate: rows for predicate, rows in given.items() if rows}


def _run(folder: Path) -> int:
    """Runs the program in the folder; returns the memory it took in MiB."""
    worker = subprocess.run(
        [sys.executable, "-m", WORKER, str(folder)], capture_output=True, text=True, check=False
    )
    if worker.returncode == -signal.SIGKILL:
        raise ReasonerError(
            "The reasoner was killed, most likely for want of memory. Give the machine more, or free some."
        )
    if worker.returncode:
        system = re.search(r"os error (\d+)", worker.stderr)
        if system:
            raise OSError(int(system[1]), os.strerror(int(system[1])), str(folder))
        last = worker.stderr.strip().splitlines()[-1:] or [f"exit code {worker.returncode}"]
        raise ReasonerError(
            f"Nemo broke down ({last[0]}). Use --reasoner owlrl, and report this with the data."
        )
    return int(worker.stdout)
