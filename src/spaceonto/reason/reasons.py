"""What each rule says, in a sentence: those of the W3C under their names in its tables, and our own."""

from typing import Final

STANDARD: Final = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
"""Where the W3C prints its rules."""

REASONS: Final = {
    "eq-diff1": "what is the same as something cannot differ from it",
    "eq-diff2": "no two of those that all differ can be the same",
    "eq-diff3": "no two of those that all differ can be the same",
    "eq-sym": "if one is the same as the other, the other is the same as the one",
    "eq-trans": "what is the same as something is the same as all that is the same as that",
    "eq-rep-s": "what is said of a thing under one name holds under its other names",
    "eq-rep-p": "what links two things under one name links them under its other names",
    "eq-rep-o": "what leads to a thing under one name leads to it under its other names",
    "dt-eq": "two ways to write one value mean the same",
    "prp-dom": "what has a property is of the kind that the property is about",
    "prp-rng": "what a property leads to is of the kind that the property leads to",
    "prp-fp": "a property that leads to one thing only cannot lead to two",
    "prp-ifp": "a property that leads to a thing from one only cannot lead to it from two",
    "prp-irp": "the property never leads from a thing to itself",
    "prp-symp": "the property holds both ways",
    "prp-asyp": "the property never holds both ways",
    "prp-trp": "the property leads on from what it leads to",
    "prp-spo1": "a narrower property holds, so the broader one holds too",
    "prp-spo2": "one property after the other makes a third",
    "prp-eqp1": "both properties mean the same",
    "prp-eqp2": "both properties mean the same",
    "prp-pdw": "the two properties never link the same two things",
    "prp-adp": "no two of these properties link the same two things",
    "prp-inv1": "one property is the other seen from the other end",
    "prp-inv2": "one property is the other seen from the other end",
    "prp-key": "two things that agree in the whole key are one",
    "prp-npa1": "the opposite is stated",
    "prp-npa2": "the opposite is stated",
    "cls-nothing2": "nothing can be a member of the empty class",
    "cls-int1": "what is of every kind that makes up a class is of this class",
    "cls-int2": "what is of a class is of every kind that makes it up",
    "cls-uni": "what is of one of the kinds that make up a class is of this class",
    "cls-com": "nothing is of a class and of its complement",
    "cls-svf1": "what has such a value is of the class of those that have one",
    "cls-svf2": "what has any value is of the class of those that have one",
    "cls-avf": "each value of such a thing is of one kind",
    "cls-hv1": "what is of the class has its value",
    "cls-hv2": "what has the value is of the class of those that have it",
    "cls-maxc1": "such a thing can have no value at all",
    "cls-maxc2": "such a thing can have one value only, so two are the same",
    "cls-maxqc1": "such a thing can have no value of that kind",
    "cls-maxqc2": "such a thing can have no value at all",
    "cls-maxqc3": "such a thing can have one value of that kind only, so two are the same",
    "cls-maxqc4": "such a thing can have one value only, so two are the same",
    "cls-oo": "it is one of those that make up the class",
    "cax-sco": "what is of a narrower class is of the broader one too",
    "cax-eqc1": "both classes have the same members",
    "cax-eqc2": "both classes have the same members",
    "cax-dw": "the two classes have no member in common",
    "cax-adc": "no two of these classes have a member in common",
    "dt-type2": "the value is one of those of the datatype",
    "dt-not-type": "the value is none of those of the datatype",
    "dt-diff": "two values that differ cannot be the same",
    "scm-cls": "two names of one class have the same members",
    "scm-op": "two names of one property mean the same",
    "scm-dp": "two names of one property mean the same",
    "scm-sco": "a class is below whatever a class above it is below",
    "scm-eqc1": "classes with the same members are below each other",
    "scm-eqc2": "classes that are below each other have the same members",
    "scm-spo": "a property is below whatever a property above it is below",
    "scm-eqp1": "properties that mean the same are below each other",
    "scm-eqp2": "properties that are below each other mean the same",
    "scm-dom1": "what a property is about is of every broader kind too",
    "scm-dom2": "what a property is about, the narrower ones are about too",
    "scm-rng1": "what a property leads to is of every broader kind too",
    "scm-rng2": "what a property leads to, the narrower ones lead to too",
    "scm-hv": "what has the value by the narrower property has it by the broader one",
    "scm-svf1": "whoever has a value of the narrower kind has one of the broader kind",
    "scm-svf2": "whoever has a value by the narrower property has one by the broader one",
    "scm-avf1": "whoever has only values of the narrower kind has only values of the broader kind",
    "scm-avf2": "whoever has only such values by the broader property has only such by the narrower one",
    "scm-int": "a class is below each kind that makes it up",
    "scm-uni": "each kind that makes up a class is below it",
    "leads": "who takes part in the role of lead leads",
    "cooperates-with": "two that take part directly in one activity cooperate, unless one belongs to the "
    "other, is its agency, or has replaced it",
    "cooperative-activity": "two that do not count as one side take part in it directly",
    "public-private-partnership": "a public actor and a company that do not count as one side take part "
    "in it",
    "partner-of": "two partners in one partnership are partners of each other",
    "international-activity": "two take part in it that are from two states or of which one is an "
    "intergovernmental organisation",
    "part-of-itself": "nothing is a part of itself",
    "unit-of-itself": "no organisation is a part of itself",
    "replaces-itself": "nothing replaces itself",
    "implements-itself": "nothing implements itself",
    "member-of-itself": "nothing is a member of itself",
    "crew-on-robotic-mission": "a robotic mission has no crew",
}


def reason(rule: str) -> str:
    """What the rule says; its name where nobody has put it into words."""
    return REASONS.get(rule, f"the rule {rule}")


def is_standard(rule: str) -> bool:
    """Whether the W3C names a rule so."""
    return rule.partition("-")[0] in ("eq", "prp", "cls", "cax", "dt", "scm")
