"""Runs one Nemo program in a process of its own: `python -m spaceonto.reason.worker FOLDER`.

Nemo keeps the interpreter to itself while it reasons, and its engine may not cross threads.
"""

import os
import sys
from contextlib import chdir
from pathlib import Path


def run(folder: Path) -> int:
    """Reads program.rls in the folder, reasons, and writes triple.out and clash.out there; returns peak()."""
    from nmo_python import NemoEngine, NemoOutputManager, load_file

    with chdir(folder):
        engine = NemoEngine(load_file("program.rls"))
        engine.reason()
        output = NemoOutputManager(".", overwrite=True)
        for predicate in ("triple", "clash"):
            engine.write_result(predicate, output)
    return peak()


def peak() -> int:
    """The most memory that this process has used, in MiB; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
        told = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return 0
    return int(told.split()[1]) // 1024


if __name__ == "__main__":
    print(run(Path(sys.argv[1])), flush=True)
    os._exit(0)  # the engine is not worth taking down piece by piece
