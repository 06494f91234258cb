"""A page with one form: what stands in it, what was typed, and what somebody else wrote meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from admin.forms import Difference, Field, Typed
from admin.showing import page


@dataclass(frozen=True, slots=True)
class FormPage:
    """``address`` takes the form, ``back`` leads where one came from, ``edition`` marks what stands there."""

    title: str
    button: str
    address: str
    back: str
    edition: str = ""

    def show(
        self,
        fields: Sequence[Field],
        status: int = 200,
        *,
        typed: Typed | None = None,
        refusal: str = "",
        theirs: Sequence[Difference] = (),
        hint: str = "",
    ) -> ResponseReturnValue:
        """The page. After a refusal the mark stays the one that came, unless what differs was shown."""
        edition = typed.text("base") if typed and not theirs else self.edition
        return page(
            "campaigns/form",
            status,
            form=self, fields=fields, typed=typed, refusal=refusal, theirs=theirs, edition=edition, hint=hint,
        )  # fmt: skip


def against(fields: Sequence[Field], typed: Typed) -> list[Difference]:
    """Where what stands there by now, the values of ``fields``, differs from what was typed."""
    return [
        Difference(one.label, _said(one, one.value), _said(one, given))
        for one in fields
        for given in [" ".join(typed.all(one.name)) if one.kind == "many" else typed.text(one.name)]
        if given != one.value.strip()
    ]


def _said(field: Field, value: str) -> str:
    known = dict(field.choices)
    if field.kind == "many":
        return "、".join(known.get(code, code) for code in value.split())
    return known.get(value, value)
