"""Which individual an outside identifier means here: read from the data, so that slugs outlive renamings."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, parse

from .. import terms
from ..workspace import Workspace
from . import ImportSourceError

# Property that carries the identifier → name of the table it fills.
KEYS: Final = {
    terms.SCO + "gcatCode": "gcat",
    terms.SCO + "rorId": "ror",
    terms.SCO + "countryCode": "iso2",
    terms.SCO + "cosparId": "cospar",
    terms.OWL + "sameAs": "wikidata",
    terms.PREFIXES["foaf"] + "isPrimaryTopicOf": "page",
}
TYPE: Final = terms.RDF + "type"
# Properties of which an individual has one value, so that a second source must not add another.
SINGLE: Final = {
    terms.SCO + name for name in ("beginDate", "beginPrecision", "endDate", "basedIn", "locatedIn", "seat")
} | {terms.RDFS + "label", terms.OWL + "sameAs"}


@dataclass(frozen=True)
class Identities:
    """Identifiers and classes of all individuals in `data/`, and which files state what of them."""

    slugs: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    homes: dict[str, Path] = field(default_factory=dict)
    stated: dict[tuple[str, str], dict[Path, str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def slug(self, key: str, value: str) -> str | None:
        """The individual with this identifier; `key` is a value of KEYS, or gcat-site."""
        return self.slugs.get((key, value))

    def kind(self, slug: str) -> set[str]:
        """The classes (local names) that the data states of an individual; empty where it is not defined."""
        return self.kinds.get(slug, set())

    def home(self, slug: str) -> Path | None:
        """The file (inside the workspace) that gives the individual its class."""
        return self.homes.get(slug)

    def told(self, slug: str, predicate: str, but: Path) -> bool:
        """Whether a file other than `but` states this property (local name) of the individual."""
        return self.value(slug, predicate, but) is not None

    def value(self, slug: str, predicate: str, but: Path | None = None) -> str | None:
        """What a file (other than `but`) states as this property (local name) of the individual."""
        told = self.stated.get((slug, predicate), {})
        return next((value for path, value in told.items() if path != but), None)

    def by_hand(self, slug: str) -> bool:
        """Whether a person describes the individual, who also notes where the sources part."""
        home = self.home(slug)
        return home is not None and home.parts[1] == "agents"

    def noted(self, slug: str, *words: str) -> bool:
        """Whether a person's note on the individual has all these words."""
        return any(all(word in note for word in words) for note in self.notes.get(slug, []))

    def fresh(self, wanted: str, qualifier: str) -> str:
        """A slug that nothing has yet: the wanted one, else with the qualifier, else with a number."""
        for slug in (wanted, f"{wanted}-{qualifier}", *(f"{wanted}-{qualifier}-{n}" for n in range(2, 100))):
            if slug not in self.kinds:
                return slug
        raise ImportSourceError(
            f"there are already a hundred individuals called {wanted}: name this one by hand."
        )


def read_identities(workspace: Workspace) -> Identities:
    """The identifiers in the workspace's data. Raises ImportSourceError where a file is not Turtle."""
    found = Identities()
    noted: list[tuple[str, str, str]] = []
    for file in sorted(workspace.data.rglob("*.ttl")):
        path = file.relative_to(workspace.root)
        try:
            for quad in parse(path=str(file), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(terms.ID):
                    slug = quad.subject.value.removeprefix(terms.ID)
                    value = str(getattr(quad.object, "value", ""))
                    _note(found, path, slug, quad.predicate.value, value)
                    if quad.predicate.value in KEYS:
                        noted.append((KEYS[quad.predicate.value], value.removeprefix(terms.WD), slug))
        except SyntaxError as error:
            raise ImportSourceError(
                f"{path} is not Turtle: {error}. Run `spaceonto check` and mend it."
            ) from error
    for key, value, slug in noted:
        # GCAT gives an organisation and the site of another one the same code.
        site = key == "gcat" and "GroundFacility" in found.kind(slug)
        found.slugs["gcat-site" if site else key, value] = slug
    return found


def _note(found: Identities, path: Path, slug: str, predicate: str, value: str) -> None:
    if predicate == TYPE and value.startswith(terms.SCO):
        found.kinds.setdefault(slug, set()).add(value.removeprefix(terms.SCO))
        found.homes.setdefault(slug, path)
    elif predicate == terms.SKOS + "note" and path.parts[1] == "agents":
        found.notes.setdefault(slug, []).append(value)
    elif predicate in SINGLE:
        name = re.split("[#/]", predicate)[-1]
        found.stated.setdefault((slug, name), {})[path] = value
