"""The releases that can be asked, as a page and as JSON."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from ..engine import StartError, formats
from ..engine.dump import PARTS
from ..engine.source import Folder
from ..release import releases
from .site import site

blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/releases")
@blueprint.get("/releases.<suffix>")
def listed(suffix: str = "") -> str | Response:
    """Every release: what is in it, when it was made, whether it has been cited, and how to ask it."""
    if suffix not in ("", "json", "html"):
        abort(404)
    known = told()
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    if suffix == "json" or (not suffix and best == "application/json"):
        return jsonify(known)
    return render_template(
        "releases.html", releases=known, parts=PARTS, formats=[form.name for form in formats("graph")]
    )


def told() -> list[dict[str, Any]]:
    """What is said of each release, the newest first; of those here, none can be asked at another server."""
    try:
        engine = site().engine
    except StartError:
        current, is_here = "", True
    else:
        current, is_here = engine.digest, isinstance(engine.source, Folder)
    return [
        {
            "release": release.digest,
            "created": release.created,
            "current": release.digest == current,
            "cited": release.is_cited,
            "asserted": release.manifest["counts"].get("asserted"),
            "inferred": release.manifest["counts"].get("inferred"),
            "versions": release.manifest.get("versions", {}),
            "sparql": url_for("sparql.sparql", version=release.digest, _external=True),
            "dump": url_for("dumps.dump", name="all.nq.gz", version=release.digest, _external=True),
        }
        for release in (releases(site().workspace) if is_here else ())
    ]
