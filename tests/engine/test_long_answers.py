"""A long answer comes in pages: nothing is missing, nothing comes twice, and no cut goes unsaid."""

import csv
import io
import json
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from small_release import write_release
from spaceonto.engine import FORMATS, Answer, AnswerMoved, Engine, Limits, QueryTimeout, named
from spaceonto.engine.out import MARKS, Out, TooLarge
from spaceonto.engine.rows import ROW_FORMATS

ODD = r"""
<https://w3id.org/spaceonto/id/odd> rdfs:comment "a\"b\\c\nd\te\rf,{g},{}<result>&amp;'é💥", "x"@en-gb, 1,
    1.5, 1.5e0, true, "z"^^<http://e.org/type>, "07"^^xsd:integer, "x"^^xsd:integer, " lead", "" .
"""
SELECTS = {
    "all": "SELECT * { ?s ?p ?o }",
    "ordered": "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?o",
    "with gaps": "SELECT ?s ?label ?x { ?s a ?c OPTIONAL { ?s sco:acronym ?label } }",
    "distinct": "SELECT DISTINCT ?p ?c { ?s ?p ?o . ?s a ?c }",
    "grouped": "SELECT ?p (COUNT(*) AS ?n) (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o } GROUP BY ?p",
    "its own limit": "SELECT ?s ?p { ?s ?p ?o } ORDER BY ?s LIMIT 23 OFFSET 4",
    "values after it": "SELECT * { ?s a ?c } VALUES ?c { sco:Participation sco:SpaceAgency }",
    "nothing bound": "SELECT ?x { ?s ?p ?o }",
    "odd": "SELECT ?o ?s { ?s rdfs:comment ?o }",
    "a product": "SELECT ?a ?f { ?a a ?c . ?d ?e ?f }",
}
MORE_TERMS = """
    BIND(STRLANGDIR("hi", "en", "ltr") AS ?directed) BIND(TRIPLE(?s, sco:role, "c"@fr) AS ?triple)
    BIND(BNODE("b") AS ?blank)
"""
GRAPHS = {
    "construct": "CONSTRUCT { ?s a ?o . ?o rdfs:comment ?s } WHERE { ?s a ?o }",
    "short": "CONSTRUCT WHERE { ?s ?p ?o }",
    "describe": "DESCRIBE ?s { ?s a sco:SpaceAgency }",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("releases"), digest="odd", more={"data/odd": ODD})


@pytest.fixture(scope="module")
def whole(folder: Path) -> Iterator[Engine]:
    with Engine(folder, limits=Limits(fast=2)) as running:
        yield running


@pytest.fixture(scope="module")
def capped(folder: Path) -> Iterator[Engine]:
    with Engine(folder, limits=Limits(fast=2, rows=7)) as running:
        yield running


@pytest.fixture(scope="module")
def narrow(folder: Path) -> Iterator[Engine]:
    with Engine(folder, limits=Limits(fast=2, answer=1500)) as running:
        yield running


def pages(engine: Engine, text: str, name: str, kind: str) -> list[Answer]:
    """All pages, each asked for with what the one before says."""
    found = [engine.query(text, named(name, kind))]
    offset = 0
    while found[-1].more:
        offset += found[-1].info["rows"]
        found.append(engine.query(text, named(name, kind), offset=offset, after=found[-1].last))
        assert len(found) < 2000
    return found


def table(form: str, data: bytes) -> list[tuple[object, ...]]:
    """The rows of an answer, read by a reader that is not ours."""
    text = data.decode()
    if form == "json":
        return [tuple(sorted((k, json.dumps(v)) for k, v in row.items())) for row in bindings(data)]
    if form == "ndjson":
        return [
            tuple(sorted((k, json.dumps(v)) for k, v in json.loads(x).items())) for x in text.splitlines()
        ]
    if form == "xml":
        rows = ElementTree.fromstring(data)[1]
        return [tuple(sorted(ElementTree.tostring(cell) for cell in row)) for row in rows]
    if form == "csv":
        return [tuple(row[name] for name in sorted(row)) for row in csv.DictReader(io.StringIO(text, ""))]
    text = text.replace("\\u0001", "\x01")  # the same in two spellings
    names, *lines = (line.split("\t") for line in text.removesuffix("\n").split("\n"))
    return [tuple(value for _, value in sorted(zip(names, line, strict=True))) for line in lines]


def bindings(data: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(data)["results"]["bindings"]
    return found


@pytest.mark.parametrize("form", ROW_FORMATS)
@pytest.mark.parametrize("query", SELECTS)
def test_the_pages_of_a_table_make_up_the_whole(whole: Engine, capped: Engine, query: str, form: str) -> None:
    answer = whole.query(SELECTS[query], named(form, "bindings"))
    parts = pages(capped, SELECTS[query], form, "bindings")
    rows = [row for part in parts for row in table(form, part.read())]
    if form == "csv" and query == "nothing bound":
        return  # the reader passes over empty lines
    assert rows == table(form, answer.read())
    assert not answer.more
    assert all(part.info["rows"] == 7 for part in parts[:-1])
    assert len(parts) == -(-len(rows) // 7)


@pytest.mark.parametrize("form", [entry.name for entry in FORMATS if entry.kind == "graph"])
@pytest.mark.parametrize("query", GRAPHS)
def test_the_pages_of_a_graph_make_up_the_whole(whole: Engine, capped: Engine, query: str, form: str) -> None:
    def triples(data: bytes) -> list[str]:
        graph = ox.parse(data, format=named(form, "graph").engine)  # type: ignore[union-attr, arg-type]
        return [f"{quad.subject} {quad.predicate} {quad.object}" for quad in graph]

    text = GRAPHS[query]
    parts = [triples(part.read()) for part in pages(capped, text, form, "graph")]
    assert len(parts) > 1
    assert all(len(part) == 7 for part in parts[:-1])
    assert sorted(chain(*parts)) == sorted(triples(whole.query(text, named(form, "graph")).read()))


@pytest.mark.parametrize("form", [*ROW_FORMATS, "ttl", "nt", "nq", "trig", "jsonld", "rdf"])
def test_an_answer_is_cut_by_bytes_between_rows(whole: Engine, narrow: Engine, form: str) -> None:
    kind = "bindings" if form in ROW_FORMATS else "graph"
    where = "{ ?s a ?c . ?o a ?d }"
    text = f"SELECT ?s ?o {where}" if kind == "bindings" else "CONSTRUCT { ?s rdfs:seeAlso ?o } " + where
    parts = pages(narrow, text, form, kind)
    assert len(parts) > 1
    assert all(1500 <= part.length < 30_000 for part in parts[:-1])
    if kind == "bindings":
        rows = [row for part in parts for row in table(form, part.read())]
        assert rows == table(form, whole.query(text, named(form, kind)).read())
    else:
        count = sum(part.info["rows"] for part in parts)
        assert count == sum(1 for _ in whole.query(text, named("nt", "graph")).read().splitlines())


@pytest.mark.parametrize("form", [name for name in ROW_FORMATS if name != "ndjson"])
def test_a_row_written_alone_is_as_the_engine_writes_it(whole: Engine, form: str) -> None:
    text = SELECTS["odd"].replace("}", MORE_TERMS + "}")
    answer = whole.query(text, named(form, "bindings")).read()
    alone = whole.query(text, named(form, "bindings"), max_rows=1000).read()
    if form == "xml":
        assert ElementTree.canonicalize(alone) == ElementTree.canonicalize(answer)
    elif form == "json":
        assert json.loads(alone) == json.loads(answer)
    else:
        assert alone == answer


def test_order_is_the_same_in_another_process(folder: Path, whole: Engine) -> None:
    with Engine(folder, limits=Limits(fast=1)) as other:
        for text in SELECTS.values():
            form = named("ndjson", "bindings")
            assert other.query(text, form).read() == whole.query(text, form).read()


def test_order_is_the_same_where_graphs_repeat_each_other(tmp_path: Path) -> None:
    repeated = {f"data/more{n}": f"id:nasa a sco:SpaceAgency ; rdfs:comment {n} ." for n in range(30)}
    made = write_release(tmp_path, more=repeated)
    seen = set()
    for _ in range(3):
        with Engine(made, limits=Limits(fast=1)) as engine:
            seen.add(engine.query(SELECTS["all"], named("ndjson", "bindings")).read())
    assert len(seen) == 1


def test_a_page_that_does_not_follow_on_the_one_before_is_refused(capped: Engine) -> None:
    first = capped.query(SELECTS["all"])
    assert first.more
    assert capped.query(SELECTS["all"], offset=7, after=first.last).info["rows"] == 7
    for wrong in ({"offset": 8}, {"offset": 6}, {"offset": 100_000}, {"offset": 7, "after": "0" * 16}):
        with pytest.raises(AnswerMoved, match="follow"):
            capped.query(SELECTS["all"], **{"after": first.last, **wrong})  # type: ignore[arg-type]
    with pytest.raises(AnswerMoved):
        capped.query(SELECTS["ordered"], offset=7, after=first.last)


def test_an_answer_of_just_so_many_rows_is_whole(capped: Engine) -> None:
    answer = capped.query("SELECT ?s { ?s ?p ?o } LIMIT 7")
    assert not answer.more
    assert len(bindings(answer.read())) == 7


def test_who_asks_from_within_gets_the_whole(capped: Engine, whole: Engine) -> None:
    assert len(capped.rows(SELECTS["all"]).rows) == len(whole.rows(SELECTS["all"]).rows) > 7
    assert len(capped.rows(SELECTS["all"], max_rows=5000).rows) == 7
    for text, form in ((SELECTS["all"], "csv"), (GRAPHS["short"], "ttl"), (GRAPHS["short"], "nt")):
        kind = "bindings" if form == "csv" else "graph"
        assert capped.query(text, named(form, kind)).more
        answer = capped.query(text, named(form, kind), whole=True)
        assert not answer.more
        assert answer.length == whole.query(text, named(form, kind)).length


def test_texts_that_look_like_rows_cut_nothing_off(capped: Engine) -> None:
    text = 'SELECT * { BIND("' + ",{},{" * 40 + '<result>" AS ?x) }'
    for form in ROW_FORMATS:
        answer = capped.query(text, named(form, "bindings"))
        assert not answer.more
        assert len(table(form, answer.read())) == 1


@pytest.mark.parametrize("form", MARKS)
@pytest.mark.parametrize("piece", [1, 7, 70_000])
def test_rows_are_counted_over_the_borders_of_pieces(form: str, piece: int) -> None:
    mark, _ = MARKS[form]
    data = b"".join(mark + b"x" * 40 for _ in range(12_000))

    def write(most: int) -> bytes:
        sent = bytearray()
        out = Out(sent.extend, 10**9, is_xml=form == "xml", most=most, form=form)
        for start in range(0, len(data), piece):
            out.write(data[start : start + piece])
        out.finish()
        return bytes(sent)

    assert write(12_000) == data
    with pytest.raises(TooLarge):
        write(11_999)


def test_a_deadline_holds_for_an_answer_that_is_begun_twice(folder: Path) -> None:
    """It is begun again, row by row, once it has more rows than a page."""
    with Engine(folder, limits=Limits(fast=1, rows=100_000)) as engine:
        engine.wait_ready()
        start = time.monotonic()
        with pytest.raises(QueryTimeout, match=r"deadline of 0\.8 s"):
            engine.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", named("xml", "bindings"), seconds=0.8)
        assert time.monotonic() - start < 2
