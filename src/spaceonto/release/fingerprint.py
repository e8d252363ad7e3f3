"""What a release is made from, as one digest: the files, the program, and the options."""

import hashlib
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from .. import __version__
from ..workspace import Workspace, WorkspaceError

PROGRAM: Final = Path(__file__).parents[1]
PARTS: Final = (
    "terms.py",
    "workspace.py",
    "dataset.py",
    "graphs.py",
    "questions.py",
    "turtle",
    "check",
    "reason",
    "release",
)
"""The parts of the program on the way from the files to a release."""


@dataclass(frozen=True)
class Options:
    """How to build: the reasoner, whether identities count, and the profile of the check."""

    reasoner: str = "nemo"
    sameas: bool = False
    profile: str = "contributor"


@dataclass(frozen=True)
class Inputs:
    """What a release is made from; `digest` is short enough for the name of a folder.

    `digests` has one for each file, by its path in the workspace.
    """

    digest: str
    files: int
    bytes: int
    digests: dict[str, str] = field(default_factory=dict, repr=False)


def inputs(workspace: Workspace, options: Options) -> Inputs:
    """The digest of every file of the ontology, the data and the shapes, of the program and the options.

    Raises WorkspaceError where a folder is missing or a file cannot be read.
    """
    whole = hashlib.sha256(repr((asdict(options), versions(), _program())).encode())
    files = workspace.turtle_files()
    if not workspace.is_general:
        files += sorted(file for suffix in ("*.rls", "*.rq") for file in workspace.ontology.rglob(suffix))
        files += sorted(file for suffix in ("*.ttl", "*.csv") for file in workspace.shapes.rglob(suffix))
    size = 0
    digests = {}
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise WorkspaceError(
                f"{file} cannot be read ({error.strerror}). Look at its rights, or take it away."
            ) from None
        size += len(data)
        name = file.relative_to(workspace.root).as_posix()
        whole.update(f"{len(name)} {name} {len(data)} ".encode() + data)
        digests[name] = digest_of(data)
    return Inputs(whole.hexdigest()[:20], len(files), size, digests)


def digest_of(data: bytes) -> str:
    """The digest of one file, by which a change since the release is told."""
    return hashlib.sha256(data).hexdigest()[:16]


@cache
def versions() -> dict[str, str]:
    """The versions of the program and of the libraries that it names as its own."""
    required = (text.split(";")[0] for text in metadata.requires("spaceonto") or ())
    names = sorted({_name(text) for text in required})
    return {"spaceonto": __version__} | {name: metadata.version(name) for name in names if _is_there(name)}


def _name(requirement: str) -> str:
    return requirement.translate(str.maketrans("<>=!~[(; ", "         ")).split()[0]


def _is_there(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:  # a library that this platform lacks
        return False
    return True


@cache
def _program() -> str:
    """The digest of the program itself, which changes between versions too while it is worked on."""
    sources = [PROGRAM / part for part in PARTS]
    files = [file for part in sources for file in ([part] if part.is_file() else sorted(part.rglob("*.py")))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
