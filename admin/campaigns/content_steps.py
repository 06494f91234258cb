"""The steps of a content item: the three readings, previews, publishing and taking down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from admin.campaigns.needs import CampaignServices
from admin.campaigns.reading import units_of
from admin.done import send_on
from admin.forms import Field, StepForm, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.visitors import Visitor
from campaigns.content.fates import STANDING
from campaigns.content.permissions import ContentPermission as May
from campaigns.content.queries import ContentFile
from campaigns.content.status import PERMITTED, STEPS, ContentVerb, NextStep
from core.errors import NotFound, RuleViolation
from core.optimistic_locking import fingerprint_of
from core.types import Labelled
from staff.actors import Actor

Again = Callable[..., ResponseReturnValue]


class Telling(Labelled):
    """What publishers do with an item."""

    PREVIEW = "preview", "发到手机预览"
    PUBLISH = "publish", "发布（不推送）"
    TAKE_DOWN = "take_down", "下架"


@dataclass(frozen=True, slots=True)
class Doing:
    """One step being taken."""

    services: CampaignServices
    session: Session
    item_id: int
    typed: Typed
    actor: Actor
    now: datetime

    @property
    def opinion(self) -> str:
        """The opinion that whoever takes the step has typed."""
        return self.typed.text("opinion")


def _said(name: str) -> Callable[[Doing], object]:
    def do(doing: Doing) -> object:
        verb = getattr(doing.services.content, name)
        return verb(doing.session, doing.item_id, doing.actor, doing.now, doing.opinion)

    return do


def _signed(name: str) -> Callable[[Doing], object]:
    def do(doing: Doing) -> object:
        verb = getattr(doing.services.content, name)
        return verb(doing.session, doing.item_id, doing.actor, doing.now, doing.opinion, doing.typed.seen)

    return do


def _preview(doing: Doing) -> object:
    return doing.services.publishing.preview(
        doing.session,
        doing.item_id,
        doing.actor,
        doing.now,
        logins=doing.typed.all("logins"),
        wxnames=units_of(doing.typed, "wxnames"),
    )


VERBS: Mapping[Labelled, Callable[[Doing], object]] = {
    ContentVerb.SUBMIT: lambda doing: doing.services.content.submit(
        doing.session, doing.item_id, doing.actor, doing.now
    ),
    **{verb: _signed(verb.value) for verb in STEPS},
    **{verb: _said(verb.value) for verb in (ContentVerb.SEND_BACK, ContentVerb.WITHDRAW)},
    Telling.PREVIEW: _preview,
    Telling.PUBLISH: lambda doing: doing.services.publishing.publish(
        doing.session, doing.item_id, doing.actor, doing.now
    ),
    Telling.TAKE_DOWN: lambda doing: doing.services.publishing.take_down(
        doing.session, doing.item_id, doing.actor, doing.now, doing.opinion
    ),
}
_OPINION = Field("opinion", "意见", "area", rows=2, most=500)
_WHY = Field("opinion", "理由", "area", rows=2, most=500)
_WARNINGS: Mapping[Labelled, str] = {
    ContentVerb.ISSUE: "签发以后公众就能在网页上看到，也可以发布、群发。",
    ContentVerb.SEND_BACK: "退回以后由起草人改稿，重新三审。",
    ContentVerb.WITHDRAW: "整篇撤回，网页马上看不到，不能恢复；公众号上已经发布的，还要办理下架。",
    Telling.PUBLISH: "发布在公众号主页，不推送，不占群发次数。",
    Telling.TAKE_DOWN: "从公众号主页拿掉，下架以后不能恢复，可以再发布。",
}


class ContentSteps:
    """Every step is one verb; a refusal is told on the page it was asked on, by ``again``."""

    def __init__(self, needs: Needs, again: Again) -> None:
        self._needs = needs
        self._again = again

    def add_to(self, routes: Routes) -> None:
        """Add the steps, each with its permission."""
        for verb in VERBS:
            routes.add(
                f"/campaigns/content/<int:item_id>/step/{verb.value.replace('_', '-')}",
                partial(self.step, verb=verb),
                name=f"content_{verb.value}",
                permission=_permission_of(verb),
                methods=("POST",),
            )

    def step(self, visitor: Visitor, item_id: int, verb: Labelled) -> ResponseReturnValue:
        """Take one step, or say why not with what was typed."""
        needs, typed = self._needs, Typed.sent()
        try:
            with needs.database.writing() as session:
                now = needs.clock.now()
                VERBS[verb](Doing(needs.campaigns(), session, item_id, typed, visitor.actor, now))
        except NotFound:
            raise
        except RuleViolation as refusal:
            more = {"refusal": typed.refused(refusal), "failed": verb.value, "typed": typed}
            return self._again(visitor, item_id, 409, **more)
        return send_on("content_item", f"content_{verb.value}", item_id=item_id)


def forms_of(
    file: ContentFile,
    steps: Sequence[NextStep],
    phones: Sequence[tuple[str, str]],
    *,
    is_out: bool,
    may_publish: bool,
) -> list[StepForm]:
    """The steps that are lawful now, as forms; ``phones`` are colleagues whose WeChat is bound."""
    forms = [
        _form(
            one.verb,
            file.item.id,
            _asked(one.verb),
            is_main=one.verb in _MAIN,
            seen=fingerprint_of(file.newest.manuscript) if one.verb in STEPS else "",
        )
        for one in steps
        if not one.obstacle
    ]
    if may_publish:
        wxnames = Field("wxnames", "或者写微信号", is_required=False, most=300, hint="几个微信号用逗号隔开。")
        to = Field("logins", "发给哪些同事", "many", phones, is_required=False, hint="绑定了微信的同事。")
        forms.append(_form(Telling.PREVIEW, file.item.id, (to, wxnames) if phones else (wxnames,)))
        if file.issued and not any(
            one.version_id == file.issued.id and one.state in STANDING for one in file.publications
        ):
            forms.append(_form(Telling.PUBLISH, file.item.id, (), is_main=True))
        if is_out:
            forms.append(_form(Telling.TAKE_DOWN, file.item.id, (_WHY,)))
    return sorted(forms, key=lambda one: not one.is_main)


_MAIN = frozenset({ContentVerb.SUBMIT, *STEPS})


def _asked(verb: ContentVerb) -> tuple[Field, ...]:
    if verb is ContentVerb.SUBMIT:
        return ()
    return (_OPINION,) if verb in STEPS else (_WHY,)


def _form(
    verb: Labelled, item_id: int, fields: tuple[Field, ...], *, is_main: bool = False, seen: str = ""
) -> StepForm:
    address = url_for(f"admin.content_{verb.value}", item_id=item_id)
    return StepForm(verb.value, verb.label, address, fields, _WARNINGS.get(verb, ""), is_main, seen)


def _permission_of(verb: Labelled) -> May:
    """What opens the route. Giving back needs the permission of the step that waits; the service asks."""
    if isinstance(verb, Telling):
        return May.PUBLISH
    if verb is ContentVerb.SEND_BACK:
        return May.SEE
    return next(permission for one, permission in PERMITTED.items() if one is verb)
