"""The audit log, for whoever supervises the system: search, readings of identities, verifying, export."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from admin import notices
from admin.audit_words import (
    Teller,
    action_words,
    actions_of,
    actor_words,
    subjects_of,
    told_details,
    words_of_action,
    words_of_subject,
)
from admin.forms import find_day
from admin.listing import turned
from admin.marks import after_words
from admin.needs import Needs
from admin.routes import MenuItem, Routes
from admin.sending.wording import in_words
from admin.sheets import CSV, EXCEL, as_file, blocks_of
from admin.showing import page
from admin.visitors import Visitor
from campaigns.audiences.histories import titles_of
from campaigns.audiences.spec import BadSpec, read_spec
from core.clock import SHANGHAI
from core.errors import BadContent
from core.sort_orders import Page, chosen
from core.workbooks import Sheet, harmless, write_xlsx
from staff.audit import key_of, record
from staff.heads import read_heads
from staff.models import AuditEntry
from staff.permissions import StaffPermission
from staff.reading import AUDIT_ORDERS, PAGE, AuditWanted, all_entries, count_up_to, entries
from staff.services import list_staff
from staff.standing import unrecorded
from staff.verifying import Progress, Verdict, verify_part

AUDIT = StaffPermission.AUDIT
AT_ONCE = 20_000
"""How many entries one request verifies; it takes about a second."""
MOST_ROWS = 100_000
HEADS = ("编号", "时间", "谁", "办了什么", "代号", "哪一件", "事由", "详情", "校验值")
_BLOCK = 64 * 1024


class AuditPages:
    """The pages of the audit administrator."""

    def __init__(self, needs: Needs) -> None:
        self._needs = needs

    def add_to(self, routes: Routes) -> None:
        """Add the pages."""
        routes.add("/audit", self.listed, name="audit", permission=AUDIT, menu=MenuItem("审计日志", "log"))
        routes.add("/audit/identities", self.identities, name="audit_identities", permission=AUDIT)
        routes.add("/audit/verify", self.begin, name="audit_verify", permission=AUDIT)
        routes.add(
            "/audit/verify/on", self.verify, name="audit_verify_on", permission=AUDIT, methods=("POST",)
        )
        routes.add("/audit/export", self.export, name="audit_export", permission=AUDIT, methods=("POST",))

    def listed(self, visitor: Visitor) -> ResponseReturnValue:
        """The entries that fit, the newest first."""
        return self._shown("audit", identity=False)

    def identities(self, visitor: Visitor) -> ResponseReturnValue:
        """Who learnt when of whose identity; the list says of which case and never of whom."""
        return self._shown("audit_identities", identity=True)

    def begin(self, visitor: Visitor) -> ResponseReturnValue:
        """Explain what verifying is."""
        return page("audit_verify", kept=len(self._needs.heads()))

    def verify(self, visitor: Visitor) -> ResponseReturnValue:
        """Verify one stretch of the chain; the page goes on by itself until the end."""
        needs = self._needs
        strange: list[str] = []
        with needs.database.reading() as session:
            key = key_of(session)
            progress = Progress.of(request.form.get("progress", ""), key)
            try:
                heads = read_heads(needs.heads(), key)
                found = verify_part(session, heads, progress, AT_ONCE)
            except BadContent as bad:
                heads, found = [], Verdict(progress.good, str(bad))
            if isinstance(found, Verdict) and found.is_whole:
                strange = unrecorded(session)
        if isinstance(found, Progress):
            return page("audit_verify", kept=len(heads), good=found.good, progress=found.line(key))
        with needs.database.writing() as session:
            detail = {"good": found.good, "whole": found.is_whole and not strange}
            record(
                session,
                actor=visitor.actor,
                action="audit.verify",
                subject="audit",
                now=needs.clock.now(),
                detail=detail,
            )
        return page("audit_verify", kept=len(heads), good=found.good, verdict=found, strange=strange)

    def export(self, visitor: Visitor) -> ResponseReturnValue:
        """A file of what fits, written as it is read; that somebody took it stands in the log."""
        needs = self._needs
        wanted = _wanted(request.form.get("of") == "identities", self._staff())
        kind = "xlsx" if request.form.get("as") == "xlsx" else "csv"
        with needs.database.reading() as session:
            too_many = kind == "xlsx" and count_up_to(session, wanted, MOST_ROWS + 1) > MOST_ROWS
        if too_many:
            words = notices.TOO_LONG_SHEET.format(most=MOST_ROWS)
            return self._shown("audit_identities" if wanted.identity else "audit", wanted.identity, words)
        # A workbook stands before it is written down who took it: one that is refused was not taken.
        written = self._csv(wanted) if kind == "csv" else self._xlsx(wanted)
        with needs.database.writing() as session:
            detail = {
                "as": kind,
                "of": _asked("action"),
                "actor": _asked("actor"),
                "about": _asked("subject"),
            }
            days = {"since": str(wanted.since or ""), "until": str(wanted.until or "")}
            record(
                session,
                actor=visitor.actor,
                action="audit.export",
                subject="audit",
                now=needs.clock.now(),
                detail={**detail, **days, "identity": wanted.identity},
            )
        return as_file(f"audit.{kind}", CSV if kind == "csv" else EXCEL, written)

    def _shown(self, route: str, identity: bool, refusal: str = "") -> ResponseReturnValue:
        staff = self._staff()
        wanted = _wanted(identity, staff)
        with self._needs.database.reading() as session:
            order = chosen(AUDIT_ORDERS, request.args.get("sort", ""))
            found = entries(session, wanted, Page(order, after_words(), PAGE + 1))
        leaf = turned(route, found, order.mark, PAGE, orders=AUDIT_ORDERS, order=order, is_taken=False)
        asked = {
            "subject": words_of_subject(_asked("subject")),
            "actor": _asked("actor"),
            "action": words_of_action(_asked("action")),
            "since": str(wanted.since or ""),
            "until": str(wanted.until or ""),
        }
        return page(
            "audit",
            409 if refusal else 200,
            leaf=leaf,
            asked=asked,
            route=route,
            words_of=words_of_action,
            words_of_subject=words_of_subject,
            staff=staff,
            told_details=partial(told_details, tellers=self._tellers()),
            machines=actor_words(),
            known=action_words(),
            refusal=refusal,
        )

    def _tellers(self) -> Mapping[str, Teller]:
        """What stands in details as a code, as it is called on its own page."""
        roles = {word: role.label for word, role in self._needs.roles.roles.items()}
        with self._needs.database.reading() as session:
            rules = {one.id: one.name for one in self._needs.rewards().rule_book(session).sets}
        return {
            "role": lambda word: roles.get(word, ""),
            "rule": lambda code: rules.get(code, ""),
            "from": lambda code: rules.get(code, ""),
            "spec": self._segment_in_words,
            "before": self._segment_in_words,
        }

    def _segment_in_words(self, written: str) -> str:
        """Whom a segment meant, kept as JSON; empty where nothing of the kind is kept."""
        try:
            spec = read_spec(json.loads(written))
        except (ValueError, TypeError, BadSpec):
            return ""
        services = self._needs.sending()
        with self._needs.database.reading() as session:
            titles = titles_of(session, spec.done)
        said = in_words(spec, services.topics, services.tree(), titles)
        return "；".join(f"{name} {words}" for name, words in said)

    def _staff(self) -> Mapping[str, str]:
        with self._needs.database.reading() as session:
            return {one.login: one.name for one in list_staff(session)}

    def _rows(self, wanted: AuditWanted) -> Iterator[list[str]]:
        with self._needs.database.reading() as session:
            for entry in all_entries(session, wanted):
                yield [harmless(cell) for cell in _cells(entry)]

    def _csv(self, wanted: AuditWanted) -> Iterator[str]:
        # Excel takes a CSV for UTF-8 only with this mark before it.
        yield "\ufeff"
        block = io.StringIO()
        writer = csv.writer(block)
        writer.writerow(HEADS)
        for row in self._rows(wanted):
            writer.writerow(row)
            if block.tell() > _BLOCK:
                yield block.getvalue()
                block.seek(0)
                block.truncate()
        yield block.getvalue()

    def _xlsx(self, wanted: AuditWanted) -> Iterator[bytes]:
        widths = {"时间": 22, "办了什么": 28, "详情": 40, "校验值": 30}
        sheet = Sheet("审计日志", HEADS, self._rows(wanted), widths)
        return blocks_of(lambda file: write_xlsx(file, [sheet]))


def _cells(entry: AuditEntry) -> list[str]:
    at = entry.at.astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")
    detail = "" if entry.detail == "{}" else entry.detail
    who = entry.actor
    words = words_of_action(entry.action)
    return [str(entry.number), at, who, words, entry.action, entry.subject, entry.reason, detail, entry.hash]


def _asked(name: str) -> str:
    return request.values.get(name, "").strip()[:128]


def _wanted(identity: bool, staff: Mapping[str, str]) -> AuditWanted:
    """What the address or the form asks for; a day that is none asks for nothing; ``day`` is one alone."""
    subjects, actions, day = subjects_of(_asked("subject")), actions_of(_asked("action")), _asked("day")
    since, until = (find_day(_asked(name) or day) for name in ("since", "until"))
    return AuditWanted(subjects, _actors_of(_asked("actor"), staff), actions, since, until, identity)


def _actors_of(given: str, staff: Mapping[str, str]) -> tuple[str, ...]:
    """Who is meant: 陈力（chen） from the list is one, a name typed by itself is all of that name."""
    inside = re.fullmatch(r".*[（(]([\w.-]+)[）)]", given)
    if inside:
        return (inside[1],)
    return (given, *(login for login, name in staff.items() if name == given)) if given else ()
