"""A few hundred requests with something wrong in them; `python tests/web/mutations.py 10000` sends more."""

from pathlib import Path

from live import running
from mutations import TOKEN, faults


def test_requests_with_something_wrong_in_them_never_hurt_the_server(tmp_path: Path) -> None:
    options = ("--timeout", "2", "--workspace", str(tmp_path))
    with running(tmp_path, *options, SPACEONTO_TOKEN=TOKEN) as server:
        wrong, statuses = faults(server, 300)
    assert wrong == []
    assert statuses[b"200"] > 10
    assert statuses[b"400"] > 50
