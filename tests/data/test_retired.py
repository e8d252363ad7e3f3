"""Names that were given up: each still leads to what is said now."""

from asking import count, found
from pyoxigraph import Store

OF_A_THING = '?old dcterms:isReplacedBy ?new FILTER(STRSTARTS(STR(?old), "https://w3id.org/spaceonto/id/"))'


def test_a_retired_name_leads_in_one_step_to_something_that_is_described(asserted: Store):
    assert count(asserted, f"{OF_A_THING} BIND(?old AS ?x)") > 100
    assert found(asserted, f"{OF_A_THING} BIND(?old AS ?x) FILTER(!EXISTS {{ ?new a ?kind }})") == set()


def test_a_retired_name_is_used_for_nothing_else(asserted: Store):
    assert found(asserted, f"{OF_A_THING} BIND(?old AS ?x) FILTER(EXISTS {{ ?old a ?kind }})") == set()
    assert found(asserted, f"{OF_A_THING} BIND(?old AS ?x) FILTER(EXISTS {{ ?any ?tells ?old }})") == set()


def test_a_retired_relationship_leads_to_one_of_its_kind(asserted: Store):
    kinds = (
        "commitment|contribution|crew|finding|membership|participation|partnership|registration|signature|"
        "status"
    )
    kind = f'REPLACE(STR(?{{}}), "^.*--({kinds})(--.*)?$", "$1")'
    other = f'{OF_A_THING} FILTER(CONTAINS(STR(?old), "--") && {kind.format("old")} != {kind.format("new")})'
    assert found(asserted, f"{other} BIND(?old AS ?x)") == set()
