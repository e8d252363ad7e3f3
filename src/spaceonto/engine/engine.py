"""Queries on one release: guarded, run in worker processes, cached."""

import difflib
import hashlib
import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from .answers import Answer, Rows
from .cache import Cache
from .counts import COUNTS
from .errors import (
    AnswerMoved,
    AnswerTooLarge,
    GraphMissing,
    QueryError,
    QueryFailed,
    QueryRefused,
    QueryTimeout,
    QueueFull,
)
from .formats import Format, formats, named
from .guard import Query, guard
from .hints import explain
from .pool import Limits
from .source import Runner, Source, source_of

ENDS: dict[type[QueryError], str] = {QueryTimeout: "timeouts", QueueFull: "turned_away"}
NO_CAP = 2**62
CACHE = 64 * 1024 * 1024
LINES = named("ndjson", "bindings")
assert LINES is not None


class Engine:
    """One release, guarded and cached; answers may be asked for from many threads at once.

    A folder is loaded into the memory of query workers, with the union of all graphs as the default graph.
    Up to so many bytes of answers are `remembered`.
    """

    def __init__(
        self, source: Path | Source, *, limits: Limits | None = None, remembered: int = CACHE
    ) -> None:
        self.source = source_of(source)
        self.manifest = self.source.manifest
        self.digest = self.source.digest
        self.limits = limits or Limits()
        self.runner: Runner = self.source.start(self.limits)
        self._cache: Cache[Answer] = Cache(remembered)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def ready(self) -> bool:
        return self.runner.ready

    @property
    def failed(self) -> bool:
        """Whether it will never answer: what it answers from cannot be loaded."""
        return self.runner.failed

    def wait_ready(self) -> None:
        """Returns once queries are answered. Raises StartError where the release cannot be loaded."""
        self.runner.wait_ready()

    def close(self) -> None:
        """Ends the workers."""
        self.runner.close()

    def etag(self, query: Query, form: Format, dataset: tuple[Any, ...]) -> str:
        """A name for the answer that can be had without running the query; empty where the answer varies."""
        if query.volatile or not self.digest:
            return ""
        key = json.dumps([self.digest, query.text, form.name, form.kind, dataset])
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def query(
        self,
        text: str,
        form: Format | None = None,
        *,
        seconds: float | None = None,
        default_graphs: tuple[str, ...] | None = None,
        named_graphs: tuple[str, ...] | None = None,
        base: str | None = None,
        max_rows: int | None = None,
        offset: int = 0,
        after: str = "",
        behind: bool = False,
        whole: bool = False,
    ) -> Answer:
        """The answer in a format that suits the query's form, JSON or Turtle by default.

        It is cut where it goes beyond the caps or `max_rows`, as `Answer.more` then says; `offset` rows are
        passed over, the last of which is the one that `after` names (`Answer.last` of the page before).
        With `behind`, the query stands back behind all others; with `whole`, the caps do not count.

        Raises QuerySyntaxError, QueryRefused, QueryTimeout, QueueFull, AnswerTooLarge, AnswerMoved or
        QueryFailed.
        """
        query = guard(text)
        kind = "graph" if query.gives_graph else "bindings"
        form = form or formats(kind)[0]
        if form.kind != kind:
            raise QueryRefused(
                f"{query.form or 'SELECT'} gives no answer in {form.media_type}.",
                "Choose one of: " + ", ".join(entry.name for entry in formats(kind)) + ".",
            )
        dataset = (default_graphs, named_graphs, base, max_rows, offset, after, whole)
        limits = replace(self.limits, rows=NO_CAP, answer=NO_CAP) if whole else self.limits
        etag = self.etag(query, form, dataset)
        kept = self._cache.get(etag) if etag else None
        COUNTS.add("cache_misses" if kept is None else "cache_hits")
        if kept is not None:
            return kept
        paged = max_rows is not None or offset > 0
        request = {
            "query": text,
            "behind": behind,
            "shape": hash(tuple(token.text for token in query.tokens)),
            "format": form.name,
            "from": [*query.graphs, *(default_graphs or ()), *(named_graphs or ())],
            "has_dataset": query.has_dataset,
            "described": query.names_description,
            "default_graphs": default_graphs,
            "named_graphs": named_graphs,
            "base": base,
            "paged": paged,
            "max_rows": min(max_rows or limits.rows, limits.rows),
            "max_bytes": limits.answer,
            "offset": offset,
            "after": after,
            "order": order_of_mention(query) if paged else [],
        }
        return self._asked(query, form, request, seconds, etag)

    def _asked(
        self, query: Query, form: Format, request: dict[str, Any], seconds: float | None, etag: str
    ) -> Answer:
        """The answer of a worker, kept for the next who asks the same."""
        start = time.monotonic()
        deadline = min(seconds or self.limits.seconds, self.limits.seconds)
        was_large = False
        try:
            info, spool = self.runner.run(request, deadline)
            was_large = info.get("error") == "size" and not request["paged"]
            if was_large:
                request |= {"paged": True, "order": order_of_mention(query)}
                info, spool = self.runner.run(request, max(deadline - (time.monotonic() - start), 0.01))
        except QueryError as error:
            COUNTS.add(ENDS.get(type(error), "failures"))
            if isinstance(error, QueryTimeout):
                error.hint = "Ask for smaller pages by limit=." if was_large else _why_slow(query)
                error.message = f"The query was ended at its deadline of {deadline:g} s."
                error.seconds = deadline
            raise
        finally:
            COUNTS.took(time.monotonic() - start)
        if "error" in info:
            raise self._error(query, info)
        body = spool.whole()
        answer = Answer(form, spool.length, etag, info, spool if body is None else body)
        if body is not None and etag:
            self._cache.put(etag, answer, len(body) + len(query.text) + 512)
        return answer

    def rows(self, text: str, **options: Any) -> Rows:
        """The answer to a SELECT or ASK as a table, whole unless `max_rows` are wanted.

        Takes the options of `query`, and raises as it does.
        """
        answer = self.query(text, LINES, whole=options.get("max_rows") is None, **options)
        info = answer.info
        if "boolean" in info:
            return Rows((), [], boolean=info["boolean"])
        rows = [json.loads(line) for line in answer.read().splitlines()]
        return Rows(in_order_of_mention(guard(text), info["variables"]), rows, answer.more, last=answer.last)

    def _error(self, query: Query, info: dict[str, Any]) -> Exception:
        match info["error"]:
            case "syntax":
                return explain(query, info["message"])
            case "graph":
                near = difflib.get_close_matches(info["graph"], info["graphs"], n=1, cutoff=0.6)
                return GraphMissing(
                    f"There is no graph <{info['graph']}> in this release, and nothing is fetched.",
                    f"Did you mean {near[0]}?"
                    if near
                    else "SELECT DISTINCT ?g { GRAPH ?g {} } lists the graphs.",
                )
            case "name":
                return QueryRefused(
                    f"A graph is asked for by what is no absolute IRI: {info['message']}.",
                    "Write it in full.",
                )
            case "size":
                return AnswerTooLarge(
                    f"One row of the answer is larger than the {self.limits.answer:,} bytes given at once.",
                    "Ask for less in a row.",
                )
            case "moved":
                return AnswerMoved(
                    "This page does not follow on the one before: the data or the query are others by now.",
                    "Ask again from the first page; version=… keeps to one release.",
                )
            case "format":
                return QueryRefused(
                    f"{info['format']} cannot hold triple terms and directions of text, which RDF 1.2 has.",
                    "Ask for Turtle, TriG, N-Triples or N-Quads.",
                )
            case "memory":
                return QueryFailed("The query needed more memory than one query may use.", "Narrow it.")
        return QueryFailed(f"The engine gave up: {info.get('message', 'no reason given')}.")


def in_order_of_mention(query: Query, variables: list[str]) -> tuple[str, ...]:
    """The variables as the text first names them: of SELECT * the engine gives them in no order."""
    order = order_of_mention(query)
    return tuple(sorted(variables, key=order.index) if set(variables) <= set(order) else variables)


def order_of_mention(query: Query) -> list[str]:
    """The variables of a SELECT * in the order of the text; none where the query lists them itself."""
    words = [token for token in query.tokens if token.word not in ("DISTINCT", "REDUCED")]
    first = next((then.text for word, then in pairwise(words) if word.word == "SELECT"), "")
    if first != "*":
        return []
    return list(dict.fromkeys(token.text[1:] for token in query.tokens if token.kind == "variable"))


def _why_slow(query: Query) -> str:
    words = [token.word for token in query.tokens]
    if any(pair == ("NOT", "EXISTS") for pair in pairwise(words)):
        return "NOT EXISTS with several patterns is slow if it hangs on OPTIONAL, BIND or GRAPH: try MINUS."
    return "Bind more of it to names you know, or add a LIMIT."
