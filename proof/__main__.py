"""Runs the experiments: ``python -m proof [ids…]``; exit status 1 if one of them failed."""

import sys
import time
import traceback
from collections.abc import Callable, Iterable
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from core.clock import SystemClock
from proof.estate import ENGINES, standing
from proof.findings import Finding
from proof.plan import ALONE, ON_ESTATES, OnEstate
from proof.report import print_heading, print_row, write


def main(wanted: Iterable[str]) -> int:
    """Run those whose id is asked for, or all; print, write, and judge."""
    ids = {name.upper() for name in wanted}
    known = {experiment.id for experiment in ALONE} | {experiment.id for experiment in ON_ESTATES}
    if unknown := ids - known:
        print(f"No experiment {', '.join(sorted(unknown))}. There are: {', '.join(sorted(known))}.")
        return 2
    ids = ids or known
    began, started = SystemClock().now(), time.monotonic()
    findings: list[Finding] = []
    print_heading()
    for experiment in ALONE:
        if experiment.id in ids:
            findings += _shown(experiment.id, experiment.run)
    for engine in ENGINES:
        chosen = [one for one in ON_ESTATES if one.id in ids and engine in one.engines]
        if chosen:
            findings += _on_estate(engine, chosen)
    page = write(findings, began, time.monotonic() - started)
    failed = sum(not finding.passed for finding in findings)
    print(
        f"\n{len(findings) - failed} of {len(findings)} passed in {time.monotonic() - started:.0f} s; {page}"
    )
    return 1 if failed else 0


def _on_estate(engine: str, chosen: Iterable[OnEstate]) -> list[Finding]:
    """Run these one after the other on one account, which each must leave well."""
    findings: list[Finding] = []
    with standing(engine) as estate:
        for experiment in chosen:
            findings += _shown(experiment.id, partial(experiment.run, estate))
    return findings


def _shown(experiment: str, run: Callable[[], list[Finding]]) -> list[Finding]:
    """Run one; an experiment that breaks is one that failed, and the others go on."""
    try:
        findings = run()
    except (AssertionError, LookupError, OSError, RuntimeError, ValueError, SQLAlchemyError) as error:
        traceback.print_exc()
        findings = [Finding(experiment, f"the experiment broke: {type(error).__name__}", 1, 1, 0)]
    for finding in findings:
        print_row(finding)
    return findings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
