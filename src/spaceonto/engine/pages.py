"""A part of an answer: whole rows from one on, as many as rows and bytes allow, and what the next part needs.

The engine gives the rows of a query on a release in one order, whichever worker it runs in. Each page names
its last row, and the next one makes sure to begin right after it; so no row is lost or given twice unseen.
"""

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox

from .. import terms
from .formats import Format
from .out import Out, TooLarge
from .rows import ROW_FORMATS

PREFIXED = ("ttl", "trig", "rdf", "jsonld")


class Moved(Exception):  # noqa: N818
    """The row before this page is not the one that the page before ended with."""


@dataclass(frozen=True)
class Page:
    """Which part: at most `rows` and about `bytes`, after `offset` rows, the last of which is `after`."""

    rows: int
    bytes: int
    offset: int = 0
    after: str = ""


def write_page(results: Any, form: Format, out: Out, page: Page, order: list[str]) -> dict[str, Any]:
    """Writes the page; returns how many rows it has, whether more follow, and the mark of its last row.

    Variables come in an order that holds all of them. Raises Moved, or TooLarge where one row is too large.
    """
    if isinstance(results, ox.QueryBoolean):
        return _write_boolean(results, form, out)
    rows = _Rows(results, out, page)
    if form.kind == "graph":
        prefixes = terms.PREFIXES if form.name in PREFIXED else None
        engine = cast(ox.RdfFormat, form.engine)
        ox.serialize(cast(Any, rows), cast(IO[bytes], out), format=engine, prefixes=prefixes)
        return rows.info
    given = [variable.value for variable in results.variables]
    variables = sorted(given, key=order.index) if set(given) <= set(order) else given
    places = [given.index(name) for name in variables]
    writer = ROW_FORMATS[form.name]
    out.write(writer.head(variables).encode())
    before = ""
    for solution in rows:
        values = list(solution)
        row = writer.row(variables, [values[place] for place in places])
        out.write((before + row).encode())
        before = writer.between
    out.write(writer.tail.encode())
    return {"variables": variables, **rows.info}


def _write_boolean(results: Any, form: Format, out: Out) -> dict[str, Any]:
    truth = "true" if results else "false"
    if form.name == "ndjson":
        out.write(f'{{"boolean": {truth}}}\n'.encode())
    else:
        results.serialize(out, format=form.engine)
    return {"boolean": bool(results), "variables": [], "rows": 0, "more": False}


class _Rows:
    """The rows of a page, for whoever writes them; `info` is known when they are written."""

    def __init__(self, results: Any, out: Out, page: Page) -> None:
        self._results, self._out, self._page = results, out, page
        self.info: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Any]:
        page, found = self._page, iter(self._results)
        passed = deque(islice(found, page.offset), maxlen=1)
        last = passed[0] if passed else None
        if page.after and (last is None or mark(last) != page.after):
            raise Moved
        rows, more = 0, False
        for row in found:
            if rows == page.rows or (rows and self._out.written >= page.bytes):
                more = True
                break
            yield row
            rows, last = rows + 1, row
        if more and rows == 0:
            raise TooLarge
        self.info = {"rows": rows, "more": more}
        if more:
            self.info |= {"last": mark(last), "by": "rows" if rows == page.rows else "bytes"}


def mark(row: Any) -> str:
    """A short name for a row, the same in whatever order its variables come."""
    if isinstance(row, ox.Triple):
        text = str(row)
    else:
        text = repr(sorted(str(value) for value in row if value is not None))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
