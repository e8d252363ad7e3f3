"""The verbs of `spaceonto`: options in, a call, its outcome printed; nothing else."""

from . import files, reasoning, releases, serving
from .group import main

__all__ = ["files", "main", "reasoning", "releases", "serving"]
