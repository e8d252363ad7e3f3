"""Statements in plain English, made from the labels of what they are about."""

from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .. import terms
from ..check.vocabulary import short
from .facts import Facts, Node, nodes_of

RDF, RDFS, OWL = terms.RDF, terms.RDFS, terms.OWL
TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
NAMES: Final = (NamedNode(RDFS + "label"), NamedNode(terms.SKOS + "prefLabel"))

# What an axiom says: {s} and {o} are the names of its ends, {a_s} and {a_o} with an article; {then}, {both},
# {one} and {list} put together the names in the list at its end.
AXIOMS: Final = {
    RDFS + "subClassOf": "every {s} is {a_o}",
    RDFS + "subPropertyOf": "what “{s}” links, “{o}” links too",
    RDFS + "domain": "whatever has “{s}” is {a_o}",
    RDFS + "range": "whatever “{s}” leads to is {a_o}",
    OWL + "equivalentClass": "every {s} is {a_o}, and every {o} is {a_s}",
    OWL + "equivalentProperty": "“{s}” and “{o}” mean the same",
    OWL + "inverseOf": "“{s}” is “{o}” seen from the other end",
    OWL + "propertyChainAxiom": "“{s}” leads where {then} lead",
    OWL + "disjointWith": "nothing is both {a_s} and {a_o}",
    OWL + "complementOf": "nothing is both {a_s} and {a_o}",
    OWL + "propertyDisjointWith": "“{s}” and “{o}” never link the same two things",
    OWL + "intersectionOf": "{a_s} is whatever is {both}",
    OWL + "unionOf": "{a_s} is whatever is {one}",
    OWL + "oneOf": "the {s}s are {list}",
    OWL + "hasKey": "no two {s}s agree in {list}",
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
# What makes up an anonymous class or a list; its name tells this already.
RESTRICTIONS: Final = {
    OWL + "someValuesFrom": "thing whose “{p}” is {a_v}",
    OWL + "allValuesFrom": "thing of which each “{p}” is {a_v}",
    OWL + "hasValue": "thing whose “{p}” is {v}",
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


class Words:
    """Names for nodes and sentences for triples, from the labels among some facts."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def name(self, node: Node | None) -> str:
        """The English label, else another, else the IRI with its prefix; an unnamed class is described."""
        if node is None:
            return "something"
        if isinstance(node, Literal):
            return f"“{node.value}”"
        if isinstance(node, BlankNode):
            return self._described(node)
        labels = [found for label in NAMES for found in self._facts.objects(node, label)]
        named = {label.language: label.value for label in labels if isinstance(label, Literal)}
        return named.get("en") or named.get(None) or next(iter(named.values()), short(node.value))

    def says(self, triple: Triple) -> str:
        """What a triple says, without a full stop."""
        subject, predicate, value = nodes_of(triple)
        if predicate == TYPE and isinstance(value, NamedNode) and value.value in KINDS:
            return KINDS[value.value].format(s=self.name(subject))
        if predicate == TYPE:
            return f"{self.name(subject)} is {a(self.name(value))}"
        if predicate.value not in AXIOMS:
            return f"{self.name(subject)} “{self.name(predicate)}” {self.name(value)}"
        s, o = self.name(subject), self.name(value)
        members = [self.name(member) for member in self._members(value)]
        return AXIOMS[predicate.value].format(
            s=s,
            o=o,
            a_s=a(s),
            a_o=a(o),
            then=" and then ".join(f"“{member}”" for member in members),
            both=" and ".join(map(a, members)),
            one=" or ".join(map(a, members)),
            list=", ".join(members),
        )

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
                on = self.name(about.get(OWL + "onProperty"))
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


def a(name: str) -> str:
    """The name of a class with its article."""
    return f"an {name}" if name[:1].lower() in "aeiou" and not name.startswith("one ") else f"a {name}"
