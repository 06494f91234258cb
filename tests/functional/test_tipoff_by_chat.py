"""A tip in the chat, over real HTTP: told, interrupted, submitted, its files fetched, and followed."""

import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from tests.account import Account, Citizen

SECONDS = 60.0


def hears(citizen: Citizen, **message: Any) -> str:
    """Send anything; the words of the reply, at once or a little later."""
    return citizen._hears(lambda: citizen.sends(**message))


def test_a_tip_with_two_photos_and_a_place_interrupted_twice(account: Account, citizen: Citizen) -> None:
    assert "您看到了什么" in citizen.taps("skill:tip")
    assert "哪家单位" in citizen.says("消防通道堵满了纸箱")

    urgent = citizen.says("不好了煤气漏了快来人")
    assert "119" in urgent[:120]
    assert "哪家单位" in urgent
    answer = citizen.says("灭火器怎么用？")
    assert "提、拔、握、压" in answer
    assert "哪家单位" in answer

    assert "什么地方" in citizen.says("好再来超市")
    placed = hears(
        citizen, type="location", latitude=28.37, longitude=121.38, scale=16, label="城东街道建设路88号"
    )
    assert "什么时候" in placed
    assert "照片" in citizen.says("昨天晚上，现在还堵着")
    assert "照片1张" in hears(citizen, type="image", seed="one")
    asked = hears(citizen, type="image", seed="two")
    assert "照片2张" in asked
    checked = citizen.taps_link(asked, "好了")
    assert "2张照片" in checked
    done = citizen.taps_link(checked, "1 保密")

    number = re.search(r"R\d{10}", done)
    assert number
    assert "值班室" in done
    seen = citizen.says("我的举报")
    assert number[0] in seen
    assert "值班室" in seen
    account.types("staff", "add", "zhiban", "--name", "陈力", "--everywhere", "--role", "值班员")
    duties = account.types("duty", "list", "--as", "zhiban", "--json")
    assert number[0] in duties


def test_of_nine_photos_sent_at_once_the_last_word_counts_nine(account: Account, citizen: Citizen) -> None:
    assert "什么地方" in citizen.says("我要举报，好再来超市的消防通道堵满了纸箱")
    citizen.says("城东街道建设路88号")
    assert "照片" in citizen.says("昨天晚上，现在还堵着")
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(lambda number: citizen.sends(type="image", seed=f"nine{number}"), range(9)))
    citizen.waits_for("照片9张")
    assert "9张照片" in citizen.says("好了")


def test_one_sentence_two_photos_first_and_a_code(account: Account, citizen: Citizen) -> None:
    hears(citizen, type="image", seed="three")
    offered = hears(citizen, type="image", seed="four")
    started = citizen.taps_link(offered, "我要举报")
    assert "2张照片" in started
    citizen.says("建设路88号鑫源化工厂昨天晚上偷偷生产，没有许可证")
    assert "请核对" in citizen.says("好了")
    done = citizen.says("1")
    number = re.search(r"R\d{10}", done)
    code = re.search(r"[0-9A-Z]{6}(?:-[0-9A-Z]{5}){4}", done)
    assert number
    assert code

    stranger = account.citizen()
    assert "还没有举报" in stranger.says("我的举报")
    assert number[0] in stranger.says(code[0].lower().replace("-", ""))

    deadline = time.monotonic() + SECONDS
    while (kept := states_of_evidence(account, number[0])) != ["kept", "kept"]:
        assert time.monotonic() < deadline, kept
        time.sleep(0.3)


def states_of_evidence(account: Account, number: str) -> list[str]:
    """Where the files of a tip stand, straight from the rows."""
    url = account.environment["ANWEN_DATABASE_URL"]
    query = 'SELECT state FROM evidence WHERE "case" = {} ORDER BY place'
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as lite:
            return [str(state) for (state,) in lite.execute(query.format("?"), (number,))]
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as rows:
        return [str(state) for (state,) in rows.execute(query.format("%s"), (number,))]


def test_what_the_platform_delivers_three_times_at_once_counts_once(
    account: Account, citizen: Citizen
) -> None:
    citizen.says("我要举报 幸福家园3栋2单元楼梯间堆满纸箱子，这几天一直这样")
    account.control("POST", "faults", api="webhook", duplicate=2, together=True, times=2)
    assert "照片1张" in hears(citizen, type="image", seed="five")
    asked = citizen.says("好了")
    done = citizen.says("1")

    assert "1张照片" in asked
    number = re.search(r"R\d{10}", done)
    assert number
    assert len(states_of_evidence(account, number[0])) == 1
    # One tip is shown in full, several would be a list.
    assert citizen.says("我的举报").startswith(f"编号{number[0]}\n现在：")
