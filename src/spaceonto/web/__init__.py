"""The web service: `create_app(workspace, current)` gives a Flask application over the current release."""

from typing import TYPE_CHECKING

from ..engine import Limits
from ..workspace import Workspace
from .settings import Settings
from .site import Current, Site, Writing

if TYPE_CHECKING:
    from flask import Flask


def create_app(
    workspace: Workspace,
    current: Current,
    limits: Limits | None = None,
    settings: Settings | None = None,
    writing: Writing | None = None,
) -> "Flask":
    """The application. `current` gives the current release, and is asked again and again.

    Without `writing` there is no route by which anything could be written.
    """
    place = Site(workspace, current, limits or Limits(), writing)
    # The data are being loaded in another process by now, so what takes time to import comes after.
    from .app import make

    return make(place, settings or Settings())
