"""SERVICE asks whom the operator lists, at public addresses, in bounds; nobody else sees a connection."""

import ipaddress
import socket
import time
from collections.abc import Iterator

import pytest

from endpoint import Listener, answer, dribbles, endpoint, listening, redirect, says
from spaceonto.engine import Engine, QueryError, QueryFailed, QueryRefused
from spaceonto.engine.federation import Services, federate, services
from spaceonto.engine.fetch import FetchRefused, checked, exceptions, is_public

STAFF = """SELECT ?name ?n {
  ?x sco:acronym ?name
  SERVICE <URL> { ?x <http://e.org/staff> ?n FILTER(isIRI(?x)) }
} ORDER BY ?n"""
LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture(scope="module")
def other() -> Iterator[Listener]:
    with listening(endpoint) as made:
        yield made


@pytest.fixture(scope="module")
def unasked() -> Iterator[Listener]:
    """A server that must never see a connection."""
    with listening(endpoint) as made:
        yield made
        time.sleep(0.1)
        assert made.seen == []


def allowed(*listeners: Listener) -> Services:
    return services(tuple(each.url for each in listeners), LOOPBACK)


def ask(engine: Engine, text: str, known: Services, seconds: float = 5) -> list[dict[str, str]]:
    rows = engine.rows(federate(text, known, seconds)).rows
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def test_a_listed_endpoint_is_asked_and_its_answer_joined(engine: Engine, other: Listener) -> None:
    expected = [{"name": "ESA", "n": "2500"}, {"name": "NASA", "n": "17000"}]
    for text in (
        STAFF.replace("URL", other.url),
        f"PREFIX e: <{other.url[:-6]}> " + STAFF.replace("<URL>", "e:sparql"),
        STAFF.replace("SERVICE <URL>", f"service silent<{other.url}>"),
        STAFF.replace("SERVICE <URL>", f"{{ SERVICE # }}\n <{other.url}>").replace("(?x)) }", "(?x)) } }"),
    ):
        assert ask(engine, text, allowed(other)) == expected, text


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ('?x <http://e.org/motto> ?m', [{"m": 'For "all"\n{}'}]),
        ("SELECT (COUNT(*) AS ?m) { ?x <http://e.org/staff> ?n }", [{"m": "3"}]),
        ("VALUES ?m { 1 2 } FILTER(?m > 1)", [{"m": "2"}]),
        ("id:nasa <http://e.org/staff> 17000", [{}]),
        ("id:nasa <http://e.org/staff> 5", []),
        ("VALUES (?x ?m) { (UNDEF 'service') (1 UNDEF) } # }", [{"m": "service"}, {}]),
    ],
)  # fmt: skip
def test_what_an_endpoint_answers_is_taken_over_as_it_is(
    engine: Engine, other: Listener, pattern: str, expected: list[dict[str, str]]
) -> None:
    assert ask(engine, f"SELECT ?m {{ SERVICE <{other.url}> {{ {pattern}\n}} }}", allowed(other)) == expected


def test_placements_mean_what_they_mean(engine: Engine, other: Listener) -> None:
    service = f"SERVICE <{other.url}> {{ ?x <http://e.org/staff> ?n FILTER(?n > 3000) }}"
    known = allowed(other)
    optional = ask(
        engine, f"SELECT ?name ?n {{ ?x sco:acronym ?name OPTIONAL {{ {service} }} }} ORDER BY ?name", known
    )
    assert optional == [{"name": "ESA"}, {"name": "NASA", "n": "17000"}]
    minus = ask(engine, f"SELECT ?name {{ ?x sco:acronym ?name MINUS {{ {service} }} }}", known)
    assert minus == [{"name": "ESA"}]
    union = ask(engine, f"SELECT ?n {{ {{ {service} }} UNION {{ {service} }} }}", known)
    assert union == [{"n": "17000"}, {"n": "17000"}]


def test_only_what_is_needed_is_sent(
    engine: Engine, other: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    ask(engine, STAFF.replace("URL", other.url), allowed(other))
    head, _, body = other.seen[-1].partition(b"\r\n\r\n")
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]}
    assert names == {
        b"host",
        b"accept-encoding",
        b"content-type",
        b"accept",
        b"user-agent",
        b"content-length",
    }
    assert b"acronym" not in body


NOT_LISTED = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { VALUES ?u { <URL> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { SERVICE <URL?x=1> { ?s ?p ?o } }",
    "SELECT * { SERVICE <URL/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <OTHER> { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <OTHER> { ?s ?p ?o } SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE <OTHER> { ?s ?p ?o } FILTER(1<2)SERVICE#>\n<URL>{ ?s ?p ?o } }",
    "SELECT * { VALUES ?x {'''a'} SERVICE <URL> {} #\\uD800''' } SERVICE <OTHER> { ?s ?p ?o } }",
    "LOAD <URL>",
    "SELECT * FROM <URL> { ?s ?p ?o }",
]


@pytest.mark.parametrize("text", NOT_LISTED)
def test_what_is_not_listed_sees_no_connection(
    engine: Engine, other: Listener, unasked: Listener, text: str
) -> None:
    asked = text.replace("URL", unasked.url).replace("OTHER", other.url)
    with pytest.raises(QueryError):
        ask(engine, asked, allowed(other))
    assert unasked.seen == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "2130706433", "0x7f000001",
        "0177.0.0.1", "0", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[::]", "169.254.169.254", "10.0.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1", "[fe80::1]",
        "[fc00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "rebound.example",
    ],
)  # fmt: skip
def test_a_listed_endpoint_that_is_not_public_sees_no_connection(
    engine: Engine, unasked: Listener, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def looked_up(name: str, port: int, **more: int) -> object:
        return real("127.0.0.1" if name == "rebound.example" else name, port, **more)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    url = f"http://{host}:{unasked.port}/sparql"
    with pytest.raises((QueryRefused, QueryFailed), match=r"public internet|no host"):
        ask(engine, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", services((url,)))
    assert unasked.seen == []


def test_one_address_that_is_not_public_among_many_is_enough(
    engine: Engine, unasked: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looked_up(name: str, port: int, **_: int) -> object:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.216.34", port)), (*kind, ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    url = f"http://two.example:{unasked.port}/"
    with pytest.raises(QueryRefused, match="public internet"):
        ask(engine, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", services((url,)))
    assert unasked.seen == []


def test_a_name_is_looked_up_once_and_the_judged_address_is_asked(
    engine: Engine, other: Listener, unasked: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that changes its mind between the look and the connection gains nothing."""
    kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
    answers = [[(*kind, ("127.0.0.1", other.port))], [(*kind, ("127.0.0.1", unasked.port))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers.pop(0))
    url = f"http://changing.example:{unasked.port}/"
    known = services((url,), ("changing.example",))
    assert ask(engine, STAFF.replace("URL", url), known)
    assert len(answers) == 1


REDIRECTS = {
    "to loopback": "http://127.0.0.1:PORT/",
    "to loopback in IPv6": "http://[::ffff:127.0.0.1]:PORT/",
    "to a file": "file:///etc/passwd",
    "to ftp": "ftp://127.0.0.1:PORT/",
    "with a user": "http://user:secret@127.0.0.1:PORT/",
    "to another scheme": "gopher://127.0.0.1:PORT/",
    "without a host": "http://:PORT/",
    "to nonsense": "http://[127.0.0.1:PORT/",
}


@pytest.mark.parametrize("kind", REDIRECTS)
@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_a_redirect_is_judged_as_the_first_address(
    engine: Engine, unasked: Listener, kind: str, status: str
) -> None:
    """The first is excepted by its name, `localhost`; the second, the same machine by number, is not."""
    with listening(redirect(REDIRECTS[kind].replace("PORT", str(unasked.port)), status)) as first:
        url = f"http://localhost:{first.port}/"
        with pytest.raises(QueryRefused):
            ask(engine, f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", services((url,), ("localhost",)))
        assert len(first.seen) == 1
    assert unasked.seen == []


def test_a_redirect_within_bounds_is_followed_with_the_same_question(engine: Engine, other: Listener) -> None:
    with listening(redirect(other.url)) as first:
        assert len(ask(engine, STAFF.replace("URL", first.url), allowed(first))) == 2
    with listening(redirect("/round")) as first, pytest.raises(QueryFailed, match="on and on"):
        ask(engine, STAFF.replace("URL", first.url), allowed(first))
    assert len(first.seen) == 4


def one(term: bytes, name: bytes = b"s") -> bytes:
    """An answer with one row of one value."""
    rows = b'[{"%s":%s}]' % (name, term)
    return answer(b'{"head":{"vars":["%s"]},"results":{"bindings":%s}}' % (name, rows))


BAD = {
    "nothing": (says(b""), "could not be asked"),
    "no http": (says(b"\x00\x01\x02" * 100), "could not be asked"),
    "an error": (says(answer(b"secret trouble", "500 No")), "status 500"),
    "no results": (says(answer(b"<html>")), "no table"),
    "a yes": (says(answer(b'{"head":{},"boolean":true}')), "no table"),
    "deep nesting": (says(answer(b"[" * 500_000)), "no table"),
    "half": (says(answer(b'{"head":{"vars":["s"]},"results":{"bindings":[')), "no table"),
    "less than promised": (says(answer(b"x" * 50)[:-20]), "could not be asked|no table"),
    "not UTF-8": (says(one(b'{"type":"literal","value":"\xff"}')), "no table"),
    "an IRI that ends itself": (says(one(b'{"type":"uri","value":"http://x> } #"}')), "no table"),
    "blank nodes": (says(one(b'{"type":"bnode","value":"b"}')), "blank nodes"),
    "a variable that is none": (says(one(b'{"type":"uri","value":"http://x/"}', b"s) {} #")), "no table"),
    "endless heads": (says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000), "could not be asked"),
    "too much": (says(answer(b" " * 9_000_000)), "more than"),
    "slow heads": (dribbles(b"HTTP/1.1 200 OK\r\nX: "), "in time"),
    "a slow body": (dribbles(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), "in time"),
    "an endless body": (dribbles(b"HTTP/1.1 200 OK\r\n\r\n"), "in time"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_an_endpoint_that_behaves_badly_ends_one_query(engine: Engine, kind: str) -> None:
    talk, message = BAD[kind]
    with listening(talk) as bad:
        text = f"SELECT ?s {{ SERVICE <{bad.url}> {{ ?s ?p ?o }} }}"
        start = time.monotonic()
        with pytest.raises(QueryFailed, match=message) as failed:
            ask(engine, text, allowed(bad), seconds=0.5)
        assert time.monotonic() - start < 2
        assert "secret" not in str(failed.value)
        assert ask(engine, text.replace("SERVICE", "SERVICE SILENT"), allowed(bad), seconds=0.5) == [{}]


def test_an_answer_too_large_to_take_over_is_refused(engine: Engine) -> None:
    value = b'{"type":"literal","value":"%s"}' % (b"x" * 300_000)
    with listening(says(one(value))) as large, pytest.raises(QueryRefused, match="characters"):
        ask(engine, f"SELECT ?s {{ SERVICE <{large.url}> {{ ?s ?p ?o }} }}", allowed(large))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "does not name its endpoint"),
        ("SELECT * { SERVICE }", "does not name its endpoint"),
        ("SELECT * { SERVICE no:prefix { ?s ?p ?o } }", "unknown prefix"),
        ("SELECT * { SERVICE <URL> { ?s ?p ?o ", "not closed"),
        ("SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }", "in another one"),
        ("SELECT * { ?s ?p ?o LATERAL { SERVICE <URL> { ?s ?p ?o } } }", "LATERAL"),
        ("SELECT * {" + " SERVICE <URL> { ?s ?p ?o }" * 5 + "}", "More than"),
        ("SELECT * { SERVICE <http://u:p@127.0.0.1/> { ?s ?p ?o } }", "credentials"),
        ("SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }", "http or https"),
        ("SELECT * { SERVICE <http://elsewhere.example/> { ?s ?p ?o } }", "not among"),
    ],
)
def test_what_is_not_asked_is_said_why(other: Listener, text: str, message: str) -> None:
    before = len(other.seen)
    with pytest.raises(QueryRefused, match=message):
        federate(text.replace("URL", other.url), allowed(other), 5)
    assert len(other.seen) == before


def test_what_an_endpoint_cannot_read_is_a_mistake_of_the_asker(engine: Engine, other: Listener) -> None:
    with pytest.raises(QueryRefused, match="does not take its part"):
        ask(engine, f"SELECT * {{ SERVICE <{other.url}> {{ ?s nonsense ?o }} }}", allowed(other))


def test_an_error_keeps_its_line(engine: Engine, other: Listener) -> None:
    text = f"SELECT *\n{{\n SERVICE <{other.url}>\n {{ ?x\n <http://e.org/motto> ?m }}\n ?x ?y\n}}"
    with pytest.raises(QueryError) as caught:
        ask(engine, text, allowed(other))
    assert getattr(caught.value, "line", 0) == 7


def test_without_a_list_a_query_stays_as_it_is() -> None:
    text = "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
    assert federate(text, Services(), 5) == text


@pytest.mark.parametrize(
    "listed", ["ftp://e.org/", "e.org", "http://", "http://u@e.org/", "http://e.org:0/", "http://e org/"]
)
def test_a_list_with_a_mistake_is_refused(listed: str) -> None:
    with pytest.raises(ValueError, match=r"address|http|credentials|host"):
        services((listed,))


@pytest.mark.parametrize(
    "excepted", ["10.0.0.0/33", "10.0.0.1/8", "*.e.org", "", "http://e.org", "e.org:80", "a/b"]
)
def test_an_exception_with_a_mistake_is_refused(excepted: str) -> None:
    with pytest.raises(ValueError, match="neither a host nor a network"):
        exceptions((excepted,))


@pytest.mark.parametrize("url", ["http://e.org", "HTTP://E.ORG:80/", "http://e.org./#x"])
def test_one_address_in_several_spellings_is_one(url: str) -> None:
    assert services((url,)).listed == {"http://e.org/"}


# The special blocks that IANA registers, a few addresses of each; then some public ones.
# fmt: off
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.255.0.1", "100.64.0.1", "100.127.255.254", "127.0.0.1", "169.254.0.1",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:2::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fdff::1",
    "fe80::1", "fec0::1", "ff02::1",
]
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450::1",
]
# fmt: on


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_special_addresses_are_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_ordinary_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "url", ["http://a\\@b/", "http://a b/", "http://a/\n", "//a/", "javascript:x", "http:///x", "http://a:x/"]
)
def test_what_is_no_plain_address_is_refused(url: str) -> None:
    with pytest.raises(FetchRefused):
        checked(url)
