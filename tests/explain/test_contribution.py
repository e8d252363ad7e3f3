"""What a contribution would contradict is told with every statement, its place, and why they clash."""

from collections.abc import Callable

import pytest

from small_release import HEAD
from spaceonto import terms
from spaceonto.check.report import Finding
from spaceonto.dataset import load, parse
from spaceonto.explain import contradicted, known
from spaceonto.reason import load_program
from spaceonto.reason.clash import contradictions
from spaceonto.release import Release
from spaceonto.workspace import Workspace

LINE = len(HEAD.splitlines())
Contribute = Callable[[str], tuple[Finding, ...]]


@pytest.fixture
def contribute(built: tuple[Workspace, Release]) -> Contribute:
    def run(text: str) -> tuple[Finding, ...]:
        (file,) = parse({"contribution.ttl": (HEAD + text).encode()}).files
        return contradicted(known(*built), file)

    return run


def parts(finding: Finding) -> list[tuple[str, str, str, int]]:
    return [(part.role, part.says, part.file, part.line) for part in finding.parts]


def test_a_statement_that_clashes_with_one_that_is_known(contribute: Contribute, built) -> None:
    (finding,) = contribute("id:webb a sco:Place .\n")
    first, second, axiom, *_ = parts(finding)
    new, known_one = sorted((first, second), key=lambda part: part[2])
    assert new == ("statement", "Webb is a place", "contribution.ttl", LINE + 1)
    assert (known_one[0], known_one[2]) == ("statement", "data/activities/webb.ttl")
    stated = (built[0].root / known_one[2]).read_text("utf-8").splitlines()[known_one[3] - 1]
    assert "id:webb" in stated
    assert axiom[0] == "axiom"
    assert "exclude one another" in axiom[1]
    line = (built[0].root / axiom[2]).read_text("utf-8").splitlines()[axiom[3] - 1]
    assert "owl:members" in line
    assert (finding.file, finding.line, finding.value) == ("contribution.ttl", LINE + 1, "cax-adc")
    for _, says, file, number in parts(finding):
        assert f"{says} ({file}:{number})" in finding.message
    assert finding.remedy == (
        "correct or take away one of the statements; if they are all true, an axiom is wrong"
    )


def test_a_rule_of_our_own_that_is_broken_is_told_with_its_line(contribute: Contribute, built) -> None:
    (finding,) = contribute("id:x a sco:CrewAssignment ; sco:assignedTo id:webb .\n")
    (rule,) = [part for part in finding.parts if part.role == "rule"]
    assert (rule.says, rule.file) == ("a robotic mission has no crew", "ontology/rules/cooperation.rls")
    line = (built[0].root / rule.file).read_text("utf-8").splitlines()[rule.line - 1]
    assert '"crew-on-robotic-mission"' in line
    assert "if they are all true, the rule is wrong" in finding.remedy


def test_what_follows_from_new_and_known_together_is_looked_at(contribute: Contribute) -> None:
    (finding,) = contribute("id:nasda sco:replaces id:isro .\nid:isro sco:replaces id:jaxa .\n")
    assert [part.file for part in finding.parts if part.role == "statement"].count("contribution.ttl") == 2
    assert {part.role for part in finding.parts} == {"statement", "rule", "axiom"}
    assert "the rule or an axiom is wrong" in finding.remedy


def test_what_contradicts_nothing_is_let_pass(contribute: Contribute) -> None:
    assert contribute("id:isro sco:replaces id:nasda .\nid:y sco:participant id:isro .\n") == ()


def test_it_is_told_as_the_check_tells_it(contribute: Contribute, built) -> None:
    text = "id:webb a sco:Place .\n"
    workspace, _ = built
    dataset = load(workspace)
    whole = type(dataset)((*dataset.files, *parse({"contribution.ttl": (HEAD + text).encode()}).files))
    (told,) = contradictions(whole, load_program(workspace.ontology / "rules"))
    (found,) = contribute(text)
    assert set(parts(found)) == set(parts(told))
    assert (found.file, found.line, found.remedy) == (told.file, told.line, told.remedy)
    assert terms.short(found.focus) == "id:webb"
