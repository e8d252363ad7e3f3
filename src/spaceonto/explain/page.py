"""An explanation as HTML: a tree of nested lists, walked by screen reader and keyboard without a script."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader

from .. import terms
from ..reason.reasons import STANDARD
from .explanation import Explanation
from .render import as_json

Href = Callable[[str], str]
STYLE: Final = """
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.proof ul { border-left: 2px solid; padding-left: 1rem; } ul { list-style: none; padding-left: 0; }
p { margin: .2rem 0; } .says { font-weight: 600; }
.by, .since, .place, .count { color: #555; font-size: .92em; }
"""


def as_html(told: Explanation, *, href: Href = str, path: str = "") -> str:
    """The part of a page that tells the explanation; `href` gives the page of an IRI, `path` that of whys."""
    template = _environment().get_template("proof.html")
    return template.render(
        told=as_json(told),
        href=href,
        why=lambda triple: address(path, triple) if path else "",
        short=terms.short,
        graph=terms.GRAPH,
        tables=STANDARD,
    )


def whole_page(told: Explanation) -> str:
    """A page that needs nothing around it."""
    title = _environment().from_string("{{ title }}").render(title=told.sentence)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{as_html(told)}</body>\n</html>\n"
    )


def address(path: str, triple: dict[str, Any]) -> str:
    """Where the why of a triple is asked, its terms written as SPARQL's results have them; empty for none."""
    names = (("s", triple["subject"]), ("p", triple["predicate"]), ("o", triple["object"]))
    if any(term["type"] not in ("uri", "literal") for _, term in names):
        return ""
    return f"{path}?{urlencode({name: text_of(term) for name, term in names})}"


def text_of(term: dict[str, Any]) -> str:
    """The term as it may be asked about: a name with its prefix, an IRI, or a literal as in N-Triples."""
    value = str(term["value"])
    if term["type"] == "uri":
        return terms.short(value)
    for mark, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        value = value.replace(mark, escaped)
    if "xml:lang" in term:
        return f'"{value}"@{term["xml:lang"]}'
    kind = term.get("datatype", "")
    return f'"{value}"^^<{kind}>' if kind else f'"{value}"'


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("spaceonto.explain", ""), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
