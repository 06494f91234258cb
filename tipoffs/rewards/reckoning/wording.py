"""How a rule arrives at its amount, in a sentence for people who do not read its file. Pure."""

from collections.abc import Mapping

from tipoffs.rewards.money import written, written_points
from tipoffs.rewards.reckoning.methods import (
    Fixed,
    Method,
    PeopleSaved,
    PercentOfPenalty,
    PerDeath,
    Range,
    Span,
    TwoStage,
)


def method_words(method: Method) -> str:
    """The method of a rule."""
    match method:
        case PercentOfPenalty(points):
            return f"行政处罚金额的{written_points(points)}"
        case PerDeath(table):
            return "每核实瞒报、谎报死亡一人：" + "，".join(
                f"{grade.label}{written(fen)}" for grade, fen in table.items()
            )
        case Fixed(None):
            return "原文的金额没有查到，人工核定"
        case Fixed(fen):
            return f"定额{written(fen or 0)}"
        case Range():
            return _range_words(method)
        case PeopleSaved(brackets):
            return "；".join(f"避险{least}人以上{written(fen)}" for least, fen in brackets)
        case TwoStage(verify, result):
            return f"核实奖励：{method_words(verify)}；结果奖励：{method_words(result)}"
    return "按规则文件计算"


def _range_words(method: Range) -> str:
    words = f"{_span(method.span)}之间"
    if method.tiers:
        return f"{words}，按证据等次：{_each({name: _span(one) for name, one in method.tiers.items()})}"
    if method.scores:
        shares = {name: f"幅度的{written_points(one)}" for name, one in method.scores.items()}
        return f"{words}，按证据等次：{_each(shares)}"
    return f"{words}，由人核定"


def _each(words: Mapping[str, str]) -> str:
    return "，".join(f"{name} {one}" for name, one in words.items())


def _span(span: Span) -> str:
    return written(span.least) if span.least == span.most else f"{written(span.least)}至{written(span.most)}"
