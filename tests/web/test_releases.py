"""Releases are asked by name, with and without what is inferred, a bounded number of them at once."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from small_release import FILES, write_release
from spaceonto import terms
from spaceonto.engine import Engine, Limits, QueueFull
from spaceonto.engine.source import Folder
from spaceonto.web import create_app, others
from spaceonto.web.site import Site
from spaceonto.workspace import Workspace

NAMES = "SELECT ?name { ?x sco:acronym ?name } ORDER BY ?name"
LIMITS = Limits(fast=1, long=1, queue=8, queue_seconds=2, seconds=4)
OLDER = {"data/agents/nasa": FILES["data/agents/nasa"].replace('"ESA"', '"ESRO"')}


@pytest.fixture(scope="module")
def site_of_two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with a current release and an older one."""
    root = tmp_path_factory.mktemp("two")
    workspace = Workspace(root, root / "releases")
    write_release(workspace.releases, digest="older-release", more=OLDER, created="2025-05-05T00:00:00+00:00")
    folder = write_release(workspace.releases, digest="newer-release")
    app = create_app(workspace, lambda: folder, LIMITS)
    place: Site = app.extensions["spaceonto"]
    place.engine.wait_ready()
    yield app
    place.close()


@pytest.fixture
def two(site_of_two: Flask) -> FlaskClient:
    return site_of_two.test_client()


def asked(client: FlaskClient, query: str, **options: str) -> list[list[str]]:
    answer = client.get("/sparql", query_string={"query": query, "format": "csv", **options})
    assert answer.status_code == 200, answer.text
    return [line.split(",") for line in answer.text.splitlines()[1:]]


def test_an_older_release_is_asked_by_its_name_and_named_in_the_answer(two: FlaskClient) -> None:
    assert asked(two, NAMES) == [["ESA"], ["NASA"]]
    for version in ("older-release", "older-"):
        assert asked(two, NAMES, version=version) == [["ESRO"], ["NASA"]]
    answer = two.get("/sparql", query_string={"query": NAMES, "version": "older-release"})
    assert answer.headers["X-Release"] == "older-release"
    assert two.get("/id/esa.ttl?version=older-release").headers["X-Release"] == "older-release"
    assert "ESRO" in two.get("/id/esa?version=older-release").text
    assert asked(two, NAMES, version="newer-release") == [["ESA"], ["NASA"]]


def test_answers_of_two_releases_are_never_taken_for_each_other(two: FlaskClient) -> None:
    etags = {
        two.get("/sparql", query_string={"query": NAMES, **options}).headers["ETag"]
        for options in ({}, {"version": "older-release"}, {"infer": "false"})
    }
    assert len(etags) == 3


def test_a_form_names_the_release_as_an_address_does(two: FlaskClient) -> None:
    sent = {"query": NAMES, "version": "older-release", "format": "csv"}
    assert two.post("/sparql", data=sent).text == "name\r\nESRO\r\nNASA\r\n"


def test_an_unknown_release_is_404_with_those_that_there_are(two: FlaskClient) -> None:
    for version in ("none", "../newer-release", "newer\0", "", "e"):
        answer = two.get("/sparql", query_string={"query": NAMES, "version": version})
        if version == "":
            assert answer.status_code == 200
            continue
        assert answer.status_code == 404
        problem = json.loads(answer.data)
        assert [each["release"] for each in problem["releases"]] == ["newer-release", "older-release"]


def test_without_inference_only_what_files_state_is_found(two: FlaskClient) -> None:
    partners = "SELECT ?y { id:nasa sco:cooperatesWith ?y }"
    assert len(asked(two, partners)) == 2
    assert asked(two, partners, infer="false") == []
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    assert [terms.INFERRED] in asked(two, graphs)
    assert [terms.INFERRED] not in asked(two, graphs, infer="false")
    classes = "SELECT ?c { id:nasa a ?c }"
    assert asked(two, classes, infer="false", version="older-release") == [[terms.SCO + "SpaceAgency"]]
    assert "cooperatesWith" not in two.get("/id/nasa.ttl?infer=false").text
    assert "cooperatesWith" in two.get("/id/nasa.ttl").text


def test_without_inference_a_triple_of_two_files_is_counted_once(tmp_path: Path) -> None:
    again = {"data/again": "id:nasa a sco:SpaceAgency ."}
    folder = write_release(tmp_path, more=again)
    count = "SELECT (COUNT(*) AS ?n) { id:nasa a sco:SpaceAgency }"
    with Engine(Folder(folder, infer=False), limits=LIMITS) as engine:
        assert engine.rows(count).rows[0]["n"]["value"] == "1"


def test_infer_is_true_or_false_and_nothing_else(two: FlaskClient) -> None:
    for word in ("true", "TRUE", "1", ""):
        assert two.get("/sparql", query_string={"query": NAMES, "infer": word}).status_code == 200
    assert two.get("/sparql", query_string={"query": NAMES, "infer": "maybe"}).status_code == 400


def test_the_page_keeps_the_choice_of_release_and_inference(two: FlaskClient) -> None:
    asked_ = {"query": NAMES, "format": "html", "infer": "false", "version": "older-release"}
    page = two.get("/sparql", query_string=asked_).text
    assert '<input type="checkbox" id="infer" name="infer" value="false" checked>' in page
    assert '<input type="hidden" name="version" value="older-release">' in page
    assert "format=csv&amp;infer=false&amp;version=older-release" in page


def test_other_engines_are_bounded_and_the_idle_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(others, "MOST", 2)
    folders = [Folder(write_release(tmp_path, digest=f"release-{number}")) for number in range(3)]
    shelf = others.Others(LIMITS)
    try:
        first, second = shelf.lend(folders[0]), shelf.lend(folders[1])
        assert shelf.lend(folders[0]) is first
        with pytest.raises(QueueFull, match="asked already"):
            shelf.lend(folders[2])
        shelf.give_back(second)
        with pytest.raises(QueueFull):  # it has hardly been loaded
            shelf.lend(folders[2])
        monkeypatch.setattr(others, "LEAST", 0)
        third = shelf.lend(folders[2])
        assert third.rows("ASK {}").boolean
        assert first.rows("ASK {}").boolean
        monkeypatch.setattr(others, "IDLE", -1)
        shelf.give_back(third)
        shelf._sweep()
        assert shelf.lend(folders[0]) is first
        assert shelf.lend(folders[2]) is not third
    finally:
        shelf.close()
    assert threading.active_count() < 50


def test_a_release_that_cannot_be_loaded_does_not_stay_in_the_way(tmp_path: Path) -> None:
    root = tmp_path
    workspace = Workspace(root, root / "releases")
    folder = write_release(workspace.releases)
    broken = write_release(workspace.releases, digest="broken")
    size = (broken / "asserted.nq").stat().st_size
    (broken / "asserted.nq").write_bytes(b"<" * size)
    app = create_app(workspace, lambda: folder, LIMITS)
    place: Site = app.extensions["spaceonto"]
    client = app.test_client()
    try:
        for _ in range(5):
            answer = client.get("/sparql", query_string={"query": NAMES, "version": "broken"})
            assert answer.status_code == 503
        assert client.get("/sparql", query_string={"query": NAMES}).status_code == 200
    finally:
        place.close()


@pytest.mark.parametrize("path", ["/", "/ns", "/ns.ttl", "/id/nasa", "/graph/data/agents/nasa"])
def test_every_answer_from_the_data_names_its_release(two: FlaskClient, path: str) -> None:
    assert two.get(path).headers["X-Release"] == "newer-release"


def test_the_list_of_releases_leads_to_a_form_that_asks_each(two: FlaskClient) -> None:
    page = two.get("/releases", headers={"Accept": "text/html"}).text
    link = re.search(r'href="(/sparql[^"]*older-release[^"]*)"', page)
    assert link
    form = two.get(link.group(1).replace("&amp;", "&"), headers={"Accept": "text/html"}).text
    assert '<input type="hidden" name="version" value="older-release">' in form


def test_a_mistake_keeps_the_choice_of_release_and_inference(two: FlaskClient) -> None:
    sent = {"query": "SELECT", "infer": "false", "version": "older-release"}
    page = two.get("/sparql", query_string=sent, headers={"Accept": "text/html"}).text
    assert 'value="false" checked>' in page
    assert '<input type="hidden" name="version" value="older-release">' in page
