"""The questions that the graph is built to answer: one SPARQL file each, with a header of comment lines."""

import difflib
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .workspace import Workspace, WorkspaceError

HEADER: Final = re.compile(r"#\s*(code|title|question|keywords|answer)\s*:\s*(.*)", re.IGNORECASE)
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
