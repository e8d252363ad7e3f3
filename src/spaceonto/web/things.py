"""Pages and RDF for what has a name here: things, concepts, and the files that state them."""

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.exceptions import NotFound

from .. import terms
from ..engine import Engine, QueryError, formats, named
from ..engine.cache import Cache
from ..explain import most_like
from .lending import asked
from .names import href, iris_in, is_safe, labels
from .negotiate import HTML, Choice, choose
from .problems import Problem
from .sparql import as_bytes
from .thing import gather

blueprint = Blueprint("things", __name__)

ABOUT = """
CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> . ?s ?r ?t . ?o rdfs:label ?label }} WHERE {{
  {{ <{iri}> ?p ?o OPTIONAL {{ ?o rdfs:label ?label FILTER(LANG(?label) = "en") }} }}
  UNION {{ ?s ?q <{iri}> FILTER(CONTAINS(STR(?s), "--")) ?s ?r ?t }}
}}
"""
GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
SUBJECTS = """
SELECT ?s (COUNT(*) AS ?n) {{
  GRAPH <{iri}> {{ ?s ?p ?o }} FILTER(ISIRI(?s))
}} GROUP BY ?s ORDER BY ?s LIMIT {limit}
"""
SIZE = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
NAMES = """
SELECT ?x (SAMPLE(?l) AS ?label) {{ ?x rdfs:label|skos:prefLabel ?l
  FILTER(LANG(?l) = "en" && STRSTARTS(STR(?x), "{start}") && !CONTAINS(STR(?x), "--")) }} GROUP BY ?x
"""
BY_PROPERTY = """
SELECT ?p (COUNT(*) AS ?n) { GRAPH graph:inferred { ?s ?p ?o } } GROUP BY ?p ORDER BY DESC(?n) ?p
"""
WITH_PROPERTY = (
    "SELECT ?s ?p ?o {{ GRAPH graph:inferred {{ ?s ?p ?o }} VALUES ?p {{ <{iri}> }} }} ORDER BY ?s ?o"
)
SHOWN = 300
_known: Cache[dict[str, str]] = Cache(64)


@blueprint.get("/id/<path:name>")
def thing(name: str) -> Response:
    """A thing: a state, an agency, a mission, an agreement, or a tie among them."""
    return _about(terms.ID, name)


@blueprint.get("/concept/<path:name>")
def concept(name: str) -> Response:
    """A concept of one of the schemes, such as a role or a benefit."""
    return _about(terms.CONCEPT, name)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """A file: what it states, and of what."""
    slug, choice = split(name)
    engine, iri = asked(), _iri(terms.GRAPH, slug)
    total = engine.rows(SIZE.format(iri=iri)).rows[0]
    if total["n"]["value"] == "0":
        raise NotFound
    if choice.format is not HTML:
        return _with_twins(
            as_bytes(engine.query(GRAPH.format(iri=iri), choice.format, whole=True), choice),
            engine,
            f"/graph/{slug}",
        )
    rows = engine.rows(SUBJECTS.format(iri=iri, limit=SHOWN)).rows
    concluded = engine.rows(BY_PROPERTY).rows if iri == terms.INFERRED else []
    body = render_template(
        "graph.html",
        name=slug,
        total=int(total["n"]["value"]),
        subjects=int(total["subjects"]["value"]),
        rows=rows,
        labels=labels(engine, iris_in([*rows, *concluded])),
        concluded=concluded,
        with_property=WITH_PROPERTY,
        query=GRAPH.format(iri=iri),
    )
    return _with_twins(Response(body, mimetype="text/html"), engine, f"/graph/{slug}")


def _about(start: str, name: str) -> Response:
    slug, choice = split(name)
    engine, iri = asked(), _iri(start, slug)
    found = gather(engine, iri)
    if found is None:
        return _not_found(engine, start, slug)
    if choice.format is not HTML:
        answer = engine.query(ABOUT.format(iri=iri), choice.format, whole=True)
        return _with_twins(as_bytes(answer, choice), engine, href(iri))
    body = render_template("thing.html", thing=found, type=terms.RDF + "type")
    return _with_twins(Response(body, mimetype="text/html"), engine, href(iri))


def split(name: str) -> tuple[str, Choice]:
    """The name without the suffix of a format, and the format: by suffix first, then by Accept."""
    slug, dot, suffix = name.rpartition(".")
    if dot and suffix == "html":
        return slug, Choice(HTML, HTML.media_type)
    found = named(suffix, "graph") if dot else None
    if found is not None and found.name == suffix:
        return slug, Choice(found, found.media_type)
    if not request.accept_mimetypes.provided:
        return name, Choice(HTML, HTML.media_type)
    return name, choose(request, "graph")


def _iri(start: str, slug: str) -> str:
    if not is_safe(slug):
        abort(404)
    return start + slug


def _with_twins(response: Response, engine: Engine, path: str) -> Response:
    """Says where the same is to be had in other formats."""
    query = request.query_string.decode("latin-1")
    end = f"?{query}" if query else ""
    twins = [
        f'<{path}.{entry.name}{end}>; rel="alternate"; type="{entry.media_type}"'
        for entry in formats("graph")
    ]
    response.headers["Link"] = ", ".join(twins)
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Release"] = engine.digest
    response.vary.add("Accept")
    return response


def _not_found(engine: Engine, start: str, slug: str) -> Response:
    """404 with the nearest names."""
    near = nearest(engine, start, slug)
    links = [{"iri": start + name, "label": label} for name, label in near]
    hint = (
        "Did you mean " + " or ".join(f"{link['label']} ({link['iri']})" for link in links[:3]) + "?"
        if links
        else ""
    )
    raise Problem(
        404,
        "Unknown name",
        f"The graph knows nothing called `{slug}`.",
        hint,
        "unknown-name",
        {"nearest": links},
    )


def nearest(engine: Engine, start: str, slug: str, limit: int = 5) -> list[tuple[str, str]]:
    """The names most like it, with their labels."""
    key = engine.digest, start
    known = _known.get(key)
    if known is None:
        try:
            rows = engine.rows(NAMES.format(start=start)).rows
        except QueryError:  # that there is no such thing can be said without this
            return []
        known = {row["x"]["value"][len(start) :]: row["label"]["value"] for row in rows}
        _known.put(key, known, 1)
    return [(name, known[name]) for name in most_like(known, slug, limit)]
