"""The browser inside the WeChat of one citizen, over real HTTP."""

import re

import requests

from tests.account import Account, Citizen

SECONDS = 30
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile MicroMessenger/8.0.50"


class Phone:
    """Keeps cookies, follows redirects, also over WeChat's own pages, which know whose phone it is."""

    def __init__(self, account: Account, citizen: Citizen, agent: str = "") -> None:
        self._web = account.web
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.cookies.set("sim_openid", citizen.openid, domain="127.0.0.1")
        if agent:
            self._http.headers["User-Agent"] = agent

    def opens(self, address: str) -> requests.Response:
        """Open a page, over WeChat's own if it asks who is there."""
        url = address if address.startswith("http") else f"{self._web}{address}"
        return self._http.get(url, timeout=SECONDS)

    def sends(self, page: requests.Response, path: str, **fields: str | list[str]) -> requests.Response:
        """Send a form of a page that was opened."""
        found = re.search(r'name="csrf_token"\s+value="([^"]+)"', page.text)
        assert found, page.text
        data = {"csrf_token": found[1], **fields}
        return self._http.post(f"{self._web}{path}", data=data, timeout=SECONDS)
