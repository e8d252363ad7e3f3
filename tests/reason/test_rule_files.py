"""Rule files are read as they are meant, and faults are told with file, line and remedy."""

import pytest
from pyoxigraph import Literal, NamedNode
from reason_strategies import RULES

from spaceonto.reason import RuleError, load_program
from spaceonto.reason.rules import Atom, Variable
from spaceonto.reason.syntax import checked, parse

RULE = '#[name("r")] triple(?x, ex:p, ?y) :- asserted(?x, ex:p, ?y)'


def read(text):
    return list(parse("@prefix ex: <http://example.org/> .\n" + text, "own.rls"))


def test_a_rule_is_read_with_all_its_conditions():
    (rule,) = read(
        '#[name("odd")] clash("odd", ?x) :- '
        "triple(?x, ex:p, <http://e/q>), ~asserted(?x, ex:p, ?x), ?x != ex:z ."
    )
    x, p = Variable("x"), NamedNode("http://example.org/p")
    assert rule.name == "odd" and rule.line == 2 and not rule.is_standard
    assert rule.head == Atom("clash", (Literal("odd"), x))
    assert rule.body == (Atom("triple", (x, p, NamedNode("http://e/q"))),)
    assert rule.absent == (Atom("asserted", (x, p, x)),)
    assert rule.different == ((x, NamedNode("http://example.org/z")),)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (RULE, 2, "the file ends in the middle of a rule"),
        (f"\n{RULE} .\n{RULE} ,\n.", 5, "`.` is no predicate"),
        (RULE.replace("ex:p", "xe:p", 1) + " .", 2, "the prefix xe: is not declared"),
        (RULE.replace("?x", "?z", 1) + " .", 2, "r says nothing about ?z"),
        ("triple(?x, ex:p, ?y) :- asserted(?x, ex:p, ?y) .", 2, "a rule begins with its name"),
        (RULE.replace(":-", "<-") + " .", 2, "`<- asserted"),
        (RULE.replace("asserted(", "asserted[") + " .", 2, "`[?x, ex:p"),
        (f"{RULE} ; {RULE} .", 2, "`; #[name"),
    ],
)
def test_a_fault_is_told_with_its_line_and_how_a_rule_reads(text, line, part):
    with pytest.raises(RuleError) as caught:
        read(text)
    message = str(caught.value)
    assert message.startswith(f"own.rls:{line}: ") and part in message
    assert "A rule reads" in message


def test_a_condition_that_nothing_can_fulfil_is_a_fault():
    with pytest.raises(
        RuleError, match=r"own\.rls:2: sied\(…\) is concluded by no rule, so r can never fire"
    ):
        checked(read('#[name("r")] triple(?x, ex:p, ?y) :- sied(?x, ?y) .'))


def test_a_folder_without_rules_is_a_fault(tmp_path):
    with pytest.raises(RuleError, match="holds no rule file"):
        load_program(tmp_path)


def test_rules_that_spread_identity_are_loaded_on_request_only():
    plain, with_identity = load_program(RULES), load_program(RULES, sameas=True)
    assert set(with_identity.names) - set(plain.names) == {
        "eq-sym",
        "eq-trans",
        "eq-rep-s",
        "eq-rep-p",
        "eq-rep-o",
        "dt-eq",
        "scm-cls",
        "scm-op",
        "scm-dp",
    }


W3C = {
    "eq": "ref sym trans rep-s rep-p rep-o diff1 diff2 diff3",
    "prp": "ap dom rng fp ifp irp symp asyp trp spo1 spo2 eqp1 eqp2 pdw adp inv1 inv2 key npa1 npa2",
    "cls": "thing nothing1 nothing2 int1 int2 uni com svf1 svf2 avf hv1 hv2 maxc1 maxc2 maxqc1 maxqc2 maxqc3 "
    "maxqc4 oo",
    "cax": "sco eqc1 eqc2 dw adc",
    "dt": "type1 type2 eq diff not-type",
    "scm": "cls sco eqc1 eqc2 op dp spo eqp1 eqp2 dom1 dom2 rng1 rng2 hv svf1 svf2 avf1 avf2 int uni",
}
LEFT_OUT = {
    "eq-ref": "everything is the same as itself",
    "prp-ap": "annotation properties are annotation properties",
    "cls-thing": "owl:Thing is a class",
    "cls-nothing1": "owl:Nothing is a class",
    "dt-type1": "datatypes are datatypes",
}
REDUCED = {
    "scm-cls": "each class is below itself and owl:Thing, and owl:Nothing below it",
    "scm-op": "each object property is below itself",
    "scm-dp": "each data property is below itself",
    "dt-diff": "every two literals of different value differ",
}
"""Left out of what they conclude is this; what follows from it of something else is in."""


def test_every_rule_of_the_w3c_tables_is_there_or_left_out_for_a_reason():
    tables = {f"{table}-{rule}" for table, rules in W3C.items() for rule in rules.split()}
    assert len(tables) == 78
    rules = load_program(RULES, sameas=True).rules
    standard = {rule.name for rule in rules if rule.is_standard}
    assert tables - standard == LEFT_OUT.keys()
    helpers = {name for name in standard - tables if not name.startswith(("list-", "restriction-", "denied"))}
    assert helpers == {"asserted"}
    texts = "".join(file.read_text("utf-8") for file in RULES.glob("owl2rl*.rls"))
    assert [name for name in {**LEFT_OUT, **REDUCED} if name not in texts] == []
    assert standard >= REDUCED.keys()
