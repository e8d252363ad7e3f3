"""SpaceOnto: who works with whom in space, under which agreement, with what benefit."""

from importlib.metadata import version

__version__ = version("spaceonto")
