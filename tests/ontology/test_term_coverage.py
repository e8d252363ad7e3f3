"""Every term earns its place: a question or a rule uses it, or it stands below, to be used or dropped."""

import re

import pyoxigraph
from ontology_files import MODULES, NS, ONTOLOGY, triples

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
KINDS = {f"http://www.w3.org/2002/07/owl#{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"

UNUSED = set(
    re.findall(
        r"\w+",
        """
    Agent AgreementEvent Asset Astronaut BindingAgreement BudgetFigure CelestialBody Consultation
    CrewedSpacecraft DiplomaticActivity Docking GroundFacility Instrument LaunchVehicle Negotiation
    NonBindingArrangement Payload Place Relationship Satellite Source SourcePassage SpaceStation
    SpaceTelescope StationModule SurfaceInfrastructure Territory acronym amends assessedIn
    attribution catalogNumber claimKind contributedThrough contributes cosparId countryCode
    countryCode3 depositary dockedWith documentSymbol duringPeriod evidence foundedBy gcatCode
    gcatId hasAgency hasAssignment hasContribution hasFinding hasMembership hasParticipation
    launchTag linkCheckedDate locator m49Code producedBy reviewNote rorId seat treatySeriesNumber
    """,
    )
)


def terms() -> set[str]:
    """The local names of the classes and properties in force."""
    stated = [triple for module in MODULES for triple in triples(module)]
    retired = {t.subject.value for t in stated if t.predicate.value == DEPRECATED}
    return {
        t.subject.value.removeprefix(f"{NS}#")
        for t in stated
        if t.predicate.value == TYPE
        and isinstance(t.object, pyoxigraph.NamedNode)
        and t.object.value in KINDS
        and t.subject.value.startswith(f"{NS}#")
        and t.subject.value not in retired
    }


def used() -> set[str]:
    """The local names that questions and rules write."""
    files = [*ONTOLOGY.glob("questions/*/*.rq"), *ONTOLOGY.glob("rules/*.rls")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    spoken = "\n".join(line for line in lines if not line.startswith(("#", "%")) or line.startswith("#["))
    return set(re.findall(r"\bsco:(\w+)", spoken))


def test_questions_and_rules_use_only_terms_that_exist() -> None:
    assert used() - terms() == set()


def test_each_term_that_no_question_and_no_rule_uses_is_listed() -> None:
    assert terms() - used() == UNUSED
