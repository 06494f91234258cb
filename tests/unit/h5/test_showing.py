"""Where people may be sent, which drawings are shown, and whether letters stand out from their ground."""

import re

import pytest

from h5.addresses import article_path
from h5.showing import FILES, own_path


@pytest.mark.parametrize("path", ["/h5/", "/h5/a/fire.oil_pan", "/h5/search?q=电动车&x=1"])
def test_our_own_pages_are_gone_back_to(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/wechat",
        "//evil.example/h5/",
        "https://evil.example/h5/",
        "/h5//evil.example",
        "\\\\evil/h5/",
        "/\\evil.example/h5/",
        "javascript:alert(1)",
        "/h5/\r\nSet-Cookie: a=b",
        "h5/",
        "/h5",
        "/h5/a\x00",
        "///h5/",  # browsers pass over the third and go to a host called h5
        "/\\/h5/",
        "//[h5/",
    ],
)
def test_nobody_is_sent_anywhere_else(path: str) -> None:
    assert own_path(path) == "/h5/"


def test_a_file_is_known_by_its_content() -> None:
    assert re.fullmatch(r"[0-9a-f]{8}", FILES.fingerprint("share.js"))
    assert FILES.fingerprint("nothing.css") == ""


def test_the_address_of_an_article() -> None:
    assert article_path("fire.oil_pan") == "/h5/a/fire.oil_pan"


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, WCAG 2.1."""
    digits = colour.lstrip("#")
    digits = "".join(2 * one for one in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, dict[str, str]]:
    """The colours by day and by night."""
    text = (FILES.folder / "css" / "tokens.css").read_text("utf-8")
    day, _, night = text.partition("@media (prefers-color-scheme: dark)")
    found = {
        name: dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", part))
        for name, part in (("day", day), ("night", night))
    }
    return {"day": found["day"], "night": {**found["day"], **found["night"]}}


@pytest.mark.parametrize("scheme", ["day", "night"])
def test_letters_stand_out_from_their_ground(scheme: str) -> None:
    colour = tokens()[scheme]
    pairs = [
        (ink, ground) for ink in ("ink", "ink-soft", "brand") for ground in ("ground", "card", "brand-soft")
    ]
    pairs += [(one, ground) for one in ("danger", "warn", "good") for ground in (f"{one}-soft", "card")]
    pairs += [
        (tint, ground) for tint in ("fire", "help", "sky", "life", "work", "office") for ground in ("card",)
    ]
    pairs += [("on-brand", "brand-fill"), ("on-brand", "brand-deep"), ("on-brand", "danger-fill")]
    pairs += [("danger", "ground"), ("ink", "danger-soft")]

    weak = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}
