"""``flask tipoffs rewards``: rule sets, trying a rule, proposing and approving, budget and ledger."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from app.cli.acting import AS
from app.rewards import RewardRoom
from app.wiring import House
from core.clock import china_date
from core.errors import RuleViolation
from staff.actors import Actor
from tipoffs.rewards import ledger
from tipoffs.rewards.assessing import Matter
from tipoffs.rewards.facts import Facts
from tipoffs.rewards.models import Reward
from tipoffs.rewards.money import fen_of, written
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.queries import view_reward
from tipoffs.rewards.reading import examine
from tipoffs.rewards.rulebook import GENERAL
from tipoffs.rewards.rules import Decision, work_out
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Relation, kept

T = TypeVar("T")

JSON = click.option("--json", "as_json", is_flag=True, help="给机器读。")
WHY = click.option("--reason", required=True, help="为什么。")
_FACTS: tuple[Callable[[Callable[..., None]], Callable[..., None]], ...] = (
    click.option("--penalty", metavar="元", help="行政处罚金额。"),
    click.option("--deaths", type=click.IntRange(0), help="核实的瞒报、谎报死亡人数。"),
    click.option("--grade", type=click.Choice([one.value for one in Grade]), help="事故等级。"),
    click.option("--level", help="等级，按规则里的写法。"),
    click.option("--scenario", help="情形，按规则里的写法。"),
    click.option("--evidence", help="证据等次，按规则里的写法。"),
    click.option("--saved", type=click.IntRange(0), help="成功避险人数。"),
    click.option("--chosen", metavar="元", help="规则只定幅度时，人工核定的金额。"),
    click.option("--cap-break", help="超过上限的理由，按规则里的写法。"),
    click.option("--relation", type=click.Choice([one.value for one in Relation]), default="citizen"),
    click.option("--excluded", multiple=True, type=click.Choice([one.value for one in Exclusion])),
)


def _with_facts(run: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_FACTS):
        run = option(run)
    return run


def command(house: House) -> click.Group:
    """The group ``rewards``."""

    @click.group("rewards", help="举报奖励：规则、试算、拟奖、审批、账。")
    def group() -> None:
        pass

    _add_rules(group, house)
    _add_steps(group, house)
    _add_money(group, house)
    return group


def _add_rules(group: click.Group, house: House) -> None:
    @group.command("check", help="检查全部奖励规则文件，逐条说明哪里不对。")
    def check() -> None:
        sets, faults = examine()
        for fault in faults:
            click.echo(fault)
        if faults:
            raise click.ClickException(f"{len(faults)}处不对。")
        click.echo(f"{len(sets)}份奖励规则，没有错误。")

    @group.command("rules", help="列出奖励规则，和原文没有查到的内容。")
    @JSON
    def rules(as_json: bool) -> None:
        for one in RewardRoom(house).book.sets:
            tree = {
                "id": one.id,
                "locality": one.locality,
                "domain": one.domain,
                "name": one.name,
                "standing": one.standing.value,
                "from": one.begins.isoformat(),
                "to": one.ends and one.ends.isoformat(),
                "basis": one.basis,
                "source": one.source,
                "unknown": list(one.unknown),
            }
            if as_json:
                click.echo(json.dumps(tree, ensure_ascii=False))
                continue
            click.echo(f"{one.id}\t{one.name}\t{one.standing.label}\t{one.basis}")
            for words in one.unknown:
                click.echo(f"\t没有查到：{words}")

    @group.command("try", help="试算一笔奖励，逐步说明；不保存。")
    @click.option("--set", "set_id", help="哪一份规则；不写就用受理当日有效的。")
    @click.option("--locality", "localities", multiple=True, help="地方，从近到远可以写几个。")
    @click.option("--domain", default=GENERAL, help="行业，如mine。")
    @click.option("--kind", type=click.Choice([one.value for one in MatterKind]), required=True)
    @click.option("--accepted", type=click.DateTime(["%Y-%m-%d"]), help="受理日期；不写就是今天。")
    @_with_facts
    @JSON
    def try_(
        set_id: str | None,
        localities: tuple[str, ...],
        domain: str,
        kind: str,
        accepted: datetime | None,
        as_json: bool,
        **given: Any,
    ) -> None:
        day = accepted.date() if accepted else china_date(house.clock.now())
        facts = _facts(kept(MatterKind, kind), day, given)
        book = RewardRoom(house).book

        def decide() -> Decision:
            if set_id:
                return work_out(book.found_in(set_id, facts), facts)
            return work_out(book.find(localities, facts, domain, with_references=True), facts)

        _say(_or_refusal(decide), as_json)


def _add_steps(group: click.Group, house: House) -> None:
    @group.command("open", help="核查属实后，开始评定一个事项的奖励。")
    @click.argument("tip")
    @click.option("--kind", type=click.Choice([one.value for one in MatterKind]), required=True)
    @click.option("--accepted", type=click.DateTime(["%Y-%m-%d"]), required=True, help="受理日期。")
    @AS
    def open_(tip: str, kind: str, accepted: datetime, login: str | None) -> None:
        matter = Matter(tip, tip, kept(MatterKind, kind), accepted.date())

        def do(session: Session) -> Reward:
            actor = _actor(house, session, login, RewardPermission.PROPOSE)
            return RewardRoom(house).assessing.open(session, matter, actor, house.clock.now())

        _done(_writing(house, do))

    @group.command("propose", help="按受理当日的规则提出拟奖励意见；规则、数据、步骤都留存。")
    @click.argument("number")
    @click.option("--payee", "payees", multiple=True, required=True, help="实名举报件编号，按受理先后。")
    @click.option("--locality", "localities", multiple=True, help="地方，从近到远可以写几个。")
    @click.option("--domain", default=GENERAL, help="行业，如mine。")
    @_with_facts
    @WHY
    @AS
    def propose(
        number: str,
        payees: tuple[str, ...],
        localities: tuple[str, ...],
        domain: str,
        reason: str,
        login: str | None,
        **given: Any,
    ) -> None:
        def do(session: Session) -> list[Reward]:
            actor = _actor(house, session, login, RewardPermission.PROPOSE)
            now = house.clock.now()
            # Kind and day of acceptance are those with which the reward was opened.
            facts = _facts(MatterKind.VIOLATION, china_date(now), given)
            told = [Teller(one, real_name=True) for one in payees]
            assessing = RewardRoom(house, localities).assessing
            return assessing.propose(session, number, facts, told, actor, reason, now, domain=domain)

        for reward in _writing(house, do):
            _done(reward)

    def verb(
        name: str, help_: str, permission: str, do: Callable[[RewardRoom, Session, str, Actor, str], Reward]
    ) -> None:
        @group.command(name, help=help_)
        @click.argument("number")
        @click.option("--reason", default="", help="说明。")
        @AS
        def run(number: str, reason: str, login: str | None) -> None:
            def step(session: Session) -> Reward:
                actor = _actor(house, session, login, permission)
                return do(RewardRoom(house), session, number, actor, reason)

            _done(_writing(house, step))

    now = house.clock.now
    propose_, approve = RewardPermission.PROPOSE, RewardPermission.APPROVE
    verb("submit", "送审批。", propose_, lambda r, s, n, a, _: r.approving.submit(s, n, a, now()))
    verb("approve", "签批。", approve, lambda r, s, n, a, why: r.approving.approve(s, n, a, why, now()))
    verb("return", "退回。", approve, lambda r, s, n, a, why: r.approving.send_back(s, n, a, why, now()))

    @group.command("show", help="一笔奖励：依据、计算步骤、经过；没有举报人身份。")
    @click.argument("number")
    @AS
    def show(number: str, login: str | None) -> None:
        def do(session: Session) -> str:
            view = view_reward(session, number, _actor(house, session, login, RewardPermission.VIEW))
            lines = [f"{view.number}\t{view.state.label}\t{_amount(view.amount_fen)}"]
            lines += [one["text"] for one in (view.decision or {}).get("trace", [])]
            lines += [f"{at:%Y-%m-%d}\t{verb_}\t{who}\t{why}" for verb_, who, at, why in view.steps]
            return "\n".join(lines)

        click.echo(_reading(house, do))


def _add_money(group: click.Group, house: House) -> None:
    @group.command("budget", help="登记奖励经费；凭证号只登记一次。")
    @click.argument("line")
    @click.argument("year", type=int)
    @click.argument("yuan")
    @click.option("--document", required=True, help="拨款文件或者凭证号。")
    @AS
    def budget(line: str, year: int, yuan: str, document: str, login: str | None) -> None:
        def do(session: Session) -> str:
            actor = _actor(house, session, login, RewardPermission.BUDGET)
            actor.require(RewardPermission.BUDGET)
            made = ledger.grant(session, line, year, _yuan(yuan), document, house.clock.now())
            return f"{made.line}（{made.year}）：共{written(made.granted_fen)}。"

        click.echo(_writing(house, do))

    @group.command("ledger", help="各账户余额，和对账发现的问题。")
    def ledger_() -> None:
        with house.database.reading() as session:
            standing, faults = ledger.balances(session), ledger.ledger_faults(session)
        for account, fen in standing.items():
            click.echo(f"{account.label}\t{written(fen)}")
        for fault in faults:
            click.echo(fault)
        if faults:
            raise click.ClickException("账不平，请核对。")
        click.echo("借贷平衡。")


def _facts(kind: MatterKind, day: date, given: dict[str, Any]) -> Facts:
    return Facts(
        kind=kind,
        accepted_on=day,
        level=given["level"],
        scenario=given["scenario"],
        relation=kept(Relation, given["relation"]),
        penalty_fen=_yuan(given["penalty"]) if given["penalty"] else None,
        concealed_deaths=given["deaths"],
        grade=kept(Grade, given["grade"]) if given["grade"] else None,
        evidence=given["evidence"],
        people_saved=given["saved"],
        chosen_fen=_yuan(given["chosen"]) if given["chosen"] else None,
        cap_break=given["cap_break"],
        exclusions=frozenset(kept(Exclusion, one) for one in given["excluded"]),
    )


def _yuan(text: str) -> int:
    try:
        return fen_of(text)
    except ValueError:
        raise click.ClickException(f"金额“{text}”不对，要写成3000或者3000.15。") from None


def _actor(house: House, session: Session, login: str | None, permission: str) -> Actor:
    return house.personnel.service.acting(session, login, permission)


def _say(decision: Decision, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(decision.as_tree(), ensure_ascii=False))
        return
    for number, step in enumerate(decision.trace, 1):
        click.echo(f"{number}. {step.sentence}")


def _done(reward: Reward) -> None:
    click.echo(f"{reward.number}\t{reward.state.label}\t{_amount(reward.amount_fen)}")


def _amount(fen: int | None) -> str:
    return "金额待定" if fen is None else written(fen)


def _writing(house: House, do: Callable[[Session], T]) -> T:
    def run() -> T:
        with house.database.writing() as session:
            return do(session)

    return _or_refusal(run)


def _reading(house: House, do: Callable[[Session], T]) -> T:
    def run() -> T:
        with house.database.reading() as session:
            return do(session)

    return _or_refusal(run)


def _or_refusal(run: Callable[[], T]) -> T:
    try:
        return run()
    except RuleViolation as error:
        raise click.ClickException(error.sentence) from error
