"""An answer on its way: kept whole before a byte leaves, so that a broken one never looks complete.

The worker is free as soon as it has written, however slowly the asker reads.
"""

import tempfile
from collections.abc import Iterator
from typing import IO

IN_MEMORY = 4 * 1024 * 1024
PIECE = 256 * 1024


class Spool:
    """Bytes in memory, and in a nameless file beyond IN_MEMORY."""

    def __init__(self) -> None:
        self._memory = bytearray()
        self._file: IO[bytes] | None = None
        self.length = 0

    def write(self, data: bytes | memoryview) -> None:
        """Adds bytes. Raises OSError where the disk is full."""
        self.length += len(data)
        if self._file is None and self.length > IN_MEMORY:
            self._file = tempfile.TemporaryFile(prefix="spaceonto-")  # noqa: SIM115
            self._file.write(self._memory)
            self._memory = bytearray()
        if self._file is None:
            self._memory += data
        else:
            self._file.write(data)

    def whole(self) -> bytes | None:
        """All of it where it is held in memory, else nothing."""
        return bytes(self._memory) if self._file is None else None

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order, once; the file is gone afterwards."""
        if self._file is None:
            yield bytes(self._memory)
            return
        with self._file as file:
            file.seek(0)
            while piece := file.read(PIECE):
                yield piece
