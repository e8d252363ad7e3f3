"""The routes for programs that read OpenAPI: what each takes and gives, in a document of version 3.1."""

from flask import Blueprint, Response, jsonify, request

from .. import __version__
from ..engine import formats
from ..engine.dump import PARTS
from ..engine.packing import SUFFIXES
from .citing import FORMS
from .openapi_parts import (
    ERRORS,
    GRAPH,
    PAGE,
    PARAMETERS,
    ROWS,
    SCHEMAS,
    TEXT,
    TO_ASK,
    Json,
    answers,
    listed,
    operation,
    parameter,
)
from .site import site
from .validation import OFFERED, TYPES

blueprint = Blueprint("openapi", __name__)

DESCRIPTION = """The graph is asked in SPARQL at /sparql. What a browser reads as a page, a program gets as
data, by `Accept`, by `format=` or by the suffix of an address. Errors are problem documents after RFC 9457.
A long answer comes in pages: `Link` with rel="next" leads to the next one, and `X-SPARQL-Truncated` says how
many rows came. The methods HEAD and OPTIONS are answered everywhere, QUERY where POST of a query is."""


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The document."""
    return jsonify(document(request.url_root, writing=site().writing is not None))


def document(root: str, *, writing: bool) -> Json:
    """The document for a service at an address, with the routes for writing where it has them."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SpaceOnto",
            "version": __version__,
            "description": DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": root.rstrip("/")}],
        "paths": {**_asking(), **_reading(), **_running(), **_storing(writing)},
        "components": {
            "schemas": SCHEMAS,
            "parameters": PARAMETERS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _asking() -> Json:
    answer = answers("The answer.", {**ROWS, **GRAPH, **PAGE}, 406, 409, 413, 415)
    form = {"type": "object", "required": ["query"], "properties": dict.fromkeys(TO_ASK, TEXT)}
    posted = {"application/sparql-query": TEXT, "application/x-www-form-urlencoded": form}
    cited = {media: TEXT for name, media in FORMS.items() if name not in ("csl", "json")}
    cited |= {FORMS["csl"]: {"type": "array", "items": {"type": "object"}}, FORMS["json"]: {"type": "object"}}
    explained = {"application/json": {"type": "object"}} | dict.fromkeys(
        ("text/html", "text/plain", "text/turtle"), TEXT
    )
    problem = {"application/problem+json": {"$ref": "#/components/schemas/Problem"}}
    unreadable = {
        "description": "The text cannot be read.",
        "content": {name: {"schema": schema} for name, schema in {**_findings(), **problem}.items()},
    }
    return {
        "/sparql": {
            "get": operation(
                "ask", "Ask a query; without one, the description of the service.", answer, listed(*TO_ASK)
            ),
            "post": operation("askByPost", "Ask a query too long for an address.", answer, body=posted),
        },
        "/cite": {
            "get": operation(
                "cite",
                "A citation of an answer, whose release is kept from then on.",
                answers("The citation.", cited, 406),
                listed("query", "permalink", "format", "version", "infer"),
            )
        },
        "/explain": {
            "get": operation(
                "explain",
                "Why a triple holds, or what is missing for it.",
                answers("The explanation.", explained, 406),
                [
                    *(parameter(name, "Subject, property or object.", TEXT) for name in ("s", "p", "o")),
                    parameter("all", "Whether to give every proof nearly as small.", {"type": "boolean"}),
                    parameter("limit", "As many proofs.", {"type": "integer", "minimum": 1, "maximum": 100}),
                    parameter("format", "Before Accept.", {"enum": ["json", "html", "text", "turtle"]}),
                ],
            )
        },
        "/validate": {
            "get": operation("validateForm", "The form to check a text by.", answers("The page.", PAGE)),
            "post": operation(
                "validate",
                "Check a contribution in Turtle.",
                answers("The findings.", _findings(), 413, 415) | {"422": unreadable},
                body=dict.fromkeys(TYPES, TEXT),
            ),
        },
    }  # fmt: skip


def _findings() -> Json:
    report = {"$ref": "#/components/schemas/Report"}
    return {media: report if media.endswith("json") else TEXT for media in OFFERED}


def _reading() -> Json:
    def path(name: str, text: str, values: list[str] | None = None) -> Json:
        return parameter(name, text, {**TEXT, "enum": values} if values else TEXT, "path")

    suffixes = [form.name for form in formats("graph")]
    things = {
        "/id/{name}": ("thing", "A thing: a state, an agency, a mission, an agreement."),
        "/concept/{name}": ("concept", "A concept of a scheme, such as a role."),
        "/graph/{name}": ("graph", "What one file states."),
        "/ns/{name}": ("module", "The terms of one module of the ontology."),
    }
    found: Json = {
        route: {
            "get": operation(
                name, text, answers("What is known.", {**GRAPH, **PAGE}, 406),
                [path("name", "The name, with the suffix of a format if one is wanted.")],
            )
        }
        for route, (name, text) in things.items()
    }  # fmt: skip
    page_or = {**GRAPH, **PAGE}
    questions: Json = {"type": "array", "items": {"$ref": "#/components/schemas/Question"}}
    releases: Json = {"type": "array", "items": {"$ref": "#/components/schemas/Release"}}
    lists: dict[str, tuple[str, str, Json]] = {
        "/ns": ("terms", "The terms of the ontology.", page_or),
        "/questions": (
            "questions",
            "The questions and their queries.",
            {**page_or, "application/json": questions},
        ),
        "/releases": ("releases", "The releases that can be asked.", {**PAGE, "application/json": releases}),
    }
    for route, (name, text, content) in lists.items():
        found[route] = {"get": operation(name, text, answers("The list.", content, 406))}
        more = ["json", "html"] if name == "releases" else [*suffixes, "html", "json"]
        made = answers("The list.", {"application/json": {}, **content}, 406)
        suffix = path("suffix", "The short name of a format.", more)
        found[route + ".{suffix}"] = {"get": operation(f"{name}As", text, made, [suffix])}
    found["/questions/{section}/{slug}"] = {
        "get": operation(
            "question", "One question with its answer.", answers("The page.", PAGE),
            [path("section", "The section."), path("slug", "The question.")],
        )
    }  # fmt: skip
    found["/ns/axioms"] = {
        "get": operation(
            "axioms",
            "What each axiom yields, and which questions may need it.",
            answers("The list.", {**PAGE, "application/json": {"type": "array"}}),
        )
    }
    found["/dumps/{name}"] = {
        "get": operation(
            "dump",
            f"A whole release as a file: {', '.join(PARTS)}, a format, and perhaps {' or '.join(SUFFIXES)}.",
            answers("The file.", {**GRAPH, "application/gzip": {}, "application/zstd": {}}),
            [path("name", "Such as all.nq.gz."), *listed("version")],
        )
    }
    for route, name, text in (
        ("/.well-known/void", "description", "What the data hold, in VoID and DCAT."),
        ("/.well-known/sparql-examples", "examples", "The questions as RDF."),
    ):
        found[route] = {"get": operation(name, text, answers("The triples.", GRAPH, 406))}
    found["/"] = {"get": operation("home", "The first page.", answers("The page.", PAGE))}
    return found


def _running() -> Json:
    health = {"application/json": {"$ref": "#/components/schemas/Health"}}
    ready = {"description": "Not yet.", "content": {"application/json": {"schema": {"type": "object"}}}}
    text = {"text/plain": TEXT}
    return {
        "/healthz": {"get": operation("health", "Whether the service lives.", answers("It does.", health))},
        "/readyz": {
            "get": operation(
                "ready",
                "Whether questions are answered.",
                {**answers("They are.", {"application/json": {"type": "object"}}), "503": ready},
            )
        },
        "/metrics": {"get": operation("metrics", "Numbers for Prometheus.", answers("The numbers.", text))},
        "/robots.txt": {"get": operation("robots", "What crawlers may read.", answers("The rules.", text))},
        "/openapi.json": {
            "get": operation(
                "openapi", "This document.", answers("It.", {"application/json": {"type": "object"}})
            )
        },
    }


def _storing(writing: bool) -> Json:
    one = [*listed("graph", "default")]
    by_path = [parameter("name", "The path of the graph.", TEXT, "path")]
    found: Json = {}
    for route, name, parameters in (("/store", "graph", one), ("/store/{name}", "graphAt", by_path)):
        read = answers("The triples.", GRAPH, 406)
        found[route] = {
            "get": operation(f"{name}Read", "A whole graph.", read, [*parameters, *listed("format")])
        }
        if not writing:
            continue
        done = _written()
        for method, verb, text in (
            ("put", "Replace", "Make a graph hold these triples."),
            ("post", "Add", "Add triples to a graph."),
            ("delete", "Drop", "Take a graph away."),
        ):
            body = None if method == "delete" else {form.media_type: TEXT for form in formats("graph")}
            made = operation(f"{name}{verb}", text, done, parameters, body)
            found[route][method] = {**made, "security": [{"token": []}]}
    if writing:
        form = {"type": "object", "required": ["update"], "properties": {"update": TEXT}}
        bodies = {"application/sparql-update": TEXT, "application/x-www-form-urlencoded": form}
        made = operation("update", "Change the data by SPARQL Update.", _written(), body=bodies)
        found["/update"] = {"post": {**made, "security": [{"token": []}]}}
    return found


def _written() -> Json:
    change = {"application/json": {"$ref": "#/components/schemas/Change"}}
    made = {name: {"schema": schema} for name, schema in change.items()}
    created = {"description": "A graph was made.", "content": made}
    kinds = ("application/json", "application/problem+json", "text/turtle", "text/plain", "text/html")
    content = {name: {"schema": {"type": "object"} if "json" in name else TEXT} for name in kinds}
    refused = {"description": ERRORS[422], "content": content}
    return {**answers("It is done.", change, 401, 403, 409, 412, 413, 415), "201": created, "422": refused}
