"""The questions are asked once of each new release, so that nobody waits for their answers.

One after the other, behind everybody else's queries; what they leave is bounded by the engine's cache.
"""

import threading
import time
from collections.abc import Callable, Iterable
from functools import partial

from ..engine import Engine, QueryError, QueueFull, StartError
from ..engine.source import Folder
from ..questions import Question
from ..workspace import WorkspaceError
from .table import rows_of

PATIENCE = 5.0
"""Seconds until the next try where there is no place."""
TRIES = 12


def warm_later(engine: Engine, questions: Callable[[], Iterable[Question]]) -> threading.Thread:
    """Asks the questions in the background; the thread that does it is returned."""
    thread = threading.Thread(target=_warm, args=(engine, questions), name="warming", daemon=True)
    thread.start()
    return thread


def _warm(engine: Engine, questions: Callable[[], Iterable[Question]]) -> None:
    if not isinstance(engine.source, Folder):
        return  # another server would have to answer them at the cost of its own users
    try:
        engine.wait_ready()
        texts = [question.text for question in questions()]
    except (StartError, WorkspaceError):  # whoever asks will be told
        return
    for text in texts:
        try:
            _patiently(partial(rows_of, engine, text, behind=True))
            _patiently(partial(engine.query, text, behind=True))
        except QueryError:
            continue
        except (StartError, OSError):  # the engine has been closed
            return


def _patiently(ask: Callable[[], object]) -> None:
    """Asks; where there is no place, again after a while. Raises what the engine raises."""
    for _ in range(TRIES):
        try:
            ask()
            return
        except QueueFull:
            time.sleep(PATIENCE)
