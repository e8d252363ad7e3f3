"""The service describes itself to federated engines, to catalogues, and to editors in the manner of SIB."""

import json

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib import DCAT, RDF, VOID, URIRef

from spaceonto import terms

SD = rdflib.Namespace(terms.PREFIXES["sd"])
ENDPOINT = URIRef("http://localhost/sparql")
DATASET = URIRef(terms.DATASET)

# What the editor of the Swiss Institute of Bioinformatics asks an endpoint, in our layout.
PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix"""
EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
CLASSES = """PREFIX up: <http://purl.uniprot.org/core/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] }
    }
  } UNION {
    ?ls void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
        void:objectsTarget [ void:class ?objectClass ] .
  }
}"""


def described(client: FlaskClient, path: str = "/sparql") -> rdflib.Graph:
    answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def rows(client: FlaskClient, query: str, **options: str) -> list[dict[str, str]]:
    answer = client.get("/sparql", query_string={"ac": "1", "query": query, **options})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.data)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_the_service_tells_endpoint_languages_formats_and_entailment(client: FlaskClient) -> None:
    graph = described(client)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert set(graph.objects(service, SD.endpoint)) == {ENDPOINT}
    assert SD.SPARQL11Query in set(graph.objects(service, SD.supportedLanguage))
    assert SD.UnionDefaultGraph in set(graph.objects(service, SD.feature))
    (regime,) = graph.objects(service, SD.defaultEntailmentRegime)
    assert regime == URIRef("http://www.w3.org/ns/entailment/OWL-RDF-Based")
    (dataset,) = graph.objects(service, SD.defaultDataset)
    names = {name for each in graph.objects(dataset, SD.namedGraph) for name in graph.objects(each, SD.name)}
    assert URIRef(terms.INFERRED) in names
    answered = json.loads(
        client.get("/sparql", query_string={"query": "SELECT DISTINCT ?g { GRAPH ?g {} }"}).data
    )
    there = {row["g"]["value"] for row in answered["results"]["bindings"]}
    assert {str(name) for name in names} <= there


def test_every_announced_format_is_given(client: FlaskClient) -> None:
    graph = described(client)
    formats = {str(iri) for iri in graph.objects(None, SD.resultFormat)}
    for query, accepts in (
        ("ASK {}", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv"]),
        ("ASK {}", ["text/tab-separated-values"]),
        ("DESCRIBE id:nasa", ["text/turtle", "application/n-triples", "application/n-quads"]),
        ("DESCRIBE id:nasa", ["application/trig", "application/ld+json", "application/rdf+xml"]),
    ):
        for accept in accepts:
            answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
            assert answer.mimetype == accept
    assert len(formats) == 10


def test_the_description_is_made_once_and_not_sent_again(client: FlaskClient) -> None:
    for path in ("/sparql", "/.well-known/void"):
        first = client.get(path, headers={"Accept": "text/turtle"})
        again = client.get(path, headers={"Accept": "text/turtle", "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        assert first.headers["X-Release"] == "small"
    other = client.get("/.well-known/void", headers={"Accept": "text/turtle", "Host": "example.org"})
    assert b"<http://example.org/sparql>" in other.data
    assert other.headers["ETag"] != first.headers["ETag"]


def test_the_catalogue_names_dumps_that_are_there(client: FlaskClient) -> None:
    graph = described(client, "/.well-known/void")
    addresses = {str(address) for address in graph.objects(None, DCAT.downloadURL)}
    assert len(addresses) == 3 * 6 * 3
    assert set(map(str, graph.objects(DATASET, VOID.dataDump))) < addresses
    for address in addresses:
        assert client.head(address.removeprefix("http://localhost")).status_code == 200
    assert (DATASET, DCAT.distribution, None) in graph
    assert (ENDPOINT, DCAT.servesDataset, DATASET) in graph


def test_the_endpoint_leaves_the_long_part_to_the_well_known_place(client: FlaskClient) -> None:
    short, long = described(client), described(client, "/.well-known/void")
    assert len(short) < len(long)
    assert sum(1 for _ in short.triples((DATASET, VOID.classPartition, None))) > 3
    inner = [part for part in long.objects(None, VOID.propertyPartition) if "-class-" in str(part)]
    assert len(inner) > 10
    assert not [part for part in short.subjects() if part in set(inner)]


@pytest.mark.parametrize("options", [{}, {"infer": "false"}])
def test_an_editor_learns_prefixes_questions_and_classes(
    client: FlaskClient, options: dict[str, str]
) -> None:
    prefixes = {row["prefix"]: row["namespace"] for row in rows(client, PREFIXES, **options)}
    assert prefixes == terms.PREFIXES
    (example,) = rows(client, EXAMPLES, **options)
    assert example["comment"] == "Which agents take part in the James Webb mission, in which role?"
    assert rows(client, example["query"])
    found = rows(client, CLASSES, **options)
    agency, mission = terms.SCO + "SpaceAgency", terms.SCO + "RoboticMission"
    assert {row["prop"] for row in found if row["subjectClass"] == agency} >= {terms.SCO + "acronym"}
    ties = {(row["subjectClass"], row["prop"], row.get("objectClass")) for row in found}
    assert (terms.SCO + "Participation", terms.SCO + "participationIn", mission) in ties
    types = {(row["prop"], row.get("objectDatatype")) for row in found}
    assert (terms.SCO + "beginDate", terms.XSD + "date") in types


def test_the_description_swells_no_count(client: FlaskClient) -> None:
    count = "PREFIX void: <http://rdfs.org/ns/void#> SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = described(client)
    assert rows(client, count) == [{"n": str(graph.value(DATASET, VOID.triples))}]
    assert rows(client, "SELECT ?x { ?x a owl:Ontology } ORDER BY ?x") == [
        {"x": "https://w3id.org/spaceonto/ns/core"}
    ]
    both = """SELECT ?n (COUNT(?x) AS ?m) {
      ?c void:class sco:SpaceAgency ; void:entities ?n . ?x a sco:SpaceAgency
    } GROUP BY ?n"""
    assert rows(client, both) == [{"n": "3", "m": "3"}]
    own = f"SELECT (COUNT(*) AS ?n) FROM <{terms.EXAMPLES}> {{ ?x sh:prefix ?p }}"
    assert rows(client, own) == [{"n": str(len(terms.PREFIXES))}]


def test_the_questions_name_the_endpoint_where_they_are_fetched(client: FlaskClient) -> None:
    graph = described(client, "/.well-known/sparql-examples")
    target = URIRef(terms.PREFIXES["schema"] + "target")
    assert set(graph.objects(None, target)) == {ENDPOINT}
