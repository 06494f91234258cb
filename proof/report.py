"""The report: a table on the screen, ``build/proof.json`` and ``build/proof.html``."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from proof.findings import Finding
from tests.account import ROOT


def print_heading() -> None:
    """The names of the columns."""
    print(f"{'id':<22}{'n':>9}  {'figure':>12}  {'limit':>12}  pass  what")


def print_row(finding: Finding) -> None:
    """One line of the table."""
    sign = ">=" if finding.at_least else "<="
    limit = f"{sign} {finding.limit:g}"
    verdict = "yes" if finding.passed else "NO"
    print(
        f"{finding.id:<22}{finding.n:>9}  {finding.figure:>12.4g}  {limit:>12}  {verdict:<4}  {finding.what}",
        flush=True,
    )


def write(findings: Sequence[Finding], began: datetime, seconds: float) -> Path:
    """Write both files; returns the page."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    facts = {
        "began": began.isoformat(timespec="seconds"),
        "seconds": round(seconds),
        "commit": _commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{_memory_gb():.0f} GB, Python {platform.python_version()}",
    }
    rows = [finding.as_row() for finding in findings]
    (build / "proof.json").write_text(
        json.dumps({**facts, "findings": rows}, ensure_ascii=False, indent=2), encoding="utf-8"
    )
    page = build / "proof.html"
    page.write_text(_page(facts, findings), encoding="utf-8")
    return page


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _page(facts: dict[str, object], findings: Sequence[Finding]) -> str:
    head = "".join(f"<dt>{escape(name)}<dd>{escape(str(value))}" for name, value in facts.items())
    rows = "".join(
        f"<tr class={'yes' if finding.passed else 'no'}><td>{escape(finding.id)}<td>{escape(finding.what)}"
        f"<td>{finding.n}<td>{finding.figure:.4g}<td>{'≥' if finding.at_least else '≤'} {finding.limit:g}"
        f"<td>{'yes' if finding.passed else 'NO'}"
        for finding in findings
    )
    failed = sum(not finding.passed for finding in findings)
    verdict = f"{len(findings) - failed} of {len(findings)} passed"
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Proof: {verdict}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: .3rem .6rem; text-align: left }}
tr {{ border-bottom: 1px solid #ddd }} .no {{ background: #fdd }}
dt {{ float: left; width: 6rem; color: #666 }}
td:nth-child(n+3) {{ text-align: right; font-variant-numeric: tabular-nums }}
</style>
<h1>{verdict}</h1><dl>{head}</dl>
<table><tr><th>id<th>what<th>n<th>figure<th>limit<th>pass{rows}</table></html>
"""
