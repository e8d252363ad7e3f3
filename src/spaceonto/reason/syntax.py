"""The rule files of the ontology, read: a small part of Nemo's language."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from .rules import GIVEN, STANDARD, Atom, Program, Rule, Term, Variable

EQUALITY_FILE: Final = "owl2rl-equality.rls"


class RuleError(Exception):
    """A rule file that cannot be read, with the place and the remedy."""


def load_program(folder: Path, *, sameas: bool = False) -> Program:
    """The rules of all files in a folder, `owl2rl.rls` first; those about owl:sameAs only if asked for.

    Raises RuleError where a file has a fault or there is none.
    """
    files = sorted(folder.glob("*.rls"), key=lambda file: (not file.name.startswith(STANDARD), file.name))
    if not files:
        raise RuleError(
            f"{folder} holds no rule file (*.rls), so nothing can be inferred. Restore it from git."
        )
    wanted = [file for file in files if sameas or file.name != EQUALITY_FILE]
    return checked(rule for file in wanted for rule in parse(file.read_text(encoding="utf-8"), str(file)))


def checked(rules: Iterable[Rule]) -> Program:
    """A program of these rules; raises RuleError where one uses a predicate that nothing gives."""
    program = Program(tuple(rules))
    for rule in program.rules:
        for atom in (*rule.body, *rule.absent):
            if atom.predicate not in program.by_head and atom.predicate not in GIVEN:
                raise RuleError(
                    f"{rule.file}:{rule.line}: {atom.predicate}(…) is concluded by no rule, so {rule.name} "
                    "can never fire. Correct the name or add the rule for it."
                )
    return program


TOKEN: Final = re.compile(
    r"""(?P<space>\s+|%[^\n]*)
      | (?P<name>\#\[name\("(?P<rule>[^"]+)"\)\])
      | (?P<variable>\?[A-Za-z_]\w*)
      | <(?P<iri>[^<>"{}|^`\\\s]*)>
      | "(?P<text>[^"\\]*)"
      | (?P<prefixed>[A-Za-z][\w-]*:(?:[\w-]+)?)
      | (?P<word>@?[A-Za-z][\w-]*)
      | (?P<sign>:-|!=|[(),.~])""",
    re.VERBOSE,
)


class _Reader:
    """The tokens of one file, taken one after the other."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.text = text
        self.tokens = self._split()
        self.at = 0
        self.prefixes: dict[str, str] = {}

    def _split(self) -> list[re.Match[str]]:
        found, position = [], 0
        while position < len(self.text):
            token = TOKEN.match(self.text, position)
            if token is None:
                raise self.error(position, f"`{self.text[position : position + 20]}` is not part of a rule")
            if token.lastgroup != "space":
                found.append(token)
            position = token.end()
        return found

    def error(self, position: int, message: str) -> RuleError:
        line = self.text.count("\n", 0, position) + 1
        return RuleError(
            f"{self.file}:{line}: {message}. A rule reads "
            '#[name("…")] triple(?x, …, …) :- triple(…), …, ?x != ?y, ~other(…) .'
        )

    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def peek(self) -> str:
        return "" if self.done() else self.tokens[self.at].group()

    def take(self, expected: str | None = None) -> re.Match[str]:
        if self.done():
            raise self.error(len(self.text), "the file ends in the middle of a rule")
        token = self.tokens[self.at]
        if expected is not None and token.group() != expected:
            raise self.error(token.start(), f"`{expected}` should stand where `{token.group()}` stands")
        self.at += 1
        return token

    def term(self) -> Term:
        token = self.take()
        if token["variable"]:
            return Variable(token["variable"][1:])
        if token["iri"] is not None:
            return NamedNode(token["iri"])
        if token["text"] is not None:
            return Literal(token["text"])
        if token["prefixed"]:
            prefix, _, local = token["prefixed"].partition(":")
            if prefix in self.prefixes:
                return NamedNode(self.prefixes[prefix] + local)
            raise self.error(token.start(), f"the prefix {prefix}: is not declared")
        raise self.error(token.start(), f"`{token.group()}` is no variable, IRI or text")

    def atom(self) -> Atom:
        token = self.take()
        if not token["word"] or token["word"].startswith("@"):
            raise self.error(token.start(), f"`{token.group()}` is no predicate")
        self.take("(")
        found = [self.term()]
        while self.peek() == ",":
            self.take()
            found.append(self.term())
        self.take(")")
        return Atom(token["word"], tuple(found))


def parse(text: str, file: str) -> Iterator[Rule]:
    """The rules of one file; raises RuleError at the first fault."""
    reader = _Reader(text, file)
    while not reader.done():
        if reader.peek() == "@prefix":
            reader.take()
            prefix = reader.take()["prefixed"] or ""
            reader.prefixes[prefix.removesuffix(":")] = reader.take()["iri"] or ""
            reader.take(".")
        else:
            yield _rule(reader)


def _rule(reader: _Reader) -> Rule:
    opening = reader.take()
    if not opening["name"]:
        raise reader.error(opening.start(), 'a rule begins with its name, as in #[name("prp-dom")]')
    head = reader.atom()
    reader.take(":-")
    body: list[Atom] = []
    absent: list[Atom] = []
    different: list[tuple[Term, Term]] = []
    while True:
        if reader.peek() == "~":
            reader.take()
            absent.append(reader.atom())
        elif reader.peek().startswith("?"):
            left = reader.term()
            reader.take("!=")
            different.append((left, reader.term()))
        else:
            body.append(reader.atom())
        if reader.take().group() != ",":
            break
    reader.at -= 1
    reader.take(".")
    line = reader.text.count("\n", 0, opening.start()) + 1
    rule = Rule(opening["rule"], head, tuple(body), tuple(absent), tuple(different), reader.file, line)
    loose = _variables([head, *absent], different) - _variables(body, [])
    if loose:
        raise reader.error(opening.start(), f"{rule.name} says nothing about ?{min(loose)} in its conditions")
    return rule


def _variables(atoms: Iterable[Atom], pairs: Iterable[tuple[Term, Term]]) -> set[str]:
    everything = [*(atom.terms for atom in atoms), *pairs]
    return {term.name for terms in everything for term in terms if isinstance(term, Variable)}
