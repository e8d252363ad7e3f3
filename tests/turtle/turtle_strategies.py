"""Made-up triples, for tests that must hold for all of them."""

from hypothesis import strategies as st
from pyoxigraph import BaseDirection, Literal, NamedNode, Triple

from spaceonto import terms

NAMESPACES = [*terms.PREFIXES.values(), "https://example.org/", "urn:x:", terms.GRAPH + "data/launches/"]
LOCAL_NAMES = [
    "",
    "a",
    "iss-programme",
    "a--b--2",
    "1990s",
    "-a",
    "a.",
    "a.b",
    "Ā",
    "a,b",
    "a/b",
    "%41",
    "a:b",
]
NUMBERS = ["007", "7", "+7", "-0", "0", "3290.40", "0.0000001", ".5", "5.", "1e0", "1.E3", "-.5e-3"]
NOT_NUMBERS = ["true", "INF", "NaN", "", " 7", "seven", "٣"]
DATATYPES = ["integer", "decimal", "double", "boolean", "date", "string"]

iris = st.builds(
    lambda namespace, name: NamedNode(namespace + name),
    st.sampled_from(NAMESPACES),
    st.sampled_from(LOCAL_NAMES),
)
predicates = st.one_of(
    iris, st.sampled_from([terms.RDF + "type", terms.RDFS + "label", terms.SKOS + "altLabel"]).map(NamedNode)
)
texts = st.one_of(st.text(max_size=12), st.text(alphabet="\"\\\n\r\t '#;.,a\u202e\x00", max_size=12))
languages = st.sampled_from(["en", "fr", "pt-br", "zh-hant", "x-a1"])
typed_literals = st.builds(
    lambda text, datatype: Literal(text, datatype=NamedNode(datatype)),
    st.one_of(st.sampled_from(NUMBERS + NOT_NUMBERS), texts),
    st.sampled_from([*(terms.XSD + name for name in DATATYPES), "https://example.org/#unit"]),
)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(lambda text, language: Literal(text, language=language), texts, languages),
    typed_literals,
)
directed_literals = st.builds(
    lambda text, language, direction: Literal(text, language=language, direction=direction),
    texts,
    languages,
    st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
)
plain_triples = st.builds(Triple, iris, predicates, st.one_of(iris, literals))
triples = st.one_of(plain_triples, st.builds(Triple, iris, predicates, directed_literals))
