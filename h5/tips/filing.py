"""The form of a tip, for somebody WeChat knows and for somebody nobody knows; the draft; the submission.

The anonymous form never looks at an openid: opening it makes the session forget one. Its draft belongs to
whoever holds the token in a cookie of this path alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flask import Blueprint, abort, jsonify, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound, RuleViolation
from followers.services import is_following
from h5.identity import Identity
from h5.needs import Needs
from h5.puzzle import Puzzles
from h5.showing import message, page
from h5.throttle import FORMS, Throttle
from h5.tips import uploads, words
from h5.tips.access import Access
from h5.tips.draft_cookie import TOKEN, keep_token, token_kept
from h5.tips.typed import FIELDS, missing, told
from tipoffs.evidence.status import MAX_BYTES, MOST, Kind
from tipoffs.intake.draft import MOST_CHARACTERS, Draft, Known
from tipoffs.intake.submitting import Receipt
from tipoffs.tips.models import Channel, Mode, Tip
from tipoffs.vault.codes import code_as_svg, read_code
from tipoffs.vault.notices import NOTICES

ANONYMOUS = "/tips/anonymous"
_SECOND_TAP = timedelta(minutes=1)
_HERE = "camera=(), microphone=(), geolocation=(self)"


class Filing:
    """Takes tips in on pages, from known visitors and from those without a name."""

    def __init__(self, needs: Needs, identity: Identity, access: Access, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._access = access
        self._throttle = throttle
        self._puzzles = Puzzles(needs, throttle)

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        needed, rule = self._identity.needed, blueprint.add_url_rule
        rule("/tips/new", "tips_new", needed(self.new))
        rule("/tips/new/at/<scene>", "tips_new_at", needed(self.new_at))
        rule("/tips/new/speak", "tips_new_speak", needed(self.speak))
        rule("/tips/new/save", "tips_new_save", needed(self.save_new), methods=["POST"])
        rule("/tips/new/file", "tips_new_file", needed(self.file_new), methods=["POST"])
        rule("/tips/new/file/<name>", "tips_new_shot", needed(self.shot_new))
        rule("/tips/new/drop", "tips_new_drop", needed(self.drop_new), methods=["POST"])
        rule("/tips/new/submit", "tips_new_submit", needed(self.submit_new), methods=["POST"])
        rule(ANONYMOUS, "tips_anonymous", self.anonymous)
        rule(f"{ANONYMOUS}/at/<scene>", "tips_anonymous_at", self.anonymous)
        rule(f"{ANONYMOUS}/begin", "tips_anonymous_begin", self.begin, methods=["POST"])
        rule(f"{ANONYMOUS}/save", "tips_anonymous_save", self.save_anonymous, methods=["POST"])
        rule(f"{ANONYMOUS}/file", "tips_anonymous_file", self.file_anonymous, methods=["POST"])
        rule(f"{ANONYMOUS}/file/<name>", "tips_anonymous_shot", self.shot_anonymous)
        rule(f"{ANONYMOUS}/drop", "tips_anonymous_drop", self.drop_anonymous, methods=["POST"])
        rule(f"{ANONYMOUS}/submit", "tips_anonymous_submit", self.submit_anonymous, methods=["POST"])
        rule("/tips/done", "tips_done", self.done)
        rule("/tips/done", "tips_written_down", self.written_down, methods=["POST"])

    def new(self, openid: str) -> ResponseReturnValue:
        """The form for somebody WeChat knows; what they began, here or in the chat, is in it."""
        with self._needs.database.writing() as transaction:
            held = self._access.services().intake.drafts.start(transaction, openid, self._needs.clock.now())
            token, draft = held.token, held.draft
        return self._form(draft, token, anonymous=False)

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
        return _headed(page("tips/speak"))

    def save_new(self, openid: str) -> ResponseReturnValue:
        """Keep what is filled in so far."""
        self._throttle.count(FORMS, "form")
        return self._saved(self._own_token(openid), "h5.tips_new", openid)

    def file_new(self, openid: str) -> ResponseReturnValue:
        """Take one photo or recording for the tip of a known visitor."""
        return self._filed(self._own_token(openid), openid)

    def shot_new(self, openid: str, name: str) -> ResponseReturnValue:
        """A photo that lies with the draft, as the form shows it."""
        return self._shot(self._own_token(openid), name)

    def drop_new(self, openid: str) -> ResponseReturnValue:
        """Take a file back out of the draft."""
        return self._dropped(self._own_token(openid), "h5.tips_new", openid)

    def submit_new(self, openid: str) -> ResponseReturnValue:
        """Make a tip of what a known visitor has told."""
        return self._submitted(request.form.get("draft", ""), openid)

    def anonymous(self, scene: str = "") -> ResponseReturnValue:
        """What anonymous means here, and then the form; who WeChat said it was is forgotten.

        ``scene`` is the printed code at which it began.
        """
        if self._access.openid() is not None:
            session.clear()
        token = token_kept()
        draft = self._found(token) if token else None
        if draft is None:
            notice = NOTICES["mode.anonymous"]
            return _headed(page("tips/anonymous", notice=notice, words=words.ANONYMOUS, scene=scene))
        return self._form(draft, token, anonymous=True)

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

    def save_anonymous(self) -> ResponseReturnValue:
        """Keep what is filled in so far."""
        if _by_script():
            self._puzzles.require("form")
        elif (asked := self._puzzles.before("form")) is not None:
            return asked
        return self._saved(token_kept(), "h5.tips_anonymous")

    def file_anonymous(self) -> ResponseReturnValue:
        """Take one photo or recording for a tip without a name."""
        return self._filed(token_kept() or abort(400))

    def shot_anonymous(self, name: str) -> ResponseReturnValue:
        """A photo that lies with the draft, as the form shows it."""
        return self._shot(token_kept() or abort(404), name)

    def drop_anonymous(self) -> ResponseReturnValue:
        """Take a file back out of the draft."""
        return self._dropped(token_kept(), "h5.tips_anonymous")

    def submit_anonymous(self) -> ResponseReturnValue:
        """Make a tip without a name of what was told."""
        return self._submitted(token_kept(), None)

    def done(self) -> ResponseReturnValue:
        """Number, code and promised day, until the reporter says that they are written down."""
        receipt = self._access.receipt()
        if receipt is None:
            return redirect(url_for("h5.tips_code"), 303)
        number, code, decide_on = receipt
        read, openid = read_code(code), self._access.openid()
        with self._needs.database.reading() as transaction:
            hears = openid is not None and is_following(transaction, openid)
        return _headed(
            page(
                "tips/done",
                number=number,
                code=code,
                drawing=code_as_svg(read) if read else "",
                decide_on=decide_on,
                by_openid=openid is not None,
                hears=hears,
                shared_phone=words.SHARED_PHONE,
            )
        )

    def written_down(self) -> ResponseReturnValue:
        """The code is not shown again."""
        receipt = self._access.receipt()
        self._access.drop_receipt()
        if receipt is None:
            return redirect(url_for("h5.tips_code"), 303)
        response = make_response(redirect(url_for("h5.tips_case", number=receipt[0]), 303))
        return keep_token(response, "", self._needs)

    def _form(
        self,
        draft: Draft,
        token: str,
        *,
        anonymous: bool,
        said: Sequence[str] = (),
        faults: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> ResponseReturnValue:
        modes = [] if anonymous else [NOTICES["mode.confidential"], NOTICES["mode.real_name"]]
        there = "h5.tips_anonymous" if anonymous else "h5.tips_new"
        shown = page(
            "tips/form",
            status,
            draft=draft,
            token=token,
            anonymous=anonymous,
            modes=modes,
            said=said,
            faults=faults,
            saved=words.SAVED if request.args.get("saved") else "",
            shots=uploads.shots(self._needs, self._access.services(), token),
            may_be_known=draft.known in (Known.MAYBE, Known.JOINED),
            has_joined=draft.known is Known.JOINED,
            limits={field: MOST_CHARACTERS[step] for step, field in FIELDS.items()},
            most={kind.value: MOST[kind] for kind in (Kind.PHOTO, Kind.VIDEO)},
            most_megabytes=MAX_BYTES // 1024 // 1024,
            save_path=url_for(f"{there}_save"),
            file_path=url_for(f"{there}_file"),
            submit_path=url_for(f"{there}_submit"),
            drop_path=url_for(f"{there}_drop"),
            shot_page=f"{there}_shot",
        )
        return _headed(shown)

    def _saved(self, token: str, form: str, openid: str | None = None) -> ResponseReturnValue:
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.find_by_token(transaction, token, now)
            draft = intake.keep_form(transaction, held, told(held.draft), openid, now) if held else None
        if draft is None:
            return self._gone(openid)
        if _by_script():
            return jsonify(saved=True, known=draft.known in (Known.MAYBE, Known.JOINED))
        if openid is not None and "speak" in request.form:
            return redirect(url_for("h5.tips_new_speak"), 303)
        return redirect(url_for(form, saved=1), 303)

    def _shot(self, token: str, name: str) -> ResponseReturnValue:
        found = uploads.seen(self._needs, self._access.services(), token, name)
        response = make_response(found if found is not None else abort(404))
        response.headers["Content-Type"] = "image/jpeg"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _dropped(self, token: str, form: str, openid: str | None = None) -> ResponseReturnValue:
        """The file is gone; what else was typed is kept."""
        self._throttle.count(FORMS, "form")
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.find_by_token(transaction, token, now)
            if held is not None:
                if (held.row.holder is None) != (openid is None):
                    abort(404)
                intake.drop_file(transaction, held, told(held.draft), request.form.get("drop", "")[:32], now)
        if held is None:
            return self._gone(openid)
        if _by_script():
            return jsonify(dropped=True)
        return redirect(url_for(form, _anchor="shots"), 303)

    def _filed(self, token: str, openid: str | None = None) -> ResponseReturnValue:
        if openid is None:
            self._puzzles.require("upload")
        else:
            self._throttle.count(FORMS, "upload")
        if self._found(token, openid) is None:
            abort(404)
        kept = uploads.keep(self._needs, self._access.services(), token, request.get_data(cache=False))
        if kept.words:
            return jsonify(words=kept.words), 422
        place = kept.position
        return jsonify(kept=True, name=kept.name, place=[place.latitude, place.longitude] if place else None)

    def _submitted(self, token: str, openid: str | None) -> ResponseReturnValue:
        if openid is not None:
            self._throttle.count(FORMS, "form")
        elif (asked := self._puzzles.before("form")) is not None:
            return asked
        if not TOKEN.fullmatch(token):
            return self._gone(openid)
        draft = self._found(token, openid)
        if draft is not None:
            draft = told(draft)
            if openid is None:
                draft = replace(draft, mode=Mode.ANONYMOUS.value)
            if (asked := self._lacking(draft, token, openid)) is not None:
                return asked
        return self._handed_in(token, draft, openid)

    def _handed_in(self, token: str, draft: Draft | None, openid: str | None) -> ResponseReturnValue:
        """Make the tip; without a draft, show the one that was made of it before."""
        services, now = self._access.services(), self._needs.clock.now()
        services.get_ready(now)
        channel = Channel.BROWSER if openid is None else Channel.H5
        try:
            with self._needs.database.writing() as transaction:
                receipt = services.intake.submissions.submit_draft(
                    transaction, token, draft or Draft(), channel=channel, openid=openid, now=now
                )
        except NotFound:
            return self._gone(openid)
        except RuleViolation as refusal:
            return self._form(
                draft or Draft(), token, anonymous=openid is None, said=[refusal.sentence],
                faults=refusal.by_field(), status=422,
            )  # fmt: skip
        if draft is None and not receipt.code and self._is_old(receipt.number, now):
            # Another tab, where the form still stood: what it says is not in the tip.
            self._access.open(receipt.number)
            title, said = words.HANDED_IN["title"], words.HANDED_IN["words"].format(number=receipt.number)
            place = url_for("h5.tips_case", number=receipt.number)
            return message(title, said, 409, again=place, go_on="打开这一件")
        return self._shown(receipt)

    def _gone(self, openid: str | None) -> ResponseReturnValue:
        """The draft has ended, by its days or with its cookie: what was typed begins another."""
        if _by_script():
            abort(404)
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.start(transaction, openid, now)
            token, draft = held.token, intake.keep_form(transaction, held, told(held.draft), openid, now)
        shown = self._form(draft, token, anonymous=openid is None, said=[words.DRAFT_GONE], status=422)
        return shown if openid else keep_token(make_response(shown), token, self._needs)

    def _is_old(self, number: str, now: datetime) -> bool:
        """Whether the tip was made longer ago than a second tap takes to come."""
        with self._needs.database.reading() as transaction:
            return now - transaction.get_one(Tip, number).submitted_at > _SECOND_TAP

    def _lacking(self, draft: Draft, token: str, openid: str | None) -> ResponseReturnValue | None:
        """The form again where something is missing or a file could not be kept; what was typed is kept."""
        drafts = self._access.services().intake.drafts
        faults = missing(draft)
        sent = request.files.getlist("files")
        unkept = uploads.keep_all(self._needs, self._access.services(), token, sent)
        said = [*faults.values(), *unkept]
        if unkept:
            faults["files"] = "".join(unkept)
        if not faults:
            return None
        now = self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = drafts.find_by_token(transaction, token, now)
            if held is not None:
                drafts.keep(transaction, held, draft, now)
        return self._form(draft, token, anonymous=openid is None, said=said, faults=faults, status=422)

    def _shown(self, receipt: Receipt) -> ResponseReturnValue:
        """On to the page with the code; a second submission finds what the first one left in the session."""
        kept = self._access.receipt()
        if receipt.code or kept is None or kept[0] != receipt.number:
            self._access.keep_receipt(receipt.number, receipt.code, receipt.decide_on)
        self._access.open(receipt.number)
        return redirect(url_for("h5.tips_done"), 303)

    def _own_token(self, openid: str) -> str:
        with self._needs.database.writing() as transaction:
            held = self._access.services().intake.drafts.find(transaction, openid, self._needs.clock.now())
            return held.token if held else ""

    def _found(self, token: str, openid: str | None = None) -> Draft | None:
        """The draft under a token; one that belongs to an openid only for that openid."""
        drafts, now = self._access.services().intake.drafts, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = drafts.find_by_token(transaction, token, now)
            if held is not None and (held.row.holder is None) != (openid is None):
                abort(404)
            return held.draft if held else None


def _by_script() -> bool:
    """Whether a script keeps the form, which shows no page."""
    return request.headers.get("Accept") == "application/json"


def _headed(shown: tuple[str, int]) -> ResponseReturnValue:
    """A page that may ask where it is and show what was chosen; kept nowhere."""
    response = make_response(shown)
    response.headers["Permissions-Policy"] = _HERE
    response.headers["Cache-Control"] = "no-store"
    return response
