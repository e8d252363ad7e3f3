"""Answers compressed for those who can read them so."""

import zlib
from collections.abc import Iterable, Iterator

from flask import Response, request

from ..engine.cache import Cache

LEAST = 1024
"""Bytes below which compressing costs more than it saves."""
SUFFIX = "-gzip"
TEXTUAL = ("json", "xml", "text/", "javascript", "n-triples", "n-quads", "trig", "ndjson")
_kept: Cache[bytes] = Cache(32 * 1024 * 1024)


def compress(response: Response) -> Response:
    """The response, in gzip where that is welcome and worth it; its ETag then says so."""
    if not any(kind in (response.mimetype or "") for kind in TEXTUAL):
        return response
    response.vary.add("Accept-Encoding")
    length = response.content_length
    unfit = (
        response.status_code != 200 or "Content-Encoding" in response.headers or response.direct_passthrough
    )
    if unfit or length is None or length < LEAST or not _is_welcome():
        return response
    etag, _ = response.get_etag()
    if request.method == "HEAD":
        response.headers.pop("Content-Length")
    elif response.is_sequence:
        response.set_data(_whole(response.get_data(), etag))
    else:
        response.headers.pop("Content-Length")
        response.response = _pieces(response.response)  # type: ignore[arg-type]
    response.headers["Content-Encoding"] = "gzip"
    if etag:
        response.set_etag(etag + SUFFIX)
    return response


def is_known(etag: str) -> bool:
    """Whether the asker has this answer already, compressed or not."""
    known = request.if_none_match
    return known.contains(etag) or known.contains(etag + SUFFIX)


def _is_welcome() -> bool:
    accepted = request.accept_encodings
    return accepted.provided and accepted.quality("gzip") > 0


def _whole(data: bytes, etag: str | None) -> bytes:
    packed = _kept.get(etag) if etag else None
    if packed is None:
        packed = zlib.compress(data, 5, wbits=31)
        if etag:
            _kept.put(etag, packed, len(packed))
    return packed


def _pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(3, wbits=31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
