"""What the processes of a running account weigh."""

from pathlib import Path

from tests.account import Account


def weight(account: Account) -> dict[str, float]:
    """Memory of one web worker in MB: in all, and the share it does not share with the others."""
    parent = account.processes["web"].pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    totals = {"Rss": 0.0, "Pss": 0.0, "Private_Dirty": 0.0}
    for child in children:
        for line in Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()[1:]:
            name, _, amount = line.partition(":")
            if name in totals:
                totals[name] += int(amount.split()[0]) / 1024
    return {f"worker_{name.lower()}_mb": total / max(1, len(children)) for name, total in totals.items()}
