"""Why a fact holds, told to people: proofs with sentences, places and sources; or what is missing for it."""

from .asked import AskedError, asked
from .axiom_table import as_lines, as_rows
from .axioms import uses
from .contribution import contradicted
from .explanation import Explanation, explain
from .knowledge import Knowledge, known
from .page import address, as_html, text_of
from .render import as_json, as_text, as_turtle
from .similar import most_like
from .writing import written

__all__ = [
    "AskedError",
    "Explanation",
    "Knowledge",
    "address",
    "as_html",
    "as_json",
    "as_lines",
    "as_rows",
    "as_text",
    "as_turtle",
    "asked",
    "contradicted",
    "explain",
    "known",
    "most_like",
    "text_of",
    "uses",
    "written",
]
