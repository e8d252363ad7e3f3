"""Axioms that no rule reads: better no release than one in which an axiom is silently ignored."""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from .. import terms
from ..check.report import Finding
from ..check.vocabulary import short
from ..dataset import Dataset
from .datatypes import means
from .rules import CLASH, TRIPLE, Program, Rule, Term, Variable

TYPE: Final = NamedNode(terms.RDF + "type")
SAME_AS: Final = NamedNode(terms.OWL + "sameAs")  # kept out of the closure on purpose, unless asked for
# Declarations and annotations: of them the OWL 2 specification infers nothing that rules would have to give.
SILENT: Final = frozenset(
    [
        *(
            terms.RDFS + n
            for n in ("label", "comment", "seeAlso", "isDefinedBy", "Class", "Datatype", "Literal")
        ),
        *(terms.OWL + n for n in ("Ontology", "imports", "versionIRI", "versionInfo", "priorVersion")),
        *(terms.OWL + n for n in ("backwardCompatibleWith", "incompatibleWith", "OntologyProperty")),
        *(terms.OWL + n for n in ("deprecated", "DeprecatedClass", "DeprecatedProperty", "NamedIndividual")),
        *(terms.OWL + n for n in ("Class", "Restriction", "Thing", "NegativePropertyAssertion")),
        *(terms.OWL + n for n in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
        *(terms.OWL + n for n in ("Axiom", "Annotation")),
        *(terms.OWL + n for n in ("annotatedSource", "annotatedProperty", "annotatedTarget")),
    ]
)
NUMBERS: Final = {"zero": 0, "one": 1}


def uncovered_axioms(dataset: Dataset, program: Program) -> Iterator[Finding]:
    """The statements in the language of OWL that no rule of the program reads, each with its place."""
    reader = Reader(program)
    for file in dataset.files:
        for triple, line, column in file.located:
            unread = reader.unread(triple)
            if unread is not None:
                yield Finding(
                    "violation",
                    "uncovered-axiom",
                    f"no rule reads {unread}, so what it says would silently not be inferred",
                    "say it with an axiom that a rule in ontology/rules/ reads, as a shape, or add the rule; "
                    "rules about identity are used with --sameas",
                    file=file.path,
                    line=line,
                    column=column,
                    focus=str(triple.subject),
                    path=str(triple.predicate),
                    value=str(triple.object),
                )


class Reader:
    """What the rules of a program read of the language of OWL; found in the rules themselves."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._conditions: dict[NamedNode, list[tuple[Rule, Term]]] = {}
        for rule in program.rules:
            for atom in (*rule.body, *rule.absent):
                predicate = atom.terms[1] if atom.predicate == TRIPLE else None
                if isinstance(predicate, NamedNode):
                    self._conditions.setdefault(predicate, []).append((rule, atom.terms[2]))

    def unread(self, triple: Triple) -> str | None:
        """The name of the axiom, if the triple is one and no rule reads it."""
        predicate, value = triple.predicate, triple.object
        if predicate == TYPE:
            known = any(term == value for _, term in self._conditions.get(TYPE, ()))
            return (
                None
                if known or not isinstance(value, NamedNode) or not _of_owl(value)
                else short(value.value)
            )
        if not _of_owl(predicate) or predicate == SAME_AS:
            return None
        if any(self._accepts(rule, term, value) for rule, term in self._conditions.get(predicate, ())):
            return None
        name = short(predicate.value)
        return f"{name} {value.value}" if isinstance(value, Literal) else name

    def _accepts(self, rule: Rule, term: Term, value: object) -> bool:
        """Whether the condition of a rule takes the value: a given number where the rules ask for one."""
        if not isinstance(term, Variable):
            return term == value
        numbers = self._numbers(rule, term)
        return numbers is None or any(isinstance(value, Literal) and means(value, n) for n in numbers)

    def _numbers(self, rule: Rule, variable: Variable) -> set[int] | None:
        """The numbers that the rules ask for in the variable's place; None where anything will do."""
        asked = {NUMBERS[a.predicate] for a in rule.body if a.predicate in NUMBERS and a.terms == (variable,)}
        if asked:
            return asked
        if rule.head.predicate in (TRIPLE, CLASH) or variable not in rule.head.terms:
            return None
        place = rule.head.terms.index(variable)
        for user in self._program.rules:
            for atom in user.body:
                if atom.predicate == rule.head.predicate and isinstance(term := atom.terms[place], Variable):
                    passed_on = self._numbers(user, term)
                    if passed_on is None:
                        return None
                    asked |= passed_on
        return asked


def _of_owl(node: NamedNode) -> bool:
    return node.value.startswith((terms.RDFS, terms.OWL)) and node.value not in SILENT
