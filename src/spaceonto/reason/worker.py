"""Runs one Nemo program in a process of its own: `python -m spaceonto.reason.worker FOLDER`.

Nemo keeps the interpreter to itself while it reasons, and its engine may not cross threads.
"""

import os
import sys


def main(folder: str) -> None:
    """Reads program.rls in the folder, reasons, and writes triple.out and clash.out there."""
    from nmo_python import NemoEngine, NemoOutputManager, load_file

    os.chdir(folder)
    engine = NemoEngine(load_file("program.rls"))
    print("read", flush=True)
    engine.reason()
    print("reasoned", flush=True)
    output = NemoOutputManager(".", overwrite=True)
    for predicate in ("triple", "clash"):
        engine.write_result(predicate, output)
    # The engine is not worth taking down piece by piece.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
