"""The closure by ours, by owlrl and by reasonable: time, memory, what each misses; then proofs and additions.

`make bench` runs it. Times are CPU seconds of reasoning alone, since machines are noisy. The others know only
the rules of the W3C, so that what they miss is counted against those; and they cannot be told to leave links
alone, so that there are none. What exceeds the limit is ended and shown as "more than". reasonable is looked
for in .bench/, which `make bench` fills, and passed over where it is not.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from generate import write
from pipeline import ROOT, Cost, run
from pyoxigraph import BlankNode, Literal, RdfFormat, Triple, parse

from spaceonto.dataset import load
from spaceonto.reason import Program, infer, load_program
from spaceonto.reason.closure import is_news, statements
from spaceonto.reason.facts import Facts
from spaceonto.reason.growing import Growing
from spaceonto.reason.prove import Prover
from spaceonto.reason.solve import Solver
from spaceonto.terms import OWL, SCO
from spaceonto.workspace import Workspace

ONE = Path(__file__).with_name("reasoners.py")
BENCH = ROOT / ".bench" / "bin" / "python"
SIZES = {"small": 20, "shipped": None, "126k": 1850, "1.2M": 17700}
FACTS, CHANGE = 200, 200
PARTICIPATION = SCO + "participationIn"


def given(missions: int | None, folder: Path) -> list[Triple]:
    """What is asserted in the shipped graph, or in the shipped ontology with so many missions made up."""
    root = ROOT
    if missions is not None:
        root = folder
        shutil.copytree(ROOT / "ontology", folder / "ontology")
        write(missions, folder / "data")
    found = dict.fromkeys(statements(load(Workspace(root, folder))))
    return [triple for triple in found if triple.predicate.value != OWL + "sameAs"]


def plain(triples: list[Triple]) -> set[Triple]:
    """Those about named nodes alone that tell something: all that can be compared."""
    return {
        triple
        for triple in triples
        if is_news(triple) and not any(isinstance(node, BlankNode) for node in triple)
    }


def measure(triples: list[Triple], program: Program, folder: Path, limit: float) -> None:
    source = folder / "given.ttl"  # all but one reads by the ending
    source.write_text("".join(f"{triple} .\n" for triple in triples), encoding="utf-8")
    by_w3c = Program(tuple(rule for rule in program.rules if rule.is_standard))
    wanted = plain([*infer(triples, by_w3c).triples()])
    everything = wanted | set(triples)
    for name, python in (("spaceonto", sys.executable), ("owlrl", sys.executable), ("reasonable", BENCH)):
        if not Path(python).exists():
            print(f"  {name:<12} is not installed here: make bench-peers puts it into .bench/")
            continue
        result = folder / f"{name}.nt"
        cost = run([python, ONE, name, source, result], limit)
        missing, more = "", ""
        if cost.ended:
            found = {quad.triple for quad in parse(path=result, format=RdfFormat.N_TRIPLES, lenient=True)}
            missing = f"{len(wanted - found):>8} missing of {len(wanted)}"
            if name != "spaceonto":
                others = {triple for triple in plain(list(found)) if not isinstance(triple.object, Literal)}
                more = f", {len(others - everything)} more than ours"
        print(f"  {name:<12} {_shown(cost)} {missing}{more}", flush=True)


def _shown(cost: Cost) -> str:
    if not cost.ended:
        return f"> {cost.cpu:>8.2f} s             "
    seconds, memory = cost.said.split()
    return f"  {float(seconds):>8.2f} s {memory:>7} MiB"


def measure_proofs(triples: list[Triple], program: Program) -> None:
    """The time of a why for facts chosen by chance; each by a new search over facts in memory."""
    closure = infer(triples, program)
    follows = list(closure.triples())
    facts = Facts(triples, (*follows, *closure.triples(anonymous=True)))
    solver = Solver(program, facts)
    for triple in random.Random(2).sample(follows, FACTS):  # to warm up
        Prover(solver).smallest(("triple", tuple(triple)))
    taken = []
    for triple in random.Random(1).sample(follows, FACTS):
        start = time.process_time()
        proof = Prover(solver).smallest(("triple", tuple(triple)))
        taken.append(time.process_time() - start)
        assert proof is not None, triple
    taken.sort()
    print(
        f"  why          {taken[FACTS // 2] * 1000:>8.2f} ms in the middle, {taken[-1] * 1000:.1f} ms at most"
    )


def measure_additions(triples: list[Triple], program: Program) -> None:
    """The time in which the closure takes in some activities that are stated last."""
    names = dict.fromkeys(triple.object for triple in triples if triple.predicate.value == PARTICIPATION)
    last: dict[Triple, None] = {}
    for name in random.Random(3).sample(list(names), len(names)):
        about = {triple.subject for triple in triples if name in (triple.subject, triple.object)}
        last.update((triple, None) for triple in triples if triple.subject in about)
        if len(last) >= CHANGE:
            break
    growing = Growing((triple for triple in triples if triple not in last), program)
    start = time.process_time()
    anew = growing.add(last)
    spent = time.process_time() - start
    whole = infer(triples, program)
    same = growing.inferred == {*whole.triples(), *whole.triples(anonymous=True)}
    how = "starting anew" if anew else "in place"
    print(f"  {len(last)} more triples {spent:>6.2f} s, {how}, {'the same closure' if same else 'WRONG'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=60, help="seconds for each run")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "shipped", "126k"])
    options = parser.parse_args()
    program = load_program(ROOT / "ontology" / "rules")
    for name in options.sizes:
        with tempfile.TemporaryDirectory() as place:
            triples = given(SIZES[name], Path(place))
            print(f"{name}: {len(triples)} triples", flush=True)
            measure(triples, program, Path(place), options.limit)
            measure_proofs(triples, program)
            measure_additions(triples, program)


if __name__ == "__main__":
    main()
