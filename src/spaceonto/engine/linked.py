"""An answer that names the next part of itself in its head, where its format has a place for that."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from xml.sax.saxutils import quoteattr

from .answers import Answer, Body


@dataclass(frozen=True)
class Patched:
    """Pieces of which the first is changed."""

    body: Body
    old: bytes
    new: bytes

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, once."""
        pieces = self.body.pieces()
        first = next(pieces, b"")
        return chain((first.replace(self.old, self.new, 1),), pieces)


def linked(answer: Answer, address: str) -> Answer:
    """The same answer with a link in the head of JSON and XML; other formats stay as they are."""
    if answer.format.name == "json":
        old, new = b"]},", f'],"link":[{json.dumps(address)}]}},'.encode()
    elif answer.format.name == "xml":
        old, new = b"</head>", f"<link href={quoteattr(address)}/></head>".encode()
    else:
        return answer
    body = answer.body
    changed = body.replace(old, new, 1) if isinstance(body, bytes) else Patched(body, old, new)
    return replace(answer, length=answer.length + len(new) - len(old), body=changed)
