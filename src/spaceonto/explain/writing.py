"""An explanation in each of its formats, by name."""

import json

from .explanation import Explanation
from .page import whole_page
from .render import as_json, as_text, as_turtle


def written(told: Explanation, form: str) -> str:
    """The explanation as json, html (a whole page), turtle or text."""
    if form == "json":
        return json.dumps(as_json(told), ensure_ascii=False, indent=2) + "\n"
    if form == "html":
        return whole_page(told)
    return as_turtle(told) if form == "turtle" else as_text(told)
