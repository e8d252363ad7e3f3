"""The first page and the questions: what this is, how much of it, and what to try."""

import dataclasses
from itertools import groupby

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from ..engine import Engine, QueryError, StartError
from ..questions import Question, find
from . import description, examples
from .marks import marks
from .names import iris_in, labels
from .negotiate import choose
from .site import site
from .table import formats_of, rows_of

blueprint = Blueprint("home", __name__)

COUNTED = {
    "State": "states, past and present",
    "SpaceAgency": "space agencies",
    "Company": "companies",
    "Person": "people",
    "Mission": "missions",
    "Agreement": "agreements",
    "Signature": "dated signatures",
    "Source": "sources cited",
}
COUNTS = """
SELECT ?class (COUNT(DISTINCT ?x) AS ?n) {
  VALUES ?class { %s }
  ?x a ?class
} GROUP BY ?class
""" % " ".join(f"sco:{name}" for name in COUNTED)  # noqa: UP031
GRAPHS = 500
"""Graphs that the first page of a general service lists."""
TO_TRY = ("P2", "H6", "F3", "H1", "P1", "D3", "H7", "F1")
FIRST = """SELECT ?agentLabel ?roleLabel WHERE {
  ?participation sco:participationIn id:jwst-mission ;
                 sco:participant ?agent .
  ?agent rdfs:label ?agentLabel .
  OPTIONAL {
    ?participation sco:role ?role .
    ?role skos:prefLabel ?roleLabel .
    FILTER(LANG(?roleLabel) = "en")
  }
  FILTER(LANG(?agentLabel) = "en")
}"""


@blueprint.get("/")
def home() -> str:
    """The first page."""
    if site().workspace.is_general:
        counts = site().engine.manifest["counts"]
        return render_template("general.html", counts=counts, most=GRAPHS)
    try:
        counts, triples = numbers(site().engine)
    except (QueryError, StartError):
        counts, triples = [], {}
    known = site().questions()
    chosen = [question for code in TO_TRY if (question := find(code, known))] or list(known[:8])
    return render_template(
        "home.html", counts=counts, triples=triples, questions=chosen, query=FIRST, total=len(known)
    )


def numbers(engine: Engine) -> tuple[list[tuple[int, str]], dict[str, int]]:
    """How many things of each counted kind there are, and how many triples are asserted and inferred."""
    found = {
        row["class"]["value"].rpartition("#")[2]: int(row["n"]["value"]) for row in engine.rows(COUNTS).rows
    }
    told = engine.manifest.get("counts", {})
    counts = [(found[name], words) for name, words in COUNTED.items() if found.get(name)]
    return counts, {name: told.get(name, 0) for name in ("asserted", "inferred")}


@blueprint.get("/questions")
@blueprint.get("/questions.<suffix>")
def questions(suffix: str = "") -> str | Response:
    """The questions by section; with .json and the suffixes of RDF, for programs."""
    known = site().questions()
    if suffix == "json" or (not suffix and _prefers_json()):
        return jsonify([_as_json(question) for question in known])
    choice = examples.choice(suffix)
    if choice is not None:
        return examples.response(known, choice)
    if suffix not in ("", "html"):
        abort(404)
    sections = [
        (heading, list(group)) for heading, group in groupby(known, key=lambda question: question.heading)
    ]
    return render_template("questions.html", sections=sections)


@blueprint.get("/.well-known/sparql-examples")
def well_known_examples() -> Response:
    """The questions as RDF, where other tools look for them."""
    return examples.response(site().questions(), choose(request, "graph", page=False))


@blueprint.get("/.well-known/void")
def well_known_description() -> Response:
    """What the data hold, where other tools look for it."""
    return description.response(choose(request, "graph", page=False))


@blueprint.get("/questions/<section>/<slug>")
def question(section: str, slug: str) -> str:
    """One question with its query and its answer."""
    found = find(f"{section}/{slug}", site().questions()) or abort(404)
    engine = site().engine
    answer = rows_of(engine, found.text)
    return render_template(
        "question.html",
        question=found,
        answer=answer,
        labels=labels(engine, iris_in(answer.rows)),
        marks=marks(engine, found.text, answer),
        formats=formats_of(found.text),
    )


@blueprint.get("/healthz")
def health() -> Response:
    """That the service lives, and which release it answers from."""
    place = site()
    try:
        digest = place.engine.digest
        ready = place.engine.ready
    except StartError:
        digest, ready = "", False
    return jsonify(status="ok", ready=ready, release=digest)


@blueprint.get("/readyz")
def readiness() -> tuple[Response, int]:
    """Whether questions are answered: 200, or 503 while the data are being loaded."""
    try:
        ready = site().engine.ready
    except StartError:
        ready = False
    return jsonify(ready=ready), 200 if ready else 503


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers may read the pages, and leave alone what costs or keeps something."""
    return Response(
        "User-agent: *\nDisallow: /sparql\nDisallow: /cite\nDisallow: /dumps/\nDisallow: /explain\n",
        mimetype="text/plain",
    )


def _prefers_json() -> bool:
    accept = request.accept_mimetypes
    return accept.provided and accept.best_match(["text/html", "application/json"]) == "application/json"


def _as_json(question: Question) -> dict[str, object]:
    fields = dataclasses.asdict(question)
    del fields["path"]
    address = url_for("home.question", section=question.section, slug=question.slug, _external=True)
    return {**fields, "heading": question.heading, "page": address}
