"""Each row that weighs what was seen against what was found decides the case it was written for."""

from dataclasses import replace

import pytest

from knowledge.answering import Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.screening.emergencies import Emergency
from knowledge.screening.tellings import Classification
from knowledge.screening.weighing import BORNE_OUT_FROM, NEVER_OUTASKED_FROM, Case, weighed
from tests.unit.knowledge.samples import make_article

FIRE = Emergency(
    "fire", "fire.home", ("fire.home",), "打119！", "打119！\n1. 走。", rank=64, brief="打119！", signs=1
)
DISTRESS = replace(FIRE, id="help_body", rank=12, is_general=True)
BURN = Emergency("burn", "firstaid.burn", ("firstaid.burn",), "冲凉水！", "冲凉水！\n1. 冲。", rank=70)
SPRAIN = replace(BURN, id="sprain", rank=30)


def found(urgency: Urgency, score: float, decision: Decision = Decision.ANSWER) -> tuple[Article, Verdict]:
    """An article of ``urgency`` that the search found."""
    article = replace(make_article("firstaid.burn", "烫伤了怎么办？", lead="冲凉水。"), urgency=urgency)
    return article, Verdict(decision, article if decision is Decision.ANSWER else None, score=score)


def case(
    seen: Emergency,
    urgency: Urgency,
    score: float,
    *,
    own: Emergency | None = None,
    decision: Decision = Decision.ANSWER,
    is_asked: bool = False,
    is_story: bool = False,
    told: Classification | None = None,
) -> Case:
    best, verdict = found(urgency, score, decision)
    return Case(seen, best, own, verdict, is_asked=is_asked, is_story=is_story, told=told)


@pytest.mark.parametrize(
    "dropped",
    [
        case(FIRE, Urgency.NORMAL, 0.95, is_asked=True),
        case(FIRE, Urgency.URGENT, 1.0, is_asked=True),
        case(DISTRESS, Urgency.URGENT, 0.60),
    ],
    ids=["asked about everyday life", "asked about another danger", "one sign, and no life at stake"],
)
def test_no_alarm(dropped: Case) -> None:
    assert weighed(dropped) is None


@pytest.mark.parametrize(
    "renamed",
    [
        case(FIRE, Urgency.URGENT, 1.0, own=SPRAIN, is_asked=True),
        case(DISTRESS, Urgency.URGENT, 0.80, own=SPRAIN),
        case(FIRE, Urgency.URGENT, 0.95, own=BURN),
        case(FIRE, Urgency.URGENT, 0.85, own=BURN, is_story=True),
        case(FIRE, Urgency.URGENT, 0.95, own=BURN, told=Classification({"fire": 0.6, "burn": 0.2}, -4.0)),
        case(DISTRESS, Urgency.NORMAL, 0.95, own=replace(SPRAIN, rank=5)),
    ],
    ids=[
        "asked about it",
        "distress",
        "as grave",
        "as grave, in a story",
        "thought of by both",
        "any for mere distress",
    ],
)
def test_the_help_of_what_was_found_takes_the_place(renamed: Case) -> None:
    help_ = weighed(renamed)
    assert help_ is not None
    assert renamed.own is not None
    assert help_.id == renamed.own.id
    assert "search found firstaid.burn" in help_.why


@pytest.mark.parametrize(
    "kept",
    [
        case(FIRE, Urgency.URGENT, 0.85, own=BURN),
        case(FIRE, Urgency.NORMAL, 0.95),
        case(DISTRESS, Urgency.URGENT, 0.60, decision=Decision.SUGGEST),
        case(DISTRESS, Urgency.NORMAL, 0.60),
        case(FIRE, Urgency.URGENT, 0.95, own=BURN, told=Classification({"fire": 0.6}, -4.0)),
        case(FIRE, Urgency.URGENT, 0.95, own=BURN, told=Classification({"fire": BORNE_OUT_FROM}, -4.0)),
    ],
    ids=[
        "not sure enough",
        "mere advice",
        "nothing answered",
        "distress and advice",
        "two of three",
        "barely so",
    ],
)
def test_what_was_seen_stays(kept: Case) -> None:
    assert weighed(kept) is kept.seen


@pytest.mark.parametrize(
    "followed",
    [
        case(FIRE, Urgency.URGENT, 0.95, own=SPRAIN),
        case(DISTRESS, Urgency.EMERGENCY, 0.60),
        case(replace(DISTRESS, signs=2), Urgency.URGENT, 0.60),
        case(DISTRESS, Urgency.EMERGENCY, 0.60, is_asked=True),
        case(replace(FIRE, rank=NEVER_OUTASKED_FROM), Urgency.URGENT, 1.0, own=SPRAIN, is_asked=True),
    ],
    ids=["less grave", "deadly", "two signs", "deadly, and asked", "too grave to be outasked"],
)
def test_what_was_found_follows_the_number(followed: Case) -> None:
    help_ = weighed(followed)
    assert help_ is not None
    assert help_.id == followed.seen.id
    assert help_.reply.startswith(followed.seen.brief)
    assert "冲" in help_.reply
