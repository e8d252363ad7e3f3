"""pySHACL in a process of its own, without files or network: `python -m spaceonto.check.strict`.

Standard input holds {"shapes", "data"} as N-Triples in JSON; standard output gets {"report"} or {"error"}.
A process of its own, since SHACL-SPARQL may come from anyone, since pySHACL changes rdflib for all who use
it, and since only a process can be stopped at a deadline.
"""

import json
import logging
import resource
import sys
import warnings

import pyoxigraph
import pyshacl
import rdflib
import rdflib.plugins.sparql
from rdflib.plugins.serializers import nt as _nt  # noqa: F401  (loaded before files are out of reach)

from .. import terms

WARM_UP = f"""
PREFIX sh: <{terms.SH}>
<urn:s> a sh:NodeShape ; sh:targetNode "a", <urn:a> ; sh:closed true ;
    sh:property [ sh:path <urn:p> ; sh:minCount 1 ; sh:datatype <{terms.XSD}date> ; sh:pattern "^a$" ;
        sh:minInclusive 1 ; sh:uniqueLang true ] ;
    sh:sparql [
        sh:select "SELECT $this WHERE {{ $this <urn:p>+ ?v FILTER(REGEX(STR(?v), 'b') && ?v > 1) }}"
    ] .
"""


def main() -> None:
    """Validates what standard input holds."""
    request = json.load(sys.stdin)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    rdflib.plugins.sparql.SPARQL_DEFAULT_GRAPH_UNION = False
    shapes, data = graph(request["shapes"]), graph(request["data"])
    answer(graph(WARM_UP), graph(WARM_UP), advanced=True)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    json.dump(answer(shapes, data, advanced=request["advanced"]), sys.stdout)


def answer(shapes: rdflib.Graph, data: rdflib.Graph, *, advanced: bool) -> dict[str, str]:
    """The report as N-Triples, or what stands in the way of one."""
    try:
        _, report, text = pyshacl.validate(
            data, shacl_graph=shapes, advanced=advanced, js=False, do_owl_imports=False, inplace=True
        )
        if isinstance(report, rdflib.Graph):
            return {"report": report.serialize(format="nt", encoding="utf-8").decode()}
        return {"error": str(text)}
    except Exception as error:  # whatever pySHACL meets, the caller gets a sentence
        return {"error": f"{error}" or type(error).__name__}


def graph(text: str) -> rdflib.Graph:
    """The triples as rdflib knows them, literals and blank nodes letter by letter as given."""
    made = rdflib.Graph(bind_namespaces="none")
    for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE):
        made.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return made


def term(found: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """One term as rdflib knows it."""
    if isinstance(found, pyoxigraph.NamedNode):
        return rdflib.URIRef(found.value)
    if isinstance(found, pyoxigraph.BlankNode):
        return rdflib.BNode(found.value)
    assert isinstance(found, pyoxigraph.Literal)
    if found.language:
        return rdflib.Literal(found.value, lang=found.language)
    plain = found.datatype.value == terms.XSD + "string"
    datatype = None if plain else rdflib.URIRef(found.datatype.value)
    return rdflib.Literal(found.value, datatype=datatype, normalize=False)


if __name__ == "__main__":
    main()
