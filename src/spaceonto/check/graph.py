"""A small look-up over triples, for shapes and reports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms

Term = NamedNode | BlankNode | Literal

FIRST: Final = terms.RDF + "first"
REST: Final = terms.RDF + "rest"
TYPE: Final = terms.RDF + "type"


class Graph:
    """Triples, found by subject and by predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = tuple(dict.fromkeys(triples))
        self._about: defaultdict[Term, list[tuple[str, Term]]] = defaultdict(list)
        self._with: defaultdict[str, list[tuple[Term, Term]]] = defaultdict(list)
        for subject, predicate, value in self.triples:
            self._about[subject].append((predicate.value, value))
            self._with[predicate.value].append((subject, value))

    def about(self, subject: Term) -> list[tuple[str, Term]]:
        """What is said of a subject: predicates and values."""
        return self._about.get(subject, [])

    def using(self, predicate: str) -> list[tuple[Term, Term]]:
        """The subjects and values of a predicate."""
        return self._with.get(predicate, [])

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """The values that a subject has for a predicate."""
        return [value for found, value in self.about(subject) if found == predicate]

    def value(self, subject: Term, predicate: str) -> Term | None:
        """One value that a subject has for a predicate, or None."""
        return next(iter(self.values(subject, predicate)), None)

    def ntriples(self) -> str:
        """The triples as N-Triples."""
        return cast(bytes, serialize(self.triples, format=RdfFormat.N_TRIPLES)).decode()

    def predicates(self) -> Iterator[str]:
        """Every predicate, once."""
        return iter(self._with)

    def below(self, class_: str) -> set[str]:
        """A class and all classes that stand under it."""
        found: set[str] = set()
        waiting = [class_]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._directly_below.get(current, ()))
        return found

    @cached_property
    def _directly_below(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for narrow, broad in self.using(terms.RDFS + "subClassOf"):
            if isinstance(narrow, NamedNode) and isinstance(broad, NamedNode):
                found[broad.value].add(narrow.value)
        return found


def items(graph: Graph, node: Term) -> Iterator[Term]:
    """The items of a list; stops where the list is broken or bites its own tail."""
    seen = set()
    current: Term | None = node
    while current is not None and current not in seen:
        seen.add(current)
        first = graph.value(current, FIRST)
        if first is None:
            return
        yield first
        current = graph.value(current, REST)


def text_of(term: Term | Triple) -> str:
    """IRIs written out, blank nodes as `_:name`, literals as in N-Triples."""
    return term.value if isinstance(term, NamedNode) else str(term)
