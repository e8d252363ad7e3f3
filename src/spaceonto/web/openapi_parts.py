"""What the OpenAPI document is made of: schemas of what is given in JSON, parameters, answers, problems."""

from typing import Any

from ..engine import formats

Json = dict[str, Any]


def _object(required: dict[str, Json], optional: dict[str, Json] | None = None) -> Json:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


TEXT: Json = {"type": "string"}
TEXTS: Json = {"type": "array", "items": TEXT}
COUNT: Json = {"type": "integer", "minimum": 0}
TRUTH: Json = {"type": "boolean"}

TABLE = {"$ref": "#/components/schemas/Results"}
SCHEMAS: Json = {
    "Problem": {
        **_object(
            {"title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
            {"type": TEXT, "hint": TEXT, "line": COUNT, "column": COUNT, "token": TEXT, "excerpt": TEXT},
        ),
        "description": "What went wrong, why, and what to do about it, after RFC 9457.",
    },
    "Results": {
        **_object(
            {"head": _object({}, {"vars": TEXTS, "link": TEXTS})},
            {
                "boolean": TRUTH,
                "results": _object(
                    {
                        "bindings": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "additionalProperties": {"$ref": "#/components/schemas/Term"},
                            },
                        }
                    }
                ),
            },
        ),
        "description": "SPARQL 1.1 Query Results JSON.",
    },
    "Term": _object(
        {"type": {"enum": ["uri", "literal", "bnode", "triple"]}, "value": {}},
        {"xml:lang": TEXT, "its:dir": TEXT, "datatype": TEXT},
    ),
    "Report": _object({"conforms": TRUTH, "findings": {"type": "array", "items": {"type": "object"}}}),
    "Health": _object({"status": {"const": "ok"}, "ready": TRUTH, "release": TEXT}),
    "Question": _object({"code": TEXT, "title": TEXT, "question": TEXT, "text": TEXT, "page": TEXT}),
    "Release": _object(
        {"release": TEXT, "created": TEXT, "current": TRUTH, "cited": TRUTH, "sparql": TEXT, "dump": TEXT},
        {"asserted": COUNT, "inferred": COUNT, "versions": {"type": "object"}},
    ),
    "Change": _object(
        {
            "release": TEXT,
            "changed": {
                "type": "array",
                "items": _object(
                    {"graph": {"type": ["string", "null"]}, "triples": COUNT, "before": COUNT,
                     "exists": TRUTH}
                ),
            },
        }
    ),
}  # fmt: skip
ERRORS = {
    400: "What was asked cannot be understood, or is not done here.",
    401: "A token is needed.",
    403: "The token is another one, or this is not written to.",
    404: "There is nothing of that name.",
    406: "It is not to be had in what is accepted.",
    409: "The data have changed meanwhile, or are not such that this can be done.",
    412: "The graph is not in the state that If-Match or If-None-Match asks for.",
    413: "More was sent than is taken.",
    415: "What was sent is of a kind that is not read.",
    422: "What was sent has mistakes.",
    429: "The client has asked too much; Retry-After says when it may ask again.",
    503: "The query took too long, or the service is busy; Retry-After says when to try again.",
}
GRAPH: Json = {
    media: {} if media.endswith("json") else TEXT
    for form in formats("graph")
    for media in (form.media_type, *form.aliases)
}
ROWS: Json = {
    media: TABLE if media.endswith("json") and "ndjson" not in media else TEXT
    for form in formats("bindings")
    for media in (form.media_type, *form.aliases)
}
PAGE: Json = {"text/html": {"type": "string"}}


def parameter(name: str, text: str, schema: Json, where: str = "query") -> Json:
    required = where == "path"
    return {"name": name, "in": where, "description": text, "required": required, "schema": schema}


ROWS_NUMBER: Json = {"type": "integer", "minimum": 0, "maximum": 2**53 - 1}
IRIS: Json = {"type": "array", "items": {"type": "string", "format": "iri"}}
NAMES = [form.name for kind in ("bindings", "graph") for form in formats(kind)]
PARAMETERS = {
    "query": parameter("query", "A query in SPARQL. Known prefixes need no PREFIX line.", TEXT),
    "default-graph-uri": parameter("default-graph-uri", "Graphs that make up the default graph.", IRIS),
    "named-graph-uri": parameter("named-graph-uri", "Graphs that GRAPH reaches.", IRIS),
    "format": parameter("format", "A format, by name or media type.", {**TEXT, "examples": NAMES}),
    "timeout": parameter(
        "timeout",
        "Seconds after which the query is ended.",
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e6},
    ),
    "version": parameter("version", "The release to ask, if not the current one.", TEXT),
    "infer": parameter("infer", "false leaves out what is only inferred.", {"enum": ["true", "false"]}),
    "limit": parameter("limit", "Rows in the answer, at most.", {**ROWS_NUMBER, "minimum": 1}),
    "offset": parameter("offset", "Rows to pass over.", ROWS_NUMBER),
    "after": parameter("after", "The last row of the page before, as its link names it.", TEXT),
    "permalink": parameter("permalink", "The address of an answer, instead of a query.", TEXT),
    "graph": parameter("graph", "The name of the graph.", {"type": "string", "format": "iri"}),
    "default": parameter("default", "Stands for the default graph.", TEXT),
}
TO_ASK = [name for name in PARAMETERS if name not in ("permalink", "graph", "default")]


def listed(*names: str) -> list[Json]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def answers(text: str, content: Json, *errors: int, **more: Json) -> Json:
    """The answers of an operation: the good one, and the problems that may come instead."""
    problem = {"$ref": "#/components/schemas/Problem"}
    kinds = {"application/problem+json": {"schema": problem}}
    kinds |= {name: {"schema": TEXT} for name in ("text/html", "text/plain")}
    good = {"description": text, "content": {name: {"schema": schema} for name, schema in content.items()}}
    told = {
        str(status): {"description": ERRORS[status], "content": kinds}
        for status in (*errors, 400, 404, 429, 503)
    }
    return {"200": good, **more, **told}


def operation(
    name: str, text: str, answers: Json, parameters: list[Json] | None = None, body: Json | None = None
) -> Json:
    made: Json = {"operationId": name, "summary": text, "responses": answers}
    if parameters:
        made["parameters"] = parameters
    if body is not None:
        content = {media: {"schema": schema} for media, schema in body.items()}
        made["requestBody"] = {"required": True, "content": content}
    return made
