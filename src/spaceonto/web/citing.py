"""A citation of an answer: of its query, its release and its digest, with an address that gives it again."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, render_template, request

from .. import terms
from ..engine import Answer, AnswerTooLarge, Engine
from ..engine.formats import DIGESTS
from ..engine.guard import guard
from ..engine.source import Folder
from ..release.cited import keep
from .asked import Asked, asked_of
from .citation import Citation, as_bibtex, as_csl, as_json, as_text
from .lending import lent
from .problems import Problem
from .site import site

blueprint = Blueprint("citing", __name__)

LONGEST = 8000
"""Characters of an address that still reach their end everywhere."""
FORMS = {
    "html": "text/html",
    "text": "text/plain",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "json": "application/json",
}
HEADER = f"""SELECT ?p ?o {{ <{terms.BASE}ns> ?p ?o
  VALUES ?p {{ dcterms:title dcterms:creator dcterms:license }} }}"""


@blueprint.get("/cite")
def cite() -> Response:
    """The citation of an answer in one of FORMS; its release is kept from now on."""
    form = _form()
    asked = asked_of(_fields())
    if asked.query is None:
        raise Problem(
            400,
            "Nothing to cite",
            "There is no query.",
            "Send query=… as to /sparql, or permalink=…",
            "no-query",
        )
    made = citation(asked, asked.query)
    response = Response(written(made, form), content_type=f"{FORMS[form]}; charset=utf-8")
    response.headers["X-Release"] = made.release
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Accept")
    return response


def citation(asked: Asked, text: str) -> Citation:
    """Runs the query, marks its release as cited, and says what there is to cite.

    Raises Problem where there is nothing to cite, QueryError as Engine.query does.
    """
    query = guard(text)
    if query.volatile:
        raise _not_citable(
            "The answer is another one each time: the query asks for the time, or for something at random.",
            "Take NOW(), RAND(), UUID() or STRUUID() out of it.",
        )
    engine = lent(asked.version, asked.infer)
    source = engine.source
    if not isinstance(source, Folder) or not engine.digest:
        raise Problem(404, "No releases", "This service asks another one, which has no releases to cite.")
    permalink = permalink_of(asked, text, engine.digest)
    answer = _digested(engine, asked, text)
    told = header(engine)
    # A HEAD must change nothing; it is mostly sent by what follows links unasked.
    not_kept = "nothing was asked for but the head" if request.method == "HEAD" else keep(source.path)
    return Citation(
        title=title(text),
        dataset=told.get("title", "Data set"),
        author=told.get("creator", ""),
        license=told.get("license", ""),
        release=engine.digest,
        created=str(engine.manifest.get("created", ""))[:10],
        permalink=permalink,
        sha256=answer.read().decode(),
        rows=answer.info["rows"],
        is_graph=query.gives_graph,
        accessed=datetime.now(UTC).date().isoformat(),
        not_kept=not_kept,
    )


def permalink_of(asked: Asked, text: str, release: str) -> str:
    """The address that asks the same of the same release. Raises Problem where it is too long to travel."""
    options = {"query": text, **asked.options, "version": [release]}
    address = f"{request.url_root}sparql?{urlencode(options, doseq=True)}"
    if len(address) > LONGEST:
        raise _not_citable(
            f"Its address would have {len(address):,} characters; beyond {LONGEST:,} it may be cut.",
            "Shorten the query, for instance by comments, and by prefixes that are known anyway.",
        )
    return address


def _digested(engine: Engine, asked: Asked, text: str) -> Answer:
    try:
        return engine.query(
            text,
            DIGESTS["graph" if guard(text).gives_graph else "bindings"],
            seconds=asked.seconds,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
    except AnswerTooLarge as error:
        error.message = "The answer is longer than is given at once; nobody could hold it against its digest."
        error.hint = "Ask for less, or count in the query."
        raise


def _not_citable(detail: str, hint: str) -> Problem:
    return Problem(400, "Nothing to cite", detail, hint, "not-citable")


def header(engine: Engine) -> dict[str, str]:
    """Title, creator and licence as the ontology of the release states them."""
    rows = engine.rows(HEADER).rows
    return {row["p"]["value"].rpartition("/")[2]: row["o"]["value"] for row in rows}


def title(text: str) -> str:
    """What the answer is called: as our question with this text, else as an answer."""
    known = {question.text.strip(): question.question for question in site().questions()}
    return known.get(text.replace("\r\n", "\n").strip(), "Answer to a query in SPARQL")


def written(made: Citation, form: str) -> str:
    """The citation in a form that FORMS names."""
    match form:
        case "text":
            return as_text(made) + "\n"
        case "bibtex":
            return as_bibtex(made)
        case "csl":
            return json.dumps([as_csl(made)], ensure_ascii=False, indent=2) + "\n"
        case "json":
            return json.dumps(as_json(made), ensure_ascii=False, indent=2) + "\n"
    return render_template("cite.html", made=made, text=as_text(made), bibtex=as_bibtex(made), forms=FORMS)


def _form() -> str:
    wanted = request.args.get("format", "")
    if wanted:
        if wanted not in FORMS:
            names = ", ".join(FORMS)
            raise Problem(
                400, "Unknown format", f"`{wanted}` is no form of a citation.", f"Choose one of: {names}."
            )
        return wanted
    if not request.accept_mimetypes.provided:
        return "text"
    best = request.accept_mimetypes.best_match(FORMS.values())
    found = next((name for name, media_type in FORMS.items() if media_type == best), None)
    if found is None:
        listed = ", ".join(FORMS.values())
        raise Problem(
            406, "Not acceptable", "There is no citation in what you accept.", f"There are: {listed}."
        )
    return found


def _fields() -> list[tuple[str, str]]:
    """What is to be asked: by the parameters of /sparql, or by an address that has them."""
    sent = [(name, value) for name, values in request.args.lists() for value in values if name != "format"]
    links = [value for name, value in sent if name == "permalink"]
    if not links:
        return sent
    return [pair for pair in parse_qsl(urlsplit(links[0]).query, max_num_fields=200) if pair[0] != "format"]
