"""What whoever runs the service decides, beside the limits of queries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How clients are told apart and held in bounds, and whom their queries may ask in turn.

    A client may send `rate` requests a second on the long run (0: any number), `burst` at once, and have
    `at_once` of them going on. Of `proxies` in front of the service, each adds one address to
    X-Forwarded-For; without any, the address of the connection is the client.

    SERVICE may ask the endpoints in `services`, at public addresses but for hosts and networks in `private`.

    Queries that take `slow` seconds or fail are logged, with their text only under `log_queries`.
    """

    rate: float = 20.0
    burst: int = 300
    at_once: int = 16
    proxies: int = 0
    services: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    slow: float = 5.0
    log_queries: bool = False
