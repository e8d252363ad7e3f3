"""What the pages stand on: the workspace, and the engine for its current release."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from ..engine import Engine, Limits, QueryRefused, Source, StartError
from ..engine.pool import Pool
from ..engine.source import Folder, source_of
from ..questions import Question, questions
from ..release import Options, Release, find, releases
from ..workspace import Workspace
from .others import Others

LOOK = 2.0
"""Seconds between looks for a newer release."""

Current = Callable[[], Path | Source | None]
"""Gives the newest release: its folder, or where else it lies."""


@dataclass
class UnknownRelease(Exception):  # noqa: N818
    """No release is named so; `known` are those that there are."""

    version: str
    known: list[Release]


@dataclass(frozen=True)
class Writing:
    """That the site may be written to: by whom, and how a release is built from what was written."""

    token: str
    options: Options


class Site:
    """Holds the engine; loads a newer release beside the old one, and then changes over."""

    def __init__(
        self, workspace: Workspace, current: Current, limits: Limits, writing: Writing | None = None
    ) -> None:
        self.workspace = workspace
        self.limits = limits
        self.writing = writing
        self._current = current
        self._lock = threading.Lock()
        self._changing = threading.RLock()
        self._users: Counter[Engine] = Counter()
        self._old: list[Engine] = []
        self._looked = 0.0
        self._engine: Engine | None = None
        self._others = Others(limits)
        self._coming: Source | None = None
        self._validation: Pool | None = None
        self._explanation: tuple[Path, Pool] | None = None
        self._when_shown: Callable[[Engine], object] = lambda engine: None
        source = current()
        if source is not None:
            self._engine = Engine(source, limits=limits)

    @property
    def engine(self) -> Engine:
        """The engine of the newest release that is loaded, the same one throughout a request.

        Raises StartError where there is none.
        """
        from flask import g, has_app_context

        if time.monotonic() - self._looked > LOOK:
            self._look()
        if not has_app_context():
            return self._newest()
        held = cast(Engine | None, g.get("engine"))
        if held is None:
            with self._lock:
                g.engine = held = self._newest()
                self._users[held] += 1
        return held

    def _newest(self) -> Engine:
        if self._engine is None:
            raise StartError("There is no release yet. `spaceonto build` makes one.")
        return self._engine

    @contextmanager
    def using_newest(self) -> Iterator[Engine]:
        """The newest engine, which stays open so long, whatever release the request began with."""
        with self._lock:
            engine = self._newest()
            self._users[engine] += 1
        try:
            yield engine
        finally:
            with self._lock:
                self._users[engine] -= 1
            self._close_unused()

    def show_folder(self, folder: Path) -> None:
        """Answers from the release in this folder from now on, in the way of the one before."""
        with self.using_newest() as engine:
            source = engine.source
        self.show(replace(source, path=folder) if isinstance(source, Folder) else source_of(folder))

    def leave(self) -> None:
        """Gives up the engine that the request held; the last to leave an old one closes it."""
        from flask import g

        held = cast(Engine | None, g.pop("engine", None))
        if held is not None:
            with self._lock:
                self._users[held] -= 1
            self._close_unused()

    def show(self, source: Source) -> None:
        """Answers from this release from now on. Raises OSError or StartError where it cannot be loaded."""
        with self._changing:
            if self._engine is not None and self._engine.source == source:
                return
            coming = Engine(source, limits=self.limits)
            try:
                coming.wait_ready()
            except StartError:
                coming.close()
                raise
            with self._lock:
                old, self._engine = self._engine, coming
                if old is not None:
                    self._old.append(old)
        self._when_shown(coming)
        self._close_unused()

    def when_shown(self, act: Callable[[Engine], object]) -> None:
        """Calls this with the engine of the current release, and of each that comes to be shown."""
        self._when_shown = act
        if self._engine is not None:
            act(self._engine)

    def _look(self) -> None:
        with self._lock:
            self._looked = time.monotonic()
            found = self._current()
            if found is None:
                return
            source = source_of(found)
            if source == self._coming or (self._engine and source == self._engine.source):
                return
            self._coming = source
        threading.Thread(target=self._change, args=(source,), name="release", daemon=True).start()

    def _change(self, source: Source) -> None:
        try:
            with self._changing:
                found = self._current()  # a writer may have shown a newer one meanwhile
                if found is not None and source_of(found) == source:
                    self.show(source)
        except OSError:  # it is not complete; the next look tries again
            self._coming = None
        except StartError:  # `_coming` stays, so that a broken release is not tried again and again
            pass

    def _close_unused(self) -> None:
        with self._lock:
            unused = [engine for engine in self._old if not self._users[engine]]
            for engine in unused:
                self._old.remove(engine)
                del self._users[engine]
        for engine in unused:
            threading.Thread(target=engine.close, name="farewell", daemon=True).start()

    def lend(self, version: str, infer: bool) -> Engine:
        """The engine of a release that is named, and of the current one for ``; to be given back.

        Raises UnknownRelease with those that are known, QueueFull where too many are asked.
        """
        if infer and version in ("", self.engine.digest):
            return self.engine
        source = self.engine.source
        if not isinstance(source, Folder):
            raise QueryRefused(
                "The data lie on another server, which has this release alone, with what is inferred.",
                "Leave version= and infer= out.",
            )
        folder = source.path if version in ("", source.digest) else self.release(version).folder
        wanted = replace(source, path=folder, infer=infer)
        if wanted == source:
            return self.engine
        try:
            return self._others.lend(wanted)
        except OSError:  # it has been taken away since
            raise UnknownRelease(version, releases(self.workspace)) from None

    def give_back(self, engine: Engine) -> None:
        """Says that a request needs a lent engine no more."""
        self._others.give_back(engine)

    def release(self, version: str) -> Release:
        """The release that is named by its digest. Raises UnknownRelease where there is none."""
        release = find(self.workspace, version)
        if release is None:
            raise UnknownRelease(version, releases(self.workspace))
        return release

    def validation(self, start: Callable[["Site"], Pool]) -> Pool:
        """The validation workers, started when first asked for."""
        with self._lock:
            if self._validation is None:
                self._validation = start(self)
            return self._validation

    def explanation(self, folder: Path, start: Callable[["Site", Path], Pool]) -> Pool:
        """The explanation workers of a release, started when first asked for; those of an older one end."""
        with self._lock:
            if self._explanation is None or self._explanation[0] != folder:
                old, self._explanation = self._explanation, (folder, start(self, folder))
                if old is not None:
                    farewell = threading.Timer(self.limits.seconds, old[1].close)
                    farewell.daemon = True
                    farewell.start()
            return self._explanation[1]

    def questions(self) -> tuple[Question, ...]:
        """The questions of the workspace."""
        return questions(self.workspace)

    def close(self) -> None:
        """Ends the workers."""
        self._others.close()
        explanation = self._explanation[1] if self._explanation else None
        for running in (self._engine, *self._old, self._validation, explanation):
            if running is not None:
                running.close()


def site() -> Site:
    """The site of the application that answers the request."""
    from flask import current_app

    return cast(Site, current_app.extensions["spaceonto"])
