"""The uses of axioms as text and as JSON."""

from collections.abc import Sequence
from typing import Any

from .axioms import Use


def as_lines(found: Sequence[Use]) -> list[str]:
    """For each axiom how many triples it yields, what it says and where, and which questions may need it."""
    lines = [
        f"{len(found)} axioms, the triples that each yields, and the questions that may need it:",
        "",
    ]
    for use in found:
        if use.yields:
            needed = " ".join(use.questions) or "none"
            lines.append(f"{use.yields:7,}  {use.sentence} ({_place(use)})\n         {needed}")
    for heading, chosen in (
        ("These yield no triple, but contradictions where they are broken:", [u for u in found if u.forbids]),
        ("These yield nothing:", [u for u in found if not (u.yields or u.forbids)]),
    ):
        if chosen:
            lines += ["", heading, *(f"         {use.sentence} ({_place(use)})" for use in chosen)]
    return lines


def as_rows(found: Sequence[Use]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "axiom": use.sentence,
            "triple": [str(node) for node in use.triple],
            "yields": use.yields,
            "forbids": use.forbids,
            "questions": list(use.questions),
            "stated": [{"file": place.file, "line": place.line} for place in use.places],
        }
        for use in found
    ]


def _place(use: Use) -> str:
    return "; ".join(map(str, use.places))
