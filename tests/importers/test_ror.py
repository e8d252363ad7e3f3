"""Identifiers from the Research Organization Registry."""

from bench import ask, bring_in, tell, values

from spaceonto.workspace import Workspace


def test_an_organisation_gets_its_ror_id_by_its_wikidata_id(workspace: Workspace):
    tell(
        workspace, "data/agents/esa.ttl", "id:esa a sco:IntergovernmentalSpaceAgency ; owl:sameAs wd:Q42262 ."
    )
    bring_in("ror", workspace)
    assert values(workspace, "id:esa sco:rorId ?x") == {"https://ror.org/03wd9za21"}


def test_an_organisation_gets_its_wikidata_id_by_its_ror_id(workspace: Workspace):
    tell(
        workspace,
        "data/institutes/us.ttl",
        'id:la-sierra-university a sco:ResearchInstitute ; sco:rorId "https://ror.org/05g1rjn35" .',
    )
    bring_in("ror", workspace)
    assert ask(workspace, "id:la-sierra-university owl:sameAs wd:Q6465284 ; sco:linkCheckedDate ?d")


def test_another_year_of_beginning_is_noted_where_no_person_does(workspace: Workspace):
    for slug, file in (("firm", "companies"), ("agency", "agents")):
        tell(
            workspace,
            f"data/{file}/all.ttl",
            f'id:{slug} a sco:Organization ; sco:beginDate "1980-05-30"^^xsd:date ; '
            f"owl:sameAs wd:{'Q42262' if slug == 'firm' else 'Q6465284'} .",
        )
    bring_in("ror", workspace)
    assert values(workspace, "id:firm skos:note ?x") == {"ROR counts from 1975.@en"}
    assert values(workspace, "id:agency skos:note ?x") == set()


def test_no_organisation_is_made_from_the_registry_alone(workspace: Workspace):
    result, _ = bring_in("ror", workspace)
    assert values(workspace, "?o sco:rorId ?x") == set()
    assert any(
        "European Space Agency" in s.row and "no organisation here" in s.reason for s in result.skipped
    )


def test_a_withdrawn_record_is_left_out(workspace: Workspace):
    tell(workspace, "data/institutes/us.ttl", "id:starfleet a sco:Organization ; owl:sameAs wd:Q2451409 .")
    result, _ = bring_in("ror", workspace)
    assert not ask(workspace, "id:starfleet sco:rorId ?r")
    assert any("Starfleet Academy" in s.row and "withdrawn" in s.reason for s in result.skipped)


def test_a_launch_site_is_no_organisation(workspace: Workspace):
    tell(
        workspace,
        "data/assets/sites.ttl",
        "id:guiana-space-centre a sco:GroundFacility ; owl:sameAs wd:Q308987 .",
    )
    bring_in("ror", workspace)
    assert not ask(workspace, "id:guiana-space-centre sco:rorId ?r")
