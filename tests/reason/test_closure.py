"""What follows is new, is RDF, and leaves every literal as it was written."""

import subprocess
import sys
from itertools import chain

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from reason_strategies import PEOPLE, TYPE, listed, n, owl, rdfs

from spaceonto import terms
from spaceonto.dataset import load
from spaceonto.reason import ReasonerError, infer, nemo
from spaceonto.reason.closure import statements
from spaceonto.reason.reads import without_idle_literals
from spaceonto.workspace import CHECKOUT, Workspace

A, B, C = n("A"), n("B"), n("C")
p, q, r = n("p"), n("q"), n("r")
a, b, c = PEOPLE[:3]
DECIMAL = Literal("03290.40", datatype=NamedNode(terms.XSD + "decimal"))
LABEL = Literal('Ruhm\n"ok" \\ 宇', language="de")


def follows(triples, program, **options):
    found = infer(triples, program, **options)
    assert len(found) == len(list(found.triples()))
    return set(found.triples())


def test_a_class_passes_its_members_up(program):
    """By Nemo in a process of its own, as always outside these tests."""
    given = [Triple(A, rdfs("subClassOf"), B), Triple(B, rdfs("subClassOf"), C), Triple(a, TYPE, A)]
    assert follows(given, program) == {
        Triple(A, rdfs("subClassOf"), C),
        Triple(a, TYPE, B),
        Triple(a, TYPE, C),
    }


def test_a_literal_comes_out_letter_by_letter_as_it_went_in(program, in_process):
    given = [Triple(p, rdfs("subPropertyOf"), q), Triple(a, p, DECIMAL), Triple(b, p, LABEL)]
    found = infer(given, program)
    assert set(found.triples()) == {Triple(a, q, DECIMAL), Triple(b, q, LABEL)}
    assert "".join(found.ntriples()).count("03290.40") == 1


def test_a_literal_that_no_rule_reads_stays_out_of_the_engine(program):
    given = [
        Triple(p, rdfs("subPropertyOf"), q),
        Triple(a, p, Literal("read")),
        Triple(a, q, Literal("not read, since nothing is above q")),
        Triple(a, rdfs("label"), Literal("not read")),
    ]
    kept = without_idle_literals(program, given)
    assert kept == given[:2]


def test_a_literal_is_read_where_its_property_is_an_item_of_a_list_or_in_a_restriction(program):
    head, cells = listed([p])
    node = BlankNode("x")
    value = Triple(a, p, Literal("read"))
    assert value in without_idle_literals(program, [Triple(A, owl("hasKey"), head), *cells, value])
    assert value in without_idle_literals(program, [Triple(node, owl("onProperty"), p), value])
    assert value not in without_idle_literals(program, [Triple(a, n("other"), p), value])


def test_with_identity_every_literal_is_read(with_identity):
    given = [Triple(a, rdfs("label"), Literal("x"))]
    assert without_idle_literals(with_identity, given) == given


def test_what_is_asserted_is_not_inferred_though_no_rule_read_it(program, in_process):
    given = [
        Triple(p, rdfs("subPropertyOf"), q),
        Triple(a, p, Literal("x")),
        Triple(a, q, Literal("x")),
    ]
    assert follows(given, program) == set()


def test_a_literal_is_the_subject_of_nothing(program, in_process):
    given = [Triple(p, rdfs("range"), A), Triple(p, owl("inverseOf"), q), Triple(a, p, Literal("x"))]
    assert follows(given, program) == set()


def test_a_literal_is_used_where_its_datatype_matters(program, in_process):
    """dt-type2: who has a date of launch that is a date, is launched."""
    date = NamedNode(terms.XSD + "date")
    node = BlankNode("x")
    given = [
        Triple(node, owl("onProperty"), p),
        Triple(node, owl("someValuesFrom"), date),
        Triple(node, rdfs("subClassOf"), A),
        Triple(a, p, Literal("1998-11-20", datatype=date)),
        Triple(b, p, Literal("1998-11-20")),
    ]
    assert follows(given, program) == {Triple(a, TYPE, A)}


def test_types_without_a_name_serve_explanations_only(program, in_process):
    node = BlankNode("x")
    given = [Triple(node, owl("onProperty"), p), Triple(node, owl("hasValue"), b), Triple(a, p, b)]
    found = infer(given, program)
    assert list(found.triples()) == [] and list(found.triples(anonymous=True)) == [Triple(a, TYPE, node)]


def test_what_says_nothing_is_left_out(program, in_process):
    given = [
        Triple(A, owl("equivalentClass"), B),
        Triple(p, owl("equivalentProperty"), p),
        Triple(A, rdfs("subClassOf"), owl("Thing")),
        Triple(a, TYPE, A),
    ]
    assert follows(given, program) == {
        Triple(A, rdfs("subClassOf"), B),
        Triple(B, rdfs("subClassOf"), A),
        Triple(B, owl("equivalentClass"), A),
        Triple(a, TYPE, B),
    }


def test_identity_is_concluded_but_spread_only_on_request(program, with_identity, in_process):
    given = [Triple(p, TYPE, owl("FunctionalProperty")), Triple(a, p, b), Triple(a, p, c), Triple(b, TYPE, A)]
    same = {Triple(b, owl("sameAs"), c), Triple(c, owl("sameAs"), b)}
    assert follows(given, program) == same
    assert follows(given, with_identity, sameas=True) == same | {Triple(c, TYPE, A)}


def test_links_to_elsewhere_lead_to_nothing_unless_asked(program, with_identity, in_process):
    given = [Triple(a, owl("sameAs"), b), Triple(a, TYPE, A)]
    for reasoner in ("nemo", "owlrl"):
        assert follows(given, program, reasoner=reasoner) == set()
        assert Triple(b, TYPE, A) in follows(given, with_identity, reasoner=reasoner, sameas=True)


@pytest.mark.parametrize("reasoner", ["nemo", "owlrl"])
def test_a_key_of_two_properties_needs_both(reasoner, program, with_identity, in_process):
    head, cells = listed([p, q])
    given = [Triple(A, owl("hasKey"), head), *cells]
    given += [Triple(who, TYPE, A) for who in (a, b, c)]
    given += [Triple(who, p, Literal("x")) for who in (a, b, c)]
    given += [Triple(a, q, Literal("y")), Triple(b, q, Literal("y")), Triple(c, q, Literal("z"))]
    same = {Triple(a, owl("sameAs"), b), Triple(b, owl("sameAs"), a)}
    assert follows(given, program, reasoner=reasoner) == same
    found = follows(given, with_identity, reasoner=reasoner, sameas=True)
    assert {triple for triple in found if triple.predicate == owl("sameAs")} == same


def test_both_reasoners_add_our_own_rules(program, in_process):
    sco = terms.SCO
    nasa, esa, jwst = (n(name) for name in ("nasa", "esa", "jwst"))
    given = [
        Triple(NamedNode(sco + "takesPartIn"), owl("inverseOf"), NamedNode(sco + "hasDirectParticipant")),
        Triple(nasa, NamedNode(sco + "takesPartIn"), jwst),
        Triple(esa, NamedNode(sco + "takesPartIn"), jwst),
    ]
    found = follows(given, program, reasoner="owlrl")
    assert found == follows(given, program)
    assert Triple(nasa, NamedNode(sco + "cooperatesWith"), esa) in found


def test_nothing_follows_from_nothing(program, with_identity, in_process):
    for reasoner in ("nemo", "owlrl"):
        assert follows([], program, reasoner=reasoner) == set()
        assert follows([], with_identity, reasoner=reasoner, sameas=True) == set()


def test_a_property_gets_no_name_that_is_none(with_identity, in_process):
    """eq-rep-p: the other name of the property is a blank node, which RDF does not allow as a predicate."""
    given = [Triple(p, owl("sameAs"), BlankNode("x")), Triple(a, p, b)]
    for reasoner in ("nemo", "owlrl"):
        assert follows(given, with_identity, reasoner=reasoner, sameas=True) == set()


def typed(text, kind):
    return Literal(text, datatype=NamedNode(terms.XSD + kind))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (typed("1.50", "double"), typed("15e-1", "double")),
        (typed("true", "boolean"), typed("1", "boolean")),
        (typed("007", "integer"), typed("7.0", "decimal")),
        (typed("2000-01-01T10:00:00.0Z", "dateTime"), typed("2000-01-01T10:00:00+00:00", "dateTime")),
        (Literal("x", datatype=n("point")), Literal(" x ", datatype=n("point"))),
    ],
)
def test_one_value_written_in_two_ways_contradicts_nothing(one, other, program, in_process):
    given = [Triple(p, TYPE, owl("FunctionalProperty")), Triple(a, p, one), Triple(a, p, other)]
    assert infer(given, program).clashes == ()


def test_two_values_where_one_may_be_contradict_each_other(program, in_process):
    given = [Triple(p, TYPE, owl("FunctionalProperty"))]
    given += [Triple(a, p, typed(text, "integer")) for text in ("1", "2")]
    assert {clash.rule for clash in infer(given, program).clashes} == {"dt-diff"}


def test_none_infers_nothing(program):
    found = infer([Triple(A, rdfs("subClassOf"), B), Triple(a, TYPE, A)], program, reasoner="none")
    assert len(found) == 0 and list(found.ntriples()) == []


def test_reasoning_over_the_closure_of_the_ontology_adds_nothing(program, tmp_path):
    workspace = Workspace(CHECKOUT, tmp_path)
    dataset = load(workspace, sorted(workspace.ontology.rglob("*.ttl")))
    given = list(statements(dataset))
    once = infer(given, program)
    again = infer(chain(given, once.triples(), once.triples(anonymous=True)), program)
    assert len(once) > 100 and len(again) == 0 and not again.anonymous and not again.clashes


def test_a_missing_wheel_is_said_with_the_way_out(program, monkeypatch):
    monkeypatch.setattr(nemo.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReasonerError, match=r"Nemo is not installed .* Use --reasoner owlrl"):
        infer([Triple(a, TYPE, A)], program)


def test_a_reasoner_that_is_killed_is_said_to_want_memory(program, monkeypatch):
    kill = [sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"]
    ran = subprocess.run
    monkeypatch.setattr(nemo.subprocess, "run", lambda command, **options: ran(kill, **options))
    with pytest.raises(ReasonerError, match="killed, most likely for want of memory"):
        infer([Triple(a, TYPE, A)], program)


def test_a_reasoner_that_breaks_down_is_quoted(program, monkeypatch):
    monkeypatch.setattr(nemo, "program_text", lambda *_: "this is no rule")
    with pytest.raises(ReasonerError, match=r"Nemo broke down .* Use --reasoner owlrl"):
        infer([Triple(a, TYPE, A)], program)


def test_nothing_is_left_in_the_folder_that_files_pass_through(program, tmp_path):
    infer([Triple(a, TYPE, A)], program, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []
