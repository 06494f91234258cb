"""The form of a code: registered, led elsewhere, retired."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from admin.done import send_on
from admin.forms import Difference, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.library.codes import CodePlan, get_code, plan_of
from campaigns.library.materials import materials
from campaigns.library.models import QrCode
from campaigns.library.permissions import Permission
from campaigns.planning.queries import CAMPAIGN_ORDERS, campaigns
from core.errors import RuleViolation
from core.optimistic_locking import ChangedMeanwhile, fingerprint_of
from core.sort_orders import Page
from places.models import VenueKind
from places.regions import Level

MOST_CHOICES = 200
_USES = [("", "给资料、签到"), ("tips", "反映这里的安全隐患（扫开就是举报，地点已填好）")]
_LABELS = {
    "title": "标题", "material": "资料", "place": "贴在哪里", "region": "区划", "printed": "印数",
    "audience": "五进场景", "campaign": "宣传计划", "venue": "场所编号",
}  # fmt: skip
"""What each field that may be changed is called where it differs."""


class CodeForm:
    """The form of a QR code: registered, changed, retired."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        keep, both, place = Permission.KEEP, ("GET", "POST"), "/library/codes/<int:number>"
        routes.add_new("/library/codes/new", self.new, name="qr_code_new", permission=keep)
        routes.add(f"{place}/change", self.change, name="qr_code_change", permission=keep, methods=both)
        routes.add(f"{place}/retire", self.retire, name="qr_code_retire", permission=keep, methods=("POST",))

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Register a code."""
        if request.method == "GET":
            asked = {name: [request.args.get(name, "")] for name in ("material", "campaign", "scene")}
            return self._form(visitor, Typed({"printed": ["0"], **asked}))
        form, needs = Typed.sent(), self._needs
        try:
            plan = _plan(form)
            with needs.database.writing() as session:
                number = needs.sending().codes.add(session, plan, visitor.actor, needs.clock.now()).id
        except RuleViolation as refusal:
            return self._form(visitor, form, refusal=form.refused(refusal))
        return send_on("qr_code", "code_added", number=number)

    def change(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Let it lead elsewhere; what is on paper leads there too."""
        needs = self._needs
        with needs.database.reading() as session:
            code = get_code(session, number, visitor.actor)
        stands = plan_of(code)
        if request.method == "GET":
            return self._form(visitor, _filled(stands), code, base=fingerprint_of(stands))
        form, now = Typed.sent(), needs.clock.now()
        base = form.text("base")
        try:
            plan = _plan(form)
            with needs.database.writing() as session:
                needs.sending().codes.change(session, number, plan, visitor.actor, now, base or None)
        except ChangedMeanwhile as refusal:
            theirs = _filled(stands)
            return self._form(visitor, form, code, refusal.sentence, fingerprint_of(stands), theirs)
        except RuleViolation as refusal:
            return self._form(visitor, form, code, form.refused(refusal), base)
        return send_on("qr_code", "code_changed", number=number)

    def retire(self, visitor: Visitor, number: int) -> ResponseReturnValue:
        """Whoever scans it is told so."""
        needs = self._needs
        with needs.database.writing() as session:
            needs.sending().codes.retire(session, number, visitor.actor, needs.clock.now())
        return send_on("qr_code", "code_retired", number=number)

    def _form(
        self,
        visitor: Visitor,
        form: Typed,
        code: QrCode | None = None,
        refusal: str = "",
        base: str = "",
        theirs: Typed | None = None,
    ) -> ResponseReturnValue:
        tree = self._needs.sending().tree()
        with self._needs.database.reading() as session:
            given = [(str(one.id), one.title) for one in materials(session, visitor.actor, MOST_CHOICES)]
            plans = [
                (str(one.id), one.name)
                for one in campaigns(session, page=Page(CAMPAIGN_ORDERS[0], limit=MOST_CHOICES))
            ]
        # Villages too, below their town: a code for tips names the place of whoever scans it.
        towns = [
            (
                town.name,
                [
                    (town.code, f"{town.name}（全部）"),
                    *((one.code, one.name) for one in tree.children(town.code)),
                ],
            )
            for town in tree.at_level(Level.TOWN)
        ]
        counties = [(one.code, one.name) for one in tree.at_level(Level.COUNTY)]
        if code is not None and code.region and code.region not in tree:
            counties.append((code.region, code.region))
        kinds = [(one.value, one.label) for one in VenueKind]
        places = [*counties, *(place for _, below in towns for place in below)]
        said = {
            "material": dict(given),
            "campaign": dict(plans),
            "region": dict(places),
            "audience": dict(kinds),
        }
        return page(
            "sending/code_form",
            409 if refusal else 200,
            form=form, code=code, refusal=refusal, materials=given, plans=plans,
            counties=counties, towns=towns, kinds=kinds, uses=_USES, base=base,
            theirs=_against(theirs, form, said) if theirs else [],
        )  # fmt: skip


def _plan(form: Typed) -> CodePlan:
    return CodePlan(
        title=form.text("title"),
        material_id=form.number_or_none("material", "资料"),
        campaign_id=form.number_or_none("campaign", "宣传计划"),
        audience=next((one for one in VenueKind if one.value == form.text("audience")), None),
        venue_id=form.number_or_none("venue", "场所编号"),
        region=form.text("region"),
        place=form.text("place"),
        printed=form.number_or_none("printed", "印数") or 0,
        scene=form.text("scene") or None,
        takes_tips=form.text("use") == "tips",
    )


def _against(theirs: Typed, form: Typed, said: Mapping[str, Mapping[str, str]]) -> list[Difference]:
    """Where what stands there by now differs from what was typed, in words."""

    def spoken(name: str, value: str) -> str:
        return said.get(name, {}).get(value, value)

    return [
        Difference(label, spoken(name, theirs.text(name)), spoken(name, form.text(name)))
        for name, label in _LABELS.items()
        if theirs.text(name) != form.text(name)
    ]


def _filled(plan: CodePlan) -> Typed:
    values = {
        "title": plan.title,
        "material": plan.material_id,
        "campaign": plan.campaign_id,
        "audience": plan.audience.value if plan.audience else "",
        "venue": plan.venue_id,
        "region": plan.region,
        "place": plan.place,
        "printed": plan.printed,
    }
    return Typed({name: ["" if value is None else str(value)] for name, value in values.items()})
