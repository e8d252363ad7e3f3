"""What the tests of the importers share: excerpts of the sources and small workspaces to import into."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from spaceonto.importers import Change, Import, convert, save
from spaceonto.terms import PREFIXES
from spaceonto.workspace import Workspace

TABLES = Path(__file__).parent / "tables"
TURTLE_HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def tell(workspace: Workspace, path: str, turtle: str) -> None:
    """Write a data file that people, not importers, keep."""
    file = workspace.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TURTLE_HEAD + turtle, encoding="utf-8")


def bring_in(source: str, workspace: Workspace, folder: Path | None = None) -> tuple[Import, list[Change]]:
    """Import an excerpt: what it yields, and what it changes."""
    result = convert(source, folder or TABLES / source, workspace)
    return result, save(result, workspace)


def store(workspace: Workspace) -> Store:
    """Everything in the workspace's data, in one graph."""
    found = Store()
    for file in workspace.data.rglob("*.ttl"):
        quads: Iterable[Quad] = parse(path=str(file), format=RdfFormat.TURTLE)
        found.bulk_extend(quads)
    return found


def ask(workspace: Workspace, pattern: str) -> bool:
    """Whether the data has this pattern."""
    return bool(store(workspace).query(f"{TURTLE_HEAD}ASK {{ {pattern} }}"))


def values(workspace: Workspace, pattern: str) -> set[str]:
    """The values of ?x in this pattern; texts with their language."""
    found = store(workspace).query(f"{TURTLE_HEAD}SELECT DISTINCT ?x {{ {pattern} }}")
    return {
        f"{row[0].value}@{row[0].language}" if getattr(row[0], "language", None) else row[0].value
        for row in found
    }


def bytes_of(workspace: Workspace) -> dict[str, bytes]:
    """Every file of the data."""
    return {file.name: file.read_bytes() for file in workspace.data.rglob("*") if file.is_file()}
