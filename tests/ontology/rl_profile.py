"""Whether a graph keeps to the OWL 2 RL profile: the grammar of section 4.2 of the W3C recommendation."""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

RESERVED = tuple(str(vocabulary._NS) for vocabulary in (OWL, RDF, RDFS))
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
CHARACTERISTICS = {
    OWL.AsymmetricProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
}
OTHER_TYPES = {
    OWL.AllDifferent,
    OWL.AllDisjointClasses,
    OWL.AllDisjointProperties,
    OWL.NamedIndividual,
    OWL.NegativePropertyAssertion,
    OWL.Ontology,
    OWL.Restriction,
}
TYPES = KINDS | CHARACTERISTICS | OTHER_TYPES
PREDICATES = {
    *(OWL[name] for name in ("allValuesFrom", "complementOf", "deprecated", "differentFrom", "disjointWith")),
    *(OWL[name] for name in ("assertionProperty", "sourceIndividual", "targetIndividual", "targetValue")),
    *(OWL[name] for name in ("distinctMembers", "equivalentClass", "equivalentProperty", "hasKey")),
    *(OWL[name] for name in ("hasValue", "imports", "intersectionOf", "inverseOf", "maxCardinality")),
    *(OWL[name] for name in ("maxQualifiedCardinality", "members", "onClass", "onDataRange", "oneOf")),
    *(OWL[name] for name in ("onProperty", "propertyChainAxiom", "propertyDisjointWith", "sameAs")),
    *(OWL[name] for name in ("someValuesFrom", "unionOf", "versionIRI", "versionInfo")),
    *(RDFS[name] for name in ("comment", "domain", "isDefinedBy", "label", "range", "seeAlso")),
    *(RDFS[name] for name in ("subClassOf", "subPropertyOf")),
    *(RDF[name] for name in ("first", "rest", "type")),
}
NOT_SIMPLE_REFUSES = CHARACTERISTICS - {OWL.SymmetricProperty, OWL.TransitiveProperty}
PLACED = (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.onDataRange)
# Claims are statements in the sense of RDF, so that its subject, predicate and object can be used of them.
ADMITTED = {RDF.Statement, RDFS.label, OWL.Thing, OWL.Nothing}


def outside_profile(graph: Graph) -> list[str]:
    """One line for each construct that OWL 2 RL does not allow."""
    return sorted(
        {
            *_words(graph),
            *_kinds(graph),
            *_classes(graph),
            *_restrictions_of_properties(graph),
        }
    )


def _words(graph: Graph) -> Iterator[str]:
    for subject, predicate, value in graph:
        if _reserved(predicate) and predicate not in PREDICATES:
            yield f"{subject.n3()}: {predicate.n3()} is not in the profile"
        if predicate == RDF.type and _reserved(value) and value not in TYPES:
            yield f"{subject.n3()}: type {value.n3()} is not in the profile"
        if isinstance(value, Literal) and value.datatype in (OWL.real, OWL.rational):
            yield f"{subject.n3()}: datatype {value.datatype.n3()} is not in the profile"


def _kinds(graph: Graph) -> Iterator[str]:
    for subject in set(graph.subjects(RDF.type)):
        kinds = KINDS & set(graph.objects(subject, RDF.type))
        if len(kinds) > 1:
            yield f"{subject.n3()}: declared as more than one kind"
        if (
            kinds
            and kinds != {OWL.ObjectProperty}
            and OWL.TransitiveProperty in graph.objects(subject, RDF.type)
        ):
            yield f"{subject.n3()}: only object properties can be transitive"
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for node in {*graph.subjects(predicate), *graph.objects(None, predicate)}:
            named = isinstance(node, URIRef) and not _reserved(node)
            if named and not KINDS & set(graph.objects(node, RDF.type)):
                yield f"{node.n3()}: used but not declared"
            if _reserved(node) and node not in ADMITTED:
                yield f"{node.n3()}: a word of the language itself cannot be extended"


def _classes(graph: Graph) -> Iterator[str]:
    sub, sup, both = "a subclass", "a superclass", "an equivalent class"
    for left, right in graph.subject_objects(RDFS.subClassOf):
        yield from _expression(graph, left, sub)
        yield from _expression(graph, right, sup)
    for left, right in graph.subject_objects(OWL.equivalentClass):
        yield from _expression(graph, left, both)
        yield from _expression(graph, right, both)
    for left, right in graph.subject_objects(OWL.disjointWith):
        yield from _expression(graph, left, sub)
        yield from _expression(graph, right, sub)
    for node in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for member in _list(graph, node, OWL.members):
            yield from _expression(graph, member, sub)
    for predicate in (RDFS.domain, RDFS.range):
        for subject, value in graph.subject_objects(predicate):
            if (subject, RDF.type, OWL.DatatypeProperty) not in graph or predicate == RDFS.domain:
                yield from _expression(graph, value, sup)


def _expression(graph: Graph, node: Node, place: str) -> Iterator[str]:
    """What is wrong with a class expression in the place where it stands."""
    if isinstance(node, URIRef):
        if node == OWL.Thing:
            yield f"owl:Thing cannot be {place}"
        return
    is_sub, is_super = place == "a subclass", place == "a superclass"
    for predicate, value in graph.predicate_objects(node):
        if predicate == OWL.intersectionOf or (predicate == OWL.unionOf and is_sub):
            for member in _list(graph, node, predicate):
                yield from _expression(graph, member, place)
        elif predicate == OWL.oneOf and is_sub:
            continue
        elif predicate == OWL.someValuesFrom and is_sub:
            if value != OWL.Thing and not _is_datatype(value):
                yield from _expression(graph, value, place)
        elif predicate == OWL.allValuesFrom and is_super:
            if not _is_datatype(value):
                yield from _expression(graph, value, place)
        elif predicate == OWL.complementOf and is_super:
            yield from _expression(graph, value, "a subclass")
        elif predicate in (OWL.maxCardinality, OWL.maxQualifiedCardinality) and is_super:
            if int(value) > 1:
                yield f"{predicate.n3()} {value} is above one"
        elif predicate == OWL.onClass and is_super:
            if value != OWL.Thing:
                yield from _expression(graph, value, "a subclass")
        elif predicate not in (RDF.type, OWL.hasValue, OWL.onProperty, *PLACED):
            yield f"{predicate.n3()} cannot be part of {place}"


def _restrictions_of_properties(graph: Graph) -> Iterator[str]:
    """Chains and transitive properties are not simple, which some characteristics ask for."""
    complex_ones = {
        *graph.subjects(RDF.type, OWL.TransitiveProperty),
        *graph.subjects(OWL.propertyChainAxiom),
    }
    while (
        grown := {
            *(s for p in complex_ones for s in graph.objects(p, RDFS.subPropertyOf)),
            *(s for p in complex_ones for s in graph.objects(p, OWL.inverseOf)),
            *(s for p in complex_ones for s in graph.subjects(OWL.inverseOf, p)),
        }
        - complex_ones
    ):
        complex_ones |= grown
    for node in complex_ones:
        refused = NOT_SIMPLE_REFUSES & set(graph.objects(node, RDF.type))
        if refused or list(graph.objects(node, OWL.propertyDisjointWith)):
            yield f"{node.n3()}: follows from a chain or is transitive, so it cannot be restricted"
    for node, chain in graph.subject_objects(OWL.propertyChainAxiom):
        if len(Collection(graph, chain)) < 2:
            yield f"{node.n3()}: a chain has at least two links"


def _is_datatype(node: Node) -> bool:
    return str(node).startswith(str(XSD._NS)) or node in (RDF.langString, RDFS.Literal)


def _reserved(node: Node) -> bool:
    return isinstance(node, URIRef) and str(node).startswith(RESERVED)


def _list(graph: Graph, node: Node, predicate: URIRef) -> list[Node]:
    return [member for head in graph.objects(node, predicate) for member in Collection(graph, head)]
