"""Safety Month from the plan to figures that agree, as clerks type it and citizens live it.

Everything goes over real processes: commands write rows, the worker sends, the simulated platform reports.
Steps are asserted on the way; what has to agree at the end are the findings.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from campaigns.content import samples
from core.clock import SHANGHAI, SystemClock
from places.regions import Level
from proof.findings import Finding
from quizzes.models import QuizAttempt
from tests.account import Account, Citizen
from tests.clerks import Clerks
from tests.phone import WECHAT, Phone
from tests.unit.places.county import county

ROLES = {
    "wu": "planner",
    "li": "campaign_reviewer",
    "sun": "campaign_reviewer",
    "he": "leader",
    "xu": "publisher",
}
THEME = "（试验用的主题）一二三四五六"
"""Made up: the real one of a year is entered by the bureau."""
SAMPLE = samples.FOLDER / "safety_month.md"
TITLE = "安全生产月来了"
COUNTY = "999001"
EAST, WEST = 12, 4
"""Of the sixteen towns; the first part is more than one call where there are 20,000 people."""
QUESTIONS = 3
SAMPLED = 20
PATIENCE_SECONDS = 300.0


@contextmanager
def without_quiet_hours(account: Account) -> Iterator[None]:
    """A worker that sends campaigns at this hour, whatever hour it is."""
    names = ("ANWEN_QUIET_FROM", "ANWEN_QUIET_UNTIL")
    if all(account.environment.get(name) == "00:00" for name in names):
        yield
        return
    account.stop_part("worker")
    account.environment.update(dict.fromkeys(names, "00:00"))
    account.start_part("worker")
    try:
        yield
    finally:
        account.stop_part("worker")
        for name in names:
            account.environment.pop(name)
        account.start_part("worker")


def keep_safety_month(account: Account, engine: str, *, people: int, players: int = 10) -> list[Finding]:
    """The whole month with so many followers in sixteen towns, of whom some take part."""
    with without_quiet_hours(account), account.container() as container, TemporaryDirectory() as folder:
        month = SafetyMonth(account, Clerks(container), Path(folder), people, players)
        try:
            month.opens()
            month.plans()
            month.signs_off()
            month.sends_by_segment()
            month.reminds()
            month.signs_in()
            month.competes()
            return month.agrees(engine)
        finally:
            month.leaves()


def waits(what: str, of: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Look again until it is as wanted."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not wanted(found := of()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: {found}")
        time.sleep(0.2)
    return found


class SafetyMonth:
    """The campaign of one month, in the order in which an office runs it."""

    def __init__(self, account: Account, clerks: Clerks, folder: Path, people: int, players: int) -> None:
        self.account, self.clerks, self.folder = account, clerks, folder
        self.people = people
        self.key = f"{time.time_ns() // 1_000_000:x}"
        self.logins = {name: f"{name}-{self.key}" for name in ROLES}
        self.wanted_players = players
        self.now = SystemClock().now().astimezone(SHANGHAI)
        self.mass_seconds = 0.0

    def does(self, name: str, *words: str) -> list[dict[str, Any]]:
        """Somebody of the office types a command."""
        return self.clerks.does(self.logins[name], *words)

    def one(self, name: str, *words: str) -> dict[str, Any]:
        """The same where one row comes back."""
        return self.clerks.one(self.logins[name], *words)

    def refused(self, name: str, sentence: str, *words: str) -> None:
        """Somebody tries what is not allowed."""
        said = self.clerks.refused(self.logins[name], *words)
        assert sentence in said, said

    def opens(self) -> None:
        """Accounts, regions, questions; followers in sixteen towns, as the platform knows them."""
        for name, role in ROLES.items():
            self.clerks.types(
                "staff", "add", self.logins[name], "--name", name, "--everywhere", "--role", role
            )
        towns = [one for one in county() if one.level is Level.TOWN]
        rows = [f"- {{代码: '{COUNTY}', 名称: 安文县, 级别: 县}}"]
        rows += [
            f"- {{代码: '{one.code}', 名称: {one.name}, 上级代码: '{COUNTY}', 级别: 乡镇}}" for one in towns
        ]
        self._imports("\n".join(rows))
        self.one("wu", "quizzes", "load")
        self.clerks.types("notices", "bind")
        east = self.people * EAST // (EAST + WEST)
        self.east = self._crowd("东片", east, [one.name for one in towns[:EAST]])
        self.west = self._crowd("西片", self.people - east, [one.name for one in towns[EAST:]])
        self.players = [
            Citizen(self.account, openid) for openid in self.east["openids"][: self.wanted_players]
        ]
        quiet, self.villager = (Citizen(self.account, one) for one in self.east["openids"][-2:])
        assert "退订" in quiet.says("退订")
        pull = self.one("xu", "followers", "sync", "--again")
        if pull["stage"] != "finished":
            # Between one and six at night the clock pulls too, and who comes second leaves it to the first.
            waits(
                "follower pull",
                lambda: self.one("xu", "followers", "sync"),
                lambda found: found["stage"] == "finished",
            )
        self.town = towns[0].code
        self.in_town_before = self._in_town()
        said = self.villager.says(f"改成{towns[0].name}")
        assert f"您的乡镇记成{towns[0].name}" in said, said

    def plans(self) -> None:
        """Nothing is approved before the theme is checked by somebody else, nor by who planned it."""
        year, first = str(self.now.year), self.now.date()
        theme = ("--year", year, "--text", THEME)
        self.one("wu", "campaigns", "themes", "set", *theme, "--document", "试验〔0〕0号")
        days = ("--from", str(first), "--to", str(first + timedelta(days=20)))
        plan = self.one(
            "wu", "campaigns", "plan", "add", "--name", f"{year}年安全生产月", "--kind", "safety_month",
            "--occasion", "safety_month", *days, "--region", COUNTY, "--lead", "县安委办", "--theme", THEME,
        )  # fmt: skip
        self.campaign = str(plan["id"])
        self.refused("li", "核对", "campaigns", "plan", "approve", self.campaign)
        self.one("li", "campaigns", "themes", "verify", *theme)
        self.refused("wu", "", "campaigns", "plan", "approve", self.campaign)
        assert self.one("li", "campaigns", "plan", "approve", self.campaign)["state"] == "approved"

    def signs_off(self) -> None:
        """Three readings by three people, and a look at it on the phone of a colleague."""
        content = ("campaigns", "content")
        added = self.one("wu", *content, "add", str(SAMPLE), "--campaign", self.campaign)
        self.item = str(added["item"])
        self.one("wu", *content, "submit", self.item)
        self.one("li", *content, "first-review", self.item, "--opinion", "属实")
        self.refused("li", "三个不同的人", *content, "review", self.item, "--opinion", "好")
        self.one("sun", *content, "review", self.item, "--opinion", "同意")
        self.one("he", *content, "issue", self.item, "--opinion", "签发")
        colleague = self.account.citizen(wxname=f"he-{self.key}")
        self.one("xu", *content, "preview", self.item, "--wxname", f"he-{self.key}")
        waits(
            "preview",
            lambda: [row for row in colleague.inbox() if row["channel"] == "preview"],
            lambda rows: any(TITLE in str(row) for row in rows),
        )
        assert TITLE in colleague.says("安全月"), "what is signed off is a card in the chat"

    def sends_by_segment(self) -> None:
        """The east by a list, the west by the platform's tag; each plan approved by another person."""
        self.mass = [
            self._pushes("东片", "--way", "mass_list"),
            self._pushes("西片", "--way", "mass_tag", "--tag", str(self.west["tag"])),
        ]
        began = time.monotonic()
        self._sends()
        meant = self.people - 1
        waits("job-finished events", self._stats, lambda found: found["delivered"] >= meant)
        self.mass_seconds = time.monotonic() - began

    def reminds(self) -> None:
        """The consultation day, and a notice to those of the east who agreed to be reminded of it."""
        begins = self.now + timedelta(minutes=30)
        ends = begins + timedelta(hours=2)
        self.scene = f"zixun-{self.key}"
        activity = self.one(
            "wu", "campaigns", "activities", "add", "--campaign", self.campaign, "--kind", "consultation",
            "--title", "6·16安全宣传咨询日", "--region", COUNTY, "--place", "文化广场",
            "--lead", "县应急管理局",
            "--from", _minute(begins), "--to", _minute(ends), "--scene", self.scene,
        )  # fmt: skip
        self.activity = str(activity["id"])
        code = ("--title", "扫一扫签到", "--campaign", self.campaign, "--scene", self.scene)
        self.one("wu", "campaigns", "codes", "add", *code)
        assert "http" in self.clerks.types("campaigns", "codes", "make", "--as", self.logins["wu"])
        self.agreed = self.players[: len(self.players) // 2]
        for one in self.agreed:
            self._agrees_to_be_reminded(one)
        self.reminder = self._pushes("东片", "--activity", self.activity, "--way", "subscription")
        self._sends()
        mailing = self._mailing(self.reminder)
        waits("arrived", lambda: self._stats(mailing), lambda row: row["delivered"] >= len(self.agreed))
        self.readers = self.agreed[:2]
        for one in self.readers:
            (notice,) = [row for row in one.inbox() if row["channel"] == "subscribe"]
            page = Phone(self.account, one, WECHAT).opens(str(notice["url"]))
            assert TITLE in page.text

    def signs_in(self) -> None:
        """Those who take part scan the code at the square; so does somebody who follows by it."""
        for one in self.players:
            said = one.scans(self.scene)
            assert "签到成功" in said, said
        assert "签到成功" in self.account.citizen(follow=False).follows(self.scene)

    def competes(self) -> None:
        """A contest by unit; one answers everything rightly and gets a certificate that anybody can check."""
        moments = [(self.now + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M") for hours in (-1, 5)]
        file = self.folder / "contest.yaml"
        file.write_text(
            f"title: 安全生产月职工竞赛\nopens_at: {moments[0]}\ncloses_at: {moments[1]}\n"
            f"rule: {{questions: {QUESTIONS}}}\npaper_minutes: 15\npass_mark: 60\nby_town: true\n"
            f"units: [{{code: u1, name: 甲厂, people: 40}}]\ncampaign_id: {self.campaign}\n",
            "utf-8",
        )
        made = self.one("wu", "quizzes", "contest", "create", str(file))
        self.contest = str(made["id"])
        self.refused("li", "", "quizzes", "contest", "create", str(file))
        self.one("li", "quizzes", "contest", "publish", self.contest)
        for one in self.players:
            self._plays(one, wins=one is self.players[0])

    def agrees(self, engine: str) -> list[Finding]:
        """Every figure beside another that was counted elsewhere; each difference must be none."""
        # Two events of one person within a second are one to the platform, so it is scanned again only now.
        assert "已经签过到" in self.players[0].scans(self.scene)
        where, meant, players = f"on {engine}", self.people - 1, len(self.players)
        stats, reminded = self._stats(), self._stats(self._mailing(self.reminder))
        jobs = self.account.control("GET", "mass")
        mass = [self._mailing(push) for push in self.mass]
        ours = [row for one in mass for row in self.does("xu", "campaigns", "mass-sends", one)]
        theirs = [
            job for job in jobs if job["clientmsgid"].startswith(tuple(f"mailing-{one}-" for one in mass))
        ]
        shown = self.one("li", "quizzes", "contest", "show", self.contest)
        came = self.one("wu", "campaigns", "codes", "sign-ins", self.activity)
        did = ("campaigns", "segments", "preview", "--tag", f"东片{self.key}")
        took_part = self.one("wu", *did, "--did", f"contest:{self.contest}")["count"]
        did_not = self.one("wu", *did, "--did-not", f"contest:{self.contest}")["count"]
        in_town = self._in_town() - self.in_town_before
        copies = [self._copies(openid) for openid in self._sampled()]
        parts = ("accepted", "failed", "skipped", "unknown", "pending")
        east = len(self.east["openids"])
        differences = {
            "people in a campaign beside the sum of their fates": stats["planned"]
            - sum(stats[one] for one in parts),
            "people of the mass sends beside the followers meant": sum(row["people"] for row in ours) - meant,
            "sent by the platform's own journal beside our reports": sum(job["sent_count"] for job in theirs)
            - sum(row["sent"] for row in ours),
            "reported as sent beside the followers meant": sum(row["sent"] for row in ours) - meant,
            "left over of total = filtered, filtered = sent + failed": sum(
                abs(row["total"] - row["filtered"]) + abs(row["filtered"] - row["sent"] - row["failed"])
                for row in ours
            ),
            "phones without the article, or with two": sum(count != 1 for count in copies),
            "notices beside the people who agreed": reminded["accepted"] - len(self.agreed),
            "reminded or skipped beside those meant": reminded["accepted"] + reminded["skipped"] - (east - 1),
            "delivered beside reports and notices": stats["delivered"] - meant - len(self.agreed),
            "readers beside the people who opened the link": stats["read"] - len(self.readers),
            "who acted beside the people who came": stats["acted"] - players,
            "sign-ins beside the people who scanned": came["people"] - players - 1,
            "papers beside players": shown["scored"] - players,
            "people of the contest beside players": shown["people"] - players,
            "certificates that can be checked": int(not self.checked),
            "segment of who competed beside players": took_part - players,
            "segment of who did not, beside the rest of the east": did_not - (east - 1 - players),
            "people of a town beside the one who chose it": in_town - 1,
        }
        n = self.people
        findings = [
            Finding("MONTH", f"{what}, {where}", n, abs(count), 0) for what, count in differences.items()
        ]
        told = f"seconds from handing {meant} people over to the last job-finished event, {where}"
        return [*findings, Finding("MONTH.mass", told, n, round(self.mass_seconds, 1), 120, timing=True)]

    def leaves(self) -> None:
        """Close the accounts, so that the machine's operator is believed again."""
        for login in self.logins.values():
            self.clerks.types("staff", "deactivate", login)

    def _in_town(self) -> int:
        return int(self.one("wu", "campaigns", "segments", "preview", "--region", self.town)["count"])

    def _imports(self, rows: str) -> None:
        file = self.folder / "regions.yaml"
        file.write_text(rows, "utf-8")
        self.clerks.types("places", "regions", "import", str(file))

    def _crowd(self, name: str, count: int, towns: Sequence[str]) -> dict[str, Any]:
        """Followers whom the platform has, with the tag of their part of the county."""
        tag = f"{name}{self.key}"
        made = self.account.control(
            "POST", "citizens/bulk", count=count, seed=tag, towns=list(towns), tags=[tag]
        )
        return {"openids": made["openids"], "tag": made["tags"][tag]}

    def _pushes(self, part: str, *options: str) -> str:
        """Plan a push to one part of the county, and have it approved; its number."""
        name = f"{part}{self.key}"
        crowd = self.one("wu", "campaigns", "segments", "save", name, "--tag", name)
        east, west = len(self.east["openids"]) - 1, len(self.west["openids"])
        assert crowd["count"] == (east if part == "东片" else west), crowd
        until = _minute(self.now + timedelta(hours=3))
        plan = ("--content", self.item, "--segment", name, "--not-after", until)
        push = str(self.one("wu", "campaigns", "push", *plan, *options)["push"])
        assert self.one("wu", "campaigns", "push-look", push)["way"], "the policy says which way, and why"
        self.refused("wu", "", "campaigns", "push-approve", push)
        approved = self.one("li", "campaigns", "push-approve", push)
        assert approved["campaign"] == int(self.campaign)
        return push

    def _sends(self) -> None:
        send = (
            "campaigns",
            "send",
            "--campaign",
            self.campaign,
            "--wait",
            "--timeout",
            str(PATIENCE_SECONDS),
        )
        found = self.one("xu", *send)
        assert found["pending"] == 0, found

    def _stats(self, mailing: str = "") -> dict[str, Any]:
        of = ("--mailing", mailing) if mailing else ("--campaign", self.campaign)
        return self.one("xu", "deliveries", "stats", *of)

    def _mailing(self, push: str) -> str:
        rows = self.does("wu", "campaigns", "pushes", "--campaign", self.campaign)
        (mailing,) = [row["mailing"] for row in rows if str(row["push"]) == push]
        return str(mailing)

    def _agrees_to_be_reminded(self, one: Citizen) -> None:
        address = f"citizens/{one.openid}/subscriptions"
        (template,) = [
            row["template_id"]
            for row in self.account.control("GET", address)
            if row["title"] == "活动开始提醒"
        ]
        self.account.control("POST", address, answers={template: "accept"})

    def _plays(self, one: Citizen, *, wins: bool) -> None:
        phone = Phone(self.account, one)
        entry = f"/h5/quiz/contests/{self.contest}/enter"
        page = phone.sends(phone.opens(entry), entry, unit="u1", name="")
        attempt = int(page.url.rsplit("/", 2)[1])
        for number in range(1, QUESTIONS + 1):
            choice = self._key(attempt, number) if wins else "A"
            page = phone.sends(page, f"/h5/quiz/papers/{attempt}/{number}", choice=list(choice))
        page = phone.sends(page, f"/h5/quiz/papers/{attempt}")
        if wins:
            assert "100分" in page.text
            form = f"/h5/quiz/certificates/new/contest/{attempt}"
            code = phone.sends(phone.opens(form), form, name="王小明").url.rsplit("/", 1)[1]
            check = Phone(self.account, self.players[-1]).opens(f"/h5/quiz/verify?code={code}")
            self.checked = "这张证书是真的" in check.text

    def _key(self, attempt: int, number: int) -> str:
        with self.clerks.container.database.reading() as session:
            return session.get_one(QuizAttempt, attempt).paper[number - 1]["key"]

    def _sampled(self) -> list[str]:
        """Phones from all over both parts, without the one who wants nothing."""
        people = [*self.east["openids"][:-2], *self.west["openids"]]
        return people[:: max(1, len(people) // SAMPLED)]

    def _copies(self, openid: str) -> int:
        rows = self.account.control("GET", f"citizens/{openid}/inbox?since=0")
        return sum(row["channel"] == "mass" and TITLE in str(row) for row in rows)


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
