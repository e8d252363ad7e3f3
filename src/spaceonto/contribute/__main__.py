"""`python -m spaceonto.contribute` builds what its input asks for as JSON, and writes what came of it."""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ..check import as_json, text, turtle
from ..release import Options, build
from ..workspace import Workspace, WorkspaceError


def main() -> None:
    """Builds what standard input asks for."""
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent", daemon=True).start()
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


def _end_with(parent: int) -> None:
    """Ends this process when the one that waits for it is gone."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


if __name__ == "__main__":
    main()
