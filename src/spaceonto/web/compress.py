"""Answers compressed for those who can read them so."""

from flask import Response, request

from ..engine.cache import Cache
from ..engine.packing import PACKERS, packed

LEAST = 1024
"""Bytes below which compressing costs more than it saves."""
TEXTUAL = ("json", "xml", "text/", "javascript", "n-triples", "n-quads", "trig", "ndjson")
_kept: Cache[bytes] = Cache(32 * 1024 * 1024)


def compress(response: Response) -> Response:
    """The response, compressed where that is welcome and worth it; its ETag then says how."""
    if not any(kind in (response.mimetype or "") for kind in TEXTUAL):
        return response
    response.vary.add("Accept-Encoding")
    length = response.content_length
    unfit = (
        response.status_code != 200 or "Content-Encoding" in response.headers or response.direct_passthrough
    )
    coding = "" if unfit or length is None or length < LEAST else _welcome()
    if not coding:
        return response
    etag, _ = response.get_etag()
    if request.method == "HEAD":
        response.headers.pop("Content-Length")
    elif response.is_sequence:
        response.set_data(_whole(response.get_data(), coding, etag))
    else:
        response.headers.pop("Content-Length")
        response.response = packed(response.response, coding)  # type: ignore[arg-type]
    response.headers["Content-Encoding"] = coding
    if etag:
        response.set_etag(f"{etag}-{coding}")
    return response


def is_known(etag: str) -> bool:
    """Whether the asker has this answer already, compressed or not."""
    known = request.if_none_match
    return known.contains(etag) or any(known.contains(f"{etag}-{coding}") for coding in PACKERS)


def _welcome() -> str:
    """The coding that the asker likes best, or nothing."""
    accepted = request.accept_encodings
    if not accepted.provided:
        return ""
    best = max(PACKERS, key=accepted.quality)  # of equals the first
    return best if accepted.quality(best) > 0 else ""


def _whole(data: bytes, coding: str, etag: str | None) -> bytes:
    key = (etag, coding)
    found = _kept.get(key) if etag else None
    if found is None:
        found = b"".join(packed([data], coding))
        if etag:
            _kept.put(key, found, len(found))
    return found
