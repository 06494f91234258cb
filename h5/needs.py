"""What the pages need, handed in by the composition root."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from campaigns.content.showing import Showcase
from core.clock import Clock
from core.db import Database
from followers.choices import ChoiceService
from h5.activities.needs import ActivityServices
from h5.quizzes.needs import QuizServices
from h5.tips.needs import TipServices
from knowledge.asked.questions import StaffQuestions
from knowledge.gallery import Picture
from knowledge.library import LibraryHolder
from wechat.pages import PageSignature, Visitor

Observe = Callable[[str, int], None]
"""Told of each page: its name and the status it was answered with."""


class PageGateway(Protocol):
    """What the pages ask of WeChat; ``wechat.pages.Pages`` does it."""

    def authorize_url(self, redirect_uri: str, state: str) -> str:
        """Where a visitor is sent so that they come back with a code."""
        ...

    def exchange_code(self, code: str) -> Visitor:
        """The visitor behind a code, within three seconds; raises ``GatewayRefusal``."""
        ...

    def sign_page(self, url: str) -> PageSignature:
        """The signature of a page, from the ticket at hand; raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class RetentionPeriods:
    """How long what the account knows of a person stays, as 隐私说明 tells it.

    The last three begin when the case is closed; ``questions`` after the question, after the answer to one
    left for the staff, and after the end of what a telephone number was left for; ``scans`` and ``quizzes``
    after the last one.
    """

    words: timedelta
    receipts: timedelta
    questions: timedelta
    scans: timedelta
    quizzes: timedelta
    drafts: timedelta
    identity: timedelta
    payee: timedelta
    tips: timedelta


@dataclass(frozen=True, slots=True)
class Needs:
    """Everything the pages stand on.

    ``asker`` makes the pseudonym under which a person's questions are logged. ``key`` seals the openid
    inside the session cookie and hides addresses from the counter of requests; ``address_bound`` is how
    many of one kind an address may send a minute. ``tips``, ``quizzes`` and ``activities`` are services that
    are put together when they are first asked for; ``sdk_url`` is where WeChat serves its JS-SDK;
    ``choices`` keeps what people subscribe to; ``content`` is what the bureau tells the public by itself.
    """

    library_holder: LibraryHolder
    gallery: Mapping[str, Picture]
    database: Database
    questions: StaffQuestions
    gateway: PageGateway
    clock: Clock
    asker: Callable[[str], str]
    observe: Observe
    public_url: str
    limiter_url: str
    address_bound: int
    key: bytes
    tips: Callable[[], TipServices]
    quizzes: Callable[[], QuizServices]
    choices: Callable[[], ChoiceService]
    sdk_url: str
    content: Showcase
    activities: Callable[[], ActivityServices]
    retention: RetentionPeriods
