"""`spaceonto reason`: what follows from a file of any kind, or in words why it cannot all be true."""

import json

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from reason_strategies import TYPE, n, rdfs

from spaceonto import terms
from spaceonto.cli import main
from spaceonto.reason import nemo
from spaceonto.workspace import CHECKOUT

HEAD = "PREFIX : <http://example.org/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
OWL = "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
BELOW, CAT = Triple(n("Cat"), rdfs("subClassOf"), n("Animal")), Triple(n("tom"), TYPE, n("Cat"))
ANIMAL = Triple(n("tom"), TYPE, n("Animal"))
TURTLE = HEAD + ":Cat rdfs:subClassOf :Animal .\n:tom a :Cat .\n"
NTRIPLES = f"{BELOW} .\n{CAT} .\n"
QUADS = f"{BELOW} <http://example.org/g> .\n{CAT} .\n"
JSONLD = json.dumps(
    [
        {"@id": BELOW.subject.value, BELOW.predicate.value: {"@id": BELOW.object.value}},
        {"@id": CAT.subject.value, "@type": CAT.object.value},
    ]
)
XML = f"""<rdf:RDF xmlns:rdf="{terms.RDF}" xmlns:rdfs="{terms.RDFS}" xmlns="http://example.org/">
<rdf:Description rdf:about="http://example.org/Cat"><rdfs:subClassOf rdf:resource="http://example.org/Animal"/>
</rdf:Description><Cat rdf:about="http://example.org/tom"/></rdf:RDF>"""
BOMB = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>\n' + XML
CLASH = HEAD + OWL + ":Cat owl:disjointWith :Dog .\n:tom a :Cat ;\n    a :Dog .\n"


@pytest.fixture(autouse=True)
def small(in_process):
    """Examples are too small for a process of their own."""


@pytest.fixture
def reason(tmp_path, monkeypatch):
    """Runs the verb in a folder with these files."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, given: str | None = None, **files: str) -> Result:
        for name, text in files.items():
            tmp_path.joinpath(name.replace("_", ".")).write_text(text, "utf-8")
        return CliRunner().invoke(main, ["--workspace", str(CHECKOUT), "reason", *arguments], input=given)

    return run


def triples(result: Result) -> set[Triple]:
    assert result.exit_code == 0, result.stderr
    found = [quad.triple for quad in parse(result.stdout, format=RdfFormat.N_TRIPLES)]
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", TURTLE),
        ("a.nt", NTRIPLES),
        ("a.nq", QUADS),
        ("a.trig", TURTLE.replace(":tom a :Cat .", ":g { :tom a :Cat }")),
        ("a.jsonld", JSONLD),
        ("a.rdf", XML),
        ("a.owl", XML),
    ],
)
def test_the_closure_of_rdf_of_any_kind_is_printed(reason, name, text):
    assert triples(reason(name, **{name.replace(".", "_"): text})) == {BELOW, CAT, ANIMAL}


@pytest.mark.parametrize(
    ("kind", "text"),
    [("ttl", TURTLE), ("nt", NTRIPLES), ("nq", QUADS), ("jsonld", JSONLD), ("rdf", XML), ("trig", TURTLE)],
)
def test_the_standard_input_is_read_as_what_it_is_said_to_be(reason, kind, text):
    assert triples(reason("-", "--from", kind, given=text)) == {BELOW, CAT, ANIMAL}


def test_files_are_reasoned_over_together_and_what_is_new_can_be_had_alone(reason):
    files = {"a_nt": f"{BELOW} .\n", "b_nt": f"{CAT} .\n{BELOW} .\n"}
    assert triples(reason("a.nt", "b.nt", **files)) == {BELOW, CAT, ANIMAL}
    assert triples(reason("a.nt", "b.nt", "--new")) == {ANIMAL}
    assert triples(reason("a.nt", "--new")) == set()


def test_what_follows_of_nodes_without_a_name_is_printed_too(reason):
    found = triples(reason("a.ttl", "--new", a_ttl=TURTLE.replace(":tom", "[]")))
    assert [(triple.predicate, triple.object) for triple in found] == [(TYPE, n("Animal"))]


def test_blank_nodes_of_two_files_are_two_nodes(reason):
    cat = f"_:x {TYPE} {n('Cat')} .\n"
    found = triples(reason("a.nq", "b.nq", "--new", a_nq=cat + f"{BELOW} .\n", b_nq=cat))
    assert len({triple.subject for triple in found}) == 2


def test_an_alignment_that_is_named_is_reasoned_over(reason, monkeypatch):
    monkeypatch.chdir(CHECKOUT)
    agent = f"{n('x')} {TYPE} <{terms.SCO}Agent> .\n"
    found = triples(reason("ontology/alignments/prov.ttl", "-", given=agent))
    assert Triple(n("x"), TYPE, NamedNode(terms.PROV + "Agent")) in found


def test_a_contradiction_is_told_with_the_lines_and_ends_with_3(reason):
    result = reason("a.ttl", a_ttl=CLASH)
    assert result.exit_code == 3 and result.stdout == ""
    assert "contradict each other" in result.stderr and "cax-dw" in result.stderr
    for place in ("(a.ttl:5)", "(a.ttl:6)", "(a.ttl:4)"):
        assert place in result.stderr, result.stderr


def test_a_contradiction_in_a_file_without_lines_names_the_file(reason):
    quads = "".join(f"{quad.triple} .\n" for quad in parse(CLASH, format=RdfFormat.TURTLE))
    result = reason("a.nq", a_nq=quads)
    assert result.exit_code == 3 and "(a.nq)" in result.stderr and ":0" not in result.stderr


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("a.rdf", BOMB, "a.rdf:1:13: the file has a document type (<!DOCTYPE …>), whose entities could grow"),
        ("a.owl", XML.replace("</rdf:RDF>", ""), "is not well-formed XML"),
        ("a.ttl", HEAD + ":tom a", "a.ttl:3:"),
        ("a.jsonld", '{"@context": "https://schema.org/", "@id": "http://e/a"}', "nothing is fetched"),
        ("a.trig", HEAD + ":g { :a :b <<( :a :b :c )>> }", "has a triple as its value (RDF 1.2)"),
        ("a.doc", "x", "is of no kind known here"),
    ],
)
def test_input_that_cannot_be_read_ends_with_2_and_says_why(reason, name, text, part):
    result = reason(name, **{name.replace(".", "_"): text})
    assert result.exit_code == 2 and result.stdout == ""
    assert part in result.stderr and "Traceback" not in result.stderr


def test_a_file_that_is_not_there_ends_with_2(reason):
    result = reason("none.ttl")
    assert result.exit_code == 2 and "none.ttl cannot be read: No such file" in result.stderr


def test_what_no_rule_reads_is_said(reason):
    axiom = ":Cat rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 2 ] ."
    result = reason("a.ttl", a_ttl=TURTLE + OWL + axiom)
    assert ANIMAL in triples(result)
    assert "nothing is concluded from owl:minCardinality 2: no rule reads it" in result.stderr


def test_links_are_used_only_with_sameas(reason):
    files = {"a_ttl": TURTLE + f":tom <{terms.OWL}sameAs> :thomas ."}
    thomas = Triple(n("thomas"), TYPE, n("Animal"))
    assert thomas not in triples(reason("a.ttl", **files))
    assert thomas in triples(reason("a.ttl", "--sameas"))


def test_without_nemo_the_way_out_is_told_and_gives_the_same(reason, monkeypatch):
    with_nemo = triples(reason("a.ttl", a_ttl=TURTLE))
    monkeypatch.setattr(nemo.importlib.util, "find_spec", lambda name: None)
    missing = reason("a.ttl")
    assert missing.exit_code == 2 and "Nemo is not installed" in missing.stderr
    assert "--reasoner owlrl" in missing.stderr
    without = reason("a.ttl", "--reasoner", "owlrl")
    assert triples(without) == with_nemo and "owlrl gives the same" in without.stderr


def test_our_own_rules_hold_in_any_rdf(reason):
    sco = terms.SCO
    pair = "".join(f"{n('m')} <{sco}hasDirectParticipant> {n(who)} .\n" for who in ("x", "y"))
    together = Triple(n("x"), NamedNode(sco + "cooperatesWith"), n("y"))
    assert together in triples(reason("a.nt", a_nt=pair))
