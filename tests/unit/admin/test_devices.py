"""A clerk recognises the browser that a session was opened in."""

import pytest

from admin.devices import device_words

CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Safari/537.36",
            "Windows电脑上的Chrome浏览器",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROMIUM} Safari/537.36 Edg/120.0.0.0",
            "Windows电脑上的Edge浏览器",
        ),
        (
            "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko",
            "Windows电脑上的IE浏览器",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; V2049A) {CHROMIUM} Mobile Safari/537.36 MicroMessenger/8.0.44",
            "安卓手机上的微信",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "苹果手机上的Safari浏览器",
        ),
        (
            "Mozilla/5.0 (X11; Linux aarch64; rv:115.0) Gecko/20100101 Firefox/115.0",
            "Linux电脑上的火狐浏览器",
        ),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words
