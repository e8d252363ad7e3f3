"""A closure that takes in what is stated later without starting anew."""

from collections.abc import Iterable
from typing import Final, cast

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms
from .chain import Chainer, as_triple, needs_rebuild
from .closure import Clash, infer, is_news
from .facts import Facts, nodes_of
from .rules import ASSERTED, CLASH, TRIPLE, Program

OF_INDIVIDUALS: Final = {
    NamedNode(terms.OWL + name) for name in ("sameAs", "differentFrom", "Thing", "Nothing")
}


class Growing:
    """What is asserted, and what follows from it, as infer() would give it.

    `inferred` holds the triples that follow, those about unnamed nodes too, and `clashes` the contradictions.
    It starts anew where what is added could take something back or is an axiom, which Nemo is faster with;
    and always with `sameas`, for which the program must be loaded with it, too. Raises ReasonerError where
    Nemo is missing or breaks down.
    """

    def __init__(self, triples: Iterable[Triple], program: Program, *, sameas: bool = False) -> None:
        self._program = program
        self._sameas = sameas
        self._asserted = dict.fromkeys(triples)
        self._axioms = program.axioms - OF_INDIVIDUALS
        self._start()

    def _start(self) -> None:
        closure = infer(self._asserted, self._program, sameas=self._sameas)
        self.inferred = {*closure.triples(), *closure.triples(anonymous=True)}
        self.clashes = set(closure.clashes)
        facts = Facts(self._asserted, (*self.inferred, *closure.silently()))
        self._chainer = Chainer(self._program, facts)

    def add(self, triples: Iterable[Triple]) -> bool:
        """Takes in what is stated now; says whether it had to start anew for it."""
        new = [triple for triple in dict.fromkeys(triples) if triple not in self._asserted]
        self._asserted.update(dict.fromkeys(new))
        axioms = any(t.predicate in self._axioms or t.object in self._axioms for t in new)
        if self._sameas or axioms or needs_rebuild(self._program, new):
            self._start()
            return True
        stated = [(TRIPLE, nodes_of(triple)) for triple in new if not self._chainer.facts.holds(triple)]
        asserted = [(ASSERTED, nodes_of(triple)) for triple in new]
        self._chainer.facts.state(new)
        for predicate, nodes in self._chainer.add(asserted, stated):
            if predicate == CLASH:
                self.clashes.add(Clash(cast(Literal, nodes[0]).value, nodes[1:]))
            elif (triple := as_triple(nodes)) is not None and is_news(triple):
                self.inferred.add(triple)
        self.inferred.difference_update(new)
        return False

    def remove(self, triples: Iterable[Triple]) -> None:
        """Takes back what was stated, and starts anew: what else rested on it is not known."""
        for triple in triples:
            self._asserted.pop(triple, None)
        self._start()
