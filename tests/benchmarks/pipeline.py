"""The whole pipeline (read, check, reason, release) against the plain one of rdflib, pySHACL and owlrl.

`make bench` runs it and prints a table. Both run one after the other, each in a process of its own; what
exceeds the limit is ended and shown as "more than". Times are CPU seconds, since machines are noisy.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from generate import write

ROOT = Path(__file__).resolve().parents[2]
PLAIN = Path(__file__).with_name("plain.py")
SIZES = {"10k triples": 150, "100k triples": 1850}


@dataclass(frozen=True)
class Cost:
    """CPU seconds, peak memory in MiB, whether the work ended by itself, and its last line."""

    cpu: float
    peak: float
    ended: bool
    said: str


def run(command: list[str | Path], limit: float) -> Cost:
    """Runs a command, for `limit` seconds at the most, with what it and its children cost."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        timer = threading.Timer(limit, lambda: os.killpg(process.pid, 9))
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        lines = output.read().decode(errors="replace").strip().splitlines() or [""]
    if process.returncode not in (0, -9):
        sys.exit(f"{command} failed:\n" + "\n".join(lines[-10:]))
    return Cost(
        usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, process.returncode == 0, lines[-1].strip()
    )


def measure(name: str, workspace: Path, limit: float) -> None:
    ours = run([sys.executable, "-m", "spaceonto", "--workspace", workspace, "build", "--force"], limit)
    plain = run([sys.executable, PLAIN, workspace], limit)
    more = "" if plain.ended else "> "
    print(
        f"{name:<14} {ours.cpu:>8.1f} s {ours.peak:>7.0f} MiB   {more:>2}{plain.cpu:>7.1f} s"
        f" {plain.peak:>7.0f} MiB   {more:>2}{plain.cpu / ours.cpu:>5.0f} x"
        f"{'' if plain.ended else f'   (ended while {plain.said})'}",
        flush=True,
    )
    print(f"{'':<14} {ours.said}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=600, help="seconds for each run")
    limit = parser.parse_args().limit
    print(f"{'':<14} {'ours: CPU':>10} {'peak':>11}   {'plain: CPU':>11} {'peak':>11}   {'plain/ours':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, missions in {"shipped data": None, **SIZES}.items():
            workspace = Path(folder) / name.replace(" ", "-")
            for part in ("ontology", "shapes"):
                shutil.copytree(ROOT / part, workspace / part)
            if missions is None:
                shutil.copytree(ROOT / "data", workspace / "data")
            else:
                write(missions, workspace / "data")
            measure(name, workspace, limit)


if __name__ == "__main__":
    main()
