"""Another SPARQL 1.1 server, spoken to in the W3C's protocols, with its failures told in sentences."""

import contextlib
import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, NoReturn

import httpx

from .. import __version__
from .login import PASSWORD, TOKEN, USER, Login

JSON = "application/sparql-results+json"
FULL = re.compile(r"no space left|disk (is )?full|out of disk|ENOSPC|insufficient storage", re.I)
MESSAGE = 64 * 1024
"""Bytes of an error message that are read at most."""


@dataclass
class RemoteError(Exception):
    """What went wrong with another server, in a sentence, with the status that it gave, if it gave one."""

    message: str
    status: int = 0
    kind: Literal["refused", "busy", "gone", "late", "full"] = "refused"

    @property
    def is_passing(self) -> bool:
        """Whether the same may go well at the next try."""
        return self.kind in ("busy", "gone", "late")

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Endpoints:
    """Where a server takes queries, updates, and graphs as wholes; empty where it does not."""

    query: str
    update: str = ""
    store: str = ""

    def __post_init__(self) -> None:
        for address in filter(None, (self.query, self.update, self.store)):
            _look_at(address)


def _look_at(address: str) -> None:
    """Raises RemoteError where an address cannot be used."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise RemoteError(f"{address} is no address: {error}.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise RemoteError(f"{address} is no address of a server: it has to begin with http:// or https://.")
    if url.userinfo:
        raise RemoteError(
            f"A password in an address can be seen by others. Take it out, and set {USER} and {PASSWORD}."
        )


class Server:
    """A server at its endpoints; may be used from many threads. Calls raise RemoteError."""

    def __init__(self, endpoints: Endpoints, *, seconds: float = 300.0, connections: int = 8) -> None:
        self.endpoints = endpoints
        self.seconds = seconds
        self.product = ""
        """What it says that it is, once it has answered."""
        self._login = Login()
        self._client = httpx.Client(
            auth=self._login,
            headers={"User-Agent": f"SpaceOnto/{__version__}"},
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=connections),
        )

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends its connections."""
        self._client.close()

    @property
    def portion(self) -> int:
        """How many triples it may take at once: updates are parsed as a whole, within narrower limits."""
        return 20_000 if self.endpoints.store else 1_000

    def rows(
        self, query: str, dataset: Mapping[str, Any] | None = None, *, seconds: float | None = None
    ) -> list[dict[str, str]]:
        """The rows of a SELECT, with the value of each term."""
        data = {"query": query, **(dataset or {})}
        content = self._send("POST", self.endpoints.query, seconds, data=data, headers={"Accept": JSON})
        try:
            found = json.loads(content)["results"]["bindings"]
            return [{name: term["value"] for name, term in row.items()} for row in found]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise RemoteError(
                f"{self.endpoints.query} answers, but not with SPARQL results. "
                "Look up the address of its SPARQL endpoint."
            ) from None

    def triples(self, query: str) -> bytes:
        """The answer to a CONSTRUCT as N-Triples."""
        headers = {"Accept": "application/n-triples"}
        return self._send("POST", self.endpoints.query, data={"query": query}, headers=headers)

    def update(self, text: str) -> None:
        """Runs a SPARQL Update."""
        headers = {"Content-Type": "application/sparql-update"}
        self._send("POST", self.endpoints.update, content=text.encode(), headers=headers)

    def store(self, method: str, graph: str, body: bytes = b"") -> None:
        """PUT, POST or DELETE of a named graph by the Graph Store Protocol."""
        headers = {"Content-Type": "application/n-triples"} if method != "DELETE" else {}
        self._send(method, self.endpoints.store, params={"graph": graph}, content=body, headers=headers)

    def _send(self, method: str, address: str, seconds: float | None = None, **options: Any) -> bytes:
        with self.stream(method, address, seconds or self.seconds, **options) as response:
            self.product = response.headers.get("Server", "")
            return response.read()

    @contextmanager
    def stream(self, method: str, address: str, seconds: float, **options: Any) -> Iterator[httpx.Response]:
        """An answer on its way, cut off when the seconds are over; one that is no success is an error."""
        end = time.monotonic() + seconds
        if "params" in options:
            options["params"] = httpx.URL(address).params.merge(options["params"])
        try:
            with (
                self._client.stream(method, address, timeout=seconds, **options) as response,
                _cut_off(response, seconds),
            ):
                if response.is_success:
                    yield response
                else:
                    self._refused(response, address)
        except httpx.HTTPError as error:
            is_late = isinstance(error, httpx.TimeoutException) or time.monotonic() >= end
            raise self._unreachable(error, address, seconds if is_late else 0.0) from None

    def _unreachable(self, error: httpx.HTTPError, address: str, seconds: float) -> RemoteError:
        """The error in a sentence; with `seconds`, it is that they were over."""
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, socket.gaierror | ssl.SSLError):
            cause = cause.__cause__ or cause.__context__
        if isinstance(cause, socket.gaierror):
            return RemoteError(f"There is no machine named {httpx.URL(address).host}. Look at the address.")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return RemoteError(f"The certificate of {address} is not valid: {cause.verify_message}.")
        if isinstance(cause, ssl.SSLError):
            return RemoteError(f"{address} does not speak TLS as it should ({cause.reason}). Is it http://?")
        if seconds:
            return RemoteError(f"{address} did not answer within {seconds:g} s.", kind="late")
        if isinstance(error, httpx.ConnectError):
            return RemoteError(
                f"Nothing answers at {address} ({error}). Is the server running, and the address right?",
                kind="gone",
            )
        return RemoteError(
            f"{address} broke the connection off ({str(error) or type(error).__name__}).", kind="gone"
        )

    def _refused(self, response: httpx.Response, address: str) -> NoReturn:
        status = response.status_code
        said = _message(response)
        if status == 401:
            message = (
                f"{address} does not take this login: look at {USER} and {PASSWORD}, or {TOKEN}."
                if self._login.is_given
                else f"{address} asks who you are: set {USER} and {PASSWORD}, or {TOKEN}."
            )
        elif response.is_redirect:
            message = (
                f"{address} has moved to {response.headers.get('Location', 'elsewhere')}: name that one."
            )
        elif status in (404, 405):
            message = (
                f"There is nothing at {address} that takes this ({status}). Look up the server's addresses."
            )
        elif status == 507 or FULL.search(said):
            message = f"The disk of the server at {address} is full ({said}). Free some room there."
            raise RemoteError(message, status, "full")
        else:
            message = f"{address} refuses ({status}): {said or response.reason_phrase}."
        raise RemoteError(message, status, "busy" if status in (429, 502, 503, 504) else "refused")


def _message(response: httpx.Response) -> str:
    """The gist of an error page, in one line."""
    body = b""
    for piece in response.iter_bytes():
        body += piece
        if len(body) > MESSAGE:
            break
    text = re.sub(
        r"<(style|title|script)\b.*?</\1>|<!--.*?-->", " ", body.decode("utf-8", "replace"), flags=re.S | re.I
    )
    text = " ".join(re.sub(r"</?[a-zA-Z!][^>]*>", " ", text).split())
    return text[:300].rstrip(". ") + ("…" if len(text) > 300 else "")


@contextmanager
def _cut_off(response: httpx.Response, seconds: float) -> Iterator[None]:
    """Ends the connection when the time is over: a server that sends drop by drop would never time out."""
    link = response.extensions["network_stream"].get_extra_info("socket")
    over = threading.Event()

    def shut() -> None:
        over.set()
        with contextlib.suppress(OSError):  # it has ended by itself
            link.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception:
        if not over.is_set():
            raise
    finally:
        timer.cancel()
    if over.is_set():  # what was read may look whole, or broken, and is only cut
        raise httpx.ReadTimeout("the time was over")
