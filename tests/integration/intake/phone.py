"""A citizen's phone on the wire of the platform, for talks about tips."""

import re
from html import unescape

from tests.conftest import StandingClock
from tests.integration.conftest import Line
from tests.unit.wechat.pushes import OPENID, push, tag

_LINK = re.compile(r'<a href="weixin://bizmsgmenu\?msgmenucontent=([^&]*)&msgmenuid=([^"]*)">([^<]*)</a>')
_WORDS = re.compile(r"<Content><!\[CDATA\[(.*)\]\]></Content>", re.DOTALL)


class Phone:
    """Sends what people send; each verb gives the words of the reply, as they are shown, links in them."""

    def __init__(self, line: Line, clock: StandingClock, openid: str = OPENID) -> None:
        self._line, self._clock, self.openid = line, clock, openid
        self.reply = ""
        self._numbers = iter(range(8_000_000, 9_000_000))

    def says(self, words: str) -> str:
        return self._heard(self._line.says(words, self.openid))

    def taps(self, label: str) -> str:
        """Tap a link in the last reply."""
        for said, menu_id, shown in _LINK.findall(self.reply):
            if shown == label:
                tapped = f"</Content>{tag('bizmsgmenuid', unescape(menu_id))}".encode()
                document = self._line.text(said, self.openid).replace(b"</Content>", tapped)
                return self._delivered(document)
        raise AssertionError(f"no link {label!r} in {self.reply!r}")

    def chooses(self, key: str) -> str:
        """Tap an item of the menu."""
        event = push("event", tag("Event", "CLICK") + tag("EventKey", key), msg_id="")
        # Two taps of one second are one event of the platform.
        self._clock.advance(seconds=1)
        return self._delivered(self._mine(event))

    def sends_photo(self, media_id: str) -> str:
        return self._delivered(self._mine(self._numbered("image", tag("MediaId", media_id))))

    def sends_voice(self, words: str) -> str:
        inner = tag("MediaId", "voice-1") + tag("Format", "amr") + tag("Recognition", words)
        return self._delivered(self._mine(self._numbered("voice", inner)))

    def sends_place(self, latitude: float, longitude: float, label: str) -> str:
        inner = (
            f"<Location_X>{latitude}</Location_X><Location_Y>{longitude}</Location_Y>"
            f"<Scale>16</Scale>{tag('Label', label)}"
        )
        return self._delivered(self._mine(self._numbered("location", inner)))

    def _numbered(self, kind: str, inner: str) -> str:
        return push(kind, inner, msg_id=str(next(self._numbers)))

    def _mine(self, document: str) -> bytes:
        second = str(int(self._clock.now().timestamp()))
        return document.replace(OPENID, self.openid).replace("1795309200", second).encode()

    def _delivered(self, document: bytes) -> str:
        response = self._line.delivers(document)
        assert response.status_code == 200
        return self._heard("" if response.text == "success" else self._line.platform.reads(response.data))

    def _heard(self, xml: str) -> str:
        found = _WORDS.search(xml)
        self.reply = found[1] if found else ""
        return self.reply
