"""What is stated later leads to the closure that all of it together has."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple
from reason_strategies import PEOPLE, RULES, TYPE, joined, n, ontologies, owl, rdfs

from spaceonto import terms
from spaceonto.reason import infer, load_program
from spaceonto.reason.growing import Growing

FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
PROGRAM, WITH_IDENTITY = load_program(RULES), load_program(RULES, sameas=True)
a, b, c = PEOPLE[:3]


def sco(name: str) -> NamedNode:
    return NamedNode(terms.SCO + name)


cooperation = st.lists(
    st.builds(
        lambda s, p, o: [Triple(s, sco(p), o)],
        st.sampled_from(PEOPLE),
        st.sampled_from(["hasDirectParticipant", "partner", "basedIn", "agencyOf", "replaces", "partOf"]),
        st.sampled_from(PEOPLE),
    ),
    max_size=6,
)


def whole(triples, program=PROGRAM, **options):
    found = infer(triples, program, **options)
    return {*found.triples(), *found.triples(anonymous=True)}, set(found.clashes)


@settings(max_examples=40, suppress_health_check=FIXTURES)
@given(triples=ontologies, more=cooperation, data=st.data())
def test_stated_in_two_parts_the_same_follows_as_from_all_at_once(in_process, triples, more, data):
    everything = data.draw(st.permutations(list(dict.fromkeys([*triples, *joined(more)]))))
    at = data.draw(st.integers(0, len(everything)))
    growing = Growing(everything[:at], PROGRAM)
    growing.add(everything[at:])
    assert (growing.inferred, growing.clashes) == whole(everything)


def test_with_identity_it_starts_anew_and_is_right(in_process):
    given = [Triple(a, owl("sameAs"), b), Triple(a, TYPE, n("A"))]
    growing = Growing(given[:1], WITH_IDENTITY, sameas=True)
    assert growing.add(given[1:])
    assert (growing.inferred, growing.clashes) == whole(given, WITH_IDENTITY, sameas=True)


@pytest.mark.parametrize(
    ("addition", "anew"),
    [
        (Triple(c, sco("hasDirectParticipant"), a), False),
        (Triple(a, sco("agencyOf"), b), True),
        (Triple(n("A"), rdfs("subClassOf"), n("B")), True),
        (Triple(n("p"), TYPE, owl("TransitiveProperty")), True),
        (Triple(a, owl("sameAs"), n("elsewhere")), False),
        (Triple(a, rdfs("label"), Literal("A", language="en")), False),
        (Triple(a, n("u"), Literal("x")), False),
    ],
)
def test_it_starts_anew_only_for_axioms_and_where_something_could_be_taken_back(addition, anew, in_process):
    given = [Triple(n("m"), sco("hasDirectParticipant"), who) for who in (a, b)]
    growing = Growing(given, PROGRAM)
    assert growing.add([addition]) == anew
    assert (growing.inferred, growing.clashes) == whole([*given, addition])


def test_what_is_taken_back_leaves_nothing_behind(in_process):
    given = [Triple(n("A"), rdfs("subClassOf"), n("B")), Triple(a, TYPE, n("A"))]
    growing = Growing(given, PROGRAM)
    assert growing.inferred == {Triple(a, TYPE, n("B"))}
    growing.remove(given[1:])
    assert (growing.inferred, growing.clashes) == (set(), set())


def test_what_was_inferred_and_is_now_stated_is_inferred_no_more(in_process):
    given = [Triple(n("A"), rdfs("subClassOf"), n("B")), Triple(a, TYPE, n("A"))]
    growing = Growing(given, PROGRAM)
    growing.add([Triple(a, TYPE, n("B"))])
    assert growing.inferred == set()


def test_a_contradiction_that_an_addition_brings_is_found(in_process):
    growing = Growing([Triple(n("A"), owl("disjointWith"), n("B")), Triple(a, TYPE, n("A"))], PROGRAM)
    growing.add([Triple(a, TYPE, n("B"))])
    assert {clash.rule for clash in growing.clashes} == {"cax-dw"}
