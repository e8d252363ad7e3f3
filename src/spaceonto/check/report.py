"""What a check found."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

import pyoxigraph

from .graph import Term
from .paths import Path

Severity = Literal["violation", "warning", "info"]
Role = Literal["statement", "axiom", "rule"]

SEVERITIES: Final[tuple[Severity, ...]] = ("violation", "warning", "info")


class CheckError(Exception):
    """A check that cannot be made: the text says what stands in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result in the words of the W3C."""

    focus: Term
    path: Path | None
    value: Term | None
    shape: Term
    component: str
    severity: str
    messages: tuple[pyoxigraph.Literal, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of several statements that a finding is about, its `role` there, and its place, if it has one."""

    role: Role
    says: str
    file: str = ""
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, why it matters, and what to do.

    `check` is the local name of the shape, or `syntax`, `unknown-term`, `retired-term`, `contradiction`.
    IRIs are written out, blank nodes as `_:name`, literals as in N-Triples. A finding without a place has
    an empty `file`, one without a line (in a file that is not Turtle) has line and column 0. `parts` are
    the statements that contradict each other, and why they do. `result` is what a SHACL engine said, where
    one did.
    """

    severity: Severity
    check: str
    message: str
    remedy: str = ""
    hint: str = ""
    file: str = ""
    line: int = 0
    column: int = 0
    focus: str = ""
    path: str = ""
    value: str = ""
    shape: str = ""
    component: str = ""
    parts: tuple[Part, ...] = ()
    result: Result | None = field(default=None, compare=False, repr=False)

    @property
    def advice(self) -> str:
        """The remedy and the hint (such as the nearest known name) in one sentence or two."""
        return ". ".join(part for part in (self.remedy, self.hint) if part)


def without_result(finding: Finding) -> dict[str, Any]:
    """The finding as JSON has it, without what a SHACL engine said."""
    return {name: value for name, value in asdict(finding).items() if name != "result"}


def with_parts(told: dict[str, Any]) -> Finding:
    """The finding that `without_result` has told."""
    return Finding(**{**told, "parts": tuple(Part(**part) for part in told["parts"])})


@dataclass(frozen=True)
class Report:
    """The findings in the order of files and lines, and whether they let the data pass.

    `accepted` holds the warnings that `shapes/accepted-warnings.csv` lets pass; they are not among the
    findings. `triples` says how many triples were looked at.
    """

    findings: tuple[Finding, ...]
    conforms: bool
    accepted: tuple[Finding, ...] = ()
    triples: int = 0

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return Counter(finding.severity for finding in self.findings)[severity]


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """The findings by file and line; of one line the gravest first."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda f: (f.file, f.line, f.column, SEVERITIES.index(f.severity), f.check, f.focus, f.value),
        )
    )
