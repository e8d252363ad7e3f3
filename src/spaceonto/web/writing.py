"""Who may write, and what became of a write, for every route that takes one."""

import errno
import hmac
import threading
from collections.abc import Callable
from types import EllipsisType

from flask import Response, jsonify, request

from ..contribute import ContributionError, Ground, Refused, Written, write
from ..engine import Engine
from ..engine.graphstore import Change, Graph
from ..graphs import GraphNameError, file_of
from ..workspace import WorkspaceError
from .problems import Problem
from .site import Site, site

MOST_WAITING = 32
"""Writes that wait for their turn; each holds a thread."""
REPORTS = {"application/json": "json", "text/turtle": "turtle", "text/plain": "text"}
_places = threading.BoundedSemaphore(MOST_WAITING)


def require_token() -> None:
    """Raises Problem 401 where the request has no token, 403 where it is another than the configured one."""
    writing = site().writing
    assert writing is not None  # without a token there are no routes to come here by
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not given.strip():
        raise Problem(
            401,
            "A token is needed",
            "Who writes has to say that they may.",
            "Send the header `Authorization: Bearer …` with the token of this service.",
            name="token-missing",
            headers={"WWW-Authenticate": 'Bearer realm="spaceonto"'},
        )
    # Headers come as Latin-1; as bytes, any two are compared in a time that tells nothing.
    if not hmac.compare_digest(given.strip().encode("latin-1", "replace"), writing.token.encode()):
        raise Problem(
            403, "Another token", "This is not the token of this service.", name="token-wrong",
            headers={"WWW-Authenticate": 'Bearer realm="spaceonto", error="invalid_token"'},
        )  # fmt: skip


def ground(place: Site) -> Ground:
    """What writes of this site go to."""
    assert place.writing is not None
    return Ground(place.workspace, place.writing.options, place.using_newest, place.show_folder)


def written(make: Callable[[Engine], Change], graph: Graph | EllipsisType = ...) -> Written:
    """What came of a change, of a `graph` that is known before it is made.

    Raises Problem or QueryError where it was not made, Refused with a report.
    """
    if not _places.acquire(blocking=False):
        raise Problem(
            503, "The service is busy", "Too many writes wait for their turn.", "Try again in a minute.",
            name="busy", headers={"Retry-After": "60"},
        )  # fmt: skip
    try:
        if graph is not ...:
            file_of(site().workspace, graph)
        return write(ground(site()), make)
    except GraphNameError as error:
        raise Problem(403, "This graph is not written to", str(error), name="graph-name") from None
    except ContributionError as error:
        raise Problem(422, "This cannot be kept", str(error), error.hint, name="unwritable") from None
    except WorkspaceError as error:
        raise Problem(500, "The change was not made", str(error), name="not-written") from None
    except OSError as error:
        status = 507 if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else 500
        raise Problem(
            status, "The change was not made", f"It could not be written ({error.strerror}).",
            "Whoever runs this service has to look at its disk.", name="not-written",
        ) from None  # fmt: skip
    finally:
        _places.release()


def report(refused: Refused) -> Response:
    """The findings that stand in the way, in the form that the asker wants."""
    accept = request.accept_mimetypes
    best = accept.best_match(list(REPORTS), "application/json") if accept.provided else "application/json"
    body: str = getattr(refused, REPORTS[best])
    response = Response(body, 422, content_type=best if "json" in best else f"{best}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def acknowledge(done: Written) -> Response:
    """That a change is made, in which release, and what it did to which graph."""
    graphs = [
        {"graph": graph.graph, "triples": graph.triples, "before": graph.before, "exists": graph.exists}
        for graph in done.graphs
    ]
    response = jsonify(release=done.release, changed=graphs)
    response.headers["X-Release"] = done.release
    response.headers["Cache-Control"] = "no-store"
    return response
