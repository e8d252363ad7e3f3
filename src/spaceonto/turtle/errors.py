"""The errors of Turtle files: where, why, and what to do."""

from .advice import advise
from .spot import Spot


class TurtleError(Exception):
    """A Turtle file that cannot be read: where, why, and what to do."""

    def __init__(self, file: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(f"{file}:{line}:{column}: {message}. {hint}")
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint


def explain(text: str, file: str, error: SyntaxError) -> TurtleError:
    """The parser's error as a TurtleError with cause and remedy."""
    spot = Spot(text, error)
    message, hint = advise(spot)
    return TurtleError(file, spot.line, spot.column, message, hint)


def explain_bytes(data: bytes, file: str, error: UnicodeDecodeError) -> TurtleError:
    """The TurtleError for a file that is not UTF-8."""
    before = data[: error.start].decode("utf-8")
    start = error.start
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the file is UTF-16, not UTF-8"
    else:
        guess = data[start : start + 1].decode("cp1252", errors="replace")
        message = f"the byte {data[start]:02X} is not UTF-8 (in Windows-1252 it would be “{guess}”)"
    hint = "Save the file as UTF-8, and look whether its accented letters are right."
    return TurtleError(
        file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, message, hint
    )
