"""The form of a tip: shown, kept while it is filled in, with its photos, and handed in.

Its steps are the same for everybody; a ``Holder`` says whose draft it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import abort, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound, RuleViolation
from h5.needs import Needs
from h5.showing import message, page
from h5.tips import uploads, words
from h5.tips.access import Access
from h5.tips.draft_cookie import TOKEN, keep_token
from h5.tips.headers import with_form_headers
from h5.tips.receipt import ReceiptPages
from h5.tips.typed import FIELDS, missing, told
from tipoffs.evidence.status import MAX_BYTES, MOST, Kind
from tipoffs.intake.draft import MOST_CHARACTERS, Draft, Known
from tipoffs.intake.drafts import HeldDraft
from tipoffs.tips.models import Channel, Mode, Tip
from tipoffs.vault.notices import NOTICES

_SECOND_TAP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose draft it is: somebody WeChat knows, or somebody of whom there is nothing but a token."""

    token: str
    openid: str | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody knows who it is."""
        return self.openid is None

    @property
    def form(self) -> str:
        """The name of the page with the form; those of its steps begin with it."""
        return "h5.tips_anonymous" if self.is_anonymous else "h5.tips_new"

    @property
    def channel(self) -> Channel:
        """The way by which the tip comes in."""
        return Channel.BROWSER if self.is_anonymous else Channel.H5

    def owns(self, held: HeldDraft) -> bool:
        """Whether the draft under the token began in the same way: with an openid, or without one."""
        return (held.row.holder is None) == self.is_anonymous


class DraftForm:
    """Takes the steps of a form for its holder."""

    def __init__(self, needs: Needs, access: Access, receipts: ReceiptPages) -> None:
        self._needs = needs
        self._access = access
        self._receipts = receipts

    def show(
        self,
        holder: Holder,
        draft: Draft,
        *,
        said: Sequence[str] = (),
        faults: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> ResponseReturnValue:
        """The page; after a refusal with what was ``said``, beside the fields where the ``faults`` are."""
        modes = [] if holder.is_anonymous else [NOTICES["mode.confidential"], NOTICES["mode.real_name"]]
        shown = page(
            "tips/form",
            status,
            draft=draft,
            token=holder.token,
            anonymous=holder.is_anonymous,
            modes=modes,
            said=said,
            faults=faults,
            saved=words.SAVED if request.args.get("saved") else "",
            shots=uploads.shots(self._needs, self._access.services(), holder.token),
            may_be_known=draft.known in (Known.MAYBE, Known.JOINED),
            has_joined=draft.known is Known.JOINED,
            limits={field: MOST_CHARACTERS[step] for step, field in FIELDS.items()},
            most={kind.value: MOST[kind] for kind in (Kind.PHOTO, Kind.VIDEO)},
            most_megabytes=MAX_BYTES // 1024 // 1024,
            save_path=url_for(f"{holder.form}_save"),
            file_path=url_for(f"{holder.form}_file"),
            submit_path=url_for(f"{holder.form}_submit"),
            drop_path=url_for(f"{holder.form}_drop"),
            shot_page=f"{holder.form}_shot",
        )
        return with_form_headers(shown)

    def find(self, holder: Holder) -> Draft | None:
        """The draft under the token, if there is one; 404 where it is not this holder's."""
        drafts, now = self._access.services().intake.drafts, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = drafts.find_by_token(transaction, holder.token, now)
            if held is not None and not holder.owns(held):
                abort(404)
            return held.draft if held else None

    def save(self, holder: Holder) -> ResponseReturnValue:
        """Keep what is filled in so far."""
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.find_by_token(transaction, holder.token, now)
            draft = (
                intake.keep_form(transaction, held, told(held.draft), holder.openid, now) if held else None
            )
        if draft is None:
            return self._begun_anew(holder)
        if by_script():
            return jsonify(saved=True, known=draft.known in (Known.MAYBE, Known.JOINED))
        if not holder.is_anonymous and "speak" in request.form:
            return redirect(url_for("h5.tips_new_speak"), 303)
        return redirect(url_for(holder.form, saved=1), 303)

    def file(self, holder: Holder) -> ResponseReturnValue:
        """Take one photo or video, which a script sends as raw bytes."""
        if self.find(holder) is None:
            abort(404)
        data = request.get_data(cache=False)
        kept = uploads.keep(self._needs, self._access.services(), holder.token, data)
        if kept.words:
            return jsonify(words=kept.words), 422
        place = kept.position
        return jsonify(kept=True, name=kept.name, place=[place.latitude, place.longitude] if place else None)

    def shot(self, holder: Holder, name: str) -> ResponseReturnValue:
        """A photo that lies with the draft, as the form shows it."""
        found = uploads.seen(self._needs, self._access.services(), holder.token, name)
        response = make_response(found if found is not None else abort(404))
        response.headers["Content-Type"] = "image/jpeg"
        response.headers["Cache-Control"] = "no-store"
        return response

    def drop(self, holder: Holder) -> ResponseReturnValue:
        """Take a file back out of the draft; what else was typed is kept."""
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.find_by_token(transaction, holder.token, now)
            if held is not None:
                if not holder.owns(held):
                    abort(404)
                intake.drop_file(transaction, held, told(held.draft), request.form.get("drop", "")[:32], now)
        if held is None:
            return self._begun_anew(holder)
        if by_script():
            return jsonify(dropped=True)
        return redirect(url_for(holder.form, _anchor="shots"), 303)

    def submit(self, holder: Holder) -> ResponseReturnValue:
        """Make a tip of what was told, if nothing is missing."""
        if not TOKEN.fullmatch(holder.token):
            return self._begun_anew(holder)
        draft = self.find(holder)
        if draft is not None:
            draft = told(draft)
            if holder.is_anonymous:
                draft = replace(draft, mode=Mode.ANONYMOUS.value)
            if (asked := self._lacking(holder, draft)) is not None:
                return asked
        return self._handed_in(holder, draft)

    def _handed_in(self, holder: Holder, draft: Draft | None) -> ResponseReturnValue:
        """Make the tip; without a draft, show the one that was made of it before."""
        services, now = self._access.services(), self._needs.clock.now()
        services.get_ready(now)
        try:
            with self._needs.database.writing() as transaction:
                receipt = services.intake.submissions.submit_draft(
                    transaction,
                    holder.token,
                    draft or Draft(),
                    channel=holder.channel,
                    openid=holder.openid,
                    now=now,
                )
        except NotFound:
            return self._begun_anew(holder)
        except RuleViolation as refusal:
            said, faults = [refusal.sentence], refusal.by_field()
            return self.show(holder, draft or Draft(), said=said, faults=faults, status=422)
        if draft is None and not receipt.code and self._is_old(receipt.number, now):
            # Another tab, where the form still stood: what it says is not in the tip.
            self._access.open(receipt.number)
            title, told_so = words.HANDED_IN["title"], words.HANDED_IN["words"].format(number=receipt.number)
            place = url_for("h5.tips_case", number=receipt.number)
            return message(title, told_so, 409, again=place, go_on="打开这一件")
        return self._receipts.lead_to(receipt)

    def _begun_anew(self, holder: Holder) -> ResponseReturnValue:
        """The draft has ended, by its days or with its cookie: what was typed begins another."""
        if by_script():
            abort(404)
        intake, now = self._access.services().intake, self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = intake.drafts.start(transaction, holder.openid, now)
            draft = intake.keep_form(transaction, held, told(held.draft), holder.openid, now)
            new = replace(holder, token=held.token)
        shown = self.show(new, draft, said=[words.DRAFT_GONE], status=422)
        return keep_token(make_response(shown), new.token, self._needs) if new.is_anonymous else shown

    def _is_old(self, number: str, now: datetime) -> bool:
        """Whether the tip was made longer ago than a second tap takes to come."""
        with self._needs.database.reading() as transaction:
            return now - transaction.get_one(Tip, number).submitted_at > _SECOND_TAP

    def _lacking(self, holder: Holder, draft: Draft) -> ResponseReturnValue | None:
        """The form again where something is missing or a file could not be kept; what was typed is kept."""
        drafts = self._access.services().intake.drafts
        faults = missing(draft)
        sent = request.files.getlist("files")
        unkept = uploads.keep_all(self._needs, self._access.services(), holder.token, sent)
        said = [*faults.values(), *unkept]
        if unkept:
            faults["files"] = "".join(unkept)
        if not faults:
            return None
        now = self._needs.clock.now()
        with self._needs.database.writing() as transaction:
            held = drafts.find_by_token(transaction, holder.token, now)
            if held is not None:
                drafts.keep(transaction, held, draft, now)
        return self.show(holder, draft, said=said, faults=faults, status=422)


def by_script() -> bool:
    """Whether a script keeps the form, which shows no page."""
    return request.headers.get("Accept") == "application/json"
