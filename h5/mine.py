"""我的留言: the questions a person left for the staff, what was answered, and how to delete them."""

import re

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import moment_words
from core.errors import NotFound
from h5 import notices
from h5.anatomy import blocks
from h5.identity import Identity
from h5.needs import Needs
from h5.showing import page
from h5.throttle import FORMS, Throttle

SHOWN = 50
_NUMBER = re.compile(r"[0-9]{1,18}")


class OwnPages:
    """Shows a person what is theirs, and nobody else's."""

    def __init__(self, needs: Needs, identity: Identity, throttle: Throttle) -> None:
        self._needs = needs
        self._identity = identity
        self._throttle = throttle

    def add_to(self, blueprint: Blueprint) -> None:
        """Hang the pages on the blueprint."""
        blueprint.add_url_rule("/mine", "mine", self._identity.needed(self.mine))
        blueprint.add_url_rule(
            "/mine/delete", "delete_mine", self._identity.needed(self.delete), methods=["POST"]
        )
        blueprint.add_app_template_filter(moment_words, "in_china")

    def mine(self, openid: str) -> ResponseReturnValue:
        """The questions of this person, the latest first."""
        with self._needs.database.reading() as session:
            questions = self._needs.questions.of_person(session, openid, limit=SHOWN)
        words = notices.DELETED if request.args.get("deleted") else ""
        return page("mine", questions=questions, blocks=blocks, words=words)

    def delete(self, openid: str) -> ResponseReturnValue:
        """Delete one question of this person; somebody else's is not found."""
        self._throttle.count(FORMS, "form")
        number = request.form.get("question", "")
        if not _NUMBER.fullmatch(number):
            abort(400)
        try:
            with self._needs.database.writing() as session:
                self._needs.questions.remove(session, openid, int(number))
        except NotFound:
            abort(404)
        return redirect(url_for("h5.mine", deleted=1), 303)
