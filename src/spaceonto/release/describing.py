"""What a release says of itself to programs: counts in VoID, and the questions, each in a graph of its own.

The counts are made with the release, since to count a whole graph takes longer than most questions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from .. import terms
from ..questions import as_rdf, questions
from ..workspace import Workspace

DESCRIBED: Final = "described.nq"
A: Final = NamedNode(terms.RDF + "type")
VOID: Final = terms.PREFIXES["void"]
TYPE: Final = f"<{A.value}>".encode()
SAME: Final = (terms.OWL + "sameAs", terms.SKOS + "exactMatch", terms.SKOS + "closeMatch")
TARGETS: Final = {"wikidata": terms.WD}
"""Data sets that ours links to, by where their names begin."""

Kinds = frozenset[bytes]


@dataclass
class Counts:
    """What is in a graph: how often each property leads from a kind of subject to a kind of object."""

    triples: int = 0
    subjects: set[bytes] = field(default_factory=set)
    objects: set[bytes] = field(default_factory=set)
    entities: Counter[bytes] = field(default_factory=Counter)
    properties: dict[bytes, list[int]] = field(default_factory=dict)
    ties: Counter[tuple[Kinds, bytes, Kinds]] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)


def describe(folder: Path, workspace: Workspace) -> None:
    """Writes the description of a release beside its triples."""
    void = counted((folder / "asserted.nq").read_bytes(), (folder / "inferred.nt").read_bytes())
    quads = [
        *(_in(terms.DESCRIPTION, triple) for triple in as_void(void)),
        *(_in(terms.EXAMPLES, triple) for triple in as_rdf(questions(workspace))),
    ]
    with (folder / DESCRIBED).open("wb") as file:
        serialize(quads, file, RdfFormat.N_QUADS)


def _in(graph: str, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))


def counted(asserted: bytes, inferred: bytes) -> Counts:
    """The counts of N-Quads and N-Triples as a release holds them, each triple once whatever its graph."""
    lines = {line.rpartition(b" <")[0] for line in asserted.split(b"\n") if line}
    lines.update(line[:-2] for line in inferred.split(b"\n") if line)
    triples = [(parts[0], parts[1], parts[2]) for line in lines if len(parts := line.split(b" ", 2)) == 3]
    classes: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, predicate, value in triples:
        if predicate == TYPE and value[:1] == b"<":
            classes[subject].add(value)
    kinds = {subject: frozenset(found) for subject, found in classes.items()}
    counts = Counts(
        triples=len(triples), entities=Counter(kind for found in kinds.values() for kind in found)
    )
    pairs: dict[bytes, tuple[set[bytes], set[bytes]]] = defaultdict(lambda: (set(), set()))
    numbers: Counter[bytes] = Counter()
    nothing: Kinds = frozenset()
    for subject, predicate, value in triples:
        numbers[predicate] += 1
        pairs[predicate][0].add(subject)
        pairs[predicate][1].add(value)
        kind = frozenset((_datatype(value),)) if value[:1] == b'"' else kinds.get(value, nothing)
        counts.ties[kinds.get(subject, nothing), predicate, kind] += 1
        counts.subjects.add(subject)
        counts.objects.add(value)
    counts.properties = {p: [n, len(pairs[p][0]), len(pairs[p][1])] for p, n in numbers.items()}
    counts.links = _links(triples)
    return counts


def _datatype(literal: bytes) -> bytes:
    """The datatype of a literal as N-Triples write it, marked so that it is not taken for a class."""
    end = literal[literal.rindex(b'"') + 1 :]
    if end[:2] == b"^^":
        return b"^" + end[2:]
    return f"^<{terms.RDF}langString>".encode() if end else f"^<{terms.XSD}string>".encode()


def _links(triples: Iterable[tuple[bytes, bytes, bytes]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    linking = {f"<{iri}>".encode(): iri for iri in SAME}
    starts = {f"<{start}".encode(): name for name, start in TARGETS.items()}
    for subject, predicate, value in triples:
        if predicate in linking and subject.startswith(f"<{terms.BASE}".encode()):
            for start, name in starts.items():
                if value.startswith(start):
                    found[name, linking[predicate]] += 1
    return found


def as_void(counts: Counts) -> Iterator[Triple]:
    """The counts in VoID: the data set, a part for each class with its properties, one for each property."""
    whole = NamedNode(terms.DATASET)
    yield Triple(whole, A, NamedNode(VOID + "Dataset"))
    yield Triple(whole, NamedNode(VOID + "uriSpace"), Literal(terms.ID))
    yield Triple(whole, NamedNode(VOID + "vocabulary"), NamedNode(terms.SCO))
    for name, number in (
        ("triples", counts.triples),
        ("entities", sum(subject.startswith(f"<{terms.ID}".encode()) for subject in counts.subjects)),
        ("classes", len(counts.entities)),
        ("properties", len(counts.properties)),
        ("distinctSubjects", len(counts.subjects)),
        ("distinctObjects", len(counts.objects)),
    ):
        yield _number(whole, name, number)
    yield from _classes(counts)
    for index, (iri, numbers) in enumerate(sorted(counts.properties.items())):
        part = NamedNode(f"{terms.DATASET}-property-{index}")
        yield Triple(whole, NamedNode(VOID + "propertyPartition"), part)
        yield Triple(part, NamedNode(VOID + "property"), _node(iri))
        for name, number in zip(("triples", "distinctSubjects", "distinctObjects"), numbers, strict=True):
            yield _number(part, name, number)
    yield from _linksets(counts)


def _classes(counts: Counts) -> Iterator[Triple]:
    whole = NamedNode(terms.DATASET)
    ties: dict[bytes, Counter[bytes]] = defaultdict(Counter)
    objects: dict[tuple[bytes, bytes], set[bytes]] = defaultdict(set)
    for (subject_kinds, predicate, object_kinds), number in counts.ties.items():
        for kind in subject_kinds:
            ties[kind][predicate] += number
            objects[kind, predicate] |= object_kinds
    for index, (iri, number) in enumerate(sorted(counts.entities.items())):
        part = NamedNode(f"{terms.DATASET}-class-{index}")
        yield Triple(whole, NamedNode(VOID + "classPartition"), part)
        yield Triple(part, NamedNode(VOID + "class"), _node(iri))
        yield _number(part, "entities", number)
        for inner, (predicate, triples) in enumerate(sorted(ties[iri].items())):
            tie = NamedNode(f"{part.value}-property-{inner}")
            yield Triple(part, NamedNode(VOID + "propertyPartition"), tie)
            yield Triple(tie, NamedNode(VOID + "property"), _node(predicate))
            yield _number(tie, "triples", triples)
            for last, kind in enumerate(sorted(objects[iri, predicate])):
                yield from _target(tie, NamedNode(f"{tie.value}-object-{last}"), kind)


def _target(tie: NamedNode, node: NamedNode, kind: bytes) -> Iterator[Triple]:
    if kind[:1] == b"^":
        yield Triple(tie, NamedNode(terms.VOID_EXT + "datatypePartition"), node)
        yield Triple(node, NamedNode(terms.VOID_EXT + "datatype"), _node(kind[1:]))
    else:
        yield Triple(tie, NamedNode(VOID + "classPartition"), node)
        yield Triple(node, NamedNode(VOID + "class"), _node(kind))


def _linksets(counts: Counts) -> Iterator[Triple]:
    whole = NamedNode(terms.DATASET)
    for index, ((name, predicate), number) in enumerate(sorted(counts.links.items())):
        links = NamedNode(f"{terms.DATASET}-linkset-{index}")
        target = NamedNode(f"{terms.DATASET}-{name}")
        yield Triple(whole, NamedNode(VOID + "subset"), links)
        yield Triple(links, A, NamedNode(VOID + "Linkset"))
        yield Triple(links, NamedNode(VOID + "subjectsTarget"), whole)
        yield Triple(links, NamedNode(VOID + "objectsTarget"), target)
        yield Triple(links, NamedNode(VOID + "linkPredicate"), NamedNode(predicate))
        yield _number(links, "triples", number)
        yield Triple(target, A, NamedNode(VOID + "Dataset"))
        yield Triple(target, NamedNode(VOID + "uriSpace"), Literal(TARGETS[name]))


def _number(subject: NamedNode, name: str, number: int) -> Triple:
    value = Literal(str(number), datatype=NamedNode(terms.XSD + "integer"))
    return Triple(subject, NamedNode(VOID + name), value)


def _node(written: bytes) -> NamedNode:
    """The IRI that N-Triples write between angles."""
    return NamedNode(written[1:-1].decode())
