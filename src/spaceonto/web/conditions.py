"""Conditions on writes: only what somebody has read may be replaced, so that nobody's change is lost."""

from flask import request

from ..engine import Engine, formats
from ..engine.graphstore import Graph, etag
from ..engine.packing import PACKERS
from .problems import Problem


def require_conditions(engine: Engine, graph: Graph) -> None:
    """Raises Problem 412 where If-Match or If-None-Match wants another state of the graph than this.

    An ETag names the release too, so a write to any graph makes it old: read again, and write then.
    """
    wanted, unwanted = request.if_match, request.if_none_match
    if not wanted and not unwanted:
        return
    exists = graph is None or graph in engine.manifest["counts"].get("graphs", ())
    codings = ("", *(f"-{coding}" for coding in PACKERS))
    names = [etag(engine, graph, form) + coding for form in formats("graph") for coding in codings]
    if wanted and not (exists and (wanted.star_tag or any(map(wanted.contains, names)))):
        raise _changed("The graph is no longer as it was when you read it.", "Read it again, and write then.")
    if unwanted and exists and (unwanted.star_tag or any(map(unwanted.contains, names))):
        raise _changed("The graph is there already.", "Leave If-None-Match out to replace it.")


def _changed(detail: str, hint: str) -> Problem:
    return Problem(412, "Not in this state", detail, hint, name="changed-since")
