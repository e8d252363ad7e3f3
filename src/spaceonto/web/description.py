"""What the service says of itself to programs: its own description, VoID, and DCAT with the dumps."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Response, current_app, request
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from .. import terms
from ..engine import FORMATS, Engine, formats
from ..engine.cache import Cache
from ..engine.dump import PARTS
from ..engine.source import Folder
from ..release.describing import DESCRIBED
from .compress import is_known
from .negotiate import Choice
from .site import site

SD, VOID, DCAT = terms.PREFIXES["sd"], terms.PREFIXES["void"], terms.PREFIXES["dcat"]
ENT = "http://www.w3.org/ns/entailment/"
PROFILE = "http://www.w3.org/ns/owl-profile/RL"
IANA = "https://www.iana.org/assignments/media-types/"
COMPRESSED = {"": "", "gz": "application/gzip", "zst": "application/zstd"}
WORDS = {
    "asserted": "What the files state",
    "inferred": "What follows from it by the rules",
    "all": "What the files state and what follows from it",
}
A = NamedNode(terms.RDF + "type")
HEADER = "SELECT ?p ?o { <" + terms.BASE + "ns> ?p ?o }"
TAKEN = {terms.DCTERMS + name for name in ("title", "description", "creator", "license")}
INNER = re.compile(re.escape(terms.DATASET) + "-class-[0-9]+-")
_made: Cache[bytes] = Cache(32 * 1024 * 1024)


def response(choice: Choice, *, whole: bool = True) -> Response:
    """The description in a graph format, made once for each release.

    Without `whole` it lacks which property leads from which class to which; that is most of it.
    """
    engine = site().engine
    root = request.url_root
    key = f"{engine.digest} {root} {choice.media_type} {whole}"
    etag = hashlib.sha256(key.encode()).hexdigest()[:32]
    if is_known(etag):
        answer = Response(status=304)
    else:
        body = _made.get(etag) if engine.digest else None
        if body is None:
            body = _written(engine, root, choice, whole)
            _made.put(etag, body, len(body))
        answer = Response(body, content_type=choice.content_type)
    if engine.digest:
        answer.set_etag(etag)
    answer.headers["X-Release"] = engine.digest
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.add("Accept")
    return answer


def _written(engine: Engine, root: str, choice: Choice, whole: bool) -> bytes:
    engine_format = choice.format.engine
    assert isinstance(engine_format, RdfFormat)
    dataset = NamedNode(terms.DATASET if _file(engine) else root + ".well-known/void#dataset")
    told = counts(engine, dataset)
    if not whole:
        told = (each for each in told if not _is_inner(each))
    triples = [
        *service(engine, root, dataset),
        *graphs(engine, dataset),
        *catalogue(engine, root, dataset),
        *told,
    ]
    written = serialize(triples, format=engine_format, prefixes=terms.PREFIXES)
    assert written is not None
    return written


def _is_inner(triple: Triple) -> bool:
    return any(INNER.match(str(node)[1:]) for node in (triple.subject, triple.object))


def service(engine: Engine, root: str, dataset: NamedNode) -> Iterator[Triple]:
    """The languages, formats, features and entailment of the endpoint, and that of updates."""
    node = BlankNode("service")
    is_union = getattr(engine.source, "union", True)
    yield Triple(node, A, NamedNode(SD + "Service"))
    yield Triple(node, NamedNode(SD + "endpoint"), NamedNode(root + "sparql"))
    for language in ("SPARQL10Query", "SPARQL11Query"):
        yield Triple(node, NamedNode(SD + "supportedLanguage"), NamedNode(SD + language))
    for entry in FORMATS:
        if entry.iri:
            yield Triple(node, NamedNode(SD + "resultFormat"), NamedNode(entry.iri))
    features = {
        "UnionDefaultGraph": is_union,
        "BasicFederatedQuery": current_app.extensions["services"].listed,
    }
    for feature in (name for name, is_there in features.items() if is_there):
        yield Triple(node, NamedNode(SD + "feature"), NamedNode(SD + feature))
    yield Triple(node, NamedNode(SD + "defaultDataset"), dataset)
    if site().writing is not None:
        writer = BlankNode("update")
        yield Triple(writer, A, NamedNode(SD + "Service"))
        yield Triple(writer, NamedNode(SD + "endpoint"), NamedNode(root + "update"))
        yield Triple(writer, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Update"))
    if is_union and engine.manifest.get("options", {}).get("reasoner", "none") != "none":
        regime, profile = NamedNode(ENT + "OWL-RDF-Based"), NamedNode(PROFILE)
        yield Triple(node, NamedNode(SD + "defaultEntailmentRegime"), regime)
        yield Triple(node, NamedNode(SD + "defaultSupportedEntailmentProfile"), profile)


def graphs(engine: Engine, dataset: NamedNode) -> Iterator[Triple]:
    """The graphs that a query is asked of by default, and the named ones that are no file."""
    default = BlankNode("default-graph")
    yield Triple(dataset, A, NamedNode(SD + "Dataset"))
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), default)
    yield Triple(default, A, NamedNode(SD + "Graph"))
    for index, name in enumerate((terms.INFERRED, *terms.DESCRIPTIONS) if _file(engine) else ()):
        graph, content = BlankNode(f"graph-{index}"), BlankNode(f"content-{index}")
        yield Triple(dataset, NamedNode(SD + "namedGraph"), graph)
        yield Triple(graph, A, NamedNode(SD + "NamedGraph"))
        yield Triple(graph, NamedNode(SD + "name"), NamedNode(name))
        yield Triple(graph, NamedNode(SD + "graph"), content)
        yield Triple(content, A, NamedNode(SD + "Graph"))


def catalogue(engine: Engine, root: str, whole: NamedNode) -> Iterator[Triple]:
    """The data set and its distributions: the endpoint, and a dump in each format and coding."""
    access = NamedNode(root + "sparql")
    for kind in (DCAT + "Dataset", VOID + "Dataset"):
        yield Triple(whole, A, NamedNode(kind))
    for row in engine.rows(HEADER).rows:
        if row["p"]["value"] in TAKEN:
            yield Triple(whole, NamedNode(row["p"]["value"]), _term(row["o"]))
    yield Triple(whole, NamedNode(terms.DCTERMS + "identifier"), Literal(engine.digest))
    yield Triple(whole, NamedNode(DCAT + "version"), Literal(engine.digest))
    if "created" in engine.manifest:
        moment = Literal(engine.manifest["created"], datatype=NamedNode(terms.XSD + "dateTime"))
        yield Triple(whole, NamedNode(terms.DCTERMS + "issued"), moment)
    yield Triple(whole, NamedNode(VOID + "sparqlEndpoint"), access)
    yield Triple(access, A, NamedNode(DCAT + "DataService"))
    yield Triple(access, NamedNode(DCAT + "endpointURL"), access)
    yield Triple(access, NamedNode(DCAT + "endpointDescription"), NamedNode(root + ".well-known/void"))
    yield Triple(access, NamedNode(DCAT + "servesDataset"), whole)
    if isinstance(engine.source, Folder):
        yield from _dumps(whole, root)


def _dumps(whole: NamedNode, root: str) -> Iterator[Triple]:
    for part in PARTS:
        for form in formats("graph"):
            for suffix, compression in COMPRESSED.items():
                name = f"{part}.{form.name}" + (f".{suffix}" if suffix else "")
                address = NamedNode(f"{root}dumps/{name}")
                node = NamedNode(f"{whole.value}-dump-{name}")
                yield Triple(whole, NamedNode(DCAT + "distribution"), node)
                yield Triple(node, A, NamedNode(DCAT + "Distribution"))
                yield Triple(node, NamedNode(terms.DCTERMS + "title"), Literal(WORDS[part], language="en"))
                yield Triple(node, NamedNode(DCAT + "downloadURL"), address)
                yield Triple(node, NamedNode(DCAT + "accessURL"), address)
                yield Triple(node, NamedNode(DCAT + "mediaType"), NamedNode(IANA + form.media_type))
                if compression:
                    yield Triple(node, NamedNode(DCAT + "compressFormat"), NamedNode(IANA + compression))
                if part == "all":
                    yield Triple(whole, NamedNode(VOID + "dataDump"), address)


def counts(engine: Engine, dataset: NamedNode) -> Iterator[Triple]:
    """What was counted when the release was made; of one made elsewhere or long ago, the sums alone."""
    file = _file(engine)
    if file is not None:
        for quad in parse(path=file, format=RdfFormat.N_QUADS, lenient=True):
            if isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == terms.DESCRIPTION:
                yield quad.triple
        return
    told = engine.manifest.get("counts", {})
    number = str(told.get("asserted", 0) + told.get("inferred", 0))
    value = Literal(number, datatype=NamedNode(terms.XSD + "integer"))
    yield Triple(dataset, NamedNode(VOID + "triples"), value)


def _file(engine: Engine) -> Path | None:
    """Where the release keeps its description, if it has one."""
    file = engine.source.path / DESCRIBED if isinstance(engine.source, Folder) else None
    return file if file is not None and file.is_file() else None


def _term(term: dict[str, str]) -> NamedNode | Literal:
    if term["type"] == "uri":
        return NamedNode(term["value"])
    return Literal(term["value"], language=term.get("xml:lang"))
