"""``flask tipoffs rewards submit …``: approval, refusal, notice, and what comes before the payment."""

from datetime import date

import click

from app.cli.commands import NUMBER, REASON, CommandGroup, Row, Step, day, word
from app.wiring import Container
from tipoffs.rewards import thanking
from tipoffs.rewards.models import Reward
from tipoffs.rewards.money import written
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.words import Exclusion, RefusedBecause

_AT_ONCE = 100
"""How many windows one call closes, in one transaction; the clock closes all of them each morning."""


def amount_of(fen: int | None) -> str:
    """An amount as it is said."""
    return "金额待定" if fen is None else written(fen)


def reward_row(reward: Reward) -> Row:
    """A reward as a line: neither its tip nor its person."""
    return {
        "number": reward.number,
        "state": reward.state,
        "amount_fen": reward.amount_fen,
        "amount": amount_of(reward.amount_fen),
        "claim_until": reward.claim_until_on,
        "held_because": "、".join(reward.held_because) or None,
    }


WHY = click.option("--reason", default="", help="说明。")


def add_deciding(commands: CommandGroup, container: Container) -> None:
    """Verbs of approvers and of those who notify."""
    _add_approving(commands, container)
    _add_notifying(commands, container)
    _add_afterwards(commands, container)


def _add_approving(commands: CommandGroup, container: Container) -> None:
    rewards = container.casework.rewards

    def submit(step: Step, number: str) -> Row:
        return reward_row(rewards.approving.submit(step.session, number, step.actor, step.now))

    def approve(step: Step, number: str, reason: str) -> Row:
        return reward_row(rewards.approving.approve(step.session, number, step.actor, reason, step.now))

    def return_(step: Step, number: str, reason: str) -> Row:
        return reward_row(rewards.approving.send_back(step.session, number, step.actor, reason, step.now))

    def deny(step: Step, number: str, because: RefusedBecause, reason: str) -> Row:
        return reward_row(rewards.refusing.deny(step.session, number, because, step.actor, reason, step.now))

    def settle_appeal(step: Step, number: str, granted: bool, reason: str) -> Row:
        return reward_row(
            rewards.refusing.settle_appeal(
                step.session, number, granted=granted, actor=step.actor, reason=reason, now=step.now
            )
        )

    commands.verb("submit", "送审批。", submit, NUMBER)
    commands.verb("approve", "签批；拟奖的人、查看过身份的人不能批。", approve, NUMBER, WHY)
    commands.verb("return", "退回重新评定。", return_, NUMBER, WHY)
    commands.verb(
        "deny", "不予奖励，告知理由和异议期限。", deny, NUMBER, word("because", RefusedBecause), REASON
    )
    granted = click.option("--grant/--refuse", "granted", required=True, default=None, help="支持或者维持。")
    commands.verb(
        "settle-appeal", "复核不予奖励的异议，由另一个人办。", settle_appeal, NUMBER, granted, REASON
    )


def _add_notifying(commands: CommandGroup, container: Container) -> None:
    rewards = container.casework.rewards

    def clear(step: Step, number: str, why: Exclusion, reason: str) -> Row:
        return reward_row(rewards.claiming.clear(step.session, number, why, step.actor, reason, step.now))

    def notify(step: Step, number: str) -> Row:
        return reward_row(rewards.claiming.notify(step.session, number, step.actor, step.now))

    def announce(step: Step, number: str, reason: str) -> Row:
        words = rewards.claiming.announce(step.session, number, step.actor, reason, step.now)
        return {"number": number, "announcement": words}

    def extend(step: Step, number: str, until: date, reason: str) -> Row:
        return reward_row(rewards.claiming.extend(step.session, number, until, step.actor, reason, step.now))

    def lapse(step: Step) -> Row:
        step.actor.require(RewardPermission.NOTIFY)
        due = rewards.claiming.to_lapse(step.session, step.now, 0, _AT_ONCE)
        return {"lapsed": sum(rewards.rounds.lapse(step.session, each, step.now) for each in due)}

    commands.verb("clear", "解除一条暂缓发放。", clear, NUMBER, word("why", Exclusion), REASON)
    commands.verb("notify", "通知举报人领取，期限开始。", notify, NUMBER)
    commands.verb("announce", "联系不上的，用编号公告，不写姓名。", announce, NUMBER, REASON)
    commands.verb("extend", "有正当理由的，延长领取期限。", extend, NUMBER, day("until"), REASON)
    commands.verb("lapse", "现在就处理逾期没有领取的（每天早上自动办）。", lapse)


def _add_afterwards(commands: CommandGroup, container: Container) -> None:
    rewards = container.casework.rewards

    def visits(step: Step) -> list[Row]:
        return thanking.visit_rows(step.session, step.actor, step.now)

    def visited(step: Step, visit: int, retaliation: bool) -> Row:
        rewards.rounds.visited(step.session, visit, step.actor, step.now, retaliation=retaliation)
        return {"visit": visit, "retaliation": retaliation}

    def thanks(step: Step, tip: str) -> Row:
        first = thanking.thank(step.session, tip, tip, step.actor, rewards.post, step.now)
        return {"tip": tip, "thanked_now": first, "points": thanking.points_of_tips(step.session, [tip])}

    commands.look("visits", "到期的回访。", visits)
    retaliation = click.option(
        "--retaliation/--no-retaliation", required=True, default=None, help="有没有打击报复。"
    )
    commands.verb("visited", "登记一次回访。", visited, click.argument("visit", type=int), retaliation)
    commands.verb("thanks", "属实但没有奖金的，致谢并记荣誉积分，一件一次。", thanks, click.argument("tip"))
