"""Which engine answers a request: that of `version=` and `infer=`, lent to it until it has been answered."""

from dataclasses import replace

from flask import g, request

from ..engine import Engine
from ..engine.source import Folder
from .problems import Problem
from .site import UnknownRelease, site

YES_AND_NO = {"": True, "true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def lent(version: str, infer: str) -> Engine:
    """The engine that `version=` and `infer=` of a request ask for, lent until the request has been answered.

    Raises Problem for values that mean nothing.
    """
    if infer.lower() not in YES_AND_NO:
        raise Problem(
            400,
            "Unreadable choice",
            f"infer={infer} is neither true nor false.",
            "Leave it out, or send infer=false.",
        )
    try:
        engine = site().lend(version.strip(), YES_AND_NO[infer.lower()])
    except UnknownRelease as error:
        raise unknown(error) from None
    g.setdefault("lent", []).append(engine)
    return engine


def asked() -> Engine:
    """The engine that the address of the request asks for. Raises Problem as `lent` does."""
    return lent(request.args.get("version", ""), request.args.get("infer", ""))


def named_release(version: str) -> Folder:
    """The folder of the release that is named, else of the current one. Raises Problem without one."""
    try:
        current = site().engine.source
        if isinstance(current, Folder):
            return replace(current, path=site().release(version).folder) if version else current
    except UnknownRelease as error:
        raise unknown(error) from None
    raise Problem(404, "No files", "This service asks another one, which holds the data.")


def give_all_back(_: BaseException | None = None) -> None:
    """Gives back what a request was lent."""
    for engine in g.pop("lent", []):
        site().give_back(engine)


def unknown(error: UnknownRelease) -> Problem:
    """404 with the releases that there are."""
    known = [{"release": each.digest, "created": each.created} for each in error.known]
    there_are = ", ".join(f"{each['release']} of {each['created'][:10]}" for each in known)
    return Problem(
        404,
        "Unknown release",
        f"There is no release `{error.version}` here.",
        f"There are: {there_are}. /releases lists them." if known else "",
        "unknown-release",
        {"releases": known},
    )
