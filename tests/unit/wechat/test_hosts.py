"""Nobody is called but the platform, and no token is written to a log."""

import logging

import pytest
import requests

from wechat.hosts import ForeignHost, Hosts, locked_session

HOSTS = Hosts("https://api.example.com", "https://mp.example.com/mp", "http://127.0.0.1:9/open")


@pytest.fixture
def session() -> requests.Session:
    return locked_session(HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.weixin.qq.com/cgi-bin/token",
        "http://api.example.com/",
        "https://api.example.com:8443/",
        "https://api.example.com.evil.example/",
        "https://api.example.com@evil.example/",
        "https://evil.example/?https://api.example.com/",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:10/",
        "http://[::1]:9/",
        "https://API.example.com./",
    ],
)
def test_b13_another_host_is_refused(session: requests.Session, url: str) -> None:
    with pytest.raises(ForeignHost):
        session.get(url)


def test_another_scheme_is_refused(session: requests.Session) -> None:
    with pytest.raises(requests.exceptions.InvalidSchema):
        session.get("file:///etc/passwd")


def test_the_configured_hosts_are_let_through(session: requests.Session) -> None:
    with pytest.raises(requests.ConnectionError):
        session.get("http://127.0.0.1:9/open")


def test_a_final_slash_does_no_harm() -> None:
    assert Hosts("https://api.example.com/").api == "https://api.example.com"


def test_a_media_host_can_be_added() -> None:
    hosts = Hosts(media=("https://video.example.com",))
    assert ("https", "video.example.com", 443) in hosts.origins()


def test_the_environment_does_not_redirect_calls(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    settings = session.merge_environment_settings("https://api.example.com", {}, None, None, None)
    assert not settings["proxies"]


def test_tokens_are_hidden_in_the_log_of_the_http_library(
    session: requests.Session, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "urllib3.connectionpool"):
        logging.getLogger("urllib3.connectionpool").warning(
            "Failed to parse headers (url=%s): %s",
            "https://x/y?access_token=SECRET1&secret=SECRET2&n=1",
            "bad",
        )
    assert "SECRET" not in caplog.text
    assert "n=1" in caplog.text
