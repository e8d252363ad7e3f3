"""A finding names the place, the cause and the remedy."""

from checking_world import HEAD, HEAD_LINES, Told

from spaceonto.check.checking import check
from spaceonto.check.report import Finding
from spaceonto.check.shapes import Shapes
from spaceonto.dataset import Dataset, parse

PARTICIPATION = """id:dawn-1--participation--fsa
    a sco:Participation ;
    sco:participant {agent} ;
    sco:participationIn id:dawn-1 ;
    sco:role concept:role-partner ;
    sco:source id:source-almanac .
"""


def the_one(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def line_of(finding: Finding) -> int:
    return finding.line - HEAD_LINES


def test_a_dangling_participant_is_told_at_its_line_and_column_with_the_nearest_agent(told: Told) -> None:
    finding = the_one(told(PARTICIPATION.format(agent="id:fsaa")))
    assert (finding.file, line_of(finding), finding.column) == ("data/new.ttl", 3, 21)
    assert (finding.severity, finding.check) == ("violation", "participant")
    assert "not a known agent" in finding.message
    assert "data/agents/" in finding.remedy
    assert finding.hint == "Did you mean id:fsa?"
    assert finding.focus == "https://w3id.org/spaceonto/id/dawn-1--participation--fsa"
    assert finding.value == "https://w3id.org/spaceonto/id/fsaa"


def test_nothing_is_suggested_where_nothing_is_near(told: Told) -> None:
    assert the_one(told(PARTICIPATION.format(agent="id:zzzzzzzzzzzz"))).hint == ""


def test_only_agents_are_suggested_as_participants(told: Told) -> None:
    finding = the_one(told(PARTICIPATION.format(agent="id:dawn-11")))
    assert "dawn-1?" not in finding.hint


def test_a_thing_of_another_kind_is_called_what_it_is(told: Told) -> None:
    finding = the_one(told(PARTICIPATION.format(agent="id:glider")))
    assert finding.hint == "id:glider is a sco:Spacecraft."


def test_what_is_missing_is_told_at_the_type_of_its_subject(told: Told) -> None:
    text = PARTICIPATION.format(agent="id:fsa").replace("    sco:role concept:role-partner ;\n", "")
    finding = the_one(told(text))
    assert (finding.check, line_of(finding), finding.column) == ("Participation-role", 2, 7)
    assert finding.path == "<https://w3id.org/spaceonto/ns#role>"


def test_of_too_many_values_the_last_is_told(told: Told) -> None:
    finding = the_one(told(PARTICIPATION.format(agent="id:fsa ,\n        id:rsa")))
    assert (finding.check, line_of(finding), finding.column) == ("Participation-participant", 4, 9)


def test_an_end_before_the_begin_is_told_at_the_end(told: Told) -> None:
    text = PARTICIPATION.format(agent='id:fsa ;\n    sco:beginDate "2001-02-03"^^xsd:date')
    finding = the_one(
        told(text.replace("    sco:source", '    sco:endDate "2001-02-02"^^xsd:date ;\n    sco:source'))
    )
    assert (finding.check, line_of(finding), finding.column) == ("DateOrder", 7, 17)
    assert "correct one of the two" in finding.remedy


def test_a_property_on_the_wrong_kind_of_thing_is_told_at_the_property(told: Told) -> None:
    finding = the_one(told('id:rsa sco:acronym "RSA" ;\n    sco:launchTag "1999-020" .'))
    assert (finding.check, line_of(finding), finding.column) == ("LaunchFacts", 2, 19)
    assert finding.hint == "id:rsa is a sco:NationalSpaceAgency."


def test_a_misspelt_property_is_told_with_the_nearest_one(told: Told) -> None:
    text = PARTICIPATION.format(agent="id:fsa ;\n    sco:particpant id:rsa")
    finding = the_one(told(text))
    assert (finding.check, line_of(finding)) == ("unknown-term", 4)
    assert finding.hint == "Did you mean sco:participant?"


def test_a_misspelt_class_is_told_with_the_nearest_one(told: Told) -> None:
    findings = told('id:x a sco:RoboticMision ; rdfs:label "X"@en ; sco:source id:source-almanac .')
    assert the_one(findings).hint == "Did you mean sco:RoboticMission?"


def test_a_misspelt_word_of_another_vocabulary_is_told(told: Told) -> None:
    findings = told(PARTICIPATION.format(agent='id:fsa ;\n    rdfs:lable "No."'))
    assert the_one(findings).hint == "Did you mean rdfs:label?"


def test_a_misspelt_datatype_is_told(told: Told) -> None:
    findings = told(PARTICIPATION.format(agent='id:fsa ;\n    skos:note "1"^^xsd:integr'))
    assert the_one(findings).hint == "Did you mean xsd:integer?"


def test_a_predicate_of_an_unknown_vocabulary_is_a_warning(told: Told) -> None:
    finding = the_one(told(PARTICIPATION.format(agent="id:fsa ;\n    <https://example.org/p> 1")))
    assert (finding.severity, finding.check) == ("warning", "unknown-vocabulary")


def test_a_retired_term_is_a_warning_with_its_successor(world: Dataset, shapes: Shapes) -> None:
    retired = "sco:oldRole a owl:ObjectProperty ; owl:deprecated true ; dcterms:isReplacedBy sco:role ."
    used = PARTICIPATION.format(agent="id:fsa ;\n    sco:oldRole concept:role-lead")
    made = parse({"ontology/retired.ttl": (HEAD + retired).encode(), "data/new.ttl": (HEAD + used).encode()})
    dataset = Dataset((*world.files, *made.files))
    found = [f for f in check(dataset, shapes=shapes).findings if f.check == "retired-term"]
    assert (the_one(found).file, the_one(found).remedy) == ("data/new.ttl", "use sco:role instead")


def test_bad_turtle_is_told_with_line_cause_and_remedy_and_nothing_else_is_judged(told: Told) -> None:
    finding = the_one(told("id:x a sco:Mission\nid:y sco:participant id:nobody ."))
    assert (finding.check, line_of(finding)) == ("syntax", 2)
    assert finding.message and finding.remedy


def test_a_blank_node_is_told(told: Told) -> None:
    findings = told('[] a sco:Place ; rdfs:label "Here"@en ; sco:source id:source-almanac .')
    assert "Identifier" in {finding.check for finding in findings}


def test_a_check_of_some_files_finds_in_them_what_a_check_of_all_finds(
    world: Dataset, shapes: Shapes
) -> None:
    text = (
        HEAD
        + PARTICIPATION.format(agent="id:nobody, id:fsa")
        + (
            "id:pact sco:party id:sylvania . id:rsa owl:sameAs wd:Q1 . id:fsa owl:sameAs wd:Q1 ."
            'id:dawn-1 sco:launchDate "1980-01-01"^^xsd:date ; sco:partOf id:dawn-programme .'
            "id:hub-3 a sco:StationModule ; sco:moduleOf id:glider ."
        )
    )
    made = parse({"data/new.ttl": text.encode()})
    dataset = Dataset((*world.files, *made.files))
    whole = check(dataset, shapes=shapes).findings
    some = check(dataset, shapes=shapes, only={"data/new.ttl"}).findings
    assert set(some) == {finding for finding in whole if finding.file == "data/new.ttl"}
    assert len({finding.check for finding in some}) > 8
