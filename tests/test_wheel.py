"""The wheel carries ontology, data, shapes and web files, and serves them outside the checkout."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIP = ["-m", "pip", "--disable-pip-version-check", "--quiet"]
JAMES_WEBB = """
    SELECT ?label WHERE { ?agent sco:takesPartIn id:jwst-mission ; sco:acronym ?label }
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, *PIP, "wheel", "--no-build-isolation", "--no-deps", "-w", folder, ROOT],
        check=True,
        cwd=folder,
    )
    (built,) = folder.glob("spaceonto-*.whl")
    return built


def test_the_wheel_carries_knowledge_and_pages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("ontology/questions", "ontology/rules", "data/agents", "data/agreements", "shapes"):
        assert any(n.startswith(f"spaceonto/_workspace/{folder}") for n in names), folder
    for folder in ("web/templates", "web/static"):
        assert any(n.startswith(f"spaceonto/{folder}") for n in names), folder


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.mark.slow
def test_an_installed_wheel_serves_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "env"], check=True)
    python = tmp_path / "env" / "bin" / "python"
    locked = ROOT / "requirements" / "serve.txt"
    only = ["--only-binary", ":all:", "--require-hashes"]
    subprocess.run([python, *PIP, "install", *only, "-r", locked], check=True, cwd=tmp_path)
    subprocess.run([python, *PIP, "install", "--no-deps", wheel], check=True, cwd=tmp_path)

    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "SPACEONTO_WORKSPACE"}}
    environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache"), "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(
        [tmp_path / "env" / "bin" / "spaceonto", "serve", "--port", str(free_port())],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = []
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"http://[a-z\d.]+:\d+", line):
                break
        else:
            pytest.fail("the server ended before it gave its address: " + "".join(said))
        query = urllib.parse.urlencode({"query": JAMES_WEBB})
        request = urllib.request.Request(
            f"{found[0]}/sparql?{query}", headers={"Accept": "application/sparql-results+json"}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            rows = json.load(answer)["results"]["bindings"]
        assert {row["label"]["value"] for row in rows} >= {"NASA", "ESA", "CSA"}
    finally:
        server.terminate()
        server.wait(10)
