"""What an engine answers from: a release in the memory of workers here, or one that another server holds."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from .pool import Limits, Pool
from .spool import Spool


class Runner(Protocol):
    """Runs requests, many at once. What comes back is what is known of the answer, and the answer."""

    @property
    def ready(self) -> bool:
        """Whether requests are answered by now."""
        ...

    @property
    def failed(self) -> bool:
        """Whether requests will never be answered."""
        ...

    def wait_ready(self) -> None:
        """Returns once requests are answered. Raises StartError where they never will be."""
        ...

    def run(self, request: dict[str, Any], seconds: float | None = None) -> tuple[dict[str, Any], Spool]:
        """Runs one request, for so many seconds at most. Raises QueryTimeout, QueueFull or QueryFailed."""
        ...

    def close(self) -> None:
        """Ends what runs."""
        ...


class Source(Protocol):
    """A release, wherever it lies. Two are equal where they are the same release in the same place."""

    @property
    def manifest(self) -> dict[str, Any]:
        """What the release says of itself."""
        ...

    @property
    def digest(self) -> str:
        """The name of the release; empty where its answers may change at any time."""
        ...

    def start(self, limits: Limits) -> Runner:
        """What runs requests on it."""
        ...


def source_of(found: Path | Source) -> Source:
    """The source itself, or the release in a folder."""
    return Folder(found) if isinstance(found, Path) else found


@dataclass(frozen=True)
class Folder:
    """A release in a folder here. The union of all graphs is the default graph, unless `union` is off.

    Without `infer`, what is only inferred is left out, of the default graph as of the named ones.
    """

    path: Path
    union: bool = True
    infer: bool = True
    open: bool = False
    """Whether any graph may be named, and is empty where there is none of the name."""

    @cached_property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.path / "manifest.json").read_text("utf-8"))
        return found

    @property
    def digest(self) -> str:
        return str(self.manifest.get("digest", self.path.name))

    def start(self, limits: Limits) -> Pool:
        arguments = {"folder": str(self.path), "union": self.union, "infer": self.infer, "open": self.open}
        return Pool("spaceonto.engine.worker:prepare", arguments, limits)
