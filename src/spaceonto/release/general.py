"""Releases of a general workspace: RDF of any kind, unchecked."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Triple, serialize

from ..graphs import read_general
from ..workspace import CHECKOUT, PACKAGED, Workspace
from .fingerprint import Inputs, Options, inputs
from .folder import MANIFEST, Release, find, publish, unfinished
from .manifest import manifest


def make_general(workspace: Workspace, found: Inputs, options: Options) -> Release | None:
    """A new release of the files as they are; None where they have changed meanwhile.

    Raises WorkspaceError where a file cannot be read.
    """
    start = time.perf_counter()
    with unfinished(workspace) as folder:
        graphs: dict[str, int] = {}
        triples: list[Triple] = []
        asserted = 0
        with (folder / "asserted.nq").open("wb") as file:
            for part in read_general(workspace):
                serialize(part.quads, file, RdfFormat.N_QUADS)
                quads = len(set(part.quads))
                asserted += quads
                if part.graph is not None:
                    graphs[part.graph] = quads
                if options.reasoner != "none":
                    triples += [quad.triple for quad in part.quads if not isinstance(quad.object, Triple)]
        inferred = _infer(triples, options, folder) if options.reasoner != "none" else Counter[str]()
        (folder / "inferred.nt").touch()
        counts = _counts(asserted, graphs, inferred)
        _describe(folder, found, options, counts, time.perf_counter() - start)
        if inputs(workspace, options) != found:
            return None
        return publish(workspace, folder, found.digest)


def publish_quads(
    workspace: Workspace,
    options: Options,
    pieces: Iterable[bytes],
    graphs: dict[str, int],
    asserted: int,
    commit: Callable[[], None],
) -> Release:
    """A release of a general workspace from its quads, which somebody has at hand.

    `commit` changes the files to what the quads say, once there is room for the quads themselves.
    """
    start = time.perf_counter()
    with unfinished(workspace) as folder:
        with (folder / "asserted.nq").open("wb") as file:
            file.writelines(pieces)
        (folder / "inferred.nt").touch()
        commit()
        found = inputs(workspace, options)
        made = find(workspace, found.digest)
        if made is not None:
            return made
        counts = _counts(asserted, graphs, Counter())
        _describe(folder, found, options, counts, time.perf_counter() - start)
        return publish(workspace, folder, found.digest)


def _infer(triples: list[Triple], options: Options, folder: Path) -> Counter[str]:
    """Writes what follows by our rules; returns how much, by predicate."""
    from ..reason import infer, load_program

    ours = next(root for root in (CHECKOUT, PACKAGED) if (root / "ontology" / "rules").is_dir())
    program = load_program(ours / "ontology" / "rules", sameas=options.sameas)
    closure = infer(triples, program, reasoner=options.reasoner, sameas=options.sameas, folder=folder)
    inferred = Counter[str]()
    with (folder / "inferred.nt").open("w", encoding="utf-8") as file:
        for line in closure.ntriples():
            file.write(line)
            inferred[line.split(" ", 2)[1]] += 1
    return inferred


def _counts(asserted: int, graphs: dict[str, int], inferred: Counter[str]) -> dict[str, Any]:
    return {
        "asserted": asserted,
        "inferred": inferred.total(),
        "inferred by predicate": {p.strip("<>"): number for p, number in sorted(inferred.items())},
        "graphs": graphs,
    }


def _describe(folder: Path, found: Inputs, options: Options, counts: dict[str, Any], seconds: float) -> None:
    told = manifest(found, options, counts, {"write": round(seconds, 3)}, folder)
    (folder / MANIFEST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")
