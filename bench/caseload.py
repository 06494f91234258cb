"""``python -m bench caseload``: lists and figures among 225,400 hazards, 20,000 tips and 100,000 followers.

On both engines each question is asked thirty times after a warm-up, with other towns, departments and pages
each time; goal: the 95th percentile below 300 ms. The figures go into ``build/bench-caseload.json``, with the
indexes in the plan of each question, and those that are in none.
"""

import json
import re
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from app import schema
from app.demo.loading import SCALES, load_demo
from app.settings_loading import load_settings
from app.wiring import Container
from bench.campaign_lists import campaign_questions
from core.clock import SystemClock, china_date
from core.db import Base
from staff.actors import Actor, ActorKind, Scope
from tests.account import ROOT
from tests.servers import PostgresServer
from tipoffs import worklists
from tipoffs.figures import figures, shown
from tipoffs.hazard_orders import HAZARD_ORDERS, HazardOrder
from tipoffs.hazards import queries
from tipoffs.hazards.models import HazardLevel
from tipoffs.hazards.status import OPEN as HAZARDS_OPEN
from tipoffs.rewards.queries import work_list
from tipoffs.rewards.status import RewardState
from tipoffs.tips.models import Tip
from tipoffs.worklists import Wanted

ROUNDS = 30
GOAL_MS = 300.0
MAY = frozenset({"tips.see", "hazards.see", "rewards.view"})
EVERYWHERE = Actor(ActorKind.STAFF, "bench", frozenset({"leader"}), MAY, Scope(everywhere=True))
TABLES = ("tips", "hazards", "case_clocks", "rewards")
OPEN = tuple(sorted(HAZARDS_OPEN))
Question = Callable[[Session, Random], object]


def main(words: list[str]) -> int:
    """Load and measure; 1 if a goal was missed. ``--scale small`` to try it."""
    scale = words[words.index("--scale") + 1] if "--scale" in words else "wenling"
    report: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="anwen-caseload-") as folder:
        report["sqlite"] = _measured(f"sqlite:///{folder}/anwen.db", scale)
        server = PostgresServer(fsync=True)
        try:
            server.start()
            server.execute("CREATE DATABASE caseload")
            report["postgres"] = _measured(server.url("caseload"), scale)
        finally:
            server.remove()
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-caseload.json").write_text(json.dumps({"scale": scale, "engines": report}, indent=2))
    return 0 if all(one["met"] for one in report.values()) else 1  # type: ignore[index]


def _measured(url: str, scale: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="anwen-caseload-var-") as var:
        container = Container(load_settings(var_dir=Path(var), database_url=url), SystemClock())
        try:
            schema.upgrade(container.database)
            began = time.perf_counter()
            rows = load_demo(container, SCALES[scale], 1, print)
            seconds = time.perf_counter() - began
            if not container.database.is_sqlite:
                # The server does so by itself within a minute; the embedded engine has nobody who does.
                with container.database.writing() as session:
                    session.execute(text("ANALYZE"))
            print(f"{container.database.url.get_backend_name()}: {rows} rows in {seconds:.0f} s")
            return ask(container) | {"rows": rows, "load_seconds": round(seconds), "plans": plans(container)}
        finally:
            container.close()


def ask(container: Container) -> dict[str, object]:
    """The 95th percentile of every question in milliseconds, and whether all met the goal.

    Beside it what it costs this process in processor time, which a busy machine stretches little; on SQLite
    that is all there is to it.
    """
    found: dict[str, float] = {}
    cost: dict[str, float] = {}
    for name, question in _questions(container).items():
        times, spent = [], []
        for number in range(ROUNDS + 2):
            with container.database.reading() as session:
                began, worked = time.perf_counter(), time.process_time()
                question(session, Random(number))
                spent.append((time.process_time() - worked) * 1000)
                times.append((time.perf_counter() - began) * 1000)
        times = sorted(times[2:])
        found[name] = round(times[int(0.95 * len(times))], 1)
        cost[name] = round(median(spent[2:]), 1)
        middle = times[len(times) // 2]
        print(f"  {name:<34} p50 {middle:>7.1f} ms   p95 {found[name]:>7.1f} ms   cpu {cost[name]:>6.1f} ms")
    return {"p95_ms": found, "cpu_ms": cost, "met": all(value < GOAL_MS for value in found.values())}


def _questions(container: Container) -> dict[str, Question]:
    today, now = china_date(container.clock.now()), container.clock.now()
    with container.database.reading() as session:
        towns = sorted({region[:9] for region in session.scalars(select(Tip.region).distinct())})
        units = [unit for unit in session.scalars(select(Tip.department).distinct()) if unit]
        deep = session.scalar(select(func.count()).select_from(Tip)) or 0
        pages = list(session.scalars(select(Tip.number).order_by(Tip.submitted_at).limit(deep // 2)))[-200:]
    month = date(today.year, today.month, 1) - timedelta(days=40)

    def deep_page(session: Session, chance: Random) -> object:
        number = chance.choice(pages)
        [line] = [
            worklists.TipLine(*row)
            for row in session.execute(
                select(*[getattr(Tip, name) for name in worklists.TipLine.__slots__]).where(
                    Tip.number == number
                )
            )
        ]
        return worklists.newest_tips(session, EVERYWHERE, Wanted(), line)

    return {
        "tips, newest": lambda s, _: worklists.newest_tips(s, EVERYWHERE, Wanted()),
        "tips, a page in the middle": deep_page,
        "tips of a state": lambda s, c: worklists.newest_tips(
            s, EVERYWHERE, Wanted(states=[c.choice(("verifying", "submitted", "archived", "in_remedy"))])
        ),
        "tips of a town": lambda s, c: worklists.newest_tips(s, EVERYWHERE, Wanted(region=c.choice(towns))),
        "tips of a department": lambda s, c: worklists.newest_tips(
            s, EVERYWHERE, Wanted(department=c.choice(units))
        ),
        "tips by what is due next": lambda s, _: worklists.due_next(s, EVERYWHERE, Wanted()),
        "the same of a department": lambda s, c: worklists.due_next(
            s, EVERYWHERE, Wanted(department=c.choice(units))
        ),
        "hazards, first due, open": lambda s, _: worklists.urgent_hazards(s, EVERYWHERE, Wanted(states=OPEN)),
        "hazards of a town, open": lambda s, c: worklists.urgent_hazards(
            s, within(regions=[c.choice(towns)]), Wanted(states=OPEN)
        ),
        "hazards of a unit's clerk": lambda s, c: worklists.urgent_hazards(
            s, within(departments=[c.choice(units)]), Wanted()
        ),
        "hazards of a town, all": lambda s, c: worklists.urgent_hazards(
            s, EVERYWHERE, Wanted(region=c.choice(towns))
        ),
        "hazards of a department, major": lambda s, c: worklists.urgent_hazards(
            s, EVERYWHERE, Wanted(department=c.choice(units), level=HazardLevel.MAJOR)
        ),
        **{
            f"hazards, {one.label}, {which}": partial(_ordered, order=one, wanted=wanted)
            for one in HAZARD_ORDERS[1:]
            for which, wanted in (("open", Wanted(states=HAZARDS_OPEN)), ("all", Wanted()))
        },
        "hazards, a town's, newest first": lambda s, c: _ordered(
            s, c, order=HAZARD_ORDERS[1], wanted=Wanted(region=c.choice(towns))
        ),
        "rewards of a state": lambda s, c: work_list(s, EVERYWHERE, c.choice(list(RewardState))),
        "board of 挂牌督办": lambda s, _: queries.board(s, now),
        "3030, a month by town": lambda s, _: queries.ranking_by_town(s, month, now),
        "3030, a month by department": lambda s, _: queries.ranking_by_department(s, month, now),
        "figures of a month": lambda s, _: figures(
            s, today - timedelta(days=60), today - timedelta(days=30), now
        ),
        "figures of a year, shown": lambda s, _: _shown(s, today, now),
        **campaign_questions(container),
    }


def _ordered(session: Session, _chance: Random, *, order: HazardOrder, wanted: Wanted) -> object:
    """A page in this order, and the one behind it."""
    _, mark = order.page(session, EVERYWHERE, wanted, "", worklists.PAGE)
    return order.page(session, EVERYWHERE, wanted, mark, worklists.PAGE)


def within(*, regions: Iterable[str] = (), departments: Iterable[str] = ()) -> Actor:
    """Somebody who sees a part of the county."""
    scope = Scope(regions=frozenset(regions), departments=frozenset(departments))
    return Actor(ActorKind.STAFF, "bench", frozenset(), MAY, scope)


def plans(container: Container) -> dict[str, object]:
    """The indexes in the plan of each question, and those that none has."""
    engine, asked = container.database.engine, list[tuple[str, Any]]()

    def note(_c: Any, _k: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    explain = "EXPLAIN QUERY PLAN " if container.database.is_sqlite else "EXPLAIN "
    found: dict[str, list[str]] = {}
    for name, question in _questions(container).items():
        with container.database.reading() as session:
            event.listen(engine, "before_cursor_execute", note)
            question(session, Random(3))
            event.remove(engine, "before_cursor_execute", note)
            lines = [
                str(row[-1])
                for statement, values in asked
                for row in session.connection().exec_driver_sql(explain + statement, values)
            ]
            asked.clear()
        found[name] = sorted(set(re.findall(r"\b(?:ix|uq|pk|sqlite_autoindex)_\w+", " ".join(lines))))
    used = {one for names in found.values() for one in names}
    ours = {str(index.name) for table in TABLES for index in Base.metadata.tables[table].indexes}
    return {"indexes": found, "in_no_plan": sorted(ours - used)}


def _shown(session: Session, today: date, now: datetime) -> object:
    found = figures(session, today - timedelta(days=365), today, now)
    return shown(found.by_town), shown(found.by_industry)
