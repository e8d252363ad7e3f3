"""Turtle in with positions, Turtle out in canonical form."""

from .errors import TurtleError
from .formatting import canonical, files_to_format, format_file, refuse_comment
from .reader import Located, read
from .writer import UnwritableError, write
from .xml import refuse_dtd

__all__ = [
    "Located",
    "TurtleError",
    "UnwritableError",
    "canonical",
    "files_to_format",
    "format_file",
    "read",
    "refuse_comment",
    "refuse_dtd",
    "write",
]
