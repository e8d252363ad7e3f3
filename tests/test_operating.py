"""What is told to those who run a server holds: options, files, units, images, addresses."""

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from spaceonto.cli import main

ROOT = Path(__file__).parents[1]
OPERATE = (ROOT / "docs" / "operate.md").read_text("utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
UNIT = ROOT / "deploy" / "spaceonto.service"
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")


def options(verb: str) -> set[str]:
    """The options that the help of a verb tells."""
    command = main.commands[verb]
    with click.Context(command) as context:
        shown = command.get_help(context)
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", shown))


def everywhere() -> set[str]:
    return set().union(*(options(verb) for verb in main.commands)) | {"--workspace", "--version"}


@pytest.mark.parametrize("text", [OPERATE, DOCKERFILE, UNIT.read_text("utf-8"), COMPOSE])
def test_every_command_of_ours_has_only_options_that_exist(text: str) -> None:
    lines = re.findall(r"(?:^|[\s/\"])spaceonto ((?:--workspace \S+ )?[a-z]+)((?: [^`\n|;]*)?)", text, re.M)
    told = [(head.split()[-1], set(re.findall(r"--[a-z][a-z-]+", rest))) for head, rest in lines]
    asked = [(verb, found) for verb, found in told if verb in main.commands]
    assert asked or "spaceonto " not in text or text == COMPOSE
    for verb, found in asked:
        assert found <= options(verb) | {"--workspace"}, verb


def test_every_option_in_a_table_exists() -> None:
    named = set(re.findall(r"`(--[a-z][a-z-]+)", OPERATE))
    others = {"--read-only", "--volume"}  # of docker
    assert named <= everywhere() | others


def test_the_limits_told_are_those_of_the_help() -> None:
    shown = {option.opts[0]: option.default for option in main.commands["serve"].params}
    rows = dict(re.findall(r"^\| (.+?) \| .*? \| `(--[a-z-]+)`", OPERATE, re.M))
    assert {"--workers", "--timeout", "--max-rows", "--max-bytes", "--rate"} <= set(rows.values())
    assert f"| {shown['--timeout']:.0f};" in OPERATE
    assert f"| {shown['--max-rows']:,}," in OPERATE
    assert f"| {shown['--max-bytes'] // 1024**2} MiB," in OPERATE
    assert f"| {shown['--rate']:.0f} a second" in OPERATE
    assert f"from {shown['--slow']:.0f} s on" in OPERATE


def test_the_image_runs_as_nobody_in_particular_and_knows_its_health() -> None:
    assert re.search(r"^USER (?!0\b|root\b)\S+", DOCKERFILE, re.M)
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, re.M)
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.M)) == 2
    copied = [words.split()[:-1] for words in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M)]
    assert all((ROOT / source).exists() for sources in copied for source in sources)


def test_what_the_image_leaves_out_it_does_not_need() -> None:
    kept = re.findall(r"^!(\S+)", (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8"), re.M)
    assert all((ROOT / name).exists() for name in kept)
    assert {"pyproject.toml", "README.md", "LICENSE", "src", "ontology", "data", "shapes"} <= set(kept)


def test_the_unit_is_hardened_and_understood_by_systemd(tmp_path: Path) -> None:
    text = UNIT.read_text("utf-8")
    for line in (
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "StateDirectory=spaceonto",
    ):
        assert f"\n{line}\n" in text
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    here = tmp_path / "spaceonto.service"
    here.write_text(text.replace("/opt/spaceonto/bin/spaceonto", "/bin/true"), "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True, check=False
    )
    assert (said.returncode, said.stderr) == (0, "")
