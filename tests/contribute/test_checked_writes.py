"""Writes to our own data: checked on a copy, kept as canonical Turtle, refused with the findings."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from general_server import Server, where
from spaceonto.check import check_workspace
from spaceonto.journal import HOME, STAGED
from spaceonto.release import current
from spaceonto.turtle import canonical
from spaceonto.workspace import Workspace

GRAPH = "https://w3id.org/spaceonto/graph/data/"
AGENCY = """PREFIX id: <https://w3id.org/spaceonto/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sco: <https://w3id.org/spaceonto/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def files(workspace: Workspace) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(workspace.root.rglob("*.ttl"))}


def test_a_new_graph_is_a_canonical_file_and_reasoned_over_at_once(
    server: Server, workspace: Workspace
) -> None:
    made = server.put(f"{GRAPH}agents/jaxa", AGENCY + 'id:jaxa a sco:SpaceAgency ; rdfs:label "JAXA"@en .')
    assert made.status == 201, made.body
    file = workspace.data / "agents" / "jaxa.ttl"
    assert file.read_text("utf-8") == canonical(file.read_bytes(), "jaxa.ttl")
    assert ("https://w3id.org/spaceonto/id/jaxa",) in server.select("SELECT ?x { ?x a sco:Agent }")
    assert current(workspace).digest == made.headers["x-release"]
    assert server.send("DELETE", where(f"{GRAPH}agents/jaxa")).status == 200
    assert not file.exists()


REFUSED = AGENCY + "id:csa a sco:SpaceAgency ; sco:beginDate 1989 ."


@pytest.mark.parametrize("accept", ["application/json", "text/turtle", "text/plain"])
def test_what_the_check_refuses_is_answered_with_its_findings_and_changes_nothing(
    server: Server, workspace: Workspace, accept: str
) -> None:
    before, release = files(workspace), current(workspace)
    reply = server.send("PUT", where(f"{GRAPH}csa"), REFUSED, Content_Type="text/turtle", Accept=accept)
    assert (reply.status, reply.headers["content-type"].partition(";")[0]) == (422, accept)
    assert files(workspace) == before
    assert current(workspace) == release
    assert server.select("SELECT ?p { id:csa ?p ?o }") == []
    if accept == "application/json":
        (workspace.data / "csa.ttl").write_text(canonical(REFUSED.encode(), "csa.ttl"), "utf-8")
        own = check_workspace(workspace, profile="contributor")
        (workspace.data / "csa.ttl").unlink()
        told = json.loads(reply.body)["findings"]
        assert [(f["check"], f["file"], f["line"], f["message"]) for f in told] == [
            (f.check, f.file, f.line, f.message) for f in own.findings
        ]
        assert told


def test_an_update_sees_what_a_query_sees_and_what_stays_keeps_its_letters(
    server: Server, workspace: Workspace
) -> None:
    before = (workspace.data / "numbers.ttl").read_text("utf-8")
    reply = server.update(
        f'INSERT {{ GRAPH <{GRAPH}numbers> {{ ?x sco:beginDate "1958-07-29"^^xsd:date }} }} '
        "WHERE { ?x sco:partOf id:everything FILTER NOT EXISTS { ?x sco:beginDate ?d } }"
    )
    assert reply.status == 200, reply.body
    after = (workspace.data / "numbers.ttl").read_text("utf-8")
    assert after.count("\n    sco:beginDate ") == before.count("beginDate") + 1
    again = server.update(f"DELETE WHERE {{ GRAPH <{GRAPH}numbers> {{ id:all sco:beginDate ?d }} }}")
    assert again.status == 200, again.body
    assert (workspace.data / "numbers.ttl").read_text("utf-8") == canonical(before.encode(), "numbers.ttl")


@pytest.mark.parametrize(
    ("graph", "turtle", "status", "said"),
    [
        (f"{GRAPH}../ontology/x", "", 403, b"data/"),
        ("https://w3id.org/spaceonto/graph/ontology/spaceonto", "", 403, b"by hand"),
        ("https://w3id.org/spaceonto/graph/shapes/x", "", 403, b"data/"),
        (f"{GRAPH}linked/x", "", 403, b"link"),
        ("http://example.org/g", "", 403, b"names no file"),
        (None, "", 403, b"all files"),
        ("https://w3id.org/spaceonto/graph/inferred", "", 403, b"names no file"),
        (f"{GRAPH}blank", "[] <urn:p> 1 .", 422, b"blank node"),
        (f"{GRAPH}spoken", "<urn:s> <urn:p> 1 .", 422, b"comment"),
    ],
)
def test_what_no_file_of_data_can_hold_is_refused_with_the_reason(
    server: Server, workspace: Workspace, graph: str | None, turtle: str, status: int, said: bytes
) -> None:
    outside = workspace.root.parent / "outside"
    outside.mkdir(exist_ok=True)
    if not (workspace.data / "linked").exists():
        (workspace.data / "linked").symlink_to(outside)
    if graph == f"{GRAPH}spoken":
        (workspace.data / "spoken.ttl").write_text("# a word\n", "utf-8")
    before = files(workspace)
    reply = server.put(graph, turtle)
    assert (reply.status, said in reply.body) == (status, True), reply.body
    assert files(workspace) == before
    assert not list(outside.iterdir())


@pytest.mark.parametrize(
    "graph",
    ["https://w3id.org/spaceonto/graph/inferred", "https://w3id.org/spaceonto/.well-known/void"],
)
def test_what_a_release_makes_itself_is_refused_to_updates_too(
    server: Server, workspace: Workspace, graph: str
) -> None:
    before = files(workspace)
    reply = server.update(f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> 1 }} }}")
    assert (reply.status, b"cannot be written" in reply.body) == (400, True), reply.body
    assert files(workspace) == before


def test_a_file_changed_by_hand_is_not_overwritten_but_changed_further(
    server: Server, workspace: Workspace
) -> None:
    by_hand = AGENCY + 'id:isro a sco:SpaceAgency ; rdfs:label "ISRO"@en .'
    (workspace.data / "isro.ttl").write_text(by_hand, "utf-8")
    reply = server.send(
        "POST", where(f"{GRAPH}isro"), AGENCY + "id:isro sco:partOf id:all .", Content_Type="text/turtle"
    )
    assert reply.status == 200, reply.body
    text = (workspace.data / "isro.ttl").read_text("utf-8")
    assert '"ISRO"@en' in text and "sco:partOf id:all" in text
    assert ("https://w3id.org/spaceonto/id/everything",) in server.select(
        "SELECT ?o { id:isro sco:partOf ?o }"
    )


def test_no_write_is_made_while_the_files_themselves_do_not_pass(
    server: Server, workspace: Workspace
) -> None:
    (workspace.data / "wrong.ttl").write_text(REFUSED, "utf-8")
    before = files(workspace)
    reply = server.update(f"INSERT DATA {{ GRAPH <{GRAPH}more> {{ id:all sco:partOf id:more }} }}")
    assert (reply.status, b"data/wrong.ttl" in reply.body) == (422, True)
    assert files(workspace) == before
    (workspace.data / "wrong.ttl").unlink()
    again = server.update(f"INSERT DATA {{ GRAPH <{GRAPH}more> {{ id:all sco:partOf id:more }} }}")
    assert again.status == 200, again.body


def test_a_file_changed_by_hand_while_a_write_is_tried_out_is_not_overwritten(
    server: Server, workspace: Workspace
) -> None:
    with ThreadPoolExecutor(1) as threads:
        text = AGENCY + "id:kari sco:partOf id:all ."
        asked = threads.submit(server.send, "POST", where(f"{GRAPH}kari"), text, Content_Type="text/turtle")
        while not list((workspace.root / HOME).glob(f"{STAGED}*/data")):
            assert not asked.done()
            time.sleep(0.01)
        (workspace.data / "kari.ttl").write_text(AGENCY + 'id:kari rdfs:label "KARI"@en .', "utf-8")
        assert asked.result().status in (200, 201)
    stated = (workspace.data / "kari.ttl").read_text("utf-8")
    assert '"KARI"@en' in stated and "sco:partOf id:all" in stated


@pytest.mark.parametrize("graph", ["graph/inferred", ".well-known/void"])
def test_what_is_made_from_the_files_is_not_written(server: Server, graph: str) -> None:
    name = f"https://w3id.org/spaceonto/{graph}"
    reply = server.update(f"INSERT DATA {{ GRAPH <{name}> {{ id:x sco:partOf id:y }} }}")
    assert (reply.status, b"made from the other graphs" in reply.body) == (400, True)


def test_what_is_deleted_wherever_it_stands_is_deleted_where_it_is_stated(
    server: Server, workspace: Workspace
) -> None:
    server.update(f"INSERT DATA {{ GRAPH <{GRAPH}chain> {{ id:a sco:partOf id:b . id:b sco:partOf id:c }} }}")
    assert server.select("SELECT ?g { GRAPH ?g { id:a sco:partOf id:c } }") != []
    reply = server.update("DELETE WHERE { GRAPH ?g { id:a ?p ?o } }")
    assert reply.status == 200, reply.body
    assert server.select("SELECT ?g ?p ?o { GRAPH ?g { id:a ?p ?o } }") == []
    assert (workspace.data / "chain.ttl").read_text("utf-8").count("partOf") == 1
