"""Requests with something wrong in them, sent to a real server: `python tests/web/mutations.py 10000`.

Each begins as one that is right and is then cut, doubled, mixed with others, or given what hurts parsers.
"""

import contextlib
import random
import socket
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from live import Server, running

TOKEN = "a-token-of-the-tests"
QUERIES = [
    """PREFIX x: <http://e.org/> SELECT ?a (COUNT(?b) AS ?n) WHERE {
  ?a rdfs:label ?b OPTIONAL { ?a a/rdfs:subClassOf* ?c } FILTER(?b > 'A' && REGEX(STR(?a), '^h', 'i'))
} GROUP BY ?a HAVING (COUNT(?b) > 0) ORDER BY ?n LIMIT 5""",
    """CONSTRUCT { ?s ?p [] } FROM NAMED <urn:g> WHERE { GRAPH ?g { ?s ?p ?o } MINUS { ?s a "x"@en } }""",
    """ASK { VALUES (?a ?b) { (1 UNDEF) (<urn:x> 2.5e3) } BIND(IF(?a, '''a''', "b"^^xsd:string) AS ?c) }""",
    """DESCRIBE <urn:a> ?x {
  ?x a <urn:b> ; rdfs:label 'é宇🛰' . FILTER NOT EXISTS { ?x !(a|^a) ?y . ?y ?z ?w }
}""",
    "SELECT * { <<( ?s ?p ?o )>> ?q 1 . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]
UPDATES = [
    "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1, 'x'@en } }",
    "DELETE { ?s ?p ?o } INSERT { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p ?o FILTER(?o = 1) } ; CLEAR DEFAULT",
    "LOAD <http://127.0.0.1:9/x> INTO GRAPH <urn:h> ; MOVE <urn:g> TO DEFAULT",
]
TURTLE = "PREFIX e: <http://e.org/>\n@base <http://b.org/> .\ne:a a e:B ; e:c 1, 'x'@en, [ e:d ( 1 ) ] .\n"
DTD = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">
<rdf:Description rdf:about="http://e.org/a"><e:b>b</e:b><e:c rdf:resource="x"/></rdf:Description>
</rdf:RDF>"""
JSON_LD = """{"@context": {"e": "http://e.org/"}, "@id": "e:a", "e:b": [{"@value": 1}, {"@list": ["x"]}]}"""
FORM = f"--b\r\nContent-Disposition: form-data; name=f; filename=f.ttl\r\n\r\n{TURTLE}--b--"
BODIES = [
    ("text/turtle", TURTLE),
    ("application/rdf+xml", XML),
    ("application/rdf+xml", XML.replace("\n", DTD, 1).replace(">b<", ">&b;<")),
    ("application/ld+json", JSON_LD),
    ("application/ld+json", JSON_LD.replace('{"e": "http://e.org/"}', '"http://127.0.0.1:9/context"')),
    ("application/n-triples", '<urn:a> <urn:b> "c" .\n'),
    ("application/trig", "<urn:g> { <urn:a> a <urn:b> }"),
    ("multipart/form-data; boundary=b", FORM),
]
HURTFUL = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\r\n", b"%", b"%00", b"%zz", b"\\u0000", b"\\uD800",
    b"\\U00110000", b"'''", b'"""', b"<", b">", b"{" * 300, b"(" * 300, b"[" * 300, b"}" * 50, b"1+" * 3000,
    b"9" * 400, b"-1", b"1e999999", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"SERVICE", b"<http://127.0.0.1:9/>",
    b"&#x0;", b"<!--", b"]]>", b"@context", b"a" * 20_000, b"?" * 200, b"; q=nan", b"q=0.1,,,;;", b"\t", b"#",
    b"..", b"/../", b"%2e%2e%2f", b"\x7f", b"\x1b[2J",
]  # fmt: skip


def request(chance: random.Random) -> bytes:
    """A request that is right."""
    query = quote(chance.choice(QUERIES))
    form = chance.choice(["json", "xml", "csv", "tsv", "ndjson", "ttl", "nt", "jsonld", "rdf", "html", ""])
    heads = {
        "Host": "x",
        "Authorization": f"Bearer {TOKEN}",
        "Accept": chance.choice(["*/*", "text/html", "text/csv"]),
    }
    kind = chance.randrange(9)
    method, target, body = "GET", f"/sparql?query={query}&format={form}&limit=5&offset=1&timeout=1", ""
    if kind in (0, 1):
        method, target, body = chance.choice(["POST", "QUERY"]), "/sparql", chance.choice(QUERIES)
        heads["Content-Type"] = "application/sparql-query"
    elif kind == 2:
        method, target, body = "POST", "/sparql", f"query={query}&default-graph-uri=urn:g"
        heads["Content-Type"] = "application/x-www-form-urlencoded"
    elif kind == 3:
        method, target, body = "POST", "/update", chance.choice(UPDATES)
        heads["Content-Type"] = "application/sparql-update"
    elif kind in (4, 5):
        method, target = chance.choice(["PUT", "POST", "DELETE", "GET"]), "/store?graph=urn:g"
        heads["Content-Type"], body = chance.choice(BODIES)
    elif kind == 6:
        method, target = "POST", "/validate"
        heads["Content-Type"], body = chance.choice(BODIES)
    elif kind == 7:
        target = chance.choice(
            ["/", f"/cite?query={query}", "/questions.ttl", "/id/nasa.ttl", "/ns.rdf", "/dumps/all.nq.gz",
             "/graph/x", "/.well-known/void", "/releases.json", "/explain?s=a&p=b&o=c", "/metrics",
             "/openapi.json"]
        )  # fmt: skip
    data = body.encode()
    heads |= {"Content-Length": str(len(data)), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in heads.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + data


def mutated(chance: random.Random) -> bytes:
    """The same with a few things done to it. Mostly its length is still told right, so that it is read."""
    head, _, body = request(chance).partition(b"\r\n\r\n")
    line, *heads = head.split(b"\r\n")
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        where = chance.random()
        if body and where < 0.6:
            body = _changed(body, chance)
        elif where < 0.85:
            method, _, target = line.partition(b" ")
            line = method + b" " + _changed(target.removesuffix(b" HTTP/1.1"), chance) + b" HTTP/1.1"
        else:
            index = chance.randrange(len(heads))
            heads[index] = _changed(heads[index], chance)
    if chance.random() < 0.9:
        heads = [each for each in heads if not each.lower().startswith(b"content-length")]
        heads.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([line, *heads, b"", body])


def _changed(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.choice([0, 1, 2, 10, 100]))
    match chance.randrange(5):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:end] * chance.choice([1, 2, 50]) + data[end:]
        case 2:
            return data[:start] + bytes([chance.randrange(256)]) + data[start + 1 :]
        case 3:
            other = request(chance)
            cut = chance.randrange(len(other))
            return data[:start] + other[cut : cut + 60] + data[end:]
        case _:
            return data[:start] + chance.choice(HURTFUL) + data[end:]


def send(port: int, data: bytes, seconds: float = 3) -> bytes:
    """What comes back until the server ends the connection, or says nothing for so long."""
    answer = b""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=seconds) as link:
        with contextlib.suppress(OSError):
            link.sendall(data)
        while more := link.recv(262144):
            answer += more
    return answer


def faults(server: Server, number: int, seed: int = 1) -> tuple[list[str], Counter[bytes]]:
    """Sends so many; returns what went wrong, and how often each status came."""
    wrong: list[str] = []
    statuses: Counter[bytes] = Counter()

    def one(index: int) -> None:
        data = mutated(random.Random(f"{seed}-{index}"))
        start = time.monotonic()
        answer = send(server.port, data)
        status = answer[9:12]
        statuses[status] += 1
        if status == b"500" or b"Traceback" in answer or time.monotonic() - start > 10:
            wrong.append(f"{index}: {data[:3000]!r} -> {time.monotonic() - start:.1f} s {answer[:300]!r}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(number)))
    if b'"status":"ok"' not in server.get("/healthz").replace(b" ", b""):
        wrong.append("the server is not well")
    wrong += [line for line in server.log if "Traceback" in line or "panicked" in line]
    return wrong, statuses


def main(number: int, seed: int) -> int:
    """Prints what went wrong."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), "--timeout", "2", "--workspace", folder, SPACEONTO_TOKEN=TOKEN) as server,
    ):
        start = time.monotonic()
        wrong, statuses = faults(server, number, seed)
        print(f"{number} requests in {time.monotonic() - start:.0f} s: {dict(statuses)}")
        print(*wrong[:20], sep="\n")
        if wrong:
            print(*server.log[-80:], sep="")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
