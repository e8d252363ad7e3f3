"""The log of slow and failed queries: a line of JSON each, and nothing that tells who asked.

A query may hold names of people. So the log has a digest of it, by which somebody who complains can be
answered, and the text only when the operator asks for it.
"""

import hashlib
import json
import logging
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from .settings import Settings

LOG = logging.getLogger("spaceonto.queries")
LONGEST = 4000
"""Characters of a query's text in the log."""


def keep(app: Flask, settings: Settings) -> None:
    """Has the application log what is slow or fails."""

    @app.after_request
    def tell(response: Response) -> Response:
        text = g.get("query", "")
        spent = time.monotonic() - g.get("start", time.monotonic())
        failed = response.status_code >= 500
        if not text or not (failed or spent >= settings.slow):
            return response
        encoded = text.encode("utf-8", "surrogatepass")
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "event": "failed-query" if failed else "slow-query",
            "status": response.status_code,
            "problem": g.get("problem", ""),
            "seconds": round(spent, 3),
            "route": request.url_rule.rule if request.url_rule else "",
            "release": response.headers.get("X-Release", ""),
            "characters": len(text),
            "digest": hashlib.sha256(encoded).hexdigest()[:16],
        }
        if settings.log_queries:
            line["query"] = text[:LONGEST]
        LOG.warning(json.dumps({name: value for name, value in line.items() if value != ""}))
        return response
