"""Shapes and data may be RDF of any kind; what they are may not reach beyond the files named."""

import json
import socket
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from spaceonto.check import CheckError, check_files, foreign_shapes
from spaceonto.check.engines import validate
from spaceonto.check.graph import Graph
from spaceonto.check.rdf import read_rdf
from spaceonto.dataset import Dataset
from spaceonto.terms import RDF, SH

TURTLE = "PREFIX ex: <https://example.org/>\nex:a ex:p [ ex:q 'x' ] ;\n    ex:r ex:b .\n"
A_QUAD = "<https://example.org/a> <https://example.org/r> <https://example.org/b> {} .\n"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def read(folder: Path, name: str, text: str) -> Dataset:
    return read_rdf([write(folder, name, text)])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "PREFIX ex: <https://example.org/> ex:a ex:r ex:b ."),
        ("a.nt", A_QUAD.format("")),
        ("a.nq", A_QUAD.format("<https://example.org/graph>")),
        ("a.trig", "PREFIX ex: <https://example.org/> ex:graph { ex:a ex:r ex:b }"),
        (
            "a.jsonld",
            json.dumps(
                {"@id": "https://example.org/a", "https://example.org/r": {"@id": "https://example.org/b"}}
            ),
        ),
        (
            "a.rdf",
            f'<r:RDF xmlns:r="{RDF}" xmlns:e="https://example.org/"><r:Description r:about="https://example.org/a">'
            '<e:r r:resource="https://example.org/b"/></r:Description></r:RDF>',
        ),
    ],
)
def test_every_kind_of_rdf_is_read(name: str, text: str, tmp_path: Path) -> None:
    dataset = read(tmp_path, name, text)
    assert not dataset.errors
    assert dataset.ntriples() == A_QUAD.format("").replace("  .", " .")


def test_turtle_keeps_its_places_though_relative_names_are_told_from_its_folder(tmp_path: Path) -> None:
    (file,) = read(tmp_path, "a.ttl", "<#a> <p> <> ,\n    <b> .").files
    places = [(located.line, located.column) for located in file.located]
    assert places == [(1, 10), (2, 5)]
    assert file.located[0].triple.object.value == (tmp_path / "a.ttl").as_uri()


def test_an_error_on_the_first_line_of_turtle_has_its_column(tmp_path: Path) -> None:
    (error,) = read(tmp_path, "a.ttl", "<a> <p> <b> ;; oops .").errors
    assert (error.line, error.column) == (1, 16)


def test_blank_nodes_of_two_files_stay_apart(tmp_path: Path) -> None:
    lines = '_:x <https://example.org/p> "{}" .\n'
    paths = [write(tmp_path, f"{name}.nq", lines.format(name)) for name in "ab"]
    assert len({triple.subject for triple in read_rdf(paths).triples()}) == 2


def test_a_document_type_is_refused_before_its_entities_grow(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<x>&b;</x>'
    (error,) = read(tmp_path, "a.rdf", bomb).errors
    assert error.line == 1
    assert "document type" in error.message


def test_xml_whose_elements_never_close_is_refused(tmp_path: Path) -> None:
    (error,) = read(tmp_path, "a.rdf", f'<r:RDF xmlns:r="{RDF}">\n  <r:Description>').errors
    assert error.line == 2
    assert "not well-formed XML" in error.message


def test_a_remote_context_of_json_ld_is_not_fetched(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        context = f"http://127.0.0.1:{server.getsockname()[1]}/context.jsonld"
        dataset = read(tmp_path, "a.jsonld", json.dumps({"@context": context, "name": "x"}))
        with pytest.raises(TimeoutError):
            server.accept()
    assert len(dataset.errors) == 1


def test_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match=r"of no kind known here \(\.ttl"):
        read(tmp_path, "a.csv", "a,b")


def test_bad_data_is_told_as_a_finding_and_bad_shapes_stop_the_check(tmp_path: Path) -> None:
    shapes = write(tmp_path, "shapes.ttl", f"<urn:s> a <{SH}NodeShape> .")
    bad = write(tmp_path, "bad.ttl", "<a> <b> .")
    report = check_files([bad], foreign_shapes([shapes]))
    assert [(finding.check, finding.line) for finding in report.findings] == [("syntax", 1)]
    with pytest.raises(CheckError, match="cannot be read"):
        foreign_shapes([bad])


def test_programs_in_shapes_are_refused(tmp_path: Path) -> None:
    shapes = write(tmp_path, "s.ttl", f'<urn:s> <{SH}js> [ <{SH}jsFunctionName> "f" ] .')
    with pytest.raises(CheckError, match="JavaScript"):
        foreign_shapes([shapes])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { ?service ?from $this . BIND('SERVICE' AS ?load) } # FROM here",
        "PREFIX from: <urn:from> SELECT $this WHERE { $this from:service <urn:SERVICE> }",
    ],
)
def test_words_that_only_look_like_reaching_out_are_allowed(query: str, tmp_path: Path) -> None:
    text = f'<urn:s> <{SH}targetNode> <urn:a> ; <{SH}sparql> [ <{SH}select> """{query}""" ] .'
    foreign_shapes([write(tmp_path, "s.ttl", text)])


def hidden(keyword: str) -> str:
    """A keyword as SPARQL may spell it too, so that no look at the text finds it."""
    return f"\\u{ord(keyword[0]):04X}{keyword[1:]}"


def asking(query: str) -> Graph:
    shape, constraint = NamedNode("urn:s"), NamedNode("urn:q")
    return Graph(
        [
            Triple(shape, NamedNode(RDF + "type"), NamedNode(SH + "NodeShape")),
            Triple(shape, NamedNode(SH + "targetNode"), NamedNode("urn:a")),
            Triple(shape, NamedNode(SH + "sparql"), constraint),
            Triple(constraint, NamedNode(SH + "select"), Literal(query)),
        ]
    )


def test_a_query_that_hides_what_it_reads_still_reads_no_file(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret.ttl", "<urn:a> <urn:secret> 'rosebud' .")
    query = f"SELECT $this ?value {hidden('FROM')} <{secret.as_uri()}> WHERE {{ $this <urn:secret> ?value }}"
    try:
        results = validate("<urn:a> <urn:p> 1 .", asking(query))
    except CheckError as error:
        assert "rosebud" not in str(error)
    else:
        assert results == []


def test_a_query_that_hides_whom_it_calls_still_calls_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        query = f"SELECT $this WHERE {{ {hidden('SERVICE')} <{address}> {{ $this ?p ?o }} }}"
        with pytest.raises(CheckError):
            validate("<urn:a> <urn:p> 1 .", asking(query))
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_pattern_that_explodes_elsewhere_is_decided_at_once(tmp_path: Path) -> None:
    shapes = write(
        tmp_path,
        "s.ttl",
        f'<urn:s> a <{SH}NodeShape> ; <{SH}targetNode> "{"a" * 5000}!" ; <{SH}pattern> "^(a+)+$" .',
    )
    data = write(tmp_path, "d.ttl", "<urn:a> <urn:p> 1 .")
    assert not check_files([data], foreign_shapes([shapes]), deadline=5).conforms
