"""What the pages stand on: the workspace, and the engine for its current release."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from ..engine import Engine, Limits, StartError
from ..engine.pool import Pool
from ..questions import Question, questions
from ..workspace import Workspace

LOOK = 2.0
"""Seconds between looks for a newer release."""

Current = Callable[[], Path | None]


class Site:
    """Holds the engine; loads a newer release beside the old one, and then changes over."""

    def __init__(self, workspace: Workspace, current: Current, limits: Limits) -> None:
        self.workspace = workspace
        self.limits = limits
        self._current = current
        self._lock = threading.Lock()
        self._looked = 0.0
        self._engine: Engine | None = None
        self._coming: Path | None = None
        self._validation: Pool | None = None
        folder = current()
        if folder is not None:
            self._engine = Engine(folder, limits=limits)

    @property
    def engine(self) -> Engine:
        """The engine of the newest release that is loaded. Raises StartError where there is none."""
        if time.monotonic() - self._looked > LOOK:
            self._look()
        if self._engine is None:
            raise StartError("There is no release yet. `spaceonto build` makes one.")
        return self._engine

    def _look(self) -> None:
        with self._lock:
            self._looked = time.monotonic()
            folder = self._current()
            if folder is None or folder == self._coming or (self._engine and folder == self._engine.folder):
                return
            self._coming = folder
        threading.Thread(target=self._change, args=(folder,), name="release", daemon=True).start()

    def _change(self, folder: Path) -> None:
        try:
            coming = Engine(folder, limits=self.limits)
        except OSError:  # it is not complete; the next look tries again
            self._coming = None
            return
        try:
            coming.wait_ready()
        except StartError:  # `_coming` stays, so that a broken release is not tried again and again
            coming.close()
            return
        old, self._engine = self._engine, coming
        if old is not None:
            farewell = threading.Timer(self.limits.seconds + self.limits.queue_seconds, old.close)
            farewell.daemon = True
            farewell.start()

    def validation(self, start: Callable[["Site"], Pool]) -> Pool:
        """The validation workers, started when first asked for."""
        with self._lock:
            if self._validation is None:
                self._validation = start(self)
            return self._validation

    def questions(self) -> tuple[Question, ...]:
        """The questions of the workspace."""
        return questions(self.workspace)

    def close(self) -> None:
        """Ends the workers."""
        for running in (self._engine, self._validation):
            if running is not None:
                running.close()


def site() -> Site:
    """The site of the application that answers the request."""
    from flask import current_app

    return cast(Site, current_app.extensions["spaceonto"])
