"""The way out of a worker: counts what passes, gathers small pieces, and mends what XML cannot hold."""

import re
from collections.abc import Callable

UNWRITABLE = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|\r")
MARKS = {"json": (b",{", 3), "xml": (b"<result>", 17), "csv": (b"\n", 2), "tsv": (b"\n", 1)}
MARKS |= {"nt": (b"\n", 8), "nq": (b"\n", 8)}
"""For a format: what each row but one holds at least once, and the fewest bytes that a row takes."""
UNCOUNTED = 4 * 1024**2
"""Bytes of an answer that may be held until they are worth counting."""

Write = Callable[[bytes], object]


class TooLarge(Exception):  # noqa: N818
    """The answer goes beyond the rows or bytes that may be sent at once."""


class Out:
    """A file to write to. With `most` rows, it stops what in a format with a mark may hold more of them.

    Rows are counted from above: a text that looks like the mark counts too, so that none is overlooked.
    In the same manner `version` becomes 1.2 once a mark among `new` has passed.
    """

    def __init__(
        self,
        write: Write,
        limit: int,
        *,
        is_xml: bool,
        new: tuple[bytes, ...] = (),
        most: int = 0,
        form: str = "",
    ) -> None:
        self.written = 0
        self.version = ""
        self._new = new
        self._write = write
        self._limit = limit
        self._is_xml = is_xml
        self._held = bytearray()
        self._mark, least = MARKS.get(form, (b"", 0)) if most else (b"", 0)
        self._most = most
        self._free = min(most * least, UNCOUNTED)
        self._rows = 0
        self._uncounted = bytearray()

    def write(self, data: bytes) -> int:
        self.written += len(data)
        if self.written > self._limit:
            raise TooLarge
        if self._mark:
            self._count(data)
        self._held += data
        if len(self._held) > 65536:
            self._pass_on(keep=2)
        return len(data)

    def _count(self, data: bytes) -> None:
        """Looks for rows only in what has bytes enough to hold too many of them."""
        self._uncounted += data
        if self.written > self._free and len(self._uncounted) > 65536:
            self._rows += self._uncounted.count(self._mark)
            del self._uncounted[: len(self._uncounted) + 1 - len(self._mark)]
            if self._rows > self._most:
                raise TooLarge

    def flush(self) -> None:
        """Nothing: the engine asks for it in the middle of what it writes."""

    def finish(self) -> None:
        """Sends the rest. Raises TooLarge where that makes too many rows."""
        if self._mark and self.written > self._free:
            self._rows += self._uncounted.count(self._mark)
            if self._rows > self._most:
                raise TooLarge
        self._pass_on(keep=0)

    def _pass_on(self, keep: int) -> None:
        """Sends what is held; in XML the last bytes stay, lest a character be cut in two."""
        cut = len(self._held) - (keep if self._is_xml else 0)
        data = bytes(self._held[:cut])
        if not self.version and any(mark in self._held for mark in self._new):
            self.version = "1.2"
        del self._held[:cut]
        if self._is_xml:
            data = UNWRITABLE.sub(lambda found: b"&#xD;" if found.group() == b"\r" else b"\xef\xbf\xbd", data)
        if data:
            self._write(data)
