"""Answers of the shipped graph as CSV; `python tests/data/answers.py [CODE…]` writes the golden ones.

A golden answer is written by the program and then read by a person against the sources, row by row, as the
diff shows them; the test only says that an answer has changed.
"""

import csv
import io
import sys
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from conftest import ROOT, as_served, closure
from spaceonto.dataset import load
from spaceonto.questions import Question, questions
from spaceonto.terms import PREFIXES
from spaceonto.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def all_questions() -> tuple[Question, ...]:
    return questions(Workspace(ROOT, ROOT / ".spaceonto"))


def golden_file(question: Question) -> Path:
    return GOLDEN / question.section / f"{question.slug}.csv"


def answer(question: Question, store: Store) -> str:
    """The answer as CSV, in the order in which the question gives it; things are written as prefix:name."""
    solutions = store.query(PROLOGUE + question.text)
    assert isinstance(solutions, QuerySolutions)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([variable.value for variable in solutions.variables])
    table.writerows([shown(term) for term in row] for row in solutions)
    return text.getvalue()


def shown(term: object) -> str:
    value = "" if term is None else str(getattr(term, "value", term))
    for prefix, iri in PREFIXES.items():
        if value.startswith(iri):
            return f"{prefix}:{value.removeprefix(iri)}"
    return value


def main(codes: list[str]) -> None:
    dataset = load(Workspace(ROOT, ROOT / ".spaceonto"))
    store = as_served(dataset, closure(dataset))
    for question in all_questions():
        if not codes or question.code in codes:
            file = golden_file(question)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = answer(question, store)
            changed = not file.exists() or file.read_text(encoding="utf-8") != text
            file.write_text(text, encoding="utf-8")
            print(f"{question.code}\t{text.count(chr(10)) - 1} rows\t{'written' if changed else 'the same'}")


if __name__ == "__main__":
    main(sys.argv[1:])
