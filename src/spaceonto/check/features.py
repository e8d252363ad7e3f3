"""Which shapes the fast engine decides as the W3C says, and which need the strict one.

Both engines were held against each other on 272 constraints by some 60 literals each, well-formed or not,
and against the W3C test suite. In SHACL Core pyshifty is right where they part, but for the datatypes and
patterns left out here. SPARQL in foreign shapes goes to pySHACL, in a sealed process: pyshifty leaves out,
without a word, a query that it cannot read.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms
from .graph import TYPE, Graph, Term, items

SH: Final = terms.SH


def _names(namespace: str, names: str) -> frozenset[str]:
    return frozenset(namespace + name for name in names.split())


TARGETS: Final = _names(SH, "target targetClass targetNode targetObjectsOf targetSubjectsOf")
CLASSES: Final = (NamedNode(terms.RDFS + "Class"), NamedNode(terms.OWL + "Class"))
SHAPE_TYPES: Final = (NamedNode(SH + "NodeShape"), NamedNode(SH + "PropertyShape"))
INNER: Final = _names(SH, "property node not qualifiedValueShape")
INNER_LISTS: Final = _names(SH, "and or xone")
FAST: Final = _names(
    SH,
    """
    targetClass targetNode targetObjectsOf targetSubjectsOf property node not and or xone
    path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath
    minCount maxCount class nodeKind datatype pattern flags minLength maxLength languageIn uniqueLang
    hasValue in equals disjoint lessThan lessThanOrEquals minInclusive maxInclusive minExclusive maxExclusive
    qualifiedValueShape qualifiedMinCount qualifiedMaxCount qualifiedValueShapesDisjoint
    closed ignoredProperties deactivated severity message name description order group defaultValue
    declare prefix namespace prefixes
    """,
)
DATATYPES: Final = _names(
    terms.XSD,
    """
    string boolean decimal integer long int short byte nonNegativeInteger positiveInteger
    nonPositiveInteger negativeInteger unsignedLong unsignedInt unsignedShort unsignedByte
    float double date dateTime time duration yearMonthDuration dayTimeDuration
    """,
) | {terms.RDF + "langString"}
# What Python, Rust and XPath read alike: plain characters, simple classes, groups, one quantifier a time.
ESCAPED = r"\\[.\\/()\[\]{}+*?|^$-]"
SIMPLE_PATTERN: Final = re.compile(
    rf"""(?: [^\\\[\](){{}}+*?] | \((?!\?) | (?<!\()\) | {ESCAPED} | \\d
        | \[ \^? (?: [A-Za-z0-9]-[A-Za-z0-9] | [^\\\[\]&~^-] | {ESCAPED} )+ -? \]
        ) (?: (?: [*+?] | \{{[0-9]{{1,2}}(?:,(?:[0-9]{{1,2}})?)?\}} ) (?![*+?{{]) )?""",
    re.VERBOSE,
)


def split(graph: Graph) -> tuple[Graph | None, Graph | None]:
    """The same shapes twice: with the targets that the fast engine may take, and with all others."""
    roots = {node for predicate in TARGETS for node, _ in graph.using(predicate)}
    roots |= {node for node, kind in graph.using(TYPE) if kind in SHAPE_TYPES and _is_class(graph, node)}
    everything = bool(graph.using(SH + "parameter"))  # a component of their own may constrain any shape
    strict = {root for root in roots if everything or next(beyond(graph, root), None)}
    fast = roots - strict
    return (
        Graph(_without_targets(graph, strict)) if fast else None,
        Graph(_without_targets(graph, fast)) if strict else None,
    )


def beyond(graph: Graph, root: Term) -> Iterator[str]:
    """What about a shape, or about a shape inside it, the fast engine is not trusted with."""
    seen = {root}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        for predicate, value in graph.about(node):
            if _is_beyond(predicate, value):
                yield f"{predicate} {value}"
            inner = [value] if predicate in INNER else items(graph, value) if predicate in INNER_LISTS else ()
            for part in inner:
                if part not in seen:
                    seen.add(part)
                    waiting.append(part)


def _is_beyond(predicate: str, value: Term) -> bool:
    if predicate == SH + "datatype":
        return not (isinstance(value, NamedNode) and value.value in DATATYPES)
    if predicate == SH + "pattern":
        return not is_simple(value)
    if predicate == SH + "flags":
        return value != Literal("i")
    return predicate.startswith(SH) and predicate not in FAST


def is_simple(pattern: Term) -> bool:
    """Whether every engine reads a regular expression alike."""
    if not isinstance(pattern, Literal) or len(pattern.value) > 500:
        return False
    position = 0
    while position < len(pattern.value):
        token = SIMPLE_PATTERN.match(pattern.value, position)
        if token is None:
            return False
        position = token.end()
    try:
        re.compile(pattern.value)
    except re.error:
        return False
    return True


def _is_class(graph: Graph, node: Term) -> bool:
    return any(kind in CLASSES for kind in graph.values(node, TYPE))


def _without_targets(graph: Graph, roots: Iterable[Term]) -> Iterator[Triple]:
    left_out = set(roots)
    for triple in graph.triples:
        subject, predicate, value = triple
        is_target = predicate.value in TARGETS or (predicate.value == TYPE and value in CLASSES)
        if not (is_target and subject in left_out):
            yield triple
