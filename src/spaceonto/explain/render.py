"""An explanation as text, as JSON, and as RDF."""

from collections.abc import Iterator
from typing import Any, Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from .. import terms
from ..reason.facts import Node, nodes_of
from ..reason.nearest import UNKNOWN
from ..reason.reasons import STANDARD, is_standard
from .explanation import Condition, Explanation, Missing, Step

RULE: Final = terms.BASE + "rule/"
STATUS: Final = {
    "stated": "This is stated.",
    "inferred": "This is not stated, but follows.",
    "unknown": "This is neither stated nor does it follow. It may still be true: what is missing is unknown.",
}


def as_text(told: Explanation) -> str:
    """The explanation as a tree in plain text."""
    lines = [f"{_sentence(told.sentence)}", STATUS[told.status], *told.notes]
    for number, proof in enumerate(told.proofs, 1):
        if proof.rule:
            lines += ["", _heading(number, proof, len(told.proofs))]
        lines += ["", *_tree(proof)]
    if told.more:
        lines += ["", "There are more proofs than these."]
    if told.status == "unknown":
        lines += ["", "Nearest to giving it:" if told.nearest else "No rule could give it."]
        for missing in told.nearest:
            lines += ["", *_missing(missing, "")]
    return "\n".join([*lines, "", f"Release {told.release}."]) + "\n"


def _heading(number: int, proof: Step, of: int) -> str:
    facts = sum(not (leaf.is_part or leaf.is_axiom) for leaf in proof.leaves())
    size = f"{_count(proof.steps, 'step')}, from {_count(facts, 'stated fact')}"
    return f"Why ({size}):" if of == 1 else f"Proof {number} of {of} ({size}):"


def _tree(step: Step, first: str = "", rest: str = "") -> Iterator[str]:
    told = [premise for premise in step.premises if not _goes_without_saying(premise)]
    yield first + step.sentence
    bar = rest + ("│  " if told else "   ")
    if not step.rule:
        yield from (f"{rest}   {line}" for line in _stated(step))
        return
    yield f"{bar}by {step.rule}: {step.reason}"
    for axiom in (p for p in step.premises if _goes_without_saying(p) and not p.is_part):
        yield f"{bar}since {axiom.sentence} ({_places(axiom)})"
    for place, premise in enumerate(told, 1):
        last = place == len(told)
        yield from _tree(premise, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))


def _goes_without_saying(step: Step) -> bool:
    """Whether it is told in passing: a stated axiom, or what one is made up of."""
    return step.is_part or (step.is_axiom and not step.rule)


def _stated(step: Step) -> Iterator[str]:
    yield f"stated in {_places(step)}"
    for source in step.sources:
        yield f"source: {source.title or 'untitled'} ({terms.short(source.iri)})"


def _places(step: Step) -> str:
    return "; ".join(map(str, step.places)) or "which follows itself"


def _missing(missing: Missing, indent: str) -> Iterator[str]:
    yield f"{indent}{missing.sentence}"
    yield f"{indent}   would follow by {missing.rule}: {missing.reason}"
    for axiom in missing.axioms:
        yield f"{indent}   since {axiom.sentence} ({_places(axiom)})"
    for held in missing.held:
        others = f" (and in {_count(missing.count - 1, 'other way')})" if missing.count > 1 else ""
        place = f" ({_places(held)})" if held.places else ""
        yield f"{indent}   + holds: {held.sentence}{place}{others}"
    for against in missing.against:
        yield f"{indent}   ! but: {against}"
    for condition in missing.missing:
        if condition.attempt is None:
            yield f"{indent}   - missing: {condition.sentence}"
        else:
            yield f"{indent}   - missing, and stated by nobody as such:"
            yield from _missing(condition.attempt, indent + "       ")


def as_json(told: Explanation) -> dict[str, Any]:
    """The explanation as JSON, terms as SPARQL's results write them."""
    return {
        "release": told.release,
        "triple": _triple(told.triple),
        "sentence": told.sentence,
        "status": told.status,
        "says": STATUS[told.status],
        "proofs": [_step(proof) for proof in told.proofs],
        "more": told.more,
        "nearest": [_as_missing(missing) for missing in told.nearest],
        "notes": list(told.notes),
    }


def _step(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"sentence": step.sentence, "triple": _triple(step.triple)}
    if step.is_axiom or step.is_part:
        found["axiom"] = True
    if step.is_part:
        found["part"] = True
    if step.rule:
        found |= {"rule": step.rule, "reason": step.reason, "standard": is_standard(step.rule)}
        found |= {"steps": step.steps, "premises": [_step(premise) for premise in step.premises]}
    else:
        found["stated"] = [
            {"file": p.file, "line": p.line, "column": p.column, "changed": p.changed} for p in step.places
        ]
        found["sources"] = [{"iri": source.iri, "title": source.title} for source in step.sources]
    return found


def _as_missing(missing: Missing) -> dict[str, Any]:
    return {
        "sentence": missing.sentence,
        "rule": missing.rule,
        "reason": missing.reason,
        "standard": is_standard(missing.rule),
        "holds": [_step(step) for step in missing.held],
        "axioms": [_step(step) for step in missing.axioms],
        "ways": missing.count,
        "but": list(missing.against),
        "missing": [_condition(condition) for condition in missing.missing],
    }


def _condition(condition: Condition) -> dict[str, Any]:
    found: dict[str, Any] = {"sentence": condition.sentence}
    if len(condition.nodes) == 3:
        ends = zip(("subject", "predicate", "object"), condition.nodes, strict=True)
        found["triple"] = {name: _term(node) for name, node in ends}
    if condition.attempt:
        found["through"] = _as_missing(condition.attempt)
    return found


def _triple(triple: Triple) -> dict[str, Any]:
    subject, predicate, value = nodes_of(triple)
    return {"subject": _term(subject), "predicate": _term(predicate), "object": _term(value)}


def _term(node: Node) -> dict[str, str]:
    if isinstance(node, NamedNode):
        if node.value.startswith(UNKNOWN):
            return {"type": "unknown", "value": node.value.removeprefix(UNKNOWN)}
        return {"type": "uri", "value": node.value}
    if isinstance(node, BlankNode):
        return {"type": "bnode", "value": node.value}
    found = {"type": "literal", "value": node.value}
    if node.language:
        return {**found, "xml:lang": node.language}
    return (
        found if node.datatype.value == terms.XSD + "string" else {**found, "datatype": node.datatype.value}
    )


def as_turtle(told: Explanation) -> str:
    """The proofs as RDF: for each step its rule, and the statements that it was derived from."""
    writer = _Writer()
    for proof in told.proofs:
        writer.step(proof)
    if not told.proofs:  # what is asked about, with nothing that it was derived from
        writer.note(writer.step(Step(told.triple, told.sentence)), STATUS[told.status])
    return cast(bytes, serialize(writer.triples, format=RdfFormat.TURTLE, prefixes=terms.PREFIXES)).decode()


class _Writer:
    """Statements about triples, each triple once for each rule that gives it."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._named: dict[Step, BlankNode] = {}
        self._rules: set[str] = set()

    def step(self, step: Step) -> BlankNode:
        if step in self._named:
            return self._named[step]
        node = self._named[step] = BlankNode(f"s{len(self._named)}")
        subject, predicate, value = nodes_of(step.triple)
        self._say(node, terms.RDF + "type", NamedNode(terms.RDF + "Statement"))
        for name, end in (("subject", subject), ("predicate", predicate), ("object", value)):
            self._say(node, terms.RDF + name, end)
        self._say(node, terms.RDFS + "label", Literal(step.sentence, language="en"))
        if step.rule:
            self._say(node, terms.SH + "sourceRule", self._rule(step))
        for premise in step.premises:
            self._say(node, terms.PROV + "wasDerivedFrom", self.step(premise))
        for place in step.places:
            graph = NamedNode(terms.GRAPH + place.file.removesuffix(".ttl"))
            self._say(node, terms.PROV + "wasDerivedFrom", graph)
            self._say(node, terms.SCO + "locator", Literal(f"{place.file}:{place.line}"))
        for source in step.sources:
            self._say(node, terms.PROV + "hadPrimarySource", NamedNode(source.iri))
        return node

    def note(self, node: BlankNode, text: str) -> None:
        self._say(node, terms.RDFS + "comment", Literal(text, language="en"))

    def _rule(self, step: Step) -> NamedNode:
        rule = NamedNode(RULE + step.rule)
        if step.rule not in self._rules:
            self._rules.add(step.rule)
            self._say(rule, terms.RDFS + "label", Literal(step.rule))
            self._say(rule, terms.RDFS + "comment", Literal(step.reason, language="en"))
            if is_standard(step.rule):
                self._say(rule, terms.RDFS + "seeAlso", NamedNode(STANDARD))
        return rule

    def _say(self, subject: NamedNode | BlankNode, predicate: str, value: Node) -> None:
        self.triples.append(Triple(subject, NamedNode(predicate), value))


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
