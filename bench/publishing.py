"""From 发布 to the phone: how long until every process of the account answers from a new edition.

``python -m bench publishing [--phrasings N]`` fills the account up to N phrasings with made-up ones, then
changes now an answer and now a phrasing, each a few times, and asks like a citizen until the new words come.
A start without a kept index, and what a web worker weighs before and after, stand beside it.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bench.weighing import weight
from knowledge.articles import Article
from knowledge.editorial.importing import store_articles
from knowledge.published import published_articles
from knowledge.reading import read_articles
from tests.account import AWAKE, Account, Citizen, launched
from tests.integration.editors import editing_service, publish_edit

GOAL_SECONDS = 5.0
ROUNDS = 5
SEED = 20261127
LONGEST = 40
CHANGED = "ebike.charging_indoors"
QUESTION = "电动车可以在楼道里充电吗"
# Two web workers and the worker; each says so in the log when it answers from a new edition.
PROCESSES = 3
NEW_EDITION = "new edition"
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 120.0


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 if the goal was missed."""
    options = argparse.ArgumentParser(prog="python -m bench publishing")
    options.add_argument("--phrasings", type=int, default=0, help="at least so many")
    articles = padded(read_articles(), options.parse_args(arguments).phrasings)
    print(f"{sum(len(one.phrasings) for one in articles)} phrasings of {len(articles)} articles")
    with tempfile.TemporaryDirectory(prefix="anwen-bench-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        account = Account(Path(folder), url, starting=launched, index_dir=f"{folder}/index", **AWAKE)
        try:
            begun = time.perf_counter()
            account.start()
            print(f"started without a kept index in {time.perf_counter() - begun:.1f} s")
            return 0 if measure(account, articles) <= GOAL_SECONDS else 1
        finally:
            account.stop()


def padded(articles: Sequence[Article], wanted: int) -> list[Article]:
    """The articles with made-up phrasings, halves of their own ones put together; the same ones each time."""
    chance = random.Random(SEED)
    listed, known = list(articles), {text for one in articles for text in one.phrasings}
    while len(known) < wanted:
        at = chance.randrange(len(listed))
        one, other = chance.choices(listed[at].phrasings, k=2)
        text = (one[: len(one) // 2 + 1] + other[len(other) // 2 :])[:LONGEST]
        if text not in known:
            known.add(text)
            listed[at] = replace(listed[at], asks=(*listed[at].asks, text))
    return listed


def measure(account: Account, articles: Sequence[Article]) -> float:
    """Publish and ask; the longest time in seconds."""
    with account.container() as container, container.database.writing() as session:
        changed = bool(store_articles(session, articles, datetime.now(UTC)).changed)
    if changed:
        wait_for_editions(account, PROCESSES)
    citizen = account.citizen()
    print(f"a web worker weighs {worker_weight(account)}")
    longest = 0.0
    for what in ("answer", "phrasing"):
        found = [published(account, citizen, what, number) for number in range(ROUNDS)]
        for title, times in zip(("on the phone", "in every process"), zip(*found, strict=True), strict=True):
            longest = max(longest, *times)
            print(f"{what:<10}{title:<18}middle {statistics.median(times):.2f} s, longest {max(times):.2f} s")
    print(f"a web worker weighs {worker_weight(account)}")
    return longest


def published(account: Account, citizen: Citizen, what: str, number: int) -> tuple[float, float]:
    """Change an article; seconds until the phone shows it, and until every process has the new edition."""
    sign = f"第{number + 1}次改{'答案' if what == 'answer' else '问法'}"
    asked = QUESTION
    changes: dict[str, object] = {"lead": f"{sign}，先断电。"}
    known = account.log().count(NEW_EDITION)
    with account.container() as container, container.database.writing() as session:
        if what == "phrasing":
            (article,) = (one for one in published_articles(session) if one.id == CHANGED)
            asked = f"楼道里充电{sign}"
            changes |= {"asks": (*article.asks, asked)}
        publish_edit(session, editing_service(), CHANGED, datetime.now(UTC), **changes)
    begun = time.perf_counter()
    while sign not in citizen.says(asked):
        time.sleep(_LOOK_SECONDS)
    on_the_phone = time.perf_counter() - begun
    wait_for_editions(account, known + PROCESSES)
    return on_the_phone, time.perf_counter() - begun


def wait_for_editions(account: Account, count: int) -> None:
    """Return when the log tells of so many new editions."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while account.log().count(NEW_EDITION) < count:
        if time.monotonic() > until:
            raise SystemExit(f"no new edition in every process:\n{account.log()[-2000:]}")
        time.sleep(_LOOK_SECONDS)


def worker_weight(account: Account) -> str:
    """For the table."""
    found = weight(account)
    return f"{found['worker_rss_mb']:.0f} MB, {found['worker_private_dirty_mb']:.0f} MB of it its own"
