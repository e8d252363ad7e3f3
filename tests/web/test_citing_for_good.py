"""The real server: what was cited is answered in the same words, however many releases have come since."""

import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request

import pytest
from live import AGENCY, AGENTS, Server, spaceonto, until

TSV = "text/tab-separated-values"


def fetched(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept": TSV})
    with urllib.request.urlopen(request, timeout=20) as response:
        return bytes(response.read())


def test_a_citation_holds_while_releases_come_and_go(server: Server) -> None:
    cited = json.loads(server.get("/cite?format=json&query=" + urllib.parse.quote(AGENTS)))
    assert cited["kept"] is True
    before = fetched(cited["permalink"])
    releases = [each["release"] for each in json.loads(server.get("/releases.json"))]
    for slug in ("esa", "jaxa", "csa", "isro"):
        (server.root / "data" / "agents" / f"{slug}.ttl").write_text(AGENCY.format(slug=slug), "utf-8")
        assert spaceonto(server.root, "build").returncode == 0
        releases.append(json.loads(server.get("/releases.json"))[0]["release"])
    until(lambda: len(server.agents()) == 5)
    assert fetched(cited["permalink"]) == before
    lines = sorted(before.removesuffix(b"\n").split(b"\n"))
    assert hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest() == cited["sha256"]
    with pytest.raises(urllib.error.HTTPError) as gone:
        server.get(f"/sparql?version={releases[1]}&query=" + urllib.parse.quote(AGENTS))
    assert gone.value.code == 404
    there = {each["release"]: each["cited"] for each in json.loads(server.get("/releases.json"))}
    assert there == {releases[0]: True, **dict.fromkeys(releases[2:], False)}
    assert not any("Traceback" in line for line in server.log)
