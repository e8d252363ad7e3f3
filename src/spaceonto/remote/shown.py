"""What somebody at a terminal is told of another server."""

import sys

from .server import Endpoints, Server
from .source import find


def found(url: str) -> Endpoints:
    """The endpoints at the address, once it is said what is there. Raises RemoteError."""
    endpoints = Endpoints(url)
    with Server(endpoints, seconds=30) as server:
        source = find(server)
    if source.digest:
        told = f"Release {source.digest} is there: {len(source.scope.graphs)} graphs."
    elif source.scope.is_known:
        told = "A release is being loaded there. Until it is whole, answers change and are not kept."
    else:
        told = (
            "No release was published there, so its own default graph is asked, and answers are not kept. "
            "`spaceonto publish` loads one."
        )
    print(told, file=sys.stderr)
    return endpoints
