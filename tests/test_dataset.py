"""Many files as one dataset: a graph for each, a place for every triple, and every error at once."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple
from pyoxigraph import parse as parse_rdf

from spaceonto import terms
from spaceonto.dataset import Dataset, Location, load, parse
from spaceonto.workspace import Workspace, WorkspaceError

S, P = NamedNode("a:s"), NamedNode("a:p")


def integer(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(terms.XSD + "integer"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "data" / "agents").mkdir(parents=True)
    (tmp_path / "ontology" / "core.ttl").write_text("<a:s> <a:p> [ <a:p> 1 ] .")
    (tmp_path / "data" / "agents" / "nasa.ttl").write_text("<a:s> <a:p> 007 ,\n  2 .")
    (tmp_path / "data" / "periods.ttl").write_text("<a:t> <a:p> 1 .\n<a:s>\n <a:p> 2 .")
    return Workspace(tmp_path, tmp_path / "releases")


def test_each_file_is_a_graph_named_after_its_path(workspace: Workspace) -> None:
    dataset = load(workspace)
    assert [(file.path, file.graph.value) for file in dataset.files] == [
        ("data/agents/nasa.ttl", terms.GRAPH + "data/agents/nasa"),
        ("data/periods.ttl", terms.GRAPH + "data/periods"),
        ("ontology/core.ttl", terms.GRAPH + "ontology/core"),
    ]
    assert dataset.errors == ()
    assert len(dataset) == len(list(dataset.quads())) == len(list(dataset.triples())) == 6
    assert Quad(S, P, integer("007"), NamedNode(terms.GRAPH + "data/agents/nasa")) in set(dataset.quads())


def test_a_triple_is_located_in_the_first_file_that_states_it(workspace: Workspace) -> None:
    dataset = load(workspace)
    assert dataset.locate(Triple(S, P, integer("2"))) == Location("data/agents/nasa.ttl", 2, 3)
    assert dataset.locate(Triple(NamedNode("a:t"), P, integer("1"))) == Location("data/periods.ttl", 1, 13)
    assert dataset.locate(Triple(S, P, integer("3"))) is None
    assert dataset.locate(Triple(S, P, integer("7"))) is None


def test_a_subject_is_located_where_something_is_first_said_of_it(workspace: Workspace) -> None:
    dataset = load(workspace)
    assert dataset.locate_subject(NamedNode("a:t")) == Location("data/periods.ttl", 1, 13)
    assert dataset.locate_subject(P) is None


def test_the_store_has_the_graphs(workspace: Workspace) -> None:
    store = load(workspace).store()
    assert {graph.value.removeprefix(terms.GRAPH) for graph in store.named_graphs()} == {
        "data/agents/nasa",
        "data/periods",
        "ontology/core",
    }
    assert len(store) == 6


def test_ntriples_keep_literals_and_hold_the_same_triples(workspace: Workspace) -> None:
    dataset = load(workspace)
    assert '"007"' in dataset.ntriples()
    read = {quad.triple for quad in parse_rdf(dataset.ntriples(), format=RdfFormat.N_TRIPLES)}
    assert read == set(dataset.triples())


def test_every_bad_file_is_reported_and_the_good_ones_are_kept(workspace: Workspace) -> None:
    for name, text in {"a": "<a:s> <a:p>", "b": "<a:s> x:p 1 .", "c": "<a:s> <a:p> 3 ."}.items():
        (workspace.data / f"{name}.ttl").write_text(text)
    dataset = load(workspace)
    assert [(error.file, error.line, error.column) for error in dataset.errors] == [
        ("data/a.ttl", 1, 12),
        ("data/b.ttl", 1, 7),
    ]
    assert len(dataset.files) == 4


def test_two_files_with_the_same_blank_node_label_stay_apart() -> None:
    dataset = parse({"data/a.ttl": b"_:x <a:p> 1 .", "data/b.ttl": b"_:x <a:p> 1 ."})
    assert len({triple.subject for triple in dataset.triples()}) == 2


def test_progress_is_told_after_each_file(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    load(workspace, progress=lambda done, count: told.append((done, count)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_only_named_files_are_read_where_some_are_named(workspace: Workspace) -> None:
    file = workspace.data / "periods.ttl"
    assert [source.path for source in load(workspace, [file, file]).files] == ["data/periods.ttl"]


def test_a_link_to_a_file_does_not_make_a_second_graph(workspace: Workspace) -> None:
    (workspace.data / "twin.ttl").symlink_to("periods.ttl")
    dataset = load(workspace)
    (error,) = dataset.errors
    assert error.file.endswith("data/twin.ttl")
    assert error.message == "this is a link to data/periods.ttl, which is read already"
    assert len(dataset.files) == 3


def test_a_link_to_nothing_is_reported(workspace: Workspace) -> None:
    (workspace.data / "lost.ttl").symlink_to("nowhere.ttl")
    (error,) = load(workspace).errors
    assert error.message == "the file cannot be read: No such file or directory"


@pytest.mark.parametrize(
    "path", ["data/two words.ttl", "data/é.ttl", "data/a#b.ttl", "data/a%20b.ttl", "data/a.txt", "../a.ttl"]
)
def test_a_path_that_suits_no_graph_name_is_refused(path: str) -> None:
    dataset = parse({path: b"<a:s> <a:p> 1 ."})
    assert dataset == Dataset((), dataset.errors)
    assert "the name of its graph" in dataset.errors[0].message


def test_a_file_outside_the_workspace_is_refused(
    workspace: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stranger = tmp_path_factory.mktemp("elsewhere") / "x.ttl"
    stranger.write_text("<a:s> <a:p> 1 .")
    with pytest.raises(WorkspaceError, match="lies outside the workspace"):
        load(workspace, [stranger])
