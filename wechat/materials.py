"""Pictures, recordings and videos, up and down."""

import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.text import is_web_address
from deliveries.ports import FailureClass, GatewayRefusal
from wechat.calls import Calls
from wechat.client import is_json
from wechat.transport import Answer, Limits, Request

_LOOKED_AT = 64
_JOB = re.compile("[1-9][0-9]{0,19}")
_LONGEST_NAME = 128  # as much as the columns take that keep one
_LONGEST = {"url": 2_048}


@dataclass(frozen=True, slots=True)
class PermanentImage:
    """A picture that stays; ``url`` shows it inside WeChat."""

    media_id: str
    url: str


class Materials(Calls):
    """Temporary media, which live three days, and permanent pictures."""

    def download_media(self, media_id: str) -> bytes:
        """The file behind a media id that a person's message named.

        ``CONTENT`` with 40007 when its three days are over, and for a file above the limit. A video comes
        from another host without our token; that host must be in ``Hosts.media``.
        """
        answer = self._client.download(
            "GET", "media/get", params={"media_id": media_id}, data=None, limits=self._limits()
        )
        return self._file_of(answer, "media/get", "video_url")

    def upload_permanent_image(self, data: bytes, mime: str) -> PermanentImage:
        """Upload a picture that stays."""
        api = "material/add_material"
        result = self._client.call(
            "POST", api, params={"type": "image"}, files={"media": part_of(data, mime)}
        )
        return PermanentImage(text_in(result, "media_id", api), text_in(result, "url", api))

    def download_permanent(self, media_id: str) -> bytes:
        """The file of a permanent picture, recording or video."""
        api = "material/get_material"
        answer = self._client.download(
            "POST", api, params={}, data={"media_id": media_id}, limits=self._limits()
        )
        return self._file_of(answer, api, "down_url")

    def _limits(self) -> Limits:
        return Limits(max_bytes=self._account.max_download_bytes, total_seconds=60.0)

    def _file_of(self, answer: Answer, api: str, link: str) -> bytes:
        if not is_json(answer):
            return _bytes_of(answer, api)
        found = answer.json()
        url = found.get(link) if found else None
        if not isinstance(url, str) or not is_web_address(url):
            raise GatewayRefusal(FailureClass.BUSY, f"{api}: neither a file nor an address of one")
        request = Request(api, "GET", url, repeatable=True, limits=self._limits())
        return _bytes_of(self._transport.send(request), api)


def _bytes_of(answer: Answer, api: str) -> bytes:
    """The file in an answer; ``BUSY`` for none, and for a page of some machine on the way."""
    if not answer.body or answer.body[:_LOOKED_AT].lstrip().startswith(b"<"):
        raise GatewayRefusal(FailureClass.BUSY, f"{api}: no file came")
    return answer.body


def part_of(data: bytes, mime: str) -> tuple[str, bytes, str]:
    """A file as a part of a form."""
    # Bytes, not an open file, so that a second try sends them again; an ASCII name, because it is unknown
    # whether the platform reads any other.
    return f"media{mimetypes.guess_extension(mime) or ''}", data, mime


def text_in(result: dict[str, Any], name: str, api: str) -> str:
    """A field that a good answer must have: a name, or an address."""
    value = result.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST.get(name, _LONGEST_NAME):
        raise GatewayRefusal(FailureClass.BUSY, f"{api}: the answer has no {name}")
    return value


def job_in(result: Mapping[str, Any], name: str, api: str) -> str:
    """The number of the job that the platform began; without one nobody knows whether it did.

    A whole number, or one written as text [O, the pages of mass sends and of freepublish].
    """
    value = result.get(name)
    number = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not _JOB.fullmatch(number):
        raise GatewayRefusal(FailureClass.LOST, f"{api}: the answer names no job")
    return number
