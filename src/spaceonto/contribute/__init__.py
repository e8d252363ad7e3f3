"""Changes from outside: each is one transaction, checked on a copy, written as Turtle, and then released."""

from .files import ContributionError
from .trial import Refused
from .writing import Ground, Written, write

__all__ = ["ContributionError", "Ground", "Refused", "Written", "write"]
