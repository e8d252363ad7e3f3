"""Whole releases as files: every part in every format holds the same, and is sent while it is written."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from spaceonto import terms
from spaceonto.engine.packing import zstd
from spaceonto.web import dumps
from spaceonto.web.slow import Slots

FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}


@pytest.fixture(scope="module")
def release(release_folder: Path) -> dict[str, set[Quad]]:
    """What the files of the release hold."""
    graph = NamedNode(terms.INFERRED)
    asserted = set(parse(path=release_folder / "asserted.nq", format=RdfFormat.N_QUADS))
    inferred = {
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(path=release_folder / "inferred.nt", format=RdfFormat.N_TRIPLES)
    }
    return {"asserted": asserted, "inferred": inferred, "all": asserted | inferred}


@pytest.mark.parametrize(
    ("part", "form"),
    [("all", form) for form in FORMS] + [("asserted", "nq"), ("inferred", "nt"), ("inferred", "trig")],
)
def test_a_dump_holds_the_release(
    client: FlaskClient, release: dict[str, set[Quad]], part: str, form: str
) -> None:
    answer = client.get(f"/dumps/{part}.{form}")
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = set(parse(answer.data, format=FORMS[form]))
    if form in ("nq", "trig", "jsonld"):
        assert found == release[part]
    else:
        assert found == {Quad(*quad.triple, DefaultGraph()) for quad in release[part]}


@pytest.mark.parametrize(("suffix", "unpack"), [("gz", gzip.decompress), ("zst", zstd.decompress)])
def test_a_dump_is_compressed_where_its_name_says_so(
    client: FlaskClient, suffix: str, unpack: object
) -> None:
    plain = client.get("/dumps/all.nt").data
    packed = client.get(f"/dumps/all.nt.{suffix}", headers={"Accept-Encoding": "gzip"})
    assert unpack(packed.data) == plain  # type: ignore[operator]
    assert "Content-Encoding" not in packed.headers
    assert packed.headers["Content-Disposition"] == f'attachment; filename="spaceonto-small-all.nt.{suffix}"'


def test_a_dump_known_already_is_not_written_again(client: FlaskClient) -> None:
    first = client.head("/dumps/all.ttl")
    assert first.data == b""
    again = client.get("/dumps/all.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/dumps/all.nt").headers["ETag"] != first.headers["ETag"]
    assert client.get("/dumps/inferred.nt?version=small").headers["X-Release"] == "small"
    assert client.get("/dumps/inferred.nt?version=none").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "all",
        "all.",
        "all.docx",
        "none.nt",
        "all.nt.zip",
        "all.nt.",
        "all.nt.gz.gz",
        "..%2fall.nt",
        "all.ndjson",
    ],
)
def test_there_is_no_other_dump(client: FlaskClient, name: str) -> None:
    assert client.get(f"/dumps/{name}").status_code == 404


def test_whole_releases_are_sent_to_a_bounded_number(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spaceonto.web.sparql.DOWNLOADS", Slots(1, 1))
    slow = client.get("/dumps/all.nq")
    assert client.get("/dumps/all.ttl").status_code == 503
    slow.close()
    assert client.get("/dumps/inferred.nt").status_code == 200


def test_a_dump_that_breaks_off_is_not_taken_for_a_whole_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps.sys, "executable", "/bin/false")
    with pytest.raises(OSError, match="before its end"):
        _ = client.get("/dumps/all.ttl").data


def test_writing_a_dump_takes_little_memory(tmp_path: Path) -> None:
    line = '<https://example.org/thing/{0}> <https://example.org/name> "name {0}" <https://example.org/g> .\n'
    (tmp_path / "asserted.nq").write_text("".join(line.format(number) for number in range(200_000)))
    (tmp_path / "inferred.nt").touch()
    command = [sys.executable, "-m", "spaceonto.engine.dump", str(tmp_path), "all", "ttl", "gz"]
    watch = (
        "import resource, subprocess, sys; "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    told = subprocess.run([sys.executable, "-c", watch, *command], capture_output=True, text=True, check=True)
    assert int(told.stdout) < 100 * 1024  # KiB; the file alone has 20 MiB
