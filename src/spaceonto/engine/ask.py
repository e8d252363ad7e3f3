"""One query from the command line, on the current release and without a server."""

import sys
from pathlib import Path
from typing import IO, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .. import terms
from ..questions import query_text
from ..workspace import Workspace
from .answers import Rows
from .engine import Engine
from .errors import QueryRefused
from .formats import formats, named
from .guard import guard
from .notices import lone_variables, notices
from .pool import Limits
from .source import Folder


def ask(
    workspace: Workspace,
    folder: Path,
    name: str,
    form: str,
    seconds: float,
    out: IO[str],
    *,
    infer: bool = True,
) -> None:
    """Writes the answer to a question, a file or the standard input, as a table or in a named format.

    Without `infer`, only what files state is asked.

    Raises WorkspaceError where the query is not found, QueryError where it gets no answer.
    """
    text = query_text(name, workspace)
    limits = Limits(fast=1, seconds=seconds)
    with Engine(Folder(folder, infer=infer), limits=limits) as engine:
        kind = "graph" if guard(text).gives_graph else "bindings"
        if form == "table" and kind == "bindings":
            answer = engine.rows(text)
            show(answer, Console(file=out, width=None if out.isatty() else 100_000))
            is_empty = not answer.rows and not answer.boolean
            for notice in notices(engine, text) if is_empty else lone_variables(text):
                print(notice, file=sys.stderr)
            return
        chosen = formats(kind)[0] if form == "table" else named(form, kind)
        if chosen is None:
            names = ", ".join(entry.name for entry in formats(kind))
            raise QueryRefused(f"{form} is no format for this answer.", f"Choose one of: {names}.")
        for piece in engine.query(text, chosen, whole=True).pieces():
            out.buffer.write(piece) if hasattr(out, "buffer") else out.write(piece.decode())
        out.flush()


def show(answer: Rows, console: Console) -> None:
    """Prints the rows; into a file or a pipe, each row stays on one line."""
    if answer.boolean is not None:
        console.print("yes" if answer.boolean else "no")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False, highlight=False)
    for name in answer.variables:
        table.add_column(name, no_wrap=not console.is_terminal, overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(plain(row[name])) if name in row else "" for name in answer.variables))
    console.print(table)


def plain(term: dict[str, Any]) -> str:
    """A term as a person reads it, without control characters, which could play with the terminal."""
    if term["type"] == "triple":
        parts = (plain(term["value"][part]) for part in ("subject", "predicate", "object"))
        return f"<< {' '.join(parts)} >>"
    value = terms.short(term["value"]) if term["type"] == "uri" else str(term["value"])
    return "".join(mark if mark.isprintable() else " " for mark in value)
