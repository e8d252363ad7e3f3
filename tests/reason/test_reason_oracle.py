"""owlrl is the oracle: on small ontologies both closures are equal, but for what is named here.

Left out of both as junk (spaceonto.reason.closure): triples whose subject is a literal, triples about the
vocabularies of RDF and OWL themselves, what says that something is the same as or below itself, and that
something is a thing. owlrl does not look at the last member of a key, of a list of those that all differ, or
of properties that exclude each other: it is given each such list with its last member twice. Two spellings of
one number are not tried, since owlrl does not take them for one; nor classes below owl:Nothing, which owlrl
puts below every other.
"""

import random
from collections import defaultdict

import rdflib
from hypothesis import HealthCheck, given, settings
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from reason_strategies import RULES, ontologies, owl

from spaceonto.dataset import load
from spaceonto.reason import Program, infer, load_program
from spaceonto.reason.closure import EVERYTHING, REFLEXIVE, VOCABULARIES, statements
from spaceonto.reason.reads import without_idle_literals
from spaceonto.terms import RDF
from spaceonto.workspace import CHECKOUT, Workspace

FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
WITH_IDENTITY = load_program(RULES, sameas=True)
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
SHORT_SIGHTED = {owl("hasKey"), owl("members"), owl("distinctMembers")}
FIRST, REST, NIL = (NamedNode(RDF + name) for name in ("first", "rest", "nil"))


def conclusions(triples, reasoner):
    found = infer(triples, WITH_IDENTITY, reasoner=reasoner, sameas=True)
    return {*found.triples(), *found.triples(anonymous=True)}


def by_owlrl(triples):
    graph = rdflib.Graph()
    for triple in with_last_members_twice(triples):
        graph.add(tuple(map(to_rdflib, triple)))
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return graph


def with_last_members_twice(triples):
    rest = {triple.subject: triple.object for triple in triples if triple.predicate == REST}
    first = {triple.subject: triple.object for triple in triples if triple.predicate == FIRST}
    of_classes = {triple.subject for triple in triples if triple.object == owl("AllDisjointClasses")}
    found = list(triples)
    lists = [t for t in triples if t.predicate in SHORT_SIGHTED and t.subject not in of_classes]
    for head in dict.fromkeys(triple.object for triple in lists):
        last = head
        while rest[last] != NIL:
            last = rest[last]
        more = BlankNode(f"more{last.value}")
        found[found.index(Triple(last, REST, NIL))] = Triple(last, REST, more)
        found += [Triple(more, FIRST, first[last]), Triple(more, REST, NIL)]
    return found


def news(graph, triples):
    """What of a graph is RDF, new and worth telling; what owlrl says of its own cells of lists is not."""
    known = {to_rdflib(node): node for triple in triples for node in triple}
    found = set()
    for nodes in graph:
        s, p, o = (NamedNode(n) if isinstance(n, rdflib.URIRef) else known.get(n) for n in nodes)
        if None in (s, p, o) or isinstance(s, Literal) or not isinstance(p, NamedNode) or o in EVERYTHING:
            continue
        if str(s)[1:].startswith(VOCABULARIES) or (s == o and p in REFLEXIVE):
            continue
        found.add(Triple(s, p, o))
    return found - set(triples)


def to_rdflib(node):
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    assert isinstance(node, Literal)
    kind = None if node.language else rdflib.URIRef(node.datatype.value)
    return rdflib.Literal(node.value, lang=node.language, datatype=kind, normalize=False)


@settings(max_examples=60, suppress_health_check=FIXTURES)
@given(triples=ontologies)
def test_a_random_ontology_has_the_closure_that_owlrl_gives_it(in_process, triples):
    found = infer(triples, WITH_IDENTITY, sameas=True)
    graph = by_owlrl(triples)
    assert {*found.triples(), *found.triples(anonymous=True)} == news(graph, triples)
    seen = list(graph.objects(None, ERROR))
    # What owlrl may miss is about literals: one of another datatype than the range, two that should be one.
    about_things = [clash for clash in found.clashes if not isinstance(clash.nodes[0], Literal)]
    assert found.clashes if seen else about_things == [], (found.clashes, seen)


@settings(max_examples=30, suppress_health_check=FIXTURES)
@given(triples=ontologies)
def test_owlrl_as_the_reasoner_concludes_what_nemo_does(in_process, triples):
    assert conclusions(triples, "nemo") == conclusions(triples, "owlrl")


def test_the_shipped_ontology_with_samples_of_data_has_the_closure_that_owlrl_gives_it(program, tmp_path):
    """By the rules of the W3C alone, since owlrl knows no others; links left aside, which it would spread."""
    workspace = Workspace(CHECKOUT, tmp_path)
    chance = random.Random(11)
    ontology, data = [], defaultdict(list)
    for file in workspace.turtle_files():
        folder = file.relative_to(workspace.root).parts
        if folder[0] == "ontology":
            ontology.append(file)
        elif folder[1] not in ("links", "sources") and file.stat().st_size < 20_000:
            data[folder[1]].append(file)
    samples = [file for files in data.values() for file in chance.sample(files, min(3, len(files)))]
    by_w3c = Program(tuple(rule for rule in program.rules if rule.is_standard))
    triples = without_idle_literals(by_w3c, list(statements(load(workspace, [*ontology, *samples]))))
    found = infer(triples, by_w3c)
    assert len(samples) > 10 and len(found) > 500 and found.clashes == ()
    graph = by_owlrl(triples)
    assert list(graph.objects(None, ERROR)) == []
    assert {*found.triples(), *found.triples(anonymous=True)} == news(graph, triples)
