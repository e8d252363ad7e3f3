"""What each axiom is good for: how many triples it yields, and which questions rest on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import BlankNode, Triple

from .. import terms
from ..engine.guard import guard
from ..engine.lexer import Token
from ..reason.chain import as_triple
from ..reason.facts import Node, nodes_of
from ..reason.match import Bindings, value
from ..reason.openings import Opening
from ..reason.rules import CLASH, TRIPLE, TYPE, Program, is_axiomatic
from ..reason.words import AXIOMS, is_axiom, is_part
from .knowledge import Knowledge
from .places import Place

Kind = Triple | tuple[Node, Node | None]
"""Of triples about individuals the property, and of rdf:type the class too; an axiom is a kind by itself."""


@dataclass(frozen=True)
class Use:
    """An axiom, what it says, where it stands, and what it is good for.

    `yields` counts the inferred triples that a rule gives from it in one step; `forbids` says that rules
    conclude nothing but contradictions from it. `questions` are those that may read a triple which follows
    from it in however many steps: without the axiom, the answer to any other question would be the same.
    """

    triple: Triple
    sentence: str
    places: tuple[Place, ...]
    yields: int
    forbids: bool
    questions: tuple[str, ...]


def uses(knowledge: Knowledge, questions: Mapping[str, str]) -> list[Use]:
    """The uses of every axiom that the files state, those that yield most first.

    The questions come by their codes, as SPARQL. Raises QueryError where one cannot be read.
    """
    found = _Count(knowledge)
    reads = {code: _Reads.of(text) for code, text in questions.items()}
    axioms = [triple for triple in knowledge.facts.stated() if _is_told(triple)]
    made = []
    for axiom in dict.fromkeys(axioms):
        reached = found.reached(axiom)
        needed = tuple(code for code, read in reads.items() if any(map(read.includes, reached)))
        made.append(
            Use(
                axiom,
                knowledge.words.says(axiom),
                tuple(knowledge.places.of(axiom, knowledge.facts.graphs(axiom))),
                len(found.yields[axiom]),
                _only_forbids(knowledge.solver.program, axiom),
                needed,
            )
        )
    return sorted(made, key=lambda use: (-use.yields, use.sentence))


class _Count:
    """What each axiom yields in one step, and from which kinds of triples which others follow."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._facts = knowledge.facts
        self._solver = knowledge.solver
        self.yields: defaultdict[Triple, set[Triple]] = defaultdict(set)
        self._of_axiom: defaultdict[Triple, set[Kind]] = defaultdict(set)
        self._onward: defaultdict[Kind, set[Kind]] = defaultdict(set)
        inferred = set(self._facts.inferred())
        kinds: dict[Kind, Triple] = {}
        for triple in inferred:
            if is_axiomatic(triple.predicate):  # of these few, each has ways of its own
                self._take(triple, self._solver.openings((TRIPLE, nodes_of(triple))), inferred)
            else:
                kinds.setdefault(_kind(triple), triple)
        for triple in kinds.values():
            self._take(triple, self._solver.kinds((TRIPLE, nodes_of(triple))), inferred)

    def _take(self, example: Triple, openings: Iterable[Opening], inferred: set[Triple]) -> None:
        """Counts what the openings give of the kind of the example."""
        kind = _kind(example)
        for one in openings:
            for bindings, premises in self._solver.solutions_of(one):
                head = _triple(one, bindings)
                if head in inferred and (not is_axiomatic(example.predicate) or head == example):
                    for premise in premises:
                        self._note(kind, head, premise)

    def _note(self, kind: Kind, head: Triple, premise: Triple) -> None:
        if not is_axiomatic(premise.predicate) and not is_axiom(premise):
            self._onward[_kind(premise)].add(kind)
        elif self._facts.is_asserted(premise):
            axiom = self._owner(premise)
            self._of_axiom[axiom].add(kind)
            if not any(isinstance(node, BlankNode) for node in head):
                self.yields[axiom].add(head)
        else:
            self._onward[_kind(premise)].add(kind)

    def _owner(self, triple: Triple) -> Triple:
        """The axiom to which a part belongs: lists and unnamed classes belong to what names them."""
        seen = set()
        while is_part(triple) and isinstance(triple.subject, BlankNode) and triple not in seen:
            seen.add(triple)
            pattern = (None, None, triple.subject)
            above = next(self._facts.match(pattern, asserted=True), None)
            if above is None:
                break
            triple = above
        return triple

    def reached(self, axiom: Triple) -> set[Kind]:
        """The kinds of triples that follow from the axiom, in one step or more."""
        found: set[Kind] = set()
        waiting = set(self._of_axiom[axiom])
        while waiting:
            kind = waiting.pop()
            found.add(kind)
            waiting |= self._onward[kind] - found
        return found


def _is_told(triple: Triple) -> bool:
    """Whether the triple is an axiom by itself, not a part of one nor a record of a statement."""
    return is_axiom(triple) and not is_part(triple) and triple.predicate.value in (TYPE.value, *AXIOMS)


def _triple(one: Opening, bindings: Bindings) -> Triple | None:
    nodes = (value(term, bindings) for term in one.rule.head.terms)
    return as_triple(tuple(node for node in nodes if node is not None))


def _kind(triple: Triple) -> Kind:
    if is_axiom(triple):
        return triple
    _, predicate, end = nodes_of(triple)
    return predicate, end if predicate == TYPE else None


def _only_forbids(program: Program, axiom: Triple) -> bool:
    """Whether rules conclude nothing but contradictions from such an axiom."""
    _, predicate, end = nodes_of(axiom)
    waiting = {
        rule.head.predicate
        for rule in program.rules
        for atom in rule.body
        if atom.predicate == TRIPLE
        and atom.terms[1] == predicate
        and (predicate != TYPE or atom.terms[2] == end)
    }
    seen: set[str] = set()
    while waiting:
        helper = waiting.pop()
        seen.add(helper)
        if helper not in (TRIPLE, CLASH):
            waiting |= {
                rule.head.predicate for rule in program.rules if any(a.predicate == helper for a in rule.body)
            } - seen
    return CLASH in seen and TRIPLE not in seen


@dataclass(frozen=True)
class _Reads:
    """What a query names, and whether it may read every property or every class; rather too much than not."""

    names: frozenset[str]
    any_property: bool
    any_class: bool

    @classmethod
    def of(cls, text: str) -> "_Reads":
        query = guard(text)
        known = terms.PREFIXES | query.prefixes
        names = {iri for token in query.tokens if (iri := _iri(token, known))}
        any_property = any_class = aside = False
        before = Token("symbol", "{", 0)
        for token, after in pairwise((*query.tokens, Token("symbol", "}", 0))):
            if token.word in ("SELECT", "GROUP", "ORDER", "HAVING", "VALUES"):
                aside = True  # variables stand side by side in them, and are no patterns
            elif token.text in ("{", "}"):
                aside = False
            if token.text == "a" or _iri(token, known) == TYPE.value:
                names.add(TYPE.value)
                any_class |= not _iri(after, known)
            follows = _is_term(before) or before.text in (";", "[")
            any_property |= token.kind == "variable" and not aside and follows and _can_be_object(after)
            before = token
        return cls(frozenset(names), any_property, any_class)

    def includes(self, kind: Kind) -> bool:
        """Whether the query may read such triples."""
        if self.any_property:
            return True
        if isinstance(kind, Triple):
            return kind.predicate.value in self.names
        property_, class_ = kind
        if property_ == TYPE:
            return TYPE.value in self.names and (self.any_class or getattr(class_, "value", "") in self.names)
        return property_.value in self.names


def _iri(token: Token, known: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return known[prefix] + local if token.kind == "name" and prefix in known else ""


def _is_term(token: Token) -> bool:
    return token.kind in ("variable", "iri", "name", "blank") or token.text in ("]", ")")


def _can_be_object(token: Token) -> bool:
    return _is_term(token) or token.kind in ("string", "number") or token.text in ("[", "(", "true", "false")
