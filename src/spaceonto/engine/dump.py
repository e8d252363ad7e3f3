"""A release written to the standard output in one format, as a process of its own.

It can be ended at will, and neither holds the release in memory nor keeps others from working.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from .. import terms
from .formats import Format, formats
from .packing import PACKERS, SUFFIXES, Packer

PARTS = ("asserted", "inferred", "all")
WITH_GRAPHS = ("nq", "trig", "jsonld")
AS_THEY_ARE = {("asserted", "nq"): "asserted.nq", ("inferred", "nt"): "inferred.nt"}
PIECE = 256 * 1024


class Packing:
    """A file that passes on what is written to it, compressed."""

    def __init__(self, out: IO[bytes], packer: Packer) -> None:
        self._out = out
        self._packer = packer

    def write(self, data: bytes) -> int:
        self._out.write(self._packer.compress(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: the end is told by `close`."""

    def close(self) -> None:
        self._out.write(self._packer.flush())


def dump(folder: Path, part: str, form: Format, out: IO[bytes]) -> None:
    """Writes what is asserted, what is inferred, or all, as it is read from the release in a folder."""
    plain = AS_THEY_ARE.get((part, form.name))
    if plain is not None:
        with (folder / plain).open("rb") as file:
            while piece := file.read(PIECE):
                out.write(piece)
        return
    prefixes = terms.PREFIXES if form.name in ("ttl", "trig", "rdf", "jsonld") else None
    found = cast(Iterator[Quad], statements(folder, part, form))
    serialize(found, out, cast(RdfFormat, form.engine), prefixes=prefixes)


def statements(folder: Path, part: str, form: Format) -> Iterator[Quad | Triple]:
    """The statements one by one: with their graphs where the format has graphs, else without."""
    graph = NamedNode(terms.INFERRED)
    asserted = parse(path=folder / "asserted.nq", format=RdfFormat.N_QUADS, lenient=True)
    inferred = (
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(path=folder / "inferred.nt", format=RdfFormat.N_TRIPLES, lenient=True)
    )
    quads = {"asserted": asserted, "inferred": inferred, "all": chain(asserted, inferred)}[part]
    return iter(quads) if form.name in WITH_GRAPHS else (quad.triple for quad in quads)


def main(folder: str, part: str, name: str, suffix: str) -> None:
    """Writes the dump to the standard output, compressed where a suffix such as `gz` says so."""
    os.nice(10)
    form = next(form for form in formats("graph") if form.name == name)
    write: Callable[[IO[bytes]], None] = lambda out: dump(Path(folder), part, form, out)  # noqa: E731
    if suffix:
        packing = Packing(sys.stdout.buffer, PACKERS[SUFFIXES[suffix]]())
        write(cast(IO[bytes], packing))
        packing.close()
    else:
        write(sys.stdout.buffer)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
