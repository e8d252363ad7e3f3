"""What the tests of the check share, under a name that no other folder has."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from spaceonto.check.report import Finding, Result
from spaceonto.terms import PREFIXES

ROOT = Path(__file__).parents[2]
WORLD = ROOT / "tests" / "shapes" / "world.ttl"
HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
HEAD_LINES = HEAD.count("\n")

Told = Callable[[str], list[Finding]]


def as_counted(results: list[Result]) -> Counter[tuple[object, ...]]:
    """Results as the W3C's test suite compares them, and their messages."""
    return Counter(
        (
            r.focus,
            str(r.path),
            r.value,
            r.shape,
            r.component,
            r.severity,
            frozenset(m.value for m in r.messages),
        )
        for r in results
    )
