"""How the processes talk: commands of nine bytes to the keeper, frames from the workers."""

import struct
from dataclasses import dataclass

COMMAND = struct.Struct("!cq")
FORK, END = b"F", b"E"
"""Fork a worker with the sent descriptor; end the worker with this process id."""

FRAME = struct.Struct("!cI")
DATA, DONE = b"D", b"Z"
"""A piece of the answer; the last word, as JSON."""


@dataclass(frozen=True)
class Bounds:
    """What a worker may use: bytes of memory beyond what it shares; sealed, it reaches no file and no net."""

    memory: int
    sealed: bool = True
