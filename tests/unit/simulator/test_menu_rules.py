"""Every rule a menu can break, with the errcode of its level."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.errcodes import ApiError
from simulator.menu_rules import checked_buttons

CLICK = {"type": "click", "name": "帮助", "key": "HELP"}
VIEW = {"type": "view", "name": "举报", "url": "http://127.0.0.1/"}


def below(*children: Any) -> list[Any]:
    return [{"name": "更多", "sub_button": list(children)}]


def test_a_full_menu_of_three_times_five_is_accepted() -> None:
    assert len(checked_buttons({"button": below(*[CLICK] * 5) * 3})) == 3


def test_names_are_measured_in_bytes() -> None:
    assert checked_buttons({"button": [{**CLICK, "name": "安全五个字"}]})
    with pytest.raises(ApiError) as refusal:
        checked_buttons({"button": [{**CLICK, "name": "安全六个字了"}]})
    assert refusal.value.errcode == 40018


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ("none", 40016),
        ([], 40016),
        ([CLICK] * 4, 40016),
        (["text"], 47001),
        ([{**CLICK, "name": ""}], 40018),
        ([{**CLICK, "type": "dance"}], 40017),
        ([{"name": "帮助"}], 40017),
        ([{**CLICK, "key": ""}], 40019),
        ([{**CLICK, "key": "K" * 129}], 40019),
        ([{**VIEW, "url": "http://" + "u" * 1024}], 40020),
        ([{**VIEW, "url": "javascript:1"}], 40055),
        ([{"type": "media_id", "name": "图"}], 40007),
        (below(*[CLICK] * 6), 40023),
        (below({**CLICK, "name": "名" * 21}), 40025),
        (below({**CLICK, "type": "dance"}), 40024),
        (below({**CLICK, "key": ""}), 40026),
        (below({**VIEW, "url": ""}), 40027),
        (below({**VIEW, "url": "ftp://x"}), 40054),
        (below({"name": "更深", "sub_button": [CLICK]}), 40022),
    ],
)
def test_each_broken_rule_has_its_errcode(buttons: Any, errcode: int) -> None:
    with pytest.raises(ApiError) as refusal:
        checked_buttons({"button": buttons})

    assert refusal.value.errcode == errcode
