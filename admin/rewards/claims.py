"""The counter of the payout officer: claims taken down, files for the finance office, results of the bank."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.done import send_on
from admin.forms import Field, NotFilledIn, Typed, within
from admin.needs import Needs
from admin.routes import Routes
from admin.sheets import CSV, EXCEL, as_file, noted
from admin.showing import page
from admin.visitors import Visitor
from core.clock import china_date
from core.errors import NotFound, RuleViolation
from core.text import width_folded
from tipoffs.rewards.notices import CONSENT
from tipoffs.rewards.payment.assisted_claims import AssistedClaimForm
from tipoffs.rewards.payment.payee_typed import MistypedAccount, payee_typed
from tipoffs.rewards.payment.reconciling import Reconciliation
from tipoffs.rewards.payment.sheets import (
    LEDGER_HEADS,
    PAYOUT_HEADS,
    RESULT_HEADS,
    Cell,
    bank_lines,
    written_csv,
    written_xlsx,
)
from tipoffs.rewards.permissions import RewardPermission as May
from tipoffs.rewards.refusals import WrongCode

FILE_BYTES = 4 * 1024 * 1024
FIELDS = (
    Field("code", "查询码", most=40, hint="举报时给举报人的那一串，请举报人自己报。"),
    Field("secret", "领奖密码", is_required=False, most=20,
          hint="匿名举报人必须报，8位数字；实名、保密的不用。"),
    Field("name", "收款人姓名", most=50),
    Field("id_number", "证件号码", most=40),
    Field("account", "收款账号", most=40),
    Field("bank", "开户银行", most=100, hint="写到支行。"),
    Field("proof", "从业证明", "area", is_required=False, rows=2, most=500,
          hint="按从业人员标准奖励、举报时没有提供过的才填：岗位、合同或者社保。"),
    Field("agreed", f"已经把这段话念给举报人听，本人同意：{CONSENT}", "check"),
)  # fmt: skip

SURE = Field("sure", "没有抄错，照着卡核对过", "check", is_required=False)
"""Stands below the account only once its number did not pass the check of cards."""


class Claims:
    """One form, two files, and one that comes back."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add(
            "/payouts/claim", self.claim, name="payout_claim", permission=May.PAY, methods=("GET", "POST")
        )
        routes.add(
            "/payouts/export", self.export, name="payout_export", permission=May.PAY, methods=("POST",)
        )
        routes.add("/payouts/results", self.results, name="payout_results", permission=May.RECONCILE)
        routes.add(
            "/payouts/results/take",
            self.take,
            name="payout_reconcile",
            permission=May.RECONCILE,
            methods=("POST",),
            most_bytes=FILE_BYTES,
        )
        routes.add(
            "/payouts/vouchers/export",
            self.vouchers,
            name="payout_vouchers_export",
            permission=May.RECONCILE,
            methods=("POST",),
        )

    def claim(self, visitor: Visitor) -> ResponseReturnValue:
        """Take down where the money goes; nothing typed is shown again."""
        if request.method == "GET":
            return page("rewards/claim", fields=FIELDS)
        needs, typed, now = self._needs, Typed.sent(), self._needs.clock.now()
        rewards, actor = needs.rewards(), visitor.actor
        try:
            form = _form(typed)
            # The check opens transactions of its own, so it comes before ours.
            case = rewards.check_code(form.code, f"staff:{actor.id}", now)
            rewards.get_ready(now)
            with needs.database.writing() as session:
                made = rewards.assisted_claims.claim(session, form, case, actor, now)
            if made is None:
                raise WrongCode
        except NotFound:
            raise
        except RuleViolation as refusal:
            fields = (*FIELDS, SURE) if isinstance(refusal, MistypedAccount) else FIELDS
            return page("rewards/claim", 409, fields=fields, typed=typed, refusal=typed.refused(refusal))
        return send_on("payout", "reward_claim", number=made.reward_number)

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """The open vouchers with name and account, for the finance office; the log tells who took them."""
        needs, now = self._needs, self._needs.clock.now()
        with needs.database.writing() as session:
            rows = needs.rewards().reconciling.payout_rows(session, visitor.actor, now)
        return self._file("待支付", PAYOUT_HEADS, rows)

    def vouchers(self, visitor: Visitor) -> ResponseReturnValue:
        """Every voucher under its number alone, for the finance office and auditors."""
        with self._needs.database.reading() as session:
            rows = self._needs.rewards().reconciling.ledger_rows(session, visitor.actor)
        file = self._file("凭证台账", LEDGER_HEADS, rows)
        return noted(file, self._needs, visitor, "rewards.export_vouchers", "vouchers")

    def results(self, visitor: Visitor) -> ResponseReturnValue:
        """How the bank's table looks, and where it is handed in."""
        return _results()

    def take(self, visitor: Visitor) -> ResponseReturnValue:
        """Settle what fits, and list what does not."""
        given = request.files.get("file")
        if given is None or not given.filename:
            return _results(refusal=notices.NO_WORKBOOK)
        needs, now = self._needs, self._needs.clock.now()
        rewards = needs.rewards()
        rewards.get_ready(now)
        try:
            lines = bank_lines(given.read())
            with needs.database.writing() as session:
                found = rewards.reconciling.reconcile(session, lines, visitor.actor, now)
        except RuleViolation as refusal:
            return _results(refusal=refusal.sentence)
        return _results(found)

    def _file(self, what: str, heads: Sequence[str], rows: list[list[Cell]]) -> ResponseReturnValue:
        is_csv = request.values.get("as") == "csv"
        data = (written_csv if is_csv else written_xlsx)(heads, rows)
        name = f"举报奖励{what}{china_date(self._needs.clock.now()):%Y%m%d}.{'csv' if is_csv else 'xlsx'}"
        return as_file(name, CSV if is_csv else EXCEL, [data])


def _form(typed: Typed) -> AssistedClaimForm:
    missing = [
        one.label for one in FIELDS if one.is_required and one.kind == "text" and not typed.text(one.name)
    ]
    if missing:
        raise NotFilledIn(f"请填写{'、'.join(missing)}。")
    said = within(FIELDS, typed)
    payee = payee_typed(
        *(said[name] for name in ("name", "id_number", "account", "bank")), is_sure=typed.is_ticked("sure")
    )
    return AssistedClaimForm(
        code=said["code"],
        payee=payee,
        agreed=typed.is_ticked("agreed"),
        secret="".join(filter(str.isdigit, width_folded(said["secret"]))),
        proof=said["proof"],
    )


def _results(found: Reconciliation | None = None, refusal: str = "") -> ResponseReturnValue:
    return page("rewards/results", 409 if refusal else 200, found=found, refusal=refusal, heads=RESULT_HEADS)
