"""What the form of a tip says: a draft, and what is still to be filled in."""

import re
from dataclasses import replace

from flask import request

from core.text import without_control
from h5.tips import words
from tipoffs.intake.draft import MOST_CHARACTERS, Draft, Known, Step
from tipoffs.intake.wizard import LEAST_FACTS
from tipoffs.tips.models import Mode

FIELDS = {Step.FACTS: "facts", Step.OBJECT: "object_name", Step.PLACE: "address", Step.TIME: "happened"}
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?")


def told(draft: Draft) -> Draft:
    """The draft with what the form says; a point only where both degrees can be on the earth."""
    form = request.form
    typed = {field: _line(form[field]) for field in FIELDS.values() if field in form}
    facts = without_control(form.get("facts", draft.facts)).replace("\r\n", "\n").strip()
    latitude, longitude = (form.get(name, "") for name in ("latitude", "longitude"))
    point: dict[str, float | None] = {"latitude": None, "longitude": None}
    if _DEGREES.fullmatch(latitude) and _DEGREES.fullmatch(longitude):
        north, east = float(latitude), float(longitude)
        if abs(north) <= 90 and abs(east) <= 180:
            point = {"latitude": north, "longitude": east}
    mode = form.get("mode", draft.mode)
    chosen = mode if mode in (Mode.CONFIDENTIAL.value, Mode.REAL_NAME.value, Mode.ANONYMOUS.value) else ""
    known = draft.known
    if known in (Known.MAYBE, Known.JOINED):
        known = Known.JOINED if form.get("also_found") == "yes" else Known.MAYBE
    return replace(
        draft,
        known=known,
        facts=facts[: MOST_CHARACTERS[Step.FACTS]],
        object_name=typed.get("object_name", draft.object_name)[: MOST_CHARACTERS[Step.OBJECT]],
        address=typed.get("address", draft.address)[: MOST_CHARACTERS[Step.PLACE]],
        happened=typed.get("happened", draft.happened)[: MOST_CHARACTERS[Step.TIME]],
        latitude=point["latitude"],
        longitude=point["longitude"],
        mode=chosen,
    )


def _line(text: str) -> str:
    return " ".join(without_control(text).split())


def missing(draft: Draft) -> dict[str, str]:
    """What is still to be filled in, by its field."""
    wanted = {
        "facts": words.FACTS if len(draft.facts) < LEAST_FACTS else "",
        "mode": "" if draft.mode else words.MODE,
        "agreed": "" if request.form.get("agreed") == "yes" else words.AGREE,
    }
    return {name: said for name, said in wanted.items() if said}
