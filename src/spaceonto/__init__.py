"""SpaceOnto: who works with whom in space, under which agreement, with what benefit."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str


def __getattr__(name: str) -> str:
    """The version, looked up when asked for: that takes longer than a query worker takes to start."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("spaceonto")
