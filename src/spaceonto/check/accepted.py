"""Warnings that the maintainers let pass, each with a reason."""

import csv
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from ..workspace import Workspace
from .report import CheckError, Finding

COLUMNS: Final = ["shape", "file", "focus", "reason"]


@dataclass(frozen=True)
class Row:
    """One row: which warnings it lets pass (`*` stands for anything in file and focus), and why."""

    line: int
    shape: str
    file: str
    focus: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether this row lets the finding pass."""
        return (
            finding.check == self.shape
            and fnmatchcase(finding.file, self.file)
            and fnmatchcase(finding.focus, self.focus)
        )


@dataclass(frozen=True)
class Accepted:
    """The rows of `shapes/accepted-warnings.csv`."""

    path: str
    rows: tuple[Row, ...]

    def sort_out(self, findings: list[Finding], *, complete: bool) -> tuple[list[Finding], list[Finding]]:
        """What stays, and the warnings let pass; if complete, a row that lets nothing pass is a finding."""
        stay, passed = [], []
        used = set()
        for finding in findings:
            row = None
            if finding.severity == "warning":
                row = next((row for row in self.rows if row.covers(finding)), None)
            if row is None:
                stay.append(finding)
            else:
                passed.append(finding)
                used.add(row)
        if complete:
            stay += [self._idle(row) for row in self.rows if row not in used]
        return stay, passed

    def _idle(self, row: Row) -> Finding:
        message = f"the row for {row.shape} in {row.file} lets no warning pass; it would hide the next one"
        return Finding(
            "info", "idle-acceptance", message, "remove the row", file=self.path, line=row.line, column=1
        )


def accepted_warnings(workspace: Workspace) -> Accepted:
    """What the workspace accepts; nothing where it has no such file.

    Raises CheckError where the file has other columns or a row without a reason.
    """
    file = workspace.shapes / "accepted-warnings.csv"
    name = file.relative_to(workspace.root).as_posix()
    return Accepted(name, tuple(_rows(file)) if file.is_file() else ())


def _rows(file: Path) -> list[Row]:
    rows = []
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        if next(reader, None) != COLUMNS:
            raise CheckError(f"{file}:1: the columns are not {','.join(COLUMNS)}. Restore the first line.")
        for cells in reader:
            if len(cells) != len(COLUMNS) or not all(cell.strip() for cell in cells):
                raise CheckError(
                    f"{file}:{reader.line_num}: a row needs {', '.join(COLUMNS)}. Fill in all four."
                )
            rows.append(Row(reader.line_num, *cells))
    return rows
