"""How long a whole check takes: every shipped plan, the claims of each, and what takes longest.

python -m benchmarks.check [PLAN ...]
"""

from __future__ import annotations

import sys
import time
from collections import Counter

from kenri.api import load
from kenri.checking.plan_check import check
from kenri.checking.verdict import CheckReport
from kenri.loader.library import Library
from kenri.model.problems import Report
from kenri.scenarios import Scenarios, scenario_files

STATUSES = ("proved", "refuted", "meant", "noted", "undecided", "stopped", "not-checked")


def checked(name: str) -> tuple[CheckReport, float]:
    """The report of a plan and the seconds that all of it took."""
    plan = load(name)
    told = [each for each in Scenarios(plans={name: plan}).read(scenario_files(), Report()) if each.plan == name]
    since = time.perf_counter()
    report = check(plan, scenarios=told, stopwatch=time.perf_counter)
    return report, time.perf_counter() - since


def main() -> None:
    """Check the plans named, or all that are shipped, and print a line for each."""
    heads = "".join(f"{each:>12}" for each in STATUSES)
    print(f"{'plan':30} {'checks':>6} {'seconds':>8} {'claims':>8} {'slowest':>8}  {heads}")
    for name in sys.argv[1:] or Library().ids("plan"):
        report, seconds = checked(name)
        claims = [each.seconds for each in report.results if each.kind == "claim"]
        slowest = max(report.results, key=lambda each: each.seconds)
        counted = Counter(each.status for each in report.results)
        numbers = "".join(f"{counted[status]:>12}" for status in STATUSES)
        mean = sum(claims) / max(1, len(claims))
        print(
            f"{name:30} {len(report.results):>6} {seconds:>8.1f} {mean:>8.2f} {slowest.seconds:>8.1f}  {numbers}"
            f"  ({slowest.kind} {slowest.subject})",
            flush=True,
        )


if __name__ == "__main__":
    main()
