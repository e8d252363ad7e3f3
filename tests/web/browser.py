"""A browser without a window, steered through a pipe: no driver and no extra package."""

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
KEYS = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, "")}


def program() -> str | None:
    """The browser of this machine, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """One page; use it in a `with`."""

    def __enter__(self) -> "Browser":
        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()

        def place() -> None:  # the browser reads from descriptor 3 and writes to 4
            low, high = os.dup(theirs_in), os.dup(theirs_out)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self._process = subprocess.Popen(
            [str(program()), "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={self._profile.name}", "--no-first-run", "--disable-dev-shm-usage"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = ours_out, ours_in
        self._buffer = b""
        self._numbers = itertools.count(1)
        self._session = ""
        self.events: list[dict[str, Any]] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.send("Page.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._out)
        os.close(self._in)
        self._profile.cleanup()

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Sends a command of the DevTools protocol and returns its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._buffer:
                self._buffer += os.read(self._in, 1 << 20) or self._gone()
            raw, _, self._buffer = self._buffer.partition(b"\0")
            answer = json.loads(raw)
            if "id" not in answer:
                self.events.append(answer)
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _gone(self) -> bytes:
        raise AssertionError("The browser ended.")

    def open(self, address: str) -> None:
        """Goes to an address and waits until the page is complete."""
        self.send("Page.navigate", url=address)
        self.wait(f"location.href.split('#')[0] === {json.dumps(address.partition('#')[0])}")

    def wait(self, condition: str, seconds: float = 15) -> None:
        """Waits until an expression is true on a page that is complete."""
        end = time.monotonic() + seconds
        while not self.js(f"document.readyState === 'complete' && Boolean({condition})"):
            assert time.monotonic() < end, f"{condition} did not become true at {self.js('location.href')}"
            time.sleep(0.05)

    def js(self, expression: str) -> Any:
        """The value of an expression."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    def press(self, key: str, *, control: bool = False) -> None:
        """Presses a key."""
        name, code, text = KEYS[key]
        event = {"key": name, "code": name, "windowsVirtualKeyCode": code, "modifiers": 2 if control else 0}
        down = {**event, "text": text} if text and not control else event
        self.send("Input.dispatchKeyEvent", type="keyDown" if "text" in down else "rawKeyDown", **down)
        self.send("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.send("Input.insertText", text=text)

    def size(self, width: int, height: int = 900) -> None:
        """Makes the window as large as a phone's or a desk's."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def dark(self, on: bool) -> None:
        """Asks for dark colours, or for light ones."""
        feature = {"name": "prefers-color-scheme", "value": "dark" if on else "light"}
        self.send("Emulation.setEmulatedMedia", features=[feature])

    def scripts(self, on: bool) -> None:
        """Switches the scripts of pages on or off."""
        self.send("Emulation.setScriptExecutionDisabled", value=not on)
