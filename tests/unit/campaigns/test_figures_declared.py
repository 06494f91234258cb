"""Figures as they are declared, written and compared; no database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from campaigns.figures.figure import Form, Told, value_of
from campaigns.figures.periods import campaign_period
from campaigns.figures.plausible import published, warnings
from campaigns.figures.register import get_figure, register, sums
from campaigns.figures.words import floored, fraction, remark, said
from core.errors import BadContent, NotFound
from core.periods import BadPeriod, Length, month_of, period_of

FIGURES = register()


def test_every_figure_says_what_it_is() -> None:
    for key, one in FIGURES.items():
        assert key == one.key
        assert all((one.name, one.unit, one.definition, one.numerator, one.bases)), key
        # What is divided names what by; a count is of one thing.
        divided = one.form in (Form.SHARE, Form.MEAN) and key != "tips.median_days"
        assert bool(one.denominator) is divided, key
        assert (one.unit == "%") is (one.form is Form.SHARE), key


def test_parts_have_the_unit_of_their_whole_and_people_are_never_added_up() -> None:
    whole_and_parts = sums(FIGURES.values())
    assert len(whole_and_parts) > 25
    for (whole, split), parts in whole_and_parts.items():
        of = FIGURES[whole]
        assert len(parts) > 1, (whole, split)
        assert of.form is Form.COUNT
        # 人 of several parts may be the same people.
        assert of.unit != "人", whole
        for part in (FIGURES[key] for key in parts):
            assert (part.unit, part.reach, part.by_region) == (of.unit, of.reach, of.by_region), part.key
            assert part.bases <= of.bases, part.key


def test_online_and_offline_are_never_one_figure() -> None:
    assert FIGURES["heads.online.attendances"].reach.label == "线上"
    assert {one.reach.label for key, one in FIGURES.items() if key.startswith("heads.attended")} == {"线下"}
    for (whole, _), parts in sums(FIGURES.values()).items():
        assert {FIGURES[key].reach for key in parts} == {FIGURES[whole].reach}


def test_an_unknown_figure_is_answered_with_those_that_begin_alike() -> None:
    with pytest.raises(NotFound, match=r"scans\.people"):
        get_figure("scans.persons")


@pytest.mark.parametrize(
    ("form", "numerator", "denominator", "value"),
    [
        (Form.COUNT, 7, None, 7),
        (Form.SHARE, 2249, 2254, 99.7),
        (Form.SHARE, 6999, 10_000, 69.9),
        (Form.SHARE, 0, 0, None),
        (Form.SHARE, 3, 3, 100.0),
        (Form.MEAN, 499, 100, 4.9),
        (Form.MONEY, 300_015, None, 3000.15),
    ],
)
def test_a_value_is_never_rounded_up(
    form: Form, numerator: int, denominator: int | None, value: float | None
) -> None:
    assert value_of(form, numerator, denominator) == value


@pytest.mark.parametrize(
    ("count", "estimated", "words"),
    [
        (12_043, 0, "12043人次"),
        (12_043, 12_043, "12000余人次"),
        (12_999, 1, "12000余人次"),
        (12_000, 500, "约12000人次"),
        (130, 130, "约130人次"),
        (137, 137, "130余人次"),
        (7, 7, "约7人次"),
    ],
)
def test_what_was_estimated_is_written_as_an_estimate_and_never_larger(
    count: int, estimated: int, words: str
) -> None:
    told = Told(FIGURES["heads.attended.attendances"], count, count, estimated=estimated)
    assert said(told) == words
    assert floored(count) <= count
    assert ("估算" in remark(told)) is bool(estimated)


def test_a_share_stands_with_its_fraction_and_its_list() -> None:
    told = Told(FIGURES["coverage.school"], 42.8, 3, 7, dated_on=date(2026, 3, 1))
    assert (said(told), fraction(told), remark(told)) == ("42.8%", "3/7", "名录截至2026年3月1日")


@pytest.mark.parametrize(
    "words", ["2026安全生产月", "2026年安全生产月", "2026-安全生产月", "2026-safety-month"]
)
def test_safety_month_is_june(words: str) -> None:
    found = campaign_period(words)
    assert (found.first, found.last, found.length) == (date(2026, 6, 1), date(2026, 6, 30), Length.MONTH)
    assert found.year_before().name == "2025年安全生产月"
    assert campaign_period("2026-06").first == found.first


def test_a_period_that_is_none_is_answered_with_safety_month_too() -> None:
    with pytest.raises(BadPeriod, match="安全生产月"):
        campaign_period("安全生产月")
    with pytest.raises(BadPeriod, match="早于"):
        campaign_period("2026-06-02..2026-06-01")


def test_figures_of_two_definitions_are_not_compared() -> None:
    old = FIGURES["activities"]
    new = replace(old, changed_on=(date(2026, 1, 1),))
    june, before = month_of(2026, 6), month_of(2025, 6)
    assert old.is_comparable(june, before)
    assert not new.is_comparable(june, before)
    assert new.is_comparable(month_of(2027, 6), june)
    # A period in whose middle the definition changed is comparable with nothing.
    assert not replace(old, changed_on=(date(2026, 6, 15),)).is_comparable(june)
    assert (new.definition_on(date(2025, 12, 31)), new.definition_on(date(2026, 1, 1))) == (1, 2)


def test_more_than_any_county_published_is_a_reason_to_look() -> None:
    told = Told(FIGURES["supplies.copies.handed_out"], 160_001, 160_001)
    (warning,) = warnings(told, month_of(2026, 6))
    assert "叙永县2021年" in warning
    assert "16万份" in warning
    assert warnings(replace(told, value=160_000), month_of(2026, 6)) == ()
    assert warnings(told, period_of("2025-01-01..2026-12-31")) == ()
    assert warnings(Told(FIGURES["scans"], 10**9), month_of(2026, 6)) == ()


def test_every_published_number_names_its_county(tmp_path: Path) -> None:
    assert all(one.place and one.words for one in published().values())
    wrong = tmp_path / "plausible.yaml"
    wrong.write_text("published: [{figure: nothing, most: 1, place: 甲县, year: 2021, words: 甲}]", "utf-8")
    with pytest.raises(BadContent, match="nothing"):
        published(wrong)
