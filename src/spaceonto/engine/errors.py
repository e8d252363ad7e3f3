"""What can go wrong with a query, each kind an error of its own that a person can act on."""

from dataclasses import dataclass


@dataclass
class QueryError(Exception):
    """A query that got no answer: `message` says why in a sentence, `hint` what to do about it."""

    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


@dataclass
class QuerySyntaxError(QueryError):
    """The text is not SPARQL; `line` and `column` (from 1) are those of the text as it was sent."""

    line: int = 1
    column: int = 1
    token: str = ""

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {super().__str__()}"


@dataclass
class DataError(QueryError):
    """What was sent to be stored is not RDF in the format that it is said to be in."""

    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {super().__str__()}"


class QueryRefused(QueryError):  # noqa: N818
    """A query that this service does not run: an update, a fetch from elsewhere, or one beyond its bounds."""


class QueryFailed(QueryError):  # noqa: N818
    """A query that began to run and could not be finished, for instance for want of memory."""


class AnswerTooLarge(QueryError):  # noqa: N818
    """A single row of the answer has more bytes than the service gives at once."""


class AnswerMoved(QueryError):  # noqa: N818
    """A later page of an answer that is not the same any more."""


@dataclass
class QueryTimeout(QueryError):  # noqa: N818
    """The query was ended at its deadline of `seconds`."""

    seconds: float = 0.0


@dataclass
class QueueFull(QueryError):  # noqa: N818
    """Too many queries at once; try again after `retry_after` seconds."""

    retry_after: int = 5


class GraphMissing(QueryRefused):
    """A graph that was asked for is not there."""


class Impossible(QueryError):  # noqa: N818
    """A change that the data as they are do not allow, such as creating a graph that is there."""
