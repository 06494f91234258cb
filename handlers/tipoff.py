"""我要举报: takes a tip down in the chat, step by step, with words, voice, photos, videos and places."""

import re
from dataclasses import replace

from bot.talk import Conversation
from bot.turns import Handler, Outcome, Turn
from handlers import notices
from handlers.asking_after_tips import asks_plainly
from handlers.interruptions import is_for_others, says_nothing
from handlers.pending import taken_from
from handlers.remembered import ASKED
from handlers.tip_asides import answered_aside
from handlers.traces import flow
from handlers.wish_to_report import wants_to_report
from knowledge.library import LibraryHolder
from places.geometry import Point, wgs84_of
from tipoffs.intake.draft import Draft, Known, Step
from tipoffs.intake.notices import said, summary_of
from tipoffs.intake.reading import (
    beyond_also,
    beyond_call,
    fears_being_known,
    is_call,
    says_also,
)
from tipoffs.intake.services import IntakeService, Spot, Taken
from tipoffs.intake.slots import tells_of_others, tells_what_is_wrong
from tipoffs.intake.submitting import Receipt
from tipoffs.intake.wizard import NOTED, End, FileKind, ReporterMessage
from tipoffs.tips.models import Mode
from wechat.messages import ImageMessage, Inbound, LocationMessage, TextReply, VideoMessage, VoiceMessage

SKILL = "tipoff"
TRACE = flow(SKILL)
SAY, AGAIN = "tip:say", "tip:again"
THIS = "tip:this"
"""Tapped below an answer: what was asked last is the tip."""
_THIS_SAID = frozenset({"举报这件事", "就举报这件事", "举报这件", "举报这个"})
_SHOWN = 60
RESTART = frozenset(
    {"不是这件", "不是这件事", "不是这件重新报", "重新报", "重新举报", "重报", "另报一件", "重新开始"}
)

_FORM = frozenset({"网页填", "用网页填", "打开网页", "网页", "表格", "填表"})
_HINTS = (NOTED, "known", "place_offered", "place_wanted")
"""What is said above a question, once."""
_OF_A_PHOTO = ("known", "place_offered")
_FILE_TAKEN = ("file_kept", "file_early", "photos_full", "videos_full")

_LINKED = re.compile("“(取消|返回|跳过|好了|重新报|我也发现|用照片位置|删照片)”")
_MODE_LINE = re.compile("^([123]) (保密|实名|匿名)", re.MULTILINE)
_NO_NAME = re.compile("^.{0,8}匿名(举报|检举|投诉|反映)")
_STEPS = {step.value: step for step in Step}


class TipoffHandler:
    """Starts from a wish in words, from a tap, and from what was sent before; goes on for seven days.

    What is said lies sealed with the draft; in the state of the talk there is only which question stands.
    """

    def __init__(
        self,
        intake: IntakeService,
        library_holder: LibraryHolder,
        *,
        anonymous_page: str,
        identity_page: str,
        form_page: str,
    ) -> None:
        """``identity_page`` has ``{number}`` in it."""
        self._intake = intake
        self._library_holder = library_holder
        self._anonymous_page = anonymous_page
        self._identity_page = identity_page
        self._form_page = form_page

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        if turn.menu_id == AGAIN or turn.is_command(RESTART):
            return self._restarted(turn)
        if turn.menu_id == THIS or turn.is_command(_THIS_SAID):
            return self._begun_with_complaint(turn) or self._begun(turn, "")
        if turn.said and not turn.menu_id and wants_to_report(turn.said, self._library_holder.current()):
            is_bare = not (beyond_call(turn.said) or _NO_NAME.match(turn.said))
            return self.start(turn) if is_bare else self._begun(turn, turn.said)
        if not turn.menu_id and says_also(turn.said):
            return self._joined(turn)
        return None

    def start(self, turn: Turn) -> Outcome:
        """Ask for the first thing, however it was begun; a complaint that was just answered comes along.

        Not where something was left unfinished: that is gone on with, and nothing of it thrown away.
        """
        if self._intake.has_left(turn.session, turn.openid, turn.now):
            return self._begun(turn, "")
        if tells_what_is_wrong(turn.said):
            return self._begun(turn, turn.said)
        return self._begun_with_complaint(turn) or self._begun(turn, "")

    def _begun_with_complaint(self, turn: Turn) -> Outcome | None:
        """Begin with what was said last, where that tells of a hazard; it comes along once."""
        asked = turn.talk.memory.get(ASKED, "")
        if not tells_of_others(asked):
            return None
        shown = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}…"
        outcome = _headed("brought", self._begun(turn, asked), words=shown)
        memory = turn.talk.memory if outcome.memory is None else outcome.memory
        return replace(outcome, memory={name: kept for name, kept in memory.items() if name != ASKED})

    def start_at(self, turn: Turn, spot: Spot, scene: str) -> Outcome:
        """Begin at a printed code: where is filled in, here and in the forms that are offered."""
        taken, _token = self._intake.begin_at(turn.session, turn.openid, spot, turn.now)
        outcome = self._with_pending(turn, taken)
        if "placed" not in taken.turned.fields or not isinstance(outcome.reply, TextReply):
            return outcome
        pages = {"form": f"{self._form_page}/at/{scene}", "anonymous": f"{self._anonymous_page}/at/{scene}"}
        head = said("placed", place=spot.name or spot.address, **pages)
        return replace(outcome, reply=TextReply(f"{head}\n\n{outcome.reply.text}"))

    def resume(self, turn: Turn, conversation: Conversation) -> Outcome | None:
        """See ``bot.turns.ConversationHandler``."""
        if turn.menu_id == AGAIN or turn.is_command(RESTART):
            return self._restarted(turn)
        reminder, library = _tappable(self.reminder(conversation)), self._library_holder.current()
        if (answered := answered_aside(turn, conversation, SKILL, reminder, library)) is not None:
            return answered
        if self._is_for_others(turn):
            return None
        if not turn.menu_id and says_nothing(turn.said, self._library_holder):
            return Outcome.text(reminder, conversation=conversation, trace=TRACE)
        if turn.is_command(_FORM):
            # The form shows the same draft, whichever way it was told.
            text = said("form_link", url=self._form_page)
            return Outcome.text(text, conversation=conversation, trace=TRACE)
        return self._heard(turn)

    def _is_for_others(self, turn: Turn) -> bool:
        """Whether another skill is meant: its link was tapped, or its question asked."""
        if turn.menu_id:
            return turn.menu_id != SAY or is_for_others(turn, self._library_holder)
        return is_for_others(turn, self._library_holder) or (bool(turn.said) and asks_plainly(turn))

    def _heard(self, turn: Turn) -> Outcome | None:
        """Take what was told or sent into the draft, and ask on; None for what cannot be evidence."""
        told, media_id = reporter_message(turn.message, turn.said)
        if told is None:
            return None
        if told.words and is_call(told.words) and not beyond_call(told.words):
            taken = self._intake.resume(turn.session, turn.openid, turn.now)
        else:
            taken = self._intake.hear(turn.session, turn.openid, told, turn.now, media_id)
        if taken is None:
            return Outcome.text(_tappable(said("draft_gone")), conversation=None, trace=TRACE)
        return self._told(taken)

    def reminder(self, conversation: Conversation) -> str:
        """See ``bot.turns.ConversationHandler``."""
        return reminder_at(_STEPS.get(conversation.state.get("step", "")))

    def _begun(self, turn: Turn, words: str) -> Outcome:
        if _NO_NAME.match(words):
            # Whoever wants to stay unknown had better say nothing in the chat.
            text = said("browser_at_once", url=self._anonymous_page)
            return Outcome.text(text, conversation=None, trace=TRACE)
        taken = self._intake.begin(turn.session, turn.openid, words, turn.now)
        outcome = self._with_pending(turn, taken)
        return _headed("stays_secret", outcome) if fears_being_known(words) else outcome

    def _joined(self, turn: Turn) -> Outcome:
        """Ask what was found; whether it is known, only the place and the kind of it will tell."""
        return _headed("also_found", self._begun(turn, beyond_also(turn.said)))

    def _restarted(self, turn: Turn) -> Outcome:
        return self._with_pending(turn, self._intake.restart(turn.session, turn.openid, turn.now))

    def _with_pending(self, turn: Turn, taken: Taken) -> Outcome:
        """Take in what was sent before the talk began, and ask."""
        pending, memory = taken_from(turn.talk.memory)
        session, openid, now = turn.session, turn.openid, turn.now
        what = []
        for kind, media_id in pending.files:
            self._intake.hear(session, openid, ReporterMessage(file=kind), now, media_id)
        if pending.place:
            latitude, longitude, label = pending.place
            self._intake.hear(session, openid, ReporterMessage(place=_place(latitude, longitude, label)), now)
            what.append("位置")
        draft = taken.turned.draft
        again = self._intake.resume(session, openid, now) if pending.files or pending.place else None
        if again is not None:
            draft = again.turned.draft
            taken = replace(taken, turned=replace(again.turned, fields=taken.turned.fields))
        counts = ((draft.photos, "张照片"), (draft.videos, "段视频"))
        what += [f"{count}{unit}" for count, unit in counts if count and pending.files]
        outcome = self._told(taken)
        assert isinstance(outcome.reply, TextReply)
        head = f"{said('files_taken', what='、'.join(what))}\n" if what else ""
        return replace(outcome, reply=TextReply(head + outcome.reply.text), memory=memory)

    def _told(self, taken: Taken) -> Outcome:
        turned = taken.turned
        conversation = None if turned.end else Conversation(SKILL, {"step": turned.draft.step.value}, True)
        return Outcome.text(
            _tappable(self._text(taken)),
            conversation=conversation,
            trace=TRACE,
            # What only this photo brought is told at once; that none has a place, the last one tells too.
            is_interim=turned.say in _FILE_TAKEN and turned.fields.keys().isdisjoint(_OF_A_PHOTO),
        )

    def _text(self, taken: Taken) -> str:
        turned = taken.turned
        lines = []
        if "resumed" in turned.fields:
            lines += [said("resumed", summary=summary_of(turned.draft)), ""]
        if "replaced" in turned.fields:
            lines.append(said("replaced"))
        if "joined" in turned.fields:
            lines += [said("joined"), ""]
        lines += [line for hint in _HINTS if hint in turned.fields for line in (said(hint), "")]
        if turned.end is End.SUBMIT and taken.receipt is not None:
            return "\n".join([*lines, *self._submitted(turned.draft, taken.receipt)])
        fields = {**turned.fields, "url": self._anonymous_page, "summary": summary_of(turned.draft)}
        return "\n".join([*lines, said(turned.say, **fields)])

    def _submitted(self, draft: Draft, receipt: Receipt) -> list[str]:
        """What is said when a tip was submitted, line by line."""
        lines = []
        if receipt.is_emergency:
            lines += [said("emergency_told", number=receipt.number), ""]
        lines.append(said("submitted", number=receipt.number, decide_on=receipt.decide_on, code=receipt.code))
        if draft.known is Known.JOINED:
            lines += ["", said("joined_submitted")]
        if draft.mode == Mode.REAL_NAME.value:
            lines += ["", said("real_name_next", url=self._identity_page.format(number=receipt.number))]
        return lines


class DutyAlertHandler:
    """Wraps an urgent skill: its answer alerts the duty room when a tip is being told just then."""

    def __init__(self, urgent: Handler, intake: IntakeService) -> None:
        self._urgent = urgent
        self._intake = intake

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``. Nothing is written before the answer is known."""
        outcome = self._urgent.handle(turn)
        live = turn.talk.conversation
        if outcome is None or live is None or live.skill != SKILL:
            return outcome
        turned = self._intake.hear_danger(turn.session, turn.openid, turn.said, turn.now)
        if turned is None or not isinstance(outcome.reply, TextReply):
            return outcome
        step = turned.draft.step
        text = f"{outcome.reply.text}\n\n{_tappable(reminder_at(step))}"
        conversation = Conversation(SKILL, {"step": step.value}, True)
        return replace(outcome, reply=TextReply(text), conversation=conversation)


def reporter_message(message: Inbound, words: str) -> tuple[ReporterMessage | None, str]:
    """A message as the wizard understands it, and the name of its file at the platform."""
    if words:
        # Only the words of a voice message that was understood are kept: a voice gives its owner away.
        return ReporterMessage(words=words), ""
    match message:
        case ImageMessage(media_id=media_id):
            return ReporterMessage(file=FileKind.PHOTO), media_id
        case VideoMessage(media_id=media_id):
            return ReporterMessage(file=FileKind.VIDEO), media_id
        case VoiceMessage(media_id=media_id):
            return ReporterMessage(file=FileKind.VOICE), media_id
        case LocationMessage(latitude=latitude, longitude=longitude, label=label):
            return ReporterMessage(place=_place(latitude, longitude, label)), ""
    return None, ""


def _headed(key: str, outcome: Outcome, **fields: str) -> Outcome:
    """The same with a sentence before it."""
    assert isinstance(outcome.reply, TextReply)
    return replace(outcome, reply=TextReply(f"{said(key, **fields)}\n\n{outcome.reply.text}"))


def reminder_at(step: Step | None) -> str:
    """What to say after another answer, so that the person knows where the talk stands."""
    if step is None or step is Step.MODE:
        return said("reminder")
    return said("reminder_at", question=said(f"{step.value}_short"))


def _place(latitude: float, longitude: float, label: str) -> tuple[float, float, str]:
    """WeChat counts in GCJ-02, we store WGS-84."""
    point = wgs84_of(Point(longitude, latitude))
    return round(point.lat, 6), round(point.lon, 6), label.strip()


def _tappable(text: str) -> str:
    """The words that may be answered, to be tapped as well as typed."""
    text = _LINKED.sub(lambda found: f"“{notices.link(found[1], found[1], SAY)}”", text)
    return _MODE_LINE.sub(lambda found: notices.link(f"{found[1]} {found[2]}", found[1], SAY), text)
