"""Statements in plain English, made from the labels of what they are about."""

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .. import terms
from ..check.vocabulary import short
from .facts import Facts, Node, nodes_of
from .nearest import UNKNOWN
from .phrases import a, clause
from .rules import ASSERTED, TRIPLE, Atom, is_axiomatic

RDF, RDFS, OWL = terms.RDF, terms.RDFS, terms.OWL
TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
NAMES: Final = (NamedNode(RDFS + "label"), NamedNode(terms.SKOS + "prefLabel"))

# What an axiom says: {s} and {o} are the names of its ends, {a_s} and {a_o} with an article; {then}, {both},
# {one} and {list} put together the names in the list at its end.
AXIOMS: Final = {
    RDFS + "subClassOf": "every {s} is {a_o}",
    RDFS + "subPropertyOf": "where “{s}” holds, “{o}” holds too",
    RDFS + "domain": "whatever has “{s}” is {a_o}",
    RDFS + "range": "whatever “{s}” leads to is {a_o}",
    OWL + "equivalentClass": "to be {a_s} is to be {a_o}",
    OWL + "equivalentProperty": "“{s}” and “{o}” mean the same",
    OWL + "inverseOf": "“{s}” is “{o}” seen from the other end",
    OWL + "propertyChainAxiom": "{then} together make “{s}”",
    OWL + "disjointWith": "nothing is both {a_s} and {a_o}",
    OWL + "complementOf": "nothing is both {a_s} and {a_o}",
    OWL + "propertyDisjointWith": "“{s}” and “{o}” never link the same two things",
    OWL + "intersectionOf": "{a_s} is whatever is {both}",
    OWL + "unionOf": "{a_s} is whatever is {one}",
    OWL + "oneOf": "the only {s} instances are {list}",
    OWL + "hasKey": "no two {s} instances agree in {list}",
    OWL + "sameAs": "{s} and {o} are one and the same",
    OWL + "differentFrom": "{s} and {o} are not the same",
    OWL + "members": "{list} exclude one another",
    OWL + "distinctMembers": "{list} all differ",
}
KINDS: Final = {
    OWL + "TransitiveProperty": "“{s}” leads on from what it leads to",
    OWL + "SymmetricProperty": "“{s}” holds both ways",
    OWL + "AsymmetricProperty": "“{s}” never holds both ways",
    OWL + "IrreflexiveProperty": "“{s}” never leads from a thing to itself",
    OWL + "FunctionalProperty": "“{s}” leads to one thing only",
    OWL + "InverseFunctionalProperty": "“{s}” leads to a thing from one only",
}
HELPERS: Final = {
    "side": "{0} and {1} count as one side: one is the agency, a part or the successor of the other",
    "from": "{0} is the state {1}, an agency of it, or based in it",
}
# What makes up an anonymous class or a list; its name tells this already.
RESTRICTIONS: Final = {
    OWL + "someValuesFrom": "thing whose {p} is {a_v}",
    OWL + "allValuesFrom": "thing of which each {p} is {a_v}",
    OWL + "hasValue": "thing whose {p} is {v}",
    OWL + "maxCardinality": "thing with at most {v} “{p}”",
    OWL + "maxQualifiedCardinality": "thing with at most {v} “{p}” of a kind",
}
GROUPS: Final = {
    OWL + "intersectionOf": " that is also {}",
    OWL + "unionOf": " or {}",
    OWL + "oneOf": " or {}",
}
PARTS: Final = frozenset(
    [FIRST.value, REST.value, OWL + "onProperty", OWL + "onClass", *RESTRICTIONS]
    + [OWL + name for name in ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")]
)
OF_INDIVIDUALS: Final = frozenset(
    [OWL + "sameAs", OWL + "differentFrom"]
    + [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
)


class Words:
    """Names for nodes and sentences for triples, from the labels among some facts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def label(self, node: Node) -> str:
        """The English label, else one without a language, else another; empty where there is none."""
        labels = [found for label in NAMES for found in self._facts.objects(node, label)]
        named = {label.language: label.value for label in labels if isinstance(label, Literal)}
        return named.get("en") or named.get(None) or next(iter(named.values()), "")

    def name(self, node: Node | None) -> str:
        """What the node is called: by its label, as a record, as the class it describes, or by its IRI."""
        if node is None:
            return "something"
        if isinstance(node, Literal):
            return f"“{node.value}”"
        if isinstance(node, BlankNode):
            return self._described(node)
        if node.value.startswith(UNKNOWN):
            number, _, variable = node.value.removeprefix(UNKNOWN).partition("-")
            return f"some ?{variable.partition('.')[0]}{number}"
        label = self.label(node)
        if label:
            return f"“{label}”" if node.value.startswith(terms.CONCEPT) else label
        return self._record(node) or short(node.value)

    def says(self, triple: Triple) -> str:
        """What a triple says, without a full stop."""
        return self._says(*nodes_of(triple))

    def asks(self, atom: Atom) -> str:
        """What a condition asks for, where every node in it is known or named as unknown."""
        if atom.predicate not in (TRIPLE, ASSERTED):
            names = [self.name(term) for term in atom.terms]  # type: ignore[arg-type]
            told = HELPERS.get(atom.predicate)
            return told.format(*names) if told else f"{atom.predicate} of {' and '.join(names)}"
        subject, predicate, value = atom.terms
        return self._says(subject, predicate, value)  # type: ignore[arg-type]

    def _says(self, subject: Node, predicate: NamedNode, value: Node) -> str:
        if predicate == TYPE and isinstance(value, NamedNode) and value.value in KINDS:
            return KINDS[value.value].format(s=self.name(subject))
        if predicate == TYPE:
            return f"{self.name(subject)} is {a(self.name(value))}"
        if predicate.value in AXIOMS:
            return self._axiom(subject, predicate, value)
        if predicate in NAMES and isinstance(subject, NamedNode):
            return f"{short(subject.value)} is called {self.name(value)} ({short(predicate.value)})"
        label = self.label(predicate)
        if not label:
            return f"{self.name(subject)} “{short(predicate.value)}” {self.name(value)}"
        return clause(self.name(subject), label, self.name(value))

    def _axiom(self, subject: Node, predicate: NamedNode, value: Node) -> str:
        s, o = self.name(subject), self.name(value)
        members = [self.name(member) for member in self._members(value)]
        return AXIOMS[predicate.value].format(
            s=s,
            o=o,
            a_s=a(s),
            a_o=a(o),
            then=", then ".join(f"“{member}”" for member in members),
            both=" and ".join(map(a, members)),
            one=" or ".join(map(a, members)),
            list=", ".join(members),
        )

    def _record(self, node: NamedNode) -> str:
        """What a record is called: its kind, its owner and what it ties to it, as its IRI has them."""
        local = node.value.removeprefix(terms.ID)
        owner, *others = local.split("--")
        if local == node.value or not others:
            return ""
        kinds = (nodes_of(triple)[2] for triple in self._facts.match((node, TYPE, None), asserted=True))
        kind = next(filter(None, map(self.label, kinds)), others[0].replace("-", " "))
        ends = [
            self.label(NamedNode(terms.ID + part)) or part.replace("-", " ") for part in (owner, *others[1:])
        ]
        return f"the {kind} “{': '.join(ends[:2])}{''.join(f', {end}' for end in ends[2:])}”"

    def _members(self, node: Node) -> list[Node]:
        """The members of a list, in order."""
        found: list[Node] = []
        seen = set()
        while node not in seen:
            seen.add(node)
            found += self._facts.objects(node, FIRST)
            node = next(iter(self._facts.objects(node, REST)), node)
        return found

    def _described(self, node: BlankNode) -> str:
        stated = map(nodes_of, self._facts.match((node, None, None), asserted=True))
        about = {predicate.value: value for _, predicate, value in stated}
        for predicate, template in RESTRICTIONS.items():
            if predicate in about:
                wanted = self.name(about[predicate])
                on = self.name(about.get(OWL + "onProperty")).removeprefix("has ")
                return template.format(p=on, v=wanted, a_v=a(wanted))
        for predicate, template in GROUPS.items():
            if predicate in about:
                first, *others = map(self.name, self._members(about[predicate]))
                return first + "".join(template.format(a(other)) for other in others)
        return "something unnamed"


def is_part(triple: Triple) -> bool:
    """Whether the triple only tells how a list, an unnamed class or a group of terms is made up."""
    subject, predicate, value = nodes_of(triple)
    if predicate == TYPE:
        return isinstance(value, NamedNode) and value.value.startswith(OWL + "All")
    return predicate.value in PARTS or (isinstance(subject, BlankNode) and predicate.value in GROUPS)


def is_axiom(triple: Triple) -> bool:
    """Whether the triple is about the terms themselves, not about individuals."""
    kind = triple.object.value if isinstance(triple.object, NamedNode) else ""
    if triple.predicate.value in OF_INDIVIDUALS:
        return False
    return is_axiomatic(triple.predicate) or (triple.predicate == TYPE and kind in KINDS)
