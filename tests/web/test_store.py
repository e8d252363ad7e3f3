"""Graphs read and written over HTTP, on a real server over an empty workspace."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from general_server import Server, serving, where

G = "http://example.org/g"
ONE = '<http://example.org/s> <http://example.org/p> "one" .'
TWO = '<http://example.org/s> <http://example.org/p> "two" .'


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("general")) as started:
        yield started


@pytest.fixture
def server(running: Server) -> Server:
    assert running.update("DROP ALL").status == 200
    return running


def values(server: Server, graph: str = G) -> list[str]:
    return sorted(value for (value,) in server.select(f"SELECT ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))


def test_a_graph_is_put_read_added_to_and_deleted(server: Server) -> None:
    made = server.put(G, ONE)
    assert made.status == 201
    assert made.headers["location"].endswith("/store?graph=http%3A%2F%2Fexample.org%2Fg")
    assert values(server) == ["one"]
    assert server.send("POST", where(G), TWO, Content_Type="text/turtle").status == 200
    assert values(server) == ["one", "two"]
    assert server.put(G, TWO).status == 200
    assert values(server) == ["two"]
    assert server.send("DELETE", where(G)).status == 200
    assert server.send("GET", where(G)).status == 404
    assert server.send("DELETE", where(G)).status == 404


def test_the_answer_to_a_write_names_the_release_that_the_next_query_is_answered_from(server: Server) -> None:
    made = server.put(G, ONE)
    read = server.send("GET", where(G), token="", Accept="text/turtle")
    assert made.headers["x-release"] == read.headers["x-release"]


def test_a_read_is_open_and_known_again_by_its_etag(server: Server) -> None:
    server.put(G, ONE)
    first = server.send("GET", where(G), token="", Accept="application/n-triples")
    assert (first.status, first.body) == (200, f"{ONE}\n".encode())
    etag = first.headers["etag"]
    assert server.send("GET", where(G), Accept="application/n-triples", If_None_Match=etag).status == 304
    head = server.send("HEAD", where(G), token="", Accept="application/n-triples")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", str(len(first.body)))
    assert server.put(G, TWO).status == 200
    assert server.send("GET", where(G), Accept="application/n-triples", If_None_Match=etag).status == 200


DOCUMENTS = {
    "text/turtle": ONE,
    "application/n-triples": ONE,
    "application/n-quads": ONE,
    "application/trig": ONE,
    "application/ld+json": '{"@id": "http://example.org/s", "http://example.org/p": "one"}',
    "application/rdf+xml": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="http://example.org/"><r:Description r:about="http://example.org/s"><e:p>one</e:p>'
    "</r:Description></r:RDF>",
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_format_is_taken(running: Server, kind: str) -> None:
    graph = f"urn:{kind}"
    assert running.send("PUT", where(graph), DOCUMENTS[kind], Content_Type=kind).status == 201
    assert values(running, graph) == ["one"]


REFUSED = [
    ("text/turtle", "<http://example.org/s> <http://example.org/p>\n  oops .", 400),
    ("text/turtle", "<http://example.org/s> <http://example.org/p> \udcff .", 400),
    ("application/trig", "<http://example.org/h> { <urn:s> <urn:p> 1 }", 400),
    ("application/ld+json", '{"@context": "http://127.0.0.1:9/", "@id": "urn:s", "p": 1}', 400),
    ("application/rdf+xml", '<!DOCTYPE r [<!ENTITY a "aaaa">]><r/>', 400),
    ("text/turtle", "<urn:s> <urn:p> " + "[ <urn:p> " * 100_000, 400),
    ("text/turtle", "<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 20 + "1" + " )>>" * 20 + " .", 409),
    ("text/turtle", "<urn:s> <urn:p> " + "<<( <urn:s> <urn:p> " * 9**6 + "1" + " )>>" * 9**6 + " .", 503),
    ("application/pdf", "x", 415),
    ("text/turtle; charset=ISO-8859-1", ONE, 415),
    ("", "x", 415),
]


@pytest.mark.parametrize(("kind", "text", "status"), REFUSED, ids=lambda value: str(value)[:25])
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    running: Server, kind: str, text: str, status: int
) -> None:
    running.put(G, ONE)
    reply = running.send("PUT", where(G), text.encode("utf-8", "surrogateescape"), Content_Type=kind)
    assert reply.status == status, reply.body
    assert b"Traceback" not in reply.body
    assert values(running) == ["one"]


def test_a_mistake_in_the_data_is_told_with_its_line(server: Server) -> None:
    reply = server.put(G, f"{ONE}\n<http://example.org/s> <http://example.org/p> oops:x .")
    assert reply.status == 400
    assert b'"line": 2' in reply.body and b"oops" in reply.body


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nobody_writes_without_the_token(running: Server, method: str) -> None:
    running.put(G, ONE)
    without = running.send(method, where(G), TWO, token="", Content_Type="text/turtle")
    assert (without.status, without.headers["www-authenticate"]) == (401, 'Bearer realm="spaceonto"')
    for wrong in ("another", "a-token-of-the-test", "a-token-of-the-tests2"):
        assert running.send(method, where(G), TWO, token=wrong, Content_Type="text/turtle").status == 403
    assert (
        running.send(method, where(G), TWO, Authorization="Basic YTpi", Content_Type="text/turtle").status
        == 401
    )
    assert running.update("DROP ALL", token="").status == 401
    assert running.update("DROP ALL", token="another").status == 403
    assert values(running) == ["one"]


def test_without_a_configured_token_there_is_no_way_to_write(tmp_path: Path) -> None:
    with serving(tmp_path, token="") as server:
        assert server.update("DROP ALL").status == 404
        assert server.put(G, ONE).status == 405
        assert server.send("DELETE", where(G)).status == 405
        assert "PUT" not in server.send("OPTIONS", "/store").headers["allow"]
        assert server.send("GET", "/store?default", token="").status == 200


def test_the_default_graph_and_the_empty_graph(server: Server) -> None:
    assert server.put(None, ONE).status == 200
    assert server.select("SELECT ?o { ?s ?p ?o }") == [("one",)]
    assert server.put(G, "").status == 201
    assert server.send("GET", where(G), token="").status == 200
    assert server.send("DELETE", where(None)).status == 200
    assert server.select("SELECT ?o { ?s ?p ?o }") == []


def test_a_graph_is_known_by_its_own_address(server: Server) -> None:
    made = server.send("PUT", "/store/people/ada.ttl", "<#me> <urn:p> 1 .", Content_Type="text/turtle")
    assert made.status == 201
    name = f"{server.url}/store/people/ada.ttl"
    assert made.headers["location"] == name
    assert server.select(f"SELECT ?s {{ GRAPH <{name}> {{ ?s ?p ?o }} }}") == [(f"{name}#me",)]
    assert server.send("GET", where(name), token="").status == 200


def test_a_graph_without_a_name_gets_one(server: Server) -> None:
    made = server.send("POST", "/store", ONE, Content_Type="text/turtle")
    assert made.status == 201
    assert values(server, made.headers["location"]) == ["one"]


@pytest.mark.parametrize(
    "query", ["", "?graph=", "?default&graph=urn:g", "?graph=urn:a&graph=urn:b", "?graph=a%20b"]
)
def test_a_request_that_means_no_graph_or_several_is_refused(running: Server, query: str) -> None:
    assert running.send("PUT", f"/store{query}", ONE, Content_Type="text/turtle").status == 400


def test_files_of_a_form_are_put_together(server: Server) -> None:
    parts = "".join(
        f'--x\r\nContent-Disposition: form-data; name="f"; filename="{n}.ttl"\r\n'
        f"Content-Type: text/turtle\r\n\r\n{text}\r\n"
        for n, text in enumerate((ONE, TWO))
    )
    kind = "multipart/form-data; boundary=x"
    assert server.send("POST", where(G), f"{parts}--x--\r\n", Content_Type=kind).status == 201
    assert values(server) == ["one", "two"]


def test_any_name_of_a_graph_has_a_file_of_its_own_inside_the_workspace(server: Server) -> None:
    names = [
        "urn:a", "http://example.org/../../etc/passwd", "file:///etc/passwd", "urn:a%2Fb", "urn:a~b",
        "https://w3id.org/spaceonto/graph/data/x", "https://w3id.org/spaceonto/graph/default",
        "https://w3id.org/spaceonto/graph/../../x", "http://example.org/é", "urn:long:" + "a" * 5000,
        "urn:long:" + "a" * 4999 + "b", "urn:A",
    ]  # fmt: skip
    for number, name in enumerate(names):
        assert server.put(name, f'<urn:s> <urn:p> "{number}" .').status == 201, name
    assert [values(server, name) for name in names] == [[str(number)] for number in range(len(names))]
    files = [file for file in server.root.rglob("*.ttl") if ".spaceonto" not in file.parts]
    assert len(files) == len(names)
    assert not list(server.root.parent.glob("*.ttl"))


def test_blank_nodes_stay_the_same_in_graphs_that_share_them_and_apart_in_others(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        server.update("INSERT DATA { GRAPH <urn:a> { _:x <urn:p> 1 } GRAPH <urn:b> { _:x <urn:q> 2 } }")
        server.put("urn:c", "_:x <urn:p> 3 .")
        server.put("urn:d", "_:x <urn:q> 4 .")
        server.update("INSERT DATA { GRAPH <urn:a> { <urn:y> <urn:p> 5 } }")
        (tmp_path / "mine.ttl").write_text("_:x <urn:p> 6 ; <urn:q> 7 .", "utf-8")
        server.update("INSERT DATA { GRAPH <urn:a> { <urn:y> <urn:p> 8 } }")
    with serving(tmp_path) as again:
        rows = again.select(
            "SELECT ?v ?w { GRAPH ?g { ?x <urn:p> ?v } GRAPH ?h { ?x <urn:q> ?w } } ORDER BY ?v"
        )
        assert rows == [("1", "2"), ("6", "7")]


def test_terms_of_rdf_1_2_are_kept(server: Server) -> None:
    server.put(G, '<urn:s> <urn:p> <<( <urn:a> <urn:b> "x"@en--ltr )>> .')
    read = server.send("GET", where(G), token="", Accept="application/n-triples")
    assert read.body.decode() == '<urn:s> <urn:p> <<( <urn:a> <urn:b> "x"@en--ltr )>> .\n'


def test_writers_at_once_lose_nothing_of_one_another(server: Server) -> None:
    def write(number: int) -> int:
        return server.send("POST", where(G), f"<urn:s> <urn:p> {number} .", Content_Type="text/turtle").status

    with ThreadPoolExecutor(6) as threads:
        statuses = list(threads.map(write, range(18)))
    assert set(statuses) == {200, 201}
    assert values(server) == sorted(str(number) for number in range(18))


def test_an_update_is_all_or_nothing(server: Server) -> None:
    server.put(G, ONE)
    reply = server.update(f"DROP GRAPH <{G}> ; CREATE GRAPH <urn:x> ; CREATE GRAPH <urn:x>")
    assert (reply.status, b"already exists" in reply.body) == (409, True)
    assert values(server) == ["one"]


def test_an_update_ranges_over_the_graphs_that_the_request_names(server: Server) -> None:
    server.put(None, "<urn:default> <urn:p> 0 .")
    server.put(G, "<urn:g> <urn:p> 1 .")
    server.put("urn:h", "<urn:h> <urn:p> 2 .")
    over = "?using-graph-uri=http://example.org/g&using-graph-uri=urn:h"
    server.update("INSERT { GRAPH <urn:out> { ?s <urn:q> 'all' } } WHERE { ?s <urn:p> ?o }", over)
    assert server.select("SELECT ?s { GRAPH <urn:out> { ?s ?p ?o } } ORDER BY ?s") == [("urn:g",), ("urn:h",)]
    named = "?using-named-graph-uri=urn:h"
    server.update("DELETE WHERE { GRAPH ?g { ?s <urn:p> ?o } }", named)
    assert server.select("SELECT ?s { GRAPH ?g { ?s <urn:p> ?o } }") == [("urn:g",)]
    clash = server.update(f"WITH <{G}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", over)
    assert clash.status == 400
    assert server.update("CLEAR ALL", "?using-graph-uri=a%3E%20b").status == 400


def test_an_update_comes_in_a_form_too(server: Server) -> None:
    kind = "application/x-www-form-urlencoded"
    form = "update=INSERT%20DATA%20%7B%20%3Curn%3As%3E%20%3Curn%3Ap%3E%20%22A%2BB%22%20%7D"
    assert server.send("POST", "/update", form, Content_Type=kind).status == 200
    assert server.select("SELECT ?o { ?s ?p ?o }") == [("A+B",)]
    assert server.send("POST", "/update", f"{form}&{form}", Content_Type=kind).status == 400
    assert server.send("POST", "/update", "x=1", Content_Type=kind).status == 400
    assert server.send("GET", f"/update?{form}").status == 405
    assert server.send("POST", "/update", form, Content_Type="text/plain").status == 415


def test_a_mistake_in_an_update_is_told_with_its_place(server: Server) -> None:
    reply = server.update("INSERT DATA {\n  <urn:s> <urn:p> nope:x }")
    assert reply.status == 400
    assert b'"line": 2' in reply.body and b"nope:" in reply.body


FETCHES = [
    "LOAD <{url}>",
    "LOAD SILENT <{url}>",
    "LOAD SILENT <{url}> INTO GRAPH <urn:g>",
    "PREFIX : <{url}> LOAD:",
    "CREATE GRAPH <urn:q>;LOAD<{url}>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
]


def test_no_update_reaches_another_server(server: Server) -> None:
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)

        def listen() -> None:
            while not done.is_set():
                try:
                    calls.append(listener.accept())
                except TimeoutError:
                    continue

        done = threading.Event()
        thread = threading.Thread(target=listen)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
        statuses = [server.update(text.format(url=url)).status for text in FETCHES]
        done.set()
        thread.join()
    assert calls == []
    assert statuses == [400, 200, 200, 400, 400, 400, 400]
    assert server.select("SELECT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }") == []


def test_the_files_are_turtle_that_others_read(server: Server) -> None:
    server.put(G, f"{ONE} <http://example.org/s> <http://example.org/q> [ <http://example.org/p> 1.50 ] .")
    file = server.root / "graphs" / "http%3A%2F%2Fexample.org%2Fg.ttl"
    read = [quad.triple for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)]
    assert len(read) == 3


def test_a_workspace_of_somebody_elses_turtle_is_served_a_graph_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "people.ttl").write_text("<urn:ada> <urn:knows> _:someone .", "utf-8")
    name = "https://w3id.org/spaceonto/graph/a/people"
    with serving(tmp_path, "--default-graph", "union") as server:
        assert server.select("SELECT ?s { ?s <urn:knows> ?o }") == [("urn:ada",)]
        server.put("urn:g", "<urn:bob> <urn:knows> <urn:ada> .")
        server.put(None, "<urn:cy> <urn:knows> <urn:ada> . <urn:bob> <urn:knows> <urn:ada> .")
        assert server.select("SELECT ?s { ?s <urn:knows> ?o } ORDER BY ?s") == [
            ("urn:ada",), ("urn:bob",), ("urn:cy",)
        ]  # fmt: skip
        server.update(
            "DELETE { GRAPH ?g { ?s <urn:knows> ?o } } WHERE { GRAPH ?g { ?s <urn:knows> ?o } ?o ?p ?q }"
        )
        assert values(server, name) != [] and values(server, "urn:g") == []
        own = server.send("GET", where(None), token="", Accept="application/n-triples").body
        assert own.count(b"\n") == 2 and b"urn:cy" in own
        assert server.send("DELETE", where(name)).status == 200
        assert not (tmp_path / "a" / "people.ttl").exists()
        assert server.select("SELECT ?s { ?s <urn:knows> ?o } ORDER BY ?s") == [("urn:bob",), ("urn:cy",)]


def test_a_file_that_is_no_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "people.ttl").write_text("<urn:ada> <urn:knows>\n oops .", "utf-8")
    with pytest.raises(AssertionError, match=r"people\.ttl:2:2: .*\n"), serving(tmp_path):
        pass


def test_the_first_page_lists_the_graphs_and_claims_nothing_about_them(server: Server) -> None:
    server.put("urn:x&y", f"{ONE} {TWO}")
    page = server.send("GET", "/", token="", Accept="text/html").body.decode()
    assert "2 triples" in page and 'href="/store?graph=urn%3Ax%26y">urn:x&amp;y</a>: 2' in page
    assert "CC BY" not in page and "James Webb" not in page


def test_who_writes_on_condition_overwrites_nobody(server: Server) -> None:
    server.put(G, ONE)
    first, second = (server.send("GET", where(G), token="").headers["etag"] for _ in range(2))
    kind = {"Content_Type": "text/turtle"}
    assert server.send("PUT", where(G), TWO, If_Match=first, **kind).status == 200
    assert server.send("PUT", where(G), ONE, If_Match=second, **kind).status == 412
    assert server.send("DELETE", where(G), If_Match=second).status == 412
    assert values(server) == ["two"]
    assert server.send("PUT", where(G), ONE, If_None_Match="*", **kind).status == 412
    assert server.send("PUT", where("urn:new"), ONE, If_None_Match="*", **kind).status == 201
    assert server.send("PUT", where("urn:newer"), ONE, If_Match="*", **kind).status == 412


def test_a_page_from_elsewhere_may_write_with_the_token(server: Server) -> None:
    asked = {"Origin": "https://example.org", "Access_Control_Request_Method": "PUT"}
    allowed = server.send("OPTIONS", "/store", token="", **asked).headers
    assert "PUT" in allowed["access-control-allow-methods"]
    assert "Authorization" in allowed["access-control-allow-headers"]
