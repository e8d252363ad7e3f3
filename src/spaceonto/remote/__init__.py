"""Releases beyond this machine: loaded into any SPARQL 1.1 server, and asked for there."""

from .publishing import Publication, publish
from .server import Endpoints, RemoteError, Server
from .source import Published, Watch, find

__all__ = ["Endpoints", "Publication", "Published", "RemoteError", "Server", "Watch", "find", "publish"]
