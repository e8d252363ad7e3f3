"""A query written anew so that the engine answers it sooner, where the answer is provably the same."""

from .rewriting import improved
from .statistics import Statistics, count

__all__ = ["Statistics", "count", "improved"]
