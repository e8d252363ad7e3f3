"""One request on one worker, watched from outside."""

import json
import math
import time
from typing import TYPE_CHECKING, Any, NoReturn

from .crew import Worker
from .errors import QueryFailed, QueryTimeout, QueueFull
from .spool import Spool
from .wire import DONE, FRAME

if TYPE_CHECKING:
    from .pool import Pool

AT_ONCE = 65536
"""Bytes that are read of an answer at once."""
MOMENT = 0.2
"""Seconds of work after which a query counts as long."""
LEAST = 0.02
"""Seconds between two looks at a query."""
PATIENCE = 0.3
"""Seconds of work for which a query may hold a place that others wait for, when the long ones are taken."""
LONG = 1.0
"""Seconds of work after which it is remembered that a query takes long."""
DEATHS = {
    6: ("The query needed more memory than one query may use.", "Narrow it, or ask in several parts."),
    11: (
        "The query is too deeply nested for the engine.",
        "Write it with shorter chains, or fewer groups in groups.",
    ),
}
UNKNOWN_DEATH = (
    "The process that ran the query ended unexpectedly.",
    "If it happens again, narrow the query.",
)


def too_many_long() -> QueueFull:
    return QueueFull(
        "This query takes long, and too many long ones are running already.",
        "Try again in half a minute.",
        retry_after=30,
    )


class Run:
    """A query at work: takes in the answer, sets a long one back, ends it at its deadline."""

    def __init__(
        self, pool: "Pool", worker: Worker, seconds: float, name: object = None, is_long: bool = False
    ) -> None:
        self.pool, self.worker, self.seconds, self.name = pool, worker, seconds, name
        self.spool = Spool()
        self.is_long = is_long
        self._is_remembered = is_long
        self._start = time.monotonic()
        self._before = worker.seconds()

    def result(self, request: dict[str, Any], body: bytes | None = None) -> dict[str, Any]:
        """What the worker says at the end; the answer itself is in `spool`. Raises as Pool.run does."""
        data = json.dumps(request if body is None else {**request, "body": len(body)}).encode()
        link = self.worker.link
        try:
            self.worker.wait_at_most(self.seconds if body else self._until_next_look())
            link.sendall(len(data).to_bytes(4) + data + (body or b""))
        except OSError:
            self._died()
        while True:
            self.worker.wait_at_most(self._until_next_look())
            try:
                piece = link.recv(AT_ONCE)
            except BlockingIOError:  # so long nothing came
                continue
            except OSError:
                piece = b""
            if not piece:
                self._died()
            info = self._take_in(piece)
            if info is not None:
                return info

    def _take_in(self, piece: bytes) -> dict[str, Any] | None:
        """Passes data on to the spool; returns the worker's last word when it has come."""
        inbox = self.worker.inbox
        inbox += piece
        start = 0
        info: dict[str, Any] | None = None
        while len(inbox) - start >= FRAME.size:
            kind, length = FRAME.unpack_from(inbox, start)
            end = start + FRAME.size + length
            if len(inbox) < end:
                break
            body = bytes(inbox[start + FRAME.size : end])
            start = end
            if kind == DONE:
                info = json.loads(body)
            else:
                self._keep(body)
        del inbox[:start]
        return info

    def _keep(self, data: bytes) -> None:
        try:
            self.spool.write(data)
        except OSError as error:
            raise QueryFailed(
                f"There is no room to keep the answer ({error.strerror}).", "Ask for less."
            ) from None

    def _until_next_look(self) -> float:
        """Acts on the time spent; returns the seconds until it has to be looked at again."""
        spent = time.monotonic() - self._start
        if spent >= self.seconds:
            raise QueryTimeout(
                f"The query was ended at its deadline of {self.seconds:g} s.", seconds=self.seconds
            )
        return min(self._until_next_step(self._work(spent)), self.seconds - spent)

    def _until_next_step(self, work: float) -> float:
        if not self.is_long:
            if work < MOMENT:
                return max(LEAST, MOMENT - work)
            self.is_long = self.pool.set_back(self.worker)
            if not self.is_long:
                if work > PATIENCE and self.pool.others_wait:
                    self.pool.remember(self.name)
                    raise too_many_long()
                return MOMENT
        if not self._is_remembered:
            if work < LONG:
                return max(LEAST, LONG - work)
            self.pool.remember(self.name)
            self._is_remembered = True
        return math.inf

    @property
    def was_hard(self) -> bool:
        """Whether it took so long that it is remembered."""
        return self._work(time.monotonic() - self._start) >= LONG

    def _work(self, spent: float) -> float:
        """The seconds that the query itself has taken, lest it be blamed for others on a busy machine."""
        return min(spent, max(spent / 3, self.worker.seconds() - self._before))

    def _died(self) -> NoReturn:
        raise QueryFailed(*DEATHS.get(self.pool.crew.end(self.worker), UNKNOWN_DEATH))
