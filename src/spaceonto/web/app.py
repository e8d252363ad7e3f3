"""The Flask application: its parts, its headers, and what it does with errors."""

import atexit
from typing import Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from .. import terms
from ..engine import QueryError, StartError
from ..engine.federation import services
from . import (
    axioms,
    catalogue,
    citing,
    dumps,
    explaining,
    home,
    logs,
    marks,
    metrics,
    names,
    openapi,
    problems,
    sparql,
    store,
    things,
    update,
    validation,
    vocabulary,
)
from .asked import MAX_BODY
from .clients import Clients, bound
from .compress import compress
from .lending import give_all_back
from .settings import Settings
from .short import shortened
from .site import Site, site
from .slow import watched
from .warming import warm_later

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# On every answer: an answer in XML could hold a script too.
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Allow-Origin", "*"),
)
PAGE_HEADERS = (
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
DATA_HEADERS = (
    (
        "Access-Control-Expose-Headers",
        "Content-Disposition, ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
        "Retry-After, X-Notice, X-Release, X-SPARQL-Truncated",
    ),
)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

WRITING = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, QUERY, OPTIONS, PUT, DELETE",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-None-Match",
}
"""Where there is a token to write by, which no browser sends by itself."""


def make(place: Site, settings: Settings) -> Flask:
    """The application over a site."""
    app = Flask(__name__)
    place.when_shown(lambda engine: warm_later(engine, place.questions))
    clients, seen = Clients(settings), metrics.measure(app, place)
    short = shortened(app.wsgi_app, place, clients, seen, [*HEADERS, *DATA_HEADERS])
    app.wsgi_app = watched(short, settings.proxies)  # type: ignore[assignment, method-assign]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    atexit.register(place.close)
    app.extensions["spaceonto"] = place
    app.extensions["services"] = known = services(settings.services, settings.private)
    app.jinja_env.globals["asked_services"] = sorted(known.listed)
    for part in (
        axioms,
        catalogue,
        citing,
        dumps,
        explaining,
        home,
        openapi,
        sparql,
        things,
        validation,
        vocabulary,
    ):
        app.register_blueprint(part.blueprint)
    app.register_blueprint(store.blueprint(writing=place.writing is not None))
    if place.writing is not None:
        app.register_blueprint(update.blueprint)
    app.jinja_env.globals.update(
        curie=terms.short, href=names.href, named=names.named, site=place, why=marks.why
    )
    logs.keep(app, settings)
    bound(app, clients)
    app.teardown_request(give_all_back)
    app.teardown_appcontext(lambda _: place.leave())
    app.after_request(_secure)
    app.after_request(compress)
    app.register_error_handler(problems.Problem, lambda error: problems.as_response(error))
    app.register_error_handler(HTTPException, lambda error: problems.as_response(problems.of_http(error)))
    for kind in (QueryError, StartError):
        app.register_error_handler(kind, lambda error: problems.as_response(problems.of_query(error)))
    app.register_error_handler(Exception, _unexpected(app))
    return app


def _unexpected(app: Flask) -> Any:
    def answer(error: Exception) -> Response:
        app.logger.exception("%s %s failed", request.method, request.path)
        return problems.as_response(
            problems.Problem(500, "A fault of ours", "This should not have happened; it is in the log.")
        )

    return answer


def _secure(response: Response) -> Response:
    response.headers.extend(HEADERS)
    response.headers.extend(PAGE_HEADERS if response.mimetype == "text/html" else DATA_HEADERS)
    if "engine" in g and response.status_code < 400 and "X-Release" not in response.headers:
        response.headers["X-Release"] = g.engine.digest
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT | (WRITING if site().writing else {}))
    return response
