"""The modules build on one another without a circle, and the header names them all."""

import datetime
import tomllib

import pyoxigraph
import pytest
from ontology_files import ALIGNMENTS, HEADER, MODULES, NS, ONTOLOGY, SCHEMES, triples

SCO = NS + "#"
IMPORTS = "http://www.w3.org/2002/07/owl#imports"
DEFINED_BY = "http://www.w3.org/2000/01/rdf-schema#isDefinedBy"
# Hints for readers and shapes may look ahead; what is reasoned over may not.
HINTS = {"https://schema.org/domainIncludes", "https://schema.org/rangeIncludes"}

Graph = list[pyoxigraph.Triple]
GRAPHS = {f"{NS}/{file.stem}": triples(file) for file in MODULES}


def imports(modules: dict[str, Graph], module: str) -> set[str]:
    return {t.object.value for t in modules[module] if t.predicate.value == IMPORTS}


def reach(modules: dict[str, Graph], module: str) -> set[str]:
    found: set[str] = set()
    waiting = imports(modules, module)
    while waiting:
        found |= waiting
        waiting = {far for near in waiting for far in imports(modules, near)} - found
    return found


def looks_ahead(modules: dict[str, Graph]) -> list[str]:
    """Each term that a module uses although neither it nor an imported module defines it."""
    home = {
        t.subject.value: t.object.value
        for graph in modules.values()
        for t in graph
        if t.predicate.value == DEFINED_BY
    }
    found = []
    for module, graph in modules.items():
        allowed = {module} | reach(modules, module)
        used = {
            node.value
            for t in graph
            if t.predicate.value not in HINTS
            for node in t
            if isinstance(node, pyoxigraph.NamedNode) and node.value.startswith(SCO)
        }
        found += [f"{module} uses {term}" for term in sorted(used) if home.get(term) not in allowed]
    return found


def header(name: str) -> set[str]:
    return {t.object.value for t in triples(HEADER) if t.predicate.value.endswith(name)}


def test_a_module_uses_only_terms_of_modules_it_imports():
    assert looks_ahead(GRAPHS) == []


def test_a_module_that_looks_ahead_is_found():
    early = triples("<https://w3id.org/spaceonto/ns#Asset> <http://example.org/p> <" + SCO + "Signature> .")
    core = f"{NS}/core"
    assert looks_ahead(GRAPHS | {core: GRAPHS[core] + early}) == [f"{core} uses {SCO}Signature"]


@pytest.mark.parametrize("module", GRAPHS)
def test_a_module_does_not_import_itself_in_a_circle(module):
    assert module not in reach(GRAPHS, module)


@pytest.mark.parametrize("module", GRAPHS)
def test_a_module_imports_only_files_that_are_here(module):
    assert imports(GRAPHS, module) <= set(GRAPHS)


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.stem)
def test_a_module_is_headed_by_the_name_of_its_file(file):
    heads = {t.subject.value for t in triples(file) if t.object.value.endswith("owl#Ontology")}
    assert heads == {f"{NS}/{file.stem}"}


def test_the_header_imports_every_module_and_nothing_else():
    assert header("#imports") == set(GRAPHS)


def test_the_header_lists_every_scheme():
    schemes = {t.subject.value for file in SCHEMES for t in triples(file) if "ConceptScheme" in str(t.object)}
    assert header("/hasPart") == schemes
    assert len(schemes) == len(SCHEMES)


def test_nothing_imports_an_alignment():
    heads = {t.subject.value for file in ALIGNMENTS for t in triples(file) if "owl#Ontology" in str(t.object)}
    assert len(heads) == len(ALIGNMENTS) > 5
    assert not heads & (header("#imports") | {i for module in GRAPHS for i in imports(GRAPHS, module)})


def test_the_version_is_that_of_the_package():
    version = tomllib.loads((ONTOLOGY.parent / "pyproject.toml").read_text())["project"]["version"]
    assert header("#versionInfo") == {version}
    assert header("#versionIRI") == {f"https://w3id.org/spaceonto/{version}"}
    (citation,) = header("/bibliographicCitation")
    assert f"version {version}. https://w3id.org/spaceonto/{version}" in citation


def test_the_header_says_what_a_catalogue_asks_for():
    for name in ("/title", "/description", "/creator", "/license", "NamespacePrefix", "NamespaceUri"):
        assert len(header(name)) == 1, name
    created, modified = (datetime.date.fromisoformat(*header(name)) for name in ("/created", "/modified"))
    assert created <= modified


@pytest.mark.parametrize("file", ALIGNMENTS, ids=lambda file: file.stem)
def test_an_alignment_speaks_of_terms_that_exist(file):
    ours = {t.subject.value for graph in GRAPHS.values() for t in graph if t.predicate.value == DEFINED_BY}
    used = {t.subject.value for t in triples(file) if t.subject.value.startswith(SCO)}
    assert used and used <= ours
