"""What follows from the statements: the closure under the rules, its proofs, and its contradictions."""

from .closure import REASONERS, Clash, Closure, infer
from .nemo import ReasonerError
from .rules import Program
from .syntax import RuleError, load_program

__all__ = ["REASONERS", "Clash", "Closure", "Program", "ReasonerError", "RuleError", "infer", "load_program"]
