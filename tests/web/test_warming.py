"""The questions are answered before anybody asks them, and nobody waits for that."""

import time
from pathlib import Path

from small_release import write_release
from spaceonto.engine import Engine, Limits
from spaceonto.engine.counts import COUNTS
from spaceonto.questions import Question, parse
from spaceonto.web.table import rows_of
from spaceonto.web.warming import warm_later

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"
LIMITS = Limits(fast=1, long=1, seconds=2)


def questions(folder: Path, *texts: str) -> list[Question]:
    found = []
    for number, text in enumerate(texts):
        path = folder / f"q{number}.rq"
        path.write_text(f"# code: H{number}\n# title: T\n# question: Q?\n\n{text}", "utf-8")
        found.append(parse(path))
    return found


def hits() -> float:
    return COUNTS.seen().events.get("cache_hits", 0)


def test_the_answers_of_all_questions_are_there_before_they_are_asked(tmp_path: Path) -> None:
    asked = questions(tmp_path, "SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT", "ASK {}")
    with Engine(write_release(tmp_path), limits=LIMITS) as engine:
        warm_later(engine, lambda: asked).join(20)
        before = hits()
        for question in (asked[0], asked[1], asked[3]):
            rows_of(engine, question.text)
            engine.query(question.text)
        assert hits() - before == 6


def test_others_are_answered_while_the_questions_are_asked(tmp_path: Path) -> None:
    asked = questions(tmp_path, ENDLESS)
    with Engine(write_release(tmp_path), limits=LIMITS) as engine:
        thread = warm_later(engine, lambda: asked)
        engine.wait_ready()
        time.sleep(0.3)
        start = time.monotonic()
        for number in range(20):
            assert engine.rows(f"ASK {{}} # {number}").boolean
        assert time.monotonic() - start < 1.5
        assert thread.is_alive()
        thread.join(20)


def test_the_end_of_an_engine_ends_the_asking(tmp_path: Path) -> None:
    asked = questions(tmp_path, *(f"SELECT * {{ ?s ?p ?o }} # {number}" for number in range(300)))
    engine = Engine(write_release(tmp_path), limits=LIMITS)
    thread = warm_later(engine, lambda: asked)
    engine.wait_ready()
    engine.close()
    thread.join(20)
    assert not thread.is_alive()
