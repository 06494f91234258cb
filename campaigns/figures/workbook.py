"""The figures as a workbook: the report, its sentences, every statement, and the rules of counting."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO

from campaigns.figures.figure import Form, Line, Report
from campaigns.figures.prose import paragraphs
from campaigns.figures.services import Query
from campaigns.figures.words import remark, said
from core.clock import date_words, moment_words
from core.workbooks import CELL_CHARACTERS, Sheet, fits, write_xlsx

HEADS = (
    "章节", "指标", "写进材料", "数值", "单位", "分子", "分母", "依据", "线上线下", "说明", "去年同期",
    "比去年", "请核对", "分子口径", "分母口径", "定义", "口径版本", "代码",
)  # fmt: skip
_WIDTHS = {"指标": 30, "说明": 30, "请核对": 40, "分子口径": 30, "分母口径": 30, "定义": 60, "代码": 34}
_QUERY_HEADS = ("代码", "指标", "查询语句")
_TOO_LONG = f"这条语句超过{CELL_CHARACTERS}个字，一格放不下；用flask campaigns figures --query看。"

RULES = (
    "人次是到过、答过、扫过的次数；人是不同的人，同一人只算一次。人次和人不相加，也不互相换算。",
    "各场登记的人数加起来是人次：同一人参加两场就算了两次。",
    "线上和线下分开统计，不相加。",
    "活动只算已由登记人以外的人核实的；还没有核实的另列，不计入其他数字。",
    "依据：实数是点过数的，签到是扫码签到的，估算是估计的，系统是系统自动记下的。",
    "凡是含估算的数字都写“约”或者“余”，只往小里取整，从不进位。",
    "比率和平均数保留一位小数，往下取：99.96%写99.9%，没有到就是没有到。",
    "覆盖率是触达的除以名录里的，名录以期末那一天有效的为准，旁边写名录日期。",
    "资料和物品发放数是领出减退回；份、件、张分开，不相加。",
    "计划、平台接收、送达、阅读、参与是五个不同的数，谁也不能代替谁。",
    "举报数据少于10的不显示，能由别的数字算出来的也不显示；只提供已经结束的整月、整季、整年。",
    "两年的统计口径不同，就不比较。",
)
"""How it was counted; printed with every report."""


def write_report(target: Path | IO[bytes], report: Report, queries: Mapping[str, Query]) -> None:
    """Write a whole report as a workbook."""
    about = [
        ("时间段", f"{date_words(report.period.first)}至{date_words(report.period.last)}"),
        ("范围", report.region),
        ("统计时间", moment_words(report.at)),
    ]
    rules = [*about, *((f"规则{number}", rule) for number, rule in enumerate(RULES, 1))]
    write_xlsx(
        target,
        [
            Sheet(
                "指标", HEADS, (_cells(line, report.period.last) for line in report.lines), _WIDTHS, frozen=2
            ),
            Sheet(
                "文字稿",
                ("章节", "写进材料的文字"),
                ((one.chapter.label, one.words) for one in paragraphs(report)),
                {"章节": 30, "写进材料的文字": 120},
            ),
            Sheet("查询语句", _QUERY_HEADS, _statements(queries), {"代码": 34, "指标": 30, "查询语句": 120}),
            Sheet("统计规则", ("项目", "内容"), rules, {"内容": 100}),
        ],
    )


def _cells(line: Line, last: date) -> Sequence[str | int | Decimal]:
    told, figure, before = line.told, line.told.figure, line.year_before
    return (
        figure.chapter.label,
        figure.name,
        said(told),
        _number(told.value, figure.form),
        figure.unit,
        "" if told.numerator is None else told.numerator,
        "" if told.denominator is None else told.denominator,
        figure.basis,
        figure.reach.label,
        remark(told),
        said(before.before) if before and before.before else "",
        change_of(line),
        "；".join(line.warnings),
        figure.numerator,
        figure.denominator,
        figure.definition,
        figure.definition_on(last),
        figure.key,
    )


def change_of(line: Line) -> str:
    """The change against the year before, with its sign, or why there is none."""
    found = line.year_before
    if found is None or line.told.value is None:
        # Why there is no figure is said once, beside it.
        return ""
    if found.change is None:
        return found.why_not
    figure = line.told.figure
    units = {Form.SHARE: "个百分点", Form.MEAN: figure.unit}
    return f"{found.change:+.1f}{units.get(figure.form, '%')}"


def _number(value: float | None, form: Form) -> str | int | Decimal:
    if value is None:
        return ""
    return int(value) if form is Form.COUNT else Decimal(str(value))


def _statements(queries: Mapping[str, Query]) -> Iterator[Sequence[str]]:
    for key, query in queries.items():
        yield key, query.figure.name, query.sql if fits(query.sql) else _TOO_LONG
