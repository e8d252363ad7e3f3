"""What follows from triples under the rules, without what would tell nobody anything."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, cast

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .. import terms
from ..dataset import Dataset
from . import nemo, owl
from .encode import Numbers, Rows
from .facts import Node
from .reads import without_idle_literals
from .rules import Program

ALIGNMENTS: Final = terms.GRAPH + "ontology/alignments/"
REASONERS: Final = ("nemo", "owlrl", "none")
REFLEXIVE: Final = frozenset(
    NamedNode(iri)
    for iri in (
        terms.RDFS + "subClassOf",
        terms.RDFS + "subPropertyOf",
        terms.OWL + "equivalentClass",
        terms.OWL + "equivalentProperty",
        terms.OWL + "sameAs",
    )
)
EVERYTHING: Final = frozenset({NamedNode(terms.OWL + "Thing"), NamedNode(terms.RDFS + "Resource")})
VOCABULARIES: Final = (terms.RDF, terms.RDFS, terms.OWL, terms.XSD)


class Clash(NamedTuple):
    """A contradiction: the rule that found it, and the nodes it is about."""

    rule: str
    nodes: tuple[Node, ...]


def _no_rows() -> Rows:
    return array("I")


@dataclass(frozen=True)
class Closure:
    """What follows beyond what is asserted; `memory` is what the reasoner took apart, in MiB."""

    nodes: Sequence[object]
    rows: Rows
    anonymous: Rows
    """Rows about nodes without a name, which serve explanations only."""
    clashes: tuple[Clash, ...]
    memory: int
    silent: Rows = field(default_factory=_no_rows)
    """Rows that are no news but of RDF, which may lead to some when more is stated."""

    def __len__(self) -> int:
        """How many triples follow."""
        return len(self.rows) // 3

    def triples(self, *, anonymous: bool = False) -> Iterator[Triple]:
        """The triples that follow, in the order of their N-Triples; on request those about unnamed nodes."""
        return self._triples(self.anonymous if anonymous else self.rows)

    def silently(self) -> Iterator[Triple]:
        """The triples that are no news."""
        return self._triples(self.silent)

    def _triples(self, rows: Rows) -> Iterator[Triple]:
        for row in _in_rows(rows):
            yield Triple(*(self.nodes[number] for number in row))  # type: ignore[arg-type]

    def ntriples(self, *, anonymous: bool = False) -> Iterator[str]:
        """The same as lines of N-Triples."""
        texts = [str(node) for node in self.nodes]
        for s, p, o in _in_rows(self.anonymous if anonymous else self.rows):
            yield f"{texts[s]} {texts[p]} {texts[o]} .\n"


def statements(dataset: Dataset) -> Iterator[Triple]:
    """What is reasoned over: all but the alignments, which lead to foreign terms without importing them."""
    for file in dataset.files:
        if not file.graph.value.startswith(ALIGNMENTS):
            yield from (located.triple for located in file.located)


def infer(
    triples: Iterable[Triple],
    program: Program,
    *,
    reasoner: str = "nemo",
    sameas: bool = False,
    folder: Path | None = None,
) -> Closure:
    """The closure of the triples under the program.

    `reasoner` is nemo, owlrl (slow), or none, for which nothing follows; `folder` holds files for the time
    being. Raises ReasonerError where the reasoner is missing or breaks down.
    """
    asserted = list(dict.fromkeys(triples))
    if reasoner == "none":
        return Closure((), _no_rows(), _no_rows(), (), 0)
    given = without_idle_literals(program, asserted)
    if reasoner == "owlrl":
        derived = owl.close(given, program, sameas=sameas)
    else:
        derived = nemo.close(given, program, folder)
    numbers = derived.numbers
    idle = set(asserted).difference(given) if len(given) < len(asserted) else set()
    named, anonymous, silent = _news(numbers, derived.rows, idle)
    clashes = {
        Clash(cast(Literal, numbers.nodes[rule]).value, _nodes(numbers, rest))
        for rule, *rest in derived.clashes
    }
    inorder = tuple(sorted(clashes, key=str))
    return Closure(numbers.nodes, named, anonymous, inorder, derived.memory, silent)


def is_news(triple: Triple) -> bool:
    """Whether a triple that follows tells something, by what it says alone: see infer()."""
    s, p, o = triple
    return not (str(s)[1:].startswith(VOCABULARIES) or o in EVERYTHING or (s == o and p in REFLEXIVE))


def _news(numbers: Numbers, rows: Rows, idle: set[Triple]) -> tuple[Rows, Rows, Rows]:
    """The rows that tell something, in order: those about named nodes, and the others; then those of no news.

    Left out is what is no RDF, having a literal as its subject or no IRI as its predicate, and what is
    asserted but no rule read. No news is what is about the vocabularies of RDF and OWL themselves, says that
    something is below or the same as itself, or is a thing.
    """
    nodes = numbers.nodes
    blank = {n for n, node in enumerate(nodes) if isinstance(node, BlankNode)}
    literal = {n for n, node in enumerate(nodes) if isinstance(node, Literal)}
    words = {n for n, node in enumerate(nodes) if str(node)[1:].startswith(VOCABULARIES)}
    no_predicate = blank | literal
    everything = {n for n, node in enumerate(nodes) if node in EVERYTHING}
    reflexive = {n for n, node in enumerate(nodes) if node in REFLEXIVE}
    named, anonymous, silent = _no_rows(), _no_rows(), _no_rows()
    for s, p, o in _in_order(rows):
        if s in literal or p in no_predicate:
            continue
        if o in literal and Triple(*_nodes(numbers, (s, p, o))) in idle:  # type: ignore[arg-type]
            continue
        if s in words or o in everything or (s == o and p in reflexive):
            silent.extend((s, p, o))
        else:
            (anonymous if s in blank or o in blank else named).extend((s, p, o))
    return named, anonymous, silent


def _nodes(numbers: Numbers, row: Iterable[int]) -> tuple[Node, ...]:
    return tuple(cast(Node, numbers.nodes[number]) for number in row)


def _in_rows(rows: Rows) -> Iterator[tuple[int, int, int]]:
    numbers = iter(rows)
    return zip(numbers, numbers, numbers, strict=True)


def _in_order(rows: Rows) -> Iterable[tuple[int, int, int]]:
    """The rows by number; Nemo gives them so, which need not be so for ever."""
    before = (-1, 0, 0)
    for row in _in_rows(rows):
        if row < before:
            return sorted(_in_rows(rows))
        before = row
    return _in_rows(rows)
