"""订阅和退订: a person's town, what they want to hear about, and what they do not."""

import re
from collections.abc import Iterable

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import RuleViolation
from followers.choices import Choices
from followers.topics import EVERYTHING
from h5 import notices
from h5.identity import Identity
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, Throttle
from places.regions import Level

MOST_TICKS = 100
_CODE = re.compile(r"[a-z0-9_]{1,32}")


class SubscriptionPages:
    """One page with one form; it works without JavaScript."""

    def __init__(self, needs: Needs, identity: Identity, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the page and its form on the blueprint."""
        show, save = self._identity.needed(self.show), self._identity.needed(self.save)
        blueprint.add_url_rule("/subscriptions", "subscriptions", show)
        blueprint.add_url_rule("/subscriptions", "save_subscriptions", save, methods=["POST"])

    def show(
        self, openid: str, refusal: RuleViolation | None = None, ticked: Choices | None = None
    ) -> ResponseReturnValue:
        """What this person chose; after a refusal what they ``ticked``, of all that can still be ticked."""
        choices = self._needs.choices()
        with self._needs.database.reading() as session:
            chosen = ticked or choices.of(session, openid)
        tree = choices.tree()
        lineage = tree.lineage(chosen.region or "")
        town = next((region.code for region in lineage if region.level is Level.TOWN), "")
        saved = notices.STOPPED_ALL if chosen.stops_everything else notices.SUBSCRIBED
        return page(
            "subscriptions",
            422 if refusal else 200,
            refusal=refusal,
            chosen=chosen,
            towns=choices.towns(),
            town=town,
            village=lineage[0].name if lineage and lineage[0].level is Level.VILLAGE else "",
            topics=choices.topics,
            everything=EVERYTHING,
            words=saved if request.args.get("saved") else "",
        )

    def save(self, openid: str) -> ResponseReturnValue:
        """Take the form over as it is; what is not ticked is taken back."""
        self._throttle.count_person(FORMS, "form", openid)
        form, now = request.form, self._needs.clock.now()
        wanted, stopped = _codes(form.getlist("want")), _codes(form.getlist("stop"))
        town = form.get("town")
        choices = self._needs.choices()
        try:
            with self._needs.database.writing() as session:
                known = choices.of(session, openid).region or ""
                # A village told in the chat is more than its town, which is all this form knows.
                if town is not None and town not in [region.code for region in choices.tree().lineage(known)]:
                    choices.set_town(session, openid, town or None, now)
                choices.choose(session, openid, wanted=wanted, stopped=stopped, now=now)
        except RuleViolation as refusal:
            # A town or topic was taken away while the page was open: no wish to stop is to be lost by that.
            return self.show(openid, refusal, Choices(town or None, frozenset(wanted), frozenset(stopped)))
        return redirect(url_for("h5.subscriptions", saved=1), 303)


def _codes(given: Iterable[str]) -> list[str]:
    codes = list(given)
    if len(codes) > MOST_TICKS or not all(_CODE.fullmatch(code) for code in codes):
        abort(400)
    return codes
