"""`spaceonto check` says what it did by its exit code, and nobody meets a traceback."""

import json
import os
import re
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from spaceonto.cli import main
from spaceonto.terms import SH

BAD = """PREFIX concept: <https://w3id.org/spaceonto/concept/>
PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX sco: <https://w3id.org/spaceonto/ns#>

id:dawn-1--participation--fsa
    a sco:Participation ;
    sco:participant id:fsaa ;
    sco:participationIn id:dawn-1 ;
    sco:role concept:role-partner ;
    sco:source id:source-almanac ;
.
"""


def run(small: Path, *arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["--workspace", str(small), "check", *map(str, arguments)])
    assert "Traceback" not in result.output
    return result


def test_a_workspace_that_conforms_exits_with_0(small: Path) -> None:
    result = run(small, "--profile", "contributor")
    assert result.exit_code == 0, result.output
    assert re.search(r"\d+ triples looked at: 0 violations.*; the data conforms\.$", result.stdout.strip())


def test_the_whole_is_held_to_the_internal_profile_and_a_file_to_the_one_for_contributors(
    small: Path,
) -> None:
    (small / "shapes" / "accepted-warnings.csv").unlink()
    world = small / "data" / "world.ttl"
    assert (run(small).exit_code, run(small, world).exit_code) == (1, 0)


def test_a_contradiction_is_found_and_exits_with_1(small: Path) -> None:
    (small / "data" / "new.ttl").write_text(
        BAD[: BAD.index("id:dawn")] + "id:rsa a sco:Mission .\n", encoding="utf-8"
    )
    result = run(small, small / "data" / "new.ttl")
    assert result.exit_code == 1
    assert "data/new.ttl:5:10: violation: these statements contradict each other" in result.stdout
    told = json.loads(run(small, small / "data" / "new.ttl", "--format", "json").stdout)["findings"]
    (parts,) = [finding["parts"] for finding in told if finding["check"] == "contradiction"]
    assert {part["role"] for part in parts} == {"statement", "axiom"}
    assert {"data/new.ttl"} < {part["file"] for part in parts}
    assert all(part["line"] and part["says"] in result.stdout for part in parts)


def test_a_contradiction_in_a_file_from_elsewhere_names_it_as_its_user_does(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("elsewhere") / "new.ttl"
    file.write_text(BAD[: BAD.index("id:dawn")] + "id:rsa a sco:Mission .\n", encoding="utf-8")
    told = run(small, file).stdout.splitlines()[0]
    assert told.startswith(f"{file}:5:10: violation: ")
    assert f"({file}:5)" in told


def test_a_finding_exits_with_1_and_names_place_cause_and_remedy(small: Path) -> None:
    (small / "data" / "new.ttl").write_text(BAD, encoding="utf-8")
    result = run(small, small / "data" / "new.ttl")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0].startswith("data/new.ttl:7:21: violation: participant points to something")
    assert lines[1].strip() == "id:dawn-1--participation--fsa sco:participant id:fsaa"
    assert lines[2].strip() == "define it in data/agents/ or correct the IRI. Did you mean id:fsa?"
    assert "\x1b" not in result.stdout


def test_a_file_from_elsewhere_is_checked_with_the_workspace_as_its_context(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("else where") / "my new facts.ttl"
    file.write_text(BAD, encoding="utf-8")
    before = {path: path.stat().st_mtime_ns for path in small.rglob("*")}
    result = run(small, file)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{file}:7:21: violation: ")
    file.write_text(BAD.replace("fsaa", "fsa"), encoding="utf-8")
    assert run(small, file).exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in small.rglob("*")} == before


def test_a_folder_stands_for_its_files(small: Path) -> None:
    (small / "data" / "new").mkdir()
    (small / "data" / "new" / "a.ttl").write_text(BAD, encoding="utf-8")
    (small / "data" / "b.ttl").write_text(BAD.replace("--fsa", "--rsa"), encoding="utf-8")
    result = run(small, small / "data" / "new")
    assert "data/new/a.ttl:7:21" in result.stdout
    assert "data/b.ttl" not in result.stdout


def test_bad_turtle_is_told_with_its_line(small: Path) -> None:
    (small / "data" / "new.ttl").write_text(BAD.replace("sco:role ", "role "), encoding="utf-8")
    result = run(small, small / "data" / "new.ttl")
    assert result.exit_code == 1
    assert re.match(r"data/new\.ttl:9:\d+: violation: ", result.stdout)


def test_json_tells_what_text_tells(small: Path) -> None:
    (small / "data" / "new.ttl").write_text(BAD, encoding="utf-8")
    told = json.loads(run(small, small / "data" / "new.ttl", "--format", "json").stdout)
    assert told["conforms"] is False
    assert told["counts"] == {"violation": 1, "warning": 0, "info": 0}
    (finding,) = told["findings"]
    assert (finding["file"], finding["line"], finding["column"]) == ("data/new.ttl", 7, 21)
    assert finding["value"] == "https://w3id.org/spaceonto/id/fsaa"
    assert finding["shape"] == "https://w3id.org/spaceonto/shape#participant"


def test_turtle_is_a_report_that_rdflib_reads(small: Path) -> None:
    (small / "data" / "new.ttl").write_text(BAD + "id:dawn-1 sco:staus 1 .\n", encoding="utf-8")
    result = run(small, small / "data" / "new.ttl", "--format", "turtle")
    graph = rdflib.Graph().parse(data=result.stdout, format="turtle")
    shacl = rdflib.Namespace(SH)
    assert set(graph.objects(None, shacl.conforms)) == {rdflib.Literal(False)}
    results = set(graph.objects(None, shacl.result))
    assert len(results) == 2
    for node in results:
        for predicate in (shacl.focusNode, shacl.resultSeverity, shacl.sourceConstraintComponent):
            assert len(set(graph.objects(node, predicate))) == 1


@pytest.mark.parametrize("name", ["nowhere.ttl", "nowhere"])
def test_a_missing_file_exits_with_2(small: Path, name: str) -> None:
    result = run(small, small / name)
    assert result.exit_code == 2
    assert f"{name} does not exist. Name an existing file or folder." in result.stderr


def test_a_file_that_is_no_turtle_exits_with_2(small: Path) -> None:
    (small / "new.json").write_text("{}", encoding="utf-8")
    assert run(small, small / "new.json").exit_code == 2


def test_missing_shapes_exit_with_2(small: Path) -> None:
    (small / "shapes" / "knowledge.ttl").unlink()
    result = run(small)
    assert result.exit_code == 2
    assert "knowledge.ttl is missing" in result.stderr


def test_bad_shapes_exit_with_2_and_name_the_place(small: Path) -> None:
    shapes = small / "mine.ttl"
    shapes.write_text(f"PREFIX sh: <{SH}>\n<urn:s> sh:targetNode <urn:a> ;\n    sh:minCount 'two' .", "utf-8")
    result = run(small, small / "data" / "world.ttl", "--shapes", shapes)
    assert result.exit_code == 2
    assert f"{shapes}:3:17: a count or length is not a whole number from 0" in result.stderr


def test_a_misspelt_word_of_shacl_is_doubted(small: Path) -> None:
    shapes = small / "mine.ttl"
    shapes.write_text(f"PREFIX sh: <{SH}>\n<urn:s> sh:targetNode <urn:a> ; sh:minCout 1 .", "utf-8")
    result = run(small, small / "data" / "world.ttl", "--shapes", shapes)
    assert result.exit_code == 0
    assert (
        "mine.ttl:2:44: sh:minCout is no word of SHACL, and ignored. Did you mean sh:minCount?"
        in result.stderr
    )


def test_shapes_of_any_kind_check_data_of_any_kind(small: Path) -> None:
    shapes, data = small / "mine.ttl", small / "data.jsonld"
    shapes.write_text(
        f"PREFIX sh: <{SH}>\n<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; "
        "sh:property [ sh:path <urn:p> ; sh:maxCount 1 ] .",
        "utf-8",
    )
    data.write_text(json.dumps({"@id": "urn:a", "urn:p": [1, 2]}), encoding="utf-8")
    result = run(small, data, "--shapes", shapes)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{data}: violation: there are more than 1 values")


def test_both_engines_can_be_asked_for(small: Path) -> None:
    shapes, data = small / "mine.ttl", small / "data.ttl"
    shapes.write_text(
        f"PREFIX sh: <{SH}>\n<urn:s> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:class <urn:C> .", "utf-8"
    )
    data.write_text("<urn:a> <urn:p> 1 .", encoding="utf-8")
    told = [
        run(small, data, "--shapes", shapes, "--engine", engine).stdout for engine in ("shifty", "pyshacl")
    ]
    assert told[0] == told[1]
    assert "the value is not of class <urn:C>" in told[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_exits_with_2(small: Path) -> None:
    file = small / "closed.ttl"
    file.write_text(BAD, encoding="utf-8")
    file.chmod(0)
    assert run(small, file).exit_code == 2
