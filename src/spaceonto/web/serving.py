"""The server process: Flask on granian, one process for HTTP beside the query workers."""

import contextlib
import errno
import functools
import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from ..engine import Limits
from ..engine.source import Folder
from ..engine.spool import IN_MEMORY
from ..release import DEFAULT, Options
from ..release import current as current_release
from ..remote import Endpoints, Watch
from ..workspace import PACKAGED, Workspace, WorkspaceError
from . import connections, create_app
from .settings import Settings
from .site import Writing
from .slow import Wsgi

REASONS = {
    errno.EADDRINUSE: ("another program listens there", "End that one, or choose another port with --port"),
    errno.EADDRNOTAVAIL: ("it is no address of this machine", "Use --host 127.0.0.1, or 0.0.0.0 for all"),
    errno.EACCES: ("ports below 1024 are for the administrator", "Choose a higher one with --port"),
}
TRANSFERS = 96
"""Threads for bodies and large answers on their way, and for those who wait to send one."""
TOKEN = "SPACEONTO_TOKEN"  # noqa: S105
"""The variable of the environment with the token of those who may write."""
HEADERS = 15_000
"""Milliseconds for the head of a request, and for the next one to begin."""
KILL_AFTER = 1
"""Seconds that the HTTP process has to end, so that a query that still runs does not hold it up."""


@dataclass(frozen=True)
class Service:
    """What is served: how its releases are built, and whether the default graph is the union of all.

    With a `store`, it is what that other server holds, and nothing is written.
    """

    workspace: Workspace
    limits: Limits
    settings: Settings
    options: Options = DEFAULT
    union: bool = True
    store: Endpoints | None = None


def serve(service: Service, host: str, port: int, started: Callable[[str], None]) -> None:
    """Serves until it is told to end by SIGTERM or SIGINT. Calls `started` with the address once it is open.

    What is served is the newest release of the workspace, or the one that another server holds. Raises
    WorkspaceError where the address cannot be used.
    """
    try_address(host, port)
    limits = service.limits
    # A fork of a process that has built a release may hold locks of threads that it has no more.
    multiprocessing.set_start_method("spawn", force=True)
    server = Granian(
        "spaceonto",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        workers_kill_timeout=KILL_AFTER,
        http=HTTPModes.http1,  # without TLS nobody asks for more
        backpressure=connections.MOST,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS),
        blocking_threads=limits.fast + limits.long + limits.queue + TRANSFERS,
        log_level=LogLevels.error,
    )
    server.on_startup(
        lambda: threading.Thread(target=announce, args=(host, port, started), daemon=True).start()
    )
    server.serve(
        target_loader=functools.partial(load, service, os.getpid()),
        wrap_loader=False,
    )


def announce(host: str, port: int, started: Callable[[str], None]) -> None:
    """Calls `started` with the address as soon as something answers there."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while True:
        with contextlib.suppress(OSError), socket.create_connection((reachable, port), timeout=1):
            break
        time.sleep(0.05)
    started(address(host, port))


def token(workspace: Workspace) -> str:
    """The token of those who may write, or nothing where there is none.

    Raises WorkspaceError where no header can carry it, or where the workspace is not to be written to.
    """
    found = os.environ.get(TOKEN, "")
    if found and workspace.root == PACKAGED:
        raise WorkspaceError(
            f"{TOKEN} is set, but the data that the program brought are not written to. Name a folder of "
            "your own with --workspace, or unset it."
        )
    if not all("!" <= letter <= "~" for letter in found):
        raise WorkspaceError(
            f"{TOKEN} holds a blank or a sign that no header can carry. Use letters, digits and hyphens, for "
            "instance what `openssl rand -hex 16` prints."
        )
    return found


def load(service: Service, parent: int) -> Wsgi:
    """The application, in the process that serves it. It takes writes where SPACEONTO_TOKEN is set."""
    threading.Thread(target=end_with, args=(parent,), name="parent", daemon=True).start()
    logging.basicConfig(format="%(message)s")
    connections.watch(behind_proxy=service.settings.proxies > 0)
    workspace = service.workspace

    def current() -> Folder | None:
        found = current_release(workspace)
        if found is None:
            return None
        return Folder(found.folder, union=service.union, open=workspace.is_general)

    key = "" if service.store is not None else token(workspace)
    writing = Writing(key, service.options) if key else None
    newest = current if service.store is None else Watch(service.store).current
    app = whole(create_app(workspace, newest, service.limits, service.settings, writing))
    # What is loaded by now stays: to look through it again and again for waste costs a tenth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return app


def end_with(parent: int) -> None:
    """Ends this process when the one that started it is gone, however that came about."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def whole(app: Wsgi) -> Wsgi:
    """The same application, with short answers as a list, which the server sends in one piece."""

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = IN_MEMORY + 1

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            nonlocal length
            length = next((int(value) for name, value in headers if name.lower() == "content-length"), length)
            return start_response(status, headers, exc_info)

        answer = app(environ, start)
        if length > IN_MEMORY:
            return answer
        try:
            return list(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return call


def try_address(host: str, port: int) -> None:
    """Raises WorkspaceError, with what to do, where nothing can listen on the address."""
    try:
        family, kind, _, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
            probe.listen(1)
    except socket.gaierror:
        raise WorkspaceError(
            f"{host} is no address of this machine. Use --host 127.0.0.1, or 0.0.0.0 for all its addresses."
        ) from None
    except OSError as error:
        reason, remedy = REASONS.get(error.errno or 0, (error.strerror, "Choose another with --port"))
        raise WorkspaceError(f"Port {port} on {host} cannot be used: {reason}. {remedy}.") from None


def address(host: str, port: int) -> str:
    """The address to open in a browser."""
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
