"""Terms of rules against nodes: what variables stand for."""

from collections.abc import Sequence

from .facts import Node, Pattern
from .rules import Atom, Term, Variable

Bindings = dict[str, Node]
"""What variables stand for."""
Fact = tuple[str, tuple[Node, ...]]
"""A predicate and the nodes of which it holds."""
Goal = tuple[str, tuple[Node | None, ...]]
"""The same as a question, None standing for what is asked."""


def unify(terms: Sequence[Term], nodes: Sequence[Node | None], bindings: Bindings) -> Bindings | None:
    """The bindings with those added that make the terms equal to the nodes (None: any), or None."""
    found = dict(bindings)
    for term, node in zip(terms, nodes, strict=True):
        if node is None:
            continue
        if not isinstance(term, Variable):
            if term != node:
                return None
        elif found.setdefault(term.name, node) != node:
            return None
    return found


def value(term: Term, bindings: Bindings) -> Node | None:
    """The node that a term stands for, if that is known."""
    return bindings.get(term.name) if isinstance(term, Variable) else term


def pattern(atom: Atom, bindings: Bindings) -> Pattern:
    """The atom, one on triples, as a pattern to look up."""
    subject, predicate, object_ = (value(term, bindings) for term in atom.terms)
    return subject, predicate, object_
