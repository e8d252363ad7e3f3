"""The plain pipeline: rdflib reads, pySHACL checks, owlrl reasons, rdflib writes.

Prints each step as it begins, so that a run which is ended says how far it came.
"""

import sys
from pathlib import Path

import owlrl
import pyshacl
from rdflib import Graph


def read(folder: Path) -> Graph:
    graph = Graph()
    for file in sorted(folder.rglob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


def main(workspace: Path) -> None:
    print("reading", flush=True)
    ontology = Graph()
    for file in sorted((workspace / "ontology").rglob("*.ttl")):
        if "alignments" not in file.parts:
            ontology.parse(file, format="turtle")
    graph = read(workspace / "data")
    graph += ontology
    shapes = read(workspace / "shapes")
    print("checking", flush=True)
    pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    print("reasoning", flush=True)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    print("writing", flush=True)
    graph.serialize(workspace / "plain.nt", format="nt", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
