"""The check as a whole: its order, its places, its hints, its profiles, and shapes that mean harm."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from checking_world import ROOT
from rdflib.compare import isomorphic

from spaceonto import terms
from spaceonto.check import (
    Accepted,
    CheckError,
    Engine,
    Finding,
    Report,
    Shapes,
    accepted_warnings,
    check,
    check_files,
    foreign_shapes,
    turtle,
    unfollowed_imports,
)
from spaceonto.dataset import Dataset, parse
from spaceonto.reason import load_program
from spaceonto.reason.clash import contradictions
from spaceonto.workspace import Workspace

Make = Callable[..., Dataset]

MISSION = "data/activities/webb.ttl"
CONTEXT = "data/agents/agencies.ttl"
PREFIXES = "".join(f"PREFIX {name}: <{iri}> " for name, iri in terms.PREFIXES.items())
AGENCIES = """
id:source-esa a sco:Source ; rdfs:label "ESA on Webb"@en ; sco:sourceQuality concept:source-quality-official .
id:esa a sco:IntergovernmentalSpaceAgency ; rdfs:label "European Space Agency"@en ;
    sco:foundedBy id:esa-convention ; sco:source id:source-esa .
id:esa-convention a sco:MultilateralAgreement ; rdfs:label "ESA Convention"@en ;
    sco:legalForce concept:legal-force-binding ; sco:source id:source-esa .
"""
WEBB = """
id:jwst-mission a sco:RoboticMission ;
    rdfs:label "James Webb Space Telescope mission"@en ;
    sco:status concept:activity-status-active ;
    sco:source id:source-esa .
id:jwst-mission--participation--esa a sco:Participation ;
    sco:participant id:esa ;
    sco:participationIn id:jwst-mission ;
    sco:role concept:role-partner ;
    sco:source id:source-esa .
"""


def written(body: str) -> bytes:
    """A file whose first line holds the prefixes; the first line of the body is its second."""
    return (PREFIXES + "\n" + body.strip("\n") + "\n").encode()


@pytest.fixture(scope="module")
def made(class_tree: Dataset) -> Make:
    def make(mission: str, **more: str) -> Dataset:
        given = {
            CONTEXT: AGENCIES,
            MISSION: mission,
            **{f"data/{name}.ttl": body for name, body in more.items()},
        }
        parsed = parse({name: written(body) for name, body in given.items()})
        return Dataset((*class_tree.files, *parsed.files), parsed.errors)

    return make


def grave(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity != "info"]


# Order


def test_a_right_file_conforms(made: Make, shapes: Shapes) -> None:
    report = check(made(WEBB), shapes=shapes, only={MISSION})
    assert report.conforms
    assert grave(report) == []


def test_a_file_that_cannot_be_read_ends_the_check(made: Make, shapes: Shapes) -> None:
    asked: list[Dataset] = []
    broken = made(WEBB.replace("id:esa ;", "id:nobody ;"), torn="id:esa sco:acronym 'ESA' ; ;; . . .")

    def clashes(dataset: Dataset) -> list[Finding]:
        asked.append(dataset)
        return []

    report = check(broken, shapes=shapes, clashes=clashes)
    assert {finding.check for finding in report.findings} == {"syntax"}
    assert not report.conforms
    assert asked == []


def test_an_unknown_term_is_told_once_and_not_again_by_a_shape(made: Make, shapes: Shapes) -> None:
    report = check(made(WEBB.replace("role-partner", "role-partnr")), shapes=shapes, only={MISSION})
    (finding,) = grave(report)
    assert finding.check == "unknown-term"
    assert finding.hint == "Did you mean concept:role-partner?"


def test_terms_shapes_and_contradictions_are_told_together(made: Make, shapes: Shapes) -> None:
    wrong = WEBB.replace("id:esa ;", "id:esaa ;").replace("role-partner", "role-partnr")
    clash = Finding("violation", "contradiction", "two classes that share nothing", file=MISSION, line=9)
    report = check(made(wrong), shapes=shapes, only={MISSION}, clashes=lambda _: [clash])
    assert {finding.check for finding in grave(report)} == {"unknown-term", "participant", "contradiction"}


def test_a_contradiction_is_found_by_the_reasoner_and_placed_in_the_file(
    made: Make, ontology: Dataset, shapes: Shapes
) -> None:
    twofold = made(WEBB.replace("a sco:RoboticMission", "a sco:RoboticMission , sco:CrewedMission"))
    own = tuple(file for file in twofold.files if file.path.startswith("data/"))
    program = load_program(ROOT / "ontology" / "rules")
    report = check(
        Dataset((*ontology.files, *own)),
        shapes=shapes,
        only={MISSION},
        clashes=lambda dataset: contradictions(dataset, program),
    )
    found = [finding for finding in grave(report) if finding.check == "contradiction"]
    assert {(finding.file, finding.line) for finding in found} == {(MISSION, 2)}
    assert "MissionKind" in {finding.check for finding in grave(report)}


# Places and hints


@pytest.mark.parametrize(
    ("right", "wrong", "check_", "line", "column", "hint"),
    [
        ("participant id:esa ;", "participant id:essa ;", "participant", 7, 21, "Did you mean id:esa?"),
        (
            "In id:jwst-mission ;",
            "In id:jwst-missoin ;",
            "participationIn",
            8,
            25,
            "Did you mean id:jwst-mission?",
        ),
        ("sco:status c", "sco:staus c", "unknown-term", 4, 15, "Did you mean sco:status?"),
        (
            "sco:RoboticMission",
            "sco:RobticMission",
            "unknown-term",
            2,
            19,
            "Did you mean sco:RoboticMission?",
        ),
        (
            "participant id:esa ;",
            "participant id:source-esa ;",
            "participant",
            7,
            21,
            "id:source-esa is a sco:Source.",
        ),
    ],
)
def test_a_finding_has_the_place_and_says_what_was_meant(
    right: str, wrong: str, check_: str, line: int, column: int, hint: str, made: Make, shapes: Shapes
) -> None:
    assert WEBB.count(right) == 1
    report = check(made(WEBB.replace(right, wrong)), shapes=shapes, only={MISSION})
    (finding,) = [f for f in report.findings if f.check == check_ and f.file == MISSION]
    place = (finding.line, finding.column)
    text = written(WEBB.replace(right, wrong)).decode().splitlines()[finding.line - 1]
    assert place == (line, column), text
    assert finding.hint == hint


def test_what_is_missing_is_told_where_its_subject_begins(made: Make, shapes: Shapes) -> None:
    report = check(made(WEBB.replace("sco:role concept:role-partner ;", "")), shapes=shapes, only={MISSION})
    (finding,) = grave(report)
    assert (finding.check, finding.file, finding.line) == ("Participation-role", MISSION, 6)


def test_a_prefix_that_is_missing_is_named_with_its_declaration(made: Make, shapes: Shapes) -> None:
    report = check(
        made(WEBB.replace("sco:source id:source-esa", "soc:source id:source-esa", 1)), shapes=shapes
    )
    (finding,) = report.findings
    assert (finding.check, finding.file, finding.line, finding.column) == ("syntax", MISSION, 5, 5)
    assert "soc" in finding.message
    assert "sco" in finding.advice


# Named files, profiles, accepted warnings


def test_only_named_files_are_judged_and_the_rest_is_their_context(made: Make, shapes: Shapes) -> None:
    other = "id:curiosity-mission a sco:RoboticMission ."
    dataset = made(WEBB, other=other)
    assert grave(check(dataset, shapes=shapes, only={MISSION})) == []
    assert {f.file for f in grave(check(dataset, shapes=shapes, only={"data/other.ttl"}))} == {
        "data/other.ttl"
    }
    assert {f.file for f in grave(check(dataset, shapes=shapes))} >= {"data/other.ttl", CONTEXT}


def without_status(made: Make) -> Dataset:
    return made(WEBB.replace("sco:status concept:activity-status-active ;", ""))


@pytest.mark.parametrize("lenient", [True, False])
def test_a_warning_passes_only_where_the_check_is_lenient(lenient: bool, made: Make, shapes: Shapes) -> None:
    report = check(without_status(made), shapes=shapes, only={MISSION}, lenient=lenient)
    assert [f.check for f in grave(report)] == ["Mission-status"]
    assert report.conforms is lenient


def accepting(folder: Path, *rows: str) -> Accepted:
    (folder / "shapes").mkdir()
    lines = ["shape,file,focus,reason", *rows]
    (folder / "shapes" / "accepted-warnings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return accepted_warnings(Workspace(folder, folder / "releases"))


def test_an_accepted_warning_passes_the_strict_check_and_stays_in_sight(
    tmp_path: Path, made: Make, shapes: Shapes
) -> None:
    accepted = accepting(tmp_path, "Mission-status,data/activities/*,*,No source says it.")
    report = check(without_status(made), shapes=shapes, only={MISSION}, lenient=False, accepted=accepted)
    assert report.conforms
    assert [finding.check for finding in report.accepted] == ["Mission-status"]


def test_acceptance_lets_no_violation_pass(tmp_path: Path, made: Make, shapes: Shapes) -> None:
    accepted = accepting(tmp_path, "participant,*,*,We would rather not know.")
    wrong = made(WEBB.replace("id:esa ;", "id:esaa ;"))
    report = check(wrong, shapes=shapes, only={MISSION}, accepted=accepted)
    assert [finding.check for finding in grave(report)] == ["participant"]
    assert not report.conforms


def test_an_acceptance_without_use_is_told(tmp_path: Path, made: Make, shapes: Shapes) -> None:
    accepted = accepting(tmp_path, "Mission-status,data/nowhere.ttl,*,Long mended.")
    report = check(made(WEBB), shapes=shapes, lenient=False, accepted=accepted)
    (idle,) = [finding for finding in report.findings if finding.check == "idle-acceptance"]
    assert (idle.file, idle.line) == ("shapes/accepted-warnings.csv", 2)


def test_a_lenient_check_looks_for_fewer_warnings_and_calls_no_acceptance_idle(
    tmp_path: Path, made: Make, shapes: Shapes
) -> None:
    accepted = accepting(tmp_path, "sameAs-present,data/agents/*,*,No source at hand gives the item.")
    report = check(made(WEBB), shapes=shapes, lenient=True, accepted=accepted)
    assert [finding for finding in report.findings if finding.check == "idle-acceptance"] == []


def test_an_acceptance_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"accepted-warnings\.csv:2"):
        accepting(tmp_path, "Mission-status,*,*,")


# Shapes that mean harm

SHACL = f"PREFIX sh: <{terms.SH}> PREFIX owl: <{terms.OWL}> PREFIX ex: <https://example.org/>\n"


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port of this machine, and whoever came to it."""
    came: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    connection, address = server.accept()
                except TimeoutError:
                    continue
                came.append(address)
                connection.close()

        thread = threading.Thread(target=wait)
        thread.start()
        try:
            yield server.getsockname()[1], came
            time.sleep(0.2)
        finally:
            over.set()
            thread.join()


def files(folder: Path, shapes: str, data: str) -> tuple[Path, Path]:
    (folder / "shapes.ttl").write_text(SHACL + shapes, encoding="utf-8")
    (folder / "data.ttl").write_text(SHACL + data, encoding="utf-8")
    return folder / "shapes.ttl", folder / "data.ttl"


def test_the_listener_sees_whoever_comes() -> None:
    with listening() as (port, came):
        socket.create_connection(("127.0.0.1", port)).close()
    assert len(came) == 1


@pytest.mark.parametrize("clause", ["SERVICE <{}>", "service silent <{}>"])
def test_a_query_that_calls_a_service_is_refused_and_nobody_is_called(clause: str, tmp_path: Path) -> None:
    with listening() as (port, came):
        query = (
            f"SELECT $this WHERE {{ {clause.format(f'http://127.0.0.1:{port}/sparql')} {{ $this ?p ?o }} }}"
        )
        shape, _ = files(
            tmp_path, f"ex:s sh:targetNode ex:a ; sh:sparql [ sh:select '{query}' ] .", "ex:a ex:b 1 ."
        )
        with pytest.raises(CheckError, match="SERVICE"):
            foreign_shapes([shape])
    assert came == []


def test_a_query_that_reads_a_file_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    query = f"SELECT $this ?value FROM <{secret.as_uri()}> WHERE {{ ?s ?p ?value }}"
    shape, _ = files(
        tmp_path, f"ex:s sh:targetNode ex:a ; sh:sparql [ sh:select '{query}' ] .", "ex:a ex:b 1 ."
    )
    with pytest.raises(CheckError, match="FROM"):
        foreign_shapes([shape])


@pytest.mark.parametrize("engine", ["shifty", "pyshacl"])
def test_what_shapes_and_data_import_is_never_fetched(engine: Engine, tmp_path: Path) -> None:
    with listening() as (port, came):
        address = f"http://127.0.0.1:{port}/more"
        shape, data = files(
            tmp_path,
            f"ex:o a owl:Ontology ; owl:imports <{address}> ."
            "ex:s a sh:NodeShape ; sh:targetNode ex:a ; sh:class ex:C .",
            f"ex:d a owl:Ontology ; owl:imports <{address}> . ex:a a ex:D .",
        )
        shapes = foreign_shapes([shape])
        report = check_files([data], shapes, engine=engine)
    assert came == []
    assert not report.conforms
    assert unfollowed_imports(shapes) == [f"<{address}>"]


def test_a_pattern_that_tries_endlessly_ends_at_the_deadline(tmp_path: Path) -> None:
    shape, data = files(
        tmp_path,
        'ex:s a sh:NodeShape ; sh:targetNode "' + "a" * 64 + '!" ; sh:pattern "^(a|aa)+$(?=x|)" .',
        "ex:a ex:b 1 .",
    )
    began = time.monotonic()
    with pytest.raises(CheckError, match="no answer within 3 seconds"):
        check_files([data], foreign_shapes([shape]), deadline=3)
    assert time.monotonic() - began < 20


# The report in the words of the W3C

WRONG = """
ex:a a ex:Person ; ex:age "old" ; ex:knows ex:b , ex:c .
ex:b a ex:Person ; ex:age 7 .
"""
PERSON = """
ex:s a sh:NodeShape ; sh:targetClass ex:Person ;
    sh:property ex:age , ex:knows .
ex:age a sh:PropertyShape ; sh:path ex:age ; sh:datatype <http://www.w3.org/2001/XMLSchema#integer> ;
    sh:message "an age is a number" .
ex:knows a sh:PropertyShape ; sh:path ex:knows ; sh:class ex:Person ; sh:severity sh:Warning ;
    sh:message "one knows people" .
"""


def test_the_report_in_turtle_is_the_report_of_pyshacl_with_places_added(tmp_path: Path) -> None:
    shape, data = files(tmp_path, PERSON, WRONG)
    ours = rdflib.Graph().parse(data=turtle(check_files([data], foreign_shapes([shape]))), format="turtle")
    places = set(ours.objects(None, rdflib.URIRef("http://www.w3.org/ns/earl#pointer")))
    assert len(places) == 2
    for place in places:
        ours.remove((place, None, None))
        ours.remove((None, None, place))
    _, theirs, _ = pyshacl.validate(str(data), shacl_graph=str(shape), data_graph_format="turtle")
    assert isinstance(theirs, rdflib.Graph)
    assert isomorphic(ours, bare(theirs))


def bare(report: rdflib.Graph) -> rdflib.Graph:
    """What is said of the report and its results, without the shapes, which pySHACL may copy along."""
    kept = rdflib.Graph()
    for kind in ("ValidationReport", "ValidationResult"):
        for node in report.subjects(rdflib.RDF.type, rdflib.URIRef(terms.SH + kind)):
            kept += [(node, predicate, value) for predicate, value in report.predicate_objects(node)]
    return kept


def test_the_report_of_right_data_is_one_that_conforms(tmp_path: Path) -> None:
    shape, data = files(tmp_path, PERSON, "ex:b a ex:Person ; ex:age 7 .")
    report = check_files([data], foreign_shapes([shape]))
    stated = list(pyoxigraph.parse(turtle(report), format=pyoxigraph.RdfFormat.TURTLE))
    assert [q.object.value for q in stated if q.predicate.value == terms.SH + "conforms"] == ["true"]
