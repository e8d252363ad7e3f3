"""Shapes and data in, results out: by pyshifty, which is fast, or by pySHACL, which is strict."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Final
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse
from shifty import _shifty  # the public functions give rdflib graphs, which lose lexical forms

from .. import terms
from .features import split
from .graph import TYPE, Graph, Term
from .paths import Path, read_path
from .report import CheckError, Result

SH: Final = terms.SH
ADVANCED: Final = frozenset(
    SH + name for name in ("target", "rule", "expression", "values", "SPARQLFunction")
)
DECLARE: Final = NamedNode(SH + "declare")
IMPORTS: Final = terms.OWL + "imports"
TRUE: Final = Literal("true", datatype=NamedNode(terms.XSD + "boolean"))

Engine = OneOf["shifty", "pyshacl"]


def validate(
    data: str, shapes: Graph, *, engine: Engine = "shifty", trusted: bool = False, deadline: float = 600
) -> list[Result]:
    """The results of holding data (N-Triples) against shapes.

    Trusted shapes go to the named engine; of others the fast one gets only what it decides as the W3C says.
    Raises CheckError where the shapes cannot be read or no answer came before the deadline (in seconds).
    """
    if not shapes.triples:  # none of them is about this data, which an engine would take for a mistake
        return []
    shapes = _exact(shapes)
    fast, strict = (shapes, None) if trusted else split(shapes)
    if engine == "pyshacl":
        fast, strict = None, shapes
    results: list[Result] = []
    if fast is not None:
        results += read_report(_fast(data, fast), fast)
    if strict is not None:
        results += read_report(_strict(data, strict, deadline), strict)
    return results


def _exact(shapes: Graph) -> Graph:
    """The shapes, with two rules of the W3C text spelt out that engines pass over.

    sh:uniqueLang counts only when it is `true` (not `1`); prefixes may be declared in an imported ontology.
    """
    kept = [t for t in shapes.triples if t.predicate.value != SH + "uniqueLang" or t.object == TRUE]
    for owner in {value for _, value in shapes.using(SH + "prefixes")}:
        seen, waiting = {owner}, [owner]
        while waiting:
            ontology = waiting.pop()
            declared = shapes.values(ontology, DECLARE.value)
            kept += [Triple(owner, DECLARE, found) for found in declared]  # type: ignore[arg-type]
            imports = [found for found in shapes.values(ontology, IMPORTS) if found not in seen]
            seen.update(imports)
            waiting += imports
    return Graph(kept)


def _fast(data: str, shapes: Graph) -> str:
    try:
        validator = _shifty.PreparedValidator(shapes=shapes.ntriples().encode())
        # Inference is our reasoner's part; shapes and data are kept apart as in the W3C text.
        outcome = validator.validate_w3c(
            data=data.encode(), graph_mode="data", run_infer=False, sort_results=False
        )
    except ValueError as error:
        raise CheckError(f"The shapes cannot be used: {error}") from None
    if outcome.diagnostics:
        raise CheckError(f"The shapes cannot be used: {'; '.join(outcome.diagnostics)}")
    report: str = outcome._report_ntriples
    return report


def _strict(data: str, shapes: Graph, deadline: float) -> str:
    named = {*shapes.predicates(), *(kind.value for _, kind in shapes.using(TYPE))}
    request = {"shapes": shapes.ntriples(), "data": data, "advanced": bool(ADVANCED & named)}
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"{__package__}.strict"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=deadline,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CheckError(
            f"pySHACL came to no answer within {deadline:g} seconds. Simplify the shapes (a pattern or a "
            "query may try endlessly), check fewer files, or allow more with --timeout."
        ) from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["it ended without a word"])[-1]
        raise CheckError(f"pySHACL could not be run: {last}")
    answer: dict[str, str] = json.loads(done.stdout)
    if "error" in answer:
        raise CheckError(f"The shapes cannot be used: {' '.join(answer['error'].split())}")
    return answer["report"]


def read_report(report: str, shapes: Graph) -> Iterator[Result]:
    """The results of a report; where it names a path that it does not describe, the shape does."""
    graph = Graph(quad.triple for quad in parse(report, format=RdfFormat.N_TRIPLES))
    for _, node in graph.using(SH + "result"):
        path = graph.value(node, SH + "resultPath")
        shape = graph.value(node, SH + "sourceShape")
        focus = graph.value(node, SH + "focusNode")
        assert focus is not None and shape is not None
        yield Result(
            focus,
            None if path is None else _path(graph, shapes, path, shape),
            graph.value(node, SH + "value"),
            shape,
            _iri(graph.value(node, SH + "sourceConstraintComponent")),
            _iri(graph.value(node, SH + "resultSeverity")),
            tuple(m for m in graph.values(node, SH + "resultMessage") if isinstance(m, Literal)),
        )


def _path(report: Graph, shapes: Graph, path: Term, shape: Term) -> Path:
    if isinstance(path, NamedNode) or report.about(path):
        return read_path(report, path)
    stated = shapes.value(shape, SH + "path")
    assert stated is not None
    return read_path(shapes, stated)


def _iri(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode) else ""
