"""`spaceonto why`: the proof of a fact down to file, line and source, or what is missing for it."""

import json
import re
from math import inf
from pathlib import Path
from time import process_time

import pytest
import rdflib
from click.testing import CliRunner, Result

from spaceonto import terms
from spaceonto.cli import main
from spaceonto.explain import Knowledge, as_json, as_text, as_turtle, asked, explain, known, written
from spaceonto.explain.explanation import Step
from spaceonto.reason.nearest import nearest
from spaceonto.reason.solve import OutOfTimeError
from spaceonto.release import current
from spaceonto.workspace import Workspace

COOPERATES = "id:nasa", "sco:cooperatesWith", "id:esa"
PROV = rdflib.Namespace(terms.PROV)
SH = rdflib.Namespace(terms.SH)


def told(knowledge: Knowledge, *texts: str, **options):
    return explain(knowledge, asked(knowledge.facts, *texts), **options)


def why(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(workspace.root), "why", *arguments])


def steps(step: Step):
    yield step
    for premise in step.premises:
        yield from steps(premise)


def test_a_proof_is_told_in_english_with_rules_axioms_lines_and_sources(copy: Workspace) -> None:
    result = why(copy, *COOPERATES)
    assert result.exit_code == 0, result.output
    for line in (
        "NASA cooperates with ESA.",
        "This is not stated, but follows.",
        "Why (7 steps, from 4 stated facts):",
        "by cooperates-with: two that take part directly in one activity cooperate, unless one belongs",
        "├─ Webb has NASA as a direct participant",
        "by prp-inv2: one property is the other seen from the other end",
        "since “has direct participant” is “takes part in” seen from the other end (ontology/participation",
        "since “has participation”, then “participation in” together make “takes part in” (ontology/",
        "NASA has the participation “Webb: NASA”",
        "the participation “Webb: NASA” is a participation in Webb",
        "source: An example (id:source-example)",
    ):
        assert line in result.output
    assert "is an unnamed" not in result.output


def test_every_line_that_is_named_holds_what_it_is_named_for(knowledge: Knowledge, built) -> None:
    workspace, _ = built
    seen = 0
    for question in (COOPERATES, ("id:nasa", "a", "sco:PublicActor"), ("id:jaxa", "sco:leads", "id:webb")):
        for proof in told(knowledge, *question).proofs:
            for leaf in proof.leaves():
                for place in leaf.places:
                    line = (workspace.root / place.file).read_text("utf-8").splitlines()[place.line - 1]
                    value = leaf.triple.object
                    name = terms.short(value.value) if hasattr(value, "value") else ""
                    if re.match(r"(id|sco):", name):
                        assert line[place.column - 1 :].startswith(name)
                        seen += 1
                    assert place.changed is False
    assert seen > 5


def test_what_is_stated_in_two_files_names_both_and_each_source_once(knowledge: Knowledge) -> None:
    (leaf,) = told(knowledge, "id:nasa", "rdfs:label", '"NASA"@en').proofs
    assert [place.file for place in leaf.places] == ["data/agents/again.ttl", "data/agents/agencies.ttl"]
    assert [source.title for source in leaf.sources] == ["An example"]


def test_a_number_is_found_however_it_is_spelt(knowledge: Knowledge) -> None:
    (leaf,) = told(knowledge, "id:nasa", "sco:catalogNumber", "7").proofs
    (place,) = leaf.places
    assert (place.file, place.line > 0) == ("data/agents/agencies.ttl", True)


def test_all_proofs_come_smaller_ones_first_up_to_the_limit(knowledge: Knowledge) -> None:
    found = told(knowledge, "id:nasa", "a", "sco:Agent", every=True, limit=50)
    sizes = [proof.steps for proof in found.proofs]
    assert len(sizes) > 3
    assert sizes == sorted(sizes)
    assert len(set(found.proofs)) == len(sizes)
    few = told(knowledge, "id:nasa", "a", "sco:Agent", every=True, limit=2)
    assert (len(few.proofs), few.more) == (2, True)
    assert "There are more proofs than these." in as_text(few)


def test_what_is_missing_is_told_down_to_what_somebody_would_state(copy: Workspace) -> None:
    result = why(copy, "id:nasa", "sco:cooperatesWith", "id:isro")
    assert result.exit_code == 1
    assert "neither stated nor does it follow. It may still be true" in result.output
    assert "would follow by cooperates-with" in result.output
    assert "+ holds: Webb has NASA as a direct participant" in result.output
    missing = re.findall(r"- missing: (.*)", result.output)
    assert len(missing) == 2
    assert re.fullmatch(r"some (\?\w+) has ISRO as a participant", missing[0])
    assert re.fullmatch(r"some (\?\w+) is a participation in Webb", missing[1])
    assert missing[0].split()[1] == missing[1].split()[1], "both are about the same record"


def test_what_speaks_against_is_told(knowledge: Knowledge) -> None:
    text = as_text(told(knowledge, "id:jaxa", "sco:cooperatesWith", "id:nasda"))
    assert "! but: JAXA and NASDA count as one side" in text
    alone = as_text(told(knowledge, "id:nasa", "sco:cooperatesWith", "id:nasa"))
    assert "! but: NASA would have to be two different things" in alone


def test_what_nothing_speaks_against_is_shown_before_what_something_does(knowledge: Knowledge) -> None:
    (first, *_) = told(knowledge, "id:webb", "a", "sco:PublicPrivatePartnership").nearest
    assert first.against == ()
    assert [condition.sentence.endswith("is a company") for condition in first.missing] == [True]
    actors = {step.triple.subject for step in first.held if step.sentence.endswith("is a public actor")}
    assert not actors & {condition.nodes[0] for condition in first.missing}


def test_a_fact_is_not_explained_by_itself_the_other_way_round(knowledge: Knowledge) -> None:
    for other in ("id:isro", "id:nasda"):
        found = told(knowledge, "id:jaxa", "sco:cooperatesWith", other).nearest
        assert found
        assert "prp-symp" not in {missing.rule for missing in found}


@pytest.mark.parametrize(
    "property_", ["owl:sameAs", "owl:differentFrom", "a", "rdfs:subClassOf", "sco:party"]
)
@pytest.mark.parametrize("value", ["id:webb", "sco:Agent", "owl:Thing", '"text"@en', "7"])
def test_whatever_does_not_hold_is_explained_before_long(
    knowledge: Knowledge, property_: str, value: str
) -> None:
    start = process_time()
    explanation = told(knowledge, "id:isro", property_, value)
    assert explanation.status == "unknown" or value == "sco:Agent"
    assert (value == "owl:Thing") == any("everything is a thing" in note for note in explanation.notes)
    for form in ("text", "json", "html", "turtle"):
        assert written(explanation, form)
    assert process_time() - start < 5


def test_a_search_that_takes_too_long_is_given_up(knowledge: Knowledge) -> None:
    goal = ("triple", tuple(asked(knowledge.facts, "id:nasa", "sco:cooperatesWith", "id:isro")))
    assert nearest(knowledge.solver, goal, seconds=-1) == []
    assert nearest(knowledge.solver, goal)
    knowledge.solver.end = 0
    try:
        with pytest.raises(OutOfTimeError):
            list(knowledge.solver.derivations(("triple", tuple(asked(knowledge.facts, *COOPERATES)))))
    finally:
        knowledge.solver.end = inf


def test_a_condition_that_is_no_triple_is_put_into_words(knowledge: Knowledge) -> None:
    text = as_text(told(knowledge, "id:isro", "a", "sco:InternationalActivity"))
    assert re.search(r"missing: some \?\w+ is the state some \?\w+, an agency of it, or based in it", text)


def test_a_place_is_looked_for_anew_when_its_file_changes(copy: Workspace) -> None:
    knowledge = known(copy, current(copy))
    question = "id:webb", "a", "sco:RoboticMission"
    (before,) = told(knowledge, *question).proofs[0].places
    assert told(knowledge, *question).proofs[0].places == (before,)
    file = copy.root / before.file
    file.write_text("\n" + file.read_text("utf-8"), "utf-8")
    (after,) = told(knowledge, *question).proofs[0].places
    assert (after.line, after.changed) == (before.line + 1, True)


def test_each_missing_condition_would_give_the_fact(copy: Workspace) -> None:
    """The words keep their promise: who states what is missing gets the fact."""
    (copy.root / "data/activities/more.ttl").write_text(
        "PREFIX id: <https://w3id.org/spaceonto/id/>\nPREFIX sco: <https://w3id.org/spaceonto/ns#>\n"
        "id:y sco:participant id:isro ; sco:participationIn id:webb .\n"
    )
    assert CliRunner().invoke(main, ["--workspace", str(copy.root), "build"]).exit_code == 0
    assert why(copy, "id:nasa", "sco:cooperatesWith", "id:isro").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("id:nasaa", "a", "sco:Agent"),
            "nothing called id:nasaa (the subject). Did you mean id:nasa (NASA)",
        ),
        (
            ("id:nasa", "sco:cooperatWith", "id:esa"),
            "sco:cooperatWith (the property). Did you mean sco:coope",
        ),
        (("id:nasa", "a", "sco:Agnt"), "sco:Agnt (the object). Did you mean sco:Agent (agent)"),
        (("nasa", "a", "sco:Agent"), "nasa has no prefix, so it is no name. Did you mean id:nasa (NASA)"),
        (("id:nasa", "sco:acronym", "NASA"), "A text is written in quotation marks: '\"NASA\"'."),
        (("foo:nasa", "a", "sco:Agent"), "The prefix of foo:nasa is not known. Known are concept:"),
        (("_:b", "a", "sco:Agent"), "_:b has no name that could be asked about"),
        (("", "a", "sco:Agent"), "The subject is missing"),
        (("id:nasa", "sco:acronym", '"a"^^foo:x'), "is no literal"),
        (("<https://nobody.org/x>", "a", "sco:Agent"), "nothing called https://nobody.org/x (the subject)"),
        (("<http://a b>", "a", "sco:Agent"), "has no prefix"),
    ],
)
def test_a_name_that_cannot_be_used_is_told_with_the_nearest(
    knowledge: Knowledge, built, arguments: tuple[str, ...], message: str
) -> None:
    result = why(built[0], *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("text", "value", "ending"),
    [
        ('"NASA"@en', "NASA", "en"),
        ('"1998"^^xsd:gYear', "1998", "gYear"),
        ('"a \\"b\\" \\n"', 'a "b" \n', "string"),
        ("-3", "-3", "integer"),
        ("2.50", "2.50", "decimal"),
        ("true", "true", "boolean"),
        ('"x"^^<http://www.w3.org/2001/XMLSchema#token>', "x", "token"),
    ],
)
def test_a_literal_is_read_as_turtle_has_it(knowledge: Knowledge, text: str, value: str, ending: str) -> None:
    found = asked(knowledge.facts, "id:nasa", "rdfs:label", text).object
    assert found.value == value
    assert (found.language or found.datatype.value).endswith(ending)


def test_the_json_has_everything_that_the_text_says(knowledge: Knowledge) -> None:
    explanation = told(knowledge, *COOPERATES)
    found = json.loads(written(explanation, "json"))
    assert found == as_json(explanation)
    assert (found["status"], found["proofs"][0]["rule"]) == ("inferred", "cooperates-with")
    assert found["triple"]["object"] == {"type": "uri", "value": terms.ID + "esa"}
    waiting, leaves = [*found["proofs"]], []
    while waiting:
        step = waiting.pop()
        waiting += step.get("premises", ())
        leaves += [] if "premises" in step else [step]
    assert all(place["file"].endswith(".ttl") for leaf in leaves for place in leaf["stated"])
    named = {source["title"] for leaf in leaves for source in leaf["sources"]}
    assert named == {"An example"}


def test_the_turtle_derives_each_step_from_its_premises_by_its_rule(knowledge: Knowledge) -> None:
    explanation = told(knowledge, *COOPERATES)
    graph = rdflib.Graph().parse(data=as_turtle(explanation), format="turtle")

    def node(step: Step):
        s, p, o = (rdflib.util.from_n3(str(term)) for term in step.triple)
        if isinstance(o, rdflib.BNode) or isinstance(s, rdflib.BNode):
            return None
        found = graph.subjects(rdflib.RDF.subject, s)
        return next(
            n for n in found if {(n, rdflib.RDF.predicate, p), (n, rdflib.RDF.object, o)} <= set(graph)
        )

    for step in steps(explanation.proofs[0]):
        here = node(step)
        if here is None:
            continue
        rule = graph.value(here, SH.sourceRule)
        assert (str(graph.value(rule, rdflib.RDFS.label)) if rule else "") == step.rule
        derived = set(graph.objects(here, PROV.wasDerivedFrom))
        assert {node(premise) for premise in step.premises} - {None} <= derived
        for place in step.places:
            assert rdflib.URIRef(terms.GRAPH + place.file.removesuffix(".ttl")) in derived
        for source in step.sources:
            assert (here, PROV.hadPrimarySource, rdflib.URIRef(source.iri)) in graph


def test_the_page_escapes_what_the_data_say(knowledge: Knowledge) -> None:
    text = written(told(knowledge, "id:isro", "skos:note", '"a <b>bold</b> \\"note\\""@en'), "html")
    assert "<b>" not in text
    assert "&lt;b&gt;bold" in text


def test_a_file_that_has_changed_since_is_told_and_its_line_is_that_of_today(copy: Workspace) -> None:
    file = copy.root / "data/activities/webb.ttl"
    before = why(copy, *COOPERATES).output
    line = int(re.search(r"webb.ttl:(\d+)", before)[1])
    file.write_text("\n\n\n" + file.read_text("utf-8"), "utf-8")
    after = why(copy, *COOPERATES).output
    assert f"webb.ttl:{line + 3} (the file has changed since the release)" in after
    assert "(the file has changed since the release)" not in before


def test_what_a_file_states_no_longer_is_told(copy: Workspace) -> None:
    file = copy.root / "data/activities/webb.ttl"
    file.write_text(
        file.read_text("utf-8").replace("sco:participant id:esa", "sco:participant id:isro"), "utf-8"
    )
    assert "webb.ttl stated it, but does so no longer" in why(copy, *COOPERATES).output
    file.write_text("this is no Turtle", "utf-8")
    assert "webb.ttl stated it, but does so no longer" in why(copy, *COOPERATES).output
    file.unlink()
    assert why(copy, *COOPERATES).exit_code == 0


def test_a_release_of_an_older_program_says_nothing_of_changes(copy: Workspace) -> None:
    release = current(copy)
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    del manifest["inputs"]["digests"]
    (release.folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    file = copy.root / "data/activities/webb.ttl"
    file.write_text(file.read_text("utf-8") + "\n# more\n", "utf-8")
    result = why(copy, *COOPERATES)
    assert result.exit_code == 0
    assert "changed" not in result.output


def test_rules_that_are_gone_are_told(copy: Workspace, tmp_path: Path) -> None:
    for file in (copy.ontology / "rules").iterdir():
        file.unlink()
    result = why(copy, *COOPERATES)
    assert result.exit_code == 2
    assert "holds no rule file" in result.output
