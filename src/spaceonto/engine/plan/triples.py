"""Triple patterns as they stand in a query, with predicates that may be paths."""

from .reader import Reader, Unknown
from .shapes import Pattern, Triples


def triples(reader: Reader) -> Triples:
    """Subjects with their predicates and objects, up to what is no triple."""
    start = reader.at
    patterns: list[Pattern] = []
    odd = False
    while True:
        subject, is_odd = _node(reader)
        odd |= is_odd
        # A list of properties in brackets may stand alone.
        if not (is_odd and (reader.has(".") or reader.has("}"))):
            while True:
                predicate, path = _verb(reader)
                while True:
                    value, is_odd = _node(reader)
                    odd |= is_odd
                    patterns.append(Pattern(subject, predicate, value, path))
                    if not reader.take(","):
                        break
                if not reader.take(";"):
                    break
                while reader.take(";"):
                    pass
                if (
                    reader.has(".")
                    or reader.has("}")
                    or (reader.here.kind == "word" and reader.here.text != "a")
                ):
                    break
        if not reader.take(".") or not _begins_triple(reader):
            break
    return Triples(
        reader.slice(start, reader.at).rstrip("."),
        [] if odd else patterns,
        reader.variables(start, reader.at),
    )


def _begins_triple(reader: Reader) -> bool:
    token = reader.here
    return token.kind in ("variable", "iri", "name", "string", "number") or token.text in ("[", "(")


def _node(reader: Reader) -> tuple[str, bool]:
    """A subject or object as it is written, and whether it is something in brackets."""
    start = reader.at
    token = reader.here
    if token.text in ("[", "("):
        reader.skip_brackets()
        return "", True
    if token.text in ("+", "-"):
        reader.at += 1
        token = reader.here
        if token.kind != "number":
            raise Unknown(token.text)
    if token.kind not in ("variable", "iri", "name", "string", "number") and token.text not in (
        "true",
        "false",
    ):
        raise Unknown(token.text)
    reader.at += 1
    if token.kind == "string" and (reader.here.kind == "language" or reader.take("^^")):
        reader.at += 1
    return reader.slice(start, reader.at), False


def _verb(reader: Reader) -> tuple[str, str]:
    """A predicate as it is written, and its kind: `` for a plain one, else what its path may do."""
    start = reader.at
    token = reader.here
    if token.kind == "variable":
        reader.at += 1
        return token.text, ""
    _path(reader)
    marks = {token.text for token in reader.tokens[start : reader.at] if token.kind == "symbol"}
    if not marks:
        return reader.slice(start, reader.at), ""
    return reader.slice(start, reader.at), "".join(sorted(marks))


def _path(reader: Reader) -> None:
    while True:
        reader.take("^")
        reader.take("!")
        reader.take("^")
        token = reader.here
        if token.text == "(":
            reader.skip_brackets()
        elif token.kind in ("iri", "name") or (token.kind == "word" and token.text == "a"):
            reader.at += 1
        else:
            raise Unknown(token.text)
        if reader.here.text in ("*", "+", "?") and reader.here.kind == "symbol":
            if reader.tokens[reader.at + 1].kind == "number":
                raise Unknown(reader.here.text)
            reader.at += 1
        if not (reader.take("/") or reader.take("|")):
            return
