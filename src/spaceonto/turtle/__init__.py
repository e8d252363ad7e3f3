"""Turtle in with positions, Turtle out in canonical form."""

from .writer import UnwritableError, write

__all__ = ["UnwritableError", "write"]
