"""Which file holds which graph, and what is in the files of a general workspace."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from . import terms
from .dataset import FILE_NAME
from .workspace import Workspace, WorkspaceError

DEFAULT: Final = "default.ttl"
"""The file of the default graph in a general workspace."""
OTHERS: Final = "graphs/"
"""The folder of graphs whose names are not made of the path of a file."""
LONGEST: Final = 200
OWN_LABEL: Final = re.compile(r"[0-9a-f]{28,32}")
"""A label that the engine gave: 128 random bits, the same node in whichever file it stands."""


class GraphNameError(Exception):
    """A graph that no file may hold; the text says why."""


class Part(NamedTuple):
    """A file of a general workspace: its graph (None: the default graph) and its triples as quads."""

    path: str
    graph: str | None
    quads: list[Quad]


def file_of(workspace: Workspace, graph: str | None) -> str:
    """The path, inside the workspace, of the file that holds a graph or would hold it.

    Raises GraphNameError where it would lie outside what may be written to.
    """
    if graph is None:
        if workspace.is_general:
            return DEFAULT
        raise GraphNameError("The default graph is made of all files, and so is no file to write to.")
    path = graph.removeprefix(terms.GRAPH) + ".ttl"
    named_by_path = graph.startswith(terms.GRAPH) and FILE_NAME.fullmatch(path) is not None
    if workspace.is_general:
        free = named_by_path and not path.startswith(OTHERS) and path != DEFAULT
        path = path if free else _encoded(graph)
    elif not named_by_path or not path.startswith("data/"):
        raise GraphNameError(
            f"<{graph}> names no file of data/. A graph is named {terms.GRAPH}data/… after the path of its "
            "file, without the ending .ttl; what lies outside data/ is laid by hand."
        )
    target = workspace.root / path
    if target.is_symlink() or not target.resolve().is_relative_to(workspace.root.resolve()):
        raise GraphNameError(
            f"The file of <{graph}>, {path}, is or lies behind a link, which is not followed."
        )
    return path


def graph_of(workspace: Workspace, path: str) -> str | None:
    """The graph that a file of a general workspace holds; None stands for the default graph."""
    if path == DEFAULT:
        return None
    if not path.startswith(OTHERS):
        return terms.GRAPH + quote(path.removesuffix(".ttl"))
    name = path.removeprefix(OTHERS).removesuffix(".ttl")
    if "~" not in name:
        return unquote(name)
    with (workspace.root / path).open(encoding="utf-8") as file:
        return file.readline().removeprefix("# ").strip()


def head_of(graph: str | None) -> bytes:
    """The first line of a graph's file, where its name is too long to be that of the file."""
    return f"# {graph}\n".encode() if graph is not None and "~" in _encoded(graph) else b""


def _encoded(graph: str) -> str:
    name = quote(graph, safe="").replace("~", "%7E")
    if len(name) > LONGEST:
        name = f"{name[: LONGEST // 2].rstrip('%0123456789ABCDEF')}~{sha256(graph.encode()).hexdigest()[:32]}"
    return f"{OTHERS}{name}.ttl"


def read_general(workspace: Workspace) -> Iterator[Part]:
    """The files of a general workspace, one by one. Raises WorkspaceError where one cannot be read."""
    for file in workspace.turtle_files():
        path = file.relative_to(workspace.root).as_posix()
        try:
            graph = graph_of(workspace, path)
            where = DefaultGraph() if graph is None else NamedNode(graph)
            quads = [
                Quad(_apart(s, path), p, _apart(o, path), where)  # type: ignore[arg-type]
                for s, p, o, _ in parse(file.read_bytes(), format=RdfFormat.TURTLE, base_iri=graph)
            ]
        except SyntaxError as error:
            raise WorkspaceError(
                f"{path}:{error.lineno}:{error.offset}: {error.msg}. Mend the file."
            ) from None
        except (OSError, ValueError) as error:
            raise WorkspaceError(f"{path} cannot be read: {error}. Mend the file, or take it away.") from None
        yield Part(path, graph, quads)


def _apart(term: object, path: str) -> object:
    """A term with blank nodes that no other file shares, unless their labels are of our making."""
    if isinstance(term, BlankNode) and not OWN_LABEL.fullmatch(term.value):
        return BlankNode("a" + sha256(f"{path} {term.value}".encode()).hexdigest()[:31])
    if isinstance(term, Triple):
        return Triple(_apart(term.subject, path), term.predicate, _apart(term.object, path))  # type: ignore[arg-type]
    return term
