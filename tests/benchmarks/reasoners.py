"""One closure by one reasoner, for reasoning.py.

`python reasoners.py spaceonto|owlrl|reasonable IN.ttl OUT.nt` reads N-Triples; `reasonable` needs only itself
and rdflib. The last line says how long reasoning took, without reading and writing, in CPU seconds of this
process and those that it waited for; and the most memory that they took together, in MiB.
"""

import resource
import sys
from pathlib import Path


def cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> int:
    """The most memory that this process has taken; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))


def by_spaceonto(given: Path, result: Path) -> tuple[float, int]:
    from pyoxigraph import RdfFormat, parse

    from spaceonto.reason import infer, load_program
    from spaceonto.workspace import CHECKOUT

    program = load_program(CHECKOUT / "ontology" / "rules")
    triples = [quad.triple for quad in parse(path=given, format=RdfFormat.N_TRIPLES)]
    start = cpu()
    closure = infer(triples, program)
    spent = cpu() - start
    with result.open("w", encoding="utf-8") as file:
        file.writelines(closure.ntriples())
    return spent, closure.memory


def by_owlrl(given: Path, result: Path) -> tuple[float, int]:
    from owlrl import DeductiveClosure, OWLRL_Semantics
    from rdflib import Graph, URIRef

    graph = Graph().parse(given, format="nt")
    start = cpu()
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    spent = cpu() - start
    plain = Graph()
    for s, p, o in graph:
        if isinstance(s, URIRef):  # else it is about a literal or a node without a name
            plain.add((s, p, o))
    plain.serialize(result, format="nt", encoding="utf-8")
    return spent, 0


def by_reasonable(given: Path, result: Path) -> tuple[float, int]:
    import reasonable

    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(given))
    start = cpu()
    found = reasoner.reason()
    spent = cpu() - start
    with result.open("w", encoding="utf-8") as file:
        file.writelines(f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in found)
    return spent, 0


if __name__ == "__main__":
    reasoner = {"spaceonto": by_spaceonto, "owlrl": by_owlrl, "reasonable": by_reasonable}[sys.argv[1]]
    spent, apart = reasoner(Path(sys.argv[2]), Path(sys.argv[3]))
    print(spent, peak() + apart)
