"""The pages of setting up: the list, local facts, WeChat, first staff, rule set, sample data."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import back, send_on
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.setup import steps
from admin.setup.needs import Answered
from admin.showing import page
from admin.visitors import Visitor
from core.errors import NotFound, RuleViolation
from core.text import as_typed
from knowledge.localfacts import with_signs
from knowledge.telephones import is_number, tidied, undiallable
from staff.choices import FACT, choose, load_choices
from staff.people import holders
from staff.permissions import StaffPermission
from tipoffs.rewards.reckoning.rulebook import NATIONAL, Standing

SETTLE = StaffPermission.SETTLE
LONGEST_FACT = 300


class SetupPages:
    """What an administrator fills in first, and comes back to later."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/setup", self.listed, name="setup", permission=SETTLE, menu=MenuItem("设置清单", "checklist")
        )
        for rule, view, name in (
            ("/setup/bureau", self.bureau, "setup_bureau"),
            ("/setup/wechat", self.wechat, "setup_wechat"),
            ("/setup/rewards", self.rewards, "setup_rewards"),
            ("/setup/sample", self.sample, "setup_sample"),
        ):
            routes.add(rule, view, name=name, permission=SETTLE, methods=("GET", "POST"))
        routes.add("/setup/staff", self.staff, name="setup_staff", permission=SETTLE)
        routes.add(
            "/setup/<word>/later", self.later, name="setup_later", permission=SETTLE, methods=("POST",)
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Every step, and how far it is."""
        with self._needs.database.reading() as session:
            found = steps.steps_of(session, self._needs)
        return page("setup/list", found=found, left=[one for one in found if one.is_open])

    def later(self, visitor: Visitor, word: str) -> ResponseReturnValue:
        """Put a step off, or take it up again."""
        with self._needs.database.reading() as session:
            known = {one.word for one in steps.steps_of(session, self._needs)}
        if word not in known:
            raise NotFound
        is_off = bool(request.form.get("off"))
        self._choose(visitor, {steps.LATER + word: "yes" if is_off else ""})
        return send_on("setup", "setup_later" if is_off else "setup_again")

    def bureau(self, visitor: Visitor) -> ResponseReturnValue:
        """The local facts; an emptied field falls back to what the file says, or to the safe sentence."""
        services = self._needs.setup()
        if request.method == "GET":
            return self._bureau(services.facts())
        typed = {name: " ".join(as_typed(request.form.get(name, "")).split()) for name in services.declared}
        long = [one.label for name, one in services.declared.items() if len(typed[name]) > LONGEST_FACT]
        if long:
            return self._bureau(typed, notices.LONG_FACT.format(labels="”“".join(long), most=LONGEST_FACT))
        for name in services.declared:
            if is_number(name):
                typed[name] = tidied(typed[name])
        # What the file says already is not written down twice: a later change of the file would not be seen.
        # What was left alone is not written at all: somebody else may have changed it meanwhile.
        own = {
            FACT + name: "" if value == services.facts_in_file.get(name, "") else value
            for name, value in typed.items()
            if value != " ".join(request.form.get(f"was-{name}", f"{value}.").split())
        }
        odd = undiallable({name: own.get(FACT + name, "") for name in services.declared})
        if odd:
            labels = "”“".join(services.declared[name].label for name in odd)
            return self._bureau(typed, notices.NO_NUMBER.format(labels=labels))
        signs = with_signs(own)
        if signs:
            labels = "”“".join(services.declared[name.removeprefix(FACT)].label for name in signs)
            return self._bureau(typed, notices.SIGNS_IN_FACT.format(labels=labels))
        self._choose(visitor, own)
        return self._on("setup_bureau", "setup_facts")

    def _bureau(self, values: object, refusal: str = "") -> ResponseReturnValue:
        services = self._needs.setup()
        return page(
            "setup/bureau",
            409 if refusal else 200,
            declared=services.declared.values(),
            values=values,
            in_file=services.facts_in_file,
            wanted=steps.WANTED_FACTS,
            longest=LONGEST_FACT,
            refusal=refusal,
        )

    def wechat(self, visitor: Visitor) -> ResponseReturnValue:
        """The settings of the account, and what the platform answers when it is asked."""
        platform = self._needs.setup().platform
        answers: list[Answered] = []
        if request.method == "POST":
            answers = list(platform.meet())
            if all(one.is_well for one in answers):
                self._choose(visitor, {steps.WECHAT: self._needs.clock.now().isoformat()})
        return page("setup/wechat", lines=platform.lines(), answers=answers)

    def staff(self, visitor: Visitor) -> ResponseReturnValue:
        """Which roles nobody has yet."""
        with self._needs.database.reading() as session:
            held = holders(session)
        posts = [(role, held.get(role.word, 0)) for role in self._needs.roles.roles.values()]
        return page("setup/staff", posts=posts, wanted=steps.WANTED_ROLES, labels=self._needs.labels)

    def rewards(self, visitor: Visitor) -> ResponseReturnValue:
        """Whose rules are asked before the nation's; a set that nobody confirmed cannot be taken."""
        with self._needs.database.reading() as session:
            sets = self._needs.setup().rule_sets(session)
            chosen = load_choices(session).get(steps.LOCALITY, "")
        usable = {one.locality for one in sets if one.standing is Standing.IN_FORCE} | {NATIONAL}
        if request.method == "POST":
            place = request.form.get("locality", "")
            if place in usable:
                self._choose(visitor, {steps.LOCALITY: place})
                return self._on("setup_rewards", "setup_rules")
        localities = sorted(usable - {NATIONAL})
        places = [NATIONAL, *localities]
        refusal = notices.CHOOSE_RULES if request.method == "POST" else ""
        return page(
            "setup/rewards", 409 if refusal else 200,
            sets=sets, usable=places, chosen=chosen, national=NATIONAL, refusal=refusal,
        )  # fmt: skip

    def sample(self, visitor: Visitor) -> ResponseReturnValue:
        """Load the made-up county, or say that none is wanted."""
        county, refusal = self._needs.setup().sample, ""
        if request.method == "POST":
            if not request.form.get("load"):
                self._choose(visitor, {steps.SAMPLE: "off"})
                return self._on("setup_sample", "setup_no_sample")
            if not county.is_offered:
                raise NotFound
            try:
                county.load()
                return self._on("setup_sample", "setup_sample")
            except RuleViolation as error:
                refusal = error.sentence
        with self._needs.database.reading() as session:
            is_loaded, choices = county.is_loaded(session), load_choices(session)
        return page(
            "setup/sample",
            409 if refusal else 200,
            county=county,
            is_loaded=is_loaded,
            is_off=steps.SAMPLE in choices,
            refusal=refusal,
        )

    def _choose(self, visitor: Visitor, chosen: dict[str, str]) -> None:
        with self._needs.database.writing() as session:
            choose(session, chosen, actor=visitor.actor, now=self._needs.clock.now())

    @staticmethod
    def _on(here: str, word: str) -> ResponseReturnValue:
        """To the list, or for who pressed 保存 alone back to the page."""
        return back(url_for(f"admin.{here if request.form.get('stay') else 'setup'}"), word)
