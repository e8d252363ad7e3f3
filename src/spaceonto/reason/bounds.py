"""How many steps a proof takes at least, by the kind of the fact: with that, a search looks at few."""

from typing import Final

from pyoxigraph import NamedNode

from .facts import Facts, Node
from .match import Bindings, Fact, value
from .openings import Opening, Openings
from .rules import ASSERTED, GIVEN, TRIPLE, TYPE, Atom, is_axiomatic

SOME: Final = NamedNode("urn:some")
ROUNDS: Final = 30

Kind = tuple[Node, Node | None]
"""A property, and of rdf:type the class too."""


class Bounds:
    """Bounds from below, the same for all facts of a kind, as long as the schema stays as it is."""

    def __init__(self, openings: Openings, facts: Facts) -> None:
        self._openings = openings
        self._facts = facts
        self._known: dict[Kind, int] = {}

    def least(self, fact: Fact) -> int:
        """A number of steps below which no proof of a fact that is not asserted can stay."""
        predicate, nodes = fact
        if predicate != TRIPLE or is_axiomatic(nodes[1]):
            return 1
        kind = nodes[1], nodes[2] if nodes[1] == TYPE else None
        if kind not in self._known:
            self._find(kind)
        return self._known[kind]

    def forget(self) -> None:
        """To be called where the schema has grown."""
        self._known.clear()

    def _find(self, wanted: Kind) -> None:
        """The bounds of a kind and of all on which it hangs, raised until they hold together."""
        ways: dict[Kind, list[list[Kind]]] = {}
        waiting = {wanted}
        while waiting:
            kind = waiting.pop()
            ways[kind] = [_needed(one) for one in self._of(kind) if not _is_of_literals(one)]
            waiting |= {other for needed in ways[kind] for other in needed} - ways.keys()
        free = {kind for kind in ways if self._is_stated(kind)}
        bounds = {kind: int(kind not in free) for kind in ways}
        for _ in range(ROUNDS):
            raised = {kind: 0 if kind in free else _cheapest(ways[kind], bounds) for kind in ways}
            if raised == bounds:
                break
            bounds = raised
        # Of what is stated here and there, other facts follow.
        self._known |= {kind: _cheapest(found, bounds) for kind, found in ways.items()}

    def _of(self, kind: Kind) -> tuple[Opening, ...]:
        property_, class_ = kind
        return self._openings.of((TRIPLE, (SOME, property_, class_ or SOME)))

    def _is_stated(self, kind: Kind) -> bool:
        return any(True for _ in self._facts.match((None, *kind), asserted=True))


def _cheapest(ways: list[list[Kind]], bounds: dict[Kind, int]) -> int:
    return 1 + min((sum(bounds[kind] for kind in needed) for needed in ways), default=0)


def _needed(one: Opening) -> list[Kind]:
    """The kinds of the triples that are wanted, as far as they are known and about individuals."""
    kinds = (_kind(atom, one.bindings) for _, atom in one.rest)
    return [kind for kind in kinds if kind is not None]


def _kind(atom: Atom, bindings: Bindings) -> Kind | None:
    if atom.predicate != TRIPLE:
        return None
    property_, end = (value(term, bindings) for term in atom.terms[1:])
    if property_ is None or is_axiomatic(property_) or (property_ == TYPE and end is None):
        return None
    return property_, end if property_ == TYPE else None


def _is_of_literals(one: Opening) -> bool:
    """Whether it concludes something of a literal, which is no triple."""
    subject = one.rule.head.terms[0]
    return any(atom.predicate in GIVEN - {ASSERTED} and atom.terms[0] == subject for _, atom in one.rest)
