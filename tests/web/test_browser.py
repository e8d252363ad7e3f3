"""What a person does, in a real browser: with the keyboard, without scripts, on a phone, in the dark."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from browser import Browser, program
from flask import Flask
from werkzeug.serving import make_server

pytestmark = pytest.mark.skipif(program() is None, reason="no chromium on this machine")

TABLE = "/sparql?query=" + quote("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 40")
MISTAKE = "/sparql?query=SELECT+*+%7B+?s+scoo:x+?o+%7D"
WHY = "/explain?s=id:nasa&p=sco:cooperatesWith&o=id:esa"
MISSING = "/explain?s=id:nasa&p=sco:cooperatesWith&o=id:isro"
CITE = "/cite?query=" + quote("SELECT ?s { ?s sco:acronym ?a }")
PAGES = ["/", TABLE, MISTAKE, "/questions", "/id/nasa", "/ns", "/validate", "/id/no", "/releases", CITE]
WHYS = ["/explain", WHY, MISSING, "/id/nasa", "/id/webb", "/graph/inferred", f"{WHY}&all=true"]

# Every text against the nearest opaque background, by the WCAG's formula.
CONTRAST = """
(() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const poor = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const box = element.getBoundingClientRect();
    if (!own || box.width < 2 || box.right < 0) continue;
    let back = element, colour = [0, 0, 0, 0];
    const behind = (node) => parse(getComputedStyle(node).backgroundColor);
    while (back && (colour = behind(back))[3] === 0) back = back.parentElement;
    if (!back) colour = [255, 255, 255];
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(colour)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.tagName} ${element.className} ${ratio.toFixed(1)}`);
  }
  return poor;
})()
"""
FOCUS_IS_VISIBLE = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with served(app) as found:
        yield found


@pytest.fixture(scope="module")
def why_address(explaining: Flask) -> Iterator[str]:
    with served(explaining) as found:
        yield found


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application while it is served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def started() -> Iterator[Browser]:
    with Browser() as running:
        yield running


@pytest.fixture
def browser(started: Browser) -> Browser:
    started.size(1280)
    started.dark(False)
    started.scripts(True)
    return started


def test_a_question_is_asked_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    browser.open(address + "/sparql")
    browser.press("Tab")
    assert browser.js("document.activeElement.className") == "skip"
    assert browser.js("document.activeElement.getBoundingClientRect().left") >= 0
    browser.press("Enter")
    browser.press("Tab")
    assert browser.js("document.activeElement.id") == "query"
    assert browser.js(FOCUS_IS_VISIBLE)
    browser.type("SELECT ?name { ?x sco:acronym ?name } ORDER BY ?name")
    browser.press("Enter", control=True)
    browser.wait("location.search.includes('acronym')")
    assert browser.js("document.querySelector('h1').textContent") == "Answer"
    cells = "[...document.querySelectorAll('td')].map((cell) => cell.textContent.trim())"
    assert browser.js(cells) == ["ESA", "NASA"]
    browser.js("document.querySelector('th button').focus()")
    browser.press("Enter")
    browser.press("Enter")
    assert browser.js("document.querySelector('th').getAttribute('aria-sort')") == "descending"
    assert browser.js(cells) == ["NASA", "ESA"]


def test_every_stop_of_the_tab_key_can_be_seen(browser: Browser, address: str) -> None:
    browser.open(address + "/")
    for _ in range(12):
        browser.press("Tab")
        assert browser.js(FOCUS_IS_VISIBLE), browser.js("document.activeElement.outerHTML")


def test_a_mistake_is_selected_in_the_editor(browser: Browser, address: str) -> None:
    browser.open(address + "/sparql?query=" + quote("SELECT * {\n ?s scoo:x ?o }"))
    selected = "((a) => a.value.slice(a.selectionStart, a.selectionEnd))(document.activeElement)"
    browser.wait("document.activeElement.id === 'query'")
    assert browser.js(selected) == "scoo:x"


def test_all_of_it_works_without_scripts(browser: Browser, address: str) -> None:
    browser.scripts(False)
    browser.open(address + "/sparql")
    assert browser.js("document.querySelector('[data-js]').hidden")
    browser.js("document.getElementById('query').focus()")
    browser.type("ASK { id:nasa a sco:SpaceAgency }")
    browser.js("document.querySelector('button').focus()")
    browser.press("Enter")
    browser.wait("location.search.includes('ASK')")
    assert browser.js("document.querySelector('.verdict').textContent") == "Yes."
    browser.open(address + TABLE)
    assert browser.js("document.querySelectorAll('tbody tr').length") == 40
    assert browser.js("document.querySelectorAll('th button').length") == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_text_has_enough_contrast(browser: Browser, address: str, dark: bool) -> None:
    browser.dark(dark)
    for path in PAGES:
        browser.open(address + path)
        assert browser.js(CONTRAST) == [], path
    browser.js("document.body.style.color = '#777'")
    assert browser.js(CONTRAST), "the measure sees nothing"


@pytest.mark.parametrize("width", [320, 412, 1280])
def test_no_page_is_wider_than_the_window(browser: Browser, address: str, width: int) -> None:
    browser.size(width)
    for path in PAGES:
        browser.open(address + path)
        assert browser.js("document.scrollingElement.scrollWidth") <= width, path


def test_nothing_is_blocked_missing_or_broken(browser: Browser, address: str) -> None:
    browser.send("Log.enable")
    browser.send("Runtime.enable")
    browser.events.clear()
    for path in PAGES:
        browser.open(address + path)
    told = [
        event for event in browser.events if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]
    refused = (MISTAKE, "/id/no")  # pages that are errors themselves
    assert [event for event in told if not any(path in str(event) for path in refused)] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_why_can_be_read_at_any_width_in_any_light_without_scripts(
    browser: Browser, why_address: str, dark: bool
) -> None:
    browser.dark(dark)
    for width in (320, 412, 1280):
        browser.size(width)
        for path in WHYS:
            browser.open(why_address + path)
            assert browser.js("document.scrollingElement.scrollWidth") <= width, path
            assert browser.js(CONTRAST) == [], path


def test_a_why_is_asked_and_walked_with_the_keyboard_alone(browser: Browser, why_address: str) -> None:
    browser.scripts(False)
    browser.open(why_address + "/id/nasa")
    browser.js(
        "[...document.querySelectorAll('a.tag')].find((a) => a.href.includes('cooperatesWith')).focus()"
    )
    assert browser.js(FOCUS_IS_VISIBLE)
    browser.press("Enter")
    browser.wait("location.pathname === '/explain'")
    assert "cooperates with" in browser.js("document.querySelector('h1').textContent")
    assert browser.js("document.querySelectorAll('ul.proof ul li').length") > 4
    stops = browser.js("document.querySelectorAll('ul.proof a[href]').length")
    browser.js("document.querySelector('ul.proof a').focus()")
    for _ in range(stops - 1):
        browser.press("Tab")
        assert browser.js(FOCUS_IS_VISIBLE)
        assert browser.js("Boolean(document.activeElement.closest('ul.proof'))")
    browser.press("Tab")
    assert not browser.js("Boolean(document.activeElement.closest('ul.proof'))")
    browser.js("document.getElementById('o').focus(); document.getElementById('o').select()")
    browser.type("id:isro")
    browser.press("Enter")
    browser.wait("location.search.includes('isro')")
    assert browser.js("document.querySelectorAll('li.missing').length") > 1
