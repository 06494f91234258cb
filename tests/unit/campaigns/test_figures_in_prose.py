"""Figures in the sentences of a work report."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from campaigns.figures.figure import Line, Report, Told, value_of
from campaigns.figures.periods import campaign_period
from campaigns.figures.prose import left_out, paragraphs
from campaigns.figures.register import get_figure


def told(key: str, numerator: int, denominator: int | None = None, **more: int | date) -> Line:
    """A figure as it came out."""
    figure = get_figure(key)
    value = value_of(figure.form, numerator, denominator)
    return Line(Told(figure, value, numerator, denominator, **more))  # type: ignore[arg-type]


def written(lines: Iterable[Line]) -> list[str]:
    """What is written of them."""
    report = Report(campaign_period("2026"), "全县", datetime(2027, 1, 4, tzinfo=UTC), tuple(lines))
    return [one.words for one in paragraphs(report)]


def test_each_split_adds_up_by_itself_and_nought_is_not_written() -> None:
    assert written(
        [
            told("activities", 13),
            told("activities.kind.lecture", 8),
            told("activities.kind.drill", 5),
            told("activities.kind.film", 0),
            told("activities.setting.village", 9),
            told("activities.setting.school", 4),
            told("activities.waiting", 3),
            told("films", 0),
        ]
    ) == ["宣传活动13场，按形式分：宣讲8场、演练5场，按场所分：进农村9场、进学校4场。"]


def test_an_estimate_is_written_as_one_and_its_exact_number_is_not() -> None:
    (words,) = written(
        [
            told("heads.attended.attendances", 2143, estimated=1575),
            told("heads.attended.attendances.signed_in", 568),
            told("heads.attended.attendances.estimated", 1575, estimated=1575),
            told("heads.consulted.attendances", 90),
            told("heads.consulted.attendances.counted", 90),
        ]
    )
    assert words == "到场2100余人次，其中签到568人次、估算1500余人次；咨询90人次。"


def test_the_day_of_a_list_is_not_taken_for_the_day_of_the_figure() -> None:
    on, later = date(2026, 3, 1), date(2026, 4, 1)
    assert written(
        [
            told("coverage.village", 3, 7, dated_on=on),
            told("coverage.school", 1, 2, dated_on=on),
            told("coverage.enterprise", 1, 4, dated_on=later),
            told("supplies.copies.handed_out.village", 12),
        ]
    ) == [
        "农村宣传覆盖率42.8%；学校宣传覆盖率50.0%（名录截至2026年3月1日）；"
        "企业宣传覆盖率25.0%（名录截至2026年4月1日）；进农村发放资料12份。"
    ]


def test_a_part_that_is_all_of_it_is_written_where_it_says_something() -> None:
    lines = [told("pushes.planned", 359), told("pushes.failed", 359), told("supplies.copies.taken", 20)]
    assert written(lines) == ["领出20份。", "计划推送359人次，其中发送失败359人次。"]


def test_what_is_not_told_stands_apart_with_its_reason() -> None:
    hidden = Line(Told(get_figure("tips.received"), None, why_not="少于10或者不便公开"))
    report = Report(campaign_period("2026"), "全县", datetime(2027, 1, 4, tzinfo=UTC), (hidden,))
    assert list(paragraphs(report)) == []
    assert left_out(report) == {"少于10或者不便公开": ["收到举报"]}
