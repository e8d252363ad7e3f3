"""Checks Turtle before it becomes knowledge: syntax, terms, shapes, contradictions."""

from .accepted import Accepted, accepted_warnings
from .checking import Clashes, check
from .engines import Engine
from .render import as_json, text, turtle
from .report import CheckError, Finding, Report, Severity
from .run import check_files, check_workspace
from .shapes import PROFILES, Profile, Shapes, foreign_shapes, profile_shapes
from .wellformed import doubts, unfollowed_imports

__all__ = [
    "PROFILES",
    "Accepted",
    "CheckError",
    "Clashes",
    "Engine",
    "Finding",
    "Profile",
    "Report",
    "Severity",
    "Shapes",
    "accepted_warnings",
    "as_json",
    "check",
    "check_files",
    "check_workspace",
    "doubts",
    "foreign_shapes",
    "profile_shapes",
    "text",
    "turtle",
    "unfollowed_imports",
]
