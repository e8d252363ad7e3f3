"""An explanation put together: proofs as trees of sentences whose leaves have places and sources."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from .. import terms
from ..reason.closure import EVERYTHING
from ..reason.facts import Node, nodes_of
from ..reason.nearest import Attempt, nearest
from ..reason.prove import Proof
from ..reason.reasons import reason
from ..reason.rules import TRIPLE
from ..reason.words import is_axiom, is_part
from .knowledge import Knowledge
from .places import Place

SOURCE: Final = NamedNode(terms.SCO + "source")
TRIVIAL: Final = "That everything is a thing is true of all, and left out of what follows."
SECONDS: Final = 5.0
MOST: Final = 20


@dataclass(frozen=True)
class Source:
    """Who says so: the record of a source and its title."""

    iri: str
    title: str


@dataclass(frozen=True)
class Step:
    """A triple in a proof: by a rule from others, or stated in files with the sources that they name.

    `is_axiom` says that it is about terms, `is_part` that it only tells how an axiom is made up.
    """

    triple: Triple
    sentence: str
    rule: str = ""
    premises: tuple["Step", ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    is_axiom: bool = False
    is_part: bool = False

    @property
    def reason(self) -> str:
        """What the rule says."""
        return reason(self.rule) if self.rule else ""

    @property
    def steps(self) -> int:
        """How often a rule is applied."""
        return bool(self.rule) + sum(premise.steps for premise in self.premises)

    def leaves(self) -> tuple["Step", ...]:
        """The stated triples on which it rests, each once."""
        if not self.rule:
            return (self,)
        return tuple({leaf.triple: leaf for premise in self.premises for leaf in premise.leaves()}.values())


@dataclass(frozen=True)
class Condition:
    """A condition of a rule in words, and how it could be met where nobody states such things."""

    sentence: str
    nodes: tuple[Node, ...] = ()
    attempt: "Missing | None" = None


@dataclass(frozen=True)
class Missing:
    """A rule that could give a fact: what it would conclude, what holds of it, and what is wanting.

    `against` are conditions that must not hold and do; `count` is the number of ways in which the rest holds.
    """

    rule: str
    sentence: str
    held: tuple[Step, ...]
    axioms: tuple[Step, ...]
    missing: tuple[Condition, ...]
    against: tuple[str, ...]
    count: int

    @property
    def reason(self) -> str:
        """What the rule says."""
        return reason(self.rule)


@dataclass(frozen=True)
class Explanation:
    """Why a fact holds or what is missing for it; with `more`, there are further proofs."""

    triple: Triple
    sentence: str
    status: str
    release: str
    proofs: tuple[Step, ...] = ()
    nearest: tuple[Missing, ...] = ()
    more: bool = False
    notes: tuple[str, ...] = ()


def explain(knowledge: Knowledge, triple: Triple, *, every: bool = False, limit: int = MOST) -> Explanation:
    """The smallest proof of a triple, up to `limit` proofs on request, or the rules that come nearest to it.

    The status is `stated`, `inferred` or `unknown`: what does not follow may still be true.
    """
    facts, words = knowledge.facts, knowledge.words
    fact = TRIPLE, nodes_of(triple)
    if not facts.holds(triple):
        found = tuple(_missing(knowledge, attempt) for attempt in nearest(knowledge.solver, fact))
        notes = (TRIVIAL,) if triple.object in EVERYTHING else ()
        return Explanation(
            triple, words.says(triple), "unknown", knowledge.digest, nearest=found, notes=notes
        )
    stated = facts.is_asserted(triple)
    prover = knowledge.prover(SECONDS)
    if every:
        proofs = prover.all(fact, limit + 1)
    else:
        smallest = prover.smallest(fact)
        proofs = [] if smallest is None else [smallest]
    notes = () if proofs else (
        "No proof of 30 steps or fewer was found; the rules may have changed since the release was made.",
    )  # fmt: skip
    return Explanation(
        triple,
        words.says(triple),
        "stated" if stated else "inferred",
        knowledge.digest,
        tuple(_step(knowledge, proof) for proof in proofs[:limit]),
        more=len(proofs) > limit or (every and prover.is_late),
        notes=notes,
    )


def _step(knowledge: Knowledge, proof: Proof) -> Step:
    if proof.rule is None:
        return _leaf(knowledge, proof.triple)
    premises = tuple(_step(knowledge, premise) for premise in proof.premises)
    return Step(
        proof.triple,
        knowledge.words.says(proof.triple),
        proof.rule,
        premises,
        is_axiom=is_axiom(proof.triple),
        is_part=is_part(proof.triple),
    )


def _leaf(knowledge: Knowledge, triple: Triple) -> Step:
    facts, words = knowledge.facts, knowledge.words
    axiom = is_axiom(triple)
    named = [] if axiom else facts.objects(nodes_of(triple)[0], SOURCE)
    return Step(
        triple,
        words.says(triple),
        places=tuple(knowledge.places.of(triple, facts.graphs(triple))),
        sources=tuple(Source(n.value, words.label(n)) for n in named if isinstance(n, NamedNode)),
        is_axiom=axiom,
        is_part=is_part(triple),
    )


def _missing(knowledge: Knowledge, attempt: Attempt) -> Missing:
    words = knowledge.words
    same = tuple(f"{words.name(node)} would have to be two different things" for node in attempt.same)  # type: ignore[arg-type]
    return Missing(
        attempt.rule.name,
        words.asks(attempt.conclusion),
        tuple(_given(knowledge, triple) for triple in attempt.held),
        tuple(_given(knowledge, triple) for triple in attempt.schema if not is_part(triple)),
        tuple(
            Condition(
                words.asks(gap.atom),
                gap.atom.terms,  # type: ignore[arg-type]
                None if gap.attempt is None else _missing(knowledge, gap.attempt),
            )
            for gap in attempt.gaps
        ),
        (*same, *map(words.asks, attempt.blocked)),
        attempt.count,
    )


def _given(knowledge: Knowledge, triple: Triple) -> Step:
    """A triple that holds, with its places where it is stated; its own proof is another question."""
    if knowledge.facts.is_asserted(triple):
        return _leaf(knowledge, triple)
    return Step(triple, knowledge.words.says(triple), "", is_axiom=is_axiom(triple))
