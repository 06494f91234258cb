"""``flask tipoffs rewards``: rule sets, trying a rule, proposing, budget and ledger."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from app.cli.commands import LIMIT, NUMBER, REASON, CommandGroup, Row, Step, fen, refusing, word
from app.cli.rewards_deciding import add_deciding, amount_of, reward_row
from app.cli.rewards_paying import add_paying
from app.wiring import Container
from core.clock import china_date
from core.types import member_of
from tipoffs.rewards.assessing import Matter
from tipoffs.rewards.money import written
from tipoffs.rewards.payees import Teller
from tipoffs.rewards.payment import ledger
from tipoffs.rewards.permissions import RewardPermission
from tipoffs.rewards.queries import view_reward, work_list
from tipoffs.rewards.reckoning.facts import Facts
from tipoffs.rewards.reckoning.reading import examine
from tipoffs.rewards.reckoning.rulebook import GENERAL, RuleSet
from tipoffs.rewards.reckoning.rules import Decision, work_out
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import Exclusion, Grade, MatterKind, Relation

JSON = click.option("--json", "as_json", is_flag=True, help="给机器读。")
_FACTS: tuple[Callable[[Any], Any], ...] = (
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


def command(container: Container) -> click.Group:
    """The group ``rewards``."""

    @click.group("rewards", help="举报奖励：规则、试算、拟奖、审批、通知、申领、发放、账。")
    def group() -> None:
        pass

    commands = CommandGroup(group, container)
    _add_rules(group, container)
    _add_trial(group, container)
    _add_looking(commands, container)
    _add_assessing(commands, container)
    add_deciding(commands, container)
    add_paying(commands, group, container)
    _add_money(commands, group, container)
    return group


def _add_rules(group: click.Group, container: Container) -> None:
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
        with container.database.reading() as session:
            book = container.casework.rewards.rule_book(session)
        for one in book.sets:
            if as_json:
                click.echo(json.dumps(_set_row(one), ensure_ascii=False))
                continue
            click.echo(f"{one.id}\t{one.name}\t{one.standing.label}\t{one.basis}")
            for words in one.unknown:
                click.echo(f"\t没有查到：{words}")


def _set_row(one: RuleSet) -> Row:
    return {
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


def _add_trial(group: click.Group, container: Container) -> None:
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
        day = accepted.date() if accepted else china_date(container.clock.now())
        facts = _facts(member_of(MatterKind, kind), day, given)
        with container.database.reading() as session:
            book = container.casework.rewards.rule_book(session)

        def decide() -> Decision:
            if set_id:
                return work_out(book.found_in(set_id, facts), facts)
            return work_out(book.find(localities, facts, domain, with_references=True), facts)

        _say(refusing(decide), as_json)


def _add_looking(commands: CommandGroup, container: Container) -> None:
    def shown(step: Step, number: str) -> list[Row]:
        view = view_reward(step.session, number, step.actor)
        amount = {"amount_fen": view.amount_fen, "amount": amount_of(view.amount_fen)}
        trace = [{"step": one["text"]} for one in (view.decision or {}).get("trace", [])]
        steps = [{"at": at, "verb": verb, "who": who, "why": why} for verb, who, at, why in view.steps]
        # Whether the reporter works there, only for whoever has to choose the rule; never the proof itself.
        employed = (
            {"employment_told": container.casework.employment.has_told(step.session, view.tip_number)}
            if step.actor.may(RewardPermission.PROPOSE)
            else {}
        )
        return [
            {"number": view.number, "tip": view.tip_number, "state": view.state, **amount, **employed},
            *trace,
            *steps,
        ]

    def listed(step: Step, state: RewardState, limit: int) -> list[Row]:
        return [reward_row(one) for one in work_list(step.session, step.actor, state, limit)]

    commands.look("show", "一笔奖励：依据、计算步骤、经过；没有举报人身份。", shown, NUMBER)
    state = word("state", RewardState, help_="状态。")
    commands.look("list", "列出停在某一步的奖励。", listed, state, LIMIT)


def _add_assessing(commands: CommandGroup, container: Container) -> None:
    rewards = container.casework.rewards

    def open_(step: Step, tip: str, kind: str, accepted: datetime) -> Row:
        matter = Matter(tip, tip, member_of(MatterKind, kind), accepted.date())
        return reward_row(rewards.assessing.open(step.session, matter, step.actor, step.now))

    def propose(
        step: Step,
        number: str,
        payees: tuple[str, ...],
        localities: tuple[str, ...],
        domain: str,
        reason: str,
        **given: Any,
    ) -> list[Row]:
        # Kind and day of acceptance are those with which the reward was opened.
        facts = _facts(MatterKind.VIOLATION, china_date(step.now), given)
        told = [Teller(one, real_name=True) for one in payees]
        made = rewards.at(localities).assessing.propose(
            step.session, number, facts, told, step.actor, reason, step.now, domain=domain
        )
        return [reward_row(one) for one in made]

    def set_aside(step: Step, number: str, reason: str) -> Row:
        return reward_row(rewards.assessing.set_aside(step.session, number, step.actor, reason, step.now))

    matter = (
        click.argument("tip"),
        click.option("--kind", type=click.Choice([one.value for one in MatterKind]), required=True),
        click.option("--accepted", type=click.DateTime(["%Y-%m-%d"]), required=True, help="受理日期。"),
    )
    commands.verb("open", "核查属实后，开始评定一个事项的奖励。", open_, *matter)
    proposal = (
        click.option("--payee", "payees", multiple=True, required=True, help="实名举报件编号，按受理先后。"),
        click.option("--locality", "localities", multiple=True, help="地方，从近到远可以写几个。"),
        click.option("--domain", default=GENERAL, help="行业，如mine。"),
        *_FACTS,
    )
    help_ = "按受理当日的规则提出拟奖励意见；规则、数据、步骤都留存。"
    commands.verb("propose", help_, propose, NUMBER, *proposal, REASON)
    commands.verb("set-aside", "标为不适用奖励。", set_aside, NUMBER, REASON)


def _add_money(commands: CommandGroup, group: click.Group, container: Container) -> None:
    def budget(step: Step, line: str, year: int, yuan: str, document: str) -> Row:
        budgeting = container.casework.rewards.budgeting
        made = budgeting.grant(step.session, line, year, fen(yuan), document, step.actor, step.now)
        return {"line": made.line, "year": made.year, "granted": written(made.granted_fen)}

    document = click.option("--document", required=True, help="拨款文件或者凭证号。")
    where = (click.argument("line"), click.argument("year", type=int), click.argument("yuan"), document)
    commands.verb("budget", "登记奖励经费；凭证号只登记一次。", budget, *where)

    @group.command("ledger", help="各账户余额，和对账发现的问题。")
    def ledger_() -> None:
        with container.database.reading() as session:
            standing, faults = ledger.balances(session), ledger.ledger_faults(session)
        for account, standing_fen in standing.items():
            click.echo(f"{account.label}\t{written(standing_fen)}")
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
        relation=member_of(Relation, given["relation"]),
        penalty_fen=fen(given["penalty"]) if given["penalty"] else None,
        concealed_deaths=given["deaths"],
        grade=member_of(Grade, given["grade"]) if given["grade"] else None,
        evidence=given["evidence"],
        people_saved=given["saved"],
        chosen_fen=fen(given["chosen"]) if given["chosen"] else None,
        cap_break=given["cap_break"],
        exclusions=frozenset(member_of(Exclusion, one) for one in given["excluded"]),
    )


def _say(decision: Decision, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(decision.as_tree(), ensure_ascii=False))
        return
    for number, step in enumerate(decision.trace, 1):
        click.echo(f"{number}. {step.sentence}")
