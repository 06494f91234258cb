"""People who follow the made-up account: what they chose, when they wrote, what some ask of their data."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from app.demo.county import County
from app.demo.crew import Diary
from app.demo.filling import Filler
from app.wiring import Container
from core.clock import china_date
from deliveries.models import ContactWindow
from followers.choice_models import FollowerTopic, FollowerTown, Wish
from followers.data_request_models import RequestChannel, RequestKind, RequestState
from followers.data_requests import DataRequests
from followers.models import Follower, FollowState
from followers.roster_models import FollowerPull, FollowerTag, PlatformTag, PullStage
from followers.topics import EVERYTHING, load_topics

TAGS = {2001: "网格员", 2002: "企业安全员"}
TALKED_AGO = 6
"""How many days ago most of those who wrote did so last: a push of that morning may answer them."""


def gather_followers(into: Filler, county: County, chance: Random, diary: Diary, count: int) -> int:
    """Write this many people; return how many of them still follow."""
    topics = [topic.code for topic in load_topics()]
    following = 0
    tagged: dict[int, list[str]] = {tag: [] for tag in TAGS}
    for number in range(count):
        openid, came = f"oDEMO{number:023}", diary.ago(chance.randint(1, 400), chance.randint(8, 20))
        has_left, wrote = chance.random() < 0.08, chance.random() < 0.6
        seen = max(came, diary.ago(TALKED_AGO if chance.random() < 0.7 else 1, 8, chance.randrange(60)))
        left = seen + timedelta(minutes=5) if has_left else None
        following += not has_left
        into.add(
            Follower,
            openid=openid,
            state=FollowState.LEFT if has_left else FollowState.FOLLOWING,
            state_event_at=left or came,
            followed_at=came,
            left_at=left,
            scene=f"demo-{chance.randint(1, 5):02}" if chance.random() < 0.3 else None,
            first_seen_at=came,
            last_seen_at=seen if wrote else came,
            listed_at=None if has_left else diary.ago(1, 3),
        )
        if wrote:
            into.add(
                ContactWindow, openid=openid, last_message_at=seen, sent_since_message=0,
                last_touch_at=came, sent_since_touch=0, left_at=left,
            )  # fmt: skip
        if chance.random() < 0.7:
            into.add(FollowerTown, openid=openid, region=chance.choice(county.towns).code, chosen_at=came)
        for topic, wish in _wishes(chance, topics):
            into.add(FollowerTopic, openid=openid, topic=topic, wish=wish, chosen_at=came)
        if number % 10 == 0 and not has_left:
            tagged[chance.choice(list(TAGS))].append(openid)
        into.write_if_many()
    _platform(into, diary, tagged, following)
    return following


def _wishes(chance: Random, topics: Sequence[str]) -> list[tuple[str, Wish]]:
    if chance.random() < 0.03:
        return [(EVERYTHING, Wish.STOPPED)]
    chosen = chance.sample(topics, chance.choice((0, 0, 1, 1, 2, 3)))
    return [(topic, Wish.STOPPED if chance.random() < 0.1 else Wish.WANTED) for topic in chosen]


def _platform(into: Filler, diary: Diary, tagged: Mapping[int, Sequence[str]], following: int) -> None:
    """Its tags with who has them, and the pull of last night, which found nobody missing."""
    night = diary.ago(1, 3)
    for tag, people in tagged.items():
        into.add(PlatformTag, id=tag, name=TAGS[tag], count=len(people), seen_at=night)
        for openid in people:
            into.add(FollowerTag, openid=openid, tag_id=tag)
    into.add(
        FollowerPull, on=china_date(night), stage=PullStage.FINISHED, started_at=night, cursor="",
        page_calls=1 + following // 10_000, info_calls=1 + following // 100, total=following,
        listed=following, left=0, finished_at=night + timedelta(minutes=2), complaint="", asked_at=None,
        believes=False, stopped="",
    )  # fmt: skip


_REQUESTS = (
    (RequestKind.ACCESS, RequestChannel.WINDOW, "想知道公众号里存了本人哪些信息。", 30),
    (RequestKind.ERASE, RequestChannel.LETTER, "请删除预约宣讲时留下的联系方式。", 24),
    (RequestKind.EXPLAIN, RequestChannel.PHONE, "想知道答题成绩保存多久、谁能看到。", 12),
    (RequestKind.CORRECT, RequestChannel.WECHAT, "证书上的姓名写错了一个字，请更正。", 6),
    (RequestKind.WITHDRAW, RequestChannel.WINDOW, "不再同意接收活动通知。", 1),
)


def ask_about_data(session: Session, container: Container, county: County, diary: Diary) -> None:
    """Five people ask; two are answered, one of them with a reason why not, and one is late."""
    register, editor = DataRequests(container.key("data requests")), county.staff["legal_officer"][0]
    made = [
        register.enter(
            session, kind=kind, channel=channel, about=about, person=f"演示申请人{place}（联系方式略）",
            came_on=china_date(diary.ago(days)), editor=editor, now=diary.ago(days, 10),
        ).id
        for place, (kind, channel, about, days) in enumerate(_REQUESTS, start=1)
    ]  # fmt: skip
    done = "已当面打印给本人：关注时间、所选乡镇、想收的内容。"
    no = "证书由本人填写姓名后生成，系统不保存可以改的底稿；请本人重新领取一张。"
    answers: tuple[tuple[int, RequestState, str, datetime], ...] = (
        (made[0], RequestState.DONE, done, diary.ago(22)),
        (made[3], RequestState.REFUSED, no, diary.ago(2)),
    )
    for number, state, outcome, at in answers:
        register.settle(session, number, state, outcome, editor=editor, now=at)
