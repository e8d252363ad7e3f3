"""SPARQL Update over HTTP, for those who have the token."""

from functools import partial

from flask import Blueprint, Response, request
from pyoxigraph import NamedNode

from ..contribute import Refused
from ..engine import Engine, QuerySyntaxError
from ..engine.graphstore import Change, Update, update
from ..engine.updates import MAX_UPDATE
from .asked import FORM, UPDATE, fields_of, text_of
from .problems import Problem, as_response, of_query
from .site import site
from .writing import acknowledge, ground, report, require_token, written

blueprint = Blueprint("update", __name__)

METHODS = ["POST", "OPTIONS"]
MAX_BODY = 4 * MAX_UPDATE


@blueprint.route("/update", methods=METHODS, strict_slashes=False)
@blueprint.route("/update/", methods=METHODS, strict_slashes=False)
def take_update() -> Response:
    """Makes an update, and says what it changed."""
    if request.method == "OPTIONS":
        return Response(status=204, headers={"Allow": ", ".join(METHODS)})
    require_token()
    asked = _asked()
    try:
        return acknowledge(written(partial(_change, asked=asked)))
    except Refused as refused:
        return report(refused)
    except QuerySyntaxError as error:
        problem = of_query(error, asked.text)
        problem.title = "The update has a mistake"
        return as_response(problem)


def _change(engine: Engine, asked: Update) -> Change:
    place = ground(site())
    union = getattr(engine.source, "union", True)
    return update(engine, asked, union=union, whole=place.workspace.is_general)


def _asked() -> Update:
    """The update of the request. Raises Problem where it breaks the protocol."""
    fields = fields_of(request.query_string.decode("latin-1"))
    request.max_content_length = MAX_BODY
    body = text_of(request.get_data(cache=False))
    if request.mimetype == UPDATE:
        updates = [body]
    elif request.mimetype == FORM:
        fields += fields_of(body)
        updates = [value for key, value in fields if key == "update"]
    else:
        raise Problem(
            415, "Unknown kind of request", f"A body of type `{request.mimetype or 'no'}` is not read here.",
            f"Send {UPDATE}, or {FORM} with update=….",
        )  # fmt: skip
    if len(updates) != 1:
        raise Problem(
            400, "No update" if not updates else "Two updates",
            f"The parameter `update` is given {len(updates)} times, not once.", "Send one at a time; several "
            "operations stand in one update with `;` between them.",
        )  # fmt: skip

    def graphs(name: str) -> tuple[str, ...]:
        return tuple(_iri(value) for key, value in fields if key == name)

    return Update(updates[0], request.base_url, graphs("using-graph-uri"), graphs("using-named-graph-uri"))


def _iri(text: str) -> str:
    try:
        return NamedNode(text).value
    except ValueError:
        raise Problem(400, "No graph name", f"`{text}` is no absolute IRI.", "Write it in full.") from None
