"""``flask campaigns lectures``: requests for a lecture, from the telephone call to the stars."""

from collections.abc import Iterator
from typing import Any

import click

from app.cli.campaign_activities import VENUES
from app.cli.campaign_plans import REGION
from app.cli.commands import LIMIT, REASON, CommandGroup, Row, Step, moment, word
from app.wiring import Container
from campaigns.planning.lecture_models import LectureRequest
from campaigns.planning.lecture_verbs import Asking, Slot
from campaigns.planning.permissions import Permission
from campaigns.planning.queries import LECTURE_ORDERS, get_lecture, lectures, rated, ratings
from campaigns.planning.status import LectureState
from core.sort_orders import Page
from places.models import VenueKind

LECTURE = click.argument("lecture", type=int)


def add_to(group: click.Group, container: Container) -> None:
    """Add it to ``flask campaigns``."""

    @group.group("lectures", help="预约宣讲（一呼百应）：代录、安排、改期、答复、评价。")
    def verbs() -> None:
        pass

    commands = CommandGroup(verbs, container)
    _add_looking(commands, container)
    _add_scheduling(commands, container)
    _add_ending(commands, container)


def lecture_row(one: LectureRequest) -> Row:
    """A request as a line; nobody's name."""
    return {
        "id": one.id,
        "number": one.number,
        "state": one.state,
        "unit": one.unit_name,
        "audience": one.audience,
        "region": one.region,
        "place": one.place,
        "topic": one.topic,
        "wished": one.wished,
        "expected": one.expected,
        "asked_at": one.asked_at,
        "activity": one.activity_id,
        "speaker": one.speaker,
        "speaker_unit": one.speaker_unit,
        "reason": one.reason,
    }


def _add_looking(commands: CommandGroup, container: Container) -> None:
    def listed(step: Step, state: LectureState | None, limit: int) -> Iterator[Row]:
        step.actor.require(Permission.SEE)
        return (
            lecture_row(one) for one in lectures(step.session, state, Page(LECTURE_ORDERS[0], limit=limit))
        )

    def shown(step: Step, lecture: int) -> Row:
        step.actor.require(Permission.SEE)
        said = rated(step.session, lecture)
        words = [f"{one.stars}星 {one.words}".strip() for one in ratings(step.session, lecture)]
        return {
            **lecture_row(get_lecture(step.session, lecture)),
            "raters": said.raters,
            "stars": said.mean,
            "words": words,
        }

    def contact(step: Step, lecture: int) -> Row:
        found = container.campaigning.lectures.contact(step.session, lecture, step.actor, step.now)
        return {"name": found.name, "telephone": found.telephone}

    state = word("state", LectureState, required=False)
    commands.look("list", "列出预约，等得久的在前。", listed, state, LIMIT)
    commands.look("show", "一个预约和听讲人的评价。", shown, LECTURE)
    commands.verb("contact", "联系人和电话；每看一次都记入审计日志。", contact, LECTURE)


def _add_scheduling(commands: CommandGroup, container: Container) -> None:
    def write_down(step: Step, **given: Any) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.write_down(step.session, Asking(**given), step.actor, step.now))

    def schedule(step: Step, lecture: int, **given: Any) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.schedule(step.session, lecture, Slot(**given), step.actor, step.now))

    def reschedule(step: Step, lecture: int, reason: str, **given: Any) -> Row:
        service = container.campaigning.lectures
        slot = Slot(campaign_id=0, **given)
        return lecture_row(service.reschedule(step.session, lecture, slot, reason, step.actor, step.now))

    commands.verb(
        "write-down",
        "代录电话、来信里的预约。",
        write_down,
        click.option("--unit", "unit_name", required=True, help="哪个单位、村、社区。"),
        click.option("--contact", required=True, help="联系人，加密保存。"),
        click.option("--telephone", required=True, help="联系电话，加密保存。"),
        REGION,
        click.option("--place", required=True, help="地点。"),
        click.option("--topic", required=True, help="想听什么。"),
        click.option("--wished", required=True, help="希望什么时间。"),
        word("audience", VenueKind, required=False),
        click.option("--expected", type=int, help="多少人听。"),
    )
    slot = (
        moment("from", into="starts_at", help_="开始时间。"),
        moment("to", into="ends_at", help_="结束时间。"),
        click.option("--speaker", required=True, help="宣讲人。"),
        click.option("--speaker-unit", required=True, help="宣讲人单位。"),
        click.option("--place", default="", help="地点；不写就是预约时的地点。"),
    )
    campaign = click.option("--campaign", "campaign_id", type=int, required=True, help="归入哪个计划。")
    commands.verb("schedule", "安排时间和宣讲人，并告诉预约的人。", schedule, LECTURE, campaign, *slot)
    commands.verb("reschedule", "改期或者换人。", reschedule, LECTURE, REASON, *slot)


def _add_ending(commands: CommandGroup, container: Container) -> None:
    def call_off(step: Step, lecture: int, reason: str) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.call_off(step.session, lecture, reason, step.actor, step.now))

    def decline(step: Step, lecture: int, reason: str) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.decline(step.session, lecture, reason, step.actor, step.now))

    def withdraw(step: Step, lecture: int) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.withdraw_for(step.session, lecture, step.actor, step.now))

    def hold(step: Step, lecture: int, summary: str, venues: tuple[int, ...]) -> Row:
        service = container.campaigning.lectures
        return lecture_row(service.hold(step.session, lecture, summary, step.actor, step.now, venues))

    summary = click.option("--summary", required=True, help="开展情况。")
    commands.verb("call-off", "取消已定的时间，另行安排。", call_off, LECTURE, REASON)
    commands.verb("decline", "答复不能安排；理由会告诉预约的人。", decline, LECTURE, REASON)
    commands.verb("withdraw", "预约的人来电撤回。", withdraw, LECTURE)
    commands.verb("hold", "登记已开展；人数、照片登记在活动里。", hold, LECTURE, summary, VENUES)
