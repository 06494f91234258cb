"""A citizen leaves a question, a clerk answers it, and the answer arrives."""

import json

from tests.account import Account, Citizen


def test_a_question_left_is_answered_by_a_clerk_and_arrives_on_the_phone(
    account: Account, citizen: Citizen
) -> None:
    citizen.taps("skill:leave")
    done = citizen.says("我们村什么时候来办消防讲座？我的电话13812345678")
    number = "".join(filter(str.isdigit, done.split("编号")[1][:8]))

    listed = [json.loads(line) for line in account.run("questions", "list", "--json").stdout.splitlines()]
    account.types("questions", "answer", number, "下周三上午在村礼堂，欢迎来听。")

    assert any(row["id"] == int(number) and "消防讲座" in row["text"] for row in listed)
    assert number in citizen.waits_for("欢迎来听")
    assert "欢迎来听" in citizen.says("我的留言")


def test_what_was_asked_is_left_by_a_tap_and_only_once(account: Account, citizen: Citizen) -> None:
    unknown = citizen.says("你们局明年组织去哪个县学习观摩")
    offered = citizen.taps_link(unknown, "给工作人员留言")

    done = citizen.taps_link(offered, "就留这一句")

    number = "".join(filter(str.isdigit, done.split("编号")[1][:8]))
    assert "编号" not in citizen.taps_link(offered, "就留这一句"), "a second tap asks anew"
    listed = [json.loads(line) for line in account.types("questions", "list", "--json").splitlines()]
    assert [row["id"] for row in listed if "学习观摩" in row["text"]] == [int(number)]


def test_a_second_clerk_is_told_that_it_was_answered(account: Account, citizen: Citizen) -> None:
    citizen.says("留言")
    number = "".join(filter(str.isdigit, citizen.says("消防通道谁管").split("编号")[1][:8]))
    account.types("questions", "answer", number, "物业先管，拒不改再找消防。")

    assert "已经答复过" in account.types("questions", "answer", number, "另一个回答", refused=True)


def test_danger_in_the_middle_of_a_message_is_answered_first(citizen: Citizen) -> None:
    citizen.says("留言")

    assert "119" in citizen.says("不好了煤气漏了快来人")[:80]
    assert "编号" in citizen.says("想问问你们几点上班")


def test_leaving_can_be_cancelled(citizen: Citizen) -> None:
    citizen.says("我要留言")

    assert "不留言了" in citizen.says("取消")
    assert "还没有留过言" in citizen.says("我的留言")


def test_a_record_is_deleted_on_demand(citizen: Citizen) -> None:
    citizen.says("留言")
    citizen.says("我是王某某，住在城东路")
    asked = citizen.says("删除我的记录")

    assert "都删除了" in citizen.taps_link(asked, "确认删除")
    assert "还没有留过言" in citizen.says("我的留言")


def test_deleting_asks_first(citizen: Citizen) -> None:
    citizen.says("删除我的记录")

    assert "没有删除" in citizen.says("取消")
