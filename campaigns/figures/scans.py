"""二维码资料库: codes, scans and sign-ins. 人 are people: each pseudonym once, however often it came."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Select, case, select

from campaigns.figures.activities import SETTINGS, code_of, held
from campaigns.figures.columns import Number, different, numerator, rows, total
from campaigns.figures.figure import Chapter, Figure, Reach, Scope, declared
from campaigns.library.models import APART, QrCode, Scan, SignIn
from campaigns.planning.kinds import Basis
from campaigns.planning.models import Activity
from places.models import VenueKind

_SCANNED = "期内扫描登记过的二维码"
_SIGNED = "期内开始、已核实的活动的扫码签到"


def _codes(scope: Scope, count: Number) -> Select[Any]:
    return select(numerator(count)).where(scope.moment(QrCode.added_at), scope.here(QrCode.region))


def _scans(scope: Scope, count: Number) -> Select[Any]:
    return (
        select(numerator(count))
        .select_from(Scan)
        .join(QrCode, QrCode.id == Scan.code_id)
        .where(scope.moment(Scan.at), scope.here(QrCode.region))
    )


def _scans_of(scope: Scope, setting: VenueKind | None) -> Select[Any]:
    is_for = QrCode.audience.is_(None) if setting is None else QrCode.audience == setting
    return _scans(scope, rows()).where(is_for)


def _sign_ins(scope: Scope, count: Number) -> Select[Any]:
    return (
        select(numerator(count))
        .select_from(SignIn)
        .join(Activity, Activity.id == SignIn.activity_id)
        .where(held(scope))
    )


_figure = partial(declared, Chapter.CODES, reach=Reach.ONLINE, by_region=True)


def figures() -> Iterator[Figure]:
    """The figures of scans."""
    yield _figure(
        "codes",
        "新登记的二维码",
        "个",
        "期内登记的二维码",
        partial(_codes, count=rows()),
        reach=Reach.NEITHER,
    )
    yield _figure(
        "codes.printed",
        "新登记的二维码的印制数",
        "份",
        "期内登记的二维码，登记的印制份数之和",
        partial(_codes, count=total(QrCode.printed)),
        bases=frozenset({Basis.COUNTED}),
        reach=Reach.OFFLINE,
    )
    yield _figure("scans", "扫码", "人次", f"{_SCANNED}，扫一次算一次", partial(_scans, count=rows()))
    for setting in SETTINGS:
        label = setting.label if setting else "不限场所"
        yield _figure(
            f"scans.setting.{code_of(setting)}",
            f"其中：{label}",
            "人次",
            f"{_SCANNED}，二维码登记的面向场所是{label}的",
            partial(_scans_of, setting=setting),
            of="scans",
            split="setting",
        )
    followed = different(case((Scan.follows, Scan.person)))
    new = different(case((Scan.is_new, Scan.person)))
    for key, name, count, about in (
        (
            "people",
            "扫码的人",
            different(APART),
            "同一人扫几次算一人；反映隐患的二维码不记是谁扫的，不算在内",
        ),
        ("followed", "扫码时关注公众号的人", followed, "因这次扫码而关注的，同一人算一次"),
        ("new", "扫码时第一次出现的人", new, "以前没有关注过的，同一人算一次"),
    ):
        yield _figure(f"scans.{key}", name, "人", f"{_SCANNED}，{about}", partial(_scans, count=count))
    signed = {"bases": frozenset({Basis.SIGNED_IN}), "reach": Reach.OFFLINE}
    yield _figure(
        "sign_ins",
        "扫码签到",
        "人次",
        f"{_SIGNED}，一人在一场签到一次",
        partial(_sign_ins, count=rows()),
        **signed,
    )
    people = different(SignIn.person)
    yield _figure(
        "sign_ins.people",
        "扫码签到的人",
        "人",
        f"{_SIGNED}，同一人在几场签到也只算一人",
        partial(_sign_ins, count=people),
        **signed,
    )
