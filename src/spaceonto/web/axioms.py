"""What each axiom of the ontology is good for, counted once for a release."""

import json
import threading
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from ..engine import QueryError, StartError
from ..engine.cache import Cache
from ..engine.source import Folder
from . import explaining
from .problems import Problem
from .site import Site, site

blueprint = Blueprint("axioms", __name__)

Rows = list[dict[str, Any]]

_counted: Cache[Rows] = Cache(64)
_counting: set[str] = set()


@blueprint.get("/ns/axioms")
def axioms() -> Response:
    """The axioms as a page or as JSON; the first who asks waits some seconds."""
    place = site()
    rows = _known(place)
    if rows is None:
        source = place.engine.source
        if not isinstance(source, Folder):
            raise Problem(404, "No rules", "This service asks another one, which does not tell this.")
        rows = _count(place, source)
    accept = request.accept_mimetypes
    if request.args.get("format") == "json" or (accept.provided and not accept.accept_html):
        response = jsonify(rows)
    else:
        response = Response(render_template("axioms.html", axioms=rows), mimetype="text/html")
    response.vary.add("Accept")
    response.headers["X-Release"] = place.engine.digest
    return response


def known(place: Site) -> Rows | None:
    """The axioms with their uses; nothing until they are counted, which the first question begins."""
    source, found = place.engine.source, _known(place)
    if found is None and isinstance(source, Folder) and source.digest not in _counting:
        _counting.add(source.digest)
        threading.Thread(target=_try, args=(place, source), name="axioms", daemon=True).start()
    return found


def _known(place: Site) -> Rows | None:
    return _counted.get((id(place), place.engine.digest))


def _try(place: Site, source: Folder) -> None:
    # Where it fails it is not tried again and again; whoever opens the page of its own is told why.
    with suppress(QueryError, StartError):
        _count(place, source)


def _count(place: Site, source: Folder) -> Rows:
    questions = {question.code: question.text for question in place.questions()}
    workers = place.explanation(source.path, explaining.pool)
    info, spool = workers.run({"step": "axioms", "questions": questions})
    if "error" in info:
        raise StartError(str(info.get("message", info["error"])))
    rows: Rows = json.loads(b"".join(spool.pieces()))
    _counted.put((id(place), source.digest), rows, 1)
    return rows
