"""What takes long holds up nobody: it is set behind the others, and remembered."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from spaceonto.engine import Engine, Limits, QueryError, QueueFull

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"


@pytest.fixture
def engine(folder: Path) -> Iterator[Engine]:
    with Engine(folder, limits=Limits(fast=1, long=1, seconds=12, queue_seconds=1)) as running:
        running.wait_ready()
        yield running


def in_background(engine: Engine, text: str, seconds: float) -> threading.Thread:
    def ask() -> None:
        with contextlib.suppress(QueryError):
            engine.query(text, seconds=seconds)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    return thread


def test_a_query_that_took_long_is_turned_away_at_once_while_the_long_places_are_taken(
    engine: Engine,
) -> None:
    first = in_background(engine, ENDLESS, 7)
    deadline = time.monotonic() + 6
    while time.monotonic() < deadline:
        start = time.monotonic()
        try:
            engine.query(f"{ENDLESS}\n# {start}", seconds=0.3)
        except QueueFull as error:
            refusal = time.monotonic() - start, error
            break
        except QueryError:  # it is not yet remembered
            continue
    assert refusal[0] < 0.25
    assert refusal[1].retry_after == 30
    assert first.is_alive()
    for number in range(20):
        assert engine.rows(f"ASK {{}} # {number}").boolean
    first.join()


def test_what_is_remembered_hangs_on_the_query_and_not_on_its_comments_or_blanks(engine: Engine) -> None:
    in_background(engine, ENDLESS, 3.5).join()
    start = time.monotonic()
    second = in_background(engine, f"# again\n{ENDLESS.replace(' . ', ' .  ')}", 1.5)
    time.sleep(0.02)
    # The only fast place was never taken by it.
    assert engine.rows("ASK {}").boolean
    assert time.monotonic() - start < 1
    assert engine.runner.load.long == 1  # type: ignore[attr-defined]
    second.join()


def test_a_query_may_stand_back_of_its_own_accord(engine: Engine) -> None:
    assert b"true" in engine.query("ASK {} # behind", behind=True).read()
    first = in_background(engine, ENDLESS, 2)
    while not engine.runner.load.long:  # type: ignore[attr-defined]
        time.sleep(0.02)
    with pytest.raises(QueueFull):
        engine.query("ASK {} # behind again", behind=True)
    assert b"true" in engine.query("ASK {} # behind again").read()
    first.join()
