"""What a contribution would contradict: its statements are added to those of a release, and what follows."""

from pyoxigraph import Literal, Triple

from ..check.report import Finding
from ..dataset import Location, SourceFile
from ..reason.chain import Chainer
from ..reason.clash import told
from ..reason.closure import Clash
from ..reason.facts import nodes_of
from ..reason.rules import ASSERTED, CLASH, TRIPLE
from ..reason.solve import Solver
from .knowledge import Knowledge


def contradicted(knowledge: Knowledge, file: SourceFile) -> tuple[Finding, ...]:
    """The contradictions that come with a file; the knowledge holds its statements ever after."""
    facts, program = knowledge.facts, knowledge.solver.program
    stated = {triple: Location(file.path, line, column) for triple, line, column in file.located}
    new = [nodes_of(triple) for triple in stated]
    derived = Chainer(program, facts).add((kind, nodes) for kind in (ASSERTED, TRIPLE) for nodes in new)
    facts.state(stated, file.graph)
    clashes = [
        Clash(nodes[0].value, nodes[1:])
        for kind, nodes in derived
        if kind == CLASH and isinstance(nodes[0], Literal)
    ]

    def locate(triple: Triple) -> Location | None:
        if triple in stated:
            return stated[triple]
        places = knowledge.places.of(triple, facts.graphs(triple))
        return Location(places[0].file, places[0].line, places[0].column) if places else None

    return tuple(told(clashes, Solver(program, facts), locate, lambda name: int(name == file.path)))
