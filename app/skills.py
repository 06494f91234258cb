"""The skills of the chat, put together in the order in which they are asked."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.bureau import office_hours
from bot.dispatcher import Dispatcher
from bot.turns import ConversationHandler, Handler, Outcome, Turn
from deliveries.upkeep import forget_person
from followers.services import forget_follower
from h5.addresses import LECTURE, MY_ACTIVITIES, PRIVACY, article_path
from handlers.after_alarm import AfterAlarmHandler
from handlers.answer import AnswerHandler
from handlers.clearer import ClearerHandler
from handlers.emergency import EmergencyHandler
from handlers.events import EventHandler
from handlers.fallback import FallbackHandler
from handlers.feedback import FeedbackHandler
from handlers.first_help import WithFirstHelp
from handlers.help import HelpHandler
from handlers.human import HumanHandler
from handlers.leave_question import SKILL as LEAVE_SKILL
from handlers.leave_question import LeaveQuestionHandler
from handlers.lecture import LectureOffer
from handlers.media import MediaHandler
from handlers.menu import TapHandler
from handlers.more import MoreHandler
from handlers.privacy import SKILL as FORGET_SKILL
from handlers.privacy import PrivacyHandler
from handlers.quiz import SKILL as QUIZ_SKILL
from handlers.tip_offer import TipOfferHandler
from handlers.welcome import WelcomeHandler
from handlers.wishes import WishHandler
from knowledge.asked import querylog

if TYPE_CHECKING:
    from app.wiring import Container


class Skills:
    """Makes the skills of one process out of what its ``Container`` has.

    A skill that is asked in several ways (by its words, by a tap, in a conversation) is made once, here.
    """

    def __init__(self, parts: "Container") -> None:
        self._parts = parts
        self._library_holder, self._gallery = parts.library_holder, parts.pictures.gallery
        self._answers = AnswerHandler(self._library_holder, parts.question_log, self._gallery, self._page_of)
        self._leave = LeaveQuestionHandler(parts.questions)
        self._privacy = PrivacyHandler(
            self.forgetters(),
            words_hours=parts.settings.words_hours,
            log_days=parts.settings.question_log_days,
            page=f"{parts.settings.public_url}{PRIVACY}",
        )
        self._human = HumanHandler(self._library_holder, office_hours(parts.settings))
        pages = parts.settings.public_url
        self._lecture = LectureOffer(self._library_holder, f"{pages}{LECTURE}", f"{pages}{MY_ACTIVITIES}")
        self._help = HelpHandler()
        self._scan = parts.campaigning.library.handler(
            lambda words: self._library_holder.current().facts.fill(words), parts.intake.begin_at_code
        )

    def dispatcher(self) -> Dispatcher:
        """The dispatcher that asks them in order."""
        return Dispatcher(
            urgent=[self._urgent()],
            conversations=self._conversations(),
            skills=self._in_order(),
            fallback=FallbackHandler(),
        )

    def forgetters(self) -> list[Callable[[Session, str], None]]:
        """What deletes all that is known of an openid, part by part."""
        parts = self._parts

        def questions(session: Session, openid: str) -> None:
            querylog.forget(session, parts.question_log.asker(openid))
            parts.questions.forget(session, openid)

        def talk(session: Session, openid: str) -> None:
            parts.inbox.forget(session, openid)

        def messages(session: Session, openid: str) -> None:
            forget_person(session, openid)
            forget_follower(session, openid)

        own = (questions, talk, messages, parts.intake.forget)
        return [*own, parts.campaigning.forget, parts.quizzes.forget, parts.audiences.forget]

    def _urgent(self) -> Handler:
        """Who is in danger, with what else follows from it: the duty officer is told, a quiz ends."""
        parts = self._parts
        telling = self._telling()
        emergency = EmergencyHandler(self._library_holder, parts.question_log, self._gallery, telling)
        return parts.quizzes.ending_on_danger(parts.intake.alerting_duty(emergency))

    def _conversations(self) -> dict[str, ConversationHandler]:
        """Who goes on with a live conversation, by the name under which it is kept."""
        return {
            **{name: WithFirstHelp(one, self._library_holder) for name, one in self._telling().items()},
            FORGET_SKILL: self._privacy,
            QUIZ_SKILL: self._parts.quizzes.skill,
        }

    def _telling(self) -> Mapping[str, ConversationHandler]:
        """The conversations that ask for what people tell in their own words."""
        return {LEAVE_SKILL: self._leave, **self._parts.intake.conversations()}

    def _taps(self) -> Mapping[str, Callable[[Turn], Outcome]]:
        """What an item of the menu or a link in an answer begins, by its key."""
        parts = self._parts
        return {
            "leave": self._leave.start,
            "mine": self._leave.mine,
            "human": self._human.explain,
            "help": self._help.explain,
            "privacy": self._privacy.explain,
            "forget": self._privacy.ask,
            "quiz": parts.quizzes.skill.start,
            "news": parts.content.card.show,
            **parts.intake.taps(),
            **parts.audiences.taps(),
        }

    def _in_order(self) -> list[Handler]:
        """Everybody else; the first who takes a message has it.

        What cannot be mistaken is asked first, whole sentences last.
        """
        return [*self._events(), *self._about_the_answer(), *self._commands(), *self._sentences()]

    def _events(self) -> list[Handler]:
        """Scans and other events, and the commands that must not be taken for one of them."""
        parts = self._parts
        return [
            parts.duty.handler(),
            parts.content.card,
            self._scan,
            WelcomeHandler(self._library_holder),
            self._privacy,
            parts.content.handler(),
            EventHandler(),
        ]

    def _about_the_answer(self) -> list[Handler]:
        """What is said of the answer just read: 有用, 没懂, 看图."""
        return [
            FeedbackHandler(self._parts.question_log),
            ClearerHandler(self._library_holder, self._gallery, self._answers.give, self._page_of),
            self._parts.pictures.handler(),
        ]

    def _commands(self) -> list[Handler]:
        """Short commands and taps, then what is not words."""
        parts = self._parts
        return [
            parts.quizzes.skill,
            TapHandler(self._answers, self._taps()),
            MoreHandler(),
            self._help,
            self._human,
            self._leave,
            *parts.audiences.skills(),
            *parts.intake.skills(),
            MediaHandler(),
        ]

    def _sentences(self) -> list[Handler]:
        """Whole sentences: after an alarm, a wish, and last of all the answer from the knowledge base."""
        return [
            AfterAlarmHandler(self._library_holder, self._answers.give),
            WishHandler(self._library_holder, self._wished()),
            TipOfferHandler(self._answers),
        ]

    def _wished(self) -> Mapping[str, Callable[[Turn], Outcome]]:
        """What a wish in a whole sentence begins, by its name: all that a tap begins, and more."""
        parts = self._parts
        return {
            **self._taps(),
            "contests": parts.quizzes.skill.pages,
            "hours": self._human.explain,
            "lecture": self._lecture.explain,
            "subs": parts.audiences.skill.wished,
            "center": self._scan.show_center,
        }

    def _page_of(self, article_id: str) -> str:
        """The address of an article for citizens."""
        return f"{self._parts.settings.public_url}{article_path(article_id)}"
