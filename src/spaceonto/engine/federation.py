"""SERVICE, for endpoints that an operator lists: asked beforehand, the answer put into the query as VALUES.

The workers reach nothing, so that this is done outside of them; what is left is judged as any other query.
"""

import re
import threading
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from .. import terms
from .errors import QueryError, QueryFailed, QueryRefused, QueueFull
from .fetch import PORTS, Exceptions, FetchFailed, FetchRefused, checked, exceptions, post
from .guard import MAX_LENGTH, declared_prefixes
from .lexer import Token, place, tokens
from .needed import Ask, Needed, needed

MOST = 8 * 1024**2
"""Bytes of an endpoint's answer."""
SECONDS = 20.0
"""Seconds that an endpoint has, when the query itself has no fewer."""
CLAUSES = 4
"""SERVICE clauses in one query."""
ASKING = threading.BoundedSemaphore(8)
"""Queries that ask other services at once; each holds a thread."""
MARKED = "spaceonto__service"
JSON = "application/sparql-results+json"
SAFE_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True)
class Services:
    """The endpoints that may be asked, and what among their addresses need not be public."""

    listed: frozenset[str] = frozenset()
    allowed: Exceptions = field(default_factory=Exceptions)


@dataclass(frozen=True)
class Clause:
    """A SERVICE clause: where it stands in the text, whom it asks, and what."""

    start: int
    end: int
    endpoint: str
    silent: bool
    pattern: str


def services(listed: tuple[str, ...], private: tuple[str, ...] = ()) -> Services:
    """The services that an operator lists. Raises ValueError where an address or an exception is none."""
    try:
        return Services(frozenset(_normal(checked(url).geturl()) for url in listed), exceptions(private))
    except FetchRefused as error:
        raise ValueError(str(error)) from None


def _normal(url: str) -> str:
    """The address in one spelling: host in small letters, no default port, no fragment."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port and parts.port != PORTS.get(parts.scheme) else ""
    host = (parts.hostname or "").rstrip(".")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{port}{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def federate(text: str, known: Services, seconds: float, ask: Ask | None = None) -> str:
    """The query with the answer of each SERVICE clause in its place.

    With `ask`, which answers queries here, an endpoint is told which values can be of use.

    Raises QueryRefused for an endpoint that is not listed and for what cannot be asked beforehand,
    QueryFailed where an endpoint gives no answer. Where none is listed, the query stays as it is.
    """
    if not known.listed or len(text) > MAX_LENGTH:
        return text
    found = clauses(text)
    if not found:
        return text
    for clause in found:
        _refuse_unlisted(clause, known)
    if not ASKING.acquire(blocking=False):
        raise QueueFull("Other services are being asked for too many queries.", "Try again in a few seconds.")
    try:
        text = _inlined(text, found, known, seconds, ask)
    finally:
        ASKING.release()
    if len(text) > MAX_LENGTH:
        raise QueryRefused(
            f"With what the other service answers, the query would have {len(text):,} characters; "
            f"{MAX_LENGTH:,} are taken here.",
            "Ask that service for less: bind more of its pattern, or add a LIMIT to a SELECT within it.",
        )
    return text


def _inlined(text: str, found: list[Clause], known: Services, seconds: float, ask: Ask | None) -> str:
    prologue, sent = _prologue(text), text
    for clause in reversed(found):
        useful = None if ask is None else _useful(sent, found, clause, ask)
        inlined = _answer(clause, prologue, known, min(seconds, SECONDS) / len(found), useful)
        # With as many lines as before, an error later in the text keeps its line.
        inlined += "\n" * text.count("\n", clause.start, clause.end)
        text = text[: clause.start] + inlined + text[clause.end :]
    return text


def _useful(text: str, found: list[Clause], clause: Clause, ask: Ask) -> Needed | None:
    """What is known here of the variables of a clause; the others do not count."""
    for each in reversed(found):
        stand_in = f"VALUES ?{MARKED if each is clause else MARKED + 'other'} {{ 1 }}"
        text = text[: each.start] + stand_in + text[each.end :]
    try:
        return needed(text, MARKED, clause.pattern, ask)
    except QueryError:  # then the endpoint gives more than can be of use
        return None


def clauses(text: str) -> list[Clause]:
    """The SERVICE clauses of a query. Raises QueryRefused for those that cannot be asked beforehand."""
    if "service" not in text.lower():
        return []
    found = tuple(tokens(text))
    starts = [index for index, token in enumerate(found) if token.word == "SERVICE"]
    if len(starts) > CLAUSES:
        raise QueryRefused(f"More than {CLAUSES} services are asked.", "Ask in several queries.")
    if starts and any(token.word == "LATERAL" for token in found):
        raise QueryRefused("SERVICE beside LATERAL is not asked here.", "Write the query without LATERAL.")
    made = [_clause(text, found, index) for index in starts]
    for one, then in pairwise(made):
        if then.start < one.end:
            raise _refused(
                text, then.start, "stands in another one", "Ask each by itself, one after the other."
            )
    return made


def _clause(text: str, found: tuple[Token, ...], index: int) -> Clause:
    start = found[index].start
    silent = index + 1 < len(found) and found[index + 1].word == "SILENT"
    target, opening = [*found[index + 1 + silent : index + 3 + silent], None, None][:2]
    if target is None or opening is None or opening.text != "{" or target.kind not in ("iri", "name"):
        raise _refused(text, start, "does not name its endpoint", "Write SERVICE <https://…> { … }.")
    prefixes = terms.PREFIXES | declared_prefixes(found)
    endpoint = target.text[1:-1]
    if target.kind == "name":
        prefix, _, local = target.text.partition(":")
        if prefix not in prefixes:
            raise _refused(
                text, start, f"names its endpoint with the unknown prefix `{prefix}:`", "Declare it."
            )
        endpoint = prefixes[prefix] + local
    depth = 0
    for token in found[index + 2 + silent :]:
        depth += (token.text == "{") - (token.text == "}") if token.kind == "symbol" else 0
        if depth == 0:
            pattern = text[opening.start + 1 : token.start]
            return Clause(start, token.start + 1, endpoint, silent, pattern)
    raise _refused(text, start, "is not closed", "Add `}`.")


def _refused(text: str, start: int, what: str, hint: str) -> QueryRefused:
    return QueryRefused(f"SERVICE at line {place(text, start)[0]} {what}.", hint)


def _refuse_unlisted(clause: Clause, known: Services) -> None:
    try:
        url = _normal(checked(clause.endpoint).geturl())
    except FetchRefused as error:
        raise QueryRefused(str(error), "Name an endpoint by its plain address.") from None
    if url not in known.listed:
        raise QueryRefused(
            f"{clause.endpoint} is not among the services that are asked from here.",
            f"These are: {', '.join(sorted(known.listed))}.",
        )


def _prologue(text: str) -> str:
    """BASE and PREFIX lines for a pattern that goes elsewhere: those of the query, and those known here."""
    found = tuple(tokens(text))
    base = [f"BASE {iri.text}" for word, iri in pairwise(found) if word.word == "BASE" and iri.kind == "iri"]
    known = terms.PREFIXES | declared_prefixes(found)
    return "\n".join([*base[-1:], *(f"PREFIX {prefix}: <{iri}>" for prefix, iri in known.items())])


def _answer(clause: Clause, prologue: str, known: Services, seconds: float, useful: Needed | None) -> str:
    """What the endpoint answers, as a group of VALUES; of a silent failure, a group with nothing in it."""
    pattern = f"{clause.pattern}\n"
    if useful is not None and not useful.rows:
        names = dict.fromkeys(token.text for token in tokens(pattern) if token.kind == "variable")
        return f"{{ VALUES ({' '.join(names)}) {{ }} }}"
    if useful is not None:
        # A pattern with groups in it stays one by itself: in another order it could mean something else.
        inner = f"{{{pattern}}}" if "{" in pattern or "BIND" in pattern.upper() else pattern
        pattern = f"{useful.text} {inner}"
    asked = f"{prologue}\nSELECT * WHERE {{{pattern}}}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": JSON, "User-Agent": "SpaceOnto"}
    try:
        data = post(
            _normal(clause.endpoint),
            urlencode({"query": asked}).encode(),
            headers,
            known.allowed,
            seconds,
            MOST,
        )
        return _values(data)
    except FetchRefused as error:
        raise QueryRefused(str(error), "Whoever runs this service may allow it.") from None
    except (FetchFailed, SyntaxError, ValueError, RecursionError) as error:
        if clause.silent:
            return "{}"
        told = str(error) if isinstance(error, FetchFailed) else "Its answer is no table of SPARQL results."
        if isinstance(error, FetchFailed) and error.status == 400:
            raise QueryRefused(
                f"{clause.endpoint} does not take its part of the query: it answered with status 400.",
                "Try the SERVICE part there by itself: it has a mistake, or means nothing there.",
            ) from None
        raise QueryFailed(
            f"{clause.endpoint} was asked for its part, without success. {told}",
            "Try the SERVICE part there by itself.",
        ) from None


def _values(data: bytes) -> str:
    results = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise ValueError("no table")
    names = [variable.value for variable in results.variables]
    rows = ("(" + " ".join(_spelt(row[name]) for name in names) + ")" for row in results)
    return f"{{ VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(rows)} }} }}"


def _spelt(term: object) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        raise FetchFailed("It answers with blank nodes, which mean nothing outside of it: leave them out.")
    if isinstance(term, ox.NamedNode) and not SAFE_IRI.fullmatch(term.value):
        raise FetchFailed("It answers with an IRI that is none.")
    if isinstance(term, ox.Triple):
        raise FetchFailed("It answers with triples as values: leave them out.")
    return str(term)
