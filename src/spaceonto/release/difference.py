"""What changed between two releases."""

from dataclasses import dataclass
from pathlib import Path

from .folder import Release


@dataclass(frozen=True)
class Difference:
    """Lines of N-Quads and N-Triples that only one of two releases has, in order."""

    stated: tuple[str, ...]
    no_longer_stated: tuple[str, ...]
    inferred: tuple[str, ...]
    no_longer_inferred: tuple[str, ...]


def diff(old: Release, new: Release) -> Difference:
    """What the new release states and infers beyond the old one, and what it no longer does."""
    stated, gone = _changes(old.folder / "asserted.nq", new.folder / "asserted.nq")
    inferred, lost = _changes(old.folder / "inferred.nt", new.folder / "inferred.nt")
    return Difference(stated, gone, inferred, lost)


def _changes(old: Path, new: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, after = _lines(old), _lines(new)
    return tuple(sorted(after - before)), tuple(sorted(before - after))


def _lines(file: Path) -> set[str]:
    with file.open(encoding="utf-8") as lines:
        return {line.rstrip("\n") for line in lines}
