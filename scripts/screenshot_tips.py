"""The pages of tip-offs for ``scripts.screenshots``: filled in, done, followed, answered, claimed.

Staff act through the services of a second container on the same database, as the commands do.
"""

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Page

from app.wiring import Container
from core.clock import china_date
from deliveries.models import NoticeTemplate
from deliveries.status import Channel as Way
from staff.actors import Actor, ActorKind, Scope
from tests import samples
from tipoffs.permissions import Permission
from tipoffs.rewards.models import Reward, RewardAssessment
from tipoffs.rewards.status import RewardState
from tipoffs.rewards.words import MatterKind, Relation, Stage
from tipoffs.tips.answers import AnswerParts
from tipoffs.tips.models import Finding
from tipoffs.tips.verifying import Record

_RIGHTS = frozenset({*(one.value for one in Permission), "vault.words"})
FACTS = "后门的安全出口锁着，过道堆满纸箱，晚上二十多人加班"
PLACE = {"单位、店铺或小区": "鑫源服装厂", "地点": "城东街道万寿路18号", "什么时候看到的": "昨天晚上"}
ALIKE = "鑫源服装厂后门安全出口一直锁着，过道里堆着纸箱"
PARTS = AnswerParts(
    account="两名执法人员到现场查看，二楼安全出口上锁，通道堆放纸箱。",
    decision="责令当场打开并清理，对单位立案调查。",
    reward="符合奖励条件，金额确定后另行通知。",
)


class Shooting(Protocol):
    """What is needed of ``scripts.screenshots.Visit``."""

    page: Page

    def shoot(self, name: str, *, whole: bool = False) -> dict[str, Any]:
        """Save a picture."""
        ...


def tip_pages(visit: Shooting, container: Container, web: str, folder: Path) -> Iterator[dict[str, Any]]:
    """One tip of somebody WeChat knows, from the form to the reward; one without a name; one inside."""
    page = visit.page
    number = yield from _told(visit, web, folder)
    for name in ("identity", "employment"):
        page.goto(f"{web}/h5/tips/{number}/{name}")
        yield visit.shoot(f"h5-tips-{name}", whole=True)
    _answered(container, number)
    page.goto(f"{web}/h5/tips/{number}")
    yield visit.shoot("h5-tips-case-answered", whole=True)
    page.get_by_text("不同意，提出异议").click()
    page.get_by_text("评价这次办理").click()
    yield visit.shoot("h5-tips-case-acting", whole=True)
    _rewarded(container, number)
    page.goto(f"{web}/h5/tips/{number}/reward")
    yield visit.shoot("h5-tips-reward", whole=True)
    yield from _known(visit, web)
    yield from _nameless(visit, container, web)
    yield from _inside(visit, container, web)
    page.goto(f"{web}/h5/notices")
    yield visit.shoot("h5-notices", whole=True)


def _told(visit: Shooting, web: str, folder: Path) -> Generator[dict[str, Any], None, str]:
    page, photo = visit.page, folder / "door.jpg"
    photo.write_bytes(samples.photo(width=640, height=480))
    page.goto(f"{web}/h5/tips/new")
    page.get_by_label("哪里不安全").fill(FACTS)
    for label, words in PLACE.items():
        page.get_by_label(label).fill(words)
    page.locator("#files").set_input_files(photo)
    page.get_by_role("button", name="删掉这张照片").wait_for()
    page.get_by_label("保密").check()
    page.get_by_label("我已看过上面的话").check()
    yield visit.shoot("h5-tips-form-filled", whole=True)
    page.get_by_role("button", name="提交举报").click()
    page.get_by_test_id("code").wait_for()
    yield visit.shoot("h5-tips-done", whole=True)
    page.get_by_role("button", name="我抄好了").click()
    yield visit.shoot("h5-tips-case", whole=True)
    return page.url.rpartition("/")[2]


def _known(visit: Shooting, web: str) -> Iterator[dict[str, Any]]:
    page = visit.page
    page.goto(f"{web}/h5/tips/new")
    page.get_by_label("哪里不安全").fill(ALIKE)
    for label, words in PLACE.items():
        page.get_by_label(label).fill(words)
    page.get_by_role("button", name="先存着").click()
    page.locator("#known").wait_for()
    yield visit.shoot("h5-tips-form-known", whole=True)


def _nameless(visit: Shooting, container: Container, web: str) -> Iterator[dict[str, Any]]:
    page = visit.page
    page.goto(f"{web}/h5/tips/anonymous")
    page.get_by_role("button", name="开始填写").click()
    page.get_by_label("哪里不安全").fill(FACTS)
    page.get_by_label("我已看过上面的话").check()
    page.get_by_role("button", name="提交举报").click()
    page.get_by_role("button", name="我抄好了").click()
    number = page.url.rpartition("/")[2]
    _rewarded(container, number, proof=True)
    page.goto(f"{web}/h5/tips/{number}/reward")
    yield visit.shoot("h5-tips-reward-nameless", whole=True)
    page.get_by_role("button", name="生成领奖密码").click()
    page.get_by_test_id("secret").wait_for()
    yield visit.shoot("h5-tips-secret", whole=True)


def _inside(visit: Shooting, container: Container, web: str) -> Iterator[dict[str, Any]]:
    page, now = visit.page, container.clock.now()
    with container.database.writing() as session:
        channel, key = container.casework.internal.open_channel(
            session, "鑫源冲压厂", "万寿路8号", "331081", "machinery", _staff("shouli"), now
        )
        inside = f"{web}/h5/internal/{channel.token}"
    page.goto(inside)
    yield visit.shoot("h5-internal-form", whole=True)
    page.get_by_label("哪里不安全").fill("三号冲床的护罩拆了，一直没有装回去")
    page.get_by_role("button", name="报告", exact=True).click()
    number = page.get_by_test_id("number").inner_text()
    yield visit.shoot("h5-internal-done", whole=True)
    page.goto(f"{inside}/result")
    page.get_by_label("编号").fill(number)
    page.get_by_role("button", name="查结果").click()
    yield visit.shoot("h5-internal-result", whole=True)
    page.goto(f"{inside}/poster")
    yield visit.shoot("h5-internal-poster", whole=True)
    page.goto(f"{inside}/enterprise")
    yield visit.shoot("h5-internal-key", whole=True)
    page.get_by_label("钥匙").fill(key)
    page.get_by_role("button", name="打开").click()
    yield visit.shoot("h5-internal-waiting", whole=True)


def ask_for_consent(container: Container) -> None:
    """A subscription template is bound, so that the page of consent has something to ask for."""
    with container.database.writing() as session:
        session.merge(
            NoticeTemplate(
                id=1,
                kind="case_progress",
                channel=Way.SUBSCRIPTION,
                is_long_term=True,
                template_id="screenshots-progress",
                fields={},
                bound_at=container.clock.now(),
            )
        )


def _staff(login: str, department: str | None = None) -> Actor:
    scope = Scope(departments=frozenset({department})) if department else Scope(everywhere=True)
    return Actor(ActorKind.STAFF, login, permissions=_RIGHTS, scope=scope)


def _answered(container: Container, number: str) -> None:
    tips, shouli = container.casework.tips, _staff("shouli")

    def does(verb: Any, *arguments: Any, **more: Any) -> None:
        now = container.clock.now()
        container.cipher.ensure_key(now)
        with container.database.writing() as session:
            verb(session, *arguments, now, **more)

    does(tips.accept, number, shouli)
    does(tips.summarise, number, "反映一处厂房疏散通道不畅", "城东片区", shouli)
    does(tips.dispatch, number, "fire", shouli, proposal="行业主管")
    does(tips.receive, number, _staff("danwei", "fire"))
    record = Record(Finding.UNFOUNDED, "两人到现场查看。", container.clock.now(), "hecha2")
    does(tips.verify, number, record, _staff("hecha1"))
    does(tips.co_sign, number, _staff("hecha2"))
    does(tips.sign_off, number, _staff("lingdao"))
    does(tips.answer, number, PARTS, shouli)


def _rewarded(container: Container, number: str, *, proof: bool = False) -> None:
    """A reward waits to be claimed."""
    now = container.clock.now()
    assessment = RewardAssessment(
        matter=number,
        stage=Stage.WHOLE,
        rule_set="national-2018",
        rule="A",
        facts={},
        decision={},
        payees=[],
        total_fen=300_015,
        approvals_needed=[],
        proposer="fagui",
        reason="",
        created_at=now,
    )
    with container.database.writing() as session:
        session.add(assessment)
        session.flush()
        session.add(_waiting(number, assessment.id, now, proof=proof))


def _waiting(number: str, assessment: int, now: datetime, *, proof: bool) -> Reward:
    return Reward(
        number=f"J{number[3:]}",
        matter=number,
        stage=Stage.WHOLE,
        share=1,
        tip_number=number,
        amount_fen=300_015,
        state=RewardState.NOTIFIED,
        kind=MatterKind.MAJOR_HAZARD,
        relation=Relation.EMPLOYEE if proof else Relation.CITIZEN,
        accepted_on=china_date(now),
        claim_until_on=china_date(now + timedelta(days=60)),
        proof_needed=proof,
        created_at=now,
        changed_at=now,
        assessment_id=assessment,
    )
