"""The questions that the graph is built to answer: one SPARQL file each, with a header of comment lines."""

import difflib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from . import terms
from .workspace import Workspace, WorkspaceError

HEADER: Final = re.compile(r"#\s*(code|title|question|keywords|answer)\s*:\s*(.*)", re.IGNORECASE)
ASIDE: Final = re.compile(r"#[^\n]*|<[^<>\s]*>|[\w-]*:[\w-]*")
FORM: Final = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
SECTIONS: Final = {
    "H": "History",
    "P": "Partnerships today",
    "B": "Benefits",
    "F": "Future prospects",
    "D": "Diplomacy",
    "X": "Trust in the data",
}


@dataclass(frozen=True)
class Question:
    """A question in words and in SPARQL. `code` is like H6, `section` its folder, `answer` the columns."""

    code: str
    slug: str
    section: str
    title: str
    question: str
    keywords: tuple[str, ...]
    answer: tuple[str, ...]
    text: str
    path: Path

    @property
    def heading(self) -> str:
        """What its section is called."""
        return SECTIONS.get(self.code[:1].upper(), self.section.replace("-", " ").capitalize())

    @property
    def form(self) -> str:
        """SELECT, ASK, CONSTRUCT or DESCRIBE: the first such word outside comments and names."""
        found = FORM.search(ASIDE.sub(" ", self.text))
        return found.group(1).upper() if found else "SELECT"


def parse(path: Path) -> Question:
    """The question in a file. Raises WorkspaceError where the file or its header cannot be read."""
    text = read(path)
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        found = HEADER.fullmatch(line.strip())
        if found:
            header[found.group(1).lower()] = found.group(2).strip()
    for name in ("code", "title", "question"):
        if not header.get(name):
            raise WorkspaceError(f"{path} has no `# {name}: …` among its first lines. Add one.")
    return Question(
        code=header["code"],
        slug=path.stem,
        section=path.parent.name,
        title=header["title"],
        question=header["question"],
        keywords=_split(header.get("keywords", "")),
        answer=_split(header.get("answer", "")),
        text=text,
        path=path,
    )


def questions(workspace: Workspace) -> tuple[Question, ...]:
    """Every question of the workspace, by section and number. Raises WorkspaceError as `parse` does."""
    found = (parse(path) for path in sorted((workspace.ontology / "questions").glob("*/*.rq")))
    return tuple(sorted(found, key=_order))


def as_rdf(known: Iterable[Question], endpoint: str = "") -> Iterator[Triple]:
    """Each question as an executable with its words and query; then the prefixes, by which all are read.

    The endpoint is named where it is known.
    """
    sh, prefixes = terms.SH, NamedNode(terms.BASE + "prefixes")
    yield _fact(prefixes, terms.RDF + "type", NamedNode(terms.OWL + "Ontology"))
    for question in known:
        node = NamedNode(f"{terms.BASE}questions/{question.section}/{question.slug}")
        base = terms.PREFIXES["spex"] if question.form == "DESCRIBE" else sh
        for kind in (f"{sh}SPARQLExecutable", f"{base}SPARQL{question.form.capitalize()}Executable"):
            yield _fact(node, terms.RDF + "type", NamedNode(kind))
        yield _fact(node, terms.RDFS + "label", Literal(question.title, language="en"))
        yield _fact(node, terms.RDFS + "comment", Literal(question.question, language="en"))
        yield _fact(node, base + question.form.lower(), Literal(question.text))
        yield _fact(node, terms.DCTERMS + "identifier", Literal(question.code))
        yield _fact(node, sh + "prefixes", prefixes)
        for word in question.keywords:
            yield _fact(node, terms.PREFIXES["schema"] + "keywords", Literal(word))
        if endpoint:
            yield _fact(node, terms.PREFIXES["schema"] + "target", NamedNode(endpoint))
    for name, iri in terms.PREFIXES.items():
        declared = NamedNode(f"{prefixes.value}#{name}")
        yield _fact(prefixes, sh + "declare", declared)
        yield _fact(declared, sh + "prefix", Literal(name))
        yield _fact(declared, sh + "namespace", Literal(iri, datatype=NamedNode(terms.XSD + "anyURI")))


def _fact(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)


def query_text(name: str, workspace: Workspace) -> str:
    """The SPARQL that a name means: `-` the standard input, else a file, else a question.

    Raises WorkspaceError where it is none of them, naming the nearest questions.
    """
    if name == "-":
        return sys.stdin.read()
    file = Path(name)
    if file.is_file():
        return read(file)
    known = questions(workspace)
    found = find(name, known)
    if found is not None:
        return found.text
    near = difflib.get_close_matches(name, [question.slug for question in known], n=3, cutoff=0.4)
    hint = f"Did you mean {', '.join(near)}?" if near else "`spaceonto questions` lists them."
    raise WorkspaceError(f"{name} is no question and no file. {hint}")


def read(file: Path) -> str:
    """The text of a query file, with or without a header. Raises WorkspaceError where it cannot be read."""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{file} cannot be read: {error}. It has to be a text file in UTF-8.") from None


def find(name: str, among: Iterable[Question]) -> Question | None:
    """The question with this code, slug or section/slug, if there is one and only one."""
    wanted = name.strip().lower().removesuffix(".rq")
    fitting = [
        question
        for question in among
        if wanted in (question.code.lower(), question.slug, f"{question.section}/{question.slug}")
    ]
    return fitting[0] if len(fitting) == 1 else None


def _order(question: Question) -> tuple[int, int, str]:
    letter = "".join(SECTIONS).find(question.code[:1].upper())
    number = re.search(r"\d+", question.code)
    return (letter if letter >= 0 else len(SECTIONS), int(number.group()) if number else 0, question.slug)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
