"""One request to another server, bounded on all sides: where it may go, how long, how much.

A name is looked up once, every address that it has is judged, and the connection goes to one that was judged;
each redirect is judged anew. Nothing is sent that the asker did not write: no credentials, no cookies.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookUpTimeout
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PORTS = {"http": 80, "https": 443}
REDIRECTS = 3
GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
RESERVED = [ipaddress.ip_network(text) for text in ("192.88.99.0/24", "2001:db8::/32", "3fff::/20")]
_lookups = ThreadPoolExecutor(8, thread_name_prefix="look-up")


class FetchRefused(Exception):  # noqa: N818
    """This request is not made; the text says why."""


class FetchFailed(Exception):  # noqa: N818
    """The other server gave no answer that can be used; the text says why, and `status` what it answered."""

    def __init__(self, text: str, status: int = 0) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Exceptions:
    """Hosts and networks that may be asked although they are not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()


def exceptions(listed: tuple[str, ...]) -> Exceptions:
    """The exceptions that an operator lists as hosts, addresses or networks. Raises ValueError for others."""
    hosts, networks = set(), []
    for text in listed:
        try:
            networks.append(ipaddress.ip_network(text.strip("[]")))
        except ValueError:
            if "/" in text or not text.strip() or any(mark in text for mark in ":@ *"):
                raise ValueError(f"{text!r} is neither a host nor a network such as 10.1.0.0/16.") from None
            hosts.add(text.lower().rstrip("."))
    return Exceptions(frozenset(hosts), tuple(networks))


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, by IANA's registries of special ones."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in GLOBAL_IPV6 or address.sixtofour is not None or address.teredo is not None:
            return False
    return (
        address.is_global
        and not (address.is_multicast or address.is_reserved or address.is_unspecified)
        and not any(address in network for network in RESERVED if network.version == address.version)
    )


def checked(url: str) -> SplitResult:
    """The parts of an address that may be asked at all. Raises FetchRefused for any other."""
    if any(ord(mark) <= 32 or mark == "\\" for mark in url):
        raise FetchRefused(f"{url!r} is no address.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise FetchRefused(f"{url!r} is no address.") from None
    if parts.scheme not in PORTS:
        raise FetchRefused(f"{url} is not reached by http or https.")
    if "@" in parts.netloc:
        raise FetchRefused(f"{parts.hostname} is asked with a user's name, and credentials are not sent.")
    if not parts.hostname or port == 0:
        raise FetchRefused(f"{url} names no host.")
    return parts


def addresses_of(
    parts: SplitResult, allowed: Exceptions, seconds: float
) -> list[tuple[int, tuple[str, int]]]:
    """Families and socket addresses to connect to, when every one of the host may be asked.

    Raises FetchRefused where one may not, FetchFailed where the host has none.
    """
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or PORTS[parts.scheme]
    looking = _lookups.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        found = looking.result(seconds)
    except LookUpTimeout:
        raise FetchFailed(f"{host} could not be looked up in time.") from None
    except (OSError, UnicodeError):
        raise FetchFailed(f"There is no host {host}.") from None
    for _, _, _, _, place in found:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not is_public(address) and not _is_excepted(host, address, allowed):
            raise FetchRefused(f"{host} is at {address}, which is no address of the public internet.")
    return [(family, (str(place[0]), int(place[1]))) for family, _, _, _, place in found]


def _is_excepted(host: str, address: Address, allowed: Exceptions) -> bool:
    address = getattr(address, "ipv4_mapped", None) or address
    return host in allowed.hosts or any(
        address in network for network in allowed.networks if network.version == address.version
    )


def post(
    url: str, body: bytes, headers: dict[str, str], allowed: Exceptions, seconds: float, most: int
) -> bytes:
    """What a server answers, within so many seconds in all and `most` bytes.

    Raises FetchRefused, before a connection is made, where it may not be asked; FetchFailed where it gives no
    usable answer.
    """
    end = time.monotonic() + seconds
    for _ in range(REDIRECTS + 1):
        parts = checked(url)
        status, place, data = _exchange(parts, body, headers, allowed, end, most)
        if time.monotonic() >= end:
            raise FetchFailed(f"{parts.hostname} did not answer in time.")
        if status == 200:
            return data
        if status not in (301, 302, 307, 308) or not place:
            raise FetchFailed(f"{parts.hostname} answered with status {status}.", status)
        try:
            target = urljoin(url, place)
        except ValueError:
            raise FetchRefused(f"{parts.hostname} leads to {place!r}, which is no address.") from None
        if parts.scheme == "https" and checked(target).scheme == "http":
            raise FetchRefused(f"{parts.hostname} leads from https to http.")
        url = target
    raise FetchFailed("It leads on and on to other addresses.")


def _exchange(
    parts: SplitResult, body: bytes, headers: dict[str, str], allowed: Exceptions, end: float, most: int
) -> tuple[int, str, bytes]:
    """Status, Location and body of one answer."""
    places = addresses_of(parts, allowed, max(0.01, end - time.monotonic()))
    try:
        link = _connected(parts, places, end)
        # The time-outs of a socket are for each piece; this one is for all.
        alarm = threading.Timer(max(0.01, end - time.monotonic()), _shut, (link,))
        alarm.daemon = True
        alarm.start()
        try:
            if isinstance(link, ssl.SSLSocket):
                link.do_handshake()
            return _talk(link, parts, body, headers, most)
        finally:
            alarm.cancel()
            link.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= end:
            raise FetchFailed(f"{parts.hostname} did not answer in time.") from None
        raise FetchFailed(f"{parts.hostname} could not be asked: {error or type(error).__name__}.") from None


def _connected(parts: SplitResult, places: list[tuple[int, tuple[str, int]]], end: float) -> socket.socket:
    """A connection with the first of the places that takes one; for https still without its handshake."""
    failure = OSError("no address")
    for family, place in places:
        link = socket.socket(family, socket.SOCK_STREAM)
        try:
            link.settimeout(max(0.01, end - time.monotonic()))
            link.connect(place)
            if parts.scheme == "http":
                return link
            secure = ssl.create_default_context()
            return secure.wrap_socket(link, server_hostname=parts.hostname, do_handshake_on_connect=False)
        except OSError as error:
            link.close()
            failure = error
    raise failure


def _shut(link: socket.socket) -> None:
    """Ends a connection while another thread waits on it."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(link, socket.SHUT_RDWR)


def _talk(
    link: socket.socket, parts: SplitResult, body: bytes, headers: dict[str, str], most: int
) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.sock = link
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.request("POST", target, body, {"Host": parts.netloc, "Accept-Encoding": "identity", **headers})
    answer = connection.getresponse()
    data = bytearray()
    while answer.status == 200 and (piece := answer.read1(65536)):
        data += piece
        if len(data) > most:
            raise FetchFailed(f"{parts.hostname} answered with more than {most:,} bytes.")
    return answer.status, answer.headers.get("Location", ""), bytes(data)
