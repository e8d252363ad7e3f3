"""FILTER NOT EXISTS and EXISTS with several patterns inside, which the engine evaluates anew for every row.

The first becomes MINUS, the second a join with SELECT DISTINCT, where both are provably equal. Let P be
the group without the filter, X the pattern inside.

- The filter keeps a solution m of P where X, with the variables that m binds replaced by their values,
  has no solution. MINUS keeps m unless X has a solution n that agrees with m on all variables which both
  bind, and there is at least one such variable.
- X consists of triple patterns and conditions only, so each of its solutions binds all variables of X.
  For such patterns, replacing variables by values and looking for a match finds one exactly if there is a
  solution n of X that agrees with m: a match of the replaced pattern, together with the values, is n, and
  the other way round. That fails for the paths `*` and `?`, which match a value that no triple holds, so
  they are left alone.
- A condition in X sees the values of m in the first form only. All its variables have to occur in the
  triple patterns of X, where n and m agree, so it sees the same values in both. A further EXISTS in it,
  or a function that gives another value each time, is left alone.
- At least one variable of X is bound by every solution of P, so that the last clause of MINUS never
  matters. A variable that only OPTIONAL binds does not count; where m leaves it unbound, both forms let X
  choose its value.
- For EXISTS, every variable that X shares with P is bound by every solution of P. Then m joins with one
  row of the distinct values of these at the most, and with one exactly if X has a solution that agrees
  with m.
- A filter holds for the whole group wherever it stands, so what replaces it goes to its end; conditions,
  MINUS and this join each look at one solution of P alone, and may change places.
- Left alone are filters directly in OPTIONAL, whose conditions see the variables before it; everything
  within GRAPH, where the graph's name may be a variable; and all that is itself within EXISTS.
- Patterns in brackets and blank nodes with a name are left alone, so no blank node changes its scope.
"""

from collections.abc import Callable

from .shapes import Filter, Group, Triples

ZERO = set("*?")
STEPS = set("/+")


def instead(condition: Filter, outer: Group, write: Callable[[Group], str]) -> str | None:
    """What may stand at the end of the outer group in the place of this filter, if something better may."""
    group = condition.exists
    found = None if group is None else _bound_by_all(group)
    if group is None or not found:
        return None
    if condition.is_negated:
        return f"MINUS {write(group)}" if found & outer.certain else None
    shared = found & _bound_by_any(outer)
    if not shared or not shared <= outer.certain:
        return None
    return f"{{ SELECT DISTINCT {' '.join('?' + name for name in sorted(shared))} {write(group)} }}"


def _bound_by_all(group: Group) -> frozenset[str] | None:
    """The variables of a group as described above; nothing where it is another, or too short."""
    found: set[str] = set()
    steps = 0
    for element in group.elements:
        if isinstance(element, Triples):
            if not element.patterns or any(ZERO & set(pattern.path) for pattern in element.patterns):
                return None
            found |= element.variables
            steps += sum(1 + len(STEPS & set(pattern.path)) for pattern in element.patterns)
        elif not isinstance(element, Filter) or element.asks or element.volatile:
            return None
    conditions = [element for element in group.elements if isinstance(element, Filter)]
    # A single pattern the engine looks up, which nothing beats.
    if steps < 2 or not all(condition.variables <= found for condition in conditions):
        return None
    return frozenset(found)


def _bound_by_any(group: Group) -> frozenset[str]:
    """The variables that a solution of a group may bind; rather too many."""
    return frozenset().union(*(part.variables for part in group.elements if not isinstance(part, Filter)))
