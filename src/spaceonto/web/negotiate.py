"""Which format an asker gets: by `format=` first, then by Accept with its q-values."""

from dataclasses import dataclass
from functools import lru_cache

from flask import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from ..engine import Format, formats, named
from .problems import Problem

SHORT = 500
"""Characters of a wish that may be remembered."""
HTML = Format("html", "page", "text/html", ("application/xhtml+xml",))


@dataclass(frozen=True)
class Choice:
    """A format, and the media type by which it was asked for."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        suffix = "; charset=utf-8" if self.media_type.startswith("text/") else ""
        return self.media_type + suffix


def choose(request: Request, kind: str, *, page: bool = True, wanted: str = "") -> Choice:
    """The format for an answer of a kind; `page` says that there is an HTML page too.

    Raises Problem 400 for an unknown `format=`, 406 where no acceptable one exists.
    """
    return chosen(request.headers.get("Accept"), kind, page=page, wanted=wanted)


def chosen(sent: str | None, kind: str, *, page: bool = True, wanted: str = "") -> Choice:
    """The format for an answer, by the header Accept as it was sent. Raises Problem as `choose` does."""
    choosing = _chosen if len(sent or "") + len(wanted) < SHORT else _chosen.__wrapped__
    return choosing(sent, kind, page, wanted)


@lru_cache(1024)
def _chosen(sent: str | None, kind: str, page: bool, wanted: str) -> Choice:
    offered = [*formats(kind), *([HTML] if page else [])]
    if wanted:
        if page and wanted in ("html", "text/html"):
            return Choice(HTML, HTML.media_type)
        found = named(wanted, kind)
        if found is None:
            names = ", ".join(entry.name for entry in offered)
            raise Problem(
                400, "Unknown format", f"`{wanted}` is no format for this answer.", f"Choose one of: {names}."
            )
        return Choice(found, found.media_type)
    accept = _without_parameters(parse_accept_header(sent, MIMEAccept))
    best = max(
        (_rank(accept, entry, len(offered) - index) for index, entry in enumerate(offered)),
        key=lambda r: r[0],
    )
    if best[0][0] <= 0:
        listed = ", ".join(entry.media_type for entry in offered)
        raise Problem(
            406,
            "Not acceptable",
            f"There is no answer in {sent or ''}.",
            f"There are: {listed}.",
        )
    return best[1]


def accepted(request: Request) -> MIMEAccept:
    """What the asker accepts, without parameters such as `version=1.2`, which are wishes."""
    return _without_parameters(request.accept_mimetypes)


def _without_parameters(accept: MIMEAccept) -> MIMEAccept:
    if not accept.provided:
        return accept
    return MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in accept])


def _rank(accept: MIMEAccept, entry: Format, preference: int) -> tuple[tuple[float, int, int], Choice]:
    """How welcome a format is: by q-value, then whether it is meant by name, then by our own preference."""
    if not accept.provided:
        return (1.0 if entry is not HTML else 0.0, 0, preference), Choice(entry, entry.media_type)
    best: tuple[tuple[float, int, int], Choice] | None = None
    for media_type in (entry.media_type, *entry.aliases):
        listed = any(value.lower() == media_type for value, _ in accept)
        if not listed and (entry is HTML or media_type != entry.media_type):
            continue
        answer = HTML.media_type if entry is HTML else media_type
        rank = (float(accept.quality(media_type)), int(listed), preference)
        if best is None or rank > best[0]:
            best = rank, Choice(entry, answer)
    return best or ((0.0, 0, preference), Choice(entry, entry.media_type))
