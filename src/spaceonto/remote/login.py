"""Who we are to another server: from the environment, never from the command line, which others can see."""

import os
from collections.abc import Generator

import httpx

USER, PASSWORD, TOKEN = "SPACEONTO_STORE_USER", "SPACEONTO_STORE_PASSWORD", "SPACEONTO_STORE_TOKEN"


class Login(httpx.Auth):
    """Gives a token, or a name and password in the way that the server asks for, rather Digest than Basic."""

    def __init__(self) -> None:
        self._user = os.environ.get(USER, "")
        self._password = os.environ.get(PASSWORD, "")
        self._token = os.environ.get(TOKEN, "")
        self._way: httpx.Auth | None = None

    @property
    def is_given(self) -> bool:
        return bool(self._user or self._token)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        if self._way is None:
            response = yield request
            if response.status_code != 401 or self._token or not self._user:
                return
            self._way = self._asked_for(response)
            if self._way is None:
                return
        yield from self._way.auth_flow(request)

    def _asked_for(self, response: httpx.Response) -> httpx.Auth | None:
        ways = " ".join(response.headers.get_list("www-authenticate")).lower()
        if "digest" in ways:
            return httpx.DigestAuth(self._user, self._password)
        return httpx.BasicAuth(self._user, self._password) if "basic" in ways else None
