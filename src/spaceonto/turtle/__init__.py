"""Turtle in with positions, Turtle out in canonical form."""

from .errors import TurtleError
from .positions import first_comment
from .reader import Located, decode, read
from .writer import UnwritableError, write

__all__ = ["Located", "TurtleError", "UnwritableError", "decode", "first_comment", "read", "write"]
