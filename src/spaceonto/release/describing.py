"""What a release says of itself to programs: counts in VoID, and the questions, each in a graph of its own.

The counts are made with the release, since to count a whole graph takes longer than most questions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
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
NOTHING: Kinds = frozenset()


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
    pairs: dict[bytes, tuple[list[bytes], list[bytes]]] = defaultdict(lambda: ([], []))
    for line in lines:
        subject, predicate, value = line.split(b" ", 2)
        subjects, values = pairs[predicate]
        subjects.append(subject)
        values.append(value)
    kinds = _kinds(*pairs[TYPE]) if TYPE in pairs else {}
    counts = Counts(triples=len(lines), entities=Counter(kind for found in kinds.values() for kind in found))
    datatypes: dict[bytes, Kinds] = {}
    for predicate, (subjects, values) in pairs.items():
        froms = (kinds.get(subject, NOTHING) for subject in subjects)
        tos = (_kind(value, kinds, datatypes) for value in values)
        for (left, right), number in Counter(zip(froms, tos, strict=True)).items():
            counts.ties[left, predicate, right] += number
        distinct = set(subjects), set(values)
        counts.subjects |= distinct[0]
        counts.objects |= distinct[1]
        counts.properties[predicate] = [len(subjects), len(distinct[0]), len(distinct[1])]
    for iri in SAME:
        counts.links.update(_links(iri, *pairs.get(f"<{iri}>".encode(), ([], []))))
    return counts


def _kinds(subjects: list[bytes], values: list[bytes]) -> dict[bytes, Kinds]:
    """The classes of each subject; equal sets are one object, by which they are told apart faster."""
    classes: dict[bytes, set[bytes]] = defaultdict(set)
    for subject, value in zip(subjects, values, strict=True):
        if value[:1] == b"<":
            classes[subject].add(value)
    shared: dict[Kinds, Kinds] = {}
    return {subject: shared.setdefault(kind := frozenset(found), kind) for subject, found in classes.items()}


def _kind(value: bytes, kinds: dict[bytes, Kinds], datatypes: dict[bytes, Kinds]) -> Kinds:
    """The classes of a value, or of a literal its datatype, marked so that it is not taken for a class."""
    if value[:1] != b'"':
        return kinds.get(value, NOTHING)
    end = value[value.rindex(b'"') + 1 :]
    found = datatypes.get(end)
    if found is None:
        datatype = end[2:] if end[:2] == b"^^" else f"<{terms.RDF}langString>".encode()
        found = frozenset((b"^" + (datatype if end else f"<{terms.XSD}string>".encode()),))
        datatypes[end] = found
    return found


def _links(iri: str, subjects: list[bytes], values: list[bytes]) -> Counter[tuple[str, str]]:
    starts = {f"<{start}".encode(): name for name, start in TARGETS.items()}
    ours = f"<{terms.BASE}".encode()
    return Counter(
        (name, iri)
        for subject, value in zip(subjects, values, strict=True)
        for start, name in starts.items()
        if subject.startswith(ours) and value.startswith(start)
    )


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
