"""The themes of the years: entered by one, typed again from the document by another."""

from collections.abc import Mapping, Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.campaigns.reading import PLEASE
from admin.campaigns.writing import FormPage
from admin.done import send_on
from admin.forms import Field, Typed
from admin.needs import Needs
from admin.routes import Routes
from admin.showing import page
from admin.visitors import Visitor
from campaigns.planning.models import Theme
from campaigns.planning.permissions import Permission
from campaigns.planning.themes import FIRST_YEAR, LAST_YEAR, LONGEST, NewTheme, find_theme, themes
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from staff.services import names_of


class ThemePages:
    """The list and two forms."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        both, rule = ("GET", "POST"), "/campaigns/themes"
        routes.add(rule, self.listed, name="themes", permission=Permission.SEE)
        routes.add(f"{rule}/new", self.new, name="theme_new", permission=Permission.THEME, methods=both)
        routes.add(
            f"{rule}/<occasion>/<int:year>",
            self.verify,
            name="theme_verify",
            permission=Permission.VERIFY_THEME,
            methods=both,
        )

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """Every occasion that has a theme of its own, year by year."""
        calendar = self._needs.campaigns().calendar
        with self._needs.database.reading() as session:
            rows = themes(session)
            people = names_of(session, {one.set_by for one in rows} | {one.verified_by or "" for one in rows})
        kept: dict[str, list[Theme]] = {code: [] for code in self._themed()}
        for one in rows:
            kept.setdefault(one.occasion, []).append(one)
        actor = visitor.actor
        mine = {
            one.id
            for one in rows
            if one.text and one.verified_at is None and one.set_by != actor.id
        }  # fmt: skip
        return page(
            "campaigns/themes",
            kept=kept, name=calendar.name_of, people=people, year=china_date(self._needs.clock.now()).year,
            mine=mine if actor.may(Permission.VERIFY_THEME) else set(),
        )  # fmt: skip

    def new(self, visitor: Visitor) -> ResponseReturnValue:
        """Enter a theme, or correct one."""
        needs = self._needs
        form = FormPage("登记年度主题", "登记", url_for("admin.theme_new"), url_for("admin.themes"))
        hint = "登记以后由另一人照原文核对；没有核对，属于它的内容不能签发、发布。改一个字也要重新核对。"
        if request.method == "GET":
            return form.show(self._fields(self._known()), hint=hint)
        typed = Typed.sent()
        try:
            occasion = typed.needed("occasion", "宣传节点")
            with needs.database.writing() as session:
                needs.campaigns().themes.set_theme(
                    session,
                    occasion,
                    typed.number("year", "年份"),
                    NewTheme(
                        text=typed.text("text"),
                        document=typed.text("document"),
                        source=typed.text("source"),
                        edition=typed.number_or_none("edition", "第几个"),
                    ),
                    visitor.actor,
                    needs.clock.now(),
                )
        except RuleViolation as refusal:
            return form.show(self._fields({}), 409, typed=typed, refusal=typed.refused(refusal), hint=hint)
        return send_on("themes", "theme_set")

    def verify(self, visitor: Visitor, occasion: str, year: int) -> ResponseReturnValue:
        """Type it again as the document has it."""
        needs = self._needs
        with needs.database.reading() as session:
            theme = find_theme(session, occasion, year) if FIRST_YEAR <= year <= LAST_YEAR else None
            if theme is None:
                raise NotFound
            people = names_of(session, {theme.set_by})
        name = needs.campaigns().calendar.name_of(occasion)
        here = url_for("admin.theme_verify", occasion=occasion, year=year)
        form = FormPage(f"核对{year}年{name}的主题", "核对", here, url_for("admin.themes"))
        told = "；".join(filter(None, (theme.document, theme.source)))
        hint = f"请打开原文（{told}），照着输入主题。{people.get(theme.set_by, theme.set_by)}登记的先不显示。"
        fields = (Field("text", "原文里的主题", most=LONGEST),)
        if request.method == "GET":
            return form.show(fields, hint=hint)
        typed = Typed.sent()
        try:
            with needs.database.writing() as session:
                themes, now = needs.campaigns().themes, needs.clock.now()
                themes.verify_theme(session, occasion, year, typed.text("text"), visitor.actor, now)
        except RuleViolation as refusal:
            return form.show(fields, 409, typed=typed, refusal=typed.refused(refusal), hint=hint)
        return send_on("themes", "theme_verified")

    def _themed(self) -> Sequence[str]:
        calendar = self._needs.campaigns().calendar
        return [one.code for one in calendar.occasions.values() if one.theme_of == one.code]

    def _known(self) -> Mapping[str, str]:
        """What stands there of the theme that the address names."""
        occasion = request.args.get("occasion", "")
        year = request.args.get("year", default=china_date(self._needs.clock.now()).year, type=int)
        with self._needs.database.reading() as session:
            theme = find_theme(session, occasion, year) if FIRST_YEAR <= year <= LAST_YEAR else None
        values = {"occasion": occasion, "year": str(year)}
        if theme is not None:
            values |= {"edition": str(theme.edition or ""), "text": theme.text}
            values |= {"document": theme.document, "source": theme.source}
        return values

    def _fields(self, values: Mapping[str, str]) -> tuple[Field, ...]:
        calendar = self._needs.campaigns().calendar
        occasions = [PLEASE, *((code, calendar.name_of(code)) for code in self._themed())]

        def value(name: str) -> str:
            return values.get(name, "")

        return (
            Field("occasion", "宣传节点", "choice", occasions, value=value("occasion")),
            Field("year", "年份", "number", value=value("year"), most=4),
            Field("edition", "第几个", "number", is_required=False, value=value("edition"), most=3),
            Field("text", "主题", value=value("text"), most=LONGEST, hint="照公布的原文，标点也照原文。"),
            Field("document", "文号", is_required=False, value=value("document"), most=64),
            Field("source", "出处", is_required=False, value=value("source"), most=300,
                  hint="在哪里能看到原文：网址，或者文件名和日期。文号、出处至少写一个。"),
        )  # fmt: skip
