"""The closure by owlrl, the reference: the same as by Nemo, many times slower."""

from array import array
from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from .. import terms
from .chain import Chainer, as_triple
from .encode import Derived, Numbers
from .facts import Facts, Node
from .rules import CLASH, TRIPLE, Program

SAME_AS = NamedNode(terms.OWL + "sameAs")
# What owlrl concludes identity from; it then spreads it, which is not wanted unless asked for.
IDENTIFYING = frozenset(
    NamedNode(terms.OWL + name)
    for name in (
        "sameAs",
        "hasKey",
        "FunctionalProperty",
        "InverseFunctionalProperty",
        "maxCardinality",
        "maxQualifiedCardinality",
    )
)

# Of a key, owlrl does not look at the last property.
KEYS = frozenset([NamedNode(terms.OWL + "hasKey")])


def close(triples: Iterable[Triple], program: Program, *, sameas: bool) -> Derived:
    """What follows from the triples.

    owlrl applies the W3C rules; ours, that on keys, and without `sameas` all that conclude identity, are then
    fired in Python, and all rules on what they give.
    """
    given = list(triples)
    left_out = KEYS if sameas else IDENTIFYING
    closed = set(_expanded(t for t in given if not left_out.intersection(t)))
    closed.difference_update(given)
    facts = Facts(given, closed)
    chainer = Chainer(program, facts)
    missing = [
        rule for rule in program.by_head[TRIPLE] if not rule.is_standard or rule.head.terms[1] == SAME_AS
    ]
    for predicate, nodes in chainer.add(chainer.fire(missing)):
        triple = as_triple(nodes) if predicate == TRIPLE else None
        if triple is not None:
            closed.add(triple)
    clashes = list(dict.fromkeys(nodes for _, nodes in chainer.fire(program.by_head.get(CLASH, ()))))
    numbers = Numbers.sorted({node for triple in closed for node in triple} | {n for c in clashes for n in c})
    rows = array("I", (numbers.of(node) for triple in closed for node in triple))
    return Derived(numbers, rows, [tuple(map(numbers.of, clash)) for clash in clashes])


def _expanded(triples: Iterable[Triple]) -> list[Triple]:
    """The closure by owlrl as far as it is RDF."""
    import rdflib
    from owlrl import DeductiveClosure, OWLRL_Semantics

    graph = rdflib.Graph()
    known: dict[object, Node] = {}

    def there(node: object) -> rdflib.term.Node:
        made: rdflib.term.Node
        if isinstance(node, NamedNode):
            made = rdflib.URIRef(node.value)
        elif isinstance(node, BlankNode):
            made = rdflib.BNode(node.value)
        elif isinstance(node, Literal):
            kind = None if node.language else rdflib.URIRef(node.datatype.value)
            made = rdflib.Literal(node.value, lang=node.language, datatype=kind, normalize=False)
        else:
            raise TypeError(f"{node} is no node of RDF 1.1")
        known[made] = node
        return made

    for triple in triples:
        graph.add((there(triple.subject), there(triple.predicate), there(triple.object)))
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    found = []
    for nodes in graph:
        back = tuple(NamedNode(n) if isinstance(n, rdflib.URIRef) else known.get(n) for n in nodes)
        # owlrl makes subjects of literals, and literals of its own to complain of contradictions.
        if None not in back and not isinstance(back[0], Literal):
            found.append(Triple(*back))  # type: ignore[arg-type]
    return found
