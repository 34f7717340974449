"""A sweep of a year of leaving days by a year of asked days, and its pictures.

python -m benchmarks.sweep
"""

from __future__ import annotations

import kenri
from benchmarks.timing import duration, medians
from kenri.faces.drawing.png_renderer import renderer
from kenri.faces.playback import sweep_svg
from kenri.simulation.sweep import Sweep

PLAN = "iij/2015-5th-series"
YEAR = ("2045-01-01", "2045-12-31")
LIFE = {
    "parties": {"sato": {"role": "grantee"}},
    "grants": [{"grantee": "sato", "on": "2015-07-13", "number": 10, "position": "director"}],
    "events": [{"on": "2045-06-25", "event": "leaves_position", "position": "director"}],
}


def main() -> None:
    """Measure and print."""
    plan = kenri.load(PLAN)
    life = plan.life(LIFE)

    def swept() -> Sweep:
        return plan.sweep(life, vary="leaves_position", days=YEAR, asked=YEAR)

    ready = swept()
    cells = sum(row.outcome(day) == "allowed" for row in ready for day in ready.asked_days)
    found = medians(
        {
            "all rows": lambda: swept().rows,
            "all rows and a table of all cells": lambda: swept().table(),
            "SVG of them": lambda: sweep_svg.render(ready, lang="en"),
            "PNG of them": lambda: renderer()(sweep_svg.render(ready, lang="en")),
        },
        rounds=5,
    )
    print(f"{PLAN}, {len(ready)} leaving days by {len(ready.asked_days)} asked days, {cells:,} cells allowed")
    for name, seconds in found.items():
        print(f"  {name:<34}  {duration(seconds):>10}")


if __name__ == "__main__":
    main()
