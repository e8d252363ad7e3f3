"""Draws the facts to be looked up again by hand: `python tests/data/audit/sample.py` prints them as TSV.

A fact is drawn when the digest of the seed and the fact is among the smallest of its kind. So the same data
give the same sample, nobody chooses, and a fact that is added or mended changes little else.
"""

import csv
import hashlib
import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from spaceonto import terms
from spaceonto.dataset import load
from spaceonto.workspace import Workspace

ROOT = Path(__file__).resolve().parents[3]
SEED = "spaceonto-2026-11-27-eighth"
PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in terms.PREFIXES.items())

KINDS = {
    "states": (12, "sco:State", "sco:countryCode sco:countryCode3 sco:m49Code sco:locatedIn sco:endDate"),
    "agencies": (
        18,
        "sco:SpaceAgency",
        "sco:agencyOf sco:beginDate sco:endDate sco:acronym sco:seat sco:replaces sco:capability",
    ),
    "companies and bodies": (
        18,
        "sco:Company sco:PublicBody sco:ResearchInstitute",
        "sco:basedIn sco:beginDate sco:endDate sco:businessArea sco:subOrganizationOf sco:seat",
    ),
    "agreements": (
        14,
        "sco:Agreement",
        "sco:party sco:adoptionDate sco:entryIntoForceDate sco:governs sco:implements sco:legalForce",
    ),
    "signatures, consents, memberships": (
        22,
        "sco:AgreementEvent sco:Membership",
        "sco:signatory sco:consentingParty sco:eventDate sco:member sco:beginDate sco:endDate",
    ),
    "missions": (
        18,
        "sco:Mission sco:Programme",
        "sco:launchDate sco:beginDate sco:endDate sco:partOf sco:destination sco:visits sco:usesAsset",
    ),
    "participations and contributions": (
        26,
        "sco:Participation sco:Contribution",
        "sco:participant sco:contributor sco:role sco:contributionKind sco:contributes",
    ),
    "crews": (22, "sco:CrewAssignment", "sco:crewMember sco:role sco:sentBy"),
    "launches and satellites": (
        24,
        "sco:Launch sco:Satellite sco:Registration",
        "sco:launchDate sco:launchProvider sco:launchVehicle sco:launchSite sco:ownedBy sco:cosparId "
        "sco:launchedIn sco:registeringState sco:documentSymbol",
    ),
    "findings": (8, "sco:Finding", "sco:findsBenefit sco:findsChallenge sco:findsStrategy sco:prospectArea"),
    "claims": (4, "sco:Claim", "sco:evidence"),
    "links": (14, None, "owl:sameAs"),
}


def draw(store: Store) -> list[dict[str, str]]:
    """The sample: kind, subject, property, value, and the sources of the subject; no fact is drawn twice."""
    drawn: list[dict[str, str]] = []
    taken: set[tuple[str, ...]] = set()
    for kind, (size, classes, properties) in KINDS.items():
        typed = f"?class rdfs:subClassOf* ?top . ?s a ?class . VALUES ?top {{ {classes} }}" if classes else ""
        found = _rows(store, f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?p {{ {properties} }} {typed} ?s ?p ?o }}")
        lots = sorted(set(found) - taken, key=lot)[:size]
        taken.update(lots)
        for s, p, o in lots:
            drawn.append({"kind": kind, "s": s, "p": p, "o": o, "sources": _sources(store, s)})
    return drawn


def lot(fact: tuple[str, ...], seed: str = SEED) -> str:
    """What decides whether a fact is drawn: the digest of the seed and the fact."""
    return hashlib.sha256(" ".join((seed, *fact)).encode()).hexdigest()


def _sources(store: Store, subject: str) -> str:
    return " ".join(
        s for (s,) in _rows(store, f"SELECT DISTINCT ?x {{ {subject} sco:source ?x }} ORDER BY ?x")
    )


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PROLOGUE + query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(_shown(term) for term in row) for row in solutions]


def _shown(term: object) -> str:
    if isinstance(term, NamedNode):
        return terms.short(term.value)
    return term.value if isinstance(term, Literal) else ""


def main() -> None:
    store = Store()
    store.bulk_extend(load(Workspace(ROOT, ROOT / ".spaceonto")).quads())
    plain = Store()
    plain.bulk_extend(type(q)(q.subject, q.predicate, q.object) for q in store)
    table = csv.DictWriter(
        sys.stdout, ["kind", "s", "p", "o", "sources"], delimiter="\t", lineterminator="\n"
    )
    table.writeheader()
    table.writerows(draw(plain))


if __name__ == "__main__":
    main()
