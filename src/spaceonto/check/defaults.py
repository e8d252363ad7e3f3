"""What to say of a result whose shape has no message of its own."""

from collections.abc import Callable
from typing import Final

from .. import terms
from .graph import Graph, Term, items
from .report import Result
from .vocabulary import short

SH: Final = terms.SH
# For each component: its parameter, what is wrong (with {} for the parameter's value), and what to do.
TOLD: Final[dict[str, tuple[str, str, str]]] = {
    "Class": ("class", "the value is not of class {}", "name one that is, or state the class of this one"),
    "Datatype": ("datatype", "the value is not a well-formed literal of datatype {}", "correct the literal"),
    "NodeKind": ("nodeKind", "the value is not of kind {}", "give a value of that kind"),
    "MinCount": ("minCount", "there are fewer than {} values", "add what is missing"),
    "MaxCount": ("maxCount", "there are more than {} values", "remove what is too much"),
    "MinExclusive": ("minExclusive", "the value is not greater than {}", "correct the value"),
    "MinInclusive": ("minInclusive", "the value is not {} or greater", "correct the value"),
    "MaxExclusive": ("maxExclusive", "the value is not less than {}", "correct the value"),
    "MaxInclusive": ("maxInclusive", "the value is not {} or less", "correct the value"),
    "MinLength": ("minLength", "the value is shorter than {} characters", "correct the value"),
    "MaxLength": ("maxLength", "the value is longer than {} characters", "correct the value"),
    "Pattern": ("pattern", "the value does not match the pattern {}", "correct the value"),
    "LanguageIn": ("languageIn", "the language of the value is none of {}", "correct the language tag"),
    "UniqueLang": ("uniqueLang", "there are two values in one language", "keep one of them"),
    "Equals": ("equals", "the values are not the same as those of {}", "make both the same"),
    "Disjoint": ("disjoint", "the value is a value of {} too", "remove one of the two"),
    "LessThan": ("lessThan", "the value is not less than that of {}", "correct one of the two"),
    "LessThanOrEquals": (
        "lessThanOrEquals",
        "the value is greater than that of {}",
        "correct one of the two",
    ),
    "Not": ("not", "the value conforms to a shape that it must not conform to", "look at that shape"),
    "And": ("and", "the value breaks one of the shapes that must all hold", "look at those shapes"),
    "Or": ("or", "the value conforms to none of the shapes of which one must hold", "look at those shapes"),
    "Xone": ("xone", "the value does not conform to exactly one of some shapes", "look at those shapes"),
    "Node": ("node", "the value does not conform to {}", "look at that shape"),
    "QualifiedMinCount": ("qualifiedMinCount", "fewer than {} values conform", "add what is missing"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "more than {} values conform", "remove what is too much"),
    "HasValue": ("hasValue", "the value {} is missing", "add it"),
    "In": ("in", "the value is none of {}", "take one of these"),
    "Closed": ("closed", "the predicate is not among those that the shape allows", "remove the statement"),
    "SPARQL": ("sparql", "the query of the shape finds this to be wrong", "look at that query"),
}


def explain(result: Result, shapes: Graph) -> tuple[str, str]:
    """What is wrong, and what to do, told from the constraint alone."""
    name = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
    if name not in TOLD:
        return f"a constraint of {short(result.component)} is broken", "look at the shape"
    parameter, message, remedy = TOLD[name]
    value = shapes.value(result.shape, SH + parameter)
    return message.format("the one stated" if value is None else _shown(value, shapes)), remedy


def _shown(value: Term, shapes: Graph) -> str:
    listed = [_plain(item) for item in items(shapes, value)]
    if not listed:
        return _plain(value)
    return ", ".join(listed[:10]) + (f" and {len(listed) - 10} more" if len(listed) > 10 else "")


def _plain(term: Term) -> str:
    show: Callable[[str], str] = short if str(term).startswith("<") else str
    return show(term.value)
