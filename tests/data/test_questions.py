"""The competency questions: all there, parsed, answered, and answered as a person found it in the sources."""

from collections import Counter

import pytest
from answers import all_questions, answer, golden_file
from pyoxigraph import Store

from spaceonto.questions import Question

QUESTIONS = all_questions()
EXPECTED = {"H": 19, "P": 24, "B": 14, "F": 14, "D": 19, "X": 12}
GAPS = {"P16": 150, "B8": 40, "F12": 60, "D15": 15, "X5": 15, "X6": 0, "X8": 60, "X10": 95}
"""Questions that list what is missing, and how much may be."""


def test_every_question_of_the_design_is_asked_once() -> None:
    codes = Counter(question.code for question in QUESTIONS)
    wanted = [f"{letter}{n}" for letter, count in EXPECTED.items() for n in range(1, count + 1)]
    assert [code for code in wanted if codes[code] != 1] == []
    assert [code for code, count in codes.items() if count > 1] == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.code)
def test_a_question_gives_its_golden_answer(question: Question, released: Store) -> None:
    golden = golden_file(question).read_text(encoding="utf-8")
    found = answer(question, released)
    assert found.splitlines() == golden.splitlines(), "hold the difference against the sources"
    rows = found.count("\n") - 1
    if question.code in GAPS:
        assert rows <= GAPS[question.code]
    else:
        assert rows > 0


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.code)
def test_a_question_names_its_columns(question: Question) -> None:
    columns = answer_columns(question)
    assert len(question.answer) == len(columns), f"# answer: {', '.join(columns)}"


def answer_columns(question: Question) -> list[str]:
    return golden_file(question).read_text(encoding="utf-8").splitlines()[0].split(",")
