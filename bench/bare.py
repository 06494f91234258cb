"""What a loop of requests reaches that keeps no rows at all: the measure for the worker."""

import threading
import time
from collections.abc import Sequence

import requests
from requests.adapters import HTTPAdapter

from tests.account import Account


def bare_rate(account: Account, openids: Sequence[str], in_flight: int) -> float:
    """Messages a second, with so many threads and connections kept alive; every answer must be good."""
    token = _token(account)
    address = f"{account.simulator}/cgi-bin/message/custom/send?access_token={token}"
    rest = iter(openids)
    lock = threading.Lock()
    bad: list[object] = []

    def work() -> None:
        session = requests.Session()
        session.mount("http://", HTTPAdapter(pool_maxsize=1))
        while True:
            with lock:
                openid = next(rest, None)
            if openid is None:
                return
            body = {"touser": openid, "msgtype": "text", "text": {"content": "安全生产月到了"}}
            answer = session.post(address, json=body, timeout=30).json()
            if answer.get("errcode") != 0:
                bad.append(answer)

    threads = [threading.Thread(target=work) for _ in range(in_flight)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if bad:
        raise SystemExit(f"the bare loop was refused: {bad[0]}")
    return len(openids) / seconds


def _token(account: Account) -> str:
    names = ("WECHAT_APPID", "WECHAT_SECRET")
    appid, secret = (account.environment[f"ANWEN_{name}"] for name in names)
    body = {"grant_type": "client_credential", "appid": appid, "secret": secret}
    return str(
        requests.post(f"{account.simulator}/cgi-bin/stable_token", json=body, timeout=30).json()[
            "access_token"
        ]
    )
