"""Whether a text is SPARQL, found out in a process that can be ended, before another server sees it."""

from typing import Any

import pyoxigraph as ox

from .. import terms
from ..engine.out import Write
from ..engine.worker import Handler, Request


def prepare() -> Handler:
    """What says of a request whether its query can be read, in the words of the engine."""
    nothing = ox.Store()

    def handle(request: Request, write: Write) -> dict[str, Any]:
        try:
            nothing.query(request["query"], prefixes=terms.PREFIXES, base_iri=request.get("base"))
        except SyntaxError as error:
            return {"error": "syntax", "message": str(error)}
        return {}

    return handle
