"""The label of a property put into a sentence, by the words at its ends.

`cooperates with` is a verb, `located in` a participle, `agency of` and `role` are nouns; so a statement reads
"x cooperates with y", "x is located in y", "x is an agency of y", "x has y as a role".
"""

from typing import Final

PREPOSITIONS: Final = frozenset(
    ("of", "in", "to", "by", "with", "on", "for", "from", "through", "under", "at", "about", "during")
)
PARTICIPLES: Final = frozenset(("undertaken", "sent", "known", "given", "held", "made", "built", "led"))
PAST: Final = frozenset(("flew", "led", "won", "held", "gave", "made", "built", "sent"))
OVER: Final = frozenset(
    (
        *("adopted", "corrected", "exchanged", "founded", "launched", "manufactured", "negotiated"),
        *("produced", "sent", "signed"),
    )
)
"""What is done once and then done: of it we say `was`."""
UNCOUNTED: Final = frozenset(("evidence",))
SINGULAR: Final = ("ss", "us", "is")
"""How nouns end that are no verbs in spite of their last letter."""
PRONOUNCED: Final = frozenset("FHILMNORSX8")
SOUNDED_AS_CONSONANTS: Final = ("one", "uni", "use", "eu")


def clause(subject: str, label: str, value: str) -> str:
    """What a triple says, from the names of its ends and the label of its property."""
    first, *more = label.split()
    last = more[-1] if more else ""
    if label in PREPOSITIONS:
        return f"{subject} is {label} {value}"
    if first == "has" and more:
        return _has(subject, " ".join(more), value)
    if last in PREPOSITIONS:
        if _is_verb(first) and last != "by":
            return f"{subject} {label} {value}"
        is_done = first.endswith("ed") or first in PARTICIPLES
        return f"{subject} {'was' if first in OVER else 'is'} {label if is_done else a(label)} {value}"
    if _is_verb(first):
        return f"{subject} {label} {value}" if not more else f"{subject} {first} the {' '.join(more)} {value}"
    if first in PREPOSITIONS:
        return f"{subject} is {first} the {' '.join(more)} {value}"
    if not more and (first in PAST or first.endswith("ed")):
        return f"{subject} {first} {value}"
    return _has(subject, label, value)


def a(name: str) -> str:
    """The name of a kind with its article."""
    start = name[:1]
    if name[1:2].isupper() or name[1:2].isdigit():  # an abbreviation, spelt out as it is read
        vowel = start in PRONOUNCED or start in "AE"
    else:
        vowel = start.lower() in "aeiou" and not name.lower().startswith(SOUNDED_AS_CONSONANTS)
    return f"an {name}" if vowel else f"a {name}"


def _has(subject: str, noun: str, value: str) -> str:
    """A record names its own kind; of everything else the kind is told."""
    if value.startswith("the "):
        return f"{subject} has {value}"
    return f"{subject} has {value} as {noun if noun in UNCOUNTED else a(noun)}"


def _is_verb(word: str) -> bool:
    return word in PAST or (word.endswith("s") and not word.endswith(SINGULAR) and word.islower())
