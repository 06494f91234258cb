"""The webhook: the one address the platform calls, ``/wechat``.

A caller that cannot prove to be the platform gets 403 and an empty body, whatever the reason. One that can,
but says something no program understands, gets ``success``. When no database answers, the platform gets 503
and repeats the message: nothing is lost. Only a person in danger is answered all the same.
"""

import time
from collections.abc import Callable

import structlog
from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from bot.inbox import Answer, Inbox
from core.clock import Clock
from core.db import DATABASE_AWAY
from core.text import short_openid
from handlers import notices
from wechat.envelope import MAX_BYTES, Envelope, EnvelopeRefused, NotUnderstood, Opened

PATH = "/wechat"
SUCCESS = "success"

log = structlog.get_logger("webhook")

Observe = Callable[[str, float], None]
"""Told of each delivery: how it ended, and after how many seconds."""


def make_blueprint(view: "WebhookView") -> Blueprint:
    """The blueprint of the webhook, for one account; what is posted ``receive`` is handed before Flask."""
    blueprint = Blueprint("wechat", __name__)
    blueprint.add_url_rule(PATH, "verify", view.verify, methods=["GET"], provide_automatic_options=False)
    blueprint.add_url_rule(PATH, "receive", methods=["POST"], provide_automatic_options=False)
    return blueprint


class WebhookView:
    """Answers the platform's requests."""

    def __init__(self, envelope: Envelope, inbox: Inbox, clock: Clock, observe: Observe) -> None:
        self._envelope = envelope
        self._inbox = inbox
        self._clock = clock
        self._observe = observe

    def verify(self) -> Response:
        """The console's handshake: give the echo back as plain text."""
        try:
            echo = self._envelope.verify_echo(request.args, self._clock.now())
        except (EnvelopeRefused, NotUnderstood) as refusal:
            return self._refused(refusal)
        return _plain(echo)

    def receive(self, request: Request) -> Response:
        """One pushed message or event."""
        started = time.monotonic()
        try:
            opened = self._envelope.open(request.args, _body(request), self._clock.now())
        except RequestEntityTooLarge:
            return Response(status=413)
        except EnvelopeRefused as refusal:
            self._observe("refused", time.monotonic() - started)
            return self._refused(refusal)
        except NotUnderstood as reason:
            self._observe("not_understood", time.monotonic() - started)
            log.info("not understood", reason=str(reason))
            return _plain(SUCCESS)
        response, fate = self._answered(opened)
        self._observe(fate, time.monotonic() - started)
        return response

    def _answered(self, opened: Opened) -> tuple[Response, str]:
        try:
            answer = self._inbox.receive(opened.message, opened.xml, opened.digest)
        except DATABASE_AWAY as error:
            return self._without_database(opened, error)
        except Exception:  # one of the three places that may
            log.exception(
                "a skill broke", kind=opened.message.kind, actor=short_openid(opened.message.from_user)
            )
            try:
                answer = self._inbox.apologise(opened.message, opened.digest, notices.SORRY)
            except DATABASE_AWAY as error:
                return self._without_database(opened, error)
        self._log(opened, answer)
        return self._sealed(opened, answer.xml), answer.fate

    def _without_database(self, opened: Opened, error: BaseException) -> tuple[Response, str]:
        log.error("no database", error=type(error).__name__, kind=opened.message.kind)
        urgent = self._inbox.urgent_answer(opened.message)
        if urgent:
            return self._sealed(opened, urgent), "urgent_unrecorded"
        return Response(status=503), "unavailable"

    def _sealed(self, opened: Opened, xml: str) -> Response:
        if not xml:
            return _plain(SUCCESS)
        sealed = self._envelope.seal(xml, self._clock.now(), sealing=opened.sealing)
        return Response(sealed, content_type="application/xml; charset=utf-8")

    @staticmethod
    def _log(opened: Opened, answer: Answer) -> None:
        log.info(
            "message",
            receipt=answer.receipt,
            actor=short_openid(opened.message.from_user),
            kind=opened.message.kind,
            fate=answer.fate,
            decision=answer.trace.get("decision"),
            article=answer.trace.get("article"),
            repeated=answer.repeated,
        )

    @staticmethod
    def _refused(refusal: EnvelopeRefused | NotUnderstood) -> Response:
        log.warning("refused", reason=type(refusal).__name__)
        return Response(status=403)


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")


def _body(request: Request) -> bytes:
    """The body, if it is at most ``MAX_BYTES``; a longer one is not even read."""
    request.max_content_length = MAX_BYTES
    return request.get_data(cache=False)
