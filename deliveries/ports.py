"""What the outbox needs from outside: ways to reach one follower, and errors it can decide on."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from core.errors import AnwenError


class FailureClass(StrEnum):
    """Why a call to the platform failed; the class alone decides what happens next."""

    BUSY = "busy"  # the platform or the network failed before it accepted the message: retry later
    TOKEN = "token"  # noqa: S105  the access token is no longer good, even after one refresh
    CONFIG = "config"  # our account, address list or permission is wrong: stop and raise the alarm
    QUOTA = "quota"  # this interface is spent for today or this minute
    RECIPIENT = "recipient"  # this person cannot be written to; others can
    CONTENT = "content"  # the platform refuses what we say: a human must look
    DEDUPE = "dedupe"  # the platform already has this message: as good as sent
    LOST = "lost"  # the request went out and no answer came: nobody knows whether it was delivered


class GatewayRefusal(AnwenError):
    """The platform did not do what we asked.

    ``errcode`` is the platform's number (None when there was no answer), ``rid`` its request id for a
    support ticket. ``until`` is set when the platform was not even asked, because asking makes no sense
    before then: nothing went out, whatever the class says, and it is not counted as a try. ``answer`` is the
    whole answer where it says more than the number: a repeated mass send brings the job that it repeats.
    """

    until: datetime | None = None
    answer: Mapping[str, Any] | None = None

    def __init__(
        self, failure: FailureClass, message: str, *, errcode: int | None = None, rid: str | None = None
    ) -> None:
        self.failure = failure
        self.errcode = errcode
        self.rid = rid
        super().__init__(message)


class CustomerServiceGateway(Protocol):
    """Writes to one follower inside the platform's windows; raises ``GatewayRefusal``."""

    def send_text(self, openid: str, text: str) -> None:
        """Send plain text, at most 2,048 bytes of UTF-8."""
        ...

    def send_image(self, openid: str, media_id: str) -> None:
        """Send a picture that was uploaded before."""
        ...


class NoticeGateway(Protocol):
    """Sends notices outside the windows; raises ``GatewayRefusal``."""

    def send_template(
        self, openid: str, template_id: str, data: Mapping[str, str], *, url: str, client_id: str
    ) -> None:
        """A template message to a follower; the same ``client_id`` within ten minutes is sent once."""
        ...

    def send_subscription(self, openid: str, template_id: str, data: Mapping[str, str], *, url: str) -> None:
        """A subscription notice to somebody who agreed to it; 43101 if not."""
        ...


class PersonGateway(CustomerServiceGateway, NoticeGateway, Protocol):
    """Every way to one person."""


class DeliveryMeter(Protocol):
    """Is told what becomes of deliveries, to be counted; never who or what they were."""

    def settled(self, lane: str, state: str, reason: str | None) -> None:
        """One attempt ended: the delivery is now in ``state``."""
        ...

    def alarm(self, failure: FailureClass, errcode: int | None) -> None:
        """Something only a human can mend: our account, our permission, our words."""
        ...


class NullMeter:
    """Counts nothing."""

    def settled(self, lane: str, state: str, reason: str | None) -> None:
        """Count nothing."""

    def alarm(self, failure: FailureClass, errcode: int | None) -> None:
        """Tell nobody."""
