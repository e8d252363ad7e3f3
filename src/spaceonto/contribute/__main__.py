"""`python -m spaceonto.contribute` builds what its input asks for as JSON, and writes what came of it."""

import json
import sys
from pathlib import Path
from typing import Any

from ..check import as_json, text, turtle
from ..release import Options, build
from ..workspace import Workspace, WorkspaceError


def main() -> None:
    """Builds what standard input asks for."""
    asked = json.load(sys.stdin)
    workspace = Workspace(Path(asked["root"]), Path(asked["releases"]), asked["is_general"])
    try:
        outcome = build(workspace, Options(**asked["options"]), switch=asked["switch"])
    except (WorkspaceError, OSError) as error:
        told: dict[str, Any] = {"error": str(error)}
    else:
        if outcome.release is not None:
            told = {"release": str(outcome.release.folder)}
        else:
            assert outcome.report is not None
            report = outcome.report
            told = {"report": {"json": as_json(report), "turtle": turtle(report), "text": text(report)}}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
