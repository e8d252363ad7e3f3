"""A release made ready to be asked for reasons: its facts in memory, the rules, and where its files lie."""

from dataclasses import dataclass

from ..reason.facts import Facts, nodes_of
from ..reason.prove import Prover
from ..reason.rules import TRIPLE, TYPE
from ..reason.solve import Solver
from ..reason.syntax import load_program
from ..reason.words import Words
from ..release import Release
from ..workspace import Workspace
from .places import Places


@dataclass(frozen=True)
class Knowledge:
    """What an explanation is made from; it may be asked any number of times."""

    digest: str
    facts: Facts
    solver: Solver
    words: Words
    places: Places

    def warm(self) -> None:
        """Looks up what the schema says of each property and class that follows; nobody then waits for it."""
        seen = set()
        for triple in self.facts.inferred():
            kind = triple.predicate, triple.object if triple.predicate == TYPE else None
            if kind not in seen:
                seen.add(kind)
                self.prover(1.0).smallest((TRIPLE, nodes_of(triple)))

    def prover(self, seconds: float) -> Prover:
        """A prover that remembers nothing of earlier questions, so that memory stays bounded."""
        return Prover(self.solver, seconds=seconds)


def known(workspace: Workspace, release: Release) -> Knowledge:
    """The knowledge of a release, with the rules and the files of the workspace.

    Raises OSError or SyntaxError where the release cannot be read, RuleError where the rules cannot.
    """
    sameas = bool(release.manifest.get("options", {}).get("sameas"))
    program = load_program(workspace.ontology / "rules", sameas=sameas)
    facts = Facts.of_release(release.folder)
    digests = release.manifest.get("inputs", {}).get("digests", {})
    return Knowledge(release.digest, facts, Solver(program, facts), Words(facts), Places(workspace, digests))
