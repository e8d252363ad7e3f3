"""What the short way tells the long way, and the other way round, in the environment of a request."""

from typing import Final

START: Final = "spaceonto.start"
"""When the request came, on the monotonic clock."""
LEFT: Final = "spaceonto.left"
"""Requests that the client has left, where this one has been counted already."""
ERROR: Final = "spaceonto.error"
"""What went wrong, so that it need not go wrong again."""
FOREIGN: Final = "spaceonto.foreign"
"""Set where the answer hangs on another service too."""
