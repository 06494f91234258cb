"""A scan of one of our printed codes: gives the material, signs in to the activity, greets who is new."""

from collections.abc import Callable
from dataclasses import replace

from bot.talk import Conversation
from bot.turns import UNCHANGED, Outcome, Turn
from campaigns.library.models import MaterialVersion, QrCode
from campaigns.library.scanning import Scanned, ScanService
from core.clock import told_moment
from followers.services import find_follower
from handlers import scan_words
from handlers.remembered import OFFERED
from handlers.traces import flow
from wechat.messages import ScanEvent, SubscribeEvent, TextReply

CENTER = frozenset({"活动中心", "活动", "近期活动", "签到", "预约宣讲", "参加活动"})
OWN = frozenset({"我的签到", "我的预约", "我的宣讲", "我约的宣讲", "宣讲预约", "评宣讲", "评价宣讲"})
OFFER = "center"
"""The name under which 活动中心 is wished for, and asked on about."""
_TRACE = flow("scan")


class ScanHandler:
    """Takes scans whose scene is ours; every other is left to the skills that follow.

    ``address_of`` says where the rest of a version is (empty where nowhere), ``center`` is the address of
    活动中心, ``own`` that of one's sign-ins and requests, and ``filled`` puts the name of the bureau into a
    sentence. ``begin_tip`` begins a tip about the place of a code; None where the code is out of use.
    """

    def __init__(
        self,
        scans: ScanService,
        address_of: Callable[[MaterialVersion], str],
        center: str,
        own: str,
        filled: Callable[[str], str],
        begin_tip: Callable[[Turn, QrCode], Outcome | None],
    ) -> None:
        self._scans = scans
        self._address_of = address_of
        self._center = center
        self._own = own
        self._filled = filled
        self._begin_tip = begin_tip

    def handle(self, turn: Turn) -> Outcome | None:
        """See ``bot.turns.Handler``."""
        message = turn.message
        if isinstance(message, SubscribeEvent | ScanEvent) and message.scene:
            return self._scan(turn, message.scene, follows=isinstance(message, SubscribeEvent))
        if turn.is_command(CENTER):
            return self.show_center(turn)
        if turn.is_command(OWN):
            return Outcome.text(scan_words.OWN.format(link=self._to_own()), trace=flow("activities"))
        return None

    def show_center(self, _turn: Turn) -> Outcome:
        """The way to 活动中心, however it was asked for."""
        how = scan_words.CENTER_HOW.format(own=self._to_own())
        text = f"{self._to_center()}\n{how}"
        return Outcome.text(text, memory={OFFERED: OFFER}, trace=flow("activities"))

    def _scan(self, turn: Turn, scene: str, *, follows: bool) -> Outcome | None:
        is_new = follows and self._was_never_seen(turn)
        found = self._scans.scan(turn.session, scene, turn.openid, turn.now, follows=follows, is_new=is_new)
        if found is None:
            return None
        greeting = self._filled(scan_words.GREETING) if follows else ""
        if found.code is not None and found.code.takes_tips:
            begun = self._begin_tip(turn, found.code)
            if begun is not None:
                return _greeted(begun, greeting)
        text = scan_words.joined([greeting, *self._said(found)], is_first=follows)
        # As with every new follower: what was said before they left is over.
        talk: Conversation | None = None
        if follows:
            return Outcome.text(text, conversation=talk, memory={}, trace=_TRACE)
        return Outcome.text(text, conversation=UNCHANGED, trace=_TRACE)

    def _said(self, found: Scanned) -> list[str]:
        said = []
        if found.attendance is not None:
            said.append(scan_words.attended(found.attendance))
        if found.version is not None and found.material is not None:
            address = self._address_of(found.version)
            said.append(scan_words.given(found.version, found.material.title, address))
        elif found.attendance is None:
            said.append(scan_words.RETIRED if found.is_retired else scan_words.NOTHING_NOW)
        if found.attendance is not None:
            said.append(self._to_center())
        return said

    def _to_center(self) -> str:
        return scan_words.CENTER.format(link=scan_words.link(self._center, scan_words.CENTER_NAME))

    def _to_own(self) -> str:
        return scan_words.link(self._own, scan_words.OWN_NAME)

    @staticmethod
    def _was_never_seen(turn: Turn) -> bool:
        """Whether nothing ever came of this person before; the recorder writes this event down after us."""
        follower = find_follower(turn.session, turn.openid)
        return follower is None or follower.first_seen_at >= told_moment(turn.message.created_at, turn.now)


def _greeted(outcome: Outcome, greeting: str) -> Outcome:
    """The first question of a tip, after the greeting of somebody who follows by this scan."""
    if not greeting or not isinstance(outcome.reply, TextReply):
        return outcome
    return replace(outcome, reply=TextReply(f"{greeting}\n\n{outcome.reply.text}"), memory={})
