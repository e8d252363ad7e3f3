"""Terms that nobody defined: RDF takes any predicate, and no shape would look at a misspelt one."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple
from rapidfuzz import fuzz, process

from .. import terms
from ..dataset import Dataset
from .graph import TYPE, Graph, text_of
from .report import Finding

OURS: Final = (terms.SCO, terms.CONCEPT)
ONTOLOGY: Final = "ontology/"
DEPRECATED: Final = terms.OWL + "deprecated"
REPLACED: Final = terms.DCTERMS + "isReplacedBy"
# Where rdflib keeps the terms of a vocabulary.
RDFLIB: Final = {
    terms.RDF: "RDF",
    terms.RDFS: "RDFS",
    terms.OWL: "OWL",
    terms.XSD: "XSD",
    terms.SKOS: "SKOS",
    terms.SH: "SH",
    terms.DCTERMS: "DCTERMS",
    terms.PROV: "PROV",
    **{
        terms.PREFIXES[prefix]: name
        for prefix, name in {
            "dcat": "DCAT",
            "foaf": "FOAF",
            "org": "ORG",
            "schema": "SDO",
            "time": "TIME",
            "vann": "VANN",
            "void": "VOID",
        }.items()
    },
}


def short(iri: str) -> str:
    """The IRI with its usual prefix, where it has one."""
    for prefix, namespace in terms.PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


def did_you_mean(iri: str, known: Iterable[str]) -> str:
    """A question that names the nearest known IRI, or nothing where none is near."""
    names = {name: name.removeprefix(namespace_of(name)) for name in known}
    local = iri.removeprefix(namespace_of(iri))
    best = process.extractOne(local, names, scorer=fuzz.ratio, processor=str.lower, score_cutoff=70)
    return "" if best is None else f"Did you mean {short(best[2])}?"


def unknown_terms(dataset: Dataset) -> Iterator[Finding]:
    """The terms of ours and of known vocabularies that nobody defined, and the retired ones in use."""
    vocabulary = _Vocabulary(dataset)
    for file in dataset.files:
        in_ontology = file.path.startswith(ONTOLOGY)
        for triple, line, column in file.located:
            for iri in mentioned(triple):
                verdict = vocabulary.judge(iri, predicate=iri == triple.predicate.value)
                if verdict is not None and not (in_ontology and verdict.check == "retired-term"):
                    place = {"file": file.path, "line": line, "column": column}
                    said = {
                        "focus": text_of(triple.subject),
                        "path": f"<{triple.predicate.value}>",
                        "value": iri,
                    }
                    yield replace(verdict, **place, **said)  # type: ignore[arg-type]


class _Vocabulary:
    """What is defined, and a verdict on every other term that is looked up."""

    def __init__(self, dataset: Dataset) -> None:
        ontology = Graph(
            located.triple for f in dataset.files if f.path.startswith(ONTOLOGY) for located in f.located
        )
        self._defined = {text_of(subject) for subject, _ in ontology.using(TYPE)}
        self._retired = {
            text_of(subject): ontology.value(subject, REPLACED) for subject, _ in ontology.using(DEPRECATED)
        }
        self._verdicts: dict[tuple[str, bool], Finding | None] = {}

    def judge(self, iri: str, *, predicate: bool) -> Finding | None:
        """What is wrong with the use of a term, without its place; None where nothing is."""
        key = (iri, predicate)
        if key not in self._verdicts:
            self._verdicts[key] = self._judge(iri, predicate)
        return self._verdicts[key]

    def _judge(self, iri: str, predicate: bool) -> Finding | None:
        if iri in self._retired:
            successor = self._retired[iri]
            remedy = "" if successor is None else f"use {short(text_of(successor))} instead"
            message = f"{short(iri)} is retired; questions no longer ask for it"
            return Finding("warning", "retired-term", message, remedy)
        if iri.startswith(OURS):
            if iri in self._defined:
                return None
            near = [term for term in self._defined if term.startswith(namespace_of(iri))]
            return _undefined(iri, near, "correct it, or define it in ontology/")
        namespace = namespace_of(iri)
        if namespace in RDFLIB:
            known = foreign_terms(namespace)
            if iri in known or iri.startswith(terms.RDF + "_"):
                return None
            return _undefined(iri, known, "correct it")
        if predicate and namespace not in terms.PREFIXES.values():
            return Finding(
                "warning",
                "unknown-vocabulary",
                f"{short(iri)} is of a vocabulary that nothing here knows; no question asks for it",
                "use a term of the ontology, or propose one",
            )
        return None


def _undefined(iri: str, near: Iterable[str], remedy: str) -> Finding:
    message = f"{short(iri)} is defined nowhere; no question would find what is said with it"
    return Finding("violation", "unknown-term", message, remedy, did_you_mean(iri, near))


def namespace_of(iri: str) -> str:
    """The IRI up to its last hash or slash."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


@cache
def foreign_terms(namespace: str) -> frozenset[str]:
    """The terms of a known foreign vocabulary, as rdflib lists them."""
    listed = getattr(import_module("rdflib.namespace"), RDFLIB[namespace])
    keywords = getattr(listed, "_extras", [])  # such as sh:in, which Python reads otherwise
    return frozenset([*(str(term) for term in dir(listed)), *(namespace + name for name in keywords)])


def mentioned(triple: Triple) -> Iterator[str]:
    """The IRIs of a triple that should be terms: predicate, class, datatype, and any term of ours."""
    subject, predicate, value = triple
    yield predicate.value
    if isinstance(value, NamedNode):
        if predicate.value == TYPE or value.value.startswith(OURS):
            yield value.value
    elif isinstance(value, Literal) and not value.language:
        yield value.datatype.value
    if isinstance(subject, NamedNode) and subject.value.startswith(OURS):
        yield subject.value
