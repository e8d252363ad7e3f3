"""Queries on a release, in processes that can be ended: `Engine(folder).query(text)`."""

from .crew import StartError
from .engine import Answer, Engine, Rows
from .errors import (
    AnswerTooLarge,
    QueryError,
    QueryFailed,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    QueueFull,
)
from .formats import FORMATS, Format, formats, named
from .pool import Limits

__all__ = [
    "FORMATS",
    "Answer",
    "AnswerTooLarge",
    "Engine",
    "Format",
    "Limits",
    "QueryError",
    "QueryFailed",
    "QueryRefused",
    "QuerySyntaxError",
    "QueryTimeout",
    "QueueFull",
    "Rows",
    "StartError",
    "formats",
    "named",
]
