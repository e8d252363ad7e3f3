"""RDF in any syntax, for checks of files that need not be ours."""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from ..dataset import Dataset, SourceFile
from ..turtle import Located, TurtleError, read, refuse_dtd
from .report import CheckError

FORMATS: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.TURTLE,  # every N-Triples file is Turtle, and that reader knows places
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}


STDIN: Final = Path("-")


def read_rdf(paths: Iterable[Path], *, kind: str = ".ttl") -> Dataset:
    """The triples of all files, of their named graphs too; those of Turtle and N-Triples with their places.

    `-` is the standard input, of the kind that files with the ending `kind` are. What is wrong with a file is
    kept in `errors`. Raises CheckError where a file is missing or of an unknown kind. Nothing is fetched: no
    JSON-LD context, no DTD.
    """
    files = []
    errors = []
    for number, path in enumerate(dict.fromkeys(paths)):
        format_ = FORMATS.get(kind if path == STDIN else path.suffix.lower())
        if format_ is None:
            kinds = ", ".join(FORMATS)
            raise CheckError(
                f"{path} is of no kind known here ({kinds}). Name a file with one of these endings."
            )
        try:
            data = sys.stdin.buffer.read() if path == STDIN else path.read_bytes()
        except OSError as error:
            raise CheckError(f"{path} cannot be read: {error.strerror}. Name an existing file.") from None
        try:
            turtle = format_ == RdfFormat.TURTLE
            located = _turtle(data, path) if turtle else _others(data, path, format_, number)
            files.append(SourceFile(str(path), NamedNode(path.absolute().as_uri()), tuple(located)))
        except TurtleError as error:
            errors.append(error)
    return Dataset(tuple(files), tuple(errors))


def _turtle(data: bytes, path: Path) -> Iterator[Located]:
    """The triples with their places; relative IRIs are told from where the file lies."""
    base = b"BASE <%s> " % path.absolute().as_uri().encode()
    bare = data.removeprefix(b"\xef\xbb\xbf")
    try:
        for triple, line, column in read(base + bare, str(path)):
            yield Located(triple, line, column - len(base) if line == 1 else column)
    except TurtleError as error:
        column = max(1, error.column - len(base)) if error.line == 1 else error.column
        raise TurtleError(error.file, error.line, column, error.message, error.hint) from None


def _others(data: bytes, path: Path, format_: RdfFormat, number: int) -> Iterator[Located]:
    """The triples of another syntax, without places; blank nodes are named apart from other files'."""
    if format_ == RdfFormat.RDF_XML:
        refuse_dtd(data, str(path))

    def apart(term: object) -> object:
        return BlankNode(f"f{number}n{term.value}") if isinstance(term, BlankNode) else term

    try:
        for quad in parse(data, format=format_, base_iri=path.absolute().as_uri()):
            if isinstance(quad.object, Triple):
                raise ValueError(f"the statement about {quad.subject} has a triple as its value (RDF 1.2)")
            triple = Triple(apart(quad.subject), quad.predicate, apart(quad.object))  # type: ignore[arg-type]
            yield Located(triple, 0, 0)
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        message = re.sub(r"^Parser error at line.*?: ", "", getattr(error, "msg", None) or str(error))
        hint = "Mend the file, or write it as Turtle, for which the causes are told in more detail."
        if "LoadDocumentCallback" in message:
            message = "the file asks for a context that lies elsewhere, and nothing is fetched"
            hint = 'Write the context itself into the file ("@context": {…}), or write the file as Turtle.'
        raise TurtleError(str(path), line, column, message, hint) from None
