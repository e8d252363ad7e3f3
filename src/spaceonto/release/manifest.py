"""What a release says of itself."""

from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from platform import python_version
from typing import Any

from .fingerprint import Inputs, Options, versions


def manifest(
    found: Inputs, options: Options, counts: dict[str, Any], seconds: dict[str, float], folder: Path
) -> dict[str, Any]:
    """What a release in a folder was made from, when, by what, and what is in it."""
    files = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            files[path.name] = {
                "bytes": path.stat().st_size,
                "sha256": file_digest(file, "sha256").hexdigest(),
            }
    return {
        "digest": found.digest,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": {"files": found.files, "bytes": found.bytes, "digests": found.digests},
        "options": asdict(options),
        "counts": counts,
        "files": files,
        "versions": {"python": python_version(), **versions()},
        "seconds": {**seconds, "total": round(sum(seconds.values()), 3)},
    }
