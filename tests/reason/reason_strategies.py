"""Small random ontologies over every kind of axiom that a rule reads, and the closure by two engines."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from spaceonto import terms

RULES = Path(__file__).parents[2] / "ontology" / "rules"
EX = "http://example.org/"
RDF, RDFS, OWL, XSD = terms.RDF, terms.RDFS, terms.OWL, terms.XSD
TYPE = NamedNode(RDF + "type")


def n(name: str) -> NamedNode:
    return NamedNode(EX + name)


def owl(name: str) -> NamedNode:
    return NamedNode(OWL + name)


def rdfs(name: str) -> NamedNode:
    return NamedNode(RDFS + name)


CLASSES = [n(name) for name in "ABCDE"]
PROPERTIES = [n(name) for name in "pqrs"]
VALUES = [n(name) for name in ("u", "v")]
PEOPLE = [n(name) for name in "abcd"]
LITERALS = [
    Literal("x"),
    Literal("y"),
    Literal("x", language="en"),
    Literal("3", datatype=NamedNode(XSD + "integer")),
    Literal("4", datatype=NamedNode(XSD + "integer")),
    Literal("2020-01-01", datatype=NamedNode(XSD + "date")),
]
cls = st.sampled_from(CLASSES)
prop = st.sampled_from(PROPERTIES)
data = st.sampled_from(VALUES)
who = st.sampled_from(PEOPLE)
what = st.sampled_from(LITERALS)


def listed(members: list[object]) -> tuple[object, list[Triple]]:
    """The head of a list and its triples."""
    cells = [BlankNode(f"l{place}") for place in range(len(members))]
    rests = [*cells[1:], NamedNode(RDF + "nil")]
    triples = []
    for cell, member, rest in zip(cells, members, rests, strict=True):
        triples += [
            Triple(cell, NamedNode(RDF + "first"), member),
            Triple(cell, NamedNode(RDF + "rest"), rest),
        ]
    return cells[0], triples


def linked(
    predicate: NamedNode, subjects: st.SearchStrategy, objects: st.SearchStrategy
) -> st.SearchStrategy:
    return st.builds(lambda s, o: [Triple(s, predicate, o)], subjects, objects)


def with_list(
    predicate: NamedNode, subjects: st.SearchStrategy, members: st.SearchStrategy, least: int = 1
) -> st.SearchStrategy:
    def make(subject: object, found: list[object]) -> list[Triple]:
        head, triples = listed(found)
        return [Triple(subject, predicate, head), *triples]

    return st.builds(make, subjects, st.lists(members, min_size=least, max_size=3))


def restriction(
    make: Callable[..., list[tuple[NamedNode, object]]], *parts: st.SearchStrategy
) -> st.SearchStrategy:
    """A class that is below, above, or the same as a restriction."""

    def build(named: NamedNode, way: str, *values: object) -> list[Triple]:
        node = BlankNode("r")
        body = [Triple(node, predicate, value) for predicate, value in make(*values)]
        tie = {
            "below": Triple(named, rdfs("subClassOf"), node),
            "above": Triple(node, rdfs("subClassOf"), named),
            "same": Triple(named, owl("equivalentClass"), node),
        }[way]
        return [tie, Triple(node, TYPE, owl("Restriction")), *body]

    return st.builds(build, cls, st.sampled_from(["below", "above", "same"]), *parts)


def group(kind: str, members: st.SearchStrategy, by: str = "members") -> st.SearchStrategy:
    def make(found: list[object]) -> list[Triple]:
        head, triples = listed(found)
        node = BlankNode("g")
        return [Triple(node, TYPE, owl(kind)), Triple(node, owl(by), head), *triples]

    return st.builds(make, st.lists(members, min_size=2, max_size=3, unique=True))


def number(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "nonNegativeInteger"))


def denied(by: str) -> Callable[..., list[Triple]]:
    """A negative assertion."""

    def make(subject: object, predicate: object, value: object) -> list[Triple]:
        node = BlankNode("n")
        parts = {"sourceIndividual": subject, "assertionProperty": predicate, by: value}
        return [
            Triple(node, TYPE, owl("NegativePropertyAssertion")),
            *(Triple(node, owl(name), part) for name, part in parts.items()),
        ]

    return make


some_property = st.one_of(prop, data)
datatype = st.sampled_from([NamedNode(XSD + kind) for kind in ("string", "integer")])
kind_of_property = st.sampled_from(
    [
        owl(f"{kind}Property")
        for kind in (
            "Symmetric",
            "Transitive",
            "Asymmetric",
            "Irreflexive",
            "Functional",
            "InverseFunctional",
        )
    ]
)
AXIOMS = {
    "subClassOf": linked(rdfs("subClassOf"), cls, cls),
    "equivalentClass": linked(owl("equivalentClass"), cls, cls),
    "disjointWith": linked(owl("disjointWith"), cls, cls),
    "complementOf": linked(owl("complementOf"), cls, cls),
    "subPropertyOf": linked(rdfs("subPropertyOf"), prop, prop),
    "subPropertyOf between data properties": linked(rdfs("subPropertyOf"), data, data),
    "equivalentProperty": linked(owl("equivalentProperty"), prop, prop),
    "propertyDisjointWith": linked(owl("propertyDisjointWith"), prop, prop),
    "inverseOf": linked(owl("inverseOf"), prop, prop),
    "domain": linked(rdfs("domain"), some_property, cls),
    "range": linked(rdfs("range"), prop, cls),
    "range of a datatype": linked(rdfs("range"), data, datatype),
    "kind": linked(TYPE, prop, kind_of_property),
    "functional data property": linked(TYPE, data, st.just(owl("FunctionalProperty"))),
    "chain": with_list(owl("propertyChainAxiom"), prop, prop),
    "intersectionOf": with_list(owl("intersectionOf"), cls, cls),
    "unionOf": with_list(owl("unionOf"), cls, cls),
    "oneOf": with_list(owl("oneOf"), cls, who),
    "someValuesFrom": restriction(
        lambda p, c: [(owl("onProperty"), p), (owl("someValuesFrom"), c)], prop, cls
    ),
    "some thing": restriction(
        lambda p: [(owl("onProperty"), p), (owl("someValuesFrom"), owl("Thing"))], prop
    ),
    "allValuesFrom": restriction(lambda p, c: [(owl("onProperty"), p), (owl("allValuesFrom"), c)], prop, cls),
    "hasValue": restriction(lambda p, i: [(owl("onProperty"), p), (owl("hasValue"), i)], prop, who),
    "has this literal": restriction(lambda p, i: [(owl("onProperty"), p), (owl("hasValue"), i)], data, what),
    "maxCardinality": restriction(
        lambda p, m: [(owl("onProperty"), p), (owl("maxCardinality"), m)],
        prop,
        st.sampled_from([number("0"), number("1")]),
    ),
    "maxQualifiedCardinality": restriction(
        lambda p, c, m: [(owl("onProperty"), p), (owl("onClass"), c), (owl("maxQualifiedCardinality"), m)],
        prop,
        st.one_of(cls, st.just(owl("Thing"))),
        st.sampled_from([number("0"), number("1")]),
    ),
    "AllDifferent": st.one_of(group("AllDifferent", who), group("AllDifferent", who, "distinctMembers")),
    "AllDisjointClasses": group("AllDisjointClasses", cls),
    "AllDisjointProperties": group("AllDisjointProperties", prop),
    "AllDisjointProperties of data": group("AllDisjointProperties", data),
    "hasKey": with_list(owl("hasKey"), cls, some_property),
    "not so": st.builds(denied("targetIndividual"), who, prop, who),
    "not this value": st.builds(denied("targetValue"), who, data, what),
    "some of a datatype": restriction(
        lambda p, d: [(owl("onProperty"), p), (owl("someValuesFrom"), d)], data, datatype
    ),
    "all of a datatype": restriction(
        lambda p, d: [(owl("onProperty"), p), (owl("allValuesFrom"), d)], data, datatype
    ),
    "equivalentProperty between data properties": linked(owl("equivalentProperty"), data, data),
    "propertyDisjointWith between data properties": linked(owl("propertyDisjointWith"), data, data),
    "maxCardinality of values": restriction(
        lambda p, m: [(owl("onProperty"), p), (owl("maxCardinality"), m)],
        data,
        st.sampled_from([number("0"), number("1")]),
    ),
    "differentFrom": linked(owl("differentFrom"), who, who),
    "sameAs": linked(owl("sameAs"), who, who),
    "sameAs between classes": linked(owl("sameAs"), cls, cls),
    "sameAs between properties": linked(owl("sameAs"), prop, prop),
}
"""Each kind of axiom of OWL 2 RL at least once; those without rules are refused elsewhere."""
FACTS = st.one_of(
    st.builds(lambda s, p, o: [Triple(s, p, o)], who, prop, who),
    st.builds(lambda s, c: [Triple(s, TYPE, c)], who, cls),
    st.builds(lambda s, p, o: [Triple(s, p, o)], who, data, what),
)


DECLARED = [
    *(Triple(c, TYPE, owl("Class")) for c in CLASSES),
    *(Triple(p, TYPE, owl("ObjectProperty")) for p in PROPERTIES),
    *(Triple(p, TYPE, owl("DatatypeProperty")) for p in VALUES),
]


def joined(parts: list[list[Triple]]) -> list[Triple]:
    """All parts together, the blank nodes of each apart from those of the others."""

    def own(node: object, place: int) -> object:
        return BlankNode(f"{node.value}of{place}") if isinstance(node, BlankNode) else node

    return list(
        dict.fromkeys(
            Triple(own(s, place), p, own(o, place)) for place, part in enumerate(parts) for s, p, o in part
        )
    )


ontologies = st.builds(
    lambda axioms, facts: joined([DECLARED, *axioms, *facts]),
    st.lists(st.one_of(*AXIOMS.values()), min_size=1, max_size=6),
    st.lists(FACTS, min_size=1, max_size=8),
)
"""A few axioms of any kinds, and a few facts for them to work on."""
