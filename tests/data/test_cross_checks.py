"""Facts of different sources held against each other: what cannot both be true is not both stated."""

import calendar
import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Store

from spaceonto.terms import CONCEPT, ID, PREFIXES, WD

HEAD = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
SEEN_ELSEWHERE = Path(__file__).parent / "items_in_second_sources.tsv"

# Satellites that were carried to a station or a freighter and let go from it bear its designator.
LET_GO_FROM = {"1986-017": "Mir", "1998-067": "the International Space Station", "2019-022": "Cygnus NG-11"}
# Projects that bear one launch date and use spacecraft launched on others.
SEVERAL_LAUNCHES = {"double-star-mission", "cluster-ii-mission", "change-4-mission"}
BEFORE_MEMBERSHIP = {
    "switzerland": "joined the United Nations in 2002",
    "south-korea": "joined the United Nations in 1991",
    "north-korea": "joined the United Nations in 1991",
    "west-germany": "joined the United Nations in 1973",
    "germany": "the Federal Republic, which joined the United Nations in 1973",
    "liechtenstein": "joined the United Nations in 1990",
    "san-marino": "joined the United Nations in 1992",
    "tonga": "joined the United Nations in 1999",
    "east-germany": "joined the United Nations in 1973",
}
SIGNED_BEFORE_ITS_PARENT = {
    ("nasa-asi-mplm-1997", "iss-intergovernmental-agreement"): "signed under the agreement of 1988",
}
# GCAT's list of launches goes on with the code of an organisation whose successor it doubts.
LAUNCHED_AFTER_ITS_END = {"mcdonnell-douglas-hb": "a launch of May 1997, given to its code"}
# The list of astronauts names the Soviet Union alone for those who began there.
FLEW_ON = {
    "valery-ryumin",
    "vladimir-titov",
    "gennady-strekalov",
    "alexander-viktorenko",
    "aleksandr-serebrov",
}


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return [
        tuple("" if term is None else term.value.removeprefix(ID) for term in row)
        for row in store.query(HEAD + "SELECT DISTINCT " + query)
    ]


def earliest(day: str) -> date:
    return date.fromisoformat(day)


def latest(day: str, precision: str) -> date:
    """The last day that a date can mean: 1998-01-01 with the precision of a year is any day of it."""
    first = date.fromisoformat(day)
    if precision == CONCEPT + "date-precision-year":
        return date(first.year, 12, 31)
    if precision == CONCEPT + "date-precision-decade":
        return date(first.year + 9, 12, 31)
    if precision == CONCEPT + "date-precision-approximate":
        return date(first.year + 2, 12, 31)
    if precision == CONCEPT + "date-precision-month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def before(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Those rows whose first date lies surely before the second; each is followed by its precision."""
    return [row for row in found if latest(row[-4], row[-3]) < earliest(row[-2])]


def dated(variable: str, properties: str) -> str:
    """A pattern: the date of a thing as ?<v>d and its precision as ?<v>p."""
    precision = "sco:endPrecision" if "endDate" in properties else "sco:beginPrecision|sco:datePrecision"
    return f"?{variable} {properties} ?{variable}d . OPTIONAL {{ ?{variable} {precision} ?{variable}p }} "


def dates(first: str, second: str) -> str:
    return f"?{first} ?{second} ?{first}d ?{first}p ?{second}d ?{second}p"


# Launches


def test_a_designator_names_the_launch(asserted: Store):
    found = rows(asserted, "?x ?c ?tag { ?x sco:cosparId ?c ; sco:launchedIn/sco:launchTag ?tag }")
    assert len(found) > 3000
    other = [(x, c, tag) for x, c, tag in found if c[:8] != tag]
    assert [row for row in other if row[1][:8] not in LET_GO_FROM] == []
    assert [row for row in other if row[2] < row[1][:8]] == []


def test_a_designator_begins_with_the_year_of_the_launch(asserted: Store):
    found = rows(asserted, "?x ?c ?d { ?x sco:cosparId ?c ; sco:launchDate ?d }")
    assert [row for row in found if row[1][:4] != row[2][:4] and row[1][:8] not in LET_GO_FROM] == []


def test_launches_of_a_year_are_numbered_in_their_order(asserted: Store):
    found = sorted(rows(asserted, "?tag ?d { ?x a sco:Launch ; sco:launchTag ?tag ; sco:launchDate ?d }"))
    numbered = [(tag, day) for tag, day in found if tag[5:].isdigit()]
    assert len(numbered) > 900
    wrong = [(a, b) for a, b in pairwise(numbered) if a[0][:4] == b[0][:4] and a[1] > b[1]]
    assert wrong == []


def test_satellite_launch_and_mission_agree_on_the_day(asserted: Store):
    launch = "?x ?d ?e { ?x sco:launchDate ?d ; sco:launchedIn/sco:launchDate ?e FILTER(?d != ?e) }"
    assert rows(asserted, launch) == []
    craft = "?a sco:cosparId ?c ; sco:launchDate ?e FILTER(?d != ?e)"
    mission = "?m { ?m sco:launchDate ?d ; sco:usesAsset ?a . " + craft + " }"
    assert {m for (m,) in rows(asserted, mission)} <= SEVERAL_LAUNCHES


def test_two_things_share_a_designator_only_as_flight_and_craft(asserted: Store):
    """A module stays on the shuttle that brought it, and has its designator."""
    shared = rows(
        asserted,
        "?x ?y { ?x sco:cosparId ?c . ?y sco:cosparId ?c FILTER(STR(?x) < STR(?y)) "
        "FILTER NOT EXISTS { ?x a sco:CrewedMission } FILTER NOT EXISTS { ?y a sco:CrewedMission } }",
    )
    assert shared == []


def test_who_launches_is_there_on_the_day(asserted: Store):
    begin = rows(
        asserted,
        dates("l", "p")
        + " { ?l a sco:Launch ; sco:launchProvider ?p . "
        + dated("l", "sco:launchDate")
        + dated("p", "sco:beginDate")
        + "}",
    )
    assert before(begin) == []
    end = rows(
        asserted,
        dates("p", "l")
        + " { ?l a sco:Launch ; sco:launchProvider ?p . "
        + dated("p", "sco:endDate")
        + dated("l", "sco:launchDate")
        + "}",
    )
    assert {row[0] for row in before(end)} <= set(LAUNCHED_AFTER_ITS_END)


# States and agreements


@pytest.mark.parametrize(
    "act", ["sco:signatory", "sco:consentingParty", "sco:member", "sco:registeringState"]
)
def test_a_state_acts_only_while_it_exists(asserted: Store, act: str):
    day = "sco:registers/sco:launchDate" if act == "sco:registeringState" else "sco:eventDate|sco:beginDate"
    acts = f"?a {act} ?s . ?s a sco:State . " + dated("a", day)
    assert before(rows(asserted, dates("a", "s") + " { " + acts + dated("s", "sco:beginDate") + "}")) == []
    assert before(rows(asserted, dates("s", "a") + " { " + acts + dated("s", "sco:endDate") + "}")) == []


def test_a_party_that_acts_before_it_joins_the_united_nations_is_a_known_case(asserted: Store):
    early = before(
        rows(
            asserted,
            "?s ?a ?ad ?ap ?md ?mp { ?a sco:signatory|sco:consentingParty ?s . "
            + dated("a", "sco:eventDate")
            + "?m sco:membershipIn id:united-nations ; sco:member ?s ; sco:role concept:role-member . "
            + dated("m", "sco:beginDate")
            + "}",
        )
    )
    assert {row[0] for row in early} <= set(BEFORE_MEMBERSHIP)


def test_nobody_consents_before_signing(asserted: Store):
    pairs = "?c sco:consentTo ?x ; sco:consentingParty ?p . ?s sco:signatureOf ?x ; sco:signatory ?p . "
    pattern = " { " + pairs + dated("c", "sco:eventDate") + dated("s", "sco:eventDate") + "}"
    assert before(rows(asserted, dates("c", "s") + pattern)) == []


@pytest.mark.parametrize("cause", ["sco:adoptionDate", "sco:openedForSignatureDate"])
def test_nobody_signs_and_nothing_is_in_force_before_there_is_a_text(asserted: Store, cause: str):
    signed = "?s sco:signatureOf ?x . " + dated("s", "sco:eventDate") + dated("x", cause)
    assert before(rows(asserted, dates("s", "x") + " { " + signed + "}")) == []
    forced = f"?x sco:entryIntoForceDate ?f ; {cause} ?d FILTER(?f < ?d)"
    assert rows(asserted, "?x { " + forced + " }") == []


def test_an_agreement_comes_after_the_one_that_it_carries_out(asserted: Store):
    first = "{{ SELECT ?{0} (MIN(?d) AS ?{0}d) (SAMPLE(?q) AS ?{0}p) {{ "
    first += "?e sco:signatureOf ?{0} ; sco:eventDate ?d "
    first += "OPTIONAL {{ ?e sco:datePrecision ?q }} }} GROUP BY ?{0} }} "
    pattern = " { ?a sco:implements ?b . " + first.format("a") + first.format("b") + "}"
    early = before(rows(asserted, dates("a", "b") + pattern))
    assert {row[:2] for row in early} <= set(SIGNED_BEFORE_ITS_PARENT)


# Organisations


def test_the_seat_of_an_agency_lies_in_its_own_state(asserted: Store):
    assert len(rows(asserted, "?a { ?a sco:agencyOf ?s ; sco:basedIn ?s }")) > 100
    assert rows(asserted, "?a ?s ?t { ?a sco:agencyOf ?s ; sco:basedIn ?t FILTER(?s != ?t) }") == []


def test_nothing_begins_in_a_state_that_has_ended(asserted: Store):
    late = "?s a sco:State . " + dated("s", "sco:endDate") + "?x sco:basedIn|sco:agencyOf ?s . "
    assert before(rows(asserted, dates("s", "x") + " { " + late + dated("x", "sco:beginDate") + "}")) == []


def test_a_successor_is_not_older_than_what_it_replaces(asserted: Store):
    pattern = " { ?a sco:replaces ?b . " + dated("a", "sco:beginDate") + dated("b", "sco:beginDate") + "}"
    assert before(rows(asserted, dates("a", "b") + pattern)) == []


def test_nobody_joins_what_is_not_yet_founded(asserted: Store):
    pattern = " { ?m sco:membershipIn ?o . " + dated("m", "sco:beginDate") + dated("o", "sco:beginDate") + "}"
    assert before(rows(asserted, dates("m", "o") + pattern)) == []


# Flights and crews


def test_a_crew_flies_in_the_lifetime_of_the_state_that_it_comes_from(asserted: Store):
    flown = "?m sco:launchDate ?d . ?c sco:assignedTo ?m ; sco:crewMember ?p . "
    only = "FILTER NOT EXISTS { ?p sco:citizenOf ?t FILTER NOT EXISTS { ?t sco:endDate ?gone } }"
    late = rows(asserted, "?p { " + flown + "?p sco:citizenOf/sco:endDate ?e FILTER(?d > ?e) " + only + "}")
    assert {p for (p,) in late} <= FLEW_ON


def test_a_sender_of_a_crew_is_there_on_the_day(asserted: Store):
    sent = "?c sco:assignedTo ?m ; sco:sentBy ?a . ?m sco:launchDate ?d . "
    early = sent + "?a sco:beginDate ?b FILTER(YEAR(?d) < YEAR(?b))"
    late = sent + "?a sco:endDate ?e FILTER(YEAR(?d) > YEAR(?e))"
    assert rows(asserted, "?m ?a { " + early + " }") == rows(asserted, "?m ?a { " + late + " }") == []


def test_an_assignment_lies_within_the_flight(asserted: Store):
    joined = "?c sco:assignedTo ?m . ?m sco:launchDate ?start . "
    early = "?c ?d { " + joined + "?c sco:beginDate|sco:endDate ?d FILTER(?d < ?start) }"
    assert rows(asserted, early) == []


def test_nobody_is_launched_twice_at_the_same_time(asserted: Store):
    """Who goes up by one craft and comes down by another is on a third in between at no time."""
    two = (
        "?a sco:crewMember ?p ; sco:assignedTo ?m . ?b sco:crewMember ?p ; sco:assignedTo ?n . "
        "?m sco:launchDate ?d . ?n sco:launchDate ?e . "
        "FILTER NOT EXISTS { ?m sco:datePrecision ?x } FILTER NOT EXISTS { ?n sco:datePrecision ?y } "
    )
    same = rows(asserted, "?p ?m ?n { " + two + "FILTER(STR(?m) < STR(?n) && ?d = ?e) }")
    assert same == []
    within = rows(
        asserted, "?p ?m ?n { " + two + "?m sco:endDate ?f FILTER(?m != ?n && ?e >= ?d && ?e < ?f) }"
    )
    assert within == []


def test_a_flight_visits_a_station_that_is_up(asserted: Store):
    early = "?m sco:visits ?s ; sco:launchDate ?d . ?s sco:launchDate ?up FILTER(?d <= ?up)"
    assert rows(asserted, "?m ?s { " + early + " }") == []
    late = "?m sco:visits ?s ; sco:launchDate ?d . ?s sco:endDate ?down FILTER(?d >= ?down)"
    assert rows(asserted, "?m ?s { " + late + " }") == []


def test_a_part_does_not_fly_before_the_whole_begins(asserted: Store):
    known = rows(asserted, "?x ?xd ?xp { " + dated("x", "sco:launchDate|sco:beginDate") + "}")
    first = {x: (day, precision) for x, day, precision in sorted(known, reverse=True)}
    pairs = rows(asserted, "?x ?w { ?x sco:partOf|sco:moduleOf ?w }")
    both = [(x, w, *first[x], *first[w]) for x, w in pairs if x in first and w in first]
    assert len(both) > 50
    assert before(both) == []


# Dates


def test_a_date_that_is_less_precise_names_the_first_day(asserted: Store):
    """1998 is written 1998-01-01, May 1998 is 1998-05-01: anything else claims to know more."""
    pairs = (
        "(sco:beginDate sco:beginPrecision) (sco:endDate sco:endPrecision) (sco:eventDate sco:datePrecision) "
    )
    pairs += "(sco:launchDate sco:datePrecision) (sco:plannedDate sco:datePrecision) "
    pairs += "(dcterms:issued sco:datePrecision)"
    found = rows(
        asserted, f"?x ?d ?p {{ VALUES (?date ?precision) {{ {pairs} }} ?x ?date ?d ; ?precision ?p }}"
    )
    assert len(found) > 1000
    month = [r for r in found if r[2].endswith("-month") and not r[1].endswith("-01")]
    year = [r for r in found if r[2].endswith("-year") and not r[1].endswith("-01-01")]
    assert month == year == []
    spans = "(sco:beginDate sco:beginPrecision) (sco:endDate sco:endPrecision)"
    lone = "?x { VALUES (?date ?precision) { " + spans + " } "
    assert rows(asserted, lone + "?x ?precision ?p FILTER NOT EXISTS { ?x ?date ?d } }") == []


def test_nothing_ends_before_it_begins(asserted: Store):
    begin, end = "sco:beginDate|sco:launchDate", "sco:endDate"
    pattern = (
        f" {{ ?x {end} ?e ; {begin} ?b . OPTIONAL {{ ?x sco:endPrecision ?ep }} "
        "OPTIONAL { ?x sco:beginPrecision ?bp } }"
    )
    assert before(rows(asserted, "?x ?e ?ep ?b ?bp" + pattern)) == []


def test_what_has_happened_lies_in_the_past(asserted: Store):
    """The newest source is of the day on which the data were last checked."""
    newest = max(d for (d,) in rows(asserted, "?d { ?s a sco:Source ; dcterms:issued ?d }"))
    happened = "?x ?d { ?x sco:launchDate|sco:eventDate|sco:endDate ?d "
    late = rows(asserted, happened + f'FILTER(?d > "{newest}"^^xsd:date) }}')
    assert [row for row in late if row[1] > "2026-11-23"] == []


# Links


def second_items() -> list[dict[str, str]]:
    with SEEN_ELSEWHERE.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t"))


def test_links_agree_with_a_second_source(asserted: Store):
    """Read from other lists than the links were, by other identifiers where there are some."""
    linked = dict(rows(asserted, "?x ?q { ?x owl:sameAs ?q FILTER(STRSTARTS(STR(?q), STR(wd:))) }"))
    seen = second_items()
    assert len(seen) > 400
    other = [
        (row["id"], linked.get(row["id"]), row["item"], row["source"])
        for row in seen
        if row["id"] in linked and linked[row["id"]] != WD + row["item"]
    ]
    assert other == []
    assert sum(row["id"] in linked for row in seen) > 400
