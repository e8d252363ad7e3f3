"""Rules, as every engine and every explanation uses them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from .. import terms

TRIPLE: Final = "triple"
ASSERTED: Final = "asserted"
CLASH: Final = "clash"
GIVEN: Final = frozenset({ASSERTED, "literal", "value", "equal", "zero", "one", "known_datatype"})
"""Predicates whose facts come from outside the rules: what is asserted, and what literals mean."""

STANDARD: Final = "owl2rl"
TYPE: Final = NamedNode(terms.RDF + "type")
NO_AXIOMS: Final = frozenset(
    [TYPE, *(NamedNode(terms.RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy"))]
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A placeholder in a rule; the same name means the same node within one rule."""

    name: str


Term = Variable | NamedNode | BlankNode | Literal


class Atom(NamedTuple):
    """A predicate of the rule program with its terms, as in `triple(?x, rdf:type, ?c)`."""

    predicate: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Rule:
    """If all of `body` holds, none of `absent`, and each pair in `different` differs, `head` holds too."""

    name: str
    head: Atom
    body: tuple[Atom, ...]
    absent: tuple[Atom, ...]
    different: tuple[tuple[Term, Term], ...]
    file: str
    line: int

    @property
    def is_standard(self) -> bool:
        """Whether the rule stands in the W3C tables, or serves one that does."""
        return Path(self.file).name.startswith(STANDARD)


@dataclass(frozen=True)
class Program:
    """The rules that hold together, in the order of their files."""

    rules: tuple[Rule, ...]

    @cached_property
    def by_head(self) -> dict[str, tuple[Rule, ...]]:
        """The rules for each derived predicate."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.head.predicate, []).append(rule)
        return {predicate: tuple(rules) for predicate, rules in found.items()}

    @cached_property
    def schema(self) -> frozenset[str]:
        """The derived predicates that rest on the schema alone: on axioms and lists, not on individuals."""
        found = set(self.by_head) - {TRIPLE, CLASH}
        while True:
            kept = {p for p in found if all(_of_schema(a, found) for r in self.by_head[p] for a in r.body)}
            if kept == found:
                return frozenset(kept)
            found = kept

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The derived predicates that rest on what is asserted alone, whatever follows from it."""
        found = set(self.by_head) - {TRIPLE, CLASH}
        while True:
            kept = {
                predicate
                for predicate in found
                if all(
                    atom.predicate in found or atom.predicate == ASSERTED
                    for rule in self.by_head[predicate]
                    for atom in (*rule.body, *rule.absent)
                )
            }
            if kept == found:
                return frozenset(kept)
            found = kept

    @cached_property
    def plain(self) -> frozenset[str]:
        """The helper predicates whose rules all conclude them of different variables."""
        return frozenset(
            predicate
            for predicate, rules in self.by_head.items()
            if predicate not in (TRIPLE, CLASH)
            and all(
                all(isinstance(term, Variable) for term in rule.head.terms)
                and len(set(rule.head.terms)) == len(rule.head.terms)
                for rule in rules
            )
        )

    @cached_property
    def recursive(self) -> frozenset[str]:
        """The helper predicates that rest on themselves, directly or by others."""
        uses = {
            predicate: {atom.predicate for rule in rules for atom in rule.body} - {TRIPLE, CLASH}
            for predicate, rules in self.by_head.items()
        }
        for _ in uses:
            uses = {p: used.union(*(uses.get(other, ()) for other in used)) for p, used in uses.items()}
        return frozenset(predicate for predicate, used in uses.items() if predicate in used)

    @cached_property
    def axioms(self) -> frozenset[object]:
        """The words by which the rules know axioms: predicates, and classes of what axioms are about."""
        atoms = [atom for rule in self.rules for atom in rule.body if atom.predicate == TRIPLE]
        words: set[object] = {atom.terms[1] for atom in atoms if is_axiomatic(atom.terms[1])}
        return frozenset(words | {atom.terms[2] for atom in atoms if is_schema(TYPE, atom.terms[2])})

    @property
    def names(self) -> tuple[str, ...]:
        """The name of each rule, once, in the order of the files."""
        return tuple(dict.fromkeys(rule.name for rule in self.rules))


def _of_schema(atom: Atom, helpers: set[str]) -> bool:
    return atom.predicate in helpers or (atom.predicate == TRIPLE and is_axiomatic(atom.terms[1]))


def is_axiomatic(predicate: object) -> bool:
    """Whether the predicate is one of RDF, RDFS or OWL by which rules know axioms: such triples are few."""
    return (
        isinstance(predicate, NamedNode)
        and predicate.value.startswith((terms.RDF, terms.RDFS, terms.OWL))
        and predicate not in NO_AXIOMS
    )


def is_schema(predicate: object, value: object) -> bool:
    """Whether a triple with these is about terms: an axiom, or what kind of term something is."""
    if predicate == TYPE:
        return isinstance(value, NamedNode) and value.value.startswith(terms.OWL)
    return is_axiomatic(predicate)
