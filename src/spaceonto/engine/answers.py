"""What an engine gives: a whole answer in a format, or the rows of a table."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from .formats import Format


class Body(Protocol):
    """What gives its bytes in pieces."""

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, once."""
        ...


@dataclass(frozen=True)
class Answer:
    """A whole answer. `info` is what the worker counted; `etag` names query, release and format."""

    format: Format
    length: int
    etag: str
    info: dict[str, Any]
    body: bytes | Body = field(repr=False)

    def pieces(self) -> Iterator[bytes]:
        """The bytes; of a large answer they can be had once."""
        if isinstance(self.body, bytes):
            return iter((self.body,))
        return self.body.pieces()

    @property
    def more(self) -> bool:
        """Whether further rows exist, which the caps or `max_rows` cut off."""
        return bool(self.info.get("more"))

    @property
    def last(self) -> str:
        """A name for the last row, by which the next page knows where to begin."""
        return str(self.info.get("last", ""))

    def whole(self) -> bytes | None:
        """All bytes where they are in memory, else nothing."""
        return self.body if isinstance(self.body, bytes) else None

    def read(self) -> bytes:
        return b"".join(self.pieces())


@dataclass(frozen=True)
class Rows:
    """A table: variables mapped to terms as SPARQL's JSON writes them.

    With `more`, further rows exist, and the next part begins after the row that `last` names.
    """

    variables: tuple[str, ...]
    rows: list[dict[str, dict[str, Any]]]
    more: bool = False
    boolean: bool | None = None
    last: str = ""
