"""Random small datasets, and random queries on them in every shape that the planner looks at."""

from random import Random

HEAD = "PREFIX : <https://example.org/> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
NODES = ["<https://example.org/x>", "<https://example.org/y>", "<https://example.org/z>", "_:n", "_:m"]
LITERALS = ['"1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"v"', '"v"@en']
PREDICATES = [
    "<https://example.org/p>",
    "<https://example.org/q>",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>",
]
GRAPHS = ["", "", "<https://example.org/g>", "<https://example.org/h>"]
PATHS = [":p/:q", "^:p", ":p|:q", ":p+", ":p*", ":p?", "a/:q*", "!:p", ":p/:q+", "(:p|:q)*", "a / :p+"]
CONDITIONS = [
    "BOUND({v})",
    "!BOUND({v})",
    "{v} = {o}",
    "{v} != {o}",
    "isBlank({v}) || {w} = 1",
    "COALESCE({v}, 2) < 3",
    "<https://example.org/z> != {v}",
    "{v} != {w}",
    "STR({v}) < STR({w})",
    "{v} IN (:x, {w})",
    "{v} != :x && {w} != :y",
    "BOUND({v}) && 1/0 > {w}",
    "{v} = {w} && {v} != :y || {w} = :x",
    "isIRI({v}) && (BOUND({w}) || {w} = 1)",
]
VALUES = ["?a { :x :y }", "(?a ?b) { (:x UNDEF) (UNDEF :z) }", "?c { 1 }", "(?a ?c) { (:x :y) (:x :y) }"]
Quad = tuple[str, str, str, str]


def quads(chance: Random, repeated: bool) -> list[Quad]:
    """Quads over few terms, so that much joins; without `repeated`, no triple is in two graphs."""
    found: dict[tuple[str, ...], Quad] = {}
    for _ in range(chance.randint(4, 30)):
        value = chance.choice(NODES if chance.random() < 0.7 else LITERALS)
        quad = (chance.choice(NODES), chance.choice(PREDICATES), value, chance.choice(GRAPHS))
        found[quad if repeated else quad[:3]] = quad
    return list(found.values())


class Queries:
    """Writes queries by chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.pick = chance.choice

    def often(self, share: float) -> bool:
        return self.chance.random() < share

    def variable(self) -> str:
        return self.pick(["?a", "?b", "?c", "?d", "$a"])

    def node(self) -> str:
        return self.variable() if self.often(0.85) else self.pick([":x", ":y"])

    def value(self) -> str:
        return self.variable() if self.often(0.8) else self.pick([":x", ":z", "1", '"v"', '"v"@en'])

    def predicate(self, odd: float) -> str:
        if self.often(odd):
            return self.pick(PATHS) if self.often(0.7) else self.variable()
        return self.pick([":p", ":q", "a"])

    def triples(self, most: int, odd: float) -> str:
        """Patterns side by side; `odd` is the share of paths and the like."""
        if odd and self.often(0.3):
            return self.way()
        text = f"{self.node()} {self.predicate(odd)} {self.value()}"
        for _ in range(self.chance.randint(0 if odd else 1, most)):
            subject = "[]" if self.often(odd / 3) else self.node()
            more = f"{self.predicate(odd)} {self.value()}"
            text += self.pick(
                [f" ; {more}", f" . {subject} {more}", f" . {subject} {more}", f", {self.value()}"]
            )
        return text + self.pick([" .", " .", ""])

    def way(self) -> str:
        """A path from a variable that another pattern binds."""
        start, end = self.variable(), self.pick(["?b", "?c", "?d", "?d", self.value()])
        if self.often(0.4):
            return f"{start} {self.pick(['a/:q*', 'a / :p+', ':p/:q*'])} {end}"
        return f"{self.node()} {self.predicate(0)} {start} . {start} {self.pick(PATHS)} {end}"

    def condition(self) -> str:
        form = self.pick(CONDITIONS)
        return f"FILTER({form.format(v=self.variable(), w=self.variable(), o=self.value())})"

    def short(self) -> str:
        """A group of patterns, with a condition now and then."""
        inside = [self.triples(2, self.pick([0, 0, 0.3]))]
        if self.often(0.4):
            inside.insert(self.pick([0, 1]), self.condition())
        return "{ " + self.joined(inside) + " }"

    def joined(self, parts: list[str]) -> str:
        """Parts of a group; a dot ends patterns before others."""
        return " ".join(part if part.endswith((".", "}", ")")) else f"{part} ." for part in parts)

    def part(self, depth: int) -> str:
        inner = self.short() if depth == 0 or self.often(0.6) else self.group(depth - 1)
        kinds = [
            f"FILTER NOT EXISTS {inner}", f"FILTER NOT EXISTS {inner}", f"FILTER EXISTS {inner}",
            f"FILTER EXISTS {inner}", f"FILTER(NOT EXISTS {inner} || {self.variable()} = 1)",
            f"OPTIONAL {inner}", f"OPTIONAL {inner}", f"MINUS {inner}", f"{inner} UNION {self.short()}",
            f"GRAPH {self.pick(['?a', '?d', ':g'])} {inner}", inner, self.condition(), self.condition(),
            f"{{ SELECT {self.pick(['*', '?a', 'DISTINCT ?a ?b', '?b ?c'])} {inner} }}",
            f"{{ SELECT ?a (COUNT(*) AS ?d) {inner} GROUP BY ?a }}", f"VALUES {self.pick(VALUES)}",
            f"BIND({self.value()} AS ?e)", self.triples(1, 0.4),
        ]  # fmt: skip
        return self.pick(kinds)

    def group(self, depth: int) -> str:
        parts = [self.part(depth) for _ in range(self.chance.randint(0, 3))]
        if self.often(0.9):
            parts.insert(0, self.triples(2, self.pick([0, 0, 0.3])))
        return "{ " + self.joined(parts) + " }"

    def whole(self) -> str:
        """A query of one of the forms."""
        group = self.group(2)
        return HEAD + self.pick(
            [
                f"SELECT * {group}", f"SELECT * {group}", f"SELECT ?a ?c WHERE {group}", f"ASK {group}",
                f"SELECT DISTINCT ?a ?b {group}",
                f"SELECT ?a (COUNT(?b) AS ?n) {group} GROUP BY ?a ORDER BY ?a",
                f"SELECT (COUNT(*) AS ?n) {group}", f"CONSTRUCT {{ ?a :made ?b }} WHERE {group}",
                self.counts(), self.counts(),
            ]
        )  # fmt: skip

    def counts(self) -> str:
        """A count over everything, as statistics may answer it."""
        what = self.pick(
            ["*", "?a", "?b", "?c", "DISTINCT ?a", "DISTINCT ?b", "DISTINCT $c", "?d", "DISTINCT ?d"]
        )
        where = self.pick(
            [
                "?a ?b ?c", "?a a ?c", "?a rdf:type ?b", "?a :p ?c", "?a a :x", "?a :p :x", "?a ?b ?b",
                "?a :none ?c", "GRAPH ?d { ?a ?b ?c }", "GRAPH ?d { ?a a ?c }", "GRAPH :g { ?a ?b ?c }",
                ":x ?b ?c", "?a a/:p ?c", "[] a ?c",
            ]
        )  # fmt: skip
        key = self.pick(["?b", "?c", "?d", "?a"])
        tail = self.pick(["", "ORDER BY ?n", "ORDER BY DESC(?n) ?b ?c ?d", "HAVING (COUNT(*) > 1)"])
        return self.pick(
            [
                f"SELECT (COUNT({what}) AS ?n) {{ {where} }}",
                f"SELECT {key} (COUNT({what}) AS ?n) WHERE {{ {where} }} GROUP BY {key} {tail}",
                f"SELECT DISTINCT {key} {{ {where} . }}",
            ]
        )
