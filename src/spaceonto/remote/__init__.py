"""Releases beyond this machine: loaded into any SPARQL 1.1 server, and asked for there."""

from .publish import Publication, publish
from .server import Endpoints, RemoteError, Server

__all__ = ["Endpoints", "Publication", "RemoteError", "Server", "publish"]
