"""Queries on a release, in processes that can be ended: `Engine(folder).query(text)`."""

from .answers import Answer, Rows
from .crew import StartError
from .engine import Engine
from .errors import (
    AnswerMoved,
    AnswerTooLarge,
    DataError,
    GraphMissing,
    Impossible,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueueFull,
)
from .formats import FORMATS, Format, formats, named
from .pool import Limits
from .source import Folder, Runner, Source

__all__ = [
    "FORMATS",
    "Answer",
    "AnswerMoved",
    "AnswerTooLarge",
    "DataError",
    "Engine",
    "Folder",
    "Format",
    "GraphMissing",
    "Impossible",
    "Limits",
    "QueryError",
    "QueryFailed",
    "QueryRefused",
    "QuerySyntaxError",
    "QueryTimeout",
    "QueueFull",
    "Rows",
    "Runner",
    "Source",
    "StartError",
    "formats",
    "named",
]
