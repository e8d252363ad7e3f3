"""The short way to an answer: past the framework, with the same bytes and headers as the long way.

It answers GET /sparql where nothing but a query is asked, and repeats what the long way answered before.
Whatever is not plain takes the long way.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from werkzeug.wsgi import get_current_url

from ..engine import Engine, QueryError, StartError
from ..engine.cache import Cache
from ..engine.counts import COUNTS
from ..engine.guard import guard
from ..engine.notices import said
from ..engine.packing import PACKERS
from ..engine.spool import IN_MEMORY
from .asked import Asked
from .clients import Clients, name_of
from .compress import LEAST
from .handover import ERROR, FOREIGN, LEFT, START
from .metrics import Seen
from .negotiate import HTML, chosen
from .paging import Part
from .problems import Problem
from .site import Site
from .slow import Wsgi
from .sparql import base_of_query, content_headers, name_of_answer, validity_headers

Headers = list[tuple[str, str]]
ROUTE = "/sparql"
KEPT = 64 * 1024 * 1024
"""Bytes of answers that are kept. Most of them are the very bytes that the engine keeps."""


@dataclass(frozen=True)
class Kept:
    """A whole response; `etag` is its name without quotes and coding."""

    etag: str
    headers: Headers
    body: list[bytes]


def shortened(app: Wsgi, place: Site, clients: Clients, seen: Seen, always: Headers) -> Wsgi:
    """The application with the short way before it; `always` are the headers of every answer with data."""
    kept: Cache[Kept] = Cache(KEPT)
    slow = clients.settings.slow

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"] != ROUTE:
            return app(environ, start_response)
        start = environ[START] = time.monotonic()
        name = name_of(environ.get("REMOTE_ADDR") or "") if clients.settings.rate else ""
        if name:
            try:
                environ[LEFT] = clients.come(name)
            except Problem:  # the long way says so
                return app(environ, start_response)
        found, key = None, None
        try:
            engine = place.engine
            key = _key(engine, environ)
            found = kept.get(key)
            if found is None:
                found = _plain(place, environ, always)
            else:
                COUNTS.add("cache_hits")
        except (QueryError, StartError) as error:
            environ[ERROR] = error
        except Exception:  # a fault of ours: the long way logs it, and lets the client go
            key = None
        spent = time.monotonic() - start
        if found is None or spent >= slow:  # what is slow gets into the log there
            return _long(app, environ, start_response, kept, key)
        if key is not None:
            kept.put(key, found, _size(key, sum(map(len, found.body))))
        headers = found.headers
        if name:
            headers = [*headers, *clients.headers(environ[LEFT]).items()]
            clients.go(name)
        is_known = _is_known(found.etag, environ.get("HTTP_IF_NONE_MATCH", ""))
        seen(ROUTE, "GET", 304 if is_known else 200, spent)
        if is_known:
            start_response("304 NOT MODIFIED", [pair for pair in headers if pair[0][:8] != "Content-"])
            return []
        start_response("200 OK", headers)
        return found.body

    return call


def _key(engine: Engine, environ: dict[str, Any]) -> tuple[Any, ...] | None:
    """All that an answer hangs on; nothing where it may change at any time."""
    if not engine.digest:
        return None
    accepted = environ.get("HTTP_ACCEPT"), environ.get("HTTP_ACCEPT_ENCODING")
    return engine.digest, environ["QUERY_STRING"], *accepted, _base(environ)


def _size(key: tuple[Any, ...], length: int) -> int:
    """The bytes that an answer of this length takes with all that it hangs on."""
    return length + 2048 + 4 * sum(len(part) for part in key if part)


def _base(environ: dict[str, Any]) -> str:
    """The address of the endpoint as the asker sees it."""
    names = ("wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO")
    return _address(tuple((name, environ[name]) for name in names if name in environ))


@lru_cache(256)
def _address(parts: tuple[tuple[str, str], ...]) -> str:
    return get_current_url(dict(parts), strip_querystring=True)


def _plain(place: Site, environ: dict[str, Any], always: Headers) -> Kept | None:
    """The answer to a query that is asked without options. Raises QueryError or StartError."""
    sent: str = environ["QUERY_STRING"]
    if not sent.startswith("query=") or "&" in sent or not sent.isascii() or "HTTP_IF_NONE_MATCH" in environ:
        return None
    try:
        text = unquote_plus(sent[6:], errors="strict")
        query = guard(text)
        choice = chosen(environ.get("HTTP_ACCEPT"), "graph" if query.gives_graph else "bindings")
    except (UnicodeDecodeError, Problem, QueryError):
        return None
    if choice.format is HTML or query.volatile:
        return None
    with place.using_newest() as engine:
        asked = Asked(text, None, None, "", None, "", "", Part())
        address = _base(environ)
        etag = name_of_answer(engine, query, asked, choice, address)
        # Asked as the long way asks, which then has the answer at hand where it is not for this one.
        answer = engine.query(text, choice.format, base=base_of_query(place, address)) if etag else None
        if answer is None or answer.more:
            return None
        body = answer.whole()
        coding = environ.get("HTTP_ACCEPT_ENCODING", "identity")
        is_packed = body is not None and len(body) >= LEAST and coding != "identity"
        if body is None or is_packed or said(engine, answer, text):
            return None
        own = [*content_headers(answer, choice), *validity_headers(engine, etag)]
        return Kept(etag, [*own, ("Vary", "Accept, Accept-Encoding"), *always], [body])


def _long(
    app: Wsgi,
    environ: dict[str, Any],
    start_response: Callable[..., Any],
    kept: Cache[Kept],
    key: tuple[Any, ...] | None,
) -> Iterable[bytes]:
    """What the long way answers; kept where it will be the same for the current release."""
    made: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
        made.append((status, headers))
        return start_response(status, headers, exc_info)

    answer = app(environ, start)
    if key is None or not made or not made[0][0].startswith("200") or environ.get(FOREIGN):
        return answer
    told = {name.lower(): value for name, value in made[0][1]}
    etag, length = told.get("etag", ""), int(told.get("content-length", IN_MEMORY + 1))
    if not etag.startswith('"') or told.get("x-release") != key[0] or length > IN_MEMORY:
        return answer
    body = list(answer)
    if hasattr(answer, "close"):
        answer.close()
    headers = [(name, value) for name, value in made[0][1] if not name.lower().startswith("ratelimit-")]
    kept.put(key, Kept(etag[1:33], headers, body), _size(key, length))
    return body


def _is_known(etag: str, sent: str) -> bool:
    """Whether the asker has this answer already, compressed or not."""
    return etag in sent and any(f'"{name}"' in sent for name in (etag, *(f"{etag}-{way}" for way in PACKERS)))
