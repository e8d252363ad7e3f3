"""What `spaceonto reason` does: the closure of RDF of any kind, or the contradictions in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import RdfFormat, serialize

from ..check.report import Finding
from ..dataset import Dataset
from .clash import tell
from .closure import Closure, infer, statements
from .coverage import Reader
from .rules import Program


@dataclass(frozen=True)
class Conclusions:
    """What follows from a dataset, the contradictions in it, and the axioms in it that no rule reads."""

    dataset: Dataset
    closure: Closure
    contradictions: tuple[Finding, ...]
    unread: tuple[str, ...]

    def lines(self, *, new_only: bool = False) -> Iterator[bytes]:
        """The closure as N-Triples: what is stated, unless only what is new is wanted, and what follows."""
        if not new_only:
            for triple in dict.fromkeys(self.dataset.triples()):
                yield serialize([triple], format=RdfFormat.N_TRIPLES) or b""
        for anonymous in (False, True):
            yield from (line.encode() for line in self.closure.ntriples(anonymous=anonymous))


def conclude(
    dataset: Dataset, program: Program, *, reasoner: str = "nemo", sameas: bool = False
) -> Conclusions:
    """Reasons over a dataset; the program must be loaded with the same `sameas`.

    Raises ReasonerError where the reasoner is missing or breaks down.
    """
    closure = infer(statements(dataset), program, reasoner=reasoner, sameas=sameas)
    reader = Reader(program)
    unread = dict.fromkeys(filter(None, map(reader.unread, statements(dataset))))
    return Conclusions(dataset, closure, tuple(tell(closure, dataset, program)), tuple(unread))
