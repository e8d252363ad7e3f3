"""Shapes to check against: those of the workspace by profile, or anybody's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from .. import terms
from ..dataset import Dataset, load
from ..workspace import Workspace
from .graph import Graph
from .rdf import read_rdf
from .report import CheckError, Finding

SH: Final = terms.SH
FOLDER: Final = terms.BASE + "shapes/"
IMPORTS: Final = terms.OWL + "imports"

Profile = OneOf["contributor", "internal"]
PROFILES: Final[tuple[Profile, ...]] = ("contributor", "internal")

QUERIES: Final = tuple(SH + name for name in ("select", "ask", "construct", "update"))
# In a query, what is no keyword: IRIs, strings, comments.
NO_KEYWORD: Final = re.compile(
    r'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\''
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*",
    re.DOTALL,
)
REACHING_OUT: Final = re.compile(r"(?<![\w?$:.-])(SERVICE|FROM|LOAD)(?![\w:.-])", re.IGNORECASE)


@dataclass(frozen=True)
class Shapes:
    """Shapes and the files they come from; `trusted` are those of the workspace, tested on both engines."""

    dataset: Dataset
    trusted: bool = False

    @cached_property
    def graph(self) -> Graph:
        """The triples of all files."""
        return Graph(self.dataset.triples())


def profile_shapes(workspace: Workspace, profile: Profile) -> Shapes:
    """The shapes of a profile; its imports are looked up in the workspace, never on the net.

    Raises CheckError where a file is missing or cannot be read.
    """
    found: dict[str, Dataset] = {}
    waiting = [f"profile-{profile}"]
    while waiting:
        name = waiting.pop(0)
        if name in found:
            continue
        file = workspace.shapes / f"{name}.ttl"
        if not file.is_file():
            raise CheckError(f"{file} is missing, so there is nothing to check against. Restore shapes/.")
        dataset = load(workspace, [file])
        _refuse_unreadable(dataset)
        found[name] = dataset
        for _, value in Graph(dataset.triples()).using(IMPORTS):
            if not isinstance(value, NamedNode) or not value.value.startswith(FOLDER):
                raise CheckError(f"{file} imports {value}, which is no file of shapes/. Remove the import.")
            waiting.append(value.value.removeprefix(FOLDER))
    return Shapes(Dataset(tuple(file for dataset in found.values() for file in dataset.files)), trusted=True)


def foreign_shapes(paths: Iterable[Path]) -> Shapes:
    """The shapes of any RDF files, looked through for what would make a check mean nothing or reach out.

    Raises CheckError where a file cannot be read or a shape cannot be used; owl:imports are not followed.
    """
    dataset = read_rdf(paths)
    _refuse_unreadable(dataset)
    shapes = Shapes(dataset)
    for (_, predicate, value), line, column in (located for f in dataset.files for located in f.located):
        if predicate.value in QUERIES and isinstance(value, Literal):
            found = REACHING_OUT.search(NO_KEYWORD.sub(" ", value.value))
            if found:
                raise CheckError(
                    f"The query at line {line}, column {column} of the shapes uses {found[1].upper()}, which "
                    "would read other data than those checked. Shapes may not: check both files together."
                )
    if any(name.startswith(SH + "js") for name in shapes.graph.predicates()):
        raise CheckError(
            "The shapes hold JavaScript (sh:js…), which is never run. Say it in SHACL or SPARQL."
        )
    return shapes


def as_finding(error: object) -> Finding:
    """A file that cannot be read, as a finding."""
    file, line, column = (getattr(error, name) for name in ("file", "line", "column"))
    message, hint = (getattr(error, name) for name in ("message", "hint"))
    return Finding("violation", "syntax", message, remedy=hint, file=file, line=line, column=column)


def _refuse_unreadable(dataset: Dataset) -> None:
    if dataset.errors:
        raise CheckError("The shapes cannot be read: " + " ".join(str(error) for error in dataset.errors))
