"""What the documents tell a reader to type exists, and every verb is told of."""

import re
from pathlib import Path

import pytest

from spaceonto.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_a_document_names_only_verbs_and_targets_that_exist(document: str) -> None:
    code = "\n".join(_code(document))
    verbs = set(re.findall(r"(?:^|/|\s)spaceonto ([a-z]+)", code, re.M)) - {"VERB"}
    assert verbs
    assert verbs <= set(main.commands)
    targets = set(re.findall(r"^make ([a-z]+)", code, re.M))
    assert targets <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.M))


def test_every_verb_stands_in_the_readme_and_has_help() -> None:
    for name, command in main.commands.items():
        assert f"spaceonto {name}" in README, name
        assert command.help, name
        assert all(
            getattr(option, "help", "") for option in command.params if option.param_type_name == "option"
        )


def test_every_folder_in_the_readme_exists() -> None:
    for folder in re.findall(r"^\| `([a-z/]+)/` \|", README, re.M):
        assert (ROOT / folder).is_dir(), folder


def test_every_heading_that_a_shape_points_to_stands_in_contributing() -> None:
    headings = {
        re.sub(r"[^a-z0-9 ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^##+ (.+)$", CONTRIBUTING, re.M)
    }
    pointed = {
        anchor
        for shapes in (ROOT / "shapes").glob("*.ttl")
        for anchor in re.findall(r"contributing#([a-z0-9-]+)>", shapes.read_text(encoding="utf-8"), re.I)
    }
    assert pointed
    assert pointed <= headings


def _code(document: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", document, re.S)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", document, flags=re.S))
