"""Each rule by itself: what it needs, and what it then concludes; with owlrl as a second opinion."""

import re

import owlrl
import pytest
from ontology_files import NS
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rule_cases import EQUALITY, OURS, W3C
from rule_engine import RULES, Rows, lines, name, prefixes, run

EX = "http://example.org/"
COUNT = URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
PREFIXES = {
    "rdf:": str(RDF._NS),
    "rdfs:": str(RDFS._NS),
    "owl:": str(OWL._NS),
    "sco:": NS + "#",
    "concept:": "https://w3id.org/spaceonto/concept/",
}


def iri(word: str) -> str:
    prefix = next((prefix for prefix in PREFIXES if word.startswith(prefix)), None)
    return PREFIXES[prefix] + word.removeprefix(prefix) if prefix else EX + word


def statements(text: str) -> list[list[str]]:
    return [statement.split() for statement in text.split(" . ") if statement.strip(" .")]


def fact(words: list[str]) -> str:
    given = words[0] in ("zero", "one", "literal", "value", "equal", "known_datatype")
    predicate, terms = (words[0], words[1:]) if given else ("asserted", words)
    return f"{predicate}({', '.join(f'<{iri(term)}>' for term in terms)}) ."


def derived(rules: list[str], premises: str) -> tuple[Rows, Rows]:
    heading = [f"@prefix {prefix} <{full}> ." for prefix, full in PREFIXES.items()]
    return run(heading, [fact(words) for words in statements(premises)], only(rules))


def only(rules: list[str], *names: str) -> list[str]:
    """The rules among the lines; if names are given, those that begin with one of them."""
    return [rule for rule in rules if rule.startswith("#") and (not names or name(rule).startswith(names))]


def expected(text: str) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    found = [(words[0] == "!", tuple(f"<{iri(w)}>" for w in words if w != "!")) for words in statements(text)]
    return {row for clash, row in found if not clash}, {row for clash, row in found if clash}


def check(rules: list[str], premises: str, follows: str, never: str) -> None:
    triples, clashes = derived(rules, premises)
    wanted, wanted_clashes = expected(follows)
    unwanted, unwanted_clashes = expected(never)
    assert wanted <= triples and wanted_clashes <= clashes
    assert not unwanted & triples and not unwanted_clashes & clashes


HELPERS = ("asserted", "list-", "restriction-", "denied")


@pytest.mark.parametrize(("rule", "premises", "follows", "never"), W3C, ids=[case[0] for case in W3C])
def test_a_w3c_rule_alone_concludes_what_its_table_says(rule, premises, follows, never):
    rules = lines("owl2rl.rls")
    alone = [line for line in only(rules) if name(line) == rule]
    check(only(rules, *HELPERS) + alone, premises, follows, never)


@pytest.mark.parametrize(
    ("rule", "premises", "follows", "never"), EQUALITY, ids=[case[0] for case in EQUALITY]
)
def test_a_rule_of_equality_alone_concludes_what_its_table_says(rule, premises, follows, never):
    rules = lines("owl2rl.rls", "owl2rl-equality.rls")
    alone = [line for line in only(rules) if name(line) == rule]
    check(only(rules, *HELPERS) + alone, premises, follows, never)


@pytest.mark.parametrize(("rule", "premises", "follows", "never"), OURS, ids=[case[0] for case in OURS])
def test_our_rules_conclude_what_they_should_and_no_more(rule, premises, follows, never):
    check(only(lines("owl2rl.rls"), "asserted") + lines("cooperation.rls"), premises, follows, never)


def test_every_rule_has_a_case():
    tried = {case[0] for case in (*W3C, *EQUALITY, *OURS)}
    named = {name(rule) for file in RULES.glob("*.rls") for rule in only(lines(file.name))}
    assert {rule for rule in named if not rule.startswith(HELPERS)} == tried


def test_every_rule_is_tried_where_it_should_fire_and_where_it_should_not():
    cases = (*W3C, *EQUALITY, *OURS)
    fires = {rule for rule, _, follows, _ in cases if follows}
    rests = {rule for rule, _, _, never in cases if never}
    assert {case[0] for case in cases} - rests == set()
    # These only keep others from firing.
    sides = {"same-side", "same-side-agency", "same-side-unit", "same-side-successor"}
    assert {case[0] for case in cases} - fires == sides


@pytest.mark.parametrize("file", sorted(RULES.glob("*.rls")), ids=lambda file: file.stem)
def test_a_file_holds_one_rule_a_line_and_declares_its_prefixes(file):
    rule = r'#\[name\("[a-z0-9-]+"\)\] \w+\(.+\) :- .+ \.'
    for line in lines(file.name):
        assert not line or line.startswith(("%", "@prefix ")) or re.fullmatch(rule, line), line
    run(prefixes(file.name), [], only(lines("owl2rl.rls"), "asserted") + only(lines(file.name)))


def test_owlrl_concludes_the_same_from_the_same_premises():
    """All cases at once, each with names of its own; of contradictions it only speaks in words."""
    graph, wanted = Graph(), []
    for number, (rule, premises, follows, _) in enumerate((*W3C, *EQUALITY)):
        if {"value", "equal", "literal"}.intersection(premises.split()):
            continue
        names = {
            words[1]: Literal(int(words[0] == "one"), datatype=COUNT)
            for words in statements(premises)
            if len(words) == 2
        }

        def node(word: str, number: int = number, names: dict[str, Literal] = names) -> URIRef | Literal:
            if word in names:
                return names[word]
            return URIRef(iri(word) if ":" in word else f"{EX}{number}/{word}")

        for words in statements(premises):
            if len(words) == 3:
                graph.add(tuple(map(node, words)))
        wanted += [(rule, tuple(map(node, words))) for words in statements(follows) if words[0] != "!"]
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    assert [rule for rule, triple in wanted if triple not in graph] == []
