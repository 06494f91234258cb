"""Which help is given where the table saw one thing and the search found another.

Each knows what the other does not: the table what words of danger mean, the search what was asked. The first
row of ``ROWS`` that fits the case decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from core.text import byte_length
from knowledge.answering import Decision, Verdict
from knowledge.articles import Article, Urgency
from knowledge.screening.emergencies import REPLY_BYTES, Emergency
from knowledge.screening.tellings import Classification
from knowledge.search.ranking import BEYOND_DOUBT

# From here on the search also knows better than the table which of two events it is.
SURE_FROM: Final = 0.90
# A story tells more than the one event that the table picks out of it: a tanker in the ditch, white smoke.
SURE_OF_A_STORY_FROM: Final = 0.80
# Where the table only saw distress, the reviewed help of what the search found replaces it from here on.
OWN_FROM: Final = 0.75
# From this share on two of three agree: the table and what others wrote, against the search.
BORNE_OUT_FROM: Final = 0.50
# An event of this rank is not given a mere answer, however surely the search knows what was asked.
NEVER_OUTASKED_FROM: Final = 86
# From here on the logarithm of the odds says that hardly anybody in danger would write so.
STRANGE_FROM: Final = 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """One message of which the table and the search think differently.

    ``seen``: the event of the table, by its words. ``best``: the article that the search found, which is not
    that of the event; ``own``: the one help of the table that belongs to it. ``is_asked``: the message asks
    something, and not only for help. ``told``: what it would tell of by what others wrote.
    """

    seen: Emergency
    best: Article
    own: Emergency | None
    verdict: Verdict
    is_asked: bool
    is_story: bool
    told: Classification | None = None

    @property
    def is_doubted(self) -> bool:
        """What others wrote in the same danger speaks for what was seen, and not for what was found."""
        if self.told is None or self.own is None or self.own.id in self.told.likely:
            return False
        return self.told.event == self.seen.id and self.told.share >= BORNE_OUT_FROM

    @property
    def is_everyday(self) -> bool:
        """The search found nothing dangerous."""
        return self.best.urgency is Urgency.NORMAL

    @property
    def is_sure(self) -> bool:
        return self.verdict.score >= (SURE_OF_A_STORY_FROM if self.is_story else SURE_FROM)

    @property
    def has_one_sign(self) -> bool:
        return self.seen.signs < 2


def _is_asked_about_everyday_life(case: Case) -> bool:
    return case.has_one_sign and case.is_everyday and case.is_asked and case.verdict.score >= SURE_FROM


def _is_asked_about_another_danger(case: Case) -> bool:
    is_beyond_doubt = case.is_asked and not case.is_everyday and case.verdict.score >= BEYOND_DOUBT
    return is_beyond_doubt and case.seen.rank < NEVER_OUTASKED_FROM


def _has_the_help_for_distress(case: Case) -> bool:
    is_known = case.own is not None and not case.is_everyday and case.verdict.score >= OWN_FROM
    return case.seen.is_general and is_known


def _is_surely_as_grave(case: Case) -> bool:
    is_as_grave = case.own is not None and (case.seen.is_general or case.own.rank >= case.seen.rank)
    return case.is_sure and is_as_grave


def _is_surely_more_than_advice(case: Case) -> bool:
    is_mere_advice = case.is_everyday and case.seen.signs > 0 and not case.is_asked
    return case.is_sure and not case.seen.is_general and not is_mere_advice


def _is_known_by_words_alone(case: Case) -> bool:
    return not case.seen.is_general or case.verdict.decision is not Decision.ANSWER


def _is_slight_distress(case: Case) -> bool:
    return case.own is None and case.has_one_sign and (case.best.urgency is Urgency.URGENT or case.is_asked)


def _is_everyday_beyond_doubt(case: Case) -> bool:
    """楼上把承重墙砸了: a word of distress about a thing, and the search knows what was meant."""
    is_strange = case.told is not None and case.told.strangeness > STRANGE_FROM
    is_certain = case.is_everyday and case.has_one_sign and case.verdict.score >= BEYOND_DOUBT
    return case.seen.is_general and is_certain and is_strange


def _drop(_: Case) -> Emergency | None:
    return None


def _keep(case: Case) -> Emergency | None:
    return case.seen


def _rename(case: Case) -> Emergency | None:
    return case.own and named(case.own, case.seen, case.best)


def _follow(case: Case) -> Emergency | None:
    return followed_by(case.seen, case.best, case.own or case.best)


def _follow_if_deadly(case: Case) -> Emergency | None:
    """One sign of distress alone (被狗咬了) is answered without alarm where no life is at stake."""
    return _follow(case) if case.best.urgency is Urgency.EMERGENCY else None


ROWS: Final[tuple[tuple[Callable[[Case], bool], Callable[[Case], Emergency | None]], ...]] = (
    (_is_asked_about_everyday_life, _drop),
    (_is_everyday_beyond_doubt, _drop),
    # 手冻得没知觉了，能搁炉子上烤吗 is about frozen hands, whatever stands beside the stove.
    (_is_asked_about_another_danger, _rename),
    (_has_the_help_for_distress, _rename),
    # 他瘫在沙发上叫不醒 is no drunkenness, though the search finds nothing nearer.
    (lambda case: case.is_doubted and not case.is_asked, _keep),
    # What is as grave may take the place of what the table saw; what is less grave only follows it.
    (_is_surely_as_grave, _rename),
    # 蚊香把被子点着了 is a fire, however well the search knows how to burn a coil.
    (_is_surely_more_than_advice, _follow),
    (_is_known_by_words_alone, _keep),
    (_is_slight_distress, _follow_if_deadly),
    (lambda case: case.is_everyday, _keep),
    (lambda _: True, _follow),
)


def weighed(case: Case) -> Emergency | None:
    """The help for ``case``, or None where nobody is in danger."""
    return next(outcome(case) for fits, outcome in ROWS if fits(case))


def named(own: Emergency, seen: Emergency, best: Article) -> Emergency:
    """``own``, the help of what the search found, in the place of what was seen."""
    return replace(own, why=f"{seen.why}; search found {best.id}")


def followed_by(seen: Emergency, article: Article, more: Emergency | Article) -> Emergency:
    """The first line of ``seen``, then as much of what ``more`` says as one short reply holds.

    It is about both then, unless ``seen`` knows no more than that somebody is in distress.
    """
    say = more.reply if isinstance(more, Emergency) else more.lead
    lines = [seen.brief]
    for line in say.split("\n"):
        if byte_length("\n".join([*lines, line])) > REPLY_BYTES:
            break
        lines.append(line)
    return replace(
        seen,
        first_line=seen.brief,
        article_id=article.id,
        topics=article.topics if seen.is_general else tuple(dict.fromkeys((*article.topics, *seen.topics))),
        reply="\n".join(lines),
        why=f"{seen.why}; search found {article.id}",
    )


def also_told(seen: Emergency, article: Article) -> Emergency:
    """``seen`` as it stands, and below it what ``article`` says first."""
    return replace(
        seen,
        topics=tuple(dict.fromkeys((*seen.topics, *article.topics))),
        reply=f"{seen.reply}\n\n{article.question}\n{article.lead}",
        why=f"{seen.why}; search also found {article.id}",
    )
