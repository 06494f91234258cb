"""Where a tip is filed: one form at two addresses, for known visitors and for those without a name.

The anonymous form never looks at an openid: opening it makes the session forget one. Its draft belongs to
whoever holds the token in a cookie of this path alone.
"""

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from h5.identity import Identity
from h5.needs import Needs
from h5.puzzle import Puzzles
from h5.showing import page
from h5.throttle import FORMS, Throttle
from h5.tips import words
from h5.tips.access import Access
from h5.tips.draft_cookie import keep_token, token_kept
from h5.tips.draft_form import DraftForm, Holder, by_script
from h5.tips.headers import with_form_headers
from h5.tips.receipt import ReceiptPages
from tipoffs.vault.notices import NOTICES

KNOWN, ANONYMOUS = "/tips/new", "/tips/anonymous"

View = Callable[..., ResponseReturnValue]


class Filing:
    """Takes tips in on pages, from known visitors and from those without a name."""

    def __init__(self, needs: Needs, identity: Identity, access: Access, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._access = access
        self._throttle = throttle
        self._puzzles = Puzzles(needs, throttle)
        self._receipts = ReceiptPages(needs, access)
        self._form = DraftForm(needs, access, self._receipts)

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        form, rule, needed = self._form, blueprint.add_url_rule, self._identity.needed
        rule(KNOWN, "tips_new", needed(self.new))
        rule(f"{KNOWN}/at/<scene>", "tips_new_at", needed(self.new_at))
        rule(f"{KNOWN}/speak", "tips_new_speak", needed(self.speak))
        rule(ANONYMOUS, "tips_anonymous", self.anonymous)
        rule(f"{ANONYMOUS}/at/<scene>", "tips_anonymous_at", self.anonymous)
        rule(f"{ANONYMOUS}/begin", "tips_anonymous_begin", self.begin, methods=["POST"])
        for path, endpoint, held in (
            (KNOWN, "tips_new", self._by_openid),
            (ANONYMOUS, "tips_anonymous", self._by_cookie),
        ):
            rule(f"{path}/save", f"{endpoint}_save", held(form.save, "form"), methods=["POST"])
            rule(f"{path}/file", f"{endpoint}_file", held(form.file, "upload"), methods=["POST"])
            rule(f"{path}/file/<name>", f"{endpoint}_shot", held(form.shot))
            rule(f"{path}/drop", f"{endpoint}_drop", held(form.drop, "form"), methods=["POST"])
        submit_known = self._by_openid(form.submit, "form", token_of=_token_sent)
        submit_anonymous = self._by_cookie(form.submit, "form")
        rule(f"{KNOWN}/submit", "tips_new_submit", submit_known, methods=["POST"])
        rule(f"{ANONYMOUS}/submit", "tips_anonymous_submit", submit_anonymous, methods=["POST"])
        self._receipts.add_to(blueprint)

    def new(self, openid: str) -> ResponseReturnValue:
        """The form for somebody WeChat knows; what they began, here or in the chat, is in it."""
        with self._needs.database.writing() as transaction:
            held = self._access.services().intake.drafts.start(transaction, openid, self._needs.clock.now())
            token, draft = held.token, held.draft
        return self._form.show(Holder(token, openid), draft)

    def new_at(self, openid: str, scene: str) -> ResponseReturnValue:
        """The same, begun at a printed code: its place is filled in, unless a tip is being told already."""
        services = self._access.services()
        with self._needs.database.writing() as transaction:
            spot = services.spot_of_scene(transaction, scene)
            if spot is not None:
                services.intake.begin_at(transaction, openid, spot, self._needs.clock.now())
        return redirect(url_for("h5.tips_new"), 303)

    def speak(self, _openid: str) -> ResponseReturnValue:
        """How to tell it by voice: in the chat, where WeChat takes recordings; the draft is one and the same.

        The page itself records nothing: WeChat has announced the end of its recognition of speech for
        accounts, so nothing is built on ``translateVoice`` of its JS-SDK.
        """
        return with_form_headers(page("tips/speak"))

    def anonymous(self, scene: str = "") -> ResponseReturnValue:
        """What anonymous means here, and then the form; who WeChat said it was is forgotten.

        ``scene`` is the printed code at which it began.
        """
        if self._access.openid() is not None:
            session.clear()
        holder = Holder(token_kept())
        draft = self._form.find(holder) if holder.token else None
        if draft is None:
            notice = NOTICES["mode.anonymous"]
            return with_form_headers(
                page("tips/anonymous", notice=notice, words=words.ANONYMOUS, scene=scene)
            )
        return self._form.show(holder, draft)

    def begin(self) -> ResponseReturnValue:
        """The draft of somebody nobody knows: all that there is of them is a token in a cookie."""
        if (asked := self._puzzles.before("form")) is not None:
            return asked
        services, now = self._access.services(), self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            spot = services.spot_of_scene(transaction, request.form.get("scene", "")[:64])
            if spot is None:
                token = services.intake.drafts.start(transaction, None, now).token
            else:
                _taken, token = services.intake.begin_at(transaction, None, spot, now)
        return keep_token(make_response(redirect(url_for("h5.tips_anonymous"), 303)), token, self._needs)

    def _by_openid(self, step: View, bound: str = "", token_of: Callable[[str], str] | None = None) -> View:
        """``step`` for somebody WeChat knows, within the bound of that name."""
        token_of = token_of or self._token_of

        def taken(openid: str, **values: str) -> ResponseReturnValue:
            if bound:
                self._throttle.count(FORMS, bound)
            return step(Holder(token_of(openid), openid), **values)

        return self._identity.needed(taken)

    def _by_cookie(self, step: View, bound: str = "") -> View:
        """``step`` for somebody nobody knows; beyond the bound of that name a small question is asked."""

        def taken(**values: str) -> ResponseReturnValue:
            if bound == "upload" or (bound and by_script()):
                self._puzzles.require(bound)
            elif bound and (asked := self._puzzles.before(bound)) is not None:
                return asked
            return step(Holder(token_kept()), **values)

        return taken

    def _token_of(self, openid: str) -> str:
        with self._needs.database.writing() as transaction:
            held = self._access.services().intake.drafts.find(transaction, openid, self._needs.clock.now())
            return held.token if held else ""


def _token_sent(_openid: str) -> str:
    """The token of the form that was sent: its draft may have become a tip, and then is one no more."""
    return request.form.get("draft", "")
