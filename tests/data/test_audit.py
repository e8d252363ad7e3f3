"""Two hundred facts drawn by a seed were looked up again: what was wrong is gone, what was right stays."""

import csv
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

from audit.sample import KINDS, SEED, lot
from pyoxigraph import Store

from spaceonto.terms import PREFIXES

HERE = Path(__file__).parent / "audit"
ROOT = Path(__file__).resolve().parents[2]
VERDICTS = ("right", "wrong", "not verifiable", "not looked up")
HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def verdicts() -> list[dict[str, str]]:
    return read("verdicts.tsv")


def read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def stated(store: Store, row: dict[str, str]) -> bool:
    value = row["o"] if row["o"].split(":")[0] in PREFIXES else "?value"
    test = "" if value != "?value" else f'FILTER(STR(?value) = "{row["o"]}")'
    return bool(store.query(HEAD + f"ASK {{ {row['s']} {row['p']} {value} {test} }}"))


def cited(store: Store, row: dict[str, str]) -> bool:
    sources = f"VALUES ?source {{ {row['sources']} }}"
    return bool(store.query(HEAD + f"ASK {{ {sources} {row['s']} sco:source ?source }}"))


def test_two_hundred_facts_of_all_kinds_have_a_verdict_and_say_what_the_source_says() -> None:
    counted = Counter(row["kind"] for row in verdicts())
    assert counted == {kind: size for kind, (size, _, _) in KINDS.items()}
    assert len({(row["s"], row["p"], row["o"]) for row in verdicts()}) == 200
    assert {row["verdict"] for row in verdicts()} <= set(VERDICTS)
    assert all(row["note"] and row["date"] and row["sources"] for row in verdicts())


def test_the_facts_were_drawn_by_the_seed_and_not_chosen() -> None:
    """Within a kind they stand in the order of their lots, which nobody can steer; a seed names its draw."""
    drawn = read("history.tsv") + [row | {"draw": SEED} for row in verdicts()]
    for (seed, _), run in groupby(drawn, lambda row: (row["draw"], row["kind"])):
        lots = [lot((row["s"], row["p"], row["o"]), seed) for row in run]
        assert lots == sorted(lots)


def draws() -> list[Counter[str]]:
    """The verdicts of each draw of 200, with those of the smaller ones after it; the last is the table's."""
    found: list[Counter[str]] = []
    for _, run in groupby(read("history.tsv"), lambda row: row["draw"]):
        counted = Counter(row["verdict"] for row in run)
        if counted.total() == 200:
            found.append(counted)
        else:
            found[-1] += counted
    return [*found, Counter(row["verdict"] for row in verdicts())]


def test_the_data_paper_tells_what_the_tables_have() -> None:
    told = " ".join((ROOT / "docs" / "data.md").read_text(encoding="utf-8").split())
    assert ", ".join(f"{draws()[-1][verdict]} {verdict}" for verdict in VERDICTS) in told
    assert f"{len(read('to_look_up.tsv'))} entries" in told


def test_the_data_paper_tells_of_every_draw() -> None:
    paper = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    start = paper.index("| draw | " + " | ".join(VERDICTS))
    rows = re.findall(r"^\| .+?((?: \| \d+){4}) \|$", paper[start:].split("\n\n")[0], re.M)
    told = [[int(cell) for cell in row.split(" | ")[1:]] for row in rows]
    assert told == [[counted[verdict] for verdict in VERDICTS] for counted in draws()]


def test_draws_that_found_errors_are_kept_with_their_verdicts() -> None:
    """The table shows the last draw; what others found is not forgotten."""
    found = Counter(row["verdict"] for row in read("history.tsv"))
    assert found["wrong"] and found.keys() <= set(VERDICTS)


def test_what_is_still_to_be_looked_up_is_in_the_data_or_said_to_be_left_out(asserted: Store):
    """A row without property asks about the node as a whole."""
    asked = read("to_look_up.tsv")
    assert [row["s"] for row in asked if not asserted.query(HEAD + f"ASK {{ {row['s']} a ?kind }}")] == []
    facts = [row for row in asked if row["p"]]
    left_out = [row for row in facts if row["question"].startswith("Left out: ")]
    assert [row for row in facts if stated(asserted, row) == (row in left_out)] == []
    assert [row for row in asked if "?" not in row["question"]] == []


def test_what_was_wrong_is_stated_no_longer_or_not_from_that_source(asserted: Store) -> None:
    wrong = [row for row in verdicts() + read("history.tsv") if row["verdict"] == "wrong"]
    assert [row["s"] for row in wrong if stated(asserted, row) and cited(asserted, row)] == []


def test_what_was_right_is_still_stated(asserted: Store) -> None:
    """A fact that changes after the audit has to be looked up again, and its verdict with it."""
    right = [row for row in verdicts() if row["verdict"] == "right"]
    assert [(row["s"], row["p"], row["o"]) for row in right if not stated(asserted, row)] == []
