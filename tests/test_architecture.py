"""The way of the data is a one-way street, and the repository speaks of the project alone."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "spaceonto"
WAY = (
    "terms",
    "workspace",
    "journal",
    "turtle",
    "dataset",
    "graphs",
    "questions",
    "stats",
    "check",
    "reason",
    "release",
    "engine",
    "explain",
    "remote",
    "link",
    "contribute",
    "importers",
    "web",
    "cli",
)


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def part(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(module: Path) -> set[str]:
    package = module.relative_to(PACKAGE.parent).with_suffix("").parts
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            # `from ..a.b import c` in spaceonto/x/y.py is spaceonto.a.b.c
            stem = package[: len(package) - node.level] if node.level else ()
            base = (*stem, *(node.module or "").split("."))
            names = [tuple(p for p in (*base, alias.name) if p) for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [tuple(alias.name.split(".")) for alias in node.names]
        else:
            continue
        found |= {name[1] for name in names if name[0] == "spaceonto" and len(name) > 1}
    return found & set(WAY)


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_lies_before_it_on_the_way(module: Path) -> None:
    here = part(module)
    if here not in WAY:
        assert module.name in {"__init__.py", "__main__.py"}, f"{module} has no place on the way of the data"
        return
    allowed = set(WAY[: WAY.index(here) + 1])
    assert imported_parts(module) <= allowed


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


# With a bracket in each, so that this file does not name them.
REGISTRY_HOSTS = re.compile(rb"p[y]pi\.org|p[y]thonhosted\.org|registry\.n[p]mjs|deb\.d[e]bian\.org")


def test_no_file_names_the_host_of_a_package_registry() -> None:
    naming = [f for f in tracked_files() if f.is_file() and REGISTRY_HOSTS.search(f.read_bytes())]
    assert naming == []


def test_version_is_the_same_in_package_and_citation() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_pinned_requirement_has_a_hash_and_no_address() -> None:
    for name in ("bench.txt", "serve.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        pins = re.findall(
            r"^[a-z0-9][^\n]*==[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n?)+)", text, re.M
        )
        assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.M)) > 10
        assert "://" not in text
