"""A release is made from the files, whole or not at all, and never changes."""

import hashlib
import importlib.util
import json
import time

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store

from small_workspace import ONTOLOGY, write
from spaceonto import terms
from spaceonto.cli import main
from spaceonto.release import Options, build, current, diff, prune, releases
from spaceonto.workspace import WorkspaceError

NO_REASONING = Options(reasoner="none")
PART_OF = f"<{terms.SCO}partOf> <https://w3id.org/spaceonto/id/c>"
MOON = 'id:moon a sco:Place ; rdfs:label "Moon"@en .'


def lines(release, name):
    return (release.folder / name).read_text("utf-8").splitlines()


def test_a_release_holds_what_is_stated_and_what_follows(workspace):
    outcome = build(workspace)
    assert outcome.is_new and outcome.report.conforms
    store = Store()
    store.load(path=outcome.release.folder / "asserted.nq", format=RdfFormat.N_QUADS)
    assert {graph.value for graph in store.named_graphs()} == {
        terms.GRAPH + "ontology/spaceonto",
        terms.GRAPH + "data/agents",
    }
    a, agent = f"<{terms.RDF}type>", f"<{terms.SCO}Agent>"
    assert lines(outcome.release, "inferred.nt") == [
        f"<{terms.ID}esa> {a} {agent} .",
        f"<{terms.ID}nasa> {a} {agent} .",
    ]


def test_the_manifest_says_what_went_in_and_what_came_out(workspace):
    release = build(workspace).release
    manifest = json.loads((release.folder / "manifest.json").read_text("utf-8"))
    assert manifest["digest"] == release.folder.name == release.digest
    asserted = len(lines(release, "asserted.nq"))
    assert manifest["counts"]["asserted"] == asserted == sum(manifest["counts"]["graphs"].values())
    assert manifest["counts"]["inferred"] == len(lines(release, "inferred.nt")) == 2
    assert manifest["inputs"]["files"] == 3 + len(list((workspace.ontology / "rules").iterdir()))
    assert manifest["seconds"].keys() == {"read", "check", "reason", "write", "describe", "total"}
    assert {"python", "spaceonto", "pyoxigraph", "nemo-python", "pyshifty"} <= manifest["versions"].keys()
    assert 0 < manifest["peak memory in MiB"]["program"] < 2000
    for name, told in manifest["files"].items():
        assert told["sha256"] == hashlib.sha256((release.folder / name).read_bytes()).hexdigest()


def test_nothing_is_done_when_nothing_has_changed(workspace):
    first = build(workspace, NO_REASONING)
    before = time.perf_counter()
    again = build(workspace, NO_REASONING)
    assert time.perf_counter() - before < 0.5
    assert not again.is_new and again.release.folder == first.release.folder


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("data/places.ttl", MOON),
        ("ontology/more.ttl", 'sco:Moon rdfs:subClassOf sco:Place ; rdfs:label "moon"@en ; a owl:Class .'),
        ("shapes/more.ttl", "shape:more a sh:NodeShape ."),
    ],
)
def test_any_change_of_a_file_makes_another_release(workspace, path, text):
    first = build(workspace, NO_REASONING).release
    write(workspace, path, text)
    second = build(workspace, NO_REASONING).release
    assert second.digest != first.digest and current(workspace).digest == second.digest
    (workspace.root / path).unlink()
    third = build(workspace, NO_REASONING)
    assert third.release.digest == first.digest and not third.is_new


def test_a_change_of_the_rules_makes_another_release(workspace):
    first = build(workspace, NO_REASONING).release
    with (workspace.ontology / "rules" / "owl2rl.rls").open("a") as rules:
        rules.write("% one more remark\n")
    assert build(workspace, NO_REASONING).release.digest != first.digest


def test_a_release_can_be_built_again_by_force_without_touching_the_one_before(workspace):
    first = build(workspace, NO_REASONING).release
    again = build(workspace, NO_REASONING, force=True)
    assert again.is_new and again.release.digest == first.digest
    assert again.release.folder != first.folder and (first.folder / "manifest.json").exists()
    for name in ("asserted.nq", "inferred.nt"):
        assert lines(again.release, name) == lines(first, name)


def test_owlrl_makes_the_same_release_as_nemo(workspace):
    write(workspace, "data/parts.ttl", 'id:a sco:partOf id:b . id:b sco:partOf id:c ; rdfs:label "b"@en .')
    nemo = build(workspace).release
    owlrl = build(workspace, Options(reasoner="owlrl")).release
    for name in ("asserted.nq", "inferred.nt", "anonymous.nt"):
        assert lines(owlrl, name) == lines(nemo, name)


@pytest.fixture
def without_nemo(monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == "nmo_python" else found(name, *more)
    )


def run(workspace, *arguments):
    result = CliRunner().invoke(main, ["--workspace", str(workspace.root), *arguments])
    assert "Traceback" not in result.output
    return result


def test_where_nemo_is_missing_each_verb_says_the_way_out_and_takes_it(workspace, without_nemo):
    write(workspace, "data/parts.ttl", 'id:a sco:partOf id:b . id:b sco:partOf id:c ; rdfs:label "b"@en .')
    for verb in (["build"], ["check", "--profile", "contributor"], ["reason"]):
        refused = run(workspace, *verb)
        assert refused.exit_code == 2 and "Use --reasoner owlrl" in refused.stderr, refused.output
        taken = run(workspace, *verb, "--reasoner", "owlrl")
        assert taken.exit_code == 0, taken.output
    assert "owlrl gives the same" in run(workspace, "build", "--reasoner", "owlrl", "--force").stderr
    release = current(workspace)
    assert release.manifest["options"]["reasoner"] == "owlrl"
    assert f"<https://w3id.org/spaceonto/id/a> {PART_OF} ." in lines(release, "inferred.nt")


def test_with_identity_what_wikidata_calls_a_thing_shares_its_facts(workspace):
    item = "<http://www.wikidata.org/entity/Q23548>"
    write(workspace, "data/links/agents.ttl", f"id:nasa owl:sameAs {item} .")
    plain = build(workspace).release
    assert not any(item in line for line in lines(plain, "inferred.nt"))
    for reasoner in ("nemo", "owlrl"):
        linked = build(workspace, Options(reasoner=reasoner, sameas=True)).release
        kinds = [
            line for line in lines(linked, "inferred.nt") if line.startswith(f"{item} <{terms.RDF}type>")
        ]
        assert sorted(line.split()[2].strip("<>").removeprefix(terms.SCO) for line in kinds) == [
            "Agent",
            "SpaceAgency",
        ]
        assert lines(linked, "asserted.nq") == lines(plain, "asserted.nq")


@pytest.mark.parametrize(
    ("text", "check", "part", "line"),
    [
        ('id:x a sco:Agent ; rdfs:label "x .', "syntax", "", 9),
        ("id:x a sco:SpaceAgncy .", "unknown-term", "SpaceAgncy", 9),
        ("id:x a sco:SpaceAgency .", "label", "no label", 9),
        ('id:nasa a sco:Place ; rdfs:label "x"@en .', "contradiction", "NASA is a place (data/bad.ttl:9)", 9),
        ("sco:partOf a owl:ReflexiveProperty .", "uncovered-axiom", "owl:ReflexiveProperty", 9),
    ],
)
def test_what_is_wrong_is_refused_with_its_line_and_the_release_stays(workspace, text, check, part, line):
    first = build(workspace).release
    write(workspace, "data/bad.ttl", text)
    outcome = build(workspace)
    assert outcome.release is None and not outcome.report.conforms
    found = [finding for finding in outcome.report.findings if finding.check == check]
    assert [(f.file, f.line) for f in found] == [("data/bad.ttl", line)]
    assert part in found[0].message and found[0].advice
    assert current(workspace).digest == first.digest
    assert {path.name for path in workspace.releases.iterdir()} == {first.digest, "current", "lock"}


def test_a_contradiction_names_every_statement_and_the_axiom(workspace):
    write(workspace, "data/bad.ttl", "id:nasa a sco:Place .")
    (finding,) = build(workspace).report.findings
    assert finding.message == (
        "these statements contradict each other: NASA is a space agency (data/agents.ttl:10), and "
        "NASA is a place (data/bad.ttl:9); for nothing is both an agent and a place "
        "(ontology/spaceonto.ttl:11), and every space agency is an agent (ontology/spaceonto.ttl:13)"
    )


def test_only_the_newest_releases_are_kept_and_the_current_one(workspace):
    made = []
    for number in range(5):
        write(workspace, "data/more.ttl", f'id:n{number} a sco:Place ; rdfs:label "{number}"@en .')
        made.append(build(workspace, NO_REASONING, keep=10).release)
        time.sleep(1.01)  # the manifest tells whole seconds
    assert [release.digest for release in releases(workspace)] == [r.digest for r in reversed(made)]
    (workspace.releases / "current").write_text(made[0].folder.name)
    gone = prune(workspace, keep=2)
    assert {path.name for path in gone} == {made[1].digest, made[2].digest}
    assert {r.digest for r in releases(workspace)} == {made[i].digest for i in (0, 3, 4)}


def test_two_releases_are_compared_triple_by_triple(workspace):
    first = build(workspace).release
    write(workspace, "data/jaxa.ttl", 'id:jaxa a sco:SpaceAgency ; rdfs:label "JAXA"@en .')
    write(workspace, "data/agents.ttl", 'id:nasa a sco:SpaceAgency ; rdfs:label "NASA"@en .')
    changes = diff(first, build(workspace).release)
    a = f"<{terms.RDF}type>"
    assert len(changes.stated) == 2 and all("jaxa" in line for line in changes.stated)
    assert len(changes.no_longer_stated) == 3
    assert changes.inferred == (f"<{terms.ID}jaxa> {a} <{terms.SCO}Agent> .",)
    assert changes.no_longer_inferred == (f"<{terms.ID}esa> {a} <{terms.SCO}Agent> .",)


def test_a_damaged_release_is_no_release(workspace):
    release = build(workspace, NO_REASONING).release
    (release.folder / "manifest.json").write_text("{")
    assert current(workspace) is None and releases(workspace) == []
    assert build(workspace, NO_REASONING).is_new


def test_without_data_one_sentence_says_so(workspace):
    (workspace.data / "agents.ttl").unlink()
    workspace.data.rmdir()
    with pytest.raises(WorkspaceError, match="data is missing, so there is nothing to build from"):
        build(workspace)
    assert not workspace.releases.exists()


def test_without_rules_or_shapes_one_sentence_says_so(workspace):
    for file in (workspace.ontology / "rules").iterdir():
        file.unlink()
    with pytest.raises(WorkspaceError, match="holds no rule file"):
        build(workspace)
    (workspace.shapes / "profile-contributor.ttl").unlink()
    (workspace.ontology / "rules" / "own.rls").write_text(
        '#[name("asserted")] triple(?s, ?p, ?o) :- asserted(?s, ?p, ?o) .'
    )
    with pytest.raises(WorkspaceError, match=r"profile-contributor\.ttl is missing"):
        build(workspace)


def test_files_that_change_while_they_are_read_are_read_again(workspace):
    changes = iter([MOON, ""])

    def meddle(step, done, total):
        if step == "check" and (text := next(changes, None)):
            write(workspace, "data/places.ttl", text)

    outcome = build(workspace, NO_REASONING, progress=meddle)
    assert outcome.is_new
    assert any("moon" in line for line in lines(outcome.release, "asserted.nq"))
    assert build(workspace, NO_REASONING).is_new is False


def test_the_ontology_alone_counts_too(workspace):
    write(workspace, "ontology/spaceonto.ttl", ONTOLOGY.replace("owl:disjointWith sco:Place .", "."))
    write(workspace, "data/bad.ttl", "id:nasa a sco:Place .")
    assert build(workspace).is_new
