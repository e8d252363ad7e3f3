"""Whole releases as files: what is asserted, what is inferred, or all, in every format."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, request

from ..engine import Format, formats
from ..engine.dump import PARTS, PIECE
from ..engine.packing import SUFFIXES
from ..engine.source import Folder
from .lending import named_release
from .slow import sent
from .sparql import place_to_send

blueprint = Blueprint("dumps", __name__)

MEDIA_TYPES = {"gz": "application/gzip", "zst": "application/zstd"}


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """A dump such as `all.nq.gz`, sent while it is written; with `version=`, of that release."""
    part, form, suffix = parts_of(name)
    source = named_release(request.args.get("version", ""))
    etag = hashlib.sha256(f"{source.digest} {name}".encode()).hexdigest()[:32]
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        body = b"" if request.method == "HEAD" else None
        response = Response(body, content_type=MEDIA_TYPES.get(suffix) or form.content_type)
        if body is None:
            send(response, source, part, form, suffix)
        response.headers["Content-Disposition"] = f'attachment; filename="spaceonto-{source.digest}-{name}"'
    response.set_etag(etag)
    response.headers["X-Release"] = source.digest
    response.headers["Cache-Control"] = "no-cache"
    return response


def parts_of(name: str) -> tuple[str, Format, str]:
    """What of a release, its format, and the suffix of its coding; 404 for any other name."""
    part, _, rest = name.partition(".")
    short, _, suffix = rest.partition(".")
    form = next((form for form in formats("graph") if form.name == short), None)
    if part not in PARTS or form is None or (suffix and suffix not in SUFFIXES) or name.endswith("."):
        abort(404)
    return part, form, suffix


def send(response: Response, source: Folder, part: str, form: Format, suffix: str) -> None:
    """Has a process write the dump into the response. Raises Problem where too much is being sent."""
    transfer = place_to_send()
    response.call_on_close(transfer.end)  # also where nobody takes the first piece
    response.response = sent(_written(source.path, part, form, suffix), transfer)


def _written(folder: Path, part: str, form: Format, suffix: str) -> Iterator[bytes]:
    command = [sys.executable, "-m", "spaceonto.engine.dump", str(folder), part, form.name, suffix]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, bufsize=0) as writing:
        assert writing.stdout is not None
        try:
            while piece := writing.stdout.read(PIECE):
                yield piece
            if writing.wait():
                raise OSError("a dump ended before its end")  # so that nobody takes it for a whole one
        finally:
            writing.kill()
