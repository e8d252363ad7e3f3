"""What is said of an axiom is tried by taking it away: what follows then, and what questions then answer."""

import json

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, Store, Triple

from spaceonto import terms
from spaceonto.cli import main
from spaceonto.explain import Knowledge, uses
from spaceonto.explain.axioms import Use, _only_forbids
from spaceonto.reason import infer, load_program, nemo
from spaceonto.reason.worker import run

QUESTIONS = {
    "cooperation": "SELECT ?x ?y { ?x sco:cooperatesWith ?y }",
    "agents": "SELECT ?x { ?x a sco:Agent }",
    "kinds": "SELECT ?c { id:nasa a ?c }",
    "broader kinds": "SELECT ?c { id:nasa a/rdfs:subClassOf* ?c }",
    "anything": "SELECT ?p ?o { id:webb ?p ?o FILTER(?p != rdf:type) }",
    "bracketed": "SELECT ?p { [ ?p id:webb ] }",
    "path": "SELECT ?x { id:nasa sco:takesPartIn/sco:hasDirectParticipant ?x }",
    "negated": "SELECT ?x { ?x a sco:NationalSpaceAgency MINUS { ?x sco:takesPartIn ?m } }",
    "acronyms": "SELECT ?a { ?x sco:acronym ?a } GROUP BY ?a ?x",
    "named by an IRI": f"SELECT ?x {{ ?x <{terms.SCO}participatesIn> ?y }}",
}
TAKEN_AWAY = (
    "“has participation”, then “participation in” together make “takes part in”",
    "“has participation” is “participant” seen from the other end",
    "“has direct participant” is “takes part in” seen from the other end",
    "where “takes part in” holds, “participates in” holds too",
    "“cooperates with” holds both ways",
    "every national space agency is a space agency",
    "every mission is an activity",
    "whatever “participant” leads to is an agent",
)


@pytest.fixture(scope="module")
def found(knowledge: Knowledge) -> list[Use]:
    return uses(knowledge, QUESTIONS)


def answers(triples: set[Triple]) -> dict[str, list[str]]:
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in triples)
    return {
        code: sorted(map(str, store.query(text, prefixes=terms.PREFIXES))) for code, text in QUESTIONS.items()
    }


def closed(triples: set[Triple], built) -> set[Triple]:
    return {*triples, *infer(triples, load_program(built[0].ontology / "rules")).triples()}


def test_what_an_axiom_changes_is_said_of_it(
    knowledge: Knowledge, built, found: list[Use], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nemo, "_run", run)
    stated = set(knowledge.facts.stated())
    whole = closed(stated, built)
    before = answers(whole)
    wanted = [use for use in found if use.sentence in TAKEN_AWAY]
    assert len(wanted) == len(TAKEN_AWAY)
    idle = [use for use in found if not use.yields]
    changed = set()
    for use in [*wanted, *idle[:4]]:
        without = closed(stated - {use.triple}, built)
        lost = whole - without - {use.triple}
        assert not lost or use.yields, use.sentence
        after = answers(without | {use.triple})
        told = {code for code in QUESTIONS if before[code] != after[code]}
        assert told <= set(use.questions), use.sentence
        changed |= told
    assert changed >= set(QUESTIONS) - {"acronyms", "agents", "bracketed"}


def test_an_axiom_is_counted_with_the_triples_that_it_gives(found: list[Use]) -> None:
    by_sentence = {use.sentence: use for use in found}
    assert by_sentence["“cooperates with” holds both ways"].yields == 6
    chain = by_sentence["“has participation”, then “participation in” together make “takes part in”"]
    assert chain.yields == 3
    assert {"cooperation", "path", "negated", "named by an IRI"} <= set(chain.questions)
    assert not {"acronyms"} & {code for use in found for code in use.questions}
    idle = by_sentence["every celestial body is a place"]
    assert (idle.yields, idle.questions, idle.forbids) == (0, (), False)
    assert [use.yields for use in found] == sorted((use.yields for use in found), reverse=True)


def test_an_axiom_on_an_unnamed_class_is_counted_by_what_names_it(found: list[Use]) -> None:
    sentences = [use.sentence for use in found]
    assert not any("something unnamed" in sentence for sentence in sentences)
    assert len(sentences) == len(set(sentences))


def test_axioms_that_only_forbid_are_told_apart(found: list[Use]) -> None:
    forbidding = {use.sentence for use in found if use.forbids}
    assert "nothing is both a crewed mission and a robotic mission" in forbidding
    assert any("exclude one another" in sentence for sentence in forbidding)
    assert all(use.yields == 0 for use in found if use.forbids)
    assert "every celestial body is a place" not in forbidding


def test_what_forbids_and_yields_is_not_said_only_to_forbid(knowledge: Knowledge) -> None:
    program = knowledge.solver.program
    some = NamedNode("urn:some")
    by = {name: NamedNode(terms.OWL + name) for name in ("complementOf", "maxCardinality", "inverseOf")}
    told = {name: _only_forbids(program, Triple(some, predicate, some)) for name, predicate in by.items()}
    assert told == {"complementOf": True, "maxCardinality": False, "inverseOf": False}


def test_the_verb_lists_them(built) -> None:
    result = CliRunner().invoke(
        main, ["--workspace", str(built[0].root), "reason", "--explain-axioms"], catch_exceptions=False
    )
    assert result.exit_code == 0
    assert "      6  “cooperates with” holds both ways (ontology/participation.ttl:" in result.output
    forbidding, idle = result.output.split("These yield no triple")[1].split("These yield nothing:")
    assert "exclude one another" in forbidding
    assert "every celestial body is a place" in idle
    refused = CliRunner().invoke(main, ["reason", "--explain-axioms", "x.ttl"])
    assert (refused.exit_code, "takes no FILE" in refused.output) == (2, True)


def test_the_ontology_page_shows_them(built) -> None:
    from spaceonto.engine import Limits
    from spaceonto.web import create_app

    made = create_app(built[0], lambda: built[1].folder, Limits(fast=1, long=2, seconds=20))
    try:
        client = made.test_client()
        page = client.get("/ns", headers={"Accept": "text/html"}).text
        assert "It is being counted" in page
        rows = json.loads(client.get("/ns/axioms?format=json").data)
        assert max(row["yields"] for row in rows) == rows[0]["yields"] > 5
        for path in ("/ns", "/ns/axioms"):
            page = client.get(path, headers={"Accept": "text/html"}).text
            assert f"{len(rows)} axioms, of which" in page
            assert "“cooperates with” holds both ways" in page
        assert "What follows" not in client.get("/ns/core", headers={"Accept": "text/html"}).text
    finally:
        made.extensions["spaceonto"].close()
