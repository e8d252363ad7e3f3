"""Where the Turtle and the releases lie."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

PACKAGED = Path(__file__).parent / "_workspace"
CHECKOUT = Path(__file__).parents[2]


class WorkspaceError(Exception):
    """A folder that is missing or cannot be read or written; the text says which, why and what to do."""


@dataclass(frozen=True)
class Workspace:
    """The folders of one knowledge base: its Turtle (the truth) and its releases (made from it)."""

    root: Path
    releases: Path
    is_general: bool = False
    """Whether it holds RDF of any kind, one Turtle file a graph, without an ontology or shapes of ours."""

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def shapes(self) -> Path:
        return self.root / "shapes"

    def turtle_files(self) -> list[Path]:
        """Every Turtle file of the ontology and the data, or of a general workspace, sorted by path.

        Raises WorkspaceError where either folder is missing.
        """
        if self.is_general:
            found = (file.relative_to(self.root) for file in self.root.rglob("*.ttl"))
            hidden = (file for file in found if not any(part.startswith(".") for part in file.parts))
            return sorted(self.root / file for file in hidden)
        for folder in (self.ontology, self.data):
            if not folder.is_dir():
                raise WorkspaceError(
                    f"{folder} is missing, so there is nothing to build from. "
                    "Run this in a checkout of SpaceOnto, or name one with --workspace."
                )
        return sorted([*self.ontology.rglob("*.ttl"), *self.data.rglob("*.ttl")])

    def graph_name(self, file: Path) -> str:
        """The file's path inside the workspace without its suffix, as in `data/agents/nasa`."""
        return file.resolve().relative_to(self.root.resolve()).with_suffix("").as_posix()


def open_workspace(root: Path | None = None) -> Workspace:
    """The workspace at `root`, else of `SPACEONTO_WORKSPACE`, else the working folder, else the shipped one.

    Raises WorkspaceError where a named folder does not exist.
    """
    named = root or (Path(os.environ["SPACEONTO_WORKSPACE"]) if "SPACEONTO_WORKSPACE" in os.environ else None)
    if named is not None:
        if not named.is_dir():
            raise WorkspaceError(f"{named} is not a folder. Name an existing workspace with --workspace.")
        return Workspace(named, named / ".spaceonto" / "releases")
    here = Path.cwd()
    for folder in (here, CHECKOUT):
        if (folder / "ontology" / "spaceonto.ttl").is_file():
            return Workspace(folder, folder / ".spaceonto" / "releases")
    from . import __version__

    cache = Path(platformdirs.user_cache_dir("spaceonto", appauthor=False))
    return Workspace(PACKAGED, cache / __version__ / "releases")


def as_served(workspace: Workspace) -> Workspace:
    """The workspace, taken as a general one where it has neither an ontology nor shapes of ours."""
    if workspace.ontology.is_dir() or workspace.shapes.is_dir():
        return workspace
    return replace(workspace, is_general=True)
