"""What the ontology and its rules let one conclude, and what they must not."""

from pathlib import Path

import pytest
from ontology_files import MODULES, NS, SCHEMES, triples
from pyoxigraph import BlankNode, Literal, NamedNode
from rule_engine import Rows, lines, prefixes, run

FILES = ("owl2rl.rls", "cooperation.rls")
PREFIXES = {
    "": "http://example.org/",
    "concept": "https://w3id.org/spaceonto/concept/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sco": NS + "#",
}
TURTLE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def rows(source: Path | str, name: str) -> Rows:
    """The triples of a file or text that the reasoner is given; nodes without a name get one."""

    def constant(node: NamedNode | BlankNode) -> str:
        return f"<{node.value}>" if isinstance(node, NamedNode) else f"<node:{name}-{node.value}>"

    return {tuple(map(constant, t)) for t in triples(source) if not isinstance(t.object, Literal)}


ONTOLOGY_ROWS = {row for file in (*MODULES, *SCHEMES) for row in rows(file, file.stem)}


def close(given: Rows) -> tuple[Rows, Rows]:
    rules = [line for line in lines(*FILES) if line.startswith("#")]
    return run(prefixes(*FILES), [f"asserted({', '.join(row)}) ." for row in given], rules)


def concluded(text: str) -> tuple[Rows, Rows]:
    return close(ONTOLOGY_ROWS | rows(TURTLE + text, "text"))


def wanted(text: str) -> Rows:
    return rows(TURTLE + text, "wanted")


WORLD = """
    :jwst a sco:RoboticMission ; sco:partOf :astrophysics .
    :nasa-in a sco:Participation ; sco:participant :nasa ; sco:participationIn :jwst .
    :nasa-in sco:role concept:role-lead .
    :csa-gives sco:contributor :csa ; sco:contributionTo :jwst ; sco:contributes :fgs .
    :nasa a sco:NationalSpaceAgency ; sco:agencyOf :united-states .
    :csa a sco:NationalSpaceAgency ; sco:agencyOf :canada .
    :united-states a sco:State . :canada a sco:State .
    :crew-1 sco:partOf :iss-programme .
    :a sco:participant :nasa ; sco:participationIn :crew-1 .
    :b sco:participant :spacex ; sco:participationIn :crew-1 .
    :spacex a sco:Company ; sco:basedIn :united-states .
    :ost a sco:Treaty . :accords a sco:Agreement ; sco:legalForce concept:legal-force-political .
    :s sco:signatureOf :accords ; sco:signatory :canada .
    :r a sco:Ratification ; sco:consentTo :ost ; sco:consentingParty :canada .
    :seat sco:crewMember :hopkins ; sco:assignedTo :crew-1 .
    :belongs sco:member :canada ; sco:membershipIn :un .
    :verdict sco:assessedAgent :csa ; sco:assessedStatus concept:actor-status-established .
    :zarya sco:moduleOf :iss . :iss sco:partOf :everything .
    :f a sco:Finding ; sco:about :jwst ; sco:findsBenefit concept:benefit-cost-sharing .
    :g a sco:Finding ; sco:about :jwst ; sco:findsChallenge concept:challenge-schedule-slip .
    :h a sco:Finding ; sco:about :jwst ; sco:findsStrategy concept:strategy-barter .
    :kinship a sco:Partnership ; sco:partner :nasa , :csa .
"""


@pytest.fixture(scope="module")
def world() -> tuple[Rows, Rows]:
    return concluded(WORLD)


@pytest.mark.parametrize(
    "text",
    [
        ":nasa a sco:Agent , sco:PublicActor , sco:Organization , sco:PublicBody .",
        ":nasa sco:takesPartIn :jwst ; sco:participatesIn :jwst ; sco:leads :jwst .",
        ":csa sco:contributesTo :jwst ; sco:takesPartIn :jwst .",
        ":nasa sco:participatesIn :astrophysics , :iss-programme .",
        ":jwst sco:hasDirectParticipant :csa .",
        ":united-states sco:involvedIn :jwst , :astrophysics , :crew-1 .",
        ":fgs sco:providedBy :csa .",
        ":nasa sco:cooperatesWith :csa , :spacex . :csa sco:cooperatesWith :nasa .",
        ":nasa sco:partnerOf :csa . :csa sco:partnerOf :nasa .",
        ":jwst a sco:CooperativeActivity , sco:InternationalActivity .",
        ":crew-1 a sco:CooperativeActivity , sco:PublicPrivatePartnership , sco:Mission , sco:Activity .",
        ":ost a sco:BindingAgreement , sco:Agreement ; sco:legalForce concept:legal-force-binding .",
        ":accords a sco:NonBindingArrangement ; sco:signedBy :canada ; sco:party :canada .",
        ":ost sco:boundParty :canada ; sco:party :canada .",
        ":s a sco:Signature , sco:AgreementEvent , sco:Activity . :r a sco:ConsentToBeBound .",
        ":hopkins sco:flewOn :crew-1 ; a sco:Person , sco:Agent .",
        ":canada sco:memberOf :un . :un a sco:Organization .",
        ":csa sco:hasStatus concept:actor-status-established ; a sco:EstablishedSpaceActor .",
        ":zarya sco:partOf :iss , :everything .",
        ":jwst sco:hasBenefit concept:benefit-cost-sharing .",
        ":jwst sco:facesChallenge concept:challenge-schedule-slip .",
        ":jwst sco:usesStrategy concept:strategy-barter .",
    ],
)
def test_it_follows_that(text, world):
    assert wanted(text) <= world[0]


@pytest.mark.parametrize(
    "text",
    [
        ":csa sco:leads :jwst .",
        ":csa sco:cooperatesWith :spacex .",
        ":nasa sco:cooperatesWith :nasa .",
        ":nasa sco:takesPartIn :iss-programme .",
        ":iss-programme a sco:CooperativeActivity .",
        ":crew-1 a sco:InternationalActivity .",
        ":jwst a sco:PublicPrivatePartnership .",
        ":accords sco:boundParty :canada .",
        ":ost sco:signedBy :canada .",
        ":accords a sco:BindingAgreement .",
        ":hopkins sco:takesPartIn :crew-1 .",
        ":canada sco:involvedIn :crew-1 .",
        ":canada sco:cooperatesWith :un .",
        ":csa a sco:EmergingSpaceActor .",
    ],
)
def test_it_does_not_follow_that(text, world):
    assert not wanted(text) & world[0]


def test_the_world_holds_together(world):
    assert world[1] == set()


def test_reasoning_over_the_closure_adds_nothing(world):
    assert close(world[0]) == world


CONTRADICTIONS = {
    ":hub": ":x sco:participant :hub . :hub a sco:SpaceStation .",
    ":flight": ":flight a sco:CrewedMission , sco:RoboticMission .",
    ":pact": ":pact a sco:BilateralAgreement , sco:MultilateralAgreement .",
    ":soft": ":soft a sco:Treaty ; sco:legalForce concept:legal-force-political .",
    ":agency": ":agency a sco:IntergovernmentalSpaceAgency , sco:NationalSpaceAgency .",
    ":station": ":y sco:contributionTo :station . :station a sco:SpaceStation .",
    ":moon": ":moon a sco:CelestialBody , sco:State .",
    ":probe": ":seat sco:assignedTo :probe . :probe a sco:RoboticMission .",
    ":whole": ":whole sco:partOf :part . :part sco:partOf :whole .",
}


@pytest.fixture(scope="module")
def contradicted() -> set[str]:
    clashes = concluded(WORLD + "\n".join(CONTRADICTIONS.values()))[1]
    return {row[0] for row in clashes}


@pytest.mark.parametrize("node", CONTRADICTIONS)
def test_a_contradiction_names_the_node(node, contradicted):
    assert f"<http://example.org/{node[1:]}>" in contradicted


def test_what_does_not_contradict_itself_is_not_named(contradicted):
    assert not contradicted & {f"<http://example.org/{name}>" for name in ("nasa", "jwst", "ost", "iss", "x")}
